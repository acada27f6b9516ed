//! The words for the domain's terms.

mod card;
mod daily;
mod floor;
mod funnel;
mod house;
mod import;
mod lost;
mod questionnaire;
mod ruling;

pub use card::{addable, choice, code, field, masked, section, value, way};
pub use daily::{goals, goals_alone, instruction_fault, rank_by, reached};
pub use floor::{about_list, drove, item, item_fault, list, quoted, step, stepped, ticked};
pub use funnel::{Told, lever, rate};
pub use house::{about, fault, group, hint, holiday, number, span_fault, view_fault};
pub use import::{column, duplicate, problem, remark, unreadable};
pub use lost::{reason, why, why_lost};
pub use questionnaire::{answers, ink_fault, scale, score, signer};
pub use ruling::{RECORDED, not_ruled, ruled, ruling};

use crate::api::Failure;
use crate::format;
use crate::i18n::{of_store, t};
use crate::state::engine::Undone;
use crate::ui::icon::IconName;
use domain::command::Refusal;
use domain::fact::order::{Answer, Call};
use domain::fact::{Means, Outcome, Whose};
use domain::instant::{Day, Instant, Zone};
use domain::level::Level;
use domain::list::{Mark, Sort};
use domain::order::OrderState;
use domain::policy::Policy;
use domain::port::Row;
use domain::reception::{Out, Purpose};
use domain::store::Store;
use domain::suggest::{Reason, Suggestion};
use domain::view::{Rule, Standing};

/// What a level means.
pub fn meaning(level: Level) -> &'static str {
    let it = &t().level;
    match level {
        Level::P0 => it.p0,
        Level::P1 => it.p1,
        Level::P2 => it.p2,
        Level::P3 => it.p3,
        Level::P4 => it.p4,
        Level::PD => it.pd,
        Level::F => it.f,
        Level::N => it.n,
    }
}

/// What came of a contact.
pub fn outcome(outcome: Outcome) -> &'static str {
    let it = &t().outcome;
    match outcome {
        Outcome::Talked => it.talked,
        Outcome::Came => it.came,
        Outcome::Replied => it.replied,
        Outcome::TestDrive => it.test_drive,
        Outcome::VisitedHome => it.visited_home,
        Outcome::NoAnswer => it.no_answer,
        Outcome::Refused => it.refused,
        Outcome::NoReply => it.no_reply,
    }
}

/// The picture of an outcome.
pub const fn outcome_icon(outcome: Outcome) -> IconName {
    match outcome {
        Outcome::Talked => IconName::Phone,
        Outcome::Came => IconName::Door,
        Outcome::Replied => IconName::Message,
        Outcome::TestDrive => IconName::Wheel,
        Outcome::VisitedHome => IconName::Home,
        Outcome::NoAnswer | Outcome::Refused | Outcome::NoReply => IconName::Missed,
    }
}

/// The way in which such an outcome comes about.
pub const fn means_of(outcome: Outcome) -> Means {
    match outcome {
        Outcome::Talked | Outcome::NoAnswer | Outcome::Refused => Means::Call,
        Outcome::Came => Means::Visit,
        Outcome::Replied | Outcome::NoReply => Means::Message,
        Outcome::TestDrive => Means::TestDrive,
        Outcome::VisitedHome => Means::Home,
    }
}

/// How a contact was made.
pub fn means(means: Means) -> &'static str {
    let it = &t().means;
    match means {
        Means::Call => it.call,
        Means::Visit => it.visit,
        Means::Home => it.home,
        Means::Message => it.message,
        Means::TestDrive => it.test_drive,
    }
}

/// Whose reason it was.
pub fn whose(whose: Whose) -> &'static str {
    match whose {
        Whose::Customer => t().whose.customer,
        Whose::Advisor => t().whose.advisor,
    }
}

/// A rule, explained to the one who broke it.
pub fn rule(rule: Rule) -> &'static str {
    let it = &t().rule;
    match rule {
        Rule::CreatedTwice => it.created_twice,
        Rule::UndoTooLate => it.undo_too_late,
        Rule::NotYours => it.not_yours,
        Rule::NotOwner => it.not_owner,
        Rule::Unreadable => it.unreadable,
        Rule::FirstLevelFloor => it.first_level_floor,
        Rule::NoFollowUp => it.no_follow_up,
        Rule::MoveTooLate => it.move_too_late,
        Rule::MoveTooFar => it.move_too_far,
        Rule::MoveToPast => it.move_to_past,
        Rule::MoveWithoutReason => it.move_without_reason,
        Rule::MoveNowhere => it.move_nowhere,
        Rule::Locked => it.locked,
        Rule::LevelNotJudged => it.level_not_judged,
        Rule::ApplicationPending => it.application_pending,
        Rule::OrderOpen => it.order_open,
        Rule::NoOrder => it.no_order,
        Rule::OrderStep => it.order_step,
        Rule::NotApproved => it.not_approved,
        Rule::NotRequested => it.not_requested,
        Rule::CheckMissing => it.check_missing,
        Rule::NoCallBack => it.no_call_back,
        Rule::SlipSigned => it.slip_signed,
    }
}

