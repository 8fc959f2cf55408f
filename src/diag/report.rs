//! A report: what every form of it is made from.

use std::path::{Component, Path};

use serde::Serialize;

use super::{Diagnostic, RuleName, Severity};
use crate::span::{FileId, SourceMap, Span};

/// Diagnostics, with all that their readers need to know; [`Form`] says how it can be shown.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What is wrong, in the order of the files.
    pub diagnostics: &'a [Diagnostic],
    /// The files that they speak of.
    pub sources: &'a SourceMap,
    /// The rules that they name, in any order.
    pub rules: &'a [RuleAbout],
    /// The folder from which forms for programs count paths: an absolute path.
    pub working_folder: &'a Path,
    /// The command that mends what is certain, as a reader can type it.
    pub fix_command: &'a str,
}

/// What a report tells of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleAbout {
    /// Its name.
    pub name: RuleName,
    /// How bad a finding is by itself; `None` for a rule that is off by itself.
    pub level: Option<Severity>,
    /// What is wrong, in one sentence.
    pub summary: String,
    /// What it is, why, and how to do better: plain text of several paragraphs.
    pub help: String,
    /// Whether a file with such a fault was not read as a whole, so that other faults may follow from it.
    pub hides_others: bool,
}

/// How a report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// With the lines themselves, for a terminal.
    Human(super::Style),
    /// Sentences, for screen readers and e-mail.
    Plain,
    /// For programs: the shape is in the guide, and its version in the text.
    Json,
    /// For programs: SARIF 2.1.0.
    Sarif,
    /// Commands of GitHub's workflows, which annotate a change.
    Github,
    /// GitLab's code quality report, which a merge request shows.
    Gitlab,
}

/// A place for programs. Lines and columns count from 1, columns in Unicode characters; the end stands behind the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Region {
    /// From the working folder, with forward slashes; absolute if it is elsewhere on another disk.
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Report<'_> {
    /// The whole report in a form; each ends in a line end, unless there is nothing to say.
    #[must_use]
    pub fn render(&self, form: Form) -> String {
        match form {
            Form::Human(style) => super::render(self.diagnostics, self.sources, style) + &self.closing(),
            Form::Plain => self.plain() + &self.closing(),
            Form::Json => self.json(),
            Form::Sarif => self.sarif(),
            Form::Github => self.github(),
            Form::Gitlab => self.gitlab(),
        }
    }

    /// The summary, and a line between it and what comes next.
    fn closing(&self) -> String {
        match self.summary().to_string() {
            text if text.is_empty() => text,
            text => text + "\n",
        }
    }

    /// The rule of that name, as far as the report knows it.
    pub(super) fn rule(&self, name: &str) -> Option<&RuleAbout> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// A place for programs.
    pub(super) fn place(&self, span: Span) -> Region {
        let file = self.sources.file(span.file);
        // A block's span may reach to the start of the next line; its own last one says more.
        let end = span.start as usize + self.sources.text(span).trim_end_matches('\n').len();
        let (start, end) = (file.location(span.start), file.location(u32::try_from(end).unwrap_or(span.end)));
        Region { file: self.path(span.file), line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }

    /// A file's path from the working folder, if it lies below it; otherwise as it was given.
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

/// The text as one sentence: messages have no full stop of their own.
pub(super) fn sentence(text: &str) -> String {
    let text = super::printable(text.trim_end());
    if text.ends_with(['.', '?', '!', ':', '\u{2026}']) { text } else { text + "." }
}
