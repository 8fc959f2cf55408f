//! What becomes of findings: levels that the strategy sets, exceptions that a comment allows.

use std::collections::{HashMap, HashSet};

use super::rule::{Rule, rules};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Allowance, RuleLevel};
use crate::span::{FileId, Span};

const UNKNOWN_RULE: &str = "unknown-rule";

/// Faults that are looked for while the document is printed: no comment that allows one is idle before.
const PRINTED: [&str; 1] = ["wide-table"];

/// Sets severities as the strategy's `check` says, drops what is off or allowed, and reports names of rules that
/// there are not and comments that allow nothing.
///
/// Errors of reading and resolving stay errors: what cannot be understood cannot be switched off.
#[must_use]
pub fn apply_levels(diagnostics: Vec<Diagnostic>, levels: &[(String, Span, RuleLevel)], allowances: &[Allowance]) -> Vec<Diagnostic> {
    let mut desk = Desk::new(levels, allowances);
    // A text that could not be read looks empty: one fault is enough.
    let unread = |fault: &&Diagnostic| fault.severity == Severity::Error && !desk.is_content(fault.rule);
    let faulty: HashSet<FileId> = diagnostics.iter().filter(unread).filter_map(|fault| Some(fault.span?.file)).collect();
    let is_echo = |fault: &Diagnostic| fault.rule == "empty-chapter" && fault.span.is_some_and(|span| faulty.contains(&span.file));
    let mut settled: Vec<Diagnostic> = diagnostics.into_iter().filter(|fault| !is_echo(fault)).filter_map(|fault| desk.settle(fault)).collect();
    let named = levels.iter().map(|(name, span, _)| (name, *span)).chain(allowances.iter().map(|allowance| (&allowance.rule, allowance.comment)));
    settled.extend(named.filter_map(|(name, span)| unknown(desk.known.get(name.as_str()), name, span)));
    let idle: Vec<Diagnostic> = desk.idle().collect();
    settled.extend(idle.into_iter().filter_map(|fault| desk.settle(fault)));
    settled
}

/// Sets severities and drops what is off or allowed, of faults that were found after all others.
#[must_use]
pub fn apply_late(diagnostics: Vec<Diagnostic>, levels: &[(String, Span, RuleLevel)], allowances: &[Allowance]) -> Vec<Diagnostic> {
    let mut desk = Desk::new(levels, allowances);
    diagnostics.into_iter().filter_map(|fault| desk.settle(fault)).collect()
}

fn unknown(rule: Option<&Rule>, name: &str, span: Span) -> Option<Diagnostic> {
    match rule {
        Some(rule) if rule.is_settable() => None,
        Some(_) => {
            let fault = Diagnostic::error(UNKNOWN_RULE, span, format!("`{name}` is always an error: it cannot be set or allowed"));
            Some(fault.hint(format!("`greenpaper explain {name}` says how to mend it")))
        }
        None => {
            let fault = Diagnostic::error(UNKNOWN_RULE, span, format!("there is no rule `{name}`"));
            let fault = fault.nearest(name, rules().filter(Rule::is_settable).map(|rule| rule.name));
            Some(fault.hint("`greenpaper explain` lists all rules"))
        }
    }
}

/// All that decides what becomes of a finding.
struct Desk<'a> {
    known: HashMap<&'static str, Rule>,
    levels: HashMap<&'a str, RuleLevel>,
    allowances: &'a [Allowance],
    by_place: HashMap<(FileId, &'a str), Vec<usize>>,
    used: Vec<bool>,
}

impl<'a> Desk<'a> {
    fn new(levels: &'a [(String, Span, RuleLevel)], allowances: &'a [Allowance]) -> Self {
        let mut by_place: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, allowance) in allowances.iter().enumerate() {
            by_place.entry((allowance.span.file, allowance.rule.as_str())).or_default().push(at);
        }
        Self {
            known: rules().map(|rule| (rule.name, rule)).collect(),
            levels: levels.iter().map(|(name, _, level)| (name.as_str(), *level)).collect(),
            allowances,
            by_place,
            used: vec![false; allowances.len()],
        }
    }

    fn is_content(&self, name: &str) -> bool {
        self.known.get(name).is_some_and(|rule| rule.is_content)
    }

    fn settle(&mut self, mut fault: Diagnostic) -> Option<Diagnostic> {
        let is_content = self.is_content(fault.rule);
        if fault.severity == Severity::Error && !is_content {
            return Some(fault);
        }
        if self.allow(&fault) {
            return None;
        }
        let by_itself = || self.known.get(fault.rule).filter(|_| is_content).map(|rule| rule.level.map_or(RuleLevel::Off, RuleLevel::At));
        match self.levels.get(fault.rule).copied().or_else(by_itself) {
            Some(RuleLevel::Off) => return None,
            Some(RuleLevel::At(severity)) => fault.severity = severity,
            None => {}
        }
        Some(fault)
    }

    /// Whether a comment allows this; then the comment has served.
    fn allow(&mut self, fault: &Diagnostic) -> bool {
        let Some(span) = fault.span else { return false };
        let Some(here) = self.by_place.get(&(span.file, fault.rule)) else { return false };
        let mut is_allowed = false;
        for at in here.iter().filter(|at| self.allowances[**at].span.contains(span)) {
            self.used[*at] = true;
            is_allowed = true;
        }
        is_allowed
    }

    /// A fault for each comment that allowed nothing, though its rule is on.
    fn idle(&self) -> impl Iterator<Item = Diagnostic> {
        let is_on = |name: &str| match (self.levels.get(name), self.known.get(name)) {
            (Some(level), Some(rule)) => *level != RuleLevel::Off && rule.is_settable(),
            (None, Some(rule)) => rule.level.is_some() && rule.is_settable(),
            (_, None) => false,
        };
        let idle = self.allowances.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(allowance, _)| allowance);
        idle.filter(move |allowance| is_on(&allowance.rule) && !PRINTED.contains(&allowance.rule.as_str())).map(|allowance| {
            let message = format!("this comment allows `{}`, but nothing below it breaks that rule", allowance.rule);
            Diagnostic::warning("allow-comment", allowance.comment, message).hint("remove the comment: it would hide a later mistake")
        })
    }
}
