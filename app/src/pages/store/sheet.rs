//! What one does about closed days, leave, sources and lists.

use super::item::ItemForm;
use crate::api::Failure;
use crate::api::house::{self, House, Leave};
use crate::i18n::t;
use crate::ui::button::Submit;
use crate::ui::chips::ChipChoice;
use crate::ui::field::Field;
use crate::ui::notice::{ErrorText, Notice};
use crate::ui::sheet::{Sheet, use_closer};
use crate::ui::toast::use_toasts;
use crate::words;
use domain::calendar::Span;
use domain::catalogue::{Item, Kind};
use domain::instant::Day;
use domain::store::Source;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is being done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asking {
    /// Days are closed.
    Close,
    /// Closed days are open after all.
    Open(Span),
    /// Somebody goes on leave.
    Leave,
    /// Somebody is at work after all.
    Back(Leave),
    /// A new source.
    Source,
    /// Other names for a source.
    Rename(Source),
    /// An item of a list; a new one if none is named.
    Item(Kind, Option<Item>),
}

/// The sheet.
#[component]
pub fn StoreSheet(
    /// What is being done.
    asking: Asking,
    /// What the store has set.
    house: House,
    /// Called when it has closed.
    #[prop(into)]
    on_closed: Callback<()>,
    /// Called when something has changed.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let it = &t().house;
    let title = match &asking {
        Asking::Back(leave) => it.of(&leave.name, &it.end_leave),
        Asking::Rename(source) => it.of(&source.zh, &it.rename),
        Asking::Item(kind, item) => {
            let name = item.as_ref().map_or(t().lists.add, |it| words::item(it));
            it.of(&words::list(*kind), &name)
        }
        Asking::Close | Asking::Open(_) | Asking::Leave | Asking::Source => label(&asking).to_owned(),
    };
    // Made within the sheet: it closes the one that it is in.
    let form = move || match asking {
        Asking::Source | Asking::Rename(_) => view! { <NameForm asking=asking on_done=on_done /> }.into_any(),
        Asking::Item(kind, item) => view! { <ItemForm kind=kind item=item house=house on_done=on_done /> }.into_any(),
        Asking::Close | Asking::Open(_) | Asking::Leave | Asking::Back(_) => {
            view! { <DaysForm asking=asking house=house on_done=on_done /> }.into_any()
        }
    };
    view! {
        <Sheet title=title on_closed=on_closed>
            {form()}
        </Sheet>
    }
}

fn label(asking: &Asking) -> &'static str {
    let it = &t().house;
    match asking {
        Asking::Close => it.close,
        Asking::Open(_) => it.open_again,
        Asking::Leave => it.add_leave,
        Asking::Back(_) => it.end_leave,
        Asking::Source => it.add_source,
        Asking::Rename(_) => it.rename,
        Asking::Item(..) => t().common.save,
    }
}

#[component]
fn DaysForm(asking: Asking, house: House, on_done: Callback<()>) -> impl IntoView {
    let it = &t().house;
    let sending = Sending::new(on_done);
    let today = house.today;
    let (first, last) = match &asking {
        Asking::Open(span) | Asking::Back(Leave { span, .. }) => (span.from.to_string(), span.to.to_string()),
        Asking::Close | Asking::Leave | Asking::Source | Asking::Rename(_) | Asking::Item(..) => Default::default(),
    };
    let (from, to) = (RwSignal::new(first), RwSignal::new(last));
    let who = RwSignal::new(house.staff.first().map(|it| it.id.clone()).unwrap_or_default());
    let hint = match &asking {
        Asking::Close | Asking::Leave => it.add_hint,
        Asking::Open(_) | Asking::Back(_) | Asking::Source | Asking::Rename(_) | Asking::Item(..) => it.back_hint,
    };
    let people: Vec<_> = house.staff.into_iter().map(|it| (it.id, it.name)).collect();
    let people = (asking == Asking::Leave).then(|| {
        view! { <ChipChoice name="who" legend=it.who options=people value=who on_choose=move |it| who.set(it) /> }
    });
    let submit_label = label(&asking);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let span = match days(&from.read_untracked(), &to.read_untracked(), today) {
            Ok(it) => it,
            Err(why) => return sending.error.set(why.to_owned()),
        };
        let (asking, who) = (asking.clone(), who.get_untracked());
        sending.send(async move {
            match asking {
                Asking::Close => house::close(span, false).await,
                Asking::Open(_) => house::close(span, true).await,
                Asking::Leave => house::leave(&who, span, false).await,
                Asking::Back(leave) => house::leave(&leave.staff, span, true).await,
                Asking::Source | Asking::Rename(_) | Asking::Item(..) => Ok(()),
            }
        });
    };
    view! {
        <form class="sheet__form stack" novalidate on:submit=submit>
            {people}
            <Field id="store-from" label=it.from value=from kind="date" min=today.to_string() required=true />
            <Field id="store-to" label=it.to value=to kind="date" min=today.to_string() hint=it.to_hint />
            <Notice text=hint.to_owned() />
            <ErrorText text=sending.error />
            <Submit label=submit_label.to_owned() busy=sending.busy />
        </form>
    }
}

#[component]
fn NameForm(asking: Asking, on_done: Callback<()>) -> impl IntoView {
    let it = &t().house;
    let sending = Sending::new(on_done);
    let submit_label = label(&asking);
    let (code, zh, en) = match asking {
        Asking::Rename(source) => (Some(source.code), source.zh, source.en),
        _ => (None, String::new(), String::new()),
    };
    let (zh, en) = (RwSignal::new(zh), RwSignal::new(en));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (code, zh, en) = (code.clone(), zh.get_untracked(), en.get_untracked());
        if zh.trim().is_empty() || en.trim().is_empty() {
            return sending.error.set(t().house.both_names.to_owned());
        }
        sending.send(async move { house::source(code.as_deref(), &zh, &en).await });
    };
    view! {
        <form class="sheet__form stack" novalidate on:submit=submit>
            <Field id="store-zh" label=it.chinese value=zh required=true />
            <Field id="store-en" label=it.english value=en required=true />
            <ErrorText text=sending.error />
            <Submit label=submit_label.to_owned() busy=sending.busy />
        </form>
    }
}

/// The days that were typed; without a last one it is the first.
fn days(from: &str, to: &str, today: Day) -> Result<Span, &'static str> {
    let from = Day::parse(from).ok_or(t().house.no_day)?;
    let to = if to.is_empty() { from } else { Day::parse(to).ok_or(t().house.no_day)? };
    let span = Span { from, to };
    span.check(today).map_err(words::span_fault)?;
    Ok(span)
}

/// One sends something, and the sheet closes when it is done.
#[derive(Clone, Copy)]
pub struct Sending {
    /// Whether it is on its way.
    pub busy: RwSignal<bool>,
    /// Why it was not done; empty if it was.
    pub error: RwSignal<String>,
    on_done: Callback<()>,
    closer: crate::ui::sheet::Closer,
    toasts: crate::ui::toast::Toasts,
}

impl Sending {
    /// Nothing is sent yet.
    pub fn new(on_done: Callback<()>) -> Self {
        let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
        Self { busy, error, on_done, closer: use_closer(), toasts: use_toasts() }
    }

    /// Sends it.
    pub fn send(self, act: impl Future<Output = Result<(), Failure>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            match act.await {
                Ok(()) => {
                    self.toasts.say(t().house.saved);
                    self.on_done.run(());
                    self.closer.close();
                }
                Err(failure) => {
                    self.busy.try_set(false);
                    self.error.try_set(words::failure(&failure));
                }
            }
        });
    }
}
