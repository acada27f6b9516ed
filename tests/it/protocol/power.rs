//! Power cuts in which the disk has not all that was written: what was called uploaded was synchronised, and is there.

use super::kills::{Dice, Writers, number};
use super::serve;
use anyhow::{Result, ensure};
use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;
use tests::protocol::device::Device;
use tests::{NOW, wal};
use tokio::time::Instant as Moment;

#[tokio::test]
async fn what_was_called_uploaded_survives_the_loss_of_all_that_was_not_synchronised() -> Result<()> {
    let cuts = number("GENJIN_CUTS", 8);
    let seed = number("GENJIN_SEED", RandomState::new().hash_one(0));
    eprintln!("GENJIN_SEED={seed}");
    let mut dice = Dice(seed);
    let (mut server, address) = serve()?;
    let database = server.data().join("genjin.db");
    let mut writers = Writers::start(&address).await?;
    for _ in 0..cuts {
        writers.write_in_javascript().await?;
        writers.work(Moment::now() + Duration::from_micros(dice.below(150_000))).await?;
        // What has been heard by now was committed before.
        let kept = wal::mark(&database)?;
        server.kill9()?;
        writers.tablet.hang_up();
        let mut draw = |end: usize| usize::try_from(dice.below(end as u64)).unwrap_or(0);
        wal::cut(&database, kept, &mut draw)?;
        server.run(Some(NOW))?;

        // A device that was never here sees all of it, before the tablet has come back and could bring it again.
        let mut cold = Device::enrol(&address, "advisor1").await?;
        cold.connect().await?;
        cold.settle().await?;
        let there: BTreeSet<String> = cold.facts().into_iter().map(|it| it.id).collect();
        let lost: Vec<_> = writers.uploaded.difference(&there).collect();
        ensure!(lost.is_empty(), "called uploaded, and lost: {lost:?}");
        writers.tablet.connect().await?;
    }
    writers.tablet.settle().await?;
    writers.peer.uploaded(&writers.url).await?;
    let there: BTreeSet<String> = writers.tablet.facts().into_iter().map(|it| it.id).collect();
    let missing: Vec<_> = writers.written.difference(&there).collect();
    ensure!(missing.is_empty(), "written, and lost: {missing:?}");
    server.stop()?;
    assert_eq!(server.command(&["verify"])?.trim(), "whole");
    Ok(())
}
