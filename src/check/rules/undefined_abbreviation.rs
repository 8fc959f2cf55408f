//! # undefined-abbreviation
//!
//! An abbreviation of 2 to 5 capitals is used and never defined.
//!
//! Add it to the glossary as a term's `abbreviation`, or write the words in full. A few that everyone knows need no entry. Nor does one
//! that the page itself spells out, as in "Joint Strategic Needs Assessment (JSNA)", or one that is also a word on the page: "less" and
//! LESS.
//!
//! Bad:
//!
//! ```text
//! The JSNA says what people need.
//! ```
//!
//! Good:
//!
//! ```text
//! === glossary/assessment.md
//! ---
//! term: Joint Strategic Needs Assessment
//! abbreviation: JSNA
//! ---
//! A study of what people need.
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! The Joint Strategic Needs Assessment (JSNA) says what people need. The NHS reads the JSNA.
//! ```
//!
//! Source: GOV.UK style guide, "Abbreviations and acronyms".

use std::collections::{BTreeMap, HashSet};

use super::capitals::is_loud;
use crate::check::visit::{Capitals, Family, Findings, Gathered, Uses, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::Document;
use crate::text::line::Line;

const NAME: &str = "undefined-abbreviation";

pub(super) const FAMILY: Family =
    Family { text: include_str!("undefined_abbreviation.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Document(find) };

/// Known to readers without a glossary: the GOV.UK style guide's list, file and media types, and what other rules report.
const WELL_KNOWN: [&str; 34] = [
    "UK", "US", "USA", "EU", "VAT", "MP", "MPs", "DVLA", "NHS", "GP", "GPs", "BBC", "TV", "PDF", "CSV", "HTML", "CD", "DVD", "DNA", "HIV", "AIDS",
    "COVID", "BSL", "PO", "AM", "PM", "OK", "TBC", "TBA", "TBD", "TODO", "KB", "MB", "GB",
];

/// Words that are written in capitals for emphasis.
const STRESSED: [&str; 54] = [
    "ALL", "AND", "ANY", "ARE", "AS", "BE", "BUT", "BY", "CAN", "DID", "DO", "EACH", "FOR", "GET", "HAD", "HAS", "HER", "HIM", "HIS", "HOW", "IF",
    "IN", "IS", "ITS", "MAY", "MUST", "MY", "NEVER", "NEW", "NO", "NOT", "NOTE", "NOW", "OF", "OFF", "ON", "ONE", "ONLY", "OR", "OUR", "OUT", "SHE",
    "SO", "THE", "TO", "TOO", "TWO", "UP", "WAS", "WE", "WHY", "WILL", "YES", "YOU",
];

fn find(document: &Document, gathered: &Gathered, findings: &mut Findings) {
    let mut known: HashSet<&str> = WELL_KNOWN.into_iter().chain(STRESSED).collect();
    let mut loud: HashSet<String> = HashSet::new();
    for term in &document.glossary.terms {
        // A glossary term in capitals is emphasised, not undefined.
        loud.extend(term.also.iter().chain([&term.term]).flat_map(|form| form.split(|c: char| !c.is_alphanumeric())).map(str::to_uppercase));
        let forms = term.abbreviation.iter().chain(&term.also).chain([&term.term]);
        known.extend(forms.flat_map(|form| form.split(|c: char| !c.is_alphanumeric())));
    }
    let mut unknown: BTreeMap<&str, Uses> = BTreeMap::new();
    for (word, uses) in &gathered.capitals {
        let stem = stem(word);
        if !known.contains(stem) && !known.contains(&**word) && !loud.contains(stem) {
            unknown.entry(stem).and_modify(|known| known.add(*uses)).or_insert(*uses);
        }
    }
    findings.extend(unknown.into_iter().map(|(abbreviation, uses)| {
        let times = if uses.times == 1 { String::new() } else { format!(" ({} times)", uses.times) };
        Diagnostic::warning(NAME, uses.first, format!("\"{abbreviation}\" is used{times} but never defined"))
            .hint(format!("add a term with `abbreviation: {abbreviation}` to the glossary, or write it in full"))
    }));
}

/// The abbreviations of one page, and those that it explains.
#[derive(Default)]
pub(in crate::check) struct PageCapitals {
    capitals: Capitals,
    /// Stems that are spelled out on the page.
    spelled_out: HashSet<Box<str>>,
    /// Hashes of other words as long as an abbreviation, to recognise words in capitals for emphasis. Shorter words are often both.
    words: Vec<u64>,
}

/// Most letters of an abbreviation.
const LONGEST: usize = 5;
/// Fewest letters of a word that is not an abbreviation if the page also has it in lower case.
const WORD: usize = 4;

impl PageCapitals {
    /// Adds a line of the page.
    pub(in crate::check) fn gather(&mut self, line: &Line<'_>) {
        for (at, chunk) in line.chunks.iter().enumerate() {
            if chunk.has_capitals {
                self.gather_chunk(line, at);
            } else if (WORD..=LONGEST + 2).contains(&(chunk.end - chunk.start)) {
                let word = line.chunk(*chunk).trim_matches(|c: char| !c.is_alphabetic());
                if (WORD..=LONGEST).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                    self.words.push(number_of(word));
                }
            }
        }
    }

    /// Moves abbreviations that the page does not explain to `into`, and starts another page.
    pub(in crate::check) fn finish(&mut self, into: &mut Capitals) {
        // Most pages have a thousand words and no abbreviations to look up among them.
        if !self.capitals.is_empty() {
            self.words.sort_unstable();
        }
        for (word, uses) in std::mem::take(&mut self.capitals) {
            let stem = stem(&word);
            let has_word = |word: &str| (WORD..=LONGEST).contains(&word.len()) && self.words.binary_search(&number_of(word)).is_ok();
            if !has_word(stem) && !stem.strip_suffix('S').is_some_and(has_word) && !self.spelled_out.contains(stem) {
                into.entry(word).and_modify(|known| known.add(uses)).or_insert(uses);
            }
        }
        self.spelled_out.clear();
        self.words.clear();
    }

    /// Adds possible abbreviations of the chunk `at`, which has two consecutive capitals.
    fn gather_chunk(&mut self, line: &Line<'_>, at: usize) {
        let chunk = line.chunks[at];
        let text = line.chunk(chunk);
        if is_loud(line, at) || is_name_of_two(line, at) || is_host(text) {
            return;
        }
        let base = text.as_ptr() as usize;
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let stem = stem(word);
            let is_abbreviation = (2..=LONGEST).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase());
            let is_roman = stem.bytes().all(|b| b"IVXLCDM".contains(&b));
            if is_abbreviation && !is_roman {
                let start = chunk.start + (word.as_ptr() as usize - base);
                let end = start + word.len();
                if is_spelled_out(stem, &line.text[..start], &line.text[end..]) {
                    self.spelled_out.insert(stem.into());
                }
                let uses = Uses { first: line.span(start, end), times: 1 };
                match self.capitals.get_mut(word) {
                    Some(known) => known.add(uses),
                    None => {
                        self.capitals.insert(word.into(), uses);
                    }
                }
            }
        }
    }
}

