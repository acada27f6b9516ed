//! Documents, changes and facts in PostgreSQL.

use super::{Postgres, Turn, column, note_time};
use crate::store::contents::PHONE_SEEN;
use crate::store::{
    Append, Appended, ChangeRow, Contents, DocumentRow, FactRow, Loaded, Result, StoredChange, read, taken,
};
use async_trait::async_trait;
use domain::fact::Place;
use domain::id::{CustomerId, DeviceId};
use domain::instant::Instant;
use read::Columns;
use sqlx::postgres::{PgConnection, PgRow};
use std::collections::{BTreeMap, BTreeSet};
use sync::docid::DocId;

#[async_trait]
impl Contents for Postgres {
    async fn document(&self, doc: DocId) -> Result<Option<DocumentRow>> {
        let row = sqlx::query("SELECT * FROM document WHERE id = $1").bind(doc.0).fetch_optional(&self.pool).await?;
        row.as_ref().map(read::document).transpose()
    }

    async fn documents(&self, store: Option<i64>) -> Result<Vec<DocumentRow>> {
        let sql = "SELECT * FROM document WHERE $1 IS NULL OR store = $1 ORDER BY id";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.pool).await?;
        rows.iter().map(read::document).collect()
    }

    async fn create_document(&self, row: &DocumentRow, genesis: &[ChangeRow]) -> Result<(DocumentRow, i64)> {
        let mut tx = self.turn(Turn::Contents, "").await?;
        let sql =
            "SELECT * FROM document WHERE kind = $1 AND owner IS NOT DISTINCT FROM $2 AND store = $3 AND epoch = $4";
        let owner = row.owner.map(|it| it.to_string());
        let there = sqlx::query(sql)
            .bind(read::kind_code(row.kind))
            .bind(&owner)
            .bind(row.store)
            .bind(row.epoch)
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(there) = there {
            let there = read::document(&there)?;
            let upto = last_of(&mut tx, &[there.id]).await?.get(&there.id).copied().unwrap_or_default();
            return Ok((there, upto));
        }
        sqlx::query("INSERT INTO document (id, kind, owner, store, epoch) VALUES ($1, $2, $3, $4, $5)")
            .bind(row.id.0)
            .bind(read::kind_code(row.kind))
            .bind(owner)
            .bind(row.store)
            .bind(row.epoch)
            .execute(&mut *tx)
            .await
            .map_err(taken("document"))?;
        let genesis: Vec<_> = genesis.iter().map(|it| (row.id, it)).collect();
        let upto = insert_changes(&mut tx, &genesis).await?.get(&row.id).copied().unwrap_or_default();
        tx.commit().await?;
        Ok((row.clone(), upto))
    }

    async fn load(&self, doc: DocId) -> Result<Loaded> {
        // One statement, so that a compaction between two reads cannot hide changes.
        let sql = "SELECT TRUE AS is_snapshot, upto AS pos, bytes FROM snapshot WHERE doc = $1 UNION ALL \
                   SELECT FALSE, pos, bytes FROM change WHERE doc = $1 \
                   AND pos > COALESCE((SELECT upto FROM snapshot WHERE doc = $1), 0) ORDER BY is_snapshot DESC, pos";
        let mut loaded = Loaded::default();
        for row in sqlx::query(sql).bind(doc.0).fetch_all(&self.pool).await? {
            let bytes = row.bytes("bytes")?;
            loaded.upto = row.number("pos")?;
            if row.flag("is_snapshot")? {
                loaded.snapshot = Some(bytes);
            } else {
                loaded.changes.push(bytes);
            }
        }
        Ok(loaded)
    }

    async fn compacted(&self, doc: DocId) -> Result<i64> {
        let sql = "SELECT COALESCE(MAX(upto), 0) FROM snapshot WHERE doc = $1";
        Ok(sqlx::query_scalar(sql).bind(doc.0).fetch_one(&self.pool).await?)
    }

    async fn compact(&self, doc: DocId, snapshot: Vec<u8>, upto: i64) -> Result<()> {
        let sql = "INSERT INTO snapshot (doc, bytes, upto) VALUES ($1, $2, $3) ON CONFLICT (doc) DO UPDATE \
                   SET bytes = excluded.bytes, upto = excluded.upto WHERE snapshot.upto < excluded.upto";
        sqlx::query(sql).bind(doc.0).bind(snapshot).bind(upto).execute(&self.pool).await?;
        Ok(())
    }

    async fn changes(&self, doc: DocId, after: i64) -> Result<Vec<StoredChange>> {
        let sql = "SELECT * FROM change WHERE doc = $1 AND pos > $2 ORDER BY pos";
        let rows = sqlx::query(sql).bind(doc.0).bind(after).fetch_all(&self.pool).await?;
        rows.iter().map(read::change).collect()
    }

    async fn last_change(&self) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT COALESCE(MAX(pos), 0) FROM change").fetch_one(&self.pool).await?)
    }

    async fn news(&self, after: i64) -> Result<Vec<(DocId, i64)>> {
        let sql = "SELECT doc, MAX(pos) AS pos FROM change WHERE pos > $1 GROUP BY doc";
        let rows = sqlx::query(sql).bind(after).fetch_all(&self.pool).await?;
        rows.iter().map(|it| Ok((read::doc(it, "doc")?, it.number("pos")?))).collect()
    }

    async fn commit(&self, batch: &[Append]) -> Result<Vec<Appended>> {
        // A position is given when a row is written and seen when its transaction has ended. If two transactions wrote at once, the later
        // position could be seen before the earlier one, and whoever goes on from there would never come back for the earlier.
        // Whoever waits here gets the turn after the end of the one before, when all of its positions can be seen.
        let mut tx = self.turn(Turn::Contents, "").await?;
        let mut appended = Vec::with_capacity(batch.len());
        for round in rounds(batch) {
            append(&mut tx, round, &mut appended).await?;
        }
        tx.commit().await?;
        Ok(appended)
    }

    async fn first_text(&self, ids: &[String]) -> Result<Vec<(String, DocId, String)>> {
        let sql = "SELECT id, doc, text FROM fact WHERE place = $1 AND id = ANY($2)";
        let rows = sqlx::query(sql)
            .bind(read::place_code(Place::Book))
            .bind(column(ids, String::as_bytes))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|it| Ok((it.foreign("id")?, read::doc(it, "doc")?, it.foreign("text")?))).collect()
    }

    async fn facts_of(&self, customer: CustomerId) -> Result<Vec<FactRow>> {
        let sql = "SELECT * FROM fact WHERE customer = $1 ORDER BY id, place";
        let rows = sqlx::query(sql).bind(customer.to_string()).fetch_all(&self.pool).await?;
        rows.iter().map(read::fact).collect()
    }

    async fn facts_around(&self, docs: &[DocId]) -> Result<Vec<FactRow>> {
        // A desk also knows those of whom all that it was told stood in another desk before: a fact has one row in all desks.
        let sql = "SELECT * FROM fact WHERE customer IN ( \
                   SELECT customer FROM fact WHERE customer IS NOT NULL AND doc = ANY($1) UNION \
                   SELECT told.customer FROM desk_entry JOIN fact AS told ON told.id = desk_entry.fact \
                   WHERE told.customer IS NOT NULL AND desk_entry.desk = ANY($1)) ORDER BY customer, id, place";
        let rows = sqlx::query(sql).bind(column(docs, |it| it.0)).fetch_all(&self.pool).await?;
        rows.iter().map(read::fact).collect()
    }

    async fn facts_of_nobody(&self, store: i64) -> Result<Vec<FactRow>> {
        let sql = "SELECT fact.* FROM fact JOIN document ON document.id = fact.doc \
                   WHERE document.kind <> 'house' AND document.store = $1 AND fact.customer IS NULL";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.pool).await?;
        rows.iter().map(read::fact).collect()
    }

    async fn house_upto(&self, store: i64) -> Result<i64> {
        // The last change of each house, and not all changes of all documents beside the houses.
        let sql = "SELECT COALESCE(MAX((SELECT MAX(pos) FROM change WHERE doc = document.id)), 0) FROM document \
                   WHERE kind = 'house' AND store = $1";
        Ok(sqlx::query_scalar(sql).bind(store).fetch_one(&self.pool).await?)
    }

    async fn house_facts(&self, store: i64) -> Result<Vec<FactRow>> {
        let sql = "SELECT fact.* FROM fact JOIN document ON document.id = fact.doc \
                   WHERE document.kind = 'house' AND document.store = $1 AND fact.customer IS NULL";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.pool).await?;
        rows.iter().map(read::fact).collect()
    }

    async fn all_facts(&self) -> Result<Vec<FactRow>> {
        let rows = sqlx::query("SELECT * FROM fact ORDER BY id, place").fetch_all(&self.pool).await?;
        rows.iter().map(read::fact).collect()
    }
}

