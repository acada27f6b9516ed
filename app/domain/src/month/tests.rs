//! What holds for every month of every history.

use super::path::Path;
use super::{Corrections, Deals, Line, Month, Table};
use crate::fact::Fact;
use crate::fact::generate::{CUSTOMER, history, orders};
use crate::fold::fold;
use crate::id::{CustomerId, StaffId};
use crate::instant::Instant;
use crate::level::Level;
use crate::order::{End, Order};
use crate::store::Store;
use crate::view::{Event, View};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use ulid::Ulid;

/// Everybody who can own a customer in the histories.
pub(crate) const STAFF: [StaffId; 2] = [StaffId(Ulid(1)), StaffId(Ulid(2))];

/// Several customers, one history each, some of them of orders and deliveries, moved by whole days so that they lie about month
/// ends differently.
pub(crate) fn team() -> impl Strategy<Value = Vec<View>> {
    let one = (prop_oneof![history(), orders()], 0..40_i64);
    prop::collection::vec(one, 1..5).prop_map(|histories| {
        let views = histories.into_iter().enumerate().filter_map(|(index, (facts, days))| {
            let view = fold(&Store::default(), CUSTOMER, &shifted(facts, days))?;
            Some(View { id: CustomerId(Ulid(9_000 + index as u128)), ..view })
        });
        views.collect()
    })
}

fn shifted(mut facts: Vec<Fact>, days: i64) -> Vec<Fact> {
    for fact in &mut facts {
        fact.at = fact.at.plus(days * Instant::DAY);
        fact.recorded = fact.recorded.plus(days * Instant::DAY);
    }
    facts
}

fn months() -> Vec<Month> {
    let first = Month::parse("2026-01").unwrap();
    std::iter::successors(Some(first), |it| Some(it.next())).take(7).collect()
}

fn table(views: &[View], month: Month, advisor: StaffId, now: Instant) -> Table {
    Table::of(&Store::default(), month, advisor, views, now, &[])
}

/// What an order says itself of a month. What ends while nobody owns the customer is nobody's deal.
fn deals(view: &View, order: &Order, month: Month) -> Deals {
    let (from, to) = (month.start(&Store::default()), month.next().start(&Store::default()));
    let is_step = |it: &Event| matches!(it, Event::Ordered(_) | Event::Cancelled(_) | Event::Delivered(_));
    let owned = |at: Instant| view.entries.iter().any(|it| it.at == at && it.owner.is_some() && is_step(&it.event));
    let is_in = |at: Instant| (from..to).contains(&at) && owned(at);
    let signed = is_in(order.signed);
    Deals {
        orders: u32::from(signed),
        deposit: if signed { order.terms.deposit } else { 0 },
        cancelled: u32::from(matches!(order.end, Some(End::Cancelled(at, _)) if is_in(at))),
        delivered: u32::from(matches!(order.end, Some(End::Delivered(at)) if is_in(at))),
    }
}

/// By how many rows a level is named.
fn named(levels: impl Iterator<Item = Option<Level>>) -> BTreeMap<Level, u32> {
    let mut count: BTreeMap<Level, u32> = Level::OPEN.into_iter().map(|it| (it, 0)).collect();
    for level in levels.flatten() {
        *count.entry(level).or_default() += 1;
    }
    count
}

fn left(table: &Table) -> BTreeMap<Level, u32> {
    table.balance.iter().map(|(level, it)| (*level, it.left)).collect()
}

