//! A sheet over the page: a native dialog that rises from the lower edge of a phone and stands in the middle of wider screens.

use crate::i18n::t;
use crate::platform::dom;
use crate::ui::icon::{Icon, IconName};
use leptos::html;
use leptos::prelude::*;

/// Closes the sheet that one is in.
#[derive(Clone, Copy)]
pub struct Closer {
    dialog: NodeRef<html::Dialog>,
    /// Called when it has closed, once.
    closed: StoredValue<Option<Callback<()>>>,
}

impl Closer {
    fn new(closed: Option<Callback<()>>) -> Self {
        Self { dialog: NodeRef::new(), closed: StoredValue::new(closed) }
    }

    /// Closes the sheet; the browser gives the focus back to where it was. The sheet is taken away in the same turn: the browser, which says
    /// later that it has closed, would lay out the page twice.
    pub fn close(self) {
        if let Some(it) = self.dialog.try_get_untracked().flatten() {
            dom::close_modal(&it);
            self.end();
        }
    }

    fn end(self) {
        if let Some(closed) = self.closed.try_update_value(Option::take).flatten() {
            closed.run(());
            if !dom::has_focus_elsewhere() {
                dom::focus("h1");
            }
        }
    }
}

/// The sheet that one is in.
pub fn use_closer() -> Closer {
    use_context().unwrap_or_else(|| Closer::new(None))
}

/// A sheet over the page.
#[component]
pub fn Sheet(
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Called when it has closed.
    #[prop(into)]
    on_closed: Callback<()>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let closer = Closer::new(Some(on_closed));
    let dialog = closer.dialog;
    provide_context(closer);
    Effect::new(move |_| {
        if let Some(it) = dialog.get() {
            dom::open_modal(&it);
        }
    });
    let click = move |event: leptos::ev::MouseEvent| {
        if dom::is_on_backdrop(&event) {
            closer.close();
        }
    };
    view! {
        <dialog class="sheet" node_ref=dialog aria-labelledby="sheet-title" on:close=move |_| closer.end() on:click=click>
            <div class="sheet__body">
                <header class="sheet__head">
                    <h2 class="sheet__title" id="sheet-title" tabindex="-1" autofocus>
                        {title}
                    </h2>
                    <button
                        type="button"
                        class="sheet__close"
                        aria-label=t().common.close
                        on:click=move |_| closer.close()
                    >
                        <Icon name=IconName::Close />
                    </button>
                </header>
                {children()}
            </div>
        </dialog>
    }
}
