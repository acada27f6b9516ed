//! Orders in the demo: signed by whoever has come to P0, decided on in the mornings, delivered, and called back.

use super::play::Play;
use crate::deliveries;
use crate::slips::SlipKey;
use crate::store::{DecisionRow, NewDecision, Verdict};
use anyhow::Context;
use domain::command::Command;
use domain::fact::Body;
use domain::fact::order::{Amended, Answer, Call, CalledBack, Cancelled, Delivered, Ordered};
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::{Day, Instant};
use domain::level::Level;
use domain::order::{Caller, Next, Order};
use domain::questionnaire::{Scale, asked};
use rand::Rng;
use std::collections::BTreeMap;

/// Model, price in minor units.
const MODELS: [(&str, u64); 5] = [
    ("星越L 2.0T 尊贵版", 17_480_000),
    ("星瑞 东方曜版", 13_980_000),
    ("博越L 智驾版", 14_580_000),
    ("缤越 COOL 领潮版", 9_980_000),
    ("领克 08 EM-P", 20_880_000),
];
const COLOURS: [&str; 5] = ["雪域白", "极夜黑", "星空灰", "云锦蓝", "丹霞红"];
const REFUSALS: [&str; 3] = ["订金未到账", "贷款尚未放款", "购车合同缺客户签字"];

/// What finance needs for its part, handed on from one advisor's play to the next.
pub(super) struct Slips {
    pub(super) key: SlipKey,
    pub(super) finance: StaffId,
    pub(super) store: i64,
    /// The last number of each year.
    pub(super) numbers: BTreeMap<i32, i64>,
    pub(super) decisions: Vec<NewDecision>,
}

