//! Diagnostics: findings in an author's files, and the forms in which they are reported.
//!
//! Diagnostics are values that are collected, never errors that stop a stage.

mod github;
mod gitlab;
mod human;
mod json;
mod lines;
mod plain;
mod report;
mod rule;
mod sarif;
mod summary;
mod unseen;

pub use human::{Style, render};
pub use report::{Form, Report, RuleAbout};
pub use rule::RuleName;
pub use summary::{Count, First, Summary};
pub use unseen::{Unseen, printable, printable_json, unseen};

use strsim::osa_distance;

use crate::span::{FileId, SourceMap, Span};

/// Severity of a finding. Errors prevent publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Must be fixed before anything is published.
    Error,
    /// Does not prevent publication, but needs attention.
    Warning,
    /// Worth knowing.
    Info,
}

/// A finding, with its span and what to do about it, worded for authors.
///
/// ```
/// use greenpaper::diag::Diagnostic;
/// let finding = Diagnostic::warning("unused-footnote", None, "nothing refers to the footnote `a`").hint("remove the footnote");
/// assert_eq!(finding.hints, ["remove the footnote"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Name of the rule: lower-case words joined by hyphens.
    pub rule: RuleName,
    /// Severity.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Span in the source; `None` for a finding about a whole folder.
    pub span: Option<Span>,
    /// The character that the finding is about, if its position is not known: see [`seek`].
    pub sought: Option<char>,
    /// Related spans, each with an explanation.
    pub labels: Vec<(Span, String)>,
    /// What to do.
    pub hints: Vec<String>,
    /// Replacement that is certain to be right, if there is one.
    pub suggestion: Option<Box<Suggestion>>,
}

/// A replacement that needs no judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Span to replace.
    pub span: Span,
    /// Replacement text.
    pub replacement: String,
}

impl Diagnostic {
    /// A finding of the given severity at `span`.
    pub fn new(severity: Severity, rule: impl Into<RuleName>, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        let (message, span) = (message.into(), span.into());
        Self { rule: rule.into(), severity, message, span, sought: None, labels: Vec::new(), hints: Vec::new(), suggestion: None }
    }

    /// Files of its spans.
    pub fn files(&self) -> impl Iterator<Item = FileId> + '_ {
        self.span.iter().chain(self.labels.iter().map(|(span, _)| span)).map(|span| span.file)
    }

    /// The same finding, with `offset` added to the index of each file.
    #[must_use]
    pub fn shifted(mut self, offset: u32) -> Self {
        let labels = self.labels.iter_mut().map(|(span, _)| span);
        let suggestion = self.suggestion.iter_mut().map(|suggestion| &mut suggestion.span);
        self.span.iter_mut().chain(labels).chain(suggestion).for_each(|span| span.file.0 += offset);
        self
    }

    /// An error at `span`.
    pub fn error(rule: impl Into<RuleName>, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, rule, span, message)
    }

    /// A warning at `span`.
    pub fn warning(rule: impl Into<RuleName>, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, rule, span, message)
    }

    /// Adds a hint that says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Sets the replacement of `span`.
    #[must_use]
    pub fn suggest(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.suggestion = Some(Box::new(Suggestion { span, replacement: replacement.into() }));
        self
    }

    /// Adds a related span with an explanation.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// Adds "did you mean …?" if one of the `known` names is similar to `name`.
    #[must_use]
    pub fn nearest<'a>(self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(name, known) {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

/// The name among `known` that `name` is probably a misspelling of: the nearest by optimal string alignment distance (Hyyrö
/// 2003), at a distance of at most a third of its length, and the first of several.
///
/// ```
/// assert_eq!(greenpaper::diag::nearest("titel", ["title", "subtitle"]), Some("title"));
/// ```
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = name;
    let name = name.to_lowercase();
    let length = name.chars().count();
    let limit = (length / 3).max(1);
    let mut best: Option<(usize, &'a str)> = None;
    for known in known {
        // The difference in length is a lower bound of the distance. A name that is spelt correctly is not a misspelling.
        if known.chars().count().abs_diff(length) > limit || known == written {
            continue;
        }
        let lower = known.to_lowercase();
        let bound = best.map_or(limit + 1, |(distance, _)| distance);
        // Only a difference in case is nearer than one edit, and that is cheap to detect.
        if bound == 1 && lower != name {
            continue;
        }
        let distance = osa_distance(&lower, &name);
        if distance < bound && distance < length {
            best = Some((distance, known));
        }
    }
    best.map(|(_, known)| known)
}

/// Sets the span of findings about a character to its first occurrence in `sources` that no other finding covers.
pub fn seek(diagnostics: &mut [Diagnostic], sources: &SourceMap) {
    let reported: Vec<Span> = diagnostics.iter().filter_map(|diagnostic| diagnostic.span).collect();
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.span.is_none()) {
        let Some(character) = diagnostic.sought else { continue };
        let mut places = sources.iter().flat_map(|(file, source)| {
            let found = source.text.match_indices(character);
            found.map(move |(start, found)| Span::new(file, start..start + found.len()))
        });
        diagnostic.span = places.find(|place| !reported.iter().any(|span| span.contains(*place)));
    }
}

/// Widens every span to character boundaries. Spans within text that differs from its source, such as code, escapes or curly
/// quotes, are approximate and may otherwise start or end inside a character.
pub fn align(diagnostics: &mut [Diagnostic], sources: &SourceMap) {
    for diagnostic in diagnostics {
        for span in diagnostic.span.iter_mut().chain(diagnostic.labels.iter_mut().map(|(span, _)| span)) {
            let text = &sources.file(span.file).text;
            let range = span.range();
            if range.end <= text.len() {
                *span = Span::new(span.file, text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end));
            }
        }
    }
}

/// Sorts findings by file, then by position; those without a span come first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (a.span, a.severity, a.rule, &a.message).cmp(&(b.span, b.severity, b.rule, &b.message)));
}

/// Number of findings with this severity.
#[must_use]
pub fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}
