//! The history 变更历史, newest first: every fact, what became of it, and the undo of one's own in the first minutes.

use crate::format;
use crate::i18n::t;
use crate::parts::doing::use_doing;
use crate::state::customers::{Today, use_today};
use crate::state::engine::use_engine;
use crate::state::session::use_session;
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::{Icon, IconName};
use crate::words;
use domain::fact::Ruling;
use domain::id::FactId;
use domain::instant::{Day, Instant};
use domain::port::Card;
use domain::store::Store;
use domain::view::{Entry, Event, Fate, View};
use leptos::prelude::*;
use std::sync::Arc;

/// As many entries as are drawn at first, and more at each wish.
const SHOWN: usize = 20;

/// What a manager can make of entries.
#[derive(Clone)]
pub struct Offered {
    /// Contacts that can be believed.
    pub evidence: Vec<FactId>,
    /// Facts set aside that can be made to count.
    pub countable: Vec<FactId>,
    /// Called with the ruling.
    pub on_ruling: Callback<Ruling>,
}

impl Offered {
    /// What can be ruled on an entry, and what its button says.
    fn on(&self, entry: FactId) -> Option<(Ruling, &'static str)> {
        if self.evidence.contains(&entry) {
            Some((Ruling::Honour { fact: entry }, t().ruling.honour))
        } else if self.countable.contains(&entry) {
            Some((Ruling::Count { fact: entry }, t().ruling.count))
        } else {
            None
        }
    }
}

/// The history of a customer.
#[component]
pub fn Timeline(
    /// The card.
    card: Memo<Option<Arc<Card>>>,
    /// Nothing can be taken back.
    #[prop(optional)]
    readonly: bool,
    /// What a manager can make of entries.
    #[prop(optional, into)]
    offered: Signal<Option<Offered>>,
) -> impl IntoView {
    let limit = RwSignal::new(SHOWN);
    let total = move || card.get().map_or(0, |it| it.view.entries.len());
    let items = move || {
        let Some(card) = card.get() else { return Vec::new() };
        let mut items = Vec::new();
        for (index, entry) in card.view.entries.iter().enumerate().rev().take(limit.get()) {
            let before = index.checked_sub(1).and_then(|it| card.view.entries.get(it)).and_then(|it| it.due);
            let offer = offered.with(|it| it.as_ref().and_then(|it| Some((it.on(entry.id)?, it.on_ruling))));
            items.push(view! {
                <Item entry=entry.clone() before=before card=card.clone() readonly=readonly offer=offer />
            });
        }
        items
    };
    let rest = move || total().saturating_sub(limit.get());
    view! {
        <section class="panel stack timeline" aria-labelledby="timeline">
            <h2 class="panel__title" id="timeline">
                {t().timeline.title}
                " "
                <span class="today__number">{total}</span>
            </h2>
            <ol class="timeline__items">{items}</ol>
            <Show when=move || { rest() > 0 }>
                <button type="button" class="button" data-variant="quiet" on:click=move |_| limit.update(|it| *it += SHOWN)>
                    {move || t().common.more(&rest())}
                </button>
            </Show>
        </section>
    }
}

