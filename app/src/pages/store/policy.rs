//! The numbers of the policy, in groups; each is checked by the domain before it is sent.

use crate::api::house::{House, set_policy};
use crate::format;
use crate::i18n::t;
use crate::platform::dom;
use crate::state::customers::use_today;
use crate::ui::button::Submit;
use crate::ui::field::Field;
use crate::ui::notice::ErrorText;
use crate::ui::toast::use_toasts;
use crate::words;
use domain::instant::Instant;
use domain::policy::Policy;
use domain::policy::check::{Fault, Group, NUMBERS, Number, Why};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// A number that is being typed, and what is wrong with it.
#[derive(Clone, Copy)]
struct Typed {
    number: &'static Number,
    text: RwSignal<String>,
    error: RwSignal<String>,
}

/// The form of the policy.
#[component]
pub fn PolicyForm(
    /// What the store has set; the fields begin with it, and are left alone when it changes meanwhile.
    house: Signal<Option<House>>,
    /// Called when it has changed.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let (today, toasts) = (use_today(), use_toasts());
    let it = &t().policy;
    let known = house.get_untracked();
    let all: Vec<Typed> = NUMBERS
        .iter()
        .map(|number| {
            let text =
                known.as_ref().and_then(|it| it.numbers.get(number.code)).map(ToString::to_string).unwrap_or_default();
            Typed { number, text: RwSignal::new(text), error: RwSignal::new(String::new()) }
        })
        .collect();
    let all = StoredValue::new(all);
    let was_out = known.as_ref().is_some_and(|it| it.overdue_out_of_turn);
    let out_of_turn = RwSignal::new(was_out);
    // Only what was typed here is sent: a colleague's change of another number stands.
    let base = StoredValue::new((known.map(|it| it.numbers).unwrap_or_default(), was_out));
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(numbers) = all.with_value(|it| check(it)) else { return error.set(t().policy.wrong.to_owned()) };
        error.set(String::new());
        busy.set(true);
        let (known, was_out) = base.get_value();
        let is_out = out_of_turn.get_untracked();
        let changed = numbers.iter().map(|it| (*it.0, *it.1)).filter(|it| known.get(it.0) != Some(&it.1)).collect();
        spawn_local(async move {
            match set_policy(&changed, (is_out != was_out).then_some(is_out)).await {
                Ok(()) => {
                    let kept = numbers.into_iter().map(|(code, value)| (code.to_owned(), value)).collect();
                    base.try_set_value((kept, is_out));
                    let (now, day, zone) = today.glance();
                    toasts.say(t().policy.saved(&format::moment(now, zone, day)));
                    on_done.run(());
                }
                Err(failure) => drop(error.try_set(words::failure(&failure))),
            }
            busy.try_set(false);
        });
    };
    let moment = move |at: Instant| {
        let (_, day, zone) = today.glance();
        format::moment(at, zone, day)
    };
    let holds = move || house.with(|it| it.as_ref()?.since).map(|at| t().policy.since(&moment(at)));
    let versions = Memo::new(move |_| house.with(|it| it.as_ref().map(|it| it.versions.clone()).unwrap_or_default()));
    let former = move || {
        let versions = versions.get();
        (!versions.is_empty()).then(|| {
            let line = |at: &Instant| view! { <li>{moment(*at)}</li> };
            view! {
                <details class="store__former">
                    <summary>{it.former(&versions.len())}</summary>
                    <ul>{versions.iter().map(line).collect_view()}</ul>
                </details>
            }
        })
    };
    let turn = move || {
        view! {
            <label class="check">
                <input type="checkbox" bind:checked=out_of_turn />
                <span>
                    {it.overdue_out_of_turn} <small class="check__note">{it.overdue_hint}</small>
                </span>
            </label>
        }
    };
    let group = move |group: Group| {
        let (title, hint) = words::group(group);
        let fields =
            all.with_value(|all| all.iter().filter(|it| it.number.group == group).copied().collect::<Vec<_>>());
        view! {
            <fieldset class="store__group">
                <legend class="store__legend">{title}</legend>
                <p class="store__hint">{hint}</p>
                <div class="store__numbers">{fields.into_iter().map(field).collect_view()}</div>
                {(group == Group::Rulings).then(turn)}
            </fieldset>
        }
    };
    view! {
        <section class="panel" aria-labelledby="store-policy">
            <form class="stack" novalidate on:submit=submit>
                <h2 class="panel__title" id="store-policy">{it.title}</h2>
                <p class="store__hint">{it.about} " " {holds}</p>
                {former}
                {Group::ALL.map(group).collect_view()}
                <ErrorText text=error />
                <Submit label=it.save.to_owned() busy=busy />
            </form>
        </section>
    }
}

fn field(typed: Typed) -> impl IntoView {
    let Typed { number, text, error } = typed;
    view! {
        <Field
            id=number.code
            label=words::number(number.code)
            value=text
            kind="number"
            hint=words::hint(number)
            error=error
            min=number.least.to_string()
            max=number.most.to_string()
            required=true
        />
    }
}

/// The numbers that were typed; none if something is wrong, which then stands at its field, and the first such field has the focus.
fn check(all: &[Typed]) -> Option<BTreeMap<&'static str, i64>> {
    let read = |it: &Typed| it.text.read_untracked().trim().parse::<i64>().ok();
    let numbers: BTreeMap<_, _> = all.iter().filter_map(|it| Some((it.number.code, read(it)?))).collect();
    let bounds = |code: &str| Fault { code: code.to_owned(), why: Why::Bounds };
    let mut faults: Vec<Fault> =
        all.iter().map(|it| it.number.code).filter(|it| !numbers.contains_key(it)).map(bounds).collect();
    faults.extend(Policy::default().with(numbers.iter().map(|it| (*it.0, *it.1))).err().unwrap_or_default());
    for it in all {
        let found = faults.iter().find(|fault| fault.code == it.number.code);
        it.error.set(found.map(|fault| words::fault(it.number, fault.why)).unwrap_or_default());
    }
    if let Some(first) = all.iter().find(|it| faults.iter().any(|fault| fault.code == it.number.code)) {
        dom::focus(&format!("#{}", first.number.code));
    }
    faults.is_empty().then_some(numbers)
}
