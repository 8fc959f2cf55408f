//! Counting and ranking: BM25F (Robertson and Zaragoza, 2009), computed here so that a browser only adds.
//!
//! A term of the glossary counts as a word of its own, in whichever of its forms it is written.

use std::collections::BTreeMap;

use rust_stemmers::Stemmer;
use rustc_hash::FxHashMap;

use super::record::Record;
use super::tokens;

/// How much a word in a record's title counts, and one in the title of its chapter, compared with one in its text.
const TITLE: f32 = 8.0;
const PLACE: f32 = 1.0;
/// Words of a usual title.
const USUAL_TITLE: f32 = 3.0;
/// How soon further occurrences stop to count, and how much a long text counts against them (k1 and b).
const SATURATION: f32 = 1.4;
const LENGTH: f32 = 0.7;

/// Scores are sent to the browser as integers: this many for a score of one, and at most `MOST`, which fits six bits.
const STEPS: f32 = 6.0;
const MOST: f32 = 63.0;

/// The forms of a term, each as the keys of its words.
pub(super) type Phrases = Vec<Vec<Vec<String>>>;

/// The forms of each term.
pub(super) fn phrases(terms: &[Vec<&str>], stemmer: Option<&Stemmer>) -> Phrases {
    let keys = |form: &&str| {
        let mut keys = Vec::new();
        tokens::words(form, |word| keys.push(tokens::key(word, stemmer)));
        keys
    };
    let forms = |term: &Vec<&str>| {
        let mut forms: Vec<Vec<String>> = term.iter().map(keys).filter(|form| !form.is_empty()).collect();
        forms.sort();
        forms.dedup();
        forms
    };
    terms.iter().map(forms).collect()
}

/// What some of the records contain.
pub(super) struct Part {
    /// Words, then terms (by index), with the records that contain them and how well.
    words: Vec<(String, Vec<Posting>)>,
    terms: Vec<Vec<Posting>>,
}

/// A record and how often it has a word: from 0 (never) to 1 (more than counts).
#[derive(Clone, Copy)]
struct Posting {
    record: u32,
    frequency: f32,
}

/// The vocabulary of one task.
struct Vocabulary<'t> {
    /// Keys by the words as written, and those of words in other languages.
    known: [FxHashMap<&'t str, u32>; 2],
    ids: FxHashMap<String, u32>,
    stemmer: Option<&'t Stemmer>,
}

impl<'t> Vocabulary<'t> {
    fn word(&mut self, word: &'t str, is_foreign: bool) -> u32 {
        if let Some(id) = self.known[usize::from(is_foreign)].get(word) {
            return *id;
        }
        let id = self.key(tokens::key(word, self.stemmer.filter(|_| !is_foreign)));
        self.known[usize::from(is_foreign)].insert(word, id);
        id
    }

    fn key(&mut self, key: String) -> u32 {
        let next = self.ids.len() as u32;
        *self.ids.entry(key).or_insert(next)
    }
}

/// Counts the words and terms of `records`, of which the first is number `first`. Texts are `average` bytes long.
pub(super) fn count<'t>(records: &'t [Record], first: usize, average: f32, phrases: &'t Phrases, stemmer: Option<&'t Stemmer>) -> Part {
    let mut vocabulary = Vocabulary { known: <[FxHashMap<&str, u32>; 2]>::default(), ids: FxHashMap::default(), stemmer };
    let mut openings: FxHashMap<u32, Vec<(Vec<u32>, usize)>> = FxHashMap::default();
    for (term, forms) in phrases.iter().enumerate() {
        for form in forms {
            let form: Vec<u32> = form.iter().map(|key| vocabulary.key(key.clone())).collect();
            openings.entry(form[0]).or_default().push((form, term));
        }
    }
    // Of the forms that begin with a word, the longest counts.
    openings.values_mut().for_each(|forms| forms.sort_by_key(|(form, _)| std::cmp::Reverse(form.len())));
    let (mut words, mut terms) = (Counter::default(), Counter::default());
    let mut keys: Vec<u32> = Vec::new();
    for (record, number) in records.iter().zip(first as u32..) {
        let fields = [
            (&record.title, TITLE),
            (&record.forms, TITLE),
            (&record.place, PLACE),
            (&record.text, 1.0 / (1.0 - LENGTH + LENGTH * record.text.len() as f32 / average.max(1.0))),
        ];
        for (text, weight) in fields {
            keys.clear();
            tokens::words(text, |word| keys.push(vocabulary.word(word, record.is_foreign)));
            let weight = if weight == TITLE { TITLE / (0.5 + 0.5 * keys.len() as f32 / USUAL_TITLE) } else { weight };
            for (at, key) in keys.iter().enumerate() {
                words.add(*key, weight);
                let form = openings.get(key).into_iter().flatten().find(|(form, _)| keys[at..].starts_with(form));
                if let Some((_, term)) = form {
                    terms.add(*term as u32, weight);
                }
            }
        }
        words.close(number);
        terms.close(number);
    }
    words.postings.resize_with(vocabulary.ids.len(), Vec::new);
    terms.postings.resize_with(phrases.len(), Vec::new);
    let mut named: Vec<(String, u32)> = vocabulary.ids.into_iter().collect();
    named.sort_unstable_by_key(|(_, id)| *id);
    Part { words: named.into_iter().map(|(key, _)| key).zip(words.postings).collect(), terms: terms.postings }
}