/// Why a command was refused, and what to do.
pub fn refusal(refusal: Refusal) -> String {
    let it = &t().refusal;
    match refusal {
        Refusal::NameMissing => it.name_missing.to_owned(),
        Refusal::NameTooLong => it.name_too_long(&domain::command::NAME_MAX),
        Refusal::PhoneWrong => it.phone_wrong.to_owned(),
        Refusal::TextTooLong => it.text_too_long(&domain::command::TEXT_MAX),
        Refusal::LineTooLong => it.line_too_long(&domain::command::LINE_MAX),
        Refusal::NotAChoice => it.not_a_choice.to_owned(),
        Refusal::ContactNeeded => it.contact_needed.to_owned(),
        Refusal::ReasonMissing => it.reason_missing.to_owned(),
        Refusal::RivalMissing => it.rival_missing.to_owned(),
        Refusal::UnknownCustomer => it.unknown_customer.to_owned(),
        Refusal::InTheFuture => it.in_the_future.to_owned(),
        Refusal::BeforeTheCard => it.before_the_card.to_owned(),
        Refusal::ModelMissing => it.model_missing.to_owned(),
        Refusal::PriceWrong => it.price_wrong.to_owned(),
        Refusal::VinWrong => it.vin_wrong.to_owned(),
        Refusal::Sample => it.sample.to_owned(),
        Refusal::QuotationOver => it.quotation_over.to_owned(),
        Refusal::UnknownInstruction => it.unknown_instruction.to_owned(),
        Refusal::Rule(broken) => rule(broken).to_owned(),
    }
}

/// Why a command was not done.
pub fn undone(why: &Undone) -> String {
    match why {
        Undone::Refused(it) => refusal(*it),
        Undone::Waits(text) => t().trouble.not_saved(text),
        Undone::Unwritten(text) => t().trouble.unwritten(text),
        Undone::Unknown => t().trouble.unknown.to_owned(),
    }
}

/// Why the server's answer did not come.
pub fn failure(failure: &Failure) -> String {
    let it = &t().failure;
    match failure {
        Failure::Unreached => it.unreached.to_owned(),
        Failure::Said { code, retry_after, .. } => match code.as_str() {
            "wrong_credentials" => it.wrong_login.to_owned(),
            "too_many_attempts" => {
                let ms = i64::try_from(retry_after.unwrap_or(60)).unwrap_or(60).saturating_mul(Instant::SECOND);
                it.too_many(&format::span(ms.saturating_add(Instant::MINUTE - 1)))
            }
            "signed_out" => it.signed_out.to_owned(),
            "setup_over" => it.setup_expired.to_owned(),
            "taken" => it.taken.to_owned(),
            "oneself" => it.oneself.to_owned(),
            "asked_too_often" => it.asked_too_often.to_owned(),
            "invalid" | "malformed" => it.bad_request.to_owned(),
            "decided" | "ended" => it.decided.to_owned(),
            "changed" => it.changed.to_owned(),
            "not_found" => it.not_found.to_owned(),
            _ => it.internal.to_owned(),
        },
    }
}

/// What somebody came for.
pub fn purpose(code: &str) -> &'static str {
    let it = &t().purpose;
    match Purpose::parse(code).unwrap_or(Purpose::Other) {
        Purpose::Look => it.look,
        Purpose::Drive => it.drive,
        Purpose::Deal => it.deal,
        Purpose::Fetch => it.fetch,
        Purpose::Call => it.call,
        Purpose::Other => it.other,
    }
}

/// Why somebody is not in turn.
pub fn out_of_turn(why: Out) -> &'static str {
    let it = &t().reception;
    match why {
        Out::Busy => it.busy,
        Out::Overdue => it.overdue,
        Out::Away => it.away,
    }
}

/// What somebody is in the store.
pub fn role(code: &str) -> &'static str {
    let it = &t().role;
    match code {
        "manager" => it.manager,
        "finance" => it.finance,
        "reception" => it.reception,
        "admin" => it.admin,
        _ => it.advisor,
    }
}

/// Where an order stands.
pub fn order_state(state: OrderState) -> &'static str {
    let it = &t().order_state;
    match state {
        OrderState::Signed => it.signed,
        OrderState::Requested => it.requested,
        OrderState::Approved => it.approved,
        OrderState::Refused => it.refused,
        OrderState::Ready => it.ready,
        OrderState::Delivered => it.delivered,
        OrderState::Cancelled => it.cancelled,
    }
}

