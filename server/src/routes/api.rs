//! `/api`: what other programs rely on.

pub mod audit;
pub mod call_backs;
pub mod customers;
pub mod daily;
pub mod deliveries;
pub mod devices;
pub mod funnel;
pub mod house;
pub mod locks;
pub mod months;
pub mod openapi;
pub mod phones;
pub mod pool;
pub mod reception;
pub mod session;
pub mod setup;
pub mod staff;
pub mod targets;
pub mod team;
