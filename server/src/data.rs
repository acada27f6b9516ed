//! The folder in which everything is kept: one database, and a lock that one server holds.

use crate::store::sqlite::Sqlite;
use anyhow::{Context, bail};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// The folder.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

/// The right to be the only one; it ends when this is dropped.
pub struct Lock {
    _file: File,
}

impl Folder {
    /// Opens the folder and makes it if it is not there, for nobody else's eyes.
    ///
    /// # Errors
    /// If that cannot be done.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(path).with_context(|| format!("{} cannot be made", path.display()))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
                .with_context(|| format!("{} cannot be closed to others", path.display()))?;
        }
        Ok(Self(path.to_owned()))
    }

    /// The database's file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.0.join("genjin.db")
    }

    /// Opens the database.
    ///
    /// # Errors
    /// If that cannot be done.
    pub async fn store(&self) -> anyhow::Result<Sqlite> {
        let file = self.database();
        Sqlite::open(&file).await.with_context(|| format!("{} cannot be opened", file.display()))
    }

    /// Opens the database if there is one.
    ///
    /// # Errors
    /// If there is none.
    pub async fn existing_store(&self) -> anyhow::Result<Sqlite> {
        if !self.database().exists() {
            bail!("{} does not exist", self.database().display());
        }
        self.store().await
    }

    /// Makes sure that nobody else writes documents here.
    ///
    /// # Errors
    /// If a server runs on this folder.
    pub fn lock(&self) -> anyhow::Result<Lock> {
        let path = self.0.join("lock");
        let file = File::create(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => bail!("a server runs on {}: stop it first", self.0.display()),
            Err(TryLockError::Error(error)) => Err(error).context("the folder cannot be locked"),
        }
    }
}
