//! Applying for F or N 战败 / 无望: which, why, and who won; the manager decides.

use crate::i18n::t;
use crate::parts::customer_sheet::CustomerSheet;
use crate::parts::doing::use_doing;
use crate::state::customers::{offered, use_today};
use crate::state::engine::use_engine;
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipChoice;
use crate::ui::field::{Field, TextArea};
use crate::ui::icon::IconName;
use crate::ui::notice::{ErrorText, Notice};
use crate::ui::sheet::use_closer;
use crate::words;
use domain::catalogue::Kind;
use domain::command::Command;
use domain::fact::Applied;
use domain::id::CustomerId;
use domain::level::Level;
use domain::reason::{Reason, is_offered, own};
use leptos::prelude::*;

/// The sheet that applies for F or N.
#[component]
pub fn ApplySheet(
    /// For whom.
    id: CustomerId,
) -> impl IntoView {
    view! {
        <CustomerSheet id=id title=|name| t().apply.title(&name)>
            <Body id=id />
        </CustomerSheet>
    }
}

#[component]
fn Body(id: CustomerId) -> impl IntoView {
    let (engine, today, doing, closer) = (use_engine(), use_today(), use_doing(), use_closer());
    let level = RwSignal::new(Level::F);
    // The code of a reason, of the list or of the store's own.
    let reason = RwSignal::new(String::new());
    let (rival, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let levels = [Level::F, Level::N].map(|it| (it, format!("{it} · {}", words::meaning(it)))).to_vec();
    let choose_level = move |it| {
        level.set(it);
        let fits =
            reason.with_untracked(|on| engine.store.with_untracked(|store| is_offered(&store.catalogue, it, on)));
        if !fits {
            reason.set(String::new());
        }
    };
    let group = move |name: &'static str, legend: &'static str, is_in: fn(Reason) -> bool| {
        let of = move |level| Reason::of(level).into_iter().filter(|it| is_in(*it)).collect::<Vec<_>>();
        let options = Signal::derive(move || {
            of(level.get())
                .into_iter()
                .map(|it| (it.code().to_owned(), words::reason(it).to_owned()))
                .collect::<Vec<_>>()
        });
        view! {
            <Show when=move || !options.read().is_empty()>
                <ChipChoice name=name legend=legend options=options value=reason on_choose=move |it| reason.set(it) />
            </Show>
        }
    };
    let stores = Signal::derive(move || {
        let named = |it: &domain::catalogue::Item| (it.code.clone(), words::item(it).to_owned());
        let of = |kind| engine.store.with(|store| store.catalogue.offered(kind).map(named).collect::<Vec<_>>());
        own(level.get()).map(of).unwrap_or_default()
    });
    // Who has a reason of the store's own may have a rival, too; it need not be named.
    let names_rival = move || {
        let is_own = || reason.with(|on| stores.read().iter().any(|it| it.0 == *on));
        level.get() == Level::F && (reason.with(|on| Reason::parse(on)).is_some_and(Reason::names_rival) || is_own())
    };
    let hold = engine.store.with_untracked(|store| store.policy(today.glance().0).application_hold_days);
    let save = move |()| {
        let applied = Applied {
            level: level.get_untracked(),
            reason: reason.get_untracked(),
            rival: if untrack(names_rival) { rival.get_untracked().trim().to_owned() } else { String::new() },
            note: note.get_untracked().trim().to_owned(),
        };
        let said = t().apply.saved(&words::meaning(applied.level));
        doing.run(Command::Apply(id, applied), said, move |_| closer.close());
    };
    let it = &t().apply;
    view! {
        <div class="stack">
            <ChipChoice name="apply-level" legend=it.level options=levels value=level on_choose=choose_level />
            <p class="apply-sheet__hint">
                {move || if level.get() == Level::F { t().apply.lost_hint } else { t().apply.hopeless_hint }}
            </p>
            {group("apply-reason", it.dealer, |it| matches!(it, Reason::Dealer(_)))}
            {group("apply-reason", it.brand, |it| matches!(it, Reason::Brand(_) | Reason::Preference | Reason::AfterSales))}
            {group(
                "apply-reason",
                it.nobody,
                |it| matches!(it, Reason::NoPlan | Reason::NoMeans | Reason::Unreachable | Reason::BeyondYear),
            )} {group("apply-reason", it.own, |it| it == Reason::OwnService)}
            <Show when=move || !stores.read().is_empty()>
                <ChipChoice
                    name="apply-reason"
                    legend=t().apply.stores
                    options=stores
                    value=reason
                    on_choose=move |it| reason.set(it)
                />
            </Show>
            <Show when=names_rival>
                <Field
                    id="apply-rival"
                    label=t().apply.rival
                    hint=t().apply.rival_hint
                    value=rival
                    choices=offered(engine, Kind::Rival)
                />
            </Show>
            <TextArea id="apply-note" label=it.note value=note />
            <Notice text=it.what_follows(&hold) />
            <footer class="sheet__foot">
                <ErrorText text=doing.error />
                <Button
                    label=Signal::derive(move || t().apply.submit(&words::meaning(level.get())))
                    loudness=Loudness::Primary
                    icon=IconName::Flag
                    busy=doing.busy
                    on_press=save
                />
            </footer>
        </div>
    }
}
