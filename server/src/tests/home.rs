//! Where a test keeps its store: a file in a folder that goes, or a database that goes. `GENJIN_TEST_STORE=postgres` makes it the database
//! for all tests that do not say.

use super::cluster::Database;
use crate::store::Store;
use crate::store::postgres::{Postgres, Sharing};
use crate::store::sqlite::Sqlite;
use sqlx::{Connection, PgConnection, Row, SqliteConnection};
use std::sync::Arc;
use tempfile::TempDir;

/// Counts, in a database that is to be watched, each row that is written.
const WATCH: &str = r"
CREATE SEQUENCE writes;
CREATE FUNCTION count_write() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('writes'); RETURN NULL; END $$;
DO $$ DECLARE it TEXT; BEGIN
    FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TRIGGER watch AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION count_write()', it);
    END LOOP;
END $$";

/// Where a store is kept.
pub struct Home {
    folder: TempDir,
    database: Option<Database>,
}

/// Sees whether anything is written.
pub enum Watch {
    File(SqliteConnection),
    Database(String),
}

impl Home {
    /// As the environment says; without a word a file.
    pub async fn chosen() -> Self {
        match std::env::var("GENJIN_TEST_STORE").as_deref() {
            Ok("postgres") => Self::database().await,
            Ok("sqlite") | Err(_) => Self::file(),
            Ok(other) => panic!("GENJIN_TEST_STORE is sqlite or postgres, not {other}"),
        }
    }

    /// A file.
    pub fn file() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// A database.
    pub async fn database() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: Some(Database::new().await) }
    }

    /// The folder of the file, and of what else a test puts there.
    pub fn folder(&self) -> &TempDir {
        &self.folder
    }

    /// Another one with the same content.
    pub async fn copy(&self) -> Self {
        let it = Self { folder: tempfile::tempdir().unwrap(), database: None };
        match &self.database {
            Some(database) => Self { database: Some(database.copy().await), ..it },
            None => {
                for file in ["genjin.db", "genjin.db-wal"] {
                    std::fs::copy(self.folder.path().join(file), it.folder.path().join(file)).unwrap();
                }
                it
            }
        }
    }

    /// Opens the store.
    pub async fn open(&self) -> Arc<dyn Store> {
        match &self.database {
            Some(database) => Arc::new(Postgres::open(&database.address(), Sharing::Beside).await.unwrap()),
            None => Arc::new(Sqlite::open(&self.folder.path().join("genjin.db")).await.unwrap()),
        }
    }

    /// The store as another server has it. A file has one server only.
    pub async fn open_beside(&self) -> Option<Arc<dyn Store>> {
        if self.database.is_some() { Some(self.open().await) } else { None }
    }

    /// Does something to what is kept, past the store.
    pub async fn execute(&self, sql: &str) {
        match &self.database {
            Some(_) => {
                let mut connection = PgConnection::connect(&self.url()).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            None => {
                let mut connection = SqliteConnection::connect(&self.url()).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }

    /// All that is kept, as whoever steals it has it: the files, or the rows of all tables.
    pub async fn stolen(&self) -> Vec<u8> {
        if self.database.is_none() {
            let files = std::fs::read_dir(self.folder.path()).unwrap().map(|it| it.unwrap().path());
            return files.filter(|it| it.is_file()).flat_map(|it| std::fs::read(it).unwrap()).collect();
        }
        let mut connection = PgConnection::connect(&self.url()).await.unwrap();
        let tables = "SELECT tablename::TEXT FROM pg_tables WHERE schemaname = 'public'";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
        let mut stolen = Vec::new();
        for table in tables {
            // Bytes as they are, where they are text.
            let sql = format!("SET bytea_output = 'escape'; SELECT it::TEXT FROM {table} AS it");
            for row in sqlx::raw_sql(&sql).fetch_all(&mut connection).await.unwrap() {
                stolen.extend(row.get::<String, _>(0).into_bytes());
            }
        }
        connection.close().await.unwrap();
        stolen
    }

    /// Begins to watch.
    pub async fn watch(&self) -> Watch {
        match &self.database {
            Some(_) => {
                self.execute(WATCH).await;
                Watch::Database(self.url())
            }
            None => Watch::File(SqliteConnection::connect(&self.url()).await.unwrap()),
        }
    }

    /// The URL under which the store lies.
    pub fn url(&self) -> String {
        match &self.database {
            Some(it) => it.url(),
            None => format!("sqlite://{}", self.folder.path().join("genjin.db").display()),
        }
    }

    /// The database, for a test that has one.
    pub fn database_of(&self) -> &Database {
        self.database.as_ref().expect("a database")
    }
}

impl Watch {
    /// Another number when something was written.
    pub async fn version(&mut self) -> i64 {
        match self {
            Self::File(it) => sqlx::query_scalar("PRAGMA data_version").fetch_one(it).await.unwrap(),
            Self::Database(url) => {
                // Not an open connection: a database that has one cannot be copied.
                let mut connection = PgConnection::connect(url).await.unwrap();
                let sql = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM writes";
                let version = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
                connection.close().await.unwrap();
                version
            }
        }
    }
}
