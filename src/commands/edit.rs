//! `release`, `draft`, `init`, `new`, `theme new` and `schema --write`: the commands that change an author's files.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use greenpaper::edit::{self, Added, NewChapter, NewTerm, Opening, Position, Recovery, Release, VersionEdit};
use greenpaper::pipeline::{Checked, StrategyFolder};
use greenpaper::{check, diag, model, read};

use crate::cli::{self, CodeHost};
use crate::terminal::{AUTHOR_ERRORS, Failure, from, print_errors, totals};

pub(crate) fn release(arguments: cli::Release) -> Result<ExitCode, Failure> {
    let source = arguments.source.source;
    if completes_earlier_run(&source, arguments.dry_run)? {
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.undo {
        return undo(&source, arguments.dry_run);
    }
    if arguments.consultation && super::comments::has_waiting(&source)? {
        writeln!(io::stderr(), "These comments are not read or answered: answer each with `greenpaper comments answer`. Nothing was changed.")?;
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    }
    let allow_placeholders = arguments.allow_placeholders;
    let order = Release { comments: arguments.comments, date: arguments.date, next: arguments.next, allow_placeholders };
    let (checked, change) = edit::release(&StrategyFolder::open(&source)?.inputs(), &source, &order)?;
    carry_out(&checked, change, &source, arguments.dry_run)
}

/// Takes the last release back.
fn undo(source: &Path, dry_run: bool) -> Result<ExitCode, Failure> {
    let undo = edit::undo_release(&StrategyFolder::open(source)?.inputs(), source)?;
    let mut stdout = io::stdout().lock();
    if dry_run {
        writeln!(stdout, "{} would be removed, and version {} would be open again.", undo.folder.display(), undo.version)?;
        if let Some((newer, _)) = &undo.opened {
            writeln!(stdout, "The row of version {newer} in strategy.yaml would be removed, too.")?;
        }
        writeln!(stdout, "This was a dry run: nothing was written.")?;
        return Ok(ExitCode::SUCCESS);
    }
    undo.carry_out(source)?;
    writeln!(stdout, "{} was removed: version {} is open again.", undo.folder.display(), undo.version)?;
    if let Some((newer, _)) = &undo.opened {
        writeln!(stdout, "So was the row of version {newer} in strategy.yaml.")?;
    }
    writeln!(stdout, "The row of {} keeps its date and comments. If readers already have this version, release it again unchanged.", undo.version)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn open_version(arguments: cli::OpenVersion) -> Result<ExitCode, Failure> {
    let source = arguments.source.source;
    if completes_earlier_run(&source, arguments.dry_run)? {
        return Ok(ExitCode::SUCCESS);
    }
    let (version, comments, audience, date) = (arguments.version, arguments.comments, arguments.audience, arguments.date);
    let (checked, change) = edit::open_version(&StrategyFolder::open(&source)?.inputs(), &source, &Opening { version, comments, audience, date })?;
    carry_out(&checked, change, &source, arguments.dry_run)
}

/// Completes an interrupted release. Returns whether there was one; nothing else is done then, because the command may be the same.
fn completes_earlier_run(source: &Path, dry_run: bool) -> Result<bool, Failure> {
    if dry_run {
        return Ok(false);
    }
    let Recovery::Finished(version) = edit::recover(source)? else { return Ok(false) };
    let what = version.map_or_else(|| "the new row in strategy.yaml".to_owned(), |version| format!("the release of version {version}"));
    writeln!(io::stdout(), "An earlier run was interrupted and has now been completed: {what}. Nothing else was done.")?;
    Ok(true)
}

/// Writes a release or a new version, or shows it if `dry_run` is set; does neither if there are errors.
fn carry_out(checked: &Checked, change: Option<VersionEdit>, source: &Path, dry_run: bool) -> Result<ExitCode, Failure> {
    let Some(change) = change else {
        print_errors(checked)?;
        if checked.diagnostics.iter().any(check::is_placeholder) {
            let advice = "Write the texts that are missing, or release the version as it is with --allow-placeholders.";
            writeln!(io::stderr(), "Readers would find placeholders in this version. {advice}")?;
        }
        writeln!(io::stderr(), "{}. Nothing was changed.", totals(checked))?;
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    };
    if !dry_run {
        change.carry_out()?;
    }
    let mut stdout = io::stdout().lock();
    stdout.write_all(diag::printable(&change.to_string()).as_bytes())?;
    if dry_run {
        writeln!(stdout, "This was a dry run: nothing was written.")?;
    }
    if !checked.diagnostics.is_empty() {
        writeln!(io::stderr(), "{}: `greenpaper check{}` shows them.", totals(checked), from(source))?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn init(dir: &Path, host: Option<CodeHost>) -> Result<ExitCode, Failure> {
    let host = host.map(|host| match host {
        CodeHost::Github => edit::CodeHost::Github,
        CodeHost::Gitlab => edit::CodeHost::Gitlab,
    });
    host.map_or(Ok(()), |host| edit::refuse_workflow(dir, host))?;
    // An existing strategy only gets its workflow.
    let is_there = host.is_some() && read::exists(&dir.join(read::SETTINGS));
    let files = if is_there { Vec::new() } else { edit::init(dir, read::today())? };
    let workflow = host.map(|host| edit::add_workflow(dir, host)).transpose()?;
    let mut stdout = io::stdout().lock();
    for file in files.iter().chain(&workflow) {
        writeln!(stdout, "{}", file.display())?;
    }
    writeln!(stdout)?;
    if workflow.is_some() {
        writeln!(stdout, "The first lines of the workflow say how to set up the code host.")?;
    }
    if !is_there {
        writeln!(stdout, "Now write the title and publisher into strategy.yaml, then run: greenpaper build{}", from(dir))?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn new_theme(name: &str, themes: &Path) -> Result<ExitCode, Failure> {
    if name.is_empty() || model::slug(name) != name {
        return Err(Failure::Usage(format!("`{name}` cannot be a theme's name: use lower-case words with hyphens")));
    }
    let folder = themes.join(name);
    edit::new_theme(&folder)?;
    writeln!(io::stdout(), "The theme is in {}. To use it, write this in strategy.yaml: `theme: {name}`", folder.display())?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn new_chapter(source: &Path, order: &NewChapter) -> Result<ExitCode, Failure> {
    let Added { path, line, renamed, relinked } = edit::new_chapter(&StrategyFolder::open(source)?.inputs(), source, order)?;
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{}", path.display())?;
    if !renamed.is_empty() {
        writeln!(stdout, "\nTo make room for it, these have new numbers:")?;
        for (old, new) in &renamed {
            writeln!(stdout, "{old} -> {new}")?;
        }
        match relinked {
            0 => {}
            1 => writeln!(stdout, "Links to them were changed in 1 file.")?,
            many => writeln!(stdout, "Links to them were changed in {many} files.")?,
        }
    }
    write!(stdout, "\nNow write the text, starting at line {line}.")?;
    if order.position == Position::Last {
        write!(stdout, " A new chapter comes last: to move it, change the number in its file name.")?;
    }
    writeln!(stdout, "\nThen run: greenpaper check{}", from(source))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn new_term(source: &Path, order: &NewTerm) -> Result<ExitCode, Failure> {
    let Added { path, line, .. } = edit::new_term(&StrategyFolder::open(source)?.inputs(), source, order)?;
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{}:{line}", path.display())?;
    writeln!(stdout)?;
    if order.definition.is_none() {
        writeln!(stdout, "Now write the definition there, in one or two plain sentences.")?;
    }
    writeln!(stdout, "The term is linked automatically wherever you use it. If you never use it, you get a warning.")?;
    writeln!(stdout, "Then run: greenpaper check{}", from(source))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn write_schemas(source: &Path) -> Result<ExitCode, Failure> {
    let mut stdout = io::stdout().lock();
    for file in edit::write_schemas(source)? {
        writeln!(stdout, "{}", file.display())?;
    }
    writeln!(stdout, "\nWith this line at the top of strategy.yaml, editors use the first of them:")?;
    writeln!(stdout, "# yaml-language-server: $schema={}/settings.json", greenpaper::schema::FOLDER)?;
    Ok(ExitCode::SUCCESS)
}
