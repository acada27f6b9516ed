//! What an advisor writes on a device.

use super::Device;
use domain::command::{Stamp, fact};
use domain::fact::{Body, Contact, Created, Means, Outcome};
use domain::id::{CustomerId, FactId};
use domain::instant::Instant;
use domain::level::Level;
use std::collections::BTreeMap;
use sync::replica::RawFact;

impl Device {
    /// A card that its owner makes now.
    pub fn card(&mut self, name: &str) -> (CustomerId, RawFact) {
        self.card_of(Created {
            advisor: self.person.session.user,
            name: name.to_owned(),
            phone: "13800001234".to_owned(),
            source: "showroom".to_owned(),
            origin: domain::fact::Origin::WalkIn,
            clear_intention: false,
            level: Level::P2,
            suggested: None,
            signals: Vec::new(),
            expected: None,
            due: None,
            note: String::new(),
            fields: BTreeMap::new(),
            import: String::new(),
        })
    }

    /// A card that is filled out now.
    pub fn card_of(&mut self, card: Created) -> (CustomerId, RawFact) {
        let now = self.now();
        let id = self.id(now);
        let customer = CustomerId(id.0);
        (customer, self.fact(id, customer, now, now, Body::Created(card)))
    }

    /// What happens to a customer now.
    pub fn about(&mut self, customer: CustomerId, body: Body) -> RawFact {
        let now = self.now();
        let id = self.id(now);
        self.fact(id, customer, now, now, body)
    }

    /// A call that its owner claims.
    pub fn call(&mut self, customer: CustomerId, at: Instant, recorded: Instant, note: &str) -> RawFact {
        let body = Contact {
            means: Means::Call,
            outcome: Outcome::Talked,
            note: note.to_owned(),
            asked: false,
            level: None,
            next: None,
            reason: String::new(),
            whose: None,
        };
        let id = self.id(recorded);
        self.fact(id, customer, at, recorded, Body::Contact(body))
    }

    fn id(&mut self, now: Instant) -> FactId {
        self.disk.counter += 1;
        let digits = self.enrolled.id.0.get(..12).unwrap_or_default();
        let device = u128::from_str_radix(digits, 16).unwrap_or(0);
        FactId::new(now, (device << 32) | u128::from(self.disk.counter))
    }

    fn fact(&self, id: FactId, customer: CustomerId, at: Instant, recorded: Instant, body: Body) -> RawFact {
        let counter = u64::from(self.disk.counter);
        let device = self.enrolled.id.clone();
        let stamp = Stamp { id, now: recorded, offset: self.offset, device, counter, mono: counter };
        let fact = fact(stamp, customer, at, body);
        RawFact { id: fact.id.to_string(), text: fact.text() }
    }
}
