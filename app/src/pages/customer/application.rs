//! How an application for F or N stands 战败 / 无望: waiting for the manager, or refused.

use crate::format;
use crate::i18n::t;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::ui::notice::{Notice, Tone};
use crate::words;
use domain::port::Card;
use domain::view::Event;
use leptos::prelude::*;
use std::sync::Arc;

/// How an application stands; nothing if there is none.
#[component]
pub fn ApplicationOf(
    /// The card.
    card: Memo<Option<Arc<Card>>>,
) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let pending = move || {
        let card = card.get()?;
        let (application, applied) = (card.view.application?, card.view.applied()?);
        let it = &t().apply;
        let (zone, day) = (today.zone(), today.day());
        let hold = match application.holds_until {
            Some(until) => it.holds(&format::deadline(until, zone, day)),
            None => it.holds_not.to_owned(),
        };
        let why = engine.store.with(|store| words::why_lost(store, applied));
        let what = it.pending(&words::meaning(application.level), &why);
        Some(view! { <Notice text=what><p class="notice__text">{hold}</p></Notice> })
    };
    let refused = move || {
        let card = card.get()?;
        let entry = card.view.refusal()?;
        let Event::Ruled(ruled) = &entry.event else { return None };
        let at = format::moment(entry.at, today.zone(), today.day());
        let what = if ruled.note.trim().is_empty() {
            t().apply.refused(&at)
        } else {
            t().apply.refused_because(&at, &ruled.note)
        };
        Some(view! { <Notice tone=Tone::Warning text=what /> })
    };
    view! {
        {pending}
        {refused}
    }
}
