//! Running other programs.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Result;

/// Runs a step of a build: what it prints are notes, so they go to standard error.
pub(crate) fn step(command: &mut Command) -> Result {
    run(command.stdin(Stdio::null()).stdout(io::stderr()))
}

/// Runs a program to its end; anything but success is an error that shows the command.
pub(crate) fn run(command: &mut Command) -> Result {
    let status = command.status().map_err(|cause| cannot_start(command, &cause))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", show(command))) }
}

/// Runs a program and takes its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|cause| cannot_start(command, &cause))?;
    if !output.status.success() {
        return Err(format!("{} failed ({})", show(command), output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("{} printed something that is not UTF-8", show(command)))
}

/// Whether a program is there: its version question is answered.
pub(crate) fn answers(program: impl AsRef<Path>, arguments: &[&str]) -> bool {
    Command::new(program.as_ref())
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn cannot_start(command: &Command, cause: &io::Error) -> String {
    let program = command.get_program().to_string_lossy();
    if cause.kind() == ErrorKind::NotFound {
        format!("{program} was not found; is it installed and in PATH?")
    } else {
        format!("{program} cannot be started: {cause}")
    }
}

fn show(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}
