//! A chapter has no text.
//!
//! A title alone is a promise that a reader follows for nothing.

use super::Rule;
use crate::diag::{Diagnostic, Severity};
use crate::model::Document;

const NAME: &str = "empty-chapter";

pub(super) const RULE: Rule = Rule { name: NAME, level: Some(Severity::Warning), find };

fn find(document: &Document) -> Vec<Diagnostic> {
    let empty = document.texts().filter(|(_, chapter)| chapter.body.is_empty() && chapter.sections.is_empty());
    empty
        .map(|(_, chapter)| {
            Diagnostic::warning(NAME, chapter.title_span, format!("\"{}\" has no text yet", chapter.title))
                .hint("write at least a sentence below the front matter, or remove the file")
        })
        .collect()
}
