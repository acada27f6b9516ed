//! Whether the store may know the number already: said offline from fingerprints; whose it is, the server says.

use crate::api::{self, Whose};
use crate::i18n::t;
use crate::state::phones::use_phones;
use crate::ui::button::Button;
use crate::ui::notice::{Notice, Tone};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A warning while the number may be a colleague's customer's.
#[component]
pub fn PhoneCheck(
    /// The number that is being typed.
    phone: RwSignal<String>,
    /// Whether it is that of an own customer, of whom the page tells more.
    own: Signal<bool>,
) -> impl IntoView {
    let phones = use_phones();
    let suspect = Memo::new(move |_| {
        let number = phone.read();
        (!own.get() && phones.may_know(&number)).then(|| number.clone())
    });
    view! { {move || suspect.get().map(|number| view! { <Suspect number=number /> })} }
}

#[component]
fn Suspect(number: String) -> impl IntoView {
    let told = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let ask = move |()| {
        let number = number.clone();
        busy.set(true);
        spawn_local(async move {
            let answer = api::whose_phone(&number).await;
            // The page may have gone meanwhile.
            busy.try_set(false);
            told.try_set(answer.map_or_else(|failure| words::failure(&failure), |it| said(&it)));
        });
    };
    view! {
        <Notice tone=Tone::Warning text=t().new_customer.may_know>
            <p class="notice__text" role="status">
                {move || if told.read().is_empty() { t().new_customer.may_know_hint.to_owned() } else { told.get() }}
            </p>
            <Button label=t().new_customer.whose.to_owned() busy=busy on_press=ask />
        </Notice>
    }
}

fn said(whose: &Whose) -> String {
    let it = &t().new_customer;
    match (&whose.owner_name, whose.known) {
        (Some(name), _) => it.is_of(name),
        (None, true) => it.is_free.to_owned(),
        (None, false) => it.is_nobodys.to_owned(),
    }
}
