//! axe-core: no violation, no rule switched off.

use crate::browser::Browser;
use crate::files;
use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Audits the page as it is now, in a theme.
///
/// # Errors
/// If axe finds a violation; the message tells where.
pub async fn audit(browser: &Browser, theme: &str) -> Result<()> {
    let driver = browser.driver();
    // What lies out of sight is looked at as if it were in sight, where it moves. What is still moving has no colours of its own yet.
    let wear = "const [theme, done] = arguments;
        for (const it of document.querySelectorAll('*'))
            if (getComputedStyle(it).contentVisibility === 'auto') it.style.contentVisibility = 'visible';
        document.documentElement.dataset.theme = theme;
        Promise.allSettled(document.getAnimations().map((it) => it.finished)).then(() => done(!!window.axe));";
    let there = driver.execute_async(wear, vec![theme.into()]).await?;
    if there.json().as_bool() != Some(true) {
        driver.execute(files::npm("axe-core/axe.min.js")?, Vec::new()).await?;
    }
    // Every rule runs; only what fails is described.
    let run = "const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then((it) => done(it.violations), (it) => done(String(it)));";
    let found = driver.execute_async(run, Vec::new()).await?;
    let violations = found.json().as_array().with_context(|| format!("axe: {}", found.json()))?;
    let lines: Vec<String> = violations.iter().flat_map(lines).collect();
    ensure!(lines.is_empty(), "axe finds\n{}", lines.join("\n"));
    Ok(())
}

fn lines(violation: &Value) -> Vec<String> {
    let text = |of: &Value, key: &str| of.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let nodes = violation.get("nodes").and_then(Value::as_array).cloned().unwrap_or_default();
    let rule = text(violation, "id");
    nodes
        .iter()
        .map(|it| format!("  {rule}: {}\n    {}", text(it, "html"), text(it, "failureSummary").replace('\n', " ")))
        .collect()
}
