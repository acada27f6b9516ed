//! `/api/house`.

use crate::projector::catch_up;
use crate::tests::app::{Actor, TestApp, at};
use domain::level::Level;
use serde_json::{Value, json};

async fn house(actor: &Actor<'_>) -> Value {
    let answer = actor.get("/api/house").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// Sets something a second later than what was set before.
async fn set(app: &TestApp, actor: &Actor<'_>, path: &str, body: Value) -> u16 {
    app.pass(1000);
    actor.post(&format!("/api/house/{path}"), &body).await.status.as_u16()
}

async fn locked_at(app: &TestApp) -> String {
    catch_up(&app.app).await.unwrap();
    let store = app.app.directory.house(1).unwrap().store;
    let rows = app.app.customers(store).await.unwrap();
    rows.values().next().unwrap().lock_at.unwrap().to_string()
}

#[tokio::test]
async fn only_manager_and_admin_set_anything() {
    let app = TestApp::with_team().await;
    let anna = app.staff["anna"];
    let bodies = [
        ("policy", json!({ "numbers": { "cycle_p2": 3 } })),
        ("closed", json!({ "day": "2026-03-03" })),
        ("leave", json!({ "staff": anna, "from": "2026-03-03", "to": "2026-03-04" })),
        ("sources", json!({ "zh": "试驾会", "en": "Test-drive event" })),
        ("items", json!({ "list": "model", "zh": "轩逸", "en": "Sylphy" })),
    ];
    for login in ["anna", "finance", "reception"] {
        let actor = app.sign_in(login).await;
        assert_eq!(actor.get("/api/house").await.status, 404, "{login}");
        for (path, body) in &bodies {
            assert_eq!(actor.post(&format!("/api/house/{path}"), body).await.status, 404, "{login} {path}");
        }
    }
    let before = house(&app.sign_in("stranger").await).await;
    for login in ["manager", "admin"] {
        let actor = app.sign_in(login).await;
        for (path, body) in &bodies {
            let body = match *path {
                "sources" => json!({ "zh": login, "en": login }),
                "items" => json!({ "list": "model", "zh": login, "en": login }),
                _ => body.clone(),
            };
            assert!(set(&app, &actor, path, body).await < 300, "{login} {path}");
        }
    }
    let stranger = app.sign_in("stranger").await;
    assert_eq!(house(&stranger).await, before, "another store is untouched");
    let leave = json!({ "staff": anna, "from": "2026-03-03", "to": "2026-03-04" });
    assert_eq!(set(&app, &stranger, "leave", leave).await, 404, "nobody of another store");
}

#[tokio::test]
async fn a_new_policy_holds_from_now_on_and_is_recorded() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let since = house(&manager).await["since"].clone();
    let new = json!({ "numbers": { "cycle_p2": 3, "confirm_hours": 24 }, "overdue_out_of_turn": true });
    assert_eq!(set(&app, &manager, "policy", new.clone()).await, 204);
    let now = app.app.clock.now();
    let it = house(&manager).await;
    assert_eq!((&it["numbers"]["cycle_p2"], &it["overdue_out_of_turn"]), (&json!(3), &json!(true)));
    assert_eq!(it["numbers"]["cycle_p1"], 2, "what is not named stays");
    assert_eq!((&it["since"], &it["versions"]), (&json!(now), &json!([since])));
    let settings = app.app.settings.of(app.app.directory.house(1).unwrap().store);
    assert_eq!(settings.policy(now.plus(-1)).cycle(Level::P2), Some(4), "the past keeps its numbers");
    assert_eq!(set(&app, &manager, "policy", new).await, 204);
    assert_eq!(house(&manager).await["since"], json!(now), "the same once more is no new version");
    let line = manager.get("/api/audit").await.json()["lines"][0].clone();
    assert_eq!(
        (&line["what"], &line["about"]),
        (&json!("policy_changed"), &json!("cycle_p2 4→3, overdue_out_of_turn 1"))
    );
}

