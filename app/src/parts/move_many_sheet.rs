//! Postponing or bringing forward the picked customers together: what will move, and what will not and why.

use crate::clock::use_clock;
use crate::i18n::t;
use crate::parts::contact_sheet::ReasonFields;
use crate::state::customers::use_today;
use crate::state::engine::{Undone, use_engine};
use crate::state::selection::use_selection;
use crate::state::sheets::use_sheets;
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipChoice;
use crate::ui::icon::IconName;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::ui::sheet::{Sheet, use_closer};
use crate::ui::toast::use_toasts;
use crate::words;
use domain::command::Command;
use domain::fact::Whose;
use domain::id::{CustomerId, FactId};
use domain::many::{Plan, Target, Why, plan};
use domain::view::Rule;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The sheet that moves the follow-ups of the picked customers.
#[component]
pub fn MoveManySheet() -> impl IntoView {
    let (sheets, selection) = (use_sheets(), use_selection());
    let title = move || t().many.title(&selection.all().len());
    view! {
        <Sheet title=Signal::derive(title) on_closed=move |()| sheets.clear()>
            <Body />
        </Sheet>
    }
}

#[component]
fn Body() -> impl IntoView {
    let (engine, today, clock, selection) = (use_engine(), use_today(), use_clock(), use_selection());
    let (toasts, closer) = (use_toasts(), use_closer());
    let target = RwSignal::new(None::<Target>);
    let (reason, whose) = (RwSignal::new(String::new()), RwSignal::new(None::<Whose>));
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let day = today.glance().1;
    let it = &t().many;
    let targets = vec![
        (Some(Target::To(day)), it.to_today.to_owned()),
        (Some(Target::To(day.plus(1))), it.to_tomorrow.to_owned()),
        (Some(Target::By(1)), it.by_days(&1)),
        (Some(Target::By(2)), it.by_days(&2)),
        (Some(Target::By(3)), it.by_days(&3)),
        (Some(Target::By(7)), it.by_days(&7)),
    ];
    let planned = move |now, why: &Why| {
        let target = target.get()?;
        let picked = selection.all();
        Some(engine.rows.with(|rows| {
            let rows = picked.iter().filter_map(|it| rows.get(it)).map(AsRef::as_ref);
            engine.store.with(|store| plan(store, rows, target, why, now))
        }))
    };
    // Asked with a reason, so that what remains is whether the day itself is possible.
    let possible = Memo::new(move |_| {
        let why = Why { reason: "-".to_owned(), whose: Some(Whose::Customer) };
        planned(today.now(), &why).unwrap_or_default()
    });
    let needs_reason = Memo::new(move |_| planned(today.now(), &Why::default()).is_some_and(|it| it.lacks_reason()));
    let save = move |()| {
        let why = Why { reason: reason.get_untracked(), whose: whose.get_untracked() };
        let Some(plan) = untrack(|| planned(clock.exact(), &why)) else {
            return error.set(t().moving.choose.to_owned());
        };
        if plan.lacks_reason() {
            return error.set(words::rule(Rule::MoveWithoutReason).to_owned());
        }
        if plan.moves.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let all = plan.moves.len();
        let answers: Rc<RefCell<Answers>> = Rc::default();
        for (customer, moved) in plan.moves {
            let answers = answers.clone();
            let heard = move |result: Result<FactId, Undone>| {
                if let Err(why @ Undone::Waits(_)) = &result {
                    return drop(error.try_set(words::undone(why)));
                }
                let mut told = answers.borrow_mut();
                match result {
                    Ok(fact) => told.facts.push((customer, fact)),
                    Err(_) => told.failed += 1,
                }
                if told.facts.len() + told.failed < all {
                    return;
                }
                let (facts, failed) = (told.facts.clone(), told.failed);
                busy.try_set(false);
                let said =
                    if failed == 0 { t().many.saved(&facts.len()) } else { t().many.saved_some(&failed, &facts.len()) };
                toasts.say_with_undo(said, move || {
                    for (customer, fact) in &facts {
                        engine.run(Command::Withdraw(*customer, *fact), Box::new(|_| ()));
                    }
                    toasts.say(t().common.undone);
                });
                selection.stop();
                closer.close();
            };
            engine.run(Command::Move(customer, moved), Box::new(heard));
        }
    };
    let outcome = move || target.get().map(|_| view! { <Outcome plan=possible /> });
    view! {
        <div class="stack">
            <ChipChoice name="many-to" legend=it.where_to options=targets value=target on_choose=move |it| target.set(it) />
            <Show when=move || needs_reason.get()>
                <ReasonFields id="move" reason=reason whose=whose />
            </Show>
            {outcome}
            <footer class="sheet__foot">
                <ErrorText text=error />
                <Button
                    label=Signal::derive(move || t().many.submit(&possible.read().moves.len()))
                    loudness=Loudness::Primary
                    icon=IconName::Check
                    busy=busy
                    on_press=save
                />
            </footer>
        </div>
    }
}

/// What became of the moves so far.
#[derive(Default)]
struct Answers {
    facts: Vec<(CustomerId, FactId)>,
    failed: usize,
}

/// What will move, and what will not.
#[component]
fn Outcome(plan: Memo<Plan>) -> impl IntoView {
    let engine = use_engine();
    // One line for each rule, and whom it keeps.
    let left = move || {
        let name = |id: CustomerId| engine.row(id).map(|it| it.name.clone()).unwrap_or_default();
        plan.with(|plan| {
            let rules: BTreeSet<Rule> = plan.left.iter().map(|it| it.1).collect();
            let line = |rule: Rule| {
                let names: Vec<String> = plan.left.iter().filter(|it| it.1 == rule).map(|it| name(it.0)).collect();
                view! { <li>{t().many.left(&names.join(t().many.and), &words::rule(rule))}</li> }
            };
            rules.into_iter().map(line).collect_view()
        })
    };
    view! {
        <p class="move-many-sheet__count" role="status">
            {move || t().many.can(&plan.read().moves.len())}
        </p>
        <Show when=move || !plan.read().left.is_empty()>
            <Notice tone=Tone::Warning text=Signal::derive(move || t().many.cannot(&plan.read().left.len()))>
                <ul class="move-many-sheet__left">{left}</ul>
            </Notice>
        </Show>
    }
}
