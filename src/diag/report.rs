//! Reports, and the forms in which they can be shown.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Component, Path};

use serde::Serialize;

use super::{Diagnostic, RuleName, Severity};
use crate::span::{FileId, SourceMap, Span};

/// Diagnostics with everything needed to show them in any [`Form`].
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// Findings in the order of the files.
    pub diagnostics: &'a [Diagnostic],
    /// Files that they refer to.
    pub sources: &'a SourceMap,
    /// Rules that they refer to, in any order.
    pub rules: &'a [RuleAbout],
    /// Absolute path of the folder to which paths in machine-readable forms are relative.
    pub working_folder: &'a Path,
    /// Command that checks again, as readers can type it.
    pub check_command: &'a str,
    /// Most findings of one rule that people are shown in a terminal.
    pub most_of_a_rule: usize,
}

/// A rule as described in reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleAbout {
    /// Name.
    pub name: RuleName,
    /// Default severity; `None` for a rule that is off by default.
    pub level: Option<Severity>,
    /// One sentence that says what is wrong.
    pub summary: String,
    /// What the rule asks for, why, and how to do better: several paragraphs of plain text.
    pub help: String,
    /// Whether a file with such a finding could not be read in full, so that other findings may be a consequence.
    pub hides_others: bool,
}

/// Form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// With the source lines, for a terminal. Of a rule with many findings, only the first are shown.
    Human(super::Style),
    /// Sentences, for screen readers and e-mail.
    Plain,
    /// JSON, as described in the author's guide.
    Json,
    /// A line for each finding, for editors.
    Lines,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub workflow commands, which annotate a change.
    Github,
    /// GitLab code quality report, which merge requests show.
    Gitlab,
}

/// A range for machine-readable forms. Lines and columns count from 1, columns in Unicode characters; the end is exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Region {
    /// Path relative to the working folder, with forward slashes; absolute if it is outside that folder.
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Report<'_> {
    /// The whole report in a form. The text ends with a line ending unless it is empty.
    #[must_use]
    pub fn render(&self, form: Form) -> String {
        match form {
            Form::Human(style) => self.human(style) + &self.closing(),
            Form::Plain => self.plain() + &self.closing(),
            Form::Lines => self.lines(),
            Form::Json => super::printable_json(self.json()),
            Form::Sarif => super::printable_json(self.sarif()),
            Form::Github => self.github(),
            Form::Gitlab => super::printable_json(self.gitlab()),
        }
    }

    /// The findings with their lines, and how many of which rules are not shown.
    fn human(&self, style: super::Style) -> String {
        let mut seen: HashMap<RuleName, usize> = HashMap::new();
        let is_shown = |diagnostic: &&Diagnostic| {
            let count = seen.entry(diagnostic.rule).or_insert(0);
            *count += 1;
            *count <= self.most_of_a_rule
        };
        let shown: Vec<&Diagnostic> = self.diagnostics.iter().filter(is_shown).collect();
        let mut text = super::render(shown, self.sources, style);
        let mut more: Vec<(RuleName, usize)> = seen
            .into_iter()
            .filter_map(|(rule, count)| Some((rule, count.checked_sub(self.most_of_a_rule)?)))
            .filter(|(_, more)| *more > 0)
            .collect();
        more.sort_by_key(|(rule, more)| (std::cmp::Reverse(*more), *rule));
        for (rule, more) in &more {
            let _ = writeln!(text, "and {more} more of {rule}: to see all, run `{} --rule {rule}`", self.check_command);
        }
        if !more.is_empty() {
            text.push('\n');
        }
        text
    }

    /// The summary, followed by an empty line.
    fn closing(&self) -> String {
        match self.summary().to_string() {
            text if text.is_empty() => text,
            text => text + "\n",
        }
    }

    /// The rule of this name, if the report describes it.
    pub(super) fn rule(&self, name: &str) -> Option<&RuleAbout> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// The range of a span.
    pub(super) fn place(&self, span: Span) -> Region {
        let file = self.sources.file(span.file);
        // A block's span may end at the start of the next line; the end of its own last line is more useful.
        let end = span.start as usize + self.sources.text(span).trim_end_matches('\n').len();
        let (start, end) = (file.location(span.start), file.location(u32::try_from(end).unwrap_or(span.end)));
        Region { file: self.path(span.file), line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }

    /// A file's path relative to the working folder, if it is below that folder; otherwise as given.
    pub(super) fn path(&self, file: FileId) -> String {
        let file = self.sources.file(file);
        let given = format!("{}{}", file.root, file.path);
        let path = Path::new(&given);
        let path = path.strip_prefix(self.working_folder).unwrap_or(path);
        let parts: Vec<_> = path.components().filter(|part| *part != Component::CurDir).map(|part| part.as_os_str().to_string_lossy()).collect();
        match parts.split_first() {
            Some((root, rest)) if path.is_absolute() => format!("{}{}", root.replace('\\', "/"), rest.join("/")),
            _ => parts.join("/"),
        }
    }
}

/// The text with a full stop, which messages do not have.
pub(super) fn sentence(text: &str) -> String {
    let text = super::printable(text.trim_end());
    if text.ends_with(['.', '?', '!', ':', '\u{2026}']) { text } else { text + "." }
}
