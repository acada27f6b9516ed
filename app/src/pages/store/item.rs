//! An item of one of the store's lists: its names, its text, its check-list and its place.

use super::sheet::Sending;
use crate::api::house::{self, House};
use crate::i18n::t;
use crate::ui::button::{Button, Loudness, Submit};
use crate::ui::chips::{ChipChoice, ChipTicks};
use crate::ui::field::{Field, TextArea};
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::ErrorText;
use crate::ui::select::Select;
use crate::words;
use domain::catalogue::{CHECKS_MAX, Item, Kind};
use domain::fact::order::Call;
use domain::policy::Check;
use domain::questionnaire::Scale;
use domain::template::PLACEHOLDERS;
use leptos::prelude::*;

/// A line of a check-list while it is being written.
#[derive(Clone, Copy)]
struct Line {
    number: usize,
    code: StoredValue<String>,
    zh: RwSignal<String>,
    en: RwSignal<String>,
}

impl Line {
    fn new(number: usize, check: Check) -> Self {
        let code = StoredValue::new(check.code);
        Self { number, code, zh: RwSignal::new(check.zh), en: RwSignal::new(check.en) }
    }

    fn check(self) -> Check {
        let text = |it: RwSignal<String>| it.get_untracked().trim().to_owned();
        Check { code: self.code.get_value(), zh: text(self.zh), en: text(self.en) }
    }
}

/// The form for an item.
#[component]
pub fn ItemForm(
    /// Of which list.
    kind: Kind,
    /// Which one; none for a new one.
    item: Option<Item>,
    /// What the store has set.
    house: House,
    /// Called when something has changed.
    on_done: Callback<()>,
) -> impl IntoView {
    let it = &t().lists;
    let sending = Sending::new(on_done);
    let is_new = item.is_none();
    let known = item.unwrap_or_default();
    let text = |value: &str| RwSignal::new(value.to_owned());
    let (zh, en) = (text(&known.zh), text(&known.en));
    let (text_zh, text_en) = (text(&known.text_zh), text(&known.text_en));
    let retired = RwSignal::new(known.retired);
    let calls = RwSignal::new(known.calls.iter().map(|it| it.code().to_owned()).collect::<Vec<_>>());
    let scale = RwSignal::new(known.scale.unwrap_or(Scale::Five));
    let lines = RwSignal::new(
        known.checks.iter().cloned().enumerate().map(|(number, it)| Line::new(number, it)).collect::<Vec<_>>(),
    );
    let places = places(kind, &house, &known.code);
    let stood = stands_behind(kind, &house, &known.code);
    let behind = RwSignal::new(stood.clone());
    let code = known.code;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = |it: RwSignal<String>| it.get_untracked().trim().to_owned();
        let item = Item {
            code: code.clone(),
            zh: text(zh),
            en: text(en),
            text_zh: text(text_zh),
            text_en: text(text_en),
            checks: lines.with_untracked(|all| all.iter().map(|it| it.check()).collect()),
            calls: calls.with_untracked(|all| all.iter().filter_map(|it| Call::parse(it)).collect()),
            scale: kind.is_asked().then(|| scale.get_untracked()),
            retired: retired.get_untracked(),
        };
        if let Err(fault) = house.catalogue(kind).check(kind, &item) {
            return sending.error.set(words::item_fault(fault));
        }
        let behind = behind.get_untracked();
        let after = (kind.has_order() && (is_new || behind != stood)).then_some(behind);
        sending.send(async move { house::item(kind, &item, after.as_deref()).await });
    };
    view! {
        <form class="sheet__form stack" novalidate on:submit=submit>
            <Field id="item-zh" label=t().house.chinese value=zh required=true />
            <Field id="item-en" label=t().house.english value=en required=true />
            {kind.has_text().then(|| view! { <Texts kind=kind zh=text_zh en=text_en /> })}
            {kind.has_checks().then(|| view! { <CheckLines lines=lines /> })}
            {kind.is_asked().then(|| view! { <Asking calls=calls scale=scale /> })}
            {kind
                .has_order()
                .then(|| {
                    view! {
                        <Select
                            id="item-after"
                            label=it.behind
                            options=places
                            value=behind
                            on_choose=move |it| behind.set(it)
                        />
                    }
                })}
            {(!is_new)
                .then(|| {
                    view! {
                        <label class="check">
                            <input type="checkbox" bind:checked=retired />
                            <span>{it.retire} <small class="check__note">{it.retire_hint}</small></span>
                        </label>
                    }
                })}
            <footer class="sheet__foot">
                <ErrorText text=sending.error />
                <Submit label=t().common.save.to_owned() busy=sending.busy />
            </footer>
        </form>
    }
}

