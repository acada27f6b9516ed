//! The page: its root, title, focus, dialogs, and what the server wrote into its head.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// The element into which the app is mounted, emptied of the boot state.
pub fn take_root() -> Option<HtmlElement> {
    let root: HtmlElement = document().get_element_by_id("app")?.dyn_into().ok()?;
    root.set_inner_html("");
    root.set_class_name("");
    Some(root)
}

/// Does what must come before the app is mounted; until then nobody else runs what takes time.
pub fn first(task: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(task);
}

/// The content of `<meta name=…>`.
pub fn meta(name: &str) -> Option<String> {
    document().query_selector(&format!("meta[name=\"{name}\"]")).ok()??.get_attribute("content")
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Sets `lang` and `data-theme` of the page.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        set_attribute(&root, name, value);
    }
}

/// Sets an attribute of an element, or takes it away.
pub fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Whether something is focused that one can see; in a dialog that has just closed nothing is.
pub fn has_focus_elsewhere() -> bool {
    let hidden = |it: &Element| it.closest("dialog:not([open])").ok().flatten().is_some();
    document().active_element().is_some_and(|it| it.tag_name() != "BODY" && !hidden(&it))
}

/// Whether somebody is in a field of the page already; those of dialogs, which may just have closed, do not count.
pub fn is_in_field() -> bool {
    let in_dialog = |it: &Element| it.closest("dialog").ok().flatten().is_some();
    let is_field = |it: &Element| matches!(it.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
    document().active_element().is_some_and(|it| is_field(&it) && !in_dialog(&it))
}

/// Moves the focus to the first element that a selector finds, without scrolling.
pub fn focus(selector: &str) {
    if let Some(it) =
        document().query_selector(selector).ok().flatten().and_then(|it| it.dyn_into::<HtmlElement>().ok())
    {
        let _ = it.focus();
    }
}

/// Sets the text of the first element that a selector finds.
pub fn set_text(selector: &str, text: &str) {
    if let Some(it) = document().query_selector(selector).ok().flatten() {
        it.set_text_content(Some(text));
    }
}

/// Whether something is on the page.
pub fn is_there(selector: &str) -> bool {
    document().query_selector(selector).ok().flatten().is_some()
}

/// Scrolls the page to its start.
pub fn scroll_to_start() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Brings an element into sight.
pub fn reveal(id: &str) {
    if let Some(it) = document().get_element_by_id(id) {
        it.scroll_into_view();
        if let Ok(it) = it.dyn_into::<HtmlElement>() {
            let _ = it.focus();
        }
    }
}

/// Scrolls no more than is needed to see an element.
pub fn bring(id: &str) {
    if let Some(it) = document().get_element_by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        it.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Opens a dialog over everything else.
pub fn open_modal(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog; the browser gives the focus back.
pub fn close_modal(dialog: &HtmlDialogElement) {
    if dialog.open() {
        dialog.close();
    }
}

/// Whether an event hit the dialog itself, that is its backdrop, and nothing in it.
pub fn is_on_backdrop(event: &Event) -> bool {
    event.target().and_then(|it| it.dyn_into::<Element>().ok()).is_some_and(|it| it.tag_name() == "DIALOG")
}

/// Loads another address anew, forgetting everything in memory.
pub fn go(address: &str) {
    let _ = window().location().assign(address);
}

/// Asks the browser to print the page.
pub fn print() {
    let _ = window().print();
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// What the device may be called: kind and system, as far as the browser tells.
pub fn device_hint() -> (&'static str, Form) {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let has = |part: &str| agent.contains(part);
    if has("iPad") {
        ("iPad", Form::Itself)
    } else if has("iPhone") {
        ("iPhone", Form::Itself)
    } else if has("HarmonyOS") {
        ("HarmonyOS", if has("Mobile") { Form::Phone } else { Form::Tablet })
    } else if has("Android") {
        ("Android", if has("Mobile") { Form::Phone } else { Form::Tablet })
    } else if has("Windows") {
        ("Windows", Form::Computer)
    } else if has("Mac OS") {
        ("Mac", Form::Itself)
    } else {
        ("Linux", Form::Computer)
    }
}

/// The form of a device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// The name says it.
    Itself,
    /// A phone.
    Phone,
    /// A tablet.
    Tablet,
    /// A computer.
    Computer,
}
