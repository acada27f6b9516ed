//! Stories from beginning to end.

mod decisions;
mod delivery;
mod settings;
mod thin_path;
