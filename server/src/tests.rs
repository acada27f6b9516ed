//! The server's tests: the whole router over a real database, without a port; one tree that mirrors the routes.

mod access;
mod app;
mod backup;
mod config;
mod counting;
mod jobs;
mod outbox;
mod password;
mod routes;
mod slow;
mod store;
