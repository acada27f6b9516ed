//! Imports: the worked examples, and what holds for every sheet.

use super::{
    Column, Found, Ground, Known, Language, Line, Plan, Problem, Sheet, Verdict, heads, of_view, read, records,
    rejected,
};
use crate::command::{Command, Refusal, Stamp, fact};
use crate::fact::Created;
use crate::fold::fold;
use crate::id::{CustomerId, DeviceId, FactId, StaffId};
use crate::instant::Instant;
use crate::port::Row;
use crate::store::{Source, Store};
use crate::view::View;
use proptest::prelude::*;
use ulid::Ulid;

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

#[test]
fn the_worked_examples() {
    crate::case::check("j-import.txt");
}

#[test]
fn a_row_is_read_whatever_is_missing_at_its_end() {
    let sheet = sheet(&[&["姓名", "手机", "级别", "备注"], &["张伟", "13800001234"], &["", " ", ""], &["李梅"]]);
    let found = understood(&sheet, &Known::default());
    assert_eq!(found.iter().map(|it| it.line).collect::<Vec<_>>(), [1, 3]);
    assert!(matches!(found[0].verdict, Verdict::Ready(..)));
    let wrong = Problem::Refused(Column::Phone, Refusal::PhoneWrong);
    assert_eq!(found[1].verdict, Verdict::Problems(vec![wrong]));
}

#[test]
fn a_note_of_ten_thousand_characters_is_rejected_whole() {
    let long = "长".repeat(10_000);
    let sheet = sheet(&[&["姓名", "手机", "备注"], &["张伟", "13800001234", &long]]);
    let found = understood(&sheet, &Known::default());
    let problem = Problem::Refused(Column::Note, Refusal::TextTooLong);
    assert_eq!(found[0].verdict, Verdict::Problems(vec![problem]));
    let rows = rejected(&sheet, &Plan::guess(&sheet), Language::Chinese, [(1, "备注太长".to_owned())]);
    assert_eq!(rows, [vec!["姓名", "手机", "备注", "未导入原因"], vec!["张伟", "13800001234", &long, "备注太长"]]);
    let again = Plan::guess(&Sheet::of(rows));
    assert_eq!(again.columns, [Column::Name, Column::Phone, Column::Note, Column::Skip]);
}

#[test]
fn a_sheet_without_headings_is_guessed_from_what_stands_in_it() {
    let sheet = sheet(&[&["1", "张伟", "13800001234", "2026-03-01"], &["2", "李梅", "13900001234", "2026-03-02"]]);
    let plan = Plan::guess(&sheet);
    assert_eq!((plan.head, &plan.columns[1..3]), (0, &[Column::Name, Column::Phone][..]));
    assert_eq!(plan.headings(&sheet), ["A", "B", "C", "D"]);
}

#[test]
fn a_column_of_which_there_is_one_is_guessed_once() {
    let sheet = sheet(&[&["推荐人姓名", "客户姓名", "手机", "电话"], &["王", "张伟", "13800001234", "057187654321"]]);
    let plan = Plan::guess(&sheet);
    assert_eq!(plan.columns, [Column::Rest, Column::Name, Column::Phone, Column::Number]);
    assert!(plan.faults().is_empty());
}

