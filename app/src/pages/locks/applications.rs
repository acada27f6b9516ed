//! The applications for F and N that wait: why, who won, what the advisor says; confirmed, or refused with a reason.

use super::WhoIs;
use crate::api::desk::Application;
use crate::format;
use crate::i18n::t;
use crate::parts::decide_sheet::{DecideSheet, Deciding};
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::ui::button::{Button, Loudness};
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconName};
use crate::ui::level_badge::LevelBadge;
use crate::words;
use domain::fact::Applied;
use leptos::prelude::*;

/// The pending applications.
#[component]
pub fn Applications(
    /// The applications.
    applications: Memo<Vec<Application>>,
    /// Called when something was ruled.
    on_ruled: Callback<()>,
) -> impl IntoView {
    let deciding = RwSignal::new(None::<Deciding>);
    let sheet = move || {
        deciding.get().map(|it| {
            view! { <DecideSheet deciding=it on_closed=move |()| deciding.set(None) on_ruled=on_ruled /> }
        })
    };
    view! {
        <ul class="rows">
            <For each=move || applications.get() key=|it| it.clone() let:application>
                <li>
                    <ApplicationRow application=application deciding=deciding />
                </li>
            </For>
        </ul>
        <Show when=move || applications.read().is_empty()>
            <Empty icon=IconName::Flag title=t().locks.no_applications text=t().locks.no_applications_hint />
        </Show>
        {sheet}
    }
}

#[component]
fn ApplicationRow(application: Application, deciding: RwSignal<Option<Deciding>>) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let it = application.clone();
    let applied = Applied { level: it.wanted, reason: it.reason, rival: it.rival, note: it.note.clone() };
    let why = engine.store.with_untracked(|store| words::why_lost(store, &applied));
    let (at, holds) = (application.at, application.holds_until);
    let held = move || match holds {
        Some(until) => t().apply.holds(&format::deadline(until, today.zone(), today.day())),
        None => t().locks.holds_not.to_owned(),
    };
    let who = application.who.clone();
    let decide = move |()| deciding.set(Some(Deciding { who: who.clone(), applied: applied.clone() }));
    view! {
        <article class="lock-row" data-ground=if application.locked { "missed" } else { "unknown" }>
            <LevelBadge level=application.who.level />
            <WhoIs who=application.who>
                {application.locked.then(|| view! { <span class="lock-row__flag">{t().standing.locked}</span> })}
            </WhoIs>
            <p class="lock-row__ground">
                <Icon name=IconName::Flag />
                <span>
                    <strong>{words::meaning(application.wanted)}</strong>
                    " "
                    {why}
                    {(!application.note.is_empty()).then(|| view! { <small class="lock-row__note">{application.note.clone()}</small> })}
                </span>
            </p>
            <p class="lock-row__times">
                <strong>{move || t().locks.applied_at(&format::moment(at, today.zone(), today.day()))}</strong>
                <span>{held}</span>
            </p>
            <div class="lock-row__act">
                <Button label=t().ruling.review.to_owned() loudness=Loudness::Primary on_press=decide />
            </div>
        </article>
    }
}
