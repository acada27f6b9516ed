//! A sheet over the page: a native dialog that rises from the lower edge of a phone and stands in the middle of wider screens.

use crate::i18n::t;
use crate::platform::dom;
use crate::ui::icon::{Icon, IconName};
use leptos::html;
use leptos::prelude::*;

/// Closes the sheet that one is in.
#[derive(Clone, Copy)]
pub struct Closer(NodeRef<html::Dialog>);

impl Closer {
    /// Closes the sheet; the browser gives the focus back to where it was.
    pub fn close(self) {
        if let Some(it) = self.0.try_get_untracked().flatten() {
            dom::close_modal(&it);
        }
    }
}

/// The sheet that one is in.
pub fn use_closer() -> Closer {
    use_context().unwrap_or_else(|| Closer(NodeRef::new()))
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
    let dialog = NodeRef::<html::Dialog>::new();
    let closer = Closer(dialog);
    provide_context(closer);
    Effect::new(move |_| {
        if let Some(it) = dialog.get() {
            dom::open_modal(&it);
        }
    });
    let closed = move |_| {
        on_closed.run(());
        if !dom::has_focus_elsewhere() {
            dom::focus("h1");
        }
    };
    let click = move |event: leptos::ev::MouseEvent| {
        if dom::is_on_backdrop(&event) {
            closer.close();
        }
    };
    view! {
        <dialog class="sheet" node_ref=dialog aria-labelledby="sheet-title" on:close=closed on:click=click>
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
