//! greenpaper turns a strategy, written as versioned chapters and a glossary in Markdown, into an accessible static
//! site and a tagged PDF.
//!
//! It works like a compiler. Each room takes what the room before it returned:
//!
//! ```text
//! strategy/ → read → Sources → parse → Draft → history → Draft with identities → resolve → Document → check → Diagnostics
//! themes/   → theme → Theme
//! html: (Document, Theme) → files                    ┐
//! layout: (Document, Theme) → Paged → pdf → print ┴→ publish → output/
//! ```
//!
//! [`draft`] runs as far as the diagnostics, [`build`] to the end. `src/README.md` describes the rooms and who may
//! import whom.

pub mod archive;
pub mod check;
pub mod compare;
pub mod diag;
pub mod edit;
pub mod error;
pub mod history;
pub mod html;
pub mod layout;
pub mod model;
pub mod parse;
pub mod pdf;
pub mod print;
pub mod publish;
pub mod read;
pub mod report;
pub mod resolve;
pub mod span;
pub mod theme;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

pub use diag::{Diagnostic, Severity};
pub use error::Error;
pub use model::Document;
pub use publish::Summary;
pub use span::SourceMap;
pub use theme::Theme;

use archive::{Archived, Stage};
use edit::Change;
use jiff::civil::Date;
use model::Version;
use publish::Publication;
use read::{Archive as _, Edited, FolderArchive, FsProject, Project};

/// What to build, from where, to where.
#[derive(Debug, Clone)]
pub struct Order {
    /// The strategy's folder.
    pub source: PathBuf,
    /// The folder to publish into.
    pub output: PathBuf,
    /// A theme's name or folder, in place of the strategy's own.
    pub theme: Option<String>,
    /// Whether to build the printed editions beside the site.
    pub pdf: bool,
    /// Whether to build the site.
    pub html: bool,
    /// Whether warnings, too, stand in the way of publishing.
    pub strict: bool,
}

/// A strategy, read and checked.
#[derive(Debug)]
pub struct Checked {
    /// The document; complete only where there are no errors.
    pub document: Document,
    /// The theme it is to be shown in.
    pub theme: Theme,
    /// Earlier versions, oldest first; none where there are errors.
    pub archived: Vec<Archived>,
    /// What is wrong, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that diagnostics speak of.
    pub sources: SourceMap,
    /// How long each room took.
    pub timings: Timings,
}

impl Checked {
    /// Whether an error stands in the way of publishing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        diag::count(&self.diagnostics, Severity::Error) > 0
    }

    /// Whether something stands in the way of publishing: an error, or where it is `strict` a warning.
    #[must_use]
    pub fn is_refused(&self, strict: bool) -> bool {
        self.has_errors() || strict && diag::count(&self.diagnostics, Severity::Warning) > 0
    }

    /// Takes in what was found after the checks, at the levels that the strategy sets.
    fn add(&mut self, faults: Vec<Diagnostic>) {
        self.diagnostics.extend(check::apply(faults, &self.document.settings.check, &self.document.allowances));
        diag::sort(&mut self.diagnostics);
    }
}

