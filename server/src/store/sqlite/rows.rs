//! The read models in SQLite.

use super::Sqlite;
use super::contents::{insert_fact, mark_ahead};
use super::script::Script;
use crate::store::{Ahead, FactRow, Fallen, Projected, Result, Revision, Rows, StoreError, Telling, Untold, read};
use async_trait::async_trait;
use domain::id::CustomerId;
use domain::instant::{Day, Instant};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::collections::{BTreeMap, BTreeSet};
use sync::docid::DocId;

#[async_trait]
impl Rows for Sqlite {
    async fn ahead(&self, limit: u32) -> Result<Vec<Ahead>> {
        let sql = "SELECT mark, store, customer FROM ahead ORDER BY mark LIMIT ?";
        let rows = sqlx::query(sql).bind(limit).fetch_all(&self.readers).await?;
        rows.iter().map(read::ahead).collect()
    }

    async fn spread(&self, ahead: &Ahead) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        let sql = "INSERT OR REPLACE INTO ahead (store, customer) SELECT DISTINCT ?1, fact.customer FROM fact \
                   JOIN document ON document.id = fact.doc WHERE document.store = ?1 AND fact.customer IS NOT NULL";
        sqlx::query(sql).bind(ahead.store).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM ahead WHERE mark = ?").bind(ahead.mark).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn project(&self, batch: &[Projected]) -> Result<usize> {
        let mut tx = self.writer.begin().await?;
        let marks: Vec<i64> = batch.iter().map(|it| it.mark).collect();
        let sql = "DELETE FROM ahead WHERE mark IN (SELECT value FROM json_each(?)) RETURNING mark";
        let marks = serde_json::to_string(&marks).unwrap_or_default();
        let stood: BTreeSet<i64> = sqlx::query_scalar(sql).bind(marks).fetch_all(&mut *tx).await?.into_iter().collect();
        let batch: BTreeMap<String, &Projected> =
            batch.iter().filter(|it| stood.contains(&it.mark)).map(|it| (it.customer.to_string(), it)).collect();
        let (mut script, mut stamps) = (Script::default(), Vec::new());
        for (customer, it) in &batch {
            write_row(&mut script, customer, it)?;
            write_prints(&mut script, customer, it)?;
            script.then("SELECT * FROM lock_stamp WHERE customer = ?").bind(customer.clone())?;
            if script.is_full() {
                stamps.extend(script.run(&mut tx).await?);
            }
        }
        stamps.extend(script.run(&mut tx).await?);
        for stamp in &stamps {
            if let Some(it) = batch.get(stamp.try_get::<&str, _>("customer")?) {
                check_stamp(&mut script, stamp, it)?;
            }
            if script.is_full() {
                script.run(&mut tx).await?;
            }
        }
        script.run(&mut tx).await?;
        tx.commit().await?;
        Ok(batch.len())
    }

    async fn revisions(&self, store: i64, after: i64) -> Result<Vec<Revision>> {
        let sql = "SELECT v.rev, v.customer, v.store, it.advisor, it.due, it.lock_at, it.row \
                   FROM customer_rev AS v LEFT JOIN customer_row AS it ON it.customer = v.customer \
                   WHERE v.store = ? AND v.rev > ? ORDER BY v.rev";
        let rows = sqlx::query(sql).bind(store).bind(after).fetch_all(&self.readers).await?;
        rows.iter().map(read::revision).collect()
    }

    async fn prints(&self, store: i64) -> Result<Vec<u32>> {
        let sql = "SELECT DISTINCT print FROM phone_print WHERE store = ? ORDER BY print";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.readers).await?;
        rows.iter().map(read::print).collect()
    }

    async fn with_print(&self, store: i64, print: u32) -> Result<Vec<CustomerId>> {
        let sql = "SELECT customer FROM phone_print WHERE store = ? AND print = ? ORDER BY customer";
        let rows = sqlx::query(sql).bind(store).bind(print).fetch_all(&self.readers).await?;
        rows.iter().map(|it| read::customer(it, "customer")).collect()
    }

    async fn rebuild(&self, facts: &[FactRow]) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        for sql in [
            "DELETE FROM fact",
            "INSERT OR REPLACE INTO customer_rev (store, customer) SELECT store, customer FROM customer_row",
            "DELETE FROM customer_row",
            "DELETE FROM phone_print",
            "DELETE FROM ahead",
        ] {
            sqlx::query(sql).execute(&mut *tx).await?;
        }
        let mut script = Script::default();
        for fact in facts {
            insert_fact(&mut script, fact)?;
            mark_ahead(&mut script, fact)?;
            if script.is_full() {
                script.run(&mut tx).await?;
            }
        }
        script.run(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn fallen(&self, now: Instant, limit: u32) -> Result<Vec<Fallen>> {
        let sql = "SELECT * FROM customer_row AS it WHERE lock_at <= ? AND due IS NOT NULL AND NOT EXISTS \
                   (SELECT 1 FROM lock_stamp WHERE lock_stamp.customer = it.customer AND lock_stamp.due = it.due) \
                   ORDER BY lock_at LIMIT ?";
        let rows = sqlx::query(sql).bind(now.0).bind(limit).fetch_all(&self.readers).await?;
        rows.iter().map(read::fallen).collect()
    }

    async fn next_lock(&self, now: Instant) -> Result<Option<Instant>> {
        let sql = "SELECT MIN(lock_at) AS lock_at FROM customer_row WHERE lock_at > ?";
        read::instant_or_none(&sqlx::query(sql).bind(now.0).fetch_one(&self.readers).await?, "lock_at")
    }

    async fn stamp(&self, lock: &Fallen, desk: Option<DocId>) -> Result<bool> {
        let sql = "INSERT INTO lock_stamp (customer, due, since, desk, told) SELECT customer, due, lock_at, ?, ? \
                   FROM customer_row WHERE customer = ? AND due = ? AND lock_at = ? ON CONFLICT DO NOTHING";
        let done = sqlx::query(sql)
            .bind(desk.map(|it| it.0.to_vec()))
            .bind(desk.is_none())
            .bind(lock.customer.to_string())
            .bind(lock.due.to_string())
            .bind(lock.since.0)
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn untold(&self, limit: u32) -> Result<Vec<Untold>> {
        let sql =
            "SELECT * FROM lock_stamp WHERE told = 0 OR (lifted IS NOT NULL AND lift_told = 0) ORDER BY since LIMIT ?";
        let rows = sqlx::query(sql).bind(limit).fetch_all(&self.readers).await?;
        rows.iter().map(read::untold).collect()
    }

    async fn told(&self, untold: &Untold) -> Result<()> {
        let sql = match untold.what {
            Telling::Locked => "UPDATE lock_stamp SET told = 1 WHERE customer = ? AND due = ?",
            Telling::Lifted(..) => "UPDATE lock_stamp SET lift_told = 1 WHERE customer = ? AND due = ?",
        };
        sqlx::query(sql).bind(untold.customer.to_string()).bind(untold.due.to_string()).execute(&self.writer).await?;
        Ok(())
    }

    async fn stamps(&self) -> Result<Vec<(CustomerId, Day, bool)>> {
        let rows = sqlx::query("SELECT * FROM lock_stamp ORDER BY customer, due").fetch_all(&self.readers).await?;
        rows.iter().map(read::stamp).collect()
    }
}

fn write_row(script: &mut Script, customer: &str, it: &Projected) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO customer_rev (store, customer) VALUES (?, ?)";
    script.then(sql).bind(it.store)?.bind(customer.to_owned())?;
    let Some(row) = &it.row else {
        script.then("DELETE FROM customer_row WHERE customer = ?").bind(customer.to_owned())?;
        return Ok(());
    };
    let bytes = postcard::to_stdvec(&row.row).map_err(|_| StoreError::Corrupt("row of a read model"))?;
    let sql =
        "INSERT OR REPLACE INTO customer_row (customer, store, advisor, due, lock_at, row) VALUES (?, ?, ?, ?, ?, ?)";
    script
        .then(sql)
        .bind(customer.to_owned())?
        .bind(row.store)?
        .bind(row.advisor.map(|it| it.to_string()))?
        .bind(row.due.map(|it| it.to_string()))?
        .bind(row.lock_at.map(|it| it.0))?
        .bind(bytes)?;
    Ok(())
}

