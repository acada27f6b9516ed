//! Everybody can use it.