/// Names of rooms, with the time each took.
#[derive(Debug, Default)]
pub struct Timings(pub Vec<(&'static str, Duration)>);

impl Timings {
    fn time<T>(&mut self, room: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.0.push((room, start.elapsed()));
        result
    }
}

/// Reads and checks the strategy in `source`, to be shown in `theme` (or in the theme it names).
///
/// # Errors
/// When a folder cannot be read. An author's faults are in the diagnostics.
pub fn draft(source: &Path, theme: Option<&str>) -> Result<Checked, Error> {
    draft_of(&FsProject::open(source)?, source, theme, Stage::Writing)
}

/// Reads and checks `project`, whose folder is `source`.
fn draft_of(project: &dyn Project, source: &Path, theme: Option<&str>, stage: Stage) -> Result<Checked, Error> {
    let mut timings = Timings::default();
    let (mut sources, mut diagnostics) = timings.time("read", || read::read(project))?;
    let (mut draft, faults) = timings.time("parse", || parse::parse(&sources));
    diagnostics.extend(faults);
    let mut archived = Vec::new();
    // Texts that cannot be read differ from what they were for no reason worth telling.
    if diag::count(&diagnostics, Severity::Error) == 0 {
        let (versions, faults) = timings.time("history", || archive::look_back(&FolderArchive::of(source), &mut draft, &sources.map, stage))?;
        diagnostics.extend(faults);
        archived = versions;
    } else {
        history::identify(&mut draft, None);
    }
    let (document, faults) = timings.time("resolve", || resolve::resolve(draft, &sources.map));
    diagnostics.extend(faults);
    diagnostics.extend(timings.time("check", || check::check(&document)));

    let name = theme.unwrap_or(&document.settings.theme);
    let (theme, faults) = timings.time("theme", || load_theme(source, name, &document.settings.language, &mut sources.map))?;
    diagnostics.extend(faults);
    let mut diagnostics = check::settle(diagnostics, &document.settings.check, &document.allowances);
    diag::sort(&mut diagnostics);
    Ok(Checked { document, theme, archived, diagnostics, sources: sources.map, timings })
}

/// Builds what `order` asks for and publishes it, unless there are errors (or warnings, if it is strict): then nothing is
/// written.
///
/// # Errors
/// When a folder cannot be read or written. An author's faults are in the diagnostics.
pub fn build(order: &Order) -> Result<(Checked, Option<Summary>), Error> {
    let mut checked = draft(&order.source, order.theme.as_deref())?;
    if checked.is_refused(order.strict) {
        return Ok((checked, None));
    }
    if !order.pdf {
        // The site has no faults of its own to place, and the text of a large strategy takes much memory.
        let named: HashSet<span::FileId> = checked.diagnostics.iter().flat_map(Diagnostic::files).collect();
        checked.sources.forget_texts(|file| named.contains(&file));
    }
    let project = FsProject::open(&order.source)?;
    let start = Instant::now();
    let site = order.html.then(|| html::Site::new(&checked.document, &checked.theme, html::Others::default())).transpose();
    let site = match site {
        Ok(site) => site,
        Err(fault) => {
            checked.diagnostics.push(fault);
            return Ok((checked, None));
        }
    };
    let mut publication = Publication::begin(&order.output, &order.source)?;
    let work = Work { site: site.as_ref(), document: &checked.document, theme: &checked.theme, project: &project, pdf: order.pdf };
    let (faults, written) = render_into(&work, &mut publication);
    written?;
    checked.timings.0.push(("render", start.elapsed()));
    drop(site);
    checked.add(faults);
    if checked.is_refused(order.strict) {
        return Ok((checked, None));
    }
    let summary = checked.timings.time("publish", || publication.commit())?;
    Ok((checked, Some(summary)))
}

/// What is wrong with the printed editions of a checked strategy: characters without a font, pictures that cannot be
/// drawn. Nothing is written.
///
/// # Errors
/// When the source folder cannot be read.
pub fn check_print(checked: &mut Checked, source: &Path) -> Result<(), Error> {
    if checked.has_errors() {
        return Ok(());
    }
    let project = FsProject::open(source)?;
    let read = |path: &str| project.read(path, u64::MAX).ok();
    // Editions differ in their measures, not in their characters and pictures: one of them finds what is wrong.
    if let Some(edition) = layout::editions(&checked.document).first().copied() {
        let (_, faults) = layout::lay_out(&checked.document, &checked.theme, &edition, &read);
        checked.add(faults);
    }
    checked.diagnostics.dedup();
    Ok(())
}

/// How to close the version that is being written.
#[derive(Debug, Clone, Default)]
pub struct Release {
    /// What it was for; `None` keeps what its row says.
    pub comments: Option<String>,
    /// Its day; today if `None`.
    pub date: Option<Date>,
    /// The version to open behind it.
    pub next: Option<Version>,
}

/// A version to open.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The version.
    pub version: Version,
    /// What it is for.
    pub comments: Option<String>,
    /// For whom it is.
    pub audience: Option<String>,
    /// Its day; today if `None`.
    pub date: Option<Date>,
}

/// Prepares the release of the version that is being written in `source`. Nothing is written yet: the change says what
/// would be. There is none if the sources, with their row closed, have errors.
///
/// # Errors
/// When a folder cannot be read, or the version cannot be released: it was, or `next` is not higher, say.
pub fn release(source: &Path, release: &Release) -> Result<(Checked, Option<Change>), Error> {
    let project = FsProject::open(source)?;
    let date = release.date.unwrap_or_else(|| project.today());
    let edits = settings_text(&project).and_then(|before| Some((edit::close_row(&before, date, release.comments.as_deref())?, before)));
    let Some((closed, before)) = edits else { return cannot_edit(&project, source) };
    let edited = Edited { project: &project, path: read::SETTINGS, text: &closed };
    let mut checked = draft_of(&edited, source, None, Stage::Closing)?;
    let kept = FolderArchive::of(source).list()?;
    edit::refuse_release(&checked.document.settings.versions, &kept, release.next.as_ref())?;
    check_print(&mut checked, source)?;
    if checked.has_errors() {
        return Ok((checked, None));
    }
    let rows = &checked.document.settings.versions;
    let newest = rows.iter().rfind(|row| kept.iter().any(|name| name == row.version.as_str()));
    let earlier = checked.archived.last().filter(|earlier| earlier.is_whole);
    if let Some(lost) = newest.filter(|newest| earlier.is_none_or(|earlier| earlier.version != newest.version)) {
        return Err(Error::Usage(format!(
            "version {0} in the archive cannot be read whole: put {1}/{0} back first, or its paragraphs lose their identity (`greenpaper check` says what is wrong)",
            lost.version,
            read::ARCHIVE
        )));
    }
    let version = checked.document.settings.current().version.clone();
    let after = match &release.next {
        Some(next) => edit::add_row(&closed, next, date, None, None),
        None => Some(closed.clone()),
    };
    let Some(after) = after else { return cannot_edit(&project, source) };
    let mut files = read::read_version(&edited)?;
    files.push((read::IDENTITY.to_owned(), archive::to_json(&archive::freeze(&edited, earlier)?)));
    Ok((checked, Some(Change { source: source.to_owned(), before, after, archive: Some((version, files)) })))
}

/// Prepares the opening of the next version in `source`. Nothing is written yet: the change says what would be. There
/// is none if the sources have errors.
///
/// # Errors
/// When a folder cannot be read, or the version cannot be opened: the last one is not released, say.
pub fn open_version(source: &Path, opening: &Opening) -> Result<(Checked, Option<Change>), Error> {
    let project = FsProject::open(source)?;
    let date = opening.date.unwrap_or_else(|| project.today());
    let row = |before: &str| edit::add_row(before, &opening.version, date, opening.comments.as_deref(), opening.audience.as_deref());
    let edits = settings_text(&project).and_then(|before| Some((row(&before)?, before)));
    let Some((after, before)) = edits else { return cannot_edit(&project, source) };
    let checked = draft_of(&Edited { project: &project, path: read::SETTINGS, text: &after }, source, None, Stage::Writing)?;
    edit::refuse_opening(&checked.document.settings.versions, &FolderArchive::of(source).list()?)?;
    if checked.has_errors() {
        return Ok((checked, None));
    }
    Ok((checked, Some(Change { source: source.to_owned(), before, after, archive: None })))
}

fn settings_text(project: &dyn Project) -> Option<String> {
    String::from_utf8(project.read(read::SETTINGS, u64::MAX).ok()?).ok()
}

/// Why strategy.yaml cannot be edited: its faults, or a way of writing it that an edit cannot keep.
fn cannot_edit(project: &dyn Project, source: &Path) -> Result<(Checked, Option<Change>), Error> {
    let checked = draft_of(project, source, None, Stage::Writing)?;
    if checked.has_errors() {
        return Ok((checked, None));
    }
    Err(Error::Usage("`versions` in strategy.yaml is written in a way that cannot be changed by itself: edit its last rows by hand".into()))
}

/// Lists the versions of the strategy in `source`.
///
/// # Errors
/// When a folder cannot be read.
pub fn versions(source: &Path) -> Result<(Checked, report::VersionsReport), Error> {
    let checked = draft(source, None)?;
    let archived = FolderArchive::of(source).list()?;
    let report = report::versions(&checked.document.settings.versions, |row| archived.iter().any(|name| name == row.version.as_str()));
    Ok((checked, report))
}

/// What is rendered, and from what.
struct Work<'a> {
    site: Option<&'a html::Site<'a>>,
    document: &'a Document,
    theme: &'a Theme,
    project: &'a FsProject,
    pdf: bool,
}

