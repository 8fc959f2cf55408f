//! A baseline: the findings that a team has on the day it starts, so that a report shows only new ones.
//!
//! The file has one line for each finding, sorted: the path without numbers, the rule and the words, separated by tabs. It has no line
//! numbers and no messages, so that it stays true when passages move, files are renumbered or greenpaper words a message differently.
//! Each of several equal lines is one finding. Two such files are merged by keeping the lines of both.

use std::collections::HashMap;

use crate::diag::{Diagnostic, Severity};
use crate::span::{SourceMap, Span};

/// The file of the baseline, beside strategy.yaml. The dot excludes it from the strategy.
pub const BASELINE: &str = ".baseline.txt";

const HEAD: &str = "\
# Findings that `greenpaper check --baseline` does not show: file, rule and words of each, one a line.
# `greenpaper check --baseline=write` writes this file again. To merge two of them, keep the lines of both.
";

/// Most words of a line that identify a finding.
const MOST_WORDS: usize = 8;

/// Findings that are known, and how often each occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline(HashMap<String, usize>);

impl Baseline {
    /// Reads the text of a baseline. Comments, and lines that are not findings, are ignored.
    ///
    /// ```
    /// use greenpaper::select::Baseline;
    /// let baseline = Baseline::read("# Comment\nchapters/one.md\tampersand\t&\n");
    /// assert_ne!(baseline, Baseline::default());
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut known = HashMap::new();
        for line in text.lines().map(str::trim_end).filter(|line| line.matches('\t').count() == 2) {
            *known.entry(line.to_owned()).or_insert(0) += 1;
        }
        Self(known)
    }

    /// The text of a baseline of all `findings` but errors, and their number.
    #[must_use]
    pub fn write(findings: &[Diagnostic], sources: &SourceMap) -> (String, usize) {
        let findings = findings.iter().filter(|finding| finding.severity != Severity::Error);
        let mut lines: Vec<String> = findings.map(|finding| line(finding, sources) + "\n").collect();
        lines.sort_unstable();
        (HEAD.to_owned() + &lines.concat(), lines.len())
    }

    /// The findings that are not in the baseline, and how many of the baseline are gone. Errors are always new.
    pub(super) fn new_ones(&self, findings: Vec<Diagnostic>, sources: &SourceMap) -> (Vec<Diagnostic>, usize) {
        let mut known = self.0.clone();
        let is_new = |finding: &Diagnostic| {
            let left = known.get_mut(&line(finding, sources)).filter(|left| **left > 0 && finding.severity != Severity::Error);
            left.map(|left| *left -= 1).is_none()
        };
        let new = findings.into_iter().filter(is_new).collect();
        (new, known.values().sum())
    }
}

/// The line for a finding.
fn line(finding: &Diagnostic, sources: &SourceMap) -> String {
    let path = finding.span.map_or("-".to_owned(), |span| without_numbers(&sources.file(span.file).path));
    let words = finding.span.map_or(String::new(), |span| words(finding, span, sources));
    format!("{path}\t{}\t{words}", finding.rule)
}

/// The words that the message quotes; otherwise the first words of the line, from where the finding starts.
fn words(finding: &Diagnostic, span: Span, sources: &SourceMap) -> String {
    let written = sources.text(span).trim();
    let is_quoted = written.contains(char::is_alphanumeric) && finding.message.contains(written);
    let file = sources.file(span.file);
    let rest = file.text.get(span.start as usize..file.lines_of(span).end.max(span.start as usize)).unwrap_or("");
    let text = if is_quoted { written } else { rest.lines().next().unwrap_or("") };
    text.split_whitespace().take(MOST_WORDS).collect::<Vec<_>>().join(" ")
}

/// A path without the numbers that order files: `chapters/our-plan.md`.
fn without_numbers(path: &str) -> String {
    let name = |part: &str| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.strip_prefix('-').filter(|_| rest.len() < part.len()).unwrap_or(part).to_owned()
    };
    path.split('/').map(name).collect::<Vec<_>>().join("/")
}
