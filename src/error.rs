//! I/O and environment errors. Authors' mistakes are [`Diagnostic`](crate::diag::Diagnostic)s instead.

mod refusal;

use std::fmt;
use std::io;
use std::path::PathBuf;

pub use refusal::{OutputProblem, Refusal};

/// Why a function of the library could not do its work.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    Io {
        /// The verb, to complete "could not …".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        cause: io::Error,
    },
    /// There is no folder to read a strategy from.
    NoSource {
        /// The path.
        path: PathBuf,
        /// Whether something else is there.
        is_file: bool,
    },
    /// Nothing can be published into this folder.
    Output {
        /// The folder, or the file in it that is in the way.
        path: PathBuf,
        /// Why not.
        problem: OutputProblem,
    },
    /// There is something at the path of a file that is not replaced.
    CannotReplace {
        /// The path.
        path: PathBuf,
        /// What is there.
        obstacle: Obstacle,
    },
    /// A build without the website would remove one that is there.
    WouldRemoveSite {
        /// The output folder.
        path: PathBuf,
    },
    /// There is no such version to compare.
    NoVersion {
        /// The version.
        version: String,
        /// Whether strategy.yaml names it, though it cannot be opened.
        is_named: bool,
        /// Versions that can be compared, oldest first.
        available: Vec<String>,
        /// The newest version.
        newest: String,
    },
    /// An edit of the author's files was refused.
    Refused(Refusal),
}

/// The reason why something at a path is not replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A symbolic link.
    Link,
    /// A folder, a pipe or a device.
    NotAFile,
    /// A file of another kind than the one to write.
    OtherContent,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Link => "is a link, and links are not replaced: use the file that it leads to, or put a copy of that file in its place",
            Self::NotAFile => "is a folder or a device, which is not replaced: move it away, or choose another name",
            Self::OtherContent => "is a file of another kind, which is not replaced: choose another name",
        })
    }
}

impl Error {
    pub(crate) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Io { action, path, cause }
    }

    pub(crate) fn output(path: impl Into<PathBuf>, problem: OutputProblem) -> Self {
        Self::Output { path: path.into(), problem }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { action, path, cause } => write!(f, "could not {action} {}: {}", path.display(), plain(cause)),
            Self::NoSource { path, is_file } => {
                write!(f, "the source folder `{}` {}", path.display(), if *is_file { "is not a folder" } else { "does not exist" })
            }
            Self::Output { path, problem } => write!(f, "{} {problem}", path.display()),
            Self::CannotReplace { path, obstacle } => write!(f, "{} {obstacle}", path.display()),
            Self::WouldRemoveSite { path } => write!(f, "{} contains a website, which a build of PDFs alone would remove", path.display()),
            Self::NoVersion { version, is_named, available, newest } => {
                if *is_named {
                    writeln!(f, "version {version} cannot be compared: archive/{version} is missing or cannot be opened")?;
                } else {
                    writeln!(f, "there is no version {version}")?;
                }
                match &available[..] {
                    [] => write!(f, "no version has been released yet, and {newest} is the one being written"),
                    _ => write!(f, "these versions can be compared: {}; {newest} is the one being written", available.join(", ")),
                }
            }
            Self::Refused(refusal) => refusal.fmt(f),
        }
    }
}

/// The most common causes in plain words, with advice; others in the system's words.
fn plain(cause: &io::Error) -> String {
    let words = match cause.kind() {
        io::ErrorKind::PermissionDenied => "you do not have permission: ask its owner, or choose another place",
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only: choose another place",
        io::ErrorKind::StorageFull => "the disk is full: free some space, then run this again",
        io::ErrorKind::QuotaExceeded => "your share of the disk is full: free some space, then run this again",
        io::ErrorKind::FileTooLarge => "the file would be larger than this disk or your account allows",
        io::ErrorKind::NotADirectory => "a part of this path is a file, not a folder",
        _ => return cause.to_string(),
    };
    words.to_owned()
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { cause, .. } => Some(cause),
            Self::NoSource { .. }
            | Self::Output { .. }
            | Self::CannotReplace { .. }
            | Self::WouldRemoveSite { .. }
            | Self::NoVersion { .. }
            | Self::Refused(_) => None,
        }
    }
}
