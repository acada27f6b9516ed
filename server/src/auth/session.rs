//! Sessions: a random token in a cookie, its hash in the store.

use crate::app::App;
use crate::auth::secret;
use crate::error::ApiError;
use crate::role::Role;
use crate::store::{DeviceRow, Hash, NewSession, SessionRow};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, CookieJar};
use domain::id::{DeviceId, StaffId};
use domain::instant::Instant;

/// A tablet that stays in a drawer over the holidays is still signed in.
const IDLE: i64 = 30 * Instant::DAY;
/// However much it is used.
const ABSOLUTE: i64 = 180 * Instant::DAY;
/// How exactly the last use is noted: a write each time would cost more than it tells.
const NOTED: i64 = 5 * Instant::MINUTE;

/// Who is asking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Principal {
    /// Who.
    pub staff: StaffId,
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// The store.
    pub store: i64,
    /// The session, by the hash of its token.
    pub session: Hash,
    /// The enrolled device of the session.
    pub device: Option<DeviceRow>,
    /// When the session ends, used or not.
    pub until: Instant,
}

impl Principal {
    /// The person of a session.
    #[must_use]
    pub fn of(row: SessionRow) -> Self {
        Self {
            staff: row.staff.id,
            login: row.staff.login,
            name: row.staff.name,
            role: row.staff.role,
            store: row.staff.store,
            session: row.token,
            device: row.device,
            until: row.until,
        }
    }

    /// Goes on only for a manager; anybody else meets what is not there.
    ///
    /// # Errors
    /// If it is somebody else.
    pub fn managing(&self) -> Result<(), ApiError> {
        match self.role {
            Role::Manager => Ok(()),
            Role::Advisor | Role::Finance | Role::Reception | Role::Admin => Err(ApiError::not_found()),
        }
    }

    /// Goes on only for finance; anybody else meets what is not there.
    ///
    /// # Errors
    /// If it is somebody else.
    pub fn financing(&self) -> Result<(), ApiError> {
        match self.role {
            Role::Finance => Ok(()),
            Role::Advisor | Role::Manager | Role::Reception | Role::Admin => Err(ApiError::not_found()),
        }
    }
}

impl Principal {
    /// Goes on only for those who can own customers.
    ///
    /// # Errors
    /// If it is somebody else.
    pub fn owning(&self) -> Result<(), ApiError> {
        if self.role.owns_customers() { Ok(()) } else { Err(ApiError::not_found()) }
    }

    /// Goes on only for those who receive visitors.
    ///
    /// # Errors
    /// If it is somebody else.
    pub fn receiving(&self) -> Result<(), ApiError> {
        match self.role {
            Role::Reception | Role::Manager => Ok(()),
            Role::Advisor | Role::Finance | Role::Admin => Err(ApiError::not_found()),
        }
    }

    /// Goes on only for those who look after accounts.
    ///
    /// # Errors
    /// If it is somebody else.
    pub fn appointing(&self) -> Result<(), ApiError> {
        if self.role.appoints(Role::Advisor) { Ok(()) } else { Err(ApiError::not_found()) }
    }

    /// Goes on only for those who set what holds in the store.
    ///
    /// # Errors
    /// If it is somebody else.
    pub fn setting(&self) -> Result<(), ApiError> {
        match self.role {
            Role::Manager | Role::Admin => Ok(()),
            Role::Advisor | Role::Finance | Role::Reception => Err(ApiError::not_found()),
        }
    }

    /// Goes on only for those who read the record.
    ///
    /// # Errors
    /// If it is somebody else.
    pub fn auditing(&self) -> Result<(), ApiError> {
        match self.role {
            Role::Manager | Role::Admin => Ok(()),
            Role::Advisor | Role::Finance | Role::Reception => Err(ApiError::not_found()),
        }
    }
}

impl FromRequestParts<App> for Principal {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        resolve(app, &parts.headers).await?.ok_or_else(ApiError::signed_out)
    }
}

/// Who is asking, if there is a session in force.
///
/// # Errors
/// If the store fails.
pub async fn resolve(app: &App, headers: &HeaderMap) -> anyhow::Result<Option<Principal>> {
    let jar = CookieJar::from_headers(headers);
    let Some(token) = jar.get(app.web.cookie_name()).map(Cookie::value) else { return Ok(None) };
    let now = app.clock.now();
    let Some(row) = app.store.session(secret::hash(token), now).await? else { return Ok(None) };
    if now.since(row.seen) >= NOTED {
        app.store.touch_session(row.token, now, now.plus(IDLE).min(row.until)).await?;
    }
    Ok(Some(meet(app, row).await?))
}

/// The person of a session, whose documents are known from now on: another process may have made the account, or the store,
/// and its word be still under way.
///
/// # Errors
/// If the store fails.
pub async fn meet(app: &App, row: SessionRow) -> anyhow::Result<Principal> {
    let principal = Principal::of(row);
    let lacks_book = principal.role.owns_customers() && app.directory.book(principal.staff).is_none();
    if lacks_book || app.directory.house(principal.store).is_none() {
        app.refresh().await?;
        app.settings.refresh(&*app.store, principal.store).await?;
    }
    Ok(principal)
}

/// Begins a session and gives the `Set-Cookie` that carries it.
///
/// # Errors
/// If the store fails.
pub async fn begin(app: &App, staff: StaffId, device: Option<DeviceId>) -> anyhow::Result<String> {
    let token = secret::token();
    let created = app.clock.now();
    let session = NewSession {
        token: secret::hash(&token),
        staff,
        device,
        created,
        idle_until: created.plus(IDLE),
        until: created.plus(ABSOLUTE),
    };
    app.store.create_session(&session).await?;
    Ok(cookie(app, &token, ABSOLUTE / Instant::SECOND))
}

/// The `Set-Cookie` that takes the session's away.
#[must_use]
pub fn farewell(app: &App) -> String {
    cookie(app, "", 0)
}

fn cookie(app: &App, value: &str, seconds: i64) -> String {
    let name = app.web.cookie_name();
    let secure = if app.web.is_secure() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}
