//! Recording a call-back 售后回访: the answer's button saves; the questionnaire and the note above it go along.

use crate::i18n::t;
use crate::parts::doing::use_doing;
use crate::parts::questions::{Questions, Replies};
use crate::state::engine::use_engine;
use crate::state::sheets::use_sheets;
use crate::ui::field::TextArea;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use domain::command::Command;
use domain::fact::order::{Answer, Call};
use domain::id::{CustomerId, FactId};
use leptos::prelude::*;

/// The sheet that records a call-back.
#[component]
pub fn CallBackSheet(
    /// Whom.
    customer: CustomerId,
    /// After the delivery of which order.
    order: FactId,
    /// Which call-back.
    call: Call,
) -> impl IntoView {
    let (sheets, engine) = (use_sheets(), use_engine());
    let title =
        move || engine.row(customer).map(|it| t().call_back.sheet(&words::call(call), &it.name)).unwrap_or_default();
    view! {
        <Sheet title=Signal::derive(title) on_closed=move |()| sheets.clear()>
            <Body customer=customer order=order call=call />
        </Sheet>
    }
}

#[component]
fn Body(customer: CustomerId, order: FactId, call: Call) -> impl IntoView {
    let (engine, doing, closer) = (use_engine(), use_doing(), use_closer());
    let (note, replies) = (RwSignal::new(String::new()), Replies::none());
    let phone = engine.row(customer).map(|it| it.phone.clone()).filter(|it| !it.is_empty());
    let save = move |answer: Answer| {
        let called = replies.called(order, call, answer, &note.read_untracked());
        let said = t().call_back.saved(&words::answer(answer));
        doing.run(Command::CallBack(customer, called), said, move |_| closer.close());
    };
    view! {
        <Answers phone=phone call=call replies=replies note=note busy=doing.busy error=doing.error on_answer=save />
    }
}

/// The number to call, the questions, the note, and a button for each answer.
#[component]
pub fn Answers(
    /// The number, if there is one.
    phone: Option<String>,
    /// Which call.
    call: Call,
    /// What is answered to its questions.
    replies: Replies,
    /// The note.
    note: RwSignal<String>,
    /// Whether an answer is being saved.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why the last one was not.
    error: RwSignal<String>,
    /// Called with the answer.
    #[prop(into)]
    on_answer: Callback<Answer>,
) -> impl IntoView {
    let store = use_engine().store;
    let is_low = Memo::new(move |_| store.with(|it| replies.suggest_complaint(it)));
    let button = move |(answer, icon): (Answer, IconName)| {
        let suggested = move || (answer == Answer::Complains && is_low.get()).then_some("");
        view! {
            <button
                type="button"
                class="contact-sheet__outcome"
                data-suggested=suggested
                on:click=move |_| on_answer.run(answer)
            >
                <Icon name=icon />
                <span>{words::answer(answer)}</span>
            </button>
        }
    };
    let all = [
        (Answer::Content, IconName::Check),
        (Answer::Complains, IconName::Warning),
        (Answer::NotReached, IconName::Missed),
    ];
    view! {
        <div class="contact-sheet" aria-busy=move || busy.get().then_some("true")>
            {phone
                .map(|it| {
                    view! {
                        <a class="button" href=format!("tel:{it}") rel="external">
                            <Icon name=IconName::Phone />
                            <span>{t().customer.call}</span>
                        </a>
                    }
                })}
            <Questions call=call replies=replies />
            <TextArea id="call-back-note" label=t().contact.note value=note />
            <p>{t().call_back.hint}</p>
            <div role="status">
                <Show when=move || is_low.get()>
                    <Notice tone=Tone::Warning text=t().questionnaire.low.to_owned() />
                </Show>
            </div>
            <ErrorText text=error />
            <div class="contact-sheet__outcomes">{all.into_iter().map(button).collect_view()}</div>
        </div>
    }
}
