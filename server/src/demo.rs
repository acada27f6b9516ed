//! The demo store: four months of a team's work, played day by day with the commands that the app itself uses.
//!
//! **Invariant:** the play fails if any customer is ever without an owner or the pool, a due date, or an explanation.

mod advisor;
mod names;
mod orders;
mod play;
mod wishes;

use crate::app::App;
use crate::people::{NewStaff, add_staff, add_store, raw, servers};
use crate::role::Role;
use crate::slips::SlipKey;
use crate::store::{Append, DeviceRow};
use anyhow::Context;
use domain::fact::Body;
use domain::id::{FactId, StaffId};
use domain::instant::{Day, Instant};
use orders::Slips;
use std::collections::BTreeMap;

/// The password of all demo accounts.
pub const PASSWORD: &str = "genjin-demo";
/// How many days are played before the present one.
const DAYS: i64 = 120;
/// The seed of the play.
const SEED: u64 = 20_260_301;

/// The desk people of the demo store: login, name, role.
const DESK: [(&str, &str, Role); 4] = [
    ("manager", "周建国", Role::Manager),
    ("finance", "钱淑芬", Role::Finance),
    ("reception", "李小雨", Role::Reception),
    ("admin", "孙志远", Role::Admin),
];

/// The advisors of the demo store.
const ADVISORS: [&str; 8] = ["王芳", "李强", "张敏", "刘洋", "陈静", "杨帆", "赵磊", "黄婷"];

/// Fills an empty store with a believable team, from four months ago until now.
///
/// # Errors
/// If the store fails, or the play breaks its invariant.
pub async fn fill(app: &App) -> anyhow::Result<()> {
    let store = add_store(app, "锦程汽车 · 滨江店").await?;
    let person =
        |login: String, name: &str, role| NewStaff { login, name: name.into(), role, store, password: PASSWORD.into() };
    let (mut manager, mut finance) = (None, None);
    for (login, name, role) in DESK {
        let id = add_staff(app, person(login.into(), name, role)).await?;
        match role {
            Role::Manager => manager = Some(id),
            Role::Finance => finance = Some(id),
            Role::Advisor | Role::Reception | Role::Admin => {}
        }
    }
    let mut advisors = Vec::new();
    for (number, name) in (1..).zip(ADVISORS) {
        advisors.push(add_staff(app, person(format!("advisor{number}"), name, Role::Advisor)).await?);
    }
    let manager = manager.context("the demo has a manager")?;
    write_house(app, store, &advisors).await?;
    let mut slips = Slips {
        key: SlipKey::of(&*app.store).await?,
        finance: finance.context("the demo has finance")?,
        store,
        numbers: BTreeMap::new(),
        decisions: Vec::new(),
    };
    for (number, advisor) in advisors.iter().enumerate() {
        slips = play_advisor(app, slips, manager, number, *advisor).await?;
    }
    app.wake.touch();
    Ok(())
}

/// National holidays of a year on which the demo store is closed.
fn holidays(year: i32) -> impl Iterator<Item = Day> {
    [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)].into_iter().filter_map(move |(month, day)| Day::new(year, month, day))
}

/// Closed days, leave and lists, each entered well before.
async fn write_house(app: &App, store: i64, advisors: &[StaffId]) -> anyhow::Result<()> {
    let now = app.clock.now();
    let zone = app.settings.of(store).zone(now);
    let today = zone.day(now);
    let first = today.plus(-DAYS);
    let entered = zone.start_of(first.plus(-30));
    let closed = (first.ymd().0..=today.ymd().0 + 1).flat_map(holidays).map(|day| Body::Closed { day, open: false });
    let leave = advisors.iter().zip([(20, 4), (35, 2), (50, 6), (66, 3), (80, 5), (93, 2), (104, 3), (111, 2)]);
    let leave = leave.map(|(staff, (start, days))| {
        let from = first.plus(start);
        Body::Leave { staff: *staff, from, to: from.plus(days - 1), ended: false }
    });
    let facts = closed
        .chain(leave)
        .chain(wishes::lists())
        .zip(1..)
        .map(|(body, number)| raw(&servers(FactId::new(entered, number), entered, body)))
        .collect();
    let house = app.directory.house(store).context("the store has a house")?;
    app.docs.write(house.id, facts).await?;
    app.settings.reload(&*app.store, store).await?;
    Ok(())
}

async fn play_advisor(
    app: &App,
    slips: Slips,
    manager: StaffId,
    number: usize,
    advisor: StaffId,
) -> anyhow::Result<Slips> {
    let settings = app.settings.of(slips.store);
    let now = app.clock.now();
    let (book, desk) = (app.directory.book(advisor), app.directory.desk(advisor));
    let (book, desk) = (book.context("a book")?, desk.context("a desk")?);
    let plan = advisor::Plan::of(number);
    let played = tokio::task::spawn_blocking(move || {
        let mut play = play::Play::new(&settings, advisor, manager, plan, SEED + number as u64, slips, (book, desk));
        play.run(now, DAYS)?;
        anyhow::Ok(play.finish())
    })
    .await??;
    for device in &played.devices {
        let row = DeviceRow { staff: advisor, ..device.clone() };
        app.store.create_device(&row, crate::auth::secret::random()).await?;
        app.store.seen(&[(row.id.clone(), row.seen.unwrap_or(row.enrolled))]).await?;
    }
    let appends: Vec<Append> = played.appends;
    app.store.commit(&appends).await?;
    for (doc, snapshot) in played.snapshots {
        let upto = app.store.load(doc).await?.upto;
        app.store.compact(doc, snapshot, upto).await?;
    }
    let mut slips = played.slips;
    for decision in std::mem::take(&mut slips.decisions) {
        // The desk has it already; the table gives the same numbers, because it is asked in the same order.
        app.store.decide(&decision).await?;
        app.store.told_decision(decision.order).await?;
    }
    Ok(slips)
}

/// A moment of a day.
fn moment(zone: domain::instant::Zone, day: Day, minutes: u32) -> Instant {
    zone.moment(day, minutes)
}
