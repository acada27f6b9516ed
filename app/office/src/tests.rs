//! What is read and written, and what is refused.

use crate::answer;
use calamine::{Data, Reader, Xlsx};
use domain::import::{CELL_MAX, COLUMNS_MAX, FILE_MAX, Line, Sheet};
use domain::port::office::{FromOffice, ToOffice, Unreadable};
use encoding_rs::GBK;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    match answer(ToOffice::Read(bytes.to_vec())) {
        FromOffice::Read(sheet) => Ok(sheet),
        FromOffice::Unreadable(why) => Err(why),
        FromOffice::Ready | FromOffice::Written(_) => panic!("another answer"),
    }
}

fn write(rows: &[Vec<String>]) -> Vec<u8> {
    match answer(ToOffice::Write { name: "客户/2026".into(), rows: rows.to_vec() }) {
        FromOffice::Written(bytes) => bytes,
        other => panic!("{other:?}"),
    }
}

fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|it| (*it).to_owned()).collect()).collect()
}

fn line(number: u32, cells: &[&str]) -> Line {
    Line { number, cells: cells.iter().map(|it| (*it).to_owned()).collect() }
}

#[test]
fn what_is_written_is_read_letter_by_letter() {
    let table = rows(&[
        &["姓名", "电话", "备注"],
        &["=1+1", "013800001234", "两行\n第二行"],
        &["👩‍🔧", "+86 138", "'=1 _x0041_ <&>\""],
    ]);
    let sheet = read(&write(&table)).unwrap();
    assert_eq!(sheet.name, "客户2026");
    assert_eq!(sheet.lines.into_iter().map(|it| it.cells).collect::<Vec<_>>(), table);
}

#[test]
fn dates_are_written_as_dates_and_whatever_else_as_text() {
    let texts = ["2026-03-18", "2026-02-30", "1900-02-28", "13800001234", "012", "=1+1", "2026-03-18 "];
    let bytes = write(&rows(&[&["2026-03-18"; 7], &texts]));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let range = book.worksheet_range("客户2026").unwrap();
    let kinds = |row: u32| (0..7).map(move |it| (row, it)).map(|it| range.get_value(it).unwrap().clone());
    assert!(kinds(0).all(|it| matches!(it, Data::String(_))), "a heading is text");
    let second: Vec<Data> = kinds(1).collect();
    assert!(matches!(second[0], Data::DateTime(_)), "{second:?}");
    assert!(second.iter().skip(1).zip(texts.iter().skip(1)).all(|(it, text)| *it == *text), "{second:?}");
    assert_eq!(read(&bytes).unwrap().lines[1].cells[0], "2026-03-18");
}

#[test]
fn columns_are_as_wide_as_what_stands_in_them_and_long_texts_make_high_rows() {
    let bytes =
        write(&rows(&[&["姓名", "手机", "备注"], &["欧阳海燕", "13800001234", &"长".repeat(60)], &["李", "1", "短"]]));
    let mut sheet = String::new();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    let all = |name: &str| -> Vec<f64> {
        let begin = format!(" {name}=\"");
        sheet.split(&begin).skip(1).map(|it| it.split_once('"').unwrap().0.parse().unwrap()).collect()
    };
    // Excel adds five dots of space to a width in digits.
    assert_eq!(all("width").iter().map(|it| it.floor()).collect::<Vec<_>>(), [10.0, 13.0, 40.0]);
    assert_eq!(all("ht"), [4.0 * 15.0], "60 characters of two digits in 40");
}

#[test]
fn numbers_dates_and_formulas_are_what_they_show() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("empty").unwrap();
    let sheet = book.add_worksheet();
    sheet.write_string(1, 0, "张伟").unwrap();
    sheet.write_number(1, 1, 13_800_001_234.0).unwrap();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_datetime_with_format(1, 2, ExcelDateTime::from_ymd(2026, 3, 1).unwrap(), &date).unwrap();
    sheet.write_number_with_format(1, 3, 1.0, &date).unwrap();
    sheet.write_formula(1, 4, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_formula(1, 5, Formula::new("=HYPERLINK(\"http://x\")").set_result("x")).unwrap();
    sheet.write_number(1, 6, 12.5).unwrap();
    sheet.write_boolean(3, 0, true).unwrap();
    let sheet = read(&book.save_to_buffer().unwrap()).unwrap();
    let shown = ["张伟", "13800001234", "2026-03-01", "1900-01-01", "#DIV/0!", "x", "12.5"];
    assert_eq!(sheet.lines, [line(2, &shown), line(4, &["TRUE"])]);
}

