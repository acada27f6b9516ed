//! What is accepted counts.

use super::{Command, Refusal, Stamp, fact};
use crate::fact::floor::{Drove, Quoted, Stepped, Ticked};
use crate::fact::generate::{CUSTOMER, Seed, day, history, seed};
use crate::fact::{Body, Fact, Place};
use crate::fold::fold;
use crate::id::{CustomerId, DeviceId, FactId};
use crate::instant::{Day, Instant};
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
            Body::Signed(it) => Command::Sign(CUSTOMER, it),
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

/// What a command about Zhang Wei, a walk-in of the first of March, comes to on the third.
fn check(command: impl FnOnce(CustomerId) -> Command) -> Result<Body, Refusal> {
    let text = r#"{"kind":"created","customer":"01JQ0000000000000000000001","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
        "advisor":"01JQ000000000000000000000A","name":"张伟","phone":"13800001234","level":"P2","fields":{"wechat":"zw"}}"#;
    let fact = Fact::read("01JQ0000000000000000000001", text, Place::Book).unwrap();
    let (store, customer) = (Store::default(), fact.customer.unwrap());
    let view = fold(&store, customer, [&fact]);
    let now = Instant::parse("2026-03-03T10:00:00+08:00").unwrap();
    command(customer).check(&store, view.as_ref(), now).map(|it| it.0)
}

#[test]
fn a_customer_moves_to_another_step_of_the_store() {
    let to = |code: &str| check(|it| Command::Step(it, Stepped { to: code.into(), ..Stepped::default() }));
    assert!(to("needs").is_ok());
    assert_eq!(to("reception"), Err(Refusal::NotAChoice), "where it stands already");
    assert_eq!(to("handshake"), Err(Refusal::NotAChoice), "which the store has not");
    let tick = |step: &str, item: &str| {
        check(|it| Command::Tick(it, Ticked { step: step.into(), check: item.into(), off: false }))
    };
    assert!(tick("reception", "greeted").is_ok());
    assert_eq!(tick("reception", "licence"), Err(Refusal::NotAChoice));
}

#[test]
fn a_drive_and_a_quotation_say_of_which_car() {
    let drive = |model: &str| check(|it| Command::Drive(it, Drove { model: model.into(), ..Drove::default() }, None));
    assert!(matches!(drive(" 轩逸 "), Ok(Body::Drove(it)) if it.model == "轩逸"));
    assert_eq!(drive(" "), Err(Refusal::ModelMissing));
    let quote = |price, until: &str| {
        let quoted = Quoted { model: "轩逸".into(), price, until: Day::parse(until), ..Quoted::default() };
        check(|it| Command::Quote(it, quoted))
    };
    assert!(quote(1, "2026-03-03").is_ok());
    assert_eq!(quote(0, "2026-03-03"), Err(Refusal::PriceWrong));
    assert_eq!(quote(1, "2026-03-02"), Err(Refusal::QuotationOver));
}

#[test]
fn only_a_number_is_shown() {
    let reveal = |field: &str| check(|it| Command::Reveal(it, field.into()));
    assert!(reveal("phone").is_ok());
    assert_eq!([reveal("wechat"), reveal("phone.2")], [Err(Refusal::NotAChoice), Err(Refusal::NotAChoice)]);
}
