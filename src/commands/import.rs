//! `import`: a strategy from Word documents.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use greenpaper::import::{self, Changes, Counts, Imported, Options};
use greenpaper::read::{self, FsProject, Project as _};
use greenpaper::{Error, Severity, diag, edit};

use crate::cli::{ChangesChoice, Import};
use crate::terminal::{AUTHOR_ERRORS, Failure, checked_in, from, print_errors, style, totals};

/// The largest document that is read, in bytes.
const LARGEST: u64 = 512 << 20;
/// The whole report, in the folder of the strategy; names that begin with a dot are no part of it.
const REPORT: &str = ".import/report.txt";

pub(crate) fn import(arguments: &Import) -> Result<ExitCode, Failure> {
    if let Some(folder) = arguments.files.iter().find(|path| read::is_folder(path)) {
        if arguments.files.len() > 1 {
            let message = "a folder is imported on its own: name it without other files, or put everything into one folder";
            return Err(Failure::Usage(message.to_owned()));
        }
        return of_folder(arguments, folder);
    }
    let files: Vec<(String, Vec<u8>)> =
        arguments.files.iter().map(|path| Ok((path.display().to_string(), bytes_of(path)?))).collect::<Result<_, Error>>()?;
    let styles = match &arguments.styles {
        Some(path) => Some((path.display().to_string(), String::from_utf8_lossy(&bytes_of(path)?).into_owned())),
        None => None,
    };
    let sources: Vec<import::Source<'_>> = files.iter().map(|(name, bytes)| import::Source { name, bytes }).collect();
    let read_with = |changes| {
        let styles = styles.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        import::import(&sources, &Options { changes, styles, today: read::today() })
    };
    let mut imported = read_with(if arguments.changes == Some(ChangesChoice::Reject) { Changes::Reject } else { Changes::Accept });
    if diag::count(&imported.diagnostics, Severity::Error) > 0 {
        io::stderr().write_all(diag::render(&imported.diagnostics, &imported.sources, style()).as_bytes())?;
        writeln!(io::stderr(), "Nothing was written.")?;
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    }
    if imported.counts.changes > 0 && !matches!(arguments.changes, Some(ChangesChoice::Accept | ChangesChoice::Reject)) {
        match asked(&imported)? {
            Some(Changes::Accept) => {}
            Some(Changes::Reject) => imported = read_with(Changes::Reject),
            None => return Ok(ExitCode::from(AUTHOR_ERRORS)),
        }
    }
    let report = diag::render(&imported.diagnostics, &imported.sources, style());
    io::stderr().write_all(report.as_bytes())?;
    finish(arguments, imported)
}

/// Imports a folder of Markdown.
fn of_folder(arguments: &Import, folder: &Path) -> Result<ExitCode, Failure> {
    let project = FsProject::open(folder)?;
    let mut files = Vec::new();
    let is_own = |path: &str| !path.split('/').any(|part| part == "node_modules");
    for entry in project.list()?.into_iter().filter(|entry| entry.fault.is_none() && is_own(&entry.path)) {
        let bytes = project.read(&entry.path, LARGEST)?;
        files.push((entry.path, bytes));
    }
    let imported = import::import_folder(&folder.display().to_string(), &files, read::today());
    io::stderr().write_all(diag::render(&imported.diagnostics, &imported.sources, style()).as_bytes())?;
    if diag::count(&imported.diagnostics, Severity::Error) > 0 {
        writeln!(io::stderr(), "Nothing was written.")?;
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    }
    finish(arguments, imported)
}

