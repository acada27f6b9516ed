//! The published automerge-repo in JavaScript, with no line of ours in it, as a second implementation of everything.

use super::serve;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sync::witness::actor;
use tests::files;
use tests::poll::until;
use tests::protocol::device::Device;
use tests::protocol::javascript::{Peer, node, script};
use tests::protocol::person::{PASSWORD, Person};

/// Somebody on a new device, and that device's first actor.
async fn enrol(address: &str, login: &str) -> Result<(Person, String)> {
    let person = Person::enrol(address, login, PASSWORD).await?;
    let actor = actor(&person.enrolled()?.id, 1);
    Ok((person, actor))
}

/// The cards that an advisor has made this month, as the manager sees them.
async fn new_cards(manager: &Person, advisor: &Person) -> Result<u64> {
    let team = manager.get("/api/team").await?;
    let advisors = team.get("advisors").and_then(Value::as_array).context("no advisors")?;
    let id = json!(advisor.session.user);
    let own = advisors.iter().find(|it| it.get("id") == Some(&id)).context("not in the team")?;
    own.get("new_this_month").and_then(Value::as_u64).context("no figure")
}

#[tokio::test]
async fn it_reads_and_writes_a_book_and_everybody_sees_it_live() -> Result<()> {
    let (_server, address) = serve()?;
    let manager = Person::enter(&address, "manager").await?;
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    tablet.settle().await?;
    let (person, actor) = enrol(&address, "advisor1").await?;
    let url = person.session.book.clone();
    let mut peer = Peer::of(&person).await?;
    peer.find_to_write(&url, &actor).await?;

    let facts = peer.ask(json!({"do": "facts", "url": url})).await?;
    let read = facts.as_object().context("no facts")?;
    assert_eq!(read.len(), tablet.facts().len(), "it reads the same facts");
    for fact in tablet.facts() {
        assert_eq!(read.get(&fact.id), Some(&Value::String(fact.text)));
    }

    let (customer, card) = tablet.card("外来客户端");
    tablet.write(&card).await?;
    tablet.settle().await?;
    peer.has(&url, &card.id).await?;
    let now = tablet.now();
    let call = tablet.call(customer, now, now, "from elsewhere");
    let before = new_cards(&manager, &person).await?;
    let (_, second) = tablet.card("由外来客户端建卡");
    peer.put(&url, &call.id, &call.text).await?;
    peer.put(&url, &second.id, &second.text).await?;
    tablet.until("the peer's facts", |it| it.facts().contains(&call) && it.facts().contains(&second)).await?;
    peer.uploaded(&url).await?;
    until("the team's figures", async || Ok((new_cards(&manager, &person).await? > before).then_some(()))).await?;
    let mut other = Peer::of(&Person::enter(&address, "advisor1").await?).await?;
    ensure!(other.find(&url).await?);
    assert_eq!(other.text(&url, &call.id).await?, call.text);
    Ok(())
}

#[tokio::test]
async fn a_plain_string_is_a_fact_too() -> Result<()> {
    let (_server, address) = serve()?;
    let manager = Person::enter(&address, "manager").await?;
    let (person, actor) = enrol(&address, "advisor2").await?;
    let mut tablet = Device::of(person.clone())?;
    tablet.connect().await?;
    tablet.settle().await?;
    let url = person.session.book.clone();
    let mut peer = Peer::of(&person).await?;
    peer.find_to_write(&url, &actor).await?;
    let before = new_cards(&manager, &person).await?;
    let (_, card) = tablet.card("纯文本");
    peer.ask(json!({"do": "put", "url": url, "facts": {&card.id: &card.text}, "as": "text"})).await?;
    tablet.until("the text", |it| it.facts().contains(&card)).await?;
    until("the manager's figure", async || Ok((new_cards(&manager, &person).await? == before + 1).then_some(()))).await
}

