//! Decisions of finance in SQLite.

use super::Sqlite;
use crate::store::{DecisionRow, Deliveries, NewDecision, Result, StoreError, read};
use async_trait::async_trait;
use domain::id::FactId;
use domain::instant::Instant;

#[async_trait]
impl Deliveries for Sqlite {
    async fn decide(&self, decision: &NewDecision) -> Result<(bool, DecisionRow)> {
        // There is one writer, so nobody takes a number between its choice and its use; and the table would refuse it.
        let sql = "INSERT INTO delivery_decision \
                   (order_id, customer, store, decision, vin, year, number, reason, staff, at, desk, told) \
                   SELECT ?1, ?2, ?3, ?4, ?5, ?6, CASE WHEN ?4 = 'approve' THEN \
                   (SELECT COALESCE(MAX(number), 0) + 1 FROM delivery_decision WHERE store = ?3 AND year = ?6) END, \
                   ?7, ?8, ?9, ?10, ?10 IS NULL WHERE TRUE ON CONFLICT (order_id) DO NOTHING";
        let (word, reason) = read::verdict_code(&decision.verdict);
        let done = sqlx::query(sql)
            .bind(decision.order.to_string())
            .bind(decision.customer.to_string())
            .bind(decision.store)
            .bind(word)
            .bind(&decision.vin)
            .bind(decision.year)
            .bind(reason)
            .bind(decision.staff.to_string())
            .bind(decision.at.0)
            .bind(decision.desk.map(|it| it.0.to_vec()))
            .execute(&self.writer)
            .await?;
        let row = self.decision(decision.order).await?.ok_or(StoreError::Corrupt("decision"))?;
        Ok((done.rows_affected() > 0, row))
    }

    async fn decisions(&self, store: i64, since: Instant) -> Result<Vec<DecisionRow>> {
        let sql = "SELECT * FROM delivery_decision WHERE store = ? AND at >= ? ORDER BY at DESC, order_id";
        let rows = sqlx::query(sql).bind(store).bind(since.0).fetch_all(&self.readers).await?;
        rows.iter().map(read::decision).collect()
    }

    async fn decision(&self, order: FactId) -> Result<Option<DecisionRow>> {
        let sql = "SELECT * FROM delivery_decision WHERE order_id = ?";
        let found = sqlx::query(sql).bind(order.to_string()).fetch_optional(&self.readers).await?;
        found.as_ref().map(read::decision).transpose()
    }

    async fn untold_decisions(&self, limit: u32) -> Result<Vec<DecisionRow>> {
        let sql = "SELECT * FROM delivery_decision WHERE told = 0 ORDER BY at LIMIT ?";
        let rows = sqlx::query(sql).bind(limit).fetch_all(&self.readers).await?;
        rows.iter().map(read::decision).collect()
    }

    async fn told_decision(&self, order: FactId) -> Result<()> {
        let sql = "UPDATE delivery_decision SET told = 1 WHERE order_id = ?";
        sqlx::query(sql).bind(order.to_string()).execute(&self.writer).await?;
        Ok(())
    }
}
