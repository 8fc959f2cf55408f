//! Numbers of chapters, sections and headings.

use crate::model::{BlockKind, Change, Chapter, Label, Numbered, Numbering};

/// Numbers all chapters, and their sections and headings where the settings ask for it.
///
/// A given number that is a number is counted on from; a letter is not.
pub(super) fn number_chapters(chapters: &mut [Chapter<Label>], numbering: Numbering) {
    let mut count = 0;
    for chapter in chapters.iter_mut().filter(|chapter| !chapter.is_removed()) {
        let number = match &chapter.numbered {
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
        chapter.number = number.filter(|_| numbering.chapters);
        let mut sections = 0;
        for section in chapter.sections.iter_mut().filter(|section| !section.is_removed()) {
            section.number = match (&section.numbered, &chapter.number) {
                (Numbered::Unnumbered, _) | (_, None) => None,
                (Numbered::Given(given), Some(number)) => {
                    sections = given.parse().unwrap_or(sections);
                    Some(format!("{number}.{given}"))
                }
                (Numbered::Counted, Some(number)) => {
                    sections += 1;
                    Some(format!("{number}.{sections}"))
                }
            };
            number_blocks(section, numbering, numbering.sections);
        }
        // The headings of a folder's opening stand before its sections, which have the numbers.
        let has_headings = numbering.sections && chapter.sections.is_empty();
        number_blocks(chapter, numbering, has_headings);
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

/// Counts the paragraphs that stand by themselves through a chapter (4.12), or through the section of a numbered heading
/// (4.2.3). What stands in lists, panels and tables is part of what it stands in.
fn number_paragraphs(chapter: &mut Chapter<Label>) {
    let Some(number) = chapter.number.clone() else { return };
    let (mut base, mut count) = (number, 0);
    let mut numbers = Vec::with_capacity(chapter.body.len());
    for block in &chapter.body {
        let is_past = matches!(block.change.as_deref(), Some(Change::Removed | Change::MovedAway));
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
            _ => None,
        });
    }
    chapter.paragraph_numbers = numbers;
}

fn number_headings(chapter: &mut Chapter<Label>) {
    let Some(base) = chapter.number.clone() else { return };
    let mut counts = [0; 5];
    for block in &mut chapter.body {
        let is_past = matches!(block.change.as_deref(), Some(Change::Removed | Change::MovedAway));
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
