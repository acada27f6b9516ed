//! Referrals 转介绍 on a card: who sent this customer, and whom this customer has sent.

use crate::i18n::t;
use crate::routes::href;
use crate::state::engine::use_engine;
use crate::ui::level_badge::LevelBadge;
use domain::card::Referrer;
use domain::id::CustomerId;
use domain::level::Level;
use domain::port::Card;
use leptos::prelude::*;
use leptos_router::components::A;
use std::sync::Arc;

/// The part of the card; nothing where nobody was sent.
#[component]
pub fn Referrals(
    /// The card.
    card: Memo<Option<Arc<Card>>>,
    /// Whether everybody's card can be opened, and not one's own customers' alone.
    #[prop(optional)]
    anybody: bool,
) -> impl IntoView {
    let engine = use_engine();
    // Of whom one has no card to go to, the name is all there is.
    let sender = Memo::new(move |_| {
        let referrer = card.with(|it| it.as_ref().and_then(|it| Referrer::of(&it.view)))?;
        let known = referrer.customer.and_then(|id| engine.row(id));
        let to = if anybody { referrer.customer } else { known.as_ref().map(|it| it.id) };
        Some((to, known.map_or(referrer.name, |it| it.name.clone())))
    });
    let sent = Memo::new(move |_| {
        let id = card.with(|it| it.as_ref().map(|it| it.view.id));
        let mut sent: Vec<(CustomerId, String, Level)> = engine.rows.with(|rows| {
            let all = rows.values().filter(|it| it.referrer.is_some() && it.referrer == id);
            all.map(|it| (it.id, it.name.clone(), it.level)).collect()
        });
        sent.sort_unstable();
        sent
    });
    let person = |id: Option<CustomerId>, name: String| match id {
        Some(id) => view! { <A href=href::customer(id) attr:class="button">{name}</A> }.into_any(),
        None => view! { <strong>{name}</strong> }.into_any(),
    };
    let by = move || {
        sender.get().map(|(id, name)| {
            view! {
                <div class="cluster">
                    <span>{t().referral.by}</span>
                    {person(id, name)}
                </div>
            }
        })
    };
    let whom = move || {
        let sent = sent.get();
        (!sent.is_empty()).then(|| {
            let one = |(id, name, level): (CustomerId, String, Level)| {
                view! {
                    <li class="cluster">
                        <LevelBadge level=level />
                        {person(Some(id), name)}
                    </li>
                }
            };
            view! {
                <p>{t().referral.sent(&sent.len())}</p>
                <ul class="stack">{sent.into_iter().map(one).collect_view()}</ul>
            }
        })
    };
    view! {
        <Show when=move || sender.read().is_some() || !sent.read().is_empty()>
            <section class="panel stack" aria-labelledby="card-referrals">
                <h2 class="panel__title" id="card-referrals">
                    {t().referral.title}
                </h2>
                {by}
                {whom}
            </section>
        </Show>
    }
}
