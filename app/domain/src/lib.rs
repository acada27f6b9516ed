#![doc = include_str!("../README.md")]

pub mod calendar;
pub mod card;
#[cfg(test)]
mod case;
pub mod command;
pub mod csv;
pub mod daily;
pub mod fact;
pub mod fold;
pub mod funnel;
pub mod ground;
pub mod handover;
pub mod id;
pub mod instant;
pub mod instruction;
pub mod ledger;
pub mod level;
pub mod list;
pub mod many;
pub mod month;
pub mod order;
pub mod paste;
pub mod phone;
pub mod policy;
pub mod port;
pub mod reason;
pub mod reception;
pub mod ruling;
pub mod search;
pub mod store;
pub mod suggest;
pub mod target;
pub mod team;
pub mod view;
pub mod window;
