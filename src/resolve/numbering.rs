//! Numbers of chapters, sections and headings.

use std::sync::Arc;

use crate::model::{Block, BlockKind, Chapter, Label, Numbered, Numbering};

/// The numbers of a chapter and of its sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    own: Option<String>,
    /// None for removed ones, which keep the numbers they have.
    sections: Vec<Option<Option<String>>>,
    /// Number of the chapter's first action.
    first_action: u32,
}

/// Numbers all chapters and their sections, as far as the settings ask for it; none for removed chapters.
///
/// Counting continues from a number that an author gave, not from a letter.
pub(super) fn count(chapters: &[Arc<Chapter<Label>>], numbering: Numbering) -> Vec<Option<Numbers>> {
    let (mut count, mut next_action) = (0, 1);
    let one = |chapter: &Arc<Chapter<Label>>| {
        if chapter.is_removed() {
            return None;
        }
        let number = match &chapter.front.numbered {
            Numbered::Unnumbered => None,
            Numbered::Counted => {
                count += 1;
                Some(count.to_string())
            }
            Numbered::Given(given) => {
                count = given.parse().unwrap_or(count);
                Some(given.clone())
            }
        };
        let own = number.filter(|_| numbering.chapters);
        let mut count = 0;
        let mut section = |section: &Chapter<Label>| match (&section.front.numbered, &own) {
            (Numbered::Unnumbered, _) | (_, None) => None,
            (Numbered::Given(given), Some(number)) => {
                count = given.parse().unwrap_or(count);
                Some(format!("{number}.{given}"))
            }
            (Numbered::Counted, Some(number)) => {
                count += 1;
                Some(format!("{number}.{count}"))
            }
        };
        let sections = chapter.sections.iter().map(|text| (!text.is_removed()).then(|| section(text))).collect();
        let first_action = next_action;
        std::iter::once(&**chapter).chain(&chapter.sections).for_each(|text| next_action += count_actions(&text.body));
        Some(Numbers { own, sections, first_action })
    };
    chapters.iter().map(one).collect()
}

impl Numbers {
    /// Writes the numbers into the chapter and its sections, and numbers the headings and paragraphs of both.
    pub(super) fn write(self, chapter: &mut Chapter<Label>, numbering: Numbering) {
        chapter.number = self.own;
        let mut next_action = self.first_action;
        number_actions(&mut chapter.body, &mut next_action);
        chapter.sections.iter_mut().for_each(|section| number_actions(&mut section.body, &mut next_action));
        for (section, number) in chapter.sections.iter_mut().zip(self.sections) {
            if let Some(number) = number {
                section.number = number;
                number_blocks(section, numbering, numbering.sections);
            }
        }
        // Headings in the opening of a folder chapter have no numbers: its sections have.
        let has_headings = numbering.sections && chapter.sections.is_empty();
        number_blocks(chapter, numbering, has_headings);
    }
}

fn is_past(block: &Block<Label>) -> bool {
    block.change.as_ref().is_some_and(|change| change.is_past())
}

fn count_actions(blocks: &[Block<Label>]) -> u32 {
    let mut count = 0;
    for block in blocks.iter().filter(|block| !is_past(block)) {
        count += u32::from(matches!(block.kind, BlockKind::Action(_)));
        block.kind.each_list(&mut |list| count += count_actions(list));
    }
    count
}

fn number_actions(blocks: &mut [Block<Label>], next: &mut u32) {
    for block in blocks.iter_mut().filter(|block| !is_past(block)) {
        if let BlockKind::Action(action) = &mut block.kind {
            action.number = Some(*next);
            *next += 1;
        }
        block.kind.each_list_mut(&mut |list| number_actions(list, next));
    }
}

fn number_blocks(chapter: &mut Chapter<Label>, numbering: Numbering, has_headings: bool) {
    if has_headings {
        number_headings(chapter);
    }
    if numbering.paragraphs {
        number_paragraphs(chapter);
    }
}

/// Numbers top-level paragraphs through a chapter (4.12), or through the section of a numbered heading (4.2.3). Text in lists,
/// panels and tables has no numbers of its own.
fn number_paragraphs(chapter: &mut Chapter<Label>) {
    let Some(number) = chapter.number.clone() else { return };
    let (mut base, mut count) = (number, 0);
    let mut numbers = Vec::with_capacity(chapter.body.len());
    for block in &chapter.body {
        let is_past = is_past(block);
        numbers.push(match &block.kind {
            BlockKind::Heading(heading) if !is_past => {
                if let Some(number) = &heading.number {
                    (base, count) = (number.to_string(), 0);
                }
                None
            }
            BlockKind::Paragraph(_) if !is_past => {
                count += 1;
                Some(format!("{base}.{count}").into())
            }
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(..)
            | BlockKind::BlockQuote(_)
            | BlockKind::Quotation(_)
            | BlockKind::Callout(_)
            | BlockKind::Cards(_)
            | BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::Statistics(_)
            | BlockKind::Chart(..)
            | BlockKind::Timeline(_)
            | BlockKind::Video(_)
            | BlockKind::VersionHistory
            | BlockKind::Survey(_)
            | BlockKind::Action(_)
            | BlockKind::RawHtml(_) => None,
        });
    }
    chapter.paragraph_numbers = numbers;
}

fn number_headings(chapter: &mut Chapter<Label>) {
    let Some(base) = chapter.number.clone() else { return };
    let mut counts = [0; 5];
    for block in &mut chapter.body {
        let is_past = is_past(block);
        let BlockKind::Heading(heading) = &mut block.kind else { continue };
        if is_past {
            continue;
        }
        let depth = usize::from(heading.level.clamp(2, 6)) - 2;
        counts[depth] += 1;
        counts[depth + 1..].fill(0);
        let parts: Vec<String> = counts[..=depth].iter().map(u32::to_string).collect();
        heading.number = Some(format!("{base}.{}", parts.join(".")).into());
    }
}
