//! Decisions of finance in PostgreSQL.

use super::{Postgres, Turn, typed};
use crate::store::{DecisionRow, Deliveries, NewDecision, Result, StoreError, read};
use async_trait::async_trait;
use domain::id::FactId;
use domain::instant::Instant;

#[async_trait]
impl Deliveries for Postgres {
    async fn decide(&self, decision: &NewDecision) -> Result<(bool, DecisionRow)> {
        // Nobody takes a number between its choice and its use; and the table would refuse it.
        let mut tx = self.turn(Turn::Slips, &decision.store.to_string()).await?;
        let sql = "INSERT INTO delivery_decision \
                   (order_id, customer, store, decision, vin, year, number, reason, staff, at, desk, told) \
                   SELECT $1, $2, $3, $4, $5, $6, CASE WHEN $4 = 'approve' THEN \
                   (SELECT COALESCE(MAX(number), 0) + 1 FROM delivery_decision WHERE store = $3 AND year = $6) END, \
                   $7, $8, $9, $10, $10 IS NULL ON CONFLICT (order_id) DO NOTHING";
        let (word, reason) = read::verdict_code(&decision.verdict);
        let done = sqlx::query(sql)
            .bind(decision.order.to_string())
            .bind(decision.customer.to_string())
            .bind(decision.store)
            .bind(word)
            .bind(typed(&decision.vin))
            .bind(i64::from(decision.year))
            .bind(typed(reason))
            .bind(decision.staff.to_string())
            .bind(decision.at.0)
            .bind(decision.desk.map(|it| it.0))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        let row = self.decision(decision.order).await?.ok_or(StoreError::Corrupt("decision"))?;
        Ok((done.rows_affected() > 0, row))
    }

    async fn decisions(&self, store: i64, since: Instant) -> Result<Vec<DecisionRow>> {
        let sql = "SELECT * FROM delivery_decision WHERE store = $1 AND at >= $2 ORDER BY at DESC, order_id";
        let rows = sqlx::query(sql).bind(store).bind(since.0).fetch_all(&self.pool).await?;
        rows.iter().map(read::decision).collect()
    }

    async fn decision(&self, order: FactId) -> Result<Option<DecisionRow>> {
        let sql = "SELECT * FROM delivery_decision WHERE order_id = $1";
        let found = sqlx::query(sql).bind(order.to_string()).fetch_optional(&self.pool).await?;
        found.as_ref().map(read::decision).transpose()
    }

    async fn untold_decisions(&self, limit: u32) -> Result<Vec<DecisionRow>> {
        let sql = "SELECT * FROM delivery_decision WHERE NOT told ORDER BY at LIMIT $1";
        let rows = sqlx::query(sql).bind(i64::from(limit)).fetch_all(&self.pool).await?;
        rows.iter().map(read::decision).collect()
    }

    async fn told_decision(&self, order: FactId) -> Result<()> {
        let sql = "UPDATE delivery_decision SET told = TRUE WHERE order_id = $1";
        sqlx::query(sql).bind(order.to_string()).execute(&self.pool).await?;
        Ok(())
    }
}
