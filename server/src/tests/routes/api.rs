//! `/api`.

mod audit;
mod call_backs;
mod customers;
pub mod deliveries;
mod devices;
mod funnel;
mod house;
mod locks;
mod months;
pub mod openapi;
mod phones;
mod pool;
mod reception;
mod ruling;
mod session;
mod setup;
mod staff;
mod team;
