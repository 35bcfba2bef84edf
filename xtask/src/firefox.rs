//! A Firefox for the browser tests, if there is one: unlike Chromium it is not installed for them.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;

/// The variable that names it, for us and for the tests. Empty: none is to be used.
pub(crate) const VARIABLE: &str = "FIREFOX";

/// Names under which it is found in `PATH`.
const NAMES: &[&str] = &["firefox", "firefox-esr"];

/// Where it is kept on systems that do not put it into `PATH`.
const PLACES: &[&str] = &["/Applications/Firefox.app/Contents/MacOS/firefox"];

/// The oldest version that the tests are known to run in; with 140, what drives it finds no way around the page's policy.
pub(crate) const OLDEST: u32 = 153;

/// The path of a Firefox that is new enough.
pub(crate) fn path() -> Option<PathBuf> {
    any().filter(|path| version(path).is_some_and(|version| version >= OLDEST))
}

/// The first number of its version.
fn version(path: &Path) -> Option<u32> {
    let told = process::output(Command::new(path).arg("--version")).ok()?;
    let (_, version) = told.split_once("Firefox ")?;
    version.split('.').next()?.trim().parse().ok()
}

fn any() -> Option<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE) {
        return Some(PathBuf::from(named)).filter(|path| !path.as_os_str().is_empty());
    }
    let folders: Vec<PathBuf> = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let named = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    named.chain(PLACES.iter().map(PathBuf::from)).find(|path| path.is_file())
}
