//! The rules and their descriptions.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::help::{self, Help, wrapped};
use super::rules::FAMILIES;
use super::visit::Visit;
use crate::diag::{Diagnostic, RuleAbout, RuleName, Severity};

/// A rule that a diagnostic may name.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Lower-case words joined by hyphens, as used in `check:` and `allow`.
    pub name: RuleName,
    /// Default severity; `None` for a rule that is off by default.
    pub level: Option<Severity>,
    /// Whether it is about the writing; other rules say that something cannot be read or shown.
    pub is_content: bool,
    text: &'static str,
}

impl Rule {
    /// What is wrong, why it matters, and an example.
    #[must_use]
    pub fn help(&self) -> Help {
        help::find(self.text, &self.name)
    }

    /// The help as plain text, as `greenpaper explain` prints it.
    ///
    /// ```
    /// let rule = greenpaper::check::rule("sentence-length").expect("a rule");
    /// assert!(rule.explain().starts_with("sentence-length (warning)"));
    /// ```
    #[must_use]
    pub fn explain(&self) -> String {
        let help = self.help();
        let mut text = format!("{} ({})\n\n{}\n", self.name, self.level_name(), wrapped(&help.summary));
        for paragraph in &help.reason {
            let _ = write!(text, "\n{}\n", wrapped(paragraph));
        }
        for (heading, example) in [("Not like this:", &help.bad), ("Like this:", &help.good)] {
            if !example.is_empty() {
                let _ = write!(text, "\n{heading}\n\n");
                for line in example.lines() {
                    text.push_str(format!("    {line}").trim_end());
                    text.push('\n');
                }
            }
        }
        if let Some(source) = &help.source {
            let _ = write!(text, "\n{}\n", wrapped(&format!("Source: {source}")));
        }
        if self.is_settable() {
            let name = self.name;
            let _ = write!(
                text,
                "\nTo change its level, write in strategy.yaml:  check: {{{name}: off}}\nTo allow it for one block, write before the block:  <!-- greenpaper: allow {name}: your reason -->\n"
            );
        } else {
            text.push_str("\nIt is always an error.\n");
        }
        text
    }

    /// Whether a strategy may set its level: errors that keep something from being read cannot be switched off.
    #[must_use]
    pub fn is_settable(&self) -> bool {
        self.is_content || self.level != Some(Severity::Error)
    }

    fn level_name(&self) -> &'static str {
        match self.level {
            Some(Severity::Error) => "error",
            Some(Severity::Warning) => "warning",
            Some(Severity::Info) => "info",
            None => "off",
        }
    }
}

/// All rules, those about the writing first.
pub fn rules() -> impl Iterator<Item = Rule> {
    FAMILIES.iter().flat_map(|family| {
        let is_content = !matches!(family.visit, Visit::Never);
        family.rules.iter().map(move |(name, level)| Rule { name: RuleName::new(name), level: *level, is_content, text: family.text })
    })
}

/// The rule with this name.
#[must_use]
pub fn rule(name: &str) -> Option<Rule> {
    rules().find(|rule| rule.name == name)
}

/// Rules whose findings keep a file from being read, so that other findings may be hidden.
const HIDE_OTHERS: [&str; 7] = ["merge-conflict", "no-front-matter", "no-index", "no-strategy", "not-utf-8", "unusable-file", "yaml"];

/// Describes each rule that `diagnostics` name, once, for reports.
#[must_use]
pub fn about(diagnostics: &[Diagnostic]) -> Vec<RuleAbout> {
    let named: HashSet<RuleName> = diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
    let rules = rules().filter(|rule| named.contains(&rule.name));
    rules
        .map(|rule| RuleAbout {
            name: rule.name,
            level: rule.level,
            summary: rule.help().summary,
            help: rule.explain(),
            hides_others: HIDE_OTHERS.contains(&rule.name.as_str()),
        })
        .collect()
}

/// Lists all rules with their levels, one per line.
#[must_use]
pub fn overview() -> String {
    let width = rules().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for is_content in [true, false] {
        let heading = if is_content { "About the writing:" } else { "About what cannot be read or shown:" };
        let _ = write!(text, "{}{heading}\n\n", if is_content { "" } else { "\n" });
        let mut lines: Vec<_> = rules().filter(|rule| rule.is_content == is_content).collect();
        lines.sort_by_key(|rule| rule.name);
        for rule in lines {
            let _ = writeln!(text, "  {:width$}  {:7}  {}", rule.name, rule.level_name(), rule.help().summary);
        }
    }
    text.push_str("\n`greenpaper explain RULE` explains a rule, with an example.\n");
    text
}
