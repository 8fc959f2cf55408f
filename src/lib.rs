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
//! [`draft`] runs as far as the diagnostics, [`build()`] to the end. `src/README.md` describes the rooms and who may
//! import whom.

pub mod archive;
pub mod build;
pub mod check;
pub mod compare;
pub mod diag;
pub mod edit;
pub mod error;
pub mod history;
pub mod html;
pub mod kept;
pub mod layout;
pub mod model;
pub mod pair;
pub mod parse;
pub mod pdf;
pub mod phrases;
pub mod print;
pub mod proof;
pub mod publish;
pub mod read;
pub mod report;
pub mod resolve;
pub mod schema;
pub mod span;
pub mod theme;
mod yaml;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub use build::{Order, build};
pub use diag::{Diagnostic, Severity};
pub use error::Error;
pub use model::Document;
pub use publish::Summary;
pub use span::SourceMap;
pub use theme::Theme;

use archive::{Archived, Stage};
use edit::{Change, Fixes, NewChapter, NewTerm};
use jiff::civil::Date;
use model::{Redline, Version};
use pair::Versions;
use read::{Archive as _, Edited, FolderArchive, FsProject, Project};

/// A strategy, read and checked.
#[derive(Debug)]
pub struct Checked {
    /// The document; complete only where there are no errors.
    pub document: Document,
    /// The theme it is to be shown in.
    pub theme: Theme,
    /// Earlier versions, oldest first; none where there are errors.
    pub archived: Vec<Arc<Archived>>,
    /// Versions compared, where that was asked for: neighbours, oldest first, then the newest with those that the settings
    /// name.
    pub redlines: Vec<Arc<Redline>>,
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
    fn add(&mut self, mut faults: Vec<Diagnostic>) {
        diag::seek(&mut faults, &self.sources);
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
    draft_of(&FsProject::open(source)?, source, theme, Stage::Writing, Comparing::Nothing, &mut Cache::default())
}

/// What one run keeps for the next one of the same strategy. Whatever it holds, the next run's results are those of a run
/// with an empty one: all is kept by what it was made of.
#[derive(Debug, Default)]
pub struct Cache {
    parsed: parse::Kept,
    hashes: history::Hashes,
    archive: archive::Kept,
    redlines: compare::Kept,
    resolved: resolve::Kept,
    checked: check::Kept,
}

impl Cache {
    /// One that keeps chapters, too. Any other keeps only what is small, so that whoever runs once does not hold all twice.
    #[must_use]
    pub fn of_chapters() -> Self {
        Self {
            parsed: parse::Kept::on(),
            hashes: history::Hashes::on(),
            resolved: resolve::Kept::on(),
            checked: check::Kept::on(),
            ..Self::default()
        }
    }
}

/// Which versions are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparing {
    /// None.
    Nothing,
    /// The newest with the one before it, if the printed editions carry change bars.
    Bars,
    /// Neighbours, and the newest with these and with those that the settings name.
    All(Vec<Version>),
}

/// Reads and checks `project`, whose folder is `source`.
fn draft_of(
    project: &dyn Project, source: &Path, theme: Option<&str>, stage: Stage, comparing: Comparing, cache: &mut Cache,
) -> Result<Checked, Error> {
    rayon::spawn(check::prepare);
    let mut timings = Timings::default();
    let (mut sources, mut diagnostics) = timings.time("read", || read::read(project))?;
    let (mut draft, faults) = timings.time("parse", || parse::parse_again(&sources, &mut cache.parsed));
    diagnostics.extend(faults);
    let mut archived = Vec::new();
    // Texts that cannot be read differ from what they were for no reason worth telling.
    if diag::count(&diagnostics, Severity::Error) == 0 {
        let (versions, faults) = timings.time("history", || {
            archive::look_back(&FolderArchive::of(source), &mut draft, &sources.map, stage, &mut cache.archive, &mut cache.hashes)
        })?;
        diagnostics.extend(faults);
        archived = versions;
    } else {
        history::identify_again(&mut draft, None, &mut cache.hashes);
    }
    cache.parsed.take_back(&draft.chapters);
    let redlines = match &comparing {
        Comparing::All(since) => timings.time("compare", || compare::all((&draft, &sources.map), &archived, since, &mut cache.redlines)),
        Comparing::Bars if !draft.settings.print.change_bars => Vec::new(),
        Comparing::Bars => timings.time("compare", || compare::last((&draft, &sources.map), &archived)).into_iter().collect(),
        Comparing::Nothing => Vec::new(),
    };
    let (document, faults) = timings.time("resolve", || resolve::resolve_again(draft, &sources.map, &mut cache.resolved));
    diagnostics.extend(faults);
    diagnostics.extend(timings.time("check", || check::check_again(&document, &mut cache.checked)));

    let name = theme.unwrap_or(&document.settings.theme);
    let (theme, faults) = timings.time("theme", || load_theme(source, name, &document.settings.language, &mut sources.map))?;
    diagnostics.extend(faults);
    let mut diagnostics = check::settle(diagnostics, &document.settings.check, &document.allowances);
    diag::sort(&mut diagnostics);
    Ok(Checked { document, theme, archived, redlines, diagnostics, sources: sources.map, timings })
}

