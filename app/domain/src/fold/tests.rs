//! The worked examples of the rules, and what holds for every history.

mod history;
mod orders;

use crate::case::check;

#[test]
fn facts_and_their_order() {
    check("a-facts.txt");
}

#[test]
fn levels() {
    check("b-levels.txt");
}

#[test]
fn follow_ups() {
    check("c-follow-ups.txt");
}

#[test]
fn the_lock() {
    check("d-lock.txt");
}

#[test]
fn orders() {
    check("e-orders.txt");
}

#[test]
fn time() {
    check("f-time.txt");
}

#[test]
fn hand_over() {
    check("g-hand-over.txt");
}

#[test]
fn the_month() {
    check("h-month.txt");
}

#[test]
fn the_figures() {
    check("i-figures.txt");
}

#[test]
fn steps() {
    check("j-steps.txt");
}

/// A rule without an example is not implemented.
#[test]
fn every_rule_has_an_example() {
    let all = [
        include_str!("../../rules/a-facts.txt"),
        include_str!("../../rules/b-levels.txt"),
        include_str!("../../rules/c-follow-ups.txt"),
        include_str!("../../rules/d-lock.txt"),
        include_str!("../../rules/e-orders.txt"),
        include_str!("../../rules/f-time.txt"),
        include_str!("../../rules/g-hand-over.txt"),
        include_str!("../../rules/h-month.txt"),
        include_str!("../../rules/i-figures.txt"),
        include_str!("../../rules/j-import.txt"),
    ];
    for rule in
        "A1 A2 A3 A4 A5 A6 B1 B2 B3 B4 B5 B6 C1 C2 C3 C4 C5 C6 C7 C8 D1 D2 D3 D4 D5 D6 D7 E1 E2 E3 F2 F3 F4 F5 G1 I1 I2 I3"
            .split(' ')
    {
        let title = format!("# {rule} ");
        assert!(all.iter().any(|it| it.lines().any(|line| line.starts_with(&title))), "no example of {rule}");
    }
}
