//! The seeded storms, and the scenarios that storms have found.

use super::{Network, Weather};

/// `GENJIN_SEEDS` seeds from `GENJIN_SEED` on; by default 1,000 from 1.
#[expect(
    clippy::disallowed_methods,
    reason = "the seeds are the tester's to choose; the code under test never sees the environment"
)]
fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str, default: u64| std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(default);
    let first = number("GENJIN_SEED", 1);
    first..first + number("GENJIN_SEEDS", 1_000)
}

#[track_caller]
fn weather(weather: Weather) {
    for seed in seeds() {
        let played = std::panic::catch_unwind(|| {
            let mut network = Network::new(seed, &["tablet", "phone", "laptop"]);
            network.storm(weather);
            network.heal();
            network.assert_at_rest();
        });
        assert!(played.is_ok(), "seed {seed} fails: replay it with GENJIN_SEED={seed} GENJIN_SEEDS=1");
    }
}

#[test]
fn a_thousand_storms_of_cuts_and_crashes_lose_and_double_nothing() {
    weather(Weather { steps: 120, mangled: false, crashes: true });
}

#[test]
fn frames_doubled_and_swapped_do_no_harm_that_a_reconnection_does_not_heal() {
    weather(Weather { steps: 80, mangled: true, crashes: true });
}

/// Alice logs a contact on the tablet in the cellar, with a clock three days off; the phone sees it once both are back.
#[test]
fn a_fact_made_without_a_network_reaches_the_other_device() {
    let mut network = Network::new(1, &["tablet", "phone"]);
    network.act(0);
    assert_eq!(network.server().facts().len(), 0);
    network.heal();
    network.assert_at_rest();
    assert_eq!(network.server().facts().len(), 1);
}

/// The server takes a change and dies before its commit: the device must not have been told anything.
#[test]
fn what_was_taken_but_not_committed_comes_again() {
    let mut network = Network::new(2, &["tablet"]);
    network.heal();
    network.act(0);
    network.store(0);
    while network.deliver(0) {}
    network.crash_server();
    assert_eq!(network.server().facts().len(), 0);
    network.heal();
    network.assert_at_rest();
    assert_eq!(network.server().facts().len(), 1);
}

/// The tablet dies before its disk has the change: the journal has the fact, and it is written once.
#[test]
fn a_journal_replayed_after_a_crash_doubles_nothing() {
    let mut network = Network::new(3, &["tablet"]);
    network.act(0);
    network.crash_device(0);
    network.act(0);
    network.store(0);
    network.crash_device(0);
    network.heal();
    network.assert_at_rest();
    assert_eq!(network.server().facts().len(), 2);
}
