//! The places of a list on the page. While one types, the next who are found are written into the rows that stand there: to take rows away and
//! to build others costs more than to search.

use domain::id::CustomerId;

/// The places of a list and who stands there, in its order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Places {
    all: Vec<(usize, CustomerId)>,
    /// The last that was opened.
    last: usize,
    /// Whether some of those who stand there wait for what is typed.
    waits: bool,
}

impl Places {
    /// The places for these customers, where everybody keeps his own, and with it the focus; newcomers get new ones. What was typed before
    /// is written into the places that waited for it.
    pub fn given(&self, ids: impl Iterator<Item = CustomerId>) -> Self {
        self.put(ids, |at, id| {
            // Most stand where they stood: nobody need be looked for.
            let here = self.all.get(at).filter(|it| self.waits || it.1 == id);
            here.or_else(|| self.all.iter().find(|it| !self.waits && it.1 == id))
        })
    }

    /// The places for customers of whom only these are seen, while one types: whoever is there now is written into the place. Below them
    /// those who stood there wait, unless fewer than that are found.
    pub fn typed(&self, seen: impl ExactSizeIterator<Item = CustomerId>, found: usize) -> Self {
        let others = self.all.iter().take(found).skip(seen.len()).map(|it| it.1);
        let places = self.put(seen.chain(others), |at, _| self.all.get(at));
        Self { waits: true, ..places }
    }

    fn put<'a>(
        &self,
        ids: impl Iterator<Item = CustomerId>,
        there: impl Fn(usize, CustomerId) -> Option<&'a (usize, CustomerId)>,
    ) -> Self {
        let mut last = self.last;
        let mut give = |(at, id)| {
            let place = there(at, id).map_or_else(
                || {
                    last += 1;
                    last
                },
                |it| it.0,
            );
            (place, id)
        };
        let all = ids.enumerate().map(&mut give).collect();
        Self { all, last, waits: false }
    }

    /// All.
    pub fn all(&self) -> Vec<(usize, CustomerId)> {
        self.all.clone()
    }

    /// Who stands at a place.
    pub fn at(&self, place: usize) -> Option<CustomerId> {
        self.all.iter().find(|it| it.0 == place).map(|it| it.1)
    }
}
