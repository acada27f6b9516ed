//! The lists of the store: which one is looked at, its items in their order, and the way to add or change one.

use super::sheet::Asking;
use crate::api::house::House;
use crate::i18n::{of_store, t};
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::IconName;
use crate::ui::select::Select;
use crate::words;
use domain::catalogue::{Item, Kind};
use leptos::prelude::*;

/// The lists of the store.
#[component]
pub fn Lists(
    /// What the store has set.
    house: Signal<Option<House>>,
    /// What is being done.
    asking: RwSignal<Option<Asking>>,
) -> impl IntoView {
    let it = &t().lists;
    let kind = RwSignal::new(Kind::Step);
    let kinds: Vec<_> = Kind::ALL.into_iter().map(|it| (it.code().to_owned(), words::list(it).to_owned())).collect();
    let items =
        Memo::new(move |_| house.with(|it| it.as_ref().map(|it| it.items(kind.get()).to_vec()).unwrap_or_default()));
    let row = move |item: Item| {
        let own = of_store(&item.zh, &item.en).to_owned();
        let other = [item.zh.as_str(), item.en.as_str()].into_iter().find(|it| *it != own).map(str::to_owned);
        let checks = item.checks.len();
        let (is_past, kind, code) = (item.retired, kind.get_untracked(), item.code.clone());
        let change = move |()| {
            let item = items.with_untracked(|all| all.iter().find(|it| it.code == code).cloned());
            asking.set(item.map(|item| Asking::Item(kind, Some(item))));
        };
        view! {
            <li class="store__row" data-past=is_past.then_some("")>
                <span class="store__what">{own}</span>
                <span class="store__note">{other}</span>
                {(checks > 0).then(|| view! { <span class="store__note">{it.has_checks(&checks)}</span> })}
                {is_past.then(|| view! { <span class="store__note">{it.retired}</span> })}
                <Button label=it.change.to_owned() loudness=Loudness::Quiet on_press=change />
            </li>
        }
    };
    view! {
        <section class="panel stack" aria-labelledby="store-lists">
            <h2 class="panel__title" id="store-lists">{it.title}</h2>
            <p class="store__hint">{it.hint}</p>
            <Select
                id="store-list"
                label=it.which
                options=kinds
                value=Signal::derive(move || kind.get().code().to_owned())
                on_choose=move |code: String| kind.set(Kind::parse(&code).unwrap_or(Kind::Step))
            />
            <p class="store__hint">{move || words::about_list(kind.get())}</p>
            <Show
                when=move || !items.read().is_empty()
                fallback=move || view! { <p class="store__note">{t().lists.empty}</p> }
            >
                <ul>
                    <For
                        each=move || items.get()
                        key=move |it| {
                            (kind.get_untracked(), it.code.clone(), it.zh.clone(), it.en.clone(), it.retired, it.checks.len())
                        }
                        children=row
                    />
                </ul>
            </Show>
            <Button
                label=it.add.to_owned()
                icon=IconName::Add
                on_press=move |()| asking.set(Some(Asking::Item(kind.get_untracked(), None)))
            />
        </section>
    }
}
