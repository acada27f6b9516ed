//! Where everything is kept: a folder with one file and a lock that one server holds, or a database of PostgreSQL for any number of
//! servers. Everything means everything, the keys too: a server with a database keeps nothing beside it.

use crate::bus::{Bus, Memory};
use crate::cli;
use crate::store::Store;
use crate::store::postgres::{Address, Postgres, Sharing};
use crate::store::sqlite::Sqlite;
use anyhow::{Context, bail};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where everything is kept.
#[derive(Clone, Debug)]
pub enum Data {
    /// In a folder of this machine.
    Folder(Folder),
    /// In a database.
    Database(Address),
}

/// A store that is open, and the right to use it so; it ends when this is dropped.
pub struct Opened {
    /// The store.
    pub store: Arc<dyn Store>,
    /// How others who use it are told, and heard.
    pub bus: Arc<dyn Bus>,
    _lock: Option<Lock>,
}

impl Opened {
    /// In a folder: nobody else is heard there, and the one server that may run looks by itself.
    fn in_folder(store: Sqlite, lock: Option<Lock>) -> Self {
        Self { store: Arc::new(store), bus: Arc::new(Memory::default()), _lock: lock }
    }
}

impl Data {
    /// What the command line says.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn of(options: &cli::Data) -> anyhow::Result<Self> {
        Ok(match &options.database_url {
            Some(address) => Self::Database(address.clone()),
            None => Self::Folder(Folder::open(&options.folder)?),
        })
    }

    /// Opens it for a server, the only one of a folder or one of several of a database.
    ///
    /// # Errors
    /// If that cannot be done, or somebody has it who cannot share it.
    pub async fn serve(&self) -> anyhow::Result<Opened> {
        match self {
            Self::Folder(folder) => {
                let lock = folder.lock()?;
                Ok(Opened::in_folder(folder.store().await?, Some(lock)))
            }
            Self::Database(address) => open(address, Sharing::Server).await,
        }
    }

    /// Opens it beside whoever uses it.
    ///
    /// # Errors
    /// If that cannot be done.
    pub async fn beside(&self) -> anyhow::Result<Opened> {
        match self {
            Self::Folder(folder) => Ok(Opened::in_folder(folder.store().await?, None)),
            Self::Database(address) => open(address, Sharing::Beside).await,
        }
    }

    /// Opens what is there, beside whoever uses it.
    ///
    /// # Errors
    /// If there is nothing.
    pub async fn existing(&self) -> anyhow::Result<Opened> {
        match self {
            Self::Folder(folder) => Ok(Opened::in_folder(folder.existing_store().await?, None)),
            Self::Database(address) => {
                exists(address).await?;
                open(address, Sharing::Beside).await
            }
        }
    }

    /// Opens what is there, with no server on it.
    ///
    /// # Errors
    /// If there is nothing, or a server runs on it.
    pub async fn alone(&self) -> anyhow::Result<Opened> {
        match self {
            Self::Folder(folder) => {
                let lock = folder.lock()?;
                Ok(Opened::in_folder(folder.existing_store().await?, Some(lock)))
            }
            Self::Database(address) => {
                exists(address).await?;
                open(address, Sharing::Alone).await
            }
        }
    }
}

async fn open(address: &Address, sharing: Sharing) -> anyhow::Result<Opened> {
    let cannot = || format!("{address} cannot be opened");
    let store = Postgres::open(address, sharing).await.with_context(cannot)?;
    let bus = store.bus().await.with_context(cannot)?;
    Ok(Opened { store: Arc::new(store), bus, _lock: None })
}

async fn exists(address: &Address) -> anyhow::Result<()> {
    if !Postgres::exists(address).await.with_context(|| format!("{address} cannot be opened"))? {
        bail!("{address} holds nothing of a server yet");
    }
    Ok(())
}

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
