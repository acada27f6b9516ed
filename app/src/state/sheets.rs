//! Which sheet lies over the page.

use domain::fact::order::Call;
use domain::id::{CustomerId, FactId};
use leptos::prelude::*;

/// A sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Open {
    /// Record a contact.
    Contact(CustomerId),
    /// Record how a call went that began with a tap.
    Called(CustomerId),
    /// Postpone or bring forward.
    Move(CustomerId),
    /// Judge or confirm the level.
    Judge(CustomerId),
    /// Choose another level without signs.
    Shift(CustomerId),
    /// Sign an order.
    Order(CustomerId),
    /// Name the vehicle of an order, or another day.
    Amend(CustomerId, FactId),
    /// Cancel an order.
    Cancel(CustomerId, FactId),
    /// Confirm the delivery of an order.
    Deliver(CustomerId, FactId),
    /// Sign the slip of an order on the glass.
    Sign(CustomerId, FactId),
    /// Record a call-back after the delivery of an order.
    CallBack(CustomerId, FactId, Call),
    /// Move to another step of the sale.
    Step(CustomerId),
    /// Record a test drive.
    Drive(CustomerId),
    /// Give a quotation.
    Quote(CustomerId),
    /// Write a message.
    Message(CustomerId),
    /// Apply for F or N.
    Apply(CustomerId),
    /// Postpone or bring forward the picked customers.
    MoveMany,
    /// Take the coming weeks away.
    Calendar,
    /// Search, and go anywhere.
    Palette,
    /// Keep what a list is narrowed to as a view.
    SaveView,
    /// Rename or delete the view of this place among all.
    ChangeView(usize),
    /// Which single keys lead where.
    Shortcuts,
    /// How it stands with the server.
    Sync,
}

/// The one place for sheets.
#[derive(Clone, Copy)]
pub struct Sheets(RwSignal<Option<Open>>);

impl Sheets {
    /// No sheet is open.
    pub fn none() -> Self {
        Self(RwSignal::new(None))
    }

    /// Opens a sheet.
    pub fn open(self, sheet: Open) {
        self.0.set(Some(sheet));
    }

    /// Takes the sheet away.
    pub fn clear(self) {
        self.0.set(None);
    }

    /// Whether a sheet is open; untracked. For handlers.
    pub fn is_open_now(self) -> bool {
        self.0.with_untracked(Option::is_some)
    }

    /// The open sheet; tracked.
    pub fn get(self) -> Option<Open> {
        self.0.get()
    }
}

/// The place for sheets.
pub fn use_sheets() -> Sheets {
    use_context().unwrap_or_else(Sheets::none)
}
