//! Stores, people, sessions and devices.

use super::Result;
use crate::role::Role;
use async_trait::async_trait;
use domain::id::{DeviceId, StaffId};
use domain::instant::Instant;

/// A person's account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffRow {
    /// Who.
    pub id: StaffId,
    /// Login name, unique.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// The store.
    pub store: i64,
    /// The password's argon2id hash in PHC form.
    pub password: String,
    /// May not sign in.
    pub disabled: bool,
}

/// An enrolled device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceRow {
    /// Its id.
    pub id: DeviceId,
    /// Whose.
    pub staff: StaffId,
    /// What its owner calls it.
    pub name: String,
    /// When it was enrolled.
    pub enrolled: Instant,
    /// The last moment at which the server held all of its changes.
    pub synced: Option<Instant>,
    /// Its last sign of life.
    pub seen: Option<Instant>,
    /// May not sync any more.
    pub revoked: bool,
}

/// The hash of a random secret.
pub type Hash = [u8; 32];

/// A session, with the account behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRow {
    /// The hash of its token.
    pub token: Hash,
    /// Who.
    pub staff: StaffRow,
    /// On which device; revoked devices are none.
    pub device: Option<DeviceRow>,
    /// The last request that was noted.
    pub seen: Instant,
    /// When it ends unless it is used.
    pub idle_until: Instant,
    /// When it ends.
    pub until: Instant,
}

/// A new session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewSession {
    /// The hash of its token.
    pub token: Hash,
    /// Whose.
    pub staff: StaffId,
    /// On which device.
    pub device: Option<DeviceId>,
    /// When it begins.
    pub created: Instant,
    /// When it ends unless it is used.
    pub idle_until: Instant,
    /// When it ends.
    pub until: Instant,
}

/// Stores, people, sessions and devices.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Makes a store and gives its number.
    async fn create_store(&self, name: &str) -> Result<i64>;
    /// All stores with their names.
    async fn stores(&self) -> Result<Vec<(i64, String)>>;
    /// Makes an account.
    async fn create_staff(&self, row: &StaffRow) -> Result<()>;
    /// The account of a login.
    async fn staff_by_login(&self, login: &str) -> Result<Option<StaffRow>>;
    /// The accounts of a store, or all.
    async fn staff(&self, store: Option<i64>) -> Result<Vec<StaffRow>>;
    /// Whether there is any account.
    async fn has_staff(&self) -> Result<bool>;
    /// Sets a name, and whether the person may sign in; who may not has no sessions any more.
    async fn change_staff(&self, staff: StaffId, name: &str, disabled: bool) -> Result<()>;
    /// Sets a password and ends all sessions of the person.
    async fn set_password(&self, staff: StaffId, password: &str) -> Result<()>;
    /// Notes that somebody tries to sign in, or says until when nobody may.
    async fn attempt(&self, account: Hash, now: Instant) -> Result<std::result::Result<(), Instant>>;
    /// Forgets the failed attempts of an account.
    async fn clear_attempts(&self, account: Hash) -> Result<()>;

    /// Begins a session.
    async fn create_session(&self, session: &NewSession) -> Result<()>;
    /// The session of a token's hash that is in force.
    async fn session(&self, token: Hash, now: Instant) -> Result<Option<SessionRow>>;
    /// Notes that a session was used.
    async fn touch_session(&self, token: Hash, now: Instant, idle_until: Instant) -> Result<()>;
    /// Binds a session to a device.
    async fn bind_session(&self, token: Hash, device: &DeviceId) -> Result<()>;
    /// Ends a session.
    async fn end_session(&self, token: Hash) -> Result<()>;
    /// Does away with what has expired.
    async fn prune(&self, now: Instant) -> Result<()>;

    /// Enrols a device under the hash of its secret.
    async fn create_device(&self, row: &DeviceRow, secret: Hash) -> Result<()>;
    /// A device, if the secret is its own.
    async fn device(&self, id: &DeviceId, secret: Hash) -> Result<Option<DeviceRow>>;
    /// The devices of a person.
    async fn devices(&self, staff: StaffId) -> Result<Vec<DeviceRow>>;
    /// The devices of everybody in a store.
    async fn devices_of_store(&self, store: i64) -> Result<Vec<DeviceRow>>;
    /// Notes signs of life.
    async fn seen(&self, sightings: &[(DeviceId, Instant)]) -> Result<()>;
    /// Takes a device's right to sync.
    async fn revoke_device(&self, id: &DeviceId) -> Result<()>;

    /// Keeps the hash of the set-up link's token; earlier ones end.
    async fn create_setup(&self, token: Hash, until: Instant) -> Result<()>;
    /// Uses up the set-up link; false if it is not in force.
    async fn take_setup(&self, token: Hash, now: Instant) -> Result<bool>;
}
