//! Recording a contact: two taps after the row. The outcome's button saves; what is set above it goes along.

use crate::clock::use_clock;
use crate::format;
use crate::i18n::t;
use crate::parts::customer_sheet::CustomerSheet;
use crate::parts::date_choice::DateChoice;
use crate::parts::doing::use_doing;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::late::rested;
use crate::state::session::use_session;
use crate::state::update::use_update;
use crate::ui::chips::ChipChoice;
use crate::ui::field::{Field, TextArea};
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::ui::sheet::use_closer;
use crate::words;
use domain::command::Command;
use domain::fact::{Contact, Outcome, Whose};
use domain::id::CustomerId;
use domain::instant::{Day, Instant};
use domain::level::Level;
use domain::suggest::{Signs, suggest};
use leptos::prelude::*;
use std::time::Duration;

const REACHED: [Outcome; 5] =
    [Outcome::Talked, Outcome::Came, Outcome::Replied, Outcome::TestDrive, Outcome::VisitedHome];
const NOT_REACHED: [Outcome; 3] = [Outcome::NoAnswer, Outcome::Refused, Outcome::NoReply];

/// After so long the sheet shows that the storage takes its time.
const WAITS: Duration = Duration::from_millis(300);

/// What is set before the outcome is tapped.
#[derive(Clone, Copy)]
struct Draft {
    note: RwSignal<String>,
    asked: RwSignal<bool>,
    level: RwSignal<Option<Level>>,
    next: RwSignal<Option<Day>>,
    reason: RwSignal<String>,
    whose: RwSignal<Option<Whose>>,
    when: RwSignal<String>,
}

/// The sheet that records a contact.
#[component]
pub fn ContactSheet(
    /// With whom.
    id: CustomerId,
    /// One is back from a call.
    #[prop(optional)]
    after_call: bool,
) -> impl IntoView {
    view! {
        <CustomerSheet id=id title=|name| t().contact.title(&name)>
            {after_call.then(|| view! { <Notice text=t().contact.after_call.to_owned() /> })} <Body id=id />
        </CustomerSheet>
    }
}

#[component]
fn Body(id: CustomerId) -> impl IntoView {
    let (engine, today, clock) = (use_engine(), use_today(), use_clock());
    let doing = use_doing();
    let closer = use_closer();
    let draft = Draft {
        note: RwSignal::default(),
        asked: RwSignal::new(false),
        level: RwSignal::new(None),
        next: RwSignal::new(None),
        reason: RwSignal::default(),
        whose: RwSignal::new(None),
        when: RwSignal::default(),
    };
    use_update().guard(Signal::derive(move || !draft.note.read().is_empty() || draft.next.get().is_some()));
    let happened = move || format::parse_local(&draft.when.get(), today.zone());
    let contact_day = move || happened().map_or_else(|| today.day(), |it| today.zone().day(it));
    let level = move || draft.level.get().or_else(|| engine.row(id).map(|it| it.level));
    let cycle = move || level().and_then(|it| engine.store.with(|store| store.policy(today.now()).cycle(it)));
    let regular = Memo::new(move |_| contact_day().plus(cycle().unwrap_or(1)));
    let is_later = Memo::new(move |_| draft.next.get().is_some_and(|it| it > regular.get()));
    let is_locked = move || engine.row(id).is_some_and(|it| it.lock(today.now()).is_some());
    let owner = use_session().user();
    let next_line = move || {
        let due = draft.next.get().unwrap_or_else(|| regular.get());
        let lock_at = engine.store.with(|store| store.lock_at(owner, due, today.now()));
        t().contact.next(&format::day(due, today.day()), &format::deadline(lock_at, today.zone(), today.day()))
    };
    let save = move |outcome: Outcome| {
        let reached = outcome.is_reached();
        let contact = Contact {
            means: words::means_of(outcome),
            outcome,
            note: draft.note.get_untracked().trim().to_owned(),
            asked: draft.asked.get_untracked(),
            level: draft.level.get_untracked().filter(|_| reached),
            next: draft.next.get_untracked().filter(|_| reached),
            reason: if is_later.get_untracked() { draft.reason.get_untracked() } else { String::new() },
            whose: draft.whose.get_untracked().filter(|_| is_later.get_untracked()),
        };
        let at: Option<Instant> = untrack(happened).map(|it| it.min(clock.exact()));
        let said = t().contact.saved(&words::outcome(outcome));
        doing.run(Command::Contact(id, contact, at), said, move |_| closer.close());
    };
    let button = move |outcome: Outcome| {
        view! {
            <button type="button" class="contact-sheet__outcome" on:click=move |_| save(outcome)>
                <Icon name=words::outcome_icon(outcome) />
                <span>{words::outcome(outcome)}</span>
            </button>
        }
    };
    // What is saved before one has looked up is not dimmed first.
    let busy = Memo::new(move |_| doing.busy.get());
    let waits = rested(busy, WAITS);
    let waits = move || (busy.get() && waits.get()).then_some("");
    view! {
        <div class="contact-sheet" aria-busy=move || busy.get().then_some("true") data-waits=waits>
            <Show when=is_locked>
                <Notice tone=Tone::Warning text=t().contact.locked.to_owned() />
            </Show>
            <details class="contact-sheet__more">
                <summary class="contact-sheet__summary">
                    <Icon name=IconName::Edit />
                    {t().contact.more}
                </summary>
                <Details id=id draft=draft regular=regular is_later=is_later />
            </details>
            <ErrorText text=doing.error />
            <section class="contact-sheet__group">
                <h3 class="contact-sheet__heading">{t().contact.reached}</h3>
                <Show when=move || !is_locked()>
                    <p class="contact-sheet__next">
                        <Icon name=IconName::Calendar />
                        {next_line}
                    </p>
                </Show>
                <div class="contact-sheet__outcomes">{REACHED.into_iter().map(button).collect_view()}</div>
            </section>
            <section class="contact-sheet__group">
                <h3 class="contact-sheet__heading">
                    {t().contact.not_reached} <small>{t().contact.not_reached_hint}</small>
                </h3>
                <div class="contact-sheet__outcomes" data-variant="quiet">
                    {NOT_REACHED.into_iter().map(button).collect_view()}
                </div>
            </section>
        </div>
    }
}

