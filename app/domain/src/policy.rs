//! The numbers that a store's manager can change, and which of their versions holds at a moment.
//!
//! **Invariant:** no rule has a number of its own; each reads the policy in force at the time of the fact (rules A6).

use crate::instant::{Day, Instant, Zone};
use crate::level::Level;
use serde::{Deserialize, Serialize};

pub mod check;

/// A phenomenon 现象 that places a customer. Store data; the defaults are the source's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signal {
    /// Stable code, used in facts.
    pub code: String,
    /// Chinese wording.
    pub zh: String,
    /// English wording.
    pub en: String,
    /// The hottest level that it can mean. What P1 and P2 share is written P2 (rules B2).
    pub level: Level,
}

/// The policy of a store.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// The store's time zone.
    pub zone: Zone,
    /// Days between contacts at P0, P1, P2, P3, P4.
    pub cycles: [i64; 5],
    /// Last day of the windows of P1, P2, P3, P4, counted from today, ends included.
    pub windows: [i64; 4],
    /// Hours within which the first level is to be confirmed.
    pub confirm_hours: i64,
    /// A postponed date lies at most this many cycles after `original`.
    pub postpone_cycles: i64,
    /// Minutes within which an own fact can be withdrawn.
    pub undo_minutes: i64,
    /// Days for which an F or N application holds the lock off.
    pub application_hold_days: i64,
    /// Days after a refusal in which a new application does not hold the lock off.
    pub application_again_days: i64,
    /// Hours within which a lock is to be ruled on.
    pub ruling_hours: i64,
    /// Customers that an advisor may take out of the pool in a day.
    pub claims_per_day: u32,
    /// Whether who has overdue follow-ups is out of turn at the reception.
    pub overdue_out_of_turn: bool,
    /// How many numbers somebody may ask about on a day.
    pub phone_questions_per_day: u32,
    /// Days within which a device must have been seen for its silence to leave a lock's ground unknown.
    pub device_days: i64,
    /// The gap between `at` and `recorded`, in minutes, that is shown.
    pub gap_minutes: i64,
    /// The difference of clocks, in seconds, that is shown.
    pub skew_seconds: i64,
    /// The tolerance of a claimed time against its window, in seconds: network delay and the rounding of clock offsets.
    pub claim_slack_seconds: i64,
    /// The share of the customers carried over at P0 … P4 that becomes a unit within the month, in percent, while the closed
    /// months are too few to tell (rules H4).
    pub forecast_rates: [u32; 5],
    /// How many closed months tell the rates.
    pub forecast_months: usize,
    /// How many carried-over customers of a level they must have for it.
    pub forecast_cases: u32,
    /// The signals, hottest first.
    pub signals: Vec<Signal>,
    /// The check-list of a delivery (rules E2).
    pub checks: Vec<Check>,
    /// Days after a delivery: the calls of the third, seventh and thirtieth day, the first service, the anniversary (rules E3).
    pub call_back_days: [i64; 5],
    /// One customer in so many is called after a month.
    pub call_back_sample: u64,
    /// Days after a complaint within which the customer is called again.
    pub complaint_days: i64,
}

/// A check before a delivery. Store data.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Check {
    /// Stable code, used in facts.
    pub code: String,
    /// Chinese wording.
    pub zh: String,
    /// English wording.
    pub en: String,
}

impl Policy {
    /// Days between contacts at a level; none where there are no follow-ups.
    ///
    /// # Example: a P2 customer is contacted every fourth day \[S\]
    /// ```
    /// # use domain::{level::Level, policy::Policy};
    /// assert_eq!(Policy::default().cycle(Level::P2), Some(4));
    /// assert_eq!(Policy::default().cycle(Level::F), None);
    /// ```
    #[must_use]
    pub fn cycle(&self, level: Level) -> Option<i64> {
        let [p0, p1, p2, p3, p4] = self.cycles;
        match level {
            Level::P0 => Some(p0),
            Level::P1 => Some(p1),
            Level::P2 => Some(p2),
            Level::P3 => Some(p3),
            Level::P4 => Some(p4),
            Level::PD | Level::F | Level::N => None,
        }
    }

