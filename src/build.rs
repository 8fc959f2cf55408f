//! Builds everything that is published: the site, the printed editions and the sites of earlier versions.

#![allow(clippy::disallowed_methods, reason = "times rendering")]

mod hosting;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Instant;

use rayon::prelude::*;

use crate::archive::{Archived, Stage};
use crate::diag::Diagnostic;
use crate::disk;
use crate::editions::Printed;
use crate::error::Error;
use crate::html::{self, Others, PastVersion, Sibling, Site, SiteFile, Successor};
use crate::layout::{self, ChangeBars};
pub use crate::model::Host;
use crate::model::{Document, Draft, Redline, Version};
use crate::pipeline::{self, Cache, Checked, CheckedEdition, Comparing, Inputs, Options};
use crate::publish::{self, Publication, Summary};
use crate::read::{self, Edition, Files, IDENTITY, Project};
use crate::span::{FileId, SourceMap};
use crate::theme::Theme;
use crate::{editions, epub, resolve};

/// A form in which a strategy is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFormat {
    /// The website.
    Html,
    /// The printed editions.
    Pdf,
}

/// What to build, and where to publish it.
#[derive(Debug, Clone)]
pub struct Order {
    /// The strategy's folder, which is never published into.
    pub source: PathBuf,
    /// The folder to publish into.
    pub output: PathBuf,
    /// A theme's name or folder, in place of the one that the strategy names.
    pub theme: Option<String>,
    /// What to build.
    pub formats: Vec<OutputFormat>,
    /// Whether warnings also prevent publishing.
    pub strict: bool,
    /// Earlier versions to compare the newest with, in addition to those that the settings name.
    pub since: Vec<Version>,
    /// The host for which to add files with headers and redirects, in place of the one that the settings name.
    pub host: Option<Host>,
}

impl Order {
    fn has(&self, format: OutputFormat) -> bool {
        self.formats.contains(&format)
    }
}

/// Where finished files go.
pub trait Sink: Send {
    /// Keeps the files in `folder` if they are left from an earlier build with the same inputs, of which `digest` is a digest. Returns
    /// whether they are kept.
    fn keep(&mut self, folder: &str, digest: &str) -> bool;
    /// Adds a file. `path` is relative to the output folder, with forward slashes.
    ///
    /// # Errors
    /// If it cannot be written.
    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error>;
}

impl Sink for Publication {
    fn keep(&mut self, folder: &str, digest: &str) -> bool {
        Self::keep(self, folder, digest)
    }

    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        Self::add(self, path, bytes)
    }
}

