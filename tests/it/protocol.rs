//! The server to programs: the protocol to independent peers, to hostile ones, through power cuts, with clocks that lie, and to whoever tries what an outsider would.

mod delivery;
mod hostile;
mod javascript;
mod kills;
mod outsider;
mod samod;
mod time;
mod trust;

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
