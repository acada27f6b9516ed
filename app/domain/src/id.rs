//! Names of things: ULIDs for what people and devices make, hexadecimal for devices.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use ulid::Ulid;

macro_rules! ulid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Ulid);

        impl $name {
            /// An id of a time and 80 random bits.
            #[must_use]
            pub fn new(at: crate::instant::Instant, random: u128) -> Self {
                Self(Ulid::from_parts(at.0.unsigned_abs(), random))
            }

            /// Reads the 26 characters of a ULID.
            pub fn parse(text: &str) -> Option<Self> {
                Ulid::from_string(text).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() { serializer.collect_str(self) } else { self.0.0.serialize(serializer) }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = String::deserialize(deserializer)?;
                    Self::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not a ULID")))
                } else {
                    u128::deserialize(deserializer).map(|it| Self(Ulid(it)))
                }
            }
        }
    };
}

ulid_id! {
    /// A fact.
    FactId
}
ulid_id! {
    /// A customer: the id of the fact that created the card.
    CustomerId
}
ulid_id! {
    /// An arrival in the showroom.
    ArrivalId
}
ulid_id! {
    /// A person who works in a store.
    StaffId
}

/// An enrolled device of one person: 24 hexadecimal digits, the first part of the actor ids of its changes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct DeviceId(pub String);

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
