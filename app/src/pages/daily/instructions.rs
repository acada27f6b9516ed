//! The instructions for a day with their answers, and writing one.

use crate::api::daily;
use crate::format;
use crate::i18n::t;
use crate::state::customers::use_today;
use crate::state::session::use_session;
use crate::ui::button::Submit;
use crate::ui::field::TextArea;
use crate::ui::notice::ErrorText;
use crate::ui::sheet::{Sheet, use_closer};
use crate::ui::toast::use_toasts;
use crate::words;
use domain::id::StaffId;
use domain::instant::Day;
use domain::instruction::{Instruction, check};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Whom one writes to, and for which day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub advisor: StaffId,
    pub name: String,
    pub day: Day,
}

/// The instructions with their answers.
#[component]
pub fn List(all: Vec<Instruction>) -> impl IntoView {
    let (_, today, zone) = use_today().glance();
    if all.is_empty() {
        return view! { <p class="daily__about">{t().daily.no_instructions}</p> }.into_any();
    }
    let one = move |it: Instruction| {
        let answer = match it.answer {
            Some(answer) if answer.text.is_empty() => t().daily.done_at(&format::moment(answer.at, zone, today)),
            Some(answer) => t().daily.answered(&format::moment(answer.at, zone, today), &answer.text),
            None => t().daily.unanswered.to_owned(),
        };
        view! {
            <li class="daily__instruction">
                <p class="daily__text">{it.text}</p>
                <p class="daily__about">{answer}</p>
            </li>
        }
    };
    view! { <ul class="stack">{all.into_iter().map(one).collect_view()}</ul> }.into_any()
}

/// Writes an instruction.
#[component]
pub fn InstructSheet(
    asked: Asked,
    #[prop(into)] on_closed: Callback<()>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let title = t().daily.instruct_title(&asked.name);
    view! {
        <Sheet title=title on_closed=on_closed>
            <Form asked=asked on_done=on_done />
        </Sheet>
    }
}

#[component]
fn Form(asked: Asked, on_done: Callback<()>) -> impl IntoView {
    let (session, toasts, closer, today) = (use_session(), use_toasts(), use_closer(), use_today());
    let text = RwSignal::new(String::new());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let day = format::day(asked.day, today.glance().1);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Asked { advisor, name, day } = asked.clone();
        let text = text.get_untracked();
        if let Err(fault) = check(&text, day, today.glance().1) {
            return error.set(words::instruction_fault(fault));
        }
        busy.set(true);
        spawn_local(async move {
            match daily::instruct(day, advisor, &text).await {
                Ok(()) => {
                    toasts.say(t().daily.instructed(&name));
                    on_done.run(());
                    closer.close();
                }
                Err(failure) => {
                    if failure.is_signed_out() {
                        session.expire();
                    }
                    busy.try_set(false);
                    error.try_set(words::failure(&failure));
                }
            }
        });
    };
    view! {
        <form class="sheet__form stack" novalidate on:submit=submit>
            <p class="daily__about">{t().daily.instruct_hint(&day)}</p>
            <TextArea id="instruction" label=t().daily.instruction value=text rows=4 />
            <ErrorText text=error />
            <Submit label=t().daily.send.to_owned() busy=busy />
        </form>
    }
}
