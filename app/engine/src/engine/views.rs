//! What the page is shown: rows, the watched card, the stored projection.

use super::{Engine, with};
use crate::readings::readings;
use crate::{disk, page};
use domain::fact::Place;
use domain::id::{CustomerId, FactId};
use domain::ledger::Touched;
use domain::month::Table;
use domain::port::{Card, FromEngine, Projection, Row};
use domain::team::happened;
use domain::view::View;
use std::collections::BTreeSet;
use sync::replica::RawFact;
use wasm_bindgen_futures::spawn_local;

/// As many rows are told at once: the page reads them in some milliseconds, and draws in between.
const PORTION: usize = 128;
/// After so many milliseconds the projection is kept, when the documents have been read.
const SOON: u32 = 400;
/// And after so many when something has changed: whoever has just tapped looks at what came of it.
pub(super) const LATER: u32 = 1_500;

impl Engine {
    /// Takes facts into the ledger and shows what they change.
    pub(super) fn learn(&mut self, place: Place, facts: &[RawFact]) {
        self.take_in(place, facts);
        self.show_unshown();
    }

    /// Takes facts into the ledger; whom they change is to be shown.
    pub(super) fn take_in(&mut self, place: Place, facts: &[RawFact]) {
        let Some(loaded) = &mut self.loaded else { return };
        let mut touched = BTreeSet::new();
        let (mut store, mut instructions) = (false, false);
        for fact in facts {
            match loaded.ledger.insert(place, &fact.id, &fact.text) {
                Ok(Touched::Customer(customer)) => {
                    touched.insert(customer);
                }
                Ok(Touched::Store) => store = true,
                Ok(Touched::Instructions) => instructions = true,
                // What is no fact is kept as unread, and shown nowhere yet.
                Ok(Touched::Nothing) | Err(_) => {}
            }
        }
        if store {
            page::post(&FromEngine::Store(loaded.ledger.store().clone()));
            touched.extend(loaded.ledger.customers());
            self.samples.set_store(loaded.ledger.store().clone());
            touched.extend(self.samples.customers());
        }
        self.unshown.append(&mut touched);
        if instructions {
            self.show_own();
        }
    }

    /// Shows whom facts have changed.
    pub(super) fn show_unshown(&mut self) {
        let touched = std::mem::take(&mut self.unshown);
        self.show(&touched);
        self.show_beside(&touched);
    }

    /// Shows customers anew.
    pub(super) fn show(&mut self, customers: &BTreeSet<CustomerId>) {
        let (mut changed, mut gone) = (Vec::new(), Vec::new());
        for customer in customers {
            match self.row(*customer) {
                Some(row) if self.rows.get(customer) == Some(&row) => {}
                Some(row) => {
                    self.rows.insert(*customer, row.clone());
                    changed.push(row);
                }
                None if self.rows.remove(customer).is_some() => gone.push(*customer),
                None => {}
            }
        }
        if !changed.is_empty() || !gone.is_empty() {
            page::post(&FromEngine::Rows(changed, gone));
            self.keep_projection(LATER);
        }
        if self.watched.is_some_and(|it| customers.contains(&it)) {
            self.show_card();
        }
    }

    /// Shows anew what is counted over all customers, after some have changed.
    pub(super) fn show_beside(&mut self, customers: &BTreeSet<CustomerId>) {
        if customers.is_empty() {
            return;
        }
        self.show_own();
        if self.month.is_some() || self.day.is_some() {
            self.renew_month();
        }
    }

    /// The row of a customer who is this person's; notes what happened to anybody.
    fn row(&mut self, customer: CustomerId) -> Option<Row> {
        let view = self.view(customer)?;
        let sample = self.samples.has(customer);
        if !sample {
            let zone = self.loaded.as_ref()?.ledger.store().zone(self.now());
            self.happened.insert(customer, happened(&view, zone));
        }
        let is_own = view.owner == Some(self.session.user) && !view.withdrawn;
        is_own.then(|| Row { sample, ..Row::searched(&view, readings) })
    }

