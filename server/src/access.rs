//! Who may do what with a document, and see which month. A question about a document, never about a field.
//!
//! **Invariant:** a pure function of what is in memory; it is asked before anything of the document is looked up.

use crate::auth::session::Principal;
use crate::role::Role;
use crate::store::{DocKind, DocumentRow};
use domain::month::Scope;
use domain::store::{Person, Store as Settings};
use sync::hub::Access;

/// The access to a document; none is the same whether it is another's or not there at all.
#[must_use]
pub fn access(principal: &Principal, document: Option<&DocumentRow>) -> Option<Access> {
    let document = document.filter(|it| it.store == principal.store)?;
    let is_own = document.owner == Some(principal.staff) && principal.role.owns_customers();
    let is_manager = match principal.role {
        Role::Manager => true,
        Role::Advisor | Role::Finance | Role::Reception | Role::Admin => false,
    };
    match document.kind {
        DocKind::Book if is_own => Some(Access::ReadWrite),
        DocKind::Book | DocKind::Desk if is_own || is_manager => Some(Access::ReadOnly),
        DocKind::Book | DocKind::Desk => None,
        DocKind::House => Some(Access::ReadOnly),
    }
}

/// Whether somebody may see a monthly table: an advisor the own one, a manager those of the store's people and the team's.
#[must_use]
pub fn month(principal: &Principal, settings: &Settings, scope: Scope) -> bool {
    let owns_customers = |it: &Person| Role::parse(&it.role).is_some_and(Role::owns_customers);
    match (principal.role, scope) {
        (Role::Advisor, Scope::Advisor(advisor)) => advisor == principal.staff,
        (Role::Manager, Scope::Advisor(advisor)) => settings.staff.get(&advisor).is_some_and(owns_customers),
        (Role::Manager, Scope::Team) => true,
        (Role::Advisor, Scope::Team) | (Role::Finance | Role::Reception | Role::Admin, _) => false,
    }
}
