//! From columns to our types.

use crate::role::Role;
use crate::store::{ChangeRow, DeviceRow, DocKind, DocumentRow, FactRow, Result, StaffRow, StoreError, StoredChange};
use domain::fact::Place;
use domain::id::{CustomerId, DeviceId, FactId, StaffId};
use domain::instant::{Day, Instant};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use sync::docid::DocId;

pub(super) fn instant(row: &SqliteRow, column: &str) -> Result<Instant> {
    Ok(Instant(row.try_get(column)?))
}

pub(super) fn instant_or_none(row: &SqliteRow, column: &str) -> Result<Option<Instant>> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(Instant))
}

pub(super) fn doc(row: &SqliteRow, column: &str) -> Result<DocId> {
    let bytes: Vec<u8> = row.try_get(column)?;
    bytes.try_into().map(DocId).map_err(|_| StoreError::Corrupt("document id"))
}

pub(super) fn doc_or_none(row: &SqliteRow, column: &str) -> Result<Option<DocId>> {
    let bytes: Option<Vec<u8>> = row.try_get(column)?;
    bytes.map(|it| it.try_into().map(DocId).map_err(|_| StoreError::Corrupt("document id"))).transpose()
}

pub(super) fn hash(row: &SqliteRow, column: &str) -> Result<[u8; 32]> {
    let bytes: Vec<u8> = row.try_get(column)?;
    bytes.try_into().map_err(|_| StoreError::Corrupt("hash"))
}

pub(super) fn staff_or_none(row: &SqliteRow, column: &str) -> Result<Option<StaffId>> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|it| StaffId::parse(&it).ok_or(StoreError::Corrupt("person's id"))).transpose()
}

pub(super) fn staff_id(row: &SqliteRow, column: &str) -> Result<StaffId> {
    staff_or_none(row, column)?.ok_or(StoreError::Corrupt("person's id"))
}

pub(super) fn customer_or_none(row: &SqliteRow, column: &str) -> Result<Option<CustomerId>> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|it| CustomerId::parse(&it).ok_or(StoreError::Corrupt("customer's id"))).transpose()
}

pub(super) fn customer(row: &SqliteRow, column: &str) -> Result<CustomerId> {
    customer_or_none(row, column)?.ok_or(StoreError::Corrupt("customer's id"))
}

pub(super) fn fact_id_or_none(row: &SqliteRow, column: &str) -> Result<Option<FactId>> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|it| FactId::parse(&it).ok_or(StoreError::Corrupt("fact's id"))).transpose()
}

pub(super) fn day_or_none(row: &SqliteRow, column: &str) -> Result<Option<Day>> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|it| Day::parse(&it).ok_or(StoreError::Corrupt("day"))).transpose()
}

pub(super) fn day(row: &SqliteRow, column: &str) -> Result<Day> {
    day_or_none(row, column)?.ok_or(StoreError::Corrupt("day"))
}

pub(super) fn device_or_none(row: &SqliteRow, column: &str) -> Result<Option<DeviceId>> {
    Ok(row.try_get::<Option<String>, _>(column)?.map(DeviceId))
}

pub(super) const fn kind_code(kind: DocKind) -> &'static str {
    match kind {
        DocKind::Book => "book",
        DocKind::Desk => "desk",
        DocKind::House => "house",
    }
}

pub(super) const fn place_code(place: Place) -> i64 {
    match place {
        Place::Book => 0,
        Place::Desk => 1,
        Place::House => 2,
    }
}

pub(super) fn document(row: &SqliteRow) -> Result<DocumentRow> {
    let kind = match row.try_get::<String, _>("kind")?.as_str() {
        "book" => DocKind::Book,
        "desk" => DocKind::Desk,
        "house" => DocKind::House,
        _ => return Err(StoreError::Corrupt("kind of document")),
    };
    Ok(DocumentRow {
        id: doc(row, "id")?,
        kind,
        owner: staff_or_none(row, "owner")?,
        store: row.try_get("store")?,
        epoch: row.try_get("epoch")?,
    })
}

pub(super) fn change(row: &SqliteRow) -> Result<StoredChange> {
    let change = ChangeRow {
        hash: hash(row, "hash")?,
        actor: row.try_get("actor")?,
        seq: row.try_get::<i64, _>("seq")?.unsigned_abs(),
        bytes: row.try_get("bytes")?,
        device: device_or_none(row, "device")?,
        received: instant(row, "received")?,
        lower: instant(row, "lower")?,
    };
    Ok(StoredChange { pos: row.try_get("pos")?, change })
}

pub(super) fn fact(row: &SqliteRow) -> Result<FactRow> {
    let place = match row.try_get::<i64, _>("place")? {
        0 => Place::Book,
        1 => Place::Desk,
        2 => Place::House,
        _ => return Err(StoreError::Corrupt("place")),
    };
    Ok(FactRow {
        id: row.try_get("id")?,
        customer: customer_or_none(row, "customer")?,
        text: row.try_get("text")?,
        received: instant(row, "received")?,
        device: device_or_none(row, "device")?,
        doc: doc(row, "doc")?,
        place,
    })
}

/// An account; `id` is the column that holds its id.
pub(super) fn staff(row: &SqliteRow, id: &str) -> Result<StaffRow> {
    let role = Role::parse(row.try_get("role")?).ok_or(StoreError::Corrupt("role"))?;
    Ok(StaffRow {
        id: staff_id(row, id)?,
        login: row.try_get("login")?,
        name: row.try_get("name")?,
        role,
        store: row.try_get("store")?,
        password: row.try_get("password")?,
        disabled: row.try_get("disabled")?,
    })
}

pub(super) fn device(row: &SqliteRow) -> Result<DeviceRow> {
    Ok(DeviceRow {
        id: DeviceId(row.try_get("id")?),
        staff: staff_id(row, "staff")?,
        name: row.try_get("name")?,
        enrolled: instant(row, "enrolled")?,
        synced: instant_or_none(row, "synced")?,
        seen: instant_or_none(row, "seen")?,
        revoked: row.try_get("revoked")?,
    })
}
