//! `cargo xtask docs`: the API reference, made of the types and their comments by `TypeDoc`.

use crate::flags::Flags;
use crate::{Result, build, node, process, project};

pub(crate) fn command(arguments: &[String]) -> Result {
    let mut flags = Flags::new(arguments);
    let check = flags.switch("--check");
    flags.end()?;
    build::package()?;
    let tools = project::path("xtask");
    node::install(&tools)?;
    let out = project::target()?.join("docs");
    let mut command = node::node();
    command.arg(tools.join("node_modules/typedoc/bin/typedoc")).arg("--options").arg(tools.join("typedoc.json"));
    command.arg("--out").arg(&out);
    if check {
        // Comments are looked through all the same.
        command.args(["--emit", "none"]);
    }
    process::step(&mut command)?;
    if !check {
        println!("{}", out.join("index.html").display());
    }
    Ok(())
}