#[component]
fn Details(id: CustomerId, draft: Draft, regular: Memo<Day>, is_later: Memo<bool>) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let words = &t().contact;
    let row = engine.rows.with_untracked(|rows| rows.get(&id).cloned());
    let current = row.as_ref().map(|it| it.level);
    let (now, day, _) = today.glance();
    let suggested = row.map(|row| {
        let signs = Signs { signals: &row.signals, expected: row.expected.filter(|it| *it >= day), floor: row.floor };
        engine.store.with_untracked(|store| suggest(store.policy(now), day, &signs)).level
    });
    let named =
        |it: Level| if Some(it) == suggested { format!("{it} · {}", t().suggest.mark) } else { it.code().to_owned() };
    let levels = std::iter::once((None, words.level_same(&current.map_or("", Level::code))))
        .chain(Level::OPEN.into_iter().filter(|it| Some(*it) != current).map(|it| (Some(it), named(it))))
        .collect::<Vec<(Option<Level>, String)>>();
    let quick = [1, 2, 4, 7].map(|days| (days, t().date.plus_days(&days))).to_vec();
    view! {
        <div class="stack">
            <TextArea id="contact-note" label=words.note value=draft.note />
            <label class="check">
                <input type="checkbox" bind:checked=draft.asked />
                <span>{words.asked}</span>
            </label>
            <ChipChoice
                name="contact-level"
                legend=words.level
                options=levels
                value=draft.level
                on_choose=move |it| draft.level.set(it)
            />
            <DateChoice
                id="contact-next"
                legend=words.next_label
                quick=quick
                value=draft.next
                none=words.next_regular.to_owned()
                min=Signal::derive(move || today.day().plus(1))
            />
            <Show when=move || is_later.get()>
                <Notice text=Signal::derive(move || t().contact.later_than(&format::day(regular.get(), today.day()))) />
                <ReasonFields id="contact" reason=draft.reason whose=draft.whose />
            </Show>
            <Field
                id="contact-when"
                label=words.when
                hint=words.when_hint
                kind="datetime-local"
                value=draft.when
                max=Signal::derive(move || format::local(today.now(), today.zone()))
            />
        </div>
    }
}

/// The reason of a postponement, and whose it was.
#[component]
pub fn ReasonFields(
    /// Tells several apart: `contact` or `move`.
    id: &'static str,
    /// Why.
    reason: RwSignal<String>,
    /// Whose reason.
    whose: RwSignal<Option<Whose>>,
) -> impl IntoView {
    let options = [Whose::Customer, Whose::Advisor].map(|it| (Some(it), words::whose(it).to_owned())).to_vec();
    let (name, field) = if id == "move" { ("move-whose", "move-reason") } else { ("contact-whose", "contact-reason") };
    view! {
        <ChipChoice name=name legend=t().whose.legend options=options value=whose on_choose=move |it| whose.set(it) />
        <Field id=field label=t().whose.reason value=reason />
    }
}
