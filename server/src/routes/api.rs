//! `/api`: what other programs rely on.

pub mod audit;
pub mod call_backs;
pub mod customers;
pub mod deliveries;
pub mod devices;
pub mod locks;
pub mod months;
pub mod openapi;
pub mod pool;
pub mod session;
pub mod setup;
pub mod team;
