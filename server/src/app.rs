//! What every handler and task can reach.

use crate::auth::password::Passwords;
use crate::board::{Board, Boards, Owned};
use crate::bus::{Bus, Memory, Notice};
use crate::clock::Clock;
use crate::config::Web;
use crate::directory::Directory;
use crate::docs::Documents;
use crate::events::{Ended, Events};
use crate::metrics::Metrics;
use crate::online::Online;
use crate::phones::Keys;
use crate::settings::Settings;
use crate::store::{ChangeRow, DocumentRow, Result, Store};
use crate::team::share::Shares;
use domain::store::Store as StoreSettings;
use std::ops::Deref;
use std::sync::Arc;
use sync::docid::DocId;
use sync::replica::{Heads, Replica};
use tokio::sync::Notify;

/// Where the store's incarnation is kept.
pub const INCARNATION: &str = "incarnation";

/// What works without any handler: the store, the clock, and what is kept in memory of the store.
#[derive(Clone)]
pub struct Core {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The clock.
    pub clock: Clock,
    /// Which documents there are.
    pub directory: Arc<Directory>,
    /// The stores' settings.
    pub settings: Arc<Settings>,
    /// The stores' customers.
    pub boards: Arc<Boards>,
    /// What they have in the figures of their teams.
    pub shares: Arc<Shares>,
    /// The keys of the stores' fingerprints.
    pub keys: Arc<Keys>,
    /// Wakes the projector.
    pub wake: Arc<Wake>,
    /// Counts what happens.
    pub metrics: Arc<Metrics>,
    /// The store's incarnation: another one makes clients forget what they believed.
    pub incarnation: Arc<str>,
    /// How other processes on the store are told, and heard.
    pub bus: Arc<dyn Bus>,
    /// The position of the last change when the store was taken up: what has come until then is known.
    pub since: i64,
}

impl Core {
    /// Takes up a store that no other process uses.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn open(store: Arc<dyn Store>, clock: Clock) -> Result<Self> {
        Self::open_among(store, clock, Arc::new(Memory::default())).await
    }

    /// Takes up a store among the processes that this bus reaches.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn open_among(store: Arc<dyn Store>, clock: Clock, bus: Arc<dyn Bus>) -> Result<Self> {
        let incarnation = match store.meta(INCARNATION).await? {
            Some(it) => it,
            None => store.keep_meta(INCARNATION, &hex::encode(crate::auth::secret::random::<16>())).await?,
        };
        let since = store.last_change().await?;
        let core = Self {
            store,
            clock,
            directory: Arc::default(),
            settings: Arc::default(),
            boards: Arc::default(),
            shares: Arc::default(),
            keys: Arc::default(),
            wake: Arc::default(),
            metrics: Arc::default(),
            incarnation: incarnation.into(),
            bus,
            since,
        };
        core.refresh().await?;
        for (store, _) in core.store.stores().await? {
            core.settings.reload(&*core.store, store).await?;
        }
        Ok(core)
    }

    /// The customers of a store in the read model.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn customers(&self, store: i64) -> Result<Board> {
        Ok(self.boards.of(&*self.store, store, self.clock.now()).await?.0)
    }

    /// The customers of a store in the read model, by their owners.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn owned(&self, store: i64) -> Result<Owned> {
        Ok(self.boards.of(&*self.store, store, self.clock.now()).await?.1)
    }

    /// Takes up the documents that another process has made.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn refresh(&self) -> Result<()> {
        self.directory.add(self.store.documents(None).await?);
        Ok(())
    }

    /// The settings of a store, whichever process has changed them last.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn fresh(&self, store: i64) -> Result<Arc<StoreSettings>> {
        self.settings.refresh(&*self.store, store).await?;
        Ok(self.settings.of(store))
    }

    /// Makes a document, with the first change that every document has, or gives the one that another process has made.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn create_document(&self, row: DocumentRow) -> Result<DocId> {
        let now = self.clock.now();
        let genesis = Replica::genesis().changes_since(&Heads::default()).into_iter();
        let genesis: Vec<ChangeRow> = genesis
            .map(|it| ChangeRow {
                hash: it.hash,
                actor: it.actor,
                seq: it.seq,
                bytes: it.bytes,
                device: None,
                received: now,
                lower: now,
            })
            .collect();
        let (row, upto) = self.store.create_document(&row, &genesis).await?;
        let id = row.id;
        self.directory.add([row]);
        self.bus.tell(&[Notice::Changes(id, upto)]).await;
        Ok(id)
    }
}

/// Wakes the projector after a commit.
#[derive(Debug, Default)]
pub struct Wake(Notify);

impl Wake {
    /// Something was committed.
    pub fn touch(&self) {
        self.0.notify_one();
    }

    /// Waits for a commit; one that came before counts.
    pub async fn touched(&self) {
        self.0.notified().await;
    }
}

/// The application. Clones are the same one.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What handlers reach beside the core.
pub struct Inner {
    /// What works without any handler.
    pub core: Core,
    /// The documents that are in use.
    pub docs: Documents,
    /// How the server is reached, and the site that it carries.
    pub web: Web,
    /// Changes that others wait for.
    pub events: Events,
    /// Who is connected.
    pub online: Online,
    /// Hashing of passwords.
    pub passwords: Passwords,
}

impl App {
    /// Puts the application together; [`crate::tasks::start`] lets it run.
    #[must_use]
    pub fn new(core: Core, web: Web, passwords: Passwords) -> Self {
        let events = Events::default();
        let online = Online::new(events.clone());
        let docs = Documents::new(core.clone());
        Self(Arc::new(Inner { core, docs, web, events, online, passwords }))
    }

    /// Sessions end now, in whichever process they are in use.
    pub async fn end(&self, what: Ended) {
        self.events.end(what.clone());
        self.bus.tell(&[Notice::Ended(what)]).await;
    }
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Deref for Inner {
    type Target = Core;

    fn deref(&self) -> &Core {
        &self.core
    }
}
