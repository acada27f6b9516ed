//! What every request and every answer goes through.

pub mod headers;
pub mod limits;
pub mod origin;
pub mod request_log;
