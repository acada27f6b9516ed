//! Documents, changes and facts in SQLite.

use super::script::Script;
use super::{Sqlite, note_time};
use crate::store::contents::PHONE_SEEN;
use crate::store::{
    Append, Appended, ChangeRow, Contents, DocumentRow, FactRow, Loaded, Result, StoredChange, read, taken,
};
use async_trait::async_trait;
use domain::fact::Place;
use domain::id::CustomerId;
use domain::instant::Instant;
use sqlx::{Row, SqliteConnection};
use std::collections::BTreeSet;
use sync::docid::DocId;

#[async_trait]
impl Contents for Sqlite {
    async fn document(&self, doc: DocId) -> Result<Option<DocumentRow>> {
        let row =
            sqlx::query("SELECT * FROM document WHERE id = ?").bind(&doc.0[..]).fetch_optional(&self.readers).await?;
        row.as_ref().map(read::document).transpose()
    }

    async fn documents(&self, store: Option<i64>) -> Result<Vec<DocumentRow>> {
        let sql = "SELECT * FROM document WHERE ?1 IS NULL OR store = ?1 ORDER BY id";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.readers).await?;
        rows.iter().map(read::document).collect()
    }

    async fn create_document(&self, row: &DocumentRow, genesis: &[ChangeRow]) -> Result<(DocumentRow, i64)> {
        // The writer is one connection: nobody makes another between this look and this document.
        let mut tx = self.writer.begin().await?;
        let sql = "SELECT * FROM document WHERE kind = ? AND owner IS ? AND store = ? AND epoch = ?";
        let there = sqlx::query(sql)
            .bind(read::kind_code(row.kind))
            .bind(row.owner.map(|it| it.to_string()))
            .bind(row.store)
            .bind(row.epoch)
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(there) = there {
            let there = read::document(&there)?;
            let upto = last_of(&mut tx, there.id).await?;
            return Ok((there, upto));
        }
        sqlx::query("INSERT INTO document (id, kind, owner, store, epoch) VALUES (?, ?, ?, ?, ?)")
            .bind(&row.id.0[..])
            .bind(read::kind_code(row.kind))
            .bind(row.owner.map(|it| it.to_string()))
            .bind(row.store)
            .bind(row.epoch)
            .execute(&mut *tx)
            .await
            .map_err(taken("document"))?;
        let mut script = Script::default();
        for change in genesis {
            insert_change(&mut script, row.id, change)?;
        }
        script.run(&mut tx).await?;
        let upto = last_of(&mut tx, row.id).await?;
        tx.commit().await?;
        Ok((row.clone(), upto))
    }

    async fn load(&self, doc: DocId) -> Result<Loaded> {
        // One transaction, so that a compaction between the two reads cannot hide changes.
        let mut tx = self.readers.begin().await?;
        let sql = "SELECT bytes, upto FROM snapshot WHERE doc = ?";
        let snapshot = sqlx::query(sql).bind(&doc.0[..]).fetch_optional(&mut *tx).await?;
        let mut loaded = Loaded::default();
        if let Some(row) = snapshot {
            loaded.snapshot = Some(row.try_get("bytes")?);
            loaded.upto = row.try_get("upto")?;
        }
        let sql = "SELECT pos, bytes FROM change WHERE doc = ? AND pos > ? ORDER BY pos";
        for row in sqlx::query(sql).bind(&doc.0[..]).bind(loaded.upto).fetch_all(&mut *tx).await? {
            loaded.changes.push(row.try_get("bytes")?);
            loaded.upto = row.try_get("pos")?;
        }
        Ok(loaded)
    }

    async fn compacted(&self, doc: DocId) -> Result<i64> {
        let sql = "SELECT COALESCE(MAX(upto), 0) FROM snapshot WHERE doc = ?";
        Ok(sqlx::query_scalar(sql).bind(&doc.0[..]).fetch_one(&self.readers).await?)
    }

    async fn compact(&self, doc: DocId, snapshot: Vec<u8>, upto: i64) -> Result<()> {
        let sql = "INSERT INTO snapshot (doc, bytes, upto) VALUES (?, ?, ?) ON CONFLICT (doc) DO UPDATE \
                   SET bytes = excluded.bytes, upto = excluded.upto WHERE upto < excluded.upto";
        sqlx::query(sql).bind(&doc.0[..]).bind(snapshot).bind(upto).execute(&self.writer).await?;
        Ok(())
    }

    async fn changes(&self, doc: DocId, after: i64) -> Result<Vec<StoredChange>> {
        let sql = "SELECT * FROM change WHERE doc = ? AND pos > ? ORDER BY pos";
        let rows = sqlx::query(sql).bind(&doc.0[..]).bind(after).fetch_all(&self.readers).await?;
        rows.iter().map(read::change).collect()
    }

    async fn last_change(&self) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT COALESCE(MAX(pos), 0) FROM change").fetch_one(&self.readers).await?)
    }

    async fn news(&self, after: i64) -> Result<Vec<(DocId, i64)>> {
        // By their positions, of which few are new; the index by documents has all.
        let sql = "SELECT doc, MAX(pos) AS pos FROM change NOT INDEXED WHERE pos > ? GROUP BY doc";
        let rows = sqlx::query(sql).bind(after).fetch_all(&self.readers).await?;
        rows.iter().map(|it| Ok((read::doc(it, "doc")?, it.try_get("pos")?))).collect()
    }

    async fn commit(&self, batch: &[Append]) -> Result<Vec<Appended>> {
        let mut tx = self.writer.begin().await?;
        let mut appended = Vec::with_capacity(batch.len());
        let mut script = Script::default();
        for append in batch {
            let upto = last_of(&mut tx, append.doc).await?;
            if append.after.is_some_and(|it| it < upto) && !append.changes.is_empty() {
                appended.push(Appended::Overtaken);
                continue;
            }
            let mut last = Instant::default();
            for change in &append.changes {
                insert_change(&mut script, append.doc, change)?;
                last = last.max(change.received);
                if script.is_full() {
                    script.run(&mut tx).await?;
                }
            }
            let mut marked = BTreeSet::new();
            for fact in &append.facts {
                insert_fact(&mut script, fact)?;
                note_look(&mut script, fact)?;
                if fact.marks().is_some_and(|it| marked.insert(it)) {
                    mark_ahead(&mut script, fact)?;
                }
                last = last.max(fact.received);
                if script.is_full() {
                    script.run(&mut tx).await?;
                }
            }
            for (device, at) in &append.sightings {
                let sql = "UPDATE device SET synced = MAX(COALESCE(synced, 0), ?), seen = MAX(COALESCE(seen, 0), ?) WHERE id = ?";
                script.then(sql).bind(at.0)?.bind(at.0)?.bind(device.0.clone())?;
                last = last.max(*at);
            }
            note_time(&mut script, last)?;
            if append.changes.is_empty() {
                script.run(&mut tx).await?;
                appended.push(Appended::At(upto));
                continue;
            }
            script.then(LAST).bind(append.doc.0.to_vec())?;
            let rows = script.run(&mut tx).await?;
            appended.push(Appended::At(rows.first().ok_or(sqlx::Error::RowNotFound)?.try_get(0)?));
        }
        tx.commit().await?;
        Ok(appended)
    }

    async fn first_text(&self, ids: &[String]) -> Result<Vec<(String, DocId, String)>> {
        let sql = "SELECT id, doc, text FROM fact WHERE place = ? AND id IN (SELECT value FROM json_each(?))";
        let ids = serde_json::to_string(ids).unwrap_or_default();
        let rows = sqlx::query(sql).bind(read::place_code(Place::Book)).bind(ids).fetch_all(&self.readers).await?;
        rows.iter().map(|it| Ok((it.try_get("id")?, read::doc(it, "doc")?, it.try_get("text")?))).collect()
    }

    async fn facts_of(&self, customer: CustomerId) -> Result<Vec<FactRow>> {
        let sql = "SELECT * FROM fact WHERE customer = ? ORDER BY id, place";
        let rows = sqlx::query(sql).bind(customer.to_string()).fetch_all(&self.readers).await?;
        rows.iter().map(read::fact).collect()
    }

    async fn facts_around(&self, docs: &[DocId]) -> Result<Vec<FactRow>> {
        let ids: Vec<String> = docs.iter().map(|it| hex::encode_upper(it.0)).collect();
        // A desk also knows those of whom all that it was told stood in another desk before: a fact has one row in all desks.
        let sql = "WITH wanted AS (SELECT unhex(value) AS doc FROM json_each(?)) SELECT * FROM fact WHERE customer IN ( \
                   SELECT customer FROM fact WHERE customer IS NOT NULL AND doc IN (SELECT doc FROM wanted) UNION \
                   SELECT told.customer FROM desk_entry JOIN fact AS told ON told.id = desk_entry.fact \
                   WHERE told.customer IS NOT NULL AND desk_entry.desk IN (SELECT doc FROM wanted)) \
                   ORDER BY customer, id, place";
        let ids = serde_json::to_string(&ids).unwrap_or_default();
        let rows = sqlx::query(sql).bind(ids).fetch_all(&self.readers).await?;
        rows.iter().map(read::fact).collect()
    }

    async fn facts_of_nobody(&self, store: i64) -> Result<Vec<FactRow>> {
        let sql = "SELECT fact.* FROM fact JOIN document ON document.id = fact.doc \
                   WHERE document.kind <> 'house' AND document.store = ? AND fact.customer IS NULL";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.readers).await?;
        rows.iter().map(read::fact).collect()
    }

    async fn house_upto(&self, store: i64) -> Result<i64> {
        // The last change of each house, and not all changes of all documents beside the houses.
        let sql = "SELECT COALESCE(MAX((SELECT MAX(pos) FROM change WHERE doc = document.id)), 0) FROM document \
                   WHERE kind = 'house' AND store = ?";
        Ok(sqlx::query_scalar(sql).bind(store).fetch_one(&self.readers).await?)
    }

    async fn house_facts(&self, store: i64) -> Result<Vec<FactRow>> {
        let sql = "SELECT fact.* FROM fact JOIN document ON document.id = fact.doc \
                   WHERE document.kind = 'house' AND document.store = ? AND fact.customer IS NULL";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.readers).await?;
        rows.iter().map(read::fact).collect()
    }

    async fn all_facts(&self) -> Result<Vec<FactRow>> {
        let rows = sqlx::query("SELECT * FROM fact ORDER BY id, place").fetch_all(&self.readers).await?;
        rows.iter().map(read::fact).collect()
    }
}