#[tokio::test]
async fn what_no_reader_knows_yet_is_carried() -> Result<()> {
    let (_server, address) = serve()?;
    let (person, actor) = enrol(&address, "advisor1").await?;
    let mut tablet = Device::of(person.clone())?;
    tablet.connect().await?;
    tablet.settle().await?;
    let url = person.session.book.clone();
    let mut peer = Peer::of(&person).await?;
    peer.find_to_write(&url, &actor).await?;
    let (_, card) = tablet.card("未来");
    let future = card
        .text
        .replace("\"created\"", "\"teleported\"")
        .replace("{\"advisor\"", "{\"aaa\":[1,{\"b\":null}],\"advisor\"");
    peer.put(&url, &card.id, &future).await?;
    peer.ask(json!({"do": "root", "url": url, "fields": {"colour": "green", "nested": {"a": [1, 2]}}})).await?;
    peer.uploaded(&url).await?;
    tablet
        .until("the unknown fact", |it| it.facts().iter().any(|fact| fact.id == card.id && fact.text == future))
        .await?;
    let mut other = Peer::of(&Person::enter(&address, "advisor1").await?).await?;
    ensure!(other.find(&url).await?);
    assert_eq!(other.text(&url, &card.id).await?, future);
    let document = other.ask(json!({"do": "document", "url": url})).await?;
    assert_eq!(document.get("colour"), Some(&json!("green")));
    assert_eq!(document.get("nested"), Some(&json!({"a": [1, 2]})));
    Ok(())
}

#[tokio::test]
async fn a_colleagues_book_is_as_unavailable_as_none() -> Result<()> {
    let (_server, address) = serve()?;
    let person = Person::enter(&address, "advisor1").await?;
    let other = Person::enter(&address, "advisor2").await?;
    let mut peer = Peer::of(&person).await?;
    let mut said = Vec::new();
    for url in [other.session.book.as_str(), other.session.desk.as_str(), "automerge:4NMNnkMhL8jXrdJ9jamS58PAVdXu"] {
        let answer = peer.ask(json!({"do": "find", "url": url})).await?;
        assert_eq!(answer.get("state"), Some(&json!("unavailable")));
        let id = url.trim_start_matches("automerge:");
        said.push(answer.get("error").map(|it| it.to_string().replace(id, "")));
    }
    assert!(said.windows(2).all(|it| it.first() == it.last()), "{said:?}");
    ensure!(peer.find(&person.session.book).await?, "the connection goes on");
    Ok(())
}

#[tokio::test]
async fn a_manager_reads_a_book_and_cannot_write_it() -> Result<()> {
    let (_server, address) = serve()?;
    let (manager, actor) = enrol(&address, "manager").await?;
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    tablet.settle().await?;
    let url = tablet.person.session.book.clone();
    let mut peer = Peer::of(&manager).await?;
    peer.find_to_write(&url, &actor).await?;
    stays_local(&mut peer, &url).await?;
    let (_, card) = tablet.card("继续");
    tablet.write(&card).await?;
    tablet.settle().await?;
    peer.has(&url, &card.id).await?;
    ensure!(!tablet.has(LOCAL), "the manager's edit stays with the manager");
    Ok(())
}

const LOCAL: &str = "01KKZ90R6Q0000000000000009";

/// Writes a fact that the server will not take.
async fn stays_local(peer: &mut Peer, url: &str) -> Result<()> {
    peer.put(url, LOCAL, "{}").await?;
    peer.has(url, LOCAL).await
}

#[tokio::test]
async fn desk_and_house_are_read_and_go_on_flowing() -> Result<()> {
    let (_server, address) = serve()?;
    let (person, actor) = enrol(&address, "advisor1").await?;
    let mut tablet = Device::of(person.clone())?;
    tablet.connect().await?;
    tablet.settle().await?;
    let mut peer = Peer::of(&person).await?;
    for url in [&person.session.desk, &person.session.house] {
        peer.find_to_write(url, &actor).await?;
        stays_local(&mut peer, url).await?;
    }
    // The server writes into the desk: an invented call of yesterday is retimed.
    let (customer, card) = tablet.card("倒填");
    tablet.write(&card).await?;
    tablet.settle().await?;
    let yesterday = tablet.now().plus(-24 * 3_600_000);
    let call = tablet.call(customer, yesterday, yesterday, "invented");
    tablet.write(&call).await?;
    tablet.objection(&call.id).await?;
    until("the server's entry at the peer", async || {
        let facts = peer.ask(json!({"do": "facts", "url": person.session.desk})).await?;
        let facts = facts.as_object().context("no facts")?;
        Ok(facts.values().any(|it| it.as_str().is_some_and(|it| it.contains(&call.id))).then_some(()))
    })
    .await?;
    let mut other = Peer::of(&Person::enter(&address, "advisor1").await?).await?;
    for url in [&person.session.desk, &person.session.house] {
        ensure!(other.find(url).await?);
        ensure!(other.text(url, LOCAL).await.is_err(), "the edit stayed local");
    }
    Ok(())
}

