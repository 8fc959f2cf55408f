//! # undefined-abbreviation
//!
//! An abbreviation of 2 to 5 capitals is used on a page that does not explain it.
//!
//! Add it to the glossary as a term's `abbreviation`, or write the words in full. A few that everyone knows, such as NHS, UK and GP, need
//! no entry; add those that all your readers know in strategy.yaml: `glossary: {known_abbreviations: [MP, PIN]}`. Nor does one that the page itself
//! spells out, as in "Joint Strategic Needs Assessment (JSNA)", "a systems integrator (or SI)" and "JSNA (Joint Strategic Needs
//! Assessment)", or one that is also a word on the page: "less" and LESS. The rule is for English only.
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
use crate::span::Span;
use crate::text::line::Line;

const NAME: &str = "undefined-abbreviation";

pub(super) const FAMILY: Family =
    Family { text: include_str!("undefined_abbreviation.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Document(find) };

/// Known to readers without a glossary: the GOV.UK style guide's list, honours and titles, file and media types, and what other rules
/// report.
const WELL_KNOWN: &str = "\
    UK US USA EU UN NATO VAT MP DVLA NHS GP BBC TV HM HMRC GCSE MOT DIY IT ID PIN CEO HR AGM FAQ VIP RSVP CCTV ATM UFO PE CV QR MBE OBE CBE \
    KC QC JP PDF CSV HTML URL USB SMS PC CD DVD DNA HIV AIDS COVID BSL PO AM PM GMT BST BC AD OK TBC TBA TBD TODO NAME DATE XX XXX XXXX KB MB GB TB";

/// Words that are written in capitals for emphasis.
const STRESSED: [&str; 54] = [
    "ALL", "AND", "ANY", "ARE", "AS", "BE", "BUT", "BY", "CAN", "DID", "DO", "EACH", "FOR", "GET", "HAD", "HAS", "HER", "HIM", "HIS", "HOW", "IF",
    "IN", "IS", "ITS", "MAY", "MUST", "MY", "NEVER", "NEW", "NO", "NOT", "NOTE", "NOW", "OF", "OFF", "ON", "ONE", "ONLY", "OR", "OUR", "OUT", "SHE",
    "SO", "THE", "TO", "TOO", "TWO", "UP", "WAS", "WE", "WHY", "WILL", "YES", "YOU",
];

fn find(document: &Document, gathered: &Gathered, findings: &mut Findings) {
    let own = document.settings.glossary.known_abbreviations.iter().map(|word| stem(word));
    let mut known: HashSet<&str> = WELL_KNOWN.split_whitespace().chain(STRESSED).chain(own).collect();
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
    findings.extend(unknown.into_iter().map(|(abbreviation, uses)| match gathered.spelled_out.get(abbreviation) {
        Some((place, file)) => {
            let (_, name) = file.split_once('/').unwrap_or(("", file));
            Diagnostic::warning(NAME, uses.first, format!("\"{abbreviation}\" is not spelled out on this page (it is in {name})"))
                .label(*place, "spelled out here")
                .hint(format!("spell it out at its first use here, too, or add a term with `abbreviation: {abbreviation}` to the glossary"))
        }
        None => {
            let times = if uses.times == 1 { String::new() } else { format!(" ({} times)", uses.times) };
            Diagnostic::warning(NAME, uses.first, format!("\"{abbreviation}\" is used{times} but never defined")).hint(format!(
                "add a term with `abbreviation: {abbreviation}` to the glossary, write it in full, or, if every reader knows it, add it to strategy.yaml: \
                 `glossary: {{known_abbreviations: [{abbreviation}]}}`"
            ))
        }
    }));
}

/// The abbreviations of one page, and those that it explains.
#[derive(Default)]
pub(in crate::check) struct PageCapitals {
    capitals: Capitals,
    /// Stems that are spelled out on the page, and where.
    spelled_out: BTreeMap<Box<str>, Span>,
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

    /// Adds what the page in the file `path` explains, and what it does not, to `into`, and starts another page.
    pub(in crate::check) fn finish(&mut self, path: &str, into: &mut Gathered) {
        // Most pages have a thousand words and no abbreviations to look up among them.
        if !self.capitals.is_empty() {
            self.words.sort_unstable();
        }
        for (word, uses) in std::mem::take(&mut self.capitals) {
            let stem = stem(&word);
            let has_word = |word: &str| (WORD..=LONGEST).contains(&word.len()) && self.words.binary_search(&number_of(word)).is_ok();
            if !has_word(stem) && !stem.strip_suffix('S').is_some_and(has_word) && !self.spelled_out.contains_key(stem) {
                into.capitals.entry(word).and_modify(|known| known.add(uses)).or_insert(uses);
            }
        }
        for (stem, place) in std::mem::take(&mut self.spelled_out) {
            into.spell_out(stem, (place, path.into()));
        }
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
                    self.spelled_out.entry(stem.into()).or_insert_with(|| line.span(start, end));
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

/// Words between a bracket and an abbreviation: `(or SI)`, `(known as SI)`.
const INTRODUCTIONS: &str =
    "or the also now formerly previously a an known called abbreviated shortened referred to as hereafter hereinafter simply in short";

/// Whether matching words come before `(JSNA)`, or after `JSNA (` or `JSNA stands for`.
fn is_spelled_out(stem: &str, before: &str, after: &str) -> bool {
    let is_quote = |c: char| matches!(c, '"' | '\'' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}');
    let start = before.trim_end_matches(is_quote);
    if let Some((words, introduction)) = start.rsplit_once('(').filter(|_| ends_note(after.trim_start_matches(is_quote))) {
        let is_introduction = |word: &str| INTRODUCTIONS.split(' ').any(|known| known == word.trim_end_matches(','));
        return introduction.split_whitespace().all(is_introduction) && last_words_fit(stem, words);
    }
    let inside = after.strip_prefix(" (").and_then(|after| after.split_once(')')).map(|(words, _)| words);
    let stated = after.strip_prefix(" stands for ").or_else(|| after.strip_prefix(" is short for "));
    inside.is_some_and(|words| words.contains(' ') && fits(stem, words)) || stated.is_some_and(|words| fits(stem, words.trim_start_matches("the ")))
}

/// Whether what follows an abbreviation ends a note in brackets: `)`, ` for short)`, `, the board)`.
fn ends_note(after: &str) -> bool {
    after.starts_with([')', ',', ';', '/'])
        || [" for short", " in short", " hereafter", " from now on", " or "].iter().any(|end| after.starts_with(end))
}

/// Whether the last of `words` fit an abbreviation: at most two for each letter.
fn last_words_fit(stem: &str, words: &str) -> bool {
    let last = words.split_whitespace().rev().take(2 * stem.len());
    last.map(|word| word.as_ptr() as usize - words.as_ptr() as usize).any(|start| fits(stem, &words[start..]))
}

/// Whether `words` start with the first letter and contain the others later, in order.
fn fits(stem: &str, words: &str) -> bool {
    let mut letters = words.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase());
    letters.next() == stem.chars().next() && stem.chars().skip(1).all(|wanted| letters.any(|letter| letter == wanted))
}