/// A batch in pieces that name each document once, so that each append of a piece finds what the pieces before have left.
fn rounds(batch: &[Append]) -> Vec<&[Append]> {
    let mut rounds = Vec::new();
    let mut rest = batch;
    while !rest.is_empty() {
        let mut named = BTreeSet::new();
        let length = rest.iter().take_while(|it| named.insert(it.doc)).count();
        let (round, after) = rest.split_at(length);
        rounds.push(round);
        rest = after;
    }
    rounds
}

async fn append(connection: &mut PgConnection, round: &[Append], appended: &mut Vec<Appended>) -> Result<()> {
    let mut upto = last_of(connection, &column(round, |it| it.doc)).await?;
    let of = |upto: &BTreeMap<DocId, i64>, append: &Append| upto.get(&append.doc).copied().unwrap_or_default();
    let is_overtaken =
        |append: &Append| !append.changes.is_empty() && append.after.is_some_and(|it| it < of(&upto, append));
    let overtaken = column(round, is_overtaken);
    let kept: Vec<&Append> = round.iter().zip(&overtaken).filter(|it| !it.1).map(|it| it.0).collect();
    let changes: Vec<_> = kept.iter().flat_map(|append| append.changes.iter().map(|it| (append.doc, it))).collect();
    let facts: Vec<&FactRow> = kept.iter().flat_map(|it| &it.facts).collect();
    let sightings: Vec<_> = kept.iter().flat_map(|it| &it.sightings).collect();
    upto.extend(insert_changes(connection, &changes).await?);
    let fresh = insert_facts(connection, &facts).await?;
    note_looks(connection, &fresh).await?;
    mark_ahead(connection, &facts).await?;
    note_sightings(connection, &sightings).await?;
    let received = changes.iter().map(|it| it.1.received).chain(facts.iter().map(|it| it.received));
    let last = received.chain(sightings.iter().map(|it| it.1)).max().unwrap_or_default();
    note_time(connection, last).await?;
    let outcome = |(append, is_overtaken): (&Append, &bool)| {
        if *is_overtaken { Appended::Overtaken } else { Appended::At(of(&upto, append)) }
    };
    appended.extend(round.iter().zip(&overtaken).map(outcome));
    Ok(())
}

