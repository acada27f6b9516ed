//! The customers 客户: searched, narrowed and put in order; what is due, or what they want to buy 购车意向. The address holds it all.

pub mod board;
mod filters;
mod take_away;
mod views;

use crate::i18n::t;
use crate::parts::customer_row::CustomerRow;
use crate::parts::first_steps::FirstSteps;
use crate::parts::intention_row::IntentionRow;
use crate::parts::picked_bar::PickedBar;
use crate::parts::samples_notice::SamplesNotice;
use crate::platform::sight::Sight;
use crate::platform::stamp::Holder;
use crate::routes::href;
use crate::shell::WhenLoaded;
use crate::state::customers::{heard, listed, use_today};
use crate::state::engine::use_engine;
use crate::state::late::rested;
use crate::state::lists::{List, Look};
use crate::state::places::Places;
use crate::state::selection::use_selection;
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipChoice;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::ErrorText;
use domain::id::CustomerId;
use domain::port::Row;
use filters::Filters;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use std::sync::Arc;
use std::time::Duration;
use take_away::TakeAwaySheet;
use views::{KeepView, SavedViews};

/// Rows drawn at first, and more whenever one comes near the last: what is not drawn need not be taken away when a letter is typed.
const SHOWN: usize = 16;
/// Of these, the rows that come with each letter typed, which is as many as a tablet shows below the filters.
const FIRST: usize = 8;
/// The others, and what the filters would bring, come when nothing has been typed for so long.
const PAUSE: Duration = Duration::from_millis(120);

/// The list that an address names, and the way to another one.
#[derive(Clone, Copy)]
struct Listing {
    list: Memo<List>,
    /// What is typed searches at once; the address follows when nothing more is typed, and waits while an input method composes: to write
    /// the field would end the composition.
    typed: RwSignal<Option<String>>,
    put: Callback<List>,
    /// The words of the search, as they are now.
    text: Memo<String>,
    /// Those whom they find.
    found: Memo<Vec<Arc<Row>>>,
}

fn use_listing(read: fn(&ParamsMap) -> List) -> Listing {
    let engine = use_engine();
    let query = use_query_map();
    let navigate = use_navigate();
    let list = Memo::new(move |_| read(&query.read()));
    let typed = RwSignal::new(None::<String>);
    let put = Callback::new(move |mut next: List| {
        // What is typed and not in the address yet goes along with what changes beside it.
        if let Some(text) = typed.get_untracked().filter(|_| next.filter.text == list.get_untracked().filter.text) {
            next.filter.text = text;
        }
        // The board is another page: from there one can come back.
        let replace = (next.look == Look::Board) == (list.get_untracked().look == Look::Board);
        navigate(&next.address(), NavigateOptions { replace, scroll: false, ..Default::default() });
    });
    let text = Memo::new(move |_| typed.get().unwrap_or_else(|| list.read().filter.text.clone()));
    let found = Memo::new(move |_| heard(engine, &text.read()));
    Listing { list, typed, put, text, found }
}

/// What stands above the customers, however one looks at them.
#[component]
fn Head(
    /// The heading.
    title: &'static str,
    /// How many are found.
    #[prop(into)]
    count: Signal<usize>,
    /// The list.
    listing: Listing,
    /// What can be done with the list.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let selection = use_selection();
    let Listing { list, put, .. } = listing;
    let looks = vec![
        (Look::FollowUps, t().customers.follow_ups.to_owned()),
        (Look::Intentions, t().customers.intentions.to_owned()),
        (Look::Board, t().customers.board.to_owned()),
    ];
    view! {
        <header class="page__head">
            <Heading text=title.to_owned() />
            <p class="page__count" role="status">
                {move || t().customers.count(&count.get())}
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
                value=Signal::derive(move || list.read().look)
                on_choose=move |look| {
                    selection.stop();
                    put.run(List { look, ..list.get_untracked() });
                }
            />
            <div class="cluster customers__ways">
                <KeepView list=list />
                {children.map(|it| it())}
            </div>
        </div>
        <SamplesNotice />
        <SavedViews list=list />
    }
}

