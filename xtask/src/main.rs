//! The commands of the README: `cargo xtask build`, `demo`, `serve`, `test`, `bench`, `cli`, `generate`,
//! `docs`, `release`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks to a terminal")]

mod bench;
mod build;
mod chromium;
mod cli;
mod demo;
mod docs;
mod firefox;
mod flags;
mod generate;
mod node;
mod package;
mod page;
mod process;
mod project;
mod release;
mod serve;
mod stamp;
mod test;
mod wasm;

use std::env;
use std::process::ExitCode;

/// What a command ends with: an exit code, or the reason why it could not do its work.
type Result<T = ()> = std::result::Result<T, String>;

const HELP: &str = "\
cargo xtask <command>

  build                 the npm package (npm/dist) and the page (www/dist); skips what is up to date
  demo                  checks a good and a broken sample on the command line, and says how to open the page
  serve [--port N]      serves the page on localhost
  cli …                 runs the package's command line with the arguments that follow
  test [--all]          every test, a real browser included; --all adds the long ones
  bench [--sizes 30,300] [--rounds 5]
                        measures the check against its peers side by side, writes bench/RESULTS.md
  generate --out FILE [--dialect jsonl|array] [--size 30MB] [--seed N] [--faults N]
                        writes a realistic import file, the same for the same arguments
  docs [--check]        the API reference from the types, in target/docs; --check writes nothing, and fails for broken links
  release --dry-run [--skip-tests]
                        tests, packs and looks through what would be published, and prints the commands for it
  help                  this text
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(ExitCode::from(2));
    };
    match command.as_str() {
        "build" => build::command(rest)?,
        "demo" => demo::command(rest)?,
        "serve" => serve::command(rest)?,
        "cli" => return cli::command(rest),
        "test" => test::command(rest)?,
        "bench" => bench::command(rest)?,
        "generate" => generate::command(rest)?,
        "docs" => docs::command(rest)?,
        "release" => release::command(rest)?,
        "help" | "--help" | "-h" => print!("{HELP}"),
        other => return Err(format!("there is no command {other:?}\n\n{HELP}")),
    }
    Ok(ExitCode::SUCCESS)
}