/// Weighted counts of one record, added to the postings when it ends.
#[derive(Default)]
struct Counter {
    counts: Vec<f32>,
    touched: Vec<u32>,
    postings: Vec<Vec<Posting>>,
}

impl Counter {
    fn add(&mut self, id: u32, weight: f32) {
        let at = id as usize;
        if self.counts.len() <= at {
            self.counts.resize(at + 1, 0.0);
            self.postings.resize_with(at + 1, Vec::new);
        }
        if self.counts[at] == 0.0 {
            self.touched.push(id);
        }
        self.counts[at] += weight;
    }

    fn close(&mut self, record: u32) {
        for id in self.touched.drain(..) {
            let count = std::mem::take(&mut self.counts[id as usize]);
            self.postings[id as usize].push(Posting { record, frequency: count / (count + SATURATION) });
        }
    }
}

/// A line of the index: a word or the form of a term, and what it leads to.
#[derive(Default)]
pub(super) struct Line {
    /// Scores by record, in order.
    pub(super) scores: Vec<(u32, u8)>,
    /// Other forms of the same term.
    pub(super) others: Vec<String>,
}

/// Puts the parts together: lines of the index by their keys.
pub(super) fn lines(parts: Vec<Part>, phrases: &Phrases, records: usize) -> BTreeMap<String, Line> {
    let mut words: FxHashMap<String, Vec<Posting>> = FxHashMap::default();
    let mut terms: Vec<Vec<Posting>> = vec![Vec::new(); phrases.len()];
    for part in parts {
        for (key, postings) in part.words {
            words.entry(key).or_default().extend(postings);
        }
        for (term, postings) in part.terms.into_iter().enumerate() {
            terms[term].extend(postings);
        }
    }
    let line = |(key, postings): (String, Vec<Posting>)| (key, Line { scores: scores(&postings, records), others: Vec::new() });
    let mut lines: BTreeMap<String, Line> = words.into_iter().map(line).collect();
    for (forms, postings) in phrases.iter().zip(&terms) {
        let scores = scores(postings, records);
        for form in forms {
            let line = lines.entry(form.join(" ")).or_default();
            line.scores = better(&line.scores, &scores);
            line.others.extend(forms.iter().filter(|other| *other != form).take(MOST_FORMS).map(|other| other.join(" ")));
        }
    }
    lines.retain(|_, line| !line.scores.is_empty());
    lines
}

/// How many other forms of a term are marked in what a search finds: each form lists them, so that they grow with the square.
const MOST_FORMS: usize = 24;

/// Records that a word leads to at most. A word of more records tells little about each: the best are enough, and loading and adding
/// them stays quick however large the document is.
const MOST_RECORDS: usize = 3000;

/// The score of each record for a word: how often it has the word, and how rare the word is.
fn scores(postings: &[Posting], records: usize) -> Vec<(u32, u8)> {
    let (all, with) = (records as f32, postings.len() as f32);
    let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
    let score = |posting: &Posting| (posting.record, (posting.frequency * rarity * STEPS).round().min(MOST) as u8);
    let mut scores: Vec<(u32, u8)> = postings.iter().map(score).filter(|(_, score)| *score > 0).collect();
    if scores.len() > MOST_RECORDS {
        scores.sort_by_key(|(record, score)| (std::cmp::Reverse(*score), *record));
        scores.truncate(MOST_RECORDS);
        scores.sort_unstable();
    }
    scores
}

/// The records of both lists, each with the better of its scores.
fn better(one: &[(u32, u8)], other: &[(u32, u8)]) -> Vec<(u32, u8)> {
    let mut both: Vec<(u32, u8)> = one.iter().chain(other).copied().collect();
    // The better score comes first, and stays.
    both.sort_unstable_by_key(|(record, score)| (*record, std::cmp::Reverse(*score)));
    both.dedup_by_key(|(record, _)| *record);
    both
}
