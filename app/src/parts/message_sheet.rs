//! A message to a customer 短信 / 微信: a template of the store, filled, changed as one likes, and copied or sent.

use crate::i18n::{of_store, t};
use crate::parts::customer_sheet::CustomerSheet;
use crate::platform::clipboard;
use crate::state::engine::use_engine;
use crate::state::session::use_session;
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipChoice;
use crate::ui::empty::Empty;
use crate::ui::field::TextArea;
use crate::ui::icon::{Icon, IconName};
use crate::ui::toast::use_toasts;
use crate::words;
use domain::card::several;
use domain::catalogue::{Item, Kind};
use domain::id::CustomerId;
use domain::template::{Names, fill};
use leptos::prelude::*;
use leptos_router::location::Url;

/// The id of the text.
const TEXT: &str = "message-text";

/// The sheet that writes a message.
#[component]
pub fn MessageSheet(
    /// To whom.
    id: CustomerId,
) -> impl IntoView {
    view! {
        <CustomerSheet id=id title=|name| t().message.title(&name)>
            <Body id=id />
        </CustomerSheet>
    }
}

#[component]
fn Body(id: CustomerId) -> impl IntoView {
    let engine = use_engine();
    let templates: Vec<Item> =
        engine.store.with_untracked(|store| store.catalogue.offered(Kind::Template).cloned().collect());
    if templates.is_empty() {
        return view! { <Empty icon=IconName::Message title=t().message.none text=t().message.none_hint /> }.into_any();
    }
    view! { <Writing id=id templates=templates /> }.into_any()
}

#[component]
fn Writing(id: CustomerId, templates: Vec<Item>) -> impl IntoView {
    let (engine, toasts) = (use_engine(), use_toasts());
    let names = names(id);
    let phone = engine.rows.with_untracked(|rows| rows.get(&id).map(|it| it.phone.clone())).unwrap_or_default();
    let filled = move |code: &str, templates: &[Item]| {
        let template = templates.iter().find(|it| it.code == code);
        template.map(|it| fill(of_store(&it.text_zh, &it.text_en), &names)).unwrap_or_default()
    };
    let first = templates.first().map(|it| it.code.clone()).unwrap_or_default();
    let text = RwSignal::new(filled(&first, &templates));
    let chosen = RwSignal::new(first);
    let options: Vec<_> = templates.iter().map(|it| (it.code.clone(), words::item(it).to_owned())).collect();
    let choose = move |code: String| {
        text.set(filled(&code, &templates));
        chosen.set(code);
    };
    let copy = move |()| {
        let said = move |done| toasts.say(if done { t().message.copied } else { t().message.not_copied });
        clipboard::copy(&text.get_untracked(), TEXT, said);
    };
    // Decision: the question mark and the ampersand; Android reads the one, iOS the other, and each skips what it does not know.
    let address = {
        let phone = phone.clone();
        move || format!("sms:{phone}?&body={}", Url::escape(&text.read()))
    };
    view! {
        <div class="stack">
            <ChipChoice
                name="template"
                legend=t().message.template
                options=options
                value=chosen
                on_choose=choose
            />
            <TextArea id=TEXT label=t().message.text value=text rows=5 />
            <footer class="sheet__foot">
                <div class="cluster">
                    <Button
                        label=t().message.copy.to_owned()
                        loudness=Loudness::Primary
                        icon=IconName::Note
                        on_press=copy
                    />
                    {(!phone.is_empty())
                        .then(|| {
                            view! {
                                <a class="button" href=address rel="external">
                                    <Icon name=IconName::Message />
                                    <span>{t().message.send}</span>
                                </a>
                            }
                        })}
                </div>
            </footer>
        </div>
    }
}

/// What stands in the place of the placeholders.
fn names(id: CustomerId) -> Names {
    let engine = use_engine();
    let row = engine.rows.with_untracked(|rows| rows.get(&id).cloned());
    let (customer, wished) = row.map(|it| (it.name.clone(), it.model.clone())).unwrap_or_default();
    let model = several(&wished).first().map_or_else(|| t().message.some_model.to_owned(), |it| (*it).to_owned());
    let advisor = use_session().me_now().map(|it| it.name).unwrap_or_default();
    let store = engine.store.with_untracked(|it| it.name.clone());
    Names { customer, advisor, model, store }
}
