//! `check`, with `--fix`, selections and all report formats.

use std::io::{self, Write as _};
use std::path::{self, Path};
use std::process::ExitCode;

use greenpaper::diag::{Form, Report};
use greenpaper::edit::{self, Fixes, Left};
use greenpaper::pipeline::{self, Cache, Checked, Inputs, Options, StrategyFolder};
use greenpaper::select::{BASELINE, Baseline, LeftOut, Selection};
use greenpaper::{diag, disk};

use crate::cli::{BaselineUse, Check, ReportForm};
use crate::terminal::{Failure, code, from, in_words, quoted, style, totals};

/// Most findings of one rule in a report for people.
const MOST_OF_A_RULE: usize = 5;

pub(crate) fn check(arguments: &Check) -> Result<ExitCode, Failure> {
    let source = &arguments.source.source;
    let mut selection = selection(arguments)?;
    if arguments.fix {
        fix(source, arguments.dry_run, &selection)?;
    }
    let folder = StrategyFolder::open(source)?;
    let inputs = folder.inputs();
    let mut checked = pipeline::run(&inputs, &Options::default(), &mut Cache::default())?;
    pipeline::check_print(&inputs, &mut checked);
    if let Some(name) = selection.unknown_file(&checked.sources) {
        let example = checked.sources.iter().map(|(_, file)| &file.path).find(|path| path.starts_with("chapters/"));
        let such_as = example.map_or(String::new(), |path| format!(", such as {}", source.join(path).display()));
        return Err(Failure::Usage(format!("`{name}` is not a text in {}: name a file or a folder in it{such_as}", source.display())));
    }
    selection.baseline = match arguments.baseline {
        Some(BaselineUse::Use) => Some(used_baseline(arguments, &inputs, &checked)?),
        Some(BaselineUse::Write) => Some(written_baseline(source, &checked)?),
        None => None,
    };
    let left = selection.apply(&inputs, &mut checked)?;
    let files: String = arguments.files.iter().map(|file| format!(" {}", quoted(&file.to_string_lossy()))).collect();
    let most_of_a_rule = if arguments.rules.is_empty() { MOST_OF_A_RULE } else { usize::MAX };
    let shown = Shown { command: &format!("greenpaper check{files}{}", from(source)), most_of_a_rule };
    report(&checked, arguments.report, shown)?;
    match arguments.report {
        ReportForm::Human | ReportForm::Github | ReportForm::Lines => writeln!(io::stderr(), "{}", totals(&checked))?,
        ReportForm::Plain => writeln!(io::stdout(), "In all: {}.", totals(&checked))?,
        ReportForm::Json | ReportForm::Sarif | ReportForm::Gitlab => {}
    }
    if matches!(arguments.report, ReportForm::Human | ReportForm::Plain) {
        say_what_is_left_out(&left)?;
    }
    Ok(code(&checked, arguments.strict))
}

