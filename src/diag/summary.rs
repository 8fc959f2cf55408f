//! Summary of a report: findings by rule and by file, and where to start.

use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

use super::report::sentence;
use super::{Diagnostic, Report, RuleName, Severity, count};

/// Maximum number of rules and files named in the text form.
const MAX_NAMED: usize = 5;

/// Summary of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Number of remarks.
    pub infos: usize,
    /// Number of findings that `greenpaper check --fix` can fix.
    pub fixable: usize,
    /// Number of findings for each rule, largest first.
    pub rules: Vec<Count>,
    /// Number of findings in each file, largest first; findings without a span are not counted.
    pub files: Vec<Count>,
    /// Where to start.
    pub first: Option<First>,
}

/// Number of findings of a rule or in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Name of a rule or path of a file.
    pub name: String,
    /// Number of findings.
    pub count: usize,
}

/// The most useful next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct First {
    /// What to do, in a sentence or two.
    pub words: String,
    /// Rule that it is about.
    pub rule: RuleName,
    /// Index of its diagnostic, if it is about a single one.
    pub diagnostic: Option<usize>,
}

impl Report<'_> {
    /// The summary of the report.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let all = self.diagnostics;
        let placed = all.iter().filter_map(|diagnostic| diagnostic.span);
        Summary {
            errors: count(all, Severity::Error),
            warnings: count(all, Severity::Warning),
            infos: count(all, Severity::Info),
            fixable: all.iter().filter(|diagnostic| diagnostic.suggestion.is_some()).count(),
            rules: counted(all.iter().map(|diagnostic| diagnostic.rule), |name| name.to_string()),
            files: counted(placed.map(|span| span.file), |file| self.path(file)),
            first: self.first(),
        }
    }

    /// Errors come first, and among them those that hide or cause others; then whatever can be fixed automatically; then the rule
    /// with the most findings.
    fn first(&self) -> Option<First> {
        let errors = || self.diagnostics.iter().enumerate().filter(|(_, diagnostic)| diagnostic.severity == Severity::Error);
        let hides = |diagnostic: &Diagnostic| self.rule(&diagnostic.rule).is_some_and(|rule| rule.hides_others);
        let cause = errors().find(|(_, diagnostic)| hides(diagnostic));
        if let Some((at, error)) = cause.or_else(|| errors().next()) {
            let place = error.span.map_or(String::new(), |span| format!(" in {}", super::plain::place(self.sources, span)));
            let more = if hides(error) && self.diagnostics.len() > 1 {
                " Until it is fixed, the file cannot be read in full: other findings may appear or disappear."
            } else {
                ""
            };
            let words = format!("Start with the error{place}: {}{more}", sentence(&error.message));
            return Some(First { words, rule: error.rule, diagnostic: Some(at) });
        }
        let fixable = self.diagnostics.iter().filter(|diagnostic| diagnostic.suggestion.is_some());
        let fixable = counted(fixable.map(|diagnostic| diagnostic.rule), |name| name);
        if let Some(&(rule, most)) = fixable.first() {
            let all: usize = fixable.iter().map(|(_, count)| count).sum();
            let most = match (fixable.len(), most) {
                (1, _) => format!(", all from the rule {rule}"),
                (_, 1) => String::new(),
                (_, most) => format!(", {most} of them from the rule {rule}"),
            };
            let fix = format!("{} --fix", self.check_command);
            let words = match all {
                1 => format!("Run `{fix}` to fix one of these findings automatically, from the rule {rule}."),
                _ => format!("Run `{fix}` to fix {all} of these findings automatically{most}."),
            };
            return Some(First { words, rule, diagnostic: None });
        }
        let warnings = || self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning);
        let worst = if warnings().next().is_some() { Severity::Warning } else { Severity::Info };
        let named = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == worst).map(|diagnostic| diagnostic.rule);
        let (rule, most) = counted(named, |name| name).into_iter().next()?;
        let most = if most == 1 { "one finding".to_owned() } else { format!("{most} findings") };
        let words = format!("Start with the rule {rule}, which has {most}. `greenpaper explain {rule}` says why it matters and how to do better.");
        Some(First { words, rule, diagnostic: None })
    }
}

/// Number of occurrences of each item, largest first; equal ones in the order of their first occurrence.
fn counted<T: Copy + Eq + std::hash::Hash, C: From<(N, usize)>, N>(things: impl Iterator<Item = T>, name: impl Fn(T) -> N) -> Vec<C> {
    let mut order: Vec<(T, usize)> = Vec::new();
    let mut known: HashMap<T, usize> = HashMap::new();
    for thing in things {
        let at = *known.entry(thing).or_insert_with(|| {
            order.push((thing, 0));
            order.len() - 1
        });
        order[at].1 += 1;
    }
    order.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    order.into_iter().map(|(thing, count)| C::from((name(thing), count))).collect()
}

impl From<(String, usize)> for Count {
    fn from((name, count): (String, usize)) -> Self {
        Self { name, count }
    }
}

/// For people; empty for a single finding, which needs no summary.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.errors + self.warnings + self.infos < 2 {
            return Ok(());
        }
        writeln!(f, "By rule: {}", named(&self.rules, "rule"))?;
        if !self.files.is_empty() {
            writeln!(f, "By file: {}", named(&self.files, "file"))?;
        }
        match &self.first {
            Some(first) => writeln!(f, "{}", first.words),
            None => Ok(()),
        }
    }
}

fn named(counts: &[Count], what: &str) -> String {
    let named: Vec<String> = counts.iter().take(MAX_NAMED).map(|Count { name, count }| format!("{name} {count}")).collect();
    match counts.len().saturating_sub(MAX_NAMED) {
        0 => named.join(", "),
        1 => format!("{} and 1 other {what}", named.join(", ")),
        more => format!("{} and {more} other {what}s", named.join(", ")),
    }
}
