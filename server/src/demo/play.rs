//! One advisor's four months.

use super::advisor::Plan;
use super::orders::Slips;
use super::{moment, names};
use crate::people::{raw, servers};
use crate::store::{Append, ChangeRow, DeviceRow, DocumentRow, FactRow};
use anyhow::{Context, bail, ensure};
use domain::command::{Command, Stamp, fact};
use domain::fact::{
    Applied, Body, Contact, Created, Fact, Judged, Means, Moved, Origin, Outcome, Place, Ruled, Ruling, Whose,
};
use domain::fold::latest_postponement;
use domain::id::{CustomerId, DeviceId, FactId, StaffId};
use domain::instant::{Day, Instant, Zone};
use domain::ledger::Ledger;
use domain::level::Level;
use domain::store::Store;
use domain::suggest::{Signs, suggest};
use domain::view::{Standing, View};
use domain::window::{Sighting, Window};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};
use sync::docid::DocId;
use sync::replica::{NewChange, RawFact, Replica};
use sync::witness::actor;

/// The actor of the server's entries in the demo's desks.
const SERVER: &str = "ffffffffffffffffffffffffffffff01";

/// What a play leaves.
pub(super) struct Played {
    pub(super) devices: Vec<DeviceRow>,
    pub(super) appends: Vec<Append>,
    pub(super) snapshots: Vec<(DocId, Vec<u8>)>,
    pub(super) slips: Slips,
}

struct Device {
    row: DeviceRow,
    counter: u64,
}

/// The play of one advisor.
pub(super) struct Play<'a> {
    pub(super) store: &'a Store,
    pub(super) zone: Zone,
    advisor: StaffId,
    pub(super) manager: StaffId,
    plan: Plan,
    pub(super) rng: StdRng,
    ledger: Ledger,
    pub(super) views: BTreeMap<CustomerId, View>,
    book: (DocumentRow, Replica),
    pub(super) desk: (DocumentRow, Replica),
    pub(super) slips: Slips,
    devices: Vec<Device>,
    /// Changes that the server does not have yet, by device, in the order in which they were made.
    pub(super) pending: Vec<(usize, NewChange)>,
    appends: Vec<Append>,
    changes: u32,
    /// Whom the advisor does not get round to today.
    skipped: BTreeSet<CustomerId>,
}

impl<'a> Play<'a> {
    pub(super) fn new(
        store: &'a Store,
        advisor: StaffId,
        manager: StaffId,
        plan: Plan,
        seed: u64,
        slips: Slips,
        (book, desk): (DocumentRow, DocumentRow),
    ) -> Self {
        let mut ledger = Ledger::default();
        ledger.set_store(store.clone());
        Self {
            store,
            zone: store.zone(Instant(0)),
            advisor,
            manager,
            plan,
            rng: StdRng::seed_from_u64(seed),
            ledger,
            views: BTreeMap::new(),
            book: (book, Replica::genesis()),
            desk: (desk, Replica::genesis()),
            slips,
            devices: Vec::new(),
            pending: Vec::new(),
            appends: Vec::new(),
            changes: 0,
            skipped: BTreeSet::new(),
        }
    }

    /// Plays the days up to now.
    pub(super) fn run(&mut self, now: Instant, days: i64) -> anyhow::Result<()> {
        let today = self.zone.day(now);
        let first = today.plus(-days);
        let enrolled = moment(self.zone, first, 8 * 60);
        self.enrol("展厅平板", enrolled);
        if self.plan.two_devices {
            self.enrol("我的手机", enrolled);
        }
        for number in 0..days {
            self.day(first.plus(number), moment(self.zone, first.plus(number), 24 * 60 - 1), today)?;
        }
        self.day(today, now, today)
    }

    pub(super) fn finish(self) -> Played {
        let snapshots = vec![(self.book.0.id, self.book.1.save()), (self.desk.0.id, self.desk.1.save())];
        Played {
            devices: self.devices.into_iter().map(|it| it.row).collect(),
            appends: self.appends,
            snapshots,
            slips: self.slips,
        }
    }

