//! What `/metrics` counts. No names, no ids.

use std::fmt::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub fn one(&self) {
        self.add(1);
    }

    /// `n` more.
    pub fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    /// How many so far.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Something that is so now, or is not.
#[derive(Debug, Default)]
pub struct Flag(AtomicBool);

impl Flag {
    /// It is so, or is not any more.
    pub fn set(&self, it: bool) {
        self.0.store(it, Ordering::Relaxed);
    }

    /// Whether it is so.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// All counters.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Requests answered with success or a redirection.
    pub answered: Counter,
    /// Requests answered with 4xx.
    pub refused: Counter,
    /// Requests answered with 5xx.
    pub failed: Counter,
    /// Good sign-ins.
    pub signed_in: Counter,
    /// Bad sign-ins.
    pub sign_in_failed: Counter,
    /// Changes committed.
    pub changes: Counter,
    /// Transactions that committed changes.
    pub commits: Counter,
    /// Sync messages received.
    pub messages_in: Counter,
    /// Sync messages sent.
    pub messages_out: Counter,
    /// Sockets closed because of what came over them.
    pub sockets_refused: Counter,
    /// Connections that were not taken, because there were as many as there may be.
    pub turned_away: Counter,
    /// The store did not take what was last written: the disk may be full.
    pub store_fails: Flag,
    /// Customers folded into the read models.
    pub projected: Counter,
    /// Locks stamped.
    pub stamped: Counter,
}

impl Metrics {
    /// The text form that Prometheus reads.
    #[must_use]
    pub fn text(&self, sockets: u32) -> String {
        let all = [
            ("genjin_http_answered_total", "Requests answered with success or a redirection.", &self.answered),
            ("genjin_http_refused_total", "Requests answered with 4xx.", &self.refused),
            ("genjin_http_failed_total", "Requests answered with 5xx.", &self.failed),
            ("genjin_signed_in_total", "Good sign-ins.", &self.signed_in),
            ("genjin_sign_in_failed_total", "Bad sign-ins.", &self.sign_in_failed),
            ("genjin_changes_total", "Changes committed.", &self.changes),
            ("genjin_commits_total", "Transactions that committed changes.", &self.commits),
            ("genjin_messages_in_total", "Sync messages received.", &self.messages_in),
            ("genjin_messages_out_total", "Sync messages sent.", &self.messages_out),
            ("genjin_sockets_refused_total", "Sockets closed because of what came over them.", &self.sockets_refused),
            ("genjin_connections_turned_away_total", "Connections that were not taken: too many.", &self.turned_away),
            ("genjin_projected_total", "Customers folded into the read models.", &self.projected),
            ("genjin_stamped_total", "Locks stamped.", &self.stamped),
        ];
        let (sockets, fails) = (u64::from(sockets), u64::from(self.store_fails.is_set()));
        let gauges = [
            ("genjin_sockets", "Sockets open.", sockets),
            ("genjin_store_fails", "1 while the store does not take what is written.", fails),
        ];
        let mut text = String::new();
        for (name, help, counter) in all {
            let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} counter\n{name} {}\n", counter.get());
        }
        for (name, help, value) in gauges {
            let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
        }
        text
    }
}
