//! # comments-file
//!
//! A file with readers' comments cannot be read.
//!
//! It is too large, empty, or in a form that `greenpaper comments collate` does not know. Nothing of it was taken.
//!
//! # comments-format
//!
//! A file with readers' comments is of a format or version that this program does not know.
//!
//! A newer program may have written it. Nothing of it was taken.
//!
//! # comments-json
//!
//! A file with readers' comments is not valid JSON.
//!
//! It was probably cut off on its way. Ask for it again; the receipt number says whose it is.
//!
//! # comments-none
//!
//! A file has no comments that can be read.
//!
//! It may be another file than the one that was meant.
//!
//! # comments-entry
//!
//! A comment is damaged.
//!
//! Nothing that a reader wrote is thrown away: all of it is kept as text, to be read by a person.
//!
//! # comments-empty
//!
//! A comment has no words.
//!
//! It is left out: there is nothing to answer.
//!
//! # comments-long
//!
//! A comment has more than 100,000 characters.
//!
//! The rest is left out. Ask its author for a shorter one, or for a file beside it.
//!
//! # comments-cells
//!
//! A row of a table of comments has more cells than its first row.
//!
//! A comma in a comment without quotation marks around it divides it. Put the words in quotation marks and collate the file again.
//!
//! # comments-columns
//!
//! A table of comments has a column that is unknown, or lacks the one with the comments.
//!
//! The author's guide lists the columns. What an unknown column holds is left out.
//!
//! # comments-version
//!
//! A comment is about a version that is not known here.
//!
//! It is kept, without a passage. Restore that version in archive/, or say in the round which passage it is about.
//!
//! # comments-place
//!
//! A comment is about a passage that its version does not have.
//!
//! It is kept, without a passage. Say in the round which passage it is about.
//!
//! # comments-answer
//!
//! An answer to a question of the text names none of its options, or replaces an earlier one.
//!
//! An answer in words is kept as a comment. To have it counted, write the options as the question has them, one a line.
//!
//! # comments-round
//!
//! The file of a round of comments cannot be read, or not be edited automatically.
//!
//! It is a list `comments`, each with an `id`. Restore it from version control, or edit it by hand.
//!
//! # open-comment
//!
//! A reader commented on this passage, and nobody has answered.
//!
//! What was written is beside the passage, so that you see it while you write. The comment is in `comments/`; once it has a status, this
//! finding is gone.
//!
//! # comments-status
//!
//! The status of a comment is unknown.
//!
//! The comment counts as open. A status is `open`, `accepted`, `partly`, `declined` or `noted`.

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules about readers' comments.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("comments.rs"),
    rules: &[
        ("comments-file", Some(Severity::Error)),
        ("comments-format", Some(Severity::Error)),
        ("comments-json", Some(Severity::Error)),
        ("comments-none", Some(Severity::Error)),
        ("comments-entry", Some(Severity::Warning)),
        ("comments-empty", Some(Severity::Info)),
        ("comments-long", Some(Severity::Warning)),
        ("comments-cells", Some(Severity::Warning)),
        ("comments-columns", None),
        ("comments-version", Some(Severity::Warning)),
        ("comments-place", Some(Severity::Warning)),
        ("comments-answer", None),
        ("comments-round", None),
        ("open-comment", Some(Severity::Info)),
        ("comments-status", Some(Severity::Error)),
    ],
    visit: Visit::Never,
};
