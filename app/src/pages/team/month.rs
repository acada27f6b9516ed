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

/// The month, advisor by advisor.
#[component]
pub fn MonthOfTeam(advisors: Memo<Vec<Advisor>>) -> impl IntoView {
    let it = &t().team;
    let head = |text: &'static str| view! { <th scope="col">{text}</th> };
    let lines =
        move || advisors.with(|all| all.iter().map(|it| line(it.name.clone(), &tally(it), &it.goals)).collect_view());
    let total = move || {
        advisors.with(|all| {
            (all.len() > 1).then(|| {
                let goals = Goals::sum(all.iter().map(|it| it.goals));
                view! { <tfoot>{line(t().team.total.to_owned(), &Tally::sum(all.iter().map(tally)), &goals)}</tfoot> }
            })
        })
    };
    view! {
        <div class="team__part">
            <h2 class="team__title">{it.month}</h2>
            <div class="month-sum" role="region" aria-label=it.month tabindex="0">
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
        </div>
        <Ranking advisors=advisors />
    }
}

const fn tally(it: &Advisor) -> Tally {
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
fn Ranking(advisors: Memo<Vec<Advisor>>) -> impl IntoView {
    let it = &t().team;
    let by = RwSignal::new(RankBy::Orders);
    let choices = Signal::stored(RankBy::ALL.map(|it| (it, words::rank_by(it).to_owned())).to_vec());
    let places = move || {
        let (by, advisors) = (by.get(), advisors.read());
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
