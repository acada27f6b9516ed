//! The numbers of a policy that a store sets itself: their names, between what they lie, and what is wrong with them.
//!
//! **Invariant:** the page, the server and its record know a number by the same name and the same bounds.

use super::Policy;
use std::ops::RangeInclusive;

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unit {
    /// Days.
    Days,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// Cycles of the level.
    Cycles,
    /// Months.
    Months,
    /// Customers.
    Customers,
    /// Questions.
    Questions,
    /// Percent.
    Percent,
}

/// What numbers are about; the page shows them in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// Days between contacts, by level.
    Cycles,
    /// Last day of a level's window.
    Windows,
    /// Confirming, postponing, withdrawing.
    FollowUps,
    /// Rulings, applications, the pool.
    Rulings,
    /// Call-backs after a delivery.
    CallBacks,
    /// The forecast of the monthly table.
    Forecast,
    /// Devices and their clocks.
    Devices,
}

impl Group {
    /// All, in order.
    pub const ALL: [Self; 7] =
        [Self::Cycles, Self::Windows, Self::FollowUps, Self::Rulings, Self::CallBacks, Self::Forecast, Self::Devices];
}

/// A number that a store sets.
#[derive(Debug)]
pub struct Number {
    /// Its name, everywhere.
    pub code: &'static str,
    /// What it is about.
    pub group: Group,
    /// What it counts.
    pub unit: Unit,
    /// The least that it can be.
    pub least: i64,
    /// The most that it can be.
    pub most: i64,
    get: fn(&Policy) -> i64,
    set: fn(&mut Policy, i64),
}

macro_rules! number {
    ($code:literal, $group:ident, $unit:ident, $least:literal..=$most:literal, $($field:tt)+) => {
        Number {
            code: $code,
            group: Group::$group,
            unit: Unit::$unit,
            least: $least,
            most: $most,
            get: |it| read(it.$($field)+),
            set: |it, value| it.$($field)+ = write(value),
        }
    };
}

/// All numbers that a store sets, in the order in which the page shows them.
pub static NUMBERS: [Number; 35] = [
    number!("cycle_p0", Cycles, Days, 1..=90, cycles[0]),
    number!("cycle_p1", Cycles, Days, 1..=90, cycles[1]),
    number!("cycle_p2", Cycles, Days, 1..=90, cycles[2]),
    number!("cycle_p3", Cycles, Days, 1..=90, cycles[3]),
    number!("cycle_p4", Cycles, Days, 1..=90, cycles[4]),
    number!("window_p1", Windows, Days, 1..=730, windows[0]),
    number!("window_p2", Windows, Days, 1..=730, windows[1]),
    number!("window_p3", Windows, Days, 1..=730, windows[2]),
    number!("window_p4", Windows, Days, 1..=730, windows[3]),
    number!("confirm_hours", FollowUps, Hours, 1..=168, confirm_hours),
    number!("postpone_cycles", FollowUps, Cycles, 1..=10, postpone_cycles),
    number!("undo_minutes", FollowUps, Minutes, 1..=120, undo_minutes),
    number!("ruling_hours", Rulings, Hours, 1..=168, ruling_hours),
    number!("application_hold_days", Rulings, Days, 1..=30, application_hold_days),
    number!("application_again_days", Rulings, Days, 1..=90, application_again_days),
    number!("claims_per_day", Rulings, Customers, 0..=100, claims_per_day),
    number!("phone_questions_per_day", Rulings, Questions, 0..=1000, phone_questions_per_day),
    number!("call_third", CallBacks, Days, 1..=30, call_back_days[0]),
    number!("call_seventh", CallBacks, Days, 1..=60, call_back_days[1]),
    number!("call_thirtieth", CallBacks, Days, 1..=180, call_back_days[2]),
    number!("call_first_service", CallBacks, Days, 1..=730, call_back_days[3]),
    number!("call_anniversary", CallBacks, Days, 1..=730, call_back_days[4]),
    number!("call_back_sample", CallBacks, Customers, 1..=100, call_back_sample),
    number!("complaint_days", CallBacks, Days, 1..=30, complaint_days),
    number!("rate_p0", Forecast, Percent, 0..=100, forecast_rates[0]),
    number!("rate_p1", Forecast, Percent, 0..=100, forecast_rates[1]),
    number!("rate_p2", Forecast, Percent, 0..=100, forecast_rates[2]),
    number!("rate_p3", Forecast, Percent, 0..=100, forecast_rates[3]),
    number!("rate_p4", Forecast, Percent, 0..=100, forecast_rates[4]),
    number!("forecast_months", Forecast, Months, 1..=24, forecast_months),
    number!("forecast_cases", Forecast, Customers, 1..=1000, forecast_cases),
    number!("device_days", Devices, Days, 1..=60, device_days),
    number!("gap_minutes", Devices, Minutes, 1..=1440, gap_minutes),
    number!("skew_seconds", Devices, Seconds, 1..=3600, skew_seconds),
    number!("claim_slack_seconds", Devices, Seconds, 1..=60, claim_slack_seconds),
];

fn read<T: TryInto<i64>>(value: T) -> i64 {
    value.try_into().unwrap_or(i64::MAX)
}

