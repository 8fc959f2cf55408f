//! Decodes text files, and finds bytes that are not text.

use std::ops::Range;

use crate::diag::{Severity, Unseen, unseen};
use crate::model::composed;

/// The size of the largest text file in bytes: byte offsets are 32 bits wide.
pub(super) const LARGEST_TEXT: u64 = 1 << 30;

/// A problem with the bytes of a text file.
pub(super) struct Fault {
    pub(super) rule: &'static str,
    pub(super) severity: Severity,
    /// The range in the decoded text.
    pub(super) place: Range<usize>,
    pub(super) message: String,
    pub(super) hint: &'static str,
    /// Whether the decoded text is what the file should contain.
    pub(super) is_certain: bool,
}

impl Fault {
    fn encoding(place: Range<usize>, message: String) -> Self {
        let hint = "in your editor, choose \"Save with encoding: UTF-8\"; in Notepad, \"Save as\" and \"Encoding: UTF-8\"; in Excel, the file type \"CSV UTF-8\"";
        Self { rule: "not-utf-8", severity: Severity::Error, place, message, hint, is_certain: false }
    }

    /// The same, if it is certain what the bytes mean.
    fn certain(self, is_certain: bool) -> Self {
        let hint = if is_certain { "run `greenpaper check --fix` to save it as UTF-8, or do so in your editor" } else { self.hint };
        Self { hint, is_certain, ..self }
    }
}

/// The text of a file, with `\n` line ends and no byte order mark, and the first problem of each kind with it.
pub(super) fn text_of(bytes: Vec<u8>) -> (String, Vec<Fault>) {
    if bytes.len() as u64 > LARGEST_TEXT {
        return (String::new(), vec![Fault::encoding(0..0, "this file is larger than 1 GiB".into())]);
    }
    if let Some(text) = utf_16(&bytes) {
        let is_certain = certain_text(bytes).is_some();
        let text = plain_text(text);
        let line = text.find('\n').unwrap_or(text.len());
        return (text, vec![Fault::encoding(0..line, "this file is in the encoding UTF-16, not in UTF-8".into()).certain(is_certain)]);
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let (text, fault) = with_windows_characters(unix_text(text));
            let (text, ligature) = without_ligatures(text);
            let faults = fault.into_iter().chain(ligature).chain(first_unseen(&text)).chain(first_stray(&text)).collect();
            (text, faults)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = |bytes: &[u8]| plain_text(bytes.iter().map(|byte| from_windows(char::from(*byte))).collect());
            let valid = plain_text(String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned());
            let rest = text(&error.as_bytes()[at..]);
            let place = valid.len()..valid.len() + rest.chars().next().map_or(0, char::len_utf8);
            let message = match rest.contains(char::is_control) && rest.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}' | '\0')) {
                true => "from here on, this file is not UTF-8 text",
                false => "from here on, this file is not UTF-8 text; it is probably in the encoding Windows-1252",
            };
            let is_certain = certain_text(error.into_bytes()).is_some();
            (valid + &rest, vec![Fault::encoding(place, message.into()).certain(is_certain)])
        }
    }
}

/// The text of a file, if its encoding is certain: UTF-8, UTF-16 with a byte order mark, or Windows-1252 with nothing but Western letters and
/// punctuation. Other encodings with one byte for each character would give odd letters in odd places.
pub(crate) fn certain_text(bytes: Vec<u8>) -> Option<String> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Some(text),
        Err(error) => error.into_bytes(),
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let read = if bytes[0] == 0xff { u16::from_le_bytes } else { u16::from_be_bytes };
        let units = bytes.chunks_exact(2).skip(1).map(|pair| read([pair[0], pair[1]])).collect::<Vec<_>>();
        return String::from_utf16(&units).ok().filter(|text| bytes.len() % 2 == 0 && !text.contains('\0'));
    }
    // With characters in UTF-8 it is a mixture.
    let is_mixed = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let text: String = bytes.iter().map(|byte| from_windows(char::from(*byte))).collect();
    (!is_mixed && is_western(&text)).then_some(text)
}

