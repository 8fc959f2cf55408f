//! The program: arguments in, exit code out.

mod cli;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use clap::{CommandFactory as _, Parser as _};
use greenpaper::diag::{self, Style};
use greenpaper::edit::{Change, Recovery};
use greenpaper::model::Version;
use greenpaper::{Checked, Error, Opening, Order, Release, Severity, Summary, check, edit, history, model, read, report};

use cli::{Build, Cli, Command, Format, OutputFormat, ThemeCommand};

/// A large build asks for very many small pieces of memory, from several threads: what this allocator is made for.
/// Without huge pages (`no_thp`), which the system would have to fill with zeros for every small build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The strategy has errors.
const AUTHOR_ERRORS: u8 = 1;
/// The command could not run.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        // Whoever reads our output may stop reading: `greenpaper glossary | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

/// Why a command could not run.
enum Failure {
    Run(Error),
    Output(io::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Run(error) => error.fmt(f),
            Self::Output(error) => write!(f, "could not print: {error}"),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Run(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn run(cli: Cli) -> Result<ExitCode, Failure> {
    match cli.command {
        Command::Build(arguments) => build(arguments),
        Command::Check { source, strict } => {
            let mut checked = greenpaper::draft(&source.source, None)?;
            greenpaper::check_print(&mut checked, &source.source)?;
            print_diagnostics(&checked)?;
            writeln!(io::stderr(), "{}", totals(&checked))?;
            Ok(code(&checked, strict))
        }
        Command::Glossary { source, format } => {
            let checked = greenpaper::draft(&source.source, None)?;
            let report = report::glossary(&checked.document, &checked.sources);
            print_report(&checked, &report, format, report::GlossaryReport::human)
        }
        Command::Versions { source, format } => {
            let (checked, report) = greenpaper::versions(&source.source)?;
            print_report(&checked, &report, format, report::VersionsReport::human)
        }
        Command::Redline { old, new, source, format, pdf } => match pdf {
            Some(pdf) => print_redline(&old, &new, &source.source, &pdf),
            None => redline(&old, &new, &source.source, format),
        },
        Command::Release(arguments) => release(arguments),
        Command::Draft(arguments) => open_version(arguments),
        Command::Explain { rule } => explain(rule.as_deref()),
        Command::Init { dir } => init(&dir),
        Command::Theme { command: ThemeCommand::New { name, themes } } => new_theme(&name, &themes),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "greenpaper", &mut io::stdout());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Prints a report for people or for programs, and what is wrong with the strategy where that makes it doubtful.
fn print_report<R: serde::Serialize>(checked: &Checked, report: &R, format: Format, human: fn(&R) -> String) -> Result<ExitCode, Failure> {
    let text = match format {
        Format::Human => human(report),
        Format::Json => serde_json::to_string_pretty(report).map_err(io::Error::from)? + "\n",
    };
    io::stdout().write_all(text.as_bytes())?;
    if checked.has_errors() {
        print_diagnostics(checked)?;
    }
    Ok(code(checked, false))
}

fn build(arguments: Build) -> Result<ExitCode, Failure> {
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
    print_diagnostics(&checked)?;
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
            let removed = if removed > 0 { format!(", {removed} old files removed") } else { String::new() };
            writeln!(stderr, "{}: {files} files ({size}{unchanged}){removed} in {}", totals(&checked), order.output.display())?;
            Ok(ExitCode::SUCCESS)
        }
        None => {
            writeln!(stderr, "{}: nothing was written, what was published before stays as it was", totals(&checked))?;
            Ok(ExitCode::from(AUTHOR_ERRORS))
        }
    }
}

/// Runs `work`; on a terminal, says so once it has taken half a second.
fn with_progress<T: Send>(work: impl FnOnce() -> T + Send) -> T {
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

fn print_diagnostics(checked: &Checked) -> io::Result<()> {
    io::stderr().write_all(diag::render(&checked.diagnostics, &checked.sources, style()).as_bytes())
}

/// How diagnostics look.
fn style() -> Style {
    if io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() { Style::Coloured } else { Style::Plain }
}

fn totals(checked: &Checked) -> String {
    let count = |severity, one: &str| match diag::count(&checked.diagnostics, severity) {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {one}s")),
    };
    let counts: Vec<String> =
        [count(Severity::Error, "error"), count(Severity::Warning, "warning"), count(Severity::Info, "remark")].into_iter().flatten().collect();
    if counts.is_empty() { "no errors, no warnings".into() } else { counts.join(", ") }
}

fn code(checked: &Checked, strict: bool) -> ExitCode {
    if checked.is_refused(strict) { ExitCode::from(AUTHOR_ERRORS) } else { ExitCode::SUCCESS }
}

fn redline(old: &Version, new: &Version, source: &Path, format: Format) -> Result<ExitCode, Failure> {
    let versions = greenpaper::pair::read_versions(source)?;
    let faults = versions.faults(&[old, new]);
    io::stderr().write_all(diag::render(&faults, &versions.sources, style()).as_bytes())?;
    if diag::count(&faults, Severity::Error) > 0 {
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    }
    let redline = history::redline(versions.side(old)?.0, versions.side(new)?.0);
    let report = report::redline(&redline, old.as_str(), new.as_str());
    // The process is about to end: see `build`.
    let _kept = std::mem::ManuallyDrop::new((versions, redline));
    let text = match format {
        Format::Human => report.human(io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()),
        Format::Json => serde_json::to_string_pretty(&report).map_err(io::Error::from)? + "\n",
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn print_redline(old: &Version, new: &Version, source: &Path, pdf: &Path) -> Result<ExitCode, Failure> {
    let (printed, faults, versions) = with_progress(|| greenpaper::print_redline(source, old, new))?;
    io::stderr().write_all(diag::render(&faults, &versions.sources, style()).as_bytes())?;
    let Some(bytes) = printed else { return Ok(ExitCode::from(AUTHOR_ERRORS)) };
    std::fs::write(pdf, &bytes).map_err(|error| Error::Usage(format!("{} cannot be written: {error}", pdf.display())))?;
    writeln!(io::stderr(), "{} ({})", pdf.display(), kilobytes(bytes.len() as u64))?;
    Ok(ExitCode::SUCCESS)
}

fn release(arguments: cli::Release) -> Result<ExitCode, Failure> {
    let source = arguments.source.source;
    if finishes_earlier_run(&source, arguments.dry_run)? {
        return Ok(ExitCode::SUCCESS);
    }
    let order = Release { comments: arguments.comments, date: arguments.date, next: arguments.next };
    let (checked, change) = greenpaper::release(&source, &order)?;
    carry_out(&checked, change, arguments.dry_run)
}

fn open_version(arguments: cli::Draft) -> Result<ExitCode, Failure> {
    let source = arguments.source.source;
    if finishes_earlier_run(&source, arguments.dry_run)? {
        return Ok(ExitCode::SUCCESS);
    }
    let (version, comments, audience, date) = (arguments.version, arguments.comments, arguments.audience, arguments.date);
    let (checked, change) = greenpaper::open_version(&source, &Opening { version, comments, audience, date })?;
    carry_out(&checked, change, arguments.dry_run)
}

/// Finishes a release that was interrupted: then this run has nothing else to do, for its order may be the same one.
fn finishes_earlier_run(source: &Path, dry_run: bool) -> Result<bool, Failure> {
    if dry_run {
        return Ok(false);
    }
    let Recovery::Finished(version) = edit::recover(source)? else { return Ok(false) };
    let what = version.map_or_else(|| "a new row of strategy.yaml".to_owned(), |version| format!("the release of version {version}"));
    writeln!(io::stdout(), "An earlier run was interrupted: it is finished now, and with it {what}. Nothing else was done.")?;
    Ok(true)
}

/// Writes a release or a draft, or says what it would write; with errors, neither.
fn carry_out(checked: &Checked, change: Option<Change>, dry_run: bool) -> Result<ExitCode, Failure> {
    print_diagnostics(checked)?;
    let Some(change) = change else {
        writeln!(io::stderr(), "{}: nothing was changed", totals(checked))?;
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    };
    if !dry_run {
        change.carry_out()?;
    }
    let mut stdout = io::stdout().lock();
    write!(stdout, "{change}")?;
    if dry_run {
        writeln!(stdout, "This was a dry run: nothing was written.")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn kilobytes(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn explain(rule: Option<&str>) -> Result<ExitCode, Failure> {
    let text = match rule {
        None => check::overview(),
        Some(name) => match check::rule(name) {
            Some(rule) => rule.explain(),
            None => {
                let near =
                    diag::nearest(name, check::rules().map(|rule| rule.name)).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                return Err(Error::Usage(format!("there is no rule `{name}`{near}\n`greenpaper explain` lists all rules")).into());
            }
        },
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn init(dir: &Path) -> Result<ExitCode, Failure> {
    let files = edit::init(dir, read::today())?;
    let mut stdout = io::stdout().lock();
    for file in files {
        writeln!(stdout, "{}", file.display())?;
    }
    writeln!(stdout, "\nNow run: greenpaper build --source {}", dir.display())?;
    Ok(ExitCode::SUCCESS)
}

fn new_theme(name: &str, themes: &Path) -> Result<ExitCode, Failure> {
    if model::slug(name) != name {
        return Err(Error::Usage(format!("`{name}` cannot be a theme's name: use lower-case words with hyphens")).into());
    }
    let folder = themes.join(name);
    edit::new_theme(&folder)?;
    writeln!(io::stdout(), "{} holds the theme. Name it in strategy.yaml: `theme: {name}`", folder.display())?;
    Ok(ExitCode::SUCCESS)
}
