//! `/api/funnel`: the funnel and the key figures.

use crate::tests::app::{TestApp, at};
use crate::tests::routes::api::deliveries::{VIN, delivered, ordered};
use calamine::{Data, Reader, Xlsx};
use domain::fact::{Applied, Body};
use domain::level::Level;
use serde_json::{Value, json};
use std::io::Cursor;

const MARCH: &str = "/api/funnel?from=2026-03-01&to=2026-03-31";

fn of(app: &TestApp, login: &str) -> String {
    format!("{MARCH}&advisor={}", app.staff[login])
}

/// Anna has one delivered in March, one ordered, one who is about to be lost, and one of February whom she called; Ben has one.
async fn app() -> TestApp {
    let app = TestApp::with_team().await;
    let old = app.create("anna", 4, at("2026-02-27T09:00:00+08:00")).await;
    app.call("anna", old, at("2026-03-02T09:00:00+08:00")).await;
    delivered(&app, 1).await;
    ordered(&app, 2, VIN).await;
    let lost = app.create("anna", 3, at("2026-03-02T09:30:00+08:00")).await;
    let applied =
        Applied { level: Level::F, reason: "brand_price".into(), rival: "甲牌".into(), note: String::new() };
    app.write("anna", lost, at("2026-03-02T09:40:00+08:00"), Body::Applied(applied)).await;
    app.create("ben", 5, at("2026-03-02T09:45:00+08:00")).await;
    app
}

fn rate<'a>(funnel: &'a Value, name: &str) -> &'a Value {
    funnel["rates"].as_array().unwrap().iter().find(|it| it["name"] == name).unwrap_or(&Value::Null)
}

fn divides(funnel: &Value, name: &str) -> (u64, u64) {
    let rate = rate(funnel, name);
    (rate["numerator"].as_u64().unwrap(), rate["denominator"].as_u64().unwrap())
}

#[tokio::test]
async fn the_figures_tell_the_days_and_as_many_before() {
    let app = app().await;
    let manager = app.sign_in("manager").await;
    let report = manager.get(&of(&app, "anna")).await.json();
    assert_eq!(report["advisor"], json!(app.staff["anna"].to_string()));
    assert_eq!(report["before"]["span"], json!({ "from": "2026-01-29", "to": "2026-02-28" }));
    let (now, before) = (&report["now"], &report["before"]);
    let count = |name: &str| (before["counts"][name].as_u64().unwrap(), now["counts"][name].as_u64().unwrap());
    for (name, counts) in [
        ("opening", (0, 1)),
        ("new", (1, 3)),
        ("prospects", (1, 3)),
        ("orders", (0, 2)),
        ("orders_of_new", (0, 2)),
        ("deliveries", (0, 1)),
        ("applications", (0, 1)),
        ("defeats", (0, 0)),
        ("contacts", (0, 1)),
        ("second_visits", (0, 2)),
    ] {
        assert_eq!(count(name), counts, "{name}");
    }
    assert_eq!((&now["levels"]["P0"], &now["levels"]["P2"], &now["days_to_order"]), (&json!(1), &json!(2), &json!(1)));
    let moves = json!([
        { "from": "P0", "to": "PD", "count": 1, "of": 1 },
        { "from": "P2", "to": "P0", "count": 2, "of": 2 }
    ]);
    assert_eq!(now["conversions"], moves);
    assert_eq!(now["sources"], json!([{ "source": "showroom", "new": 3 }]));
    let deal = json!({ "name": "deal", "numerator": 2, "denominator": 3, "percent": 67 });
    assert_eq!(rate(now, "deal"), &deal);
    assert_eq!(rate(before, "delivery")["percent"], Value::Null, "of no order there is no rate");
    // Four new prospects of the last 90 days and two orders: 1 : 2; the orders are of this week, so there is no target yet.
    let refill = json!({ "deals_per_week": 0, "prospects_per_deal": 2, "needed": 0, "come": 1, "gap": 0 });
    assert_eq!(report["refill"], refill);
}

#[tokio::test]
async fn the_workbook_says_what_the_json_says() {
    let app = app().await;
    let manager = app.sign_in("manager").await;
    let report = manager.get(&of(&app, "anna")).await.json();
    let answer = manager.get(&of(&app, "anna").replace("/api/funnel", "/api/funnel.xlsx")).await;
    assert_eq!(answer.header("content-type"), crate::months::sheet::MEDIA);
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"genjin-figures-2026-03-01.xlsx\"");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.as_ref())).unwrap();
    let mut sheet =
        |name: &str| -> Vec<Vec<Data>> { book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect() };
    let (figures, funnel) = (sheet("关键指标"), sheet("漏斗"));
    assert!(figures[1][0].to_string().contains("销售顾问：王安　制表单位：滨江店　本期：2026-03-01 至 2026-03-31"));
    let line = |rows: &[Vec<Data>], name: &str| rows.iter().find(|it| it[0] == name).unwrap().clone();
    let number = |it: &Value| Data::Float(it.as_f64().unwrap());
    for (name, key) in
        [("新增意向客户", "new"), ("订单", "orders"), ("交车", "deliveries"), ("期初意向客户", "opening")]
    {
        let told = line(&figures, name);
        assert_eq!(told[1], number(&report["now"]["counts"][key]), "{name}");
        assert_eq!(told[3], number(&report["before"]["counts"][key]), "{name}");
    }
    let deal = line(&figures, "成交率");
    assert_eq!((&deal[1], deal[2].to_string()), (&Data::Float(67.0), "2 / 3".to_owned()));
    let delivery = line(&figures, "交车率");
    assert_eq!((&delivery[1], delivery[3].to_string()), (&Data::Float(50.0), "—".to_owned()), "none before");
    let rates = report["now"]["rates"].as_array().unwrap().len();
    assert_eq!(figures.iter().filter(|it| it[2].to_string().contains(" / ")).count(), rates + 1, "and the heading");
    assert_eq!(line(&funnel, "P2")[1], number(&report["now"]["levels"]["P2"]));
    assert_eq!(line(&funnel, "P2 → P0")[1..4], [2.0, 2.0, 100.0].map(Data::Float));
}

