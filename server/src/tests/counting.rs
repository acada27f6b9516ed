//! A store that counts how often it is asked.

use crate::store::*;
use async_trait::async_trait;
use domain::id::{ArrivalId, CustomerId, DeviceId, FactId, StaffId};
use domain::instant::{Day, Instant};
use domain::month::{Month, Past};
use domain::reception::Arrival;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use sync::docid::DocId;

/// The store, and the count.
#[derive(Clone)]
pub struct Counting {
    pub inner: Arc<dyn Store>,
    pub calls: Arc<AtomicUsize>,
}

impl Counting {
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

macro_rules! counted {
    ($trait:ident: $(fn $name:ident($($arg:ident: $type:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl $trait for Counting {
            $(async fn $name(&self, $($arg: $type),*) -> $answer {
                self.calls.fetch_add(1, Ordering::SeqCst);
                self.inner.$name($($arg),*).await
            })*
        }
    };
}

counted! { Accounts:
    fn create_store(name: &str) -> Result<i64>;
    fn stores() -> Result<Vec<(i64, String)>>;
    fn create_staff(row: &StaffRow) -> Result<()>;
    fn staff_by_login(login: &str) -> Result<Option<StaffRow>>;
    fn staff(store: Option<i64>) -> Result<Vec<StaffRow>>;
    fn has_staff() -> Result<bool>;
    fn change_staff(staff: StaffId, name: &str, disabled: bool) -> Result<()>;
    fn set_password(staff: StaffId, password: &str) -> Result<()>;
    fn attempt(account: Hash, now: Instant) -> Result<std::result::Result<(), Instant>>;
    fn clear_attempts(account: Hash) -> Result<()>;
    fn create_session(session: &NewSession) -> Result<()>;
    fn session(token: Hash, now: Instant) -> Result<Option<SessionRow>>;
    fn touch_session(token: Hash, now: Instant, idle_until: Instant) -> Result<()>;
    fn bind_session(token: Hash, device: &DeviceId) -> Result<()>;
    fn end_session(token: Hash) -> Result<()>;
    fn prune(now: Instant) -> Result<()>;
    fn create_device(row: &DeviceRow, secret: Hash) -> Result<()>;
    fn device(id: &DeviceId, secret: Hash) -> Result<Option<DeviceRow>>;
    fn devices(staff: StaffId) -> Result<Vec<DeviceRow>>;
    fn devices_of_store(store: i64) -> Result<Vec<DeviceRow>>;
    fn seen(sightings: &[(DeviceId, Instant)]) -> Result<()>;
    fn revoke_device(id: &DeviceId) -> Result<()>;
    fn create_setup(token: Hash, until: Instant) -> Result<()>;
    fn take_setup(token: Hash, now: Instant) -> Result<bool>;
}

counted! { Contents:
    fn document(doc: DocId) -> Result<Option<DocumentRow>>;
    fn documents(store: Option<i64>) -> Result<Vec<DocumentRow>>;
    fn create_document(row: &DocumentRow, genesis: &[ChangeRow]) -> Result<(DocumentRow, i64)>;
    fn load(doc: DocId) -> Result<Loaded>;
    fn compacted(doc: DocId) -> Result<i64>;
    fn compact(doc: DocId, snapshot: Vec<u8>, upto: i64) -> Result<()>;
    fn changes(doc: DocId, after: i64) -> Result<Vec<StoredChange>>;
    fn last_change() -> Result<i64>;
    fn news(after: i64) -> Result<Vec<(DocId, i64)>>;
    fn commit(batch: &[Append]) -> Result<Vec<Appended>>;
    fn first_text(ids: &[String]) -> Result<Vec<(String, DocId, String)>>;
    fn facts_of(customer: CustomerId) -> Result<Vec<FactRow>>;
    fn facts_around(docs: &[DocId]) -> Result<Vec<FactRow>>;
    fn facts_of_nobody(store: i64) -> Result<Vec<FactRow>>;
    fn house_upto(store: i64) -> Result<i64>;
    fn house_facts(store: i64) -> Result<Vec<FactRow>>;
    fn all_facts() -> Result<Vec<FactRow>>;
}

counted! { Rows:
    fn ahead(limit: u32) -> Result<Vec<Ahead>>;
    fn spread(ahead: &Ahead) -> Result<()>;
    fn project(batch: &[Projected]) -> Result<usize>;
    fn revisions(store: i64, after: i64) -> Result<Vec<Revision>>;
    fn prints(store: i64) -> Result<Vec<u32>>;
    fn with_print(store: i64, print: u32) -> Result<Vec<CustomerId>>;
    fn rebuild(facts: &[FactRow]) -> Result<()>;
    fn fallen(now: Instant, limit: u32) -> Result<Vec<Fallen>>;
    fn next_lock(now: Instant) -> Result<Option<Instant>>;
    fn stamp(lock: &Fallen, desk: Option<DocId>) -> Result<bool>;
    fn untold(limit: u32) -> Result<Vec<Untold>>;
    fn told(untold: &Untold) -> Result<()>;
    fn stamps() -> Result<Vec<(CustomerId, Day, bool)>>;
}

counted! { Rulings:
    fn customer(customer: CustomerId) -> Result<Option<CustomerRow>>;
    fn rule(decision: &Decision) -> Result<Decided>;
    fn rule_all(decisions: &[Decision], line: &AuditRow) -> Result<Option<(CustomerId, Standing)>>;
    fn ruling_after(customer: CustomerId, after: Option<FactId>) -> Result<Option<Standing>>;
    fn count_rulings(author: StaffId, what: &str, since: Instant) -> Result<u32>;
    fn address(entries: &[DeskEntry]) -> Result<()>;
    fn untold_entries(limit: u32) -> Result<Vec<DeskEntry>>;
    fn entries_told(entries: &[DeskEntry]) -> Result<()>;
    fn addressed(desk: DocId, facts: &[String]) -> Result<Vec<String>>;
    fn record(row: &AuditRow) -> Result<()>;
    fn record_once(row: &AuditRow, since: Instant) -> Result<()>;
    fn count_lines(staff: StaffId, what: &str, since: Instant) -> Result<u32>;
    fn audit(store: i64, filter: &AuditFilter, limit: u32) -> Result<Vec<AuditRow>>;
}

counted! { Deliveries:
    fn decide(decision: &NewDecision) -> Result<(bool, DecisionRow)>;
    fn decisions(store: i64, since: Instant) -> Result<Vec<DecisionRow>>;
    fn decision(order: FactId) -> Result<Option<DecisionRow>>;
    fn untold_decisions(limit: u32) -> Result<Vec<DecisionRow>>;
    fn told_decision(order: FactId) -> Result<()>;
}

counted! { Reception:
    fn put_arrival(store: i64, arrival: &Arrival, by: StaffId) -> Result<()>;
    fn arrival(store: i64, id: ArrivalId) -> Result<Option<Arrival>>;
    fn arrivals(store: i64, from: Instant, until: Instant) -> Result<Vec<Arrival>>;
}

counted! { Months:
    fn close_months(months: &[ClosedMonth]) -> Result<()>;
    fn closed(store: i64, month: Month, advisor: Option<StaffId>) -> Result<Vec<ClosedMonth>>;
    fn past(store: i64, before: Month, advisor: Option<StaffId>) -> Result<Vec<Past>>;
}

counted! { Store:
    fn ping() -> Result<()>;
    fn meta(key: &str) -> Result<Option<String>>;
    fn set_meta(key: &str, value: &str) -> Result<()>;
    fn keep_meta(key: &str, value: &str) -> Result<String>;
    fn last_time() -> Result<Instant>;
    fn note_time(now: Instant) -> Result<()>;
    fn faults() -> Result<Vec<String>>;
    fn close() -> ();
}
