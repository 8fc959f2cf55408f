//! # abbreviation-not-spelled-out
//!
//! An abbreviation is used on a page that never spells it out.
//!
//! Readers may arrive on any page first, from a search or a link. Write the full term with the abbreviation in brackets at its first use
//! on each page, or set `glossary: {expand_abbreviations: true}` to have this done for you.
//!
//! Bad:
//!
//! ```text
//! === glossary/board.md
//! ---
//! term: Integrated Care Board
//! abbreviation: ICB
//! ---
//! It plans and pays for local services.
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! The ICB plans services.
//! ```
//!
//! Good:
//!
//! ```text
//! === glossary/board.md
//! ---
//! term: Integrated Care Board
//! abbreviation: ICB
//! ---
//! It plans and pays for local services.
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! The Integrated Care Board (ICB) plans services. The ICB pays for them too.
//! ```
//!
//! Source: GOV.UK style guide, "Abbreviations and acronyms"; NHS service manual, "Formatting".

use crate::check::visit::{Family, Findings, Gathered, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::Document;

const NAME: &str = "abbreviation-not-spelled-out";

pub(super) const FAMILY: Family =
    Family { text: include_str!("abbreviation_not_spelled_out.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Document(find) };

fn find(document: &Document, _: &Gathered, findings: &mut Findings) {
    for (_, chapter) in document.texts() {
        for word in &chapter.words {
            let (Some(span), term) = (word.not_spelled_out, document.glossary.term(word.term)) else { continue };
            let abbreviation = term.abbreviation.as_deref().unwrap_or(&term.term);
            findings.push(Diagnostic::warning(NAME, span, format!("\"{abbreviation}\" is not spelled out at its first use on this page")).hint(
                format!(
                    "write \"{}\" at its first use{}",
                    term.full_name(),
                    if document.settings.glossary.expand_abbreviations { "" } else { ", or set `glossary: {expand_abbreviations: true}`" }
                ),
            ));
        }
    }
}
