//! The people of a store and their devices 员工与设备: who works here, who no longer does, which tablet was lost.

mod sheet;

use crate::api::staff::{Enrolled, Person, everybody};
use crate::format;
use crate::i18n::t;
use crate::parts::hand_over_sheet::HandOverSheet;
use crate::parts::live_head::Unreached;
use crate::state::customers::use_today;
use crate::state::live::Live;
use crate::state::session::{Role, use_session};
use crate::ui::button::{Button, Loudness};
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::Notice;
use crate::words;
use domain::id::StaffId;
use leptos::prelude::*;
use sheet::{Asking, StaffSheet};

/// The page of the people.
#[component]
pub fn StaffPage() -> impl IntoView {
    let live = Live::<Vec<Person>>::new();
    let asking = RwSignal::new(None::<Asking>);
    let told = RwSignal::new(None::<(String, String)>);
    let leaving = RwSignal::new(None::<Person>);
    let load = move || live.load(everybody());
    load();
    let all = Memo::new(move |_| live.value.get().unwrap_or_default());
    let working = move || all.with(|all| all.iter().filter(|it| !it.disabled).count());
    let sheet = move || {
        asking.get().map(|it| {
            view! { <StaffSheet asking=it told=told on_closed=move |()| asking.set(None) on_done=move |()| load() /> }
        })
    };
    let hand_over = move || {
        let person = leaving.get()?;
        let advisor = StaffId::parse(&person.id)?;
        Some(view! {
            <HandOverSheet
                advisor=advisor
                name=person.name
                on_closed=move |()| leaving.set(None)
                on_done=move |()| load()
            />
        })
    };
    view! {
        <div class="page staff">
            <header class="page__head">
                <Heading text=t().staff.title.to_owned() />
                <p class="page__count">{move || t().staff.count(&working())}</p>
                <Button
                    label=t().staff.add.to_owned()
                    loudness=Loudness::Primary
                    icon=IconName::Add
                    on_press=move |()| asking.set(Some(Asking::New))
                />
            </header>
            <Unreached error=live.error />
            <div role="status">
                {move || {
                    told.get()
                        .map(|(login, password)| {
                            view! {
                                <Notice text=t().staff.told(&login)>
                                    <p class="staff__password">
                                        <code>{password}</code>
                                    </p>
                                    <Button label=t().staff.noted.to_owned() on_press=move |()| told.set(None) />
                                </Notice>
                            }
                        })
                }}
            </div>
            <ul class="rows">
                <For each=move || all.get() key=|it| it.clone() let:person>
                    <li>
                        <PersonRow person=person asking=asking leaving=leaving />
                    </li>
                </For>
            </ul>
            {sheet}
            {hand_over}
        </div>
    }
}

#[component]
fn PersonRow(
    person: Person,
    asking: RwSignal<Option<Asking>>,
    /// Whose customers are being handed over.
    leaving: RwSignal<Option<Person>>,
) -> impl IntoView {
    let it = &t().staff;
    let ask = |what: fn(Person) -> Asking| {
        let person = person.clone();
        Callback::new(move |()| asking.set(Some(what(person.clone()))))
    };
    let (rename, reset) = (ask(Asking::Rename), ask(Asking::Reset));
    let (disable, enable) = (ask(Asking::Disable), ask(Asking::Enable));
    // The administrator sees no customers; handing them over is the manager's.
    let can_leave = person.customers > 0 && use_session().me_now().is_some_and(|it| it.role() == Role::Manager);
    let leave = {
        let person = person.clone();
        Callback::new(move |()| leaving.set(Some(person.clone())))
    };
    let loudness = if person.disabled { Loudness::Primary } else { Loudness::Quiet };
    let hand_over =
        can_leave.then(|| view! { <Button label=t().hand_over.of_person loudness=loudness on_press=leave /> });
    let owns = (person.customers > 0).then(|| it.customers(&person.customers));
    let device = {
        let person = person.clone();
        move |device: Enrolled| view! { <DeviceRow person=person.clone() device=device asking=asking /> }
    };
    view! {
        <article class="person" data-out=person.disabled.then_some("")>
            <div class="person__who">
                <h2 class="person__name">{person.name.clone()}</h2>
                <p class="person__line">
                    {words::role(&person.role)} " · " {person.login.clone()} {owns.map(|it| format!(" · {it}"))}
                </p>
                {person.disabled.then(|| view! { <p class="person__out">{it.out}</p> })}
            </div>
            {person
                .yours
                .then(|| {
                    view! {
                        <div class="cluster person__actions">
                            {hand_over}
                            <Button label=it.rename.to_owned() loudness=Loudness::Quiet on_press=rename />
                            <Button label=it.reset.to_owned() loudness=Loudness::Quiet on_press=reset />
                            {if person.disabled {
                                view! { <Button label=it.enable.to_owned() on_press=enable /> }
                            } else {
                                view! { <Button label=it.disable.to_owned() on_press=disable /> }
                            }}
                        </div>
                    }
                })}
            {(!person.devices.is_empty())
                .then(|| view! { <ul class="person__devices">{person.devices.clone().into_iter().map(device).collect_view()}</ul> })}
        </article>
    }
}

#[component]
fn DeviceRow(person: Person, device: Enrolled, asking: RwSignal<Option<Asking>>) -> impl IntoView {
    let today = use_today();
    let it = &t().staff;
    let shown = device.clone();
    let seen = move || match shown.seen {
        Some(at) => it.seen(&format::ago(at, today.now())),
        None => it.never_seen.to_owned(),
    };
    let may = person.yours && !device.revoked;
    let (name, revoked) = (device.name.clone(), device.revoked);
    let revoke = move |()| asking.set(Some(Asking::Revoke(person.clone(), device.clone())));
    view! {
        <li class="person__device" data-out=revoked.then_some("")>
            <Icon name=IconName::Tabs />
            <span class="person__device-name">{name}</span>
            <span class="person__seen">{move || if revoked { it.revoked.to_owned() } else { seen() }}</span>
            {may.then(|| view! { <Button label=it.revoke.to_owned() loudness=Loudness::Quiet on_press=revoke /> })}
        </li>
    }
}
