//! The settings of the store 门店设置: its policy, closed days, leave, sources, lists.

mod days;
mod item;
mod lists;
mod policy;
mod sheet;

use crate::api::house::{House, house};
use crate::i18n::{of_store, t};
use crate::platform::dom;
use crate::routes::href;
use crate::state::session::use_session;
use crate::ui::button::{Button, Loudness};
use crate::ui::heading::Heading;
use crate::ui::icon::IconName;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::words;
use days::{ClosedDays, LeaveDays};
use domain::store::Source;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use leptos_router::components::A;
use lists::Lists;
use policy::PolicyForm;
use sheet::{Asking, StoreSheet};

/// The page of the store's settings.
#[component]
pub fn StorePage() -> impl IntoView {
    let session = use_session();
    let known = RwSignal::new(None::<House>);
    let error = RwSignal::new(String::new());
    let asking = RwSignal::new(None::<Asking>);
    let load = move || {
        spawn_local(async move {
            // The page may be gone when the answer comes.
            match house().await {
                Ok(fresh) => {
                    let is_first = known.try_update(|it| it.replace(fresh).is_none()).unwrap_or(true);
                    error.try_set(String::new());
                    tick().await;
                    // A line that is gone takes the focus with it.
                    if !is_first && !dom::has_focus_elsewhere() {
                        dom::focus("h1");
                    }
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
    load();
    let is_known = Memo::new(move |_| known.with(Option::is_some));
    let house = Signal::derive(move || known.get());
    let sheet = move || {
        let (it, house) = (asking.get()?, known.get_untracked()?);
        Some(view! {
            <StoreSheet asking=it house=house on_closed=move |()| asking.set(None) on_done=move |()| load() />
        })
    };
    view! {
        <div class="page store">
            <header class="page__head">
                <Heading text=t().house.title.to_owned() />
            </header>
            <Show when=move || session.is_expired()>
                <Notice tone=Tone::Warning text=t().failure.signed_out.to_owned()>
                    <A href=href::sign_in() attr:class="button">{t().sync.sign_in}</A>
                </Notice>
            </Show>
            <ErrorText text=error />
            <Show when=move || is_known.get()>
                <ClosedDays house=house asking=asking />
                <LeaveDays house=house asking=asking />
                <Sources house=house asking=asking />
                <Lists house=house asking=asking />
                <PolicyForm house=house on_done=move |()| load() />
            </Show>
            {sheet}
        </div>
    }
}

#[component]
fn Sources(house: Signal<Option<House>>, asking: RwSignal<Option<Asking>>) -> impl IntoView {
    let it = &t().house;
    let sources = move || house.with(|it| it.as_ref().map(|it| it.sources.clone()).unwrap_or_default());
    let row = move |source: Source| {
        let own = of_store(&source.zh, &source.en).to_owned();
        let other = [source.zh.as_str(), source.en.as_str()].into_iter().find(|it| *it != own).map(str::to_owned);
        let rename = move |()| asking.set(Some(Asking::Rename(source.clone())));
        view! {
            <li class="store__row">
                <span class="store__what">{own}</span>
                <span class="store__note">{other}</span>
                <Button label=it.rename.to_owned() loudness=Loudness::Quiet on_press=rename />
            </li>
        }
    };
    view! {
        <section class="panel stack" aria-labelledby="store-sources">
            <h2 class="panel__title" id="store-sources">{it.sources}</h2>
            <p class="store__hint">{it.sources_hint}</p>
            <ul>
                <For each=sources key=|it| (it.code.clone(), it.zh.clone(), it.en.clone()) children=row />
            </ul>
            <Button
                label=it.add_source.to_owned()
                icon=IconName::Add
                on_press=move |()| asking.set(Some(Asking::Source))
            />
        </section>
    }
}
