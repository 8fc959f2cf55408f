//! # archive-missing
//!
//! An earlier version is not in the archive.
//!
//! Readers ask what changed since the version they read. That can be shown only of versions whose sources were kept.
//! `greenpaper release` keeps them in archive/, a folder for each version. It is a remark as long as there is no archive at all.
//!
//! # archive-extra
//!
//! The archive holds a folder that is no version of this strategy.
//!
//! Each folder of archive/ is named like a version in strategy.yaml. Give the version its row, or remove the folder.
//!
//! # archive-edited
//!
//! Files of an archived version are not as they were when it was released.
//!
//! An archive is what readers were shown. Put the files back from a backup or from version control, and correct the mistake
//! in the next version. Line ends count too: an editor or a version control system may have changed them.
//!
//! # archive-fault
//!
//! An archived version cannot be read, or not all of it.
//!
//! The rest is built, but changes since that version are not complete. Put the files back from a backup or from version
//! control.
//!
//! # archive-version
//!
//! The strategy.yaml in an archived version names another version as its last.
//!
//! A folder was renamed or copied in the wrong place.
//!
//! # archive-identity
//!
//! An archived version has no identity.json, or one that cannot be read.
//!
//! It says which paragraph is which from version to version. Without it, links to paragraphs of that version may not find their
//! way. Put it back from a backup or from version control.
//!
//! # release-interrupted
//!
//! A release was interrupted before it was complete.
//!
//! Run `greenpaper release` again: it finishes or undoes what the interrupted run began, and does nothing else.
//!
//! # changed-since-release
//!
//! The last version has been released, and the text has changed since.
//!
//! Two texts would go by one version. Open the next version with `greenpaper draft`, or undo the changes.
//!
//! # chapter-version
//!
//! The `version` of a chapter does not say when its text last changed.
//!
//! It tells readers which chapters they have not read yet. Its text is compared with the archived version before this one: a
//! chapter that changed has the version that is being written, one that did not keeps the version it had.
//!
//! # comment-without-change
//!
//! A version has comments, but its text is the same as that of the version before.
//!
//! Were the changes saved before it was released?

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules of the room that looks back at earlier versions.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("archive.rs"),
    rules: &[
        ("archive-missing", Some(Severity::Warning)),
        ("archive-extra", Some(Severity::Warning)),
        ("archive-edited", Some(Severity::Warning)),
        ("archive-fault", Some(Severity::Warning)),
        ("archive-version", Some(Severity::Warning)),
        ("archive-identity", Some(Severity::Warning)),
        ("release-interrupted", Some(Severity::Warning)),
        ("changed-since-release", Some(Severity::Warning)),
        ("chapter-version", Some(Severity::Warning)),
        ("comment-without-change", Some(Severity::Warning)),
    ],
    visit: Visit::Never,
};