/// The list of customers.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let (engine, today, selection, sheets) = (use_engine(), use_today(), use_selection(), use_sheets());
    let listing = use_listing(List::read);
    let Listing { list, typed, put, text, found } = listing;
    let ids = Memo::new(move |_| listed(&found.read(), today, &list.read().filter, list.read().sort));
    let limit = RwSignal::new(SHOWN);
    let error = RwSignal::new(String::new());
    let exchanging = RwSignal::new(false);
    let rested = rested(text, PAUSE);
    let look = Memo::new(move |_| list.read().look);
    let is_typing = move || *rested.read() != *text.read();
    let places = Memo::new(move |before: Option<&Places>| {
        let (is_typing, limit, ids) = (is_typing(), limit.get(), ids.read());
        let (nobody, is_written) = (Places::default(), look.get() == Look::FollowUps);
        let (before, seen) = (before.unwrap_or(&nobody), ids.iter().copied().take(FIRST));
        if !is_typing {
            before.given(ids.iter().copied().take(limit))
        } else if is_written {
            before.typed(seen, ids.len())
        } else {
            before.given(seen)
        }
    });
    let rest = move || ids.read().len().saturating_sub(limit.get());
    let is_new = Memo::new(move |_| engine.rows.read().is_empty());
    on_cleanup(move || selection.stop());
    let more = move || limit.update(|it| *it += SHOWN);
    let comes_near = move |button: Holder| {
        let sight = StoredValue::new_local(Sight::watch(button, more));
        on_cleanup(move || drop(sight.try_update_value(Option::take)));
    };
    Effect::watch(move || text.track(), move |(), _, _| limit.set(SHOWN), false);
    // What comes with a letter is in sight: for the browser to find that out costs a second layout.
    let is_in_sight = move || untrack(is_typing).then_some("");
    let row = move |(place, id): (usize, CustomerId)| match look.get_untracked() {
        Look::FollowUps | Look::Board => {
            let id = Memo::new(move |before| places.read().at(place).or(before.copied()).unwrap_or(id));
            view! { <CustomerRow id=id picks=true /> }.into_any()
        }
        Look::Intentions => view! { <IntentionRow id=id /> }.into_any(),
    };
    view! {
        <div class="page customers">
            <Head title=t().customers.title count=Signal::derive(move || ids.read().len()) listing=listing>
                <Show when=move || look.get() == Look::FollowUps && !selection.is_on()>
                    <Button label=t().customers.pick.to_owned() icon=IconName::Check on_press=move |()| selection.start() />
                </Show>
                <Show when=move || !selection.is_on()>
                    <Button
                        label=t().customers.exchange.to_owned()
                        loudness=Loudness::Quiet
                        icon=IconName::Table
                        on_press=move |()| exchanging.set(true)
                    />
                </Show>
            </Head>
            <ErrorText text=error />
            <Show when=move || exchanging.get()>
                <TakeAwaySheet ids=ids error=error on_closed=move |()| exchanging.set(false) />
            </Show>
            <Filters list=list found=found typed=typed put=put />
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
                    <For each=move || places.read().all() key=move |it| (it.0, look.get()) let:it>
                        <li data-in-sight=is_in_sight()>{row(it)}</li>
                    </For>
                </ul>
                <Show when=move || is_new.get()>
                    <FirstSteps />
                </Show>
                <Show when=move || ids.read().is_empty() && !is_new.get()>
                    <Empty icon=IconName::Search title=t().customers.none text=t().customers.none_hint>
                        <Button
                            label=t().customers.clear.to_owned()
                            on_press=move |()| {
                                typed.set(None);
                                put.run(list.get_untracked().cleared());
                            }
                        />
                    </Empty>
                </Show>
                <button
                    type="button"
                    class="button"
                    hidden=move || rest() == 0 || is_typing()
                    on:click=move |_| more()
                    use:comes_near
                >
                    {move || t().common.more(&rest())}
                </button>
            </WhenLoaded>
        </div>
    }
}
