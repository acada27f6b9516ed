//! The record 审计: who looked at a card and who ruled what, by person and kind, and as a table to take away.

use crate::api::Failure;
use crate::api::desk::{self, Audit, Line, Wanted};
use crate::format;
use crate::i18n::t;
use crate::parts::live_head::Unreached;
use crate::platform::file;
use crate::routes::href;
use crate::state::customers::{Today, use_today};
use crate::state::live::Live;
use crate::state::session::{Role, use_session};
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::IconName;
use crate::ui::select::Select;
use crate::words;
use domain::csv;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Pages of a table to take away, at most: 20,000 lines.
const PAGES: usize = 100;

/// The page of the record.
#[component]
pub fn AuditPage() -> impl IntoView {
    let today = use_today();
    let links = use_session().me_now().is_some_and(|it| it.role() == Role::Manager);
    let (query, navigate) = (use_query_map(), use_navigate());
    let asked = move |key: &str| query.read().get(key).unwrap_or_default();
    let wanted = Memo::new(move |_| Wanted { staff: asked("staff"), what: asked("what") });
    let live = Live::<Audit>::new();
    Effect::new(move |_| {
        let wanted = wanted.get();
        live.load(async move { desk::audit(&wanted, None).await });
    });
    let busy = RwSignal::new(false);
    let next = move || live.value.with(|it| it.as_ref().and_then(|it| it.next));
    let more = move |_| {
        let (wanted, before) = (wanted.get_untracked(), untrack(next));
        let before_lines = live.value.with_untracked(|it| it.as_ref().map(|it| it.lines.clone()).unwrap_or_default());
        live.load(async move {
            let page = desk::audit(&wanted, before).await?;
            Ok(Audit { lines: before_lines.into_iter().chain(page.lines).collect(), ..page })
        });
    };
    let put = Callback::new(move |wanted: Wanted| {
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&href::record(&wanted.staff, &wanted.what), options);
    });
    let take_away = move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let wanted = wanted.get_untracked();
        spawn_local(async move {
            match everything(&wanted).await {
                Ok(lines) => file::save(&t().audit.file(&today.glance().1), "text/csv", &table(&lines, today)),
                Err(failure) => live.fail(&failure),
            }
            busy.try_set(false);
        });
    };
    let people = Signal::derive(move || {
        let people = live.value.with(|it| it.as_ref().map(|it| it.people.clone()).unwrap_or_default());
        let people = people.into_iter().map(|it| (it.staff.to_string(), it.name));
        std::iter::once((String::new(), t().customers.all.to_owned())).chain(people).collect::<Vec<_>>()
    });
    let kinds = || {
        let kinds = words::RECORDED.map(|it| (it.to_owned(), words::ruled(it).to_owned()));
        std::iter::once((String::new(), t().customers.all.to_owned())).chain(kinds).collect::<Vec<_>>()
    };
    let lines = Memo::new(move |_| live.value.with(|it| it.as_ref().map(|it| it.lines.clone()).unwrap_or_default()));
    view! {
        <div class="page audit">
            <header class="page__head">
                <Heading text=t().audit.title.to_owned() />
                <Button label=t().audit.take_away.to_owned() icon=IconName::Download busy=busy on_press=take_away />
            </header>
            <p class="audit__hint">{t().audit.hint}</p>
            <Unreached error=live.error />
            <div class="audit__filters">
                <Select
                    id="audit-staff"
                    label=t().audit.who
                    options=people
                    value=Signal::derive(move || wanted.read().staff.clone())
                    on_choose=move |staff| put.run(Wanted { staff, ..wanted.get_untracked() })
                />
                <Select
                    id="audit-what"
                    label=t().audit.what
                    options=kinds()
                    value=Signal::derive(move || wanted.read().what.clone())
                    on_choose=move |what| put.run(Wanted { what, ..wanted.get_untracked() })
                />
            </div>
            <Show
                when=move || !lines.read().is_empty()
                fallback=move || {
                    live.value
                        .with(Option::is_some)
                        .then(|| view! { <Empty icon=IconName::Audit title=t().audit.none text=t().audit.none_hint /> })
                }
            >
                <div class="audit__table">
                    <table>
                        <caption class="visually-hidden">{t().audit.hint}</caption>
                        <thead>
                            <tr>
                                {[t().audit.at, t().audit.who, t().audit.what, t().audit.whom]
                                    .map(|it| view! { <th scope="col">{it}</th> })
                                    .collect_view()}
                            </tr>
                        </thead>
                        <tbody>{move || lines.get().into_iter().map(|it| row(it, links, today)).collect_view()}</tbody>
                    </table>
                </div>
            </Show>
            <Show when=move || next().is_some()>
                <button type="button" class="button" on:click=more>
                    {t().audit.more}
                </button>
            </Show>
        </div>
    }
}

fn row(line: Line, links: bool, today: Today) -> impl IntoView {
    let (_, day, zone) = today.glance();
    let whom = match line.customer.filter(|_| links && !line.customer_name.is_empty()) {
        Some(id) => view! { <A href=href::customer(id)>{line.customer_name}</A> }.into_any(),
        None if line.customer_name.is_empty() => words::about(&line.what, &line.about).into_any(),
        None => line.customer_name.into_any(),
    };
    view! {
        <tr>
            <td data-label=t().audit.at>
                <time datetime=line.at.to_string()>{format::moment(line.at, zone, day)}</time>
            </td>
            <td data-label=t().audit.who>{line.name}</td>
            <td data-label=t().audit.what>{words::ruled(&line.what).to_owned()}</td>
            <td data-label=t().audit.whom>{whom}</td>
        </tr>
    }
}

/// All lines that are wanted, newest first.
async fn everything(wanted: &Wanted) -> Result<Vec<Line>, Failure> {
    let (mut lines, mut before) = (Vec::new(), None);
    for _ in 0..PAGES {
        let page = desk::audit(wanted, before).await?;
        lines.extend(page.lines);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    Ok(lines)
}

fn table(lines: &[Line], today: Today) -> String {
    let (_, _, zone) = today.glance();
    let it = &t().audit;
    let head = [it.at, it.who, it.what, it.whom].map(str::to_owned).to_vec();
    let row = |line: &Line| {
        let what = words::ruled(&line.what).to_owned();
        let about = || words::about(&line.what, &line.about);
        let whom = if line.customer_name.is_empty() { about() } else { line.customer_name.clone() };
        vec![format::full(line.at, zone), line.name.clone(), what, whom]
    };
    csv::write(std::iter::once(head).chain(lines.iter().map(row)))
}