/// In which calls a question is asked, and how it is answered.
#[component]
fn Asking(calls: RwSignal<Vec<String>>, scale: RwSignal<Scale>) -> impl IntoView {
    let options = Call::ALL.map(|it| (it.code().to_owned(), words::call(it).to_owned())).to_vec();
    let scales = Scale::ALL.map(|it| (it, words::scale(it).to_owned())).to_vec();
    view! {
        <ChipTicks legend=t().lists.asked_in options=options value=calls />
        <ChipChoice name="scale" legend=t().lists.scale options=scales value=scale on_choose=move |it| scale.set(it) />
    }
}

/// The tip of a step, what one asks, or the text of a message.
#[component]
fn Texts(kind: Kind, zh: RwSignal<String>, en: RwSignal<String>) -> impl IntoView {
    let it = &t().lists;
    let is_template = kind == Kind::Template;
    let hint = |name: fn(&(&'static str, &'static str)) -> &'static str| {
        let names: Vec<String> = PLACEHOLDERS.iter().map(|it| format!("{{{}}}", name(it))).collect();
        is_template.then(|| view! { <p class="field__hint">{it.placeholders(&names.join(" "))}</p> })
    };
    let (label_zh, label_en) = match kind {
        Kind::Template => (it.text_zh, it.text_en),
        Kind::Question => (it.ask_zh, it.ask_en),
        Kind::Step | Kind::Model | Kind::Colour | Kind::Campaign | Kind::Rival | Kind::Lost | Kind::Hopeless => {
            (it.tip_zh, it.tip_en)
        }
    };
    view! {
        <TextArea id="item-text-zh" label=label_zh value=zh rows=3 />
        {hint(|it| it.1)}
        <TextArea id="item-text-en" label=label_en value=en rows=3 />
        {hint(|it| it.0)}
    }
}

/// A check-list, line by line.
#[component]
fn CheckLines(lines: RwSignal<Vec<Line>>) -> impl IntoView {
    let it = &t().lists;
    let next = StoredValue::new(lines.with_untracked(Vec::len));
    let add = move |()| {
        let number = next.get_value();
        next.set_value(number + 1);
        lines.update(|all| {
            all.push(Line::new(number, Check { code: String::new(), zh: String::new(), en: String::new() }));
        });
    };
    let row = move |line: Line| {
        let place = move || lines.with(|all| all.iter().position(|it| it.number == line.number).map_or(0, |it| it + 1));
        let remove = move |_| lines.update(|all| all.retain(|it| it.number != line.number));
        view! {
            <li class="store__check">
                <input
                    class="field__input"
                    autocomplete="off"
                    aria-label=move || t().lists.check_zh(&place())
                    placeholder=t().house.chinese
                    bind:value=line.zh
                />
                <input
                    class="field__input"
                    autocomplete="off"
                    aria-label=move || t().lists.check_en(&place())
                    placeholder=t().house.english
                    bind:value=line.en
                />
                <button
                    type="button"
                    class="button"
                    data-variant="quiet"
                    aria-label=move || t().lists.check_remove(&place())
                    on:click=remove
                >
                    <Icon name=IconName::Close />
                </button>
            </li>
        }
    };
    view! {
        <fieldset class="store__group">
            <legend class="store__legend">{t().steps.checks}</legend>
            <ul class="store__checks">
                <For each=move || lines.get() key=|it| it.number children=row />
            </ul>
            <Show when=move || { lines.read().len() < CHECKS_MAX }>
                <Button label=it.check_add.to_owned() loudness=Loudness::Quiet icon=IconName::Add on_press=add />
            </Show>
        </fieldset>
    }
}

/// The places that an item can have: behind each of the others, or first.
fn places(kind: Kind, house: &House, own: &str) -> Vec<(String, String)> {
    let others = house.items(kind).iter().filter(|it| it.code != own && !it.retired);
    let others = others.map(|it| (it.code.clone(), words::item(it).to_owned()));
    std::iter::once((String::new(), t().lists.first.to_owned())).chain(others).collect()
}

/// Behind which item one stands; a new one behind all.
fn stands_behind(kind: Kind, house: &House, own: &str) -> String {
    let offered: Vec<&Item> = house.items(kind).iter().filter(|it| !it.retired || it.code == own).collect();
    let place = offered.iter().position(|it| it.code == own).unwrap_or(offered.len());
    place.checked_sub(1).and_then(|it| offered.get(it)).map(|it| it.code.clone()).unwrap_or_default()
}
