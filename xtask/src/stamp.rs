//! Skipping what is up to date: a step's stamp holds a hash of what went in and of what came out.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use crate::{Result, project};

/// Folders that no step reads: built or downloaded ones.
const SKIPPED: &[&str] = &["node_modules", "dist"];

/// One step of the build: made new only if something it reads or wrote has changed.
pub(crate) struct Step<'a> {
    /// Its name, for the stamp's file and for people.
    pub(crate) name: &'a str,
    /// Files and folders that it reads.
    pub(crate) inputs: Vec<PathBuf>,
    /// Anything else that decides what comes out.
    pub(crate) salt: String,
    /// Files and folders that it writes.
    pub(crate) outputs: Vec<PathBuf>,
}

impl Step<'_> {
    /// Runs `work` unless the last run read and wrote exactly what is there now. Says whether it ran.
    pub(crate) fn run(&self, work: impl FnOnce() -> Result) -> Result<bool> {
        let file = project::target()?.join("xtask-stamps").join(self.name);
        let inputs = digest(&self.inputs, &self.salt)?;
        let last = fs::read_to_string(&file).unwrap_or_default();
        if self.outputs.iter().all(|output| output.exists())
            && last == format!("{inputs:016x} {:016x}\n", digest(&self.outputs, "")?)
        {
            return Ok(false);
        }
        work()?;
        project::write(&file, format!("{inputs:016x} {:016x}\n", digest(&self.outputs, "")?).as_bytes())?;
        Ok(true)
    }
}

/// A hash of names and contents. Files that are not there count as such.
fn digest(paths: &[PathBuf], salt: &str) -> Result<u64> {
    // `DefaultHasher::new` has fixed keys; a new toolchain may change it, which costs one more build.
    let mut hasher = DefaultHasher::new();
    hasher.write(salt.as_bytes());
    for path in paths {
        for file in files(path)? {
            let name = file.strip_prefix(project::root()).unwrap_or(&file);
            hasher.write(name.to_string_lossy().as_bytes());
            let content = fs::read(&file).map_err(|cause| format!("{}: {cause}", file.display()))?;
            hasher.write_usize(content.len());
            hasher.write(&content);
        }
    }
    Ok(hasher.finish())
}

/// All files under a path in sorted order, without the folders that are built or downloaded.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let fail = |cause: std::io::Error| format!("{}: {cause}", path.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).map_err(fail)? {
        entries.push(entry.map_err(fail)?.path());
    }
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if entry.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                found.extend(files(&entry)?);
            }
        } else if !name.starts_with('.') {
            found.push(entry);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Step;
    use crate::Result;
    use crate::project;

    #[test]
    fn a_step_runs_again_when_what_it_reads_or_wrote_has_changed() -> Result {
        let folder = project::target()?.join("xtask-test-step");
        let (input, output) = (folder.join("input"), folder.join("output"));
        project::write(&input, b"1")?;
        let _ = fs::remove_file(&output);
        let step = |salt: &str| {
            let step = Step {
                name: "test-step",
                inputs: vec![input.clone()],
                salt: salt.to_owned(),
                outputs: vec![output.clone()],
            };
            step.run(|| project::write(&output, b"made"))
        };
        assert_eq!(step("a"), Ok(true), "there is nothing yet");
        assert_eq!(step("a"), Ok(false), "nothing has changed");
        project::write(&input, b"2")?;
        assert_eq!(step("a"), Ok(true), "the input has changed");
        project::write(&output, b"not what was made")?;
        assert_eq!(step("a"), Ok(true), "the output has changed");
        assert_eq!(step("b"), Ok(true), "the way it is made has changed");
        assert_eq!(step("b"), Ok(false));
        assert_eq!(fs::read(&output).ok().as_deref(), Some(&b"made"[..]));
        Ok(())
    }
}
