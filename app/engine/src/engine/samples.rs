//! Sample customers: facts on this device only, apart from every document, so that nothing can upload them.

use super::Engine;
use crate::disk::{self, Found};
use crate::idb::Edit;
use crate::{clock, page};
use domain::command::{Command, Stamp, fact};
use domain::fact::{Fact, Place};
use domain::id::{CustomerId, DeviceId, FactId, StaffId};
use domain::ledger::Ledger;
use domain::port::{FromEngine, ToEngine};
use domain::sample;
use domain::store::Store;
use domain::view::View;
use std::collections::BTreeSet;

/// Under this and its id a fact of a sample is kept.
const PREFIX: &str = "sample/";

/// The facts of the samples.
pub(super) struct Samples {
    owner: StaffId,
    ledger: Ledger,
}

impl Samples {
    pub(super) fn of(owner: StaffId, found: &Found) -> Self {
        let mut ledger = Ledger::of(owner);
        for (key, text) in &found.meta {
            if let (Some(id), Ok(text)) = (key.strip_prefix(PREFIX), std::str::from_utf8(text)) {
                // What is no fact is kept by the ledger as unread, and shown nowhere.
                let _ = ledger.insert(Place::Book, id, text);
            }
        }
        Self { owner, ledger }
    }

    pub(super) fn has(&self, customer: CustomerId) -> bool {
        self.ledger.facts(customer).next().is_some()
    }

    pub(super) fn customers(&self) -> BTreeSet<CustomerId> {
        self.ledger.customers().collect()
    }

    pub(super) fn view(&self, customer: CustomerId) -> Option<View> {
        self.ledger.view(customer)
    }

    pub(super) fn set_store(&mut self, store: Store) {
        self.ledger.set_store(store);
    }

    fn add(&mut self, facts: Vec<Fact>) {
        for fact in facts {
            self.ledger.add(fact);
        }
    }

    /// Forgets them all; what is to be deleted from the disk.
    fn clear(&mut self) -> Vec<Edit> {
        let store = self.ledger.store().clone();
        let old = std::mem::replace(&mut self.ledger, Ledger::of(self.owner));
        self.set_store(store);
        let ids = old.customers().flat_map(|it| old.facts(it).map(|fact| fact.id).collect::<Vec<_>>());
        ids.map(|id| Edit::Delete(disk::META, format!("{PREFIX}{id}"))).collect()
    }
}

impl Engine {
    /// Makes samples, or removes them.
    pub(super) fn sample(&mut self, wanted: bool) {
        let before = self.samples.customers();
        if wanted != before.is_empty() {
            return;
        }
        if !wanted {
            let edits = self.samples.clear();
            self.show(&before);
            // Before the samples go from the disk: the next start must not show whom nobody knows any more.
            self.write_projection();
            return self.keep_samples(edits, None);
        }
        let now = self.now();
        let device = DeviceId(self.session.device.clone());
        let policy = self.samples.ledger.store().policy(now);
        let facts = sample::samples(policy, self.session.user, &device, now, clock::random);
        let edits = facts.iter().map(put).collect();
        self.samples.add(facts);
        self.show(&self.samples.customers());
        self.keep_samples(edits, None);
    }

    /// Does a command on a sample; it is saved here, and goes nowhere.
    pub(super) fn act_on_sample(&mut self, ticket: u32, command: Command) {
        let now = self.now();
        let customer = command.customer();
        let Some(loaded) = &self.loaded else { return self.early.push(ToEngine::Do(ticket, command)) };
        let view = self.samples.view(customer);
        match sample::check(command, loaded.ledger.store(), view.as_ref(), now) {
            Ok((body, at)) => {
                let device = DeviceId(self.session.device.clone());
                let id = FactId::new(now, clock::random());
                let (offset, mono) = (self.offset, clock::mono());
                let fact = fact(Stamp { id, now, offset, device, counter: 0, mono }, customer, at, body);
                let edits = vec![put(&fact)];
                self.samples.add(vec![fact]);
                self.show(&BTreeSet::from([customer]));
                self.keep_samples(edits, Some((ticket, id)));
            }
            Err(refusal) => page::post(&FromEngine::Refused(ticket, refusal)),
        }
    }

    /// Writes what changed in the samples; what is called saved is on the disk.
    fn keep_samples(&mut self, edits: Vec<Edit>, told: Option<(u32, FactId)>) {
        self.save(edits, told.map(|it| it.0), move |_| {
            if let Some((ticket, id)) = told {
                page::post(&FromEngine::Saved(ticket, id));
            }
        });
    }
}

fn put(fact: &Fact) -> Edit {
    disk::meta(format!("{PREFIX}{}", fact.id), fact.text())
}
