//! Bodies that do not come to an end.

use crate::tests::app::TestApp;
use futures::future::{Either, join_all, select};
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{MissedTickBehavior, interval, timeout};

/// As long as the body of a request may take to come here; and as often a byte comes of one that trickles.
const PATIENCE: Duration = Duration::from_secs(2);
const DRIP: Duration = Duration::from_millis(100);

/// How a body begins that is never whole: of a length that is promised, and in pieces of which there is always one more.
const BEGINNINGS: [(&str, &str, &str); 2] = [
    ("content-length: 60000", "{\"login\":\"", "a"),
    ("transfer-encoding: chunked", "a\r\n{\"login\":\"\r\n", "1\r\na\r\n"),
];

/// Begins to sign in, says nothing more or a little more all the time, and gives the whole answer.
async fn stall(address: SocketAddr, (kind, begun, more): (&str, &str, &str), drips: bool) -> String {
    let (mut reading, mut writing) = TcpStream::connect(address).await.unwrap().into_split();
    let head = format!(
        "POST /api/session HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n{kind}\r\n\r\n{begun}"
    );
    writing.write_all(head.as_bytes()).await.unwrap();
    let dripping = pin!(async {
        let mut drops = interval(DRIP);
        drops.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while drips && writing.write_all(more.as_bytes()).await.is_ok() {
            drops.tick().await;
        }
        std::future::pending::<()>().await;
    });
    let mut said = Vec::new();
    let answer = pin!(async {
        // An end while something is still being sent is an error on some systems, and an end.
        let _ = reading.read_to_end(&mut said).await;
    });
    select(dripping, answer).await;
    String::from_utf8(said).unwrap()
}

#[tokio::test]
async fn a_body_that_never_ends_is_cut_off_and_nobody_else_waits_for_it() {
    let app = TestApp::with_team_reached(|mut web| {
        web.patience = PATIENCE;
        web
    })
    .await;
    let address = app.listen().await;
    let stalling = (0..200).map(|number| stall(address, BEGINNINGS[number % 2], number % 4 > 1));
    let served = pin!(async {
        for _ in 0..3 {
            app.sign_in("anna").await;
        }
    });
    let stalling = pin!(join_all(stalling));
    let Either::Left(((), stalling)) = select(served, stalling).await else {
        panic!("somebody waited for those who never end");
    };
    let answers = timeout(10 * PATIENCE, stalling).await.expect("everybody is cut off");
    for answer in answers {
        assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("the body did not come in time"), "{answer}");
    }
}
