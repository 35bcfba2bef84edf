//! The page: Vite turns `www/` into `www/dist`, with the built npm package inside.

use crate::stamp::Step;
use crate::{Result, node, process, project};

/// Brings `www/dist` up to date. The npm package has to be built before.
pub(crate) fn build() -> Result {
    let folder = project::path("www");
    node::install(&folder)?;
    let step = Step {
        name: "page",
        inputs: vec![
            folder.clone(),
            project::path("npm/dist"),
            project::path("npm/index.d.ts"),
            project::path("npm/types"),
        ],
        salt: String::new(),
        outputs: vec![folder.join("dist")],
    };
    step.run(|| process::step(node::npm(&folder).args(["run", "--silent", "build"])))?;
    Ok(())
}
