//! What the screens know, as one service each, provided at the root.

pub mod calls;
pub mod customers;
pub mod engine;
pub mod late;
pub mod lists;
pub mod live;
pub mod phones;
pub mod places;
pub mod selection;
pub mod session;
pub mod settings;
pub mod sheets;
pub mod update;
pub mod views;