#[tokio::test]
async fn an_actor_that_is_no_device_of_the_owner_is_refused() -> Result<()> {
    let (_server, address) = serve()?;
    let person = Person::enter(&address, "advisor1").await?;
    let url = person.session.book.clone();
    let mut peer = Peer::of(&person).await?;
    // automerge-repo's own actor: sixteen random bytes.
    ensure!(peer.find(&url).await?);
    peer.put(&url, LOCAL, "{}").await?;
    let log = peer.ask(json!({"do": "closed"})).await?;
    assert_eq!(log.pointer("/closed/code"), Some(&json!(4403)), "{log}");
    let said = log.pointer("/errors/0").and_then(Value::as_str).unwrap_or_default();
    assert!(said.starts_with("foreign actor "), "{log}");
    let mut other = Peer::of(&person).await?;
    ensure!(other.find(&url).await?);
    ensure!(other.text(&url, LOCAL).await.is_err(), "nothing of it was taken");
    Ok(())
}

#[tokio::test]
async fn a_document_that_a_client_makes_is_refused() -> Result<()> {
    let (_server, address) = serve()?;
    let (person, _) = enrol(&address, "advisor1").await?;
    let mut peer = Peer::of(&person).await?;
    let made = peer.ask(json!({"do": "create"})).await?;
    let made = made.get("url").and_then(Value::as_str).context("no url")?.to_owned();
    ensure!(peer.find(&person.session.book).await?, "the server has answered what came before");
    let mut other = Peer::of(&person).await?;
    ensure!(!other.find(&made).await?, "nobody gets it from the server");
    Ok(())
}

#[tokio::test]
async fn coming_back_costs_a_small_part_of_the_first_time() -> Result<()> {
    let (_server, address) = serve()?;
    let (person, actor) = enrol(&address, "advisor1").await?;
    let url = person.session.book.clone();
    let mut peer = Peer::of(&person).await?;
    peer.find_to_write(&url, &actor).await?;
    peer.uploaded(&url).await?;
    peer.ask(json!({"do": "kept"})).await?;
    let cold = traffic(&mut peer).await?;
    peer.close().await?;

    peer.open(&person).await?;
    ensure!(peer.find(&url).await?);
    peer.uploaded(&url).await?;
    let warm = traffic(&mut peer).await?;
    assert!(warm * 10 < cold, "cold {cold} bytes, warm {warm}");
    assert!(warm < 1_500, "nothing has changed, and {warm} bytes have passed");
    Ok(())
}

async fn traffic(peer: &mut Peer) -> Result<u64> {
    let log = peer.ask(json!({"do": "traffic"})).await?;
    let bytes = |key: &str| log.get(key).and_then(Value::as_u64);
    bytes("sent").zip(bytes("received")).map(|(up, down)| up + down).context("no traffic")
}

#[tokio::test]
async fn the_client_that_the_page_for_strangers_prints_works() -> Result<()> {
    let (_server, address) = serve()?;
    let page = std::fs::read_to_string(files::root().join("app/domain/README.md"))?;
    let (_, rest) = page.split_once("A complete client in JavaScript").context("no client on the page")?;
    let (_, rest) = rest.split_once("```js\n").context("no script")?;
    let (text, _) = rest.split_once("```").context("the script does not end")?;
    ensure!(text.contains("http://127.0.0.1:8080"), "the script names the server");
    let folder = script(&text.replace("http://127.0.0.1:8080", &format!("http://{address}")))?;

    let mut tablet = Device::enrol(&address, "advisor3").await?;
    tablet.connect().await?;
    tablet.settle().await?;
    let before = tablet.facts().len();
    let output = node(folder.path()).args(["advisor3", PASSWORD]).output().await?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    tablet.until("the script's facts", |it| it.facts().len() == before + 2).await?;
    let came = tablet.facts().into_iter().filter(|it| it.text.contains("wants the blue one")).count();
    assert_eq!(came, 1);
    for fact in tablet.facts() {
        ensure!(
            tablet.said_of(&fact.id).is_empty() || !fact.text.contains("wants the blue one"),
            "the desk believes it"
        );
    }
    Ok(())
}
