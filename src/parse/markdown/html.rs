//! HTML in Markdown: comments to greenpaper, language spans, and everything that is shown as text.

use std::ops::Range;

use super::super::inline;
use super::raw_html::{self, Unclosed};
use super::{BodyBuilder, DEEPEST, Element, Open};
use crate::diag::Diagnostic;
use crate::model::{BlockKind, Break, CodeBlock, Inline, RawHtml, Text};
use crate::span::Span;

impl BodyBuilder<'_> {
    /// Adds a block of HTML, which is at `range` in the Markdown.
    pub(super) fn html_block(&mut self, html: &str, span: Span, range: &Range<usize>) {
        let read = raw_html::read(html);
        match &read.unclosed {
            None => self.comments.read(range),
            Some(Unclosed::Comment(nth)) => return self.comments.read_before(range, *nth),
            Some(Unclosed::Tag(name)) => {
                self.comments.read(range);
                self.diagnostics.push(raw_html::unclosed(name, span));
                return;
            }
        }
        read.comments.iter().for_each(|comment| self.comment(comment, span));
        if read.has_declarations {
            self.report_declaration(span);
        }
        if read.shown.trim().is_empty() {
            return;
        }
        if read.tags.is_empty() {
            let finding = Diagnostic::error("html-text", span, "these words share a line with a comment, so they are not read as Markdown");
            self.diagnostics.push(finding.hint("put the comment on a line of its own, with an empty line before and after it"));
        } else if self.file.settings.raw_html == RawHtml::Allow {
            read.tags.iter().for_each(|tag| self.tags.see(tag, span));
            self.block(BlockKind::RawHtml(read.shown.into()), span);
            return;
        } else if read.has_words {
            let finding = Diagnostic::error("html-text", span, "this text is in HTML, so readers would see it as program code");
            self.diagnostics.push(finding.hint(
                "write it in Markdown: paste it as plain text, then put `##` before headings and `-` before list items; or set `raw_html: allow` in strategy.yaml: it then appears on the site but not in print",
            ));
        } else {
            self.report_html(span);
        }
        self.block(BlockKind::Code(CodeBlock { language: None, text: read.shown.into() }), span);
    }

    pub(super) fn comment(&mut self, comment: &str, span: Span) {
        self.report_swallowed(comment, span);
        let Some(order) = comment.trim().strip_prefix("greenpaper:") else { return };
        let rule = order.trim().strip_prefix("allow ").and_then(|rest| rest.split_once(':'));
        match rule {
            Some((rule, reason)) if !reason.trim().is_empty() => {
                let place = self.place_of_rule(comment, rule.trim(), span);
                self.waiting.push((rule.trim().to_owned(), place));
            }
            _ => self.diagnostics.push(
                Diagnostic::error("allow-comment", span, "greenpaper does not understand this comment")
                    .hint("write `<!-- greenpaper: allow RULE: reason -->`"),
            ),
        }
    }

    /// The place of the name of a rule in a comment in the HTML at `span`; that of the HTML where it is not written exactly so.
    fn place_of_rule(&self, comment: &str, rule: &str, span: Span) -> Span {
        let written = self.file.text.get(span.range()).unwrap_or("");
        let start = written.find(comment).and_then(|at| {
            let allow = comment.find("allow ")?;
            Some(at + allow + comment[allow + 6..].find(rule)? + 6)
        });
        start.map_or(span, |start| span.part(start, start + rule.len()))
    }

    /// Reports a comment in which another begins on a later line: the first was not closed, and the text between them is lost.
    fn report_swallowed(&mut self, comment: &str, span: Span) {
        let is_quoted = |at: usize| comment[..at].ends_with('`');
        let inner = comment.match_indices("<!--").map(|(at, _)| at).find(|at| !is_quoted(*at) && comment[..*at].contains('\n'));
        if inner.is_some() {
            let line = self.file.text.get(span.range()).and_then(|text| text.split('\n').next()).map_or(0, str::len);
            let message = "this comment is not closed before the next one begins, so the text between them is lost";
            let finding = Diagnostic::error("exposed-comment", span.part(0, line), message);
            self.diagnostics.push(finding.hint("write `-->` after its last word, or delete it"));
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, span: Span) {
        if let Some(comment) = html.strip_prefix("<!--") {
            self.report_swallowed(comment, span);
            if comment.trim_start().starts_with("greenpaper:") {
                let finding = Diagnostic::warning("allow-comment", span, "this comment has no effect inside a paragraph");
                self.diagnostics.push(finding.hint("put it on a line of its own before the block, with an empty line between"));
            }
            return;
        }
        if html.starts_with("<!") || html.starts_with("<?") {
            return self.report_declaration(span);
        }
        if self.shift_tag(html, span) {
            return;
        }
        if self.is_in_cell() && raw_html::tag(html).is_line_break() {
            self.inline(Inline::LineBreak(Break::Line));
            return;
        }
        let is_end = html.eq_ignore_ascii_case("</span>");
        if let Some(tag) = inline::language_of(html) {
            if self.skipped == 0 && self.open.len() <= DEEPEST {
                self.open.push(Open::new(Element::Language(tag), span));
            } else if self.skipped == 0 {
                if self.deep_spans == 0 {
                    self.report_depth(span);
                }
                self.deep_spans += 1;
            }
        } else if is_end && self.deep_spans > 0 {
            self.deep_spans -= 1;
        } else if is_end && matches!(self.top().element, Element::Language(_)) {
            self.close_language();
        } else if is_end && self.odd_spans == 0 && self.file.settings.raw_html == RawHtml::Report {
            self.diagnostics.push(
                Diagnostic::warning("unclosed-language", span, "this `</span>` closes nothing, so it is left out")
                    .hint("put `<span lang=\"…\">` before the words, inside the same paragraph, link or emphasis, or remove this"),
            );
        } else if self.file.settings.raw_html == RawHtml::Allow {
            self.tags.see(&raw_html::tag(html), span);
            self.inline(Inline::RawHtml(html.into()));
        } else {
            if raw_html::is_placeholder(html) {
                self.report_placeholder(html, span);
                return self.inline(Inline::Code(Text { text: html.into(), span }));
            }
            self.odd_spans += usize::from(html.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("<span")));
            self.odd_spans -= usize::from(is_end);
            self.report_html(span);
            self.inline(Inline::Code(Text { text: html.into(), span }));
        }
    }

    /// Whether a cell of a table is open: a line of its own is HTML in every Markdown, because a cell is one line of the source.
    fn is_in_cell(&self) -> bool {
        self.open.iter().any(|open| matches!(open.element, Element::TableCell))
    }

    /// Closes an unclosed `<span lang>` at the end of the element that contains it.
    pub(super) fn close_unclosed_language(&mut self) {
        let place = self.top().span;
        if let Element::Shifted(shift) = self.top().element {
            self.report_unclosed_shift(shift, place);
            return self.close_language();
        }
        self.diagnostics.push(
            Diagnostic::warning("unclosed-language", place, "this `<span>` is not closed, so the rest of its paragraph counts as that language")
                .hint("write `</span>` after the last word of that language, inside the same paragraph, link or emphasis"),
        );
        self.close_language();
    }

    pub(super) fn close_language(&mut self) {
        if let Some(open) = self.open.pop() {
            self.close(open);
        }
    }

    fn report_declaration(&mut self, span: Span) {
        let finding = Diagnostic::warning("raw-html", span, "this is not Markdown, and browsers do not show it, so it is left out");
        self.diagnostics.push(finding.hint("delete it; write a private note as `<!-- note -->`"));
    }

    /// Reports words in angle brackets, which readers would not see in other tools.
    fn report_placeholder(&mut self, words: &str, span: Span) {
        let message = format!("`{words}` is a placeholder for text that is not written yet");
        let hint = "write the text, or say when it will be available; to show the angle brackets, put the words between backticks";
        self.diagnostics.push(Diagnostic::warning("placeholder-text", span, message).hint(hint));
    }

    pub(super) fn report_html(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::warning(
                "raw-html",
                span,
                "HTML is shown as text here, because only `<span lang=\"…\">`, `<sub>` and `<sup>` work in every output",
            )
            .hint("write it in Markdown, or set `raw_html: allow` in strategy.yaml: it then appears on the site but not in print"),
        );
    }
}
