//! What the change marks inside a passage are about: words, or formatting alone.

use super::{Block, BlockKind, Change, Inline, InlineChange, Mark, Target, Walk, WalkContext};

/// What changed inside blocks or lines of a redline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// Words, parts, values or the address of a link.
    pub content: bool,
    /// Emphasis, language or code, with the same words.
    pub formatting: bool,
}

impl Extent {
    /// What changed inside `blocks`.
    #[must_use]
    pub fn of_blocks(blocks: &[Block<Target>]) -> Self {
        let mut extent = Self::default();
        extent.blocks(blocks);
        extent
    }

    /// What changed inside `line`.
    #[must_use]
    pub fn of_line(line: &[Inline<Target>]) -> Self {
        let mut extent = Self::default();
        extent.line(line, WalkContext::Prose);
        extent
    }

    /// Whether anything is marked.
    #[must_use]
    pub fn is_marked(self) -> bool {
        self.content || self.formatting
    }

    /// Whether only formatting is marked.
    #[must_use]
    pub fn is_formatting(self) -> bool {
        self.formatting && !self.content
    }
}

impl Walk<Target> for Extent {
    fn block(&mut self, block: &Block<Target>) {
        let is_edited = match block.change.as_deref() {
            None => false,
            Some(Change::Edited) => true,
            Some(_) => {
                self.content = true;
                return;
            }
        };
        let unchanged = Mark::Unchanged;
        self.content |= match &block.kind {
            BlockKind::List(list) => list.items.iter().any(|item| item.mark != unchanged),
            BlockKind::DefinitionList(definitions) => definitions.iter().any(|definition| definition.mark != unchanged),
            BlockKind::Table(table) => {
                table.rows.iter().any(|row| row.mark != unchanged) || table.columns.iter().any(|column| column.mark != unchanged)
            }
            BlockKind::Cards(cards) => cards.iter().any(|card| card.mark != unchanged),
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::BlockQuote(_)
            | BlockKind::Quotation(_)
            | BlockKind::Callout(_)
            | BlockKind::Figure(..) => false,
            // What changed in these is not in lines of text.
            BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::Statistics(_)
            | BlockKind::Chart(..)
            | BlockKind::Timeline(_)
            | BlockKind::Action(_)
            | BlockKind::Video(_)
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
            | BlockKind::Survey(_)
            | BlockKind::RawHtml(_) => is_edited,
        };
    }

    fn line(&mut self, line: &[Inline<Target>], _: WalkContext) {
        self.marks(line);
    }
}

impl Extent {
    fn marks(&mut self, line: &[Inline<Target>]) {
        for inline in line {
            let Inline::Changed(change) = inline else {
                self.marks(inline.content());
                continue;
            };
            match &**change {
                InlineChange::Added(_) | InlineChange::Removed(_) | InlineChange::MovedHere(_) | InlineChange::MovedAway(_) => self.content = true,
                InlineChange::Reformatted { was, now } => {
                    let mut addresses = (Vec::new(), Vec::new());
                    targets(was, &mut addresses.0);
                    targets(now, &mut addresses.1);
                    match addresses.0 == addresses.1 {
                        true => self.formatting = true,
                        false => self.content = true,
                    }
                }
                // Readers are not shown this as a change.
                InlineChange::Respelled { .. } => {}
            }
        }
    }
}

/// The targets of the links in `line`, without those to the glossary, which nobody wrote.
fn targets<'a>(line: &'a [Inline<Target>], into: &mut Vec<&'a Target>) {
    for inline in line {
        if let Inline::Link(link) = inline {
            into.extend(Some(&link.target).filter(|target| !matches!(target, Target::Term(_))));
        } else {
            targets(inline.content(), into);
        }
    }
}

impl Block<Target> {
    /// Whether only its formatting changed (redlines only).
    #[must_use]
    pub fn is_reformatted(&self) -> bool {
        matches!(self.change.as_deref(), Some(Change::Edited)) && Extent::of_blocks(std::slice::from_ref(self)).is_formatting()
    }
}
