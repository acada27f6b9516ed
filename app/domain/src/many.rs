//! Moving several follow-ups at once: each is checked by the same rule as one alone (rules C6).

use crate::fact::{Moved, Whose};
use crate::fold::check_move;
use crate::id::CustomerId;
use crate::instant::{Day, Instant};
use crate::port::Row;
use crate::store::Store;
use crate::view::Rule;

/// Where the follow-ups go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// All to one day.
    To(Day),
    /// Each by so many days.
    By(i64),
}

/// Why they go.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Why {
    /// The reason.
    pub reason: String,
    /// Whose it was.
    pub whose: Option<Whose>,
}

/// What becomes of each.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// Those that can be moved.
    pub moves: Vec<(CustomerId, Moved)>,
    /// Those that cannot, and the rule that forbids it.
    pub left: Vec<(CustomerId, Rule)>,
}

impl Plan {
    /// Whether what is missing is a reason, and whose it was.
    #[must_use]
    pub fn lacks_reason(&self) -> bool {
        self.left.iter().any(|it| it.1 == Rule::MoveWithoutReason)
    }
}

/// Plans to move the follow-ups of some customers.
///
/// # Example: what is locked stays, what would go too far stays, the others go
/// ```
/// # use domain::{fact::{Fact, Place, Whose}, fold::fold, instant::Instant, many::{Target, Why, plan}, port::Row, store::Store, view::Rule};
/// # let row = |id: &str, level: &str| {
/// #   let text = format!(r#"{{"kind":"created","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
/// #     "advisor":"01JQ000000000000000000000A","name":"x","level":"{level}"}}"#);
/// #   let fact = Fact::read(id, &text, Place::Book).unwrap();
/// #   Row::of(&fold(&Store::default(), domain::id::CustomerId(fact.id.0), [&fact]).unwrap())
/// # };
/// // Due on the 3rd, the 5th and the 16th.
/// let rows = [row("01JQ0000000000000000000001", "P1"), row("01JQ0000000000000000000002", "P2"), row("01JQ0000000000000000000003", "P4")];
/// let why = Why { reason: "travels".into(), whose: Some(Whose::Advisor) };
/// let now = Instant::parse("2026-03-04T10:00:00+08:00").unwrap();
/// let plan = plan(&Store::default(), &rows, Target::By(5), &why, now);
/// assert_eq!(plan.moves.iter().map(|it| (it.0, it.1.to.to_string())).collect::<Vec<_>>(), [(rows[2].id, "2026-03-21".to_owned())]);
/// assert_eq!(plan.left, [(rows[0].id, Rule::Locked), (rows[1].id, Rule::MoveTooFar)]);
/// ```
pub fn plan<'a>(
    store: &Store,
    rows: impl IntoIterator<Item = &'a Row>,
    target: Target,
    why: &Why,
    now: Instant,
) -> Plan {
    let mut found = Plan::default();
    for row in rows {
        match one(store, row, target, why, now) {
            Ok(moved) => found.moves.push((row.id, moved)),
            Err(rule) => found.left.push((row.id, rule)),
        }
    }
    found
}

fn one(store: &Store, row: &Row, target: Target, why: &Why, now: Instant) -> Result<Moved, Rule> {
    if row.lock(now).is_some() {
        return Err(Rule::Locked);
    }
    let open = row.follow_up.ok_or(Rule::NoFollowUp)?;
    let to = match target {
        Target::To(day) => day,
        Target::By(days) => open.due.plus(days),
    };
    let moved = Moved { to, reason: why.reason.trim().to_owned(), whose: why.whose };
    check_move(store.policy(now), row.level, &open, now, &moved)?;
    Ok(moved)
}
