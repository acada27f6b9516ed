//! The targets of a month, set person by person.

use crate::api::daily::{self, Former, Targets, TargetsOf};
use crate::format;
use crate::i18n::t;
use crate::parts::live_head::Unreached;
use crate::state::customers::use_today;
use crate::state::live::Live;
use crate::state::session::use_session;
use crate::ui::button::Submit;
use crate::ui::chips::ChipChoice;
use crate::ui::field::Field;
use crate::ui::notice::ErrorText;
use crate::ui::sheet::Sheet;
use crate::words;
use domain::id::StaffId;
use domain::month::Month;
use domain::target::{Goals, MOST};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The sheet.
#[component]
pub fn TargetsSheet(#[prop(into)] on_closed: Callback<()>) -> impl IntoView {
    view! {
        <Sheet title=t().target.title.to_owned() on_closed=on_closed>
            <Body />
        </Sheet>
    }
}

#[component]
fn Body() -> impl IntoView {
    let this = Month::of(use_today().glance().1);
    let live = Live::<Targets>::new();
    let month = RwSignal::new(this);
    let who = RwSignal::new(None::<StaffId>);
    let saved = RwSignal::new(String::new());
    let load = move || live.load(daily::targets(month.get_untracked()));
    load();
    let months = Signal::stored([this, this.next()].map(|it| (it, format::month(it))).to_vec());
    let people = Memo::new(move |_| {
        let one = |it: &TargetsOf| (Some(it.staff), it.name.clone());
        live.value.with(|it| it.as_ref().map(|it| it.advisors.iter().map(one).collect::<Vec<_>>()).unwrap_or_default())
    });
    let chosen = Signal::derive(move || who.get().or_else(|| people.with(|all| all.first().and_then(|it| it.0))));
    // The form begins anew for another person, another month, and what has been saved.
    let of = Memo::new(move |_| {
        let chosen = chosen.get();
        live.value.with(|it| {
            let it = it.as_ref().filter(|it| it.month == month.get())?;
            it.advisors.iter().find(|it| Some(it.staff) == chosen).cloned()
        })
    });
    view! {
        <Unreached error=live.error />
        <ChipChoice
            name="target-month"
            legend=t().target.month
            options=months
            value=month
            on_choose=move |it| {
                month.set(it);
                saved.set(String::new());
                load();
            }
        />
        <ChipChoice
            name="target-who"
            legend=t().team.advisor
            options=people
            value=chosen
            on_choose=move |it| {
                saved.set(String::new());
                who.set(it);
            }
        />
        <p role="status">{saved}</p>
        {move || of.get().map(|it| view! { <Form month=month.get_untracked() of=it saved=saved on_done=move |()| load() /> })}
    }
}

/// What is typed in each field, in the order of [`Goals`].
type Typed = [RwSignal<String>; 4];

#[component]
fn Form(
    month: Month,
    of: TargetsOf,
    /// What has just been saved, in words: a toast would lie behind the sheet.
    saved: RwSignal<String>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let it = &t().target;
    let Goals { cards, test_drives, orders, deliveries } = of.goals;
    let typed: Typed = [cards, test_drives, orders, deliveries]
        .map(|it| RwSignal::new(it.map(|it| it.to_string()).unwrap_or_default()));
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let (staff, name) = (of.staff, of.name);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(goals) = read(&typed) else { return error.set(t().target.wrong(&MOST)) };
        busy.set(true);
        error.set(String::new());
        let name = name.clone();
        spawn_local(async move {
            let told = daily::set_targets(month, staff, goals).await;
            busy.try_set(false);
            match told {
                Ok(()) => {
                    saved.try_set(t().target.saved(&name));
                    on_done.run(());
                }
                Err(failure) => {
                    if failure.is_signed_out() {
                        session.expire();
                    }
                    error.try_set(words::failure(&failure));
                }
            }
        });
    };
    let [cards, test_drives, orders, deliveries] = typed;
    view! {
        <form class="sheet__form stack" novalidate on:submit=submit>
            <div class="store__numbers">
                <Field id="target-cards" label=it.cards kind="number" min="0" value=cards />
                <Field id="target-drives" label=it.test_drives kind="number" min="0" value=test_drives />
                <Field id="target-orders" label=it.orders kind="number" min="0" value=orders />
                <Field id="target-deliveries" label=it.deliveries kind="number" min="0" value=deliveries />
            </div>
            <p class="field__hint">{it.hint}</p>
            <Before former=of.former />
            <ErrorText text=error />
            <Submit label=t().common.save.to_owned() busy=busy />
        </form>
    }
}

/// What was set before.
#[component]
fn Before(former: Vec<Former>) -> impl IntoView {
    let (_, today, zone) = use_today().glance();
    (!former.is_empty()).then(|| {
        let line = |it: &Former| {
            let said = words::goals_alone(&it.goals);
            view! { <li>{format::moment(it.at, zone, today)} " " {said}</li> }
        };
        view! {
            <details class="store__former">
                <summary>{t().target.former(&former.len())}</summary>
                <ul>{former.iter().map(line).collect_view()}</ul>
            </details>
        }
    })
}

/// What was typed; none if it is no number. What is empty is not set.
fn read(typed: &Typed) -> Option<Goals> {
    let number = |it: &RwSignal<String>| {
        let text = it.read_untracked().trim().to_owned();
        if text.is_empty() { Some(None) } else { text.parse::<u32>().ok().map(Some) }
    };
    let [cards, test_drives, orders, deliveries] = typed;
    let goals = Goals {
        cards: number(cards)?,
        test_drives: number(test_drives)?,
        orders: number(orders)?,
        deliveries: number(deliveries)?,
    };
    goals.fits().then_some(goals)
}
