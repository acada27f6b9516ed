//! Closed months in SQLite.

use super::Sqlite;
use crate::store::months::{ClosedMonth, Months};
use crate::store::{Result, StoreError, read};
use async_trait::async_trait;
use domain::id::StaffId;
use domain::month::{Month, Past};

#[async_trait]
impl Months for Sqlite {
    async fn close_months(&self, months: &[ClosedMonth]) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        let corrupt = |_| StoreError::Corrupt("month");
        for it in months {
            let sql = "INSERT INTO month_close (advisor, month, store, by, at, frozen, past) VALUES (?, ?, ?, ?, ?, ?, ?) \
                       ON CONFLICT (advisor, month) DO NOTHING";
            sqlx::query(sql)
                .bind(it.advisor.to_string())
                .bind(it.month.to_string())
                .bind(it.store)
                .bind(it.by.to_string())
                .bind(it.at.0)
                .bind(serde_json::to_string(&it.table).map_err(corrupt)?)
                .bind(serde_json::to_string(&Past::of(&it.table)).map_err(corrupt)?)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn closed(&self, store: i64, month: Month, advisor: Option<StaffId>) -> Result<Vec<ClosedMonth>> {
        let sql = "SELECT * FROM month_close WHERE store = ?1 AND month = ?2 AND (?3 IS NULL OR advisor = ?3) ORDER BY advisor";
        let rows = sqlx::query(sql)
            .bind(store)
            .bind(month.to_string())
            .bind(advisor.map(|it| it.to_string()))
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(read::closed_month).collect()
    }

    async fn past(&self, store: i64, before: Month, advisor: Option<StaffId>) -> Result<Vec<Past>> {
        let sql = "SELECT past FROM month_close WHERE store = ?1 AND month < ?2 AND (?3 IS NULL OR advisor = ?3) ORDER BY month, advisor";
        let rows = sqlx::query(sql)
            .bind(store)
            .bind(before.to_string())
            .bind(advisor.map(|it| it.to_string()))
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(|it| read::json(it, "past")).collect()
    }
}
