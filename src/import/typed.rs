//! Lists whose bullets or numbers were typed.

use super::flow::{Item, Paragraph};
use super::numbering::{Format, ListMark};
use super::report::Findings;
use super::role::Role;
use crate::model::{Inline, Label, plain_text};
use crate::span::Span;

/// A mark at the start of a paragraph.
struct Typed {
    /// Its bytes, with the white space after it.
    length: usize,
    format: Format,
    number: u64,
    /// What is around the number, which items of one list share.
    form: String,
}

/// The items with marks in place of typed ones: bullets alone, and numbers if they count on.
pub(super) fn marked(items: Vec<Item>, words: &str, findings: &mut Findings) -> Vec<Item> {
    let typed: Vec<Option<Typed>> =
        items.iter().map(|item| if let Item::Paragraph(paragraph) = item { typed_mark(paragraph, words) } else { None }).collect();
    let is_item = |at: usize| {
        let Some(mark) = &typed[at] else { return false };
        let follows = |one: Option<&Option<Typed>>, other: &Typed| {
            one.and_then(Option::as_ref).is_some_and(|one| one.form == other.form && one.number + 1 == other.number)
        };
        let next = typed.get(at + 1).and_then(Option::as_ref);
        mark.format == Format::Bullet || at > 0 && follows(typed.get(at - 1), mark) || next.is_some_and(|next| follows(typed.get(at), next))
    };
    let are_items: Vec<bool> = (0..items.len()).map(is_item).collect();
    let mut out = Vec::with_capacity(items.len());
    let mut list = 0;
    for (at, (item, mark)) in items.into_iter().zip(&typed).enumerate() {
        match (item, mark) {
            (Item::Paragraph(mut paragraph), Some(mark)) if are_items[at] => {
                let is_first = at == 0 || !are_items[at - 1] || typed[at - 1].as_ref().is_some_and(|before| before.form != mark.form);
                let place = paragraph.span.part(0, mark.length);
                if is_first {
                    list += 1;
                    findings.replaced(place, "the marks of this list were typed, and are a list now", "look at the list, and at lists inside it");
                } else {
                    findings.lost.push(place);
                }
                paragraph.line = without_start(paragraph.line, mark.length);
                let shown = words.get(place.range()).unwrap_or("").trim().to_owned();
                paragraph.mark =
                    Some(ListMark { list: format!("typed {list}"), level: 0, format: mark.format, number: mark.number, shown, is_compound: false });
                out.push(Item::Paragraph(paragraph));
            }
            (item, _) => out.push(item),
        }
    }
    out
}

/// The mark that is typed at the start of a paragraph.
fn typed_mark(paragraph: &Paragraph, words: &str) -> Option<Typed> {
    if paragraph.mark.is_some() || paragraph.level.is_some() || paragraph.role != Role::Body || paragraph.is_empty() {
        return None;
    }
    let raw = words.get(paragraph.span.range())?;
    // The mark must be in the first piece, and words must follow.
    let first = plain_text(paragraph.line.get(..1)?);
    let lead = raw.len() - raw.trim_start().len();
    if lead > 0 && raw[..lead].contains('\t') && first.is_empty() {
        return None;
    }
    let rest = &raw[lead..];
    let mut chars = rest.chars();
    let bullet = chars.next()?;
    let after = chars.as_str();
    let space = |text: &str| text.len() - text.trim_start_matches([' ', '\t', '\u{a0}']).len();
    let is_bullet = match bullet {
        '•' | '·' | '▪' | '●' | '○' | '◦' | '‣' | '➢' | '■' | '\u{f0b7}' | '§' => space(after) > 0,
        '-' | '–' | '*' | 'o' => after.starts_with('\t') || bullet == '-' && space(after) > 0,
        _ => false,
    };
    if is_bullet {
        let length = lead + bullet.len_utf8() + space(after);
        return (raw.len() > length).then(|| Typed { length, format: Format::Bullet, number: 0, form: bullet.to_string() });
    }
    let opening = usize::from(rest.starts_with('('));
    let token: &str = rest[opening..].split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let end = rest[opening + token.len()..].chars().next().filter(|c| matches!(c, '.' | ')'))?;
    let after = &rest[opening + token.len() + 1..];
    if token.is_empty() || token.len() > 4 || space(after) == 0 || after.trim().is_empty() {
        return None;
    }
    let (format, number) = if let Ok(number) = token.parse::<u64>() {
        (Format::Decimal, number)
    } else if token.len() == 1 && token.bytes().all(|byte| byte.is_ascii_lowercase()) && !matches!(token, "i" | "v" | "x") {
        (Format::LowerLetter, u64::from(token.as_bytes()[0] - b'a') + 1)
    } else {
        (Format::LowerRoman, roman(token)?)
    };
    let length = lead + opening + token.len() + 1 + space(after);
    Some(Typed { length, format, number, form: format!("{format:?}{opening}{end}") })
}

/// The value of a small Roman numeral.
fn roman(token: &str) -> Option<u64> {
    const NUMERALS: [&str; 20] =
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"];
    NUMERALS.iter().position(|numeral| *numeral == token).map(|at| at as u64 + 1)
}

/// A line without the words that come from the first `length` bytes of its paragraph.
pub(super) fn without_start(line: Vec<Inline<Label>>, length: usize) -> Vec<Inline<Label>> {
    let Some(start) = first_place(&line) else { return line };
    let mut line = cut(line, start.start + length as u32, start);
    if let Some(Inline::Text(text)) = line.first_mut() {
        text.text = text.text.trim_start().into();
    }
    line
}

fn first_place(line: &[Inline<Label>]) -> Option<Span> {
    line.iter().find_map(|inline| if let Inline::Text(text) | Inline::Code(text) = inline { Some(text.span) } else { first_place(inline.content()) })
}

/// Removes the words before `end`. Spaces of a text may be fewer than those of its place, so that words are counted from the back.
fn cut(line: Vec<Inline<Label>>, end: u32, first: Span) -> Vec<Inline<Label>> {
    let mut out = Vec::new();
    for inline in line {
        let kept = match inline {
            Inline::Text(ref text) if text.span.start < end && text.span.file == first.file => {
                if text.span.end <= end {
                    continue;
                }
                let mut text = text.clone();
                // The mark has no white space inside, so it is the first word of the text.
                let cut = (end - text.span.start) as usize;
                let words = text.text.trim_start();
                let rest = if text.span.range().len() == text.text.len() {
                    text.text.get(cut..)
                } else {
                    words.split_once([' ', '\u{a0}']).map(|(_, rest)| rest)
                };
                text.text = rest.unwrap_or("").trim_start().into();
                text.span.start = end;
                Inline::Text(text)
            }
            Inline::Strong(content) => Inline::Strong(cut(content, end, first)),
            Inline::Emphasis(content) => Inline::Emphasis(cut(content, end, first)),
            Inline::Text(_)
            | Inline::Strikethrough(_)
            | Inline::Language(..)
            | Inline::Link(_)
            | Inline::Shifted(..)
            | Inline::Code(_)
            | Inline::Expanded(..)
            | Inline::Image(_)
            | Inline::FootnoteReference(..)
            | Inline::LineBreak(_)
            | Inline::RawHtml(_)
            | Inline::Changed(_) => inline,
        };
        let is_empty = matches!(&kept, Inline::Text(text) if text.text.is_empty())
            || matches!(&kept, Inline::Strong(content) | Inline::Emphasis(content) if content.is_empty());
        if !is_empty {
            out.push(kept);
        }
    }
    out
}