    fn enrol(&mut self, name: &str, enrolled: Instant) {
        let id = DeviceId(format!("{:024x}", self.rng.random::<u128>() >> 32));
        let row = DeviceRow {
            id,
            staff: self.advisor,
            name: name.to_owned(),
            enrolled,
            synced: None,
            seen: Some(enrolled),
            revoked: false,
        };
        self.devices.push(Device { row, counter: 0 });
    }

    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    /// One day, as far as `until`.
    fn day(&mut self, day: Day, until: Instant, today: Day) -> anyhow::Result<()> {
        let away = day > today.plus(-self.plan.away);
        let closed = self.store.calendar.is_closed(day, until);
        let leave = self.store.calendar.is_away(self.advisor, day, until);
        let zone = self.zone;
        let at = |minutes| moment(zone, day, minutes);
        if !away && !closed && at(9 * 60 + 5) <= until {
            self.rule(at(9 * 60 + 5), day)?;
            if self.pending.is_empty() {
                self.decide(at(9 * 60 + 6), day)?;
            }
        }
        self.skipped.clear();
        if !closed && !leave && !away {
            let mut minutes = 9 * 60 + 10;
            let mut done = false;
            while !done {
                minutes += self.rng.random_range(7..28);
                done = minutes > 19 * 60 || at(minutes) > until || !self.act(at(minutes), day)?;
            }
            self.newcomers(day, until)?;
            if at(19 * 60 + 1) <= until {
                self.deliver(at(19 * 60 + 1), day)?;
            }
            self.evening(day, until)?;
        }
        let offline = self.chance(self.plan.offline) && day < today.plus(-1);
        if !offline && !away {
            self.upload(at(19 * 60 + 40).min(until))?;
        }
        self.check(until)
    }

    /// Does what comes next of the day; false if nothing is left.
    fn act(&mut self, at: Instant, day: Day) -> anyhow::Result<bool> {
        let due = self.views.values().filter(|it| it.follow_up.is_some_and(|open| open.due <= day));
        let due: Vec<CustomerId> = due
            .filter(|it| it.reached.is_none_or(|it| self.zone.day(it) < day) && !self.skipped.contains(&it.id))
            .map(|it| it.id)
            .collect();
        let unconfirmed = self
            .views
            .values()
            .find(|it| it.is_unconfirmed() && at.since(it.created) > 2 * Instant::HOUR)
            .map(|it| it.id);
        if let Some(customer) = unconfirmed
            && self.chance(30)
            && self.chance(self.plan.confirms)
        {
            self.confirm(at, customer)?;
            return Ok(true);
        }
        let Some(index) = (!due.is_empty()).then(|| self.rng.random_range(0..due.len())) else {
            return Ok(unconfirmed.is_some());
        };
        let customer = *due.get(index).context("an index within")?;
        if self.chance(self.plan.diligence) {
            self.call(at, customer)?;
        } else {
            self.skipped.insert(customer);
        }
        Ok(true)
    }

    fn view(&self, customer: CustomerId) -> anyhow::Result<&View> {
        self.views.get(&customer).context("a view of the customer")
    }

