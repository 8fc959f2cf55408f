//! # empty-chapter
//!
//! A chapter has no text.
//!
//! Readers who follow a link to the chapter find only its title.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-money.md
//! ---
//! title: Our money
//! ---
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-money.md
//! ---
//! title: Our money
//! ---
//! We will say in May how we share the money.
//! ```

use crate::check::visit::{Family, Findings, Page, Visit};
use crate::diag::{Diagnostic, Severity};

const NAME: &str = "empty-chapter";

pub(super) const FAMILY: Family =
    Family { text: include_str!("empty_chapter.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Page(find) };

fn find(page: &Page<'_>, findings: &mut Findings) {
    let chapter = page.chapter;
    if chapter.body.is_empty() && chapter.sections.is_empty() {
        let finding = Diagnostic::warning(NAME, chapter.front.title_span, format!("\"{}\" has no text yet", chapter.front.title));
        findings.push(finding.hint("write at least one sentence below the front matter, or remove the file"));
    }
}
