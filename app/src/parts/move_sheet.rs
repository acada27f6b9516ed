//! Postponing 推迟 and bringing forward 提前: the days that are possible, each with what it brings, and why others are not.

use crate::clock::use_clock;
use crate::format;
use crate::i18n::t;
use crate::parts::contact_sheet::ReasonFields;
use crate::parts::customer_sheet::CustomerSheet;
use crate::parts::doing::use_doing;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::session::use_session;
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::IconName;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::ui::sheet::use_closer;
use crate::words;
use domain::command::Command;
use domain::fact::{Moved, Whose};
use domain::fold::{check_move, latest_postponement};
use domain::id::CustomerId;
use domain::instant::Day;
use domain::port::Row;
use domain::view::{FollowUp, Rule};
use leptos::prelude::*;
use std::sync::Arc;

/// As many chips as one can take in; the limits of the rules lie below for all cycles but P4's.
const CHIPS: i64 = 15;

/// The sheet that moves a follow-up.
#[component]
pub fn MoveSheet(
    /// Whose follow-up.
    id: CustomerId,
) -> impl IntoView {
    let engine = use_engine();
    let body = move || match engine.row(id) {
        Some(row) => match row.follow_up {
            Some(open) => view! { <Body row=row open=open /> }.into_any(),
            None => view! { <Notice tone=Tone::Warning text=words::rule(Rule::NoFollowUp).to_owned() /> }.into_any(),
        },
        None => ().into_any(),
    };
    view! {
        <CustomerSheet id=id title=|name| t().moving.title(&name)>
            {body}
        </CustomerSheet>
    }
}

#[component]
fn Body(row: Arc<Row>, open: FollowUp) -> impl IntoView {
    let (engine, today, clock) = (use_engine(), use_today(), use_clock());
    let (doing, closer) = (use_doing(), use_closer());
    let chosen = RwSignal::new(None::<Day>);
    let reason = RwSignal::new(String::new());
    let whose = RwSignal::new(None::<Whose>);
    let (id, level) = (row.id, row.level);
    let owner = use_session().user();
    let (now, day, zone) = today.glance();
    let is_locked = row.lock(now).is_some();
    // Asked with a reason, so that what remains is whether the day itself is possible.
    let check = move |to: Day, reason: &str, whose: Option<Whose>| {
        let moved = Moved { to, reason: reason.to_owned(), whose };
        engine.store.with_untracked(|store| check_move(store.policy(now), level, &open, now, &moved))
    };
    let possible = move |to: Day| check(to, "-", Some(Whose::Customer)).is_ok();
    let latest = engine.store.with_untracked(|store| latest_postponement(store.policy(now), level, &open));
    let until = latest.max(open.due);
    let sooner: Vec<Day> = (0..CHIPS).map(|it| day.plus(it)).filter(|it| *it < open.due && possible(*it)).collect();
    let later: Vec<Day> = (1..=CHIPS).map(|it| open.due.plus(it)).filter(|it| *it <= until && possible(*it)).collect();
    let why_not = check(open.due.plus(1), "-", Some(Whose::Customer)).err();
    let lock_line = move |to: Day| {
        let lock_at = engine.store.with(|store| store.lock_at(owner, to, today.now()));
        t().moving.locks(&format::deadline(lock_at, today.zone(), today.day()))
    };
    let chip = move |to: Day| {
        view! {
            <label class="chips__chip">
                <input
                    type="radio"
                    class="chips__input"
                    name="move-to"
                    prop:checked=move || chosen.get() == Some(to)
                    on:change=move |_| chosen.set(Some(to))
                />
                <span>
                    {format::day(to, day)} <small class="chips__note">{format::away(to, day)}</small>
                </span>
            </label>
        }
    };
    let needs_reason = move || chosen.get().is_some_and(|to| check(to, "", None) == Err(Rule::MoveWithoutReason));
    let save = move |()| {
        let Some(to) = chosen.get_untracked() else { return doing.error.set(t().moving.choose.to_owned()) };
        let (reason, whose) = (reason.get_untracked().trim().to_owned(), whose.get_untracked());
        let moved = Moved { to, reason, whose };
        let checked = engine
            .store
            .with_untracked(|store| check_move(store.policy(clock.exact()), level, &open, clock.exact(), &moved));
        if let Err(rule) = checked {
            return doing.error.set(words::rule(rule).to_owned());
        }
        let said = t().moving.saved(&format::day(to, day));
        doing.run(Command::Move(id, moved), said, move |_| closer.close());
    };
    let group = move |legend: &'static str, days: Vec<Day>| {
        (!days.is_empty()).then(|| {
            view! {
                <fieldset class="chips">
                    <legend class="chips__legend">{legend}</legend>
                    <div class="chips__row">{days.into_iter().map(chip).collect_view()}</div>
                </fieldset>
            }
        })
    };
    let no_later = later.is_empty();
    let words_now = t().moving.now(&format::day(open.due, day), &format::deadline(open.lock_at, zone, day));
    view! {
        <div class="stack">
            <p class="move-sheet__now">{words_now}</p>
            {(open.postponed > 0).then(|| view! { <p class="move-sheet__count">{t().moving.postponed(&open.postponed)}</p> })}
            {is_locked.then(|| view! { <Notice tone=Tone::Warning text=words::rule(Rule::Locked).to_owned() /> })}
            {(!is_locked)
                .then(|| {
                    view! {
                        <div class="stack">
                            {group(t().moving.sooner, sooner)} {group(t().moving.later, later)}
                            {no_later
                                .then(|| {
                                    let text = why_not.map_or(t().moving.limit_reached, words::rule);
                                    view! { <Notice text=text.to_owned() /> }
                                })}
                            {(!no_later)
                                .then(|| view! { <p class="move-sheet__limit">{t().moving.limit(&format::day(latest, day))}</p> })}
                            <Show when=needs_reason>
                                <ReasonFields id="move" reason=reason whose=whose />
                            </Show>
                            <Show when=move || chosen.get().is_some()>
                                <p class="move-sheet__lock">{move || chosen.get().map(lock_line)}</p>
                            </Show>
                            <footer class="sheet__foot">
                                <ErrorText text=doing.error />
                                <Button
                                    label=t().common.save.to_owned()
                                    loudness=Loudness::Primary
                                    icon=IconName::Check
                                    busy=doing.busy
                                    on_press=save
                                />
                            </footer>
                        </div>
                    }
                })}
        </div>
    }
}
