//! Calendars are as RFC 5545 has them.

use super::{Event, LINE, When, write};
use crate::instant::{Day, Instant};
use expect_test::expect;
use proptest::prelude::*;

const NOW: &str = "2026-03-18T09:30:00+08:00";

fn event(uid: &str, when: When, summary: &str) -> Event {
    Event { uid: uid.into(), when, summary: summary.into(), description: String::new(), reminder: None }
}

#[test]
fn a_calendar_is_written_line_by_line() {
    let now = Instant::parse(NOW).unwrap();
    let due = Event {
        reminder: Some(900),
        description: "电话 138 0000 1234\n说好\\再来, 带\"旧车\"".into(),
        ..event("follow-up-1@genjin", When::Day(Day::parse("2026-03-20").unwrap()), "回访 张伟（P2）")
    };
    let confirm = event("confirmation-1@genjin", When::Moment(now.plus(Instant::HOUR)), "确认级别 张伟");
    let text = write("跟进日程", &[due, confirm], now);
    assert!(text.lines().count() == text.matches("\r\n").count());
    expect![[r#"
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Genjin//Genjin//ZH
        CALSCALE:GREGORIAN
        METHOD:PUBLISH
        X-WR-CALNAME:跟进日程
        BEGIN:VEVENT
        UID:follow-up-1@genjin
        DTSTAMP:20260318T013000Z
        DTSTART;VALUE=DATE:20260320
        DTEND;VALUE=DATE:20260321
        SUMMARY:回访 张伟（P2）
        DESCRIPTION:电话 138 0000 1234\n说好\\再来\, 带"旧车"
        TRANSP:TRANSPARENT
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:回访 张伟（P2）
        TRIGGER:-PT900M
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        UID:confirmation-1@genjin
        DTSTAMP:20260318T013000Z
        DTSTART:20260318T023000Z
        SUMMARY:确认级别 张伟
        TRANSP:TRANSPARENT
        END:VEVENT
        END:VCALENDAR
    "#]]
    .assert_eq(&text.replace("\r\n", "\n"));
}

/// Takes the folding and the escaping away again.
fn summary(text: &str) -> String {
    let whole = text.replace("\r\n ", "");
    let line = whole.split("\r\n").find_map(|it| it.strip_prefix("SUMMARY:")).unwrap().to_owned();
    let mut out = String::new();
    let mut letters = line.chars();
    while let Some(it) = letters.next() {
        match it {
            '\\' => match letters.next() {
                Some('n') => out.push('\n'),
                Some(it) => out.push(it),
                None => {}
            },
            it => out.push(it),
        }
    }
    out
}

proptest! {
    #[test]
    fn what_is_written_is_read_again_and_no_line_is_too_long(said in "[ -~\n张伟购车；，😀]{0,200}") {
        let now = Instant::parse(NOW).unwrap();
        let text = write("x", &[event("a", When::Moment(now), &said)], now);
        prop_assert!(text.ends_with("\r\n"));
        for line in text.split("\r\n") {
            prop_assert!(line.len() <= LINE, "{}", line);
            prop_assert!(!line.contains(['\r', '\n']), "{}", line);
        }
        prop_assert_eq!(summary(&text), said);
    }
}
