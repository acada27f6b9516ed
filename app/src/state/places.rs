//! The places of a list on the page. While one types, the next who are found are written into the rows that stand there: to take rows away and
//! to build others costs more than to search.

use domain::id::CustomerId;

/// The places of a list and who stands there, in its order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Places {
    all: Vec<(usize, CustomerId)>,
    /// The last that was opened.
    last: usize,
}

impl Places {
    /// The places for these customers: those that are there, in order, where they may be written anew; otherwise everybody keeps his own, and
    /// with it the focus, and newcomers get new ones.
    pub fn given(&self, ids: impl Iterator<Item = CustomerId>, reuses: bool) -> Self {
        let mut last = self.last;
        let mut give = |(at, id): (usize, CustomerId)| {
            // Most stand where they stood: nobody need be looked for.
            let here = self.all.get(at).filter(|it| reuses || it.1 == id);
            let kept = here.or_else(|| self.all.iter().find(|it| !reuses && it.1 == id));
            let place = kept.map_or_else(
                || {
                    last += 1;
                    last
                },
                |it| it.0,
            );
            (place, id)
        };
        let all = ids.enumerate().map(&mut give).collect();
        Self { all, last }
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