/// Builds what `order` asks for from `inputs` and publishes it, unless there are errors (or, if it is strict, warnings): then
/// nothing is written.
///
/// # Errors
/// If a folder cannot be read or written. Authors' mistakes are diagnostics.
///
/// ```
/// use greenpaper::build::{Order, OutputFormat, build};
/// use greenpaper::pipeline::StrategyFolder;
///
/// let output = std::env::temp_dir().join("greenpaper-example");
/// let order = Order {
///     source: "strategy".into(),
///     output: output.clone(),
///     theme: None,
///     formats: vec![OutputFormat::Html],
///     strict: false,
///     since: Vec::new(),
///     host: None,
/// };
/// let folder = StrategyFolder::open(&order.source)?;
/// let (_checked, summary) = build(&folder.inputs(), &order)?;
/// assert!(summary.is_some_and(|summary| summary.files > 0));
/// # std::fs::remove_dir_all(output).ok();
/// # Ok::<(), greenpaper::Error>(())
/// ```
pub fn build(inputs: &Inputs<'_>, order: &Order) -> Result<(Checked, Option<Summary>), Error> {
    let comparing = if order.has(OutputFormat::Html) { Comparing::All(order.since.clone()) } else { Comparing::Bars };
    let options = Options { theme: order.theme.clone(), stage: Stage::Writing, comparing, number_paragraphs: false };
    let mut checked = pipeline::run(inputs, &options, &mut Cache::default())?;
    checked.document.settings.hosting = order.host.or(checked.document.settings.hosting);
    if checked.is_refused(order.strict) {
        // One report has it all: what is wrong with print is not left for the next try.
        if order.has(OutputFormat::Pdf) {
            pipeline::check_print(inputs, &mut checked);
        }
        return Ok((checked, None));
    }
    if !order.has(OutputFormat::Pdf) {
        let read = |path: &str| inputs.project.read(path, u64::MAX).ok();
        let findings = layout::picture_faults(&checked.document, &checked.theme, &read);
        checked.add(findings);
        if checked.is_refused(order.strict) {
            return Ok((checked, None));
        }
        // Rendering the site adds findings about templates alone, and the text of a large strategy takes much memory.
        let templates = checked.theme.templates.iter().filter_map(|template| template.file);
        let named: HashSet<FileId> = checked.diagnostics.iter().flat_map(Diagnostic::files).chain(templates).collect();
        checked.sources.forget_texts(|file| named.contains(&file));
    }
    let mut publication = Publication::begin(&order.output, &order.source)?;
    publication.set_sources(digest(&sources(inputs)?));
    if !order.has(OutputFormat::Html) && publication.has("index.html") {
        return Err(Error::WouldRemoveSite { path: order.output.clone() });
    }
    let start = Instant::now();
    let archived = std::mem::take(&mut checked.archived);
    let findings = render(inputs, &checked, archived, &order.formats, &mut publication)?;
    let of_editions = render_editions(inputs, &checked, &order.formats, &mut publication)?;
    if let Some(host) = checked.document.settings.hosting.filter(|_| order.has(OutputFormat::Html)) {
        for file in hosting::files(&checked.document, host) {
            publication.add(&file.path, &file.bytes)?;
        }
    }
    checked.timings.0.push(("render", start.elapsed()));
    checked.add(findings);
    for (at, findings) in of_editions {
        checked.add_to_edition(at, findings);
    }
    if checked.is_refused(order.strict) {
        return Ok((checked, None));
    }
    let summary = checked.timings.time("publish", || publication.commit())?;
    Ok((checked, Some(summary)))
}

/// Every file that a site is made from: those of the version being written, and those of earlier ones, in `archive/`. Paths are relative
/// to the strategy's folder, in a fixed order.
///
/// # Errors
/// If one of them cannot be read.
pub fn sources(inputs: &Inputs<'_>) -> Result<Files, Error> {
    let mut files = read::read_version(inputs.project)?;
    for version in inputs.archive.list()? {
        // A version that cannot be opened has a finding, and no pages.
        let Ok(project) = inputs.archive.open(&version) else { continue };
        let own = read::read_version(&*project)?.into_iter().chain(project.read(IDENTITY, u64::MAX).ok().map(|bytes| (IDENTITY.to_owned(), bytes)));
        files.extend(own.map(|(path, bytes)| (format!("{}/{version}/{path}", read::ARCHIVE), bytes)));
    }
    Ok(files)
}

/// A digest of [`sources`]: SHA-256 of the lines that `sha256sum` prints for them.
#[must_use]
pub fn digest(sources: &Files) -> String {
    let lines: Vec<String> = sources.par_iter().map(|(path, bytes)| format!("{}  {path}\n", publish::sha256(bytes))).collect();
    publish::sha256(lines.concat().as_bytes())
}

/// Renders `formats` of a strategy without errors into `sink`, with the sites of `archived` versions. Returns findings about templates
/// and printed editions.
///
/// `archived` comes from `checked` and is passed by value, so that a build that runs once need not hold drafts and documents of
/// earlier versions at the same time.
///
/// # Errors
/// If a file cannot be read or written.
pub fn render(
    inputs: &Inputs<'_>, checked: &Checked, archived: Vec<Arc<Archived>>, formats: &[OutputFormat], sink: &mut dyn Sink,
) -> Result<Vec<Diagnostic>, Error> {
    render_with(inputs, checked, archived, &siblings(checked, None), formats, sink)
}

