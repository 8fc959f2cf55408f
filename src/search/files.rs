//! The files of the index.
//!
//! A small index is one file. That of a large document is divided, so that a query loads only the words it asks for and the texts it
//! shows.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::postings::Line;
use super::record::Record;

/// A file of the index.
#[derive(Debug)]
pub(crate) struct IndexFile {
    /// Path from the output folder.
    pub(crate) path: String,
    /// Its script.
    pub(crate) script: String,
}

/// Above this many bytes, before compression, the index is divided.
const MOST_IN_ONE_FILE: usize = 320 * 1024;
/// Bytes of a file of words, and of one of texts.
const WORDS: usize = 28 * 1024;
const TEXTS: usize = 24 * 1024;

/// Brings its own stemmer, so that languages without one send none.
const ENGLISH: &str = include_str!("stem.en.js");

/// Writes the index.
pub(super) fn write(records: &[Record], lines: &BTreeMap<String, Line>, is_english: bool) -> Vec<IndexFile> {
    let (first_words, words) = divided(lines.iter().map(|(key, line)| (key.as_str(), word(key, line))), WORDS, "\n");
    let (first_texts, texts) = divided((0..).zip(records.iter().map(text)), TEXTS, ",\n");
    let words = words.into_iter().enumerate().map(|(nth, lines)| (format!("words-{nth}"), format!("search.addWords({nth},{});\n", json(&lines))));
    let texts = texts.into_iter().enumerate().map(|(nth, records)| (format!("texts-{nth}"), format!("search.addTexts({nth},[\n{records}]);\n")));
    let parts: Vec<(String, String)> = words.chain(texts).collect();
    let mut script = if is_english { ENGLISH.to_owned() } else { String::new() };
    let _ = writeln!(script, "search.open({{records:{},words:{},texts:{}}});", records.len(), json(&first_words), json(&first_texts));
    let file = |name: &str, script| IndexFile { path: format!("search/{name}.js"), script };
    if parts.iter().map(|(_, script)| script.len()).sum::<usize>() <= MOST_IN_ONE_FILE {
        script.extend(parts.into_iter().map(|(_, part)| part));
        return vec![file("index", script)];
    }
    std::iter::once(file("index", script)).chain(parts.into_iter().map(|(name, script)| file(&name, script))).collect()
}

/// Groups items into files of about `size` bytes; returns the key of the first item of each file, and the files.
fn divided<K>(items: impl Iterator<Item = (K, String)>, size: usize, separator: &str) -> (Vec<K>, Vec<String>) {
    let (mut firsts, mut files): (Vec<K>, Vec<String>) = (Vec::new(), Vec::new());
    for (key, item) in items {
        match files.last_mut() {
            Some(file) if file.len() < size => {
                file.push_str(separator);
                file.push_str(&item);
            }
            _ => {
                firsts.push(key);
                files.push(item);
            }
        }
    }
    (firsts, files)
}

/// A key, its records (each the distance from the one before and a score of six bits, in base 36) and other forms of its term.
fn word(key: &str, line: &Line) -> String {
    let mut out = format!("{key}\t");
    let mut before = 0;
    for (nth, (record, score)) in line.scores.iter().enumerate() {
        if nth > 0 {
            out.push(' ');
        }
        base36(&mut out, u64::from(record - before) << 6 | u64::from(*score));
        before = *record;
    }
    for other in &line.others {
        out.push('\t');
        out.push_str(other);
    }
    out
}

fn base36(out: &mut String, mut number: u64) {
    // The digits from the last to the first: a number of 64 bits has at most 13.
    let mut digits = ['0'; 13];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = char::from_digit((number % 36) as u32, 36).unwrap_or('0');
        number /= 36;
        if number == 0 {
            break;
        }
    }
    out.extend(&digits[first..]);
}

fn text(record: &Record) -> String {
    json(&[&record.href, &record.title, &record.place, &record.text])
}

fn json(value: &(impl serde::Serialize + ?Sized)) -> String {
    // Strings and lists of strings can always be written.
    serde_json::to_string(value).unwrap_or_default()
}
