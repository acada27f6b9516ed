//! The record of a test drive 试驾记录: what was driven, where, and what the customer thought of it.

use crate::clock::use_clock;
use crate::format;
use crate::i18n::t;
use crate::parts::customer_sheet::CustomerSheet;
use crate::parts::doing::use_doing;
use crate::state::customers::{offered, use_today};
use crate::state::engine::use_engine;
use crate::state::update::use_update;
use crate::ui::button::{Button, Loudness};
use crate::ui::field::{Field, TextArea};
use crate::ui::icon::IconName;
use crate::ui::notice::{ErrorText, Notice};
use crate::ui::sheet::use_closer;
use domain::card::several;
use domain::catalogue::Kind;
use domain::command::Command;
use domain::fact::floor::Drove;
use domain::id::CustomerId;
use leptos::prelude::*;

/// The sheet that records a test drive.
#[component]
pub fn DriveSheet(
    /// Whose.
    id: CustomerId,
) -> impl IntoView {
    view! {
        <CustomerSheet id=id title=|name| t().drive.title(&name)>
            <Body id=id />
        </CustomerSheet>
    }
}

#[component]
fn Body(id: CustomerId) -> impl IntoView {
    let (engine, today, clock) = (use_engine(), use_today(), use_clock());
    let (doing, closer) = (use_doing(), use_closer());
    let words = &t().drive;
    let wished = engine.rows.with_untracked(|rows| rows.get(&id).map(|it| it.model.clone())).unwrap_or_default();
    let model = RwSignal::new(several(&wished).first().map(|it| (*it).to_owned()).unwrap_or_default());
    let (route, minutes, when) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (liked, disliked, licence) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    use_update().guard(Signal::derive(move || !(liked.read().is_empty() && disliked.read().is_empty())));
    let save = move |()| {
        let text = |it: RwSignal<String>| it.get_untracked().trim().to_owned();
        let minutes = match text(minutes).as_str() {
            "" => 0,
            typed => match typed.parse() {
                Ok(it) => it,
                Err(_) => return doing.error.set(t().drive.minutes_wrong.to_owned()),
            },
        };
        let drove = Drove {
            model: text(model),
            route: text(route),
            minutes,
            liked: text(liked),
            disliked: text(disliked),
            licence: licence.get_untracked(),
        };
        let at = format::parse_local(&when.get_untracked(), today.glance().2).map(|it| it.min(clock.exact()));
        doing.run(Command::Drive(id, drove, at), t().drive.saved.to_owned(), move |_| closer.close());
    };
    view! {
        <div class="stack">
            <Field
                id="drive-model"
                label=t().order.model
                value=model
                required=true
                choices=offered(engine, Kind::Model)
            />
            <div class="order-sheet__pair">
                <Field id="drive-route" label=words.route value=route />
                <Field id="drive-minutes" label=words.minutes value=minutes />
            </div>
            <Field
                id="drive-when"
                label=words.when
                hint=t().contact.when_hint
                kind="datetime-local"
                value=when
                max=Signal::derive(move || format::local(today.now(), today.zone()))
            />
            <TextArea id="drive-liked" label=words.liked value=liked />
            <TextArea id="drive-disliked" label=words.disliked value=disliked />
            <label class="check">
                <input type="checkbox" bind:checked=licence />
                <span>{words.licence}</span>
            </label>
            <Notice text=words.contact_too.to_owned() />
            <footer class="sheet__foot">
                <ErrorText text=doing.error />
                <Button
                    label=words.save.to_owned()
                    loudness=Loudness::Primary
                    icon=IconName::Check
                    busy=doing.busy
                    on_press=save
                />
            </footer>
        </div>
    }
}