#[tokio::test]
async fn nonsense_is_refused_by_name_and_changes_nothing() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let before = house(&manager).await;
    for (numbers, named) in [
        (json!({ "cycle_p2": 0 }), json!(["cycle_p2"])),
        (json!({ "cycle_p0": 91, "call_back_sample": 0, "cycle_p1": 3 }), json!(["call_back_sample", "cycle_p0"])),
        (json!({ "window_p2": 7 }), json!(["window_p2"])),
        (json!({ "luck": 7 }), json!(["luck"])),
    ] {
        let answer = manager.post("/api/house/policy", &json!({ "numbers": numbers })).await;
        assert_eq!(answer.error(), (422, "invalid".to_owned()), "{numbers}");
        assert_eq!(answer.json()["errors"][0]["numbers"], named);
    }
    let anna = app.staff["anna"];
    for (path, body) in [
        ("policy", json!({ "numbers": { "cycle_p2": 2.5 } })),
        ("policy", json!({ "zone": "Europe/Berlin" })),
        ("closed", json!({ "day": "2026-03-01" })),
        ("closed", json!({ "day": "2026-03-05", "to": "2026-03-04" })),
        ("closed", json!({ "day": "2026-03-05", "to": "2027-03-06" })),
        ("closed", json!({ "day": "2029-03-05" })),
        ("leave", json!({ "staff": anna, "from": "2026-02-20", "to": "2026-03-01" })),
        ("leave", json!({ "staff": anna, "from": "2026-03-04", "to": "2026-03-03" })),
        ("sources", json!({ "zh": " ", "en": "Event" })),
        ("sources", json!({ "zh": "试".repeat(41), "en": "Event" })),
        ("sources", json!({ "zh": "推荐", "en": "Again" })),
        ("items", json!({ "list": "model", "zh": "轩逸", "en": " " })),
        ("items", json!({ "list": "step", "zh": "接待", "en": "Again" })),
        ("items", json!({ "list": "template", "zh": "问候", "en": "Greeting", "text_zh": "您好" })),
        ("items", json!({ "list": "step", "zh": "握手", "en": "Handshake", "checks": [{ "zh": "一", "en": "" }] })),
        ("items", json!({ "list": "step", "zh": "握手", "en": "Handshake", "after": "nowhere" })),
        (
            "items",
            json!({ "list": "question", "zh": "再购", "en": "Again", "text_zh": "？", "text_en": "?", "scale": "ten" }),
        ),
        (
            "items",
            json!({ "list": "question", "zh": "再购", "en": "Again", "text_zh": "？", "text_en": "?", "calls": ["third"] }),
        ),
        (
            "items",
            json!({ "list": "question", "zh": "再购", "en": "Again", "text_zh": "？", "text_en": "?", "calls": ["tenth"], "scale": "ten" }),
        ),
    ] {
        assert_eq!(set(&app, &manager, path, body.clone()).await, 422, "{path} {body}");
    }
    let finance = json!({ "staff": app.staff["finance"], "from": "2026-03-03", "to": "2026-03-04" });
    assert_eq!(set(&app, &manager, "leave", finance).await, 404, "who has no customers holds no lock off");
    assert_eq!(set(&app, &manager, "sources", json!({ "code": "luck", "zh": "运气", "en": "Luck" })).await, 404);
    for (list, code) in [("weather", ""), ("model", "sylphy")] {
        let unknown = json!({ "list": list, "code": code, "zh": "雨", "en": "Rain" });
        assert_eq!(set(&app, &manager, "items", unknown).await, 404, "{list} {code}");
    }
    assert_eq!(house(&manager).await, before);
    assert_eq!(manager.get("/api/audit").await.json()["lines"], json!([]));
}