    fn call(&mut self, at: Instant, customer: CustomerId) -> anyhow::Result<()> {
        let view = self.view(customer)?;
        let (level, locked) = (view.level, view.lock(at).is_some());
        let (means, outcome) = match self.rng.random_range(0..100) {
            0..26 => (Means::Call, Outcome::NoAnswer),
            26..66 => (Means::Call, Outcome::Talked),
            66..80 => (Means::Visit, Outcome::Came),
            80..90 => (Means::Message, Outcome::Replied),
            90..96 => (Means::TestDrive, Outcome::TestDrive),
            _ => (Means::Home, Outcome::VisitedHome),
        };
        let moved = outcome.is_reached() && !locked;
        let next_level = if moved { self.drift(level) } else { None };
        let noted = self.chance(70);
        let note = if noted { names::note(&mut self.rng) } else { String::new() };
        let asked = matches!(level, Level::P1 | Level::P2) && self.chance(35);
        let contact =
            Contact { means, outcome, note, asked, level: next_level, next: None, reason: String::new(), whose: None };
        self.command(at, Command::Contact(customer, contact, None))?;
        if moved && next_level == Some(Level::P0) {
            let day = self.zone.day(at);
            self.sign(at.plus(3 * Instant::MINUTE), customer, day)?;
        }
        let cold = matches!(next_level.unwrap_or(level), Level::P3 | Level::P4);
        if moved && cold && self.view(customer)?.application.is_none() && self.chance(13) {
            self.apply(at.plus(2 * Instant::MINUTE), customer)?;
        }
        Ok(())
    }

    /// Where a customer's interest goes after a talk; none if it stays.
    fn drift(&mut self, level: Level) -> Option<Level> {
        let step = self.rng.random_range(0..100);
        match level {
            Level::P4 if step < 14 => Some(Level::P3),
            Level::P3 if step < 16 => Some(Level::P2),
            Level::P3 if step > 90 => Some(Level::P4),
            Level::P2 if step < 18 => Some(Level::P1),
            Level::P2 if step > 86 => Some(Level::P3),
            Level::P1 if step < 9 => Some(Level::P0),
            Level::P1 if step > 84 => Some(Level::P2),
            _ => None,
        }
    }

    fn apply(&mut self, at: Instant, customer: CustomerId) -> anyhow::Result<()> {
        let lost = self.chance(60);
        let level = if lost { Level::F } else { Level::N };
        let rival = if lost { names::rival(&mut self.rng) } else { String::new() };
        let applied = Applied { level, reason: names::reason(&mut self.rng, level), rival, note: String::new() };
        self.command(at, Command::Apply(customer, applied))
    }

    fn confirm(&mut self, at: Instant, customer: CustomerId) -> anyhow::Result<()> {
        let view = self.view(customer)?;
        if view.lock(at).is_some() {
            return Ok(());
        }
        let (level, signals, expected) = (view.level, view.signals.clone(), view.expected);
        let judged = Judged { level, suggested: Some(level), signals, expected, note: String::new() };
        self.command(at, Command::Judge(customer, judged))
    }

    /// New customers of the day.
    fn newcomers(&mut self, day: Day, until: Instant) -> anyhow::Result<()> {
        let count = match self.rng.random_range(0..100) {
            0..24 => 0,
            24..66 => 1,
            66..90 => 2,
            _ => 3,
        };
        for _ in 0..count {
            let at = moment(self.zone, day, self.rng.random_range(10 * 60..18 * 60 + 30));
            if at <= until {
                self.newcomer(at, day)?;
            }
        }
        Ok(())
    }

    fn newcomer(&mut self, at: Instant, day: Day) -> anyhow::Result<()> {
        let policy = self.store.policy(at);
        let all: Vec<String> =
            policy.signals.iter().filter(|it| it.level != Level::P0).map(|it| it.code.clone()).collect();
        let count = self.rng.random_range(0..3);
        let signals: Vec<String> =
            (0..count).filter_map(|_| all.get(self.rng.random_range(0..all.len())).cloned()).collect();
        let expected = self.chance(45).then(|| day.plus(self.rng.random_range(4..80)));
        let source = names::source(&mut self.rng);
        let clear_intention = source == "showroom" && self.chance(40);
        let suggested = suggest(policy, day, &Signs { signals: &signals, expected, floor: clear_intention }).level;
        let mut created = Created {
            advisor: self.advisor,
            name: names::name(&mut self.rng),
            phone: names::phone(&mut self.rng),
            origin: if source == "online" { Origin::Online } else { Origin::WalkIn },
            source,
            clear_intention,
            level: if suggested.is_open() { suggested } else { Level::P4 },
            suggested: Some(suggested),
            signals,
            expected,
            due: None,
            note: names::note(&mut self.rng),
            fields: BTreeMap::new(),
            import: String::new(),
        };
        let id = CustomerId::new(at, self.rng.random());
        created.fields = super::wishes::of(id);
        self.command(at, Command::Create(id, created))
    }

