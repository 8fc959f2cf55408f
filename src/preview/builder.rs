//! Two threads: one makes a draft of every change, the other prints the last of them.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use greenpaper::proof::{self, Proof};
use greenpaper::{Cache, Checked, Error, diag, theme, theme_folder};
use hyper::body::Bytes;
use tokio::sync::watch;

use super::shown::{Prints, Report, Shown};
use super::watch::Watch;
use crate::commands::in_words;

/// Printing waits until nothing was saved for this long: it takes what saving needs.
const REST: Duration = Duration::from_millis(300);

/// Builds the strategy in `source` once, and goes on building and printing in the background.
///
/// # Errors
/// When the folder cannot be read or watched at all.
pub(super) fn start(source: PathBuf, theme: Option<String>) -> Result<Arc<watch::Sender<Shown>>, Error> {
    let mut watch = Watch::new()?;
    watch.follow(std::slice::from_ref(&source));
    let mut cache = Cache::of_chapters();
    let checked = proof::draft(&source, theme.as_deref(), &mut cache)?;
    let first = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64);
    let theme_name = theme.clone().unwrap_or_else(|| checked.document.settings.theme.clone());
    let (proof, report) = taken(&source, checked)?;
    let shown = Shown { id: first, proof, report: Arc::new(report), prints: None };
    tell(&shown.report);
    let (proofs, waiting) = channel();
    shown.proof.iter().for_each(|proof| drop(proofs.send(Arc::clone(proof))));
    let shown = Arc::new(watch::Sender::new(shown));
    let printed = Arc::clone(&shown);
    spawn("printer", move || print_all(&waiting, &printed))?;
    let builder = Builder { source, theme, theme_name, cache, watch, shown: Arc::clone(&shown), proofs };
    spawn("builder", move || builder.run())?;
    Ok(shown)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Error> {
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    started.map(drop).map_err(|fault| Error::Usage(format!("the preview cannot start its {name}: {fault}")))
}

struct Builder {
    source: PathBuf,
    /// The theme that was asked for, in place of the strategy's own.
    theme: Option<String>,
    /// The theme of the last draft.
    theme_name: String,
    cache: Cache,
    watch: Watch,
    shown: Arc<watch::Sender<Shown>>,
    proofs: Sender<Arc<Proof>>,
}

impl Builder {
    fn run(mut self) {
        self.watch.follow(&self.folders());
        while self.watch.wait() {
            // First watched, then read: what changes in between is read twice, and never missed.
            self.watch.follow(&self.folders());
            self.build();
            self.watch.follow(&self.folders());
        }
    }

    /// The strategy's folder, and that of its theme.
    fn folders(&self) -> Vec<PathBuf> {
        let expected = || self.source.join("..").join(theme::FOLDER).join(&self.theme_name);
        let is_own = self.theme_name != theme::BUILT_IN_NAME;
        let theme = is_own.then(|| theme_folder(&self.source, &self.theme_name).unwrap_or_else(expected));
        std::iter::once(self.source.clone()).chain(theme).collect()
    }

    fn build(&mut self) {
        let drafted = proof::draft(&self.source, self.theme.as_deref(), &mut self.cache);
        let before = Arc::clone(&self.shown.borrow().report);
        let made = drafted.and_then(|checked| {
            self.theme_name = self.theme.clone().unwrap_or_else(|| checked.document.settings.theme.clone());
            taken(&self.source, checked)
        });
        let (proof, report) = made.unwrap_or_else(|fault| (None, Report::trouble(fault.to_string(), &before)));
        if report.counts() != before.counts() || report.trouble != before.trouble {
            tell(&report);
        }
        if let Some(proof) = &proof {
            let _ = self.proofs.send(Arc::clone(proof));
        }
        let mut old = None;
        self.shown.send_modify(|shown| {
            shown.id += 1;
            shown.report = Arc::new(report);
            if proof.is_some() {
                old = std::mem::replace(&mut shown.proof, proof);
            }
        });
        // A large document takes its time to go.
        std::thread::spawn(move || drop((old, before)));
    }
}

/// What is wrong with a draft, and its proof if nothing is.
fn taken(source: &Path, mut checked: Checked) -> Result<(Option<Arc<Proof>>, Report), Error> {
    let report = Report::of(&mut checked);
    if !report.is_shown {
        std::thread::spawn(move || drop(checked));
        return Ok((None, report));
    }
    let Checked { document, theme, archived, redlines, .. } = checked;
    let proof = Proof::new(source, document, theme, &archived, redlines)?;
    Ok((Some(Arc::new(proof)), report))
}

/// Says on the terminal how the draft is.
fn tell(report: &Report) {
    let counts = report.counts();
    let line = match &report.trouble {
        Some(trouble) => format!("{trouble}\nThe last good pages stay until it is back."),
        None if counts[0] > 0 => format!("{}: the last good pages stay, the preview says what is wrong", in_words(counts)),
        None => in_words(counts),
    };
    // Nobody may be there to read it.
    let _ = writeln!(io::stderr(), "{line}");
}

/// Prints the newest of the proofs that come, one at a time, on one core: the others are for pages.
fn print_all(proofs: &Receiver<Arc<Proof>>, shown: &watch::Sender<Shown>) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    while let Ok(mut proof) = proofs.recv() {
        loop {
            match proofs.recv_timeout(REST) {
                Ok(newer) => proof = newer,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        let (printed, mut faults) = match &pool {
            Ok(pool) => pool.install(|| proof.print()),
            Err(_) => proof.print(),
        };
        let document = proof.document();
        let downloads = printed.iter().map(|edition| edition.download(document, &proof.theme().strings)).collect();
        let files = printed.iter().flat_map(|edition| {
            let bytes = Bytes::copy_from_slice(edition.bytes());
            edition.paths(document).into_iter().map(move |path| (path, bytes.clone()))
        });
        let files = files.collect();
        shown.send_modify(|shown| {
            shown.id += 1;
            diag::seek(&mut faults, &shown.report.sources);
            shown.prints = Some(Arc::new(Prints { files, downloads, faults, of: proof }));
        });
    }
}