#[test]
fn text_is_read_in_utf_8_in_utf_16_and_in_gbk() {
    let text = "姓名,手机\r\n张伟,13800001234\r\n\r\n\"李, 梅\n(二)\",'+86 139\r\n王芳,1\r\n";
    let lines = [
        line(1, &["姓名", "手机"]),
        line(2, &["张伟", "13800001234"]),
        line(4, &["李, 梅\n(二)", "+86 139"]),
        line(5, &["王芳", "1"]),
    ];
    let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let gbk = GBK.encode(text).0.into_owned();
    assert!(str::from_utf8(&gbk).is_err());
    for bytes in [text.as_bytes().to_vec(), format!("\u{feff}{text}").into_bytes(), wide, gbk] {
        assert_eq!(read(&bytes).unwrap().lines, lines);
    }
}

#[test]
fn other_separators_are_seen_or_said() {
    for text in ["姓名\t手机\n张伟\t1", "姓名;手机\n张伟;1", "sep=;\n姓名;手机\n张伟;1"] {
        let cells: Vec<_> = read(text.as_bytes()).unwrap().lines.into_iter().map(|it| it.cells).collect();
        assert_eq!(cells, rows(&[&["姓名", "手机"], &["张伟", "1"]]), "{text}");
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_does_it() {
    let lines = read(b"\"a\nb\nc\",1\n\n\nd,2\n").unwrap().lines;
    assert_eq!(lines, [line(1, &["a\nb\nc", "1"]), line(4, &["d", "2"])]);
}

#[test]
fn what_is_too_much_is_refused_with_its_reason() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..50_000 {
        sheet.write_string(row, 0, "张伟").unwrap();
    }
    assert_eq!(read(&book.save_to_buffer().unwrap()), Err(Unreadable::TooManyRows));
    assert_eq!(read("张伟,1\n".repeat(50_000).as_bytes()), Err(Unreadable::TooManyRows));
    assert_eq!(read(&vec![b'x'; FILE_MAX + 1]), Err(Unreadable::TooLarge));
    assert_eq!(read(format!("姓名\n{}", "长".repeat(CELL_MAX + 1)).as_bytes()), Err(Unreadable::CellTooLong(2)));
    assert_eq!(read("x,".repeat(COLUMNS_MAX + 2).as_bytes()), Err(Unreadable::TooManyColumns));
    assert!(read(",".repeat(COLUMNS_MAX * 2).replacen(',', "x,", 1).as_bytes()).is_ok(), "empty cells take no room");
}

#[test]
fn a_bomb_is_measured_and_not_unpacked() {
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
    for _ in 0..80 {
        bomb.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bytes = bomb.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    assert_eq!(read(&bytes), Err(Unreadable::TooLarge));
}

#[test]
fn what_is_no_table_is_called_so() {
    let good = write(&rows(&[&["姓名"], &["张伟"]]));
    assert_eq!(read(good.get(..good.len() / 2).unwrap()), Err(Unreadable::Broken));
    assert_eq!(read(b"PK\x03\x04"), Err(Unreadable::Broken));
    assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(Unreadable::Broken));
    assert_eq!(read(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), Err(Unreadable::Old));
    assert_eq!(read(b""), Err(Unreadable::Empty));
    assert_eq!(read(b" , \r\n\r\n"), Err(Unreadable::Empty));
    assert_eq!(read(&Workbook::new().save_to_buffer().unwrap()), Err(Unreadable::Empty));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn damage_is_an_answer(damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = write(&rows(&[&["姓名", "电话"], &["张伟", "13800001234"]]));
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        drop(read(&bytes));
    }

    #[test]
    fn any_bytes_are_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        drop(read(&bytes));
    }

    #[test]
    fn any_table_is_written_and_read(table in proptest::collection::vec(proptest::collection::vec("[^\\p{Cc}]{1,12}", 1..5), 1..6)) {
        let solid = |row: &Vec<String>| row.iter().all(|it| !it.trim().is_empty());
        prop_assume!(table.iter().all(solid));
        let sheet = read(&write(&table)).unwrap();
        prop_assert_eq!(sheet.lines.into_iter().map(|it| it.cells).collect::<Vec<_>>(), table);
    }
}