/// As [`render`], among the same version in other languages.
fn render_with(
    inputs: &Inputs<'_>, checked: &Checked, archived: Vec<Arc<Archived>>, siblings: &[Sibling], formats: &[OutputFormat], sink: &mut dyn Sink,
) -> Result<Vec<Diagnostic>, Error> {
    let (project, pdf) = (inputs.project, formats.contains(&OutputFormat::Pdf));
    let (findings, written) = if formats.contains(&OutputFormat::Html) {
        render_all(checked, archived, siblings, project, pdf, sink)
    } else {
        render_into(&Work { site: None, past: Vec::new(), checked, project, pdf }, sink)
    };
    written.map(|()| findings)
}

/// Renders the editions in other languages into folders of their own. Returns findings by the index of the edition.
///
/// # Errors
/// If a file cannot be read or written.
pub fn render_editions(
    inputs: &Inputs<'_>, checked: &Checked, formats: &[OutputFormat], sink: &mut dyn Sink,
) -> Result<Vec<(usize, Vec<Diagnostic>)>, Error> {
    let mut findings = Vec::new();
    for at in 0..checked.editions.len() {
        let own = &checked.editions[at];
        let files = Edition::new(inputs.project, &own.edition.language)?;
        let mut sink = InFolder { sink: &mut *sink, folder: own.edition.folder() };
        let siblings = siblings(checked, Some(at));
        let found = render_with(&Inputs { project: &files, ..*inputs }, &own.checked, own.checked.archived.clone(), &siblings, formats, &mut sink)?;
        findings.push((at, found));
    }
    Ok(findings)
}

/// The other editions of a version, as the one at index `at`, or the original, links to them: the original first.
pub(crate) fn siblings(checked: &Checked, at: Option<usize>) -> Vec<Sibling> {
    let up = if at.is_some() { "../" } else { "" };
    let original = at.map(|_| Sibling::of(&checked.document, &checked.redlines, up));
    let others = checked.editions.iter().enumerate().filter(|(other, _)| Some(*other) != at);
    let sibling = |own: &CheckedEdition| Sibling::of(&own.checked.document, &own.checked.redlines, &format!("{up}{}", own.edition.folder()));
    original.into_iter().chain(others.map(|(_, own)| sibling(own))).collect()
}

/// A folder of another sink.
struct InFolder<'s> {
    sink: &'s mut dyn Sink,
    folder: String,
}

impl Sink for InFolder<'_> {
    fn keep(&mut self, folder: &str, digest: &str) -> bool {
        self.sink.keep(&format!("{}{folder}", self.folder), digest)
    }

    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.sink.add(&format!("{}{path}", self.folder), bytes)
    }
}

/// Renders the site in review mode, in which readers comment on passages, and the printed editions into `sink`, without earlier versions.
/// Returns findings about templates and printed editions.
///
/// # Errors
/// If a file cannot be read or written.
pub fn render_for_review(inputs: &Inputs<'_>, checked: &Checked, sink: &mut dyn Sink) -> Result<Vec<Diagnostic>, Error> {
    let others = Others { review: true, ..Others::default() };
    match Site::new(&checked.document, &checked.theme, others) {
        Ok(site) => {
            let work = Work { site: Some(&site), past: Vec::new(), checked, project: inputs.project, pdf: true };
            let (findings, written) = render_into(&work, sink);
            written.map(|()| findings)
        }
        Err(fault) => Ok(vec![fault]),
    }
}

