//! `cargo xtask demo`: what the product does, in one minute.

use std::process::Stdio;

use crate::flags::Flags;
use crate::{Result, build, cli, project};

/// A run of the command line, and how it has to end.
struct Scene {
    title: &'static str,
    arguments: &'static [&'static str],
    exit: i32,
}

const SCENES: &[Scene] = &[
    Scene { title: "A good import file", arguments: &["check", "www/samples/stream-good.jsonl"], exit: 0 },
    Scene { title: "A broken one", arguments: &["check", "www/samples/stream-broken.jsonl"], exit: 1 },
    Scene {
        title: "The same file, as Stream's dashboard would answer",
        arguments: &["check", "www/samples/stream-broken.jsonl", "--format", "answer"],
        exit: 1,
    },
];

pub(crate) fn command(arguments: &[String]) -> Result {
    Flags::new(arguments).end()?;
    build::all()?;
    for scene in SCENES {
        println!("\n── {} ──\n$ chat-preflight {}\n", scene.title, scene.arguments.join(" "));
        let status = cli::cli(scene.arguments)
            .current_dir(project::root())
            .stdin(Stdio::null())
            .status()
            .map_err(|cause| format!("node cannot be started: {cause}"))?;
        println!("\n(exit code {})", status.code().unwrap_or(-1));
        if status.code() != Some(scene.exit) {
            return Err(format!("the demo expected exit code {}; something is wrong with this build", scene.exit));
        }
    }
    println!(
        "\nThe same check in the browser, nothing leaves the machine:\n  cargo xtask serve\nand with a file of your own:\n  \
         cargo xtask cli check FILE"
    );
    Ok(())
}
