//! Rulings, desk entries and the record in PostgreSQL.

use super::{Postgres, Turn, column, typed};
use crate::store::{AuditFilter, AuditRow, CustomerRow, Decided, Decision, DeskEntry, Result, Rulings, Standing, read};
use async_trait::async_trait;
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::Instant;
use read::Columns;
use sqlx::postgres::PgConnection;
use sync::docid::DocId;

#[async_trait]
impl Rulings for Postgres {
    async fn customer(&self, customer: CustomerId) -> Result<Option<CustomerRow>> {
        let sql = "SELECT * FROM customer_row WHERE customer = $1";
        let found = sqlx::query(sql).bind(customer.to_string()).fetch_optional(&self.pool).await?;
        found.as_ref().map(read::customer_row).transpose()
    }

    async fn rule(&self, decision: &Decision) -> Result<Decided> {
        let mut tx = self.turn(Turn::Rulings, "").await?;
        if let Some(standing) = standing(&mut tx, decision.customer, decision.after).await? {
            return Ok(Decided::Overtaken(standing));
        }
        if let Some((most, since)) = decision.quota
            && count(&mut tx, decision.author, decision.what, since).await? >= most
        {
            return Ok(Decided::OverQuota);
        }
        add_decision(&mut tx, decision).await?;
        tx.commit().await?;
        Ok(Decided::Made)
    }

    async fn rule_all(&self, decisions: &[Decision], line: &AuditRow) -> Result<Option<(CustomerId, Standing)>> {
        let mut tx = self.turn(Turn::Rulings, "").await?;
        for decision in decisions {
            if let Some(standing) = standing(&mut tx, decision.customer, decision.after).await? {
                return Ok(Some((decision.customer, standing)));
            }
            add_decision(&mut tx, decision).await?;
        }
        add_line(&mut tx, line).await?;
        tx.commit().await?;
        Ok(None)
    }

    async fn ruling_after(&self, customer: CustomerId, after: Option<FactId>) -> Result<Option<Standing>> {
        let mut connection = self.pool.acquire().await?;
        standing(&mut connection, customer, after).await
    }

    async fn count_rulings(&self, author: StaffId, what: &str, since: Instant) -> Result<u32> {
        let mut connection = self.pool.acquire().await?;
        count(&mut connection, author, what, since).await
    }

