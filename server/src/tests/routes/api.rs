//! `/api`.

mod call_backs;
mod deliveries;
mod devices;
mod locks;
mod openapi;
mod session;
mod setup;
mod team;