/// How many finished files may wait for the writer: enough to keep it busy, too few to fill the memory.
const MOST_WAITING: usize = 256;

/// Renders on all cores while one thread writes: two threads writing into one folder are slower than one.
///
/// Pages do not wait for the printed editions; only the two that name their sizes come last.
fn render_into(work: &Work<'_>, publication: &mut Publication) -> (Vec<Diagnostic>, Result<(), Error>) {
    let (sender, receiver) = mpsc::sync_channel::<html::File>(MOST_WAITING);
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let mut written = Ok(());
            for file in receiver {
                // After a failure the rest is only taken off the renderers' hands.
                if written.is_ok() {
                    written = publication.add(&file.path, &file.bytes);
                }
            }
            written.and_then(|()| if work.site.is_some() { copy_files(work.document, work.project, publication) } else { Ok(()) })
        });
        let emit = |file: html::File| {
            // The writer ends only after all senders do.
            let _ = sender.send(file);
        };
        let pages = || work.site.map_or(Ok(()), |site| site.pages(&emit));
        let read = |path: &str| work.project.read(path, u64::MAX).ok();
        let print = || if work.pdf { print::editions(work.document, work.theme, &read) } else { (Vec::new(), Vec::new()) };
        let (pages, (printed, mut faults)) = rayon::join(pages, print);
        let downloads: Vec<html::Download> = printed.iter().map(|edition| edition.download(work.document, &work.theme.strings)).collect();
        let last = pages.and_then(|()| work.site.map_or(Ok(()), |site| site.last_pages(&downloads, &emit)));
        faults.extend(last.err().into_iter().flatten());
        for edition in &printed {
            edition.paths(work.document).into_iter().for_each(|path| emit(html::File { path, bytes: edition.bytes().to_vec() }));
        }
        drop(sender);
        let written = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (faults, written)
    })
}

