//! Stories from beginning to end.

mod applications;
mod card;
mod decisions;
mod delivery;
mod lists;
mod month;
mod settings;
mod thin_path;
