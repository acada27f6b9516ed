//! A view that is stamped onto a page instead of being built there: it is built once, each copy comes with one call, and only what differs is
//! written into it. For what stands on a page many times and comes with each letter that is typed.

use super::dom::set_attribute;
use leptos::prelude::{IntoView, Mountable, Render, document};
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Event, HtmlInputElement, Node};

/// The element that a copy is put into.
pub use web_sys::Element as Holder;

/// The attribute that says what is pressed.
const ACT: &str = "data-act";

/// A view that was built to be copied.
pub struct Stamp(DocumentFragment);

impl Stamp {
    /// Builds a view. Nothing in it may change or listen: a copy has the elements alone.
    pub fn new(view: impl IntoView) -> Self {
        let fragment = document().create_document_fragment();
        if let Ok(holder) = document().create_element("div") {
            view.into_view().build().mount(&holder, None);
            while let Some(it) = holder.first_child() {
                let _ = fragment.append_child(&it);
            }
        }
        Self(fragment)
    }

    /// Puts a copy into an element.
    pub fn put(&self, into: &Holder) {
        if let Ok(copy) = self.0.clone_node_with_deep(true) {
            let _ = into.append_child(&copy);
        }
    }
}

/// A place in a copy.
pub struct Slot(Option<Holder>);

impl Slot {
    /// The first element that a selector finds.
    pub fn of(copy: &Holder, selector: &str) -> Self {
        Self(copy.query_selector(selector).ok().flatten())
    }

    /// Writes its text; it holds nothing else. The text that stands there is written anew: to lay out another one in its place costs the
    /// browser several times as much.
    pub fn text(self, text: &str) -> Self {
        if let Some(it) = &self.0 {
            match it.first_child().filter(|it| it.node_type() == Node::TEXT_NODE) {
                Some(there) => there.set_node_value(Some(text)),
                None => it.set_text_content(Some(text)),
            }
        }
        self
    }

    /// Sets an attribute, or takes it away.
    pub fn set(self, name: &str, value: Option<&str>) -> Self {
        if let Some(it) = &self.0 {
            set_attribute(it, name, value);
        }
        self
    }

    /// Shows it or not.
    pub fn show(self, is_shown: bool) -> Self {
        self.set("hidden", (!is_shown).then_some(""))
    }

    /// Checks a checkbox or not.
    pub fn check(self, is_checked: bool) -> Self {
        if let Some(it) = self.0.as_ref().and_then(|it| it.dyn_ref::<HtmlInputElement>()) {
            it.set_checked(is_checked);
        }
        self
    }

    /// Ends it with these texts, each in an element of a class, instead of those that it ended with before.
    pub fn end_with(self, class: &str, texts: impl IntoIterator<Item = String>) {
        let Some(slot) = self.0 else { return };
        while let Some(last) = slot.last_element_child().filter(|it| it.class_name() == class) {
            last.remove();
        }
        for text in texts {
            if let Ok(it) = document().create_element("span") {
                it.set_class_name(class);
                it.set_text_content(Some(&text));
                let _ = slot.append_child(&it);
            }
        }
    }
}

/// What was pressed in a copy: the `data-act` of the element, or of what is around it.
pub fn pressed(event: &Event) -> Option<String> {
    let target = event.target()?.dyn_into::<Holder>().ok()?;
    target.closest(&format!("[{ACT}]")).ok()??.get_attribute(ACT)
}
