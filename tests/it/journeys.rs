//! Stories from beginning to end.

mod applications;
mod board;
mod calls;
mod card;
mod daily;
mod decisions;
mod delivery;
mod fair_lock;
mod funnel;
mod hand_over;
mod lists;
mod markup;
mod month;
mod phones;
mod planning;
mod questionnaire;
mod reception;
mod referral;
mod rulings;
mod settings;
mod staff;
mod steps;
mod store;
mod thin_path;
