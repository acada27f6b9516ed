//! The engine as the screens see it: commands out, rows and states in.

mod life;

use crate::clock::Clock;
use crate::i18n::t;
use crate::pieces;
use crate::platform::worker::Worker;
use crate::platform::{file, projection};
use crate::state::late::after_paint;
use crate::state::session::Session;
use domain::command::{Command, Refusal};
use domain::daily::Daily;
use domain::id::{CustomerId, FactId};
use domain::import::Language;
use domain::instant::Instant;
use domain::month::Table;
use domain::port::{Card, FromEngine, Link, Own, Projection, Row, SyncStatus, ToEngine, Trouble};
use domain::store::Store;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Customers by id.
pub type Rows = BTreeMap<CustomerId, Arc<Row>>;

/// Why a command was not done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Undone {
    /// A rule or a check refused it.
    Refused(Refusal),
    /// Not yet: the storage does not take it, and is asked again until it does.
    Waits(String),
    /// It could not be made, or not all of it.
    Unwritten(String),
    /// The engine has stopped over it: it may be saved, and may not.
    Unknown,
}

/// Called with what became of a command: perhaps first that it [`Undone::Waits`], and then once for all.
///
/// Not a `Callback`: it must outlive the form that asked.
pub type Done = Box<dyn FnMut(Result<FactId, Undone>)>;

/// Called as a [`Done`] with what became of several commands: of those that were refused the place and why.
pub type AllDone = Box<dyn FnMut(Result<Vec<(u32, Refusal)>, Undone>)>;

/// Called once with rows for a table.
type Given = Box<dyn FnOnce(Vec<Vec<String>>)>;

enum Waiting {
    One(Done),
    All(AllDone),
}

impl Waiting {
    fn hear(&mut self, why: Undone) {
        match self {
            Self::One(done) => done(Err(why)),
            Self::All(done) => done(Err(why)),
        }
    }
}

/// Where what is shown comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Source {
    /// Nothing is there yet.
    Nothing,
    /// The projection of the last time.
    Projection,
    /// The documents.
    Documents,
}

#[derive(Default)]
struct Pipe {
    worker: Option<Worker>,
    ready: bool,
    held: Vec<ToEngine>,
    ticket: u32,
    waiting: BTreeMap<u32, Waiting>,
    exports: Vec<Given>,
    /// Rows that came before everything.
    parts: Vec<Arc<Row>>,
    /// What is watched, which a new worker has to be told: a card, a month, a day.
    watched: [Option<ToEngine>; 3],
    /// Counts workers: what a former one still has to say is not listened to.
    number: u32,
    /// How often in a row a worker has stopped, and when last.
    stops: Option<(u32, Instant)>,
}

/// The engine and all that it has said.
#[derive(Clone, Copy)]
pub struct Engine {
    pipe: StoredValue<Pipe, LocalStorage>,
    clock: Clock,
    session: Session,
    /// All customers of the lists.
    pub rows: RwSignal<Rows>,
    /// The store's settings.
    pub store: RwSignal<Arc<Store>>,
    /// How it stands with the server.
    pub sync: RwSignal<Option<SyncStatus>>,
    /// The card that is watched.
    pub card: RwSignal<Option<(CustomerId, Option<Arc<Card>>)>>,
    /// The table of the month that is watched.
    pub month: RwSignal<Option<Arc<Table>>>,
    /// The report of the day that is watched.
    pub day: RwSignal<Option<Arc<Daily>>>,
    /// What the person has beside customers.
    pub own: RwSignal<Option<Arc<Own>>>,
    /// Where the rows come from.
    pub source: RwSignal<Source>,
    /// What went wrong on the device, latest last.
    pub troubles: RwSignal<Vec<Trouble>>,
}

impl Engine {
    /// The engine, not started.
    pub fn new(clock: Clock, session: Session) -> Self {
        Self {
            pipe: StoredValue::new_local(Pipe::default()),
            clock,
            session,
            rows: RwSignal::default(),
            store: RwSignal::default(),
            sync: RwSignal::new(None),
            card: RwSignal::new(None),
            month: RwSignal::new(None),
            day: RwSignal::new(None),
            own: RwSignal::new(None),
            source: RwSignal::new(Source::Nothing),
            troubles: RwSignal::default(),
        }
    }

