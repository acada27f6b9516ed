//! The product as people meet it: a real server, real browsers, and page models that speak in roles, names and verbs.
//!
//! A test is a story: [`story`] gives it a [`World`], and afterwards fails it for any error that a page has logged.

pub mod axe;
pub mod bench;
pub mod browser;
pub mod files;
pub mod firefox;
pub mod look;
pub mod page;
pub mod paper;
pub mod poll;
pub mod postgres;
pub mod program;
pub mod protocol;
pub mod proxy;
pub mod server;
pub mod wal;
pub mod watch;
pub mod words;
pub mod world;

pub use world::{NOW, World, story};
