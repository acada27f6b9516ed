//! The store in one SQLite file: WAL, `synchronous=FULL`, one writer, a few readers.

mod accounts;
mod contents;
mod deliveries;
mod months;
mod reception;
mod rows;
mod rulings;
mod script;

use super::{Result, Store, StoreError};
use async_trait::async_trait;
use domain::instant::Instant;
use script::Script;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};
use std::path::Path;
use std::time::Duration;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// The store in one file.
pub struct Sqlite {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Sqlite {
    /// Opens the file, makes it if it is not there, and brings its schema up.
    ///
    /// # Errors
    /// If the file cannot be opened, or was written by a newer version.
    pub async fn open(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        // A file does not hang up: asking each connection whether it is still there would be a way to its thread and back.
        let pool = || SqlitePoolOptions::new().test_before_acquire(false);
        // After an error of the disk SQLite has ended the transaction, and sqlx still believes in it: from the next one that is taken
        // back on, everything would be written into a transaction that nobody ends. So whoever comes back in the middle of one goes.
        let writer = pool().max_connections(1).after_release(|connection, _| {
            Box::pin(async move {
                if connection.is_in_transaction() {
                    // What takes it back may be on its way.
                    connection.ping().await?;
                }
                Ok(!connection.is_in_transaction())
            })
        });
        let writer = writer.connect_with(options.clone()).await?;
        MIGRATIONS.run(&writer).await?;
        let reading = options.create_if_missing(false).pragma("query_only", "ON");
        let readers = pool().max_connections(4).connect_with(reading).await?;
        Ok(Self { writer, readers })
    }

    /// Writes a copy of everything into a new file, while the server runs.
    ///
    /// # Errors
    /// If the file is there already, or the disk is full.
    pub async fn copy_to(&self, file: &Path) -> Result<()> {
        let mut connection = self.readers.acquire().await?;
        sqlx::query("PRAGMA query_only = OFF").execute(&mut *connection).await?;
        let copied = sqlx::query("VACUUM INTO ?").bind(file.to_string_lossy().as_ref()).execute(&mut *connection).await;
        sqlx::query("PRAGMA query_only = ON").execute(&mut *connection).await?;
        copied?;
        Ok(())
    }

    /// Gives a file that nobody else uses a new incarnation, and leaves it without a write-ahead log, so that it can be moved alone.
    ///
    /// # Errors
    /// If somebody else uses it.
    pub async fn reincarnate(file: &Path, incarnation: &str) -> Result<()> {
        // Leaving WAL needs the file for itself: a connection that is still closing is waited for, not outrun.
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Delete)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10));
        // Another connection that is still closing holds the journal for a moment, and for that SQLite does not wait by itself.
        let mut left = 500;
        let mut connection = loop {
            match options.connect().await {
                Err(error) if is_locked(&error) && left > 0 => {
                    left -= 1;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                done => break done?,
            }
        };
        let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES ('incarnation', ?)";
        sqlx::query(sql).bind(incarnation).execute(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }
}

/// Whether somebody else is writing, or still closing.
fn is_locked(error: &sqlx::Error) -> bool {
    // SQLITE_BUSY is the lower byte of its extended codes.
    let code =
        error.as_database_error().and_then(sqlx::error::DatabaseError::code).and_then(|it| it.parse::<u32>().ok());
    code.is_some_and(|it| it & 0xff == 5)
}

#[async_trait]
impl Store for Sqlite {
    async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.readers).await?;
        Ok(())
    }

    async fn meta(&self, key: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT value FROM meta WHERE key = ?").bind(key).fetch_optional(&self.readers).await?)
    }

    async fn set_meta(&self, key: &str, value: &str) -> Result<()> {
        let sql = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        sqlx::query(sql).bind(key).bind(value).execute(&self.writer).await?;
        Ok(())
    }

    async fn keep_meta(&self, key: &str, value: &str) -> Result<String> {
        let sql = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING";
        sqlx::query(sql).bind(key).bind(value).execute(&self.writer).await?;
        self.meta(key).await?.ok_or(StoreError::Corrupt("value of the server itself"))
    }

    async fn last_time(&self) -> Result<Instant> {
        let text = self.meta("last_time").await?;
        Ok(Instant(text.and_then(|it| it.parse().ok()).unwrap_or_default()))
    }

    async fn note_time(&self, now: Instant) -> Result<()> {
        let mut script = Script::default();
        note_time(&mut script, now)?;
        script.run(&mut *self.writer.acquire().await?).await?;
        Ok(())
    }

    async fn faults(&self) -> Result<Vec<String>> {
        let mut faults: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&self.readers).await?;
        faults.retain(|it| it != "ok");
        let foreign = sqlx::query("PRAGMA foreign_key_check").fetch_all(&self.readers).await?;
        if !foreign.is_empty() {
            faults.push(format!("{} rows refer to rows that are not there", foreign.len()));
        }
        Ok(faults)
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn note_time(script: &mut Script, now: Instant) -> Result<()> {
    let sql = "INSERT INTO meta (key, value) VALUES ('last_time', ?) ON CONFLICT (key) DO UPDATE \
               SET value = excluded.value WHERE CAST(value AS INTEGER) < CAST(excluded.value AS INTEGER)";
    script.then(sql).bind(now.0.to_string())?;
    Ok(())
}
