//! The glossary explains a word that the document never uses.
//!
//! Readers search the glossary for what they met in the text; what nobody meets is in the way. A term that is linked
//! only where it is marked counts as used where it is marked.

use super::Rule;
use crate::diag::{Diagnostic, Severity};
use crate::model::{Document, LinkPolicy};

const NAME: &str = "unused-term";

pub(super) const RULE: Rule = Rule { name: NAME, level: Some(Severity::Warning), find };

fn find(document: &Document) -> Vec<Diagnostic> {
    let terms = document.glossary.terms.iter().zip(&document.glossary.used);
    terms
        .filter_map(|(term, used)| {
            let policy = term.link.unwrap_or(document.settings.glossary.link);
            if !used.is_empty() || policy == LinkPolicy::Never {
                return None;
            }
            let hint = match policy {
                LinkPolicy::Marked => format!("mark it where it is first used, `**{}**`, or remove the entry", term.term),
                _ => "remove the entry, or add the form in which the text uses it under `also`".to_owned(),
            };
            Some(Diagnostic::warning(NAME, term.span, format!("no page uses the term \"{}\"", term.term)).hint(hint))
        })
        .collect()
}
