//! Starting the drivers, and what is wished of the browsers.

use super::{Size, disk};
use crate::program::{Program, free_port, listens};
use anyhow::{Result, bail};
use serde_json::{Map, Value, json};
use std::env;
use std::path::Path;
use std::process::Command;
use thirtyfour::Capabilities;

fn wish(value: Value) -> Capabilities {
    let map: Map<String, Value> = value.as_object().cloned().unwrap_or_default();
    map.into()
}

/// Starts Chromium's driver; its pages' databases lie on a disk of their own if the profile has one.
pub(super) fn chromium(profile: &Path, size: Size, lang: &str) -> Result<(Vec<Program>, u16, Capabilities)> {
    let port = free_port()?;
    let mut command = disk::command(profile)?;
    command.arg(format!("--port={port}"));
    let driver = Program::start(&mut command, &profile.join("driver.log"))?;
    listens(port)?;
    let mut args = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        // A window that is not in front keeps its timers: two people work at once.
        "--disable-background-timer-throttling".to_owned(),
        "--disable-renderer-backgrounding".to_owned(),
        "--disable-backgrounding-occluded-windows".to_owned(),
        format!("--lang={lang}"),
        format!("--user-data-dir={}", profile.join("profile").display()),
        format!("--window-size={},{}", size.0, size.1),
    ];
    args.extend(env::var("GENJIN_CHROMIUM_ARGS").iter().flat_map(|it| it.split_whitespace()).map(str::to_owned));
    let mut options =
        json!({ "args": args, "prefs": { "intl.accept_languages": lang, "credentials_enable_service": false } });
    if size.0 < 1000 {
        // A window cannot be that narrow; a page on a device can.
        let metrics = json!({ "width": size.0, "height": size.1, "pixelRatio": 1, "touch": true, "mobile": true });
        if let Some(options) = options.as_object_mut() {
            options.insert("mobileEmulation".to_owned(), json!({ "deviceMetrics": metrics }));
        }
    }
    let wish = wish(
        json!({ "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } }),
    );
    Ok((vec![driver], port, wish))
}

/// Starts WebKitGTK's driver, on a screen of its own.
pub(super) fn webkit(profile: &Path, lang: &str) -> Result<(Vec<Program>, u16, Capabilities)> {
    let browser =
        ["4.1", "4.0"].iter().map(|it| format!("/usr/lib/{}-linux-gnu/webkit2gtk-{it}/MiniBrowser", env::consts::ARCH));
    let Some(browser) = browser.into_iter().find(|it| Path::new(it).exists()) else {
        bail!("no MiniBrowser of WebKitGTK is installed")
    };
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1400x1300x24", "-nolisten", "tcp"]);
    let mut screen = Program::start(&mut command, &profile.join("screen.log"))?;
    let display =
        screen.says("the screen's number", |said| said.lines().find_map(|it| it.trim().parse::<u32>().ok()))?;
    let port = free_port()?;
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "WebKitWebDriver", &format!("--port={port}")]);
    command.env("DISPLAY", format!(":{display}")).env("HOME", profile).env("XDG_RUNTIME_DIR", profile);
    // No portals and no accessibility bus: there is no desktop to talk to.
    command.env("GTK_USE_PORTAL", "0").env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
    command.env("LANGUAGE", lang.replace('-', "_")).env("LANG", "C.UTF-8");
    let driver = Program::start(&mut command, &profile.join("driver.log"))?;
    listens(port)?;
    let options = json!({ "binary": browser, "args": ["--automation"] });
    Ok((vec![driver, screen], port, wish(json!({ "webkitgtk:browserOptions": options }))))
}
