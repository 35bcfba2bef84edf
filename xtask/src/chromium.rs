//! A Chromium for the browser tests: one that is there, else one that can be installed.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, node, process, project};

/// Variables that name a browser; `CHROMIUM` is the one that the tests read.
const VARIABLES: &[&str] = &["CHROMIUM", "CHROME_PATH", "CHROMIUM_PATH"];

/// Names under which it is found in `PATH`.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Where it is kept on systems that do not put it into `PATH`.
const PLACES: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The path of a Chromium; installs one if there is none.
pub(crate) fn path() -> Result<PathBuf> {
    if let Some(found) = installed()? {
        return Ok(found);
    }
    if let Some(found) = from_debian() {
        return Ok(found);
    }
    if let Some(found) = from_playwright() {
        return Ok(found);
    }
    Err(format!(
        "no Chromium was found, and none could be installed with apt-get or by playwright; \
         install Chromium or Chrome and put it into PATH, or name it in the variable {}",
        VARIABLES[0]
    ))
}

fn installed() -> Result<Option<PathBuf>> {
    for variable in VARIABLES {
        let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) else { continue };
        let path = PathBuf::from(value);
        if !path.is_file() {
            return Err(format!("{variable} is {}, which is no file", path.display()));
        }
        return Ok(Some(path));
    }
    let folders: Vec<PathBuf> = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let named = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    Ok(named.chain(PLACES.iter().map(PathBuf::from)).find(|path| path.is_file()))
}

/// Debian's own package, where we may install it.
fn from_debian() -> Option<PathBuf> {
    let debian = Path::new("/etc/debian_version").exists() && process::answers("apt-get", &["--version"]);
    let root = process::output(Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0");
    if !debian || !root {
        return None;
    }
    eprintln!("apt-get install chromium");
    let apt = |arguments: &[&str]| {
        process::step(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update", "-q"]).and_then(|()| apt(&["install", "-q", "-y", "--no-install-recommends", "chromium"])).ok()?;
    installed().ok().flatten()
}

/// Playwright's own build, kept in its cache.
fn from_playwright() -> Option<PathBuf> {
    let folder = project::path("pkg-tests");
    node::install(&folder).ok()?;
    eprintln!("playwright install chromium");
    let mut install = node::node();
    process::step(install.current_dir(&folder).args(["node_modules/playwright-core/cli.js", "install", "chromium"]))
        .ok()?;
    let script = "console.log(require('playwright-core').chromium.executablePath())";
    let path = process::output(node::node().current_dir(&folder).args(["-e", script])).ok()?;
    Some(PathBuf::from(path.trim())).filter(|path| path.is_file())
}
