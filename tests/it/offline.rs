//! Without a network, in several tabs, with an emptied store.

mod chip;
mod tabs;
mod take_away;
mod update;
mod wiped;
