//! The product in real browsers, and the tidiness of its repository.

mod a11y;
mod journeys;
mod offline;
mod print;
mod protocol;
mod tidy;