/// The position of a document's last change.
const LAST: &str = "SELECT COALESCE(MAX(pos), 0) FROM change WHERE doc = ?";

async fn last_of(connection: &mut SqliteConnection, doc: DocId) -> Result<i64> {
    Ok(sqlx::query_scalar(LAST).bind(&doc.0[..]).fetch_one(connection).await?)
}

fn insert_change(script: &mut Script, doc: DocId, change: &ChangeRow) -> Result<()> {
    let sql = "INSERT INTO change (doc, hash, actor, seq, bytes, device, received, lower) VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
               ON CONFLICT (doc, hash) DO NOTHING";
    script
        .then(sql)
        .bind(doc.0.to_vec())?
        .bind(change.hash.to_vec())?
        .bind(change.actor.clone())?
        .bind(i64::try_from(change.seq).unwrap_or(i64::MAX))?
        .bind(change.bytes.clone())?
        .bind(change.device.as_ref().map(|it| it.0.clone()))?
        .bind(change.received.0)?
        .bind(change.lower.0)?;
    Ok(())
}

/// Keeps a fact, if there is none under its id.
pub(super) fn insert_fact(script: &mut Script, fact: &FactRow) -> Result<()> {
    let sql = "INSERT INTO fact (id, place, doc, customer, text, received, device) VALUES (?, ?, ?, ?, ?, ?, ?) \
               ON CONFLICT (id, place) DO NOTHING";
    script
        .then(sql)
        .bind(fact.id.clone())?
        .bind(read::place_code(fact.place))?
        .bind(fact.doc.0.to_vec())?
        .bind(fact.customer.map(|it| it.to_string()))?
        .bind(fact.text.clone())?
        .bind(fact.received.0)?
        .bind(fact.device.as_ref().map(|it| it.0.clone()))?;
    Ok(())
}

/// Who looked at a number stands in the record as well, at the time that the book says: once, for a fact is new once.
/// Comes right behind the fact, whose row counts as the last change if it is new.
fn note_look(script: &mut Script, fact: &FactRow) -> Result<()> {
    let Some(at) = fact.look() else { return Ok(()) };
    let sql = "INSERT INTO audit (at, store, staff, what, customer, about) \
               SELECT ?, store, owner, ?, ?, '' FROM document WHERE id = ? AND owner IS NOT NULL AND changes() > 0";
    script
        .then(sql)
        .bind(at.0)?
        .bind(PHONE_SEEN)?
        .bind(fact.customer.map(|it| it.to_string()).unwrap_or_default())?
        .bind(fact.doc.0.to_vec())?;
    Ok(())
}

pub(super) fn mark_ahead(script: &mut Script, fact: &FactRow) -> Result<()> {
    let Some(customer) = fact.marks() else { return Ok(()) };
    let sql = "INSERT OR REPLACE INTO ahead (store, customer) SELECT store, ? FROM document WHERE id = ?";
    script.then(sql).bind(customer)?.bind(fact.doc.0.to_vec())?;
    Ok(())
}
