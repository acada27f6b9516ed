//! The corpus of the fuzzer, replayed; and mutants of it, as many as one likes.

use super::{ACTOR, BOOK, chunk, ledger, message, sealed, wire};
use crate::guard::Caps;
use crate::replica::{Heads, Peer, RawFact, Replica};
use crate::wire::{Carried, Message};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::path::{Path, PathBuf};

type Trial = fn(&[u8]);

/// What is tried, and by what name its corpus goes.
const TRIALS: [(&str, Trial); 4] = [("wire", wire), ("chunk", chunk), ("message", message), ("message", ledger)];

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name)
}

/// What honest programs say: where a corpus begins.
fn honest(name: &str) -> Vec<Vec<u8>> {
    let carried = Carried { doc: "4NMNn".into(), sender: "alice".into(), target: "server".into(), data: vec![0x42, 0] };
    let text = |it: &str| it.to_owned();
    let heads = Heads(vec![[1; 32], [2; 32]]);
    let fresh = |number: u64| RawFact { id: format!("01JR{number:022}"), text: "长".repeat(200) };
    let mut ours = BOOK.clone();
    match name {
        "wire" => [
            Message::Join { sender: text("alice"), storage: None, versions: vec![text("1")] },
            Message::Peer { sender: text("s"), target: text("a"), storage: Some(text("1")), now: Some(7), hears: true },
            Message::Sync(carried),
            Message::Unavailable { doc: text("x"), sender: text("server"), target: text("alice") },
            Message::Heads { doc: text("x"), sender: text("alice"), target: text("server"), heads },
            Message::Error { message: text("no") },
        ]
        .map(|it| it.encode())
        .to_vec(),
        "chunk" => {
            let change = ours.append(ACTOR, 9, &(0..30).map(fresh).collect::<Vec<_>>()).unwrap().unwrap();
            let small = BOOK.changes_since(&Heads::default()).pop().unwrap();
            vec![BOOK.save(), ours.save(), change.bytes, small.bytes]
        }
        _ => {
            let mut theirs = BOOK.clone();
            ours.append(ACTOR, 9, &[fresh(1)]).unwrap();
            let (mut to_them, mut to_us) = (Peer::new(), Peer::new());
            let mut said = Replica::genesis().generate(&mut Peer::new());
            // Who has nothing yet is sent the whole document.
            let mut to_new = Peer::new();
            ours.receive(&mut to_new, said.first().unwrap(), &Caps::default(), |_| true).unwrap();
            let whole = ours.generate(&mut to_new);
            for _ in 0..4 {
                for it in ours.generate(&mut to_them) {
                    theirs.receive(&mut to_us, &it, &Caps::default(), |_| true).unwrap();
                    said.push(it);
                }
                for it in theirs.generate(&mut to_us) {
                    ours.receive(&mut to_them, &it, &Caps::default(), |_| true).unwrap();
                }
            }
            said.into_iter().chain(whole).collect()
        }
    }
}

/// The corpus; on a first run with `UPDATE_EXPECT` the honest beginnings are written.
fn inputs(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = corpus(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() && !folder.exists() {
        std::fs::create_dir_all(&folder).unwrap();
        for (number, bytes) in honest(name).into_iter().enumerate() {
            std::fs::write(folder.join(format!("honest-{number}")), bytes).unwrap();
        }
    }
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|it| (it.clone(), std::fs::read(it).unwrap())).collect()
}

#[expect(clippy::disallowed_methods, reason = "how many is the tester's to choose; the code under test never sees it")]
fn mutants() -> u32 {
    std::env::var("GENJIN_MUTANTS").ok().and_then(|it| it.parse().ok()).unwrap_or(500)
}

#[test]
fn the_corpus_is_survived() {
    for (name, trial) in TRIALS {
        let inputs = inputs(name);
        assert!(!inputs.is_empty(), "{name} has no corpus");
        for (path, bytes) in inputs {
            assert!(std::panic::catch_unwind(|| trial(&bytes)).is_ok(), "{}", path.display());
        }
    }
}

#[test]
fn mutants_of_the_corpus_are_survived() {
    for (name, trial) in TRIALS {
        let inputs = inputs(name);
        for seed in 0..u64::from(mutants()) {
            let mut rng = StdRng::seed_from_u64(seed);
            let (_, bytes) = &inputs[rng.random_range(0..inputs.len())];
            let mut mutant = bytes.clone();
            for _ in 0..rng.random_range(1..5) {
                let place = rng.random_range(0..mutant.len());
                match rng.random_range(0..5) {
                    0 => mutant[place] = rng.random(),
                    1 => mutant[place] ^= 1 << rng.random_range(0..8),
                    2 => mutant.truncate(place.max(1)),
                    3 => mutant.insert(place, [0, 1, 0x7f, 0x80, 0xff][rng.random_range(0..5)]),
                    _ => {
                        let (_, other) = &inputs[rng.random_range(0..inputs.len())];
                        let from = rng.random_range(0..other.len());
                        mutant.truncate(place.max(1));
                        mutant.extend_from_slice(&other[from..]);
                    }
                }
            }
            // What a frame of the protocol carries has its checksum right: bytes that break only that try nothing.
            let mutant = if name == "message" { resealed(mutant) } else { mutant };
            let died = std::panic::catch_unwind(|| trial(&mutant)).is_err();
            assert!(!died, "{name}, seed {seed}: {}", hex(&mutant));
        }
    }
}

/// A message whose last chunk has the checksum that it should have, if its length is still right.
fn resealed(mut message: Vec<u8>) -> Vec<u8> {
    let Some(start) = message.windows(4).rposition(|it| it == [0x85, 0x6f, 0x4a, 0x83]) else { return message };
    // What follows the chunks is two or three bytes.
    let end = message.len() - 3.min(message.len() - start);
    let chunk = sealed(&message[start..end]);
    message[start..end].copy_from_slice(&chunk);
    message
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
