//! Decodes text files, and finds bytes that are not text.

use super::fault::{Fault, others};
use super::repair;
use super::windows::from_windows;
use crate::diag::{Severity, Unseen, unseen};
use crate::model::composed;

/// The size of the largest text file in bytes: byte offsets are 32 bits wide.
pub(super) const LARGEST_TEXT: u64 = 1 << 30;

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
            let (text, repaired) = repair::repaired_with_faults(text);
            let faults = fault.into_iter().chain(repaired).chain(first_unseen(&text)).chain(first_stray(&text)).collect();
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

fn is_windows(c: char) -> bool {
    from_windows(c) != c
}

/// `text` in normalisation form C, with characters in place of control characters of Windows-1252, and what [`repair`] repairs.
pub(crate) fn readable(text: String) -> String {
    let text = repair::repaired(composed(text));
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
        matches!(c, '\u{fffc}' | '\u{fffd}' | '\u{2028}' | '\u{2029}' | '\u{206a}'..='\u{206f}') || is_no_character(*c) || is_tag && !is_flag
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
        _ if is_no_character(first) => {
            (format!("this code {code} is no character, only a mark that programs use"), "remove it, and check the words beside it")
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

/// Whether a code will never be a character (Unicode 16.0, 23.7). Two of them are unseen characters, which XML forbids.
fn is_no_character(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || c > '\u{ffff}' && u32::from(c) & 0xfffe == 0xfffe
}
