//! The list of customers as a table to take away, and the way to bring one in; made on the device, so that it needs no network.

use crate::format;
use crate::i18n::{of_tables, t};
use crate::parts::workbook;
use crate::platform::file;
use crate::routes::href;
use crate::state::customers::{Today, use_today};
use crate::state::engine::{Engine, use_engine};
use crate::ui::button::Button;
use crate::ui::icon::{Icon, IconName};
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use domain::card::CardField;
use domain::csv;
use domain::id::CustomerId;
use domain::import::heads;
use domain::instant::Day;
use domain::port::Row;
use leptos::prelude::*;
use leptos_router::components::A;

/// The sheet of the ways in and out of the list.
#[component]
pub fn TakeAwaySheet(
    /// Those who are in the list.
    ids: Memo<Vec<CustomerId>>,
    /// Says why a workbook was not made.
    error: RwSignal<String>,
    /// Called when it has closed.
    #[prop(into)]
    on_closed: Callback<()>,
) -> impl IntoView {
    view! {
        <Sheet title=t().customers.exchange.to_owned() on_closed=on_closed>
            <Body ids=ids error=error />
        </Sheet>
    }
}

#[component]
fn Body(ids: Memo<Vec<CustomerId>>, error: RwSignal<String>) -> impl IntoView {
    let (engine, today, closer) = (use_engine(), use_today(), use_closer());
    let it = &t().customers;
    let whole = move |()| {
        take_away_whole(engine, today, ids.get_untracked(), error);
        closer.close();
    };
    let listed = move |()| {
        take_away(engine, today, &ids.read_untracked());
        closer.close();
    };
    view! {
        <ul class="customers__exchange">
            <Show when=move || !ids.read().is_empty()>
                <li>
                    <Button label=it.take_away_xlsx.to_owned() icon=IconName::Download on_press=whole />
                    <p class="field__hint">{it.take_away_xlsx_hint}</p>
                </li>
                <li>
                    <Button label=it.take_away.to_owned() icon=IconName::Download on_press=listed />
                    <p class="field__hint">{it.take_away_hint}</p>
                </li>
            </Show>
            <li>
                <A href=href::import() attr:class="button">
                    <Icon name=IconName::Table />
                    <span>{t().import.way}</span>
                </A>
                <p class="field__hint">{it.import_hint}</p>
            </li>
        </ul>
    }
}

/// Saves these customers, with all that a card holds, as a workbook; what was exported can be imported again.
fn take_away_whole(engine: Engine, today: Today, ids: Vec<CustomerId>, error: RwSignal<String>) {
    let name = t().customers.workbook(&today.glance().1);
    engine.export(ids, of_tables(), move |rows| {
        let table = std::iter::once(heads(of_tables())).chain(rows).collect();
        workbook::save(name, t().customers.title.to_owned(), table, error);
    });
}

/// Saves these customers, as the list has them.
fn take_away(engine: Engine, today: Today, ids: &[CustomerId]) {
    let (field, it, of_card) = (&t().field, &t().customers, &t().customer);
    let (_, day, zone) = today.glance();
    let head = [
        field.name,
        field.phone,
        it.by_level,
        it.by_standing,
        field.source,
        field.model,
        field.colour,
        field.budget,
        field.payment,
        of_card.expected,
        of_card.created,
        it.last_reached,
        field.note,
    ];
    let date = |it: Option<Day>| it.map(|it| it.to_string()).unwrap_or_default();
    let row = |row: &Row| {
        let source = engine.store.with_untracked(|store| words::source(store, &row.source).to_owned());
        vec![
            row.name.clone(),
            row.phone.clone(),
            row.level.code().to_owned(),
            date(row.follow_up.map(|it| it.due)),
            source,
            row.model.clone(),
            row.colour.clone(),
            row.budget.clone(),
            words::choice(CardField::Payment, &row.payment).to_owned(),
            date(row.expected),
            format::full(row.created, zone),
            row.reached.map(|it| format::full(it, zone)).unwrap_or_default(),
            row.last_note.clone(),
        ]
    };
    let table = engine.rows.with_untracked(|rows| {
        let found = ids.iter().filter_map(|id| rows.get(id)).filter(|it| !it.sample).map(|it| row(it));
        csv::write(std::iter::once(head.map(str::to_owned).to_vec()).chain(found))
    });
    file::save(&it.file(&day), "text/csv", &table);
}
