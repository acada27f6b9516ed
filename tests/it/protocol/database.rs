//! The way to a database on the network: certificates, names, and who is not believed.

use anyhow::{Result, ensure};
use std::process::Command;
use tests::postgres::Cluster;
use tests::server::Server;
use tests::{NOW, files};

#[test]
fn a_database_on_the_network_is_believed_by_its_certificate_and_its_name() -> Result<()> {
    let folder = files::root().join("tests/it/protocol/tls");
    let certificate = folder.join("certificate.pem");
    let (cluster, port) = Cluster::with_tls(&certificate, &folder.join("key.pem"))?;
    let at = |host: &str, rest: &str| format!("postgres://genjin@{host}:{port}/postgres?{rest}");
    let trusted = format!("sslmode=verify-full&sslrootcert={}", certificate.display());
    let ask = |url: &str| -> Result<String> {
        let said = Command::new(files::genjin()?).args(["user", "list", "--database-url", url]).output()?;
        let told = String::from_utf8_lossy(&said.stderr);
        ensure!(!told.contains("panicked"), "{told}");
        Ok(if said.status.success() { "it works".to_owned() } else { told.into_owned() })
    };

    cluster.account("admin", "admin")?;
    let said = ask(&at("localhost", &trusted))?;
    ensure!(said == "it works", "{said}");
    // The cluster takes nobody without: that it works at all says that it was TLS.
    for (host, rest, why) in [
        ("localhost", "sslmode=disable", "no encryption"),
        ("localhost", "sslmode=verify-full", "certificate"),
        ("127.0.0.2", trusted.as_str(), "certificate not valid for name"),
    ] {
        let said = ask(&at(host, rest))?;
        ensure!(said.matches(why).count() == 1, "{host} {rest}: {said}");
    }
    // All connections of a server are such, also the one on which it listens.
    let _server = Server::node(&at("localhost", &trusted), NOW)?;
    let of_ours = "FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'genjin'";
    ensure!(cluster.ask(&format!("SELECT bool_and(ssl) {of_ours}"))? == "t");
    ensure!(cluster.ask(&format!("SELECT count(*) > 0 {of_ours} AND query ILIKE 'listen%'"))? == "t");
    Ok(())
}
