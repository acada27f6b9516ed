//! Stores and people: accounts, and what follows from them in documents.
//!
//! **Invariant:** the accounts decide; [`furnish`] brings a house up to them, again and again, and so repairs what a crash or another process left.

use crate::app::{App, Core};
use crate::auth::password::{LONGEST, Passwords, SHORTEST};
use crate::auth::secret;
use crate::role::Role;
use crate::store::{DocKind, DocumentRow, StaffRow};
use domain::fact::{Body, Fact, Place};
use domain::id::{DeviceId, FactId, StaffId};
use domain::instant::Instant;
use domain::policy::Policy;
use sync::docid::DocId;
use sync::replica::RawFact;

/// The sources 来源 that a new store begins with; they are the store's to change.
const SOURCES: [(&str, &str, &str); 7] = [
    ("showroom", "来店/来电", "Showroom visit or call"),
    ("referral", "推荐", "Referral"),
    ("owner_base", "基盘", "Owner base"),
    ("inside", "内部情报", "Inside information"),
    ("staff", "员工", "Staff"),
    ("exhibition", "展示会", "Exhibition"),
    ("online", "网络线索", "Online lead"),
];

/// Somebody who is to have an account.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// Login name: 2 to 32 small letters, digits, dots, dashes, underscores.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// The store.
    pub store: i64,
    /// The password.
    pub password: String,
}

/// Why somebody gets no account.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NewStaffError {
    /// The login name is not one.
    #[error("a login has 2 to 32 small letters, digits, dots, dashes or underscores")]
    Login,
    /// The name is empty or too long.
    #[error("a name has 1 to 60 characters")]
    Name,
    /// The password is too short or too long.
    #[error("a password has at least {SHORTEST} characters and at most {LONGEST} bytes")]
    Password,
}

impl NewStaff {
    /// Checks what was typed.
    ///
    /// # Errors
    /// If something cannot be taken.
    pub fn check(&self) -> Result<(), NewStaffError> {
        let of_login = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "._-".contains(it);
        if !(2..=32).contains(&self.login.len()) || !self.login.chars().all(of_login) {
            return Err(NewStaffError::Login);
        }
        check_name(&self.name)?;
        check_password(&self.password)
    }
}

/// Checks a name.
///
/// # Errors
/// If it cannot be taken.
pub fn check_name(name: &str) -> Result<(), NewStaffError> {
    let fits = !name.trim().is_empty() && name.chars().count() <= 60;
    if fits { Ok(()) } else { Err(NewStaffError::Name) }
}

/// Checks a password.
///
/// # Errors
/// If it cannot be taken.
pub fn check_password(password: &str) -> Result<(), NewStaffError> {
    let fits = password.chars().count() >= SHORTEST && password.len() <= LONGEST;
    if fits { Ok(()) } else { Err(NewStaffError::Password) }
}

/// Makes a store with its house.
///
/// # Errors
/// If the store fails.
pub async fn add_store(app: &App, name: &str) -> anyhow::Result<i64> {
    let store = found(app, name).await?;
    furnish(app, store).await?;
    Ok(store)
}

/// Makes an account, with book and desk for whom owns customers, and writes the person into the house.
///
/// # Errors
/// If something cannot be taken, or the store fails.
pub async fn add_staff(app: &App, new: NewStaff) -> anyhow::Result<StaffId> {
    let store = new.store;
    let staff = enrol(app, &app.passwords, new).await?;
    furnish(app, store).await?;
    Ok(staff)
}

/// Makes a store with an empty house; [`furnish`] does the rest.
///
/// # Errors
/// If the store fails.
pub async fn found(core: &Core, name: &str) -> anyhow::Result<i64> {
    let store = core.store.create_store(name).await?;
    create(core, DocKind::House, None, store).await?;
    Ok(store)
}

