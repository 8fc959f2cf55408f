//! Headings and their anchors.

use pulldown_cmark::HeadingLevel;

use super::BodyBuilder;
use crate::diag::{Diagnostic, Severity};
use crate::model::{BlockKind, Heading, Inline, Label, plain_text, slug};
use crate::span::Span;
use crate::yaml::Origin;

impl BodyBuilder<'_> {
    pub(super) fn heading(&mut self, level: HeadingLevel, id: Option<String>, others: &[String], content: Vec<Inline<Label>>, span: Span) {
        let mut level = level as u8;
        // A list of terms may have a heading for its editors, which is not published.
        if !self.report_underlined(level, span) && level == 1 && !self.file.path.starts_with("glossary/") {
            self.diagnostics.push(
                Diagnostic::error("heading-1", span, "a chapter has one main heading: its title")
                    .hint("write `##` for the headings of the text, or move this one into `title:`"),
            );
        }
        level = level.max(2);
        if content.is_empty() {
            self.diagnostics.push(Diagnostic::error("empty-heading", span, "this heading is empty").hint("add its words, or remove it"));
            return;
        }
        self.level = level;
        let anchor = match id {
            // Markdown reads `{#Our Places}` as an anchor and another attribute.
            Some(id) => {
                let words: Vec<&str> =
                    std::iter::once(id.as_str()).chain(others.iter().filter(|other| !other.starts_with('.')).map(String::as_str)).collect();
                self.given_anchor(words.join(" "), self.brackets(span))
            }
            None => {
                let words = plain_text(&content);
                self.report_no_anchor(others, &words, span);
                self.anchor(&words)
            }
        };
        self.block(BlockKind::Heading(Heading { level, anchor, number: None, content }), span);
    }

    /// Reports a line of `=` or `-` below words that were hardly meant as a heading. Returns whether it did.
    fn report_underlined(&mut self, level: u8, span: Span) -> bool {
        const BOX: &str = "start each line of the box with `>`, the first with `> [!note] Title`, and remove the two lines of `=`";
        const CODE: &str = "for program text put a line of three backticks before and after it; remove the two lines of `-`";
        let written = self.file.text.get(span.range()).filter(|_| matches!(self.origin, Origin::At(..))).unwrap_or("").trim_end();
        let Some((words, line)) = written.rsplit_once('\n').filter(|_| span.start > 0 && !written.starts_with('#')) else { return false };
        let line = line.trim_start_matches(['>', ' ']);
        let place = span.part(0, words.len());
        let is_other_tools = words.starts_with('[') && words.ends_with(']') && !words.contains('\n') && line.len() >= 4;
        let (severity, rule) = if level == 1 { (Severity::Error, "heading-1") } else { (Severity::Warning, "stray-markup") };
        let report = |message: &str, hint: &str| Diagnostic::new(severity, rule, place, message).hint(hint);
        let finding = if is_other_tools {
            self.underline = Some(line.to_owned());
            let hint = if line.starts_with('=') { BOX } else { CODE };
            report("this begins a block of another tool, but is read as a heading, because of the line below it", hint)
        } else if self.underline.as_deref() == Some(line) {
            self.underline = None;
            let hint = if line.starts_with('=') { BOX } else { CODE };
            report("this is read as a heading, because the line below it ends a block of another tool", hint)
        } else if level == 2 && (words.contains('\n') || words.ends_with(['.', ';', ','])) {
            let hint = "for a line between two paragraphs put an empty line above the hyphens; for a heading write `## Words`";
            report("the line of hyphens below makes a heading of these words", hint)
        } else {
            return false;
        };
        self.diagnostics.push(finding);
        true
    }

    pub(super) fn given_anchor(&mut self, id: String, span: Span) -> Box<str> {
        let clean = slug(&id);
        if clean != id {
            let message = format!("`{id}` cannot be an anchor");
            self.diagnostics.push(
                Diagnostic::error("anchor", span, message)
                    .hint(format!("use lower-case words with hyphens, such as `{{#{}}}`", if clean.is_empty() { "our-places" } else { &clean })),
            );
        } else {
            self.claim_anchor(&id, span);
        }
        id.into()
    }

    /// Takes an anchor that an author gave, and reports it if it is taken.
    pub(super) fn claim_anchor(&mut self, id: &str, span: Span) {
        if !self.anchors.insert(id.to_owned()) {
            let message = format!("the anchor `{id}` is already used on this page");
            let hint = "give one of them another `{#name}`, or one of the actions another `id`";
            self.diagnostics.push(Diagnostic::error("anchor", span, message).hint(hint));
        }
    }

    /// Reports curly brackets without an anchor, which Markdown drops silently.
    fn report_no_anchor(&mut self, others: &[String], words: &str, span: Span) {
        let written = self.file.text.get(self.brackets(span).range()).unwrap_or("");
        let is_last = self.file.text.get(span.range()).is_some_and(|heading| heading.trim_end().ends_with(written));
        let is_dropped = written.starts_with('{') && is_last && !words.ends_with('}');
        if others.is_empty() && !is_dropped {
            return;
        }
        let first = others.first().map_or(written, String::as_str);
        let name = Some(slug(first)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "our-places".into());
        let finding = Diagnostic::warning("anchor", self.brackets(span), "these curly brackets contain no anchor, so they are left out");
        self.diagnostics.push(finding.hint(format!("an anchor begins with `#`: `{{#{name}}}`")));
    }

    /// Span of the curly brackets at the end of a heading, or of the whole heading.
    fn brackets(&self, heading: Span) -> Span {
        let text = self.file.text.get(heading.range()).unwrap_or("");
        match (self.origin, text.rfind('{'), text.rfind('}')) {
            (Origin::At(..), Some(start), Some(end)) if start < end => heading.part(start, end + 1),
            _ => heading,
        }
    }

    /// A unique anchor for a heading with these words.
    pub(super) fn anchor(&mut self, words: &str) -> Box<str> {
        let base = Some(slug(words)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "section".into());
        let mut anchor = base.clone();
        while !self.anchors.insert(anchor.clone()) {
            let count = self.anchor_counts.entry(base.clone()).or_insert(1);
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        anchor.into()
    }

    /// Heading level for the title of a callout or card here: one below the last heading.
    pub(super) fn panel_level(&self) -> u8 {
        (self.level + 1).min(6)
    }
}
