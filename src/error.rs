//! What the machine, not the author, did wrong.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a command could not run. An author's faults are [`Diagnostic`](crate::diag::Diagnostic)s instead.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    Io {
        /// What was tried, as "could not …".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's word.
        cause: io::Error,
    },
    /// The output folder is not one that can be written.
    Output {
        /// The folder or file.
        path: PathBuf,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A command's argument makes no sense.
    Usage(String),
}

impl Error {
    pub(crate) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Io { action, path, cause }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { action, path, cause } => write!(f, "could not {action} {}: {}", path.display(), plain(cause)),
            Self::Output { path, reason } => write!(f, "{}: {reason}", path.display()),
            Self::Usage(text) => f.write_str(text),
        }
    }
}

/// The commonest causes in plain words, and what to do about them; the others in the system's.
fn plain(cause: &io::Error) -> String {
    let words = match cause.kind() {
        io::ErrorKind::PermissionDenied => "you have no permission: ask whoever owns it, or name another place",
        io::ErrorKind::ReadOnlyFilesystem => "it stands on a disk that can only be read: name another place",
        io::ErrorKind::StorageFull => "the disk is full: make room, and run it again",
        io::ErrorKind::QuotaExceeded => "your share of the disk is full: make room, and run it again",
        io::ErrorKind::FileTooLarge => "it would be larger than this disk, or your account, allows",
        io::ErrorKind::NotADirectory => "a part of this path is a file, not a folder",
        _ => return cause.to_string(),
    };
    words.to_owned()
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { cause, .. } => Some(cause),
            Self::Output { .. } | Self::Usage(_) => None,
        }
    }
}
