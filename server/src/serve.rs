//! Running the server: opening everything, listening, and going down in order.

use crate::app::{App, Core};
use crate::auth::password::Passwords;
use crate::auth::secret;
use crate::cli::Serve;
use crate::clock::Clock;
use crate::config::Web;
use crate::data::Data;
use crate::gate::{self, Gate};
use crate::site::Site;
use crate::{demo, jobs, projector, router, tasks};
use anyhow::Context;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::RustlsConfig;
use domain::instant::Instant;
use hyper_util::rt::TokioTimer;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How long a client may take to send the head of a request.
const HEAD: Duration = Duration::from_secs(15);
/// How long answers may take once the server is going down.
const DRAIN: Duration = Duration::from_secs(10);

/// Runs until a signal comes.
///
/// # Errors
/// If something is missing or does not fit.
pub async fn run(options: Serve) -> anyhow::Result<()> {
    options.check()?;
    let opened = Data::of(&options.data)?.serve().await?;
    let clock = clock(&options, opened.store.as_ref()).await?;
    let core = Core::open_among(opened.store.clone(), clock, opened.bus.clone()).await?;

    let listener = TcpListener::bind(options.listen).with_context(|| format!("cannot listen on {}", options.listen))?;
    listener.set_nonblocking(true)?;
    let listen = listener.local_addr()?;
    let app = App::new(core, web(&options, listen)?, Passwords::recommended());
    if options.demo && !app.store.has_staff().await? {
        demo::fill(&app).await?;
    }
    projector::catch_up(&app).await?;
    jobs::housekeep(&app).await?;
    greet(&app, &options, listen).await?;

    let tasks = tasks::start(&app);
    listen_until_signal(&app, &options, listener).await?;
    drop(tasks);
    app.store.note_time(app.clock.now()).await?;
    opened.store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// The machine's clock, or the demo's, which never goes behind what is stored.
async fn clock(options: &Serve, store: &dyn crate::store::Store) -> anyhow::Result<Clock> {
    let last = store.last_time().await?;
    let real = Clock::real().now();
    let asked = match &options.now {
        None => None,
        Some(text) => Some(Instant::parse(text).with_context(|| format!("--now: `{text}` is not an RFC 3339 time"))?),
    };
    if options.demo && (asked.is_some() || last > real) {
        return Ok(Clock::starting_at(asked.unwrap_or(real).max(last)));
    }
    if last > real.plus(Instant::MINUTE) {
        tracing::warn!(%last, now = %real, "the machine's clock is behind what is stored: times will not be trusted until it is put right");
    }
    Ok(Clock::real())
}

fn web(options: &Serve, listen: SocketAddr) -> anyhow::Result<Web> {
    let site = if options.dev { Site::on_disk() } else { Site::Embedded };
    let mut web = Web::listening(listen, options.tls_cert.is_some(), site);
    web.dev = options.dev;
    Ok(match &options.public_url {
        Some(url) => web.behind(url)?,
        None => web,
    })
}

/// Says where the server is, and how to get in.
async fn greet(app: &App, options: &Serve, listen: SocketAddr) -> anyhow::Result<()> {
    let address = app.web.address(listen);
    let mut lines = vec![format!("Genjin 跟进  {address}")];
    if options.demo {
        lines.push("demo accounts, password genjin-demo:".to_owned());
        for person in app.store.staff(None).await? {
            lines.push(format!("  {:<10} {:<10} {}", person.login, person.role.code(), person.name));
        }
    } else if !app.store.has_staff().await? {
        let token = secret::token();
        app.store.create_setup(secret::hash(&token), app.clock.now().plus(Instant::HOUR)).await?;
        lines.push("no account yet; set the store up within an hour:".to_owned());
        lines.push(format!("  {address}/setup?token={token}"));
    }
    let mut out = std::io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(())
}

async fn listen_until_signal(app: &App, options: &Serve, listener: TcpListener) -> anyhow::Result<()> {
    let handle = axum_server::Handle::new();
    tokio::spawn(drain_on_signal(app.clone(), handle.clone()));
    let service = router(app.clone()).into_make_service();
    let (places, metrics) = (gate::places(), app.metrics.clone());
    tracing::info!(connections = places, "ready");
    // axum's own listener gives a client for ever to send its head, and so one byte a minute holds a connection.
    if let (Some(cert), Some(key)) = (&options.tls_cert, &options.tls_key) {
        // An error means that somebody has chosen a provider before us, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = RustlsConfig::from_pem_file(cert, key).await.context("certificate or key cannot be read")?;
        let acceptor = |it| Gate::new(it, places, HEAD, metrics);
        let mut server = axum_server::from_tcp_rustls(listener, config).map(acceptor).handle(handle);
        server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
        server.serve(service).await?;
    } else {
        let mut server = axum_server::from_tcp(listener)
            .acceptor(Gate::new(NoDelayAcceptor::new(), places, HEAD, metrics))
            .handle(handle);
        server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
        server.serve(service).await?;
    }
    Ok(())
}

async fn drain_on_signal(app: App, handle: axum_server::Handle) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be heard: stop the server by force");
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("going down");
    app.events.drain();
    handle.graceful_shutdown(Some(DRAIN));
}