/// Writes the strategy, unless it is a dry run, and says what it consists of.
fn finish(arguments: &Import, imported: Imported) -> Result<ExitCode, Failure> {
    let mut stdout = io::stdout().lock();
    let counts = in_words(&imported.counts);
    if arguments.dry_run {
        for (path, _) in &imported.files {
            writeln!(stdout, "{}", arguments.into.join(path).display())?;
        }
        writeln!(stdout, "\nThere would be {counts}. This was a dry run: nothing was written.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut files: Vec<(PathBuf, Vec<u8>)> = imported.files.iter().map(|(path, bytes)| (PathBuf::from(path), bytes.clone())).collect();
    files.push((PathBuf::from(REPORT), whole_report(&imported).into_bytes()));
    edit::start(&arguments.into, files)?;
    writeln!(stdout, "{} has {counts}.", arguments.into.display())?;
    let doubts = imported.diagnostics.len();
    if doubts > 0 {
        writeln!(stdout, "What was left out, replaced or is doubtful ({doubts}) is listed above, and in {}.", arguments.into.join(REPORT).display())?;
    }
    if !imported.comments.is_empty() {
        super::comments::collate_imported(&imported.comments, &arguments.files, &arguments.into)?;
    }
    let checked = checked_in(&arguments.into)?;
    if checked.has_errors() {
        print_errors(&checked)?;
    }
    writeln!(stdout, "The checks find: {}. See them with: greenpaper check{}", totals(&checked), from(&arguments.into))?;
    writeln!(stdout, "Then look at it with: greenpaper serve --open{}", from(&arguments.into))?;
    Ok(if checked.has_errors() { ExitCode::from(AUTHOR_ERRORS) } else { ExitCode::SUCCESS })
}

/// How many tracked changes are listed before the question: more do not fit on a screen.
const LISTED: usize = 15;

/// Lists tracked changes and asks what becomes of them; none if there is nobody to ask.
fn asked(imported: &Imported) -> Result<Option<Changes>, Failure> {
    let count = imported.counts.changes;
    let mut stderr = io::stderr().lock();
    // Which were accepted is not decided yet.
    let changes = imported.diagnostics.iter().filter_map(|finding| finding.message.strip_prefix("tracked change accepted: "));
    for change in changes.take(LISTED) {
        writeln!(stderr, "  {}", diag::printable(change))?;
    }
    if count > LISTED {
        writeln!(stderr, "  and {} more", count - LISTED)?;
    }
    let number = if count == 1 { "is 1 tracked change".to_owned() } else { format!("are {count} tracked changes") };
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        writeln!(stderr, "There {number} in the text. Run this again with `--changes accept` for the text with all of them, or with")?;
        writeln!(stderr, "`--changes reject` for the text without them. Nothing was written.")?;
        return Ok(None);
    }
    loop {
        write!(stderr, "There {number} in the text. Accept all, reject all, or stop? [a/r/s] ")?;
        stderr.flush()?;
        let mut answer = String::new();
        if io::stdin().lock().read_line(&mut answer)? == 0 {
            return Ok(None);
        }
        match answer.trim().to_lowercase().as_str() {
            "a" | "accept" => return Ok(Some(Changes::Accept)),
            "r" | "reject" => return Ok(Some(Changes::Reject)),
            "s" | "stop" => {
                writeln!(stderr, "Nothing was written.")?;
                return Ok(None);
            }
            _ => {}
        }
    }
}

/// The report with all words that were left out.
fn whole_report(imported: &Imported) -> String {
    let mut text = diag::render(&imported.diagnostics, &imported.sources, diag::Style::Plain);
    let lost: Vec<&str> = imported.lost.iter().filter_map(|span| imported.sources.file(span.file).text.get(span.range())).collect();
    if !lost.is_empty() {
        text.push_str("Words that are not in the strategy, or have another form there:\n\n");
        lost.iter().for_each(|words| text.extend([words.trim(), "\n"]));
    }
    diag::printable(&text)
}

/// How much there is of each kind, in words.
fn in_words(counts: &Counts) -> String {
    let kinds = [
        (counts.chapters, "chapter", "chapters"),
        (counts.headings, "heading", "headings"),
        (counts.paragraphs, "paragraph", "paragraphs"),
        (counts.lists, "list", "lists"),
        (counts.tables, "table", "tables"),
        (counts.pictures, "picture", "pictures"),
        (counts.notes, "footnote", "footnotes"),
        (counts.links, "link", "links"),
        (counts.boxes, "text box", "text boxes"),
        (counts.terms, "glossary term", "glossary terms"),
        (counts.comments, "comment", "comments"),
        (counts.changes, "tracked change", "tracked changes"),
    ];
    let words = kinds.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }));
    let words: Vec<String> = words.collect();
    if words.is_empty() { "no text".to_owned() } else { words.join(", ") }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    FsProject::open(folder)?.read(&name, LARGEST)
}
