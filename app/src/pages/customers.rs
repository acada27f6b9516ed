//! The customers 客户: searched, narrowed by level and standing, by due date. The address holds the filter.

use crate::i18n::t;
use crate::parts::customer_row::CustomerRow;
use crate::routes::href;
use crate::shell::WhenLoaded;
use crate::state::customers::{Filter, filtered, use_today};
use crate::state::engine::use_engine;
use crate::ui::chips::ChipChoice;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::words;
use domain::level::Level;
use domain::view::Standing;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Rows drawn at first, and more at each wish.
const SHOWN: usize = 40;

/// The list of customers.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let query = use_query_map();
    let navigate = use_navigate();
    let filter = Memo::new(move |_| {
        let query = query.read();
        Filter {
            text: query.get("q").unwrap_or_default(),
            level: query.get("level").and_then(|it| Level::parse(&it)),
            standing: query.get("due").and_then(|it| words::parse_standing(&it)),
        }
    });
    let put = Callback::new(move |filter: Filter| {
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&address(&filter), options);
    });
    let ids = Memo::new(move |_| filtered(engine, today, &filter.read()));
    let limit = RwSignal::new(SHOWN);
    let shown = move || ids.with(|it| it.iter().take(limit.get()).copied().collect::<Vec<_>>());
    let rest = move || ids.read().len().saturating_sub(limit.get());
    let levels = std::iter::once((None, t().customers.all.to_owned()))
        .chain(Level::ALL.into_iter().map(|it| (Some(it), it.code().to_owned())))
        .collect::<Vec<_>>();
    let standings =
        [None, Some(Standing::Locked), Some(Standing::Today), Some(Standing::Tomorrow), Some(Standing::Later)]
            .map(|it| (it, it.map_or(t().customers.all, words::standing).to_owned()))
            .to_vec();
    let search = move |event| put.run(Filter { text: event_target_value(&event), ..filter.get_untracked() });
    view! {
        <div class="page customers">
            <header class="page__head">
                <Heading text=t().customers.title.to_owned() />
                <p class="page__count" role="status">
                    {move || t().customers.count(&ids.read().len())}
                </p>
                <A href=href::new_customer() attr:class="button" attr:data-variant="primary">
                    <Icon name=IconName::Add />
                    <span>{t().nav.new_customer}</span>
                </A>
            </header>
            <div class="customers__filters" role="search">
                <label class="customers__search">
                    <span class="visually-hidden">{t().customers.search}</span>
                    <Icon name=IconName::Search />
                    <input
                        type="search"
                        class="field__input"
                        placeholder=t().customers.search
                        prop:value=move || filter.read().text.clone()
                        on:input=search
                    />
                </label>
                <ChipChoice
                    name="level"
                    legend=t().customers.by_level
                    hide_legend=true
                    options=levels
                    value=Signal::derive(move || filter.read().level)
                    on_choose=move |level| put.run(Filter { level, ..filter.get_untracked() })
                />
                <ChipChoice
                    name="due"
                    legend=t().customers.by_standing
                    hide_legend=true
                    options=standings
                    value=Signal::derive(move || filter.read().standing)
                    on_choose=move |standing| put.run(Filter { standing, ..filter.get_untracked() })
                />
            </div>
            <h2 class="visually-hidden">{t().customers.title}</h2>
            <WhenLoaded>
                <ul class="rows customers__rows">
                    <For each=shown key=|id| *id let:id>
                        <li>
                            <CustomerRow id=id />
                        </li>
                    </For>
                </ul>
                <Show when=move || ids.read().is_empty()>
                    <Empty icon=IconName::Search title=t().customers.none text=t().customers.none_hint>
                        <button type="button" class="button" on:click=move |_| put.run(Filter::default())>
                            {t().customers.clear}
                        </button>
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

fn address(filter: &Filter) -> String {
    let mut parts = Vec::new();
    if !filter.text.is_empty() {
        parts.push(format!("q={}", leptos_router::location::Url::escape(&filter.text)));
    }
    if let Some(level) = filter.level {
        parts.push(format!("level={level}"));
    }
    if let Some(standing) = filter.standing {
        parts.push(format!("due={}", words::standing_key(standing)));
    }
    let query = parts.join("&");
    if query.is_empty() { href::customers().to_owned() } else { format!("{}?{query}", href::customers()) }
}
