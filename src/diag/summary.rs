//! A report in a few lines: which rules, which files, and what to do first.

use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

use super::report::sentence;
use super::{Diagnostic, Report, RuleName, Severity, count};

/// More rules and files than this are counted, not named, where people read.
const MOST_NAMED: usize = 5;

/// What a report comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many remarks.
    pub infos: usize,
    /// How many of all have a remedy that is certain: `greenpaper check --fix` mends them.
    pub fixable: usize,
    /// How often each rule is named, most often first.
    pub rules: Vec<Count>,
    /// How many findings each file has, most first; findings without a place are not among them.
    pub files: Vec<Count>,
    /// What to do first.
    pub first: Option<First>,
}

/// How often something is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// A rule, or a file's path.
    pub name: String,
    /// How often.
    pub count: usize,
}

/// The most useful next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct First {
    /// What to do, in a sentence or two.
    pub words: String,
    /// The rule that it is about.
    pub rule: RuleName,
    /// The number of its diagnostic, from 0, if it is about one.
    pub diagnostic: Option<usize>,
}

impl Report<'_> {
    /// The report in a few lines.
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

    /// Errors come before all else, and among them those that hide or cause others; then what a command can mend, then the
    /// rule that is broken most.
    fn first(&self) -> Option<First> {
        let errors = || self.diagnostics.iter().enumerate().filter(|(_, diagnostic)| diagnostic.severity == Severity::Error);
        let hides = |diagnostic: &Diagnostic| self.rule(&diagnostic.rule).is_some_and(|rule| rule.hides_others);
        let cause = errors().find(|(_, diagnostic)| hides(diagnostic));
        if let Some((at, error)) = cause.or_else(|| errors().next()) {
            let place = error.span.map_or(String::new(), |span| format!(" in {}", super::plain::place(self.sources, span)));
            let more = if hides(error) && self.diagnostics.len() > 1 {
                " Until then the file is not read as a whole: other findings may go with it, or come."
            } else {
                ""
            };
            let words = format!("mend the error{place}: {}{more}", sentence(&error.message));
            return Some(First { words, rule: error.rule, diagnostic: Some(at) });
        }
        let fixable = self.diagnostics.iter().filter(|diagnostic| diagnostic.suggestion.is_some());
        let fixable = counted(fixable.map(|diagnostic| diagnostic.rule), |name| name);
        if let Some(&(rule, most)) = fixable.first() {
            let all: usize = fixable.iter().map(|(_, count)| count).sum();
            let most = match (fixable.len(), most) {
                (1, _) => format!(", all of the rule {rule}"),
                (_, 1) => String::new(),
                (_, most) => format!(", {most} of them of the rule {rule}"),
            };
            let words = match all {
                1 => format!("run `{}`: it mends one of these findings by itself, of the rule {rule}.", self.fix_command),
                _ => format!("run `{}`: it mends {all} of these findings by itself{most}.", self.fix_command),
            };
            return Some(First { words, rule, diagnostic: None });
        }
        let warnings = || self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning);
        let worst = if warnings().next().is_some() { Severity::Warning } else { Severity::Info };
        let named = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == worst).map(|diagnostic| diagnostic.rule);
        let (rule, most) = counted(named, |name| name).into_iter().next()?;
        let most = if most == 1 { "one finding is".to_owned() } else { format!("{most} findings are") };
        let words = format!("look at the rule {rule}: {most} of it. `greenpaper explain {rule}` says why it is there and how to do better.");
        Some(First { words, rule, diagnostic: None })
    }
}

/// How often each thing comes, most often first; among equals the one that came first.
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

/// For people: nothing about a single finding, which speaks for itself.
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
            Some(first) => writeln!(f, "First, {}", first.words),
            None => Ok(()),
        }
    }
}

fn named(counts: &[Count], what: &str) -> String {
    let named: Vec<String> = counts.iter().take(MOST_NAMED).map(|Count { name, count }| format!("{name} {count}")).collect();
    match counts.len().saturating_sub(MOST_NAMED) {
        0 => named.join(", "),
        1 => format!("{} and 1 other {what}", named.join(", ")),
        more => format!("{} and {more} other {what}s", named.join(", ")),
    }
}
