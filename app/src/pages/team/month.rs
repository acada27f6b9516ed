//! The month of the team: targets reached, moves between levels, and a ranking by a figure that is fair.

use crate::api::Advisor;
use crate::format;
use crate::i18n::t;
use crate::ui::chips::ChipChoice;
use crate::words;
use domain::id::StaffId;
use domain::target::Goals;
use domain::team::Tally;
use domain::team::rank::{Measure, RankBy, ranking};
use leptos::prelude::*;
use std::sync::Arc;

/// The month, advisor by advisor.
#[component]
pub fn MonthOfTeam(advisors: Arc<Vec<Advisor>>) -> impl IntoView {
    let it = &t().team;
    let head = |text: &'static str| view! { <th scope="col">{text}</th> };
    let total = (advisors.len() > 1).then(|| {
        let sum = advisors.iter().map(tally).fold(Tally::default(), |sum, it| Tally {
            cards: sum.cards + it.cards,
            test_drives: sum.test_drives + it.test_drives,
            orders: sum.orders + it.orders,
            deliveries: sum.deliveries + it.deliveries,
            up: sum.up + it.up,
            down: sum.down + it.down,
            entered: sum.entered + it.entered,
            left: sum.left + it.left,
        });
        view! { <tfoot>{line(it.total.to_owned(), &sum, &Goals::sum(advisors.iter().map(|it| it.goals)))}</tfoot> }
    });
    let lines = advisors.iter().map(|it| line(it.name.clone(), &tally(it), &it.goals)).collect_view();
    view! {
        <section class="team__part" aria-labelledby="team-month">
            <h2 class="team__title" id="team-month">{it.month}</h2>
            <div class="month-sum" role="region" aria-labelledby="team-month" tabindex="0">
                <table>
                    <thead>
                        <tr>
                            {head(it.advisor)} {head(it.new_this_month)} {head(it.test_drives)} {head(it.orders)}
                            {head(it.deliveries)} {head(it.up)} {head(it.down)} {head(it.entered)} {head(it.left)}
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                    {total}
                </table>
            </div>
            <p class="team__note">{it.month_note}</p>
        </section>
        <Ranking advisors=advisors />
    }
}

pub const fn tally(it: &Advisor) -> Tally {
    Tally {
        cards: it.new_this_month,
        test_drives: it.test_drives,
        orders: it.orders_signed,
        deliveries: it.deliveries,
        up: it.moved.up,
        down: it.moved.down,
        entered: it.moved.entered,
        left: it.moved.left,
    }
}

fn line(name: String, it: &Tally, goals: &Goals) -> impl IntoView + use<> {
    let reached = |done: u32, goal: Option<u32>| {
        view! { <td>{words::reached(done, goal)}</td> }
    };
    let moved = |count: u32| view! { <td data-zero=(count == 0).then_some("")>{count}</td> };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {reached(it.cards, goals.cards)}
            {reached(it.test_drives, goals.test_drives)}
            {reached(it.orders, goals.orders)}
            {reached(it.deliveries, goals.deliveries)}
            {moved(it.up)}
            {moved(it.down)}
            {moved(it.entered)}
            {moved(it.left)}
        </tr>
    }
}

/// Who is where.
#[component]
fn Ranking(advisors: Arc<Vec<Advisor>>) -> impl IntoView {
    let it = &t().team;
    let by = RwSignal::new(RankBy::Orders);
    let choices = Signal::stored(RankBy::ALL.map(|it| (it, words::rank_by(it).to_owned())).to_vec());
    let places = move || {
        let by = by.get();
        let measures: Vec<Measure> = advisors.iter().filter_map(|it| measure(it, by)).collect();
        let row = |(staff, place): (StaffId, Option<u32>)| {
            let name = advisors.iter().find(|it| it.id == staff.to_string()).map(|it| it.name.clone());
            let said = measures.iter().find(|it| it.staff == staff).map(|it| said(it, by));
            view! {
                <li class="ranking__row">
                    <span class="ranking__place">{place.map_or_else(|| "–".to_owned(), |it| it.to_string())}</span>
                    <span class="team__name">{name}</span>
                    <span class="ranking__figure">{said}</span>
                </li>
            }
        };
        ranking(&measures).into_iter().map(row).collect_view()
    };
    view! {
        <section class="team__part" aria-labelledby="team-ranking">
            <h2 class="team__title" id="team-ranking">{it.ranking}</h2>
            <ChipChoice
                name="ranking"
                legend=it.rank_by
                hide_legend=true
                options=choices
                value=by
                on_choose=move |it| by.set(it)
            />
            <ul class="ranking">{places}</ul>
            <p class="team__note">{it.ranking_note}</p>
        </section>
    }
}

fn measure(it: &Advisor, by: RankBy) -> Option<Measure> {
    let staff = StaffId::parse(&it.id)?;
    let per_day = |part: u32| Measure { staff, part, of: it.days_at_work };
    Some(match by {
        RankBy::Cards => per_day(it.new_this_month),
        RankBy::TestDrives => per_day(it.test_drives),
        RankBy::Orders => per_day(it.orders_signed),
        RankBy::Deliveries => per_day(it.deliveries),
        RankBy::Timeliness => Measure { staff, part: it.periods_done, of: it.periods_due },
    })
}

fn said(it: &Measure, by: RankBy) -> String {
    match by {
        RankBy::Timeliness => format::share(it.part, it.of),
        RankBy::Cards | RankBy::TestDrives | RankBy::Orders | RankBy::Deliveries => t().team.in_days(&it.of, &it.part),
    }
}
