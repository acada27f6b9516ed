//! Ruling from a card: what the rules allow now, and the button that offers it.

use crate::api::desk::Who;
use crate::clock::use_clock;
use crate::i18n::t;
use crate::parts::ruling_sheet::{Offers, RulingSheet};
use crate::state::engine::use_engine;
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::IconName;
use domain::card;
use domain::fact::Ruling;
use domain::instant::Instant;
use domain::level::Level;
use domain::port::Card;
use domain::ruling::{check, last};
use domain::store::Store;
use domain::view::View;
use leptos::prelude::*;
use std::sync::Arc;

/// The button that opens the sheet of a ruling.
#[component]
pub fn Rule(
    /// The card.
    card: Memo<Option<Arc<Card>>>,
    /// How loud it is.
    #[prop(default = Loudness::Plain)]
    loudness: Loudness,
    /// Called when something was ruled.
    #[prop(into)]
    on_ruled: Callback<()>,
) -> impl IntoView {
    let (engine, clock) = (use_engine(), use_clock());
    let open = RwSignal::new(None::<(Who, Offers)>);
    let begin = move |()| {
        let Some(card) = card.get_untracked() else { return };
        let now = clock.exact();
        open.set(Some(engine.store.with_untracked(|store| (who(store, &card.view), offers(store, &card.view, now)))));
    };
    let sheet = move || {
        open.get().map(|(who, offers)| {
            let closed = move |()| open.set(None);
            view! { <RulingSheet all=vec![who] offers=offers on_closed=closed on_ruled=on_ruled /> }
        })
    };
    view! {
        <Button label=t().ruling.rule.to_owned() loudness=loudness icon=IconName::Unlock on_press=begin />
        {sheet}
    }
}

/// The customer as rulings name one.
pub fn who(store: &Store, view: &View) -> Who {
    let owner = view.owner.and_then(|it| store.staff.get(&it));
    Who {
        customer: view.id,
        name: view.field("name").to_owned(),
        phone_masked: domain::phone::masked(card::number(view)),
        level: view.level,
        advisor: view.owner,
        advisor_name: owner.map(|it| it.name.clone()).unwrap_or_default(),
        ruling: last(view),
    }
}

fn offers(store: &Store, view: &View, now: Instant) -> Offers {
    let may = |what: &Ruling| check(store, view, what, now).is_ok();
    let tomorrow = store.zone(now).day(now).plus(1);
    Offers {
        give_back: may(&Ruling::GiveBack { due: tomorrow }),
        hand_over: store.staff.keys().any(|to| may(&Ruling::HandOver { to: *to })),
        pool: may(&Ruling::Pool),
        revive: may(&Ruling::Revive { level: Level::P3 }),
    }
}
