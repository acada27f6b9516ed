//! Stories from beginning to end.

mod decisions;
mod settings;
mod thin_path;
