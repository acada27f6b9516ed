//! What two servers do at once is done one after the other.

use super::{about, change};
use crate::store::{
    Append, AuditFilter, AuditRow, ClosedMonth, Decided, Decision, DeskEntry, FactRow, NewDecision, Projected, Store,
    StoreError, Verdict,
};
use crate::tests::app::{TestApp, at, monday};
use crate::tests::home::Home;
use domain::fact::Place;
use domain::id::{CustomerId, DeviceId, FactId, StaffId};
use domain::instant::Instant;
use domain::month::Month;
use futures::future::join_all;
use std::collections::BTreeSet;
use std::sync::Arc;
use sync::replica::RawFact;

claims! {
    of_two_rulings_on_one_state_one_stands
    a_quota_holds_however_many_are_claimed
    several_rulings_are_made_together_or_not_at_all
    slips_are_numbered_without_gaps_and_doubles
    a_line_is_recorded_once
    attempts_are_counted_one_by_one
    a_month_is_closed_once
    a_value_is_kept_once
    the_highest_time_never_goes_back
    one_of_two_gets_a_login
    an_id_has_one_first_text
    who_has_read_up_to_a_position_misses_none_below
    a_desk_is_addressed_once
    writers_do_not_wait_for_each_other_in_a_circle
}

/// The store as two servers have it; a file has one.
async fn two(app: &TestApp) -> [Arc<dyn Store>; 2] {
    let one = app.store.inner.clone();
    [app.home.open_beside().await.unwrap_or_else(|| one.clone()), one]
}

/// The stores by turns.
fn turns(stores: &[Arc<dyn Store>; 2]) -> impl Iterator<Item = &Arc<dyn Store>> {
    stores.iter().cycle()
}

fn customer(number: u128) -> CustomerId {
    CustomerId::new(monday(), number)
}

fn decision(app: &TestApp, on: u128, fact: u128) -> Decision {
    Decision {
        customer: customer(on),
        after: None,
        fact: FactId::new(monday(), fact),
        author: app.staff["anna"],
        what: "claim",
        at: monday(),
        entries: Vec::new(),
        quota: None,
        store: 1,
    }
}

fn line(app: &TestApp, what: &str) -> AuditRow {
    AuditRow {
        pos: 0,
        at: monday(),
        store: 1,
        staff: app.staff["manager"],
        what: what.to_owned(),
        customer: None,
        about: String::new(),
    }
}

async fn lines(store: &Arc<dyn Store>, what: &str) -> usize {
    let filter = AuditFilter { what: Some(what.to_owned()), ..AuditFilter::default() };
    store.audit(1, &filter, 100).await.unwrap().len()
}

async fn of_two_rulings_on_one_state_one_stands(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    for round in 0..10 {
        let made = turns(&stores).zip(0..6).map(|(store, number)| {
            let decision = decision(&app, round, round * 10 + number);
            async move { store.rule(&decision).await.unwrap() }
        });
        let made = join_all(made).await;
        assert_eq!(made.iter().filter(|it| **it == Decided::Made).count(), 1);
        let standing = stores[0].ruling_after(customer(round), None).await.unwrap().unwrap();
        assert_eq!(made.iter().filter(|it| **it == Decided::Overtaken(standing.clone())).count(), 5);
    }
    assert_eq!(lines(&stores[0], "claim").await, 10);
}

async fn a_quota_holds_however_many_are_claimed(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let quota = Some((3, monday().plus(-Instant::HOUR)));
    let claims = turns(&stores).zip(0..12).map(|(store, number)| {
        let claim = Decision { quota, ..decision(&app, number, number) };
        async move { store.rule(&claim).await.unwrap() }
    });
    let made = join_all(claims).await;
    assert_eq!(made.iter().filter(|it| **it == Decided::Made).count(), 3);
    assert_eq!(made.iter().filter(|it| **it == Decided::OverQuota).count(), 9);
    assert_eq!(stores[0].count_rulings(app.staff["anna"], "claim", monday()).await.unwrap(), 3);
}

