//! The seeded storms, and the scenarios that storms have found.

use super::{Mishap, Network, Weather};

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
fn play(seeds: std::ops::Range<u64>, play: impl Fn(u64) + std::panic::RefUnwindSafe) {
    for seed in seeds {
        let played = std::panic::catch_unwind(|| play(seed));
        assert!(played.is_ok(), "seed {seed} fails: replay it with GENJIN_SEED={seed} GENJIN_SEEDS=1");
    }
}

#[track_caller]
fn weather(weather: Weather) {
    play(seeds(), |seed| {
        let mut network = Network::new(seed, &["tablet", "phone", "laptop"]);
        network.storm(weather);
        network.heal();
        network.assert_at_rest();
    });
}

/// Fewer seeds for each of the rarer faults.
#[track_caller]
fn mishap(mishap: Mishap, check: impl Fn(&mut Network) + std::panic::RefUnwindSafe) {
    let all = seeds();
    let some = all.start..all.start + (all.end - all.start).div_ceil(10);
    play(some, |seed| {
        let mut network = Network::new(seed, &["tablet", "phone", "laptop"]);
        network.storm(Weather { steps: 100, crashes: true, mishap: Some(mishap), ..Weather::default() });
        check(&mut network);
    });
}

#[test]
fn a_thousand_storms_of_cuts_and_crashes_lose_and_double_nothing() {
    weather(Weather { steps: 120, crashes: true, ..Weather::default() });
}

#[test]
fn frames_doubled_and_swapped_do_no_harm_that_a_reconnection_does_not_heal() {
    weather(Weather { steps: 80, mangled: true, crashes: true, ..Weather::default() });
}

/// No socket delivers such a frame; a broken proxy might.
#[test]
fn a_corrupt_frame_ends_a_connection_at_worst() {
    mishap(Mishap::Corruption, |network| {
        network.heal();
        network.assert_whole();
        assert_eq!(network.server().doubled(), Vec::<String>::new());
    });
}

#[test]
fn a_connection_that_has_died_without_a_word_is_noticed_and_replaced() {
    mishap(Mishap::HalfOpen, |network| {
        network.heal_by_itself();
        network.assert_at_rest();
    });
}

#[test]
fn a_clock_that_jumps_loses_nothing_and_casts_doubt_on_nobody_else() {
    mishap(Mishap::Jump, |network| {
        network.heal();
        network.assert_whole();
        assert_eq!(network.server().doubled(), Vec::<String>::new());
        let jumping = network.device(0).map(|it| it.id().clone());
        let others: Vec<_> = network.server().doubted().iter().filter(|it| Some(&it.0) != jumping.as_ref()).collect();
        assert!(others.is_empty(), "{others:?}");
    });
}

#[test]
fn an_old_copy_of_a_device_takes_up_what_the_server_has_and_goes_on_under_another_name() {
    mishap(Mishap::OldCopy, |network| {
        network.heal();
        network.assert_whole();
    });
}

#[test]
fn a_lost_change_takes_none_of_its_neighbours_with_it() {
    mishap(Mishap::Loss, |network| {
        network.heal();
        network.assert_whole();
    });
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

/// The tablet is online and its storage is full: what it can keep only minutes later is as honest as what it keeps at once.
#[test]
fn what_a_full_disk_takes_minutes_later_is_believed() {
    let mut network = Network::new(4, &["tablet"]);
    network.heal();
    network.act(0);
    for _ in 0..20 {
        network.pass(15_000);
        network.ping(0);
        while network.deliver(0) {}
        network.commit();
    }
    assert_eq!(network.server().facts().len(), 0);
    while network.store(0) || network.deliver(0) || network.commit() {}
    network.assert_at_rest();
    assert_eq!(network.server().facts().len(), 1);
}
