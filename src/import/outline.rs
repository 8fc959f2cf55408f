//! Headings: which paragraphs are some, and at which level.

use super::flow::{Item, Paragraph};
use super::report::Findings;
use super::role::Role;
use super::typed::without_start;
use crate::model::plain_text;
use crate::span::Span;

/// What was found out about the headings of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Outline {
    /// Whether chapters are numbered, by hand or by Word.
    pub(super) chapters: bool,
    /// Whether sections are numbered.
    pub(super) sections: bool,
}

/// The longest line that is taken for a heading without a style of one, in bytes.
const LONGEST: usize = 90;
/// Fewer lines in a row that end in page numbers are no contents list.
const FEWEST_LINES: usize = 3;

/// Leaves the contents list out, and gives every heading a level: 1 for chapters, without gaps below.
pub(super) fn outline(items: &mut Vec<Item>, words: &str, findings: &mut Findings) -> Outline {
    drop_contents(items, words, findings);
    let styled = paragraphs(items).any(|paragraph| paragraph.level.is_some() && !paragraph.is_empty());
    if styled {
        levels_from_one(items, findings);
        bold_lines_between(items, findings);
    } else {
        by_bold_lines(items, words, findings);
    }
    let outline = take_numbers(items, words, findings);
    close_gaps(items, findings);
    outline
}

fn paragraphs(items: &[Item]) -> impl Iterator<Item = &Paragraph> {
    items.iter().filter_map(|item| if let Item::Paragraph(paragraph) = item { Some(paragraph) } else { None })
}

fn paragraphs_mut(items: &mut [Item]) -> impl Iterator<Item = &mut Paragraph> {
    items.iter_mut().filter_map(|item| if let Item::Paragraph(paragraph) = item { Some(paragraph) } else { None })
}

fn is_contents_title(paragraph: &Paragraph) -> bool {
    let words = plain_text(&paragraph.line).trim().trim_end_matches(':').to_lowercase();
    matches!(words.as_str(), "contents" | "table of contents" | "contents page" | "list of contents" | "cynnwys")
}

/// Leaves contents lists out, with their titles.
fn drop_contents(items: &mut Vec<Item>, words: &str, findings: &mut Findings) {
    let ends_in_page = |paragraph: &Paragraph| {
        let raw = words.get(paragraph.span.range()).unwrap_or("").trim_end();
        let rest = raw.trim_end_matches(|c: char| c.is_ascii_digit());
        let has_page = rest.len() < raw.len() && raw.len() - rest.len() <= 3;
        has_page && (rest.ends_with('\t') || rest.trim_end().ends_with("....") || rest.trim_end().ends_with('\u{2026}'))
    };
    let mut is_line: Vec<bool> = items
        .iter()
        .map(|item| matches!(item, Item::Paragraph(paragraph) if paragraph.role == Role::Contents || paragraph.level.is_none() && ends_in_page(paragraph)))
        .collect();
    let is_blank: Vec<bool> = items.iter().map(|item| matches!(item, Item::Paragraph(paragraph) if paragraph.is_empty())).collect();
    let marked = |item: &Item| matches!(item, Item::Paragraph(paragraph) if paragraph.role == Role::Contents);
    let mut at = 0;
    while at < items.len() {
        if !is_line[at] {
            at += 1;
            continue;
        }
        let end = (at..items.len()).find(|next| !is_line[*next] && !is_blank[*next]).unwrap_or(items.len());
        let count = (at..end).filter(|line| is_line[*line]).count();
        if count < FEWEST_LINES && !items[at..end].iter().any(marked) {
            is_line[at..end].fill(false);
        } else if let Some(title) =
            at.checked_sub(1).filter(|before| matches!(&items[*before], Item::Paragraph(paragraph) if is_contents_title(paragraph)))
        {
            is_line[title] = true;
        }
        at = end;
    }
    let mut first: Option<Span> = None;
    let mut count = 0;
    let mut at = 0;
    items.retain(|item| {
        at += 1;
        let Item::Paragraph(paragraph) = item else { return true };
        if !is_line[at - 1] {
            return true;
        }
        if !paragraph.is_empty() {
            count += 1;
            first.get_or_insert(paragraph.span);
            findings.lost.push(paragraph.span);
        }
        false
    });
    if let Some(first) = first {
        findings.replaced(
            first,
            format!("the contents list is left out ({count} lines): the site and the PDF make their own"),
            "no action is needed",
        );
    }
}

