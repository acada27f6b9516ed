//! How a fact's text is made and read: what is empty is left out, but for what a reader requires.

use serde::Deserialize;
use serde_json::{Map, Value};

pub(super) fn object(value: serde_json::Result<Value>) -> Map<String, Value> {
    match value {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// Texts that a reader requires, even when they are empty.
const REQUIRED: [&str; 10] = ["code", "en", "field", "kind", "name", "number", "role", "signature", "text", "zh"];

pub(super) fn is_absent(key: &str, value: &Value) -> bool {
    let empty = value.as_str().is_some_and(str::is_empty)
        || value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(Map::is_empty);
    value.is_null() || (empty && !REQUIRED.contains(&key))
}

pub(super) fn kind_of(text: &str) -> String {
    #[derive(Deserialize)]
    struct Kind {
        #[serde(default)]
        kind: String,
    }
    serde_json::from_str::<Kind>(text).map(|it| it.kind).unwrap_or_default()
}
