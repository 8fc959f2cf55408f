//! An abbreviation of 2 to 5 capitals is used and never defined.
//!
//! Add it to the glossary as a term's `abbreviation`, or write the words in full. A few that everyone knows need no
//! entry. Source: GOV.UK style guide, "Abbreviations and acronyms".

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;

use super::{Rule, texts};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Document, Inline, Target, Walk, WalkContext};
use crate::span::Span;

const NAME: &str = "undefined-abbreviation";

pub(super) const RULE: Rule = Rule { name: NAME, level: Some(Severity::Warning), find };

/// Known to readers without a glossary: the GOV.UK style guide's list, and forms of files and media.
const WELL_KNOWN: [&str; 26] = [
    "UK", "US", "USA", "EU", "VAT", "MP", "MPs", "DVLA", "NHS", "GP", "GPs", "BBC", "TV", "PDF", "CSV", "HTML", "CD", "DVD", "DNA", "HIV", "AIDS",
    "COVID", "BSL", "PO", "AM", "PM",
];

fn find(document: &Document) -> Vec<Diagnostic> {
    let mut known: HashSet<&str> = WELL_KNOWN.into_iter().collect();
    let mut loud: HashSet<String> = HashSet::new();
    for term in &document.glossary.terms {
        // A term in capitals is loud, not undefined.
        loud.extend(term.also.iter().chain([&term.term]).flat_map(|form| form.split(|c: char| !c.is_alphanumeric())).map(str::to_uppercase));
        let forms = term.abbreviation.iter().chain(&term.also).chain([&term.term]);
        known.extend(forms.flat_map(|form| form.split(|c: char| !c.is_alphanumeric())));
    }
    let texts: Vec<_> = document.texts().map(|(_, chapter)| chapter).collect();
    let mut places: Vec<(String, Span)> = texts
        .par_iter()
        .map(|chapter| {
            let mut seen = Capitals { known: &known, found: Vec::new() };
            seen.chapter(chapter);
            seen.found
        })
        .flatten_iter()
        .collect();
    let mut seen = Capitals { known: &known, found: Vec::new() };
    document.glossary.terms.iter().for_each(|term| seen.blocks(&term.definition));
    places.extend(seen.found);
    places.retain(|(abbreviation, _)| !loud.contains(abbreviation));

    let mut uses: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    places.into_iter().for_each(|(abbreviation, span)| uses.entry(abbreviation).or_default().push(span));
    uses.into_iter()
        .map(|(abbreviation, spans)| {
            let times = if spans.len() == 1 { String::new() } else { format!(" ({} times)", spans.len()) };
            Diagnostic::warning(NAME, spans[0], format!("\"{abbreviation}\" is used{times} and never defined"))
                .hint(format!("add a term with `abbreviation: {abbreviation}` to the glossary, or write it in full"))
        })
        .collect()
}

struct Capitals<'a> {
    known: &'a HashSet<&'a str>,
    found: Vec<(String, Span)>,
}

impl Walk<Target> for Capitals<'_> {
    fn line(&mut self, line: &[Inline<Target>], _: WalkContext) {
        texts(line, &mut |text| {
            // Most text has no two capitals side by side, and needs no looking at word by word.
            if !text.text.as_bytes().windows(2).any(|pair| pair[0].is_ascii_uppercase() && pair[1].is_ascii_uppercase()) {
                return;
            }
            for (at, word) in words(&text.text) {
                let stem = word.strip_suffix('s').unwrap_or(word);
                let is_abbreviation = (2..=5).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase());
                let is_roman = stem.bytes().all(|b| b"IVXLCDM".contains(&b));
                if is_abbreviation && !is_roman && !self.known.contains(stem) && !self.known.contains(word) {
                    self.found.push((stem.to_owned(), text.span.part(at, at + word.len())));
                }
            }
        });
    }
}

/// Words with their byte offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(move |word| (word.as_ptr() as usize - base, word))
}
