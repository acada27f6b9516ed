//! What waits for a connection that does not read is bounded.

use crate::docs::{Outgoing, outbox};

const MIB: usize = 1 << 20;

#[tokio::test]
async fn frames_are_bounded_in_number_and_in_bytes() {
    let frame = |len: usize| Outgoing::Frame(vec![0; len]);
    let taken = |len: usize| {
        let (outbox, _outlet) = outbox();
        std::iter::from_fn(|| outbox.try_send(frame(len)).ok()).count()
    };
    assert_eq!(taken(1), 256);
    assert_eq!(taken(MIB), 16);
    assert_eq!(taken(40 * MIB), 1, "one alone may be as large as a book");

    let (outbox, mut outlet) = outbox();
    assert!(outbox.try_send(frame(16 * MIB)).is_ok());
    assert!(outbox.try_send(frame(1)).is_err());
    assert!(outbox.try_send(Outgoing::Close(4429, "too slow".to_owned())).is_ok(), "a last word has no weight");
    assert_eq!(outlet.next().await, Some(frame(16 * MIB)));
    assert!(outbox.try_send(frame(16 * MIB)).is_ok(), "what has left leaves room");
}
