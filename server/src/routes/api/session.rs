//! `/api/session`: sign in, who am I, sign out.

use crate::app::App;
use crate::auth::session::{Principal, begin, farewell, meet};
use crate::auth::{device, secret};
use crate::error::ApiError;
use crate::events::Ended;
use crate::layers::limits::Body;
use crate::store::DocumentRow;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::StaffId;
use domain::instant::Instant;
use serde::{Deserialize, Serialize};

/// What signing in takes.
#[derive(Deserialize)]
pub struct SignIn {
    login: String,
    password: String,
    #[serde(default)]
    device: Option<SignInDevice>,
}

/// The device on which somebody signs in: one that is enrolled, or a new one's name.
#[derive(Deserialize)]
#[serde(untagged)]
enum SignInDevice {
    Enrolled { id: String, secret: String },
    New { name: String },
}

/// Who is signed in, and where the documents are.
#[derive(Debug, Serialize)]
pub struct SessionView {
    user: StaffId,
    login: String,
    name: String,
    role: &'static str,
    store: String,
    book: String,
    desk: String,
    house: String,
    now: Instant,
    device: Option<DeviceView>,
}

/// The session's device; the secret only in the answer that enrols it.
#[derive(Debug, Serialize)]
pub struct DeviceView {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

/// Signs in.
///
/// # Errors
/// If login and password do not fit, the account rests, too many sign in at once, or the device is not this person's.
pub async fn post(State(app): State<App>, Body(body): Body<SignIn>) -> Result<Response, ApiError> {
    let staff = check(&app, &body.login, &body.password).await?;
    let (device, token) = match body.device {
        None => (None, None),
        Some(SignInDevice::Enrolled { id, secret }) => (Some(device::attach(&app, staff, &id, &secret).await?), None),
        Some(SignInDevice::New { name }) => {
            let (row, token) = device::enrol(&app, staff, &name).await?;
            (Some(row), Some(token))
        }
    };
    app.metrics.signed_in.one();
    let cookie = begin(&app, staff, device.map(|it| it.id)).await?;
    signed_in(&app, StatusCode::OK, cookie, token).await
}

/// The answer that signs in: the cookie, and who that is.
///
/// # Errors
/// If the store fails.
pub async fn signed_in(
    app: &App,
    status: StatusCode,
    cookie: String,
    device_secret: Option<String>,
) -> Result<Response, ApiError> {
    let token = cookie.split(['=', ';']).nth(1).unwrap_or_default();
    let row = app.store.session(secret::hash(token), app.clock.now()).await?.ok_or_else(ApiError::signed_out)?;
    let view = view(app, &meet(app, row).await?, device_secret);
    Ok((status, [(header::SET_COOKIE, cookie)], Json(view)).into_response())
}

/// Who is signed in.
pub async fn get(State(app): State<App>, principal: Principal) -> Json<SessionView> {
    Json(view(&app, &principal, None))
}

/// Signs out.
///
/// # Errors
/// If the store fails.
pub async fn delete(State(app): State<App>, principal: Principal) -> Result<Response, ApiError> {
    app.store.end_session(principal.session).await?;
    app.end(Ended::Session(principal.session)).await;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, farewell(&app))]).into_response())
}

/// Login and password, with a growing delay and the same work for logins that nobody has.
async fn check(app: &App, login: &str, password: &str) -> Result<StaffId, ApiError> {
    let login = login.trim().to_lowercase();
    let account = secret::hash(&login);
    let now = app.clock.now();
    let _place = app.passwords.place().ok_or_else(ApiError::busy)?;
    // Counted before the work, so that many at once do not get around the count.
    if let Err(retry_at) = app.store.attempt(account, now).await? {
        let seconds = retry_at.since(now).unsigned_abs().div_ceil(1000);
        return Err(ApiError::too_many_attempts(seconds.max(1)));
    }
    let staff = app.store.staff_by_login(&login).await?.filter(|it| !it.disabled);
    let fits = app.passwords.verify(password, staff.as_ref().map(|it| it.password.as_str())).await?;
    let Some(staff) = staff.filter(|_| fits) else {
        app.metrics.sign_in_failed.one();
        return Err(ApiError::wrong_credentials());
    };
    app.store.clear_attempts(account).await?;
    Ok(staff.id)
}

fn view(app: &App, principal: &Principal, device_secret: Option<String>) -> SessionView {
    let url = |row: Option<DocumentRow>| row.map(|it| it.id.url()).unwrap_or_default();
    let own = principal.role.owns_customers();
    SessionView {
        user: principal.staff,
        login: principal.login.clone(),
        name: principal.name.clone(),
        role: principal.role.code(),
        store: app.settings.of(principal.store).name.clone(),
        book: url(app.directory.book(principal.staff).filter(|_| own)),
        desk: url(app.directory.desk(principal.staff).filter(|_| own)),
        house: url(app.directory.house(principal.store)),
        now: app.clock.now(),
        device: principal.device.as_ref().map(|it| DeviceView {
            id: it.id.0.clone(),
            name: it.name.clone(),
            secret: device_secret,
        }),
    }
}