/// The position of the last change of each of these documents that has any.
async fn last_of(connection: &mut PgConnection, docs: &[DocId]) -> Result<BTreeMap<DocId, i64>> {
    // Each by the end of its index, however many changes it has.
    let sql = "SELECT it.doc, last.pos FROM UNNEST($1::bytea[]) AS it (doc) CROSS JOIN LATERAL \
               (SELECT pos FROM change WHERE change.doc = it.doc ORDER BY pos DESC LIMIT 1) AS last";
    positions(&sqlx::query(sql).bind(column(docs, |it| it.0)).fetch_all(connection).await?)
}

/// The last position of each document.
fn positions(rows: &[PgRow]) -> Result<BTreeMap<DocId, i64>> {
    let mut last = BTreeMap::new();
    for row in rows {
        let (doc, pos) = (read::doc(row, "doc")?, row.number("pos")?);
        last.entry(doc).and_modify(|it: &mut i64| *it = pos.max(*it)).or_insert(pos);
    }
    Ok(last)
}

/// Writes changes that are not there yet; gives the positions of the last ones.
async fn insert_changes(
    connection: &mut PgConnection,
    changes: &[(DocId, &ChangeRow)],
) -> Result<BTreeMap<DocId, i64>> {
    if changes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = "INSERT INTO change (doc, hash, actor, seq, bytes, device, received, lower) \
               SELECT doc, hash, actor, seq, bytes, device, received, lower FROM UNNEST($1::bytea[], $2::bytea[], $3::text[], \
               $4::bigint[], $5::bytea[], $6::text[], $7::bigint[], $8::bigint[]) WITH ORDINALITY \
               AS it (doc, hash, actor, seq, bytes, device, received, lower, number) ORDER BY number \
               ON CONFLICT (doc, hash) DO NOTHING RETURNING doc, pos";
    let rows = sqlx::query(sql)
        .bind(column(changes, |it| it.0.0))
        .bind(column(changes, |it| it.1.hash))
        .bind(column(changes, |it| it.1.actor.as_str()))
        .bind(column(changes, |it| i64::try_from(it.1.seq).unwrap_or(i64::MAX)))
        .bind(column(changes, |it| it.1.bytes.as_slice()))
        .bind(column(changes, |it| it.1.device.as_ref().map(|it| it.0.as_str())))
        .bind(column(changes, |it| it.1.received.0))
        .bind(column(changes, |it| it.1.lower.0))
        .fetch_all(connection)
        .await?;
    positions(&rows)
}