    /// What is still due in the evening is tried once more, postponed, or missed.
    fn evening(&mut self, day: Day, until: Instant) -> anyhow::Result<()> {
        let at = moment(self.zone, day, 19 * 60 + 15);
        if at > until {
            return Ok(());
        }
        let due: Vec<CustomerId> =
            self.views.values().filter(|it| it.standing(at, self.zone) == Standing::Today).map(|it| it.id).collect();
        for customer in due {
            if self.chance(45) {
                self.call(at, customer)?;
            }
            let view = self.view(customer)?;
            let Some(open) = view.follow_up.filter(|it| it.due == day) else { continue };
            let latest = latest_postponement(self.store.policy(at), view.level, &open);
            if latest > day && self.chance(self.plan.postpones) {
                let to = day.plus(self.rng.random_range(1..=3)).min(latest);
                let whose = Some(if self.chance(70) { Whose::Customer } else { Whose::Advisor });
                let moved = Moved { to, reason: names::busy(&mut self.rng), whose };
                self.command(at.plus(5 * Instant::MINUTE), Command::Move(customer, moved))?;
            }
        }
        Ok(())
    }

    /// The manager's morning: locks that are known to be missed, and applications.
    fn rule(&mut self, at: Instant, day: Day) -> anyhow::Result<()> {
        let silent = !self.pending.is_empty();
        let locked: Vec<(CustomerId, Day, Instant)> =
            self.views.values().filter_map(|it| it.lock(at).map(|lock| (it.id, lock.due, lock.since))).collect();
        for (customer, due, since) in locked {
            if silent || !self.chance(55) {
                continue;
            }
            let stamp = Body::Locked { due, since };
            self.server(since, customer, stamp)?;
            let what = if self.chance(4) { Ruling::Pool } else { Ruling::GiveBack { due: day.plus(1) } };
            let note =
                if what == Ruling::Pool { "长期未跟进，放入公海" } else { "已沟通，明日必须联系" };
            self.server(at, customer, Body::Ruled(Ruled { by: self.manager, what, note: note.to_owned() }))?;
        }
        let applied: Vec<(CustomerId, Level)> =
            self.views.values().filter_map(|it| it.application.map(|open| (it.id, open.level))).collect();
        for (customer, level) in applied {
            if silent || !self.chance(80) {
                continue;
            }
            let what = if self.chance(86) { Ruling::Confirm { level } } else { Ruling::Refuse };
            let note = if what == Ruling::Refuse { "客户仍有意向，继续跟进" } else { "情况属实" };
            self.server(at, customer, Body::Ruled(Ruled { by: self.manager, what, note: note.to_owned() }))?;
        }
        Ok(())
    }

    /// Does a command on one of the devices, as the app does it.
    pub(super) fn command(&mut self, now: Instant, command: Command) -> anyhow::Result<()> {
        let customer = command.customer();
        let (body, at) = match command.clone().check(self.store, self.views.get(&customer), now) {
            Ok(it) => it,
            // The app would show why; the advisor goes on.
            Err(_) => return Ok(()),
        };
        let which = self.rng.random_range(0..self.devices.len());
        let random: u128 = self.rng.random();
        let id = if matches!(body, Body::Created(_)) { FactId(customer.0) } else { FactId::new(now, random) };
        let device = self.devices.get_mut(which).context("a device")?;
        device.counter += 1;
        let (counter, name) = (device.counter, device.row.id.clone());
        let stamp = Stamp { id, now, offset: 0, device: name.clone(), counter, mono: counter * 60_000 };
        let raw = raw(&fact(stamp, customer, at, body));
        let change = self.book.1.append(&actor(&name, 0), now.0 / 1_000, std::slice::from_ref(&raw))?;
        let change = change.context("a new fact makes a change")?;
        self.ledger.insert(Place::Book, &raw.id, &raw.text)?;
        self.refresh(customer)?;
        self.pending.push((which, change));
        self.shrink();
        Ok(())
    }

