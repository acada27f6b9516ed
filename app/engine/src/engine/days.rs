//! What a person has beside customers: figures of the month, a day's report, the manager's instructions and answers to them.

use super::Engine;
use super::many::Told;
use super::views::LATER;
use crate::page;
use domain::command::Refusal;
use domain::daily::Daily;
use domain::fact::Body;
use domain::funnel::Span;
use domain::ground::Trace;
use domain::id::FactId;
use domain::instruction::{self, Fault};
use domain::month::Month;
use domain::port::{FromEngine, Own};
use domain::team::Tally;
use domain::view::View;

impl Engine {
    /// Shows the own figures and instructions, if they are other than what was shown.
    pub(super) fn show_own(&mut self) {
        let Some(fresh) = self.own_now().filter(|it| self.own.as_ref() != Some(it)) else { return };
        page::post(&FromEngine::Own(Box::new(fresh.clone())));
        self.own = Some(fresh);
        self.keep_projection(LATER);
    }

    pub(super) fn own_now(&self) -> Option<Own> {
        let loaded = self.loaded.as_ref()?;
        let (store, now) = (loaded.ledger.store(), self.now());
        let month = Month::of(store.zone(now).day(now));
        let (from, until) = Span::month(month).moments(store);
        let tallies = Tally::by_person(self.happened.values().flatten(), from, until);
        let tally = tallies.get(&self.session.user).copied().unwrap_or_default();
        Some(Own { month, tally, instructions: loaded.ledger.instructions() })
    }

    /// Shows the report of the watched day. Customers who have gone to colleagues have a part in it, too.
    pub(super) fn show_day(&self) {
        let (Some(day), Some(loaded)) = (self.day, &self.loaded) else { return };
        let views: Vec<View> = loaded.ledger.customers().filter_map(|it| loaded.ledger.view(it)).collect();
        // What another device of the same person has done is known only up to the last time that the server had everything.
        let devices: Vec<Trace> =
            self.status.uploaded.map(|at| Trace { seen: at, synced: Some(at) }).into_iter().collect();
        let daily = Daily::of(loaded.ledger.store(), day, self.session.user, &views, self.now(), None, &devices);
        page::post(&FromEngine::Day(Box::new(daily)));
    }

    /// Answers an instruction: into the book if it is loaded, else into the journal.
    pub(super) fn answer(&mut self, ticket: u32, instruction: FactId, text: &str) {
        let now = self.now();
        let body = match &self.loaded {
            Some(loaded) => instruction::answer(&loaded.ledger.instructions(), instruction, text),
            None => Ok(Body::Answered { instruction, text: text.trim().to_owned() }),
        };
        match body {
            Ok(body) => {
                let fact = self.stamp(None, now, body);
                if self.loaded.is_some() {
                    self.write(Some(Told::One(ticket)), vec![fact]);
                } else {
                    self.journal(ticket, fact);
                }
            }
            Err(Fault::TooLong) => page::post(&FromEngine::Refused(ticket, Refusal::LineTooLong)),
            Err(Fault::Empty | Fault::Past | Fault::Unknown) => {
                page::post(&FromEngine::Refused(ticket, Refusal::UnknownInstruction));
            }
        }
    }
}