/// Makes an account, with book and desk for whom owns customers; [`furnish`] does the rest.
///
/// # Errors
/// If something cannot be taken, or the store fails.
pub async fn enrol(core: &Core, passwords: &Passwords, new: NewStaff) -> anyhow::Result<StaffId> {
    new.check()?;
    let id = StaffId::new(core.clock.now(), secret::number());
    let password = passwords.hash(&new.password).await?;
    let NewStaff { login, name, role, store, .. } = new;
    core.store.create_staff(&StaffRow { id, login, name, role, store, password, disabled: false }).await?;
    if role.owns_customers() {
        create(core, DocKind::Book, Some(id), store).await?;
        create(core, DocKind::Desk, Some(id), store).await?;
    }
    Ok(id)
}

async fn create(core: &Core, kind: DocKind, owner: Option<StaffId>, store: i64) -> anyhow::Result<DocId> {
    let row = DocumentRow { id: DocId(secret::random()), kind, owner, store, epoch: 1 };
    Ok(core.create_document(row).await?)
}

/// Writes into a store's house what its accounts say and the house does not, and makes documents that are missing.
///
/// # Errors
/// If the store fails.
pub async fn furnish(app: &App, store: i64) -> anyhow::Result<()> {
    // Another process may do the same: what it has written meanwhile is read, and only what is still lacking is written.
    while !furnish_once(app, store).await? {}
    Ok(())
}

/// The same once; false if the house has changed meanwhile.
async fn furnish_once(app: &App, store: i64) -> anyhow::Result<bool> {
    let staff = app.store.staff(Some(store)).await?;
    for person in staff.iter().filter(|it| it.role.owns_customers()) {
        if app.directory.book(person.id).is_none() {
            create(app, DocKind::Book, Some(person.id), store).await?;
        }
        if app.directory.desk(person.id).is_none() {
            create(app, DocKind::Desk, Some(person.id), store).await?;
        }
    }
    let house = match app.directory.house(store) {
        Some(it) => it.id,
        None => create(app, DocKind::House, None, store).await?,
    };
    app.settings.reload(&*app.store, store).await?;
    let (upto, settings) = (app.settings.upto(store), app.settings.of(store));
    let now = app.clock.now();
    let mut bodies = Vec::new();
    let name = app.store.stores().await?.into_iter().find(|it| it.0 == store).map(|it| it.1).unwrap_or_default();
    if settings.name != name {
        bodies.push(Body::Store { name });
    }
    if settings.sources.is_empty() {
        // From now on the store's numbers are its own: another version's defaults do not move them.
        bodies.push(Body::Policy { valid_from: now, policy: Policy::default() });
        let source =
            |(code, zh, en): (&str, &str, &str)| Body::Source { code: code.into(), zh: zh.into(), en: en.into() };
        bodies.extend(SOURCES.into_iter().map(source));
    }
    for person in staff {
        let role = person.role.code().to_owned();
        let is_told = settings.staff.get(&person.id).is_some_and(|it| it.name == person.name && it.role == role);
        if !is_told {
            bodies.push(Body::Staff { staff: person.id, name: person.name, role });
        }
    }
    if bodies.is_empty() {
        return Ok(true);
    }
    let facts = bodies.into_iter().map(|body| raw(&servers(FactId::new(now, secret::number()), now, body))).collect();
    let written = app.docs.write_after(house, upto, facts).await?;
    app.settings.reload(&*app.store, store).await?;
    Ok(written)
}

/// A fact of the server about the store.
#[must_use]
pub fn servers(id: FactId, at: Instant, body: Body) -> Fact {
    Fact {
        id,
        customer: None,
        at,
        recorded: at,
        offset: 0,
        device: DeviceId::default(),
        counter: 0,
        mono: 0,
        place: Place::House,
        author: None,
        body,
    }
}

/// A fact as documents have it.
#[must_use]
pub fn raw(fact: &Fact) -> RawFact {
    RawFact { id: fact.id.to_string(), text: fact.text() }
}
