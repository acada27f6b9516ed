//! A call that began with a tap: who comes back from it is asked how it went.
//!
//! **Invariant:** the question never opens over another sheet, nor while something typed is not saved.

use crate::clock::Clock;
use crate::platform::{dom, time};
use crate::state::sheets::{Open, Sheets};
use crate::state::update::AppUpdate;
use domain::instant::Instant;
use leptos::prelude::*;

/// A page that leaves the sight later than this after a tap left it for something else.
const LEAVES_WITHIN: i64 = Instant::MINUTE;
/// Nobody talks longer; who comes back later has something else in mind.
const LASTS: i64 = 2 * Instant::HOUR;

/// The call that is under way.
#[derive(Clone, Copy)]
pub struct Calls {
    clock: Clock,
    /// What the tap was about, when it was, and whether the page has left the sight since.
    made: StoredValue<Option<(Open, Instant, bool)>>,
}

impl Calls {
    /// Listens for the page leaving and coming back.
    pub fn listen(clock: Clock, sheets: Sheets, update: AppUpdate) -> Self {
        let it = Self { clock, made: StoredValue::new(None) };
        time::on_hidden(move || it.left());
        time::on_visible(move || {
            if let Some(open) = it.back()
                && !sheets.is_open_now()
                && !update.is_typing_now()
                && !dom::is_there("dialog[open]")
            {
                sheets.open(open);
            }
        });
        it
    }

    /// A number was tapped: this is asked when one is back.
    pub fn made(self, asks: Open) {
        self.made.set_value(Some((asks, self.clock.exact(), false)));
    }

    fn left(self) {
        let now = self.clock.exact();
        self.made.update_value(|made| {
            *made = made.filter(|it| it.2 || now.since(it.1) <= LEAVES_WITHIN).map(|it| (it.0, it.1, true));
        });
    }

    fn back(self) -> Option<Open> {
        let now = self.clock.exact();
        let made = self.made.try_update_value(Option::take).flatten();
        made.filter(|it| it.2 && now.since(it.1) <= LASTS).map(|it| it.0)
    }
}

/// The call that is under way.
pub fn use_calls() -> Calls {
    use_context().unwrap_or_else(|| {
        Calls::listen(crate::clock::use_clock(), crate::state::sheets::use_sheets(), crate::state::update::use_update())
    })
}
