//! Random secrets, and the hashes under which the store keeps them.

use crate::store::Hash;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Random bytes of the operating system.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness nothing here is safe; the operating systems that we run on always have it.
    if getrandom::fill(&mut bytes).is_err() {
        std::process::abort();
    }
    bytes
}

/// A number of 128 random bits.
#[must_use]
pub fn number() -> u128 {
    u128::from_le_bytes(random())
}

/// A secret of 256 random bits, as text.
#[must_use]
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// Letters and digits that nobody takes for one another.
const READABLE: &[u8; 32] = b"123456789abcdefghjkmnpqrstuvwxyz";

/// A password of 80 random bits that is told and typed: four groups of four.
#[must_use]
pub fn password() -> String {
    let letter = |byte: u8| READABLE.get(usize::from(byte % 32)).copied().map_or('x', char::from);
    let groups = random::<16>()
        .chunks(4)
        .map(|group| group.iter().map(|it| letter(*it)).collect::<String>())
        .collect::<Vec<_>>();
    groups.join("-")
}

/// The hash of a secret. No salt and no work are needed: the secret is random.
#[must_use]
pub fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}
