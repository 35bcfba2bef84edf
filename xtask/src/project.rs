//! Where things are in the checkout.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::{Result, process};

/// The top folder of the checkout.
pub(crate) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        own.parent().unwrap_or(own).to_path_buf()
    })
}

/// A path inside the checkout.
pub(crate) fn path(inside: &str) -> PathBuf {
    root().join(inside)
}

/// The cargo that started us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Cargo's target folder, wherever configuration or environment have put it.
pub(crate) fn target() -> Result<PathBuf> {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    if let Some(known) = TARGET.get() {
        return Ok(known.clone());
    }
    let text = process::output(cargo().args(["metadata", "--format-version", "1", "--no-deps", "--offline"]))?;
    let metadata: serde_json::Value =
        serde_json::from_str(&text).map_err(|cause| format!("cargo metadata cannot be read: {cause}"))?;
    let folder = metadata
        .get("target_directory")
        .and_then(serde_json::Value::as_str)
        .ok_or("cargo metadata names no target directory")?;
    Ok(TARGET.get_or_init(|| PathBuf::from(folder)).clone())
}

/// The version of a package in `Cargo.lock`.
pub(crate) fn locked_version(name: &str) -> Result<String> {
    let lock = read(&path("Cargo.lock"))?;
    let mut lines = lock.lines();
    let wanted = format!("name = \"{name}\"");
    lines
        .find(|line| *line == wanted)
        .and_then(|_| lines.next())
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| format!("Cargo.lock has no {name}"))
}

/// Reads a text file, naming it in the error.
pub(crate) fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|cause| format!("{}: {cause}", file.display()))
}

/// Writes a file in one step, so that nobody ever sees half of it; makes its folder.
pub(crate) fn write(file: &Path, content: &[u8]) -> Result {
    let fail = |cause: std::io::Error| format!("{}: {cause}", file.display());
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(fail)?;
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let partial = file.with_file_name(format!(".{name}.{}", std::process::id()));
    std::fs::write(&partial, content).map_err(fail)?;
    std::fs::rename(&partial, file).map_err(fail)
}
