//! What commands print, and the exit codes they end with.

#![allow(clippy::disallowed_methods, reason = "obeys NO_COLOR")]

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use greenpaper::diag::{self, Style};
use greenpaper::error::{OutputProblem, Refusal};
use greenpaper::pipeline::{self, Cache, Checked, Options, StrategyFolder};
use greenpaper::{Error, Severity};

use crate::cli::Format;

/// Exit code: the strategy has errors.
pub(crate) const AUTHOR_ERRORS: u8 = 1;

/// Prints a report for people or for programs, and the diagnostics if the strategy has errors, which make the report unreliable.
pub(crate) fn print_report<R: serde::Serialize>(checked: &Checked, report: &R, format: Format, human: fn(&R) -> String) -> Result<ExitCode, Failure> {
    let text = match format {
        Format::Human => diag::printable(&human(report)),
        Format::Json => diag::printable_json(serde_json::to_string_pretty(report).map_err(io::Error::from)? + "\n"),
    };
    io::stdout().write_all(text.as_bytes())?;
    if checked.has_errors() {
        print_diagnostics(checked)?;
    }
    Ok(code(checked, false))
}

/// Runs `work`. On a terminal, shows a spinner after half a second.
pub(crate) fn with_progress<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    let (done, waiting) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if waiting.recv_timeout(Duration::from_millis(500)) == Err(RecvTimeoutError::Timeout) {
                let spinner = indicatif::ProgressBar::new_spinner().with_message("Building …");
                spinner.enable_steady_tick(Duration::from_millis(100));
                let _ = waiting.recv();
                spinner.finish_and_clear();
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// The strategy in `source`, read and checked.
pub(crate) fn checked_in(source: &Path) -> Result<Checked, Error> {
    pipeline::run(&StrategyFolder::open(source)?.inputs(), &Options::default(), &mut Cache::default())
}

pub(crate) fn print_diagnostics(checked: &Checked) -> io::Result<()> {
    io::stderr().write_all(diag::render(&checked.diagnostics, &checked.sources, style()).as_bytes())
}

/// Prints errors alone: warnings do not keep anything from being written.
pub(crate) fn print_errors(checked: &Checked) -> io::Result<()> {
    let errors: Vec<_> = checked.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
    io::stderr().write_all(diag::render(&errors, &checked.sources, style()).as_bytes())
}

/// The style of diagnostics.
pub(crate) fn style() -> Style {
    if io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() { Style::Coloured } else { Style::Plain }
}

/// The numbers of errors, warnings and remarks, in words.
pub(crate) fn totals(checked: &Checked) -> String {
    in_words([Severity::Error, Severity::Warning, Severity::Info].map(|severity| diag::count(&checked.diagnostics, severity)))
}

/// Numbers of errors, warnings and remarks, in words.
pub(crate) fn in_words(counts: [usize; 3]) -> String {
    let one = |(count, name): (usize, &str)| match count {
        0 => None,
        1 => Some(format!("1 {name}")),
        many => Some(format!("{many} {name}s")),
    };
    let counts: Vec<String> = counts.into_iter().zip(["error", "warning", "remark"]).filter_map(one).collect();
    if counts.is_empty() { "no errors, no warnings".into() } else { counts.join(", ") }
}

pub(crate) fn code(checked: &Checked, strict: bool) -> ExitCode {
    if checked.is_refused(strict) { ExitCode::from(AUTHOR_ERRORS) } else { ExitCode::SUCCESS }
}

pub(crate) fn kilobytes(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A path as a word of a command.
pub(crate) fn quoted(path: &str) -> String {
    if path.contains(' ') { format!("\"{path}\"") } else { path.to_owned() }
}

/// The option that names a strategy's folder to a command; empty for the default folder.
pub(crate) fn from(source: &Path) -> String {
    match source.to_string_lossy() {
        usual if usual == "strategy" => String::new(),
        other => format!(" --source {}", quoted(&other)),
    }
}

/// Why a command could not run.
pub(crate) enum Failure {
    /// An error of the library.
    Library(Error),
    /// Writing to standard output or standard error failed.
    Output(io::Error),
    /// A mistake on the command line, or a failure of the preview: the message.
    Usage(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Library(error) => {
                error.fmt(f)?;
                // An error that ends with what to do is followed by what else can be done.
                advice(error).map_or(Ok(()), |advice| write!(f, "{} {advice}", if advice.starts_with("or ") { "," } else { ":" }))
            }
            Self::Output(error) => write!(f, "could not print: {error}"),
            Self::Usage(text) => f.write_str(text),
        }
    }
}

/// A failure as text for a terminal: names of files may contain anything.
pub(crate) fn in_plain_words(failure: &Failure) -> String {
    diag::printable(&failure.to_string())
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Library(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Advice on an error in terms of the command line, which the library does not know.
fn advice(error: &Error) -> Option<String> {
    let text = match error {
        Error::NoSource { path, .. } => {
            let path = path.display();
            format!("name the folder that contains strategy.yaml with --source, or start one with `greenpaper init {path}`")
        }
        Error::Output { problem, .. } => match problem {
            OutputProblem::Busy | OutputProblem::LeadsOut | OutputProblem::TooLarge => return None,
            OutputProblem::NoManifest | OutputProblem::NotIntact { .. } | OutputProblem::OtherSources => return None,
            OutputProblem::LinkedFolder | OutputProblem::BadManifest => "or choose another folder with --output".into(),
            _ => "choose another folder with --output".into(),
        },
        Error::WouldRemoveSite { .. } => "build both formats, or choose another folder with --output".into(),
        Error::Refused(refusal) => match refusal {
            Refusal::NoStrategy(folder) => {
                let folder = folder.display();
                format!("name the strategy's folder with --source, or start one with `greenpaper init {folder}`")
            }
            Refusal::BrokenSettings => "see `greenpaper check`".into(),
            Refusal::AlreadyReleased { next, .. } => format!("open the next one with `greenpaper draft {next}`"),
            Refusal::NotReleased { next, .. } => format!("release it and open {next} in one go with `greenpaper release --next {next}`"),
            Refusal::VersionExists(_) => "`greenpaper versions` lists all versions".into(),
            Refusal::DateTooEarly { .. } => "give a later date with --date".into(),
            Refusal::DamagedArchive(_) => "see `greenpaper check`".into(),
            Refusal::NoChapter { available, .. } if !available.is_empty() => {
                "give the name of the chapter's folder to --section-of, without its number".into()
            }
            _ => return None,
        },
        _ => return None,
    };
    Some(text)
}
