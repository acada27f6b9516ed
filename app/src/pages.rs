//! The pages, one for each address.

pub mod audit;
pub mod calendar;
pub mod call_backs;
pub mod customer;
pub mod customers;
pub mod daily;
pub mod deliveries;
pub mod funnel;
pub mod import;
pub mod locks;
pub mod month;
pub mod new_customer;
pub mod no_screens;
pub mod not_found;
pub mod pool;
pub mod reception;
pub mod settings;
pub mod setup;
pub mod sign_in;
pub mod slip;
pub mod staff;
pub mod store;
pub mod team;
pub mod today;
