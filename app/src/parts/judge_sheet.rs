//! Judging the level: signals and the expected order date give a suggestion with its reasons; the advisor decides.

use crate::i18n::t;
use crate::parts::doing::use_doing;
use crate::parts::level_choice::LevelChoice;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::sheets::use_sheets;
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipTicks;
use crate::ui::field::TextArea;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::ui::sheet::{Sheet, use_closer};
use crate::{format, words};
use crate::{i18n::of_store, parts::date_choice::DateChoice};
use domain::command::Command;
use domain::fact::Judged;
use domain::id::CustomerId;
use domain::instant::Day;
use domain::level::Level;
use domain::port::Row;
use domain::suggest::{Signs, Suggestion, suggest};
use domain::view::Rule;
use leptos::prelude::*;
use std::sync::Arc;

/// The signs of a judgement and what they suggest; also used where cards are made.
#[derive(Clone, Copy)]
pub struct Judging {
    /// Codes of the ticked signals.
    pub signals: RwSignal<Vec<String>>,
    /// The expected order date.
    pub expected: RwSignal<Option<Day>>,
    /// Whether P4 is closed.
    pub floor: RwSignal<bool>,
    /// The level that the advisor chose, against or with the suggestion.
    pub choice: RwSignal<Option<Level>>,
    /// Why the choice differs.
    pub note: RwSignal<String>,
    /// What is suggested.
    pub suggestion: Memo<Suggestion>,
}

impl Judging {
    /// Starts from the last judgement.
    pub fn start(signals: Vec<String>, expected: Option<Day>, floor: bool) -> Self {
        let (engine, today) = (use_engine(), use_today());
        let (signals, expected, floor) = (RwSignal::new(signals), RwSignal::new(expected), RwSignal::new(floor));
        let suggestion = Memo::new(move |_| {
            let (now, day) = (today.now(), today.day());
            let signals = signals.read();
            let signs = Signs { signals: signals.as_slice(), expected: expected.get(), floor: floor.get() };
            engine.store.with(|store| suggest(store.policy(now), day, &signs))
        });
        Self { signals, expected, floor, choice: RwSignal::new(None), note: RwSignal::default(), suggestion }
    }

    /// The level that holds: the choice, else the suggestion where it is one of P0–P4.
    pub fn level(self) -> Option<Level> {
        let suggested = Some(self.suggestion.get().level).filter(|it| it.is_open());
        self.choice.get().filter(|it| !(self.floor.get() && *it == Level::P4)).or(suggested)
    }

    /// Whether the choice differs from the suggestion.
    pub fn differs(self) -> bool {
        self.level().is_some_and(|it| it != self.suggestion.get().level)
    }
}

/// The signs, the suggestion and the choice.
#[component]
pub fn JudgeFields(
    /// The judgement.
    judging: Judging,
) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let groups = [
        (Level::P0, t().judge.signals_p0),
        (Level::P2, t().judge.signals_p2),
        (Level::P3, t().judge.signals_p3),
        (Level::P4, t().judge.signals_p4),
    ];
    let signals = move |(level, legend): (Level, &'static str)| {
        let options: Vec<(String, String)> = engine.store.with_untracked(|store| {
            let of = |it: &&domain::policy::Signal| it.level == level || (level == Level::P2 && it.level == Level::P1);
            let policy = store.policy(untrack(move || today.now()));
            policy.signals.iter().filter(of).map(|it| (it.code.clone(), of_store(&it.zh, &it.en).to_owned())).collect()
        });
        (!options.is_empty()).then(|| view! { <ChipTicks legend=legend options=options value=judging.signals /> })
    };
    let why = move || {
        let suggestion = judging.suggestion.get();
        let reasons = engine.store.with(|store| words::reasons(store.policy(today.now()), &suggestion));
        t().suggest.line(&suggestion.level.code(), &reasons)
    };
    let quick = vec![
        (7, t().judge.in_week.to_owned()),
        (15, t().judge.in_half_month.to_owned()),
        (30, t().judge.in_month.to_owned()),
        (90, t().judge.in_quarter.to_owned()),
    ];
    view! {
        <div class="stack judge-sheet">
            <div class="judge-sheet__signals">{groups.into_iter().map(signals).collect_view()}</div>
            <DateChoice
                id="judge-expected"
                legend=t().judge.expected
                quick=quick
                value=judging.expected
                none=t().judge.unknown.to_owned()
                min=Signal::derive(move || today.day())
            />
            <p class="judge-sheet__why" aria-live="polite">
                <Icon name=IconName::Flame />
                <span>{why}</span>
            </p>
            <LevelChoice
                name="judge-level"
                legend=t().judge.level
                value=Signal::derive(move || judging.level())
                suggested=Signal::derive(move || Some(judging.suggestion.get().level))
                floor=judging.floor
                on_choose=move |it| judging.choice.set(Some(it))
            />
            <Show when=move || judging.differs()>
                <TextArea id="judge-note" label=t().judge.why_other value=judging.note />
            </Show>
        </div>
    }
}

