//! Lists: who is in them, in which order, and that what a chip counts is what it shows.

use super::{Filter, Mark, Sort, colours, hear, models};
use crate::fact::generate::{day, history};
use crate::fold::fold;
use crate::id::CustomerId;
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::port::Row;
use crate::store::Store;
use crate::view::Standing;
use proptest::prelude::*;
use ulid::Ulid;

const NOW: &str = "2026-03-05T10:00:00+08:00";

/// `id name level due [model] [expected] [colour] [step]`, a customer a line.
fn rows(text: &str) -> Vec<Row> {
    let date = |it: &str| Day::parse(&format!("2026-{it}"));
    let facts = crate::fact::Fact::read(
        "01JQ0000000000000000000001",
        r#"{"kind":"created","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
          "advisor":"01JQ000000000000000000000A","name":"张伟","phone":"13800001234","level":"P2"}"#,
        crate::fact::Place::Book,
    );
    let fact = facts.unwrap();
    let base = Row::of(&fold(&Store::default(), CustomerId(fact.id.0), [&fact]).unwrap());
    let one = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut row = base.clone();
        let number: u128 = words[0].parse().unwrap();
        row.id = CustomerId(Ulid(number));
        row.created = base.created.plus(i64::try_from(number).unwrap());
        row.name = words[1].into();
        row.keys.sound = words[1].into();
        row.keys.text = words[1].into();
        row.level = Level::parse(words[2]).unwrap();
        if let Some(open) = row.follow_up.as_mut() {
            open.due = date(words[3]).unwrap();
            open.lock_at = Instant::parse(&format!("{}T00:00:00+08:00", open.due.plus(1))).unwrap();
        }
        row.model = words.get(4).filter(|it| **it != "-").map(|it| (*it).to_owned()).unwrap_or_default();
        row.expected = words.get(5).and_then(|it| date(it));
        row.colour = words.get(6).map(|it| (*it).to_owned()).unwrap_or_default();
        row.step = words.get(7).map(|it| (*it).to_owned()).unwrap_or_default();
        row
    };
    text.lines().map(str::trim).filter(|it| !it.is_empty()).map(one).collect()
}

const ROWS: &str = "
    1 chen P3 03-06 轩逸、天籁 04-01 白，黑 needs
    2 bai  P1 03-05 轩逸       03-07 黑    quotation
    3 an   P2 03-09 -
    4 deng P4 03-04 天籁
";

#[track_caller]
fn check(filter: &Filter, sort: Sort, expected: &str) {
    let now = Instant::parse(NOW).unwrap();
    let rows = rows(ROWS);
    let names: Vec<String> = filter
        .select(sort, hear(&filter.text, &rows), now, day(now))
        .into_iter()
        .map(|id| rows.iter().find(|it| it.id == id).unwrap().name.clone())
        .collect();
    assert_eq!(names.join(" "), expected, "{filter:?} by {sort:?}");
}

#[test]
fn a_list_is_put_in_the_order_that_was_asked_for() {
    let all = Filter::default();
    check(&all, Sort::Due, "deng bai chen an");
    check(&all, Sort::Level, "bai an chen deng");
    check(&all, Sort::Newest, "deng an bai chen");
    check(&all, Sort::Name, "an bai chen deng");
    check(&all, Sort::Expected, "bai chen deng an");
}

#[test]
fn a_list_is_narrowed_by_everything_at_once() {
    let all = Filter::default();
    check(&Filter { level: Some(Level::P1), ..all.clone() }, Sort::Due, "bai");
    check(&Filter { standing: Some(Standing::Locked), ..all.clone() }, Sort::Due, "deng");
    check(&Filter { standing: Some(Standing::Tomorrow), ..all.clone() }, Sort::Due, "chen");
    check(&Filter { model: "天籁".into(), ..all.clone() }, Sort::Due, "deng chen");
    check(&Filter { colour: "黑".into(), ..all.clone() }, Sort::Due, "bai chen");
    check(&Filter { step: "needs".into(), ..all.clone() }, Sort::Due, "chen");
    check(&Filter { text: "an".into(), ..all.clone() }, Sort::Due, "an");
    check(&Filter { model: "天籁".into(), standing: Some(Standing::Locked), ..all }, Sort::Due, "deng");
}

#[test]
fn models_are_offered_by_how_many_want_them() {
    assert_eq!(models(&rows(ROWS)), ["天籁", "轩逸"]);
    assert_eq!(colours(&rows(ROWS)), ["黑", "白"]);
}

#[test]
fn addresses_name_each_choice_once() {
    for sort in Sort::ALL {
        assert_eq!(Sort::parse(sort.code()), Some(sort));
    }
    for mark in Mark::ALL {
        assert_eq!(Mark::parse(mark.code()), Some(mark));
    }
}

proptest! {
    #[test]
    fn what_a_chip_counts_is_what_it_shows(histories in prop::collection::vec(history(), 1..6), later in 0..9_000_i64) {
        let store = Store::default();
        let customer = crate::fact::generate::CUSTOMER;
        let mut rows: Vec<Row> = histories.iter().filter_map(|it| fold(&store, customer, it)).map(|it| Row::of(&it)).collect();
        for (number, row) in (0..).zip(rows.iter_mut()) {
            row.id = CustomerId(Ulid(number));
        }
        let now = rows.iter().map(|it| it.created).max().unwrap().plus(later * Instant::MINUTE);
        let today = day(now);
        let filter = Filter::default();
        let counts = filter.counts(hear(&filter.text, &rows), now, today);
        let shown = |filter: Filter| filter.select(Sort::Name, hear(&filter.text, &rows), now, today).len();
        for (level, count) in counts.levels {
            prop_assert_eq!(count, shown(Filter { level: Some(level), ..filter.clone() }));
        }
        for (standing, count) in counts.standings {
            prop_assert_eq!(count, shown(Filter { standing: Some(standing), ..filter.clone() }));
        }
        for (mark, count) in counts.marks {
            prop_assert_eq!(count, shown(Filter { mark: Some(mark), ..filter.clone() }));
        }
    }
}