/// Devices of which the server now holds everything; what is known of them never goes back.
async fn note_sightings(connection: &mut PgConnection, sightings: &[&(DeviceId, Instant)]) -> Result<()> {
    if sightings.is_empty() {
        return Ok(());
    }
    let sql = "UPDATE device SET synced = GREATEST(synced, it.at), seen = GREATEST(seen, it.at) FROM \
               (SELECT id, MAX(at) AS at FROM UNNEST($1::text[], $2::bigint[]) AS it (id, at) GROUP BY id) AS it \
               WHERE device.id = it.id";
    sqlx::query(sql)
        .bind(column(sightings, |it| it.0.0.as_str()))
        .bind(column(sightings, |it| it.1.0))
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps facts, each under an id that is free; gives those that were kept.
pub(super) async fn insert_facts<'a>(connection: &mut PgConnection, facts: &[&'a FactRow]) -> Result<Vec<&'a FactRow>> {
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "INSERT INTO fact (id, place, doc, customer, text, received, device) \
               SELECT id, place, doc, customer, text, received, device FROM UNNEST($1::bytea[], $2::bigint[], $3::bytea[], \
               $4::text[], $5::bytea[], $6::bigint[], $7::text[]) WITH ORDINALITY \
               AS it (id, place, doc, customer, text, received, device, number) ORDER BY number \
               ON CONFLICT (id, place) DO NOTHING RETURNING id, place";
    let rows = sqlx::query(sql)
        .bind(column(facts, |it| it.id.as_bytes()))
        .bind(column(facts, |it| read::place_code(it.place)))
        .bind(column(facts, |it| it.doc.0))
        .bind(column(facts, |it| it.customer.map(|it| it.to_string())))
        .bind(column(facts, |it| it.text.as_bytes()))
        .bind(column(facts, |it| it.received.0))
        .bind(column(facts, |it| it.device.as_ref().map(|it| it.0.as_str())))
        .fetch_all(connection)
        .await?;
    let mut kept = rows
        .iter()
        .map(|it| Ok((it.foreign("id")?, it.number("place")?)))
        .collect::<Result<BTreeSet<(String, i64)>>>()?;
    // Of several under one id the first was kept.
    Ok(facts.iter().copied().filter(|it| kept.remove(&(it.id.clone(), read::place_code(it.place)))).collect())
}

/// Who looked at a number stands in the record as well: once, for a fact is new once.
async fn note_looks(connection: &mut PgConnection, fresh: &[&FactRow]) -> Result<()> {
    let looks: Vec<(&FactRow, Instant)> = fresh.iter().filter_map(|it| Some((*it, it.look()?))).collect();
    if looks.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO audit (at, store, staff, what, customer, about) \
               SELECT it.at, document.store, document.owner, $1, it.customer, '' \
               FROM UNNEST($2::bytea[], $3::bigint[], $4::text[]) WITH ORDINALITY AS it (doc, at, customer, number) \
               JOIN document ON document.id = it.doc WHERE document.owner IS NOT NULL ORDER BY it.number";
    sqlx::query(sql)
        .bind(PHONE_SEEN)
        .bind(column(&looks, |it| it.0.doc.0))
        .bind(column(&looks, |it| it.1.0))
        .bind(column(&looks, |it| it.0.customer.map(|it| it.to_string()).unwrap_or_default()))
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives what these facts are about a new mark each.
pub(super) async fn mark_ahead(connection: &mut PgConnection, facts: &[&FactRow]) -> Result<()> {
    let marks: BTreeSet<(DocId, String)> = facts.iter().filter_map(|it| Some((it.doc, it.marks()?))).collect();
    if marks.is_empty() {
        return Ok(());
    }
    let marks: Vec<_> = marks.into_iter().collect();
    let sql = "INSERT INTO ahead (store, customer) SELECT DISTINCT document.store, it.customer \
               FROM UNNEST($1::bytea[], $2::text[]) AS it (doc, customer) JOIN document ON document.id = it.doc \
               ON CONFLICT (store, customer) DO UPDATE SET mark = excluded.mark";
    sqlx::query(sql)
        .bind(column(&marks, |it| it.0.0))
        .bind(column(&marks, |it| it.1.as_str()))
        .execute(connection)
        .await?;
    Ok(())
}
