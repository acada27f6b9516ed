//! `/api/months`: the monthly table, its workbook, its closing.

use crate::projector::catch_up;
use crate::store::Contents;
use crate::tests::app::{Actor, TestApp, at};
use crate::tests::routes::api::deliveries::{VIN, delivered, ordered};
use calamine::{Data, Reader, Xlsx};
use domain::fact::{Applied, Body, Edited};
use domain::level::Level;
use expect_test::expect;
use serde_json::{Value, json};
use std::fmt::Write;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const MARCH: &str = "2026-03";

fn path(app: &TestApp, month: &str, login: &str) -> String {
    let advisor = app.staff.get(login).map_or_else(|| login.to_owned(), ToString::to_string);
    format!("/api/months/{month}/{advisor}")
}

/// Anna has one customer of February, called in March, and one of March who locked; Ben has one of March. It is April.
async fn app() -> TestApp {
    let app = TestApp::with_team().await;
    let old = app.create("anna", 1, at("2026-02-27T09:00:00+08:00")).await;
    app.call("anna", old, at("2026-03-02T09:00:00+08:00")).await;
    let car = |field: &str, to: &str| {
        Body::Edited(Edited { field: field.to_owned(), from: String::new(), to: to.to_owned(), after: Vec::new() })
    };
    app.write("anna", old, at("2026-03-02T09:01:00+08:00"), car("model", "星越 L")).await;
    app.write("anna", old, at("2026-03-02T09:02:00+08:00"), car("colour", "白")).await;
    app.create("anna", 2, at("2026-03-02T09:30:00+08:00")).await;
    app.create("ben", 3, at("2026-03-02T09:40:00+08:00")).await;
    app.set_clock("2026-04-01T09:00:00+08:00");
    app
}

/// The rows of a table in short.
fn rows(table: &Value) -> String {
    let mut text = String::new();
    for row in table["rows"].as_array().unwrap() {
        let mut days: Vec<u32> = row["days"].as_object().unwrap().keys().map(|it| it.parse().unwrap()).collect();
        days.sort_unstable();
        days.truncate(3);
        let of = |key: &str| row[key].to_string();
        writeln!(
            text,
            "{} {} {} {} {} → {} {days:?}",
            row["no"],
            of("name"),
            of("phone"),
            of("model"),
            of("carried"),
            of("end")
        )
        .unwrap();
    }
    text
}