impl Play<'_> {
    /// An order, some minutes after the talk that led to it.
    pub(super) fn sign(&mut self, at: Instant, customer: CustomerId, day: Day) -> anyhow::Result<()> {
        let (model, price) = *pick(&mut self.rng, &MODELS)?;
        let colour = *pick(&mut self.rng, &COLOURS)?;
        let vin = if self.chance(45) { self.vin() } else { String::new() };
        let agreed = Some(day.plus(self.rng.random_range(3..18)));
        let spot = self.chance(6);
        let (model, colour) = (model.to_owned(), colour.to_owned());
        let ordered = Ordered { model, colour, price, deposit: 500_000, vin, agreed, spot };
        self.command(at, Command::Order(customer, ordered))
    }

    /// Finance's morning: what has a vehicle is approved sooner or later, and now and then refused.
    pub(super) fn decide(&mut self, at: Instant, day: Day) -> anyhow::Result<()> {
        self.ask(at.plus(Instant::MINUTE), day)?;
        for (customer, order) in self.open_orders() {
            let asked = order.request.is_some();
            let may = order.decision.is_none() && !order.terms.vin.is_empty() && order.signed < at;
            if !may || !self.chance(if asked { 70 } else { 25 }) {
                continue;
            }
            let verdict = if self.chance(93) {
                Verdict::Approve
            } else {
                Verdict::Refuse((*pick(&mut self.rng, &REFUSALS)?).to_owned())
            };
            let year = self.zone.day(at).ymd().0;
            let made = NewDecision {
                order: order.id,
                customer,
                store: self.slips.store,
                verdict,
                vin: order.terms.vin,
                year,
                staff: self.slips.finance,
                at,
                desk: Some(self.desk.0.id),
            };
            let number = (made.verdict == Verdict::Approve).then(|| {
                let last = self.slips.numbers.entry(year).or_default();
                *last += 1;
                *last
            });
            let fact = deliveries::fact(&self.slips.key, &DecisionRow { made: made.clone(), number });
            self.tell(at, customer, &fact)?;
            self.slips.decisions.push(made);
        }
        Ok(())
    }

    /// The advisor's part: vehicles that become known, requests, deliveries, cancellations, and the call-backs that are due.
    pub(super) fn deliver(&mut self, at: Instant, day: Day) -> anyhow::Result<()> {
        for (number, (customer, order)) in (0..).zip(self.open_orders()) {
            let at = at.plus(number * Instant::MINUTE);
            let (id, age) = (order.id, day.since(self.zone.day(order.signed)));
            match order.next() {
                Next::Vehicle if self.chance(30) => {
                    let vin = self.vin();
                    self.command(at, Command::Amend(customer, Amended { order: id, vin, agreed: None }))?;
                }
                Next::Request if age > 2 && self.chance(30) => self.command(at, Command::Request(customer, id))?,
                Next::Confirm if self.chance(55) => self.confirm_delivery(at, customer, &order)?,
                Next::Cancel if self.chance(25) => self.cancel(at, customer, id, "财务未核准，客户放弃")?,
                Next::Vehicle | Next::Request if self.chance(1) => self.cancel(at, customer, id, "客户改变计划")?,
                _ => {}
            }
        }
        self.call_back(at.plus(6 * Instant::MINUTE), day)
    }

    fn confirm_delivery(&mut self, at: Instant, customer: CustomerId, order: &Order) -> anyhow::Result<()> {
        let (approval, request) = (order.approval().context("an approval")?, order.request.context("a request")?.0);
        let checks = self.store.policy(at).checks.iter().map(|it| it.code.clone()).collect();
        self.command(at, Command::Deliver(customer, Delivered { order: order.id, approval, request, checks }))
    }

    fn cancel(&mut self, at: Instant, customer: CustomerId, order: FactId, why: &str) -> anyhow::Result<()> {
        self.command(at, Command::Cancel(customer, Cancelled { order, reason: why.to_owned() }))
    }

    /// The advisor's call-backs of the day, some of them late.
    fn call_back(&mut self, at: Instant, day: Day) -> anyhow::Result<()> {
        for (number, (customer, called)) in (0..).zip(self.calls(day, Caller::Advisor)) {
            self.command(at.plus(number * Instant::MINUTE), Command::CallBack(customer, called))?;
        }
        Ok(())
    }

    /// The manager's call-backs of the morning.
    fn ask(&mut self, at: Instant, day: Day) -> anyhow::Result<()> {
        for (customer, called) in self.calls(day, Caller::Manager) {
            let called = CalledBack { by: Some(self.manager), ..called };
            self.server(at, customer, Body::ManagerCalled(called))?;
        }
        Ok(())
    }

    /// What is due and gets done today, and what comes of it.
    fn calls(&mut self, day: Day, by: Caller) -> Vec<(CustomerId, CalledBack)> {
        let all = self.views.iter().flat_map(|(id, view)| view.call_backs.iter().map(|it| (*id, *it)));
        let due = all.filter(|(_, it)| it.done.is_none() && it.due <= day && it.call.caller() == by);
        let due: Vec<_> = due.collect();
        let mut made = Vec::new();
        for (customer, it) in due {
            if !self.chance(60) {
                continue;
            }
            let (answer, note) = match self.rng.random_range(0..100) {
                0..80 => (Answer::Content, "车况良好，使用顺手"),
                80..94 => (Answer::NotReached, ""),
                _ => (Answer::Complains, "反映车机偶尔卡顿，已转售后"),
            };
            let (scores, said) = self.answers(it.order, it.call, answer);
            let (order, call, note) = (it.order, it.call, note.to_owned());
            made.push((customer, CalledBack { order, call, answer, note, scores, said, by: None }));
        }
        made
    }

    /// What somebody answers to the questions of a call: high scores from the content, low ones from who complains. The order
    /// decides how high, and draws no lots, so that the rest of the play stays as it is.
    fn answers(&self, order: FactId, call: Call, answer: Answer) -> (BTreeMap<String, u8>, BTreeMap<String, String>) {
        let mut given = (BTreeMap::new(), BTreeMap::new());
        if answer == Answer::NotReached {
            return given;
        }
        for (shift, it) in (0..).zip(asked(&self.store.catalogue, call)) {
            let scores: Vec<u8> = it.scale.into_iter().flat_map(Scale::scores).collect();
            let odd = (order.0.0 >> shift) & 1 == 1;
            let back = usize::from(odd) + if answer == Answer::Complains { scores.len() / 2 } else { 0 };
            if let Some(score) = scores.iter().rev().nth(back) {
                given.0.insert(it.code.clone(), *score);
            } else if odd {
                given.1.insert(it.code.clone(), "都挺好，没有问题".to_owned());
            }
        }
        given
    }

    fn open_orders(&self) -> Vec<(CustomerId, Order)> {
        let of = |(id, view): (&CustomerId, &domain::view::View)| {
            view.orders.iter().filter(|it| it.is_open()).map(|it| (*id, it.clone())).collect::<Vec<_>>()
        };
        self.views.iter().filter(|it| it.1.level == Level::P0).flat_map(of).collect()
    }

    fn vin(&mut self) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
        let mut vin = "LB3".to_owned();
        for _ in 0..14 {
            let index = self.rng.random_range(0..LETTERS.len());
            vin.push(LETTERS.get(index).copied().map_or('0', char::from));
        }
        vin
    }
}

fn pick<'a, T>(rng: &mut impl Rng, all: &'a [T]) -> anyhow::Result<&'a T> {
    all.get(rng.random_range(0..all.len())).context("something to choose from")
}
