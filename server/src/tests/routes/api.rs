//! `/api`.

mod devices;
mod locks;
mod months;
mod openapi;
mod session;
mod setup;
mod team;
