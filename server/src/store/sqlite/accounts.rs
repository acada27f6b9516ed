//! Stores, people, sessions and devices in SQLite.

use super::Sqlite;
use crate::auth::password::delay;
use crate::store::{Accounts, DeviceRow, Hash, NewSession, Result, SessionRow, StaffRow, read, taken};
use async_trait::async_trait;
use domain::id::{DeviceId, StaffId};
use domain::instant::Instant;
use sqlx::Row;

#[async_trait]
impl Accounts for Sqlite {
    async fn create_store(&self, name: &str) -> Result<i64> {
        let done = sqlx::query("INSERT INTO store (name) VALUES (?)").bind(name).execute(&self.writer).await?;
        Ok(done.last_insert_rowid())
    }

    async fn stores(&self) -> Result<Vec<(i64, String)>> {
        let rows = sqlx::query("SELECT id, name FROM store ORDER BY id").fetch_all(&self.readers).await?;
        rows.iter().map(|it| Ok((it.try_get("id")?, it.try_get("name")?))).collect()
    }

    async fn create_staff(&self, row: &StaffRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO staff (id, login, name, role, store, password, disabled) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(row.id.to_string())
        .bind(&row.login)
        .bind(&row.name)
        .bind(row.role.code())
        .bind(row.store)
        .bind(&row.password)
        .bind(row.disabled)
        .execute(&self.writer)
        .await
        .map_err(taken("login"))?;
        Ok(())
    }

    async fn staff_by_login(&self, login: &str) -> Result<Option<StaffRow>> {
        let row = sqlx::query("SELECT * FROM staff WHERE login = ?").bind(login).fetch_optional(&self.readers).await?;
        row.map(|it| read::staff(&it, "id")).transpose()
    }

