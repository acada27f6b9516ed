//! The sheet in which an application for F or N is confirmed, or refused with a reason.

use crate::api::desk::Who;
use crate::i18n::t;
use crate::parts::ruling::use_bench;
use crate::state::engine::use_engine;
use crate::ui::button::{Button, Loudness};
use crate::ui::field::TextArea;
use crate::ui::icon::IconName;
use crate::ui::notice::ErrorText;
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use domain::fact::{Applied, Ruling};
use leptos::prelude::*;

/// An application that is being decided on.
#[derive(Clone, PartialEq, Debug)]
pub struct Deciding {
    /// On whom.
    pub who: Who,
    /// What was applied for.
    pub applied: Applied,
}

/// The sheet in which an application is decided on.
#[component]
pub fn DecideSheet(
    /// What is decided on.
    deciding: Deciding,
    /// Called when it has closed.
    #[prop(into)]
    on_closed: Callback<()>,
    /// Called when it was decided, or somebody was quicker.
    #[prop(into)]
    on_ruled: Callback<()>,
) -> impl IntoView {
    let title = t().ruling.review_title(&words::meaning(deciding.applied.level), &deciding.who.name);
    view! {
        <Sheet title=title on_closed=on_closed>
            <Body deciding=deciding on_ruled=on_ruled />
        </Sheet>
    }
}

#[component]
fn Body(deciding: Deciding, on_ruled: Callback<()>) -> impl IntoView {
    let (bench, closer) = (use_bench(), use_closer());
    let note = RwSignal::new(String::new());
    let level = deciding.applied.level;
    let why = use_engine().store.with_untracked(|store| words::why_lost(store, &deciding.applied));
    let who = StoredValue::new(deciding.who);
    let decide = move |what: Ruling| {
        bench.rule(vec![who.get_value()], &what, &note.get_untracked(), move |stands| {
            on_ruled.try_run(());
            if stands {
                closer.close();
            }
        });
    };
    let refuse = move |()| {
        if note.read_untracked().trim().is_empty() {
            return bench.error.set(t().ruling.reason_missing.to_owned());
        }
        decide(Ruling::Refuse);
    };
    view! {
        <div class="stack">
            <p class="decide-sheet__why">{why}</p>
            {(!deciding.applied.note.is_empty()).then(|| view! { <blockquote>{deciding.applied.note.clone()}</blockquote> })}
            <TextArea id="decide-note" label=t().ruling.decide_note value=note />
            <footer class="sheet__foot">
                <ErrorText text=bench.error />
                <div class="cluster decide-sheet__choices">
                    <Button label=t().ruling.refuse.to_owned() busy=bench.busy on_press=refuse />
                    <Button
                        label=t().ruling.confirm_level(&words::meaning(level))
                        loudness=Loudness::Primary
                        icon=IconName::Check
                        busy=bench.busy
                        on_press=move |()| decide(Ruling::Confirm { level })
                    />
                </div>
            </footer>
        </div>
    }
}
