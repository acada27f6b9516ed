//! The footers of a month: balance by level, deals, sources, models and colours, forecast.

use crate::format;
use crate::i18n::t;
use crate::state::engine::use_engine;
use crate::words;
use domain::level::Level;
use domain::month::{Basis, Line, Table};
use leptos::prelude::*;
use std::sync::Arc;

/// The sums below the table.
#[component]
pub fn Sums(table: Arc<Table>) -> impl IntoView {
    view! {
        <div class="month__sums">
            <Balance table=table.clone() />
            <Sold table=table.clone() />
            <Forecast table=table.clone() />
            <Sources table=table.clone() />
            <Wanted table=table />
        </div>
    }
}

fn head(text: &'static str) -> impl IntoView {
    view! { <th scope="col">{text}</th> }
}

fn number(number: u32) -> impl IntoView {
    view! { <td data-zero=(number == 0).then_some("")>{number}</td> }
}

#[component]
fn Balance(table: Arc<Table>) -> impl IntoView {
    let it = &t().month;
    let line = |name: String, line: &Line| {
        let numbers = [
            line.carried,
            line.new,
            line.entered.level,
            line.entered.handed_in,
            line.entered.revived,
            line.entered.claimed,
            line.gone.level,
            line.gone.delivered,
            line.gone.lost,
            line.gone.hopeless,
            line.gone.handed_out,
            line.gone.pooled,
            line.gone.erased,
            line.left,
            line.orders,
        ];
        view! {
            <tr>
                <th scope="row">{name}</th>
                {numbers.into_iter().map(number).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="month__section month__balance">
            <h2 id="balance">{it.balance}</h2>
            <p class="month__rule">{it.balance_rule}</p>
            <div class="month-sum" role="region" aria-label=it.balance tabindex="0">
                <table>
                    <thead>
                        <tr>
                            {head(it.level)} {head(it.carried)} {head(it.new)} {head(it.in_level)} {head(it.in_handed)}
                            {head(it.in_revived)} {head(it.in_claimed)} {head(it.out_level)} {head(it.out_delivered)}
                            {head(it.out_lost)} {head(it.out_hopeless)} {head(it.out_handed)} {head(it.out_pooled)}
                            {head(it.out_erased)} {head(it.left)} {head(it.orders)}
                        </tr>
                    </thead>
                    <tbody>{table.balance.iter().map(|(level, it)| line(level.to_string(), it)).collect_view()}</tbody>
                    <tfoot>{line(it.total.to_owned(), &table.total)}</tfoot>
                </table>
            </div>
        </div>
    }
}

#[component]
fn Sold(table: Arc<Table>) -> impl IntoView {
    let it = &t().month;
    let deals = table.deals;
    let line = |name: &'static str, value: AnyView| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                {value}
            </tr>
        }
    };
    let deposit = view! { <td data-zero=(deals.deposit == 0).then_some("")>{format::money(deals.deposit)}</td> };
    view! {
        <section class="month__section" aria-labelledby="deals">
            <h2 id="deals">{it.deals}</h2>
            <div class="month-sum">
                <table>
                    <tbody>
                        {line(it.signed_orders, number(deals.orders).into_any())}
                        {line(it.deposits, deposit.into_any())}
                        {line(it.cancelled, number(deals.cancelled).into_any())}
                        {line(it.out_delivered, number(deals.delivered).into_any())}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Forecast(table: Arc<Table>) -> impl IntoView {
    let it = &t().month;
    let level = |(level, prospect): (&Level, &domain::month::Prospect)| {
        let basis = match prospect.basis {
            Basis::Default => it.basis_default,
            Basis::History => it.basis_history,
        };
        view! {
            <tr>
                <th scope="row">{level.code()}</th>
                {number(prospect.carried)}
                <td>{format!("{}%", prospect.rate.percent().unwrap_or_default())}</td>
                <td>{basis}</td>
                {number(prospect.sold)}
            </tr>
        }
    };
    view! {
        <section class="month__section" aria-labelledby="forecast">
            <h2 id="forecast">
                {it.forecast} <strong class="month__units">{table.forecast.units.to_string()}</strong>
            </h2>
            <p class="month__rule">{it.forecast_rule}</p>
            <div class="month-sum">
                <table>
                    <thead>
                        <tr>{head(it.level)} {head(it.carried)} {head(it.rate)} {head(it.basis)} {head(it.sold)}</tr>
                    </thead>
                    <tbody>{table.forecast.levels.iter().map(level).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Sources(table: Arc<Table>) -> impl IntoView {
    let it = &t().month;
    let store = use_engine().store.get_untracked();
    let source = |source: &domain::month::SourceCount| {
        let name = words::source(&store, &source.source).to_owned();
        view! {
            <tr>
                <th scope="row">{if name.is_empty() { it.unknown.to_owned() } else { name }}</th>
                {number(source.customers)}
                {number(source.new)}
            </tr>
        }
    };
    (!table.sources.is_empty()).then(|| {
        view! {
            <section class="month__section" aria-labelledby="sources">
                <h2 id="sources">{it.sources}</h2>
                <div class="month-sum">
                    <table>
                        <thead>
                            <tr>{head(it.source)} {head(it.customers)} {head(it.of_new)}</tr>
                        </thead>
                        <tbody>{table.sources.iter().map(source).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}

#[component]
fn Wanted(table: Arc<Table>) -> impl IntoView {
    let it = &t().month;
    let or = |text: &str| if text.is_empty() { it.undecided.to_owned() } else { text.to_owned() };
    let wanted = |demand: &domain::month::Demand| {
        let count = |level: Level| number(demand.levels.get(&level).copied().unwrap_or_default());
        view! {
            <tr>
                <th scope="row">{or(&demand.model)}</th>
                <td>{or(&demand.colour)}</td>
                {Level::OPEN.into_iter().map(count).collect_view()}
                {number(demand.total)}
            </tr>
        }
    };
    (!table.demand.is_empty()).then(|| {
        view! {
            <div class="month__section">
                <h2 id="demand">{it.demand}</h2>
                <div class="month-sum" role="region" aria-label=it.demand tabindex="0">
                    <table>
                        <thead>
                            <tr>
                                {head(it.model)} {head(it.colour)}
                                {Level::OPEN.into_iter().map(|it| head(it.code())).collect_view()} {head(it.total)}
                            </tr>
                        </thead>
                        <tbody>{table.demand.iter().map(wanted).collect_view()}</tbody>
                    </table>
                </div>
            </div>
        }
    })
}
