//! The site that the server carries: what the bundler made, in the binary of a release or on the disk.
//!
//! **Invariant:** a name with a hash means its content for ever; everything else is asked for anew each time.

use crate::app::App;
use crate::error::ApiError;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

/// Paths that are not of the site; below them nothing falls back to the shell.
pub const OTHERS: [&str; 7] = ["/api", "/sync", "/dev", "/healthz", "/readyz", "/metrics", "/.well-known"];

#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Embedded;

/// Where the site is.
#[derive(Clone, Debug)]
pub enum Site {
    /// In the binary; a debug build reads the folder that a release would embed.
    Embedded,
    /// In a folder.
    Folder(PathBuf),
}

/// A file of the site.
struct File {
    bytes: Cow<'static, [u8]>,
    etag: String,
}

impl Site {
    /// The folder that a release embeds.
    #[must_use]
    pub fn on_disk() -> Self {
        Self::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site"))
    }

    fn file(&self, path: &str) -> Option<File> {
        let plain = Path::new(path).components().all(|it| matches!(it, Component::Normal(_)));
        if !plain || path.split('/').any(|it| it.is_empty() || it.starts_with('.')) {
            return None;
        }
        match self {
            Self::Embedded => {
                let file = Embedded::get(path)?;
                let etag = hex::encode(file.metadata.sha256_hash());
                Some(File { bytes: file.data, etag })
            }
            Self::Folder(folder) => {
                let bytes = std::fs::read(folder.join(path)).ok()?;
                let etag = hex::encode(Sha256::digest(&bytes));
                Some(File { bytes: bytes.into(), etag })
            }
        }
    }

    /// What the bundler writes for the pages that load anew during development.
    #[must_use]
    pub fn dev_version(&self) -> Option<String> {
        String::from_utf8(self.file("dev-version")?.bytes.into_owned()).ok()
    }
}

/// Answers whatever no route has taken.
pub async fn serve(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path();
    let is_other =
        OTHERS.iter().any(|it| path == *it || path.strip_prefix(it).is_some_and(|rest| rest.starts_with('/')));
    if is_other || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ApiError::not_found().into_response();
    }
    let name = path.trim_start_matches('/');
    if let Some(response) = answer(&app.web.site, name, request.headers()) {
        return response;
    }
    // What has an ending is a file, and this one is not there.
    // The root is the shell for everybody: the service worker fetches it as bytes.
    let is_page = name.is_empty()
        || !name.rsplit('/').next().is_some_and(|it| it.contains('.')) && accepts(request.headers(), "text/html");
    let shell = if is_page { answer(&app.web.site, "index.html", request.headers()) } else { None };
    shell.unwrap_or_else(|| (StatusCode::NOT_FOUND, "not found\n").into_response())
}

fn answer(site: &Site, name: &str, headers: &HeaderMap) -> Option<Response> {
    if name.ends_with(".br") {
        return None;
    }
    let file = site.file(name)?;
    let packed = if accepts_brotli(headers) { site.file(&format!("{name}.br")) } else { None };
    let etag = format!("\"{}{}\"", file.etag.get(..32).unwrap_or_default(), if packed.is_some() { "-br" } else { "" });
    let is_packed = packed.is_some();
    let known = headers.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let mut response = if known.is_some_and(|it| it.split(',').any(|it| it.trim().trim_start_matches("W/") == etag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(packed.unwrap_or(file).bytes.into_owned()))
    };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        out.insert(header::ETAG, etag);
    }
    if is_packed {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    let cache = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    Some(response)
}

/// `name.<8 hexadecimal digits>.ext`.
fn is_hashed(name: &str) -> bool {
    let Some((stem, _)) = name.rsplit_once('.') else { return false };
    let Some((_, hash)) = stem.rsplit_once('.') else { return false };
    hash.len() == 8 && hash.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it))
}

fn accepts(headers: &HeaderMap, kind: &str) -> bool {
    headers.get_all(header::ACCEPT).iter().any(|it| it.to_str().is_ok_and(|it| it.contains(kind)))
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let all = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|it| it.to_str().ok());
    all.flat_map(|it| it.split(',')).any(|it| {
        let mut parts = it.split(';').map(str::trim);
        parts.next() == Some("br") && !parts.any(|it| it.replace(' ', "").trim_end_matches(['0', '.']) == "q=")
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |it| it.1) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
