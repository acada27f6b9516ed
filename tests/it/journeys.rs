//! Stories from beginning to end.

mod applications;
mod card;
mod decisions;
mod delivery;
mod lists;
mod rulings;
mod settings;
mod thin_path;
