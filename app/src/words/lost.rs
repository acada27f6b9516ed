//! The words for the reasons of F and N.

use super::item;
use crate::i18n::t;
use domain::fact::Applied;
use domain::reason::{Cause, Reason, own_item};
use domain::store::Store;

fn cause(cause: Cause) -> &'static str {
    let it = &t().lost;
    match cause {
        Cause::Model => it.model,
        Cause::Stock => it.stock,
        Cause::Promotion => it.promotion,
        Cause::Friend => it.friend,
        Cause::Distance => it.distance,
        Cause::Facilities => it.facilities,
        Cause::Price => it.price,
        Cause::Loan => it.loan,
        Cause::Territory => it.territory,
    }
}

/// A reason, under the heading of its group.
pub fn reason(reason: Reason) -> &'static str {
    let it = &t().lost;
    match reason {
        Reason::Dealer(of) | Reason::Brand(of) => cause(of),
        Reason::Preference => it.preference,
        Reason::AfterSales => it.after_sales,
        Reason::OwnService => it.own_service,
        Reason::NoPlan => it.no_plan,
        Reason::NoMeans => it.no_means,
        Reason::Unreachable => it.unreachable,
        Reason::BeyondYear => it.beyond_year,
    }
}

/// Why a customer is said to be lost, and to whom.
pub fn why_lost(store: &Store, applied: &Applied) -> String {
    let why = why(store, &applied.reason);
    if applied.rival.is_empty() { why } else { t().apply.to_rival(&applied.rival, &why) }
}

/// A reason, with its group; what is neither of the list nor the store's own stands as it is.
pub fn why(store: &Store, code: &str) -> String {
    let it = &t().apply;
    match Reason::parse(code) {
        Some(found @ Reason::Dealer(_)) => it.because(&it.dealer, &reason(found)),
        Some(found @ (Reason::Brand(_) | Reason::Preference | Reason::AfterSales)) => {
            it.because(&it.brand, &reason(found))
        }
        Some(found) => reason(found).to_owned(),
        None => own_item(&store.catalogue, code).map_or(code, item).to_owned(),
    }
}
