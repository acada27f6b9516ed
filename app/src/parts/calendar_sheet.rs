//! Taking the coming weeks away for another calendar: names only, unless one asks for more.

use crate::clock::use_clock;
use crate::i18n::t;
use crate::platform::file;
use crate::state::customers::{planned, use_today};
use crate::state::engine::use_engine;
use crate::state::session::use_session;
use crate::state::sheets::use_sheets;
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::IconName;
use crate::ui::notice::Notice;
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use domain::agenda::{Entry, Matter};
use domain::ics::{Event, When, write};
use domain::instant::Day;
use domain::port::Row;
use leptos::prelude::*;

/// The sheet that takes the coming weeks away.
#[component]
pub fn CalendarSheet() -> impl IntoView {
    let sheets = use_sheets();
    view! {
        <Sheet title=t().calendar.sheet.to_owned() on_closed=move |()| sheets.clear()>
            <Body />
        </Sheet>
    }
}

#[component]
fn Body() -> impl IntoView {
    let (engine, today, clock, closer) = (use_engine(), use_today(), use_clock(), use_closer());
    let person = use_session().user();
    let with_phones = RwSignal::new(false);
    let it = &t().calendar;
    let coming = Memo::new(move |_| {
        let day = today.day();
        let plans = planned(engine, today, person).into_iter().filter(|it| it.day >= day);
        let entries = plans.flat_map(|it| it.entries.into_iter().map(move |entry| (it.day, entry)));
        engine.rows.with(|rows| {
            let is_real = |it: &(Day, Entry)| rows.get(&it.1.customer).is_some_and(|row| !row.sample);
            entries.filter(is_real).collect::<Vec<_>>()
        })
    });
    let save = move |()| {
        let events: Vec<Event> = engine.rows.with_untracked(|rows| {
            let of = |(day, entry): &(Day, Entry)| {
                Some(event(*day, *entry, rows.get(&entry.customer)?, with_phones.get_untracked()))
            };
            coming.read_untracked().iter().filter_map(of).collect()
        });
        let text = write(t().calendar.title, &events, clock.exact());
        file::save(&t().calendar.file(&today.glance().1), "text/calendar", &text);
        closer.close();
    };
    view! {
        <div class="stack">
            <p>{it.sheet_text}</p>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || with_phones.get()
                    on:change=move |event| with_phones.set(event_target_checked(&event))
                />
                <span>
                    {it.phones} <small class="check__note">{it.phones_hint}</small>
                </span>
            </label>
            <Show
                when=move || !coming.read().is_empty()
                fallback=move || view! { <Notice text=t().calendar.nothing.to_owned() /> }
            >
                <footer class="sheet__foot">
                    <Button
                        label=Signal::derive(move || t().calendar.save(&coming.read().len()))
                        loudness=Loudness::Primary
                        icon=IconName::Download
                        on_press=save
                    />
                </footer>
            </Show>
        </div>
    }
}

fn event(day: Day, entry: Entry, row: &Row, with_phone: bool) -> Event {
    let it = &t().calendar;
    let summary = match entry.matter {
        Matter::Delivery(order) => {
            let agreed = row.deliveries.iter().find(|it| it.order == order);
            it.to_deliver(&agreed.map_or("", |it| it.model.as_str()), &row.name)
        }
        Matter::Confirmation(_) => it.to_confirm(&row.name),
        Matter::FollowUp => it.to_follow_up(&row.level, &row.name),
        Matter::CallBack(_, call) => it.to_call_back(&words::call(call), &row.name),
    };
    let when = match entry.matter {
        Matter::Confirmation(by) => When::Moment(by),
        Matter::Delivery(_) | Matter::FollowUp | Matter::CallBack(..) => When::Day(day),
    };
    let is_told = with_phone && !row.phone.is_empty();
    Event {
        uid: entry.matter.uid(entry.customer),
        when,
        summary: summary.trim().to_owned(),
        description: if is_told { it.phone(&row.phone) } else { String::new() },
        reminder: Some(entry.matter.reminder()),
    }
}