/// The selection that the arguments ask for, but for its baseline.
fn selection(arguments: &Check) -> Result<Selection, Failure> {
    if let Some(unknown) = arguments.rules.iter().find(|name| greenpaper::check::rule(name).is_none()) {
        return Err(Failure::Usage(no_such_rule(unknown)));
    }
    let root = absolute(&arguments.source.source);
    let inside = |file: &Path| {
        let absolute = absolute(file);
        let path = absolute.strip_prefix(&root).unwrap_or(file);
        path.components().filter(|part| *part != path::Component::CurDir).map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let files = arguments.files.iter().map(|file| inside(file)).filter(|path| !path.is_empty()).collect();
    Ok(Selection { files, rules: arguments.rules.clone(), since: arguments.since.clone(), baseline: None })
}

fn absolute(path: &Path) -> path::PathBuf {
    let path = path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.components().collect()
}

/// Says that there is no rule of this name, and which one may be meant.
pub(crate) fn no_such_rule(name: &str) -> String {
    let near = diag::nearest(name, greenpaper::check::rules().map(|rule| rule.name.as_str()));
    let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    format!("there is no rule `{name}`{near}\nsee `greenpaper explain` for all rules")
}

/// The baseline of the strategy. If there is none, writes one, but not for a check that is to fail on warnings.
fn used_baseline(arguments: &Check, inputs: &Inputs<'_>, checked: &Checked) -> Result<Baseline, Failure> {
    match inputs.project.read(BASELINE, u64::MAX) {
        Ok(bytes) => Ok(Baseline::read(&String::from_utf8_lossy(&bytes))),
        Err(_) if arguments.strict => {
            let source = &arguments.source.source;
            Err(Failure::Usage(format!(
                "there is no baseline in {}: write one with `greenpaper check --baseline=write{}`",
                source.join(BASELINE).display(),
                from(source)
            )))
        }
        Err(_) => written_baseline(&arguments.source.source, checked),
    }
}

fn written_baseline(source: &Path, checked: &Checked) -> Result<Baseline, Failure> {
    let (text, count) = Baseline::write(&checked.diagnostics, &checked.sources);
    let place = source.join(BASELINE);
    disk::replace(&place, text.as_bytes())?;
    let findings = if count == 1 { "1 finding is".to_owned() } else { format!("{count} findings are") };
    let command = format!("greenpaper check --baseline{}", from(source));
    writeln!(io::stderr(), "{findings} now in {}. `{command}` reports only what is new.\n", place.display())?;
    Ok(Baseline::read(&text))
}

/// Says how many findings are not shown, and why.
fn say_what_is_left_out(left: &LeftOut) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    if left.elsewhere.iter().any(|count| *count > 0) {
        writeln!(stderr, "Other findings, not shown: {}.", in_words(left.elsewhere))?;
    }
    if left.known > 0 {
        writeln!(
            stderr,
            "Known from the baseline, not shown: {}.",
            if left.known == 1 { "1 finding".into() } else { format!("{} findings", left.known) }
        )?;
    }
    if left.gone > 0 {
        let findings = if left.gone == 1 { "1 finding of the baseline is".into() } else { format!("{} findings of the baseline are", left.gone) };
        writeln!(stderr, "{findings} gone. `greenpaper check --baseline=write` takes out what is no longer needed.")?;
    }
    Ok(())
}

/// How many rounds of fixes to try, because one fix can make another possible, such as "per cent" after a range.
const MOST_ROUNDS: usize = 5;

/// Applies automatic fixes and shows them on standard error, apart from a report for programs.
fn fix(source: &Path, dry_run: bool, selection: &Selection) -> Result<(), Failure> {
    let mut stderr = io::stderr().lock();
    let mut count = 0;
    for round in 0..MOST_ROUNDS {
        let folder = StrategyFolder::open(source)?;
        let mut checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default())?;
        selection.apply(&folder.inputs(), &mut checked)?;
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

/// How a report for people is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// The command that checks again.
    pub(crate) command: &'a str,
    /// Most findings of one rule.
    pub(crate) most_of_a_rule: usize,
}

impl<'a> Shown<'a> {
    /// The first findings of each rule; `command` checks again.
    pub(crate) fn few(command: &'a str) -> Self {
        Self { command, most_of_a_rule: MOST_OF_A_RULE }
    }
}

/// Prints the diagnostics: for people on standard error, in all other formats on standard output.
pub(crate) fn report(checked: &Checked, form: ReportForm, shown: Shown<'_>) -> io::Result<()> {
    let report = Report {
        diagnostics: &checked.diagnostics,
        sources: &checked.sources,
        rules: &greenpaper::check::about(&checked.diagnostics),
        working_folder: &std::env::current_dir().unwrap_or_default(),
        check_command: shown.command,
        most_of_a_rule: shown.most_of_a_rule,
    };
    let print = |form| io::stdout().write_all(report.render(form).as_bytes());
    match form {
        ReportForm::Human => io::stderr().write_all(report.render(Form::Human(style())).as_bytes()),
        ReportForm::Plain => print(Form::Plain),
        ReportForm::Lines => print(Form::Lines),
        ReportForm::Json => print(Form::Json),
        ReportForm::Sarif => print(Form::Sarif),
        ReportForm::Github => print(Form::Github),
        ReportForm::Gitlab => print(Form::Gitlab),
    }
}
