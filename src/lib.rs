//! greenpaper turns a strategy, written as versioned chapters and a glossary in Markdown, into an accessible static
//! site.
//!
//! It works like a compiler. Each room takes what the room before it returned:
//!
//! ```text
//! strategy/ → read → Sources → parse → Draft → resolve → Document → check → Diagnostics
//! themes/   → theme → Theme
//! html: (Document, Theme) → files → publish → output/
//! ```
//!
//! [`draft`] runs as far as the diagnostics, [`build`] to the end. `src/README.md` describes the rooms and who may
//! import whom.

pub mod check;
pub mod diag;
pub mod edit;
pub mod error;
pub mod html;
pub mod model;
pub mod parse;
pub mod publish;
pub mod read;
pub mod report;
pub mod resolve;
pub mod span;
pub mod theme;

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

pub use diag::{Diagnostic, Severity};
pub use error::Error;
pub use model::Document;
pub use publish::Summary;
pub use span::SourceMap;
pub use theme::Theme;

use publish::Publication;
use read::{FsProject, Project};

/// What to build, from where, to where.
#[derive(Debug, Clone)]
pub struct Order {
    /// The strategy's folder.
    pub source: PathBuf,
    /// The folder to publish into.
    pub output: PathBuf,
    /// A theme's name or folder, in place of the strategy's own.
    pub theme: Option<String>,
}

/// A strategy, read and checked.
#[derive(Debug)]
pub struct Checked {
    /// The document; complete only where there are no errors.
    pub document: Document,
    /// The theme it is to be shown in.
    pub theme: Theme,
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
    let project = FsProject::open(source)?;
    let mut timings = Timings::default();
    let (mut sources, mut diagnostics) = timings.time("read", || read::read(&project))?;
    let (draft, faults) = timings.time("parse", || parse::parse(&sources));
    diagnostics.extend(faults);
    let (document, faults) = timings.time("resolve", || resolve::resolve(draft, &sources.map));
    diagnostics.extend(faults);
    diagnostics.extend(timings.time("check", || check::check(&document)));

    let name = theme.unwrap_or(&document.settings.theme);
    let (theme, faults) = timings.time("theme", || load_theme(source, name, &document.settings.language, &mut sources.map))?;
    diagnostics.extend(faults);
    let mut diagnostics = check::settle(diagnostics, &document.settings.check, &document.allowances);
    diag::sort(&mut diagnostics);
    Ok(Checked { document, theme, diagnostics, sources: sources.map, timings })
}

/// Builds what `order` asks for and publishes it, unless there are errors: then nothing is written.
///
/// # Errors
/// When a folder cannot be read or written. An author's faults are in the diagnostics.
pub fn build(order: &Order) -> Result<(Checked, Option<Summary>), Error> {
    let mut checked = draft(&order.source, order.theme.as_deref())?;
    if checked.has_errors() {
        return Ok((checked, None));
    }
    let start = Instant::now();
    let site = match html::Site::new(&checked.document, &checked.theme) {
        Ok(site) => site,
        Err(fault) => {
            checked.diagnostics.push(fault);
            return Ok((checked, None));
        }
    };
    let mut publication = Publication::begin(&order.output, &order.source)?;
    let project = FsProject::open(&order.source)?;
    let (rendered, written) = render_into(&site, &checked.document, &project, &mut publication);
    written?;
    checked.timings.0.push(("html", start.elapsed()));
    if let Err(faults) = rendered {
        drop(site);
        checked.diagnostics.extend(faults);
        diag::sort(&mut checked.diagnostics);
        return Ok((checked, None));
    }
    drop(site);
    let summary = checked.timings.time("publish", || publication.commit())?;
    Ok((checked, Some(summary)))
}

/// How many finished files may wait for the writer: enough to keep it busy, too few to fill the memory.
const MOST_WAITING: usize = 256;

/// Renders on all cores while one thread writes: two threads writing into one folder are slower than one.
fn render_into(
    site: &html::Site<'_>, document: &Document, project: &FsProject, publication: &mut Publication,
) -> (Result<(), Vec<Diagnostic>>, Result<(), Error>) {
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
            written.and_then(|()| copy_files(document, project, publication))
        });
        let emit = |file: html::File| {
            // The writer ends only after all senders do.
            let _ = sender.send(file);
        };
        let rendered = site.pages(&emit).and_then(|()| site.last_pages(&[], &emit));
        drop(sender);
        let written = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (rendered, written)
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
