//! What is kept of a team's figures is what would be computed anew.

use super::app::{TestApp, monday};
use crate::app::{App, Core};
use crate::projector::catch_up;
use crate::team::Team;
use crate::team::queue::waiting;
use crate::team::share::Look;
use domain::instant::Instant;
use serde_json::json;
use std::sync::Arc;

/// Compares what is kept with what somebody sees who has kept nothing, in every store.
async fn is_true(app: &App, when: &str) {
    let core = Core { boards: Arc::default(), shares: Arc::default(), ..Core::clone(app) };
    for (store, _) in app.store.stores().await.unwrap() {
        let (kept, anew) = (Look::at(app, store).await.unwrap(), Look::at(&core, store).await.unwrap());
        let (team, queue) = (Team::of(app, &kept), waiting(&kept));
        assert_eq!(team, Team::of(app, &anew), "{when}");
        assert_eq!(queue, waiting(&anew), "{when}");
    }
}

#[tokio::test]
async fn what_is_kept_of_the_figures_is_what_would_be_computed_anew() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    is_true(&app.app, "with nobody").await;
    let mut known = Vec::new();
    for number in 1..=12 {
        let login = ["anna", "ben", "carl"][number as usize % 3];
        known.push((login, app.create(login, number, app.app.clock.now()).await));
        app.pass(Instant::MINUTE);
        is_true(&app.app, "a card").await;
    }
    for step in 0..40_usize {
        app.pass([7 * Instant::HOUR, Instant::MINUTE, 19 * Instant::HOUR, Instant::DAY][step % 4]);
        is_true(&app.app, "time alone").await;
        let (login, customer) = known[step * 5 % known.len()];
        match step % 5 {
            0 | 3 => drop(app.call(login, customer, app.app.clock.now()).await),
            1 => app.app.store.seen(&[(TestApp::device(app.staff[login]), app.app.clock.now())]).await.unwrap(),
            2 => {
                let body = json!({ "ruling": "hand_over", "to": app.staff["ben"], "note": "" });
                manager.post(&format!("/api/locks/{customer}/ruling"), &body).await;
            }
            _ => {
                drop(manager.post("/api/house/closed", &json!({ "day": app.app.clock.now().to_string()[..10] })).await);
            }
        }
        catch_up(&app.app).await.unwrap();
        is_true(&app.app, "a step").await;
    }
    let team = Team::of(&app.app, &Look::at(&app.app, 1).await.unwrap());
    assert!(team.advisors.iter().any(|it| it.locked > 0) && team.as_of > monday(), "something has happened");
}

#[tokio::test]
async fn the_figures_cost_five_reads_however_many_customers_there_are() {
    let app = TestApp::with_team().await;
    for number in 1..=20 {
        app.create("anna", number, app.app.clock.now()).await;
    }
    let manager = app.sign_in("manager").await;
    for when in ["after a start", "again"] {
        let before = app.store.calls();
        assert_eq!(manager.get("/api/team").await.status, 200, "{when}");
        assert!(app.store.calls() - before <= 5, "{when}: {}", app.store.calls() - before);
    }
}
