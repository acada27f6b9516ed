//! Without a network, in several tabs, with an emptied store.

mod chip;
mod tabs;
mod update;
mod wiped;
