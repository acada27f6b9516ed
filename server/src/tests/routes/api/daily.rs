//! `/api/daily/{day}` and `/api/instructions`: what was done on a day, and what is asked for.

use crate::store::{Accounts, DeviceRow, Reception};
use crate::tests::app::{TestApp, at, monday};
use domain::command::{Stamp, fact};
use domain::fact::Body;
use domain::id::{ArrivalId, DeviceId, FactId};
use domain::instant::Instant;
use domain::reception::{Arrival, Purpose};
use serde_json::{Value, json};

async fn day(app: &TestApp, login: &str, day: &str) -> Value {
    app.sign_in(login).await.get(&format!("/api/daily/{day}")).await.json()
}

#[tokio::test]
async fn a_day_of_each_advisor_and_of_all() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, at("2026-03-01T09:00:00+08:00")).await;
    app.create("anna", 2, at("2026-03-02T09:00:00+08:00")).await;
    app.create("ben", 3, at("2026-03-02T09:10:00+08:00")).await;
    app.call("anna", customer, at("2026-03-02T09:30:00+08:00")).await;
    let arrival = Arrival {
        id: ArrivalId::new(monday(), 1),
        at: at("2026-03-02T08:50:00+08:00"),
        left: None,
        party: 2,
        purpose: Purpose::Look,
        again: false,
        name: String::new(),
        advisor: Some(app.staff["anna"]),
        by_turn: true,
        customer: None,
    };
    app.store.put_arrival(1, &arrival, app.staff["reception"]).await.unwrap();
    let report = day(&app, "manager", "2026-03-02").await;
    let of = |name: &str| report["advisors"].as_array().unwrap().iter().find(|it| it["advisor_name"] == name).unwrap();
    let anna = &of("王安")["figures"];
    assert_eq!((&anna["new"], &anna["reached"], &anna["arrivals"]), (&json!({ "P2": 1 }), &json!(1), &json!(1)));
    assert_eq!((&of("李本")["figures"]["arrivals"], &report["total"]["new"]), (&json!(0), &json!({ "P2": 2 })));
    assert_eq!(day(&app, "manager", "2026-03-01").await["total"]["new"], json!({ "P2": 1 }));
    // An advisor sees the own day and nobody else's.
    let own = day(&app, "ben", "2026-03-02").await;
    let names: Vec<&Value> = own["advisors"].as_array().unwrap().iter().map(|it| &it["advisor_name"]).collect();
    assert_eq!((names.as_slice(), &own["total"]["new"]), ([&json!("李本")].as_slice(), &json!({ "P2": 1 })));
}

#[tokio::test]
async fn what_a_silent_tablet_may_bring_is_unknown_here_and_in_the_team() {
    let app = TestApp::with_team().await;
    app.create("anna", 1, at("2026-02-25T09:00:00+08:00")).await;
    let seen = at("2026-03-01T12:00:00+08:00");
    let device = DeviceRow {
        id: DeviceId("d".repeat(24)),
        staff: app.staff["anna"],
        name: "平板".to_owned(),
        enrolled: seen.plus(-Instant::DAY),
        synced: Some(seen),
        seen: Some(seen),
        revoked: false,
    };
    app.store.create_device(&device, [0; 32]).await.unwrap();
    let report = day(&app, "manager", "2026-03-01").await;
    let anna = report["advisors"].as_array().unwrap().iter().find(|it| it["advisor_name"] == "王安").unwrap().clone();
    let figures = &anna["figures"];
    assert_eq!((&figures["due"], &figures["missed"], &figures["unknown"]), (&json!(1), &json!(0), &json!(1)));
    assert_eq!(anna["last_seen"], "2026-03-01T04:00:00.000Z");
    let team = async || app.sign_in("manager").await.get("/api/team").await.json()["advisors"][0].clone();
    let unsure = team().await;
    assert_eq!((&unsure["locked"], &unsure["unknown"], &unsure["timeliness"]), (&json!(1), &json!(1), &Value::Null));
    assert_eq!(unsure["unknown_since"], "2026-03-01T04:00:00.000Z");
    // It has told everything, and there was nothing.
    app.store.seen(&[(device.id.clone(), monday())]).await.unwrap();
    app.set_clock("2026-03-10T10:00:00+08:00");
    let sure = team().await;
    assert_eq!((&sure["locked"], &sure["unknown"], &sure["unknown_since"]), (&json!(1), &json!(0), &Value::Null));
}

#[tokio::test]
async fn an_instruction_is_in_the_desk_and_its_answer_in_the_report() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let asked = json!({ "day": "2026-03-02", "advisor": app.staff["anna"].to_string(), "text": " 今天联系三位 P1 " });
    let answer = manager.post("/api/instructions", &asked).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let id = answer.json()["instruction"].as_str().unwrap().to_owned();
    let instruction = async || day(&app, "manager", "2026-03-02").await["advisors"][0]["instructions"][0].clone();
    let open = instruction().await;
    assert_eq!((&open["text"], &open["answer"]), (&json!("今天联系三位 P1"), &Value::Null));
    assert_eq!(day(&app, "ben", "2026-03-02").await["advisors"][0]["instructions"], json!([]));
    app.answer("anna", FactId::parse(&id).unwrap(), "都联系了").await;
    assert_eq!(instruction().await["answer"]["text"], "都联系了");
    // Whoever was not asked answers nothing.
    app.answer("ben", FactId::parse(&id).unwrap(), "我").await;
    assert_eq!(instruction().await["answer"]["text"], "都联系了");
    let lines = manager.get("/api/audit?what=instructed").await.json();
    assert_eq!(lines["lines"][0]["about"], "anna · 2026-03-02");
}

#[tokio::test]
async fn what_is_no_instruction_is_refused() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let anna = app.staff["anna"].to_string();
    for (day, text) in [("2026-03-02", "  "), ("2026-03-01", "late"), ("2026-03-02", &"字".repeat(501))] {
        let asked = json!({ "day": day, "advisor": anna, "text": text });
        assert_eq!(manager.post("/api/instructions", &asked).await.error(), (422, "invalid".to_owned()), "{day}");
    }
    let unknown = app.sign_in("anna").await.get("/api/nothing").await;
    for login in ["anna", "finance", "reception", "admin", "stranger"] {
        let asked = json!({ "day": "2026-03-02", "advisor": anna, "text": "x" });
        let answer = app.sign_in(login).await.post("/api/instructions", &asked).await;
        assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body), "{login}");
    }
    for login in ["finance", "reception", "admin"] {
        let answer = app.sign_in(login).await.get("/api/daily/2026-03-02").await;
        assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body), "{login}");
    }
    assert_eq!(manager.get("/api/daily/2026-03-03").await.status, 404);
    assert_eq!(app.anonymous().get("/api/daily/2026-03-02").await.error(), (401, "signed_out".to_owned()));
}

impl TestApp {
    /// An advisor's answer to an instruction, as a device writes it.
    async fn answer(&self, login: &str, instruction: FactId, text: &str) {
        let now = self.app.clock.now();
        let stamp = Stamp {
            id: FactId::new(now, text.len() as u128),
            now,
            offset: 0,
            device: TestApp::device(self.staff[login]),
            counter: 1,
            mono: 0,
        };
        let body = Body::Answered { instruction, text: text.to_owned() };
        self.take(login, &fact(stamp, None, now, body)).await;
    }
}
