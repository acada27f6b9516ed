//! Days and zones fit together.

use super::{Day, Instant, Zone};
use proptest::prelude::*;

const ZONES: [&str; 9] = [
    "Asia/Shanghai",
    "Asia/Urumqi",
    "Asia/Hong_Kong",
    "Asia/Macau",
    "Asia/Taipei",
    "Asia/Singapore",
    "Europe/Berlin",
    "America/New_York",
    "UTC",
];

#[test]
fn every_day_of_every_zone_starts_once_and_ends_where_the_next_starts() {
    for zone in ZONES.map(|it| Zone::parse(it).unwrap()) {
        let mut day = Day::parse("2024-01-01").unwrap();
        while day.ymd().0 <= 2030 {
            let start = zone.start_of(day);
            assert_eq!((zone.day(start), zone.day(start.plus(-1))), (day, day.plus(-1)), "{} {day}", zone.name());
            assert_eq!(zone.clock(start), (0, 0), "{} {day}", zone.name());
            let hours = zone.start_of(day.plus(1)).since(start) / Instant::HOUR;
            assert!((23..=25).contains(&hours), "{} {day}", zone.name());
            day = day.plus(1);
        }
    }
}

proptest! {
    #[test]
    fn no_moment_and_no_day_is_too_far(ms in any::<i64>(), days in any::<i64>()) {
        for zone in ZONES.map(|it| Zone::parse(it).unwrap()) {
            let day = zone.day(Instant(ms)).plus(days);
            let _ = (zone.start_of(day), zone.clock(Instant(ms)), day.plus(1).since(day));
            prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
        }
    }

    #[test]
    fn texts_of_moments_are_read_again(ms in -62_000_000_000_000..253_000_000_000_000_i64) {
        prop_assert_eq!(Instant::parse(&Instant(ms).to_string()), Some(Instant(ms)));
    }
}
