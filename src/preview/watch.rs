//! Notices that something in a folder has changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant, SystemTime};

use crate::terminal::Failure;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// A save is often several events: a file is emptied, written, renamed. This long nothing must have happened.
const QUIET: Duration = Duration::from_millis(5);
/// A storm of changes is looked at this often all the same.
const LONGEST_WAIT: Duration = Duration::from_millis(50);
/// How often folders are asked for that cannot be watched, because they are not there or the system has no more watches.
const ASK: Duration = Duration::from_millis(500);

/// Watches folders.
pub(super) struct Watch {
    watcher: Box<dyn Watcher + Send>,
    /// Folders, and when each was made: one that was replaced must be watched anew. None for those that are not there.
    folders: Vec<(PathBuf, Option<SystemTime>)>,
    /// Holds one note at most: that something has changed says all.
    notes: Receiver<()>,
    is_lost: Arc<AtomicBool>,
}

impl Watch {
    /// Watches nothing yet.
    pub(super) fn new() -> Result<Self, Failure> {
        let (sender, notes) = sync_channel(1);
        let is_lost = Arc::new(AtomicBool::new(false));
        let (lost, other_lost, other_sender) = (Arc::clone(&is_lost), Arc::clone(&is_lost), sender.clone());
        let usual = RecommendedWatcher::new(move |event| note(event, &sender, &lost), notify::Config::default());
        let watcher: Result<Box<dyn Watcher + Send>, _> = match usual {
            Ok(watcher) => Ok(Box::new(watcher)),
            // The system has no watches left: look by ourselves.
            Err(_) => PollWatcher::new(move |event| note(event, &other_sender, &other_lost), notify::Config::default().with_poll_interval(ASK))
                .map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>),
        };
        let watcher = watcher.map_err(|fault| Failure::Usage(format!("this machine cannot watch files for changes: {fault}")))?;
        Ok(Self { watcher, folders: Vec::new(), notes, is_lost })
    }

    /// Watches these folders, with all below them, and no others.
    pub(super) fn follow(&mut self, folders: &[PathBuf]) {
        let now: Vec<(PathBuf, Option<SystemTime>)> = folders.iter().map(|folder| (folder.clone(), made(folder))).collect();
        let is_lost = self.is_lost.swap(false, Ordering::Relaxed);
        if now == self.folders && !is_lost {
            return;
        }
        for (folder, _) in self.folders.drain(..) {
            // It may be gone, and its watch with it.
            let _ = self.watcher.unwatch(&folder);
        }
        self.folders = now;
        for (folder, made) in &mut self.folders {
            if made.is_some() && self.watcher.watch(folder, RecursiveMode::Recursive).is_err() {
                // Asked for again.
                *made = None;
            }
        }
    }

    /// Comes back when something has changed, and the files are at rest again; `false` when nothing is watched any more.
    pub(super) fn wait(&self) -> bool {
        loop {
            match self.notes.recv_timeout(ASK) {
                Ok(()) => break,
                Err(RecvTimeoutError::Timeout) if self.folders.iter().any(|(folder, known)| made(folder) != *known) => return true,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        let start = Instant::now();
        while start.elapsed() < LONGEST_WAIT && self.notes.recv_timeout(QUIET).is_ok() {}
        true
    }
}

/// When a folder was made; none if it is not there.
fn made(folder: &Path) -> Option<SystemTime> {
    let data = folder.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    Some(data.created().unwrap_or(SystemTime::UNIX_EPOCH))
}

/// Takes note of an event, unless it changes nothing that is published.
fn note(event: notify::Result<Event>, notes: &SyncSender<()>, is_lost: &AtomicBool) {
    match event {
        Ok(Event { kind: EventKind::Access(access), .. }) if access != AccessKind::Close(AccessMode::Write) => return,
        Ok(event) if !event.paths.is_empty() && event.paths.iter().all(|path| is_passing(path)) => return,
        Ok(Event { kind: EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)), .. }) | Err(_) => is_lost.store(true, Ordering::Relaxed),
        Ok(_) => {}
    }
    // Full: there is a note already.
    let _ = notes.try_send(());
}

/// Whether a file is an editor's own: hidden, or a copy with a tilde.
fn is_passing(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with('.') || name.ends_with('~')
}
