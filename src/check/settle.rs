//! What becomes of findings: levels that the strategy sets, exceptions that a comment allows.

use std::collections::{HashMap, HashSet};

use super::{Rule, rule, rules};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Allowance, RuleLevel};
use crate::span::{FileId, Span};

const ALLOW_COMMENT: &str = "allow-comment";

/// Sets severities as the strategy's `check` says, drops what is off or allowed, and reports names of rules that
/// there are not and comments that allow nothing.
///
/// Errors of reading and resolving stay errors: what cannot be understood cannot be switched off.
#[must_use]
pub fn settle(diagnostics: Vec<Diagnostic>, levels: &[(String, Span, RuleLevel)], allowances: &[Allowance]) -> Vec<Diagnostic> {
    let known: HashMap<&str, Rule> = rules().map(|rule| (rule.name, rule)).collect();
    let is_content = |name: &str| known.get(name).is_some_and(|rule| rule.is_content);
    let set: HashMap<&str, RuleLevel> = levels.iter().map(|(name, _, level)| (name.as_str(), *level)).collect();
    // A text that could not be read looks empty: one fault is enough.
    let unread = |fault: &&Diagnostic| fault.severity == Severity::Error && !is_content(fault.rule);
    let faulty: HashSet<FileId> = diagnostics.iter().filter(unread).filter_map(|fault| Some(fault.span?.file)).collect();
    let is_echo = |fault: &Diagnostic| fault.rule == "empty-chapter" && fault.span.is_some_and(|span| faulty.contains(&span.file));

    let mut comments = Comments::new(allowances);
    let mut settled: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for mut fault in diagnostics {
        if fault.severity == Severity::Error && !is_content(fault.rule) {
            settled.push(fault);
            continue;
        }
        if is_echo(&fault) || comments.allow(&fault) {
            continue;
        }
        let by_itself = || known.get(fault.rule).filter(|rule| rule.is_content).map(|rule| rule.level.map_or(RuleLevel::Off, RuleLevel::At));
        match set.get(fault.rule).copied().or_else(by_itself) {
            Some(RuleLevel::Off) => continue,
            Some(RuleLevel::At(severity)) => fault.severity = severity,
            None => {}
        }
        settled.push(fault);
    }

    let named = levels.iter().map(|(name, span, _)| (name, *span)).chain(allowances.iter().map(|allowance| (&allowance.rule, allowance.comment)));
    for (name, span) in named {
        match rule(name) {
            Some(rule) if rule.is_settable() => {}
            Some(_) => {
                let fault = Diagnostic::error("unknown-rule", span, format!("`{name}` is always an error: it cannot be set or allowed"));
                settled.push(fault.hint(format!("`greenpaper explain {name}` says how to mend it")));
            }
            None => {
                let fault = Diagnostic::error("unknown-rule", span, format!("there is no rule `{name}`"));
                let fault = fault.nearest(name, rules().filter(Rule::is_settable).map(|rule| rule.name));
                settled.push(fault.hint("`greenpaper explain` lists all rules"));
            }
        }
    }
    let is_off = |name: &str| match set.get(name) {
        Some(level) => *level == RuleLevel::Off,
        None => known.get(name).is_none_or(|rule| rule.level.is_none()),
    };
    let idle = comments.idle().filter(|allowance| !is_off(&allowance.rule) && known.get(allowance.rule.as_str()).is_some_and(Rule::is_settable));
    if set.get(ALLOW_COMMENT) != Some(&RuleLevel::Off) {
        let severity = match set.get(ALLOW_COMMENT) {
            Some(RuleLevel::At(severity)) => *severity,
            _ => Severity::Warning,
        };
        settled.extend(idle.map(|allowance| {
            let message = format!("this comment allows `{}`, but the block below does not break that rule", allowance.rule);
            Diagnostic::new(severity, ALLOW_COMMENT, allowance.comment, message).hint("remove the comment: it would hide a later mistake")
        }));
    }
    settled
}

/// Comments that allow something, and which of them did.
struct Comments<'a> {
    all: &'a [Allowance],
    by_file: HashMap<(FileId, &'a str), Vec<usize>>,
    used: Vec<bool>,
}

impl<'a> Comments<'a> {
    fn new(all: &'a [Allowance]) -> Self {
        let mut by_file: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, allowance) in all.iter().enumerate() {
            by_file.entry((allowance.span.file, allowance.rule.as_str())).or_default().push(at);
        }
        Self { all, by_file, used: vec![false; all.len()] }
    }

    /// Whether a comment allows this; then the comment has served.
    fn allow(&mut self, fault: &Diagnostic) -> bool {
        let Some(span) = fault.span else { return false };
        let Some(here) = self.by_file.get(&(span.file, fault.rule)) else { return false };
        let found = here.iter().find(|at| self.all[**at].span.contains(span));
        found.is_some_and(|at| {
            self.used[*at] = true;
            true
        })
    }

    fn idle(&self) -> impl Iterator<Item = &'a Allowance> {
        self.all.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(allowance, _)| allowance)
    }
}
