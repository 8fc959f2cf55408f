//! `check`: what is wrong with a strategy, in the form that was asked for; and with `--fix`, what is mended of it.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use greenpaper::Checked;
use greenpaper::diag::{Form, Report};

use super::Failure;
use super::say::{code, style, totals};
use crate::cli::{Check, ReportForm};

pub(crate) fn check(arguments: &Check) -> Result<ExitCode, Failure> {
    let source = &arguments.source.source;
    let mut checked = greenpaper::draft(source, None)?;
    greenpaper::check_print(&mut checked, source)?;
    report(&checked, source, arguments.report)?;
    match arguments.report {
        ReportForm::Human | ReportForm::Github => writeln!(io::stderr(), "{}", totals(&checked))?,
        ReportForm::Plain => writeln!(io::stdout(), "In all: {}.", totals(&checked))?,
        ReportForm::Json | ReportForm::Sarif | ReportForm::Gitlab => {}
    }
    Ok(code(&checked, arguments.strict))
}

/// Prints what is wrong: for people beside what else is said to them, in all other forms alone.
pub(crate) fn report(checked: &Checked, source: &Path, form: ReportForm) -> io::Result<()> {
    let report = Report {
        diagnostics: &checked.diagnostics,
        sources: &checked.sources,
        rules: &greenpaper::check::about(&checked.diagnostics),
        working_folder: &std::env::current_dir().unwrap_or_default(),
        fix_command: &fix_command(source),
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

/// The command that mends what is certain, as it is typed.
fn fix_command(source: &Path) -> String {
    match source.to_string_lossy() {
        usual if usual == "strategy" => "greenpaper check --fix".into(),
        other if other.contains(' ') => format!("greenpaper check --fix --source \"{other}\""),
        other => format!("greenpaper check --fix --source {other}"),
    }
}
