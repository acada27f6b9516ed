//! The reception's register in PostgreSQL.

use super::{Postgres, typed};
use crate::store::{Reception, Result, read};
use async_trait::async_trait;
use domain::id::{ArrivalId, StaffId};
use domain::instant::Instant;
use domain::reception::Arrival;

#[async_trait]
impl Reception for Postgres {
    async fn put_arrival(&self, store: i64, it: &Arrival, by: StaffId) -> Result<()> {
        let sql = "INSERT INTO arrival (id, store, at, left_at, party, purpose, again, name, advisor, by_turn, customer, staff) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE \
                   SET left_at = excluded.left_at, name = excluded.name, advisor = excluded.advisor, customer = excluded.customer";
        sqlx::query(sql)
            .bind(it.id.to_string())
            .bind(store)
            .bind(it.at.0)
            .bind(it.left.map(|it| it.0))
            .bind(i64::from(it.party))
            .bind(it.purpose.code())
            .bind(it.again)
            .bind(typed(&it.name))
            .bind(it.advisor.map(|it| it.to_string()))
            .bind(it.by_turn)
            .bind(it.customer.map(|it| it.to_string()))
            .bind(by.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn arrival(&self, store: i64, id: ArrivalId) -> Result<Option<Arrival>> {
        let sql = "SELECT * FROM arrival WHERE store = $1 AND id = $2";
        let found = sqlx::query(sql).bind(store).bind(id.to_string()).fetch_optional(&self.pool).await?;
        found.as_ref().map(read::arrival).transpose()
    }

    async fn arrivals(&self, store: i64, from: Instant, until: Instant) -> Result<Vec<Arrival>> {
        let sql = "SELECT * FROM arrival WHERE store = $1 AND at >= $2 AND at < $3 ORDER BY at, id";
        let rows = sqlx::query(sql).bind(store).bind(from.0).bind(until.0).fetch_all(&self.pool).await?;
        rows.iter().map(read::arrival).collect()
    }
}