    /// The level whose window holds an expected order date (rules B1 \[S\], ends included \[D\]); none beyond the last window.
    ///
    /// # Example: day 15 is still P2, day 16 is P3
    /// ```
    /// # use domain::{instant::Day, level::Level, policy::Policy};
    /// let today = Day::parse("2026-03-01").unwrap();
    /// assert_eq!(Policy::default().window(today, today.plus(15)), Some(Level::P2));
    /// assert_eq!(Policy::default().window(today, today.plus(16)), Some(Level::P3));
    /// assert_eq!(Policy::default().window(today, today.plus(366)), None);
    /// ```
    // Decision (rules B1): a date that has passed counts as today, P1. Rule B6 asks for a new judgement then.
    #[must_use]
    pub fn window(&self, today: Day, expected: Day) -> Option<Level> {
        let days = expected.since(today);
        [Level::P1, Level::P2, Level::P3, Level::P4]
            .into_iter()
            .zip(self.windows)
            .find(|(_, last)| days <= *last)
            .map(|(level, _)| level)
    }

    /// The last day of a level's window, counted from `from`; none where a level has no window (rules B1, B6).
    ///
    /// # Example: a P1 judged on the first is stale from the ninth on
    /// ```
    /// # use domain::{instant::Day, level::Level, policy::Policy};
    /// let judged = Day::parse("2026-03-01").unwrap();
    /// assert_eq!(Policy::default().window_end(Level::P1, judged), Day::parse("2026-03-08"));
    /// ```
    #[must_use]
    pub fn window_end(&self, level: Level, from: Day) -> Option<Day> {
        let [p1, p2, p3, p4] = self.windows;
        match level {
            Level::P1 => Some(from.plus(p1)),
            Level::P2 => Some(from.plus(p2)),
            Level::P3 => Some(from.plus(p3)),
            Level::P4 => Some(from.plus(p4)),
            Level::P0 | Level::PD | Level::F | Level::N => None,
        }
    }

    /// The signal of a code; none if the store does not know it (any more).
    pub fn signal(&self, code: &str) -> Option<&Signal> {
        self.signals.iter().find(|it| it.code == code)
    }
}

