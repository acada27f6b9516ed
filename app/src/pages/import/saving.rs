//! Saving the cards, some at once: each portion is durable before the next begins.

use super::{Import, Step};
use crate::i18n::t;
use crate::platform::storage;
use crate::state::engine::{Engine, Undone};
use crate::words;
use domain::command::{Command, Refusal};
use domain::fact::Created;
use domain::id::CustomerId;
use domain::import::AT_ONCE;
use domain::instant::Instant;
use leptos::prelude::*;

/// What is still to be saved, and what was.
struct Work {
    engine: Engine,
    import: Import,
    /// The cards that are left, the next one last.
    left: Vec<(usize, Created)>,
    all: usize,
    made: usize,
    refused: Vec<(usize, String)>,
}

/// Saves all cards of the preview.
pub(super) fn begin(engine: Engine, import: Import) {
    let mut left = import.ready();
    left.reverse();
    let all = left.len();
    import.go(Step::Saving(0, all));
    go_on(Work { engine, import, left, all, made: 0, refused: Vec::new() });
}

fn go_on(mut work: Work) {
    let portion: Vec<(usize, Created)> = (0..AT_ONCE).map_while(|_| work.left.pop()).collect();
    if portion.is_empty() {
        work.import.refused.try_set(work.refused);
        return work.import.go(Step::Done(work.made));
    }
    let lines: Vec<usize> = portion.iter().map(|it| it.0).collect();
    let now = work.engine.now();
    let commands = portion.into_iter().map(|(_, card)| Command::Create(new_id(now), card)).collect();
    let (engine, import) = (work.engine, work.import);
    let mut work = Some(work);
    let done = move |result: Result<Vec<(u32, Refusal)>, Undone>| {
        if let Err(why @ Undone::Waits(_)) = &result {
            return drop(import.error.try_set(words::undone(why)));
        }
        let Some(mut work) = work.take() else { return };
        match result {
            Ok(refused) => {
                import.error.try_set(String::new());
                work.made += lines.len() - refused.len();
                for (place, why) in refused {
                    let line = usize::try_from(place).ok().and_then(|it| lines.get(it));
                    work.refused.extend(line.map(|it| (*it, words::refusal(why))));
                }
                work.import.step.try_set(Step::Saving(work.made, work.all));
                go_on(work);
            }
            Err(why) => {
                import.go(Step::Preview);
                import.error.try_set(t().import.stopped(&work.made, &words::undone(&why)));
            }
        }
    };
    engine.run_all(commands, Box::new(done));
}

fn new_id(now: Instant) -> CustomerId {
    CustomerId::new(now, storage::random())
}
