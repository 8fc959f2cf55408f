//! The program: arguments in, exit code out.

mod cli;
mod commands;
#[cfg(feature = "preview")]
mod preview;
mod terminal;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use cli::Cli;
use terminal::Failure;

/// A large build makes very many small allocations from several threads, which this allocator handles well. Huge pages are off
/// (`no_thp`), because the system would have to zero them for every small build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Exit code: the command could not run.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    match commands::run(Cli::parse()) {
        Ok(code) => code,
        // The reader of a pipe may stop early: `greenpaper glossary | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "error: {}", terminal::in_plain_words(&failure));
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}