    /// Opens the store of whoever is signed in: paints the projection, and starts the worker behind it, which on a slow device would take
    /// the processor from the paint.
    pub fn open(self) {
        let Some(session) = self.session.me_now().and_then(|it| it.for_engine()) else { return };
        if self.pipe.read_value().worker.is_some() {
            return self.send(ToEngine::Connect);
        }
        let (user, build) = (session.user, session.build.clone());
        spawn_local(async move {
            let found = projection::read(user, &build).await;
            // Drawn in a turn of its own: what came while it was read goes first.
            let start = move || {
                let session = self.session.me_now().and_then(|it| it.for_engine());
                if let Some(session) = session.filter(|it| it.user == user) {
                    pieces::start(self, session);
                }
            };
            let show = move |all: Projection| {
                if self.source.get_untracked() == Source::Nothing {
                    self.take_all(all, Vec::new(), Source::Projection);
                }
                after_paint(start);
            };
            match found {
                Some(all) => set_timeout(move || show(all), Duration::ZERO),
                None => start(),
            }
        });
    }

    /// Does something; `done` hears what became of it, once it is durable on this device.
    pub fn run(self, command: Command, done: Done) {
        let ticket = self.ticket(Waiting::One(done));
        self.send(ToEngine::Do(ticket, command));
    }

    /// Does several things, each for another customer; `done` hears once, when all that was not refused is durable on this device.
    pub fn run_all(self, commands: Vec<Command>, done: AllDone) {
        let ticket = self.ticket(Waiting::All(done));
        self.send(ToEngine::DoAll(ticket, commands));
    }

    /// Has customers made into rows of a table; their headings are [`domain::import::heads`].
    pub fn export(
        self,
        customers: Vec<CustomerId>,
        language: Language,
        given: impl FnOnce(Vec<Vec<String>>) + 'static,
    ) {
        self.pipe.update_value(|pipe| pipe.exports.push(Box::new(given)));
        self.send(ToEngine::Export(customers, language));
    }

    /// Answers an instruction of the manager's; `done` hears what became of it.
    pub fn answer(self, instruction: FactId, text: String, done: Done) {
        let ticket = self.ticket(Waiting::One(done));
        self.send(ToEngine::Answer(ticket, instruction, text));
    }

    fn ticket(self, waiting: Waiting) -> u32 {
        let ticket = self.pipe.try_update_value(|pipe| {
            pipe.ticket = pipe.ticket.wrapping_add(1);
            pipe.waiting.insert(pipe.ticket, waiting);
            pipe.ticket
        });
        ticket.unwrap_or_default()
    }

    /// Now, by the corrected clock.
    pub fn now(self) -> Instant {
        self.clock.exact()
    }

    /// Says something to the engine; what comes before it runs is held.
    pub fn send(self, message: ToEngine) {
        self.pipe.update_value(|pipe| {
            let watched = match &message {
                ToEngine::Watch(_) => Some(0),
                ToEngine::Month(_) => Some(1),
                ToEngine::Day(_) => Some(2),
                _ => None,
            };
            if let Some(place) = watched.and_then(|it| pipe.watched.get_mut(it)) {
                *place = Some(message.clone());
            }
            match pipe.worker.as_ref().filter(|_| pipe.ready) {
                Some(worker) => worker.send(&message),
                None => pipe.held.push(message),
            }
        });
    }

    /// Whether the device has compared its clock with the server's, or has given up: which day it is it knows only then.
    pub fn knows_time(self) -> Memo<bool> {
        let met = |it: &SyncStatus| {
            let given_up = matches!(it.link, Link::Offline(_) | Link::SignedOut | Link::Refused | Link::TooOld);
            it.uploaded.is_some() || given_up
        };
        Memo::new(move |_| self.sync.with(|it| it.as_ref().is_some_and(met)))
    }

    /// The row of a customer; tracked.
    pub fn row(self, id: CustomerId) -> Option<Arc<Row>> {
        self.rows.with(|rows| rows.get(&id).cloned())
    }

    fn take(self, said: FromEngine) {
        match said {
            FromEngine::Ready => self.pipe.update_value(|pipe| {
                pipe.ready = true;
                let held = std::mem::take(&mut pipe.held);
                if let Some(worker) = &pipe.worker {
                    held.iter().for_each(|it| worker.send(it));
                }
            }),
            FromEngine::All(projection) => {
                self.session.remember_store();
                let parts = self.pipe.try_update_value(|pipe| std::mem::take(&mut pipe.parts));
                self.take_all(*projection, parts.unwrap_or_default(), Source::Documents);
            }
            FromEngine::Part(rows) => {
                let rows = rows.into_iter().map(|it| self.known(it)).collect::<Vec<_>>();
                self.pipe.update_value(|pipe| pipe.parts.extend(rows));
            }
            FromEngine::Rows(changed, gone) => self.rows.update(|rows| {
                for row in changed {
                    rows.insert(row.id, Arc::new(row));
                }
                for id in gone {
                    rows.remove(&id);
                }
            }),
            FromEngine::Store(store) => self.store.set(Arc::new(store)),
            FromEngine::Saved(ticket, fact) => self.told(ticket, Ok(fact)),
            FromEngine::Refused(ticket, refusal) => self.told(ticket, Err(Undone::Refused(refusal))),
            FromEngine::SavedAll(ticket, refused) => self.answer_all(ticket, refused),
            FromEngine::Exported(rows) => self.give(rows),
            FromEngine::Card(id, card) => self.card.set(Some((id, card.map(|it| Arc::new(*it))))),
            FromEngine::Month(table) => self.month.set(Some(Arc::new(*table))),
            FromEngine::Day(daily) => self.day.set(Some(Arc::new(*daily))),
            FromEngine::Own(own) => self.own.set(Some(Arc::new(*own))),
            FromEngine::Sync(status) => self.take_sync(status),
            FromEngine::TakenAway(text) => {
                let name = t().sync.file(&self.session.me_now().map(|it| it.login).unwrap_or_default());
                file::save(&name, "application/json", &text);
            }
            FromEngine::Together(all) => all.into_iter().for_each(|it| self.take(it)),
            FromEngine::Closed => {}
            FromEngine::Trouble(trouble) => self.trouble(trouble),
        }
    }

