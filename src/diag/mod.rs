//! What is wrong with an author's files: collected, never thrown, always with what to do.

mod github;
mod gitlab;
mod human;
mod json;
mod plain;
mod report;
mod rule;
mod sarif;
mod summary;

pub use human::{Style, render};
pub use report::{Form, Report, RuleAbout};
pub use rule::RuleName;
pub use summary::{Count, First, Summary};

use strsim::osa_distance;

use crate::span::{FileId, SourceMap, Span};

/// How bad it is. Errors keep a build from being published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be published before this is mended.
    Error,
    /// Published all the same, but somebody should look.
    Warning,
    /// Worth knowing.
    Info,
}

/// One fault, with its place and its remedy, in an author's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule was broken: lower-case words with hyphens.
    pub rule: RuleName,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where. A fault of a whole folder has no place.
    pub span: Option<Span>,
    /// A character that the fault speaks of, where no more is known of its place: see [`seek`].
    pub sought: Option<char>,
    /// Further places that explain it.
    pub labels: Vec<(Span, String)>,
    /// What to do.
    pub hints: Vec<String>,
    /// What to write instead, where that is certain.
    pub suggestion: Option<Box<Suggestion>>,
}

/// Other words for a place: a change that needs no judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Diagnostic {
    /// A fault of the given severity at `span`.
    pub fn new(severity: Severity, rule: impl Into<RuleName>, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        let (message, span) = (message.into(), span.into());
        Self { rule: rule.into(), severity, message, span, sought: None, labels: Vec::new(), hints: Vec::new(), suggestion: None }
    }

    /// The files that it points into.
    pub fn files(&self) -> impl Iterator<Item = FileId> + '_ {
        self.span.iter().chain(self.labels.iter().map(|(span, _)| span)).map(|span| span.file)
    }

    /// An error at `span`.
    pub fn error(rule: impl Into<RuleName>, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, rule, span, message)
    }

    /// A warning at `span`.
    pub fn warning(rule: impl Into<RuleName>, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, rule, span, message)
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds what to write in place of `span`.
    #[must_use]
    pub fn suggest(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.suggestion = Some(Box::new(Suggestion { span, replacement: replacement.into() }));
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// Adds "did you mean …?" when one of the `known` names is near to `name`.
    #[must_use]
    pub fn nearest<'a>(self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(name, known) {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

/// The name among `known` that `name` was probably meant to be: the nearest by optimal string alignment distance (Hyyrö
/// 2003), at most a third of the name's length; the first of equals wins.
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
        // Only a difference in case is nearer than one edit, and that is cheap to see.
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

/// Gives faults that speak of a character the first place in `sources` where it stands and no fault tells of it already.
pub fn seek(diagnostics: &mut [Diagnostic], sources: &SourceMap) {
    let told: Vec<Span> = diagnostics.iter().filter_map(|diagnostic| diagnostic.span).collect();
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.span.is_none()) {
        let Some(character) = diagnostic.sought else { continue };
        let mut places = sources.iter().flat_map(|(file, source)| {
            let found = source.text.match_indices(character);
            found.map(move |(start, found)| Span::new(file, start..start + found.len()))
        });
        diagnostic.span = places.find(|place| !told.iter().any(|told| told.contains(*place)));
    }
}

/// Puts faults into the order of the files, then of the text; those without a place come first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (a.span, a.severity, a.rule, &a.message).cmp(&(b.span, b.severity, b.rule, &b.message)));
}

/// How many of them are of `severity`.
#[must_use]
pub fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}

/// Messages are printed as they are, so a file's control characters must not reach the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
