//! Reads Markdown in the values of data blocks.

use crate::diag::Diagnostic;
use crate::model::{Block, BlockKind, Inline, Label, Text};
use crate::parse::source::File;
use crate::span::Span;
use crate::yaml::{Fields, Node, Origin, Value, Word};

/// Parses the Markdown of a YAML value. Passed in, because data blocks occur in Markdown and Markdown occurs in data blocks.
pub(in crate::parse) type ParseBlocks = fn(File<'_>, &str, Origin, &mut Vec<Diagnostic>) -> Vec<Block<Label>>;

/// What it takes to read the values of a data block.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) file: File<'a>,
    pub(super) parse_blocks: ParseBlocks,
    pub(super) origin: Origin,
    pub(super) span: Span,
}

impl Reader<'_> {
    /// Reads one line of Markdown.
    pub(super) fn line(self, word: &Word, diagnostics: &mut Vec<Diagnostic>) -> Vec<Inline<Label>> {
        let origin = self.origin_of(word);
        let before = diagnostics.len();
        let mut blocks = (self.parse_blocks)(self.file, &word.text, origin, diagnostics);
        if let [Block { kind: BlockKind::Paragraph(line), .. }] = blocks.as_mut_slice() {
            return std::mem::take(line);
        }
        if diagnostics.len() == before {
            let finding = Diagnostic::warning(
                "data-block",
                word.span,
                "only one paragraph of text fits here, so this is shown exactly as written, with its Markdown characters",
            );
            let hint =
                "write one paragraph, without lists, headings or pictures; to show a Markdown character, put a backslash before it: `1\\. January`";
            diagnostics.push(finding.hint(hint));
        }
        vec![Inline::Text(Text { text: word.text.as_str().into(), span: origin.span(0..word.text.len()) })]
    }

    /// Reads a source: as [`Self::line`], but it may be empty.
    pub(super) fn source(self, word: &Word, diagnostics: &mut Vec<Diagnostic>) -> Vec<Inline<Label>> {
        if word.text.trim().is_empty() { Vec::new() } else { self.line(word, diagnostics) }
    }

    pub(super) fn origin_of(self, word: &Word) -> Origin {
        match self.origin {
            Origin::At(..) => Origin::of(&word.text, word.span, self.file.text),
            Origin::Within(span) => Origin::Within(span),
        }
    }
}

/// Reads the items of a block that is a list.
pub(super) fn items<T>(node: Node, diagnostics: &mut Vec<Diagnostic>, example: &str, mut read: impl FnMut(Fields<'_>) -> Option<T>) -> Vec<T> {
    match node.value {
        Value::Sequence(items) if items.is_empty() => {
            let finding = Diagnostic::warning("data-block", node.span, "this list is empty, so its block is left out");
            diagnostics.push(finding.hint(format!("add items, such as `{example}`, or remove the block")));
            Vec::new()
        }
        Value::Sequence(items) => items.into_iter().filter_map(|item| read(Fields::new(item, diagnostics))).collect(),
        other => {
            let finding = Diagnostic::error("wrong-type", node.span, format!("this should be a list, not {}", other.kind()));
            diagnostics.push(finding.hint(format!("start each item with `- `, such as `{example}`")));
            Vec::new()
        }
    }
}
