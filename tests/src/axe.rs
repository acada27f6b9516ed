//! axe-core: no violation, no rule switched off.

use crate::browser::Browser;
use crate::files;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;

/// Audits the page as it is now.
///
/// # Errors
/// If axe finds a violation; the message tells where.
pub async fn audit(browser: &Browser, what: &str) -> Result<()> {
    let file = files::target().join("npm/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&file).with_context(|| format!("no axe-core at {}", file.display()))?;
    let script = format!(
        "const done = arguments[arguments.length - 1]; if (!window.axe) {{ {axe} }}\naxe.run(document).then(done, (it) => done(String(it)));"
    );
    // What is still moving has no colours of its own yet.
    let still = "const done = arguments[arguments.length - 1]; Promise.allSettled(document.getAnimations().map((it) => it.finished)).then(() => done());";
    browser.driver().execute_async(still, Vec::new()).await?;
    let found = browser.driver().execute_async(script, Vec::new()).await?;
    let violations =
        found.json().get("violations").and_then(Value::as_array).with_context(|| format!("axe: {}", found.json()))?;
    let lines: Vec<String> = violations.iter().flat_map(lines).collect();
    ensure!(lines.is_empty(), "{what}: axe finds\n{}", lines.join("\n"));
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
