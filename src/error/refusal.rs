//! Why files were not written.

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
    /// No version has been released, so no release can be taken back.
    NothingReleased,
    /// A newer version has been opened since the release that was to be taken back.
    NewerVersion {
        /// The released version.
        released: Version,
        /// The newer version.
        newer: Version,
    },
    /// The text has changed since the release that was to be taken back.
    ChangedSinceRelease {
        /// The released version.
        version: Version,
        /// A file that differs.
        file: String,
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
    /// The folder for new files is not empty.
    FolderNotEmpty(PathBuf),
    /// The code host's workflow file exists already.
    WorkflowExists(PathBuf),
    /// The title cannot be turned into an address.
    NoAddress {
        /// The title.
        title: String,
    },
    /// Another page has this title.
    TitleTaken {
        /// The title, as that page spells it.
        title: String,
        /// The file of that page.
        file: String,
    },
    /// Another page has the address that the title gives.
    AddressTaken {
        /// The address.
        address: String,
        /// The file of that page.
        file: String,
    },
    /// There is no chapter to add a section to.
    NoChapter {
        /// The address that was given for it.
        address: String,
        /// The addresses of chapters that can have sections.
        available: Vec<String>,
    },
    /// The chapter to add a section to is a single file.
    NoSections {
        /// The chapter's file.
        file: String,
        /// The folder to make of it, from the strategy's folder.
        folder: String,
    },
    /// There is no chapter or section to put a new one after.
    NoNeighbour {
        /// The name that was given for it.
        name: String,
        /// The names that there are.
        available: Vec<String>,
    },
    /// Files have no numbers, so that a new one cannot be put between them.
    NoNumbers {
        /// The folder of the files.
        folder: String,
    },
    /// A file changed while the edit was being made.
    FileChanged(PathBuf),
    /// A file has the new name of another one already.
    NameTaken(PathBuf),
    /// The term has no letter and no digit.
    NotATerm,
    /// The term, or its abbreviation, is in the glossary already.
    TermExists {
        /// The term or abbreviation.
        form: String,
        /// The full name of the entry that has it.
        term: String,
        /// File and line of that entry.
        place: String,
    },
    /// The strategy would have an error that it does not have now.
    WouldBreak {
        /// The message of that error.
        finding: String,
        /// What to choose instead.
        advice: &'static str,
    },
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
            Self::NothingReleased => f.write_str("no version has been released yet, so there is nothing to take back"),
            Self::NewerVersion { released, newer } => {
                write!(
                    f,
                    "version {released} cannot be taken back, because version {newer} follows it, and its row has been edited: delete the row of {newer} in strategy.yaml first"
                )
            }
            Self::ChangedSinceRelease { version, file } => write!(
                f,
                "version {version} cannot be taken back, because {file} has changed since, and the archive has the only copy of what was released: undo the change first, or release it as the next version"
            ),
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
            Self::FolderNotEmpty(folder) => write!(f, "{} is not empty: choose a new folder", folder.display()),
            Self::WorkflowExists(file) => {
                write!(f, "{} already exists and was not changed: move it away to get a new one, or add the steps yourself", file.display())
            }
            Self::NoAddress { title } => write!(f, "\"{title}\" cannot be turned into a web address: choose a title with letters or digits"),
            Self::TitleTaken { title, file } => {
                write!(f, "{file} already has the title \"{title}\": readers tell pages apart by their titles, so choose another")
            }
            Self::AddressTaken { address, file } => write!(f, "{file} already has the address `{address}`: choose another title"),
            Self::NoChapter { address, available } if available.is_empty() => {
                write!(f, "there is no chapter `{address}` to add a section to, and no chapter is a folder yet: make a folder of one first")
            }
            Self::NoChapter { address, available } => {
                write!(f, "there is no chapter `{address}` to add a section to; chapters that are folders: {}", available.join(", "))
            }
            Self::NoSections { file, folder } => write!(
                f,
                "{file} is a single file, so it cannot have sections: make a folder {folder}, move the file into it as index.md, then run this again"
            ),
            Self::NoNeighbour { name, available } => {
                write!(f, "there is no `{name}` to put it after; there are: {}", available.join(", "))
            }
            Self::NoNumbers { folder } => write!(
                f,
                "not all files in {folder} begin with a number, so their order cannot be kept: number them (01-, 02-, …), then run this again"
            ),
            Self::FileChanged(file) => write!(f, "{} changed in the meantime: look at it, then run the command again", file.display()),
            Self::NameTaken(file) => write!(f, "{} already exists: move it away, then run the command again", file.display()),
            Self::NotATerm => f.write_str("a term needs a letter or a digit, or it cannot be found in a text"),
            Self::TermExists { form, term, place } => write!(f, "\"{form}\" already belongs to the term \"{term}\": see {place}"),
            Self::WouldBreak { finding, advice } => write!(f, "it cannot be added: {finding}; {advice}"),
        }
    }
}

/// Why nothing can be published into a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputProblem {
    /// It is a file.
    IsFile,
    /// This path above it is a file.
    BelowFile(PathBuf),
    /// It lies in the source folder.
    InSource,
    /// The source folder lies in it.
    HoldsSource,
    /// It contains files that greenpaper did not write, where new files would go.
    OtherFiles {
        /// The first of them.
        first: String,
        /// How many more there are.
        others: usize,
    },
    /// A folder in it is a link.
    LinkedFolder,
    /// Its manifest is unknown or damaged.
    BadManifest,
    /// It has no manifest.
    NoManifest,
    /// A file that was published into it is missing or was changed.
    NotIntact {
        /// The first of them.
        first: String,
    },
    /// It was published from other sources.
    OtherSources,
    /// It is too large for a zip archive.
    TooLarge,
    /// The path of a file leads out of it.
    LeadsOut,
    /// Another build is writing into it.
    Busy,
}

impl fmt::Display for OutputProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IsFile => f.write_str("is a file, not a folder"),
            Self::BelowFile(file) => write!(f, "cannot be created, because {} is a file", file.display()),
            Self::InSource => f.write_str("lies in the source folder"),
            Self::HoldsSource => f.write_str("contains the source folder"),
            Self::OtherFiles { first, others } => {
                write!(f, "contains {first}")?;
                match others {
                    0 => {}
                    1 => f.write_str(" and 1 other file")?,
                    others => write!(f, " and {others} other files")?,
                }
                f.write_str(", which greenpaper did not write and will not replace")
            }
            Self::LinkedFolder => f.write_str("is a link to another folder: remove it"),
            Self::BadManifest => f.write_str("was not written by greenpaper, or is damaged: empty the folder"),
            Self::NoManifest => f.write_str("has no manifest.json: build the site into it first"),
            Self::NotIntact { first } => write!(f, "is not as it was built: {first} is missing or was changed; build the site again first"),
            Self::OtherSources => f.write_str("was built from other sources than these: build the site again first"),
            Self::TooLarge => f.write_str("is too large for a zip archive, which holds 65,534 files and 4 GB"),
            Self::LeadsOut => f.write_str("is outside the output folder, so it was not written"),
            Self::Busy => f.write_str("is being written by another build: wait until it has finished"),
        }
    }
}
