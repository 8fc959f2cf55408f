//! Words that a document explains, as glossary terms.

use std::collections::HashSet;

use super::flow::{Grid, Item};
use super::report::Findings;
use super::role::Role;
use crate::model::{Inline, Label, plain_text};
use crate::span::Span;

/// A term with what it means.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) name: String,
    pub(super) abbreviation: Option<String>,
    pub(super) meaning: Vec<Inline<Label>>,
    /// Bookmarks of its name, to which cross-references lead.
    pub(super) bookmarks: Vec<String>,
    pub(super) span: Span,
}

/// The longest term, in bytes.
const LONGEST: usize = 80;

/// Whether a heading is that of a list of words.
pub(super) fn is_heading(title: &str) -> bool {
    let title = title.to_lowercase();
    ["glossary", "abbreviations", "acronyms", "jargon buster", "definitions", "terms used", "words we use", "key terms", "list of terms"]
        .iter()
        .any(|words| title.contains(words))
}

/// Takes the terms of a section that explains words; what else it has stays.
pub(super) fn take_terms(items: Vec<Item>, terms: &mut Vec<Term>, lost: &mut Vec<Span>) -> Vec<Item> {
    let mut rest = Vec::new();
    let mut items = items.into_iter().peekable();
    while let Some(item) = items.next() {
        match item {
            Item::Paragraph(paragraph) if paragraph.role == Role::Term && matches!(items.peek(), Some(next) if is_meaning(next)) => {
                let mut meaning = Vec::new();
                while let Some(next) = items.next_if(is_meaning) {
                    meaning.push(next);
                }
                let name = plain_text(&paragraph.line).split_whitespace().collect::<Vec<_>>().join(" ");
                let line = line_of(&meaning).unwrap_or_default();
                terms.push(term(&name, line, paragraph.span, paragraph.bookmarks));
            }
            Item::Table(grid) => {
                if let Some(grid) = take_table(grid, terms, lost, false) {
                    rest.push(Item::Table(grid));
                }
            }
            Item::Paragraph(paragraph) => match divided(&paragraph.line) {
                Some((name, meaning)) if paragraph.level.is_none() => terms.push(term(&name, meaning, paragraph.span, paragraph.bookmarks)),
                _ => rest.push(Item::Paragraph(paragraph)),
            },
            other @ Item::Box(..) => rest.push(other),
        }
    }
    rest
}

fn is_meaning(item: &Item) -> bool {
    matches!(item, Item::Paragraph(paragraph) if paragraph.role == Role::Meaning)
}

/// Takes the terms of a table of two columns; gives it back if it is none. Outside a glossary its head must say what it is.
pub(super) fn take_table(grid: Grid, terms: &mut Vec<Term>, lost: &mut Vec<Span>, needs_head: bool) -> Option<Grid> {
    let is_pair = |row: &super::flow::GridRow| row.cells.len() == 2 && row.cells.iter().all(|cell| cell.columns == 1 && !cell.goes_on);
    if grid.rows.is_empty() || !grid.rows.iter().all(is_pair) {
        return Some(grid);
    }
    let head: Vec<String> =
        grid.rows[0].cells.iter().map(|cell| line_of(&cell.items).map(|line| plain_text(&line).trim().to_lowercase()).unwrap_or_default()).collect();
    let starts = |text: &str, words: &[&str]| words.iter().any(|word| text.starts_with(word));
    let has_head = starts(&head[0], &["term", "word", "abbreviation", "acronym", "phrase", "name"])
        && starts(
            &head[1],
            &["definition", "meaning", "description", "explanation", "what it means", "what this means", "full", "stands for", "in full"],
        );
    if needs_head && !has_head {
        return Some(grid);
    }
    let rows = &grid.rows[usize::from(has_head || grid.rows[0].is_header)..];
    let pairs: Option<Vec<Term>> = rows
        .iter()
        .map(|row| {
            let name = plain_text(&line_of(&row.cells[0].items)?).split_whitespace().collect::<Vec<_>>().join(" ");
            let meaning = line_of(&row.cells[1].items).filter(|line| !line.is_empty())?;
            (!name.is_empty() && name.len() <= LONGEST).then(|| term(&name, meaning, row.cells[0].span, bookmarks_of(&row.cells[0].items)))
        })
        .collect();
    match pairs {
        Some(pairs) if !pairs.is_empty() => {
            // The words of the head say what the columns are.
            if rows.len() < grid.rows.len() {
                lost.extend(grid.rows[0].cells.iter().map(|cell| cell.span));
            }
            terms.extend(pairs);
            None
        }
        _ => Some(grid),
    }
}

