//! Close codes of this server.

/// A frame that is not of the protocol.
pub const BAD_FRAME: u16 = 4400;
/// The session has ended.
pub const SIGNED_OUT: u16 = 4401;
/// Another's actor, or another's name.
pub const FORBIDDEN: u16 = 4403;
/// A sequence number that was used before, or changes that cannot be applied.
pub const CONFLICT: u16 = 4409;
/// Over a cap.
pub const TOO_LARGE: u16 = 4413;
/// The client is too old.
pub const TOO_OLD: u16 = 4426;
/// The client does not read.
pub const SLOW: u16 = 4429;
/// The server goes down.
pub const DRAINING: u16 = 4503;
