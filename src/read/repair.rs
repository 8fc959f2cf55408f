//! Characters that programs changed on their way: ligatures of PDFs, and UTF-8 that was read as Windows-1252 and saved again.

use std::ops::Range;

use super::fault::{Fault, others};
use super::windows::{byte_of_windows, from_windows};
use crate::diag::Severity;
use crate::model::composed;

/// Characters for two or three letters (Unicode 16.0, Alphabetic Presentation Forms), which come from the fonts of PDFs, and these letters.
const LIGATURES: [(char, &str); 7] =
    [('\u{fb00}', "ff"), ('\u{fb01}', "fi"), ('\u{fb02}', "fl"), ('\u{fb03}', "ffi"), ('\u{fb04}', "ffl"), ('\u{fb05}', "st"), ('\u{fb06}', "st")];

/// What follows `Â` (U+00C2) only in a text that was misread: `Â£` is a pound sign.
const AFTER_C2: &str = "\u{a0}\u{a2}\u{a3}\u{a5}\u{a7}\u{a9}\u{ac}\u{ae}\u{b0}\u{b1}\u{b2}\u{b3}\u{b4}\u{b5}\u{b6}\u{b7}\u{bc}\u{bd}\u{be}";

/// A part of a text that is read as something else.
struct Repair {
    /// In bytes, as it is written.
    length: usize,
    read: String,
    is_ligature: bool,
}

/// The repair of what `text` begins with, if it needs one.
fn repair(text: &str) -> Option<Repair> {
    let first = text.chars().next()?;
    match first {
        '\u{fb00}'..='\u{fb06}' => {
            let (_, letters) = LIGATURES.iter().find(|(ligature, _)| *ligature == first)?;
            Some(Repair { length: first.len_utf8(), read: (*letters).to_owned(), is_ligature: true })
        }
        '\u{c2}' | '\u{c3}' | '\u{e2}' | '\u{ef}' | '\u{f0}' => misread(text, first),
        _ => None,
    }
}

/// A character of UTF-8 whose bytes were read as characters of Windows-1252; only those that no text has in such an order.
fn misread(text: &str, first: char) -> Option<Repair> {
    let count = match first {
        '\u{c2}' | '\u{c3}' => 2,
        '\u{f0}' => 4,
        _ => 3,
    };
    let bytes: Vec<u8> = text.chars().take(count).map_while(byte_of_windows).collect();
    let read = std::str::from_utf8(&bytes).ok().filter(|_| bytes.len() == count)?;
    let fits = match read.chars().next()? {
        _ if first == '\u{c2}' => text[first.len_utf8()..].starts_with(|c| AFTER_C2.contains(c)),
        '\u{c0}'..='\u{ff}' | '\u{2010}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}' | '\u{feff}' => true,
        _ => false,
    };
    let length = text.chars().take(count).map(char::len_utf8).sum();
    fits.then(|| Repair { length, read: read.to_owned(), is_ligature: false })
}

/// The first repair of a kind in a text.
struct Found {
    /// In the repaired text.
    place: Range<usize>,
    written: String,
    /// How many more there are.
    others: usize,
}

/// `text` repaired, with what was repaired first: misread characters and ligatures. `None` if nothing needs to be.
fn all(text: &str) -> Option<(String, [Option<Found>; 2])> {
    let mut plain = String::new();
    let mut found = [None, None];
    let mut done = 0;
    // Each of these characters begins with one of two bytes.
    for start in memchr::memchr2_iter(0xc3, 0xef, text.as_bytes()) {
        let Some(repair) = text.get(start..).filter(|_| start >= done).and_then(repair) else { continue };
        plain.push_str(&text[done..start]);
        done = start + repair.length;
        let place = plain.len()..plain.len() + repair.read.len();
        match &mut found[usize::from(repair.is_ligature)] {
            Some(Found { others, .. }) => *others += 1,
            first => *first = Some(Found { place, written: text[start..done].to_owned(), others: 0 }),
        }
        plain.push_str(&repair.read);
    }
    plain.push_str(&text[done..]);
    (done > 0).then_some((plain, found))
}

/// `text` with everything repaired.
pub(super) fn repaired(text: String) -> String {
    match all(&text) {
        Some((plain, _)) => plain,
        None => text,
    }
}

/// `text` with everything repaired, and the first repair of each kind as a problem.
pub(super) fn repaired_with_faults(text: String) -> (String, Vec<Fault>) {
    let Some((plain, [misread, ligature])) = all(&text) else { return (text, Vec::new()) };
    let fault = |found: Found, rule, message: &str| {
        let read = &plain[found.place.clone()];
        let is_read = if read.starts_with('\u{feff}') { "left out".to_owned() } else { format!("read as `{read}`") };
        Fault {
            rule,
            severity: Severity::Warning,
            message: format!("`{}` {message}; it is {is_read}{}", found.written, others(found.others)),
            place: found.place,
            hint: "run `greenpaper check --fix` to replace it, or type it again",
            is_certain: true,
        }
    };
    let misread = misread.map(|found| fault(found, "windows-1252", "is here because a program read UTF-8 as Windows-1252"));
    let ligature = ligature.map(|found| fault(found, "ligature", "is one character here, as PDFs have it"));
    let faults = misread.into_iter().chain(ligature).collect();
    (plain, faults)
}

/// What was written for `read`, which was repaired.
pub(crate) fn unrepaired(read: &str) -> String {
    match LIGATURES.iter().find(|(_, letters)| *letters == read) {
        Some((ligature, _)) => ligature.to_string(),
        None => read.bytes().map(|byte| from_windows(char::from(byte))).collect(),
    }
}

/// A path as files are listed: in normalisation form C and repaired, as links to it are read.
pub(super) fn path(text: String) -> String {
    repaired(composed(text))
}

#[cfg(test)]
mod tests {
    use super::repaired;

    #[test]
    fn only_what_no_text_has_is_repaired() {
        for text in ["caf\u{e9}", "\u{4e2d}\u{6587}", "euros \u{20ac}5", "ol\u{e9}"] {
            let misread: String = text.bytes().map(|byte| super::from_windows(char::from(byte))).collect();
            let is_repaired = text.chars().all(|c| c.is_ascii() || c < '\u{100}' || c == '\u{20ac}');
            assert_eq!(repaired(misread.clone()), if is_repaired { text.to_owned() } else { misread });
        }
        for text in
            ["CAF\u{c9}\u{bb}", "S\u{c3}O", "\u{c2}ge", "\u{ab} \u{c2}\u{bb}", "p\u{e2}te \u{2026}", "na\u{ef}ve\u{2019}s", "\u{e2}\u{bb}\u{2026}"]
        {
            assert_eq!(repaired(text.to_owned()), text);
        }
    }
}
