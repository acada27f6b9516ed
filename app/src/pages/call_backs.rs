//! The manager's call-backs 经理回访: whom to ask how the car is, a week after the delivery, and of a sample after a month; and what
//! the store's customers have answered.

mod results;

use crate::api::call_backs::{self, CallBack, CallBacks};
use crate::format;
use crate::i18n::t;
use crate::pages::customer::orders::call_key;
use crate::parts::call_back_sheet::Answers;
use crate::parts::live_head::Unreached;
use crate::parts::questions::Replies;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::live::Live;
use crate::ui::button::{Button, Loudness};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::ui::sheet::{Sheet, use_closer};
use crate::ui::toast::use_toasts;
use crate::words;
use domain::fact::order::Answer;
use domain::id::FactId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use results::Results;

/// The page of the manager's call-backs.
#[component]
pub fn CallBacksPage() -> impl IntoView {
    let list = Live::<CallBacks>::new();
    let calling = RwSignal::new(None::<CallBack>);
    let days = RwSignal::new(results::DAYS);
    let load = move || list.load(call_backs::call_backs(days.get_untracked()));
    load();
    let all = Memo::new(move |_| list.value.with(|it| it.as_ref().map(|it| it.call_backs.clone()).unwrap_or_default()));
    let sheet = move || {
        calling.get().map(|it| {
            let title = t().call_back.sheet(&words::call(it.call), &it.name);
            view! {
                <Sheet title=title on_closed=move |()| calling.set(None)>
                    <Form call=it on_done=move |()| load() />
                </Sheet>
            }
        })
    };
    view! {
        <div class="page call-backs">
            <p class="customer__back">
                <A href=href::team() attr:class="button" attr:data-variant="quiet">
                    <Icon name=IconName::Back />
                    <span>{t().team.title}</span>
                </A>
            </p>
            <header class="page__head">
                <Heading text=t().call_back.managers.to_owned() />
                <p class="page__count">{move || t().locks.count(&all.read().len())}</p>
            </header>
            <Unreached error=list.error />
            <ul class="rows">
                <For each=move || all.get() key=|it| it.clone() let:call>
                    <li>
                        <CallRow call=call calling=calling />
                    </li>
                </For>
            </ul>
            <Show when=move || list.value.read().is_some() && all.read().is_empty()>
                <Empty icon=IconName::Check title=t().call_back.none text=t().call_back.none_hint />
            </Show>
            <Show when=move || list.value.read().is_some()>
                <Results
                    list=list.value
                    days=days
                    on_days=move |it| {
                        days.set(it);
                        load();
                    }
                />
            </Show>
            {sheet}
        </div>
    }
}

#[component]
fn CallRow(call: CallBack, calling: RwSignal<Option<CallBack>>) -> impl IntoView {
    let (_, day, zone) = use_today().glance();
    let words = &t().call_back;
    let shown = call.clone();
    let line = words.line(&words::call(shown.call), &format::day(shown.due, day), &format::away(shown.due, day));
    let delivered = shown.delivered.map(|at| words.delivered(&format::moment(at, zone, day)));
    let loudness = if shown.due <= day { Loudness::Primary } else { Loudness::Plain };
    view! {
        <article class="delivery-row">
            <div class="delivery-row__who">
                <h2 class="delivery-row__name">{shown.name}</h2>
                <p>{shown.model}</p>
            </div>
            <div class="order__call" data-due=call_key(shown.due, day)>
                <strong>{line}</strong>
                {(shown.tried > 0).then(|| view! { <span>{words.tried(&shown.tried)}</span> })}
            </div>
            <p>{delivered} " · " {shown.advisor_name} " · " {domain::phone::masked(&shown.phone)}</p>
            <div class="cluster delivery-row__actions">
                <Button
                    label=words.record.to_owned()
                    loudness=loudness
                    icon=IconName::Phone
                    on_press=move |()| calling.set(Some(call.clone()))
                />
            </div>
        </article>
    }
}

#[component]
fn Form(call: CallBack, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let (closer, toasts) = (use_closer(), use_toasts());
    let (note, replies) = (RwSignal::new(String::new()), Replies::none());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let phone = Some(call.phone.clone()).filter(|it| !it.is_empty());
    let which = call.call;
    let save = move |answer: Answer| {
        if busy.get_untracked() {
            return;
        }
        let Some(order) = FactId::parse(&call.order) else { return };
        busy.set(true);
        let called = replies.called(order, which, answer, &note.read_untracked());
        spawn_local(async move {
            let said = call_backs::record_call_back(&called).await;
            busy.try_set(false);
            match said {
                Ok(()) => {
                    toasts.say(t().call_back.recorded(&words::answer(answer)));
                    closer.close();
                }
                Err(failure) => {
                    error.try_set(words::failure(&failure));
                }
            }
            on_done.run(());
        });
    };
    view! {
        <Answers phone=phone call=which replies=replies note=note busy=busy error=error on_answer=save />
    }
}
