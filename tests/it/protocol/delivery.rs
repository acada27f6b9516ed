//! The steps of a delivery, tried by a JavaScript client in the advisor's own book and by the API: none is skipped, and none is forged.

use super::serve;
use anyhow::{Context, Result};
use domain::fact::Body;
use domain::fact::order::{Amended, Approved, Delivered, Ordered, Requested, Signed, Signer};
use domain::id::FactId;
use domain::ink::Ink;
use domain::instant::Day;
use domain::policy::Policy;
use serde_json::{Value, json};
use sync::witness::actor;
use tests::poll::until;
use tests::protocol::device::Device;
use tests::protocol::javascript::Peer;
use tests::protocol::person::{PASSWORD, Person};

const VIN: &str = "LSVAA4187E2184321";

/// An order as finance sees it, once it was agreed for a day: so all that was written before has been read.
async fn state(finance: &Person, order: FactId, agreed: &str) -> Result<String> {
    let what = format!("the order, agreed for {agreed}");
    until(&what, async || {
        let all = finance.get("/api/deliveries").await?;
        let lists = ["awaiting", "decided"].into_iter().filter_map(|it| all.get(it)?.as_array().cloned()).flatten();
        let found = lists
            .into_iter()
            .find(|it| it.get("order") == Some(&json!(order.to_string())) && it.get("agreed") == Some(&json!(agreed)));
        Ok(found.and_then(|it| it.get("state")?.as_str().map(str::to_owned)))
    })
    .await
}

#[tokio::test]
async fn no_step_of_a_delivery_is_skipped_or_forged() -> Result<()> {
    let (_server, address) = serve()?;
    let finance = Person::enter(&address, "finance").await?;
    // What a tablet would write; the one who brings it is a stranger's program.
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    let person = Person::enrol(&address, "advisor1", PASSWORD).await?;
    let (book, desk) = (person.session.book.clone(), person.session.desk.clone());
    let mut peer = Peer::of(&person).await?;
    peer.find_to_write(&book, &actor(&person.enrolled()?.id, 1)).await?;
    let (customer, card) = tablet.card("假冒交车");
    peer.put(&book, &card.id, &card.text).await?;
    let put = async |tablet: &mut Device, peer: &mut Peer, body: Body| -> Result<FactId> {
        let fact = tablet.about(customer, body);
        peer.put(&book, &fact.id, &fact.text).await?;
        FactId::parse(&fact.id).context("a key")
    };
    let on = |order, day: &str| Body::Amended(Amended { order, vin: String::new(), agreed: Day::parse(day) });
    let checks = || Policy::default().checks.into_iter().map(|it| it.code).collect::<Vec<_>>();
    let terms = Ordered { model: "星越L".into(), price: 15_980_000, vin: VIN.into(), ..Ordered::default() };
    let order = put(&mut tablet, &mut peer, Body::Ordered(terms)).await?;

    // No approval is there: neither named out of thin air, nor written into the own book.
    let request = put(&mut tablet, &mut peer, Body::Requested(Requested { order })).await?;
    let confirm = |approval, checks| Body::Delivered(Delivered { order, approval, request, checks });
    put(&mut tablet, &mut peer, confirm(order, checks())).await?;
    let (number, signature, by) = ("2026-9999".into(), "00".repeat(64), tablet.person.session.user);
    let forged = Approved { order, number, vin: VIN.into(), signature, by };
    let forged = put(&mut tablet, &mut peer, Body::Approved(forged)).await?;
    put(&mut tablet, &mut peer, confirm(forged, checks())).await?;
    let strokes = Ink::parse("120,80 40,-10 0,60")?;
    let signed = Signed { order, approval: forged, signer: Signer::Finance, strokes };
    put(&mut tablet, &mut peer, Body::Signed(signed)).await?;
    put(&mut tablet, &mut peer, on(order, "2026-03-21")).await?;
    assert_eq!(state(&finance, order, "2026-03-21").await?, "requested");

    // The API takes a decision from finance alone.
    let decision = format!("/api/deliveries/{order}/decision");
    let approve = json!({ "decision": "approve" });
    for login in ["advisor1", "manager", "reception", "admin"] {
        let somebody = Person::enter(&address, login).await?;
        assert!(somebody.post(&decision, &approve).await.is_err(), "{login} decides for finance");
    }
    finance.post(&decision, &approve).await?;
    peer.find(&desk).await?;
    let approval = until("the approval in the desk", async || {
        let facts = peer.ask(json!({ "do": "facts", "url": desk })).await?;
        let is_it = |text: &Value| {
            text.as_str().is_some_and(|it| it.contains("\"approved\"") && it.contains(&order.to_string()))
        };
        let found = facts.as_object().context("facts")?.iter().find(|it| is_it(it.1));
        Ok(found.and_then(|it| FactId::parse(it.0)))
    })
    .await?;

    // With it, still not without a single check; with all of them, the car is handed over.
    let most = checks().into_iter().skip(1).collect();
    put(&mut tablet, &mut peer, confirm(approval, most)).await?;
    put(&mut tablet, &mut peer, on(order, "2026-03-22")).await?;
    assert_eq!(state(&finance, order, "2026-03-22").await?, "ready");
    put(&mut tablet, &mut peer, on(order, "2026-03-23")).await?;
    put(&mut tablet, &mut peer, confirm(approval, checks())).await?;
    until("the delivery", async || Ok((state(&finance, order, "2026-03-23").await? == "delivered").then_some(()))).await
}
