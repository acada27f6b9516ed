//! Who works here. Signed in once, the app starts signed in, also without a network.

use crate::api::{self, Device, Failure, Me};
use crate::platform::{dom, storage};
use domain::id::StaffId;
use leptos::prelude::*;
use leptos::task::spawn_local;

const KEY: &str = "genjin.session";
/// Where the last state of the team is kept.
pub const TEAM: &str = "genjin.team";
/// Where the last state of the locks is kept.
pub const LOCKS: &str = "genjin.locks";

/// Where the fingerprints of the store's numbers are kept.
pub const PHONES: &str = "genjin.phones";

/// What a person does here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// 销售顾问
    Advisor,
    /// 销售经理
    Manager,
    /// 财务
    Finance,
    /// 管理员
    Admin,
    /// 前台
    Reception,
    /// A role that this version does not know.
    Other,
}

/// The session.
#[derive(Clone, Copy)]
pub struct Session {
    me: RwSignal<Option<Me>>,
    expired: RwSignal<bool>,
}

impl Session {
    /// Starts from the hint of the last time.
    pub fn start() -> Self {
        Self { me: RwSignal::new(storage::get(KEY)), expired: RwSignal::new(false) }
    }

    /// Asks the server in the background whether it still holds; without an answer it does.
    pub fn check(self) {
        if self.me.read_untracked().is_none() {
            return;
        }
        spawn_local(async move {
            match api::session().await {
                Ok(me) if self.me.read_untracked().as_ref().is_some_and(|it| it.user == me.user) => self.set(me),
                Ok(_) => self.expired.set(true),
                Err(failure) if failure.is_signed_out() => self.expired.set(true),
                Err(_) => {}
            }
        });
    }

    /// Signs in; the device enrols the first time and is known afterwards.
    pub async fn sign_in(self, login: &str, password: &str, device_name: &str) -> Result<Me, Failure> {
        let key = format!("genjin.device.{login}");
        let known: Option<Device> = storage::get(&key);
        let device = match known {
            Some(it) => Device { name: String::new(), ..it },
            None => Device { name: device_name.to_owned(), ..Device::default() },
        };
        let me = api::sign_in(login, password, &device).await?;
        if let Some(enrolled) = me.device.clone().filter(|it| it.secret.is_some()) {
            storage::set(&key, enrolled);
        }
        Ok(me)
    }

    /// Takes what the server says of the person.
    pub fn set(self, mut me: Me) {
        if let Some(device) = me.device.as_mut() {
            device.secret = None;
        }
        let old = self.me.read_untracked().as_ref().and_then(|it| it.device.clone());
        me.device = me.device.or(old);
        storage::set(KEY, &me);
        self.expired.set(false);
        if self.me.read_untracked().as_ref() != Some(&me) {
            self.me.set(Some(me));
        }
    }

    /// Forgets the person; what is stored on the device stays.
    pub fn forget() {
        for key in [KEY, TEAM, LOCKS, PHONES] {
            storage::remove(key);
        }
    }

    /// Remembers that a store of this person is on this device: should it be gone one day, somebody has wiped it.
    pub fn remember_store(self) {
        if let Some(me) = self.me.read_untracked().as_ref() {
            storage::set(&known_key(&me.user), true);
        }
    }

    /// Who; tracked.
    pub fn me(self) -> Option<Me> {
        self.me.get()
    }

    /// Who; untracked.
    pub fn me_now(self) -> Option<Me> {
        self.me.get_untracked()
    }

    /// Whether the server wants a new sign-in; tracked.
    pub fn is_expired(self) -> bool {
        self.expired.get()
    }

    /// The server wants a new sign-in.
    pub fn expire(self) {
        self.expired.set(true);
    }

    /// The role; tracked.
    pub fn role(self) -> Option<Role> {
        self.me.read().as_ref().map(Me::role)
    }

    /// The person's id.
    pub fn user(self) -> Option<StaffId> {
        self.me.read_untracked().as_ref().and_then(|it| StaffId::parse(&it.user))
    }
}

impl Me {
    /// The role.
    pub fn role(&self) -> Role {
        match self.role.as_str() {
            "advisor" => Role::Advisor,
            "manager" => Role::Manager,
            "finance" => Role::Finance,
            "admin" => Role::Admin,
            "reception" => Role::Reception,
            _ => Role::Other,
        }
    }

    /// The session as the engine needs it; none for people without a book.
    pub fn for_engine(&self) -> Option<domain::port::Session> {
        let user = StaffId::parse(&self.user)?;
        if self.book.is_empty() {
            return None;
        }
        let device = self.device.clone().unwrap_or_default();
        Some(domain::port::Session {
            user,
            login: self.login.clone(),
            name: self.name.clone(),
            role: self.role.clone(),
            store: self.store.clone(),
            book: self.book.clone(),
            desk: self.desk.clone(),
            house: self.house.clone(),
            device: device.id,
            device_name: device.name,
            known: storage::get(&known_key(&self.user)).unwrap_or(false),
            build: dom::meta("genjin-build").unwrap_or_default(),
            alone: false,
        })
    }
}

fn known_key(user: &str) -> String {
    format!("genjin.known.{user}")
}

/// The session.
pub fn use_session() -> Session {
    use_context().unwrap_or_else(Session::start)
}
