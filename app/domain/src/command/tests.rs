//! What is accepted counts.

use super::{Command, Stamp, fact};
use crate::fact::generate::{CUSTOMER, Seed, day, history, seed};
use crate::fact::{Body, Fact};
use crate::fold::fold;
use crate::id::{DeviceId, FactId};
use crate::instant::Instant;
use crate::store::Store;
use crate::view::Fate;
use proptest::prelude::*;
use ulid::Ulid;

fn command(kind: u8, seed: &Seed, now: Instant, back: i64, facts: &[Fact]) -> Command {
    let today = day(now);
    match kind % 11 {
        0 => Command::Create(CUSTOMER, seed.created(today)),
        1 => Command::Contact(CUSTOMER, seed.contact(today), None),
        2 => {
            let at = now.plus(-back * Instant::MINUTE);
            Command::Contact(CUSTOMER, seed.contact(day(at)), Some(at))
        }
        3 => Command::Judge(CUSTOMER, seed.judged(today)),
        4 => Command::Move(CUSTOMER, seed.moved(today)),
        5 => Command::Apply(CUSTOMER, seed.applied()),
        6 => Command::Withdraw(CUSTOMER, seed.target()),
        7 => match seed.floor(today) {
            Body::Stepped(it) => Command::Step(CUSTOMER, it),
            Body::Ticked(it) => Command::Tick(CUSTOMER, it),
            Body::Drove(it) => Command::Drive(CUSTOMER, it, Some(now.plus(-back * Instant::MINUTE))),
            Body::Quoted(it) => Command::Quote(CUSTOMER, it),
            _ => Command::Reveal(CUSTOMER, "phone".into()),
        },
        _ => match seed.step(today, facts) {
            Body::Amended(it) => Command::Amend(CUSTOMER, it),
            Body::Cancelled(it) => Command::Cancel(CUSTOMER, it),
            Body::Requested(it) => Command::Request(CUSTOMER, it.order),
            Body::Delivered(it) => Command::Deliver(CUSTOMER, it),
            Body::CalledBack(it) => Command::CallBack(CUSTOMER, it),
            _ => Command::Order(CUSTOMER, seed.ordered(today)),
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn an_accepted_command_is_never_set_aside(
        facts in history(),
        seed in seed(),
        kind in any::<u8>(),
        later in prop_oneof![0..12_i64, 0..5_000_i64],
        back in 0..20_000_i64,
    ) {
        let store = Store::default();
        let now = facts.iter().map(|it| it.at).max().unwrap().plus(later * Instant::MINUTE);
        let view = fold(&store, CUSTOMER, &facts);
        if let Ok((body, at)) = command(kind, &seed, now, back, &facts).check(&store, view.as_ref(), now) {
            let id = FactId(Ulid(9_000));
            let stamp = Stamp { id, now, offset: 40, device: DeviceId::default(), counter: 1, mono: 1 };
            let added = fact(stamp, CUSTOMER, at, body);
            let view = fold(&store, CUSTOMER, facts.iter().chain([&added])).unwrap();
            let entry = view.entries.iter().find(|it| it.id == id).unwrap();
            prop_assert_eq!(entry.fate, Fate::Counts, "{:?}", entry);
        }
    }
}