/// Whether `text` has only characters that Western languages have, and letters with accents only among others.
fn is_western(text: &str) -> bool {
    const SIGNS: &str = "\u{20ac}\u{2026}\u{2018}\u{2019}\u{201c}\u{201d}\u{2022}\u{2013}\u{2014}\u{2122}\u{a0}\u{a3}\u{a7}\u{a9}\u{ab}\u{ad}\u{ae}\u{b0}\u{b1}\u{b2}\u{b3}\u{b7}\u{bb}\u{bc}\u{bd}\u{be}\u{d7}";
    // In the encoding of old Macintosh computers, the others are quotation marks and dashes.
    const LETTERS: &str = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÔÖØÙÚÛÜàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßŒœ";
    let is_known = |c: char| c.is_ascii() && (!c.is_control() || matches!(c, '\t' | '\n' | '\r')) || SIGNS.contains(c) || LETTERS.contains(c);
    let is_likely = |word: &str| {
        let accents = word.chars().filter(|c| !c.is_ascii()).count();
        accents * 2 <= word.chars().count() || matches!(word, "à" | "À" | "é" | "è" | "ô" | "ê")
    };
    let has_signs_apart =
        |word: &str| !word.trim_matches(|c: char| !c.is_alphabetic()).contains(|c| matches!(c, '\u{b2}' | '\u{b3}' | '\u{bc}'..='\u{be}'));
    text.chars().all(is_known) && text.split(|c: char| !c.is_alphabetic()).all(is_likely) && text.split_whitespace().all(has_signs_apart)
}

/// The text of a file in UTF-16, which has a byte order mark or mostly every second byte zero.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(1 << 12)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let most = head.len() / 3;
    let is_little = bytes.starts_with(&[0xff, 0xfe]) || head.len() > 8 && zeros(1) > most;
    let is_big = bytes.starts_with(&[0xfe, 0xff]) || head.len() > 8 && zeros(0) > most;
    if !is_little && !is_big {
        return None;
    }
    let unit = |pair: &[u8]| if is_little { u16::from_le_bytes([pair[0], pair[1]]) } else { u16::from_be_bytes([pair[0], pair[1]]) };
    Some(String::from_utf16_lossy(&bytes.chunks_exact(2).map(unit).collect::<Vec<_>>()))
}

/// Replaces control characters of Windows-1252 with the characters they stand for, and reports them.
fn with_windows_characters(text: String) -> (String, Option<Fault>) {
    // They begin with the byte 0xc2.
    if memchr::memchr(0xc2, text.as_bytes()).is_none() || !text.contains(is_windows) {
        return (text, None);
    }
    let mut mapped = String::with_capacity(text.len() + 16);
    let (mut count, mut first, mut end) = (0, None, 0);
    for c in text.chars() {
        let start = mapped.len();
        mapped.push(from_windows(c));
        if is_windows(c) {
            count += 1;
            first.get_or_insert(start);
            end = mapped.len();
        }
    }
    let others = match count {
        0 | 1 => String::new(),
        2 => ", and so is one other".to_owned(),
        many => format!(", and so are {} others", many - 1),
    };
    let start = first.unwrap_or(0);
    let shown = mapped[start..].chars().next().unwrap_or(' ');
    let fault = Fault {
        rule: "windows-1252",
        severity: Severity::Warning,
        place: start..end,
        message: format!("`{shown}` is here as a control character of Windows-1252{others}; it is read as `{shown}`"),
        hint: "run `greenpaper check --fix` to replace them, or type them again",
        is_certain: true,
    };
    (mapped, Some(fault))
}

/// Characters for two or three letters (Unicode 16.0, Alphabetic Presentation Forms), which come from the fonts of PDFs, and these letters.
const LIGATURES: [(char, &str); 7] =
    [('\u{fb00}', "ff"), ('\u{fb01}', "fi"), ('\u{fb02}', "fl"), ('\u{fb03}', "ffi"), ('\u{fb04}', "ffl"), ('\u{fb05}', "st"), ('\u{fb06}', "st")];

/// The ligature for `letters`, if there is one.
pub(crate) fn ligature(letters: &str) -> Option<char> {
    LIGATURES.iter().find(|(_, ligated)| *ligated == letters).map(|(ligature, _)| *ligature)
}

fn is_ligature(c: char) -> bool {
    matches!(c, '\u{fb00}'..='\u{fb06}')
}

/// Replaces ligatures with their letters, so that words are found and matched, and reports the first.
fn without_ligatures(text: String) -> (String, Option<Fault>) {
    // They begin with the byte 0xef.
    let Some(first) = memchr::memchr(0xef, text.as_bytes()).and_then(|_| text.find(is_ligature)) else { return (text, None) };
    let count = text.matches(is_ligature).count();
    let shown = text[first..].chars().next().unwrap_or(' ');
    let plain = with_letters(&text);
    let letters = LIGATURES.iter().find(|(ligature, _)| *ligature == shown).map_or("", |(_, letters)| letters);
    let fault = Fault {
        rule: "ligature",
        severity: Severity::Warning,
        place: first..first + letters.len(),
        message: format!("`{shown}` is one character here, as PDFs have it; it is read as `{letters}`{}", others(count - 1)),
        hint: "run `greenpaper check --fix` to write the letters, or type them",
        is_certain: true,
    };
    (plain, Some(fault))
}

