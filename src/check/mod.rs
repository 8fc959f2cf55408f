//! What a document should be, beyond being readable: one rule a file.

mod rules;

use std::collections::HashSet;

use crate::diag::{Diagnostic, Severity};
use crate::model::{Allowance, Document, RuleLevel};
use crate::span::{FileId, Span};

pub use rules::RULES;

/// Something to check a resolved document for.
#[derive(Debug)]
pub struct Rule {
    /// Lower-case words with hyphens: what `check:` and `allow` name.
    pub name: &'static str,
    /// How bad a finding is unless the strategy says otherwise; `None` for a rule that is off by itself.
    pub level: Option<Severity>,
    /// Finds every breach, in any order. Severities are set afterwards.
    pub find: fn(&Document) -> Vec<Diagnostic>,
}

/// Rules of other rooms that only warn: their level can be set too.
const WARNINGS_ELSEWHERE: [&str; 18] = [
    "allow-comment",
    "anchor",
    "duplicate-title",
    "glossary-text",
    "no-contact",
    "no-strings",
    "raw-html",
    "table-caption",
    "unclosed-language",
    "unknown-callout",
    "unknown-file",
    "unknown-term",
    "unused-footnote",
    "unused-image",
    "unused-transcript",
    "no-chapters",
    "table-row",
    "data-block",
];

/// Runs every rule that is not off.
#[must_use]
pub fn check(document: &Document) -> Vec<Diagnostic> {
    let levels = &document.settings.check;
    let level = |rule: &Rule| {
        levels.iter().find(|(name, ..)| name == rule.name).map_or(rule.level.map_or(RuleLevel::Off, RuleLevel::At), |(.., level)| *level)
    };
    RULES.iter().filter(|rule| level(rule) != RuleLevel::Off).flat_map(|rule| (rule.find)(document)).collect()
}

fn errors(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Sets severities as the strategy's `check` says, drops what is off or allowed, and reports names of rules that
/// there are not.
///
/// Errors of reading and resolving stay errors: what cannot be understood cannot be switched off.
#[must_use]
pub fn settle(diagnostics: Vec<Diagnostic>, levels: &[(String, Span, RuleLevel)], allowances: &[Allowance]) -> Vec<Diagnostic> {
    let known: Vec<&str> = RULES.iter().map(|rule| rule.name).chain(WARNINGS_ELSEWHERE).collect();
    let is_checked = |name: &str| RULES.iter().any(|rule| rule.name == name);
    // A text that could not be read looks empty: one fault is enough.
    let faulty: HashSet<FileId> = errors(&diagnostics).filter(|fault| !is_checked(fault.rule)).filter_map(|fault| Some(fault.span?.file)).collect();
    let is_echo = |fault: &Diagnostic| fault.rule == "empty-chapter" && fault.span.is_some_and(|span| faulty.contains(&span.file));
    let mut settled: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(|diagnostic| !is_echo(diagnostic))
        .filter_map(|mut diagnostic| {
            if diagnostic.severity == Severity::Error && !is_checked(diagnostic.rule) {
                return Some(diagnostic);
            }
            let is_allowed =
                |allowance: &Allowance| allowance.rule == diagnostic.rule && diagnostic.span.is_some_and(|span| allowance.span.contains(span));
            if allowances.iter().any(is_allowed) {
                return None;
            }
            match levels.iter().find(|(name, ..)| name == diagnostic.rule) {
                Some((.., RuleLevel::Off)) => return None,
                Some((.., RuleLevel::At(severity))) => diagnostic.severity = *severity,
                None => {}
            }
            Some(diagnostic)
        })
        .collect();
    let named = levels.iter().map(|(name, span, _)| (name, *span)).chain(allowances.iter().map(|allowance| (&allowance.rule, allowance.comment)));
    for (name, span) in named {
        if !known.contains(&name.as_str()) {
            let fault = Diagnostic::error("unknown-rule", span, format!("there is no rule `{name}` whose level can be set"))
                .nearest(name, known.iter().copied());
            settled.push(if fault.hints.is_empty() { fault.hint(format!("the rules are: {}", known.join(", "))) } else { fault });
        }
    }
    settled
}
