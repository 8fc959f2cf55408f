//! # theme
//!
//! A theme is missing or has an error.
//!
//! The message names the file. `greenpaper theme new` copies the built-in theme.
//!
//! # no-strings
//!
//! A theme has no interface text in the language of the strategy.
//!
//! Buttons and labels will be in English. Add strings/LANGUAGE.yaml to the theme.
//!
//! # unread-words
//!
//! No native speaker has read the interface text in a language.
//!
//! Buttons, labels and notes may have mistakes. Ask a fluent speaker to read the pages before you publish them. `greenpaper theme new` copies the
//! texts into a theme of your own, where they can be corrected; removing `read_by_native_speaker` from the file ends this remark.
//!
//! # no-glyph
//!
//! No font has a character that the text uses.
//!
//! Print shows its code or its script in brackets; the site is not affected. Add a font to the theme, or use other words. An
//! invisible character usually comes with text copied from elsewhere: type it again.
//!
//! # picture
//!
//! An image cannot be printed.
//!
//! Open it in an image editor and save it again as PNG or JPEG.
//!
//! # picture-resolution
//!
//! An image has too few pixels for its printed size.
//!
//! Below 150 pixels per inch, lines look jagged and photographs blurred. The message says how wide the image should be: save it
//! again from the original, since enlarging a small file adds no detail.
//!
//! # wide-table
//!
//! A table is too wide for the paper, and so is printed on a page in landscape, or each row as a list.
//!
//! If it reads well like that, nothing needs to be done. Otherwise remove columns, or split it into two tables. `{landscape}`,
//! `{upright}` or `{list}` at the end of its caption chooses how it is printed.

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules about publishing the document.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("output.rs"),
    rules: &[
        ("theme", Some(Severity::Error)),
        ("no-strings", Some(Severity::Warning)),
        ("unread-words", Some(Severity::Info)),
        ("no-glyph", Some(Severity::Warning)),
        ("picture", Some(Severity::Error)),
        ("picture-resolution", Some(Severity::Warning)),
        ("wide-table", Some(Severity::Info)),
    ],
    visit: Visit::Never,
};
