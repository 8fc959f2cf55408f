//! Why an edit of the author's files was refused.

use std::fmt;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::model::Version;

/// Why an edit was refused. Nothing was changed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no strategy.yaml in this folder.
    NoStrategy(PathBuf),
    /// strategy.yaml has errors.
    BrokenSettings,
    /// `versions` in strategy.yaml is written in a form that cannot be edited without losing something.
    UneditableVersions,
    /// strategy.yaml changed while the edit was being made.
    SettingsChanged,
    /// Another release is running in this folder.
    ReleaseRunning,
    /// The newest version is archived already.
    AlreadyReleased {
        /// The version.
        version: Version,
        /// A version to open next.
        next: Version,
    },
    /// The newest version is not released yet.
    NotReleased {
        /// The newest version.
        last: Version,
        /// The version that was to be opened.
        next: Version,
    },
    /// There is such a version already.
    VersionExists(Version),
    /// The version is not higher than the last one.
    VersionNotHigher {
        /// The version.
        version: Version,
        /// The last one.
        last: Version,
    },
    /// The date is before that of the version before.
    DateTooEarly {
        /// The date.
        date: Date,
        /// The version before.
        last: Version,
        /// Its date.
        last_date: Date,
    },
    /// The newest archived version cannot be read in full, so that identities would be lost.
    DamagedArchive(Version),
    /// A chapter or a term cannot be added: why, and what to do.
    CannotAdd(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStrategy(folder) => write!(f, "there is no strategy.yaml in `{}`", folder.display()),
            Self::BrokenSettings => f.write_str("strategy.yaml has errors, so nothing was added"),
            Self::UneditableVersions => {
                f.write_str("`versions` in strategy.yaml is written in a form that cannot be edited automatically: edit its last rows yourself")
            }
            Self::SettingsChanged => f.write_str("strategy.yaml changed in the meantime: look at it, then run the command again"),
            Self::ReleaseRunning => f.write_str("another release is running in this folder: wait until it has finished"),
            Self::AlreadyReleased { version, .. } => write!(f, "version {version} has already been released: archive/{version} exists"),
            Self::NotReleased { last, .. } => write!(f, "version {last} has not been released yet"),
            Self::VersionExists(version) => write!(f, "version {version} already exists"),
            Self::VersionNotHigher { version, last } => {
                write!(f, "version {version} is not higher than {last}: versions must rise, and 3.10 is higher than 3.9")
            }
            Self::DateTooEarly { date, last, last_date } => write!(f, "{date} is before the date of version {last}, which is {last_date}"),
            Self::DamagedArchive(version) => {
                write!(
                    f,
                    "version {version} in the archive cannot be read in full: put archive/{version} back first, or its paragraphs lose their identity"
                )
            }
            Self::CannotAdd(why) => f.write_str(why),
        }
    }
}
