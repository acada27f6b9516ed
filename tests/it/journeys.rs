//! Stories from beginning to end.

mod thin_path;
