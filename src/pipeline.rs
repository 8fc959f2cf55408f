//! The one pipeline: from a strategy's files to a checked document.
//!
//! Builds, previews, commands and tests all run it. It reads nothing itself: files, earlier versions and themes come
//! through [`Inputs`], so that a folder, a strategy in memory and a folder with unsaved edits are all the same to it.

#![allow(clippy::disallowed_methods, reason = "times its stages")]

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::archive::{self, ArchiveCache, Archived, Stage};
use crate::check::{self, CheckCache};
use crate::comments;
use crate::compare::{self, RedlineCache, Versions};
use crate::diag::{self, Diagnostic, Severity};
use crate::error::Error;
use crate::history::{self, Hashes};
use crate::layout;
use crate::model::{Document, Draft, EditionSettings, Redline, Version};
use crate::parse::{self, Loaded, ParseCache};
use crate::read::{self, Archive, Edition, EditionArchive, FolderArchive, FsProject, Project};
use crate::resolve::{self, ResolveCache};
use crate::span::{FileId, SourceMap};
use crate::theme::{self, FolderThemes, Theme, Themes};
use crate::translations::{self, Original};

/// Where a strategy comes from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The files being written; wrap them in a [`read::Overlay`] to see unsaved edits.
    pub project: &'a dyn Project,
    /// Earlier versions.
    pub archive: &'a dyn Archive,
    /// Themes that are not built in.
    pub themes: &'a dyn Themes,
}

impl std::fmt::Debug for Inputs<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inputs").field("project", &self.project.name()).finish_non_exhaustive()
    }
}

/// A strategy on disk: its folder, the archive inside it and the themes beside it.
#[derive(Debug)]
pub struct StrategyFolder {
    project: FsProject,
    archive: FolderArchive,
    themes: FolderThemes,
}

impl StrategyFolder {
    /// The strategy in `source`.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn open(source: &Path) -> Result<Self, Error> {
        Ok(Self { project: FsProject::open(source)?, archive: FolderArchive::of(source), themes: FolderThemes::beside(source) })
    }

    /// The version `version` of the strategy in `source`, as its archive has it; the themes are those of today.
    ///
    /// # Errors
    /// If it is not in the archive.
    pub fn earlier(source: &Path, version: &Version) -> Result<Self, Error> {
        let folder = source.join(read::ARCHIVE).join(version.as_str());
        Ok(Self { project: FsProject::open(&folder)?, archive: FolderArchive::of(source), themes: FolderThemes::beside(source) })
    }

    /// The inputs of the pipeline.
    #[must_use]
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs { project: &self.project, archive: &self.archive, themes: &self.themes }
    }
}

/// A strategy that has been read and checked.
#[derive(Debug)]
pub struct Checked {
    /// The document; incomplete where there are errors.
    pub document: Document,
    /// The theme to render it in.
    pub theme: Theme,
    /// Earlier versions, oldest first; none where there are errors.
    pub archived: Vec<Arc<Archived>>,
    /// Redlines, if requested: of neighbouring versions, oldest first, then of the newest against those that the settings name.
    pub redlines: Vec<Arc<Redline>>,
    /// Editions in other languages, in the order of strategy.yaml.
    pub editions: Vec<CheckedEdition>,
    /// Findings, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that diagnostics refer to.
    pub sources: SourceMap,
    /// How long each stage took.
    pub timings: Timings,
}

