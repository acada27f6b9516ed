//! Databases of PostgreSQL for tests: a cluster that lives as long as the tests, or one that is there already.

use crate::store::postgres::Address;
use sqlx::{Connection, PgConnection};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where databases can be made, if not in a cluster of the tests' own.
const ENV: &str = "GENJIN_TEST_DATABASE_URL";

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static NUMBER: AtomicUsize = AtomicUsize::new(0);

struct Cluster {
    /// The URL of the database from which others are made.
    url: String,
    /// As long as its input is open, the cluster lives.
    _shell: Option<Child>,
}

impl Cluster {
    fn get() -> &'static Self {
        CLUSTER.get_or_init(|| match std::env::var(ENV) {
            Ok(url) => Self { url, _shell: None },
            Err(_) => Self::start(),
        })
    }

    fn start() -> Self {
        let mut child = shell().expect("setpriv or sh");
        let mut folder = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut folder).unwrap();
        let folder = folder.trim();
        assert!(
            !folder.is_empty(),
            "no cluster of PostgreSQL: install postgresql, or name a server by {ENV}, or leave these tests out by --skip postgres"
        );
        Self { url: format!("postgres://genjin@localhost/postgres?host={folder}"), _shell: Some(child) }
    }

    /// The URL of a database of the cluster.
    fn url(&self, name: &str) -> String {
        let (head, query) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let server = head.rsplit_once('/').map_or(head, |it| it.0);
        format!("{server}/{name}?{query}")
    }

    async fn execute(&self, statements: &[String]) {
        let mut connection = PgConnection::connect(&self.url).await.unwrap();
        for sql in statements {
            sqlx::query(sql).execute(&mut connection).await.unwrap();
        }
        connection.close().await.unwrap();
    }
}

/// PostgreSQL does not run for root: there it runs for the user whom Debian's package has made.
fn shell() -> std::io::Result<Child> {
    let script = include_str!("cluster.sh");
    let root = std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
    let mut command = if root {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "sh", "-c", script]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    };
    command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
}

/// A database, gone with the test.
pub struct Database {
    pub name: String,
}

impl Database {
    /// An empty one.
    pub async fn new() -> Self {
        Self::made("ENCODING 'UTF8'").await
    }

    /// An empty one, made in a certain way.
    pub async fn made(how: &str) -> Self {
        let it = Self::named();
        Cluster::get().execute(&[format!("CREATE DATABASE {} {how}", it.name)]).await;
        it
    }

    /// Another one with the same content. Connections to this one end; a pool makes new ones by itself.
    pub async fn copy(&self) -> Self {
        let it = Self::named();
        let end = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname";
        let make = format!("CREATE DATABASE {} TEMPLATE {}", it.name, self.name);
        Cluster::get().execute(&[format!("{end} = '{}'", self.name), make]).await;
        it
    }

    fn named() -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self { name: format!("genjin_test_{}_{number}", std::process::id()) }
    }

    /// Its URL.
    pub fn url(&self) -> String {
        Cluster::get().url(&self.name)
    }

    /// Its address.
    pub fn address(&self) -> Address {
        Address::parse(&self.url()).unwrap()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let drop = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(Cluster::get().execute(&[sql]));
        };
        // A test's own runtime cannot wait inside a drop.
        assert!(std::thread::spawn(drop).join().is_ok() || std::thread::panicking(), "a database stays behind");
    }
}
