//! `/api`.

mod audit;
mod customers;
mod devices;
mod locks;
mod openapi;
mod pool;
mod ruling;
mod session;
mod setup;
mod team;
