//! Every glossary link of a document, term by term.

use std::fmt::Write as _;

use serde::Serialize;

use crate::model::{Document, Inline, LinkPolicy, Target, Walk, WalkContext, plain_text};
use crate::span::{SourceMap, Span};

/// Every glossary link of a document.
#[derive(Debug, Serialize)]
pub struct GlossaryReport {
    /// Terms in the order of the language's dictionary.
    pub terms: Vec<TermReport>,
}

/// A term and its links.
#[derive(Debug, Serialize)]
pub struct TermReport {
    /// The term.
    pub term: String,
    /// Its abbreviation.
    pub abbreviation: Option<String>,
    /// When occurrences become links.
    pub policy: &'static str,
    /// Number of uses in the document.
    pub uses: u32,
    /// Its links in reading order.
    pub links: Vec<LinkReport>,
}

/// A link and the text around it.
#[derive(Debug, Serialize)]
pub struct LinkReport {
    /// Path of the file, as in other reports.
    pub file: String,
    /// Starts at 1.
    pub line: usize,
    /// Starts at 1, in characters.
    pub column: usize,
    /// The text before it on its line.
    pub before: String,
    /// The linked words.
    pub text: String,
    /// The text after it on its line.
    pub after: String,
}

/// How many characters of a line to show on each side of a link.
const CONTEXT: usize = 40;

/// Bytes that are certain to contain `CONTEXT` characters: each takes up to four bytes, and consecutive spaces count as one.
const NEAR: usize = 32 * CONTEXT;

/// Lists every glossary link, by term.
///
/// ```
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default())?;
/// let report = greenpaper::report::glossary(&checked.document, &checked.sources);
/// assert!(report.terms.iter().any(|term| term.abbreviation.as_deref() == Some("ICB")));
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn glossary(document: &Document, sources: &SourceMap) -> GlossaryReport {
    let mut links: Vec<Vec<(Span, String)>> = vec![Vec::new(); document.glossary.terms.len()];
    for (_, chapter) in document.texts() {
        let mut finder = LinkFinder { links: &mut links };
        finder.chapter(chapter);
    }
    let terms = document.glossary.alphabetical.iter().map(|id| {
        let at = id.0 as usize;
        let term = &document.glossary.terms[at];
        TermReport {
            term: term.term.clone(),
            abbreviation: term.abbreviation.clone(),
            policy: policy_name(term.link.unwrap_or(document.settings.glossary.link)),
            uses: document.glossary.used[at].iter().map(|usage| usage.count).sum(),
            links: links[at].iter().map(|(span, text)| link_report(*span, text, sources)).collect(),
        }
    });
    GlossaryReport { terms: terms.collect() }
}

struct LinkFinder<'a> {
    links: &'a mut Vec<Vec<(Span, String)>>,
}

impl Walk<Target> for LinkFinder<'_> {
    fn line(&mut self, line: &[Inline<Target>], _: WalkContext) {
        self.inlines(line);
    }
}

impl LinkFinder<'_> {
    fn inlines(&mut self, line: &[Inline<Target>]) {
        for inline in line {
            let Inline::Link(link) = inline else {
                self.inlines(inline.content());
                continue;
            };
            if let Target::Term(used) = &link.target {
                self.links[used.term.0 as usize].push((link.span, plain_text(&link.content)));
            }
        }
    }
}

fn link_report(span: Span, text: &str, sources: &SourceMap) -> LinkReport {
    let file = sources.file(span.file);
    let location = file.location(span.start);
    let lines = file.lines_of(span);
    let side = |range: std::ops::Range<usize>| file.text.get(range).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
    // A line may be as long as a chapter, so look only near the link.
    let before_near = file.text.floor_char_boundary(span.range().start.saturating_sub(NEAR));
    let after_near = file.text.floor_char_boundary(span.range().end + NEAR);
    let before: String = side(lines.start.max(before_near)..span.range().start);
    let after: String = side(span.range().end..lines.end.min(after_near));
    let before: String = before.chars().skip(before.chars().count().saturating_sub(CONTEXT)).collect();
    LinkReport {
        file: format!("{}{}", file.root, file.path),
        line: location.line,
        column: location.column,
        before,
        text: text.replace('\n', " "),
        after: after.chars().take(CONTEXT).collect(),
    }
}

fn policy_name(policy: LinkPolicy) -> &'static str {
    match policy {
        LinkPolicy::Every => "every",
        LinkPolicy::FirstInSection => "first-in-section",
        LinkPolicy::FirstInChapter => "first-in-chapter",
        LinkPolicy::FirstInDocument => "first-in-document",
        LinkPolicy::Marked => "marked",
        LinkPolicy::Never => "never",
    }
}

impl GlossaryReport {
    /// Formats the report for people: each term, then its links, one per line.
    #[must_use]
    pub fn human(&self) -> String {
        let mut text = String::new();
        for term in &self.terms {
            let name = match &term.abbreviation {
                Some(abbreviation) => format!("{} ({abbreviation})", term.term),
                None => term.term.clone(),
            };
            // Writing to a string cannot fail.
            let times = |count: usize| format!("{count} {}", if count == 1 { "time" } else { "times" });
            let _ = writeln!(text, "{name}: used {}, linked {} ({})", times(term.uses as usize), times(term.links.len()), term.policy);
            for link in &term.links {
                let _ = writeln!(text, "  {}:{}:{}  {} [{}] {}", link.file, link.line, link.column, link.before, link.text, link.after);
            }
        }
        text
    }
}
