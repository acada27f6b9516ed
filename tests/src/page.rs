//! Page models: what one can do on each page, in verbs. Things are found by role and name only.

pub mod audit;
pub mod contact;
pub mod customer;
pub mod customers;
pub mod daily;
pub mod deliveries;
pub mod funnel;
pub mod locks;
pub mod month;
pub mod new_customer;
pub mod orders;
pub mod pool;
pub mod reception;
pub mod ruling;
pub mod settings;
pub mod shell;
pub mod sign_in;
pub mod staff;
pub mod store;
pub mod team;
pub mod today;
