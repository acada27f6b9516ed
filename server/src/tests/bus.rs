//! Notices as they are written, and a bus in memory.

use crate::bus::{Bus, Heard, Memory, Notice, WAITING};
use crate::events::Ended;
use domain::id::{DeviceId, StaffId};
use domain::instant::Instant;
use sync::docid::DocId;

fn people(number: usize) -> Vec<StaffId> {
    (0..number).map(|it| StaffId::new(Instant(1), it as u128)).collect()
}

#[test]
fn a_notice_is_read_as_it_was_written_and_fits_into_one_of_postgresql() {
    let node = "0123456789abcdef".to_owned();
    let notices = [
        Notice::Changes(DocId([7; 16]), i64::MAX),
        Notice::Figures,
        Notice::Ended(Ended::Session([9; 32])),
        Notice::Ended(Ended::Device(DeviceId("00112233445566778899aabb".to_owned()))),
        Notice::Ended(Ended::Staff(people(1)[0])),
        Notice::Present(node.clone(), people(Notice::PEOPLE)),
        Notice::Present(node.clone(), Vec::new()),
        Notice::Gone(node, people(1)[0]),
    ];
    for notice in notices {
        let text = notice.text();
        assert_eq!(Notice::parse(&text), Some(notice));
        assert!(text.len() < 7_900, "{} bytes", text.len());
    }
}

#[test]
fn what_another_version_says_is_no_notice() {
    for text in ["", "figures of the moon", "changes", "changes x 1", "session 00", "present", "present  ", "farewell"]
    {
        assert_eq!(Notice::parse(text), None, "{text}");
    }
}

#[tokio::test]
async fn the_others_hear_and_the_teller_does_not() {
    let here = Memory::default();
    let there = here.join();
    let (mut own, mut ear) = (here.hear(), there.hear());
    here.tell(&[Notice::Figures]).await;
    assert_eq!(ear.next().await, Some(Heard::Told(Notice::Figures)));
    there.tell(&[Notice::Changes(DocId([7; 16]), 1)]).await;
    assert_eq!(own.next().await, Some(Heard::Told(Notice::Changes(DocId([7; 16]), 1))));
}

#[tokio::test]
async fn who_is_too_slow_hears_that_something_was_lost() {
    let here = Memory::default();
    let mut ear = here.join().hear();
    here.tell(&vec![Notice::Figures; WAITING + 1]).await;
    assert_eq!(ear.next().await, Some(Heard::Lost));
    assert_eq!(ear.next().await, Some(Heard::Told(Notice::Figures)));
}
