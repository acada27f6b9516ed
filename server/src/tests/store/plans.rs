//! That no statement of SQLite's reads a table that grows for ever from one end to the other, but those that are to.

use crate::store::sqlite::Sqlite;
use sqlx::{Connection, Row, SqliteConnection};
use std::fs;
use std::path::{Path, PathBuf};

/// The tables that nothing is ever taken out of.
const GROWING: [&str; 4] = ["change", "fact", "customer_row", "customer_rev"];

/// What reads all of it: a rebuild and a check. And the last position of all, which is the first row from behind.
const WHOLE: [&str; 4] = [
    "SELECT * FROM fact ORDER BY id, place",
    "DELETE FROM fact",
    "DELETE FROM customer_row",
    "SELECT COALESCE(MAX(pos), 0) FROM change",
];

/// The statements in a source: texts in quotes that begin with a verb of reading or changing.
fn statements(source: &str) -> Vec<String> {
    let mut all = Vec::new();
    for piece in source.split('"').skip(1).step_by(2) {
        // A line that goes on begins behind its indentation.
        let lines = piece.split("\\\n").map(str::trim_start);
        let text = lines.collect::<String>();
        if ["SELECT ", "WITH ", "UPDATE ", "DELETE "].iter().any(|it| text.starts_with(it)) {
            all.push(text);
        }
    }
    all
}

fn sources() -> Vec<PathBuf> {
    let store = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let folder = fs::read_dir(store.join("sqlite")).unwrap().map(|it| it.unwrap().path());
    folder.chain([store.join("sqlite.rs")]).collect()
}

#[tokio::test]
async fn no_statement_reads_all_that_has_ever_been() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("genjin.db");
    let store = Sqlite::open(&file).await.unwrap();
    let mut connection = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let (mut seen, mut bad) = (0, Vec::new());
    for source in sources() {
        for sql in statements(&fs::read_to_string(&source).unwrap()) {
            seen += 1;
            let explained = format!("EXPLAIN QUERY PLAN {sql}");
            let plan = sqlx::query(&explained).fetch_all(&mut connection).await.unwrap();
            let details: Vec<String> = plan.iter().map(|it| it.get("detail")).collect();
            // An index of what is about nobody has only that. A search by nothing goes from the end until a row fits.
            let reads_all = |detail: &String| match detail.split(' ').collect::<Vec<_>>()[..] {
                ["SCAN", table, ..] => GROWING.contains(&table) && !detail.ends_with("INDEX fact_doc"),
                ["SEARCH", table] => GROWING.contains(&table),
                _ => false,
            };
            if details.iter().any(reads_all) && !WHOLE.contains(&sql.as_str()) {
                bad.push(format!("{sql}\n  {details:?}"));
            }
        }
    }
    assert!(seen > 60, "{seen} statements");
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    crate::store::Store::close(&store).await;
}