#[tokio::test]
async fn a_closed_day_holds_the_lock_off_until_it_is_taken_back_and_not_after_it_is_over() {
    let app = TestApp::with_team().await;
    // Made on the first, P2: due on the fifth.
    app.create("anna", 1, at("2026-03-01T09:00:00+08:00")).await;
    let manager = app.sign_in("manager").await;
    assert_eq!(locked_at(&app).await, "2026-03-05T16:00:00.000Z");
    assert_eq!(set(&app, &manager, "closed", json!({ "day": "2026-03-05", "to": "2026-03-06" })).await, 204);
    assert_eq!(locked_at(&app).await, "2026-03-07T16:00:00.000Z");
    assert_eq!(house(&manager).await["closed"], json!([{ "from": "2026-03-05", "to": "2026-03-06" }]));
    assert_eq!(set(&app, &manager, "closed", json!({ "day": "2026-03-06", "open": true })).await, 204);
    assert_eq!(locked_at(&app).await, "2026-03-06T16:00:00.000Z");
    app.set_clock("2026-03-06T09:00:00+08:00");
    let manager = app.sign_in("manager").await;
    assert_eq!(set(&app, &manager, "closed", json!({ "day": "2026-03-05", "open": true })).await, 422);
    assert_eq!(locked_at(&app).await, "2026-03-06T16:00:00.000Z");
    assert_eq!(house(&manager).await["closed"], json!([{ "from": "2026-03-05", "to": "2026-03-05" }]));
    let lines = manager.get("/api/audit?what=closed_changed").await.json()["lines"].clone();
    let said: Vec<_> = lines.as_array().unwrap().iter().map(|it| it["about"].clone()).collect();
    assert_eq!(said, ["open 2026-03-06", "closed 2026-03-05 – 2026-03-06"].map(|it| json!(it)));
}

#[tokio::test]
async fn who_is_on_leave_is_out_of_turn_and_held_to_account_after_coming_back() {
    let app = TestApp::with_team().await;
    app.create("anna", 1, at("2026-03-01T09:00:00+08:00")).await;
    let (manager, desk) = (app.sign_in("manager").await, app.sign_in("reception").await);
    let anna = app.staff["anna"];
    let leave = json!({ "staff": anna, "from": "2026-03-02", "to": "2026-03-10" });
    assert_eq!(set(&app, &manager, "leave", leave).await, 204);
    assert_eq!(locked_at(&app).await, "2026-03-11T16:00:00.000Z");
    assert_eq!(
        house(&manager).await["leave"],
        json!([{ "staff": anna, "name": "王安", "from": "2026-03-02", "to": "2026-03-10" }])
    );
    let away = desk.get("/api/reception").await.json()["turn"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&away["name"], &away["out"]), (&json!("王安"), &json!("away")));
    let back = json!({ "staff": anna, "from": "2026-03-02", "to": "2026-03-10", "ended": true });
    assert_eq!(set(&app, &manager, "leave", back).await, 204);
    assert_eq!(locked_at(&app).await, "2026-03-05T16:00:00.000Z");
    let turn = desk.get("/api/reception").await.json()["turn"].clone();
    assert!(turn.as_array().unwrap().iter().all(|it| it["out"].is_null()), "{turn}");
    assert_eq!(house(&manager).await["leave"], json!([]));
    let line = manager.get("/api/audit").await.json()["lines"][0].clone();
    assert_eq!(
        (&line["what"], &line["about"]),
        (&json!("leave_changed"), &json!("ended 2026-03-02 – 2026-03-10 · anna"))
    );
}

#[tokio::test]
async fn a_source_is_added_and_renamed_and_keeps_its_code() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let new = json!({ "zh": "试驾会", "en": "Test-drive event" });
    app.pass(1000);
    let made = manager.post("/api/house/sources", &new).await.json();
    assert_eq!(made, json!({ "code": "test_drive_event" }));
    let renamed = json!({ "code": "test_drive_event", "zh": "试驾活动", "en": "Test drive" });
    assert_eq!(set(&app, &manager, "sources", renamed.clone()).await, 200);
    let sources = house(&manager).await["sources"].clone();
    assert_eq!(sources.as_array().unwrap().last().unwrap(), &renamed);
    assert_eq!(sources.as_array().unwrap().len(), 8);
    let line = manager.get("/api/audit").await.json()["lines"][0].clone();
    assert_eq!((&line["what"], &line["about"]), (&json!("source_changed"), &json!("试驾活动 · Test drive")));
}

