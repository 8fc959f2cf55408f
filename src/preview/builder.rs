//! Two threads: one rebuilds the site on every change, the other prints the newest build.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use greenpaper::live_site::LiveSite;
use greenpaper::pipeline::{self, Cache, Checked, Comparing, Options, StrategyFolder};
use greenpaper::read::FsProject;
use greenpaper::theme::{self, FolderThemes};
use greenpaper::{Error, diag};
use hyper::body::Bytes;
use tokio::sync::watch;

use super::shown::{DraftReport, Prints, Shown};
use super::watch::Watch;
use crate::terminal::{Failure, in_words};

/// How long nothing must have been saved before printing starts, because printing slows down builds.
const REST: Duration = Duration::from_millis(300);

/// Builds the strategy in `source` once, then keeps building and printing in the background.
///
/// # Errors
/// If the folder cannot be read or watched.
pub(super) fn start(source: PathBuf, theme: Option<String>) -> Result<Arc<watch::Sender<Shown>>, Failure> {
    let mut watch = Watch::new()?;
    watch.follow(std::slice::from_ref(&source));
    let mut cache = Cache::with_chapters();
    let checked = checked(&source, theme.clone(), &mut cache)?;
    let first = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64);
    let theme_name = theme.clone().unwrap_or_else(|| checked.document.settings.theme.clone());
    let (live_site, report) = site_and_report(&source, checked)?;
    let shown = Shown { id: first, live_site, report: Arc::new(report), prints: None };
    print_state(&shown.report);
    let (live_sites, waiting) = channel();
    shown.live_site.iter().for_each(|live_site| drop(live_sites.send(Arc::clone(live_site))));
    let shown = Arc::new(watch::Sender::new(shown));
    let printed = Arc::clone(&shown);
    spawn("printer", move || print_all(&waiting, &printed))?;
    let builder = PreviewBuilder { source, theme, theme_name, cache, watch, shown: Arc::clone(&shown), live_sites };
    spawn("builder", move || builder.run())?;
    Ok(shown)
}

/// The strategy in `source`, checked as a build of its site would check it.
fn checked(source: &Path, theme: Option<String>, cache: &mut Cache) -> Result<Checked, Error> {
    let options = Options { theme, comparing: Comparing::All(Vec::new()), ..Options::default() };
    pipeline::run(&StrategyFolder::open(source)?.inputs(), &options, cache)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    started.map(drop).map_err(|fault| Failure::Usage(format!("the preview cannot start its {name}: {fault}")))
}

struct PreviewBuilder {
    source: PathBuf,
    /// The theme given on the command line, in place of the strategy's own.
    theme: Option<String>,
    /// The theme of the last draft.
    theme_name: String,
    cache: Cache,
    watch: Watch,
    shown: Arc<watch::Sender<Shown>>,
    live_sites: Sender<Arc<LiveSite>>,
}

impl PreviewBuilder {
    fn run(mut self) {
        self.watch.follow(&self.folders());
        while self.watch.wait() {
            // Watch before reading: a change in between is read twice rather than missed.
            self.watch.follow(&self.folders());
            self.build();
            self.watch.follow(&self.folders());
        }
    }

    /// The strategy's folder, and that of its theme.
    fn folders(&self) -> Vec<PathBuf> {
        let expected = || self.source.join("..").join(theme::FOLDER).join(&self.theme_name);
        let is_own = self.theme_name != theme::BUILT_IN_NAME;
        let theme = is_own.then(|| FolderThemes::beside(&self.source).folder(&self.theme_name).unwrap_or_else(expected));
        std::iter::once(self.source.clone()).chain(theme).collect()
    }

    fn build(&mut self) {
        let drafted = checked(&self.source, self.theme.clone(), &mut self.cache);
        let before = Arc::clone(&self.shown.borrow().report);
        let made = drafted.and_then(|checked| {
            self.theme_name = self.theme.clone().unwrap_or_else(|| checked.document.settings.theme.clone());
            site_and_report(&self.source, checked)
        });
        let (live_site, report) = made.unwrap_or_else(|fault| (None, DraftReport::trouble(fault.to_string(), &before)));
        if report.counts() != before.counts() || report.trouble != before.trouble {
            print_state(&report);
        }
        if let Some(live_site) = &live_site {
            let _ = self.live_sites.send(Arc::clone(live_site));
        }
        let mut old = None;
        self.shown.send_modify(|shown| {
            shown.id += 1;
            shown.report = Arc::new(report);
            if live_site.is_some() {
                old = std::mem::replace(&mut shown.live_site, live_site);
            }
        });
        // Dropping a large document takes a while.
        std::thread::spawn(move || drop((old, before)));
    }
}

/// The site of a draft, if it has no errors, and the report on it.
fn site_and_report(source: &Path, mut checked: Checked) -> Result<(Option<Arc<LiveSite>>, DraftReport), Error> {
    let report = DraftReport::of(&mut checked);
    if !report.is_shown {
        std::thread::spawn(move || drop(checked));
        return Ok((None, report));
    }
    let live_site = LiveSite::new(Arc::new(FsProject::open(source)?), checked)?;
    Ok((Some(Arc::new(live_site)), report))
}

/// Prints the state of the draft on the terminal.
fn print_state(report: &DraftReport) {
    let counts = report.counts();
    let line = match &report.trouble {
        Some(trouble) => format!("{trouble}\nThe last good pages are shown until this is resolved."),
        None if counts[0] > 0 => format!("{}: the last good pages are still shown, and the preview lists the errors", in_words(counts)),
        None => in_words(counts),
    };
    // There may be nobody to read it.
    let _ = writeln!(io::stderr(), "{line}");
}

/// Prints the newest site, one at a time and on one core; the other cores are for pages.
fn print_all(live_sites: &Receiver<Arc<LiveSite>>, shown: &watch::Sender<Shown>) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    while let Ok(mut live_site) = live_sites.recv() {
        loop {
            match live_sites.recv_timeout(REST) {
                Ok(newer) => live_site = newer,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        let (printed, mut faults) = match &pool {
            Ok(pool) => pool.install(|| live_site.print()),
            Err(_) => live_site.print(),
        };
        let document = live_site.document();
        let downloads = printed.iter().map(|edition| edition.download(document, &live_site.theme().strings)).collect();
        let files = printed.iter().flat_map(|edition| {
            let bytes = Bytes::copy_from_slice(edition.bytes());
            edition.paths(document).into_iter().map(move |path| (path, bytes.clone()))
        });
        let files = files.collect();
        shown.send_modify(|shown| {
            shown.id += 1;
            diag::seek(&mut faults, &shown.report.sources);
            shown.prints = Some(Arc::new(Prints { files, downloads, faults, of: live_site }));
        });
    }
}
