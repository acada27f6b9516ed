//! The server of Genjin 跟进: it merges the books of a store's advisors, witnesses their time, and shows the manager where the team stands.
//!
//! Reading order: [`app`], [`routes`], [`access`], [`store`], [`projector`], [`jobs`], [`nodes`].
//!
//! **Invariant:** a device hears “uploaded” only after the commit; permission is decided before anything is looked up.

pub mod access;
pub mod admin;
pub mod app;
pub mod auth;
pub mod backup;
pub mod board;
pub mod bus;
pub mod call_backs;
pub mod cli;
pub mod clock;
pub mod config;
pub mod customers;
pub mod daily;
pub mod data;
pub mod deliveries;
pub mod demo;
pub mod directory;
pub mod docs;
pub mod error;
pub mod events;
pub mod funnel;
pub mod gate;
pub mod handover;
pub mod house;
pub mod jobs;
pub mod layers;
pub mod metrics;
pub mod months;
pub mod nodes;
pub mod online;
pub mod people;
pub mod phones;
pub mod projector;
pub mod reception;
pub mod role;
pub mod routes;
pub mod rulings;
pub mod serve;
pub mod settings;
pub mod site;
pub mod slips;
pub mod staff;
pub mod store;
pub mod targets;
pub mod tasks;
pub mod team;
#[cfg(test)]
mod tests;

use app::App;
use axum::Router;

/// Everything that the server answers.
pub fn router(app: App) -> Router {
    routes::router(app)
}
