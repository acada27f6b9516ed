//! The engine of one person's store: commands in, view changes out.

mod days;
mod link;
mod many;
mod samples;
mod storing;
mod views;

use crate::disk::{Disk, Found};
use crate::engine::many::Told;
use crate::socket::Socket;
use crate::tabs::{Tabs, Tell};
use crate::{clock, page};
use domain::command::{Command, Stamp};
use domain::fact::{Body, Place};
use domain::id::{CustomerId, DeviceId, FactId};
use domain::instant::{Day, Instant};
use domain::ledger::Ledger;
use domain::month::Month;
use domain::port::{FromEngine, Link, Own, Row, Session, SyncStatus, ToEngine};
use domain::team::Happened;
use samples::Samples;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use sync::client::Client;
use sync::docid::DocId;
use sync::replica::RawFact;
use wasm_bindgen_futures::spawn_local;

thread_local! {
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
    /// What the page has said while the store was being opened.
    static HELD: RefCell<Vec<ToEngine>> = const { RefCell::new(Vec::new()) };
}

/// A message of the page; what comes while the store is being opened waits, in its order.
pub(crate) fn hear(message: ToEngine) {
    if ENGINE.with(|slot| slot.borrow().is_some()) {
        with(|engine| engine.page(message));
    } else {
        HELD.with(|held| held.borrow_mut().push(message));
    }
}

/// Runs something on the engine, if a store is open.
pub(crate) fn with(run: impl FnOnce(&mut Engine)) {
    ENGINE.with(|slot| {
        if let Ok(mut slot) = slot.try_borrow_mut()
            && let Some(engine) = slot.as_mut()
        {
            run(engine);
        }
    });
}

/// Runs something on the engine as soon as the present turn is over.
pub(crate) fn later(run: impl FnOnce(&mut Engine) + 'static) {
    spawn_local(async move { with(run) });
}

pub(crate) fn install(engine: Engine) {
    let name = format!("genjin/{}", engine.session.user);
    ENGINE.with(|slot| *slot.borrow_mut() = Some(engine));
    let tabs = Tabs::join(&name, |tell| with(|engine| engine.told(tell)));
    with(|engine| engine.tabs = Some(tabs));
    for message in HELD.with(|held| std::mem::take(&mut *held.borrow_mut())) {
        with(|engine| engine.page(message));
    }
}

pub(crate) fn session() -> Option<Session> {
    ENGINE.with(|slot| slot.borrow().as_ref().map(|it| it.session.clone()))
}

/// What the boot has loaded.
pub(crate) struct Loaded {
    pub(crate) docs: BTreeMap<DocId, Place>,
    pub(crate) client: Client,
    pub(crate) ledger: Ledger,
    pub(crate) journal: Vec<RawFact>,
    pub(crate) bad: Vec<(String, Vec<u8>)>,
    /// Facts of the book whose pieces wait for one that is missing, and those pieces.
    pub(crate) stranded: Vec<RawFact>,
    pub(crate) aside: Vec<(String, Vec<u8>)>,
    /// Whether something of the documents is missing.
    pub(crate) is_holed: bool,
    /// Stored pieces by document: key, size, whether a snapshot.
    pub(crate) pieces: BTreeMap<DocId, Vec<(String, usize, bool)>>,
}

/// One person's open store.
pub(crate) struct Engine {
    session: Session,
    disk: Disk,
    lease: u32,
    counter: u64,
    offset: i64,
    loaded: Option<Loaded>,
    /// Sample customers, who stand in no document.
    samples: Samples,
    rows: BTreeMap<CustomerId, Row>,
    /// Customers whom facts have changed and whom the page has not been shown.
    unshown: BTreeSet<CustomerId>,
    watched: Option<CustomerId>,
    /// The month whose table is watched.
    month: Option<Month>,
    month_due: bool,
    /// The day whose report is watched.
    day: Option<Day>,
    /// What happened to each customer, and for whom it counts.
    happened: BTreeMap<CustomerId, Vec<Happened>>,
    /// What was last shown beside customers.
    own: Option<Own>,
    tabs: Option<Tabs>,
    /// Whether this tab keeps the connection.
    leads: bool,
    socket: Option<Socket>,
    /// Counts attempts to connect; a socket of an older one is not listened to.
    attempt: u32,
    generation: u64,
    joined_at: Option<u64>,
    /// Whether the present socket has been open.
    opened: bool,
    /// Why the server is about to close the connection.
    reason: String,
    /// Whether the book was written anew because the server refused it.
    mended: bool,
    /// Bytes that were waiting to leave at the last announcement.
    waiting: u32,
    /// Whether the other tabs have been told that this one holds something back.
    holding: bool,
    /// The other tabs that hold something back, and when they last said so.
    siblings_holding: BTreeMap<String, u64>,
    status: SyncStatus,
    /// What waits for the documents.
    early: Vec<ToEngine>,
    projection_due: bool,
    failed: bool,
}

