//! # html-text
//!
//! A passage is written in HTML, or shares a line with a comment, so its words would be shown as program code.
//!
//! Paste it as plain text and write it in Markdown. With `raw_html: allow` it is published as HTML, on the website only.
//!
//! Bad:
//!
//! ```text
//! <div>
//! <p>Our plan for the next five years.</p>
//! </div>
//! ```
//!
//! Good:
//!
//! ```text
//! Our plan for the next five years.
//! ```
//!
//! # unclosed-html
//!
//! An HTML tag is not closed.
//!
//! Browsers would take the text after it for part of the tag, and readers would miss it.
//!
//! Bad:
//!
//! ```text
//! <script>
//! let plan = 1;
//!
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! We plan.
//! ```
//!
//! # exposed-comment
//!
//! A private note would be published, because it is not read as a comment.
//!
//! A comment begins with `<!--` and ends with `-->`. Outside paragraphs, it has lines of its own. Lines of YAML that start with `#` are
//! comments too. Other tools write comments in other ways, which readers would see.
//!
//! Bad:
//!
//! ```text
//! We plan.
//!
//! <!-- Ask the lawyers first.
//! ```
//!
//! Good:
//!
//! ```text
//! We plan.
//!
//! <!-- Ask the lawyers first. -->
//! ```
//!
//! # merge-conflict
//!
//! The text has two versions of a passage, because two people changed it at the same time.
//!
//! Git marks both with lines of `<<<<<<<`, `=======` and `>>>>>>>`. Keep the words that are right, and delete the others and those lines.
//!
//! Bad:
//!
//! ```text
//! <<<<<<< HEAD
//! We plan.
//! =======
//! We planned.
//! >>>>>>> draft
//! ```
//!
//! Good:
//!
//! ```text
//! We plan.
//! ```

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules about text that readers must not see.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("private.rs"),
    rules: &[
        ("html-text", Some(Severity::Error)),
        ("unclosed-html", Some(Severity::Error)),
        ("exposed-comment", Some(Severity::Error)),
        ("merge-conflict", Some(Severity::Error)),
    ],
    visit: Visit::Never,
};
