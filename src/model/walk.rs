//! A visitor for everything that reads a document's text.

use super::{Block, BlockKind, Chapter, Image, Inline, Transcript};

/// Role of a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalkContext {
    /// Running text: paragraphs, list items, cells, data blocks.
    Prose,
    /// A heading or a callout's title.
    Heading,
    /// Caption of a picture or table, or attribution of a quotation.
    Caption,
    /// Term of a definition list.
    Term,
}

/// Visits the blocks and lines of a text in reading order.
///
/// ```
/// use greenpaper::model::{Inline, Label, Walk, WalkContext, plain_text};
///
/// /// Counts headings.
/// struct Headings(usize);
///
/// impl Walk<Label> for Headings {
///     fn line(&mut self, _: &[Inline<Label>], context: WalkContext) {
///         self.0 += usize::from(context == WalkContext::Heading);
///     }
/// }
/// ```
pub trait Walk<L> {
    /// Called for each block, before its content.
    fn block(&mut self, _block: &Block<L>) {}
    /// Called for each line of text: a paragraph, a cell, a title.
    fn line(&mut self, _line: &[Inline<L>], _context: WalkContext) {}
    /// Called for each picture that is a block of its own.
    fn figure(&mut self, _image: &Image) {}

    /// Visits a chapter's body and footnotes, without its sections.
    fn chapter(&mut self, chapter: &Chapter<L>) {
        self.blocks(&chapter.body);
        for footnote in &chapter.footnotes {
            self.blocks(&footnote.body);
        }
    }

    /// Visits blocks and everything inside them.
    fn blocks(&mut self, blocks: &[Block<L>]) {
        for block in blocks {
            self.block(block);
            match &block.kind {
                BlockKind::Heading(heading) => self.line(&heading.content, WalkContext::Heading),
                BlockKind::Paragraph(content) => self.line(content, WalkContext::Prose),
                BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.body)),
                BlockKind::DefinitionList(definitions) => {
                    for definition in definitions {
                        self.line(&definition.term, WalkContext::Term);
                        definition.descriptions.iter().for_each(|description| self.blocks(description));
                    }
                }
                BlockKind::Table(table) => {
                    if let Some(caption) = &table.caption {
                        self.line(caption, WalkContext::Caption);
                    }
                    table.groups.iter().chain(&table.head).for_each(|cell| self.line(&cell.content, WalkContext::Heading));
                    table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.line(&cell.content, WalkContext::Prose));
                    if !table.notes.is_empty() {
                        self.line(&table.notes, WalkContext::Caption);
                    }
                }
                BlockKind::Figure(image, caption) => {
                    self.figure(image);
                    self.line(caption, WalkContext::Caption);
                }
                BlockKind::BlockQuote(body) => self.blocks(body),
                BlockKind::Quotation(quotation) => {
                    self.blocks(&quotation.body);
                    self.line(&quotation.attribution, WalkContext::Caption);
                }
                BlockKind::Callout(callout) => {
                    self.line(&callout.title, WalkContext::Heading);
                    self.blocks(&callout.body);
                }
                BlockKind::Cards(cards) => {
                    for card in cards {
                        self.line(&card.title, WalkContext::Heading);
                        self.blocks(&card.body);
                    }
                }
                BlockKind::Statistics(statistics) => {
                    for statistic in statistics {
                        self.line(&statistic.label, WalkContext::Prose);
                        self.line(&statistic.source, WalkContext::Caption);
                    }
                }
                BlockKind::Timeline(moments) => moments.iter().for_each(|moment| self.line(&moment.text, WalkContext::Prose)),
                BlockKind::Action(action) => self.line(&action.what, WalkContext::Prose),
                BlockKind::Video(video) => {
                    if let Transcript::Blocks(blocks) = &video.transcript {
                        self.blocks(blocks);
                    }
                }
                BlockKind::Gallery(gallery) => {
                    for item in &gallery.items {
                        self.figure(&item.image);
                        self.line(&item.caption, WalkContext::Caption);
                    }
                }
                BlockKind::Chart(_, source) => self.line(source, WalkContext::Caption),
                BlockKind::Code(_)
                | BlockKind::ThematicBreak
                | BlockKind::VersionHistory
                | BlockKind::ListOf(_)
                | BlockKind::Survey(_)
                | BlockKind::RawHtml(_) => {}
            }
        }
    }
}
