//! Parts that several pages share and that know customers.

pub mod apply_sheet;
pub mod call_back_sheet;
pub mod contact_sheet;
pub mod customer_row;
pub mod date_choice;
pub mod decide_sheet;
pub mod delivery_sheets;
pub mod doing;
pub mod hand_over_sheet;
pub mod intention_row;
pub mod judge_sheet;
pub mod level_choice;
pub mod live_head;
pub mod move_many_sheet;
pub mod move_sheet;
pub mod order_sheet;
pub mod picked_bar;
pub mod ruling;
pub mod ruling_sheet;
pub mod sheets;
pub mod shortcuts;
pub mod shortcuts_sheet;
pub mod sync_chip;
pub mod sync_sheet;
