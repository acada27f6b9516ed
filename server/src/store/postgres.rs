//! The store in a database of PostgreSQL: any number of servers on one.
//!
//! Transactions are `read committed`: each statement sees everything that was committed before it began. So whoever reads something and
//! writes upon it first waits for its turn, in a statement of its own, and then reads what the one before has written.
//! A transaction takes one turn at most, so that none waits for another in a circle.

mod accounts;
mod bus;
mod contents;
mod deliveries;
mod months;
mod reception;
mod rows;
mod rulings;

use super::{Result, Store, StoreError};
use crate::bus::Bus;
use async_trait::async_trait;
use domain::instant::Instant;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Transaction};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// The first half of the keys of our advisory locks; the second half says which.
const LOCKS: i32 = 0x6765_6e6a;
/// The second half for whoever uses the database.
const USE: i32 = 0;
/// The most connections of one server; PostgreSQL takes a hundred in all unless it is told otherwise.
const CONNECTIONS: u32 = 12;
/// How often whoever wants the database alone asks for it, and how long it waits between.
const ENDING: u32 = 50;
const AGAIN: Duration = Duration::from_millis(20);
/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What every connection is to be like, whatever the defaults of the database and the role are. The turns need `read committed`. A server
/// that hangs, or whose network is gone, loses its turn after some seconds, so that it does not hold up the others. What is committed is
/// on the disk.
const SESSION: &str = "SELECT set_config('default_transaction_isolation', 'read committed', FALSE), \
    set_config('idle_in_transaction_session_timeout', '10s', FALSE), set_config('tcp_user_timeout', '30s', FALSE), \
    set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' \
    ELSE current_setting('synchronous_commit') END, FALSE)";

/// Who else may use the database meanwhile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sharing {
    /// Everybody: a server.
    Server,
    /// Everybody: a command beside the servers.
    Beside,
    /// No server: a command that puts something in the place of what servers hold in memory.
    Alone,
}

/// Where a database is: what an URL says, and the variables of libpq (`PGPASSWORD`, `PGPASSFILE`, …) where it is silent.
#[derive(Clone, Debug)]
pub struct Address(Box<PgConnectOptions>);

impl Address {
    /// Reads `postgres://user@host:port/database?sslmode=…`.
    ///
    /// # Errors
    /// If it is not the URL of a PostgreSQL database.
    pub fn parse(url: &str) -> Result<Self> {
        if !["postgres://", "postgresql://"].iter().any(|it| url.starts_with(it)) {
            return Err(StoreError::Unfit("the address of a database begins with postgres://".to_owned()));
        }
        // Statements are not logged: their text is ours, and a slow disk is seen elsewhere.
        let options = PgConnectOptions::from_str(url)?.application_name("genjin").disable_statement_logging();
        Ok(Self(Box::new(options)))
    }
}

impl std::fmt::Display for Address {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the database {} at {}", self.0.get_database().unwrap_or_default(), self.0.get_host())
    }
}

/// The store in a database.
pub struct Postgres {
    address: Address,
    pool: PgPool,
    /// Holds the right to be alone.
    alone: Mutex<Option<PgConnection>>,
}

/// What is done one after the other, however many servers do it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Turn {
    /// Changes, facts, what the read models lack and what they get.
    Contents = 1,
    /// Rulings, and what desks are told.
    Rulings,
    /// Decisions of finance in a store.
    Slips,
    /// Months that are closed.
    Months,
    /// Who may sign in.
    Accounts,
    /// Attempts to sign in to an account.
    Attempts,
    /// Lines of somebody in the record.
    Record,
}

impl Postgres {
    /// Opens the database and brings its schema up.
    ///
    /// # Errors
    /// If the database cannot be reached, is of no use to us, was written by a newer version, or somebody must not use it meanwhile.
    pub async fn open(address: &Address, sharing: Sharing) -> Result<Self> {
        // Not from the pool, which tries again and again and then says that it took too long.
        let mut first = address.0.connect().await?;
        check(&mut first).await?;
        match sharing {
            Sharing::Server if !lock(&mut first, "pg_try_advisory_lock_shared").await? => {
                return Err(StoreError::InUse("a restore or a rebuild is running on the database: wait for its end"));
            }
            Sharing::Alone if !lock_alone(&mut first).await? => {
                return Err(StoreError::InUse("servers run on the database: stop them first"));
            }
            Sharing::Server | Sharing::Beside | Sharing::Alone => {}
        }
        sqlx::query(SESSION).execute(&mut first).await?;
        MIGRATIONS.run(&mut first).await?;
        let pool = PgPoolOptions::new()
            .min_connections(1)
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .after_connect(move |connection, _| Box::pin(settle(connection, sharing)))
            .connect_with((*address.0).clone())
            .await?;
        let alone = if sharing == Sharing::Alone {
            Some(first)
        } else {
            first.close().await?;
            None
        };
        Ok(Self { address: address.clone(), pool, alone: Mutex::new(alone) })
    }

