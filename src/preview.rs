//! `serve`: a live preview of the strategy, rebuilt on every save.
//!
//! ```text
//! files → watch → builder → Shown → server → browser
//!                    └→ printer → Shown
//! ```
//!
//! One thread builds, one prints, and this one serves. They share one value, [`Shown`](shown::Shown), which is replaced as a whole and never
//! changed in part: a slow reader misses intermediate values and delays nobody.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "watches folders and waits")]

mod answer;
mod builder;
mod events;
mod panel;
mod patience;
mod server;
mod shown;
mod watch;

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::cli::Serve;
use crate::terminal::Failure;

/// The most pages that are rendered at once.
const RENDERING: usize = 8;

/// Serves until it is interrupted.
pub(crate) fn serve(arguments: Serve) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(RENDERING).enable_all().build()?;
    let listener = runtime.block_on(server::listen(arguments.port))?;
    let address = listener.local_addr()?;
    let shown = builder::start(arguments.source.source, arguments.theme)?;
    let mut stderr = io::stderr().lock();
    if arguments.port != 0 && address.port() != arguments.port {
        writeln!(stderr, "Port {} is in use, so the preview uses the next free port.", arguments.port)?;
    }
    let url = format!("http://{address}/");
    writeln!(stderr, "Preview: {url}\nIt updates on every save. Press Ctrl-C to stop.")?;
    drop(stderr);
    if arguments.open
        && let Err(fault) = opener::open(&url)
    {
        writeln!(io::stderr(), "Your browser could not be opened ({fault}): open the address yourself.")?;
    }
    runtime.block_on(async {
        tokio::select! {
            () = server::serve(listener, shown, address.port()) => {}
            () = interrupted() => {}
        }
    });
    // Pages still being rendered need not finish.
    runtime.shutdown_background();
    Ok(ExitCode::SUCCESS)
}

/// Returns on Ctrl-C, or when the system asks the program to end.
async fn interrupted() {
    #[cfg(unix)]
    if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}
