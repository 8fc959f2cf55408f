//! Fenced blocks: data blocks and code.

use std::ops::Range;

use super::super::data;
use super::BodyBuilder;
use crate::diag::Diagnostic;
use crate::model::{BlockKind, CodeBlock};
use crate::span::Span;
use crate::yaml::Origin;

/// What other tools draw from a block of this language.
const PROGRAMS: [&str; 10] = ["mermaid", "plantuml", "puml", "graphviz", "dot", "math", "latex", "katex", "vega-lite", "dataview"];

impl BodyBuilder<'_> {
    /// Adds the content of a code block with the info string `info`; `fenced` is its range in the Markdown, if it is not an indented one.
    /// `start` is the offset of its text there, if the text occurs verbatim.
    pub(super) fn code(&mut self, info: &str, text: String, start: Option<usize>, span: Span, fenced: Option<&Range<usize>>) {
        let language = info.split_whitespace().next();
        let (origin, unclosed) = match (self.origin, start) {
            (Origin::At(file, offset), Some(start)) => (Origin::At(file, offset + start), self.unclosed(span)),
            (Origin::At(..), None) => (Origin::Within(span), self.unclosed(span)),
            _ => (Origin::Within(span), None),
        };
        // A comment in an indented or unclosed block was not meant to be shown as code.
        if let Some(range) = fenced.filter(|_| unclosed.is_none()) {
            self.comments.read(range);
        }
        if fenced.is_none() && !self.report_pasted_code(span) {
            self.report_indented_text(span);
        }
        let data = language.filter(|name| data::is_block(name));
        if let (Some(name), Some(place)) = (data, unclosed) {
            let finding = Diagnostic::error("data-block", place, format!("the `{name}` block that starts here is not closed"));
            self.diagnostics.push(finding.hint("close it with a line of three backticks"));
            return;
        }
        if let Some(kind) = language.and_then(|name| data::parse(self.file, super::parse_blocks, name, &text, origin, span, self.diagnostics)) {
            if let Some(mut kind) = kind {
                if let BlockKind::Table(table) = &mut kind
                    && table.caption.is_none()
                {
                    table.caption = self.table_caption(span);
                    table.caption.iter_mut().for_each(|caption| self.take_name(caption));
                }
                self.take_name_of(info, span);
                if let BlockKind::Action(action) = &kind {
                    self.claim_anchor(&action.name, span);
                }
                self.block(kind, span);
            }
            return;
        }
        if let Some(place) = unclosed {
            let finding = Diagnostic::warning("unclosed-block", place, "this block is not closed, so it includes everything after it");
            self.diagnostics.push(finding.hint("close it with a line of the same characters, at least as many as here"));
        }
        if let Some(language) = language.filter(|name| fenced.is_some() && (PROGRAMS.contains(name) || name.starts_with('{'))) {
            let line = self.file.text.get(span.range()).and_then(|text| text.split('\n').next()).map_or(0, str::len);
            let message = format!("a block of `{language}` is not drawn or worked out here, so readers see it as program text");
            let hint = "put in a picture with alt text, or write the words without this block; figures can be a `chart` block";
            self.diagnostics.push(Diagnostic::warning("foreign-markup", span.part(0, line), message).hint(hint));
        }
        self.block(BlockKind::Code(CodeBlock { language: language.map(Into::into), text: text.into() }), span);
    }

    /// The first line of an unclosed fenced block, which includes everything after it.
    fn unclosed(&self, span: Span) -> Option<Span> {
        let written = self.file.text.get(span.range()).unwrap_or("").trim_end();
        let length = written.bytes().take_while(|byte| matches!(byte, b'`' | b'~')).count();
        let (first, rest) = written.split_once('\n').unwrap_or((written, ""));
        // In a block quote, `>` comes before the fence.
        let last = rest.rsplit('\n').next().unwrap_or("").trim_start_matches(['>', ' ', '\t']);
        let is_closed = last.len() >= length && last.bytes().all(|byte| matches!(byte, b'`' | b'~'));
        (length >= 3 && !is_closed).then(|| Span { end: span.start + first.len() as u32, ..span })
    }
}
