//! The customers 客户: searched, narrowed and put in order; what is due, or what they want to buy 购车意向. The address holds it all.

mod filters;
mod take_away;

use crate::i18n::t;
use crate::parts::customer_row::CustomerRow;
use crate::parts::intention_row::IntentionRow;
use crate::parts::picked_bar::PickedBar;
use crate::routes::href;
use crate::shell::WhenLoaded;
use crate::state::customers::{listed, use_today};
use crate::state::engine::use_engine;
use crate::state::lists::{List, Look};
use crate::state::selection::use_selection;
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipChoice;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::ErrorText;
use domain::id::CustomerId;
use domain::list::Filter;
use filters::Filters;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};
use take_away::{take_away, take_away_whole};

/// Rows drawn at first, and more at each wish.
const SHOWN: usize = 40;

/// The list of customers.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let (engine, today, selection, sheets) = (use_engine(), use_today(), use_selection(), use_sheets());
    let query = use_query_map();
    let navigate = use_navigate();
    let list = Memo::new(move |_| List::read(&query.read()));
    let put = Callback::new(move |list: List| {
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&list.address(), options);
    });
    // While an input method composes, the letters search already, but the address waits: to write the field would end the composition.
    let composing = RwSignal::new(None::<String>);
    let filter = Memo::new(move |_| {
        let filter = list.read().filter.clone();
        composing.get().map_or(filter.clone(), |text| Filter { text, ..filter })
    });
    let ids = Memo::new(move |_| listed(engine, today, &filter.read(), list.read().sort));
    let limit = RwSignal::new(SHOWN);
    let error = RwSignal::new(String::new());
    let shown = move || ids.with(|it| it.iter().take(limit.get()).copied().collect::<Vec<_>>());
    let rest = move || ids.read().len().saturating_sub(limit.get());
    let look = Memo::new(move |_| list.read().look);
    let looks = vec![
        (Look::FollowUps, t().customers.follow_ups.to_owned()),
        (Look::Intentions, t().customers.intentions.to_owned()),
    ];
    on_cleanup(move || selection.stop());
    let row = move |id: CustomerId| match look.get_untracked() {
        Look::FollowUps => view! { <CustomerRow id=id picks=true /> }.into_any(),
        Look::Intentions => view! { <IntentionRow id=id /> }.into_any(),
    };
    view! {
        <div class="page customers">
            <header class="page__head">
                <Heading text=t().customers.title.to_owned() />
                <p class="page__count" role="status">
                    {move || t().customers.count(&ids.read().len())}
                </p>
                <div class="cluster page__ways">
                    <A href=href::pool() attr:class="button">
                        <Icon name=IconName::Pool />
                        <span>{t().nav.pool}</span>
                    </A>
                    <A href=href::new_customer() attr:class="button" attr:data-variant="primary">
                        <Icon name=IconName::Add />
                        <span>{t().nav.new_customer}</span>
                    </A>
                </div>
            </header>
            <div class="customers__looks">
                <ChipChoice
                    name="view"
                    legend=t().customers.look
                    hide_legend=true
                    options=looks
                    value=look
                    on_choose=move |look| {
                        selection.stop();
                        put.run(List { look, ..list.get_untracked() });
                    }
                />
                <Show when=move || !selection.is_on() && !ids.read().is_empty()>
                    <Button
                        label=t().customers.take_away.to_owned()
                        loudness=Loudness::Quiet
                        icon=IconName::Download
                        on_press=move |()| take_away(engine, today, &ids.read_untracked())
                    />
                    <Button
                        label=t().customers.take_away_xlsx.to_owned()
                        loudness=Loudness::Quiet
                        icon=IconName::Download
                        on_press=move |()| take_away_whole(engine, today, ids.get_untracked(), error)
                    />
                </Show>
                <Show when=move || !selection.is_on()>
                    <A href=href::import() attr:class="button" attr:data-variant="quiet">
                        <Icon name=IconName::Table />
                        <span>{t().import.way}</span>
                    </A>
                </Show>
                <Show when=move || look.get() == Look::FollowUps && !selection.is_on()>
                    <Button label=t().customers.pick.to_owned() icon=IconName::Check on_press=move |()| selection.start() />
                </Show>
            </div>
            <ErrorText text=error />
            <Filters list=list composing=composing put=put />
            <PickedBar ids=ids>
                <Button
                    label=t().customer.moving.to_owned()
                    loudness=Loudness::Primary
                    icon=IconName::Calendar
                    on_press=move |()| sheets.open(Open::MoveMany)
                />
            </PickedBar>
            <h2 class="visually-hidden">{t().customers.title}</h2>
            <WhenLoaded>
                <ul class="rows customers__rows">
                    <For each=shown key=move |id| (*id, look.get()) let:id>
                        <li>{row(id)}</li>
                    </For>
                </ul>
                <Show when=move || ids.read().is_empty()>
                    <Empty icon=IconName::Search title=t().customers.none text=t().customers.none_hint>
                        <Button label=t().customers.clear.to_owned() on_press=move |()| put.run(list.get_untracked().cleared()) />
                    </Empty>
                </Show>
                <Show when=move || { rest() > 0 }>
                    <button type="button" class="button" on:click=move |_| limit.update(|it| *it += SHOWN)>
                        {move || t().common.more(&rest())}
                    </button>
                </Show>
            </WhenLoaded>
        </div>
    }
}
