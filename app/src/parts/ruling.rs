//! Ruling: one after the other on each picked customer, then what came of it, in words.

use crate::api::desk::{self, Who};
use crate::i18n::t;
use crate::state::customers::{Today, use_today};
use crate::state::session::{Session, use_session};
use crate::ui::toast::{Toasts, use_toasts};
use crate::words;
use domain::fact::Ruling;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// One form's way to rule.
#[derive(Clone, Copy)]
pub struct Bench {
    today: Today,
    toasts: Toasts,
    session: Session,
    /// Whether a ruling is on its way.
    pub busy: RwSignal<bool>,
    /// What does not stand, and why; empty if all does.
    pub error: RwSignal<String>,
}

/// A new way to rule.
pub fn use_bench() -> Bench {
    Bench {
        today: use_today(),
        toasts: use_toasts(),
        session: use_session(),
        busy: RwSignal::new(false),
        error: RwSignal::default(),
    }
}

impl Bench {
    /// Rules on everybody alike. `done` hears whether all of it stands.
    pub fn rule(self, all: Vec<Who>, what: &Ruling, note: &str, done: impl FnOnce(bool) + 'static) {
        let said = match all.as_slice() {
            [one] => t().ruling.done(&one.name, &words::ruling(what)),
            several => t().ruling.done_many(&several.len(), &words::ruling(what)),
        };
        self.run(all.into_iter().map(|it| (it, vec![*what])).collect(), note, said, done);
    }

    /// Makes several rulings on one customer, each having seen the one before.
    pub fn rule_in_turn(self, who: Who, what: Vec<Ruling>, done: impl FnOnce(bool) + 'static) {
        let word = what.first().map(words::ruling).unwrap_or_default();
        let said = t().ruling.done(&who.name, &word);
        self.run(vec![(who, what)], "", said, done);
    }

    fn run(self, jobs: Vec<(Who, Vec<Ruling>)>, note: &str, said: String, done: impl FnOnce(bool) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(String::new());
        let note = note.trim().to_owned();
        spawn_local(async move {
            let all = jobs.len();
            let mut failed = Vec::new();
            for (mut who, rulings) in jobs {
                for what in rulings {
                    match desk::rule(&who, &what, &note).await {
                        Ok(ruling) => who.ruling = Some(ruling),
                        Err(failure) => {
                            if failure.is_signed_out() {
                                self.session.expire();
                            }
                            let why = words::not_ruled(&failure, self.today);
                            failed.push(t().ruling.failed(&who.name, &why));
                            break;
                        }
                    }
                }
            }
            // The form may be gone by now; its signals are then, too.
            self.busy.try_set(false);
            if failed.is_empty() {
                self.toasts.say(said);
            } else {
                let some = all - failed.len();
                if some > 0 {
                    failed.insert(0, t().ruling.done_some(&some, &failed.len()));
                }
                let text = failed.join("\n");
                if self.error.try_set(text.clone()).is_some() {
                    self.toasts.say(text);
                }
            }
            done(failed.is_empty());
        });
    }
}
