//! What somebody would try who has an account, the README, the page for strangers and `/api/openapi.json`, and nothing else.

use super::serve;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sync::witness::actor;
use tests::poll::until;
use tests::protocol::device::Device;
use tests::protocol::http::send;
use tests::protocol::javascript::Peer;
use tests::protocol::person::{PASSWORD, Person};

/// A locked customer of the demo, as the manager sees the lock, and the login of the owner.
async fn locked(manager: &Person) -> Result<(Value, String)> {
    let locks = manager.get("/api/locks").await?;
    let lock = locks.pointer("/locks/0").context("the demo has locks")?.clone();
    for number in 1..=8 {
        let login = format!("advisor{number}");
        let person = Person::enter(&manager.address, &login).await?;
        if lock.get("advisor") == Some(&json!(person.session.user)) {
            return Ok((lock, login));
        }
    }
    anyhow::bail!("nobody owns {lock}")
}

/// The lock of that customer now.
async fn lock_of(manager: &Person, lock: &Value) -> Result<Option<Value>> {
    let locks = manager.get("/api/locks").await?;
    let locks = locks.get("locks").and_then(Value::as_array).context("no locks")?;
    Ok(locks.iter().find(|it| it.get("customer") == lock.get("customer")).cloned())
}

/// An outsider with a program of her own, which writes in her book.
struct Outsider {
    person: Person,
    peer: Peer,
    mint: Device,
}

impl Outsider {
    async fn enter(address: &str, login: &str) -> Result<Self> {
        let person = Person::enrol(address, login, PASSWORD).await?;
        let mut peer = Peer::of(&person).await?;
        peer.find_to_write(&person.session.book, &actor(&person.enrolled()?.id, 1)).await?;
        let mint = Device::of(person.clone())?;
        Ok(Self { person, peer, mint })
    }

    /// A fact as the page for strangers has it, with other fields.
    async fn write(&mut self, fields: Value) -> Result<String> {
        let (_, card) = self.mint.card("外人");
        let now = self.mint.now();
        let mut fact =
            json!({"at": now, "recorded": now, "device": self.person.enrolled()?.id, "counter": 1, "mono": 1});
        let into = fact.as_object_mut().context("an object")?;
        into.extend(fields.as_object().context("fields")?.clone());
        self.put(&card.id, &fact.to_string()).await?;
        Ok(card.id)
    }

    async fn put(&mut self, key: &str, text: &str) -> Result<()> {
        self.peer.put(&self.person.session.book, key, text).await
    }

    /// Waits until the manager's figures know of all that was written.
    async fn is_counted(&mut self, manager: &Person) -> Result<()> {
        let before = self.cards(manager).await?;
        let (_, card) = self.mint.card("之后");
        self.put(&card.id, &card.text).await?;
        self.peer.uploaded(&self.person.session.book).await?;
        until("the figures", async || Ok((self.cards(manager).await? != before).then_some(()))).await
    }

    async fn cards(&self, manager: &Person) -> Result<Option<Value>> {
        let team = manager.get("/api/team").await?;
        let advisors = team.get("advisors").and_then(Value::as_array).context("no advisors")?;
        let own = advisors.iter().find(|it| it.get("id") == Some(&json!(self.person.session.user)));
        Ok(own.and_then(|it| it.get("new_this_month")).cloned())
    }
}