async fn several_rulings_are_made_together_or_not_at_all(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let line = line(&app, "all_handed_over");
    for round in (0..80).step_by(8) {
        // Both want all, from the opposite ends.
        let forth: Vec<Decision> = (round..round + 8).map(|it| decision(&app, it, it)).collect();
        let back: Vec<Decision> = (round..round + 8).rev().map(|it| decision(&app, it, 100 + it)).collect();
        let (one, other) = tokio::join!(stores[0].rule_all(&forth, &line), stores[1].rule_all(&back, &line));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.is_none(), other.is_some());
        let met = one.or(other).unwrap().0;
        assert!([customer(round), customer(round + 7)].contains(&met), "the first of the one who was late");
    }
    // A third finds its last customer taken, and leaves the new one alone.
    let late = [decision(&app, 200, 200), decision(&app, 3, 201)];
    assert_eq!(stores[0].rule_all(&late, &line).await.unwrap().unwrap().0, customer(3));
    assert_eq!(stores[1].ruling_after(customer(200), None).await.unwrap(), None);
    assert_eq!((lines(&stores[0], "all_handed_over").await, lines(&stores[0], "claim").await), (10, 80));
}

async fn slips_are_numbered_without_gaps_and_doubles(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let decision = |order: u128, store, year| NewDecision {
        order: FactId::new(monday(), order),
        customer: customer(order),
        store,
        verdict: if order.is_multiple_of(5) { Verdict::Refuse("no deposit".to_owned()) } else { Verdict::Approve },
        vin: format!("VIN{order}"),
        year,
        staff: app.staff["finance"],
        at: monday(),
        desk: None,
    };
    // Each order is decided twice.
    let all = turns(&stores).zip((0..20).flat_map(|it| [it, (it + 7) % 20])).map(|(store, order)| {
        let decision = decision(order, 1, 2026);
        async move { store.decide(&decision).await.unwrap() }
    });
    let all = join_all(all).await;
    assert_eq!(all.iter().filter(|it| it.0).count(), 20, "once each");
    for (_, row) in &all {
        assert_eq!(
            stores[0].decision(row.made.order).await.unwrap().as_ref(),
            Some(row),
            "whoever asks is told the same"
        );
    }
    let mut numbers: Vec<i64> = all.iter().filter(|it| it.0).filter_map(|it| it.1.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=16).collect::<Vec<i64>>());
    for (store, year) in [(2, 2026), (1, 2027)] {
        let order = 1_000 + u128::try_from(store + i64::from(year)).unwrap();
        let order = if order.is_multiple_of(5) { order + 1 } else { order };
        assert_eq!(stores[1].decide(&decision(order, store, year)).await.unwrap().1.number, Some(1));
    }
}

async fn a_line_is_recorded_once(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    for round in 0..10 {
        let line = AuditRow { about: round.to_string(), ..line(&app, "card_seen") };
        let recorded = join_all(turns(&stores).take(10).map(|it| it.record_once(&line, monday()))).await;
        recorded.into_iter().for_each(Result::unwrap);
    }
    assert_eq!(stores[0].count_lines(app.staff["manager"], "card_seen", monday()).await.unwrap(), 10);
    let line = line(&app, "customers_seen");
    stores[1].record_once(&line, monday()).await.unwrap();
    let about = AuditRow { about: "wang".to_owned(), ..line.clone() };
    stores[0].record_once(&about, monday()).await.unwrap();
    stores[0].record_once(&line, monday().plus(1)).await.unwrap();
    assert_eq!(lines(&stores[0], "customers_seen").await, 3, "another matter, and another day");
}

async fn attempts_are_counted_one_by_one(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let mut allowed = 0;
    while stores[0].attempt([1; 32], monday()).await.unwrap().is_ok() {
        allowed += 1;
    }
    let at_once = join_all(turns(&stores).take(2 * allowed).map(|it| it.attempt([2; 32], monday()))).await;
    assert_eq!(at_once.into_iter().filter(|it| it.as_ref().unwrap().is_ok()).count(), allowed);
    stores[1].clear_attempts([2; 32]).await.unwrap();
    assert!(stores[0].attempt([2; 32], monday()).await.unwrap().is_ok());
}

