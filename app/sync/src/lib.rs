#![doc = include_str!("../README.md")]

pub mod client;
pub mod docid;
#[cfg(any(test, feature = "harness"))]
pub mod fuzz;
pub mod guard;
#[cfg(any(test, feature = "harness"))]
pub mod harness;
pub mod hub;
pub mod replica;
pub mod wire;
pub mod witness;