fn carried(table: &Table) -> BTreeMap<Level, u32> {
    table.balance.iter().map(|(level, it)| (*level, it.carried)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_balance_holds_in_every_month(views in team(), minutes in 0..300_000_i64) {
        let now = Instant::parse("2026-02-20T02:00:00Z").unwrap().plus(minutes * Instant::MINUTE);
        for advisor in STAFF {
            let mut before: Option<Table> = None;
            for month in months() {
                let table = table(&views, month, advisor, now);
                for line in table.balance.values().chain([&table.total]) {
                    prop_assert!(line.holds(), "{} {:?}", month, line);
                }
                // Moves cancel over all levels, and an order is a part of them.
                let Line { entered, gone, orders, .. } = table.total;
                prop_assert_eq!(entered.level, gone.level);
                prop_assert!(orders <= gone.level);
                prop_assert_eq!(table.balance[&Level::P0].orders, orders);
                // The rows say the same.
                prop_assert_eq!(named(table.rows.iter().map(|it| it.end)), left(&table));
                prop_assert_eq!(named(table.rows.iter().map(|it| it.carried)), carried(&table));
                let new = table.rows.iter().filter(|it| it.entered == Some(super::In::New)).count();
                prop_assert!(new <= table.total.new as usize);
                // What one month has left the next carries over.
                if let Some(before) = before {
                    prop_assert_eq!(left(&before), carried(&table));
                }
                before = Some(table);
            }
        }
    }

    #[test]
    fn a_team_is_the_sum_of_its_advisors(views in team(), minutes in 0..300_000_i64) {
        let now = Instant::parse("2026-02-20T02:00:00Z").unwrap().plus(minutes * Instant::MINUTE);
        for month in months() {
            let tables = STAFF.map(|it| table(&views, month, it, now));
            let rows: usize = tables.iter().map(|it| it.rows.len()).sum();
            let forecasts: u32 = tables.iter().map(|it| it.forecast.units.0).sum();
            let team = Table::team(&Store::default(), month, tables.to_vec(), now, &[]);
            prop_assert!(team.balance.values().chain([&team.total]).all(Line::holds));
            prop_assert_eq!(team.rows.len(), rows);
            prop_assert_eq!(named(team.rows.iter().map(|it| it.end)), left(&team));
            prop_assert!(team.forecast.units.0.abs_diff(forecasts) <= 1);
        }
    }

    #[test]
    fn deals_are_those_of_the_orders(views in team()) {
        let now = Instant::parse("2026-08-01T02:00:00Z").unwrap();
        for month in months() {
            let tables = STAFF.map(|it| table(&views, month, it, now));
            let team = Table::team(&Store::default(), month, tables.to_vec(), now, &[]);
            prop_assert_eq!(team.deals, Deals::sum(tables.iter().map(|it| it.deals)));
            for table in &tables {
                prop_assert_eq!(table.deals, Deals::sum(table.rows.iter().map(|it| it.deals)));
            }
            let there: BTreeSet<CustomerId> = team.rows.iter().map(|it| it.customer).collect();
            let seen = views.iter().filter(|it| there.contains(&it.id) && !it.withdrawn);
            let orders = seen.flat_map(|view| view.orders.iter().map(|it| deals(view, it, month)));
            prop_assert_eq!(team.deals, Deals::sum(orders));
        }
    }

    #[test]
    fn rows_say_each_thing_once(views in team(), minutes in 0..300_000_i64) {
        let now = Instant::parse("2026-02-20T02:00:00Z").unwrap().plus(minutes * Instant::MINUTE);
        for month in months() {
            let table = table(&views, month, STAFF[0], now);
            for row in &table.rows {
                let held = |day: u32| row.held.iter().any(|(from, to)| (*from..=*to).contains(&day));
                prop_assert!(row.days.keys().all(|it| (1..=month.days()).contains(it)));
                for (day, cell) in &row.days {
                    prop_assert_eq!(cell.mark.is_some(), cell.count > 0);
                    prop_assert_eq!(cell.level.is_some(), cell.count > 0);
                    prop_assert!(!(cell.missed && cell.count > 0));
                    // The plan is of the start of the day: of one who leaves at that very moment it still stands.
                    prop_assert!(cell.planned || held(*day), "{} {:?}", day, row);
                }
                prop_assert!(row.end.is_none() || row.gone.is_none());
                prop_assert!(row.end.is_some() || row.gone.is_some());
                prop_assert!(row.carried.is_some() || row.entered.is_some());
            }
        }
    }

    #[test]
    fn the_way_ends_where_the_view_is(facts in history()) {
        let view = fold(&Store::default(), CUSTOMER, &facts).unwrap();
        let path = Path::of(&view);
        match path.steps.last() {
            None => prop_assert!(view.withdrawn),
            Some(last) => {
                prop_assert_eq!(last.owner(), view.owner);
                prop_assert_eq!(last.level(), view.level);
                prop_assert_eq!(last.due(), view.follow_up.map(|it| it.due));
            }
        }
    }

    #[test]
    fn a_month_that_was_just_closed_has_no_corrections(views in team()) {
        let now = Instant::parse("2026-08-01T02:00:00Z").unwrap();
        for month in months() {
            let (frozen, later) = (table(&views, month, STAFF[0], now), table(&views, month, STAFF[0], now.plus(Instant::DAY)));
            prop_assert!(Corrections::between(&frozen, &later).is_empty());
        }
    }

    #[test]
    fn tables_survive_json(views in team()) {
        let table = table(&views, Month::parse("2026-03").unwrap(), STAFF[0], Instant::parse("2026-03-20T02:00:00Z").unwrap());
        let text = serde_json::to_string(&table).unwrap();
        prop_assert_eq!(serde_json::from_str::<Table>(&text).unwrap(), table);
    }
}

#[test]
fn what_comes_after_the_closing_is_a_correction() {
    let now = Instant::parse("2026-04-01T02:00:00Z").unwrap();
    let month = Month::parse("2026-03").unwrap();
    let text = |kind: &str, at: &str| {
        format!(
            r#"{{"kind":{kind},"customer":"01JQ0000000000000000000001","at":"{at}","recorded":"{at}",
            "advisor":"00000000000000000000000001","name":"张伟","level":"P2","means":"call","outcome":"talked"}}"#
        )
    };
    let read = |id: &str, text: &str| Fact::read(id, text, crate::fact::Place::Book).unwrap();
    let card = read("01JQ0000000000000000000001", &text("\"created\"", "2026-03-01T02:00:00Z"));
    let call = read("01JQ0000000000000000000002", &text("\"contact\"", "2026-03-02T02:00:00Z"));
    let view = |facts: &[Fact]| fold(&Store::default(), card.customer.unwrap(), facts).unwrap();
    let frozen = table(&[view(std::slice::from_ref(&card))], month, STAFF[0], now);
    let later = table(&[view(&[card.clone(), call])], month, STAFF[0], now);
    let corrections = Corrections::between(&frozen, &later);
    assert_eq!((corrections.rows.len(), corrections.removed.len(), corrections.balance.len()), (1, 0, 0));
    assert_eq!(corrections.rows[0].days[&2].count, 1);
    assert_eq!(Corrections::between(&frozen, &table(&[], month, STAFF[0], now)).removed, [card.customer.unwrap()]);
}