impl Checked {
    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        diag::count(&self.diagnostics, Severity::Error) > 0
    }

    /// Whether publishing is refused: because of an error or, if `strict`, a warning.
    #[must_use]
    pub fn is_refused(&self, strict: bool) -> bool {
        self.has_errors() || strict && diag::count(&self.diagnostics, Severity::Warning) > 0
    }

    /// Adds findings of a later stage about the edition at index `at`, at the levels that the strategy sets.
    pub(crate) fn add_to_edition(&mut self, at: usize, findings: Vec<Diagnostic>) {
        let edition = &mut self.editions[at];
        edition.checked.add(findings);
        let found = edition.findings();
        self.diagnostics.extend(found);
        diag::sort(&mut self.diagnostics);
        self.diagnostics.dedup();
    }

    /// Adds findings of a later stage, at the levels that the strategy sets.
    pub(crate) fn add(&mut self, mut findings: Vec<Diagnostic>) {
        diag::seek(&mut findings, &self.sources);
        diag::align(&mut findings, &self.sources);
        self.diagnostics.extend(check::apply_late(findings, &self.document.settings.check, &self.document.allowances));
        check::remove_echoes(&mut self.diagnostics);
        diag::sort(&mut self.diagnostics);
    }
}

/// An edition in another language, read and checked.
#[derive(Debug)]
pub struct CheckedEdition {
    /// What strategy.yaml says about it.
    pub edition: EditionSettings,
    /// The edition as a document of its own. Its findings are those of the strategy, too, as far as they are about its own files.
    pub checked: Checked,
    /// Files of its own, among its sources.
    own: HashSet<FileId>,
    /// Where its files begin among the sources of the strategy.
    offset: u32,
}

impl CheckedEdition {
    /// Findings in its own files. What is wrong with the files of the original has been found there.
    fn findings(&mut self) -> Vec<Diagnostic> {
        let is_own = |finding: &Diagnostic| finding.span.is_none_or(|span| self.own.contains(&span.file));
        std::mem::take(&mut self.checked.diagnostics).into_iter().filter(is_own).map(|finding| finding.shifted(self.offset)).collect()
    }
}

/// The stages that ran, in order, with the time each took.
#[derive(Debug, Default)]
pub struct Timings(pub Vec<(&'static str, Duration)>);

impl Timings {
    pub(crate) fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.0.push((stage, start.elapsed()));
        result
    }
}

/// What one run keeps for the next run on the same strategy. It never changes a result, only the time a run takes: every
/// entry is keyed by all that it was made from.
#[derive(Debug, Default)]
pub struct Cache {
    parsed: ParseCache,
    hashes: Hashes,
    archive: ArchiveCache,
    redlines: RedlineCache,
    resolved: ResolveCache,
    checked: CheckCache,
}

impl Cache {
    /// A cache that also keeps chapters. The default one keeps only what is small, so that a single run does not hold
    /// everything twice.
    #[must_use]
    pub fn with_chapters() -> Self {
        Self {
            parsed: ParseCache::enabled(),
            hashes: Hashes::enabled(),
            archive: ArchiveCache::enabled(),
            resolved: ResolveCache::enabled(),
            checked: CheckCache::enabled(),
            ..Self::default()
        }
    }
}

/// Which versions to compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Comparing {
    /// None.
    #[default]
    Nothing,
    /// The newest with the one before it, if the printed editions carry change bars.
    Bars,
    /// All neighbours, and the newest with these and with those that the settings name.
    All(Vec<Version>),
}

/// What to run the pipeline for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// A theme's name or folder, in place of the one that the strategy names.
    pub theme: Option<String>,
    /// Whether the newest version is still being written.
    pub stage: Stage,
    /// Which versions to compare.
    pub comparing: Comparing,
    /// Whether paragraphs are numbered, whatever the settings say: for readers who comment.
    pub number_paragraphs: bool,
}

