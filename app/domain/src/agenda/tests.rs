//! The coming weeks: everything stands on its day, and nothing is lost.

use super::{Matter, WEEKS, agenda, before, monday};
use crate::calendar::{Closed, Leave};
use crate::fact::generate::{CUSTOMER, day, history, orders};
use crate::fold::fold;
use crate::holiday::{Holiday, Public};
use crate::id::{FactId, StaffId};
use crate::instant::{Day, Instant};
use crate::port::{Agreed, Row};
use crate::store::Store;
use proptest::prelude::*;
use ulid::Ulid;

fn row() -> Row {
    let text = r#"{"kind":"created","at":"2026-03-31T02:00:00Z","recorded":"2026-03-31T02:00:00Z",
        "advisor":"01JQ000000000000000000000A","name":"张伟","level":"P2"}"#;
    let fact = crate::fact::Fact::read("01JQ0000000000000000000001", text, crate::fact::Place::Book).unwrap();
    Row::of(&fold(&Store::default(), crate::id::CustomerId(fact.id.0), [&fact]).unwrap())
}

#[test]
fn a_week_before_qingming_shows_who_is_due_when_and_who_is_away() {
    let now = Instant::parse("2026-03-31T10:00:00+08:00").unwrap();
    let day = |text: &str| Day::parse(text).unwrap();
    let staff = StaffId::parse("01JQ000000000000000000000A").unwrap();
    let mut store = Store::default();
    store.calendar.closed.push(Closed { day: day("2026-04-05"), entered: now, open: false });
    let (from, to) = (day("2026-04-06"), day("2026-04-07"));
    store.calendar.leave.push(Leave { staff, from, to, entered: now, ended: false });
    let mut row = row();
    row.deliveries.push(Agreed { order: FactId(Ulid(7)), day: day("2026-04-04"), model: "星越L".into() });

    let plans = agenda(&store, Some(staff), [&row], now);
    assert_eq!(plans.len(), 28);
    assert_eq!((plans[0].day, plans[27].day), (day("2026-03-30"), day("2026-04-26")));
    let on = |text: &str| plans.iter().find(|it| it.day == day(text)).unwrap();
    // Four days after the card; the confirmation is due on the day after it.
    let matters = |text: &str| on(text).entries.iter().map(|it| it.matter).collect::<Vec<_>>();
    assert_eq!(matters("2026-04-01"), [Matter::Confirmation(now.plus(Instant::DAY))]);
    assert_eq!(matters("2026-04-04"), [Matter::Delivery(FactId(Ulid(7))), Matter::FollowUp]);
    assert_eq!(on("2026-04-04").public, Public::Off(Holiday::Qingming));
    assert_eq!((on("2026-04-05").closed, on("2026-04-06").closed), (true, false));
    assert_eq!((on("2026-04-06").away, on("2026-04-08").away), (true, false));
}

proptest! {
    #[test]
    fn nothing_is_lost_between_yesterday_and_the_last_week(
        facts in prop_oneof![history(), orders()],
        later in 0..60_000_i64,
    ) {
        let store = Store::default();
        let now = facts.iter().map(|it| it.at).max().unwrap().plus(later * Instant::MINUTE);
        if let Some(view) = fold(&store, CUSTOMER, &facts) {
            let row = Row::of(&view);
            let first = monday(day(now));
            let days = super::matters(&row, store.zone(now));
            let last = first.plus(7 * WEEKS);
            let shown: usize = agenda(&store, None, [&row], now).iter().map(|it| it.entries.len()).sum();
            prop_assert_eq!(shown, days.iter().filter(|it| first <= it.0 && it.0 < last).count());
            prop_assert_eq!(before([&row], first, store.zone(now)) == 1, days.iter().any(|it| it.0 < first));
        }
    }
}
