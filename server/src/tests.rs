//! The server's tests: the whole router over a real database, without a port; one tree that mirrors the routes.

mod access;
mod app;
mod backup;
mod bus;
mod cluster;
mod config;
mod counting;
mod home;
mod jobs;
mod muted;
mod nodes;
mod outbox;
mod password;
mod postgres;
mod routes;
mod share;
mod slow;
mod store;