/// Renders the site with those of earlier versions, and the printed editions.
fn render_all(
    checked: &Checked, archived: Vec<Arc<Archived>>, siblings: &[Sibling], project: &dyn Project, pdf: bool, sink: &mut dyn Sink,
) -> (Vec<Diagnostic>, Result<(), Error>) {
    let (document, theme) = (&checked.document, &checked.theme);
    let earlier = earlier(document, &archived);
    drop(archived);
    let editions: Vec<PastVersion> = earlier.iter().map(|earlier| PastVersion::of(&earlier.draft, &checked.redlines)).collect();
    // Expensive for a large document, and only earlier versions need it.
    let successor = (!earlier.is_empty()).then(|| Successor::of(document));
    let others = Others { redlines: &checked.redlines, past: &editions, siblings, ..Others::default() };
    let site = match Site::new(document, theme, others) {
        Ok(site) => site,
        Err(fault) => return (vec![fault], Ok(())),
    };
    let settings = project.read(read::SETTINGS, u64::MAX).unwrap_or_default();
    let common = format!("{} {} {}", env!("CARGO_PKG_VERSION"), theme.digest(), disk::checksum(&settings));
    let outdated: Vec<Arc<Archived>> = earlier
        .into_iter()
        .zip(&editions)
        .filter(|(earlier, edition)| {
            let places = successor.as_ref().map(|successor| successor.digest(earlier.identity.ever()));
            let checksums = earlier.checksums.iter().flat_map(|(path, checksum)| [path.as_str(), " ", checksum, "\n"]).collect::<String>();
            let made_of = format!("{common}\n{checksums}{} {}", places.unwrap_or_default(), edition.changes());
            !sink.keep(&PastVersion::folder(&earlier.version), &disk::checksum(made_of.as_bytes()))
        })
        .map(|(earlier, _)| earlier)
        .collect();
    let past: Vec<Past> = outdated.into_par_iter().map(Past::of).collect();
    let sites: Result<Vec<_>, Diagnostic> = past
        .iter()
        .map(|past| Ok((past, Site::new(&past.document, theme, Others { past: &editions, successor: successor.as_ref(), ..Others::default() })?)))
        .collect();
    match sites {
        Ok(sites) => render_into(&Work { site: Some(&site), past: sites, checked, project, pdf }, sink),
        Err(fault) => (vec![fault], Ok(())),
    }
}

/// An earlier version, ready to be rendered.
struct Past {
    version: Version,
    document: Document,
    project: Arc<dyn Project>,
}

impl Past {
    fn of(archived: Arc<Archived>) -> Self {
        let (version, project) = (archived.version.clone(), Arc::clone(&archived.project));
        let document = match Arc::try_unwrap(archived) {
            Ok(archived) => past_document(archived.draft, &archived.sources),
            Err(shared) => past_document(shared.draft.clone(), &shared.sources),
        };
        Self { version, document, project }
    }
}

/// An earlier version as its site shows it.
pub(crate) fn past_document(draft: Draft, sources: &SourceMap) -> Document {
    // Its findings were reported when it was opened.
    let (mut document, _) = resolve::resolve(draft, sources, &mut resolve::ResolveCache::default());
    // Search engines should list only the newest version.
    document.settings.base_url = None;
    // A survey about a replaced text must not collect answers.
    if let Some(consultation) = &mut document.settings.consultation {
        consultation.survey_url = None;
    }
    document
}

/// Everything that rendering needs.
struct Work<'a> {
    site: Option<&'a Site<'a>>,
    past: Vec<(&'a Past, Site<'a>)>,
    checked: &'a Checked,
    project: &'a dyn Project,
    pdf: bool,
}

/// How many finished files may wait for the writer: enough to keep it busy, but few enough to bound memory.
const MOST_WAITING: usize = 64;

