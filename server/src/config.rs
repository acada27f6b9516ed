//! How the server is reached.

use crate::layers::limits;
use crate::site::Site;
use axum::http::Uri;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// What handlers need to know of it.
#[derive(Clone, Debug)]
pub struct Web {
    /// The origin that people type, where a proxy stands before the server.
    public: Option<String>,
    /// Whether the server itself speaks TLS.
    tls: bool,
    /// Whether only this machine can reach it.
    loopback: bool,
    /// Whether pages are to load anew when the site on the disk changes.
    pub dev: bool,
    /// How long the body of a request may take to come.
    pub patience: Duration,
    /// The site.
    pub site: Site,
}

/// Why a public URL is not one.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a public URL is http:// or https://, a host, maybe a port, and nothing else: `{0}`")]
pub struct PublicUrlError(String);

impl Web {
    /// Reached at `listen`.
    #[must_use]
    pub fn listening(listen: SocketAddr, tls: bool, site: Site) -> Self {
        let (loopback, patience) = (listen.ip().is_loopback(), limits::PATIENCE);
        Self { public: None, tls, loopback, dev: false, patience, site }
    }

    /// Reached through a proxy under this URL.
    ///
    /// # Errors
    /// If it is not an origin.
    pub fn behind(self, url: &str) -> Result<Self, PublicUrlError> {
        Ok(Self { public: Some(origin(url).ok_or_else(|| PublicUrlError(url.to_owned()))?), ..self })
    }

    /// Whether browsers reach it over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public.as_ref().map_or(self.tls, |it| it.starts_with("https:"))
    }

    /// The cookie's name: with the prefix, browsers take it only over TLS, from this host, for all paths.
    #[must_use]
    pub fn cookie_name(&self) -> &'static str {
        if self.is_secure() { "__Host-genjin" } else { "genjin" }
    }

    /// Whether a page of this origin is one of ours.
    #[must_use]
    pub fn allows(&self, page: &str, host: Option<&str>) -> bool {
        if let Some(public) = &self.public {
            return page == public;
        }
        let scheme = if self.tls { "https" } else { "http" };
        host.is_some_and(|host| page == format!("{scheme}://{host}") && (!self.loopback || is_loopback(host)))
    }

    /// The address that is printed for people.
    #[must_use]
    pub fn address(&self, listen: SocketAddr) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        self.public.clone().unwrap_or_else(|| format!("{scheme}://{listen}"))
    }
}

/// Another name that points at this machine is not this machine: pages of such a name are strangers.
fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name });
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}

/// An URL's origin as browsers write it.
fn origin(url: &str) -> Option<String> {
    let uri: Uri = url.trim_end_matches('/').parse().ok()?;
    let scheme = uri.scheme_str().filter(|it| ["http", "https"].contains(it))?;
    let authority = uri.authority().filter(|it| !it.as_str().contains('@'))?;
    let plain = uri.path() == "/" && uri.query().is_none();
    let default = if scheme == "https" { 443 } else { 80 };
    let host = authority.host().to_lowercase();
    plain.then(|| match authority.port_u16() {
        Some(port) if port != default => format!("{scheme}://{host}:{port}"),
        _ => format!("{scheme}://{host}"),
    })
}
