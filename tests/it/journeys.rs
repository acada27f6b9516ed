//! Stories from beginning to end.

mod decisions;
mod month;
mod settings;
mod thin_path;
