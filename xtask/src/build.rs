//! `cargo xtask build`: the package and the page, skipping what is up to date.

use crate::flags::Flags;
use crate::{Result, node, package, page, wasm};

pub(crate) fn command(arguments: &[String]) -> Result {
    Flags::new(arguments).end()?;
    all()?;
    println!("npm/dist is the package's built half, www/dist the page\nwasm: {}", wasm::sizes()?);
    Ok(())
}

/// Everything.
pub(crate) fn all() -> Result {
    package()?;
    wasm::build_for_checks()?;
    page::build()
}

/// The npm package alone.
pub(crate) fn package() -> Result {
    node::require()?;
    wasm::build()?;
    package::build()
}