impl Engine {
    pub(crate) fn new(session: Session, disk: Disk, lease: u32, found: &Found) -> Self {
        let status = SyncStatus {
            link: Link::Connecting,
            unsent: 0,
            unsaved: 0,
            uploaded: found.number("uploaded").map(Instant),
            offset: found.number("offset").unwrap_or(0),
            bytes: 0,
            quarantined: found.quarantined + u32::try_from(found.damaged.len()).unwrap_or(0),
            device_name: session.device_name.clone(),
        };
        Self {
            samples: Samples::of(session.user, found),
            offset: status.offset,
            counter: found.number("counter").unwrap_or(0),
            session,
            disk,
            lease,
            loaded: None,
            rows: BTreeMap::new(),
            unshown: BTreeSet::new(),
            watched: None,
            month: None,
            month_due: false,
            day: None,
            happened: BTreeMap::new(),
            own: None,
            tabs: None,
            leads: false,
            socket: None,
            attempt: 0,
            generation: 0,
            joined_at: None,
            opened: false,
            reason: String::new(),
            mended: false,
            waiting: 0,
            holding: false,
            siblings_holding: BTreeMap::new(),
            status,
            early: Vec::new(),
            projection_due: false,
            failed: false,
        }
    }

    /// The documents are loaded: replays the journal, shows everything, and begins to connect.
    pub(crate) fn loaded(&mut self, mut loaded: Loaded, lease: u32) {
        let journal = std::mem::take(&mut loaded.journal);
        let bad = std::mem::take(&mut loaded.bad);
        let stranded = std::mem::take(&mut loaded.stranded);
        self.lease = lease;
        self.samples.set_store(loaded.ledger.store().clone());
        self.loaded = Some(loaded);
        self.replay(journal);
        self.quarantine(bad);
        if !stranded.is_empty() {
            self.write(None, stranded);
        }
        for message in std::mem::take(&mut self.early) {
            self.page(message);
        }
        self.show_all();
        self.compact();
        self.lead();
    }

    /// Now, by the corrected clock.
    fn now(&self) -> Instant {
        clock::wall().plus(self.offset)
    }

    /// A message of the page.
    pub(crate) fn page(&mut self, message: ToEngine) {
        match message {
            ToEngine::Open(_) => {}
            ToEngine::Do(ticket, command) => self.act(ticket, command),
            ToEngine::DoAll(ticket, commands) => self.act_all(ticket, commands),
            ToEngine::Export(customers, language) => self.export(customers, language),
            ToEngine::Watch(customer) => {
                self.watched = customer;
                self.show_card();
            }
            ToEngine::Month(month) => {
                self.month = month;
                self.show_month();
            }
            ToEngine::Samples(wanted) => self.sample(wanted),
            ToEngine::Day(day) => {
                self.day = day;
                self.show_day();
            }
            ToEngine::Answer(ticket, instruction, text) => self.answer(ticket, instruction, &text),
            ToEngine::TakeAway => self.take_away(),
            ToEngine::Connect => self.connect(),
            ToEngine::Leave => self.leave(),
            ToEngine::Close(wipe) => self.close(wipe),
        }
    }

    /// Does a command: into the book if it is loaded, else into the journal.
    fn act(&mut self, ticket: u32, command: Command) {
        let now = self.now();
        let customer = command.customer();
        // Asked first: a sample must not come near the book or its journal.
        if self.samples.has(customer) {
            return self.act_on_sample(ticket, command);
        }
        let Some(loaded) = &self.loaded else {
            match command.unchecked(now) {
                Some((body, at)) => {
                    let fact = self.stamp(customer, at, body);
                    self.journal(ticket, fact);
                }
                None => self.early.push(ToEngine::Do(ticket, command)),
            }
            return;
        };
        let view = loaded.ledger.view(customer);
        match command.check(loaded.ledger.store(), view.as_ref(), now) {
            Ok((body, at)) => {
                let fact = self.stamp_own(customer, at, body);
                self.write(Some(Told::One(ticket)), vec![fact]);
            }
            Err(refusal) => page::post(&FromEngine::Refused(ticket, refusal)),
        }
    }

    /// Stamps what this person does: a card is one's own.
    fn stamp_own(&mut self, customer: CustomerId, at: Instant, mut body: Body) -> RawFact {
        if let Body::Created(created) = &mut body {
            created.advisor = self.session.user;
        }
        self.stamp(customer, at, body)
    }

    fn stamp(&mut self, customer: impl Into<Option<CustomerId>>, at: Instant, body: Body) -> RawFact {
        self.counter += 1;
        let (now, customer) = (self.now(), customer.into());
        let id = match (&body, customer) {
            // The card's fact and the customer have one id.
            (Body::Created(_), Some(customer)) => FactId(customer.0),
            _ => FactId::new(now, clock::random()),
        };
        let stamp = Stamp {
            id,
            now,
            offset: self.offset,
            device: DeviceId(self.session.device.clone()),
            counter: self.counter,
            mono: clock::mono(),
        };
        let fact = domain::command::fact(stamp, customer, at, body);
        RawFact { id: fact.id.to_string(), text: fact.text() }
    }

    /// Another tab has told something.
    fn told(&mut self, tell: Tell) {
        match tell {
            Tell::Chunk(doc, bytes) => self.sibling(&doc, &bytes),
            Tell::Acked(doc, heads) => self.sibling_acked(&doc, &heads),
            Tell::Status(bytes) => {
                if let Ok(status) = postcard::from_bytes::<SyncStatus>(&bytes).map_err(drop)
                    && !self.leads
                {
                    self.follow(status);
                }
            }
            Tell::Holding(tab) => self.sibling_holding(tab),
            Tell::Released(tab) => self.sibling_released(&tab),
            Tell::Closing => self.disk.close(),
        }
    }
}
