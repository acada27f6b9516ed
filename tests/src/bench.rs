//! What the two benchmark programs share: a server with no demo team, books of a size, a limit of the processor, tables of figures.

pub mod bare;
pub mod book;
pub mod crowd;
pub mod figures;
pub mod quota;
pub mod server;
pub mod tab;