#[tokio::test]
async fn the_teams_figures_are_everybodys_and_the_lost_one_has_a_reason() {
    let app = app().await;
    let manager = app.sign_in("manager").await;
    let team = manager.get(MARCH).await.json();
    assert_eq!((&team["advisor"], &team["now"]["counts"]["new"]), (&json!("team"), &json!(4)));
    assert_eq!(manager.get(&format!("{MARCH}&advisor=team")).await.json()["now"], team["now"]);

    let locks = manager.get("/api/locks").await.json();
    let customer = locks["applications"][0]["customer"].as_str().unwrap().to_owned();
    let ruling = json!({ "ruling": "confirm", "level": "F" });
    let answer = manager.post(&format!("/api/locks/{customer}/ruling"), &ruling).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let now = &manager.get(MARCH).await.json()["now"];
    assert_eq!(now["ended"], json!([{ "level": "F", "reason": "brand_price", "count": 1 }]));
    assert_eq!((divides(now, "explained"), divides(now, "defeat")), ((1, 1), (1, 5)));
}

#[tokio::test]
async fn the_register_gives_the_capture_rate() {
    let app = app().await;
    let desk = app.sign_in("reception").await;
    for _ in 0..2 {
        assert_eq!(desk.post("/api/reception", &json!({ "purpose": "look" })).await.status, 201);
    }
    let manager = app.sign_in("manager").await;
    assert_eq!(divides(&manager.get(MARCH).await.json()["now"], "capture"), (0, 2));
    let both = [of(&app, "anna"), of(&app, "ben")];
    let mut arrivals = 0;
    for path in &both {
        arrivals += divides(&manager.get(path).await.json()["now"], "capture").1;
    }
    assert_eq!(arrivals, 2);
}

#[tokio::test]
async fn only_the_advisor_and_the_stores_managers_see_figures() {
    let app = app().await;
    let (own, others, team) = (of(&app, "anna"), of(&app, "ben"), format!("{MARCH}&advisor=team"));
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
            for path in [path.clone(), path.replace("/api/funnel", "/api/funnel.xlsx")] {
                let before = app.store.calls();
                let answer = person.get(&path).await;
                assert_eq!(answer.status.as_u16(), if may { 200 } else { 404 }, "{login} {path}");
                if !may {
                    assert_eq!(answer.error(), (404, "not_found".to_owned()));
                    assert_eq!(app.store.calls() - before, 1, "only the session was looked up");
                }
            }
        }
    }
    // Who names nobody asks for the own figures.
    let anna = app.sign_in("anna").await.get(MARCH).await.json();
    assert_eq!(anna["advisor"], json!(app.staff["anna"].to_string()));
    assert_eq!(app.sign_in("finance").await.get(MARCH).await.error().0, 404);
    assert_eq!(app.anonymous().get(&own).await.error(), (401, "signed_out".to_owned()));
}

#[tokio::test]
async fn another_store_is_untouched() {
    let app = app().await;
    app.create("carl", 6, at("2026-03-02T09:50:00+08:00")).await;
    let there = app.sign_in("stranger").await.get(MARCH).await.json();
    assert_eq!((&there["now"]["counts"]["new"], &there["now"]["counts"]["orders"]), (&json!(1), &json!(0)));
    assert_eq!(divides(&there["now"], "capture"), (0, 0));
    assert_eq!(app.sign_in("manager").await.get(MARCH).await.json()["now"]["counts"]["new"], 4);
}

#[tokio::test]
async fn days_that_are_none_are_refused() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    for days in ["from=2026-03-02&to=2026-03-01", "from=2024-01-01&to=2026-03-01", "from=today&to=2026-03-01"] {
        assert_eq!(manager.get(&format!("/api/funnel?{days}")).await.error(), (422, "invalid".to_owned()), "{days}");
    }
    for query in ["", "?from=2026-03-01"] {
        assert_eq!(manager.get(&format!("/api/funnel{query}")).await.error(), (400, "malformed".to_owned()), "{query}");
    }
    for advisor in ["nobody", "01JQ0000000000000000000001"] {
        assert_eq!(manager.get(&format!("{MARCH}&advisor={advisor}")).await.error().0, 404, "{advisor}");
    }
}