#[tokio::test]
async fn a_colleagues_customer_is_neither_read_nor_taken() -> Result<()> {
    let (_server, address) = serve()?;
    let manager = Person::enter(&address, "manager").await?;
    let (lock, login) = locked(&manager).await?;
    let customer = lock.get("customer").and_then(Value::as_str).context("no id")?;
    let name = lock.get("name").and_then(Value::as_str).context("no name")?;
    let owner = Person::enter(&address, &login).await?;
    let other = if login == "advisor1" { "advisor2" } else { "advisor1" };
    let mut outsider = Outsider::enter(&address, other).await?;
    let me = outsider.person.session.user;

    // By asking.
    let cookie = outsider.person.cookie.clone();
    for (method, path, body) in [
        ("GET", format!("/api/customers/{customer}"), ""),
        ("GET", format!("/api/team/{}/customers", owner.session.user), ""),
        ("GET", format!("/api/months/2026-03/{}", owner.session.user), ""),
        ("GET", format!("/api/funnel?from=2026-03-01&to=2026-03-18&advisor={}", owner.session.user), ""),
        ("GET", format!("/api/audit?customer={customer}"), ""),
        ("POST", format!("/api/pool/{customer}/claim"), "{}"),
        ("POST", format!("/api/pool/{customer}/claim"), r#"{"after":""}"#),
    ] {
        let answer = send(&address, method, &path, Some(&cookie), body).await?;
        ensure!(answer.status == 404 || answer.status == 409, "{method} {path}: {}", answer.status);
        ensure!(!answer.body.to_string().contains(name), "{method} {path}: {}", answer.body);
    }
    // By saying so in the own book: a card of the same id, a claim, a hand-over.
    let own = json!({"kind": "created", "customer": customer, "advisor": me, "name": "我的", "phone": "13900000000", "level": "P1"});
    outsider.write(own.clone()).await?;
    let mut card = own;
    let now = outsider.mint.now();
    card.as_object_mut()
        .context("an object")?
        .extend([("at".to_owned(), json!(now)), ("recorded".to_owned(), json!(now))]);
    outsider.put(customer, &card.to_string()).await?;
    for ruling in ["claim", "hand_over", "take_over"] {
        outsider.write(json!({"kind": "ruled", "customer": customer, "ruling": ruling, "to": me, "by": me})).await?;
    }
    outsider.is_counted(&manager).await?;

    let seen = manager.get(&format!("/api/customers/{customer}")).await?;
    assert_eq!(seen.pointer("/view/owner"), Some(&json!(owner.session.user)), "{seen}");
    assert_eq!(lock_of(&manager, &lock).await?.as_ref(), Some(&lock));
    let desk = outsider.person.session.desk.clone();
    ensure!(outsider.peer.find(&desk).await?);
    let facts = outsider.peer.ask(json!({"do": "facts", "url": desk})).await?;
    ensure!(!facts.to_string().contains(name), "nothing of her comes into the own desk");
    Ok(())
}

#[tokio::test]
async fn a_ruling_cannot_be_forged() -> Result<()> {
    let (_server, address) = serve()?;
    let manager = Person::enter(&address, "manager").await?;
    let (lock, login) = locked(&manager).await?;
    let customer = lock.get("customer").and_then(Value::as_str).context("no id")?;
    let mut outsider = Outsider::enter(&address, &login).await?;
    let by = manager.session.user;

    let path = format!("/api/locks/{customer}/ruling");
    for body in [r#"{"ruling":"give_back"}"#, r#"{"ruling":"take_over"}"#, r#"{"ruling":"give_back","by":"manager"}"#] {
        for cookie in [Some(outsider.person.cookie.as_str()), Some("genjin=manager"), None] {
            let status = send(&address, "POST", &path, cookie, body).await?.status;
            ensure!([401, 404].contains(&status), "{body}: {status}");
        }
    }
    let late = outsider
        .write(json!({"kind": "contact", "customer": customer, "means": "call", "outcome": "talked", "note": ""}))
        .await?;
    for ruling in [
        json!({"ruling": "give_back", "due": "2026-03-20"}),
        json!({"ruling": "honour", "fact": late}),
        json!({"ruling": "count", "fact": late}),
        json!({"ruling": "revive", "level": "P1"}),
    ] {
        for kind in ["ruled", "ruling"] {
            let mut fact = json!({"kind": kind, "customer": customer, "by": by, "device": "server", "note": "准"});
            let into = fact.as_object_mut().context("an object")?;
            into.extend(ruling.as_object().context("fields")?.clone());
            outsider.write(fact).await?;
        }
    }
    let due = lock.get("due").cloned();
    outsider.write(json!({"kind": "lifted", "customer": customer, "due": due, "device": "server"})).await?;
    let yesterday = outsider.mint.now().plus(-24 * 3_600_000);
    let forged =
        json!({"kind": "retimed", "customer": customer, "fact": late, "believed": yesterday, "lower": yesterday});
    outsider.write(forged).await?;
    outsider.is_counted(&manager).await?;

    let now = lock_of(&manager, &lock).await?.context("the lock is gone")?;
    assert_eq!((now.get("due"), now.get("ruling")), (lock.get("due"), lock.get("ruling")), "{now}");
    Ok(())
}

#[tokio::test]
async fn no_field_of_a_fact_dates_a_contact_back() -> Result<()> {
    let (_server, address) = serve()?;
    let manager = Person::enter(&address, "manager").await?;
    let (lock, login) = locked(&manager).await?;
    let customer = lock.get("customer").and_then(Value::as_str).context("no id")?;
    let since = lock.get("since").and_then(Value::as_str).and_then(domain::instant::Instant::parse);
    let before = since.context("no time")?.plus(-3_600_000);
    let mut outsider = Outsider::enter(&address, &login).await?;
    // As somebody would who is online: what the server has been told of comes first.
    outsider.peer.uploaded(&outsider.person.session.book).await?;
    let now = outsider.mint.now();
    let back = before.since(now);
    let text = before.to_string();
    let local = text.replace('Z', "+00:00");
    for times in [
        json!({"at": before}),
        json!({"at": before, "recorded": before}),
        json!({"at": now, "recorded": now, "offset": back}),
        json!({"at": before, "recorded": now, "offset": 0}),
        json!({"at": now.plus(-back), "recorded": now.plus(-back), "offset": 2 * back}),
        json!({"at": local, "recorded": local}),
        json!({"at": before, "recorded": before, "device": "server"}),
        json!({"at": before, "recorded": before, "device": ""}),
        json!({"at": before, "recorded": before, "place": "desk", "believed": before, "received": before}),
        json!({"at": "0001-01-01T00:00:00Z", "recorded": "0001-01-01T00:00:00Z"}),
        json!({"at": text, "recorded": "9999-12-31T23:59:59Z"}),
        json!({"at": now, "recorded": now, "offset": i64::MIN}),
        json!({"at": now, "recorded": now, "offset": i64::MAX}),
    ] {
        let mut fact =
            json!({"kind": "contact", "customer": customer, "means": "call", "outcome": "talked", "note": ""});
        fact.as_object_mut().context("an object")?.extend(times.as_object().context("times")?.clone());
        outsider.write(fact).await?;
        outsider.is_counted(&manager).await?;
        let still = lock_of(&manager, &lock).await?.with_context(|| format!("{times} has lifted the lock"))?;
        assert_eq!(still.get("due"), lock.get("due"), "{times}");
    }
    Ok(())
}

/// What stands where the contract wants an id, a day or a month.
const PLACES: [&str; 9] = [
    "x",
    "%00",
    "..%2f..%2fetc",
    "%f0%9f%92%a5",
    "0000-00",
    "9999-12",
    "-262143-01",
    "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
    "01JQ0000000000000000000000'--",
];
/// Bodies, and what they stand for in the address.
const BODIES: [&str; 8] = [
    "",
    "null",
    "[[[[",
    "{\"\":1e999}",
    "{\"day\":\"9999-12-31\",\"from\":\"-9999-01-01\",\"to\":\"+262142-12-31\",\"numbers\":{\"cycle_p2\":-9223372036854775808}}",
    "{\"list\":\"\\u0000\",\"zh\":\"\\ud800\",\"party\":4294967296}",
    "{\"ruling\":\"give_back\",\"due\":\"9999-12-31\",\"purpose\":\"look\",\"party\":99,\"phone\":\"+\",\"login\":\"\\u0000\"}",
    "{\"phone\":\"９９９\",\"call\":\"seventh\",\"answer\":\"content\",\"decision\":\"approve\",\"reason\":\"\\u202e\"}",
];
const QUERIES: [&str; 5] = [
    "",
    "?day=9999-12-31&before=-1&from=0001-01-01&to=9999-12-31",
    "?day=-262143-01-01&before=9223372036854775807&from=-262143-01-01&to=-262143-01-02",
    "?from=2026-03-18&to=2026-03-01&advisor=%00&staff=x&customer=%ff",
    "?from=&to=&day=&before=99999999999999999999&what=%27%22",
];

#[tokio::test]
async fn nothing_that_is_asked_brings_the_server_down() -> Result<()> {
    let (server, address) = serve()?;
    let watching = Person::enter(&address, "advisor1").await?;
    let contract = watching.get("/api/openapi.json").await?;
    let deep = "[".repeat(60_000);
    let long = format!("{{\"name\":\"{}\"}}", "长".repeat(20_000));
    let bodies: Vec<&str> = BODIES.into_iter().chain([deep.as_str(), long.as_str()]).collect();
    for login in ["manager", "admin", "finance", "reception", "advisor2"] {
        let cookie = Person::enter(&address, login).await?.cookie;
        for (path, methods) in contract.get("paths").and_then(Value::as_object).context("no paths")? {
            for method in methods.as_object().context("no methods")?.keys().map(|it| it.to_uppercase()) {
                // Streams have no end, and whoever signs out asks nothing any more.
                if path.ends_with("/events") || path == "/sync" || method == "DELETE" {
                    continue;
                }
                let inputs: Vec<(String, &str)> = match method.as_str() {
                    "GET" => QUERIES.iter().map(|it| ((*it).to_owned(), "")).collect(),
                    _ => bodies.iter().map(|it| (String::new(), *it)).collect(),
                };
                let places: &[&str] = if path.contains('{') { &PLACES } else { &["x"] };
                for ((query, body), place) in inputs.iter().flat_map(|it| places.iter().map(move |place| (it, place))) {
                    let mut asked = path.clone();
                    while let Some((before, (_, after))) =
                        asked.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
                    {
                        asked = format!("{before}{place}{after}");
                    }
                    let answer = send(&address, &method, &format!("{asked}{query}"), Some(&cookie), body).await?;
                    let start: String = body.chars().take(60).collect();
                    ensure!(answer.status < 500, "{login}: {method} {asked}{query} {start}: {}", answer.status);
                }
            }
        }
    }
    ensure!(watching.get("/api/session").await.is_ok(), "others go on");
    ensure!(server.pid().is_ok() && !server.log().contains("panicked"), "{}", server.log());
    Ok(())
}

#[tokio::test]
async fn nothing_that_is_written_brings_the_server_down() -> Result<()> {
    let (server, address) = serve()?;
    let manager = Person::enter(&address, "manager").await?;
    let mut outsider = Outsider::enter(&address, "advisor1").await?;
    let me = outsider.person.session.user;
    let (far, near) = ("+262142-12-31T23:59:59Z", "-262143-01-01T00:00:00Z");
    let mut customers = Vec::new();
    for (due, expected) in [("9999-12-31", "0001-01-01"), ("-262143-01-01", "+262142-12-31"), ("x", "")] {
        let (customer, card) = outsider.mint.card("怪");
        let mut fact: Value = serde_json::from_str(&card.text)?;
        let more = json!({"due": due, "expected": expected, "name": "\u{202e}\u{0}", "phone": "+".repeat(50)});
        fact.as_object_mut().context("an object")?.extend(more.as_object().context("fields")?.clone());
        outsider.put(&card.id, &fact.to_string()).await?;
        customers.push(customer);
    }
    for customer in &customers {
        for fields in [
            json!({"kind": "contact", "means": "call", "outcome": "talked", "next": "9999-12-31", "reason": "x"}),
            json!({"kind": "contact", "means": "call", "outcome": "talked", "at": far, "recorded": far}),
            json!({"kind": "contact", "means": "call", "outcome": "talked", "at": near, "recorded": near}),
            json!({"kind": "contact", "means": "call", "outcome": "talked", "offset": i64::MAX}),
            json!({"kind": "contact", "means": "call", "outcome": "talked", "offset": i64::MIN}),
            json!({"kind": "postponed", "to": "9999-12-31", "reason": "x", "whose": "customer"}),
            json!({"kind": "brought_forward", "to": "-262143-01-01"}),
            json!({"kind": "judged", "level": "P2", "expected": "9999-12-31"}),
            json!({"kind": "ordered", "model": "x", "price": i64::MAX, "deposit": i64::MIN, "agreed": "9999-12-31"}),
            json!({"kind": "edited", "field": "\u{0}", "to": {"a": [1e300]}, "after": ["x"]}),
            json!({"kind": "created", "advisor": me, "name": "x", "level": "P2", "at": far, "recorded": far}),
            json!({"kind": "", "at": 1, "recorded": null}),
        ] {
            let mut fact = json!({"customer": customer});
            fact.as_object_mut().context("an object")?.extend(fields.as_object().context("fields")?.clone());
            outsider.write(fact).await?;
        }
    }
    for (key, text) in [("", "{}"), ("x", &"[".repeat(50_000)), ("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "1")] {
        outsider.put(key, text).await?;
    }
    outsider.is_counted(&manager).await?;

    let own = |path: &str| path.replace("{advisor}", &me.to_string());
    for path in [
        "/api/team",
        "/api/locks",
        "/api/pool",
        "/api/deliveries",
        "/api/call-backs",
        "/api/reception",
        "/api/staff",
        "/api/audit",
        "/api/team/{advisor}/customers",
        "/api/months/2026-03/{advisor}",
        "/api/months/2026-03/team",
        "/api/funnel?from=2026-03-01&to=2026-03-18",
    ] {
        manager.get(&own(path)).await.with_context(|| path.to_owned())?;
    }
    for customer in customers {
        // A card that cannot be read is none.
        let path = format!("/api/customers/{customer}");
        let answer = send(&address, "GET", &path, Some(&manager.cookie), "").await?;
        ensure!([200, 404].contains(&answer.status), "{}", answer.status);
    }
    ensure!(!server.log().contains("panicked"), "{}", server.log());
    Ok(())
}
