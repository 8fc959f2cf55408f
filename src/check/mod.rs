//! What a document should be, beyond being readable: families of rules, one a file, fed by one walk over each text.

mod help;
mod line;
mod look;
mod rules;
mod settle;
mod walk;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Severity};
use crate::model::{Chapter, Document, Target};

pub use help::{Help, overview};
pub use settle::{apply, settle};

use look::{Gathered, Look};
use rules::FAMILIES;
use walk::Walker;
pub use walk::prepare;

/// A rule that a diagnostic may name.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Lower-case words with hyphens: what `check:` and `allow` name.
    pub name: &'static str,
    /// How bad a finding is unless the strategy says otherwise; `None` for a rule that is off by itself.
    pub level: Option<Severity>,
    /// Whether it concerns what is written; others say that something cannot be understood.
    pub is_content: bool,
    text: &'static str,
}

impl Rule {
    /// What it is, why, and how to do better.
    #[must_use]
    pub fn help(&self) -> Help {
        help::find(self.text, self.name)
    }

    /// Whether a strategy may set its level: what cannot be understood cannot be switched off.
    #[must_use]
    pub fn is_settable(&self) -> bool {
        self.is_content || self.level != Some(Severity::Error)
    }
}

/// All rules, those about content first.
pub fn rules() -> impl Iterator<Item = Rule> {
    FAMILIES.iter().flat_map(|family| {
        let is_content = !matches!(family.look, Look::Elsewhere);
        family.rules.iter().map(move |(name, level)| Rule { name, level: *level, is_content, text: family.text })
    })
}

/// The rule of that name.
#[must_use]
pub fn rule(name: &str) -> Option<Rule> {
    rules().find(|rule| rule.name == name)
}

/// Looks for every breach of a rule, in any order. [`settle()`] says what becomes of them.
#[must_use]
pub fn check(document: &Document) -> Vec<Diagnostic> {
    let texts: Vec<&Chapter<Target>> = document.texts().map(|(_, text)| text).collect();
    let pages = texts.par_iter().map(|text| {
        let mut walker = Walker::new(document);
        walker.chapter(text);
        (walker.findings, walker.gathered)
    });
    let definitions = document.glossary.terms.par_iter().map(|term| {
        let mut walker = Walker::new(document);
        walker.definition(term);
        (walker.findings, walker.gathered)
    });
    let walked: Vec<_> = pages.chain(definitions).collect();
    let mut findings = Vec::new();
    let mut gathered = Gathered::default();
    for (found, seen) in walked {
        findings.extend(found);
        gathered.extend(seen);
    }
    for family in FAMILIES {
        if let Look::Document(look) = family.look {
            look(document, &gathered, &mut findings);
        }
    }
    findings
}
