//! From the crate to `chat_preflight_bg.wasm` and its glue: cargo, wasm-bindgen, wasm-opt.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::stamp::Step;
use crate::{Result, node, process, project};

const TARGET: &str = "wasm32-unknown-unknown";
const NAME: &str = "chat_preflight";

/// What the optimiser may use: what rustc emits for this target, plus simd128. No more, so that every engine that
/// runs the one runs the other.
const FEATURES: &[&str] = &[
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Functions with one caller stay apart, unless they are tiny: long functions have long local numbers, engines find out
/// late that they are hot, and the compiler has inlined what should be.
const OPTIMISE: &[&str] = &["-O3", "--one-caller-inline-max-function-size", "20"];

/// The folder of the package's built half.
pub(crate) fn dist() -> PathBuf {
    project::path("npm/dist")
}

/// The finished wasm.
pub(crate) fn file() -> PathBuf {
    dist().join("chat_preflight_bg.wasm")
}

/// All that this module writes there.
pub(crate) fn outputs() -> [PathBuf; 2] {
    outputs_in(&dist())
}

fn outputs_in(folder: &Path) -> [PathBuf; 2] {
    [folder.join("chat_preflight_bg.wasm"), folder.join("chat_preflight.js")]
}

/// Brings the package's wasm and glue up to date.
pub(crate) fn build() -> Result {
    make("wasm", &[], &dist())
}

/// The wasm of the page's first load, and its glue: what a check needs and no more. The whole one is loaded when somebody
/// converts something.
pub(crate) fn build_for_checks() -> Result {
    make("wasm-for-checks", &["--no-default-features"], &project::path("www/wasm"))
}

fn make(name: &str, features: &[&str], to: &Path) -> Result {
    versions_match()?;
    ensure_target()?;
    let module = project::target()?.join(TARGET).join("wasm").join(format!("{NAME}.wasm"));
    if !module.exists() {
        eprintln!("compiling the wasm; this takes a minute the first time");
    }
    // Cargo knows best whether the code has changed; what follows is slow and depends on its result alone.
    let mut cargo = project::cargo();
    cargo.args(["build", "--quiet", "--profile", "wasm", "--target", TARGET, "--package", "chat-preflight", "--lib"]);
    cargo.args(features);
    cargo.arg("--config").arg(format!("target.{TARGET}.rustflags=[{}]", without_machine()));
    process::step(&mut cargo)?;
    let tools = project::path("xtask");
    let step = Step {
        name,
        inputs: vec![module.clone(), tools.join("package-lock.json")],
        // This file says how wasm-bindgen and wasm-opt are called.
        salt: format!("{} {}", project::locked_version("wasm-bindgen")?, include_str!("wasm.rs")),
        outputs: outputs_in(to).to_vec(),
    };
    step.run(|| {
        let folder = project::target()?.join(["xtask-", name].concat());
        bind(&module, &folder)?;
        optimise(&folder.join("chat_preflight_bg.wasm"), &folder.join("optimised.wasm"), &tools)?;
        let [wasm, glue] = outputs_in(to);
        publish(&folder.join("chat_preflight.js"), &glue)?;
        publish(&folder.join("optimised.wasm"), &wasm)
    })?;
    Ok(())
}

/// Flags that keep this machine's folders out of the texts of panics: the same source gives the same wasm anywhere.
fn without_machine() -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = home.map(|home| home.join("registry/src")).unwrap_or_default();
    // One folder per registry; its name says which.
    let mut folders: Vec<PathBuf> =
        fs::read_dir(sources).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders.push(project::root().to_path_buf());
    let flags = folders.iter().map(|folder| format!("'--remap-path-prefix={}=.'", folder.display()));
    flags.collect::<Vec<_>>().join(", ")
}

/// wasm-bindgen's two halves, the one in the crate and the one in this program, only fit each other exactly.
fn versions_match() -> Result {
    let crate_half = project::locked_version("wasm-bindgen")?;
    let our_half = project::locked_version("wasm-bindgen-cli-support")?;
    if crate_half == our_half {
        return Ok(());
    }
    Err(format!(
        "Cargo.lock has wasm-bindgen {crate_half} but wasm-bindgen-cli-support {our_half}; \
         set both to one version in Cargo.toml and xtask/Cargo.toml"
    ))
}

/// Adds the wasm target to the toolchain, if it is missing.
fn ensure_target() -> Result {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let libraries = process::output(
        Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]).current_dir(project::root()),
    )?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    if !process::answers("rustup", &["--version"]) {
        return Err(format!(
            "the Rust target {TARGET} is missing, and rustup, which would add it, was not found; \
             install rustup (https://rustup.rs) or add the target by other means"
        ));
    }
    eprintln!("rustup target add {TARGET}");
    process::step(Command::new("rustup").args(["target", "add", TARGET]).current_dir(project::root()))
}

fn bind(module: &Path, folder: &Path) -> Result {
    Bindgen::new()
        .input_path(module)
        .out_name(NAME)
        .web(true)
        .and_then(|bindgen| {
            // The loaders name the wasm file; a second name in the glue makes bundlers emit it twice.
            // The reset function lets the package go on with a fresh instance after a panic.
            bindgen.omit_default_module_path(true).typescript(false).reset_state_function(true).generate(folder)
        })
        .map_err(|cause| format!("wasm-bindgen: {cause:#}"))
}

fn optimise(from: &Path, to: &Path, tools: &Path) -> Result {
    node::install(tools)?;
    let mut command = node::node();
    command.arg(tools.join("node_modules/binaryen/bin/wasm-opt"));
    command.args(OPTIMISE).args(["--strip-debug", "--strip-producers", "--strip-target-features"]).args(FEATURES);
    process::step(command.arg(from).arg("-o").arg(to))
}

fn publish(from: &Path, to: &Path) -> Result {
    let content = fs::read(from).map_err(|cause| format!("{}: {cause}", from.display()))?;
    project::write(to, &content)
}

/// How large the package's wasm is: as it is, and as servers send it.
pub(crate) fn sizes() -> Result<String> {
    sizes_of(&file())
}

/// The same of the one for checks alone.
pub(crate) fn sizes_for_checks() -> Result<String> {
    build_for_checks()?;
    let [wasm, _] = outputs_in(&project::path("www/wasm"));
    sizes_of(&wasm)
}

fn sizes_of(wasm: &Path) -> Result<String> {
    let script = "const z = require('node:zlib'), b = require('node:fs').readFileSync(process.argv[1]);\
                  console.log(b.length, z.gzipSync(b, { level: 9 }).length, z.brotliCompressSync(b).length)";
    let text = process::output(node::node().args(["-e", script]).arg(wasm))?;
    let mut sizes = text.split_whitespace();
    let mut next = || sizes.next().unwrap_or("?").to_owned();
    Ok(format!("{} bytes, gzip {}, brotli {}", next(), next(), next()))
}
