//! The views above a list: one tap narrows it as it was when the view was saved; and the way to one more.

use crate::i18n::t;
use crate::state::lists::List;
use crate::state::sheets::{Open, use_sheets};
use crate::state::views::use_views;
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::{Icon, IconName};
use domain::list::saved::SavedView;
use leptos::prelude::*;

/// The views.
#[component]
pub fn SavedViews(
    /// What the address holds.
    list: Memo<List>,
) -> impl IntoView {
    let (views, sheets) = (use_views(), use_sheets());
    let all = Memo::new(move |_| views.all());
    let address = Memo::new(move |_| list.read().address());
    let has_any = Memo::new(move |_| !all.read().all().is_empty());
    let chip = move |(index, view): (usize, SavedView)| {
        let SavedView { name, address: own } = view;
        let (change, link) = (t().views.change(&name), own.clone());
        view! {
            <li class="customers__view">
                <a
                    class="customers__view-name"
                    href=link
                    aria-current=move || (address.read() == own).then_some("true")
                >
                    {name}
                </a>
                <button
                    type="button"
                    class="customers__view-change"
                    aria-label=change
                    aria-haspopup="dialog"
                    on:click=move |_| sheets.open(Open::ChangeView(index))
                >
                    <Icon name=IconName::Edit />
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || has_any.get()>
            <ul class="cluster" aria-label=t().views.label>
                {move || all.get().all().iter().cloned().enumerate().map(chip).collect_view()}
            </ul>
        </Show>
    }
}

/// The offer to keep a list that is narrowed as a view. Its place is kept free: the address follows the search a paint later, and
/// what is tapped at once after typing must not move away.
#[component]
pub fn KeepView(
    /// What the address holds.
    list: Memo<List>,
) -> impl IntoView {
    let (views, sheets) = (use_views(), use_sheets());
    let is_new = Memo::new(move |_| {
        list.with(|it| (it.is_narrowed() || it.is_sorted()) && views.all().of(&it.address()).is_none())
    });
    view! {
        <span class="customers__keep" data-offered=move || is_new.get().then_some("")>
            <Button
                label=t().views.save.to_owned()
                loudness=Loudness::Quiet
                icon=IconName::Add
                on_press=move |()| sheets.open(Open::SaveView)
            />
        </span>
    }
}
