//! What whoever runs a server relies on: logs without personal data, an end in order, TLS without a proxy.

use super::hostile::sync;
use super::serve;
use anyhow::{Context, Result, ensure};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use sync::wire::{Message, close};
use tests::NOW;
use tests::files;
use tests::protocol::device::Device;
use tests::protocol::http::{ask, send};
use tests::protocol::person::{Person, address};
use tests::protocol::socket::{Socket, join};
use tests::server::{Options, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// Whatever the demo's people and customers are called, and what they can be reached by.
async fn personal(manager: &Person) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut open = vec![manager.get("/api/team").await?, manager.get("/api/locks").await?];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    if let (true, Some(text)) = (["name", "phone", "login"].contains(&key.as_str()), value.as_str()) {
                        found.insert(text.to_owned());
                    }
                    open.push(value);
                }
            }
            Value::Array(all) => open.extend(all),
            _ => {}
        }
    }
    Ok(found)
}

#[tokio::test]
async fn the_log_is_structured_and_names_nobody() -> Result<()> {
    let environment = vec![("GENJIN_LOG", "debug"), ("GENJIN_LOG_FORMAT", "json")];
    let mut server = Server::start_with(NOW, Options { environment, ..Options::default() })?;
    let greeting = server.log().len();
    let address = address(&server);
    let manager = Person::enter(&address, "manager").await?;
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    let (customer, card) = tablet.card("岳不群");
    tablet.write(&card).await?;
    let now = tablet.now();
    let call = tablet.call(customer, now.plus(-86_400_000), now, "华山派掌门");
    tablet.write(&call).await?;
    tablet.settle().await?;
    // What is refused, wrong, unknown, and what fails.
    let cookie = Some(tablet.person.cookie.as_str());
    for (method, path, body) in [
        ("POST", "/api/session", r#"{"login":"advisor2","password":"令狐冲的密码"}"#),
        ("POST", "/api/session", r#"{"login":"岳不群","password":"#),
        ("POST", "/api/phones", r#"{"phone":"13800001234","purpose":"look"}"#),
        ("GET", "/api/customers/13800001234?name=岳不群", ""),
        ("GET", "/岳不群/13800001234", ""),
        ("POST", "/api/devices", r#"{"name":"岳不群的平板"}"#),
    ] {
        send(&address, method, path, cookie, body).await?;
    }
    let (_, forged) = tablet.card("伪造");
    tablet.write_as(&"f0".repeat(16), &forged).await?;
    tablet.until("the refusal", |it| !it.is_connected()).await?;
    let mut socket = Socket::joined(&address, &tablet.person.cookie, "岳不群的程序").await?;
    socket.send(&sync(&tablet.person.session.book, "岳不群的程序", "13800001234".into())?).await?;
    socket.end().await?;

    let mut told = personal(&manager).await?;
    ensure!(told.len() > 10, "{told:?}");
    let device = tablet.person.enrolled()?;
    for more in ["岳不群", "华山派", "13800001234", "令狐冲", "伪造", "genjin-demo", &device.secret] {
        told.insert(more.to_owned());
    }
    told.extend([&tablet.person.cookie, &manager.cookie].map(|it| it.trim_start_matches("genjin=").to_owned()));
    server.stop()?;
    let log = server.log();
    let log = log.get(greeting..).unwrap_or_default();
    ensure!(log.lines().count() > 10, "the run was logged: {log}");
    for line in log.lines() {
        let event: Value = serde_json::from_str(line).with_context(|| format!("not structured: {line}"))?;
        ensure!(event.get("level").is_some() && event.get("timestamp").is_some(), "{line}");
        if let Some(name) = told.iter().find(|it| line.contains(it.as_str())) {
            anyhow::bail!("the log knows {name}: {line}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_says_goodbye_and_has_everything() -> Result<()> {
    let (mut server, address) = serve()?;
    let manager = Person::enter(&address, "manager").await?;
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    tablet.settle().await?;
    let mut idle = Socket::joined(&address, &manager.cookie, "idle").await?;
    // A page that listens to the team's events holds a request open.
    let mut page = TcpStream::connect(&address).await?;
    let asked = format!("GET /api/team/events HTTP/1.1\r\nhost: {address}\r\ncookie: {}\r\n\r\n", manager.cookie);
    page.write_all(asked.as_bytes()).await?;
    let (_, card) = tablet.card("停机前");
    tablet.write(&card).await?;
    tablet.until("the upload", |it| it.unsent().is_empty()).await?;

    let began = Instant::now();
    let stopped = tokio::task::spawn_blocking(move || server.stop().map(|()| server));
    tablet.until("the goodbye", |it| !it.is_connected()).await?;
    assert_eq!(tablet.refused.as_deref(), Some("the server goes down (4503)"));
    assert_eq!(idle.end().await?.1, Some(close::DRAINING));
    page.read_to_end(&mut Vec::new()).await?;
    let mut server = stopped.await??;
    ensure!(began.elapsed() < Duration::from_secs(12), "it took {:?}", began.elapsed());
    ensure!(server.log().trim_end().ends_with("stopped"), "{}", server.log());

    server.run(Some(NOW))?;
    let mut cold = Device::enrol(&address, "advisor1").await?;
    cold.connect().await?;
    cold.settle().await?;
    ensure!(cold.has(&card.id));
    Ok(())
}

#[tokio::test]
async fn tls_by_flags_makes_the_cookie_secure_and_the_socket_too() -> Result<()> {
    let folder = files::root().join("tests/it/protocol/tls");
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let arguments = vec!["--tls-cert".into(), certificate.clone().into(), "--tls-key".into(), key.into()];
    let server = Server::start_with(NOW, Options { arguments, ..Options::default() })?;
    let address = address(&server);
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&certificate)?)?;
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let connector = TlsConnector::from(Arc::new(config));
    let open = async || -> Result<_> {
        let name = ServerName::try_from("127.0.0.1")?;
        Ok(connector.connect(name, TcpStream::connect(&address).await?).await?)
    };

    let body = json!({"login": "advisor1", "password": "genjin-demo"}).to_string();
    let asked = format!(
        "POST /api/session HTTP/1.1\r\nhost: {address}\r\norigin: https://{address}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = open().await?;
    stream.write_all(asked.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    ensure!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let cookie = answer.lines().find_map(|it| it.strip_prefix("set-cookie: ")).context("no cookie")?;
    ensure!(cookie.starts_with("__Host-genjin=") && cookie.ends_with("; Secure"), "{cookie}");

    let mut request = format!("wss://{address}/sync").into_client_request()?;
    let cookie = cookie.split(';').next().unwrap_or_default();
    request.headers_mut().insert("cookie", cookie.parse()?);
    request.headers_mut().insert("origin", format!("https://{address}").parse()?);
    let (mut socket, _) = tokio_tungstenite::client_async(request, open().await?).await?;
    socket.send(Frame::Binary(join("tablet").into())).await?;
    // The first ping may be here before the answer.
    let first = loop {
        if let Frame::Binary(bytes) = socket.next().await.context("the socket has ended")?? {
            break bytes;
        }
    };
    ensure!(matches!(Message::decode(&first)?, Message::Peer { .. }));
    // Without TLS there is no answer on this port.
    ensure!(ask(&address, "GET", "/healthz", None, None).await.is_err());
    Ok(())
}
