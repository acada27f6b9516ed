//! What the store's customers have answered in the call-backs of a time: an average for each question.

use crate::api::call_backs::{CallBacks, Question};
use crate::i18n::{of_store, t};
use crate::ui::select::Select;
use crate::words;
use leptos::prelude::*;

/// Of how many days one sees the answers at first.
pub const DAYS: u16 = 90;
/// Of how many days one can see them.
const CHOICES: [u16; 3] = [DAYS, 30, 365];

/// How the questions came out.
#[component]
pub fn Results(
    /// What the server said.
    list: RwSignal<Option<CallBacks>>,
    /// Of how many days.
    days: RwSignal<u16>,
    /// Called with how many days are wished for.
    #[prop(into)]
    on_days: Callback<u16>,
) -> impl IntoView {
    let it = &t().questionnaire;
    let options = CHOICES.map(|days| (days.to_string(), t().questionnaire.days(&days))).to_vec();
    let choose = move |key: String| {
        if let Some(days) = CHOICES.into_iter().find(|it| it.to_string() == key) {
            on_days.run(days);
        }
    };
    let questions = move || list.with(|it| it.as_ref().map(|it| it.questions.clone()).unwrap_or_default());
    let is_silent = move || questions().iter().all(|it| it.answers == 0);
    view! {
        <section class="panel stack" aria-labelledby="questionnaire">
            <h2 class="panel__title" id="questionnaire">
                {it.results}
            </h2>
            <Select
                id="questionnaire-days"
                label=it.period
                options=options
                value=Signal::derive(move || days.get().to_string())
                on_choose=choose
            />
            <Show when=move || !is_silent() fallback=move || view! { <p>{t().questionnaire.nobody}</p> }>
                <ul class="call-backs__questions">{move || questions().into_iter().map(line).collect_view()}</ul>
            </Show>
        </section>
    }
}

fn line(question: Question) -> impl IntoView {
    let it = &t().questionnaire;
    let name = of_store(&question.zh, &question.en).to_owned();
    let average = question.average.map(|it| words::score(question.scale, &format!("{it:.1}")));
    view! {
        <li class="call-backs__question">
            <strong>{name}</strong>
            <span class="call-backs__average">{average}</span>
            <span class="call-backs__answers">
                {it.answers(&question.answers)} {(question.low > 0).then(|| it.low_ones(&question.low))}
            </span>
        </li>
    }
}
