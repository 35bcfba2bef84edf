//! Node and npm.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{Result, process, project};

/// The oldest Node that the package supports.
const OLDEST: (u32, u32) = (20, 19);

/// A command that runs Node.
pub(crate) fn node() -> Command {
    let mut command = Command::new("node");
    command.current_dir(project::root());
    command
}

/// A command that runs npm in a folder of the checkout.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder);
    command
}

/// Fails with a clear message unless Node is there and young enough.
pub(crate) fn require() -> Result<String> {
    let wanted = format!("Node {}.{} or newer is needed (https://nodejs.org)", OLDEST.0, OLDEST.1);
    let version = process::output(node().arg("--version")).map_err(|cause| format!("{wanted}: {cause}"))?;
    let version = version.trim().to_owned();
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < OLDEST {
        return Err(format!("{wanted}; this is {version}"));
    }
    Ok(version)
}

/// Installs a folder's locked npm packages, unless exactly these are there already.
pub(crate) fn install(folder: &Path) -> Result {
    let lock = project::read(&folder.join("package-lock.json"))
        .map_err(|cause| format!("{cause}\nrun `npm install` there once, and commit the lockfile"))?;
    let wanted = lock + &project::read(&folder.join("package.json"))?;
    let stamp = folder.join("node_modules").join(".installed-for");
    if fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    require()?;
    eprintln!("npm ci in {}", folder.strip_prefix(project::root()).unwrap_or(folder).display());
    process::step(npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]))?;
    project::write(&stamp, wanted.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a test that cannot go on has failed")]

    use crate::project;

    /// A lockfile that names a registry host works for those alone who reach that host.
    #[test]
    fn lockfiles_name_no_registry() {
        for folder in ["bench", "npm", "pkg-tests", "www", "xtask"] {
            let lock = project::read(&project::path(folder).join("package-lock.json"));
            let lock = lock.unwrap_or_else(|cause| panic!("{cause}"));
            assert!(!lock.contains("\"resolved\""), "{folder}/package-lock.json: install with its .npmrc in force");
            assert!(
                project::read(&project::path(folder).join(".npmrc")).is_ok_and(|text| text.contains("omit-lockfile"))
            );
        }
    }
}
