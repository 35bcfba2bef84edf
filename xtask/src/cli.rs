//! `cargo xtask cli …`: the package's command line, from the checkout.

use std::ffi::OsStr;
use std::process::{Command, ExitCode};

use crate::{Result, build, wasm};

/// Runs it where the caller stands, with the caller's terminal, and gives its exit code back.
pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    build::package()?;
    let status = cli(arguments).status().map_err(|cause| format!("node cannot be started: {cause}"))?;
    // Killed by a signal: could not run to its end.
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::from(2), ExitCode::from))
}

/// The command line with these arguments.
pub(crate) fn cli(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new("node");
    command.arg(wasm::dist().join("cli.js")).args(arguments);
    command
}
