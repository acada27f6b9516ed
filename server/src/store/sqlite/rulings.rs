//! Rulings, desk entries and the record in SQLite.

use super::Sqlite;
use crate::store::{AuditFilter, AuditRow, CustomerRow, Decided, Decision, DeskEntry, Result, Rulings, Standing, read};
use async_trait::async_trait;
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::Instant;
use sqlx::SqliteConnection;
use sync::docid::DocId;

#[async_trait]
impl Rulings for Sqlite {
    async fn customer(&self, customer: CustomerId) -> Result<Option<CustomerRow>> {
        let sql = "SELECT * FROM customer_row WHERE customer = ?";
        let found = sqlx::query(sql).bind(customer.to_string()).fetch_optional(&self.readers).await?;
        found.as_ref().map(read::customer_row).transpose()
    }

    async fn rule(&self, decision: &Decision) -> Result<Decided> {
        // The writer is one connection: nobody decides between what is read and what is written here.
        let mut tx = self.writer.begin().await?;
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
        let mut tx = self.writer.begin().await?;
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
        let mut connection = self.readers.acquire().await?;
        standing(&mut connection, customer, after).await
    }

    async fn count_rulings(&self, author: StaffId, what: &str, since: Instant) -> Result<u32> {
        let mut connection = self.readers.acquire().await?;
        count(&mut connection, author, what, since).await
    }

    async fn address(&self, entries: &[DeskEntry]) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        for entry in entries {
            add_entry(&mut tx, entry).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn untold_entries(&self, limit: u32) -> Result<Vec<DeskEntry>> {
        let sql = "SELECT desk, fact, text FROM desk_entry WHERE told = 0 ORDER BY desk, fact LIMIT ?";
        let rows = sqlx::query(sql).bind(limit).fetch_all(&self.readers).await?;
        rows.iter().map(read::desk_entry).collect()
    }

    async fn entries_told(&self, entries: &[DeskEntry]) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        for entry in entries {
            let sql = "UPDATE desk_entry SET told = 1, text = '' WHERE desk = ? AND fact = ?";
            sqlx::query(sql).bind(&entry.desk.0[..]).bind(&entry.fact.id).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn addressed(&self, desk: DocId, facts: &[String]) -> Result<Vec<String>> {
        let sql = "SELECT fact FROM desk_entry WHERE desk = ? AND fact IN (SELECT value FROM json_each(?))";
        let ids = serde_json::to_string(facts).unwrap_or_default();
        Ok(sqlx::query_scalar(sql).bind(&desk.0[..]).bind(ids).fetch_all(&self.readers).await?)
    }

    async fn record(&self, row: &AuditRow) -> Result<()> {
        let mut connection = self.writer.acquire().await?;
        add_line(&mut connection, row).await
    }

    async fn record_once(&self, row: &AuditRow, since: Instant) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        let sql =
            "SELECT EXISTS (SELECT 1 FROM audit WHERE store = ? AND at >= ? AND staff = ? AND what = ? AND about = ?)";
        let known = sqlx::query_scalar::<_, bool>(sql)
            .bind(row.store)
            .bind(since.0)
            .bind(row.staff.to_string())
            .bind(&row.what)
            .bind(&row.about);
        if !known.fetch_one(&mut *tx).await? {
            add_line(&mut tx, row).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn count_lines(&self, staff: StaffId, what: &str, since: Instant) -> Result<u32> {
        let sql = "SELECT COUNT(*) FROM audit WHERE staff = ? AND what = ? AND at >= ?";
        let count = sqlx::query_scalar::<_, i64>(sql).bind(staff.to_string()).bind(what).bind(since.0);
        Ok(u32::try_from(count.fetch_one(&self.readers).await?).unwrap_or(u32::MAX))
    }

    async fn audit(&self, store: i64, filter: &AuditFilter, limit: u32) -> Result<Vec<AuditRow>> {
        let sql = "SELECT * FROM audit WHERE store = ?1 AND (?2 IS NULL OR staff = ?2) AND (?3 IS NULL OR customer = ?3) \
                   AND (?4 IS NULL OR what = ?4) AND (?5 IS NULL OR pos < ?5) ORDER BY pos DESC LIMIT ?6";
        let rows = sqlx::query(sql)
            .bind(store)
            .bind(filter.staff.map(|it| it.to_string()))
            .bind(filter.customer.map(|it| it.to_string()))
            .bind(filter.what.as_deref())
            .bind(filter.before)
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(read::audit_line).collect()
    }
}

async fn count(connection: &mut SqliteConnection, author: StaffId, what: &str, since: Instant) -> Result<u32> {
    let sql = "SELECT COUNT(*) FROM ruling WHERE author = ? AND what = ? AND at >= ?";
    let count = sqlx::query_scalar::<_, i64>(sql).bind(author.to_string()).bind(what).bind(since.0);
    Ok(u32::try_from(count.fetch_one(connection).await?).unwrap_or(u32::MAX))
}

async fn standing(
    connection: &mut SqliteConnection,
    customer: CustomerId,
    after: Option<FactId>,
) -> Result<Option<Standing>> {
    let sql = "SELECT author, what, at FROM ruling WHERE customer = ? AND after = ?";
    let found =
        sqlx::query(sql).bind(customer.to_string()).bind(read::after_key(after)).fetch_optional(connection).await?;
    found.as_ref().map(read::standing).transpose()
}

/// Writes a decision with what desks are told of it and its line in the record.
async fn add_decision(connection: &mut SqliteConnection, decision: &Decision) -> Result<()> {
    sqlx::query("INSERT INTO ruling (customer, after, fact, author, what, at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(decision.customer.to_string())
        .bind(read::after_key(decision.after))
        .bind(decision.fact.to_string())
        .bind(decision.author.to_string())
        .bind(decision.what)
        .bind(decision.at.0)
        .execute(&mut *connection)
        .await?;
    for entry in &decision.entries {
        add_entry(connection, entry).await?;
    }
    add_line(connection, &decision.line()).await
}

async fn add_entry(connection: &mut SqliteConnection, entry: &DeskEntry) -> Result<()> {
    let sql = "INSERT INTO desk_entry (desk, fact, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    sqlx::query(sql).bind(&entry.desk.0[..]).bind(&entry.fact.id).bind(&entry.fact.text).execute(connection).await?;
    Ok(())
}

async fn add_line(connection: &mut SqliteConnection, line: &AuditRow) -> Result<()> {
    sqlx::query("INSERT INTO audit (at, store, staff, what, customer, about) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(line.at.0)
        .bind(line.store)
        .bind(line.staff.to_string())
        .bind(&line.what)
        .bind(line.customer.map(|it| it.to_string()).unwrap_or_default())
        .bind(&line.about)
        .execute(connection)
        .await?;
    Ok(())
}
