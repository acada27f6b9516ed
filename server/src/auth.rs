//! Who is asking: passwords, sessions, devices.

pub mod device;
pub mod password;
pub mod secret;
pub mod session;