    /// The view of a customer of the book, or of a sample.
    fn view(&self, customer: CustomerId) -> Option<View> {
        let ledger = &self.loaded.as_ref()?.ledger;
        if self.samples.has(customer) { self.samples.view(customer) } else { ledger.view(customer) }
    }

    /// Shows everything.
    pub(super) fn show_all(&mut self) {
        let Some(loaded) = &self.loaded else { return };
        let customers: Vec<CustomerId> = loaded.ledger.customers().chain(self.samples.customers()).collect();
        self.rows = customers.into_iter().filter_map(|it| Some((it, self.row(it)?))).collect();
        self.own = self.own_now();
        self.count();
        if let Some(mut projection) = self.projection() {
            let mut rows = std::mem::take(&mut projection.rows);
            while !rows.is_empty() {
                let rest = rows.split_off(rows.len().min(PORTION));
                page::post(&FromEngine::Part(std::mem::replace(&mut rows, rest)));
            }
            page::post(&FromEngine::All(Box::new(projection)));
        }
        self.show_card();
        self.show_month();
        self.show_day();
        self.keep_projection(SOON);
    }

    /// Shows the table of the watched month. Customers who have gone to colleagues stand in it, too.
    pub(super) fn show_month(&self) {
        let (Some(month), Some(loaded)) = (self.month, &self.loaded) else { return };
        let views: Vec<View> = loaded.ledger.customers().filter_map(|it| loaded.ledger.view(it)).collect();
        // What the closed months tell about the rates is the server's to know; here the policy's hold (rules H4).
        let table = Table::of(loaded.ledger.store(), month, self.session.user, &views, self.now(), &[]);
        page::post(&FromEngine::Month(Box::new(table)));
    }

    /// Shows the watched month, or day, anew, a moment later: many changes, one table.
    fn renew_month(&mut self) {
        if std::mem::replace(&mut self.month_due, true) {
            return;
        }
        spawn_local(async {
            gloo_timers::future::TimeoutFuture::new(300).await;
            with(|engine| {
                engine.month_due = false;
                engine.show_month();
                engine.show_day();
            });
        });
    }

    /// Shows the watched card.
    pub(super) fn show_card(&self) {
        let (Some(customer), Some(_)) = (self.watched, &self.loaded) else { return };
        let unsent: BTreeSet<FactId> = self.unsent().iter().filter_map(|it| FactId::parse(it)).collect();
        let card = self.view(customer).map(|view| {
            let unsent = view.entries.iter().map(|it| it.id).filter(|it| unsent.contains(it)).collect();
            Box::new(Card { view, unsent })
        });
        page::post(&FromEngine::Card(customer, card));
    }

    pub(super) fn unsent(&self) -> Vec<String> {
        let (Some(loaded), Some(book)) = (&self.loaded, self.book()) else { return Vec::new() };
        loaded.client.unsent(book)
    }

    fn projection(&self) -> Option<Projection> {
        let store = self.loaded.as_ref()?.ledger.store().clone();
        Some(Projection {
            build: self.session.build.clone(),
            user: self.session.user,
            offset: self.offset,
            store,
            rows: self.rows.values().cloned().collect(),
            own: self.own.clone(),
            sync: self.status.clone(),
        })
    }

    /// Keeps the projection for the next start, after so many milliseconds: many changes, one writing.
    pub(super) fn keep_projection(&mut self, after: u32) {
        if std::mem::replace(&mut self.projection_due, true) {
            return;
        }
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(after).await;
            with(Self::write_projection);
        });
    }

    pub(super) fn write_projection(&mut self) {
        self.projection_due = false;
        let Some(bytes) = self.projection().and_then(|it| postcard::to_allocvec(&it).ok()) else { return };
        let disk = self.disk.clone();
        // It can be made anew: a failure costs the next start some time and nothing else.
        spawn_local(async move { drop(disk.write_relaxed(vec![disk::meta("projection", bytes)]).await) });
    }
}
