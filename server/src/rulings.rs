//! Rulings 裁决: decided once by the server, written into the desks of those whom they concern; and the hand-over of a
//! customer's facts (rules D6, G1).
//!
//! **Invariant:** a ruling and everything that desks are to be told of it are one transaction; telling can be repeated.

use crate::app::App;
use crate::auth::secret;
use crate::auth::session::Principal;
use crate::customers::Known;
use crate::people::{raw, servers};
use crate::store::{Decided, Decision, DeskEntry, FactRow, StaffRow, Standing};
use domain::fact::{Body, Fact, Place, Ruled, Ruling};
use domain::id::{CustomerId, FactId, StaffId};
use domain::ruling::{self, Objection};
use domain::view::{Event, Fate, Rule, View};
use std::collections::{BTreeMap, BTreeSet};
use sync::docid::DocId;
use sync::replica::RawFact;

/// How many entries go into desks at once.
const BATCH: u32 = 1_000;

/// A ruling that somebody asks for.
#[derive(Clone, PartialEq, Debug)]
pub struct Wish {
    /// On whom.
    pub customer: CustomerId,
    /// What.
    pub what: Ruling,
    /// Why.
    pub note: String,
    /// The last ruling that was seen; the outer none if nothing is said of it.
    pub after: Option<Option<FactId>>,
}

/// What came of it.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// It stands, under this id.
    Made(FactId),
    /// There is no such customer for this person.
    Unknown,
    /// A rule forbids it.
    Forbidden(Objection),
    /// Another ruling was made on the same state; none if it is older than the record.
    Overtaken(Option<Standing>),
    /// The day's claims are used up.
    OverQuota,
}

/// Rules on a customer of the person's store. That the person may is the caller's to know.
///
/// # Errors
/// If the store fails.
pub async fn rule(app: &App, principal: &Principal, wish: Wish) -> anyhow::Result<Outcome> {
    let decision = match prepare(app, principal, wish).await? {
        Ok(decision) => decision,
        Err(outcome) => return Ok(outcome),
    };
    let id = decision.fact;
    Ok(match app.store.rule(&decision).await? {
        Decided::Made => {
            tell(app).await?;
            Outcome::Made(id)
        }
        Decided::Overtaken(standing) => Outcome::Overtaken(Some(standing)),
        Decided::OverQuota => Outcome::OverQuota,
    })
}

/// Checks a ruling that somebody asks for, and says what it would write; or why it cannot be made.
///
/// # Errors
/// If the store fails.
async fn prepare(app: &App, principal: &Principal, wish: Wish) -> anyhow::Result<Result<Decision, Outcome>> {
    let Some(row) = app.store.customer(wish.customer).await?.filter(|it| it.store == principal.store) else {
        return Ok(Err(Outcome::Unknown));
    };
    let known = Known::of(app, row.store, wish.customer).await?;
    let staff = app.store.staff(Some(row.store)).await?;
    prepare_on(app, principal, wish, &known, &staff).await
}

/// The same, on what is known of a customer of the asker's store, and of its people.
///
/// # Errors
/// If the store fails.
pub async fn prepare_on(
    app: &App,
    principal: &Principal,
    wish: Wish,
    known: &Known,
    staff: &[StaffRow],
) -> anyhow::Result<Result<Decision, Outcome>> {
    let Some(view) = known.view.as_ref().filter(|it| !it.withdrawn) else {
        return Ok(Err(Outcome::Unknown));
    };
    // Two rulings in one millisecond would be ordered by chance: the one that was checked on the other comes after it.
    let ruled = view.entries.iter().filter(|it| matches!(it.event, Event::Ruled(_))).map(|it| it.at.plus(1)).max();
    let now = ruled.map_or_else(|| app.clock.now(), |it| it.max(app.clock.now()));
    let settings = app.settings.of(principal.store);
    let last = ruling::last(view);
    if let Some(seen) = wish.after.filter(|it| *it != last) {
        return Ok(Err(Outcome::Overtaken(app.store.ruling_after(wish.customer, seen).await?)));
    }
    if let Err(objection) = ruling::check(&settings, view, &wish.what, now) {
        return Ok(Err(Outcome::Forbidden(objection)));
    }
    if new_owner(&wish.what).is_some_and(|to| !staff.iter().any(|it| it.id == to && !it.disabled)) {
        return Ok(Err(Outcome::Forbidden(Objection::UnknownPerson)));
    }
    let id = FactId::new(now, secret::number());
    let body = Body::Ruled(Ruled { by: principal.staff, what: wish.what, note: wish.note });
    let fact = Fact { customer: Some(wish.customer), place: Place::Desk, ..servers(id, now, body) };
    let policy = settings.policy(now);
    let is_claim = matches!(wish.what, Ruling::Claim { .. });
    let midnight = policy.zone.start_of(policy.zone.day(now));
    Ok(Ok(Decision {
        customer: wish.customer,
        after: last,
        fact: id,
        author: principal.staff,
        what: word(&wish.what),
        at: now,
        entries: entries(app, known, view, &raw(&fact), new_owner(&wish.what)),
        quota: is_claim.then_some((policy.claims_per_day, midnight)),
        store: principal.store,
    }))
}