    /// The row as it is known here, if it has not changed: whoever shows it then has nothing to do.
    fn known(self, row: Row) -> Arc<Row> {
        let known = self.rows.with_untracked(|rows| rows.get(&row.id).filter(|it| ***it == row).cloned());
        known.unwrap_or_else(|| Arc::new(row))
    }

    /// Shows everything. What is as it was is not set anew, for each list would follow it.
    fn take_all(self, all: Projection, parts: Vec<Arc<Row>>, source: Source) {
        self.clock.set_offset(all.offset);
        if *self.store.read_untracked().as_ref() != all.store {
            self.store.set(Arc::new(all.store));
        }
        if self.own.read_untracked().as_deref() != all.own.as_ref() {
            self.own.set(all.own.map(Arc::new));
        }
        let rows: Rows = parts.into_iter().chain(all.rows.into_iter().map(Arc::new)).map(|it| (it.id, it)).collect();
        if *self.rows.read_untracked() != rows {
            self.rows.set(rows);
        }
        self.take_sync(SyncStatus {
            link: if source == Source::Documents { all.sync.link } else { Link::Connecting },
            ..all.sync
        });
        self.source.set(source);
    }

    fn take_sync(self, status: SyncStatus) {
        self.clock.set_offset(status.offset);
        if status.link == Link::SignedOut {
            self.session.expire();
        }
        // What did not get onto the disk has got there.
        if status.unsaved == 0 && self.troubles.read_untracked().iter().any(is_of_disk) {
            self.troubles.update(|all| all.retain(|it| !is_of_disk(it)));
        }
        self.sync.set(Some(status));
    }

    fn trouble(self, trouble: Trouble) {
        match &trouble {
            Trouble::NotSaved(Some(ticket), why) => {
                if let Some(mut waiting) = self.waiting(*ticket) {
                    waiting.hear(Undone::Waits(why.clone()));
                    self.pipe.update_value(|pipe| drop(pipe.waiting.insert(*ticket, waiting)));
                }
            }
            Trouble::Unwritten(Some(ticket), why) => {
                if let Some(mut waiting) = self.waiting(*ticket) {
                    waiting.hear(Undone::Unwritten(why.clone()));
                }
            }
            _ => {}
        }
        self.troubles.update(|all| {
            if !all.contains(&trouble) {
                all.push(trouble);
            }
        });
    }

    fn told(self, ticket: u32, result: Result<FactId, Undone>) {
        match (self.waiting(ticket), result) {
            (Some(Waiting::One(mut done)), result) => done(result),
            (Some(Waiting::All(mut done)), Err(why)) => done(Err(why)),
            (Some(Waiting::All(_)), Ok(_)) | (None, _) => {}
        }
    }

    fn answer_all(self, ticket: u32, refused: Vec<(u32, Refusal)>) {
        if let Some(Waiting::All(mut done)) = self.waiting(ticket) {
            done(Ok(refused));
        }
    }

    fn waiting(self, ticket: u32) -> Option<Waiting> {
        self.pipe.try_update_value(|pipe| pipe.waiting.remove(&ticket)).flatten()
    }

    /// Answers come in the order of the questions.
    fn give(self, rows: Vec<Vec<String>>) {
        let given = self.pipe.try_update_value(|pipe| (!pipe.exports.is_empty()).then(|| pipe.exports.remove(0)));
        if let Some(given) = given.flatten() {
            given(rows);
        }
    }
}

fn is_of_disk(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::NotSaved(..))
}

/// The engine.
pub fn use_engine() -> Engine {
    use_context().unwrap_or_else(|| Engine::new(crate::clock::use_clock(), crate::state::session::use_session()))
}
