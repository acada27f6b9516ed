//! The server's signature on pick-up slips 提车单.
//!
//! **Invariant:** a signature says that finance of this server approved that order, under that number, for that vehicle, and nothing else.

use crate::store::Store;
use anyhow::Context;
use domain::id::FactId;
use ed25519_dalek::{Signer, SigningKey};

/// Where the key is kept: with everything else that the store must not lose.
const META: &str = "slip_key";

/// The key of a server's store.
pub struct SlipKey(SigningKey);

impl SlipKey {
    /// The store's key; made if there is none.
    ///
    /// # Errors
    /// If the store fails, or holds no key where one should be.
    pub async fn of(store: &dyn Store) -> anyhow::Result<Self> {
        let kept = match store.meta(META).await? {
            Some(kept) => kept,
            None => store.keep_meta(META, &hex::encode(crate::auth::secret::random::<32>())).await?,
        };
        let bytes: [u8; 32] = hex::decode(kept)?.try_into().ok().context("the key of the slips is damaged")?;
        Ok(Self(SigningKey::from_bytes(&bytes)))
    }

    /// Signs, in hexadecimal.
    #[must_use]
    pub fn sign(&self, order: FactId, number: &str, vin: &str) -> String {
        hex::encode(self.0.sign(&text(order, number, vin)).to_bytes())
    }

    /// The key with which anybody can check a signature, in hexadecimal.
    #[must_use]
    pub fn verifying(&self) -> String {
        hex::encode(self.0.verifying_key().to_bytes())
    }
}

/// What is signed: a word for what it is, then order, number and VIN, each on its line; none of them can hold the end of a line.
#[must_use]
pub fn text(order: FactId, number: &str, vin: &str) -> Vec<u8> {
    let vin: String = vin.chars().filter(|it| !it.is_control()).collect();
    format!("genjin-slip-1\n{order}\n{number}\n{vin}\n").into_bytes()
}