#[tokio::test]
async fn the_table_tells_the_month() {
    let app = app().await;
    let table = app.sign_in("manager").await.get(&path(&app, MARCH, "anna")).await.json();
    assert_eq!((&table["month"], &table["advisor"]), (&json!(MARCH), &json!(app.staff["anna"].to_string())));
    assert_eq!(
        (&table["advisor_name"], &table["store"], &table["closed"]),
        (&json!("王安"), &json!("滨江店"), &json!(null))
    );
    expect![[r#"
        1 "客户1" "138****1234" "星越 L" "P2" → "P2" [2, 6, 7]
        2 "客户2" "138****1234" "" null → "P2" [2, 6, 7]
    "#]]
    .assert_eq(&rows(&table));
    let line = &table["balance"]["P2"];
    assert_eq!((&line["carried"], &line["new"], &line["left"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!(table["forecast"]["units"], json!(0.4), "0.35 is rounded half up");
    assert_eq!(table["sources"], json!([{ "source": "showroom", "customers": 2, "new": 1 }]));
    assert_eq!(table["demand"][0]["model"], "星越 L");
    let with_suffix = app.sign_in("anna").await.get(&format!("{}.json", path(&app, MARCH, "anna"))).await.json();
    assert_eq!(with_suffix, table);
}

#[tokio::test]
async fn the_teams_table_is_everybodys() {
    let app = app().await;
    let table = app.sign_in("manager").await.get(&path(&app, MARCH, "team")).await.json();
    expect![[r#"
        1 "客户1" "138****1234" "星越 L" "P2" → "P2" [2, 6, 7]
        2 "客户2" "138****1234" "" null → "P2" [2, 6, 7]
        3 "客户3" "138****1234" "" null → "P2" [2, 6, 7]
    "#]]
    .assert_eq(&rows(&table));
    assert_eq!(table["total"]["left"], 3);
}

#[tokio::test]
async fn only_the_advisor_and_the_stores_managers_see_a_table() {
    let app = app().await;
    let (own, others, team) = (path(&app, MARCH, "anna"), path(&app, MARCH, "ben"), path(&app, MARCH, "team"));
    for (login, may) in [
        ("anna", [true, false, false]),
        ("manager", [true, true, true]),
        ("stranger", [false, false, true]),
        ("carl", [false, false, false]),
        ("finance", [false, false, false]),
        ("reception", [false, false, false]),
        ("admin", [false, false, false]),
    ] {
        let person = app.sign_in(login).await;
        for (path, may) in [&own, &others, &team].into_iter().zip(may) {
            for form in ["", ".json", ".xlsx"] {
                let before = app.store.calls();
                let answer = person.get(&format!("{path}{form}")).await;
                assert_eq!(answer.status.as_u16(), if may { 200 } else { 404 }, "{login} {path}{form}");
                if !may {
                    assert_eq!(answer.error(), (404, "not_found".to_owned()));
                    assert_eq!(app.store.calls() - before, 1, "only the session was looked up");
                }
            }
        }
    }
    // The other store's manager sees nobody of this one.
    assert_eq!(app.sign_in("stranger").await.get(&team).await.json()["rows"], json!([]));
    assert_eq!(app.anonymous().get(&own).await.error(), (401, "signed_out".to_owned()));
}

#[tokio::test]
async fn a_month_that_is_none_is_not_there() {
    let app = app().await;
    let manager = app.sign_in("manager").await;
    for month in ["2026-13", "2026-3", "march", "2026-05"] {
        assert_eq!(manager.get(&path(&app, month, "anna")).await.error().0, 404, "{month}");
    }
    for advisor in ["nobody", "finance", "01JQ0000000000000000000001"] {
        assert_eq!(manager.get(&path(&app, MARCH, advisor)).await.error().0, 404, "{advisor}");
    }
    assert_eq!(manager.get(&path(&app, "2026-04", "anna")).await.status, 200, "the present month");
}

/// The cells of a workbook's sheet, as they are read by another library.
fn cells(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

/// The heights of the rows of a workbook's first sheet, in points; 0 where the program may decide.
fn heights(bytes: &[u8]) -> Vec<f64> {
    let mut sheet = String::new();
    let mut book = ZipArchive::new(Cursor::new(bytes)).unwrap();
    book.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    let height = |row: &str| {
        let (_, rest) = row.split_once('>').unwrap().0.split_once(" ht=\"")?;
        rest.split_once('"').unwrap().0.parse().ok()
    };
    sheet.split("<row ").skip(1).map(|it| height(it).unwrap_or_default()).collect()
}

#[tokio::test]
async fn the_workbook_says_what_the_json_says() {
    let app = app().await;
    let manager = app.sign_in("manager").await;
    let table = manager.get(&path(&app, MARCH, "anna")).await.json();
    let answer = manager.get(&format!("{}.xlsx", path(&app, MARCH, "anna"))).await;
    assert_eq!(answer.header("content-type"), crate::months::sheet::MEDIA);
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"genjin-2026-03.xlsx\"");
    let rows = cells(&answer.body, "进度状况表");
    assert!(rows[1][0].to_string().contains("月份：2026-03　销售顾问：王安　制表单位：滨江店　建表日期：2026-04-01"));
    let headings: Vec<String> = rows[3].iter().map(ToString::to_string).collect();
    assert_eq!(headings.len(), 9 + 31 + 4);
    for (row, json) in rows[4..].iter().zip(table["rows"].as_array().unwrap()) {
        let told = |column: usize| row[column].to_string();
        assert_eq!(row[0], Data::Float(json["no"].as_f64().unwrap()));
        assert_eq!(
            (told(1), told(2)),
            (json["name"].as_str().unwrap().to_owned(), json["phone"].as_str().unwrap().to_owned())
        );
        assert!(matches!(row[2], Data::String(_)), "a phone is a text");
        assert!(matches!(row[6], Data::DateTime(_)), "a date is a date: {:?}", row[6]);
        assert_eq!(told(8), json["carried"].as_str().unwrap_or_default());
        assert_eq!(told(9 + 31), json["end"].as_str().unwrap());
    }
    assert_eq!(
        (rows[4][10].to_string(), rows[4][14].to_string(), rows[4][15].to_string()),
        ("P2T".into(), "*✗".into(), "锁".into())
    );
    let sums = cells(&answer.body, "汇总");
    let p2 = sums.iter().find(|it| it[0] == "P2").unwrap();
    let line = &table["balance"]["P2"];
    assert_eq!(
        (p2[1].to_string(), p2[2].to_string(), p2[15].to_string()),
        (line["carried"].to_string(), line["new"].to_string(), line["left"].to_string())
    );
    assert_eq!(p2[16].to_string(), "平");
    assert!(sums.iter().flatten().any(|it| *it == Data::Float(table["forecast"]["units"].as_f64().unwrap())));
}

#[tokio::test]
async fn orders_deliveries_reasons_and_care_are_in_both_forms() {
    let app = TestApp::with_team().await;
    delivered(&app, 1).await;
    ordered(&app, 2, VIN).await;
    let lost = app.create("anna", 3, at("2026-03-02T09:30:00+08:00")).await;
    let applied =
        Applied { level: Level::F, reason: "brand_price".into(), rival: "甲牌".into(), note: String::new() };
    app.write("anna", lost, at("2026-03-02T09:40:00+08:00"), Body::Applied(applied)).await;
    app.set_clock("2026-03-05T09:00:00+08:00");
    let manager = app.sign_in("manager").await;
    let table = manager.get(&path(&app, MARCH, "anna")).await.json();
    let deals = json!({ "orders": 2, "deposit": 1_000_000, "cancelled": 0, "delivered": 1 });
    assert_eq!((&table["deals"], &table["total"]["orders"]), (&deals, &json!(2)));
    assert_eq!(
        (&table["rows"][0]["gone"], &table["balance"]["P0"]["out"]["delivered"]),
        (&json!("delivered"), &json!(1))
    );
    // The call of the third day is due on the 5th, the manager's of the seventh on the 9th.
    let care = &table["care"][0];
    assert_eq!((&care["name"], &care["days"]["5"]["planned"]), (&json!("客户1"), &json!(true)));
    assert_eq!((&care["days"]["9"]["planned"], &care["days"]["5"]["missed"]), (&json!(true), &json!(false)));
    assert_eq!(
        (&table["rows"][2]["applied"], &table["rows"][2]["reason"], &table["rows"][2]["rival"]),
        (&json!("F"), &json!("brand_price"), &json!("甲牌"))
    );

    let workbook = manager.get(&format!("{}.xlsx", path(&app, MARCH, "anna"))).await.body;
    let rows = cells(&workbook, "进度状况表");
    let text: Vec<String> = rows.iter().flatten().map(ToString::to_string).collect();
    assert!(text.iter().any(|it| it == "战败 他品牌·价格 甲牌") && text.iter().any(|it| it == "售后关系的维护"));
    let is_lost = |it: &Vec<Data>| it.iter().any(|it| it.to_string().starts_with("战败 "));
    let high: Vec<bool> = heights(&workbook).into_iter().map(|it| it > 20.0).collect();
    assert_eq!(high[4..6], [false; 2], "a line each");
    assert!(high[rows.iter().position(is_lost).unwrap()], "what goes on in the next line has room there: {high:?}");
    let sums = cells(&workbook, "汇总");
    let at = sums.iter().position(|it| it[0] == "本月成交").unwrap();
    assert_eq!(sums[at + 1][1..5], [2.0, 10_000.0, 0.0, 1.0].map(Data::Float));
    let at = sums.iter().position(|it| it[0] == "预计台数").unwrap();
    assert_eq!(
        (&sums[at + 1][0], &sums[at + 1][2]),
        (&Data::String("P0".into()), &Data::Float(0.9)),
        "a rate is a number"
    );
}

#[tokio::test]
async fn who_had_a_customer_between_two_others_has_a_row_too() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, at("2026-03-01T09:00:00+08:00")).await;
    let manager = app.sign_in("manager").await;
    let ben = json!({ "ruling": "hand_over", "to": app.staff["ben"].to_string() });
    for ruling in [ben.clone(), json!({ "ruling": "take_over" }), ben] {
        app.pass(60_000);
        let answer = manager.post(&format!("/api/locks/{customer}/ruling"), &ruling).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        catch_up(&app.app).await.unwrap();
    }
    for (login, gone) in [("anna", json!("handed_out")), ("manager", json!("handed_out")), ("ben", json!(null))] {
        let table = manager.get(&path(&app, MARCH, login)).await.json();
        assert_eq!((table["rows"].as_array().unwrap().len(), &table["rows"][0]["gone"]), (1, &gone), "{login}");
    }
    let team = manager.get(&path(&app, MARCH, "team")).await.json();
    assert_eq!((&team["rows"].as_array().unwrap().len(), &team["total"]["left"]), (&3, &json!(1)));
}

async fn close(person: &Actor<'_>, path: &str) -> crate::tests::app::Answer {
    person.post(&format!("{path}/close"), &json!({})).await
}

#[tokio::test]
async fn a_closed_month_stays_and_what_comes_later_stands_beside_it() {
    let app = app().await;
    let path = path(&app, MARCH, "anna");
    let manager = app.sign_in("manager").await;
    let open = manager.get(&path).await.json();
    let closed = close(&manager, &path).await.json();
    assert_eq!(
        (&closed["closed"]["by_name"], &closed["closed"]["at"]),
        (&json!("周经理"), &json!("2026-04-01T01:00:00.000Z"))
    );
    assert_eq!(closed["corrections"], json!({ "rows": [], "care": [], "removed": [], "balance": {} }));
    assert_eq!((&closed["rows"], &closed["balance"]), (&open["rows"], &open["balance"]));

    // Again, by another hour of the clock: nothing changes.
    app.set_clock("2026-04-02T09:00:00+08:00");
    assert_eq!(close(&manager, &path).await.json(), closed);

    // A card of March comes from a tablet that was in a village.
    app.create("anna", 9, at("2026-03-20T09:00:00+08:00")).await;
    let later = manager.get(&path).await.json();
    assert_eq!(
        (&later["rows"], &later["balance"], &later["issued"]),
        (&closed["rows"], &closed["balance"], &closed["issued"])
    );
    let corrections = &later["corrections"];
    assert_eq!(corrections["rows"].as_array().unwrap().len(), 1);
    assert_eq!((&corrections["rows"][0]["name"], &corrections["balance"]["P2"]["new"]), (&json!("客户9"), &json!(2)));
    // The next month carries over what the facts say.
    let april = manager.get(&path.replace("2026-03", "2026-04")).await.json();
    assert_eq!(april["balance"]["P2"]["carried"], 3);
    // The advisor sees the same.
    assert_eq!(app.sign_in("anna").await.get(&path).await.json(), later);
}

#[tokio::test]
async fn closing_the_team_closes_everybody_and_leaves_what_is_closed() {
    let app = app().await;
    let manager = app.sign_in("manager").await;
    close(&manager, &path(&app, MARCH, "ben")).await;
    let team = manager.get(&path(&app, MARCH, "team")).await.json();
    assert_eq!((&team["closed"], &team["corrections"]["rows"]), (&json!(null), &json!([])));
    app.pass(60_000);
    let team = close(&manager, &path(&app, MARCH, "team")).await.json();
    assert_eq!(team["closed"]["at"], "2026-04-01T01:01:00.000Z");
    assert_eq!(manager.get(&path(&app, MARCH, "ben")).await.json()["closed"]["at"], "2026-04-01T01:00:00.000Z");
}

#[tokio::test]
async fn of_two_managers_at_once_one_closes() {
    let app = app().await;
    let (one, other) = (app.sign_in("manager").await, app.sign_in("manager").await);
    let path = path(&app, MARCH, "anna");
    let (a, b) = tokio::join!(close(&one, &path), close(&other, &path));
    assert_eq!((a.status.as_u16(), a.json()), (200, b.json()));
}

#[tokio::test]
async fn only_a_manager_closes_and_only_what_is_over() {
    let app = app().await;
    let own = path(&app, MARCH, "anna");
    for login in ["anna", "finance", "stranger"] {
        assert_eq!(close(&app.sign_in(login).await, &own).await.error().0, 404, "{login}");
    }
    let manager = app.sign_in("manager").await;
    assert_eq!(close(&manager, &path(&app, "2026-04", "anna")).await.error(), (422, "invalid".to_owned()));
    assert_eq!(manager.get(&own).await.json()["closed"], json!(null));
}

#[tokio::test]
async fn closed_months_tell_the_rates_of_the_next() {
    let app = TestApp::with_team().await;
    for number in 0..30 {
        app.create("anna", 100 + number, at("2026-02-27T09:00:00+08:00")).await;
    }
    app.set_clock("2026-05-01T09:00:00+08:00");
    let manager = app.sign_in("manager").await;
    let april = path(&app, "2026-04", "anna");
    let rate = |table: &Value| table["forecast"]["levels"]["P2"]["rate"].clone();
    assert_eq!(rate(&manager.get(&april).await.json()), json!({ "units": 35, "of": 100 }));
    close(&manager, &path(&app, MARCH, "anna")).await;
    assert_eq!(rate(&manager.get(&april).await.json()), json!({ "units": 0, "of": 30 }));
    assert_eq!(rate(&manager.get(&path(&app, "2026-04", "team")).await.json()), json!({ "units": 0, "of": 30 }));
    assert_eq!(rate(&manager.get(&path(&app, "2026-04", "ben")).await.json()), json!({ "units": 35, "of": 100 }));
}

#[tokio::test]
async fn another_advisors_words_about_a_customer_say_nothing_of_a_month() {
    let app = app().await;
    let customer = app.create("anna", 20, at("2026-03-05T09:00:00+08:00")).await;
    app.call("ben", customer, at("2026-03-06T09:00:00+08:00")).await;
    let manager = app.sign_in("manager").await;
    let anna = manager.get(&path(&app, MARCH, "anna")).await.json();
    let row = anna["rows"].as_array().unwrap().iter().find(|it| it["name"] == "客户20").unwrap().clone();
    assert_eq!(row["days"]["6"], json!(null));
    let ben = manager.get(&path(&app, MARCH, "ben")).await.json();
    assert!(ben["rows"].as_array().unwrap().iter().all(|it| it["name"] != "客户20"));
    let docs = app.app.directory.books_and_desks(1, Some(app.staff["ben"]));
    assert!(app.store.facts_around(&docs).await.unwrap().iter().any(|it| it.customer == Some(customer)));
}
