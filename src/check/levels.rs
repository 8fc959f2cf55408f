//! Applies the levels that a strategy sets, and the exceptions that comments allow.

use std::collections::{HashMap, HashSet};

use super::rule::{Rule, rules};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Allowance, RuleLevel};
use crate::span::{FileId, Span};

const UNKNOWN_RULE: &str = "unknown-rule";

/// Rules that are checked only for print: before that, a comment that allows one is never unused.
const PRINTED: [&str; 2] = ["picture-resolution", "wide-table"];

/// Sets severities according to the strategy's `check`, drops findings that are off or allowed, and reports unknown rule names and
/// comments that allow nothing.
///
/// Errors of reading and resolving stay errors and cannot be switched off.
#[must_use]
pub fn apply_levels(diagnostics: Vec<Diagnostic>, levels: &[(String, Span, RuleLevel)], allowances: &[Allowance]) -> Vec<Diagnostic> {
    let mut effective = EffectiveLevels::new(levels, allowances);
    // A text that could not be read looks empty: one finding is enough.
    let unread = |finding: &&Diagnostic| finding.severity == Severity::Error && !effective.is_content(finding.rule.as_str());
    let faulty: HashSet<FileId> = diagnostics.iter().filter(unread).filter_map(|finding| Some(finding.span?.file)).collect();
    let is_echo = |finding: &Diagnostic| finding.rule == "empty-chapter" && finding.span.is_some_and(|span| faulty.contains(&span.file));
    let mut applied: Vec<Diagnostic> =
        diagnostics.into_iter().filter(|finding| !is_echo(finding)).filter_map(|finding| effective.apply(finding)).collect();
    let named = levels.iter().map(|(name, span, _)| (name, *span)).chain(allowances.iter().map(|allowance| (&allowance.rule, allowance.comment)));
    applied.extend(named.filter_map(|(name, span)| unknown(effective.known.get(name.as_str()), name, span)));
    let unused: Vec<Diagnostic> = effective.unused().collect();
    applied.extend(unused.into_iter().filter_map(|finding| effective.apply(finding)));
    applied
}

/// Sets severities and drops findings that are off or allowed, for findings that come after [`apply_levels`].
#[must_use]
pub fn apply_late(diagnostics: Vec<Diagnostic>, levels: &[(String, Span, RuleLevel)], allowances: &[Allowance]) -> Vec<Diagnostic> {
    let mut effective = EffectiveLevels::new(levels, allowances);
    diagnostics.into_iter().filter_map(|finding| effective.apply(finding)).collect()
}

fn unknown(rule: Option<&Rule>, name: &str, span: Span) -> Option<Diagnostic> {
    match rule {
        Some(rule) if rule.is_settable() => None,
        Some(_) => {
            let finding = Diagnostic::error(UNKNOWN_RULE, span, format!("`{name}` is always an error and cannot be changed or allowed"));
            Some(finding.hint(format!("`greenpaper explain {name}` says how to fix it")))
        }
        None => {
            let finding = Diagnostic::error(UNKNOWN_RULE, span, format!("there is no rule called `{name}`"));
            let finding = finding.nearest(name, rules().filter(Rule::is_settable).map(|rule| rule.name.as_str()));
            Some(finding.hint("`greenpaper explain` lists all rules"))
        }
    }
}

/// Decides the level of each finding.
struct EffectiveLevels<'a> {
    known: HashMap<&'static str, Rule>,
    levels: HashMap<&'a str, RuleLevel>,
    allowances: &'a [Allowance],
    by_place: HashMap<(FileId, &'a str), Vec<usize>>,
    used: Vec<bool>,
}

impl<'a> EffectiveLevels<'a> {
    fn new(levels: &'a [(String, Span, RuleLevel)], allowances: &'a [Allowance]) -> Self {
        let mut by_place: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, allowance) in allowances.iter().enumerate() {
            by_place.entry((allowance.span.file, allowance.rule.as_str())).or_default().push(at);
        }
        Self {
            known: rules().map(|rule| (rule.name.as_str(), rule)).collect(),
            levels: levels.iter().map(|(name, _, level)| (name.as_str(), *level)).collect(),
            allowances,
            by_place,
            used: vec![false; allowances.len()],
        }
    }

    fn is_content(&self, name: &str) -> bool {
        self.known.get(name).is_some_and(|rule| rule.is_content)
    }

    fn apply(&mut self, mut finding: Diagnostic) -> Option<Diagnostic> {
        let is_content = self.is_content(finding.rule.as_str());
        if finding.severity == Severity::Error && !is_content {
            return Some(finding);
        }
        if self.allow(&finding) {
            return None;
        }
        // Some findings of a rule are errors, whatever its usual level.
        let is_error = finding.severity == Severity::Error;
        let default = || self.known.get(finding.rule.as_str()).filter(|_| is_content).map(|rule| rule.level.map_or(RuleLevel::Off, RuleLevel::At));
        let set = self.levels.get(finding.rule.as_str()).copied();
        let is_set = set.is_some();
        match set.or_else(default) {
            Some(RuleLevel::Off) => return None,
            Some(RuleLevel::At(severity)) if is_set || !is_error => finding.severity = severity,
            Some(RuleLevel::At(_)) | None => {}
        }
        Some(finding)
    }

    /// Whether a comment allows this finding; marks the comment as used.
    fn allow(&mut self, finding: &Diagnostic) -> bool {
        let Some(span) = finding.span else { return false };
        let Some(here) = self.by_place.get(&(span.file, finding.rule.as_str())) else { return false };
        let mut is_allowed = false;
        for at in here.iter().filter(|at| self.allowances[**at].span.contains(span)) {
            self.used[*at] = true;
            is_allowed = true;
        }
        is_allowed
    }

    /// A finding for each comment that allowed nothing although its rule is on.
    fn unused(&self) -> impl Iterator<Item = Diagnostic> {
        let is_on = |name: &str| match (self.levels.get(name), self.known.get(name)) {
            (Some(level), Some(rule)) => *level != RuleLevel::Off && rule.is_settable(),
            (None, Some(rule)) => rule.level.is_some() && rule.is_settable(),
            (_, None) => false,
        };
        let idle = self.allowances.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(allowance, _)| allowance);
        idle.filter(move |allowance| is_on(&allowance.rule) && !PRINTED.contains(&allowance.rule.as_str())).map(|allowance| {
            let message = format!("this comment allows `{}`, but nothing below it breaks that rule", allowance.rule);
            Diagnostic::warning("allow-comment", allowance.comment, message).hint("remove the comment: it could hide a later mistake")
        })
    }
}