/// An abbreviation without its plural s.
fn stem(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Whether it and a neighbour are both long words in capitals with vowels: PALO ALTO, not NHS ICB.
fn is_name_of_two(line: &Line<'_>, at: usize) -> bool {
    let is_pronounced = |at: usize| {
        let word = line.chunks.get(at).map_or("", |chunk| line.chunk(*chunk)).trim_matches(|c: char| !c.is_alphanumeric());
        word.len() >= WORD && word.bytes().all(|byte| byte.is_ascii_uppercase()) && word.contains(['A', 'E', 'I', 'O', 'U'])
    };
    is_pronounced(at) && (is_pronounced(at + 1) || at.checked_sub(1).is_some_and(is_pronounced))
}

/// Whether a chunk looks like a host name: HUB.DOMAIN.org.
fn is_host(text: &str) -> bool {
    text.split('.').skip(1).any(|part| part.starts_with(char::is_alphanumeric))
}

/// A number for a word of up to eight letters, ignoring case.
fn number_of(word: &str) -> u64 {
    word.bytes().fold(0, |number, byte| number << 8 | u64::from(byte.to_ascii_uppercase()))
}

/// Whether matching words come before `(JSNA)`, or after `JSNA (`.
fn is_spelled_out(stem: &str, before: &str, after: &str) -> bool {
    if let Some(before) = before.strip_suffix('(').filter(|_| after.starts_with(')')) {
        let words = before.split_whitespace().rev().take(2 * stem.len());
        return words.map(|word| word.as_ptr() as usize - before.as_ptr() as usize).any(|start| fits(stem, &before[start..]));
    }
    let inside = after.strip_prefix(" (").and_then(|after| after.split_once(')'));
    inside.is_some_and(|(words, _)| words.contains(' ') && fits(stem, words))
}

/// Whether `words` start with the first letter and contain the others later, in order.
fn fits(stem: &str, words: &str) -> bool {
    let mut letters = words.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase());
    letters.next() == stem.chars().next() && stem.chars().skip(1).all(|wanted| letters.any(|letter| letter == wanted))
}
