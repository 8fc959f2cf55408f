//! # import-file
//!
//! A file cannot be imported.
//!
//! It is no Word document, or it is damaged, protected, or larger than a document can be. The message says which, and what to do.
//! Nothing was written.
//!
//! # import-loss
//!
//! Something in a Word document has no place in a strategy, so it is left out.
//!
//! The finding shows its words or says what it was. All words that were left out are in `.import/report.txt`, too.
//!
//! # import-replaced
//!
//! Words of a Word document are left out because the site makes them, or because they have a place elsewhere.
//!
//! The contents list, typed numbers of headings and the version table are such words.
//!
//! # import-doubt
//!
//! Something in a Word document was understood in one of several ways.
//!
//! Look at the place in the chapter, and change it if another way is right.
//!
//! # import-change
//!
//! A tracked change of a Word document was accepted or rejected.
//!
//! Import the file again with `--changes reject` or `--changes accept` to decide otherwise, or decide in Word.
//!
//! # import-style
//!
//! A paragraph style of a Word document has no meaning in a strategy.
//!
//! Its paragraphs are plain text. To give it a meaning, write it in a file, such as `BC Recommendation: action`, and import the
//! document again with `--styles` and the name of that file.
//!
//! # import-styles
//!
//! The file that says what styles are for has a line that cannot be understood.
//!
//! Each line is the name of a style, a colon and what its paragraphs become.
//!
//! # import-alternative
//!
//! A picture in a Word document has no alt text.
//!
//! Describe it for people who cannot see it, or mark it as decorative.
//!
//! # import-front-matter
//!
//! The front matter of a file of another tool cannot be read as a whole.
//!
//! What could be read was taken over. Compare the title and the date of the new file with the old one.

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules about imported documents.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("import.rs"),
    rules: &[
        ("import-file", Some(Severity::Error)),
        ("import-loss", Some(Severity::Warning)),
        ("import-replaced", Some(Severity::Info)),
        ("import-doubt", Some(Severity::Info)),
        ("import-change", Some(Severity::Info)),
        ("import-style", Some(Severity::Info)),
        ("import-styles", Some(Severity::Error)),
        ("import-alternative", Some(Severity::Warning)),
        ("import-front-matter", Some(Severity::Warning)),
    ],
    visit: Visit::Never,
};
