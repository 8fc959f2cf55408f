//! `comments`: collates, lists, answers and counts what people sent back.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use greenpaper::comments::{self, Answer, AnswersPage, Columns, Input, Round, Standing};
use greenpaper::model::Version;
use greenpaper::paper::{Paper, Text};
use greenpaper::pipeline::{self, StrategyFolder};
use greenpaper::read::{self, FsProject, Project as _};
use greenpaper::{Diagnostic, Error, diag, disk, import, publish, span::SourceMap};

use crate::cli::{CommentsCommand, Format, RegisterColumns, RoundName, Status};
use crate::terminal::{AUTHOR_ERRORS, Failure, from, style};

pub(crate) fn run(command: CommentsCommand) -> Result<ExitCode, Failure> {
    match command {
        CommentsCommand::Collate { files, version, round, source } => collate(&files, version.as_ref(), round.as_deref(), &source.source),
        CommentsCommand::Publish { round, into, threshold, replace, source } => publish(&round, &into, threshold.into(), replace, &source.source),
        CommentsCommand::Paper { round, into, large_print, threshold, source } => paper(&round, &into, large_print, threshold.into(), &source.source),
        CommentsCommand::List { round, status, source } => list(&round, status, &source.source),
        CommentsCommand::Show { id, round, source } => show(&id, &round, &source.source),
        CommentsCommand::Answer { id, status, response, read_by, acted_in, theme, round, source } => {
            let acted_in = acted_in.map(|version| version.to_string());
            let answer = Answer { standing: Some(standing(status)), response, reader: Some(read_by), acted_in, theme };
            self::answer(&id, &answer, &round, &source.source)
        }
        CommentsCommand::Stats { round, format, source } => stats(&round, format, &source.source),
        CommentsCommand::Register { round, columns, into, source } => register(&round, columns, into.as_deref(), &source.source),
    }
}

