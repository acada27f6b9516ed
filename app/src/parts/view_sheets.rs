//! Keeping what a list is narrowed to under a name, giving it another one, or letting it go.

use crate::i18n::t;
use crate::routes::href;
use crate::state::lists::List;
use crate::state::sheets::use_sheets;
use crate::state::views::use_views;
use crate::ui::button::{Button, Loudness, Submit};
use crate::ui::field::Field;
use crate::ui::notice::ErrorText;
use crate::ui::sheet::{Sheet, use_closer};
use crate::ui::toast::use_toasts;
use crate::words;
use domain::list::saved::SavedView;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

/// The sheet that keeps a view of the list beneath it.
#[component]
pub fn SaveViewSheet() -> impl IntoView {
    let sheets = use_sheets();
    view! {
        <Sheet title=t().views.save_title.to_owned() on_closed=move |()| sheets.clear()>
            <Save />
        </Sheet>
    }
}

#[component]
fn Save() -> impl IntoView {
    let (views, closer, toasts) = (use_views(), use_closer(), use_toasts());
    let (query, place) = (use_query_map(), use_location().pathname);
    let (name, error) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let query = query.read_untracked();
        let list = if place.get_untracked() == href::board() { List::read_board(&query) } else { List::read(&query) };
        let name = name.get_untracked();
        match views.change(|it| it.save(&name, &list.address())) {
            Ok(()) => {
                toasts.say(t().views.saved(&name.trim()));
                closer.close();
            }
            Err(fault) => error.set(words::view_fault(fault)),
        }
    };
    view! {
        <form class="stack" on:submit=save novalidate>
            <Field id="view-name" label=t().views.name value=name hint=t().views.save_hint />
            <footer class="sheet__foot">
                <ErrorText text=error />
                <Submit label=t().common.save.to_owned() />
            </footer>
        </form>
    }
}

/// The sheet that changes a view.
#[component]
pub fn ChangeViewSheet(
    /// Its place among all.
    index: usize,
) -> impl IntoView {
    let (sheets, views) = (use_sheets(), use_views());
    let view = views.all_now().all().get(index).cloned();
    let title = view.as_ref().map(|it| t().views.change_title(&it.name)).unwrap_or_default();
    view! {
        <Sheet title=title on_closed=move |()| sheets.clear()>
            {view.map(|it| view! { <Change view=it /> })}
        </Sheet>
    }
}

#[component]
fn Change(view: SavedView) -> impl IntoView {
    let (views, closer, toasts) = (use_views(), use_closer(), use_toasts());
    let (name, error) = (RwSignal::new(view.name.clone()), RwSignal::new(String::new()));
    let old = StoredValue::new(view.name);
    let rename = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let name = name.get_untracked();
        match views.change(|it| it.rename(&old.get_value(), &name)) {
            Ok(()) => {
                toasts.say(t().views.renamed(&name.trim()));
                closer.close();
            }
            Err(fault) => error.set(words::view_fault(fault)),
        }
    };
    let remove = move |()| {
        let before = views.all_now();
        let mut after = before.clone();
        after.remove(&old.get_value());
        views.put(&after);
        toasts.say_with_undo(t().views.removed(&old.get_value()), move || views.put(&before));
        closer.close();
    };
    view! {
        <form class="stack" on:submit=rename novalidate>
            <Field id="view-name" label=t().views.name value=name />
            <Button label=t().views.remove.to_owned() loudness=Loudness::Danger on_press=remove />
            <footer class="sheet__foot">
                <ErrorText text=error />
                <Submit label=t().views.rename.to_owned() />
            </footer>
        </form>
    }
}
