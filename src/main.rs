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

/// A large build asks for very many small pieces of memory, from several threads: what this allocator is made for.
/// Without huge pages (`no_thp`), which the system would have to fill with zeros for every small build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The command could not run.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    match commands::run(Cli::parse()) {
        Ok(code) => code,
        // Whoever reads our output may stop reading: `greenpaper glossary | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}
