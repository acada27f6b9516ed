//! The codec against itself and against what the JavaScript client sends.

use super::{Carried, Message};
use crate::replica::Heads;

#[test]
fn every_message_reads_as_it_was_written() {
    let carried = Carried { doc: "4NMNn".into(), sender: "alice".into(), target: "server".into(), data: vec![0x42, 0] };
    let text = |it: &str| it.to_owned();
    for message in [
        Message::Join { sender: text("alice"), storage: None, versions: vec![text("1")] },
        Message::Peer {
            sender: text("server"),
            target: text("alice"),
            storage: Some(text("one")),
            now: Some(1_772_000_000_000),
            hears: true,
        },
        Message::Peer { sender: text("server"), target: text("alice"), storage: None, now: None, hears: false },
        Message::Request(carried.clone()),
        Message::Sync(carried),
        Message::Unavailable { doc: text("x"), sender: text("server"), target: text("alice") },
        Message::Heads {
            doc: text("x"),
            sender: text("alice"),
            target: text("server"),
            heads: Heads(vec![[1; 32], [2; 32]]),
        },
        Message::Heard { sender: text("server") },
        Message::Ephemeral { doc: text("x"), sender: text("alice") },
        Message::Leave { sender: text("alice") },
        Message::Error { message: text("no") },
        Message::Unknown(text("new-thing")),
    ] {
        assert_eq!(Message::decode(&message.encode()), Ok(message));
    }
}

#[test]
fn the_javascript_clients_join_is_understood() {
    // As cbor-x writes it: 16-bit map headers, `undefined` for the storage id.
    let frame = b"\xb9\x00\x04\x64type\x64join\x68senderId\x65alice\x6cpeerMetadata\xb9\x00\x02\x69storageId\xf7\x6bisEphemeral\xf5\x78\x19supportedProtocolVersions\x81\x611";
    let join = Message::Join { sender: "alice".into(), storage: None, versions: vec!["1".into()] };
    assert_eq!(Message::decode(frame), Ok(join));
}

#[test]
fn what_is_no_message_is_refused() {
    for frame in
        [&b""[..], b"\xff", b"\xa0", b"\x81\x01", b"\xa1\x64type\x01", b"\xbf\x64type", b"\xa1\x64type\x64sync"]
    {
        assert!(Message::decode(frame).is_err(), "{frame:x?}");
    }
}

#[test]
fn unknown_keys_and_indefinite_lengths_are_read_over() {
    let frame = b"\xbf\x65extra\x9f\x01\x02\xff\x64type\x65leave\x68senderId\x7f\x62al\x63ice\xff\xff";
    assert_eq!(Message::decode(frame), Ok(Message::Leave { sender: "alice".into() }));
}

#[test]
fn a_head_that_cannot_be_read_is_not_left_out() {
    let heads = Heads(vec![[1; 32], [2; 32]]);
    let whole = Message::Heads { doc: "x".into(), sender: "alice".into(), target: "server".into(), heads }.encode();
    let name = b"heads".as_slice();
    let start = whole.windows(name.len()).rposition(|it| it == name).unwrap() + name.len() + 3;
    let mut bad = whole.clone();
    bad[start + 5] ^= 1;
    assert!(Message::decode(&whole).is_ok());
    assert!(Message::decode(&bad).is_err());
}

#[test]
fn a_frame_of_nothing_but_openings_is_read_without_a_stack() {
    for opening in [0x81, 0xa1, 0x9f, 0xbf, 0xc1] {
        let mut frame = b"\xa2\x65extra".to_vec();
        frame.extend(std::iter::repeat_n(opening, 4 << 20));
        assert!(Message::decode(&frame).is_err(), "{opening:x}");
    }
}

#[test]
fn lengths_that_promise_more_than_the_frame_holds_allocate_nothing() {
    for promise in [&b"\x9b"[..], b"\xbb", b"\x5b", b"\x7b"] {
        for key in ["data", "senderId", "supportedProtocolVersions", "newHeads", "extra"] {
            let mut frame = vec![0xa1, 0x60 + u8::try_from(key.len()).unwrap().min(23)];
            if key.len() > 23 {
                frame = vec![0xa1, 0x78, u8::try_from(key.len()).unwrap()];
            }
            frame.extend_from_slice(key.as_bytes());
            frame.extend_from_slice(promise);
            frame.extend_from_slice(&[0x7f; 8]);
            assert!(Message::decode(&frame).is_err(), "{key} {promise:x?}");
        }
    }
}
