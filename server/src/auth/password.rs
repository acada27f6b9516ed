//! Passwords: argon2id off the async threads, a few at a time.

use crate::auth::secret;
use anyhow::{Context, anyhow};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::instant::Instant;
use std::sync::Arc;
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};

/// The fewest characters of a password.
pub const SHORTEST: usize = 8;
/// The most bytes of a password: hashing longer ones would only cost time.
pub const LONGEST: usize = 256;
/// How many may wait for their password to be checked: some seconds' work.
const WAITING: usize = 64;
/// Failed sign-ins that cost nothing: people mistype.
const FREE: i64 = 5;

/// Hashes passwords and checks them.
pub struct Passwords {
    /// Each hashing takes 19 MiB and a core.
    permits: Arc<Semaphore>,
    places: Arc<Semaphore>,
    params: Params,
    /// What the password of an unknown login is checked against, so that it takes as long as a known one's.
    decoy: OnceCell<String>,
}

impl Passwords {
    /// With the work that argon2's authors recommend: 19 MiB, two passes.
    #[must_use]
    pub fn recommended() -> Self {
        Self::with(Params::default())
    }

    /// With next to no work, for tests.
    #[must_use]
    pub fn for_testing() -> Self {
        Self::with(Params::new(8, 1, 1, None).unwrap_or_default())
    }

    fn with(params: Params) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(2)),
            places: Arc::new(Semaphore::new(WAITING)),
            params,
            decoy: OnceCell::new(),
        }
    }

    /// A place among those who wait; none if there are too many. It is given back when it is dropped.
    #[must_use]
    pub fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().try_acquire_owned().ok()
    }

    /// The hash of a password in PHC form, which names its own parameters.
    ///
    /// # Errors
    /// If the hashing cannot be done.
    pub async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let password = password.to_owned();
        self.work(move |argon| {
            let salt = SaltString::encode_b64(&secret::random::<16>()).map_err(|it| anyhow!("salt: {it}"))?;
            let hash = argon.hash_password(password.as_bytes(), &salt).map_err(|it| anyhow!("argon2: {it}"))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether a password is the one of a hash. Without a hash the answer is no, after the same work.
    ///
    /// # Errors
    /// If the stored hash cannot be read.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> anyhow::Result<bool> {
        let decoy = self.decoy.get_or_try_init(|| self.hash("nobody's password")).await?;
        let (known, hash) = (hash.is_some(), hash.unwrap_or(decoy).to_owned());
        let password = password.to_owned();
        self.work(move |argon| {
            let hash = PasswordHash::new(&hash).map_err(|it| anyhow!("a stored password hash cannot be read: {it}"))?;
            let fits = argon.verify_password(password.as_bytes(), &hash).is_ok();
            Ok(fits && known)
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        run: impl FnOnce(Argon2<'static>) -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let permit = self.permits.clone().acquire_owned().await.context("hashing has ended")?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        // The permit goes along: if the caller gives up, the work still counts until it is done.
        tokio::task::spawn_blocking(move || {
            let result = run(argon);
            drop(permit);
            result
        })
        .await?
    }
}

/// How long an account rests after so many failed sign-ins in a row, in milliseconds: 1 s, 2 s, 4 s … a quarter of an hour.
#[must_use]
pub fn delay(failures: i64) -> i64 {
    match u32::try_from(failures - FREE - 1) {
        Err(_) => 0,
        Ok(doublings) => (Instant::SECOND << doublings.min(10)).min(15 * Instant::MINUTE),
    }
}
