//! # undefined-abbreviation
//!
//! An abbreviation of 2 to 5 capitals is used and never defined.
//!
//! Add it to the glossary as a term's `abbreviation`, or write the words in full. A few that everyone knows need no entry.
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
use crate::check::line::Line;
use crate::check::look::{Capitals, Family, Findings, Gathered, Look, Uses};
use crate::diag::{Diagnostic, Severity};
use crate::model::Document;

const NAME: &str = "undefined-abbreviation";

pub(super) const FAMILY: Family =
    Family { text: include_str!("undefined_abbreviation.rs"), rules: &[(NAME, Some(Severity::Warning))], look: Look::Document(find) };

/// Known to readers without a glossary: the GOV.UK style guide's list, forms of files and media, and what is reported elsewhere.
const WELL_KNOWN: [&str; 34] = [
    "UK", "US", "USA", "EU", "VAT", "MP", "MPs", "DVLA", "NHS", "GP", "GPs", "BBC", "TV", "PDF", "CSV", "HTML", "CD", "DVD", "DNA", "HIV", "AIDS",
    "COVID", "BSL", "PO", "AM", "PM", "OK", "TBC", "TBA", "TBD", "TODO", "KB", "MB", "GB",
];

/// Words that people write in capitals to stress them.
const STRESSED: [&str; 26] = [
    "ALL", "AND", "ANY", "ARE", "AS", "BE", "BUT", "CAN", "DO", "EACH", "FOR", "IF", "IN", "MUST", "NEVER", "NO", "NOT", "NOTE", "NOW", "OF", "ONLY",
    "OR", "THE", "TO", "WILL", "YES",
];

fn find(document: &Document, gathered: &Gathered, findings: &mut Findings) {
    let mut known: HashSet<&str> = WELL_KNOWN.into_iter().chain(STRESSED).collect();
    let mut loud: HashSet<String> = HashSet::new();
    for term in &document.glossary.terms {
        // A term in capitals is loud, not undefined.
        loud.extend(term.also.iter().chain([&term.term]).flat_map(|form| form.split(|c: char| !c.is_alphanumeric())).map(str::to_uppercase));
        let forms = term.abbreviation.iter().chain(&term.also).chain([&term.term]);
        known.extend(forms.flat_map(|form| form.split(|c: char| !c.is_alphanumeric())));
    }
    let mut unknown: BTreeMap<&str, Uses> = BTreeMap::new();
    for (word, uses) in &gathered.capitals {
        let stem = word.strip_suffix('s').unwrap_or(word);
        if !known.contains(stem) && !known.contains(&**word) && !loud.contains(stem) {
            unknown.entry(stem).and_modify(|known| known.add(*uses)).or_insert(*uses);
        }
    }
    findings.extend(unknown.into_iter().map(|(abbreviation, uses)| {
        let times = if uses.times == 1 { String::new() } else { format!(" ({} times)", uses.times) };
        Diagnostic::warning(NAME, uses.first, format!("\"{abbreviation}\" is used{times} and never defined"))
            .hint(format!("add a term with `abbreviation: {abbreviation}` to the glossary, or write it in full"))
    }));
}

/// Gathers what could be abbreviations in the chunk `at`, which has two capitals side by side.
pub(in crate::check) fn gather(line: &Line<'_>, at: usize, capitals: &mut Capitals) {
    let chunk = line.chunks[at];
    if is_loud(line, at) {
        return;
    }
    let text = line.chunk(chunk);
    let base = text.as_ptr() as usize;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let stem = word.strip_suffix('s').unwrap_or(word);
        let is_abbreviation = (2..=5).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase());
        let is_roman = stem.bytes().all(|b| b"IVXLCDM".contains(&b));
        if is_abbreviation && !is_roman {
            let at = chunk.start + (word.as_ptr() as usize - base);
            let uses = Uses { first: line.span(at, at + word.len()), times: 1 };
            match capitals.get_mut(word) {
                Some(known) => known.add(uses),
                None => {
                    capitals.insert(word.into(), uses);
                }
            }
        }
    }
}
