//! What waits for the manager 锁止: locks with their ground, applications for F and N, contacts that came after the ruling.

mod applications;
mod evidence;
mod queue;

use crate::api::desk::{self, Locks};
use crate::i18n::t;
use crate::parts::live_head::LiveHead;
use crate::routes::href;
use crate::state::live::Live;
use crate::state::selection::use_selection;
use crate::state::session::LOCKS;
use crate::ui::button::Button;
use crate::ui::chips::ChipChoice;
use crate::ui::icon::IconName;
use crate::ui::select::Select;
use applications::Applications;
use desk::Who;
use evidence::Evidences;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use queue::Queue;
use std::collections::BTreeMap;

/// A part of what waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Locks,
    Applications,
    Evidence,
}

impl Part {
    const ALL: [Self; 3] = [Self::Locks, Self::Applications, Self::Evidence];

    /// The value in the address.
    const fn code(self) -> &'static str {
        match self {
            Self::Locks => "",
            Self::Applications => "applications",
            Self::Evidence => "evidence",
        }
    }
}

/// The page of what waits for the manager.
#[component]
pub fn LocksPage() -> impl IntoView {
    let selection = use_selection();
    let navigate = use_navigate();
    let query = use_query_map();
    let advisor = Memo::new(move |_| query.read().get("advisor").unwrap_or_default());
    let show = Memo::new(move |_| {
        let code = query.read().get("show").unwrap_or_default();
        Part::ALL.into_iter().find(|it| it.code() == code).unwrap_or(Part::Locks)
    });
    let live = Live::<Locks>::kept(LOCKS);
    live.load(desk::locks());
    live.follow("locks");
    // While events come they bring the new state; an answer to a question could be older.
    let ruled = Callback::new(move |()| {
        if !live.is_live.get_untracked() {
            live.load(desk::locks());
        }
    });
    let is_wanted = move |who: &Who| {
        let wanted = advisor.read();
        wanted.is_empty() || who.advisor.is_some_and(|it| it.to_string() == *wanted)
    };
    let locks = Memo::new(move |_| narrowed(live, |it| &it.locks, |it| is_wanted(&it.who)));
    let applications = Memo::new(move |_| narrowed(live, |it| &it.applications, |it| is_wanted(&it.who)));
    let evidence = Memo::new(move |_| narrowed(live, |it| &it.evidence, |it| is_wanted(&it.who)));
    let shows = Signal::derive(move || {
        let it = &t().locks;
        let count = |name: &str, n: usize| t().customers.counted(&n, &name);
        vec![
            (Part::Locks, count(it.title, locks.read().len())),
            (Part::Applications, count(it.applications, applications.read().len())),
            (Part::Evidence, count(it.evidence, evidence.read().len())),
        ]
    });
    let put = Callback::new(move |(show, advisor): (Part, String)| {
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        selection.stop();
        navigate(&href::locks(show.code(), &advisor), options);
    });
    let is_known = Memo::new(move |_| live.value.with(Option::is_some));
    let as_of = Signal::derive(move || live.value.with(|it| it.as_ref().map(|it| it.as_of)));
    let advisors = Signal::derive(move || live.value.with(|it| it.as_ref().map(advisors).unwrap_or_default()));
    view! {
        <div class="page locks">
            <LiveHead title=t().locks.title.to_owned() is_live=live.is_live as_of=as_of error=live.error>
                <Show when=move || { show.get() == Part::Locks && !selection.is_on() && locks.read().len() > 1 }>
                    <Button label=t().customers.pick.to_owned() icon=IconName::Check on_press=move |()| selection.start() />
                </Show>
            </LiveHead>
            <div class="locks__ways">
                <ChipChoice
                    name="show"
                    legend=t().customers.look
                    hide_legend=true
                    options=shows
                    value=show
                    on_choose=move |show| put.run((show, advisor.get_untracked()))
                />
                <Show when=move || { advisors.read().len() > 2 }>
                    <Select
                        id="locks-advisor"
                        label=t().team.advisor
                        options=advisors
                        value=advisor
                        on_choose=move |advisor| put.run((show.get_untracked(), advisor))
                    />
                </Show>
            </div>
            {move || {
                is_known
                    .get()
                    .then(|| match show.get() {
                        Part::Locks => view! { <Queue locks=locks on_ruled=ruled /> }.into_any(),
                        Part::Applications => view! { <Applications applications=applications on_ruled=ruled /> }.into_any(),
                        Part::Evidence => view! { <Evidences evidence=evidence on_ruled=ruled /> }.into_any(),
                    })
            }}
        </div>
    }
}

fn narrowed<T: Clone>(live: Live<Locks>, part: fn(&Locks) -> &Vec<T>, is_wanted: impl Fn(&T) -> bool) -> Vec<T> {
    live.value.with(|it| {
        let all = it.iter().flat_map(part);
        all.filter(|it| is_wanted(it)).cloned().collect()
    })
}

/// Whose customers wait, all of them first.
fn advisors(all: &Locks) -> Vec<(String, String)> {
    let locks = all.locks.iter().map(|it| &it.who);
    let who = locks.chain(all.applications.iter().map(|it| &it.who)).chain(all.evidence.iter().map(|it| &it.who));
    let names: BTreeMap<String, String> =
        who.filter_map(|it| Some((it.advisor?.to_string(), it.advisor_name.clone()))).collect();
    std::iter::once((String::new(), t().customers.all.to_owned())).chain(names).collect()
}

/// Who it is: the name, which leads to the card, and what one recognises the customer by.
#[component]
fn WhoIs(who: Who, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    use leptos_router::components::A;
    view! {
        <div class="lock-row__who">
            <h2 class="lock-row__name">
                <A href=href::customer(who.customer)>{who.name}</A>
            </h2>
            <p class="lock-row__facts">
                <span>{who.phone_masked}</span>
                <span>{who.advisor_name}</span>
                {children.map(|it| it())}
            </p>
        </div>
    }
}
