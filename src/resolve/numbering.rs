//! Numbers of chapters, sections and headings.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Block, BlockKind, BlockNumber, CalloutKind, Chapter, Counting, Label, Numbered, NumberedKind, Numbering};

/// The numbers of a chapter and of its sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    own: Option<String>,
    /// None for removed ones, which keep the numbers they have.
    sections: Vec<Option<Option<String>>>,
    /// What had been counted before the chapter.
    counts: Counts,
}

/// How many blocks of each kind there have been.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Counts {
    throughout: [u32; NumberedKind::ALL.len()],
    in_chapter: [u32; NumberedKind::ALL.len()],
    /// Number of the chapter, and a dot.
    prefix: String,
}

impl Counts {
    /// The number of the next block, if it has one.
    fn next(&mut self, kind: &BlockKind<Label>, numbering: Numbering) -> Option<BlockNumber> {
        let (kind, counting) = numbered_kind(kind, numbering)?;
        let at = kind as usize;
        self.throughout[at] += 1;
        self.in_chapter[at] += 1;
        let number = match counting {
            Counting::None => return None,
            Counting::Throughout => self.throughout[at].to_string(),
            Counting::Chapter => format!("{}{}", self.prefix, self.in_chapter[at]),
        };
        Some(BlockNumber { kind, number: number.into() })
    }

    fn open_chapter(&mut self, number: Option<&str>) {
        self.in_chapter = [0; NumberedKind::ALL.len()];
        self.prefix = number.map_or_else(String::new, |number| format!("{number}."));
    }
}

/// What a block counts as, and how that is counted.
fn numbered_kind(kind: &BlockKind<Label>, numbering: Numbering) -> Option<(NumberedKind, Counting)> {
    match kind {
        BlockKind::Table(table) => table.caption.as_ref().map(|_| (NumberedKind::Table, numbering.tables)),
        BlockKind::Figure(_, caption) => (!caption.is_empty()).then_some((NumberedKind::Figure, numbering.figures)),
        BlockKind::Chart(..) => Some(match numbering.charts {
            Counting::None => (NumberedKind::Figure, numbering.figures),
            counting => (NumberedKind::Chart, counting),
        }),
        BlockKind::Callout(callout) if callout.title.is_empty() => None,
        BlockKind::Callout(callout) => match callout.kind {
            CalloutKind::Box | CalloutKind::CaseStudy => Some((NumberedKind::Box, numbering.boxes)),
            CalloutKind::Recommendation => Some((NumberedKind::Recommendation, numbering.recommendations)),
            CalloutKind::Note
            | CalloutKind::Tip
            | CalloutKind::Important
            | CalloutKind::Warning
            | CalloutKind::Caution
            | CalloutKind::Action
            | CalloutKind::Transcript
            | CalloutKind::Vision
            | CalloutKind::Pledge
            | CalloutKind::PullQuote => None,
        },
        BlockKind::Action(_) => Some((NumberedKind::Action, Counting::Throughout)),
        BlockKind::Heading(_)
        | BlockKind::Paragraph(_)
        | BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::BlockQuote(_)
        | BlockKind::Quotation(_)
        | BlockKind::Cards(_)
        | BlockKind::Code(_)
        | BlockKind::ThematicBreak
        | BlockKind::Statistics(_)
        | BlockKind::Timeline(_)
        | BlockKind::Video(_)
        | BlockKind::VersionHistory
        | BlockKind::ListOf(_)
        | BlockKind::Gallery(_)
        | BlockKind::Survey(_)
        | BlockKind::RawHtml(_) => None,
    }
}

/// Numbers of blocks by the names that authors gave them.
pub(super) type NamedNumbers = HashMap<Box<str>, BlockNumber>;

/// Numbers all chapters and their sections, as far as the settings ask for it; none for removed chapters.
///
/// Counting continues from a number that an author gave, not from a letter.
pub(super) fn count(chapters: &[Arc<Chapter<Label>>], numbering: Numbering) -> (Vec<Option<Numbers>>, NamedNumbers) {
    let (mut count, mut counts, mut named) = (0, Counts::default(), NamedNumbers::new());
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
        counts.open_chapter(own.as_deref());
        let before = counts.clone();
        std::iter::once(&**chapter).chain(&chapter.sections).for_each(|text| count_blocks(&text.body, numbering, &mut counts, &mut named));
        Some(Numbers { own, sections, counts: before })
    };
    let numbers = chapters.iter().map(one).collect();
    (numbers, named)
}

impl Numbers {
    /// Writes the numbers into the chapter and its sections, and numbers the headings and paragraphs of both.
    pub(super) fn write(self, chapter: &mut Chapter<Label>, numbering: Numbering) {
        chapter.number = self.own;
        let mut counts = self.counts;
        label_blocks(&mut chapter.body, numbering, &mut counts);
        chapter.sections.iter_mut().for_each(|section| label_blocks(&mut section.body, numbering, &mut counts));
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

/// Counts blocks, and notes the numbers of those with names.
fn count_blocks(blocks: &[Block<Label>], numbering: Numbering, counts: &mut Counts, named: &mut NamedNumbers) {
    for block in blocks.iter().filter(|block| !is_past(block)) {
        if let Some(number) = counts.next(&block.kind, numbering) {
            let action = if let BlockKind::Action(action) = &block.kind { Some(&action.name) } else { None };
            let name = action.or(block.label.as_ref().and_then(|label| label.name.as_ref()));
            named.extend(name.map(|name| (name.clone(), number)));
        }
        block.kind.each_list(&mut |list| count_blocks(list, numbering, counts, named));
    }
}

/// Gives blocks their numbers; a numbered block without a name gets one, so that lists can lead to it.
fn label_blocks(blocks: &mut [Block<Label>], numbering: Numbering, counts: &mut Counts) {
    for block in blocks.iter_mut().filter(|block| !is_past(block)) {
        if let Some(number) = counts.next(&block.kind, numbering) {
            if let BlockKind::Action(action) = &mut block.kind {
                action.number = number.number.parse().ok();
            } else {
                let label = block.label.get_or_insert_default();
                label.name.get_or_insert_with(|| format!("{}_{}", number.kind.name(), number.number.replace('.', "-")).into());
                label.number = Some(number);
            }
        }
        block.kind.each_list_mut(&mut |list| label_blocks(list, numbering, counts));
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
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
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
