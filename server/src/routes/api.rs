//! `/api`: what other programs rely on.

pub mod devices;
pub mod locks;
pub mod months;
pub mod openapi;
pub mod session;
pub mod setup;
pub mod team;
