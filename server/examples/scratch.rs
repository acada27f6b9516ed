//! scratch
#![allow(clippy::all, clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "scratch")]
use server::store::*;
use sync::replica::*;
#[tokio::main]
async fn main() {
    let s = server::store::sqlite::Sqlite::open(std::path::Path::new(&std::env::args().nth(1).unwrap())).await.unwrap();
    let docs = s.documents(None).await.unwrap();
    let mut bad = 0;
    for d in docs {
        let rows = s.changes(d.id).await.unwrap();
        let mut r = Replica::genesis();
        for row in &rows {
            let before = r.heads();
            let fresh = r.apply(&row.change.bytes).unwrap();
            if fresh.len() > 1 || fresh.iter().any(|f| f.hash != row.change.hash) || (fresh.is_empty() && row.change.seq != 1) {
                bad += 1;
                if bad < 6 {
                println!("{} pos {} row {} {}:{} before {:?}", d.id, row.pos, hex::encode(&row.change.hash[..4]), &row.change.actor[..4], row.change.seq, before.0.iter().map(|h| hex::encode(&h[..4])).collect::<Vec<_>>());
                for f in fresh { println!("   fresh {} {}:{}", hex::encode(&f.hash[..4]), &f.actor[..4], f.seq); }
                println!("   after {:?}", r.heads().0.iter().map(|h| hex::encode(&h[..4])).collect::<Vec<_>>());
                }
            }
        }
    }
    println!("bad {bad}");
}
