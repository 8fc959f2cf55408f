//! # unused-term
//!
//! The glossary explains a term that the document never uses.
//!
//! Readers look in the glossary for words they have met in the text; other entries are in the way. A term with `link: marked` counts as
//! used where it is marked.
//!
//! Bad:
//!
//! ```text
//! === glossary/place.md
//! ---
//! term: Place
//! ---
//! An area that people know.
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === glossary/place.md
//! ---
//! term: Place
//! ---
//! An area that people know.
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan for each place.
//! ```

use std::collections::HashSet;

use crate::check::visit::{Family, Findings, Gathered, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Document, Inline, LinkPolicy, Target, TermId, Walk, WalkContext};

const NAME: &str = "unused-term";

pub(super) const FAMILY: Family =
    Family { text: include_str!("unused_term.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Document(find) };

fn find(document: &Document, _: &Gathered, findings: &mut Findings) {
    // A term that another entry links to is used by the glossary itself.
    let mut linked = LinkedTerms { found: HashSet::new() };
    for term in &document.glossary.terms {
        linked.blocks(&term.definition);
        linked.found.extend(&term.related);
    }
    let terms = document.glossary.terms.iter().zip(&document.glossary.used).zip((0..).map(TermId));
    let terms = terms.filter(|(_, id)| !linked.found.contains(id)).map(|(term, _)| term);
    findings.extend(terms.filter_map(|(term, used)| {
        let policy = term.link.unwrap_or(document.settings.glossary.link);
        if !used.is_empty() || policy == LinkPolicy::Never {
            return None;
        }
        let hint = match policy {
            LinkPolicy::Marked => format!("mark it where it is first used, `**{}**`, or remove the entry", term.term),
            LinkPolicy::Every | LinkPolicy::FirstInSection | LinkPolicy::FirstInChapter | LinkPolicy::FirstInDocument | LinkPolicy::Never => {
                "remove the entry, or add the form that the text uses under `also`".to_owned()
            }
        };
        Some(Diagnostic::warning(NAME, term.span, format!("no page uses the term \"{}\"", term.term)).hint(hint))
    }));
}

/// Terms that a text links to.
struct LinkedTerms {
    found: HashSet<TermId>,
}

impl Walk<Target> for LinkedTerms {
    fn line(&mut self, line: &[Inline<Target>], _: WalkContext) {
        for inline in line {
            match inline {
                Inline::Link(link) => {
                    if let Target::Term(used) = &link.target {
                        self.found.insert(used.term);
                    }
                }
                Inline::Emphasis(content) | Inline::Strong(content) => self.line(content, WalkContext::Prose),
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::Expanded(..)
                | Inline::Strikethrough(_)
                | Inline::Shifted(..)
                | Inline::Language(..)
                | Inline::Image(_)
                | Inline::FootnoteReference(..)
                | Inline::LineBreak(_)
                | Inline::RawHtml(_)
                | Inline::Changed(_) => {}
            }
        }
    }
}
