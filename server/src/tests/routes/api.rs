//! `/api`.

mod audit;
mod call_backs;
mod customers;
mod deliveries;
mod devices;
mod locks;
mod months;
mod openapi;
mod phones;
mod pool;
mod reception;
mod ruling;
mod session;
mod setup;
mod staff;
mod team;
