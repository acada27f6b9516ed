//! The command line.

use crate::store::postgres::Address;
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Genjin 跟进: follow-up software for car showrooms.
#[derive(Parser, Debug)]
#[command(name = "genjin", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Run the server.
    Serve(Serve),
    /// Look after accounts.
    #[command(subcommand)]
    User(User),
    /// Write a copy of everything into a new file; the server may run. (A database has pg_dump.)
    Backup {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// The new file.
        out: PathBuf,
    },
    /// Put a backup in the place of what is there; the server must not run. Of a database, after pg_restore and without a file:
    /// check it, and let the devices bring back what it lacks.
    Restore {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// The backup.
        file: Option<PathBuf>,
    },
    /// Check everything that is kept; the server may run.
    Verify(Data),
    /// Compute facts and read models anew from the changes; the server must not run.
    Rebuild(Data),
}

/// Where everything is kept.
#[derive(Args, Clone, Debug)]
pub struct Data {
    /// The folder with everything, of one server.
    #[arg(long = "data", env = "GENJIN_DATA", default_value = "genjin-data", value_name = "DIR")]
    pub folder: PathBuf,
    /// Instead of a folder, a PostgreSQL database with everything: postgres://USER@HOST/DATABASE.
    #[arg(
        long,
        env = "GENJIN_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        value_parser = Address::parse,
        conflicts_with = "folder"
    )]
    pub database_url: Option<Address>,
}

/// How to run the server.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Where everything is kept.
    #[command(flatten)]
    pub data: Data,
    /// The address and port to listen on.
    #[arg(long, env = "GENJIN_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// The URL that people type, if a proxy stands before the server: it decides on cookies and allowed origins.
    #[arg(long, env = "GENJIN_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Fill an empty store with a demo team, whose passwords everybody knows.
    #[arg(long, env = "GENJIN_DEMO")]
    pub demo: bool,
    /// Start the demo's clock at this time (RFC 3339); never before what is stored.
    #[arg(long, env = "GENJIN_NOW", requires = "demo", value_name = "TIME")]
    pub now: Option<String>,
    /// Listen on other addresses than this machine's own without TLS.
    #[arg(long, env = "GENJIN_INSECURE")]
    pub insecure: bool,
    /// Read the site from the disk, and let pages load anew when it changes.
    #[arg(long, env = "GENJIN_DEV")]
    pub dev: bool,
    /// The certificate chain (PEM).
    #[arg(long, env = "GENJIN_TLS_CERT", requires = "tls_key", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// Its private key (PEM).
    #[arg(long, env = "GENJIN_TLS_KEY", requires = "tls_cert", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
}

/// Looking after accounts.
#[derive(Subcommand, Debug)]
pub enum User {
    /// Make an account and print its password.
    Add {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// Login name: 2 to 32 small letters, digits, dots, dashes, underscores.
        #[arg(long)]
        login: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// `advisor`, `manager`, `finance`, `reception` or `admin`.
        #[arg(long)]
        role: String,
        /// The store's name, if there are several; one that is not there is made.
        #[arg(long)]
        store: Option<String>,
        /// Read the password from the first line of the input instead of making one.
        #[arg(long)]
        password_stdin: bool,
    },
    /// List the accounts.
    List(Data),
    /// Give an account a new password, print it, and end its sessions.
    Password {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// Whose.
        login: String,
        /// Read the password from the first line of the input instead of making one.
        #[arg(long)]
        password_stdin: bool,
    },
}

/// Why the server does not start like this.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ServeError {
    /// Plain HTTP to the world.
    #[error("{0} can be reached from other machines: give --tls-cert and --tls-key, or --insecure if a proxy does TLS")]
    Plain(SocketAddr),
    /// Passwords that everybody knows, to the world.
    #[error("--demo has passwords that everybody knows: it listens on 127.0.0.1 only, not on {0}")]
    OpenDemo(SocketAddr),
}

impl Serve {
    /// Checks that nobody is let in by mistake.
    ///
    /// # Errors
    /// If somebody would be.
    pub fn check(&self) -> Result<(), ServeError> {
        if self.listen.ip().is_loopback() {
            return Ok(());
        }
        if self.demo {
            return Err(ServeError::OpenDemo(self.listen));
        }
        if self.tls_cert.is_none() && !self.insecure {
            return Err(ServeError::Plain(self.listen));
        }
        Ok(())
    }
}
