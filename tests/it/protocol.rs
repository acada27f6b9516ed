//! The server to programs: the protocol to independent peers, to hostile ones, through power cuts, at several nodes, with clocks that lie, and to whoever tries what an outsider would.

mod database;
mod delivery;
mod disk;
mod flood;
mod hostile;
mod javascript;
mod kills;
mod nodes;
mod operation;
mod outsider;
mod power;
mod restore;
mod samod;
mod time;
mod trust;
mod versions;

use anyhow::Result;
use tests::NOW;
use tests::protocol::person::address;
use tests::server::Server;

/// A server with the demo team, and where it is.
fn serve() -> Result<(Server, String)> {
    let server = Server::start(NOW)?;
    let address = address(&server);
    Ok((server, address))
}
