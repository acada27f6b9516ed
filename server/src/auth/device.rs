//! Devices: enrolled once, with a secret that outlives sessions (rules F1).

use crate::app::App;
use crate::auth::secret;
use crate::error::ApiError;
use crate::store::DeviceRow;
use domain::id::{DeviceId, StaffId};

/// The most characters of a device's name.
const NAME_MAX: usize = 60;

/// Enrols a device and gives the secret, which nobody can read again.
///
/// # Errors
/// If the name is empty or too long, or the store fails.
pub async fn enrol(app: &App, staff: StaffId, name: &str) -> Result<(DeviceRow, String), ApiError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX {
        return Err(ApiError::invalid(format!("a device's name has 1 to {NAME_MAX} characters")));
    }
    let now = app.clock.now();
    let row = DeviceRow {
        id: DeviceId(hex::encode(secret::random::<12>())),
        staff,
        name: name.to_owned(),
        enrolled: now,
        synced: None,
        seen: Some(now),
        revoked: false,
    };
    let token = secret::token();
    app.store.create_device(&row, secret::hash(&token)).await?;
    Ok((row, token))
}

/// Finds a device again by its secret. It must be this person's.
///
/// # Errors
/// If it is not, or was revoked; the answer does not say which.
pub async fn attach(app: &App, staff: StaffId, id: &str, token: &str) -> Result<DeviceRow, ApiError> {
    let device = app.store.device(&DeviceId(id.to_owned()), secret::hash(token)).await?;
    device.filter(|it| it.staff == staff && !it.revoked).ok_or_else(ApiError::device_refused)
}
