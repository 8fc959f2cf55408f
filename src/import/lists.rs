//! Lists from paragraphs with marks.

use std::collections::HashMap;

use super::flow::Paragraph;
use super::numbering::{Format, ListMark};
use super::report::Findings;
use crate::model::{Block, BlockKind, Item, Label, List, Mark};
use crate::span::Span;

/// A paragraph of a list, with those that belong to it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    list: String,
    level: u8,
    number: Option<u64>,
    format: Format,
    body: Vec<Block<Label>>,
    span: Span,
    is_continuation: bool,
}

impl Entry {
    /// An item; `is_numbered` says what it is if its style alone makes it one.
    pub(super) fn new(paragraph: Paragraph, is_numbered: bool) -> Self {
        let body = vec![Block::new(paragraph.span, BlockKind::Paragraph(paragraph.line))];
        let Some(mark) = paragraph.mark else {
            let format = if is_numbered { Format::Decimal } else { Format::Bullet };
            return Self {
                list: String::new(),
                level: 0,
                number: is_numbered.then_some(0),
                format,
                body,
                span: paragraph.span,
                is_continuation: false,
            };
        };
        let is_continuation = !is_item(&mark);
        let number = (mark.format != Format::Bullet).then_some(mark.number);
        Self { list: mark.list, level: mark.level, number, format: mark.format, body, span: paragraph.span, is_continuation }
    }
}

/// The deepest level of a list.
const DEEPEST: u8 = 40;

/// Whether a mark is shown.
pub(super) fn is_item(mark: &ListMark) -> bool {
    mark.format != Format::None && !(mark.format == Format::Bullet && mark.shown.trim().is_empty())
}

/// Whether a paragraph without a visible mark goes on from the item before it.
pub(super) fn is_continuation(mark: &ListMark, last: Option<&Entry>) -> bool {
    !is_item(mark) && last.is_some()
}

/// Adds an item, or a paragraph of the last one.
pub(super) fn add(entries: &mut Vec<Entry>, entry: Entry) {
    match entries.iter_mut().rev().find(|before| before.level <= entry.level) {
        Some(before) if entry.is_continuation => before.body.extend(entry.body),
        _ => entries.push(entry),
    }
}

/// The lists that the entries make.
pub(super) fn build(mut entries: Vec<Entry>, findings: &mut Findings) -> Vec<Block<Label>> {
    nest(&mut entries);
    if let Some(first) =
        entries.iter().find(|entry| matches!(entry.format, Format::LowerLetter | Format::UpperLetter | Format::LowerRoman | Format::UpperRoman))
    {
        findings.doubt(
            first.span,
            "the items of this list have letters or Roman numerals, and are numbered 1, 2, 3 now",
            "look for texts that refer to them by letter",
        );
    }
    let mut blocks = Vec::new();
    let mut entries = entries.as_slice();
    while !entries.is_empty() {
        let (list, rest) = one(entries);
        blocks.push(list);
        entries = rest;
    }
    blocks
}

/// Items of another list between two of a numbered list that counts on are inside the first of them.
fn nest(entries: &mut [Entry]) {
    let mut latest: HashMap<(String, u8), usize> = HashMap::new();
    let next: Vec<Option<usize>> = (0..entries.len()).rev().map(|at| latest.insert((entries[at].list.clone(), entries[at].level), at)).collect();
    let next: Vec<Option<usize>> = next.into_iter().rev().collect();
    let mut at = 0;
    while at < entries.len() {
        let level = entries[at].level;
        let number = entries[at].number.filter(|_| !entries[at].list.is_empty());
        let goes_on = next[at].filter(|next| *next > at + 1 && number.is_some_and(|number| entries[*next].number == Some(number + 1)));
        if let Some(next) = goes_on {
            let least = entries[at + 1..next].iter().map(|entry| entry.level).min().unwrap_or(0);
            if least <= level {
                entries[at + 1..next].iter_mut().for_each(|entry| entry.level = (entry.level + level + 1 - least).min(DEEPEST));
            }
        }
        at = goes_on.unwrap_or(at + 1);
    }
}

/// The list that the first entries make, and the entries after it.
fn one(entries: &[Entry]) -> (Block<Label>, &[Entry]) {
    let first = &entries[0];
    let mut items: Vec<Item<Label>> = Vec::new();
    let mut rest = entries;
    let mut last: Option<&Entry> = None;
    while let Some(entry) = rest.first() {
        let is_next = match last {
            None => true,
            Some(before) => {
                entry.level == first.level
                    && entry.list == first.list
                    && entry.number.is_some() == first.number.is_some()
                    && (entry.list.is_empty() || entry.number.is_none() || entry.number == before.number.map(|number| number + 1))
            }
        };
        if entry.level > first.level {
            let inside = rest.iter().position(|entry| entry.level <= first.level).unwrap_or(rest.len());
            let mut nested = &rest[..inside];
            while !nested.is_empty() {
                let (list, after) = one(nested);
                if let Some(item) = items.last_mut() {
                    item.body.push(list);
                }
                nested = after;
            }
            rest = &rest[inside..];
            continue;
        }
        if !is_next {
            break;
        }
        items.push(Item { body: entry.body.clone(), mark: Mark::Unchanged });
        last = Some(entry);
        rest = &rest[1..];
    }
    let start = first.number.map(|number| if first.list.is_empty() { 1 } else { number });
    let tight = items.iter().all(|item| item.body.iter().filter(|block| !matches!(block.kind, BlockKind::List(_))).count() <= 1);
    let span = Span { end: entries[entries.len() - rest.len() - 1].span.end, ..first.span };
    (Block::new(span, BlockKind::List(List { start, tight, items })), rest)
}
