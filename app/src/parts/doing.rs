//! Doing a command: busy while it is written, then the toast with its undo, or the reason why not.

use crate::i18n::t;
use crate::state::engine::{Engine, Undone, use_engine};
use crate::state::late::not_before_paint;
use crate::ui::toast::{Toasts, use_toasts};
use crate::words;
use domain::command::Command;
use domain::id::{CustomerId, FactId};
use leptos::prelude::*;

/// One form's way to do things.
#[derive(Clone, Copy)]
pub struct Doing {
    engine: Engine,
    toasts: Toasts,
    /// Whether a command is being written.
    pub busy: RwSignal<bool>,
    /// Why the last command was not done; empty if it was.
    pub error: RwSignal<String>,
}

/// A new way to do things.
pub fn use_doing() -> Doing {
    Doing { engine: use_engine(), toasts: use_toasts(), busy: RwSignal::new(false), error: RwSignal::default() }
}

impl Doing {
    /// Does a command; when it is durable the toast says `said`, offers the undo, and `after` runs.
    pub fn run(self, command: Command, said: String, after: impl FnOnce(FactId) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(String::new());
        let customer = command.customer();
        let mut then = Some((said, after));
        let mut has_waited = false;
        // It may be done before the tap is seen; that is seen first.
        let done = not_before_paint(move |result| {
            let waits = matches!(result, Err(Undone::Waits(_)));
            has_waited |= waits;
            // The form may be gone by now; its signals are then, too. While the disk takes nothing it stays as it is, and is not sent twice.
            let is_gone = self.busy.try_set(waits).is_some();
            match result {
                Ok(fact) => {
                    self.error.try_set(String::new());
                    let Some((said, after)) = then.take() else { return };
                    self.toasts.say_with_undo(said, move || withdraw(self.engine, self.toasts, customer, fact));
                    // Whoever has left the form is not taken away from where they are now.
                    if !(has_waited && is_gone) {
                        after(fact);
                    }
                }
                Err(why) => {
                    let text = words::undone(&why);
                    if self.error.try_set(text.clone()).is_some() {
                        self.toasts.say(text);
                    }
                }
            }
        });
        self.engine.run(command, Box::new(done));
    }

    /// Does a command that cannot be taken back and of which nothing is said; when it is durable, `after` runs.
    pub fn note(self, command: Command, after: impl FnOnce() + 'static) {
        self.error.set(String::new());
        let mut after = Some(after);
        let done = Box::new(move |result| match result {
            Ok(_) => {
                if let Some(after) = after.take() {
                    after();
                }
            }
            Err(why) => drop(self.error.try_set(words::undone(&why))),
        });
        self.engine.run(command, done);
    }

    /// Takes back an own fact.
    pub fn withdraw(self, customer: CustomerId, fact: FactId) {
        withdraw(self.engine, self.toasts, customer, fact);
    }
}

fn withdraw(engine: Engine, toasts: Toasts, customer: CustomerId, fact: FactId) {
    let done = Box::new(move |result| match result {
        Ok(_) => toasts.say(t().common.undone),
        Err(why) => toasts.say(words::undone(&why)),
    });
    engine.run(Command::Withdraw(customer, fact), done);
}