/// Reads and checks the strategy in `inputs`. A warm `cache` makes it faster and changes nothing else.
///
/// # Errors
/// If the files cannot be read. Authors' mistakes are diagnostics.
///
/// ```
/// use std::path::Path;
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
///
/// let folder = StrategyFolder::open(Path::new("strategy"))?;
/// let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default())?;
/// assert!(!checked.has_errors());
/// # Ok::<(), greenpaper::Error>(())
/// ```
pub fn run(inputs: &Inputs<'_>, options: &Options, cache: &mut Cache) -> Result<Checked, Error> {
    rayon::spawn(check::prepare);
    let (mut checked, original) = run_one(inputs, options, cache, None)?;
    let folders = read::translated_folders(inputs.project)?;
    checked.add(translations::unnamed(&folders, &checked.document.settings.editions));
    let Some(draft) = original else { return Ok(checked) };
    let start = Instant::now();
    for edition in &draft.settings.editions {
        let found = {
            let original = Original { draft: &draft, files: &checked.sources, archived: &checked.archived };
            let files = Edition::new(inputs.project, &edition.language)?;
            let archive = EditionArchive::new(inputs.archive, &edition.language);
            let inputs = Inputs { project: &files, archive: &archive, ..*inputs };
            // Its earlier versions get the identities of the original's, which no cache knows of.
            let (found, _) = run_one(&inputs, options, &mut Cache::default(), Some(Translating { edition, files: &files, original }))?;
            let is_own = |path: &str| files.own_path(path).is_some();
            let own = found.sources.iter().filter(|(_, file)| is_own(&file.path)).map(|(file, _)| file).collect();
            let (whole, extra) = translations::extent(edition, &files, &found.document, &found.sources);
            (found, own, whole, extra, files)
        };
        let (found, own, whole, extra, files) = found;
        let offset = checked.sources.append(&found.sources, |path| files.own_path(path).map(str::to_owned));
        let mut found = CheckedEdition { edition: edition.clone(), checked: found, own, offset };
        found.checked.add(extra);
        let findings = found.findings();
        checked.editions.push(found);
        checked.diagnostics.extend(findings);
        checked.add(whole);
        checked.diagnostics.dedup();
    }
    checked.timings.0.push(("editions", start.elapsed()));
    Ok(checked)
}

/// What an edition is run with, besides its files.
struct Translating<'a> {
    edition: &'a EditionSettings,
    files: &'a Edition<'a>,
    original: Original<'a>,
}

/// Reads and checks one edition. Also returns its draft if it is the original of others.
fn run_one(
    inputs: &Inputs<'_>, options: &Options, cache: &mut Cache, translating: Option<Translating<'_>>,
) -> Result<(Checked, Option<Draft>), Error> {
    let mut timings = Timings::default();
    let (mut sources, mut diagnostics) = timings.time("read", || read::read(inputs.project))?;
    let (mut draft, findings) = timings.time("parse", || parse::parse(&sources, &mut cache.parsed));
    diagnostics.extend(findings);
    draft.settings.numbering.paragraphs |= options.number_paragraphs;
    let untranslated = translating.as_ref().map(|translating| {
        let Translating { edition, files, original } = translating;
        translations::adapt(&mut draft, &sources.map, edition, files, &original.draft.settings.language)
    });
    let mut archived = Vec::new();
    // Comparing a text that could not be parsed would only report changes that nobody made.
    if diag::count(&diagnostics, Severity::Error) == 0 {
        let (versions, findings) = timings
            .time("history", || archive::look_back(inputs.archive, &mut draft, &sources.map, options.stage, &mut cache.archive, &mut cache.hashes))?;
        diagnostics.extend(findings);
        diagnostics.extend(archive::far_dates(&draft.settings.versions, inputs.project.today()));
        archived = versions;
    } else {
        history::identify_cached(&mut draft, &[], &mut cache.hashes);
    }
    let translation = translating.map(|translating| {
        let untranslated = untranslated.unwrap_or_default();
        let (translation, findings) =
            translations::compare(&mut draft, &sources.map, &mut archived, translating.edition, translating.original, untranslated);
        diagnostics.extend(findings);
        translation
    });
    cache.parsed.take_back(&draft.chapters);
    let redlines = match &options.comparing {
        Comparing::All(since) => timings.time("compare", || compare::all((&draft, &sources.map), &archived, since, &mut cache.redlines)),
        Comparing::Bars if !draft.settings.print.change_bars => Vec::new(),
        Comparing::Bars => timings.time("compare", || compare::last((&draft, &sources.map), &archived)).into_iter().collect(),
        Comparing::Nothing => Vec::new(),
    };
    let original = (!draft.settings.editions.is_empty()).then(|| draft.clone());
    let (mut document, findings) = timings.time("resolve", || resolve::resolve(draft, &sources.map, &mut cache.resolved));
    diagnostics.extend(findings);
    document.translation = translation;
    if matches!(options.comparing, Comparing::All(_)) {
        document.former = timings.time("compare", || compare::former(&document, &archived));
    }
    diagnostics.extend(timings.time("check", || check::check(&document, &sources.map, &mut cache.checked)));

    diagnostics.extend(comments::open_comments(inputs.project, &sources.comments, &document)?);
    if document.texts().any(|(_, text)| text.front.round.is_some()) {
        let known = comments::known_details(inputs.project, &sources.comments, &document.settings)?;
        diagnostics.extend(check::personal(&document, &sources.map, &known));
    }
    let name = options.theme.as_deref().unwrap_or(&document.settings.theme);
    let (theme, findings) = timings.time("theme", || theme::find(inputs.themes, name, &document.settings.language, &mut sources.map))?;
    diagnostics.extend(findings);
    let mut diagnostics = check::apply_levels(diagnostics, &document.settings.check, &document.allowances);
    check::remove_echoes(&mut diagnostics);
    diag::align(&mut diagnostics, &sources.map);
    diag::sort(&mut diagnostics);
    let checked = Checked { document, theme, archived, redlines, editions: Vec::new(), diagnostics, sources: sources.map, timings };
    Ok((checked, original))
}

