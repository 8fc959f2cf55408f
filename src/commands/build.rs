//! `build`.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use greenpaper::build::Order;
use greenpaper::pipeline::StrategyFolder;
use greenpaper::publish::Summary;

use super::check::{Shown, report};
use crate::cli::Build;
use crate::terminal::{AUTHOR_ERRORS, Failure, from, kilobytes, totals, with_progress};

pub(crate) fn build(arguments: Build) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let order = Order {
        source: arguments.source.source,
        output: arguments.output,
        theme: arguments.theme,
        formats: arguments.formats.into_iter().map(Into::into).collect(),
        strict: arguments.strict,
        since: arguments.since,
        host: arguments.host.map(Into::into),
    };
    let (checked, summary) = with_progress(|| greenpaper::build::build(&StrategyFolder::open(&order.source)?.inputs(), &order))?;
    // The process is about to end, which frees the memory of a large document faster than dropping it would.
    let checked = std::mem::ManuallyDrop::new(checked);
    report(&checked, arguments.report, Shown::few(&format!("greenpaper check{}", from(&order.source))))?;
    let mut stderr = io::stderr().lock();
    if arguments.timings {
        for (room, time) in &checked.timings.0 {
            writeln!(stderr, "{room:>8}  {:8.1} ms", time.as_secs_f64() * 1000.0)?;
        }
        writeln!(stderr, "{:>8}  {:8.1} ms", "all", start.elapsed().as_secs_f64() * 1000.0)?;
    }
    match summary {
        Some(Summary { files, bytes, unchanged, removed }) => {
            let size = kilobytes(bytes);
            let unchanged = if unchanged > 0 { format!(", {unchanged} of them unchanged") } else { String::new() };
            let removed =
                if removed > 0 { format!(", {removed} old {} removed", if removed == 1 { "file" } else { "files" }) } else { String::new() };
            writeln!(stderr, "{}: {files} files ({size}{unchanged}){removed} in {}", totals(&checked), order.output.display())?;
            Ok(ExitCode::SUCCESS)
        }
        None => {
            writeln!(stderr, "{}. Nothing was published. Your site is unchanged.", totals(&checked))?;
            Ok(ExitCode::from(AUTHOR_ERRORS))
        }
    }
}
