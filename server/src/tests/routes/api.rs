//! `/api`.

mod audit;
mod call_backs;
mod customers;
mod deliveries;
mod devices;
mod locks;
mod months;
mod openapi;
mod pool;
mod ruling;
mod session;
mod setup;
mod team;