/// Adds to `checked` what is wrong with its printed editions: characters without a glyph, pictures that cannot be drawn,
/// tables that are too wide. Other mistakes do not keep them from being found: where something is left out, so is what is wrong with it.
pub fn check_print(inputs: &Inputs<'_>, checked: &mut Checked) {
    for at in 0..checked.editions.len() {
        let CheckedEdition { edition, checked: own, .. } = &checked.editions[at];
        let Ok(files) = Edition::new(inputs.project, &edition.language) else { continue };
        let read = |path: &str| files.read(path, u64::MAX).ok();
        let size = layout::print_sizes(&own.document).first().copied();
        let findings = size.map_or_else(Vec::new, |size| layout::faults(&own.document, &own.sources, &own.theme, &size, &read));
        checked.add_to_edition(at, findings);
    }
    let read = |path: &str| inputs.project.read(path, u64::MAX).ok();
    // Print sizes differ in their measures, not in characters and pictures: one of them finds everything.
    if let Some(size) = layout::print_sizes(&checked.document).first().copied() {
        let findings = layout::faults(&checked.document, &checked.sources, &checked.theme, &size, &read);
        checked.add(findings);
    }
    checked.diagnostics.dedup();
}

/// Loads every version, so that any two can be compared.
///
/// # Errors
/// If the files cannot be read. Authors' mistakes are in [`Versions::faults`].
pub fn versions(inputs: &Inputs<'_>) -> Result<Versions, Error> {
    let Loaded { sources, mut draft, mut diagnostics } = parse::load(inputs.project)?;
    // A gap in the archive matters only once somebody asks for that version.
    let (rows, _) = archive::list(inputs.archive, &draft.settings.versions)?;
    let (archived, findings) = archive::open(inputs.archive, &rows, draft.settings.raw_html);
    diagnostics.extend(findings);
    history::identify(&mut draft, &archived.iter().map(|version| (&version.draft, &version.identity)).collect::<Vec<_>>());
    Ok(Versions::new(draft, sources, archived, diagnostics))
}

/// What is wrong with a project as far as its links: the stages before history and rules.
///
/// # Errors
/// If the files cannot be read.
pub fn faults_before_rules(project: &dyn Project) -> Result<Vec<Diagnostic>, Error> {
    let Loaded { sources, draft, mut diagnostics } = parse::load(project)?;
    diagnostics.extend(resolve::resolve(draft, &sources.map, &mut ResolveCache::default()).1);
    Ok(diagnostics)
}
