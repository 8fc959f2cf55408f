//! # theme
//!
//! A theme that is not there, or has a fault.
//!
//! The message names the file of the theme. `greenpaper theme new` copies the built-in one.
//!
//! # no-strings
//!
//! A theme has no words for the language of the strategy.
//!
//! Buttons and labels are in English then. Add strings/LANGUAGE.yaml to the theme.
//!
//! # no-glyph
//!
//! No font has a character that the text uses.
//!
//! It could not be printed. Add a font to the theme, or write it in other words. A character that cannot be seen came in with words
//! that were copied from elsewhere: type them again.
//!
//! # picture
//!
//! A picture cannot be printed.
//!
//! Open it in an image editor and save it again as PNG or JPEG.
//!
//! # wide-table
//!
//! A table is too wide for the paper.
//!
//! Leave out columns, or make two tables of it.

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules of the rooms that show the document.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("output.rs"),
    rules: &[
        ("theme", Some(Severity::Error)),
        ("no-strings", Some(Severity::Warning)),
        ("no-glyph", Some(Severity::Error)),
        ("picture", Some(Severity::Error)),
        ("wide-table", Some(Severity::Warning)),
    ],
    visit: Visit::Never,
};
