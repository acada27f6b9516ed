//! The public holidays of mainland China 法定节假日, and the weekend days that are worked for them 调休上班: by the yearly notices
//! of the State Council, and by nothing else.
//!
//! **Invariant:** a year whose notice is not in the table is unknown; it is never guessed from other years. Holidays are shown
//! and move nothing: what holds a lock off is the store's own calendar (rules C8).

use crate::instant::Day;
use serde::{Deserialize, Serialize};

/// A holiday.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Holiday {
    /// 元旦.
    NewYear,
    /// 春节.
    SpringFestival,
    /// 清明节.
    Qingming,
    /// 劳动节.
    Labour,
    /// 端午节.
    DragonBoat,
    /// 中秋节.
    MidAutumn,
    /// 国庆节.
    National,
}

/// What the notices say of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Public {
    /// Nothing: it is what its weekday is.
    Ordinary,
    /// A day off.
    Off(Holiday),
    /// A weekend day that is worked for a holiday.
    Worked(Holiday),
    /// The notice of its year is not known.
    Unpublished,
}

/// A holiday of a notice, as month and day: first and last day off, and the days worked for it.
type Line = (Holiday, (u32, u32), (u32, u32), &'static [(u32, u32)]);

/// The notices by year: 国办发明电〔2024〕12号 for 2025, 国办发明电〔2025〕7号 of 2025-11-04 for 2026.
const NOTICES: [(i32, &[Line]); 2] = [
    (
        2025,
        &[
            (Holiday::NewYear, (1, 1), (1, 1), &[]),
            (Holiday::SpringFestival, (1, 28), (2, 4), &[(1, 26), (2, 8)]),
            (Holiday::Qingming, (4, 4), (4, 6), &[]),
            (Holiday::Labour, (5, 1), (5, 5), &[(4, 27)]),
            (Holiday::DragonBoat, (5, 31), (6, 2), &[]),
            // 国庆节、中秋节: one span in the notice.
            (Holiday::National, (10, 1), (10, 8), &[(9, 28), (10, 11)]),
        ],
    ),
    (
        2026,
        &[
            (Holiday::NewYear, (1, 1), (1, 3), &[(1, 4)]),
            (Holiday::SpringFestival, (2, 15), (2, 23), &[(2, 14), (2, 28)]),
            (Holiday::Qingming, (4, 4), (4, 6), &[]),
            (Holiday::Labour, (5, 1), (5, 5), &[(5, 9)]),
            (Holiday::DragonBoat, (6, 19), (6, 21), &[]),
            (Holiday::MidAutumn, (9, 25), (9, 27), &[]),
            (Holiday::National, (10, 1), (10, 7), &[(9, 20), (10, 10)]),
        ],
    ),
];

/// What the notices say of a day.
///
/// # Example: a Saturday is worked for the Spring Festival; a year without a notice is not guessed
/// ```
/// # use domain::{holiday::{public, Holiday, Public}, instant::Day};
/// let said = |text| public(Day::parse(text).unwrap());
/// assert_eq!(said("2026-02-14"), Public::Worked(Holiday::SpringFestival));
/// assert_eq!(said("2026-02-23"), Public::Off(Holiday::SpringFestival));
/// assert_eq!(said("2026-02-24"), Public::Ordinary);
/// assert_eq!(said("2199-01-01"), Public::Unpublished);
/// ```
#[must_use]
pub fn public(day: Day) -> Public {
    let (year, month, number) = day.ymd();
    let Some((_, lines)) = NOTICES.iter().find(|it| it.0 == year) else { return Public::Unpublished };
    let date = (month, number);
    let of = |line: &&Line| (line.1 <= date && date <= line.2) || line.3.contains(&date);
    match lines.iter().find(of) {
        Some(line) if line.3.contains(&date) => Public::Worked(line.0),
        Some(line) => Public::Off(line.0),
        None => Public::Ordinary,
    }
}

/// The years from one day to another whose notices are not known.
#[must_use]
pub fn unpublished(from: Day, to: Day) -> Vec<i32> {
    (from.ymd().0..=to.ymd().0).filter(|year| NOTICES.iter().all(|it| it.0 != *year)).collect()
}

#[cfg(test)]
mod tests {
    //! The table is as the notices count it.

    use super::{Holiday, NOTICES, Public, public, unpublished};
    use crate::instant::Day;

    fn days(year: i32) -> impl Iterator<Item = Day> {
        let first = Day::new(year, 1, 1).unwrap();
        (0..366).map(move |it| first.plus(it)).filter(move |it| it.ymd().0 == year)
    }

    #[test]
    fn each_holiday_has_as_many_days_as_its_notice_says() {
        let count = |year, holiday| days(year).filter(|it| public(*it) == Public::Off(holiday)).count();
        let all = [
            Holiday::NewYear,
            Holiday::SpringFestival,
            Holiday::Qingming,
            Holiday::Labour,
            Holiday::DragonBoat,
            Holiday::MidAutumn,
            Holiday::National,
        ];
        assert_eq!(all.map(|it| count(2025, it)), [1, 8, 3, 5, 3, 0, 8]);
        assert_eq!(all.map(|it| count(2026, it)), [3, 9, 3, 5, 3, 3, 7]);
    }

    #[test]
    fn only_weekend_days_are_worked_for_holidays() {
        for (year, _) in NOTICES {
            for day in days(year).filter(|it| matches!(public(*it), Public::Worked(_))) {
                assert!(day.weekday() >= 5, "{day}");
            }
        }
    }

    #[test]
    fn a_span_names_the_years_that_nobody_has_announced() {
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(unpublished(day("2026-12-01"), day("2026-12-28")), [0; 0]);
        assert_eq!(unpublished(day("2198-12-20"), day("2199-01-16")), [2198, 2199]);
    }
}