#[component]
fn Item(
    entry: Entry,
    before: Option<Day>,
    card: Arc<Card>,
    readonly: bool,
    offer: Option<((Ruling, &'static str), Callback<Ruling>)>,
) -> impl IntoView {
    let (engine, today, session, doing) = (use_engine(), use_today(), use_session(), use_doing());
    let told = engine.store.with_untracked(|store| tell(store, &card.view, &entry, before, today));
    let (_, day, zone) = today.glance();
    let gap = engine.store.with_untracked(|store| store.policy(entry.written).gap_minutes) * Instant::MINUTE;
    let late = entry.written.since(entry.claimed) > gap;
    let here = session.me_now().and_then(|it| it.device).is_some_and(|it| it.id == entry.device.0);
    let short: String = entry.device.0.chars().take(4).collect();
    let device = match short.as_str() {
        _ if here => Some(t().timeline.this_device.to_owned()),
        // The server writes on no device.
        "" => None,
        short => Some(t().timeline.device(&short)),
    };
    let unsent = card.unsent.contains(&entry.id);
    let fate = match entry.fate {
        Fate::Counts => None,
        Fate::InPart(rule) => Some(t().timeline.in_part(&words::rule(rule), &rule.number())),
        Fate::Aside(rule) => Some(t().timeline.aside(&words::rule(rule), &rule.number())),
        Fate::Withdrawn => Some(t().timeline.withdrawn.to_owned()),
    };
    let fate_key = match entry.fate {
        Fate::Counts => "counts",
        Fate::InPart(_) => "in-part",
        Fate::Aside(_) => "aside",
        Fate::Withdrawn => "withdrawn",
    };
    let (customer, fact, written) = (card.view.id, entry.id, entry.written);
    let mine = matches!(
        entry.event,
        Event::Created(_)
            | Event::Edited(_)
            | Event::Judged(..)
            | Event::Contact(_)
            | Event::Moved(_)
            | Event::Applied(_)
            | Event::Ordered(_)
            | Event::Amended(_)
            | Event::Cancelled(_)
            | Event::Requested(_)
            | Event::Delivered(_)
            | Event::Signed(_)
            | Event::CalledBack(_)
            | Event::Stepped(_)
            | Event::Ticked(_)
            | Event::Drove(_)
            | Event::Quoted(_)
    );
    let undo_minutes = engine.store.with_untracked(|store| store.policy(written).undo_minutes);
    let can_undo = entry.fate != Fate::Withdrawn && mine && !readonly;
    let undoable = Memo::new(move |_| can_undo && today.now().since(written) <= undo_minutes * Instant::MINUTE);
    // A step of an order follows what it names by a moment, where clocks differ: that is nothing to tell (rules E2).
    let slack = engine.store.with_untracked(|store| store.policy(entry.at).claim_slack_seconds) * Instant::SECOND;
    let retimed = (entry.at.since(entry.claimed).abs() > slack)
        .then(|| t().timeline.retimed(&format::moment(entry.claimed, zone, day), &format::moment(entry.at, zone, day)));
    view! {
        <li class="timeline__item" data-fate=fate_key>
            <span class="timeline__icon">
                <Icon name=told.icon />
            </span>
            <div class="timeline__body">
                <p class="timeline__what">{told.what}</p>
                {told.lines.into_iter().map(|it| view! { <p class="timeline__line">{it}</p> }).collect_view()}
                {fate.map(|it| view! { <p class="timeline__fate">{it}</p> })}
                {retimed.map(|it| view! { <p class="timeline__fate">{it}</p> })}
                <p class="timeline__meta">
                    <time datetime=entry.claimed.to_string()>{format::moment(entry.at, zone, day)}</time>
                    {device.map(|it| view! { <span>{it}</span> })}
                    {late
                        .then(|| {
                            view! { <span class="timeline__late">{t().timeline.written(&format::moment(written, zone, day))}</span> }
                        })}
                    {unsent.then(|| view! { <span class="timeline__unsent">{t().timeline.unsent}</span> })}
                </p>
            </div>
            <Show when=move || undoable.get()>
                <Button
                    label=t().common.undo.to_owned()
                    loudness=Loudness::Quiet
                    icon=IconName::Undo
                    on_press=move |()| doing.withdraw(customer, fact)
                />
            </Show>
            {offer
                .map(|((what, label), on_ruling)| {
                    view! { <Button label=label.to_owned() icon=IconName::Check on_press=move |()| on_ruling.run(what) /> }
                })}
        </li>
    }
}

/// An entry in words.
struct Told {
    icon: IconName,
    what: String,
    lines: Vec<String>,
}

fn tell(store: &Store, view: &View, entry: &Entry, before: Option<Day>, today: Today) -> Told {
    let it = &t().timeline;
    let (_, day, _) = today.glance();
    let named = |day_: Day| format::day(day_, day);
    let person =
        |id: &domain::id::StaffId| store.staff.get(id).map_or_else(|| it.somebody.to_owned(), |it| it.name.clone());
    let mut lines = Vec::new();
    let mut line = |text: &str| {
        if !text.trim().is_empty() {
            lines.push(text.to_owned());
        }
    };
    let (icon, what) = match &entry.event {
        Event::Created(created) => {
            line(&created.note);
            if let Some(suggested) = created.suggested.filter(|it| *it != created.level) {
                line(&it.suggested(&suggested));
            }
            (IconName::Add, it.created(&created.level, &words::source(store, &created.source)))
        }
        Event::Edited(edited) => {
            let show = |value: &str| {
                if value.is_empty() {
                    it.nothing.to_owned()
                } else {
                    words::masked(store, Some(view), &edited.field, value)
                }
            };
            (IconName::Edit, it.edited(&words::field(&edited.field), &show(&edited.from), &show(&edited.to)))
        }
        Event::Judged(judged, first) => {
            if let Some(suggested) = judged.suggested.filter(|it| *it != judged.level) {
                line(&it.suggested(&suggested));
            }
            line(&judged.note);
            (IconName::Flame, if *first { it.confirmed(&judged.level) } else { it.judged(&judged.level) })
        }
        Event::Contact(contact) => {
            line(&contact.note);
            if contact.asked {
                line(it.asked);
            }
            if let Some(level) = contact.level {
                line(&it.judged(&level));
            }
            if let Some(next) = contact.next {
                line(&it.next(&named(next)));
            }
            if !contact.reason.is_empty() {
                line(&it.reason(&contact.reason, &contact.whose.map(words::whose).unwrap_or_default()));
            }
            let icon = words::outcome_icon(contact.outcome);
            (icon, it.contact(&words::means(contact.means), &words::outcome(contact.outcome)))
        }
        Event::Moved(moved) => {
            line(&it.reason(&moved.reason, &moved.whose.map(words::whose).unwrap_or_default()));
            let to = named(moved.to);
            let what = if before.is_some_and(|it| moved.to < it) { it.brought_forward(&to) } else { it.postponed(&to) };
            (IconName::Calendar, what)
        }
        Event::Withdrawn(_) => (IconName::Undo, it.took_back.to_owned()),
        Event::Applied(applied) => {
            line(&words::why_lost(store, applied));
            line(&applied.note);
            (IconName::Flag, it.applied(&words::meaning(applied.level)))
        }
        Event::Ordered(ordered) => {
            line(&it.priced(&format::money(ordered.deposit), &format::money(ordered.price)));
            line(&ordered.vin);
            (IconName::Note, it.ordered(&ordered.colour, &ordered.model))
        }
        Event::Amended(amended) => {
            line(&amended.vin);
            if let Some(agreed) = amended.agreed {
                line(&it.agreed(&named(agreed)));
            }
            (IconName::Edit, it.amended.to_owned())
        }
        Event::Cancelled(cancelled) => {
            line(&cancelled.reason);
            (IconName::Close, it.cancelled.to_owned())
        }
        Event::Approved(approved) => (IconName::Key, it.approved(&approved.number)),
        Event::Refused(refused) => {
            line(&refused.reason);
            (IconName::Close, it.refused.to_owned())
        }
        Event::Requested(_) => (IconName::Flag, it.requested.to_owned()),
        Event::Delivered(_) => (IconName::Check, it.delivered.to_owned()),
        Event::Signed(signed) => (IconName::Edit, it.signed(&words::signer(signed.signer))),
        Event::CalledBack(called) | Event::ManagerCalled(called) => {
            words::answers(store, &called.scores, &called.said).iter().for_each(|it| line(it));
            line(&called.note);
            (IconName::Phone, it.called(&words::answer(called.answer), &words::call(called.call)))
        }
        Event::Stepped(stepped) => {
            let (what, more) = words::stepped(store, stepped);
            more.iter().for_each(|it| line(it));
            (IconName::Flag, what)
        }
        Event::Ticked(ticked) => (IconName::Check, words::ticked(store, ticked)),
        Event::Drove(drove) => {
            let (what, more) = words::drove(drove);
            more.iter().for_each(|it| line(it));
            (IconName::Wheel, what)
        }
        Event::Quoted(quoted) => {
            let (what, more) = words::quoted(quoted, day);
            more.iter().for_each(|it| line(it));
            (IconName::Note, what)
        }
        Event::Revealed(revealed) => (IconName::Eye, it.revealed(&words::field(&revealed.field))),
        Event::Ruled(ruled) => {
            line(&ruled.note);
            let what = match &ruled.what {
                Ruling::GiveBack { due } => it.give_back(&named(*due)),
                Ruling::HandOver { to } => it.hand_over(&person(to)),
                Ruling::TakeOver { to } => it.take_over(&person(to)),
                Ruling::Pool => it.pool.to_owned(),
                Ruling::Claim { to } => it.claim(&person(to)),
                Ruling::Confirm { level } => it.confirm(level),
                Ruling::Refuse => it.refuse.to_owned(),
                Ruling::Revive { level } => it.revive(level),
                Ruling::Honour { .. } => it.honour.to_owned(),
                Ruling::Count { .. } => it.count.to_owned(),
            };
            (IconName::Unlock, what)
        }
        Event::Locked(due) => (IconName::Lock, it.locked(&named(*due))),
        Event::Lifted(due, _) => (IconName::Unlock, it.lifted(&named(*due))),
        Event::Unreadable(kind) => (IconName::Warning, it.unreadable(kind)),
    };
    Told { icon, what, lines }
}