/// What of a checked strategy can be mended with certainty. Nothing is written yet.
///
/// # Errors
/// When there is no folder `source`.
pub fn fixes(checked: &Checked, source: &Path) -> Result<Fixes, Error> {
    let name = FsProject::open(source)?.name();
    Ok(Fixes::of(&checked.diagnostics, &checked.sources, source, &name))
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
        let faults = layout::faults(&checked.document, &checked.sources, &checked.theme, &edition, &read);
        checked.add(faults);
    }
    checked.diagnostics.dedup();
    Ok(())
}

/// What `print_redline` made: the file, if nothing stands in its way; what is wrong; the versions, whose files that speaks of.
pub type PrintedRedline = (Option<Vec<u8>>, Vec<Diagnostic>, Versions);

/// Prints what differs between two versions of the strategy in `source`. The version that is being written counts as one.
///
/// # Errors
/// When a folder cannot be read, or there is no such version.
pub fn print_redline(source: &Path, old: &Version, new: &Version) -> Result<PrintedRedline, Error> {
    let mut versions = pair::read_versions(source)?;
    let mut faults = versions.faults(&[old, new]);
    if diag::count(&faults, Severity::Error) > 0 {
        return Ok((None, faults, versions));
    }
    let redline = versions.compare(old, new)?;
    let settings = &versions.newest.settings;
    let (theme, theme_faults) = load_theme(source, &settings.theme, &settings.language, &mut versions.sources)?;
    faults.extend(theme_faults);
    if diag::count(&faults, Severity::Error) > 0 {
        return Ok((None, faults, versions));
    }
    let project = FsProject::open(source)?;
    let archived = versions.archived.iter().find(|archived| archived.version == *new && !versions.is_newest(new));
    let files: &dyn Project = archived.map_or(&project, |archived| &*archived.project);
    let (bytes, printing_faults) = print::redline(&redline, &theme, &|path: &str| files.read(path, u64::MAX).ok());
    faults.extend(printing_faults);
    Ok((bytes, faults, versions))
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
    let mut checked = draft_of(&edited, source, None, Stage::Closing, Comparing::Nothing, &mut Cache::default())?;
    let kept = FolderArchive::of(source).list()?;
    edit::refuse_release(&checked.document.settings.versions, &kept, release.next.as_ref())?;
    check_print(&mut checked, source)?;
    if checked.has_errors() {
        return Ok((checked, None));
    }
    let rows = &checked.document.settings.versions;
    let newest = rows.iter().rfind(|row| kept.iter().any(|name| name == row.version.as_str()));
    let earlier = checked.archived.last().map(|earlier| &**earlier).filter(|earlier| earlier.is_whole);
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
    let checked = draft_of(
        &Edited { project: &project, path: read::SETTINGS, text: &after },
        source,
        None,
        Stage::Writing,
        Comparing::Nothing,
        &mut Cache::default(),
    )?;
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
    let checked = draft_of(project, source, None, Stage::Writing, Comparing::Nothing, &mut Cache::default())?;
    if checked.has_errors() {
        return Ok((checked, None));
    }
    Err(Error::Usage("`versions` in strategy.yaml is written in a way that cannot be changed by itself: edit its last rows by hand".into()))
}

/// Starts a chapter of the strategy in `source`, or a section of one. Returns its file and the line on which its text begins.
///
/// # Errors
/// When there is no strategy, its settings cannot be read, or the chapter cannot be added: its title is taken, say.
pub fn new_chapter(source: &Path, order: &NewChapter) -> Result<(PathBuf, usize), Error> {
    add(source, "choose another title", &|draft, map, paths| edit::plan_chapter(draft, map, paths, order))
}

/// Adds a term to the glossary of the strategy in `source`. Returns its file and the line of its definition.
///
/// # Errors
/// When there is no strategy, its settings cannot be read, or the term is there already.
pub fn new_term(source: &Path, order: &NewTerm) -> Result<(PathBuf, usize), Error> {
    add(source, "choose other words", &|draft, map, paths| edit::plan_term(draft, map, paths, order))
}