const fn new_owner(what: &Ruling) -> Option<StaffId> {
    match what {
        Ruling::HandOver { to } | Ruling::TakeOver { to } | Ruling::Claim { to } => Some(*to),
        Ruling::GiveBack { .. }
        | Ruling::Pool
        | Ruling::Confirm { .. }
        | Ruling::Refuse
        | Ruling::Revive { .. }
        | Ruling::Honour { .. }
        | Ruling::Count { .. } => None,
    }
}

/// A ruling's word in the record.
#[must_use]
pub const fn word(what: &Ruling) -> &'static str {
    match what {
        Ruling::GiveBack { .. } => "give_back",
        Ruling::HandOver { .. } => "hand_over",
        Ruling::TakeOver { .. } => "take_over",
        Ruling::Pool => "pool",
        Ruling::Claim { .. } => "claim",
        Ruling::Confirm { .. } => "confirm",
        Ruling::Refuse => "refuse",
        Ruling::Revive { .. } => "revive",
        Ruling::Honour { .. } => "honour",
        Ruling::Count { .. } => "count",
    }
}

/// What the desks of the present and the next owner are told: the ruling, and the next one all facts.
fn entries(app: &App, known: &Known, view: &View, fact: &RawFact, to: Option<StaffId>) -> Vec<DeskEntry> {
    let desk = |who| app.directory.desk(who).map(|it| it.id);
    let mut entries = Vec::new();
    if let Some(desk) = to.and_then(desk) {
        entries.extend(inherited(app, known, view, desk).map(|fact| DeskEntry { desk, fact }));
    }
    let told: BTreeSet<DocId> = [Some(view.keeper), to].into_iter().flatten().filter_map(desk).collect();
    entries.extend(told.into_iter().map(|desk| DeskEntry { desk, fact: fact.clone() }));
    entries
}

/// The facts that a desk's owner does not have: what stands in other books and desks, with the same ids (rules G1).
///
/// What only the server may say is never taken out of a book, nor what this version cannot read: in a desk it would count.
// Decision (rules G1): what a former owner wrote without owning the customer stays in that owner's book, where it was set aside.
fn inherited<'a>(app: &'a App, known: &'a Known, view: &'a View, desk: DocId) -> impl Iterator<Item = RawFact> + 'a {
    let heir = app.directory.get(desk).and_then(|it| it.owner);
    let strange: BTreeSet<FactId> = view
        .entries
        .iter()
        .filter(|it| matches!(it.fate, Fate::Aside(Rule::NotOwner | Rule::NotYours)))
        .map(|it| it.id)
        .collect();
    let own: BTreeSet<FactId> = known
        .facts
        .iter()
        .filter(|(row, fact)| row.place == Place::Book && fact.author == heir)
        .map(|(_, fact)| fact.id)
        .collect();
    let is_foreign = move |row: &FactRow, fact: &Fact| match row.place {
        Place::Book => {
            let sayable = !fact.body.is_servers() && !matches!(fact.body, Body::Unreadable { .. });
            fact.author != heir && sayable && !strange.contains(&fact.id)
        }
        // A copy, in another desk, of what the heir wrote comes home to nothing new.
        Place::Desk => row.doc != desk && !own.contains(&fact.id),
        Place::House => false,
    };
    known
        .facts
        .iter()
        .filter(move |(row, fact)| is_foreign(row, fact))
        .map(|(row, _)| RawFact { id: row.id.clone(), text: row.text.clone() })
}

/// Passes on what has come of former owners since the hand-over (rules G1): late facts follow the customer.
///
/// # Errors
/// If the store fails.
pub async fn pass_on(app: &App, known: &Known) -> anyhow::Result<()> {
    let Some(view) = &known.view else { return Ok(()) };
    let was_handed = view.entries.iter().any(|it| match &it.event {
        Event::Ruled(ruled) => new_owner(&ruled.what).is_some(),
        _ => false,
    });
    let Some(desk) = view.owner.filter(|_| was_handed).and_then(|it| app.directory.desk(it)) else { return Ok(()) };
    let foreign: Vec<RawFact> = inherited(app, known, view, desk.id).collect();
    let ids: Vec<String> = foreign.iter().map(|it| it.id.clone()).collect();
    let there: BTreeSet<String> = app.store.addressed(desk.id, &ids).await?.into_iter().collect();
    let lacking: Vec<DeskEntry> = foreign
        .into_iter()
        .filter(|it| !there.contains(&it.id))
        .map(|fact| DeskEntry { desk: desk.id, fact })
        .collect();
    if !lacking.is_empty() {
        app.store.address(&lacking).await?;
    }
    Ok(())
}

/// Writes into the desks what they are still to be told.
///
/// # Errors
/// If the store fails, or a desk cannot be written.
pub async fn tell(app: &App) -> anyhow::Result<()> {
    loop {
        let mut by_desk: BTreeMap<DocId, Vec<DeskEntry>> = BTreeMap::new();
        for entry in app.store.untold_entries(BATCH).await? {
            by_desk.entry(entry.desk).or_default().push(entry);
        }
        if by_desk.is_empty() {
            return Ok(());
        }
        for (desk, entries) in by_desk {
            app.docs.write(desk, entries.iter().map(|it| it.fact.clone()).collect()).await?;
            app.store.entries_told(&entries).await?;
        }
    }
}
