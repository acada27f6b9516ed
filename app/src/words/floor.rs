//! The words for steps, test drives and quotations, and for the store's lists.

use crate::format;
use crate::i18n::{of_store, t};
use domain::catalogue::{self, Fault, Item, Kind};
use domain::fact::floor::{Drove, Quoted, Stepped, Ticked};
use domain::instant::Day;
use domain::store::Store;

/// The name of an item of one of the store's lists.
pub fn item(item: &Item) -> &str {
    of_store(&item.zh, &item.en)
}

/// The name of a step.
pub fn step<'a>(store: &'a Store, code: &'a str) -> &'a str {
    store.catalogue.item(Kind::Step, code).map_or(code, item)
}

/// What a step's item was ticked.
pub fn ticked(store: &Store, ticked: &Ticked) -> String {
    let it = &t().timeline;
    let checks = store.catalogue.item(Kind::Step, &ticked.step).map(|it| it.checks.as_slice()).unwrap_or_default();
    let check = checks.iter().find(|it| it.code == ticked.check);
    let check = check.map_or(ticked.check.as_str(), |it| of_store(&it.zh, &it.en));
    let step = step(store, &ticked.step);
    if ticked.off { it.unticked(&check, &step) } else { it.ticked(&check, &step) }
}

/// A step, and what came out of the one before.
pub fn stepped(store: &Store, stepped: &Stepped) -> (String, Vec<String>) {
    (t().timeline.stepped(&step(store, &stepped.to)), vec![stepped.note.clone()])
}

/// A test drive.
pub fn drove(drove: &Drove) -> (String, Vec<String>) {
    let it = &t().timeline;
    let said = |text: &str, say: &dyn Fn(&str) -> String| if text.is_empty() { String::new() } else { say(text) };
    let lines = vec![
        said(&drove.route, &|text| it.drove_where(&text)),
        if drove.minutes > 0 { it.drove_minutes(&drove.minutes) } else { String::new() },
        said(&drove.liked, &|text| it.liked(&text)),
        said(&drove.disliked, &|text| it.disliked(&text)),
        if drove.licence { it.licence.to_owned() } else { String::new() },
    ];
    (it.drove(&drove.model), lines)
}

/// A quotation.
pub fn quoted(quoted: &Quoted, today: Day) -> (String, Vec<String>) {
    let it = &t().timeline;
    let parts = (format::money(quoted.price), format::money(quoted.insurance), format::money(quoted.registration));
    let lines = vec![
        quoted.trim.clone(),
        if quoted.total() > quoted.price { it.quoted_parts(&parts.1, &parts.0, &parts.2) } else { String::new() },
        if quoted.gifts.is_empty() { String::new() } else { it.quoted_gifts(&quoted.gifts) },
        quoted.until.map(|until| it.quoted_until(&format::day(until, today))).unwrap_or_default(),
        quoted.note.clone(),
    ];
    (it.quoted(&format::money(quoted.total()), &quoted.model), lines)
}

/// A list of the store.
pub fn list(kind: Kind) -> &'static str {
    let it = &t().lists;
    match kind {
        Kind::Step => it.step,
        Kind::Template => it.template,
        Kind::Model => it.model,
        Kind::Colour => it.colour,
        Kind::Campaign => it.campaign,
        Kind::Rival => it.rival,
        Kind::Lost => it.lost,
        Kind::Hopeless => it.hopeless,
        Kind::Question => it.question,
    }
}

/// What a list is for.
pub fn about_list(kind: Kind) -> &'static str {
    let it = &t().lists;
    match kind {
        Kind::Step => it.about_step,
        Kind::Template => it.about_template,
        Kind::Question => it.about_question,
        Kind::Model | Kind::Colour | Kind::Campaign | Kind::Rival => it.about_names,
        Kind::Lost | Kind::Hopeless => it.about_reasons,
    }
}

/// Why an item cannot be taken.
pub fn item_fault(fault: Fault) -> String {
    let it = &t().lists;
    match fault {
        Fault::NameMissing => it.name_missing.to_owned(),
        Fault::NameTooLong => it.name_too_long(&catalogue::NAME_MAX),
        Fault::TextMissing => it.text_missing.to_owned(),
        Fault::TextTooLong => it.text_too_long(&catalogue::TEXT_MAX),
        Fault::Checks => it.checks_wrong(&catalogue::NAME_MAX),
        Fault::NotAsked => it.not_asked.to_owned(),
        Fault::Taken => it.taken.to_owned(),
    }
}
