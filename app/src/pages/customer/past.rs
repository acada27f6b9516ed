//! A customer's past as the manager asks for it: how often it locked and moved, and the whole history.

use super::timeline::Timeline;
use crate::api::desk::Card as Asked;
use crate::i18n::t;
use crate::parts::live_head::Unreached;
use crate::state::live::Live;
use domain::port::Card;
use leptos::prelude::*;
use std::sync::Arc;

/// The past of the customer whose card was asked for.
#[component]
pub fn Past(
    /// The card.
    live: Live<Asked>,
) -> impl IntoView {
    let card = shown(live);
    view! {
        <Unreached error=live.error />
        <Show when=move || card.get().is_some()>
            <Timeline card=card readonly=true />
        </Show>
        <p class="visually-hidden" role="status">
            {move || live.value.with(Option::is_none).then_some(t().common.opening)}
        </p>
    }
}

/// The card as the parts of a card take it.
pub fn shown(live: Live<Asked>) -> Memo<Option<Arc<Card>>> {
    Memo::new(move |_| {
        let card = |it: &Asked| Arc::new(Card { view: it.view.clone(), unsent: Vec::new() });
        live.value.with(|it| it.as_ref().map(card))
    })
}
