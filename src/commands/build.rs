//! `build`: a strategy made.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use greenpaper::{Order, Summary};

use super::Failure;
use super::check::report;
use super::say::{AUTHOR_ERRORS, kilobytes, totals, with_progress};
use crate::cli::{Build, OutputFormat};

pub(crate) fn build(arguments: Build) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let order = Order {
        source: arguments.source.source,
        output: arguments.output,
        theme: arguments.theme,
        html: arguments.formats.contains(&OutputFormat::Html),
        pdf: arguments.formats.contains(&OutputFormat::Pdf),
        strict: arguments.strict,
        since: arguments.since,
    };
    let (checked, summary) = with_progress(|| greenpaper::build(&order))?;
    // The process is about to end, which frees a large document's memory at once; piece by piece takes a while.
    let checked = std::mem::ManuallyDrop::new(checked);
    report(&checked, &order.source, arguments.report)?;
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
            writeln!(stderr, "{}: nothing was written, what was published before stays as it was", totals(&checked))?;
            Ok(ExitCode::from(AUTHOR_ERRORS))
        }
    }
}
