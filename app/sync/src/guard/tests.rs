//! Bombs, stumps and strangers.

use super::{Caps, GuardError, Kind, split};
use crate::replica::{Heads, RawFact, Replica};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;

fn chunk(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, kind];
    let mut len = body.len();
    while len >= 0x80 {
        out.push(u8::try_from(len & 0x7f).unwrap() | 0x80);
        len >>= 7;
    }
    out.push(u8::try_from(len).unwrap());
    out.extend_from_slice(body);
    out
}

fn deflated(size: usize) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![0; size]).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_the_crdt_writes_passes() {
    let mut replica = Replica::genesis();
    let text = "长".repeat(2_000);
    replica.append("00112233445566778899aabb00000000", 1, &[RawFact { id: "a".into(), text }]).unwrap();
    assert_eq!(split(&replica.save(), &Caps::default()).unwrap().len(), 1);
    for change in replica.changes_since(&Heads::default()) {
        assert_eq!(split(&change.bytes, &Caps::default()).unwrap(), [(Kind::Change, change.bytes.as_slice())]);
    }
}

#[test]
fn a_change_that_inflates_beyond_its_cap_is_stopped_before_it_has() {
    let caps = Caps::default();
    let size = usize::try_from(caps.change).unwrap();
    assert_eq!(split(&chunk(2, &deflated(size + 1)), &caps), Err(GuardError::TooLarge));
    assert!(split(&chunk(2, &deflated(size)), &caps).is_ok());
}

#[test]
fn a_document_column_that_inflates_beyond_the_cap_is_stopped() {
    let caps = Caps { document: 1 << 20, ..Caps::default() };
    let column = deflated(2 << 20);
    // No actors, no heads, one deflated change column, no operation columns.
    let mut body = vec![0, 0, 1, 0b1000];
    let mut len = column.len();
    while len >= 0x80 {
        body.push(u8::try_from(len & 0x7f).unwrap() | 0x80);
        len >>= 7;
    }
    body.push(u8::try_from(len).unwrap());
    body.push(0);
    body.extend_from_slice(&column);
    assert_eq!(split(&chunk(0, &body), &caps), Err(GuardError::TooLarge));
}

#[test]
fn stumps_and_unknown_kinds_are_refused() {
    let caps = Caps::default();
    let whole = chunk(1, b"abc");
    for end in 1..whole.len() {
        assert_eq!(split(&whole[..end], &caps), Err(GuardError::Malformed), "cut at {end}");
    }
    assert_eq!(split(&chunk(3, b"bundle"), &caps), Err(GuardError::Kind));
    assert_eq!(split(b"no chunk at all", &caps), Err(GuardError::Malformed));
}
