//! Importing customers 导入客户: a file, what its columns hold, what would become of each row, and the cards; without a network, too.

mod choose;
mod columns;
mod preview;
mod records;
mod rejects;
mod saving;

use crate::i18n::t;
use crate::platform::dom;
use crate::routes::href;
use crate::shell::WhenLoaded;
use crate::state::engine::use_engine;
use crate::state::update::use_update;
use crate::ui::button::Button;
use crate::ui::heading::Heading;
use crate::ui::notice::{ErrorText, Notice};
use choose::Choose;
use columns::Columns;
use domain::import::{Found, Plan, Sheet, Verdict};
use leptos::prelude::*;
use leptos_router::components::A;
use preview::Preview;
use records::Records;
use rejects::RejectButtons;
use std::sync::Arc;

/// How far one has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    /// No file yet.
    Choose,
    /// What the columns hold.
    Columns,
    /// What would become of the rows.
    Preview,
    /// So many of so many cards are saved.
    Saving(usize, usize),
    /// So many cards were made.
    Done(usize),
}

/// What the steps share.
#[derive(Clone, Copy)]
struct Import {
    step: RwSignal<Step>,
    /// The file's name.
    name: RwSignal<String>,
    sheet: RwSignal<Arc<Sheet>>,
    plan: RwSignal<Plan>,
    found: RwSignal<Arc<Vec<Found>>>,
    /// Rows that were refused when they were saved: place and reason.
    refused: RwSignal<Vec<(usize, String)>>,
    error: RwSignal<String>,
}

impl Import {
    fn new() -> Self {
        Self {
            step: RwSignal::new(Step::Choose),
            name: RwSignal::default(),
            sheet: RwSignal::default(),
            plan: RwSignal::default(),
            found: RwSignal::default(),
            refused: RwSignal::default(),
            error: RwSignal::default(),
        }
    }

    /// Goes to a step; its heading gets the focus.
    fn go(self, step: Step) {
        self.error.try_set(String::new());
        self.step.try_set(step);
        request_animation_frame(|| dom::focus("#import-step"));
    }

    /// The cards that would be made, by the place of their rows.
    fn ready(self) -> Vec<(usize, domain::fact::Created)> {
        let card = |it: &Found| match &it.verdict {
            Verdict::Ready(card, _) => Some((it.line, (**card).clone())),
            Verdict::Problems(_) | Verdict::Duplicate(_) => None,
        };
        self.found.with_untracked(|all| all.iter().filter_map(card).collect())
    }
}

/// The page on which customers are imported.
#[component]
pub fn ImportPage() -> impl IntoView {
    let import = Import::new();
    use_update().guard(Signal::derive(move || !matches!(import.step.get(), Step::Choose | Step::Done(_))));
    let step = Memo::new(move |_| std::mem::discriminant(&import.step.get()));
    let shown = move || {
        // Read, not only tracked: what nobody reads is never computed, and so never changes.
        step.get();
        match import.step.get_untracked() {
            Step::Choose => view! { <Choose import=import /> }.into_any(),
            Step::Columns => view! { <Columns import=import /> }.into_any(),
            Step::Preview => view! { <Preview import=import /> }.into_any(),
            Step::Saving(..) => view! { <Saving import=import /> }.into_any(),
            Step::Done(made) => view! { <Done import=import made=made /> }.into_any(),
        }
    };
    view! {
        <div class="page import">
            <header class="page__head">
                <Heading text=t().import.title.to_owned() />
            </header>
            <ErrorText text=import.error />
            <WhenLoaded>{shown}</WhenLoaded>
            <Records />
        </div>
    }
}

/// The heading of a step.
#[component]
fn StepTitle(text: &'static str) -> impl IntoView {
    view! {
        <h2 class="panel__title" id="import-step" tabindex="-1">
            {text}
        </h2>
    }
}

#[component]
fn Saving(import: Import) -> impl IntoView {
    let said = move || match import.step.get() {
        Step::Saving(done, all) => t().import.saving(&all, &done),
        Step::Choose | Step::Columns | Step::Preview | Step::Done(_) => String::new(),
    };
    view! {
        <section class="panel stack" aria-busy="true">
            <StepTitle text=t().import.title />
            <p role="status">{said}</p>
        </section>
    }
}

#[component]
fn Done(import: Import, made: usize) -> impl IntoView {
    let engine = use_engine();
    let left = rejects::reasons(import).len();
    let shows = move || engine.rows.with(|it| !it.is_empty());
    view! {
        <section class="panel stack">
            <StepTitle text=t().import.title />
            <Notice text=t().import.done(&made) />
            {(left > 0)
                .then(|| {
                    view! {
                        <p>{t().import.left_out(&left)}</p>
                        <RejectButtons import=import />
                    }
                })}
            <div class="cluster">
                <Show when=shows>
                    <A href=href::customers() attr:class="button" attr:data-variant="primary">
                        {t().import.to_customers}
                    </A>
                </Show>
                <Button label=t().import.again.to_owned() on_press=move |()| import.go(Step::Choose) />
            </div>
        </section>
    }
}
