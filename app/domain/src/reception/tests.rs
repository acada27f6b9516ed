//! Whose turn it is.

use super::{Arrival, Host, Out, Purpose, turns};
use crate::calendar::{Calendar, Leave};
use crate::id::{ArrivalId, StaffId};
use crate::instant::{Day, Instant};
use proptest::prelude::*;
use ulid::Ulid;

fn staff(number: u128) -> StaffId {
    StaffId(Ulid(number + 1))
}

fn arrival(number: u8, advisor: u128, by_turn: bool) -> Arrival {
    let at = Instant(1_000 * i64::from(number));
    Arrival {
        id: ArrivalId::new(at, u128::from(number)),
        at,
        left: Some(at.plus(1)),
        party: 1,
        purpose: Purpose::Look,
        again: !by_turn,
        name: String::new(),
        advisor: Some(staff(advisor)),
        by_turn,
        customer: None,
    }
}

fn today() -> Day {
    Day::parse("2026-03-02").expect("a day")
}

#[test]
fn who_is_on_leave_or_overdue_stands_at_the_end_with_the_reason() {
    let hosts = [(0, 0), (1, 2), (2, 0)].map(|(number, overdue)| Host { staff: staff(number), overdue });
    let leave = Leave { staff: staff(0), from: today(), to: today(), entered: Instant(0), ended: false };
    let calendar = Calendar { closed: Vec::new(), leave: vec![leave] };
    let order = turns(&hosts, &[], &calendar, true, today());
    assert_eq!(order, [(staff(2), None), (staff(1), Some(Out::Overdue)), (staff(0), Some(Out::Away))]);
    let lenient = turns(&hosts, &[], &calendar, false, today());
    assert_eq!(lenient, [(staff(1), None), (staff(2), None), (staff(0), Some(Out::Away))]);
}

proptest! {
    /// Whatever comes in between, the turns of those who are always there differ by one at most.
    #[test]
    fn turns_are_shared_evenly(hosts in 1_u128..9, again in prop::collection::vec((any::<bool>(), 0_u128..9), 0..60)) {
        let all: Vec<Host> = (0..hosts).map(|it| Host { staff: staff(it), overdue: 0 }).collect();
        let mut register: Vec<Arrival> = Vec::new();
        let mut had = vec![0_u32; usize::try_from(hosts).unwrap_or_default()];
        for (number, (returns, own)) in again.into_iter().enumerate() {
            let number = u8::try_from(number).unwrap_or(u8::MAX);
            if returns {
                register.push(arrival(number, own % hosts, false));
                continue;
            }
            let next = turns(&all, &register, &Calendar::default(), true, today())[0].0;
            let place = all.iter().position(|it| it.staff == next).expect("one of them");
            had[place] += 1;
            register.push(arrival(number, u128::try_from(place).expect("small"), true));
        }
        let (most, least) = (had.iter().max().copied().unwrap_or_default(), had.iter().min().copied().unwrap_or_default());
        prop_assert!(most - least <= 1, "{had:?}");
    }
}
