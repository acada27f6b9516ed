//! The server as programs meet it: HTTP, the WebSocket, and documents, with no page between.

pub mod device;
pub mod http;
pub mod javascript;
pub mod person;
pub mod socket;
pub mod usage;
