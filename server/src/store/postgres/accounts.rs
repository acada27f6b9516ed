//! Stores, people, sessions and devices in PostgreSQL.

use super::{Postgres, Turn, column, typed};
use crate::auth::password::delay;
use crate::store::{Accounts, DeviceRow, Hash, NewSession, Result, SessionRow, StaffRow, read, taken};
use async_trait::async_trait;
use domain::id::{DeviceId, StaffId};
use domain::instant::Instant;
use read::Columns;

#[async_trait]
impl Accounts for Postgres {
    async fn create_store(&self, name: &str) -> Result<i64> {
        let sql = "INSERT INTO store (name) VALUES ($1) RETURNING id";
        Ok(sqlx::query_scalar(sql).bind(typed(name)).fetch_one(&self.pool).await?)
    }

    async fn stores(&self) -> Result<Vec<(i64, String)>> {
        let rows = sqlx::query("SELECT id, name FROM store ORDER BY id").fetch_all(&self.pool).await?;
        rows.iter().map(|it| Ok((it.number("id")?, it.text("name")?))).collect()
    }

    async fn create_staff(&self, row: &StaffRow) -> Result<()> {
        let sql =
            "INSERT INTO staff (id, login, name, role, store, password, disabled) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        sqlx::query(sql)
            .bind(row.id.to_string())
            .bind(typed(&row.login))
            .bind(typed(&row.name))
            .bind(row.role.code())
            .bind(row.store)
            .bind(&row.password)
            .bind(row.disabled)
            .execute(&self.pool)
            .await
            .map_err(taken("login"))?;
        Ok(())
    }

    async fn staff_by_login(&self, login: &str) -> Result<Option<StaffRow>> {
        let sql = "SELECT * FROM staff WHERE login = $1";
        let row = sqlx::query(sql).bind(typed(login)).fetch_optional(&self.pool).await?;
        row.map(|it| read::staff(&it, "id")).transpose()
    }