impl Default for Policy {
    fn default() -> Self {
        let signal =
            |level, code: &str, zh: &str, en: &str| Signal { code: code.into(), zh: zh.into(), en: en.into(), level };
        Self {
            zone: Zone::default(),
            cycles: [7, 2, 4, 7, 15],
            windows: [7, 15, 30, 365],
            confirm_hours: 24,
            postpone_cycles: 2,
            undo_minutes: 10,
            application_hold_days: 3,
            application_again_days: 7,
            ruling_hours: 24,
            claims_per_day: 5,
            overdue_out_of_turn: false,
            phone_questions_per_day: 50,
            device_days: 7,
            gap_minutes: 120,
            skew_seconds: 120,
            claim_slack_seconds: 5,
            forecast_rates: [90, 60, 35, 15, 5],
            forecast_months: 6,
            forecast_cases: 30,
            // Signals 现象: the source's words; the level of each is read from flattened cells and is store data.
            signals: vec![
                signal(Level::P0, "delivered_on_the_spot", "现订现交", "Ordered and delivered on the spot"),
                signal(Level::P0, "contract_signed", "已签订合同", "Contract signed"),
                signal(Level::P0, "intent_signed", "签订意向订单", "Letter of intent signed"),
                signal(Level::P0, "deposit_paid", "预售订金", "Deposit paid"),
                signal(Level::P2, "model_chosen", "车型车色已选定", "Model and colour chosen"),
                signal(
                    Level::P2,
                    "payment_given",
                    "已提供付款方式及交车日期",
                    "Payment method and delivery date given",
                ),
                signal(Level::P2, "instalment_under_way", "分期手续进行中", "Instalment papers under way"),
                signal(Level::P2, "trade_in_under_way", "二手车进行处理中", "Used-car disposal under way"),
                signal(Level::P3, "terms_negotiated", "已谈判购车条件", "Terms negotiated"),
                signal(Level::P3, "purchase_time_fixed", "购车时间已确定", "Purchase time fixed"),
                signal(Level::P3, "next_meeting_chosen", "选定了下次商谈日期", "Next meeting date chosen"),
                signal(Level::P3, "came_again", "再度来店看车", "Came to the showroom again"),
                signal(Level::P3, "asks_help_old_car", "要求协助处理旧车", "Asks for help with the old car"),
                signal(Level::P4, "willing", "商谈中表露出有购车意愿", "Willingness shown in talk"),
                signal(Level::P4, "deciding_model", "正在决定拟购车型", "Deciding on the model"),
                signal(Level::P4, "hesitating", "对选择车型犹豫不决", "Hesitating between models"),
                signal(Level::P4, "able_to_buy", "经判定有购车条件者", "Judged able to buy"),
            ],
            checks: [
                ("invoice", "购车发票", "Invoice"),
                ("certificate", "车辆合格证", "Certificate of conformity"),
                ("warranty", "保修手册与质保文件", "Warranty papers"),
                ("keys", "钥匙两把", "Two keys"),
                ("tools", "随车工具", "Tools"),
                ("vin", "车架号核对一致", "VIN matched"),
                ("inspection", "交车前检查（PDI）完成", "Pre-delivery inspection done"),
            ]
            .map(|(code, zh, en)| Check { code: code.into(), zh: zh.into(), en: en.into() })
            .into(),
            call_back_days: [3, 7, 30, 90, 365],
            call_back_sample: 5,
            complaint_days: 1,
        }
    }
}

/// The versions of a store's policy, oldest first. Each fact is judged by the one in force at its time (rules A6).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Policies(Vec<(Instant, Policy)>);

impl Default for Policies {
    fn default() -> Self {
        Self(vec![(Instant(i64::MIN), Policy::default())])
    }
}

impl Policies {
    /// One policy for all time.
    #[must_use]
    pub fn of(policy: Policy) -> Self {
        Self(vec![(Instant(i64::MIN), policy)])
    }

    /// Adds a version that holds from a moment on.
    pub fn add(&mut self, valid_from: Instant, policy: Policy) {
        let place = self.0.partition_point(|(from, _)| *from <= valid_from);
        self.0.insert(place, (valid_from, policy));
    }

    /// The version in force at a moment (rules A6 \[D\]).
    ///
    /// # Example: a new version leaves the past alone
    /// ```
    /// # use domain::{instant::Instant, level::Level, policy::{Policies, Policy}};
    /// let april = Instant::parse("2026-04-01T00:00:00+08:00").unwrap();
    /// let mut policies = Policies::default();
    /// policies.add(april, Policy { cycles: [7, 1, 3, 7, 15], ..Policy::default() });
    /// assert_eq!(policies.at(april.plus(-1)).cycle(Level::P2), Some(4));
    /// assert_eq!(policies.at(april).cycle(Level::P2), Some(3));
    /// ```
    #[must_use]
    pub fn at(&self, at: Instant) -> &Policy {
        static FALLBACK: std::sync::LazyLock<Policy> = std::sync::LazyLock::new(Policy::default);
        self.0.iter().rev().find(|(from, _)| *from <= at).map_or(&FALLBACK, |(_, policy)| policy)
    }
    /// The moments from which versions hold, oldest first; what holds before the first has none.
    pub fn since(&self) -> impl DoubleEndedIterator<Item = Instant> {
        self.0.iter().map(|(from, _)| *from).filter(|it| it.0 > i64::MIN)
    }
}