fn write<T: TryFrom<i64> + Default>(value: i64) -> T {
    T::try_from(value).unwrap_or_default()
}

impl Number {
    /// The number of a name.
    pub fn of(code: &str) -> Option<&'static Self> {
        NUMBERS.iter().find(|it| it.code == code)
    }

    /// What a policy says.
    #[must_use]
    pub fn get(&self, policy: &Policy) -> i64 {
        (self.get)(policy)
    }

    /// Whether it can be this.
    #[must_use]
    pub fn takes(&self, value: i64) -> bool {
        RangeInclusive::new(self.least, self.most).contains(&value)
    }
}

/// What is wrong with a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// There is no such number.
    Unknown,
    /// It lies outside of its bounds.
    Bounds,
    /// It is not more than the number before it: a window that ends before the hotter level's.
    NotRising,
}

/// A number that cannot be taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The number's name.
    pub code: String,
    /// What is wrong.
    pub why: Why,
}

impl Policy {
    /// What is wrong with the numbers that a store sets, one line a number.
    ///
    /// # Example: windows rise, and cycles have one to ninety days
    /// ```
    /// # use domain::policy::{Policy, check::Why};
    /// assert!(Policy::default().check().is_empty());
    /// let odd = Policy { cycles: [7, 0, 4, 7, 91], windows: [7, 7, 30, 365], ..Policy::default() };
    /// let found: Vec<_> = odd.check().into_iter().map(|it| (it.code, it.why)).collect();
    /// assert_eq!(found, [("cycle_p1", Why::Bounds), ("cycle_p4", Why::Bounds), ("window_p2", Why::NotRising)]
    ///     .map(|(code, why)| (code.to_owned(), why)));
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut before = None;
        let fault = |number: &Number| {
            let value = number.get(self);
            let rises = number.group != Group::Windows || before.is_none_or(|it| it < value);
            if number.group == Group::Windows {
                before = Some(value);
            }
            let why = match (number.takes(value), rises) {
                (false, _) => Why::Bounds,
                (true, false) => Why::NotRising,
                (true, true) => return None,
            };
            Some(Fault { code: number.code.to_owned(), why })
        };
        NUMBERS.iter().filter_map(fault).collect()
    }

    /// This policy with other numbers, by their names; what is not named stays.
    ///
    /// # Errors
    /// What is wrong with them: a name that is none, or what [`Policy::check`] finds.
    ///
    /// # Example
    /// ```
    /// # use domain::policy::{Policy, check::{Fault, Why}};
    /// let policy = Policy::default().with([("cycle_p2", 3)]).unwrap();
    /// assert_eq!(policy.cycles, [7, 2, 3, 7, 15]);
    /// assert_eq!(Policy::default().with([("luck", 3)]), Err(vec![Fault { code: "luck".into(), why: Why::Unknown }]));
    /// // No number is so large that it wraps to one that would do.
    /// assert!(Policy::default().with([("claims_per_day", i64::from(u32::MAX) + 6)]).is_err());
    /// ```
    pub fn with<'a>(&self, numbers: impl IntoIterator<Item = (&'a str, i64)>) -> Result<Self, Vec<Fault>> {
        let mut policy = self.clone();
        let mut faults = Vec::new();
        for (code, value) in numbers {
            let why = match Number::of(code) {
                Some(number) if number.takes(value) => {
                    (number.set)(&mut policy, value);
                    continue;
                }
                Some(_) => Why::Bounds,
                None => Why::Unknown,
            };
            faults.push(Fault { code: code.to_owned(), why });
        }
        if faults.is_empty() {
            faults = policy.check();
        }
        if faults.is_empty() { Ok(policy) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_number_has_its_own_name_and_is_read_back_as_it_was_written() {
        let names: BTreeSet<_> = NUMBERS.iter().map(|it| it.code).collect();
        assert_eq!(names.len(), NUMBERS.len());
        for number in &NUMBERS {
            for value in [number.least, number.most] {
                let mut policy = Policy::default();
                (number.set)(&mut policy, value);
                assert_eq!(number.get(&policy), value, "{}", number.code);
                let others = NUMBERS.iter().filter(|it| it.code != number.code);
                assert!(others.into_iter().all(|it| it.get(&policy) == it.get(&Policy::default())), "{}", number.code);
            }
        }
    }

    #[test]
    fn what_lies_outside_of_its_bounds_is_refused_by_name() {
        for number in &NUMBERS {
            for value in [number.least - 1, number.most + 1] {
                let faults = Policy::default().with([(number.code, value)]).expect_err(number.code);
                assert_eq!(faults, [Fault { code: number.code.to_owned(), why: Why::Bounds }]);
            }
        }
    }

    #[test]
    fn a_window_rises_over_the_one_before_even_if_that_is_wrong_itself() {
        for (windows, expected) in [
            ([7, 15, 30, 365], vec![]),
            ([7, 6, 30, 365], vec!["window_p2"]),
            ([7, 15, 15, 15], vec!["window_p3", "window_p4"]),
            ([0, 15, 30, 731], vec!["window_p1", "window_p4"]),
        ] {
            let found: Vec<_> = Policy { windows, ..Policy::default() }.check().into_iter().map(|it| it.code).collect();
            assert_eq!(found, expected, "{windows:?}");
        }
    }
}