/// Puts the present fingerprints in the place of the former ones.
fn write_prints(script: &mut Script, customer: &str, it: &Projected) -> Result<()> {
    let store = it.row.as_ref().map(|row| row.store);
    script.then("DELETE FROM phone_print WHERE customer = ?").bind(customer.to_owned())?;
    for print in &it.prints {
        let sql = "INSERT INTO phone_print (customer, print, store) VALUES (?, ?, ?)";
        script.then(sql).bind(customer.to_owned())?.bind(*print)?.bind(store)?;
    }
    Ok(())
}

/// Lifts a stamp whose lock is not in the history any more, and takes a lift back where it is again.
fn check_stamp(script: &mut Script, stamp: &SqliteRow, it: &Projected) -> Result<()> {
    let due = read::day(stamp, "due")?;
    let was_lifted = read::instant_or_none(stamp, "lifted")?.is_some();
    let is_there = it.locks.contains(&due);
    if is_there != was_lifted {
        return Ok(());
    }
    let by = it.lifted.iter().find(|lift| lift.0 == due).and_then(|lift| lift.1);
    let sql =
        "UPDATE lock_stamp SET lifted = ?, lifted_by = ?, lift_told = desk IS NULL WHERE customer = ? AND due = ?";
    script
        .then(sql)
        .bind((!is_there).then_some(it.at.0))?
        .bind(by.map(|it| it.to_string()))?
        .bind(it.customer.to_string())?
        .bind(due.to_string())?;
    Ok(())
}
