//! A customer in a list: who, how hot, until when, what was said last, and what one does next.

use crate::format;
use crate::i18n::t;
use crate::pages::customer::orders::call_key;
use crate::platform::dom::set_attribute;
use crate::platform::stamp::{Holder, Slot, Stamp, pressed};
use crate::routes::href;
use crate::state::calls::use_calls;
use crate::state::customers::{Today, use_today};
use crate::state::engine::{Engine, use_engine};
use crate::state::selection::use_selection;
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::Loudness;
use crate::ui::icon::{Icon, IconName};
use crate::ui::level_badge::level_key;
use crate::words;
use domain::id::CustomerId;
use domain::port::{Agreed, Row};
use domain::view::Standing;
use leptos::prelude::*;
use std::sync::Arc;

/// What a row is shown for; it decides the actions and the line that counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// The follow-up.
    FollowUp,
    /// The confirmation of the level.
    Confirm,
    /// A call-back after the delivery.
    CallBack,
    /// The agreed deliveries.
    Delivery,
    /// What was done today.
    Done,
}

/// A customer in a list.
#[component]
pub fn CustomerRow(
    /// Who. Another customer may be written into the row, where a list says so.
    #[prop(into)]
    id: Signal<CustomerId>,
    /// What for.
    #[prop(default = Purpose::FollowUp)]
    purpose: Purpose,
    /// Whether it can be picked, while one picks.
    #[prop(optional)]
    picks: bool,
) -> impl IntoView {
    let (engine, today, selection) = (use_engine(), use_today(), use_selection());
    let (sheets, calls) = (use_sheets(), use_calls());
    // When another customer changes, this one is looked up and not described anew.
    let row = Memo::new(move |_| engine.row(id.get()));
    // A row for a call-back asks about that call, any other one what it is told.
    let or_call_back = move |other: Open| {
        let call_back = row.with_untracked(|it| it.as_ref().and_then(|it| it.call_back));
        call_back
            .filter(|_| purpose == Purpose::CallBack)
            .map_or(other, |(order, call, _)| Open::CallBack(id.get_untracked(), order, call))
    };
    let next = if purpose == Purpose::Confirm { Open::Judge } else { Open::Contact };
    let press = move |event: leptos::ev::MouseEvent| {
        let id = id.get_untracked();
        match pressed(&event).as_deref() {
            Some("pick") => selection.toggle(id),
            Some("call") => calls.made(or_call_back(Open::Called(id))),
            Some("move") => sheets.open(Open::Move(id)),
            Some("next") => sheets.open(or_call_back(next(id))),
            _ => {}
        }
    };
    let drawn = move |article: Holder| {
        STAMP.with(|it| it.put(&article));
        label(&article, purpose);
        let effect = RenderEffect::new(move |before: Option<(Option<Face>, Option<bool>)>| {
            let (before, picked_before) = before.unwrap_or_default();
            let face = row.get().map(|row| Face::of(row, purpose, engine, today));
            if let Some(face) = &face {
                face.draw(&article, before.as_ref());
            }
            let picked = (picks && selection.is_on()).then(|| selection.has(id.get()));
            let is_renamed = || face.as_ref().is_some_and(|it| it.differs(before.as_ref(), |it| &it.row.name));
            if picked != picked_before || (picked.is_some() && is_renamed()) {
                draw_pick(&article, picked, face.as_ref().map_or("", |it| &it.row.name));
            }
            (face, picked)
        });
        // It lives as long as the row.
        StoredValue::new_local(effect);
    };
    view! { <article class="customer-row" use:drawn on:click=press></article> }
}

thread_local! {
    static STAMP: Stamp = Stamp::new(parts());
}

/// What all rows have.
fn parts() -> impl IntoView {
    view! {
        <label class="customer-row__pick" hidden>
            <input type="checkbox" data-act="pick" />
        </label>
        <span class="level-badge"></span>
        <div class="customer-row__who">
            <h3 class="customer-row__name">
                <a></a>
            </h3>
            <p class="customer-row__facts">
                <a class="customer-row__phone" rel="external" data-act="call">
                    <Icon name=IconName::Phone />
                    <span></span>
                </a>
                <span class="customer-row__source"></span>
            </p>
        </div>
        <p class="customer-row__due">
            <Icon name=IconName::Clock />
            <span></span>
        </p>
        <p class="customer-row__note"></p>
        <div class="customer-row__actions">
            <button type="button" class="button" data-act="move" data-variant=Loudness::Quiet.name()></button>
            <button type="button" class="button" data-act="next"></button>
        </div>
    }
}

/// Writes on the buttons, which say the same as long as the row is there.
fn label(article: &Holder, purpose: Purpose) {
    let (text, loudness) = match purpose {
        Purpose::Confirm => (t().row.confirm, Loudness::Primary),
        Purpose::CallBack => (t().call_back.record, Loudness::Primary),
        Purpose::Done => (t().row.contact, Loudness::Plain),
        Purpose::FollowUp | Purpose::Delivery => (t().row.contact, Loudness::Primary),
    };
    Slot::of(article, "[data-act=move]").show(purpose == Purpose::FollowUp).text(t().row.moving);
    Slot::of(article, "[data-act=next]").text(text).set("data-variant", Some(loudness.name()));
}

/// Offers to pick the customer, who is picked or not; or does not offer it.
fn draw_pick(article: &Holder, picked: Option<bool>, name: &str) {
    let is_picked = picked == Some(true);
    set_attribute(article, "data-picked", is_picked.then_some(""));
    Slot::of(article, ".customer-row__pick").show(picked.is_some());
    let label = t().customers.pick_one(&name);
    Slot::of(article, ".customer-row__pick input").check(is_picked).set("aria-label", Some(&label));
}

