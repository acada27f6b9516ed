//! Sync messages to a server: refused or harmless, and never the end of it.
#![no_main]

libfuzzer_sys::fuzz_target!(
    // The CRDT's own panics are caught where foreign bytes are read; the fuzzer is to see only those that are not.
    init: std::panic::set_hook(Box::new(|_| {})),
    |bytes: &[u8]| {
        sync::fuzz::message(bytes);
        sync::fuzz::ledger(bytes);
    }
);