/// Moves levels up until the highest is 1. A single highest heading before all others is the title.
fn levels_from_one(items: &mut [Item], findings: &mut Findings) {
    let has_title = paragraphs(items).any(|paragraph| paragraph.role == Role::Title && !paragraph.is_empty());
    let headings: Vec<u8> = paragraphs(items).filter(|paragraph| !paragraph.is_empty()).filter_map(|paragraph| paragraph.level).collect();
    let Some(mut least) = headings.iter().copied().min() else { return };
    let is_title = !has_title && headings.len() > 2 && headings[0] == least && headings[1..].iter().all(|level| *level > least);
    if is_title {
        least = headings[1..].iter().copied().min().unwrap_or(least);
        if let Some(first) = paragraphs_mut(items).find(|paragraph| paragraph.level.is_some() && !paragraph.is_empty()) {
            first.role = Role::Title;
            first.level = None;
            findings.doubt(
                first.span,
                "this only heading of its level is the title of the strategy now",
                "change `title` in strategy.yaml if it is another",
            );
        }
    }
    for paragraph in paragraphs_mut(items) {
        paragraph.level = paragraph.level.map(|level| (level - (least - 1).min(level - 1)).min(6));
    }
}

/// Whether a paragraph looks like a heading: short, bold, and no sentence.
fn is_bold_line(paragraph: &Paragraph) -> bool {
    let words = plain_text(&paragraph.line);
    paragraph.is_bold
        && paragraph.level.is_none()
        && paragraph.role == Role::Body
        && words.len() <= LONGEST
        && words.contains(char::is_alphabetic)
        && !words.trim_end().ends_with(['.', ':', ';', ',', '!'])
        && !words.starts_with("Table ")
        && !words.starts_with("Figure ")
        && paragraph.mark.as_ref().is_none_or(|mark| mark.format != super::numbering::Format::Bullet)
}

/// In a text with headings, a bold line above text is one more, below the last.
fn bold_lines_between(items: &mut [Item], findings: &mut Findings) {
    let is_text = |item: Option<&Item>| match item {
        Some(Item::Paragraph(paragraph)) => !paragraph.is_bold && paragraph.level.is_none() && !paragraph.is_empty(),
        Some(Item::Table(_)) => true,
        _ => false,
    };
    let are_followed: Vec<bool> = (0..items.len()).map(|at| is_text(items.get(at + 1))).collect();
    let mut level = 0;
    for (at, item) in items.iter_mut().enumerate() {
        let Item::Paragraph(paragraph) = item else { continue };
        if let Some(own) = paragraph.level.filter(|_| !paragraph.is_empty()) {
            level = own;
        } else if level > 0 && are_followed[at] && is_bold_line(paragraph) {
            let below = (level + 1).min(6);
            paragraph.level = Some(below);
            findings.doubt(
                paragraph.span,
                "this bold line has no heading style, but looks like a heading, so it is one now",
                "if it is none, remove the `#` before it",
            );
        }
    }
}

/// A text without headings: bold lines with typed numbers are some, or else all short bold lines.
fn by_bold_lines(items: &mut [Item], words: &str, findings: &mut Findings) {
    let numbered = |paragraph: &Paragraph| typed_number(words.get(paragraph.span.range()).unwrap_or("")).filter(|_| is_bold_line(paragraph));
    let has_numbers = paragraphs(items).filter(|paragraph| numbered(paragraph).is_some()).count() > 1;
    let mut first = None;
    let mut count = 0;
    for paragraph in paragraphs_mut(items) {
        let level = match numbered(paragraph) {
            Some(number) if has_numbers => Some(number.level),
            _ if !is_bold_line(paragraph) => None,
            _ if !has_numbers => Some(1),
            // Front matter and annexes have no numbers.
            _ if count == 0 => None,
            _ => Some(2),
        };
        if level.is_some() {
            paragraph.level = level;
            count += 1;
            first.get_or_insert(paragraph.span);
        }
    }
    if let Some(first) = first {
        let what = if has_numbers { "bold lines with a typed number" } else { "short bold lines" };
        let message = format!("no paragraph has a heading style, so {what} are headings now ({count})");
        findings.doubt(
            first,
            message,
            "look at the chapters; in Word, give headings the styles Heading 1 and Heading 2 and import the file again if they are wrong",
        );
    }
}