    async fn staff(&self, store: Option<i64>) -> Result<Vec<StaffRow>> {
        let sql = "SELECT * FROM staff WHERE $1 IS NULL OR store = $1 ORDER BY login";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.pool).await?;
        rows.iter().map(|it| read::staff(it, "id")).collect()
    }

    async fn has_staff(&self) -> Result<bool> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM staff)").fetch_one(&self.pool).await?)
    }

    async fn change_staff(&self, staff: StaffId, name: &str, disabled: bool) -> Result<()> {
        let mut tx = self.turn(Turn::Accounts, "").await?;
        sqlx::query("UPDATE staff SET name = $1, disabled = $2 WHERE id = $3")
            .bind(typed(name))
            .bind(disabled)
            .bind(staff.to_string())
            .execute(&mut *tx)
            .await?;
        let sql = "DELETE FROM session WHERE staff IN (SELECT id FROM staff WHERE id = $1 AND disabled)";
        sqlx::query(sql).bind(staff.to_string()).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn set_password(&self, staff: StaffId, password: &str) -> Result<()> {
        let mut tx = self.turn(Turn::Accounts, "").await?;
        sqlx::query("UPDATE staff SET password = $1 WHERE id = $2")
            .bind(password)
            .bind(staff.to_string())
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM session WHERE staff = $1").bind(staff.to_string()).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn attempt(&self, account: Hash, now: Instant) -> Result<std::result::Result<(), Instant>> {
        let mut tx = self.turn(Turn::Attempts, &hex::encode(account)).await?;
        let sql = "SELECT failures, retry_at FROM attempt WHERE account = $1";
        let known = sqlx::query(sql).bind(account).fetch_optional(&mut *tx).await?;
        let mut failures = 0_i64;
        if let Some(row) = known {
            let retry_at = read::instant(&row, "retry_at")?;
            if now < retry_at {
                return Ok(Err(retry_at));
            }
            failures = row.number("failures")?;
        }
        failures = failures.saturating_add(1);
        let sql = "INSERT INTO attempt (account, failures, retry_at, last) VALUES ($1, $2, $3, $4) ON CONFLICT (account) \
                   DO UPDATE SET failures = excluded.failures, retry_at = excluded.retry_at, last = excluded.last";
        sqlx::query(sql)
            .bind(account)
            .bind(failures)
            .bind(now.plus(delay(failures)).0)
            .bind(now.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    async fn clear_attempts(&self, account: Hash) -> Result<()> {
        sqlx::query("DELETE FROM attempt WHERE account = $1").bind(account).execute(&self.pool).await?;
        Ok(())
    }

    async fn create_session(&self, it: &NewSession) -> Result<()> {
        let sql = "INSERT INTO session (token, staff, device, created, seen, idle_until, until) \
                   VALUES ($1, $2, $3, $4, $4, $5, $6)";
        sqlx::query(sql)
            .bind(it.token)
            .bind(it.staff.to_string())
            .bind(it.device.as_ref().map(|it| it.0.clone()))
            .bind(it.created.0)
            .bind(it.idle_until.0)
            .bind(it.until.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn session(&self, token: Hash, now: Instant) -> Result<Option<SessionRow>> {
        let sql = "SELECT session.seen, session.idle_until, session.until, session.device, staff.* FROM session \
                   JOIN staff ON staff.id = session.staff \
                   WHERE token = $1 AND idle_until > $2 AND until > $2 AND NOT disabled";
        let Some(row) = sqlx::query(sql).bind(token).bind(now.0).fetch_optional(&self.pool).await? else {
            return Ok(None);
        };
        let device = match read::device_or_none(&row, "device")? {
            None => None,
            Some(id) => {
                let sql = "SELECT * FROM device WHERE id = $1 AND NOT revoked";
                let device = sqlx::query(sql).bind(&id.0).fetch_optional(&self.pool).await?;
                device.as_ref().map(read::device).transpose()?
            }
        };
        Ok(Some(SessionRow {
            token,
            staff: read::staff(&row, "id")?,
            device,
            seen: read::instant(&row, "seen")?,
            idle_until: read::instant(&row, "idle_until")?,
            until: read::instant(&row, "until")?,
        }))
    }

    async fn touch_session(&self, token: Hash, now: Instant, idle_until: Instant) -> Result<()> {
        let sql = "UPDATE session SET seen = $1, idle_until = $2 WHERE token = $3";
        sqlx::query(sql).bind(now.0).bind(idle_until.0).bind(token).execute(&self.pool).await?;
        Ok(())
    }

    async fn bind_session(&self, token: Hash, device: &DeviceId) -> Result<()> {
        let sql = "UPDATE session SET device = $1 WHERE token = $2";
        sqlx::query(sql).bind(&device.0).bind(token).execute(&self.pool).await?;
        Ok(())
    }

    async fn end_session(&self, token: Hash) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE token = $1").bind(token).execute(&self.pool).await?;
        Ok(())
    }

    async fn prune(&self, now: Instant) -> Result<()> {
        let mut tx = self.turn(Turn::Accounts, "").await?;
        let sql = "DELETE FROM session WHERE idle_until <= $1 OR until <= $1";
        sqlx::query(sql).bind(now.0).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM setup WHERE until <= $1").bind(now.0).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM attempt WHERE last <= $1").bind(now.plus(-Instant::DAY).0).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn create_device(&self, row: &DeviceRow, secret: Hash) -> Result<()> {
        let sql = "INSERT INTO device (id, staff, name, secret, enrolled, synced, seen, revoked) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        sqlx::query(sql)
            .bind(typed(&row.id.0))
            .bind(row.staff.to_string())
            .bind(typed(&row.name))
            .bind(secret)
            .bind(row.enrolled.0)
            .bind(row.synced.map(|it| it.0))
            .bind(row.seen.map(|it| it.0))
            .bind(row.revoked)
            .execute(&self.pool)
            .await
            .map_err(taken("device"))?;
        Ok(())
    }

    async fn device(&self, id: &DeviceId, secret: Hash) -> Result<Option<DeviceRow>> {
        // Both are hashes of random bits: how long the comparison takes tells nothing.
        let sql = "SELECT * FROM device WHERE id = $1 AND secret = $2";
        let row = sqlx::query(sql).bind(typed(&id.0)).bind(secret).fetch_optional(&self.pool).await?;
        row.as_ref().map(read::device).transpose()
    }

    async fn devices(&self, staff: StaffId) -> Result<Vec<DeviceRow>> {
        let sql = "SELECT * FROM device WHERE staff = $1 ORDER BY enrolled, id";
        let rows = sqlx::query(sql).bind(staff.to_string()).fetch_all(&self.pool).await?;
        rows.iter().map(read::device).collect()
    }

    async fn devices_of_store(&self, store: i64) -> Result<Vec<DeviceRow>> {
        let sql = "SELECT device.* FROM device JOIN staff ON staff.id = device.staff WHERE staff.store = $1 ORDER BY device.id";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.pool).await?;
        rows.iter().map(read::device).collect()
    }

    async fn seen(&self, sightings: &[(DeviceId, Instant)]) -> Result<()> {
        // A commit writes the same rows.
        let mut tx = self.turn(Turn::Contents, "").await?;
        let sql = "UPDATE device SET seen = it.at FROM (SELECT id, MAX(at) AS at FROM UNNEST($1::text[], $2::bigint[]) \
                   AS it (id, at) GROUP BY id) AS it WHERE device.id = it.id AND COALESCE(device.seen, 0) < it.at";
        sqlx::query(sql)
            .bind(column(sightings, |it| it.0.0.as_str()))
            .bind(column(sightings, |it| it.1.0))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn revoke_device(&self, id: &DeviceId) -> Result<()> {
        let mut tx = self.turn(Turn::Accounts, "").await?;
        sqlx::query("UPDATE device SET revoked = TRUE WHERE id = $1").bind(typed(&id.0)).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM session WHERE device = $1").bind(typed(&id.0)).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn create_setup(&self, token: Hash, until: Instant) -> Result<()> {
        let mut tx = self.turn(Turn::Accounts, "").await?;
        sqlx::query("DELETE FROM setup").execute(&mut *tx).await?;
        let sql = "INSERT INTO setup (token, until) VALUES ($1, $2)";
        sqlx::query(sql).bind(token).bind(until.0).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn take_setup(&self, token: Hash, now: Instant) -> Result<bool> {
        // Only while there is no account: the link of a server that has one is dead.
        let sql = "DELETE FROM setup WHERE token = $1 AND until > $2 AND NOT EXISTS (SELECT 1 FROM staff)";
        let done = sqlx::query(sql).bind(token).bind(now.0).execute(&self.pool).await?;
        Ok(done.rows_affected() == 1)
    }
}