/// Pictures and data files that pages show or link to, unchanged, under their own paths.
fn copy_files(document: &Document, project: &FsProject, publication: &mut Publication) -> Result<(), Error> {
    let pictures = document.pictures.iter().filter(|picture| picture.shown).map(|picture| &picture.path);
    for path in pictures.chain(&document.files) {
        publication.add(path, &project.read(path, u64::MAX)?)?;
    }
    Ok(())
}

/// The built-in theme, a folder of the `themes/` beside the strategy, or any folder.
fn load_theme(source: &Path, name: &str, language: &str, map: &mut SourceMap) -> Result<(Theme, Vec<Diagnostic>), Error> {
    if name == theme::BUILT_IN_NAME {
        return Ok(theme::load(None, "", language, map));
    }
    let beside = source.join("..").join(theme::FOLDER).join(name);
    let places = [beside, Path::new(theme::FOLDER).join(name), PathBuf::from(name)];
    let Some(folder) = places.iter().find(|place| place.is_dir()) else {
        let (theme, mut faults) = theme::load(None, "", language, map);
        faults.push(
            Diagnostic::error("theme", None, format!("there is no theme `{name}`"))
                .hint("the built-in theme is `default`; your own stands in a folder of themes/, or give its path with --theme"),
        );
        return Ok((theme, faults));
    };
    let files = read::read_folder(folder)?;
    let origin = format!("{}/", folder.display());
    Ok(theme::load(Some(files), &origin, language, map))
}