struct Number {
    /// Its bytes, with the white space after it.
    length: usize,
    level: u8,
    /// Whether nothing but a space divides it from the words.
    is_bare: bool,
}

/// A number typed at the start of a heading.
fn typed_number(raw: &str) -> Option<Number> {
    let lead = raw.len() - raw.trim_start().len();
    let rest = &raw[lead..];
    let word = ["Chapter ", "CHAPTER ", "Section ", "SECTION "].iter().find(|word| rest.starts_with(**word)).map_or(0, |word| word.len());
    let rest = &rest[word..];
    let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let digits = rest[..number].trim_end_matches('.');
    let parts = digits.split('.').count();
    if digits.is_empty() || digits.starts_with('.') || digits.contains("..") || digits.split('.').any(|part| part.len() > 2) {
        return None;
    }
    let after = rest[number..].trim_start_matches([')', ':', '-', '\u{2013}', '\u{2014}']);
    let after = if word > 0 { after.trim_start().trim_start_matches([':', '-', '\u{2013}', '\u{2014}']) } else { after };
    let text = after.trim_start();
    let has_space = after.len() > text.len() || after.len() < rest.len() - number;
    if !text.starts_with(char::is_alphabetic) || !has_space {
        return None;
    }
    let is_bare = word == 0 && parts == 1 && number == digits.len() && after.len() == rest.len() - number && !after.starts_with('\t');
    Some(Number { length: raw.len() - text.len(), level: parts.min(5) as u8, is_bare })
}

/// Takes typed numbers out of headings: the site counts them.
fn take_numbers(items: &mut [Item], words: &str, findings: &mut Findings) -> Outline {
    let raw = |paragraph: &Paragraph| words.get(paragraph.span.range()).unwrap_or("");
    let bare =
        paragraphs(items).filter(|paragraph| paragraph.level == Some(1) && typed_number(raw(paragraph)).is_some_and(|number| number.is_bare)).count();
    let mut outline = Outline::default();
    let mut first = None;
    let mut count = 0;
    for paragraph in paragraphs_mut(items) {
        let Some(level) = paragraph.level.filter(|_| !paragraph.is_empty()) else { continue };
        let number = typed_number(raw(paragraph)).filter(|number| !number.is_bare || bare > 1);
        let is_counted = paragraph.mark.as_ref().is_some_and(|mark| mark.shown.contains(|c: char| c.is_ascii_digit()));
        if level == 1 {
            outline.chapters |= is_counted || number.is_some();
        } else if level == 2 {
            outline.sections |= is_counted || number.is_some();
        }
        if let Some(number) = number {
            let place = paragraph.span.part(0, number.length);
            findings.lost.push(place);
            first.get_or_insert(place);
            count += 1;
            paragraph.line = without_start(std::mem::take(&mut paragraph.line), number.length);
            // For chapters, that there was a number is remembered.
            paragraph.mark.get_or_insert_with(|| super::numbering::ListMark {
                list: String::new(),
                level: 0,
                format: super::numbering::Format::Decimal,
                number: 0,
                shown: raw_number(words, place),
                is_compound: false,
            });
        }
    }
    if let Some(first) = first {
        findings.replaced(
            first,
            format!("numbers that were typed before headings are left out ({count}): chapters and sections are counted"),
            "no action is needed",
        );
    }
    outline
}

fn raw_number(words: &str, place: Span) -> String {
    words.get(place.range()).unwrap_or("").trim().to_owned()
}

/// No level is skipped on the way down.
fn close_gaps(items: &mut [Item], findings: &mut Findings) {
    let mut open: Vec<(u8, u8)> = Vec::new();
    let mut is_told = false;
    for paragraph in paragraphs_mut(items).filter(|paragraph| !paragraph.is_empty()) {
        let Some(level) = paragraph.level else { continue };
        while open.last().is_some_and(|(written, _)| *written >= level) {
            open.pop();
        }
        let given = if level == 1 { 1 } else { open.last().map_or(2, |(_, given)| given + 1) };
        open.push((level, given));
        paragraph.level = Some(given.min(6));
        if given != level && !is_told {
            is_told = true;
            findings.doubt(
                paragraph.span,
                format!("this heading has level {level} in Word, but comes after a higher one than {}, so levels are moved up", level - 1),
                "check the levels of the headings after it",
            );
        }
    }
}
