//! `cargo xtask release --dry-run`: everything before publishing, and the commands that would publish.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::flags::Flags;
use crate::{Result, build, node, process, project, stamp, test, wasm};

/// What the tarball holds, a name a line.
const EXPECTED: &str = "xtask/tarball.txt";

pub(crate) fn command(arguments: &[String]) -> Result {
    let mut flags = Flags::new(arguments);
    let (dry, untested) = (flags.switch("--dry-run"), flags.switch("--skip-tests"));
    flags.end()?;
    if !dry {
        return Err(
            "nothing is published from here; `cargo xtask release --dry-run` makes and looks through what would be, \
                    and prints the commands that a person runs then"
                .to_owned(),
        );
    }
    clean_tree()?;
    let version = project::locked_version("chat-preflight")?;
    changelog(&project::read(&project::path("CHANGELOG.md"))?, &version)?;
    build::all()?;
    if untested {
        eprintln!("tests are skipped, as --skip-tests says");
    } else {
        test::command(&[])?;
    }
    let folder = project::target()?.join("xtask-release");
    let tarball = pack(&folder)?;
    let package = folder.join("package");
    contents(&package)?;
    println!("wasm: {}", wasm::sizes()?);
    let size = fs::metadata(&tarball).map_err(|cause| format!("{}: {cause}", tarball.display()))?.len();
    println!("tarball: {size} bytes\n\nto publish {version}, by hand:\n");
    println!("  git tag v{version} && git push origin v{version}");
    println!("  cargo publish --package chat-preflight --locked");
    println!("  npm publish {}", tarball.display());
    Ok(())
}

/// What is published has to be what is committed.
fn clean_tree() -> Result {
    let changes = process::output(Command::new("git").args(["status", "--porcelain"]).current_dir(project::root()))?;
    if changes.is_empty() {
        Ok(())
    } else {
        Err(format!("the working tree has changes; commit them first:\n{changes}"))
    }
}

/// The changelog has to have a section for the version. That the crate and the package have the same one, the build sees to.
fn changelog(text: &str, version: &str) -> Result {
    if !text.lines().any(|line| line.strip_prefix("## ").is_some_and(|rest| rest.split(' ').next() == Some(version))) {
        return Err(format!("CHANGELOG.md has no section \"## {version}\""));
    }
    if text.lines().any(|line| line.starts_with("## Unreleased")) {
        eprintln!("note: CHANGELOG.md has a section \"## Unreleased\"; it becomes that of the next version");
    }
    Ok(())
}

/// Packs the package and unpacks what came out beside it.
fn pack(folder: &Path) -> Result<PathBuf> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).map_err(|cause| format!("{}: {cause}", folder.display()))?;
    let mut npm = node::npm(&project::path("npm"));
    process::output(npm.args(["pack", "--ignore-scripts", "--loglevel", "error", "--pack-destination"]).arg(folder))?;
    let made = stamp::files(folder)?;
    let tarball = made.into_iter().find(|file| file.extension().is_some_and(|ending| ending == "tgz"));
    let tarball = tarball.ok_or("npm pack made no tarball")?;
    process::step(Command::new("tar").arg("-xzf").arg(&tarball).current_dir(folder))?;
    Ok(tarball)
}

/// The tarball holds what it should, and no traces of this machine.
fn contents(package: &Path) -> Result {
    let mut found = Vec::new();
    let traces = traces();
    for file in walk(package)? {
        let name = file.strip_prefix(package).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let content = fs::read(&file).map_err(|cause| format!("{}: {cause}", file.display()))?;
        if let Some(trace) = traces.iter().find(|trace| holds(&content, trace.as_bytes())) {
            return Err(format!("{name} in the tarball has {trace:?} in it, which is of this machine"));
        }
        found.push(name);
    }
    found.sort();
    let expected = project::read(&project::path(EXPECTED))?;
    let difference = difference(&expected.lines().collect::<Vec<_>>(), &found);
    if difference.is_empty() {
        println!("\nthe tarball has {} files, those of {EXPECTED}", found.len());
        return Ok(());
    }
    Err(format!(
        "the tarball does not hold what {EXPECTED} says; if it should, change that file:\n{}",
        difference.join("\n")
    ))
}

/// Names that are on one side only.
fn difference(expected: &[&str], found: &[String]) -> Vec<String> {
    let missing =
        expected.iter().filter(|name| !found.iter().any(|other| other == *name)).map(|name| format!("- {name}"));
    let new = found.iter().filter(|name| !expected.contains(&name.as_str())).map(|name| format!("+ {name}"));
    missing.chain(new).collect()
}

/// Texts that only this machine can have put there.
fn traces() -> Vec<String> {
    let own = [Some(project::root().to_path_buf()), env::home_dir(), env::var_os("CARGO_HOME").map(PathBuf::from)];
    let own = own.into_iter().flatten().map(|path| path.to_string_lossy().into_owned()).filter(|path| path.len() > 1);
    let usual = ["/.cargo/", "registry/src", "/home/", "/Users/", "C:\\Users\\"].map(str::to_owned);
    own.chain(usual).collect()
}

fn holds(content: &[u8], trace: &[u8]) -> bool {
    content.windows(trace.len()).any(|window| window == trace)
}

/// All files of a folder; unlike a step's, without exception.
fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let fail = |cause: std::io::Error| format!("{}: {cause}", folder.display());
    let (mut found, mut left) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(next) = left.pop() {
        for entry in fs::read_dir(next).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            if path.is_dir() { left.push(path) } else { found.push(path) }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{changelog, command, difference, holds};

    #[test]
    fn nothing_is_published_by_it() {
        assert!(command(&[]).is_err_and(|reason| reason.contains("--dry-run")));
        assert!(command(&["--dry".to_owned()]).is_err());
    }

    #[test]
    fn a_version_has_a_section_of_its_own() {
        let text = "# Changelog\n\n## 1.2.3 (2026-01-01)\n\n- Something.\n";
        assert_eq!(changelog(text, "1.2.3"), Ok(()));
        assert!(changelog(text, "1.2").is_err());
        assert!(changelog(text, "1.2.4").is_err());
    }

    #[test]
    fn what_is_on_one_side_only_is_told() {
        let found = ["a".to_owned(), "c".to_owned()];
        assert_eq!(difference(&["a", "b"], &found), ["- b", "+ c"]);
    }

    #[test]
    fn traces_are_found_anywhere() {
        assert!(holds(b"\0asm/home/ann/x", b"/home/"));
        assert!(!holds(b"/hom", b"/home/"));
    }
}
