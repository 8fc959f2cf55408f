//! Watches folders for changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant, SystemTime};

use crate::terminal::Failure;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// How long no event must occur before a save counts as finished: saving often means truncating, writing and renaming a file.
const QUIET: Duration = Duration::from_millis(5);
/// The longest wait during a continuous series of events.
const LONGEST_WAIT: Duration = Duration::from_millis(50);
/// How often to poll folders that cannot be watched, because they do not exist or the system has no watches left.
const POLL: Duration = Duration::from_millis(500);

/// A set of watched folders.
pub(super) struct Watch {
    watcher: Box<dyn Watcher + Send>,
    /// Folders with their creation times: a folder that has been replaced must be watched again. `None` if a folder does not exist.
    folders: Vec<(PathBuf, Option<SystemTime>)>,
    /// Holds at most one notice, because all notices are the same.
    notes: Receiver<()>,
    is_lost: Arc<AtomicBool>,
}

impl Watch {
    /// An empty set.
    pub(super) fn new() -> Result<Self, Failure> {
        let (sender, notes) = sync_channel(1);
        let is_lost = Arc::new(AtomicBool::new(false));
        let (lost, other_lost, other_sender) = (Arc::clone(&is_lost), Arc::clone(&is_lost), sender.clone());
        let usual = RecommendedWatcher::new(move |event| note(event, &sender, &lost), notify::Config::default());
        let watcher: Result<Box<dyn Watcher + Send>, _> = match usual {
            Ok(watcher) => Ok(Box::new(watcher)),
            // The system has no watches left, so poll.
            Err(_) => PollWatcher::new(move |event| note(event, &other_sender, &other_lost), notify::Config::default().with_poll_interval(POLL))
                .map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>),
        };
        let watcher = watcher.map_err(|fault| Failure::Usage(format!("this machine cannot watch files for changes: {fault}")))?;
        Ok(Self { watcher, folders: Vec::new(), notes, is_lost })
    }

    /// Watches these folders and everything in them, and no others.
    pub(super) fn follow(&mut self, folders: &[PathBuf]) {
        let now: Vec<(PathBuf, Option<SystemTime>)> = folders.iter().map(|folder| (folder.clone(), created(folder))).collect();
        let is_lost = self.is_lost.swap(false, Ordering::Relaxed);
        if now == self.folders && !is_lost {
            return;
        }
        for (folder, _) in self.folders.drain(..) {
            // Fails if the folder, and so its watch, is gone.
            let _ = self.watcher.unwatch(&folder);
        }
        self.folders = now;
        for (folder, made) in &mut self.folders {
            if made.is_some() && self.watcher.watch(folder, RecursiveMode::Recursive).is_err() {
                // Try again later.
                *made = None;
            }
        }
    }

    /// Waits for a change, and until the files are at rest again. `false` if watching has ended.
    pub(super) fn wait(&self) -> bool {
        loop {
            match self.notes.recv_timeout(POLL) {
                Ok(()) => break,
                Err(RecvTimeoutError::Timeout) if self.folders.iter().any(|(folder, known)| created(folder) != *known) => return true,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        let start = Instant::now();
        while start.elapsed() < LONGEST_WAIT && self.notes.recv_timeout(QUIET).is_ok() {}
        true
    }
}

/// The creation time of a folder; `None` if it does not exist.
fn created(folder: &Path) -> Option<SystemTime> {
    let data = folder.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    Some(data.created().unwrap_or(SystemTime::UNIX_EPOCH))
}

/// Sends a notice of an event, unless it cannot affect the site.
fn note(event: notify::Result<Event>, notes: &SyncSender<()>, is_lost: &AtomicBool) {
    match event {
        Ok(Event { kind: EventKind::Access(access), .. }) if access != AccessKind::Close(AccessMode::Write) => return,
        Ok(event) if !event.paths.is_empty() && event.paths.iter().all(|path| is_temporary(path)) => return,
        Ok(Event { kind: EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)), .. }) | Err(_) => is_lost.store(true, Ordering::Relaxed),
        Ok(_) => {}
    }
    // If the channel is full, a notice is already waiting.
    let _ = notes.try_send(());
}

/// Whether a file is an editor's own: hidden, or a backup with a tilde.
fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with('.') || name.ends_with('~')
}
