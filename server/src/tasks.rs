//! What runs beside the handlers.

use crate::app::App;
use crate::{jobs, nodes, projector};
use tokio::task::JoinSet;

/// Starts everything; dropping the set stops it.
#[must_use]
pub fn start(app: &App) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(nodes::hear(app.clone()));
    tasks.spawn(nodes::tell(app.clone()));
    tasks.spawn(projector::run(app.clone()));
    tasks.spawn(jobs::run(app.clone()));
    tasks.spawn(jobs::keep_house(app.clone()));
    tasks
}
