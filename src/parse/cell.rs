//! The text of a cell: line breaks, and lists with one line an item.

use super::inline;
use crate::diag::Diagnostic;
use crate::model::{Block, BlockKind, Break, Inline, Label, plain_text};
use crate::span::Span;

/// Highest number that is read as that of an item: `2027. ` is a year.
const HIGHEST: u32 = 99;

/// Makes items of lines that begin as items of a list do: `- `, `* `, `• `, `1. `. One such line alone is text.
pub(super) fn read_items(line: &mut Vec<Inline<Label>>) {
    let starts: Vec<usize> = (0..line.len()).filter(|at| *at == 0 || matches!(line[at - 1], Inline::LineBreak(Break::Line))).collect();
    let items: Vec<(usize, Break, usize)> = starts.into_iter().filter_map(|at| marker(&line[at]).map(|(of, length)| (at, of, length))).collect();
    let is_numbered = |(_, of, _): &(usize, Break, usize)| matches!(of, Break::Number(_));
    let has_list = items.iter().filter(|item| !is_numbered(item)).count() > 1 || items.iter().filter(|item| is_numbered(item)).count() > 1;
    let is_item_alone = matches!(&items[..], [only] if only.0 > 0 && !is_numbered(only));
    if !has_list && !is_item_alone {
        return;
    }
    for (at, of, length) in items.into_iter().rev() {
        let mut rest: Vec<Inline<Label>> = line.split_off(at);
        if let Some(Inline::Text(text)) = rest.first() {
            let marker = text.text[..length].to_owned();
            inline::strip_prefix(&mut rest, &marker);
        }
        if at > 0 {
            line.pop();
        }
        line.push(Inline::LineBreak(of));
        line.append(&mut rest);
    }
}

/// The marker of an item at the start of a text, and its length with the space after it.
fn marker(inline: &Inline<Label>) -> Option<(Break, usize)> {
    let Inline::Text(text) = inline else { return None };
    let words = text.text.trim_start();
    let before = text.text.len() - words.len();
    let sign = words.split(' ').next()?;
    if words.len() <= sign.len() + 1 || words[sign.len()..].trim().is_empty() && sign.is_empty() {
        return None;
    }
    let length = before + sign.len() + (words[sign.len()..].len() - words[sign.len()..].trim_start().len());
    if matches!(sign, "-" | "*" | "\u{2022}") {
        return Some((Break::Bullet, length));
    }
    let number = sign.strip_suffix(['.', ')'])?.parse().ok().filter(|number| (1..=HIGHEST).contains(number))?;
    Some((Break::Number(number), length))
}

/// The blocks of a value as the text of a cell: paragraphs, and lists with one line an item.
pub(super) fn from_blocks(blocks: Vec<Block<Label>>, place: Span, diagnostics: &mut Vec<Diagnostic>) -> Vec<Inline<Label>> {
    let mut line: Vec<Inline<Label>> = Vec::new();
    let mut has_others = false;
    for block in blocks {
        if let BlockKind::Paragraph(words) = block.kind {
            push(&mut line, Break::Line, words);
        } else if let BlockKind::List(list) = block.kind {
            for (nth, item) in list.items.into_iter().enumerate() {
                let of = list.start.map_or(Break::Bullet, |first| Break::Number(u32::try_from(first + nth as u64).unwrap_or(u32::MAX)));
                let mut words = Vec::new();
                let mut body = item.body.into_iter().map(|block| block.kind);
                if let Some(BlockKind::Paragraph(part)) = body.next() {
                    words = part;
                } else {
                    has_others = true;
                }
                has_others |= body.next().is_some();
                // A line break would end the list.
                if plain_text(&words).contains('\n') {
                    words.iter_mut().for_each(without_breaks);
                }
                push(&mut line, of, words);
            }
        } else {
            has_others = true;
        }
    }
    if has_others {
        let finding = Diagnostic::error("data-block", place, "a cell takes paragraphs and simple lists, so the rest of this one is left out");
        diagnostics.push(finding.hint("write lists without lists inside them, and put pictures, tables and headings into the text of the chapter"));
    }
    line
}

fn without_breaks(inline: &mut Inline<Label>) {
    if matches!(inline, Inline::LineBreak(_)) {
        *inline = Inline::Text(crate::model::Text { text: " ".into(), span: Span::new(crate::span::FileId(0), 0..0) });
    }
}

fn push(line: &mut Vec<Inline<Label>>, of: Break, words: Vec<Inline<Label>>) {
    if !line.is_empty() || of != Break::Line {
        line.push(Inline::LineBreak(of));
    }
    line.extend(words);
}
