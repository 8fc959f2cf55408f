//! Callouts, quotations and cards: block quotes whose first line is `[!kind] Title`.

use super::super::inline;
use super::BodyBuilder;
use crate::diag::Diagnostic;
use crate::model::{Block, BlockKind, Callout, CalloutKind, Card, Inline, Label, Mark, Quotation, plain_text};
use crate::span::Span;

const QUOTE: &str = "quote";
const CARD: &str = "card";

impl BodyBuilder<'_> {
    /// Adds a finished block quote, as a callout, a quotation or a card if it is one.
    pub(super) fn block_quote(&mut self, mut blocks: Vec<Block<Label>>, span: Span) {
        let is_escaped = |place: Span| self.file.text.as_bytes()[..place.range().start].ends_with(b"\\");
        let Some((kind, place)) = kind_of(&blocks).filter(|(_, place)| !is_escaped(*place)) else {
            self.block(BlockKind::BlockQuote(blocks), span);
            return;
        };
        // `kind_of` has made sure that the first block is a paragraph.
        let Block { kind: BlockKind::Paragraph(line), span: first, .. } = blocks.remove(0) else { return };
        let (mut title, rest) = inline::split_first_line(line);
        let rest = Some(rest).filter(|rest| !rest.is_empty()).map(|rest| Block::new(first, BlockKind::Paragraph(rest)));
        inline::strip_prefix(&mut title, &format!("[!{kind}]"));
        inline::trim_start(&mut title);
        self.take_name(&mut title);
        let body: Vec<_> = rest.into_iter().chain(blocks).collect();
        match kind.to_lowercase().as_str() {
            QUOTE => self.block(BlockKind::Quotation(Quotation { body, attribution: title }), span),
            CARD => card(self, title, body, span),
            name => {
                let kind = known_kind(self, name, place);
                let words = plain_text(&title);
                let anchor = match kind {
                    CalloutKind::CaseStudy => self.anchor(if words.is_empty() { "case-study" } else { &words }),
                    _ => format!("callout_{}", self.next_callout()).into(),
                };
                let level = self.panel_level();
                self.block(BlockKind::Callout(Callout { kind, title, level, anchor, body }), span);
            }
        }
    }
}

/// The kind named in the first line of a block quote, with its span.
fn kind_of(blocks: &[Block<Label>]) -> Option<(String, Span)> {
    let BlockKind::Paragraph(line) = &blocks.first()?.kind else { return None };
    let Inline::Text(text) = line.first()? else { return None };
    let (kind, _) = text.text.strip_prefix("[!")?.split_once(']')?;
    let is_name = !kind.is_empty() && kind.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    is_name.then(|| (kind.to_owned(), text.span.part(0, kind.len() + 3)))
}

fn known_kind(builder: &mut BodyBuilder<'_>, name: &str, place: Span) -> CalloutKind {
    if let Some(kind) = CalloutKind::ALL.into_iter().find(|kind| kind.name() == name) {
        return kind;
    }
    let names = || CalloutKind::ALL.into_iter().map(CalloutKind::name).chain([QUOTE, CARD]);
    let all: Vec<&str> = names().collect();
    builder.diagnostics.push(
        Diagnostic::warning("unknown-callout", place, format!("there is no callout `{name}`, so this is shown as a note"))
            .nearest(name, names())
            .hint(format!("use one of: {}", all.join(", "))),
    );
    CalloutKind::Note
}

/// Adds a card to the group of cards before it, or starts a group.
fn card(builder: &mut BodyBuilder<'_>, title: Vec<Inline<Label>>, body: Vec<Block<Label>>, span: Span) {
    if title.is_empty() {
        builder.diagnostics.push(
            Diagnostic::error("empty-heading", span, "this card has no title")
                .hint("write it after `[!card]`, as a link if the card leads somewhere"),
        );
    }
    let card = Card { title, level: builder.panel_level(), body, span, mark: Mark::Unchanged };
    if let Some(Block { kind: BlockKind::Cards(cards), span: whole, .. }) = builder.last_block() {
        cards.push(card);
        whole.end = span.end;
        builder.name = None;
    } else {
        builder.block(BlockKind::Cards(vec![card]), span);
    }
}