fn with_letters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match LIGATURES.iter().find(|(ligature, _)| is_ligature(c) && *ligature == c) {
            Some((_, letters)) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    plain
}

/// `text` in normalisation form C, with `\n` line ends and no byte order mark.
pub(crate) fn plain_text(text: String) -> String {
    unix_text(readable(text))
}

fn unix_text(text: String) -> String {
    let mut text = composed(text);
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// What the bytes 0x80 to 0x9f mean in Windows-1252 (WHATWG Encoding Standard, index windows-1252), from which they were copied as control
/// characters; five of them mean nothing there.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}',
    '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// Whether `c` is what a control character of Windows-1252 stands for.
pub(crate) fn is_from_windows(c: char) -> bool {
    !c.is_control() && WINDOWS_1252.contains(&c)
}

/// The character that a control character of Windows-1252 stands for; `c` itself, if it is none.
fn from_windows(c: char) -> char {
    (c as usize).checked_sub(0x80).and_then(|at| WINDOWS_1252.get(at)).copied().unwrap_or(c)
}

fn is_windows(c: char) -> bool {
    from_windows(c) != c
}

/// `text` in normalisation form C, with characters in place of control characters of Windows-1252, and letters in place of ligatures.
pub(crate) fn readable(text: String) -> String {
    let mut text = composed(text);
    if memchr::memchr(0xef, text.as_bytes()).is_some() && text.contains(is_ligature) {
        text = with_letters(&text);
    }
    // They begin with the byte 0xc2.
    if memchr::memchr(0xc2, text.as_bytes()).is_none() || !text.contains(is_windows) {
        return text;
    }
    text.chars().map(from_windows).collect()
}

/// The first unseen character: a control character, which HTML forbids (HTML standard, 13.1.3) and paper cannot show, or one that
/// changes the direction of text.
fn first_unseen(text: &str) -> Option<Fault> {
    if !Unseen::is_in(text) {
        return None;
    }
    let all = text.char_indices().filter_map(|(at, c)| Some((at, c, unseen(c)?)));
    let has_control = all.clone().any(|(.., kind)| kind == Unseen::Control);
    let mut worst = all.filter(|(.., kind)| !has_control || *kind == Unseen::Control);
    let (at, first, kind) = worst.next()?;
    let others = others(worst.count());
    Some(Fault {
        rule: "unseen-character",
        severity: if has_control { Severity::Error } else { Severity::Warning },
        is_certain: false,
        place: at..at + first.len_utf8(),
        message: kind.in_words(first) + &others,
        hint: "it probably came with text copied from elsewhere: delete the words around it and type them again",
    })
}

/// The first character that means nothing to readers: `\u{fffd}` and `\u{fffc}`, which programs write in place of what they could not copy,
/// line separators, deprecated format characters, and tags outside a flag.
fn first_stray(text: &str) -> Option<Fault> {
    if text.is_ascii() {
        return None;
    }
    let mut is_flag = false;
    let mut found = text.char_indices().filter(|(_, c)| {
        let is_tag = matches!(c, '\u{e0000}'..='\u{e007f}');
        // A black flag and tags are the flag of a country, such as that of Wales.
        is_flag = *c == '\u{1f3f4}' || is_flag && is_tag;
        matches!(c, '\u{fffc}' | '\u{fffd}' | '\u{2028}' | '\u{2029}' | '\u{206a}'..='\u{206f}') || is_tag && !is_flag
    });
    let (at, first) = found.next()?;
    let others = others(found.count());
    let code = format!("(U+{:04X})", u32::from(first));
    let (message, hint) = match first {
        '\u{fffc}' => {
            (format!("this character {code} is left over from a picture or a field that was not copied"), "remove it, and put in what is missing")
        }
        '\u{fffd}' => (
            format!("this character {code} is here instead of one that was lost when the text was copied or saved"),
            "type the character that belongs here",
        ),
        '\u{2028}' | '\u{2029}' => {
            (format!("this is an invisible line separator {code}, which does not end the line here"), "press Enter in its place, or type a space")
        }
        _ => (
            format!("this is an invisible character {code} that readers have no use for"),
            "it probably came with text copied from elsewhere: delete the words around it and type them again",
        ),
    };
    Some(Fault {
        rule: "unseen-character",
        severity: Severity::Warning,
        is_certain: false,
        place: at..at + first.len_utf8(),
        message: message + &others,
        hint,
    })
}

fn others(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => ", and there is another further down".to_owned(),
        many => format!(", and there are {many} others further down"),
    }
}