    async fn staff(&self, store: Option<i64>) -> Result<Vec<StaffRow>> {
        let sql = "SELECT * FROM staff WHERE ?1 IS NULL OR store = ?1 ORDER BY login";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.readers).await?;
        rows.iter().map(|it| read::staff(it, "id")).collect()
    }

    async fn has_staff(&self) -> Result<bool> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM staff)").fetch_one(&self.readers).await?)
    }

    async fn change_staff(&self, staff: StaffId, name: &str, disabled: bool) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        sqlx::query("UPDATE staff SET name = ?, disabled = ? WHERE id = ?")
            .bind(name)
            .bind(disabled)
            .bind(staff.to_string())
            .execute(&mut *tx)
            .await?;
        let sql = "DELETE FROM session WHERE staff IN (SELECT id FROM staff WHERE id = ? AND disabled = 1)";
        sqlx::query(sql).bind(staff.to_string()).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn set_password(&self, staff: StaffId, password: &str) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        sqlx::query("UPDATE staff SET password = ? WHERE id = ?")
            .bind(password)
            .bind(staff.to_string())
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM session WHERE staff = ?").bind(staff.to_string()).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn attempt(&self, account: Hash, now: Instant) -> Result<std::result::Result<(), Instant>> {
        // The writer is one connection: nobody reads between this read and this write.
        let mut tx = self.writer.begin().await?;
        let sql = "SELECT failures, retry_at FROM attempt WHERE account = ?";
        let known = sqlx::query(sql).bind(&account[..]).fetch_optional(&mut *tx).await?;
        let mut failures = 0_i64;
        if let Some(row) = known {
            let retry_at = read::instant(&row, "retry_at")?;
            if now < retry_at {
                return Ok(Err(retry_at));
            }
            failures = row.try_get("failures")?;
        }
        failures = failures.saturating_add(1);
        let sql = "INSERT INTO attempt (account, failures, retry_at, last) VALUES (?, ?, ?, ?) ON CONFLICT (account) DO UPDATE \
                   SET failures = excluded.failures, retry_at = excluded.retry_at, last = excluded.last";
        sqlx::query(sql)
            .bind(&account[..])
            .bind(failures)
            .bind(now.plus(delay(failures)).0)
            .bind(now.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    async fn clear_attempts(&self, account: Hash) -> Result<()> {
        sqlx::query("DELETE FROM attempt WHERE account = ?").bind(&account[..]).execute(&self.writer).await?;
        Ok(())
    }

    async fn create_session(&self, it: &NewSession) -> Result<()> {
        let sql =
            "INSERT INTO session (token, staff, device, created, seen, idle_until, until) VALUES (?, ?, ?, ?, ?, ?, ?)";
        sqlx::query(sql)
            .bind(&it.token[..])
            .bind(it.staff.to_string())
            .bind(it.device.as_ref().map(|it| it.0.clone()))
            .bind(it.created.0)
            .bind(it.created.0)
            .bind(it.idle_until.0)
            .bind(it.until.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    async fn session(&self, token: Hash, now: Instant) -> Result<Option<SessionRow>> {
        let sql = "SELECT session.seen, session.idle_until, session.until, session.device, staff.* FROM session \
                   JOIN staff ON staff.id = session.staff \
                   WHERE token = ?1 AND idle_until > ?2 AND until > ?2 AND disabled = 0";
        let Some(row) = sqlx::query(sql).bind(&token[..]).bind(now.0).fetch_optional(&self.readers).await? else {
            return Ok(None);
        };
        let device = match read::device_or_none(&row, "device")? {
            None => None,
            Some(id) => {
                let sql = "SELECT * FROM device WHERE id = ? AND revoked = 0";
                let device = sqlx::query(sql).bind(&id.0).fetch_optional(&self.readers).await?;
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
        let sql = "UPDATE session SET seen = ?, idle_until = ? WHERE token = ?";
        sqlx::query(sql).bind(now.0).bind(idle_until.0).bind(&token[..]).execute(&self.writer).await?;
        Ok(())
    }

    async fn bind_session(&self, token: Hash, device: &DeviceId) -> Result<()> {
        let sql = "UPDATE session SET device = ? WHERE token = ?";
        sqlx::query(sql).bind(&device.0).bind(&token[..]).execute(&self.writer).await?;
        Ok(())
    }

    async fn end_session(&self, token: Hash) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE token = ?").bind(&token[..]).execute(&self.writer).await?;
        Ok(())
    }

    async fn prune(&self, now: Instant) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        let sql = "DELETE FROM session WHERE idle_until <= ?1 OR until <= ?1";
        sqlx::query(sql).bind(now.0).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM setup WHERE until <= ?").bind(now.0).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM attempt WHERE last <= ?").bind(now.plus(-Instant::DAY).0).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn create_device(&self, row: &DeviceRow, secret: Hash) -> Result<()> {
        let sql = "INSERT INTO device (id, staff, name, secret, enrolled, synced, seen, revoked) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        sqlx::query(sql)
            .bind(&row.id.0)
            .bind(row.staff.to_string())
            .bind(&row.name)
            .bind(&secret[..])
            .bind(row.enrolled.0)
            .bind(row.synced.map(|it| it.0))
            .bind(row.seen.map(|it| it.0))
            .bind(row.revoked)
            .execute(&self.writer)
            .await
            .map_err(taken("device"))?;
        Ok(())
    }

    async fn device(&self, id: &DeviceId, secret: Hash) -> Result<Option<DeviceRow>> {
        // Both are hashes of random bits: how long the comparison takes tells nothing.
        let sql = "SELECT * FROM device WHERE id = ? AND secret = ?";
        let row = sqlx::query(sql).bind(&id.0).bind(&secret[..]).fetch_optional(&self.readers).await?;
        row.as_ref().map(read::device).transpose()
    }

    async fn devices(&self, staff: StaffId) -> Result<Vec<DeviceRow>> {
        let sql = "SELECT * FROM device WHERE staff = ? ORDER BY enrolled, id";
        let rows = sqlx::query(sql).bind(staff.to_string()).fetch_all(&self.readers).await?;
        rows.iter().map(read::device).collect()
    }

    async fn devices_of_store(&self, store: i64) -> Result<Vec<DeviceRow>> {
        let sql = "SELECT device.* FROM device JOIN staff ON staff.id = device.staff WHERE staff.store = ? ORDER BY device.id";
        let rows = sqlx::query(sql).bind(store).fetch_all(&self.readers).await?;
        rows.iter().map(read::device).collect()
    }

    async fn seen(&self, sightings: &[(DeviceId, Instant)]) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        for (device, at) in sightings {
            let sql = "UPDATE device SET seen = ?2 WHERE id = ?1 AND COALESCE(seen, 0) < ?2";
            sqlx::query(sql).bind(&device.0).bind(at.0).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn revoke_device(&self, id: &DeviceId) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        sqlx::query("UPDATE device SET revoked = 1 WHERE id = ?").bind(&id.0).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM session WHERE device = ?").bind(&id.0).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn create_setup(&self, token: Hash, until: Instant) -> Result<()> {
        let mut tx = self.writer.begin().await?;
        sqlx::query("DELETE FROM setup").execute(&mut *tx).await?;
        sqlx::query("INSERT INTO setup (token, until) VALUES (?, ?)")
            .bind(&token[..])
            .bind(until.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn take_setup(&self, token: Hash, now: Instant) -> Result<bool> {
        // Only while there is no account: the link of a server that has one is dead.
        let sql = "DELETE FROM setup WHERE token = ? AND until > ? AND NOT EXISTS (SELECT 1 FROM staff)";
        let done = sqlx::query(sql).bind(&token[..]).bind(now.0).execute(&self.writer).await?;
        Ok(done.rows_affected() == 1)
    }
}