/// A row as it looks now: compared with how it looked as a whole, which costs less than a place of its own for each.
#[derive(Clone, PartialEq)]
struct Face {
    row: Arc<Row>,
    source: String,
    /// The line that counts.
    line: String,
    /// The value of `data-due`.
    due: &'static str,
    is_locked: bool,
    is_stale: bool,
    is_movable: bool,
}

impl Face {
    fn of(row: Arc<Row>, purpose: Purpose, engine: Engine, today: Today) -> Self {
        let (now, day, zone) = (today.now(), today.day(), today.zone());
        let standing = row.standing(now, day);
        let line = match (purpose, row.confirm_by) {
            (Purpose::Confirm, Some(by)) if now > by => t().row.confirm_late(&format::span(now.since(by))),
            (Purpose::Confirm, Some(by)) => t().row.confirm_left(&format::span(by.since(now))),
            (Purpose::CallBack, _) => row.call_back.map_or_else(String::new, |(_, call, due)| {
                let date = format::day(due, day);
                t().call_back.line(&words::call(call), &date, &format::away(due, day))
            }),
            (Purpose::Delivery, _) => {
                let one =
                    |it: &Agreed| t().row.delivery(&format::day(it.day, day), &it.model, &format::away(it.day, day));
                row.deliveries.iter().map(one).collect::<Vec<_>>().join(t().calendar.and)
            }
            (Purpose::Done, _) => {
                let at = row.reached.map(|it| format::time(it, zone)).unwrap_or_default();
                t().row.done(&at, &words::due_line(&row, now, day, zone))
            }
            _ => words::due_line(&row, now, day, zone),
        };
        let due = match purpose {
            Purpose::FollowUp => words::standing_key(standing),
            Purpose::Confirm if row.confirm_by.is_some_and(|by| now > by) => "locked",
            Purpose::Confirm => "unconfirmed",
            Purpose::CallBack => row.call_back.map_or("later", |(_, _, due)| call_key(due, day)),
            Purpose::Delivery => row.deliveries.iter().map(|it| it.day).min().map_or("later", |it| call_key(it, day)),
            Purpose::Done => "done",
        };
        let is_locked = standing == Standing::Locked;
        let is_movable = purpose == Purpose::FollowUp && !matches!(standing, Standing::Locked | Standing::Nothing);
        let is_stale = row.is_stale(day) && !is_locked;
        let source = engine.store.with_untracked(|it| words::source(it, &row.source).to_owned());
        Self { row, source, line, due, is_locked, is_stale, is_movable }
    }

    /// Writes what differs into the row. The elements stay, and with them the focus.
    fn draw(&self, article: &Holder, before: Option<&Self>) {
        let row = &self.row;
        let slot = |selector| Slot::of(article, selector);
        if self.differs(before, |it| it.due) {
            slot(".customer-row__due").set("data-due", Some(self.due));
        }
        if self.differs(before, |it| (it.row.level, it.row.confirm_by.is_some())) {
            slot(".level-badge")
                .text(row.level.code())
                .set("data-level", Some(level_key(row.level)))
                .set("data-provisional", row.confirm_by.is_some().then_some(""));
        }
        if self.differs(before, |it| (it.row.id, &it.row.name, &it.row.phone)) {
            slot(".customer-row__name a").text(&row.name).set("href", Some(&href::customer(row.id)));
            let phone = domain::phone::masked(&row.phone);
            slot(".customer-row__phone")
                .show(!phone.is_empty())
                .set("href", (!phone.is_empty()).then(|| format!("tel:{}", row.phone)).as_deref())
                .set("aria-label", Some(&format!("{} {phone}", t().row.call(&row.name))));
            slot(".customer-row__phone span").text(&phone);
        }
        if self.differs(before, |it| &it.source) {
            slot(".customer-row__source").text(&self.source);
        }
        let flags = |it: &Self| {
            let row = &it.row;
            (row.sample, row.application.map(|it| it.level), row.refused.is_some(), row.conflicts > 0, it.is_stale)
        };
        if self.differs(before, flags) {
            let flags = [
                row.sample.then(|| t().sample.mark.to_owned()),
                row.application.map(|it| t().row.applied(&words::meaning(it.level))),
                row.refused.map(|_| t().row.refused.to_owned()),
                (row.conflicts > 0).then(|| t().row.conflict.to_owned()),
                self.is_stale.then(|| t().row.stale.to_owned()),
            ];
            slot(".customer-row__facts").end_with("customer-row__flag", flags.into_iter().flatten());
        }
        if self.differs(before, |it| it.is_locked) {
            let icon = if self.is_locked { IconName::Lock } else { IconName::Clock };
            slot(".customer-row__due path").set("d", Some(icon.path()));
        }
        if self.differs(before, |it| &it.line) {
            slot(".customer-row__due span").text(&self.line);
        }
        if self.differs(before, |it| &it.row.last_note) {
            slot(".customer-row__note").show(!row.last_note.is_empty()).text(&row.last_note);
        }
        if self.differs(before, |it| it.is_movable) {
            set_attribute(article, "data-movable", self.is_movable.then_some(""));
        }
    }

    /// Whether a part of it is another one than before.
    fn differs<'a, T: PartialEq>(&'a self, before: Option<&'a Self>, part: impl Fn(&'a Self) -> T) -> bool {
        before.is_none_or(|it| part(it) != part(self))
    }
}
