//! Many commands at once, and many customers as a table.

use super::Engine;
use crate::page;
use domain::command::{Command, Refusal};
use domain::id::{CustomerId, FactId};
use domain::import::{Language, of_view};
use domain::port::{FromEngine, ToEngine};
use sync::replica::RawFact;

/// Whom to tell that something is on the disk.
pub(crate) enum Told {
    /// Who gave one command.
    One(u32),
    /// Who gave many: of those that were refused the place and why.
    Many(u32, Vec<(u32, Refusal)>),
}

impl Told {
    /// The ticket.
    pub(super) const fn ticket(&self) -> u32 {
        match self {
            Self::One(ticket) | Self::Many(ticket, _) => *ticket,
        }
    }

    /// The answer, once the facts are on the disk.
    pub(super) fn answer(self, facts: &[RawFact]) -> Option<FromEngine> {
        match self {
            Self::One(ticket) => {
                facts.first().and_then(|it| FactId::parse(&it.id)).map(|it| FromEngine::Saved(ticket, it))
            }
            Self::Many(ticket, refused) => Some(FromEngine::SavedAll(ticket, refused)),
        }
    }
}

impl Engine {
    /// Does commands, each for another customer: those that are not refused go to the disk together.
    pub(super) fn act_all(&mut self, ticket: u32, commands: Vec<Command>) {
        let now = self.now();
        let Some(loaded) = &self.loaded else {
            self.early.push(ToEngine::DoAll(ticket, commands));
            return;
        };
        let (mut bodies, mut refused) = (Vec::new(), Vec::new());
        for (place, command) in (0..).zip(commands) {
            let customer = command.customer();
            match command.check(loaded.ledger.store(), loaded.ledger.view(customer).as_ref(), now) {
                Ok((body, at)) => bodies.push((customer, at, body)),
                Err(refusal) => refused.push((place, refusal)),
            }
        }
        if bodies.is_empty() {
            return page::post(&FromEngine::SavedAll(ticket, refused));
        }
        let facts = bodies.into_iter().map(|(customer, at, body)| self.stamp_own(customer, at, body)).collect();
        self.write(Some(Told::Many(ticket, refused)), facts);
    }

    /// Gives customers as rows of a table.
    pub(super) fn export(&mut self, customers: Vec<CustomerId>, language: Language) {
        let now = self.now();
        let Some(loaded) = &self.loaded else {
            self.early.push(ToEngine::Export(customers, language));
            return;
        };
        let views = customers.into_iter().filter_map(|it| loaded.ledger.view(it));
        let rows = views.map(|it| of_view(&it, loaded.ledger.store(), language, now)).collect();
        page::post(&FromEngine::Exported(rows));
    }
}
