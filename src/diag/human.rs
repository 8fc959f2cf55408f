//! Diagnostics for a terminal: the line with the span underlined, and the hints below.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity, printable, unseen};
use crate::span::{SourceMap, Span};

/// Whether a report has colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With colours, for a terminal.
    Coloured,
    /// Without colours, for files and pipes.
    Plain,
}

/// Longer lines, in bytes, are not shown: only their line and column are.
const LONGEST_LINE: usize = 400;

/// All diagnostics as text, each followed by an empty line.
///
/// ```
/// use greenpaper::diag::{Diagnostic, Style, render};
/// use greenpaper::span::{SourceMap, Span};
/// let mut sources = SourceMap::default();
/// let file = sources.add("chapters/01.md".into(), "Our plann".into());
/// let finding = Diagnostic::warning("plain-words", Span::new(file, 4..9), "`plann` is misspelt");
/// assert!(render([&finding], &sources, Style::Plain).contains("chapters/01.md:1:5"));
/// ```
#[must_use]
pub fn render<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>, sources: &SourceMap, style: Style) -> String {
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    }
    .decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for diagnostic in diagnostics {
        // The renderer replaces most unseen characters; colours are what it adds.
        text.extend(
            renderer.render(&[group(diagnostic, sources)]).chars().map(|c| if c != '\u{1b}' && unseen(c).is_some() { '\u{fffd}' } else { c }),
        );
        text.push_str("\n\n");
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceMap) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut group = Group::with_title(level.primary_title(printable(&diagnostic.message)).id(diagnostic.rule.as_str()));
    if let Some(span) = diagnostic.span {
        group = add_place(group, sources, span, None);
    }
    for (span, text) in &diagnostic.labels {
        group = add_place(group, sources, *span, Some(text));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(printable(hint)));
    }
    group
}

fn add_place<'a>(group: Group<'a>, sources: &'a SourceMap, span: Span, label: Option<&'a str>) -> Group<'a> {
    let file = sources.file(span.file);
    let path = format!("{}{}", file.root, file.path);
    let location = file.location(span.start);
    // Only the first line of a long passage is shown.
    let line = file.lines_of(Span { end: span.start, ..span });
    let shown = &file.text[line.clone()];
    if shown.len() > LONGEST_LINE || file.text.is_empty() {
        return group.element(Origin::path(path).line(location.line).char_column(location.column));
    }
    let start = shown.floor_char_boundary(span.range().start - line.start);
    let end = shown.floor_char_boundary(span.range().end - line.start).max(start);
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    group.element(
        Snippet::source(shown)
            .path(path)
            .line_start(location.line)
            .fold(false)
            .annotation(kind.span(start..end).label(label.map(std::borrow::Cow::Borrowed))),
    )
}