fn register(round: &RoundName, columns: RegisterColumns, into: Option<&Path>, source: &Path) -> Result<ExitCode, Failure> {
    let round = Opened::find(round, source)?.round;
    let columns = match columns {
        RegisterColumns::All => Columns::All,
        RegisterColumns::Cen => Columns::Standards,
    };
    match into {
        None => io::stdout().write_all(comments::register_csv(&round, columns).as_bytes())?,
        Some(path) if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) => {
            let parts = comments::register_workbook(&round, columns);
            let too_large = || Failure::Usage("there are too many comments for a workbook: write CSV".to_owned());
            let bytes = publish::zip(parts.iter().map(|(path, text)| (*path, text.as_bytes()))).ok_or_else(too_large)?;
            disk::replace(path, &bytes)?;
        }
        Some(path) => disk::replace(path, comments::register_csv(&round, columns).as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn standing(status: Status) -> Standing {
    match status {
        Status::Open => Standing::Open,
        Status::Accepted => Standing::Accepted,
        Status::Partly => Standing::Partly,
        Status::Declined => Standing::Declined,
        Status::Noted => Standing::Noted,
    }
}

fn collate(files: &[PathBuf], version: Option<&Version>, round: Option<&str>, source: &Path) -> Result<ExitCode, Failure> {
    let mut inputs = Vec::new();
    let mut has_empty = false;
    for path in files {
        let (path, bytes) = (path.display().to_string(), bytes_of(path)?);
        // A Word document has its comments in the margin, a workbook in a table.
        let read = import::workbook(&bytes)
            .map(|book| book.map(|book| from_workbook(&path, book)))
            .or_else(|| import::review(&bytes).map(|review| review.map(|review| annotations(&review.comments, review.version.as_deref()))));
        let bytes = match read {
            // Advice, as for sheets that are left out: other files may have comments.
            Some(Ok(bytes)) if bytes == NO_COMMENTS => {
                writeln!(io::stderr(), "{path}: this document has no comments and no tracked changes. Some programs leave them out when they save")?;
                writeln!(io::stderr(), "in another format: ask for the file as its reader saved it in Word.")?;
                has_empty = true;
                continue;
            }
            Some(Ok(bytes)) => bytes,
            Some(Err(finding)) => {
                let mut sources = SourceMap::default();
                sources.add(path, String::new());
                io::stderr().write_all(diag::render([&*finding], &sources, style()).as_bytes())?;
                writeln!(io::stderr(), "Nothing was changed.")?;
                return Ok(ExitCode::from(AUTHOR_ERRORS));
            }
            None => bytes,
        };
        inputs.push(Input { path, bytes });
    }
    if inputs.is_empty() {
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    }
    let outcome = collate_inputs(&inputs, version, round, source)?;
    Ok(if has_empty { ExitCode::from(AUTHOR_ERRORS) } else { outcome })
}

/// What [`annotations`] makes of no comments.
const NO_COMMENTS: &[u8] = b"[]";

/// The table of a workbook. Sheets that were not read are named, because private details have been published in hidden ones.
fn from_workbook(path: &str, book: import::Workbook) -> Vec<u8> {
    if !book.left_out.is_empty() {
        let sheets = diag::printable(&book.left_out.join(", "));
        let advice = "check that hidden sheets contain nobody\u{2019}s details before you pass the file on";
        // What is printed is advice: a closed stream loses nothing else.
        let _ = writeln!(io::stderr(), "{path}: only the first sheet was read; others are: {sheets}. Please {advice}.");
    }
    book.csv.into_bytes()
}

/// Adds the comments of imported documents to the strategy that was made from them.
pub(super) fn collate_imported(comments: &[import::Comment], files: &[PathBuf], source: &Path) -> Result<ExitCode, Failure> {
    let path = files.first().map_or_else(String::new, |path| path.display().to_string());
    collate_inputs(&[Input { path, bytes: annotations(comments, None) }], None, None, source)
}

/// Comments of a Word document as W3C Web Annotations, on this version if the document names one.
fn annotations(comments: &[import::Comment], version: Option<&str>) -> Vec<u8> {
    let one = |comment: &import::Comment| {
        let passage = comment.bookmarks.iter().find(|bookmark| bookmark.starts_with("p_"));
        let mut selectors = vec![serde_json::json!({"type": "TextQuoteSelector", "exact": comment.quoted})];
        selectors.extend(passage.map(|passage| serde_json::json!({"type": "FragmentSelector", "value": passage})));
        let motivation = if comment.is_change { "editing" } else { "commenting" };
        let target = serde_json::json!({"selector": selectors, "version": version});
        serde_json::json!({"creator": comment.author, "bodyValue": comment.text, "motivation": motivation, "target": target})
    };
    // One a line, so that a finding shows the comment that it is about.
    let lines: Vec<String> = comments.iter().map(|comment| one(comment).to_string()).collect();
    format!("[{}]", lines.join(",\n")).into_bytes()
}

fn collate_inputs(inputs: &[Input], version: Option<&Version>, round: Option<&str>, source: &Path) -> Result<ExitCode, Failure> {
    let versions = pipeline::versions(&StrategyFolder::open(source)?.inputs())?;
    let faults = versions.faults(&[&versions.newest.settings.current().version]);
    if diag::count(&faults, diag::Severity::Error) > 0 {
        io::stderr().write_all(diag::render(&faults, &versions.sources, style()).as_bytes())?;
        writeln!(io::stderr(), "Nothing was changed.")?;
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    }
    let name = round.map_or_else(|| version.unwrap_or(&versions.newest.settings.current().version).to_string(), str::to_owned);
    let folder = source.join(read::COMMENTS);
    let private_folder = folder.join(comments::PRIVATE);
    let (path, private_path) = (folder.join(format!("{name}.yaml")), private_folder.join(format!("{name}.yaml")));
    let _lock = lock(source)?;
    let text_of =
        |path: &Path| if read::exists(path) { Ok::<_, Error>(String::from_utf8_lossy(&bytes_of(path)?).into_owned()) } else { Ok(String::new()) };
    let (text, private) = (text_of(&path)?, text_of(&private_path)?);
    let collated = comments::collate(&versions, inputs, (&path.display().to_string(), &text), &private, version);
    io::stderr().write_all(diag::render(&collated.diagnostics, &collated.sources, style()).as_bytes())?;
    let Some(round) = &collated.round else {
        writeln!(io::stderr(), "Nothing was changed.")?;
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    };
    if collated.private != private {
        disk::replace(&private_path, collated.private.as_bytes())?;
    }
    if round.text() != text {
        disk::replace(&path, round.text().as_bytes())?;
    }
    let counts: Vec<String> = collated.fates.iter().map(|(fate, count)| format!("{} {count}", fate.name())).collect();
    let total = round.entries.len();
    writeln!(io::stdout(), "{}: {} new, {} known already, {total} in all", path.display(), collated.added, collated.known)?;
    if total > 0 {
        writeln!(io::stdout(), "Their passages since: {}", counts.join(", "))?;
    }
    Ok(if collated.has_errors() { ExitCode::from(AUTHOR_ERRORS) } else { ExitCode::SUCCESS })
}

/// Keeps other commands from writing into the folder of comments, and version control from taking what is private in it.
fn lock(source: &Path) -> Result<disk::Lock, Failure> {
    let folder = source.join(read::COMMENTS).join(comments::PRIVATE);
    disk::create_folder(&folder)?;
    disk::replace(&folder.join(".gitignore"), b"*\n")?;
    disk::lock(&folder)?.ok_or_else(|| {
        let message = "another command is writing comments: wait until it has finished, and run this again";
        Failure::Usage(format!("{}: {message}", folder.display()))
    })
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    FsProject::open(folder)?.read(&name, Input::LIMIT)
}

/// A round that was found and read.
struct Opened {
    name: String,
    path: PathBuf,
    round: Round,
    sources: SourceMap,
}

impl Opened {
    /// The round that `name` names; without a name, the only one there is.
    fn find(name: &RoundName, source: &Path) -> Result<Self, Failure> {
        let known = rounds(source)?;
        let round = match (&name.round, known.as_slice()) {
            (Some(round), _) => round.clone(),
            (None, [only]) => only.clone(),
            (None, []) => {
                return Err(Failure::Usage(format!("there are no comments yet: begin with `greenpaper comments collate FILE{}`", from(source))));
            }
            (None, several) => return Err(Failure::Usage(format!("there are several rounds: name one of {} with --round", several.join(", ")))),
        };
        if !known.contains(&round) {
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(Failure::Usage(format!("there is no round {round}; rounds: {known}")));
        }
        Self::read(&round, source)
    }

    fn read(name: &str, source: &Path) -> Result<Self, Failure> {
        let path = source.join(read::COMMENTS).join(format!("{name}.yaml"));
        let text = String::from_utf8_lossy(&bytes_of(&path)?).into_owned();
        let (mut sources, mut findings) = (SourceMap::default(), Vec::new());
        let file = sources.add(path.display().to_string(), text.clone());
        let round = Round::read(&text, file, &mut findings);
        io::stderr().write_all(diag::render(&findings, &sources, style()).as_bytes())?;
        let unreadable = || Failure::Usage(format!("{} cannot be read: correct it first", path.display()));
        Ok(Self { name: name.to_owned(), round: round.ok_or_else(unreadable)?, path, sources })
    }
}

/// The names of all rounds, sorted.
fn rounds(source: &Path) -> Result<Vec<String>, Failure> {
    let folder = source.join(read::COMMENTS);
    if !read::is_folder(&folder) {
        return Ok(Vec::new());
    }
    let entries = FsProject::open(&folder)?.list()?;
    Ok(entries.into_iter().filter(|entry| !entry.path.contains('/')).filter_map(|entry| Some(entry.path.strip_suffix(".yaml")?.to_owned())).collect())
}

fn list(round: &RoundName, status: Option<Status>, source: &Path) -> Result<ExitCode, Failure> {
    let opened = Opened::find(round, source)?;
    let wanted = status.map(standing);
    let entries = opened.round.entries.iter().filter(|entry| wanted.is_none_or(|wanted| entry.standing == wanted));
    io::stdout().write_all(comments::human_list(entries).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn publish(name: &RoundName, into: &str, threshold: usize, replace: bool, source: &Path) -> Result<ExitCode, Failure> {
    let opened = Opened::find(name, source)?;
    let is_page =
        into.split_once('/').is_some_and(|(folder, file)| folder == "pages" && !file.contains('/') && file.len() > 3 && file.ends_with(".md"));
    if !is_page {
        return Err(Failure::Usage(format!("{into} is no page of a strategy: write `pages/`, a name and `.md`, as in pages/you-said-we-did.md")));
    }
    let path = source.join(into);
    if !replace && read::exists(&path) {
        return Err(Failure::Usage(format!("{} exists: edit it, or give --replace, which loses what was changed in it", path.display())));
    }
    let folder = StrategyFolder::open(source)?;
    let inputs = folder.inputs();
    let versions = pipeline::versions(&inputs)?;
    let findings = comments::publishable(inputs.project, &versions.newest.settings, &opened.round, false)?;
    if !findings.is_empty() {
        return refused(&findings, &opened.sources);
    }
    let page = AnswersPage { round: &opened.name, threshold, folder: "pages" };
    let text = comments::answers(&versions, &opened.round, &page);
    disk::create_folder(&source.join("pages"))?;
    disk::replace(&path, text.as_bytes())?;
    let open = opened.round.entries.iter().filter(|entry| entry.standing == Standing::Open).count();
    writeln!(io::stdout(), "{}: {} answered comments; read it, and link to it from a page", path.display(), opened.round.entries.len() - open)?;
    if open > 0 {
        writeln!(io::stdout(), "{open} open comments were left out: `greenpaper comments list --status open` lists them")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a paper for a meeting.
fn paper(name: &RoundName, into: &Path, large_print: bool, threshold: usize, source: &Path) -> Result<ExitCode, Failure> {
    let ending = into.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_pdf = match ending.as_deref() {
        Some("pdf") => true,
        Some("html") => false,
        _ => return Err(Failure::Usage(format!("{} is neither a PDF nor a page: end its name in .pdf or .html", into.display()))),
    };
    let opened = Opened::find(name, source)?;
    let folder = StrategyFolder::open(source)?;
    let inputs = folder.inputs();
    let versions = pipeline::versions(&inputs)?;
    let settings = &versions.newest.settings;
    let findings = comments::publishable(inputs.project, settings, &opened.round, true)?;
    if !findings.is_empty() {
        return refused(&findings, &opened.sources);
    }
    let (title, body) = comments::board_paper(&versions, &opened.round, threshold);
    let title = format!("{title} of {}", settings.full_title());
    let paper = Paper::new(&Text { title: &title, body: &body }, settings, inputs.themes, inputs.project.today())?;
    if is_pdf {
        let (bytes, findings) = paper.pdf(large_print);
        let Some(bytes) = bytes else { return refused(&findings, &SourceMap::default()) };
        disk::replace_same_kind(into, &bytes, b"%PDF")?;
    } else {
        match paper.html(large_print) {
            Ok(html) => disk::replace(into, html.as_bytes())?,
            Err(finding) => return refused(&[finding], &SourceMap::default()),
        }
    }
    let waiting = comments::waiting(&opened.round).len();
    writeln!(io::stdout(), "{}: {} comments, {waiting} still to be read or answered", into.display(), opened.round.entries.len())?;
    Ok(ExitCode::SUCCESS)
}

fn refused(findings: &[Diagnostic], sources: &SourceMap) -> Result<ExitCode, Failure> {
    io::stderr().write_all(diag::render(findings, sources, style()).as_bytes())?;
    writeln!(io::stderr(), "Nothing was written.")?;
    Ok(ExitCode::from(AUTHOR_ERRORS))
}

fn no_such_comment(id: &str, opened: &Opened) -> Failure {
    let near = diag::nearest(id, opened.round.entries.iter().map(|entry| entry.id.as_str()));
    let advice = near.map_or_else(|| "`greenpaper comments list` lists them".to_owned(), |near| format!("did you mean {near}?"));
    Failure::Usage(format!("{} has no comment {id}: {advice}", opened.path.display()))
}

fn show(id: &str, round: &RoundName, source: &Path) -> Result<ExitCode, Failure> {
    let opened = Opened::find(round, source)?;
    let entry = opened.round.entries.iter().find(|entry| entry.id == id).ok_or_else(|| no_such_comment(id, &opened))?;
    io::stdout().write_all(comments::show(entry).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn answer(id: &str, answer: &Answer, round: &RoundName, source: &Path) -> Result<ExitCode, Failure> {
    let _lock = lock(source)?;
    let opened = Opened::find(round, source)?;
    let answered = comments::answer(&opened.round, id, answer).map_err(|fault| {
        let hints = fault.hints.join("; ");
        Failure::Usage(format!("{}: {}: {hints}", opened.path.display(), fault.message))
    })?;
    let answered = answered.ok_or_else(|| no_such_comment(id, &opened))?;
    disk::replace(&opened.path, answered.text().as_bytes())?;
    let left = comments::waiting(&answered).len();
    writeln!(io::stdout(), "{}: comment {id} is answered; {left} still to be read or answered", opened.path.display())?;
    Ok(ExitCode::SUCCESS)
}

fn stats(round: &RoundName, format: Format, source: &Path) -> Result<ExitCode, Failure> {
    let stats = comments::stats(&Opened::find(round, source)?.round);
    let text = match format {
        Format::Human => stats.human(),
        Format::Json => serde_json::to_string_pretty(&stats).map_err(io::Error::from)? + "\n",
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the comments of all rounds that nobody has read or answered. Returns whether there are any, or a round cannot be read.
pub(crate) fn has_waiting(source: &Path) -> Result<bool, Failure> {
    let mut any = false;
    for name in rounds(source)? {
        let opened = Opened::read(&name, source)?;
        for waiting in comments::waiting(&opened.round) {
            any = true;
            write!(io::stderr(), "{}: {}: {}", opened.path.display(), waiting.lacks, comments::human_list([waiting.entry]))?;
        }
    }
    Ok(any)
}
