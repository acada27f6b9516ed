//! The questions of a call-back 回访问卷 while they are being answered: scores as chips, words as texts. None must be answered.

use crate::i18n::{of_store, t};
use crate::state::engine::use_engine;
use crate::words;
use domain::catalogue::Item;
use domain::fact::order::{Answer, Call, CalledBack};
use domain::id::FactId;
use domain::questionnaire::{Scale, asked, suggests_complaint};
use domain::store::Store;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What has been answered so far.
#[derive(Clone, Copy)]
pub struct Replies {
    scores: RwSignal<BTreeMap<String, u8>>,
    said: RwSignal<BTreeMap<String, String>>,
}

impl Replies {
    /// Nothing yet.
    pub fn none() -> Self {
        Self { scores: RwSignal::default(), said: RwSignal::default() }
    }

    /// Whether the scores suggest a complaint; tracked.
    pub fn suggest_complaint(self, store: &Store) -> bool {
        self.scores.with(|it| suggests_complaint(&store.catalogue, it))
    }

    /// The call as it is to be recorded; of somebody who was not reached nothing was answered.
    pub fn called(self, order: FactId, call: Call, answer: Answer, note: &str) -> CalledBack {
        let (mut scores, mut said) = (self.scores.get_untracked(), self.said.get_untracked());
        said.values_mut().for_each(|it| *it = it.trim().to_owned());
        said.retain(|_, it| !it.is_empty());
        if answer == Answer::NotReached {
            (scores, said) = Default::default();
        }
        CalledBack { order, call, answer, note: note.trim().to_owned(), scores, said, by: None }
    }
}

/// The questions that the store asks in a call.
#[component]
pub fn Questions(
    /// Which call.
    call: Call,
    /// The answers.
    replies: Replies,
) -> impl IntoView {
    let items: Vec<Item> = use_engine().store.with_untracked(|it| asked(&it.catalogue, call).cloned().collect());
    let question = move |item: Item| {
        item.scale.map(|scale| match scale {
            Scale::Five | Scale::Ten => view! { <Score item=item scale=scale replies=replies /> }.into_any(),
            Scale::Words => view! { <Said item=item replies=replies /> }.into_any(),
        })
    };
    (!items.is_empty()).then(|| {
        view! {
            <section class="questions" aria-label=t().questionnaire.title>
                {items.into_iter().map(question).collect_view()}
            </section>
        }
    })
}

#[component]
fn Score(item: Item, scale: Scale, replies: Replies) -> impl IntoView {
    let name = format!("question-{}", item.code);
    let code = StoredValue::new(item.code.clone());
    let given = move || replies.scores.with(|it| code.with_value(|code| it.get(code).copied()));
    let give = move |score: Option<u8>| {
        replies.scores.update(|all| match score {
            Some(score) => drop(all.insert(code.get_value(), score)),
            None => drop(code.with_value(|code| all.remove(code))),
        });
    };
    let chip = |score: Option<u8>, said: String| {
        view! {
            <label class="chips__chip">
                <input
                    type="radio"
                    class="chips__input"
                    name=name.clone()
                    prop:checked=move || given() == score
                    on:change=move |_| give(score)
                />
                <span>{said}</span>
            </label>
        }
    };
    let chips = scale.scores().map(|it| chip(Some(it), it.to_string())).collect_view();
    let unanswered = chip(None, t().questionnaire.unanswered.to_owned());
    view! {
        <fieldset class="chips">
            <legend class="chips__legend">
                <strong class="questions__name">{words::item(&item).to_owned()}</strong>
                " "
                {of_store(&item.text_zh, &item.text_en).to_owned()}
            </legend>
            <div class="chips__row">{chips} {unanswered}</div>
        </fieldset>
    }
}

#[component]
fn Said(item: Item, replies: Replies) -> impl IntoView {
    let id = format!("question-{}", item.code);
    let code = StoredValue::new(item.code.clone());
    let text = move || replies.said.with(|it| code.with_value(|code| it.get(code).cloned().unwrap_or_default()));
    let write = move |event| {
        replies.said.update(|all| drop(all.insert(code.get_value(), event_target_value(&event))));
    };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                <strong class="questions__name">{words::item(&item).to_owned()}</strong>
                " "
                {of_store(&item.text_zh, &item.text_en).to_owned()}
            </label>
            <textarea class="field__input" id=id rows="2" prop:value=text on:input=write></textarea>
        </div>
    }
}
