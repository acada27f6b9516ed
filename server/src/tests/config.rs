//! How the server is reached, and what it refuses to be.

use crate::cli::{Cli, Command, ServeError};
use crate::config::Web;
use crate::site::Site;
use clap::Parser;

fn check(arguments: &str) -> Result<(), ServeError> {
    let Command::Serve(serve) = Cli::parse_from(arguments.split(' ')).command else { panic!("not serve") };
    serve.check()
}

fn web(listen: &str, tls: bool) -> Web {
    Web::listening(listen.parse().unwrap(), tls, Site::Embedded)
}

#[test]
fn plain_http_stays_on_this_machine_unless_told_otherwise() {
    assert_eq!(check("genjin serve --listen 127.0.0.1:1"), Ok(()));
    assert_eq!(check("genjin serve --listen [::1]:1"), Ok(()));
    assert_eq!(check("genjin serve --listen 0.0.0.0:1"), Err(ServeError::Plain("0.0.0.0:1".parse().unwrap())));
    assert_eq!(check("genjin serve --listen 0.0.0.0:1 --insecure"), Ok(()));
    assert_eq!(check("genjin serve --listen 0.0.0.0:1 --tls-cert c --tls-key k"), Ok(()));
}

#[test]
fn a_demo_is_for_this_machine_only() {
    let open = Err(ServeError::OpenDemo("0.0.0.0:1".parse().unwrap()));
    assert_eq!(check("genjin serve --demo --listen 0.0.0.0:1 --insecure"), open);
    assert_eq!(check("genjin serve --demo"), Ok(()));
    assert!(Cli::try_parse_from(["genjin", "serve", "--now", "2026-03-02T10:00:00Z"]).is_err());
}

#[test]
fn a_page_is_ours_if_it_came_from_the_host_that_it_asks() {
    let local = web("127.0.0.1:8080", false);
    assert!(local.allows("http://localhost:8080", Some("localhost:8080")));
    assert!(local.allows("http://127.0.0.1:8080", Some("127.0.0.1:8080")));
    assert!(local.allows("http://[::1]:8080", Some("[::1]:8080")));
    assert!(!local.allows("https://localhost:8080", Some("localhost:8080")));
    assert!(!local.allows("http://localhost:9090", Some("localhost:8080")));
    assert!(!local.allows("null", Some("localhost:8080")));
    assert!(!local.allows("http://localhost:8080", None));
    // A name that was made to point here is still a stranger's.
    assert!(!local.allows("http://evil.example:8080", Some("evil.example:8080")));
    assert!(web("0.0.0.0:80", false).allows("http://genjin.lan", Some("genjin.lan")));
}

#[test]
fn behind_a_proxy_the_public_url_decides() {
    let local = web("127.0.0.1:8080", false);
    let public = local.clone().behind("https://Genjin.example:443/").unwrap();
    assert!(public.allows("https://genjin.example", Some("127.0.0.1:8080")));
    assert!(!public.allows("http://127.0.0.1:8080", Some("127.0.0.1:8080")));
    assert_eq!((public.is_secure(), public.cookie_name()), (true, "__Host-genjin"));
    assert_eq!((local.is_secure(), local.cookie_name()), (false, "genjin"));
    assert!(web("0.0.0.0:443", true).is_secure());
    for wrong in ["genjin.example", "ftp://genjin.example", "https://genjin.example/app", "https://me@genjin.example"] {
        assert!(local.clone().behind(wrong).is_err(), "{wrong}");
    }
}
