//! The npm package: what is built goes to `npm/dist`, next to the hand-written half.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chat_preflight::Platform;

use crate::stamp::Step;
use crate::{Result, node, process, project, stamp, wasm};

/// Modules that are published with what they import at once inside: Node loads one file instead of a dozen. Browsers get
/// the modules as they are; who writes for them has a bundler.
const BUNDLED: &[&str] =
    &["node.js", "cli/check.js", "cli/convert.js", "cli/detect.js", "cli/rules.js", "cli/schema.js"];

/// What those must not hold a copy of.
const KEPT: &[&str] = &["node.js", "cli/failure.js"];

/// Fills `npm/dist` with all but the wasm, and puts the changelog and the licences where npm wants them.
pub(crate) fn build() -> Result {
    same_version()?;
    // What the package depends on, so that its command line runs from the checkout too.
    node::install(&project::path("npm"))?;
    let mut files = rules()?;
    files.insert(PathBuf::from("platforms.js"), platforms()?);
    files.insert(PathBuf::from("schemas.js"), schemas());
    files.insert(PathBuf::from("items.d.ts"), chat_preflight::item_types().into_bytes());
    files.insert(PathBuf::from("codes.d.ts"), chat_preflight::code_types().into_bytes());
    let sources = project::path("npm/src");
    for file in stamp::files(&sources)? {
        let inside = file.strip_prefix(&sources).unwrap_or(&file);
        files.insert(inside.to_path_buf(), read(&file)?);
    }
    for file in wasm::outputs() {
        let inside = file.strip_prefix(wasm::dist()).unwrap_or(&file);
        files.insert(inside.to_path_buf(), read(&file)?);
    }
    files.insert(PathBuf::from("wasm-text.js"), wasm_text()?);
    bundle(&mut files)?;
    fill(&wasm::dist(), &files)?;
    executable(&wasm::dist().join("cli.js"))?;
    for name in ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        put(&project::path("npm").join(name), &read(&project::path(name))?)?;
    }
    Ok(())
}

/// Replaces some modules by what they are with all that they import at once.
fn bundle(files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result {
    let (modules, bundles) =
        (project::target()?.join("xtask-npm/modules"), project::target()?.join("xtask-npm/bundles"));
    fill(&modules, files)?;
    let tools = project::path("xtask");
    node::install(&tools)?;
    let step = Step {
        name: "bundle",
        inputs: vec![modules.clone(), tools.join("bundle.mjs"), tools.join("package-lock.json")],
        salt: format!("{BUNDLED:?} {KEPT:?}"),
        outputs: BUNDLED.iter().map(|name| bundles.join(name)).collect(),
    };
    step.run(|| {
        let mut command = node::node();
        command.arg(tools.join("bundle.mjs")).args([&modules, &bundles]);
        for name in KEPT {
            command.args(["--keep", name]);
        }
        process::step(command.args(BUNDLED))
    })?;
    for name in BUNDLED {
        files.insert(PathBuf::from(name), read(&bundles.join(name))?);
    }
    Ok(())
}

/// Makes a folder hold these files and no others.
fn fill(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> Result {
    for (name, content) in files {
        put(&folder.join(name), content)?;
    }
    for file in stamp::files(folder)? {
        // What an earlier build left behind would be packed and published.
        if !file.strip_prefix(folder).is_ok_and(|name| files.contains_key(name)) {
            fs::remove_file(&file).map_err(|cause| format!("{}: {cause}", file.display()))?;
        }
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
        (PathBuf::from("rules.json"), format!("{text}\n").into_bytes()),
        (PathBuf::from("rules.js"), format!("export default {text};\n").into_bytes()),
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

/// The JSON Schemas, printed from the tables.
fn schemas() -> Vec<u8> {
    format!("export default {};\n", chat_preflight::all_schemas()).into_bytes()
}

/// The wasm inside a module, for bundles of one file.
fn wasm_text() -> Result<Vec<u8>> {
    let text = BASE64_STANDARD.encode(read(&wasm::file())?);
    Ok(format!("export const base64 = \"{text}\";\n").into_bytes())
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
