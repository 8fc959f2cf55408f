//! Personal details in a text: what must not be published of the people who commented.
//!
//! Addresses and numbers are found by their form, as they are written in the United Kingdom; names and contact details that are known are
//! found however they are spaced. Markup, invisible characters, full-width forms and character references hide nothing.

mod forms;
mod plain;

use std::collections::HashMap;
use std::ops::Range;

use plain::{Plain, Word};

pub(crate) use forms::DetailKind;

/// The details of people who commented, and what is public anyway.
#[derive(Debug, Default)]
pub(crate) struct KnownDetails {
    /// Words of names, and whether each is an ordinary word, too.
    words: HashMap<String, bool>,
    /// Names and contact details of several words, by their first word.
    phrases: HashMap<String, Vec<(Vec<String>, DetailKind)>>,
    /// Digits of telephone numbers, without their country's or area's zeros.
    numbers: Vec<String>,
    /// Letters and digits of what is public.
    public: Vec<String>,
}

/// Names that are words, so that they count as names only with a capital letter within a sentence.
const ORDINARY: [&str; 84] = [
    "april",
    "baker",
    "banks",
    "barber",
    "bell",
    "best",
    "bird",
    "bishop",
    "black",
    "bond",
    "brook",
    "brooks",
    "brown",
    "bush",
    "butcher",
    "carpenter",
    "carter",
    "church",
    "clay",
    "cole",
    "cook",
    "cooper",
    "cross",
    "daisy",
    "dale",
    "dawn",
    "day",
    "dean",
    "dear",
    "faith",
    "farmer",
    "field",
    "fields",
    "fisher",
    "ford",
    "forest",
    "fox",
    "frost",
    "gardener",
    "grace",
    "grant",
    "gray",
    "green",
    "hall",
    "hill",
    "hills",
    "holly",
    "home",
    "hope",
    "house",
    "hunter",
    "june",
    "king",
    "lane",
    "light",
    "long",
    "love",
    "major",
    "mark",
    "may",
    "mills",
    "moss",
    "north",
    "page",
    "park",
    "parks",
    "pool",
    "power",
    "price",
    "read",
    "rich",
    "rivers",
    "rose",
    "short",
    "small",
    "stone",
    "street",
    "walker",
    "waters",
    "west",
    "white",
    "will",
    "wood",
    "young",
];

/// Words before a name that are not part of it.
const TITLES: [&str; 14] = ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "cllr", "councillor", "sir", "dame", "rev", "lord"];

impl KnownDetails {
    /// Adds the name of somebody who commented.
    pub(crate) fn name(&mut self, name: &str) {
        let plain = Plain::of(name);
        let words: Vec<String> = plain.words().map(|word| word.text).filter(|word| !TITLES.contains(&word.as_str())).collect();
        for word in words.iter().filter(|word| word.chars().count() >= 3) {
            self.words.insert(word.clone(), ORDINARY.contains(&word.as_str()));
        }
        if words.len() > 1 {
            self.words.insert(words.concat(), false);
        }
        self.phrase(words.clone(), DetailKind::Name);
        self.phrase(words.into_iter().rev().collect(), DetailKind::Name);
    }

    /// Adds a contact detail that somebody gave: an email address, a telephone number, a postal address, an account.
    pub(crate) fn contact(&mut self, contact: &str) {
        for part in contact.split([',', ';', '\n']).chain([contact]) {
            let plain = Plain::of(part);
            let words: Vec<String> = plain.words().map(|word| word.text).collect();
            let digits: String = words.concat().chars().filter(char::is_ascii_digit).collect();
            let has_letters = words.iter().any(|word| word.chars().any(char::is_alphabetic));
            if let Some(local) = part.split_once('@').map(|(local, _)| local.trim()).filter(|local| local.len() >= 4) {
                self.phrase(Plain::of(local).words().map(|word| word.text).collect(), DetailKind::Contact);
            }
            match () {
                () if !has_letters && digits.len() >= 5 => self.numbers.push(national(&digits)),
                // `12 High Street` is somebody's; `Colne` is a town.
                () if has_letters && !digits.is_empty() || part.contains('@') || part.contains('_') => self.phrase(words, DetailKind::Contact),
                () => {}
            }
        }
    }

    /// Adds what is public, such as the address to which comments are sent.
    pub(crate) fn public(&mut self, detail: &str) {
        self.public.extend(detail.lines().chain([detail]).map(compact).filter(|detail| !detail.is_empty()));
    }

    fn phrase(&mut self, words: Vec<String>, kind: DetailKind) {
        let Some(first) = words.first().filter(|first| words.len() > 1 || first.chars().count() >= 5 && kind == DetailKind::Contact) else { return };
        self.phrases.entry(first.clone()).or_default().push((words, kind));
    }
}

/// The personal details in `text`, in its order, as ranges of bytes. None overlap.
pub(crate) fn personal_details(text: &str, known: &KnownDetails) -> Vec<(Range<usize>, DetailKind)> {
    let plain = Plain::of(text);
    let words: Vec<Word> = plain.words().collect();
    let mut found = forms::emails(&plain, &words);
    found.extend(forms::numbers(&plain));
    found.extend(forms::codes(&words));
    found.retain(|(range, _)| {
        let detail: String = plain.chars[range.clone()].iter().filter(|c| c.is_alphanumeric()).collect();
        !known.public.iter().any(|public| public.contains(&detail))
    });
    for (at, word) in words.iter().enumerate() {
        for (phrase, kind) in known.phrases.get(&word.text).into_iter().flatten() {
            if words[at..].iter().map(|word| &word.text).take(phrase.len()).eq(phrase) {
                found.push((word.range.start..words[at + phrase.len() - 1].range.end, *kind));
            }
        }
        match known.words.get(&word.text) {
            Some(false) => found.push((word.range.clone(), DetailKind::Name)),
            Some(true) if word.is_capitalised && !plain.begins_sentence(word.range.start) => found.push((word.range.clone(), DetailKind::Name)),
            _ => {}
        }
    }
    for range in plain.digit_runs() {
        let digits: String = plain.chars[range.clone()].iter().filter(|c| c.is_ascii_digit()).collect();
        if known.numbers.iter().any(|number| digits.ends_with(number.as_str())) {
            found.push((range, DetailKind::Contact));
        }
    }
    found.sort_by_key(|(range, kind)| (range.start, std::cmp::Reverse(range.end), *kind));
    let mut end = 0;
    found.retain(|(range, _)| {
        let is_new = range.start >= end;
        end = end.max(range.end);
        is_new
    });
    found.into_iter().map(|(range, kind)| (plain.places[range.start].start..plain.places[range.end - 1].end, kind)).collect()
}

/// Letters and digits alone, in lower case.
fn compact(text: &str) -> String {
    Plain::of(text).chars.into_iter().filter(|c| c.is_alphanumeric()).collect()
}

/// The digits of a telephone number from its area on: `0044`, `44` and `0` before it are left out.
fn national(digits: &str) -> String {
    let digits = digits.trim_start_matches('0');
    let digits = digits.strip_prefix("44").filter(|rest| rest.len() >= 9).unwrap_or(digits);
    digits.trim_start_matches('0').to_owned()
}
