//! The read models in PostgreSQL.

use super::contents::{insert_facts, mark_ahead};
use super::{Postgres, Turn, column};
use crate::store::{
    Ahead, CustomerRow, FactRow, Fallen, Projected, Result, Revision, Rows, StoreError, Telling, Untold, read,
};
use async_trait::async_trait;
use domain::id::CustomerId;
use domain::instant::{Day, Instant};
use sqlx::postgres::PgConnection;
use std::collections::{BTreeMap, BTreeSet};
use sync::docid::DocId;

/// How many facts go into one statement of a rebuild.
const CHUNK: usize = 5_000;

#[async_trait]
impl Rows for Postgres {
    async fn ahead(&self, limit: u32) -> Result<Vec<Ahead>> {
        let sql = "SELECT mark, store, customer FROM ahead ORDER BY mark LIMIT $1";
        let rows = sqlx::query(sql).bind(i64::from(limit)).fetch_all(&self.pool).await?;
        rows.iter().map(read::ahead).collect()
    }

    async fn spread(&self, ahead: &Ahead) -> Result<()> {
        let mut tx = self.turn(Turn::Contents, "").await?;
        let sql = "INSERT INTO ahead (store, customer) SELECT DISTINCT $1, fact.customer FROM fact \
                   JOIN document ON document.id = fact.doc WHERE document.store = $1 AND fact.customer IS NOT NULL \
                   ON CONFLICT (store, customer) DO UPDATE SET mark = excluded.mark";
        sqlx::query(sql).bind(ahead.store).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM ahead WHERE mark = $1").bind(ahead.mark).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn project(&self, batch: &[Projected]) -> Result<usize> {
        let mut tx = self.turn(Turn::Contents, "").await?;
        let sql = "DELETE FROM ahead WHERE mark = ANY($1) RETURNING mark";
        let gone = sqlx::query_scalar(sql).bind(column(batch, |it| it.mark)).fetch_all(&mut *tx).await?;
        let gone: BTreeSet<i64> = gone.into_iter().collect();
        let standing: Vec<&Projected> = batch.iter().filter(|it| gone.contains(&it.mark)).collect();
        // The last word on each customer.
        let latest: BTreeMap<CustomerId, &Projected> = standing.iter().map(|it| (it.customer, *it)).collect();
        let latest: Vec<&Projected> = latest.into_values().collect();
        write_rows(&mut tx, &latest).await?;
        write_prints(&mut tx, &latest).await?;
        check_stamps(&mut tx, &latest).await?;
        tx.commit().await?;
        Ok(standing.len())
    }

    async fn revisions(&self, store: i64, after: i64) -> Result<Vec<Revision>> {
        let sql = "SELECT v.rev, v.customer, v.store, it.advisor, it.due, it.lock_at, it.row \
                   FROM customer_rev AS v LEFT JOIN customer_row AS it ON it.customer = v.customer \
                   WHERE v.store = $1 AND v.rev > $2 ORDER BY v.rev";
        let rows = sqlx::query(sql).bind(store).bind(after).fetch_all(&self.pool).await?;
        rows.iter().map(read::revision).collect()
    }