/// Renders on all cores while one thread writes: two threads writing into one folder are slower than one.
///
/// Pages do not wait for the printed editions, except the two that state their file sizes.
fn render_into(work: &Work<'_>, sink: &mut dyn Sink) -> (Vec<Diagnostic>, Result<(), Error>) {
    let (document, theme): (&Document, &Theme) = (&work.checked.document, &work.checked.theme);
    let (sender, receiver) = mpsc::sync_channel::<SiteFile>(MOST_WAITING);
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let mut written = Ok(());
            for file in receiver {
                // After a failure, drain the channel so that renderers never block.
                if written.is_ok() {
                    written = sink.add(&file.path, &file.bytes);
                }
            }
            written
        });
        let emit = |file: SiteFile| {
            // Sending cannot fail: the writer runs until all senders are dropped.
            let _ = sender.send(file);
        };
        let pages = || {
            let copied = if work.site.is_some() { copy_files(document, work.project, "", &emit) } else { Ok(()) };
            (work.site.map_or(Ok(()), |site| site.pages(&emit)), copied)
        };
        let past = || work.past.par_iter().map(|(past, site)| past_site(past, site, &emit)).collect::<Vec<_>>();
        let read = |path: &str| work.project.read(path, u64::MAX).ok();
        let print = || {
            if work.pdf {
                editions::editions(document, theme, bars(document, &work.checked.redlines).as_ref(), &read)
            } else {
                (Vec::new(), Vec::new())
            }
        };
        let (((pages, copied), earlier), (printed, mut findings)) = rayon::join(|| rayon::join(pages, past), print);
        let book = work.site.filter(|_| work.pdf).and_then(|site| {
            let numbers = printed.iter().find(|edition| !edition.is_large()).map_or(&[][..], Printed::starts);
            epub::epub(document, theme, site, numbers, &read)
        });
        let mut downloads: Vec<html::Download> = printed.iter().map(|edition| edition.download(document, &theme.strings)).collect();
        downloads.extend(book.as_ref().map(|book| epub::download(book, &theme.strings)));
        let last_pages = pages.and_then(|()| work.site.map_or(Ok(()), |site| site.last_pages(&downloads, &emit)));
        findings.extend(last_pages.err().into_iter().flatten());
        if let Some(bytes) = book {
            emit(SiteFile { path: epub::PATH.into(), bytes });
        }
        if let Some(cover) = printed.iter().find_map(Printed::cover) {
            emit(SiteFile { path: html::COVER_PICTURE.into(), bytes: cover.to_vec() });
        }
        for edition in &printed {
            edition.paths(document).into_iter().for_each(|path| emit(SiteFile { path, bytes: edition.bytes().to_vec() }));
        }
        drop(sender);
        let mut written = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)).and(copied);
        for (fault, copied) in earlier {
            findings.extend(fault);
            written = written.and(copied);
        }
        (findings, written)
    })
}

/// The change bars of the newest version, if its printed editions have them.
pub(crate) fn bars(document: &Document, redlines: &[Arc<Redline>]) -> Option<ChangeBars> {
    // The first redline to the newest version compares it with the one before.
    let newest = &document.settings.current().version;
    redlines.iter().find(|redline| document.settings.print.change_bars && redline.to.version == *newest).map(|redline| ChangeBars::of(redline))
}

/// Earlier versions that have sites of their own. The newest version is at the root, whether or not it is archived.
pub(crate) fn earlier(document: &Document, archived: &[Arc<Archived>]) -> Vec<Arc<Archived>> {
    let newest = &document.settings.current().version;
    archived.iter().filter(|earlier| earlier.version != *newest && document.settings.site.past_versions).cloned().collect()
}

/// The site of an earlier version, in its folder.
fn past_site(past: &Past, site: &Site<'_>, emit: html::Emit<'_>) -> (Vec<Diagnostic>, Result<(), Error>) {
    let folder = PastVersion::folder(&past.version);
    let place = |file: SiteFile| emit(SiteFile { path: format!("{folder}{}", file.path), bytes: file.bytes });
    let rendered = site.pages(&place).and_then(|()| site.last_pages(&[], &place));
    (rendered.err().unwrap_or_default(), copy_files(&past.document, &*past.project, &folder, emit))
}

/// Copies pictures and data files that pages show or link to into `folder`, under their own paths.
fn copy_files(document: &Document, project: &dyn Project, folder: &str, emit: html::Emit<'_>) -> Result<(), Error> {
    let pictures = document.pictures.iter().filter(|picture| picture.shown).map(|picture| &picture.path);
    for path in pictures.chain(&document.files) {
        emit(SiteFile { path: format!("{folder}{path}"), bytes: project.read(path, u64::MAX)? });
    }
    Ok(())
}
