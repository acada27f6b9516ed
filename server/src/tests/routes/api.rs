//! `/api`.

mod audit;
mod call_backs;
mod customers;
mod daily;
pub mod deliveries;
mod devices;
mod funnel;
mod hand_over;
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
mod targets;
mod team;
