//! Stories from beginning to end.

mod applications;
mod card;
mod daily;
mod decisions;
mod delivery;
mod funnel;
mod hand_over;
mod lists;
mod month;
mod phones;
mod reception;
mod rulings;
mod settings;
mod staff;
mod store;
mod thin_path;
