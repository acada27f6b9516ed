//! The kit: plain controls that know nothing of customers.

pub mod brand;
pub mod button;
pub mod chart;
pub mod chips;
pub mod empty;
pub mod field;
pub mod heading;
pub mod icon;
pub mod level_badge;
pub mod notice;
pub mod search_field;
pub mod select;
pub mod sheet;
pub mod toast;