    /// Whether there is a store in the database.
    ///
    /// # Errors
    /// If the database cannot be reached.
    pub async fn exists(address: &Address) -> Result<bool> {
        let mut connection = address.0.connect().await?;
        let exists =
            sqlx::query_scalar("SELECT to_regclass('document') IS NOT NULL").fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(exists)
    }

    /// How servers on the database hear of each other.
    ///
    /// # Errors
    /// If the database cannot be reached.
    pub async fn bus(&self) -> Result<Arc<dyn Bus>> {
        Ok(Arc::new(bus::Notifications::open(self).await?))
    }

    /// Begins a transaction when it is its turn; turns of one kind about different things do not wait for each other.
    async fn turn(&self, turn: Turn, about: &str) -> Result<Transaction<'static, sqlx::Postgres>> {
        let mut tx = self.pool.begin().await?;
        let sql = "SELECT pg_advisory_xact_lock($1, hashtext($2))";
        sqlx::query(sql).bind(LOCKS + turn as i32).bind(about).execute(&mut *tx).await?;
        Ok(tx)
    }
}

/// Makes sure that what is written can be kept.
async fn check(connection: &mut PgConnection) -> Result<()> {
    let encoding: String = sqlx::query_scalar("SHOW server_encoding").fetch_one(connection).await?;
    if encoding != "UTF8" {
        return Err(StoreError::Unfit(format!(
            "the database's encoding is {encoding}: make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
        )));
    }
    Ok(())
}

async fn lock(connection: &mut PgConnection, how: &str) -> Result<bool> {
    let sql = format!("SELECT {how}($1, $2)");
    Ok(sqlx::query_scalar(&sql).bind(LOCKS).bind(USE).fetch_one(connection).await?)
}

/// The same for the database alone. A server that has just ended is waited for: its connections hold their right until PostgreSQL has
/// noticed that they are gone. Asked again and again, for who waits in PostgreSQL's queue keeps others from starting.
async fn lock_alone(connection: &mut PgConnection) -> Result<bool> {
    for _ in 0..ENDING {
        if lock(connection, "pg_try_advisory_lock").await? {
            return Ok(true);
        }
        tokio::time::sleep(AGAIN).await;
    }
    Ok(false)
}

/// Makes a new connection of the pool what all of them are. Each connection of a server holds the right to use the database, so that the
/// server has it for as long as it has any, and again after the database was away.
async fn settle(connection: &mut PgConnection, sharing: Sharing) -> sqlx::Result<()> {
    sqlx::query(SESSION).execute(&mut *connection).await?;
    if sharing == Sharing::Server {
        let sql = "SELECT pg_advisory_lock_shared($1, $2)";
        sqlx::query(sql).bind(LOCKS).bind(USE).execute(connection).await?;
    }
    Ok(())
}

#[async_trait]
impl Store for Postgres {
    async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    async fn meta(&self, key: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT value FROM meta WHERE key = $1").bind(key).fetch_optional(&self.pool).await?)
    }

    async fn set_meta(&self, key: &str, value: &str) -> Result<()> {
        let sql =
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        sqlx::query(sql).bind(key).bind(value).execute(&self.pool).await?;
        Ok(())
    }

    async fn keep_meta(&self, key: &str, value: &str) -> Result<String> {
        let sql = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
        sqlx::query(sql).bind(key).bind(value).execute(&self.pool).await?;
        self.meta(key).await?.ok_or(StoreError::Corrupt("value of the server itself"))
    }

    async fn last_time(&self) -> Result<Instant> {
        let text = self.meta("last_time").await?;
        Ok(Instant(text.and_then(|it| it.parse().ok()).unwrap_or_default()))
    }

    async fn note_time(&self, now: Instant) -> Result<()> {
        let mut connection = self.pool.acquire().await?;
        note_time(&mut connection, now).await
    }

    /// Nothing: PostgreSQL holds references and keys at each write, and its checksums and `amcheck` are its administrator's.
    async fn faults(&self) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    async fn close(&self) {
        self.pool.close().await;
        let Some(mut connection) = self.alone.lock().await.take() else { return };
        // Given back before PostgreSQL notices the end of the connection: the next server starts at once.
        let freed = sqlx::query("SELECT pg_advisory_unlock_all()").execute(&mut connection).await;
        if let Err(error) = freed.map(drop).and(connection.close().await) {
            tracing::debug!(%error, "a connection ended before it was closed");
        }
    }
}

async fn note_time(connection: &mut PgConnection, now: Instant) -> Result<()> {
    let sql = "INSERT INTO meta (key, value) VALUES ('last_time', $1) ON CONFLICT (key) DO UPDATE \
               SET value = excluded.value WHERE CAST(meta.value AS BIGINT) < CAST(excluded.value AS BIGINT)";
    sqlx::query(sql).bind(now.0.to_string()).execute(connection).await?;
    Ok(())
}

/// One column of many rows, for UNNEST: a batch is one statement, not a round trip for each row.
fn column<'a, T, R>(rows: &'a [T], get: impl Fn(&'a T) -> R) -> Vec<R> {
    rows.iter().map(get).collect()
}

/// What somebody typed, without U+0000, which no TEXT can hold: it becomes what stands for a character that cannot be shown.
fn typed(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}
