//! The index of the site's search: which words are in which part of the document, ranked when the site is built.
//!
//! A browser finds records by their words and does no more than add up scores, so that its script stays small. The index is
//! scripts that call functions of the theme's `search.js`: a page opened from disk may run scripts, but may not read files.

mod files;
mod postings;
mod record;
mod tokens;

use rayon::prelude::*;

use crate::text::line::is_english_tag;

pub(crate) use files::IndexFile;
pub(crate) use record::Record;

/// The files of the index of `records` in `language`. `terms` has the forms of each term of the glossary: whoever searches for one
/// of them finds every record with another.
pub(crate) fn index(records: &[Record], terms: &[Vec<&str>], language: &str) -> Vec<IndexFile> {
    let stemmer = is_english_tag(language).then(tokens::english);
    let phrases = postings::phrases(terms, stemmer.as_ref());
    let average = records.iter().map(|record| record.text.len()).sum::<usize>() as f32 / records.len().max(1) as f32;
    let parts: Vec<_> = records
        .par_chunks(RECORDS_AT_ONCE)
        .enumerate()
        .map(|(nth, records)| postings::count(records, nth * RECORDS_AT_ONCE, average, &phrases, stemmer.as_ref()))
        .collect();
    let lines = postings::lines(parts, &phrases, records.len());
    files::write(records, &lines, stemmer.is_some())
}

/// Records that one task counts: few enough for every core to have some, many enough for its vocabulary to pay.
const RECORDS_AT_ONCE: usize = 512;
