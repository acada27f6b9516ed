//! What a customer wants to buy 购车意向, in a list: model, colour, budget, payment, and when.

use crate::format;
use crate::i18n::t;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::ui::level_badge::LevelBadge;
use crate::words;
use domain::card::CardField;
use domain::id::CustomerId;
use domain::port::Row;
use leptos::prelude::*;
use std::sync::Arc;

/// A customer's intention in a list.
#[component]
pub fn IntentionRow(
    /// Who.
    id: CustomerId,
) -> impl IntoView {
    let engine = use_engine();
    let row = Memo::new(move |_| engine.row(id));
    view! { {move || row.get().map(|row| view! { <Content row=row /> })} }
}

#[component]
fn Content(row: Arc<Row>) -> impl IntoView {
    let today = use_today();
    let line = {
        let row = row.clone();
        Memo::new(move |_| words::due_line(&row, today.now(), today.day(), today.zone()))
    };
    let standing = {
        let row = row.clone();
        Memo::new(move |_| words::standing_key(row.standing(today.now(), today.day())))
    };
    let is_stale = {
        let row = row.clone();
        Memo::new(move |_| row.is_stale(today.day()))
    };
    let pair = |label: &'static str, value: String| {
        let is_empty = value.is_empty();
        view! {
            <div class="intention-row__pair" data-empty=is_empty.then_some("")>
                <dt>{label}</dt>
                <dd>{if is_empty { t().customers.unsaid.to_owned() } else { value }}</dd>
            </div>
        }
    };
    let it = &t().field;
    let payment = words::choice(CardField::Payment, &row.payment).to_owned();
    let expected = row.expected.map(|it| format::short_day(it, today.glance().1)).unwrap_or_default();
    let name = row.name.clone();
    view! {
        <article class="intention-row" data-due=standing>
            <LevelBadge level=row.level provisional=row.confirm_by.is_some() />
            <div class="intention-row__who">
                <h3 class="customer-row__name">
                    <a href=href::customer(row.id)>{name}</a>
                </h3>
                <p class="intention-row__due">
                    <span>{line}</span>
                    {row.sample.then(|| view! { <span class="customer-row__flag">{t().sample.mark}</span> })}
                    {move || is_stale.get().then(|| view! { <span class="customer-row__flag">{t().row.stale}</span> })}
                </p>
            </div>
            <dl class="intention-row__facts">
                {pair(it.model, row.model.clone())} {pair(it.colour, row.colour.clone())} {pair(it.budget, row.budget.clone())}
                {pair(it.payment, payment)} {pair(t().customer.expected, expected)}
            </dl>
        </article>
    }
}
