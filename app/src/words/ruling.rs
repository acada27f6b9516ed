//! The words for rulings: what was ruled, and why one does not stand.

use crate::api::Failure;
use crate::format;
use crate::i18n::t;
use crate::state::customers::Today;
use domain::fact::Ruling;
use domain::ruling::Objection;
use serde_json::Value;

/// What the record can hold, by its words.
pub const RECORDED: [&str; 29] = [
    "card_seen",
    "phone_seen",
    "give_back",
    "hand_over",
    "take_over",
    "pool",
    "claim",
    "confirm",
    "refuse",
    "revive",
    "honour",
    "count",
    "phone_asked",
    "staff_added",
    "staff_renamed",
    "staff_disabled",
    "staff_enabled",
    "password_reset",
    "device_revoked",
    "policy_changed",
    "closed_changed",
    "leave_changed",
    "source_changed",
    "item_changed",
    "item_retired",
    "all_handed_over",
    "instructed",
    "target_changed",
    "customers_seen",
];

/// What stands in the record, by its word.
pub fn ruled(word: &str) -> &str {
    let it = &t().ruling;
    match word {
        "card_seen" => it.card_seen,
        "phone_seen" => it.phone_seen,
        "give_back" => it.give_back,
        "hand_over" => it.hand_over,
        "take_over" => it.take_over,
        "pool" => it.pool,
        "claim" => it.claim,
        "confirm" => it.confirm,
        "refuse" => it.refuse,
        "revive" => it.revive,
        "honour" => it.honour,
        "count" => it.count,
        "phone_asked" => it.phone_asked,
        "staff_added" => it.staff_added,
        "staff_renamed" => it.staff_renamed,
        "staff_disabled" => it.staff_disabled,
        "staff_enabled" => it.staff_enabled,
        "password_reset" => it.password_reset,
        "device_revoked" => it.device_revoked,
        "policy_changed" => it.policy_changed,
        "closed_changed" => it.closed_changed,
        "leave_changed" => it.leave_changed,
        "source_changed" => it.source_changed,
        "item_changed" => it.item_changed,
        "item_retired" => it.item_retired,
        "all_handed_over" => it.all_handed_over,
        "instructed" => it.instructed,
        "target_changed" => it.target_changed,
        "customers_seen" => it.customers_seen,
        other => other,
    }
}

/// What a ruling does.
pub fn ruling(what: &Ruling) -> &'static str {
    let it = &t().ruling;
    match what {
        Ruling::GiveBack { .. } => it.give_back,
        Ruling::HandOver { .. } => it.hand_over,
        Ruling::TakeOver { .. } => it.take_over,
        Ruling::Pool => it.pool,
        Ruling::Claim { .. } => it.claim,
        Ruling::Confirm { .. } => it.confirm,
        Ruling::Refuse => it.refuse,
        Ruling::Revive { .. } => it.revive,
        Ruling::Honour { .. } => it.honour,
        Ruling::Count { .. } => it.count,
    }
}

/// Why a ruling does not stand.
pub fn not_ruled(failure: &Failure, today: Today) -> String {
    let it = &t().ruling;
    let Failure::Said { code, more, .. } = failure else { return it.unreached.to_owned() };
    match (code.as_str(), &more.ruling, &more.objection) {
        ("overtaken", Some(first), _) => {
            let (_, day, zone) = today.glance();
            it.overtaken(&format::moment(first.at, zone, day), &first.by_name, &ruled(&first.what))
        }
        ("overtaken", None, _) => it.overtaken_unsaid.to_owned(),
        ("over_quota", ..) => it.over_quota(&more.most.unwrap_or_default()),
        ("objection", _, Some(word)) => {
            let known = serde_json::from_value::<Objection>(Value::String(word.clone()));
            known.map_or_else(|_| super::failure(failure), |it| objection(it).to_owned())
        }
        _ => super::failure(failure),
    }
}

fn objection(objection: Objection) -> &'static str {
    let it = &t().objection;
    match objection {
        Objection::NotLocked => it.not_locked,
        Objection::InPool => it.in_pool,
        Objection::NotInPool => it.not_in_pool,
        Objection::Closed => it.closed,
        Objection::NotClosed => it.not_closed,
        Objection::SameOwner => it.same_owner,
        Objection::UnknownPerson => it.unknown_person,
        Objection::WrongLevel => it.wrong_level,
        Objection::NoApplication => it.no_application,
        Objection::DateInPast => it.date_in_past,
        Objection::DateTooFar => it.date_too_far,
        Objection::NoEvidence => it.no_evidence,
    }
}