    async fn prints(&self, store: i64) -> Result<Vec<u32>> {
        let sql = "SELECT DISTINCT print FROM phone_print WHERE store = $1 ORDER BY print";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.pool).await?;
        rows.iter().map(read::print).collect()
    }

    async fn with_print(&self, store: i64, print: u32) -> Result<Vec<CustomerId>> {
        let sql = "SELECT customer FROM phone_print WHERE store = $1 AND print = $2 ORDER BY customer";
        let rows = sqlx::query(sql).bind(store).bind(i64::from(print)).fetch_all(&self.pool).await?;
        rows.iter().map(|it| read::customer(it, "customer")).collect()
    }

    async fn rebuild(&self, facts: &[FactRow]) -> Result<()> {
        let mut tx = self.turn(Turn::Contents, "").await?;
        for sql in [
            "DELETE FROM fact",
            "INSERT INTO customer_rev (store, customer) SELECT store, customer FROM customer_row \
             ON CONFLICT (customer) DO UPDATE SET rev = excluded.rev",
            "DELETE FROM customer_row",
            "DELETE FROM phone_print",
            "DELETE FROM ahead",
        ] {
            sqlx::query(sql).execute(&mut *tx).await?;
        }
        let facts: Vec<&FactRow> = facts.iter().collect();
        for chunk in facts.chunks(CHUNK) {
            insert_facts(&mut tx, chunk).await?;
            mark_ahead(&mut tx, chunk).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn fallen(&self, now: Instant, limit: u32) -> Result<Vec<Fallen>> {
        let sql = "SELECT * FROM customer_row AS it WHERE lock_at <= $1 AND due IS NOT NULL AND NOT EXISTS \
                   (SELECT 1 FROM lock_stamp WHERE lock_stamp.customer = it.customer AND lock_stamp.due = it.due) \
                   ORDER BY lock_at LIMIT $2";
        let rows = sqlx::query(sql).bind(now.0).bind(i64::from(limit)).fetch_all(&self.pool).await?;
        rows.iter().map(read::fallen).collect()
    }

    async fn next_lock(&self, now: Instant) -> Result<Option<Instant>> {
        let sql = "SELECT MIN(lock_at) AS lock_at FROM customer_row WHERE lock_at > $1";
        read::instant_or_none(&sqlx::query(sql).bind(now.0).fetch_one(&self.pool).await?, "lock_at")
    }

    async fn stamp(&self, lock: &Fallen, desk: Option<DocId>) -> Result<bool> {
        // Not while the row is written: what takes the lock away there must meet the stamp.
        let mut tx = self.turn(Turn::Contents, "").await?;
        let sql = "INSERT INTO lock_stamp (customer, due, since, desk, told) SELECT customer, due, lock_at, $1, $2 \
                   FROM customer_row WHERE customer = $3 AND due = $4 AND lock_at = $5 ON CONFLICT DO NOTHING";
        let done = sqlx::query(sql)
            .bind(desk.map(|it| it.0))
            .bind(desk.is_none())
            .bind(lock.customer.to_string())
            .bind(lock.due.to_string())
            .bind(lock.since.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    async fn untold(&self, limit: u32) -> Result<Vec<Untold>> {
        let sql =
            "SELECT * FROM lock_stamp WHERE NOT told OR (lifted IS NOT NULL AND NOT lift_told) ORDER BY since LIMIT $1";
        let rows = sqlx::query(sql).bind(i64::from(limit)).fetch_all(&self.pool).await?;
        rows.iter().map(read::untold).collect()
    }

    async fn told(&self, untold: &Untold) -> Result<()> {
        let sql = match untold.what {
            Telling::Locked => "UPDATE lock_stamp SET told = TRUE WHERE customer = $1 AND due = $2",
            Telling::Lifted(..) => "UPDATE lock_stamp SET lift_told = TRUE WHERE customer = $1 AND due = $2",
        };
        sqlx::query(sql).bind(untold.customer.to_string()).bind(untold.due.to_string()).execute(&self.pool).await?;
        Ok(())
    }

    async fn stamps(&self) -> Result<Vec<(CustomerId, Day, bool)>> {
        let rows = sqlx::query("SELECT * FROM lock_stamp ORDER BY customer, due").fetch_all(&self.pool).await?;
        rows.iter().map(read::stamp).collect()
    }
}

async fn write_rows(connection: &mut PgConnection, batch: &[&Projected]) -> Result<()> {
    let sql = "INSERT INTO customer_rev (store, customer) SELECT * FROM UNNEST($1::bigint[], $2::text[]) \
               ON CONFLICT (customer) DO UPDATE SET rev = excluded.rev, store = excluded.store";
    sqlx::query(sql)
        .bind(column(batch, |it| it.store))
        .bind(column(batch, |it| it.customer.to_string()))
        .execute(&mut *connection)
        .await?;
    let gone: Vec<_> = batch.iter().filter(|it| it.row.is_none()).map(|it| it.customer.to_string()).collect();
    if !gone.is_empty() {
        let sql = "DELETE FROM customer_row WHERE customer = ANY($1)";
        sqlx::query(sql).bind(gone).execute(&mut *connection).await?;
    }
    let there: Vec<(CustomerId, &CustomerRow)> =
        batch.iter().filter_map(|it| Some((it.customer, it.row.as_ref()?))).collect();
    if there.is_empty() {
        return Ok(());
    }
    let bytes: Vec<Vec<u8>> = there
        .iter()
        .map(|it| postcard::to_stdvec(&it.1.row).map_err(|_| StoreError::Corrupt("row of a read model")))
        .collect::<Result<_>>()?;
    let sql = "INSERT INTO customer_row (customer, store, advisor, due, lock_at, row) \
               SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bytea[]) \
               ON CONFLICT (customer) DO UPDATE SET store = excluded.store, advisor = excluded.advisor, due = excluded.due, \
               lock_at = excluded.lock_at, row = excluded.row";
    sqlx::query(sql)
        .bind(column(&there, |it| it.0.to_string()))
        .bind(column(&there, |it| it.1.store))
        .bind(column(&there, |it| it.1.advisor.map(|it| it.to_string())))
        .bind(column(&there, |it| it.1.due.map(|it| it.to_string())))
        .bind(column(&there, |it| it.1.lock_at.map(|it| it.0)))
        .bind(bytes)
        .execute(connection)
        .await?;
    Ok(())
}

/// Puts the present fingerprints in the place of the former ones.
async fn write_prints(connection: &mut PgConnection, batch: &[&Projected]) -> Result<()> {
    let sql = "DELETE FROM phone_print WHERE customer = ANY($1)";
    sqlx::query(sql).bind(column(batch, |it| it.customer.to_string())).execute(&mut *connection).await?;
    let of = |it: &Projected| {
        let store = it.row.as_ref().map(|it| it.store);
        let customer = it.customer.to_string();
        it.prints.iter().map(move |print| (customer.clone(), i64::from(*print), store)).collect::<Vec<_>>()
    };
    let prints: Vec<_> = batch.iter().flat_map(|it| of(it)).collect();
    if prints.is_empty() {
        return Ok(());
    }
    let sql =
        "INSERT INTO phone_print (customer, print, store) SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::bigint[])";
    sqlx::query(sql)
        .bind(column(&prints, |it| it.0.as_str()))
        .bind(column(&prints, |it| it.1))
        .bind(column(&prints, |it| it.2))
        .execute(connection)
        .await?;
    Ok(())
}

/// Lifts stamps whose lock is not in the history any more, and takes a lift back where it is again.
async fn check_stamps(connection: &mut PgConnection, batch: &[&Projected]) -> Result<()> {
    let sql = "SELECT customer, due, lifted FROM lock_stamp WHERE customer = ANY($1)";
    let stamps = sqlx::query(sql).bind(column(batch, |it| it.customer.to_string())).fetch_all(&mut *connection).await?;
    for stamp in &stamps {
        let (customer, due, was_lifted) = read::stamp(stamp)?;
        let Some(it) = batch.iter().find(|it| it.customer == customer) else { continue };
        let is_there = it.locks.contains(&due);
        if is_there != was_lifted {
            continue;
        }
        let by = it.lifted.iter().find(|lift| lift.0 == due).and_then(|lift| lift.1);
        let sql = "UPDATE lock_stamp SET lifted = $1, lifted_by = $2, lift_told = desk IS NULL WHERE customer = $3 AND due = $4";
        sqlx::query(sql)
            .bind((!is_there).then_some(it.at.0))
            .bind(by.map(|it| it.to_string()))
            .bind(customer.to_string())
            .bind(due.to_string())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
