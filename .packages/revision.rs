//! Build script: gives the program the commit and the date of its sources, for `--version`.
//!
//! A package that is built without a repository sets `GREENPAPER_SOURCES` itself. Without either, the version is the number alone.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "this is how Cargo speaks with build scripts")]

use std::path::Path;
use std::process::Command;

fn git(arguments: &[&str]) -> Option<String> {
    let done = Command::new("git").args(arguments).output().ok().filter(|done| done.status.success())?;
    String::from_utf8(done.stdout).ok().map(|text| text.trim().to_owned())
}

fn main() {
    println!("cargo::rerun-if-changed=.packages/revision.rs");
    println!("cargo::rerun-if-env-changed=GREENPAPER_SOURCES");
    // The log of HEAD grows with each commit and checkout. A path that does not exist would run this script every time.
    let is_own = git(&["ls-files", "--error-unmatch", "Cargo.toml"]).is_some();
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]).filter(|log| is_own && Path::new(log).exists()) {
        println!("cargo::rerun-if-changed={log}");
    }
    let packaged = std::env::var("GREENPAPER_SOURCES").ok();
    let revision = packaged.or_else(|| git(&["log", "-1", "--format=%h %cs"]).filter(|_| is_own));
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let shown = revision.map_or_else(|| version.clone(), |revision| format!("{version} ({revision})"));
    println!("cargo::rustc-env=GREENPAPER_VERSION={shown}");
}
