//! Messages that cost their sender little and whoever acts on them everything.

use super::{ALICE, converse, fact};
use crate::guard::{self, Caps, GuardError, leb, split};
use crate::replica::{Heads, Peer, RawFact, Reject, Replica};
use sha2::{Digest, Sha256};

/// More rows than anybody has time for.
const ENDLESS: u64 = 1 << 40;
/// The column of a change that says what its operations do: there are as many as it has rows.
const ACTION: u64 = 0x42;

fn number(out: &mut Vec<u8>, mut it: u64) {
    while it >= 0x80 {
        out.push(u8::try_from(it & 0x7f).unwrap() | 0x80);
        it >>= 7;
    }
    out.push(u8::try_from(it).unwrap());
}

/// A chunk of a body, with the checksum that it should have.
fn seal(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut rest = vec![kind];
    number(&mut rest, body.len() as u64);
    rest.extend_from_slice(body);
    let sum = Sha256::digest(&rest);
    let mut out = vec![0x85, 0x6f, 0x4a, 0x83];
    out.extend_from_slice(&sum[..4]);
    out.extend(rest);
    out
}

/// A message that carries chunks and asks with filters.
fn message(filters: &[Vec<u8>], chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut out = vec![0x42, 0, 0];
    number(&mut out, filters.len() as u64);
    for filter in filters {
        out.push(0);
        number(&mut out, filter.len() as u64);
        out.extend_from_slice(filter);
    }
    number(&mut out, chunks.len() as u64);
    for chunk in chunks {
        number(&mut out, chunk.len() as u64);
        out.extend_from_slice(chunk);
    }
    out
}

/// Where the columns of a change begin, after all that has no rows.
fn columns_of(body: &[u8]) -> usize {
    let mut rest = &body[1 + 32 * usize::from(body[0])..];
    rest = &rest[1 + usize::from(rest[0])..];
    for _ in 0..3 {
        let end = rest.iter().position(|it| it & 0x80 == 0).unwrap();
        rest = &rest[end + 1..];
    }
    rest = &rest[1 + usize::from(rest[0])..];
    let others = usize::from(rest[0]);
    rest = &rest[1..];
    for _ in 0..others {
        rest = &rest[1 + usize::from(rest[0])..];
    }
    body.len() - rest.len()
}

/// An honest change in which some columns go on for ever.
fn endless(is_endless: impl Fn(u64) -> bool) -> Vec<u8> {
    let mut replica = Replica::genesis();
    let change = replica.append(ALICE, 1, &[fact("01JQ0000000000000000000001", "{}")]).unwrap().unwrap();
    let mut rest = &change.bytes[9..];
    let len = usize::try_from(leb(&mut rest).unwrap()).unwrap();
    let body = &rest[..len];
    let start = columns_of(body);
    let mut rest = &body[start..];
    let count = leb(&mut rest).unwrap();
    let specs: Vec<(u64, u64)> = (0..count).map(|_| (leb(&mut rest).unwrap(), leb(&mut rest).unwrap())).collect();
    let (mut table, mut data) = (Vec::new(), Vec::new());
    number(&mut table, count);
    for (spec, len) in specs {
        let (column, after) = rest.split_at(usize::try_from(len).unwrap());
        rest = after;
        let mut longer = Vec::new();
        if is_endless(spec) && spec & 7 == 4 {
            number(&mut longer, ENDLESS);
        } else if is_endless(spec) && spec & 7 != 7 {
            number(&mut longer, ENDLESS);
            longer.extend_from_slice(column.get(1..).unwrap_or_default());
        } else {
            longer.extend_from_slice(column);
        }
        number(&mut table, spec);
        number(&mut table, longer.len() as u64);
        data.extend(longer);
    }
    [&body[..start], &table, &data, rest].concat()
}

#[test]
fn a_run_of_operations_without_end_is_never_begun() {
    assert!(split(&seal(1, &endless(|_| false)), &Caps::default()).is_ok(), "the change is honest otherwise");
    for is_endless in [|_| true, |spec| spec == ACTION] {
        let bomb = seal(1, &endless(is_endless));
        assert!(bomb.len() < 300, "{} bytes", bomb.len());
        assert_eq!(split(&bomb, &Caps::default()), Err(GuardError::TooLarge));
        let mut server = Replica::genesis();
        let refused = server.receive(&mut Peer::new(), &message(&[], &[bomb]), &Caps::default(), |_| true);
        assert_eq!(refused, Err(Reject::TooLarge));
    }
}

#[test]
fn a_document_of_a_million_tiny_changes_is_not_loaded() {
    // No actors, no heads; the column of the changes' authors is one run, and there are no operations.
    let mut run = Vec::new();
    number(&mut run, 1_000_000);
    run.push(0);
    let body = [&[0, 0, 1, 0b0001, u8::try_from(run.len()).unwrap(), 0][..], &run].concat();
    assert_eq!(split(&seal(0, &body), &Caps::default()), Err(GuardError::TooLarge));
}

