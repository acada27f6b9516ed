//! Giving a quotation 报价: the vehicle, what comes on top of its price, gifts, and until when it holds.

use crate::format;
use crate::i18n::t;
use crate::parts::customer_sheet::CustomerSheet;
use crate::parts::date_choice::DateChoice;
use crate::parts::doing::use_doing;
use crate::state::customers::{offered, use_today};
use crate::state::engine::use_engine;
use crate::state::update::use_update;
use crate::ui::button::{Button, Loudness};
use crate::ui::field::{Field, TextArea};
use crate::ui::icon::IconName;
use crate::ui::notice::ErrorText;
use crate::ui::sheet::use_closer;
use domain::card::several;
use domain::catalogue::Kind;
use domain::command::Command;
use domain::fact::floor::Quoted;
use domain::id::CustomerId;
use domain::instant::Day;
use domain::view::Event;
use leptos::prelude::*;

/// The sheet that gives a quotation.
#[component]
pub fn QuoteSheet(
    /// To whom.
    id: CustomerId,
) -> impl IntoView {
    view! {
        <CustomerSheet id=id title=|name| t().quote.title(&name)>
            <Body id=id />
        </CustomerSheet>
    }
}

#[component]
fn Body(id: CustomerId) -> impl IntoView {
    let (engine, today, doing, closer) = (use_engine(), use_today(), use_doing(), use_closer());
    let words = &t().quote;
    let before = begun(id);
    let text = |value: String| RwSignal::new(value);
    let (model, trim) = (text(before.model), text(before.trim));
    let (price, insurance, registration) =
        (text(amount(before.price)), text(amount(before.insurance)), text(amount(before.registration)));
    let (gifts, note, until) = (text(before.gifts), text(String::new()), RwSignal::new(None::<Day>));
    use_update().guard(Signal::derive(move || !note.read().is_empty()));
    let amounts = move || {
        let read = |it: RwSignal<String>| format::parse_money(&it.read());
        Some((read(price)?, read(insurance)?, read(registration)?))
    };
    let quotation = move || {
        let (price, insurance, registration) = amounts()?;
        let text = |it: RwSignal<String>| it.get().trim().to_owned();
        Some(Quoted {
            model: text(model),
            trim: text(trim),
            price,
            insurance,
            registration,
            gifts: text(gifts),
            until: until.get(),
            note: text(note),
        })
    };
    let total = move || quotation().map(|it| t().quote.total(&format::money(it.total()))).unwrap_or_default();
    let save = move |()| match untrack(quotation).filter(|it| it.price > 0) {
        Some(quoted) => {
            doing.run(Command::Quote(id, quoted), t().quote.saved.to_owned(), move |_| closer.close());
        }
        None => doing.error.set(t().quote.price_wrong.to_owned()),
    };
    let quick = [3, 7, 15, 30].map(|days| (days, t().date.plus_days(&days))).to_vec();
    view! {
        <div class="stack">
            <div class="order-sheet__pair">
                <Field
                    id="quote-model"
                    label=t().order.model
                    value=model
                    required=true
                    choices=offered(engine, Kind::Model)
                />
                <Field id="quote-trim" label=t().field.trim value=trim />
                <Field id="quote-price" label=words.price value=price required=true />
                <Field id="quote-insurance" label=words.insurance value=insurance />
                <Field id="quote-registration" label=words.registration value=registration />
                <Field id="quote-gifts" label=words.gifts hint=words.gifts_hint value=gifts />
            </div>
            <DateChoice
                id="quote-until"
                legend=words.until
                quick=quick
                value=until
                none=words.open.to_owned()
                min=Signal::derive(move || today.day())
            />
            <TextArea id="quote-note" label=words.note value=note />
            <footer class="sheet__foot">
                <p role="status">{total}</p>
                <ErrorText text=doing.error />
                <Button
                    label=words.save.to_owned()
                    loudness=Loudness::Primary
                    icon=IconName::Check
                    busy=doing.busy
                    on_press=save
                />
            </footer>
        </div>
    }
}

/// What a new quotation begins with: the last one, else the model that the customer thinks of.
fn begun(id: CustomerId) -> Quoted {
    let engine = use_engine();
    let last = engine.card.with_untracked(|it| {
        let card = it.as_ref().and_then(|it| it.1.as_ref()).filter(|it| it.view.id == id)?;
        card.view.entries.iter().rev().find_map(|it| match &it.event {
            Event::Quoted(quoted) => Some(quoted.clone()),
            _ => None,
        })
    });
    last.unwrap_or_else(|| {
        let wished = engine.rows.with_untracked(|rows| rows.get(&id).map(|it| it.model.clone())).unwrap_or_default();
        let model = several(&wished).first().map(|it| (*it).to_owned()).unwrap_or_default();
        Quoted { model, ..Quoted::default() }
    })
}

/// An amount as one types it; nothing for nothing.
fn amount(minor: u64) -> String {
    match (minor / 100, minor % 100) {
        (0, 0) => String::new(),
        (yuan, 0) => yuan.to_string(),
        (yuan, rest) => format!("{yuan}.{rest:02}"),
    }
}