#[test]
fn the_cards_of_an_import_are_known_together() {
    let sheet = sheet(&[&["姓名", "手机"], &["张伟", "13800001234"], &["李梅", "13900001234"]]);
    let rows: Vec<Row> = cards(&understood(&sheet, &Known::default())).iter().map(|it| Row::of(&view(it))).collect();
    let records = records(&rows);
    assert_eq!(records.len(), 1);
    assert_eq!((records[0].import.as_str(), records[0].customers.len(), records[0].at), ("7k", 2, now()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn what_was_imported_and_exported_is_imported_again(sheet in any_sheet(), language in 0..2_usize) {
        let first = cards(&understood(&sheet, &Known::default()));
        let store = store();
        let rows = first.iter().map(|it| of_view(&view(it), &store, LANGUAGES[language], now()));
        let again = Sheet::of(std::iter::once(heads(LANGUAGES[language])).chain(rows).collect());
        let plan = Plan::guess(&again);
        prop_assert_eq!(&plan.columns, &Column::CARD);
        let second = understood(&again, &Known::default());
        prop_assert_eq!(second.len(), first.len(), "every row is a card: {:?}", second);
        prop_assert_eq!(cards(&second), first);
    }

    #[test]
    fn a_row_is_a_card_that_can_be_made_or_is_rejected_with_all_its_cells(sheet in any_sheet()) {
        let plan = Plan::guess(&sheet);
        let found = understood(&sheet, &Known::default());
        let store = store();
        for it in &found {
            match &it.verdict {
                Verdict::Ready(card, _) => {
                    let made = Command::Create(CustomerId(Ulid(7)), (**card).clone()).check(&store, None, now());
                    prop_assert!(made.is_ok(), "{made:?}");
                }
                Verdict::Problems(problems) => prop_assert!(!problems.is_empty()),
                Verdict::Duplicate(_) => {}
            }
        }
        let bad = found.iter().filter(|it| !matches!(it.verdict, Verdict::Ready(..)));
        let kept = rejected(&sheet, &plan, Language::Chinese, bad.clone().map(|it| (it.line, "x".to_owned())));
        for (row, it) in kept.iter().skip(1).zip(bad) {
            let cells = &sheet.lines[it.line].cells;
            prop_assert_eq!(&row[..cells.len()], &cells[..]);
        }
    }

    #[test]
    fn what_is_one_s_own_already_is_a_duplicate(sheet in any_sheet()) {
        let first = cards(&understood(&sheet, &Known::default()));
        let rows: Vec<Row> = first.iter().map(|it| Row::searched(&view(it), |_| Vec::new())).collect();
        let second = understood(&sheet, &Known::of(&rows));
        prop_assert!(cards(&second).is_empty(), "{second:?}");
    }
}

fn sheet(rows: &[&[&str]]) -> Sheet {
    Sheet::of(rows.iter().map(|row| row.iter().map(|it| (*it).to_owned()).collect()).collect())
}

fn now() -> Instant {
    Instant::parse("2026-03-01T02:00:00.000Z").unwrap()
}

fn store() -> Store {
    let source = |code: &str, zh: &str, en: &str| Source { code: code.into(), zh: zh.into(), en: en.into() };
    Store {
        sources: vec![source("referral", "推荐", "Referral"), source("expo", "车展 A", "")], ..Store::default()
    }
}

fn understood(sheet: &Sheet, known: &Known) -> Vec<Found> {
    let store = store();
    let advisor = StaffId(Ulid(1));
    let ground = Ground { store: &store, now: now(), advisor, import: "7k", known, may_know: &|_| false };
    read(sheet, &Plan::guess(sheet), ground)
}

fn cards(found: &[Found]) -> Vec<Created> {
    let card = |it: &Found| match &it.verdict {
        Verdict::Ready(card, _) => Some((**card).clone()),
        Verdict::Problems(_) | Verdict::Duplicate(_) => None,
    };
    found.iter().filter_map(card).collect()
}

/// The card as the book has it.
fn view(card: &Created) -> View {
    let id = CustomerId(Ulid(card.phone.bytes().fold(7, |sum, it| sum * 31 + u128::from(it)) >> 2));
    let (body, at) = Command::Create(id, card.clone()).check(&store(), None, now()).unwrap();
    let device = DeviceId("00112233445566778899aabb".into());
    let stamp = Stamp { id: FactId(id.0), now: now(), offset: 0, device, counter: 1, mono: 0 };
    fold(&store(), id, [&fact(stamp, id, at, body)]).unwrap()
}

fn any_sheet() -> impl Strategy<Value = Sheet> {
    let heading = prop_oneof![
        5 => (0..Column::CARD.len(), 0..2_usize).prop_map(|(it, l)| Column::CARD[it].heading(LANGUAGES[l]).to_owned()),
        1 => "\\PC{0,8}",
    ];
    let headings = proptest::collection::vec(heading, 0..8);
    let phone = prop_oneof![6 => "1[38][0-9]{9}", 1 => "1[38][0-9]{9}/0571-[0-9]{8}", 1 => any_cell()];
    let name = prop_oneof![6 => "[张李王赵][伟梅芳]{1,2}", 1 => "=1\\+[0-9]", 1 => any_cell()];
    let row = (name, phone, proptest::collection::vec(any_cell(), 0..9));
    (headings, proptest::collection::vec(row, 0..6)).prop_map(|(headings, rows)| {
        let head = ["客户姓名".to_owned(), "手机号".to_owned()].into_iter().chain(headings).collect();
        let rows = rows.into_iter().map(|(name, phone, rest)| [name, phone].into_iter().chain(rest).collect());
        let lines = (1..).zip(std::iter::once(head).chain(rows));
        Sheet { name: "x".into(), lines: lines.map(|(number, cells)| Line { number, cells }).collect() }
    })
}

fn any_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        2 => "[OHABCDL]|F[12]|P[0-4D]|[HA]级",
        2 => "20(25|26)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|1[0-9])",
        1 => "(个人|企业|全款|loan|换购|新购|referral|推荐|车展 A|来店)",
        1 => "1[38][0-9]{9}、0571 [0-9]{8}",
        1 => "'?[=+@-][a-z0-9 ]{0,4}",
        1 => "#REF!|1900-01-01|45992|x{201}",
        3 => "[a-z张 \\r\\n\\t，：:]{0,12}",
        2 => any::<String>(),
    ]
}