    async fn address(&self, entries: &[DeskEntry]) -> Result<()> {
        let mut tx = self.turn(Turn::Rulings, "").await?;
        add_entries(&mut tx, entries).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn untold_entries(&self, limit: u32) -> Result<Vec<DeskEntry>> {
        let sql = "SELECT desk, fact, text FROM desk_entry WHERE NOT told ORDER BY desk, fact LIMIT $1";
        let rows = sqlx::query(sql).bind(i64::from(limit)).fetch_all(&self.pool).await?;
        rows.iter().map(read::desk_entry).collect()
    }

    async fn entries_told(&self, entries: &[DeskEntry]) -> Result<()> {
        let mut tx = self.turn(Turn::Rulings, "").await?;
        let sql = "UPDATE desk_entry SET told = TRUE, text = '' FROM UNNEST($1::bytea[], $2::bytea[]) AS it (desk, fact) \
                   WHERE desk_entry.desk = it.desk AND desk_entry.fact = it.fact";
        sqlx::query(sql)
            .bind(column(entries, |it| it.desk.0))
            .bind(column(entries, |it| it.fact.id.as_bytes()))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn addressed(&self, desk: DocId, facts: &[String]) -> Result<Vec<String>> {
        let sql = "SELECT fact FROM desk_entry WHERE desk = $1 AND fact = ANY($2)";
        let ids = column(facts, String::as_bytes);
        let rows = sqlx::query(sql).bind(desk.0).bind(ids).fetch_all(&self.pool).await?;
        rows.iter().map(|it| Ok(it.foreign("fact")?)).collect()
    }

    async fn record(&self, row: &AuditRow) -> Result<()> {
        let mut connection = self.pool.acquire().await?;
        add_line(&mut connection, row).await
    }

    async fn record_once(&self, row: &AuditRow, since: Instant) -> Result<()> {
        let mut tx = self.turn(Turn::Record, &row.staff.to_string()).await?;
        let sql = "SELECT EXISTS (SELECT 1 FROM audit WHERE store = $1 AND at >= $2 AND staff = $3 AND what = $4 AND about = $5)";
        let known = sqlx::query_scalar::<_, bool>(sql)
            .bind(row.store)
            .bind(since.0)
            .bind(row.staff.to_string())
            .bind(typed(&row.what))
            .bind(typed(&row.about));
        if !known.fetch_one(&mut *tx).await? {
            add_line(&mut tx, row).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn count_lines(&self, staff: StaffId, what: &str, since: Instant) -> Result<u32> {
        let sql = "SELECT COUNT(*) FROM audit WHERE staff = $1 AND what = $2 AND at >= $3";
        let count = sqlx::query_scalar::<_, i64>(sql).bind(staff.to_string()).bind(typed(what)).bind(since.0);
        Ok(u32::try_from(count.fetch_one(&self.pool).await?).unwrap_or(u32::MAX))
    }

    async fn audit(&self, store: i64, filter: &AuditFilter, limit: u32) -> Result<Vec<AuditRow>> {
        let sql = "SELECT * FROM audit WHERE store = $1 AND ($2 IS NULL OR staff = $2) AND ($3 IS NULL OR customer = $3) \
                   AND ($4 IS NULL OR what = $4) AND ($5 IS NULL OR pos < $5) ORDER BY pos DESC LIMIT $6";
        let rows = sqlx::query(sql)
            .bind(store)
            .bind(filter.staff.map(|it| it.to_string()))
            .bind(filter.customer.map(|it| it.to_string()))
            .bind(filter.what.as_deref().map(typed))
            .bind(filter.before)
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read::audit_line).collect()
    }
}

async fn count(connection: &mut PgConnection, author: StaffId, what: &str, since: Instant) -> Result<u32> {
    let sql = "SELECT COUNT(*) FROM ruling WHERE author = $1 AND what = $2 AND at >= $3";
    let count = sqlx::query_scalar::<_, i64>(sql).bind(author.to_string()).bind(what).bind(since.0);
    Ok(u32::try_from(count.fetch_one(connection).await?).unwrap_or(u32::MAX))
}

async fn standing(
    connection: &mut PgConnection,
    customer: CustomerId,
    after: Option<FactId>,
) -> Result<Option<Standing>> {
    let sql = "SELECT author, what, at FROM ruling WHERE customer = $1 AND after = $2";
    let key = read::after_key(after);
    let found = sqlx::query(sql).bind(customer.to_string()).bind(key).fetch_optional(connection).await?;
    found.as_ref().map(read::standing).transpose()
}

/// Writes a decision with what desks are told of it and its line in the record.
async fn add_decision(connection: &mut PgConnection, decision: &Decision) -> Result<()> {
    sqlx::query("INSERT INTO ruling (customer, after, fact, author, what, at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(decision.customer.to_string())
        .bind(read::after_key(decision.after))
        .bind(decision.fact.to_string())
        .bind(decision.author.to_string())
        .bind(decision.what)
        .bind(decision.at.0)
        .execute(&mut *connection)
        .await?;
    add_entries(connection, &decision.entries).await?;
    add_line(connection, &decision.line()).await
}

async fn add_entries(connection: &mut PgConnection, entries: &[DeskEntry]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO desk_entry (desk, fact, text) SELECT desk, fact, text \
               FROM UNNEST($1::bytea[], $2::bytea[], $3::bytea[]) WITH ORDINALITY AS it (desk, fact, text, number) \
               ORDER BY number ON CONFLICT (desk, fact) DO NOTHING";
    sqlx::query(sql)
        .bind(column(entries, |it| it.desk.0))
        .bind(column(entries, |it| it.fact.id.as_bytes()))
        .bind(column(entries, |it| it.fact.text.as_bytes()))
        .execute(connection)
        .await?;
    Ok(())
}

async fn add_line(connection: &mut PgConnection, line: &AuditRow) -> Result<()> {
    sqlx::query("INSERT INTO audit (at, store, staff, what, customer, about) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(line.at.0)
        .bind(line.store)
        .bind(line.staff.to_string())
        .bind(typed(&line.what))
        .bind(line.customer.map(|it| it.to_string()).unwrap_or_default())
        .bind(typed(&line.about))
        .execute(connection)
        .await?;
    Ok(())
}
