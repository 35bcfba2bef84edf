//! The npm package: what is built goes to `npm/dist`, next to the hand-written half.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chat_preflight::Platform;

use crate::{Result, node, project, stamp, wasm};

/// Fills `npm/dist` with all but the wasm, and puts the changelog and the licences where npm wants them.
pub(crate) fn build() -> Result {
    same_version()?;
    // What the package depends on, so that its command line runs from the checkout too.
    node::install(&project::path("npm"))?;
    let mut files = rules()?;
    files.insert(wasm::dist().join("platforms.js"), platforms()?);
    let sources = project::path("npm/src");
    for file in stamp::files(&sources)? {
        let inside = file.strip_prefix(&sources).unwrap_or(&file);
        files.insert(wasm::dist().join(inside), read(&file)?);
    }
    for (file, content) in &files {
        put(file, content)?;
    }
    for file in stamp::files(&wasm::dist())? {
        // What an earlier build left behind would be packed and published.
        if !files.contains_key(&file) && !wasm::outputs().contains(&file) {
            fs::remove_file(&file).map_err(|cause| format!("{}: {cause}", file.display()))?;
        }
    }
    executable(&wasm::dist().join("cli.js"))?;
    for name in ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        put(&project::path("npm").join(name), &read(&project::path(name))?)?;
    }
    Ok(())
}

/// The crate and the package are one product.
fn same_version() -> Result {
    let ours = project::locked_version("chat-preflight")?;
    let text = project::read(&project::path("npm/package.json"))?;
    let package: serde_json::Value =
        serde_json::from_str(&text).map_err(|cause| format!("npm/package.json: {cause}"))?;
    match package.get("version").and_then(serde_json::Value::as_str) {
        Some(theirs) if theirs == ours => Ok(()),
        theirs => Err(format!("Cargo.toml has version {ours}, npm/package.json {}", theirs.unwrap_or("none"))),
    }
}

/// The registry of finding codes, as data: answered without loading the wasm.
fn rules() -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let text = serde_json::to_string_pretty(&chat_preflight::rules())
        .map_err(|cause| format!("the rules cannot be written: {cause}"))?;
    Ok(BTreeMap::from([
        (wasm::dist().join("rules.json"), format!("{text}\n").into_bytes()),
        (wasm::dist().join("rules.js"), format!("export default {text};\n").into_bytes()),
    ]))
}

/// The platforms with what their documents hold, as data: the facade, the command line and the page read them from here.
fn platforms() -> Result<Vec<u8>> {
    let names: Vec<serde_json::Value> = Platform::ALL
        .iter()
        .map(|platform| {
            let resources: Vec<&str> = platform.resources().iter().map(|resource| resource.name()).collect();
            let dialects: Vec<&str> = platform.dialects().iter().map(|dialect| dialect.name()).collect();
            serde_json::json!({
                "name": platform.name(), "title": platform.title(), "resources": resources, "dialects": dialects,
            })
        })
        .collect();
    let text =
        serde_json::to_string_pretty(&names).map_err(|cause| format!("the platforms cannot be written: {cause}"))?;
    Ok(format!("export default {text};\n").into_bytes())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|cause| format!("{}: {cause}", file.display()))
}

/// Writes a file unless it already has that content: untouched files keep their time.
fn put(file: &Path, content: &[u8]) -> Result {
    if fs::read(file).is_ok_and(|have| have == content) {
        return Ok(());
    }
    project::write(file, content)
}

#[cfg(unix)]
fn executable(file: &Path) -> Result {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).map_err(|cause| format!("{}: {cause}", file.display()))
}

#[cfg(not(unix))]
fn executable(_file: &Path) -> Result {
    Ok(())
}
