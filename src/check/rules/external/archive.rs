//! # archive-missing
//!
//! An earlier version is not in the archive.
//!
//! Readers want to know what changed since the version they read. Changes can be shown only for versions whose sources were kept.
//! `greenpaper release` keeps them in archive/, in a folder for each version. This is only a note while there is no archive at all.
//!
//! # archive-extra
//!
//! The archive has a folder that is not a version of this strategy.
//!
//! Each folder in archive/ has the name of a version in strategy.yaml. Add a row for the version, or remove the folder.
//!
//! # archive-edited
//!
//! Files of an archived version have changed since it was released.
//!
//! The archive records what readers were shown. Restore the files from a backup or from version control, and correct the mistake
//! in the next version. Line endings count too: an editor or a version control system may have changed them.
//!
//! # archive-fault
//!
//! An archived version cannot be read, or only in part.
//!
//! The rest is published, but the list of changes since that version is incomplete. Restore the files from a backup or from version
//! control.
//!
//! # archive-version
//!
//! The strategy.yaml of an archived version names a different version as its last.
//!
//! A folder was probably renamed, or copied to the wrong place.
//!
//! # archive-identity
//!
//! The identity.json of an archived version is missing or cannot be read.
//!
//! It identifies paragraphs from one version to the next. Without it, links to paragraphs of that version may break. Restore it from a
//! backup or from version control.
//!
//! # release-interrupted
//!
//! A release was interrupted before it was complete.
//!
//! Run `greenpaper release` again: it will finish or undo the interrupted release, and do nothing else.
//!
//! # changed-since-release
//!
//! The text has changed since the last version was released.
//!
//! Two different texts would have the same version. Start the next version with `greenpaper draft`, or undo the changes.
//!
//! # chapter-version
//!
//! The `version` of a chapter does not say when its text last changed.
//!
//! It tells readers which chapters are new to them. The text is compared with the previous archived version: a chapter that has changed
//! has the current version, and one that has not keeps its earlier version.
//!
//! # former-address
//!
//! A page of the last released version has another address now, or is gone.
//!
//! Readers have saved and printed the old address. `aliases` in the front matter of the page that took over keeps it for good.
//! `greenpaper check --fix` adds it where most of the old page's passages, or its title, are on another page. A page that
//! was removed is only noted: its old address says so, and leads to the version that had it.
//!
//! # version-date
//!
//! The date of a version is more than a year away.
//!
//! A year was probably mistyped. No later version can have an earlier date, so it has to be put right before the next one.
//!
//! # comment-without-change
//!
//! A version has comments, but its text is the same as in the version before.
//!
//! Check that the changes were saved before the release.

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules about earlier versions.
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
        ("former-address", Some(Severity::Warning)),
        ("version-date", Some(Severity::Warning)),
        ("comment-without-change", Some(Severity::Warning)),
    ],
    visit: Visit::Never,
};