fn bookmarks_of(items: &[Item]) -> Vec<String> {
    items.iter().flat_map(|item| if let Item::Paragraph(paragraph) = item { paragraph.bookmarks.as_slice() } else { &[] }).cloned().collect()
}

/// The words of a cell with paragraphs alone, on one line.
fn line_of(items: &[Item]) -> Option<Vec<Inline<Label>>> {
    let mut line = Vec::new();
    for item in items {
        let Item::Paragraph(paragraph) = item else { return None };
        if paragraph.is_empty() {
            continue;
        }
        if !line.is_empty() {
            super::builder::push(&mut line, super::builder::space());
        }
        paragraph.line.iter().cloned().for_each(|inline| super::builder::push(&mut line, inline));
    }
    Some(line)
}

/// `Word: what it means`, `Word – what it means`, or a bold word and then what it means.
fn divided(line: &[Inline<Label>]) -> Option<(String, Vec<Inline<Label>>)> {
    let (first, rest) = line.split_first()?;
    if let Inline::Strong(words) = first {
        let name = plain_text(words).trim().trim_end_matches([':', '-', '–', '—', '.']).trim().to_owned();
        let mut meaning = rest.to_vec();
        if let Some(Inline::Text(text)) = meaning.first_mut() {
            text.text = text.text.trim_start_matches([' ', ':', '-', '–', '—', '\u{a0}']).into();
        }
        let has_meaning = plain_text(&meaning).contains(char::is_alphabetic);
        return (has_meaning && !name.is_empty() && name.len() <= LONGEST).then_some((name, meaning));
    }
    let Inline::Text(text) = first else { return None };
    let (name, meaning) = [": ", " – ", " — ", " - "].iter().filter_map(|mark| text.text.split_once(mark)).min_by_key(|(name, _)| name.len())?;
    let is_term = !name.trim().is_empty()
        && name.len() <= LONGEST
        && !name.contains(". ")
        && name.split_whitespace().count() <= 8
        && !meaning.trim().is_empty();
    let mut rest = line.to_vec();
    if let Some(Inline::Text(text)) = rest.first_mut() {
        text.text = meaning.trim_start().into();
    }
    is_term.then(|| (name.trim().to_owned(), rest))
}

/// `Integrated Care Board (ICB)` is a term and its abbreviation.
fn term(name: &str, meaning: Vec<Inline<Label>>, span: Span, bookmarks: Vec<String>) -> Term {
    let found = name.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let is_short = |word: &str| (2..=12).contains(&word.len()) && !word.contains(' ') && word.chars().filter(|c| c.is_uppercase()).count() >= 2;
    match found {
        Some((name, short)) if is_short(short) => {
            Term { name: name.trim().to_owned(), abbreviation: Some(short.to_owned()), meaning, bookmarks, span }
        }
        _ => Term { name: name.to_owned(), abbreviation: None, meaning, bookmarks, span },
    }
}

/// Terms that claim the same words are one: the second meaning is added to the first.
pub(super) fn distinct(terms: Vec<Term>, findings: &mut Findings) -> Vec<(Term, Vec<Vec<Inline<Label>>>)> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut out: Vec<(Term, Vec<Vec<Inline<Label>>>)> = Vec::new();
    for term in terms {
        let forms: Vec<String> = std::iter::once(&term.name).chain(&term.abbreviation).map(|form| stem(form)).collect();
        if forms.iter().any(|form| seen.contains(form)) {
            let is_same = |other: &Term| std::iter::once(&other.name).chain(&other.abbreviation).any(|form| forms.contains(&stem(form)));
            if let Some((first, more)) = out.iter_mut().find(|(other, _)| is_same(other)) {
                findings.lost.push(term.span);
                findings.doubt(term.span, format!("`{}` is explained twice, so both meanings are in one entry", term.name), "keep one of them");
                if first.abbreviation.is_none() {
                    first.abbreviation = term.abbreviation.clone().filter(|short| stem(short) != stem(&first.name) && !seen.contains(&stem(short)));
                }
                more.push(term.meaning);
                seen.extend(forms);
                continue;
            }
        }
        seen.extend(forms);
        out.push((term, Vec::new()));
    }
    out
}

/// Words without what the glossary does not tell apart: capitals, hyphens, endings.
fn stem(words: &str) -> String {
    let words = words.to_lowercase().replace(['-', '\u{2010}', '\u{2011}', '\u{a0}'], " ").replace(['\'', '\u{2019}'], "");
    let words = words.trim();
    let stem = words.strip_suffix("ies").map(|stem| format!("{stem}y"));
    stem.unwrap_or_else(|| words.strip_suffix("es").or_else(|| words.strip_suffix('s')).unwrap_or(words).to_owned())
}
