//! The words for what a store sets: the numbers of its policy, days, and what the record says of them.

use super::list;
use crate::i18n::t;
use domain::calendar::SpanFault;
use domain::catalogue::Kind;
use domain::holiday::Holiday;
use domain::list::saved::{NAME_MAX, VIEWS_MAX, ViewFault};
use domain::policy::Policy;
use domain::policy::check::{Group, Number, Unit, Why};

/// What numbers are about.
pub fn group(group: Group) -> (&'static str, &'static str) {
    let it = &t().policy;
    match group {
        Group::Cycles => (it.cycles, it.cycles_hint),
        Group::Windows => (it.windows, it.windows_hint),
        Group::FollowUps => (it.follow_ups, it.follow_ups_hint),
        Group::Rulings => (it.rulings, it.rulings_hint),
        Group::CallBacks => (it.call_backs, it.call_backs_hint),
        Group::Forecast => (it.forecast, it.forecast_hint),
        Group::Devices => (it.devices, it.devices_hint),
    }
}

/// What a number is called within its group.
pub fn number(code: &str) -> &str {
    let it = &t().policy;
    match code {
        "cycle_p0" | "rate_p0" => "P0",
        "cycle_p1" | "window_p1" | "rate_p1" => "P1",
        "cycle_p2" | "window_p2" | "rate_p2" => "P2",
        "cycle_p3" | "window_p3" | "rate_p3" => "P3",
        "cycle_p4" | "window_p4" | "rate_p4" => "P4",
        "confirm_hours" => it.confirm_hours,
        "postpone_cycles" => it.postpone_cycles,
        "undo_minutes" => it.undo_minutes,
        "ruling_hours" => it.ruling_hours,
        "application_hold_days" => it.application_hold_days,
        "application_again_days" => it.application_again_days,
        "claims_per_day" => it.claims_per_day,
        "phone_questions_per_day" => it.phone_questions_per_day,
        "call_third" => t().call.third,
        "call_seventh" => t().call.seventh,
        "call_thirtieth" => t().call.thirtieth,
        "call_first_service" => t().call.first_service,
        "call_anniversary" => t().call.anniversary,
        "call_back_sample" => it.call_back_sample,
        "complaint_days" => it.complaint_days,
        "forecast_months" => it.forecast_months,
        "forecast_cases" => it.forecast_cases,
        "device_days" => it.device_days,
        "gap_minutes" => it.gap_minutes,
        "skew_seconds" => it.skew_seconds,
        "claim_slack_seconds" => it.claim_slack_seconds,
        "overdue_out_of_turn" => it.overdue_out_of_turn,
        other => other,
    }
}

/// What a number counts, its default, and between what it lies.
pub fn hint(number: &Number) -> String {
    let it = &t().unit;
    let unit = match number.unit {
        Unit::Days => it.days,
        Unit::Hours => it.hours,
        Unit::Minutes => it.minutes,
        Unit::Seconds => it.seconds,
        Unit::Cycles => it.cycles,
        Unit::Months => it.months,
        Unit::Customers => it.customers,
        Unit::Questions => it.questions,
        Unit::Percent => it.percent,
    };
    t().policy.hint(&number.least, &number.most, &unit, &number.get(&Policy::default()))
}

/// What is wrong with a number.
pub fn fault(number: &Number, why: Why) -> String {
    match why {
        Why::Bounds => t().policy.bounds(&number.least, &number.most),
        Why::NotRising => t().policy.not_rising.to_owned(),
        Why::Unknown => t().failure.bad_request.to_owned(),
    }
}

/// What is wrong with days.
pub fn span_fault(fault: SpanFault) -> &'static str {
    let it = &t().house;
    match fault {
        SpanFault::Backwards => it.backwards,
        SpanFault::TooLong => it.too_long,
        SpanFault::Past => it.past,
        SpanFault::TooFar => it.too_far,
    }
}

/// Why a view is not kept so.
pub fn view_fault(fault: ViewFault) -> String {
    let it = &t().views;
    match fault {
        ViewFault::NameMissing => it.name_missing.to_owned(),
        ViewFault::NameTooLong => it.name_too_long(&NAME_MAX),
        ViewFault::NameTaken => it.name_taken.to_owned(),
        ViewFault::TooMany => it.too_many(&VIEWS_MAX),
    }
}

/// A public holiday.
pub fn holiday(holiday: Holiday) -> &'static str {
    let it = &t().holiday;
    match holiday {
        Holiday::NewYear => it.new_year,
        Holiday::SpringFestival => it.spring_festival,
        Holiday::Qingming => it.qingming,
        Holiday::Labour => it.labour,
        Holiday::DragonBoat => it.dragon_boat,
        Holiday::MidAutumn => it.mid_autumn,
        Holiday::National => it.national,
    }
}

/// What a line of the record is about; what the server says in codes is said in words.
pub fn about(what: &str, about: &str) -> String {
    let it = &t().house;
    let (word, rest) = about.split_once(' ').unwrap_or((about, ""));
    match (what, word) {
        ("policy_changed", _) => about.split(", ").map(changed).collect::<Vec<_>>().join(it.and),
        ("closed_changed", "closed") => it.is_closed(&rest),
        ("closed_changed", "open") => it.is_open(&rest),
        ("leave_changed", "leave") => it.is_away(&rest),
        ("leave_changed", "ended") => it.is_back(&rest),
        ("item_changed" | "item_retired", word) => match Kind::parse(word) {
            Some(kind) => it.of(&list(kind), &rest),
            None => about.to_owned(),
        },
        _ => about.to_owned(),
    }
}

fn changed(one: &str) -> String {
    let (code, change) = one.split_once(' ').unwrap_or((one, ""));
    let change = match (code, change) {
        ("overdue_out_of_turn", "1") => "✓",
        ("overdue_out_of_turn", "0") => "✗",
        (_, other) => other,
    };
    let of_level = Number::of(code).filter(|_| number(code).starts_with('P') && number(code).len() == 2);
    match of_level {
        Some(it) => format!("{} {} {change}", group(it.group).0, number(code)),
        None => format!("{} {change}", number(code)),
    }
}