/// The value of `data-state`.
pub const fn order_key(state: OrderState) -> &'static str {
    match state {
        OrderState::Signed | OrderState::Requested | OrderState::Approved => "open",
        OrderState::Ready => "ready",
        OrderState::Refused => "refused",
        OrderState::Delivered => "delivered",
        OrderState::Cancelled => "cancelled",
    }
}

/// A call-back.
pub fn call(call: Call) -> &'static str {
    let it = &t().call;
    match call {
        Call::Third => it.third,
        Call::Seventh => it.seventh,
        Call::Thirtieth => it.thirtieth,
        Call::FirstService => it.first_service,
        Call::Anniversary => it.anniversary,
        Call::Complaint => it.complaint,
    }
}

/// What came of a call-back.
pub fn answer(answer: Answer) -> &'static str {
    let it = &t().answer;
    match answer {
        Answer::Content => it.content,
        Answer::Complains => it.complains,
        Answer::NotReached => it.not_reached,
    }
}

/// The name of a source.
pub fn source<'a>(store: &'a Store, code: &'a str) -> &'a str {
    store.sources.iter().find(|it| it.code == code).map_or(code, |it| of_store(&it.zh, &it.en))
}

/// The wording of a signal.
pub fn signal<'a>(policy: &'a Policy, code: &'a str) -> &'a str {
    policy.signal(code).map_or(code, |it| of_store(&it.zh, &it.en))
}

/// Why a level is suggested, in one line.
pub fn reasons(policy: &Policy, suggestion: &Suggestion) -> String {
    let it = &t().suggest;
    let one = |reason: &Reason| match reason {
        Reason::Signal(code) => signal(policy, code).to_owned(),
        Reason::Window(days) if *days <= 0 => it.window_now.to_owned(),
        Reason::Window(days) => it.window(days),
        Reason::BeyondWindows => it.beyond.to_owned(),
        Reason::Floor => it.floor.to_owned(),
        Reason::Nothing => it.nothing.to_owned(),
    };
    suggestion.reasons.iter().map(one).collect::<Vec<_>>().join(it.and)
}

/// Where a customer stands.
pub fn standing(standing: Standing) -> &'static str {
    let it = &t().standing;
    match standing {
        Standing::Locked => it.locked,
        Standing::Held => it.held,
        Standing::Today => it.today,
        Standing::Tomorrow => it.tomorrow,
        Standing::Later => it.later,
        Standing::Nothing => it.nothing,
    }
}

/// The value of `data-due`.
pub const fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Locked => "locked",
        Standing::Held => "held",
        Standing::Today => "today",
        Standing::Tomorrow => "tomorrow",
        Standing::Later => "later",
        Standing::Nothing => "nothing",
    }
}

/// Reads the value of `data-due`, which is also the one in addresses.
pub fn parse_standing(key: &str) -> Option<Standing> {
    [Standing::Locked, Standing::Held, Standing::Today, Standing::Tomorrow, Standing::Later, Standing::Nothing]
        .into_iter()
        .find(|it| standing_key(*it) == key)
}

/// When a customer is due or since when locked, in one line.
pub fn due_line(row: &Row, now: Instant, today: Day, zone: Zone) -> String {
    let it = &t().row;
    if let Some(lock) = row.lock(now) {
        return it.locked(&format::short_day(lock.due, today), &format::span(now.since(lock.since)));
    }
    let Some(open) = row.follow_up else { return it.no_follow_up.to_owned() };
    let date = format::day(open.due, today);
    match row.standing(now, today) {
        Standing::Held => it.held(&date, &format::deadline(open.lock_at, zone, today)),
        Standing::Today => it.today(&format::span(open.lock_at.since(now)), &format::time(open.lock_at.plus(-1), zone)),
        _ => it.later(&date, &format::away(open.due, today)),
    }
}

/// What a customer is marked with.
pub fn mark(mark: Mark) -> &'static str {
    let it = &t().mark;
    match mark {
        Mark::Unconfirmed => it.unconfirmed,
        Mark::Stale => it.stale,
        Mark::Applied => it.applied,
        Mark::Refused => it.refused,
        Mark::Conflict => it.conflict,
    }
}

/// The order of a list.
pub fn sort(sort: Sort) -> &'static str {
    let it = &t().sort;
    match sort {
        Sort::Due => it.due,
        Sort::Level => it.level,
        Sort::Newest => it.newest,
        Sort::Name => it.name,
        Sort::Reached => it.reached,
        Sort::Expected => it.expected,
    }
}
