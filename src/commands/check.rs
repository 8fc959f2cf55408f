//! `check`, with `--fix` and all report formats.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use greenpaper::diag::{Form, Report};
use greenpaper::edit::{self, Fixes, Left};
use greenpaper::pipeline::{self, Cache, Checked, Options, StrategyFolder};

use crate::cli::{Check, ReportForm};
use crate::terminal::{Failure, code, from, style, totals};

pub(crate) fn check(arguments: &Check) -> Result<ExitCode, Failure> {
    let source = &arguments.source.source;
    if arguments.fix {
        fix(source, arguments.dry_run)?;
    }
    let folder = StrategyFolder::open(source)?;
    let mut checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default())?;
    pipeline::check_print(&folder.inputs(), &mut checked);
    report(&checked, source, arguments.report)?;
    match arguments.report {
        ReportForm::Human | ReportForm::Github => writeln!(io::stderr(), "{}", totals(&checked))?,
        ReportForm::Plain => writeln!(io::stdout(), "In all: {}.", totals(&checked))?,
        ReportForm::Json | ReportForm::Sarif | ReportForm::Gitlab => {}
    }
    Ok(code(&checked, arguments.strict))
}

/// How many rounds of fixes to try, because one fix can make another possible, such as "per cent" after a range.
const MOST_ROUNDS: usize = 5;

/// Applies automatic fixes and shows them on standard error, apart from a report for programs.
fn fix(source: &Path, dry_run: bool) -> Result<(), Failure> {
    let mut stderr = io::stderr().lock();
    let mut count = 0;
    for round in 0..MOST_ROUNDS {
        let folder = StrategyFolder::open(source)?;
        let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default())?;
        let fixes = edit::fixes(&folder.inputs(), &checked, source);
        if fixes.count() == 0 {
            break;
        }
        let left = if dry_run { Vec::new() } else { fixes.carry_out()? };
        let is_unchanged = |file: &edit::FileFixes| left.iter().any(|left| left.name == file.name);
        let done = Fixes { files: fixes.files.into_iter().filter(|file| !is_unchanged(file)).collect() };
        write!(stderr, "{done}")?;
        count += done.count();
        for Left { name, why } in &left {
            writeln!(stderr, "{name} was not changed: {why}.\n")?;
        }
        // The next round would not change it either.
        if dry_run || !left.is_empty() || round + 1 == MOST_ROUNDS {
            break;
        }
    }
    match (count, dry_run) {
        (0, _) => writeln!(stderr, "Nothing can be fixed automatically.\n")?,
        (1, true) => writeln!(stderr, "1 change can be made. This was a dry run: nothing was written.\n")?,
        (_, true) => writeln!(stderr, "{count} changes can be made. This was a dry run: nothing was written.\n")?,
        (1, false) => writeln!(stderr, "1 change was made. What remains:\n")?,
        (_, false) => writeln!(stderr, "{count} changes were made. What remains:\n")?,
    }
    Ok(())
}

/// Prints the diagnostics: for people on standard error, in all other formats on standard output.
pub(crate) fn report(checked: &Checked, source: &Path, form: ReportForm) -> io::Result<()> {
    let report = Report {
        diagnostics: &checked.diagnostics,
        sources: &checked.sources,
        rules: &greenpaper::check::about(&checked.diagnostics),
        working_folder: &std::env::current_dir().unwrap_or_default(),
        fix_command: &format!("greenpaper check --fix{}", from(source)),
    };
    let print = |form| io::stdout().write_all(report.render(form).as_bytes());
    match form {
        ReportForm::Human => io::stderr().write_all(report.render(Form::Human(style())).as_bytes()),
        ReportForm::Plain => print(Form::Plain),
        ReportForm::Json => print(Form::Json),
        ReportForm::Sarif => print(Form::Sarif),
        ReportForm::Github => print(Form::Github),
        ReportForm::Gitlab => print(Form::Gitlab),
    }
}
