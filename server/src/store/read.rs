//! From columns to our types, whichever database they come from.

use super::months::ClosedMonth;
use super::{
    Ahead, AuditRow, ChangeRow, CustomerRow, DecisionRow, DeskEntry, DeviceRow, DocKind, DocumentRow, FactRow, Fallen,
    NewDecision, Result, Revision, StaffRow, Standing, StoreError, StoredChange, Telling, Untold, Verdict,
};
use crate::role::Role;
use domain::fact::Place;
use domain::id::{ArrivalId, CustomerId, DeviceId, FactId, StaffId};
use domain::instant::{Day, Instant};
use domain::month::Month;
use domain::reception::{Arrival, Purpose};
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;
use sync::docid::DocId;
use sync::replica::RawFact;

/// A row of either database, as far as we read one. What is not there where it must be is an error.
pub(super) trait Columns {
    fn number(&self, column: &str) -> sqlx::Result<i64>;
    fn number_or_none(&self, column: &str) -> sqlx::Result<Option<i64>>;
    fn flag(&self, column: &str) -> sqlx::Result<bool>;
    fn text(&self, column: &str) -> sqlx::Result<String>;
    fn text_or_none(&self, column: &str) -> sqlx::Result<Option<String>>;
    fn bytes(&self, column: &str) -> sqlx::Result<Vec<u8>>;
    fn bytes_or_none(&self, column: &str) -> sqlx::Result<Option<Vec<u8>>>;
    /// The key or the text of a fact, in which a stranger may have written anything, U+0000 too.
    fn foreign(&self, column: &str) -> sqlx::Result<String>;
}

macro_rules! columns {
    ($row:ty, $foreign:expr) => {
        impl Columns for $row {
            fn number(&self, column: &str) -> sqlx::Result<i64> {
                self.try_get(column)
            }

            fn number_or_none(&self, column: &str) -> sqlx::Result<Option<i64>> {
                self.try_get(column)
            }

            fn flag(&self, column: &str) -> sqlx::Result<bool> {
                self.try_get(column)
            }

            fn text(&self, column: &str) -> sqlx::Result<String> {
                self.try_get(column)
            }

            fn text_or_none(&self, column: &str) -> sqlx::Result<Option<String>> {
                self.try_get(column)
            }

            fn bytes(&self, column: &str) -> sqlx::Result<Vec<u8>> {
                self.try_get(column)
            }

            fn bytes_or_none(&self, column: &str) -> sqlx::Result<Option<Vec<u8>>> {
                self.try_get(column)
            }

            fn foreign(&self, column: &str) -> sqlx::Result<String> {
                $foreign(self, column)
            }
        }
    };
}

columns!(SqliteRow, Self::text);
columns!(PgRow, |row: &PgRow, column: &str| {
    String::from_utf8(row.bytes(column)?).map_err(|error| sqlx::Error::Decode(error.into()))
});

pub(super) fn instant(row: &impl Columns, column: &str) -> Result<Instant> {
    Ok(Instant(row.number(column)?))
}

pub(super) fn instant_or_none(row: &impl Columns, column: &str) -> Result<Option<Instant>> {
    Ok(row.number_or_none(column)?.map(Instant))
}

pub(super) fn doc(row: &impl Columns, column: &str) -> Result<DocId> {
    doc_or_none(row, column)?.ok_or(StoreError::Corrupt("document id"))
}

pub(super) fn doc_or_none(row: &impl Columns, column: &str) -> Result<Option<DocId>> {
    let bytes = row.bytes_or_none(column)?;
    bytes.map(|it| it.try_into().map(DocId).map_err(|_| StoreError::Corrupt("document id"))).transpose()
}

fn hash(row: &impl Columns, column: &str) -> Result<[u8; 32]> {
    row.bytes(column)?.try_into().map_err(|_| StoreError::Corrupt("hash"))
}

fn staff_or_none(row: &impl Columns, column: &str) -> Result<Option<StaffId>> {
    let text = row.text_or_none(column)?;
    text.map(|it| StaffId::parse(&it).ok_or(StoreError::Corrupt("person's id"))).transpose()
}

fn staff_id(row: &impl Columns, column: &str) -> Result<StaffId> {
    staff_or_none(row, column)?.ok_or(StoreError::Corrupt("person's id"))
}

fn customer_or_none(row: &impl Columns, column: &str) -> Result<Option<CustomerId>> {
    let text = row.text_or_none(column)?;
    text.map(|it| CustomerId::parse(&it).ok_or(StoreError::Corrupt("customer's id"))).transpose()
}

pub(super) fn customer(row: &impl Columns, column: &str) -> Result<CustomerId> {
    customer_or_none(row, column)?.ok_or(StoreError::Corrupt("customer's id"))
}