#[test]
fn more_changes_than_a_message_may_have_are_refused() {
    let mut replica = Replica::genesis();
    let change = replica.append(ALICE, 1, &[fact("01JQ0000000000000000000001", "{}")]).unwrap().unwrap().bytes;
    let caps = Caps { chunks: 100, ..Caps::default() };
    let many = |count: usize| message(&[], &vec![change.clone(); count]);
    let mut server = Replica::genesis();
    assert_eq!(server.receive(&mut Peer::new(), &many(101), &caps, |_| true), Err(Reject::TooLarge));
    // Nor as one piece of many chunks, in many pieces.
    let pieces = vec![change.repeat(60); 2];
    assert_eq!(server.receive(&mut Peer::new(), &message(&[], &pieces), &caps, |_| true), Err(Reject::TooLarge));
    assert!(server.receive(&mut Peer::new(), &many(100), &caps, |_| true).is_ok());
}

#[test]
fn a_filter_that_would_cost_gigabytes_is_not_asked() {
    let mut probes = vec![1, 8];
    number(&mut probes, u64::from(u32::MAX));
    probes.push(0);
    // Entries of no bits each: the number of bits would be divided by.
    let bitless = vec![1, 0, 7];
    let mut server = super::book();
    for filters in [vec![probes], vec![bitless], vec![vec![1, 8, 7, 0]; 1_000]] {
        let refused = server.receive(&mut Peer::new(), &message(&filters, &[]), &Caps::default(), |_| true);
        assert!(matches!(refused, Err(Reject::Malformed(_) | Reject::TooLarge)), "{refused:?}");
    }
    let mut modest = Peer::new();
    server.receive(&mut modest, &message(&[vec![1, 8, 7, 0]], &[]), &Caps::default(), |_| true).unwrap();
    assert_eq!(server.generate(&mut modest).len(), 1);
}

/// A chain of changes without its first link.
fn without_the_first(count: usize) -> Vec<Vec<u8>> {
    let mut replica = Replica::genesis();
    let mut links = Vec::new();
    for number in 0..count {
        let fact = RawFact { id: format!("01JQ{number:022}"), text: "{}".to_owned() };
        links.extend(replica.append("b0b0b0b0b0b0b0b0b0b0b0b000000001", 1, &[fact]).unwrap().map(|it| it.bytes));
    }
    links.split_off(1)
}

#[test]
fn what_waits_for_ever_is_bounded_and_forgotten() {
    let caps = Caps { orphans: 50, ..Caps::default() };
    let mut server = Replica::genesis();
    let mut peer = Peer::new();
    let links = without_the_first(60);
    let (some, more) = links.split_at(40);
    server.receive(&mut peer, &message(&[], some), &caps, |_| true).unwrap();
    assert_eq!(server.receive(&mut peer, &message(&[], more), &caps, |_| true), Err(Reject::TooLarge));
    assert_eq!(server.facts(), []);
    converse(&mut server, &super::book(), |_| true).unwrap();
    assert_eq!(server.facts(), super::facts());
}

#[test]
fn what_waits_is_not_saved_for_it_could_not_be_loaded() {
    let mut server = super::book();
    server.receive(&mut Peer::new(), &message(&[], &without_the_first(3)), &Caps::default(), |_| true).unwrap();
    let saved = server.save();
    assert_eq!(Replica::load([saved.as_slice()]).unwrap().facts(), super::facts());
}

#[test]
fn facts_behind_a_lost_change_are_rescued_and_meet_it_again_in_peace() {
    let changes = super::book().changes_since(&Heads::default());
    let lost = changes[2].bytes.clone();
    let left: Vec<&[u8]> = changes.iter().map(|it| it.bytes.as_slice()).filter(|it| *it != lost).collect();
    let (mut replica, _) = Replica::salvage(&left);
    let stranded: Vec<RawFact> = left.iter().filter_map(|it| replica.stranded(it)).flatten().collect();
    assert_eq!(stranded, super::facts()[2..], "what came before is held, what came after is stranded");
    replica.append("616c696365616c696365616c00000002", 9, &stranded).unwrap();
    assert_eq!(replica.facts().len(), 3);
    // The server has the lost one.
    let mut server = super::book();
    converse(&mut server, &replica, |_| true).unwrap();
    assert_eq!(server.facts(), super::facts());
    replica.apply(&lost).unwrap();
    assert_eq!(replica.facts(), super::facts());
}

#[test]
fn no_honest_change_is_over_a_cap() {
    let mut replica = Replica::genesis();
    // As many facts as one change ever holds, and as short.
    let facts: Vec<RawFact> =
        (0..2_000).map(|it| RawFact { id: format!("01JQ{it:022}"), text: "{}".to_owned() }).collect();
    let change = replica.append(ALICE, 1, &facts).unwrap().unwrap();
    assert_eq!(guard::split(&change.bytes, &Caps::default()).map(|it| it.len()), Ok(1));
    assert_eq!(guard::split(&replica.save(), &Caps::default()).map(|it| it.len()), Ok(1));
}
