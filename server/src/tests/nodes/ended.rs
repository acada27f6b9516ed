//! What ends at one node ends at the others.

use super::{Device, two};
use crate::tests::app::monday;
use domain::instant::Instant;
use serde_json::json;
use sync::wire::close;

/// The ways in which a session ends.
const WAYS: [&str; 4] = ["signed out", "disabled", "new password", "revoked"];

/// Ends it at that node.
async fn end(node: &super::Node, way: &str, device: &Device) {
    let manager = node.sign_in("manager").await;
    let anna = node.staff["anna"];
    let answer = match way {
        "signed out" => crate::tests::app::Actor::with(&node.app, device.cookie.clone()).delete("/api/session").await,
        "disabled" => manager.post(&format!("/api/staff/{anna}"), &json!({ "disabled": true })).await,
        "new password" => manager.post(&format!("/api/staff/{anna}/password"), &json!({})).await,
        _ => manager.post(&format!("/api/devices/{}/revoke", device.id), &json!({})).await,
    };
    assert!(answer.status.is_success(), "{way}: {}", answer.text());
}

#[tokio::test]
async fn a_socket_closes_at_once_whichever_node_is_told() {
    for way in WAYS {
        let (here, there) = two().await;
        let mut tablet = Device::enrol(&there, "anna").await;
        let mut colleague = Device::enrol(&there, "ben").await;
        tablet.settle().await;
        end(&here, way, &tablet).await;
        tablet.until("the end", |it| it.closed.is_some()).await;
        assert_eq!(tablet.closed, Some(close::SIGNED_OUT), "{way}");
        colleague.card(monday()).await;
        colleague.settle().await;
    }
}

#[tokio::test]
async fn a_socket_closes_when_its_node_hears_that_something_was_lost() {
    let (here, there) = two().await;
    let mut tablet = Device::enrol(&there, "anna").await;
    let mut colleague = Device::enrol(&there, "ben").await;
    tablet.settle().await;
    here.bus.mute();
    end(&here, "revoked", &tablet).await;
    here.bus.overflow().await;
    tablet.until("the end", |it| it.closed.is_some()).await;
    colleague.card(monday()).await;
    colleague.settle().await;
}

#[tokio::test]
async fn a_socket_whose_end_nobody_told_closes_within_a_minute_of_use() {
    let (here, there) = two().await;
    let mut tablet = Device::enrol(&there, "anna").await;
    tablet.settle().await;
    here.bus.mute();
    end(&here, "revoked", &tablet).await;
    tablet.settle().await;
    there.pass(Instant::MINUTE);
    tablet.settle().await;
    tablet.until("the end", |it| it.closed.is_some()).await;
    assert_eq!(tablet.closed, Some(close::SIGNED_OUT));
}