async fn a_month_is_closed_once(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let closed = app.sign_in("manager").await.post("/api/months/2026-02/team/close", &serde_json::json!({})).await;
    assert_eq!(closed.status, 200, "{}", closed.text());
    let february = stores[0].closed(1, Month::parse("2026-02").unwrap(), None).await.unwrap();
    assert!(february.len() > 1);
    let january = Month::parse("2026-01").unwrap();
    let by = |at: Instant| february.iter().map(move |it| ClosedMonth { month: january, at, ..it.clone() });
    let forth: Vec<ClosedMonth> = by(monday()).collect();
    let back: Vec<ClosedMonth> = by(monday().plus(1)).rev().collect();
    let (one, other) = tokio::join!(stores[0].close_months(&forth), stores[1].close_months(&back));
    assert!(one.is_ok() && other.is_ok());
    let kept = stores[0].closed(1, january, None).await.unwrap();
    assert_eq!(kept.len(), february.len());
    let when: BTreeSet<Instant> = kept.iter().map(|it| it.at).collect();
    assert_eq!(when.len(), 1, "all of one, none of the other");
    stores[1].close_months(&by(monday().plus(2)).collect::<Vec<_>>()).await.unwrap();
    assert_eq!(stores[1].closed(1, january, None).await.unwrap(), kept);
    assert_eq!(stores[1].past(1, Month::parse("2026-02").unwrap(), None).await.unwrap().len(), kept.len());
}

async fn a_value_is_kept_once(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let kept = turns(&stores)
        .zip(0..8)
        .map(|(store, number)| async move { store.keep_meta("key", &number.to_string()).await.unwrap() });
    let kept: BTreeSet<String> = join_all(kept).await.into_iter().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(stores[0].meta("key").await.unwrap(), kept.first().cloned());
}

async fn the_highest_time_never_goes_back(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let now = at("2026-03-05T09:00:00+08:00");
    let notes = turns(&stores).zip(0..9).map(|(store, it)| store.note_time(now.plus((it * 5 % 9) * 1_000)));
    join_all(notes).await.into_iter().for_each(Result::unwrap);
    assert_eq!(stores[0].last_time().await.unwrap(), now.plus(8_000));
}

async fn one_of_two_gets_a_login(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let known = stores[0].staff_by_login("anna").await.unwrap().unwrap();
    let made = turns(&stores).zip(0..4).map(|(store, number)| {
        let row = crate::store::StaffRow {
            id: StaffId::new(monday(), 900 + number),
            login: "eve".to_owned(),
            ..known.clone()
        };
        async move { store.create_staff(&row).await }
    });
    let made = join_all(made).await;
    assert_eq!(made.iter().filter(|it| it.is_ok()).count(), 1);
    assert_eq!(made.iter().filter(|it| matches!(it, Err(StoreError::Taken("login")))).count(), 3);
}

async fn an_id_has_one_first_text(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let id = "01JQ0000000000000000000001".to_owned();
    let commits = turns(&stores).zip(["anna", "ben", "anna", "ben"]).enumerate().map(|(number, (store, whose))| {
        let doc = app.app.directory.book(app.staff[whose]).unwrap().id;
        let (id, text) = (id.clone(), format!("text {number}"));
        let fact = FactRow { id, customer: None, text, received: monday(), device: None, doc, place: Place::Book };
        let append =
            Append { facts: vec![fact.clone(), FactRow { text: "second".to_owned(), ..fact }], ..Append::to(doc) };
        async move { store.commit(&[append]).await.unwrap() }
    });
    join_all(commits).await;
    let first = stores[0].first_text(std::slice::from_ref(&id)).await.unwrap();
    assert_eq!(first.len(), 1);
    assert!(first[0].2.starts_with("text "), "{first:?}");
    assert_eq!(stores[1].first_text(&[id]).await.unwrap(), first);
}

