//! Makes one typed catalogue of `locales/*.json`: a missing key, a stray one or a different placeholder fails the build.

use serde_json::{Map, Value};
use std::{collections::BTreeSet, env, error::Error, fmt::Write as _, fs, path::Path};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Identifier of the catalogue in Rust, and its file. The first one is the model.
const LANGUAGES: [(&str, &str); 2] = [("ZH_CN", "locales/zh-CN.json"), ("EN", "locales/en.json")];

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=locales");
    // What cuts the module into pieces must know who refers to whom.
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|it| it == "wasm32") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let mut catalogues = Vec::new();
    for (name, file) in LANGUAGES {
        let text = fs::read_to_string(file)?;
        let sections: Map<String, Value> = serde_json::from_str(&text).map_err(|it| format!("{file}: {it}"))?;
        catalogues.push((name, file, sections));
    }
    let [(_, _, model), rest @ ..] = catalogues.as_slice() else { return Err("no languages".into()) };
    for (_, file, other) in rest {
        same(model, other, file)?;
    }
    let mut code = String::new();
    types(model, &mut code)?;
    for (name, _, sections) in &catalogues {
        values(name, sections, &mut code)?;
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("catalogue.rs"), code)?;
    Ok(())
}

/// Fails unless both catalogues have the same keys with the same placeholders.
fn same(model: &Map<String, Value>, other: &Map<String, Value>, file: &str) -> Result<()> {
    let (known, found) = (entries(model)?, entries(other)?);
    let keys = |all: &[(String, String, String)]| -> BTreeSet<(String, String)> {
        all.iter().map(|it| (it.0.clone(), it.1.clone())).collect()
    };
    if let Some((section, key)) = keys(&known).symmetric_difference(&keys(&found)).next() {
        return Err(format!("{file}: `{section}.{key}` is in one language only").into());
    }
    for (section, key, text) in &known {
        let twin = found.iter().find(|it| it.0 == *section && it.1 == *key).map_or("", |it| it.2.as_str());
        if placeholders(text) != placeholders(twin) {
            return Err(format!("{file}: `{section}.{key}` has other placeholders than the model").into());
        }
    }
    Ok(())
}

fn entries(sections: &Map<String, Value>) -> Result<Vec<(String, String, String)>> {
    let mut all = Vec::new();
    for (section, keys) in sections {
        for (key, text) in keys.as_object().ok_or_else(|| format!("`{section}` is not a section"))? {
            let text = text.as_str().ok_or_else(|| format!("`{section}.{key}` is not a text"))?;
            all.push((section.clone(), key.clone(), text.to_owned()));
        }
    }
    Ok(all)
}

/// The names between braces, up to a bar.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|it| it.split(['|', '}']).next()).collect()
}

fn types(model: &Map<String, Value>, code: &mut String) -> Result<()> {
    code.push_str("/// All words of the screens in one language.\npub struct Catalogue {\n");
    for section in model.keys() {
        writeln!(code, "    pub {section}: {},", camel(section))?;
    }
    code.push_str("}\n");
    for (section, keys) in model {
        let keys = keys.as_object().ok_or("a section")?;
        let (mut fields, mut methods) = (String::new(), String::new());
        for (key, text) in keys {
            let text = text.as_str().unwrap_or_default();
            let names = placeholders(text);
            if names.is_empty() {
                writeln!(fields, "    /// {text}\n    pub {key}: &'static str,")?;
                continue;
            }
            writeln!(fields, "    {key}: &'static str,")?;
            let params: Vec<String> = names.iter().map(|it| format!("{it}: &dyn std::fmt::Display")).collect();
            let args: Vec<String> = names.iter().map(|it| format!("(\"{it}\", {it})")).collect();
            writeln!(methods, "    /// {text}\n    pub fn {key}(&self, {}) -> String {{", params.join(", "))?;
            writeln!(methods, "        fill(self.{key}, &[{}])\n    }}", args.join(", "))?;
        }
        writeln!(code, "pub struct {} {{\n{fields}}}", camel(section))?;
        if !methods.is_empty() {
            writeln!(code, "impl {} {{\n{methods}}}", camel(section))?;
        }
    }
    Ok(())
}

fn values(name: &str, sections: &Map<String, Value>, code: &mut String) -> Result<()> {
    writeln!(code, "pub static {name}: Catalogue = Catalogue {{")?;
    for (section, keys) in sections {
        writeln!(code, "    {section}: {} {{", camel(section))?;
        for (key, text) in keys.as_object().ok_or("a section")? {
            writeln!(code, "        {key}: {:?},", text.as_str().unwrap_or_default())?;
        }
        code.push_str("    },\n");
    }
    code.push_str("};\n");
    Ok(())
}

fn camel(section: &str) -> String {
    let upper =
        |it: &str| it.chars().take(1).flat_map(char::to_uppercase).chain(it.chars().skip(1)).collect::<String>();
    section.split('_').map(upper).collect()
}