    /// Writes into the desk, as the server does it.
    pub(super) fn server(&mut self, at: Instant, customer: CustomerId, body: Body) -> anyhow::Result<()> {
        let id = FactId::new(at, self.rng.random());
        let fact = Fact { customer: Some(customer), place: Place::Desk, ..servers(id, at, body) };
        self.tell(at, customer, &raw(&fact))
    }

    /// Writes a fact into the desk.
    pub(super) fn tell(&mut self, at: Instant, customer: CustomerId, raw: &RawFact) -> anyhow::Result<()> {
        let change = self.desk.1.append(SERVER, at.0 / 1_000, std::slice::from_ref(raw))?.context("a change")?;
        let facts = FactRow::of(&self.desk.0, &change, None, at);
        let row = row(&change, None, Window { lower: at, received: at });
        self.appends.push(Append { changes: vec![row], facts, ..Append::to(self.desk.0.id) });
        self.ledger.insert(Place::Desk, &raw.id, &raw.text)?;
        self.refresh(customer)?;
        self.shrink();
        Ok(())
    }

    fn refresh(&mut self, customer: CustomerId) -> anyhow::Result<()> {
        let view = self.ledger.view(customer).context("a customer has a view")?;
        self.views.insert(customer, view);
        Ok(())
    }

    /// Single edits in the order of creation make the CRDT hold on to memory (measured).
    fn shrink(&mut self) {
        self.changes += 1;
        if self.changes.is_multiple_of(200) {
            self.book.1.shrink();
            self.desk.1.shrink();
        }
    }

    /// The devices reach the server: everything is received at once, and every claim must be believed.
    fn upload(&mut self, received: Instant) -> anyhow::Result<()> {
        let mut append = Append::to(self.book.0.id);
        for (which, change) in std::mem::take(&mut self.pending) {
            let device = &self.devices.get(which).context("a device")?.row;
            let sighting = Sighting { enrolled: device.enrolled, synced: device.synced, heard: None };
            let window = Window { lower: sighting.lower(), received };
            let facts = FactRow::of(&self.book.0, &change, Some(&device.id), received);
            for fact in facts.iter().filter_map(FactRow::fact) {
                let doubt = window.doubt(self.store.policy(received), &fact);
                ensure!(doubt.is_none(), "the play's own fact {} is doubted: {doubt:?}", fact.id);
            }
            append.changes.push(row(&change, Some(device.id.clone()), window));
            append.facts.extend(facts);
        }
        for device in &mut self.devices {
            append.sightings.push((device.row.id.clone(), received));
            device.row.synced = Some(received);
            device.row.seen = Some(received);
        }
        self.appends.push(append);
        Ok(())
    }

    /// No customer without an owner or the pool, a due date, or an explanation.
    fn check(&self, now: Instant) -> anyhow::Result<()> {
        for view in self.views.values() {
            let pooled = view.owner.is_none();
            let open = view.level.is_open();
            let explained = !open || view.withdrawn;
            if !pooled && view.follow_up.is_none() && !explained {
                bail!("{} has an owner, is at {}, and has no due date at {now}", view.id, view.level);
            }
            if pooled && view.follow_up.is_some() {
                bail!("{} is in the pool and has a due date at {now}", view.id);
            }
        }
        Ok(())
    }
}

fn row(change: &NewChange, device: Option<DeviceId>, window: Window) -> ChangeRow {
    ChangeRow {
        hash: change.hash,
        actor: change.actor.clone(),
        seq: change.seq,
        bytes: change.bytes.clone(),
        device,
        received: window.received,
        lower: window.lower,
    }
}