async fn who_has_read_up_to_a_position_misses_none_below(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let doc = app.app.directory.book(app.staff["anna"]).unwrap().id;
    let before = stores[0].last_change().await.unwrap();
    // Long and short commits, so that the one that has begun later would be there earlier.
    let write = async |store: &Arc<dyn Store>, first: u8| {
        for number in (first..120).step_by(2) {
            let size = if number % 3 == 0 { 200_000 } else { 1 };
            let mut change = change(number);
            change.bytes = vec![number; size];
            store.commit(&[Append { changes: vec![change], ..Append::to(doc) }]).await.unwrap();
        }
    };
    let follow = async {
        let (mut read, mut upto) = (0, before);
        while read < 120 {
            let news = stores[0].changes(doc, upto).await.unwrap();
            read += news.len();
            upto = news.last().map_or(upto, |it| it.pos);
        }
    };
    let all = async { tokio::join!(write(&stores[0], 0), write(&stores[1], 1), follow) };
    tokio::time::timeout(std::time::Duration::from_secs(60), all).await.expect("a change that is never read");
}

async fn a_desk_is_addressed_once(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let desk = app.app.directory.desk(app.staff["anna"]).unwrap().id;
    let entry = |it: u8| DeskEntry { desk, fact: RawFact { id: format!("fact {it}"), text: format!("text {it}") } };
    let forth: Vec<DeskEntry> = (0..20).map(entry).collect();
    let back: Vec<DeskEntry> = forth.iter().rev().cloned().collect();
    let (one, other) = tokio::join!(stores[0].address(&forth), stores[1].address(&back));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(stores[0].untold_entries(100).await.unwrap().len(), 20);
    assert_eq!(stores[0].untold_entries(7).await.unwrap().len(), 7);
    let (one, other) = tokio::join!(stores[0].entries_told(&forth[..15]), stores[1].entries_told(&back[..15]));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(stores[0].untold_entries(100).await.unwrap(), []);
    stores[1].address(&forth).await.unwrap();
    assert_eq!(stores[0].untold_entries(100).await.unwrap(), [], "what it has is not told again");
    let asked = ["fact 3".to_owned(), "fact 99".to_owned()];
    assert_eq!(stores[0].addressed(desk, &asked).await.unwrap(), asked[..1]);
}

async fn writers_do_not_wait_for_each_other_in_a_circle(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let stores = two(&app).await;
    let devices: Vec<DeviceId> = (0..6).map(|it| DeviceId(format!("device {it}"))).collect();
    for id in &devices {
        let row = crate::store::DeviceRow {
            id: id.clone(),
            staff: app.staff["anna"],
            name: String::new(),
            enrolled: monday(),
            synced: None,
            seen: None,
            revoked: false,
        };
        stores[0].create_device(&row, [0; 32]).await.unwrap();
    }
    let all = |rounds: i64| -> Vec<(DeviceId, Instant)> {
        devices.iter().map(|it| (it.clone(), monday().plus(rounds))).collect()
    };
    for round in 0..15_i64 {
        let forth = Append { sightings: all(round), ..about(&app, customer(1), 1) };
        let back = Append { sightings: all(round).into_iter().rev().collect(), ..about(&app, customer(2), 2) };
        let batch = [forth, back];
        let turned = [batch[1].clone(), batch[0].clone()];
        let marks = stores[0].ahead(10).await.unwrap();
        let done: Vec<Projected> = marks
            .iter()
            .rev()
            .map(|it| Projected {
                mark: it.mark,
                store: it.store,
                customer: it.customer.unwrap(),
                row: None,
                locks: Vec::new(),
                lifted: Vec::new(),
                prints: Vec::new(),
                at: monday(),
            })
            .collect();
        let seen: Vec<_> = all(round + 1).into_iter().rev().collect();
        let (one, two, three, four, five) = tokio::join!(
            stores[0].commit(&batch),
            stores[1].commit(&turned),
            stores[1].seen(&seen),
            stores[0].project(&done),
            stores[1].prune(monday()),
        );
        assert!(one.is_ok() && two.is_ok() && three.is_ok() && four.is_ok() && five.is_ok());
    }
    for device in stores[0].devices(app.staff["anna"]).await.unwrap() {
        assert_eq!((device.synced, device.seen), (Some(monday().plus(14)), Some(monday().plus(15))));
    }
}