#[tokio::test]
async fn a_step_of_the_stores_own_has_its_place_its_checks_and_a_line_in_the_record() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let codes = |it: &Value| {
        let steps = it["lists"]["step"].as_array().unwrap().clone();
        steps.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&house(&manager).await).len(), 9);
    let new = json!({ "list": "step", "zh": "金融", "en": "Finance talk", "text_zh": "先算月供", "text_en": "Count the month first",
        "checks": [{ "zh": "已算月供", "en": "Month counted" }, { "zh": "已查征信", "en": "Month counted" }], "after": "quotation" });
    assert_eq!(manager.post("/api/house/items", &new).await.json()["code"], "finance_talk");
    app.pass(1000);
    let it = house(&manager).await;
    let place = codes(&it).iter().position(|it| it == "finance_talk").unwrap();
    assert_eq!(codes(&it)[place - 1], "quotation");
    let step = it["lists"]["step"][place].clone();
    assert_eq!(step["checks"][1], json!({ "code": "month_counted_2", "zh": "已查征信", "en": "Month counted" }));
    let mut other = step.clone();
    (other["list"], other["zh"], other["retired"]) = (json!("step"), json!("金融方案"), json!(true));
    assert_eq!(set(&app, &manager, "items", other.clone()).await, 200);
    assert_eq!(set(&app, &manager, "items", other).await, 200, "the same once more");
    let it = house(&manager).await;
    assert_eq!(
        (&it["lists"]["step"][place]["zh"], &it["lists"]["step"][place]["retired"]),
        (&json!("金融方案"), &json!(true))
    );
    let lines = manager.get("/api/audit").await.json()["lines"].clone();
    let said: Vec<_> = lines.as_array().unwrap().iter().map(|it| (&it["what"], &it["about"])).collect();
    assert_eq!(
        said,
        [
            (&json!("item_retired"), &json!("step 金融方案 · Finance talk")),
            (&json!("item_changed"), &json!("step 金融 · Finance talk"))
        ]
    );
    let settings = app.app.settings.of(app.app.directory.house(1).unwrap().store);
    assert_eq!(
        settings.catalogue.offered(domain::catalogue::Kind::Step).count(),
        9,
        "the devices' rules see it at once"
    );
}

#[tokio::test]
async fn a_model_keeps_neither_text_nor_checks() {
    let app = TestApp::with_team().await;
    let admin = app.sign_in("admin").await;
    let new = json!({ "list": "model", "zh": " 轩逸 ", "en": "Sylphy", "text_zh": "好", "checks": [{ "zh": "一", "en": "one" }],
        "calls": ["third"], "scale": "five" });
    assert_eq!(set(&app, &admin, "items", new).await, 200);
    let models = house(&admin).await["lists"]["model"].clone();
    let bare = json!({ "code": "sylphy", "zh": "轩逸", "en": "Sylphy", "text_zh": "", "text_en": "", "checks": [], "calls": [], "scale": null, "retired": false });
    assert_eq!(models, json!([bare]));
}

#[tokio::test]
async fn a_question_of_the_stores_own_is_asked_in_the_calls_that_it_names() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let new = json!({ "list": "question", "zh": "再购", "en": "Buy again", "text_zh": "还会来吗？", "text_en": "Would you come again?",
        "calls": ["anniversary", "third", "third"], "scale": "ten", "after": "satisfaction" });
    assert_eq!(set(&app, &manager, "items", new).await, 200);
    let questions = house(&manager).await["lists"]["question"].clone();
    let own = json!({ "code": "buy_again", "zh": "再购", "en": "Buy again", "text_zh": "还会来吗？", "text_en": "Would you come again?",
        "checks": [], "calls": ["third", "anniversary"], "scale": "ten", "retired": false });
    assert_eq!(questions[1], own);
    let settings = app.app.settings.of(app.app.directory.house(1).unwrap().store);
    let asked = domain::questionnaire::asked(&settings.catalogue, domain::fact::order::Call::Third);
    assert_eq!(asked.map(|it| it.code.as_str()).collect::<Vec<_>>(), ["satisfaction", "buy_again", "condition"]);
}
