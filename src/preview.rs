//! `serve`: the strategy as it will look, made anew with every save.
//!
//! ```text
//! files → watch → builder → Shown → server → browser
//!                    └→ printer → Shown
//! ```
//!
//! One thread builds, one prints, and this one answers. They share one value, [`Shown`](shown::Shown), which is replaced and
//! never changed: whoever is slow misses what came between, and holds nobody up. Only the library's public face is used.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "watches folders and waits")]

mod answer;
mod builder;
mod events;
mod panel;
mod server;
mod shown;
mod watch;

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::cli::Serve;
use crate::terminal::Failure;

/// Serves until it is interrupted.
pub(crate) fn serve(arguments: Serve) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = runtime.block_on(server::listen(arguments.port))?;
    let address = listener.local_addr()?;
    let shown = builder::start(arguments.source.source, arguments.theme)?;
    let mut stderr = io::stderr().lock();
    if arguments.port != 0 && address.port() != arguments.port {
        writeln!(stderr, "Port {} is in use: this preview has the next one.", arguments.port)?;
    }
    let url = format!("http://{address}/");
    writeln!(stderr, "Preview: {url}\nIt follows every save. Ctrl-C ends it.")?;
    drop(stderr);
    if arguments.open
        && let Err(fault) = opener::open(&url)
    {
        writeln!(io::stderr(), "No browser could be opened ({fault}): open the address yourself.")?;
    }
    runtime.block_on(async {
        tokio::select! {
            () = server::serve(listener, shown, address.port()) => {}
            () = interrupted() => {}
        }
    });
    // A page that is being made need not be waited for.
    runtime.shutdown_background();
    Ok(ExitCode::SUCCESS)
}

/// Comes back when somebody presses Ctrl-C, or the system asks the program to end.
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
