//! An abbreviation is used on a page that never spells it out.
//!
//! A reader may open any page first, from a search or a link. Write the full term with the abbreviation in brackets at
//! its first use on each page, "Integrated Care Board (ICB)"; or set `glossary: {expand_abbreviations: true}` and the
//! outputs do it. Source: GOV.UK style guide, "Abbreviations and acronyms"; NHS service manual, "Formatting".

use super::Rule;
use crate::diag::{Diagnostic, Severity};
use crate::model::Document;

const NAME: &str = "abbreviation-not-spelled-out";

pub(super) const RULE: Rule = Rule { name: NAME, level: Some(Severity::Warning), find };

fn find(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, chapter) in document.texts() {
        for word in &chapter.words {
            let (Some(span), term) = (word.not_spelled_out, document.glossary.term(word.term)) else { continue };
            let abbreviation = term.abbreviation.as_deref().unwrap_or(&term.term);
            found.push(Diagnostic::warning(NAME, span, format!("\"{abbreviation}\" is not spelled out at its first use on this page")).hint(
                format!(
                    "write \"{}\" the first time{}",
                    term.full_name(),
                    if document.settings.glossary.expand_abbreviations { "" } else { ", or set `glossary: {expand_abbreviations: true}`" }
                ),
            ));
        }
    }
    found
}