/// The sheet that confirms or judges the level anew.
#[component]
pub fn JudgeSheet(
    /// Whose level.
    id: CustomerId,
) -> impl IntoView {
    let (sheets, engine) = (use_sheets(), use_engine());
    let row = engine.rows.with_untracked(|rows| rows.get(&id).cloned());
    let confirms = row.as_ref().is_some_and(|it| it.confirm_by.is_some());
    let name = row.as_ref().map(|it| it.name.clone()).unwrap_or_default();
    let title = if confirms { t().judge.title_confirm(&name) } else { t().judge.title_again(&name) };
    view! {
        <Sheet title=title on_closed=move |()| sheets.clear()>
            {row.map(|it| view! { <Body row=it confirms=confirms /> })}
        </Sheet>
    }
}

#[component]
fn Body(row: Arc<Row>, confirms: bool) -> impl IntoView {
    let (today, doing, closer) = (use_today(), use_doing(), use_closer());
    let judging = Judging::start(row.signals.clone(), row.expected, row.floor);
    // A confirmation starts from the level at hand, a new judgement from what is known now.
    if confirms {
        judging.choice.set(Some(row.level));
    }
    let is_locked = row.lock(today.glance().0).is_some();
    let (id, level) = (row.id, row.level);
    let by = row.confirm_by;
    let deadline = move || {
        by.map(|by| {
            let (now, zone, day) = (today.now(), today.zone(), today.day());
            let text = format::moment(by, zone, day);
            if now > by { t().judge.late(&text) } else { t().judge.until(&text, &format::span(by.since(now))) }
        })
    };
    let save = move |()| {
        let Some(chosen) = untrack(move || judging.level()) else {
            return doing.error.set(t().judge.choose.to_owned());
        };
        let judged = Judged {
            level: chosen,
            suggested: Some(judging.suggestion.get_untracked().level),
            signals: judging.signals.get_untracked(),
            expected: judging.expected.get_untracked(),
            note: judging.note.get_untracked().trim().to_owned(),
        };
        let said = if confirms { t().judge.confirmed(&chosen) } else { t().judge.saved(&chosen) };
        doing.run(Command::Judge(id, judged), said, move |_| closer.close());
    };
    let label = move || {
        let chosen = judging.level().map_or("", Level::code);
        if confirms { t().judge.confirm(&chosen) } else { t().judge.set(&chosen) }
    };
    view! {
        <div class="stack">
            <p class="move-sheet__now">{t().judge.now(&level, &words::meaning(level))} " " {deadline}</p>
            {is_locked.then(|| view! { <Notice tone=Tone::Warning text=words::rule(Rule::Locked).to_owned() /> })}
            <JudgeFields judging=judging />
            <footer class="sheet__foot">
                <ErrorText text=doing.error />
                <Button
                    label=Signal::derive(label)
                    loudness=Loudness::Primary
                    icon=IconName::Check
                    busy=doing.busy
                    on_press=save
                />
            </footer>
        </div>
    }
}
