//! Without a network, in several tabs, with an emptied store.

mod chip;
mod full;
mod import;
mod killed;
mod storage;
mod tabs;
mod take_away;
mod update;
mod wiped;