fn fact_id_or_none(row: &impl Columns, column: &str) -> Result<Option<FactId>> {
    let text = row.text_or_none(column)?;
    text.map(|it| FactId::parse(&it).ok_or(StoreError::Corrupt("fact's id"))).transpose()
}

fn day_or_none(row: &impl Columns, column: &str) -> Result<Option<Day>> {
    let text = row.text_or_none(column)?;
    text.map(|it| Day::parse(&it).ok_or(StoreError::Corrupt("day"))).transpose()
}

pub(super) fn day(row: &impl Columns, column: &str) -> Result<Day> {
    day_or_none(row, column)?.ok_or(StoreError::Corrupt("day"))
}

pub(super) fn device_or_none(row: &impl Columns, column: &str) -> Result<Option<DeviceId>> {
    Ok(row.text_or_none(column)?.map(DeviceId))
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

/// The word of a verdict, and its reason.
pub(super) const fn verdict_code(verdict: &Verdict) -> (&'static str, &str) {
    match verdict {
        Verdict::Approve => ("approve", ""),
        Verdict::Refuse(reason) => ("refuse", reason.as_str()),
    }
}

/// What stands for the ruling that was seen last.
pub(super) fn after_key(after: Option<FactId>) -> String {
    after.map(|it| it.to_string()).unwrap_or_default()
}

pub(super) fn document(row: &impl Columns) -> Result<DocumentRow> {
    let kind = match row.text("kind")?.as_str() {
        "book" => DocKind::Book,
        "desk" => DocKind::Desk,
        "house" => DocKind::House,
        _ => return Err(StoreError::Corrupt("kind of document")),
    };
    Ok(DocumentRow {
        id: doc(row, "id")?,
        kind,
        owner: staff_or_none(row, "owner")?,
        store: row.number("store")?,
        epoch: row.number("epoch")?,
    })
}

pub(super) fn change(row: &impl Columns) -> Result<StoredChange> {
    let change = ChangeRow {
        hash: hash(row, "hash")?,
        actor: row.text("actor")?,
        seq: row.number("seq")?.unsigned_abs(),
        bytes: row.bytes("bytes")?,
        device: device_or_none(row, "device")?,
        received: instant(row, "received")?,
        lower: instant(row, "lower")?,
    };
    Ok(StoredChange { pos: row.number("pos")?, change })
}

pub(super) fn fact(row: &impl Columns) -> Result<FactRow> {
    let place = match row.number("place")? {
        0 => Place::Book,
        1 => Place::Desk,
        2 => Place::House,
        _ => return Err(StoreError::Corrupt("place")),
    };
    Ok(FactRow {
        id: row.foreign("id")?,
        customer: customer_or_none(row, "customer")?,
        text: row.foreign("text")?,
        received: instant(row, "received")?,
        device: device_or_none(row, "device")?,
        doc: doc(row, "doc")?,
        place,
    })
}

/// An account; `id` is the column that holds its id.
pub(super) fn staff(row: &impl Columns, id: &str) -> Result<StaffRow> {
    let role = row.text("role")?;
    Ok(StaffRow {
        id: staff_id(row, id)?,
        login: row.text("login")?,
        name: row.text("name")?,
        role: Role::parse(&role).ok_or(StoreError::Corrupt("role"))?,
        store: row.number("store")?,
        password: row.text("password")?,
        disabled: row.flag("disabled")?,
    })
}

pub(super) fn device(row: &impl Columns) -> Result<DeviceRow> {
    Ok(DeviceRow {
        id: DeviceId(row.text("id")?),
        staff: staff_id(row, "staff")?,
        name: row.text("name")?,
        enrolled: instant(row, "enrolled")?,
        synced: instant_or_none(row, "synced")?,
        seen: instant_or_none(row, "seen")?,
        revoked: row.flag("revoked")?,
    })
}

pub(super) fn ahead(row: &impl Columns) -> Result<Ahead> {
    let customer = row.text("customer")?;
    Ok(Ahead { mark: row.number("mark")?, store: row.number("store")?, customer: CustomerId::parse(&customer) })
}

pub(super) fn customer_row(row: &impl Columns) -> Result<CustomerRow> {
    customer_row_of(row, &row.bytes("row")?)
}

fn customer_row_of(row: &impl Columns, bytes: &[u8]) -> Result<CustomerRow> {
    Ok(CustomerRow {
        store: row.number("store")?,
        advisor: staff_or_none(row, "advisor")?,
        due: day_or_none(row, "due")?,
        lock_at: instant_or_none(row, "lock_at")?,
        row: postcard::from_bytes(bytes).map_err(|_| StoreError::Corrupt("row of a read model"))?,
    })
}

pub(super) fn revision(row: &impl Columns) -> Result<Revision> {
    let bytes = row.bytes_or_none("row")?;
    Ok(Revision {
        rev: row.number("rev")?,
        customer: customer(row, "customer")?,
        row: bytes.map(|it| customer_row_of(row, &it)).transpose()?.map(Arc::new),
    })
}

pub(super) fn print(row: &impl Columns) -> Result<u32> {
    row.number("print")?.try_into().map_err(|_| StoreError::Corrupt("fingerprint"))
}

pub(super) fn fallen(row: &impl Columns) -> Result<Fallen> {
    Ok(Fallen {
        customer: customer(row, "customer")?,
        due: day(row, "due")?,
        since: instant(row, "lock_at")?,
        advisor: staff_or_none(row, "advisor")?,
    })
}

pub(super) fn untold(row: &impl Columns) -> Result<Untold> {
    let what = match instant_or_none(row, "lifted")? {
        Some(at) if row.flag("told")? => Telling::Lifted(at, fact_id_or_none(row, "lifted_by")?),
        _ => Telling::Locked,
    };
    Ok(Untold {
        customer: customer(row, "customer")?,
        due: day(row, "due")?,
        since: instant(row, "since")?,
        desk: doc_or_none(row, "desk")?,
        what,
    })
}

pub(super) fn stamp(row: &impl Columns) -> Result<(CustomerId, Day, bool)> {
    Ok((customer(row, "customer")?, day(row, "due")?, instant_or_none(row, "lifted")?.is_some()))
}

pub(super) fn decision(row: &impl Columns) -> Result<DecisionRow> {
    let verdict = match row.text("decision")?.as_str() {
        "approve" => Verdict::Approve,
        "refuse" => Verdict::Refuse(row.text("reason")?),
        _ => return Err(StoreError::Corrupt("decision")),
    };
    let made = NewDecision {
        order: fact_id_or_none(row, "order_id")?.ok_or(StoreError::Corrupt("order's id"))?,
        customer: customer(row, "customer")?,
        store: row.number("store")?,
        verdict,
        vin: row.text("vin")?,
        year: row.number("year")?.try_into().map_err(|_| StoreError::Corrupt("year"))?,
        staff: staff_id(row, "staff")?,
        at: instant(row, "at")?,
        desk: doc_or_none(row, "desk")?,
    };
    Ok(DecisionRow { made, number: row.number_or_none("number")? })
}

pub(super) fn closed_month(row: &impl Columns) -> Result<ClosedMonth> {
    Ok(ClosedMonth {
        advisor: staff_id(row, "advisor")?,
        month: Month::parse(&row.text("month")?).ok_or(StoreError::Corrupt("month"))?,
        store: row.number("store")?,
        by: staff_id(row, "by")?,
        at: instant(row, "at")?,
        table: json(row, "frozen")?,
    })
}

pub(super) fn json<T: DeserializeOwned>(row: &impl Columns, column: &str) -> Result<T> {
    serde_json::from_str(&row.text(column)?).map_err(|_| StoreError::Corrupt("closed month"))
}

pub(super) fn arrival(row: &impl Columns) -> Result<Arrival> {
    let customer = row.text_or_none("customer")?;
    Ok(Arrival {
        id: ArrivalId::parse(&row.text("id")?).ok_or(StoreError::Corrupt("id of an arrival"))?,
        at: instant(row, "at")?,
        left: instant_or_none(row, "left_at")?,
        party: row.number("party")?.try_into().map_err(|_| StoreError::Corrupt("size of a party"))?,
        purpose: Purpose::parse(&row.text("purpose")?).ok_or(StoreError::Corrupt("purpose of an arrival"))?,
        again: row.flag("again")?,
        name: row.text("name")?,
        advisor: staff_or_none(row, "advisor")?,
        by_turn: row.flag("by_turn")?,
        customer: customer.as_deref().and_then(CustomerId::parse),
    })
}

pub(super) fn standing(row: &impl Columns) -> Result<Standing> {
    Ok(Standing { author: staff_id(row, "author")?, what: row.text("what")?, at: instant(row, "at")? })
}

pub(super) fn desk_entry(row: &impl Columns) -> Result<DeskEntry> {
    let fact = RawFact { id: row.foreign("fact")?, text: row.foreign("text")? };
    Ok(DeskEntry { desk: doc(row, "desk")?, fact })
}

pub(super) fn audit_line(row: &impl Columns) -> Result<AuditRow> {
    Ok(AuditRow {
        pos: row.number("pos")?,
        at: instant(row, "at")?,
        store: row.number("store")?,
        staff: staff_id(row, "staff")?,
        what: row.text("what")?,
        customer: CustomerId::parse(&row.text("customer")?),
        about: row.text("about")?,
    })
}