/// How an addition is planned: from what a strategy says, its files and their paths.
type Plan<'p> = &'p dyn Fn(&model::Draft, &SourceMap, &[String]) -> Result<edit::Addition, Error>;

/// Writes what `plan` plans, unless it would bring errors into the strategy: then `advice` says what to do.
fn add(source: &Path, advice: &str, plan: Plan<'_>) -> Result<(PathBuf, usize), Error> {
    let project = FsProject::open(source)?;
    let (sources, _) = read::read(&project)?;
    let (draft, faults) = parse::parse(&sources);
    let Some(settings) = sources.strategy else {
        let text = format!("there is no strategy in `{0}`: name its folder with --source, or start one with `greenpaper init {0}`", source.display());
        return Err(Error::Usage(text));
    };
    if faults.iter().any(|fault| fault.severity == Severity::Error && fault.span.is_some_and(|span| span.file == settings)) {
        return Err(Error::Usage("strategy.yaml has errors, so nothing is added: see `greenpaper check`".into()));
    }
    let paths: Vec<String> = project.list()?.into_iter().map(|entry| entry.path).collect();
    let addition = plan(&draft, &sources.map, &paths)?;
    let before = faults_of(&project)?;
    let after = faults_of(&Edited { project: &project, path: &addition.path, text: &addition.text })?;
    let is_new = |fault: &&Diagnostic| {
        fault.severity == Severity::Error && !before.iter().any(|known| (known.rule, &known.message) == (fault.rule, &fault.message))
    };
    if let Some(fault) = after.iter().find(is_new) {
        return Err(Error::Usage(format!("it cannot be added: {}; {advice}", fault.message)));
    }
    Ok((addition.write(source)?, addition.line))
}

/// What keeps a project from being understood, with its links.
fn faults_of(project: &dyn Project) -> Result<Vec<Diagnostic>, Error> {
    let (sources, mut diagnostics) = read::read(project)?;
    let (draft, faults) = parse::parse(&sources);
    diagnostics.extend(faults);
    diagnostics.extend(resolve::resolve(draft, &sources.map).1);
    Ok(diagnostics)
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

/// Counts the strategy in `source`: words, sentences, terms, and what changed since the version before.
///
/// # Errors
/// When a folder cannot be read.
pub fn stats(source: &Path) -> Result<(Checked, report::StatsReport), Error> {
    let checked = draft(source, None)?;
    let versions = pair::read_versions(source)?;
    let current = &checked.document.settings.current().version;
    // A draft that cannot be read whole differs from what it was for no reason worth telling.
    let before = versions.archived.iter().rfind(|archived| archived.version != *current && !checked.has_errors());
    let redline = before.map(|before| report::redline(&history::redline(&before.draft, &versions.newest), before.version.as_str(), current.as_str()));
    let report = report::stats(&checked.document, &checked.sources, redline.as_ref());
    Ok((checked, report))
}

/// The folder of the theme `name`, which is one of the `themes/` beside the strategy in `source`, or any; none if it is built
/// in or not there.
#[must_use]
pub fn theme_folder(source: &Path, name: &str) -> Option<PathBuf> {
    let beside = source.join("..").join(theme::FOLDER).join(name);
    // A folder anywhere must look like a theme's: a word may be the name of some other folder.
    let anywhere = Some(PathBuf::from(name)).filter(|place| theme::FILES.iter().any(|file| place.join(file).exists()));
    let places = [beside, Path::new(theme::FOLDER).join(name)].into_iter().chain(anywhere);
    (name != theme::BUILT_IN_NAME).then(|| places.into_iter().find(|place| place.is_dir())).flatten()
}

fn load_theme(source: &Path, name: &str, language: &str, map: &mut SourceMap) -> Result<(Theme, Vec<Diagnostic>), Error> {
    if name == theme::BUILT_IN_NAME {
        return Ok(theme::load(None, "", language, map));
    }
    let Some(folder) = theme_folder(source, name) else {
        let (theme, mut faults) = theme::load(None, "", language, map);
        faults.push(
            Diagnostic::error("theme", None, format!("there is no theme `{name}`"))
                .hint("the built-in theme is `default`; your own stands in a folder of themes/, or give its path with --theme"),
        );
        return Ok((theme, faults));
    };
    let files = read::read_folder(&folder)?;
    let origin = format!("{}/", folder.display());
    Ok(theme::load(Some(files), &origin, language, map))
}
