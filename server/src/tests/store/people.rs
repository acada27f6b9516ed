//! Sessions, devices and the set-up link.

use crate::store::{DeviceRow, NewSession, Store};
use crate::tests::app::{TestApp, monday};
use crate::tests::home::Home;
use domain::id::DeviceId;
use domain::instant::Instant;
use std::sync::Arc;

claims! {
    a_session_ends_with_its_time_its_owner_or_its_device
    a_device_is_known_by_its_secret
    the_set_up_link_is_good_once_and_only_the_last_one
}

fn device(app: &TestApp, id: &str) -> DeviceRow {
    DeviceRow {
        id: DeviceId(id.to_owned()),
        staff: app.staff["anna"],
        name: "平板".to_owned(),
        enrolled: monday(),
        synced: None,
        seen: None,
        revoked: false,
    }
}

async fn begin(app: &TestApp, store: &Arc<dyn Store>, token: u8, device: Option<&DeviceId>) {
    let session = NewSession {
        token: [token; 32],
        staff: app.staff["anna"],
        device: device.cloned(),
        created: monday(),
        idle_until: monday().plus(Instant::HOUR),
        until: monday().plus(Instant::DAY),
    };
    store.create_session(&session).await.unwrap();
}

async fn a_session_ends_with_its_time_its_owner_or_its_device(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let store = app.store.inner.clone();
    let tablet = device(&app, "tablet");
    store.create_device(&tablet, [7; 32]).await.unwrap();
    let is_there = async |token: u8, after: i64| {
        store
            .session([token; 32], monday().plus(after))
            .await
            .unwrap()
            .map(|it| (it.staff.login, it.device.map(|it| it.id)))
    };
    begin(&app, &store, 1, None).await;
    assert_eq!(is_there(1, 0).await, Some(("anna".to_owned(), None)));
    assert_eq!(is_there(1, Instant::HOUR).await, None, "unused for an hour");
    store.touch_session([1; 32], monday(), monday().plus(2 * Instant::DAY)).await.unwrap();
    store.bind_session([1; 32], &tablet.id).await.unwrap();
    assert_eq!(is_there(1, Instant::HOUR).await, Some(("anna".to_owned(), Some(tablet.id.clone()))));
    assert_eq!(is_there(1, Instant::DAY).await, None, "and never longer than a day");
    begin(&app, &store, 2, Some(&tablet.id)).await;
    begin(&app, &store, 3, None).await;
    store.revoke_device(&tablet.id).await.unwrap();
    assert_eq!((is_there(1, 0).await, is_there(2, 0).await, is_there(3, 0).await.is_some()), (None, None, true));
    store.end_session([3; 32]).await.unwrap();
    assert_eq!(is_there(3, 0).await, None);
    for token in [4, 5] {
        begin(&app, &store, token, None).await;
        assert!(is_there(token, 0).await.is_some());
        match token {
            4 => store.set_password(app.staff["anna"], "another").await.unwrap(),
            _ => store.change_staff(app.staff["anna"], "王安安", true).await.unwrap(),
        }
        assert_eq!(is_there(token, 0).await, None);
    }
    store.change_staff(app.staff["anna"], "王安安", false).await.unwrap();
    assert_eq!(is_there(5, 0).await, None, "it does not come back");
    let anna = store.staff_by_login("anna").await.unwrap().unwrap();
    assert_eq!((anna.name.as_str(), anna.password.as_str(), anna.disabled), ("王安安", "another", false));
    begin(&app, &store, 6, None).await;
    store.prune(monday().plus(Instant::HOUR)).await.unwrap();
    assert_eq!(is_there(6, 0).await, None, "what has expired is gone");
}

async fn a_device_is_known_by_its_secret(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let store = &app.store.inner;
    let tablet = device(&app, "tablet");
    store.create_device(&tablet, [7; 32]).await.unwrap();
    assert!(store.create_device(&tablet, [8; 32]).await.is_err());
    assert_eq!(store.device(&tablet.id, [7; 32]).await.unwrap().as_ref(), Some(&tablet));
    assert_eq!(store.device(&tablet.id, [8; 32]).await.unwrap(), None);
    let late = monday().plus(Instant::MINUTE);
    store
        .seen(&[(tablet.id.clone(), late), (tablet.id.clone(), monday()), (DeviceId("none".to_owned()), late)])
        .await
        .unwrap();
    store.seen(&[(tablet.id.clone(), monday())]).await.unwrap();
    assert_eq!(store.devices(app.staff["anna"]).await.unwrap()[0].seen, Some(late));
    assert_eq!(store.devices_of_store(1).await.unwrap().len(), 1);
    assert_eq!(store.devices_of_store(2).await.unwrap(), []);
}

async fn the_set_up_link_is_good_once_and_only_the_last_one(home: Home) {
    let store = home.open().await;
    let other = home.open_beside().await.unwrap_or_else(|| store.clone());
    let until = monday().plus(Instant::HOUR);
    store.create_setup([1; 32], until).await.unwrap();
    store.create_setup([2; 32], until).await.unwrap();
    assert!(!store.take_setup([1; 32], monday()).await.unwrap(), "a new link ends the one before");
    assert!(!store.take_setup([2; 32], until).await.unwrap(), "and it is good for an hour");
    let (one, two) = tokio::join!(store.take_setup([2; 32], monday()), other.take_setup([2; 32], monday()));
    assert_ne!(one.unwrap(), two.unwrap());
}
