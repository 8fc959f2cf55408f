//! Finds placeholders in a text in any language, in the order of their places.

use std::ops::Range;
use std::sync::LazyLock;

use super::kind::Kind;
use super::{dates, gaps, notes};
use crate::text::phrases::Phrases;

/// How a phrase becomes a placeholder.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// Wherever it occurs as whole words.
    Anywhere(Kind),
    /// Only as written here: `TODO` is one, "todo" is not.
    Exact(Kind),
    /// The word before an exclamation mark and a sentence, as in Word's error messages.
    Error,
}

/// Word's error messages begin with "Error!" in the language of its menus.
const ERRORS: &str = "\
    Error, Erreur, Fehler, Gwall, Earráid, Mearachd, Errore, Erro, Błąd, Fout, Fel, Fejl, Feil, Eroare, Hiba, Chyba";

const PHRASES: &[(&str, Form)] = &[
    ("TBC", Form::Anywhere(Kind::Word)),
    ("TBA", Form::Anywhere(Kind::Word)),
    ("TBD", Form::Anywhere(Kind::Word)),
    ("TODO", Form::Exact(Kind::Word)),
    ("FIXME", Form::Exact(Kind::Word)),
    ("lorem ipsum", Form::Anywhere(Kind::Word)),
    ("lorem ipsum dolor sit amet", Form::Anywhere(Kind::Word)),
    ("dolor sit amet", Form::Anywhere(Kind::Word)),
    ("blah blah", Form::Anywhere(Kind::Word)),
    ("placeholder text", Form::Anywhere(Kind::Word)),
    ("note to self", Form::Anywhere(Kind::Word)),
    ("Firstname Lastname", Form::Anywhere(Kind::Word)),
    ("Firstname Surname", Form::Anywhere(Kind::Word)),
    ("Name Surname", Form::Exact(Kind::Word)),
    ("[object Object]", Form::Exact(Kind::Field)),
    ("your text here", Form::Anywhere(Kind::Word)),
    ("enter text here", Form::Anywhere(Kind::Word)),
    ("insert text here", Form::Anywhere(Kind::Word)),
    ("add text here", Form::Anywhere(Kind::Word)),
    ("text goes here", Form::Anywhere(Kind::Word)),
    ("we are still writing this", Form::Anywhere(Kind::Unwritten)),
    ("SEQ Figure", Form::Exact(Kind::Field)),
    ("SEQ Table", Form::Exact(Kind::Field)),
    ("MERGEFORMAT", Form::Exact(Kind::Field)),
    ("CHARFORMAT", Form::Exact(Kind::Field)),
    ("click here to enter text", Form::Anywhere(Kind::Field)),
    ("click here to enter a date", Form::Anywhere(Kind::Field)),
    ("click or tap here to enter text", Form::Anywhere(Kind::Field)),
    ("click or tap to enter a date", Form::Anywhere(Kind::Field)),
    ("choose an item.", Form::Exact(Kind::Field)),
    ("Choose an item.", Form::Exact(Kind::Field)),
    ("No table of figures entries found", Form::Anywhere(Kind::Field)),
    ("No table of contents entries found", Form::Anywhere(Kind::Field)),
    ("No index entries found", Form::Anywhere(Kind::Field)),
];

/// Fields whose codes Word shows in braces.
const FIELDS: &str = "\
    PAGEREF, REF, NOTEREF, STYLEREF, TOC, TOA, SEQ, HYPERLINK, INCLUDEPICTURE, INCLUDETEXT, MERGEFIELD, DOCPROPERTY, FORMTEXT, \
    FORMCHECKBOX, PAGE, NUMPAGES, DATE, XE, TC, LINK, EMBED, QUOTE, MACROBUTTON, CITATION";

static KNOWN: LazyLock<(Phrases, Vec<Form>)> = LazyLock::new(|| {
    let errors = ERRORS.split(", ").map(|word| (word, Form::Error));
    let (phrases, forms): (Vec<&str>, Vec<Form>) = PHRASES.iter().copied().chain(errors).unzip();
    (Phrases::new(&phrases), forms)
});

/// Calls `see` for each placeholder in `text`, with its range. Brackets of which `is_syntax` is true are not part of the text.
pub(super) fn scan(text: &str, is_syntax: impl Fn(usize) -> bool, mut see: impl FnMut(Range<usize>, Kind)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let is_start = at == 0 || !continues_word(bytes[at - 1]);
        let found = match byte {
            b'[' | b'{' if is_syntax(at) => None,
            b'[' => notes::bracket(text, at),
            b'{' => braces(text, at),
            b'(' => notes::round(text, at).map(|end| (end, Kind::Gap)),
            b'<' => angle(text, at).map(|end| (end, Kind::Gap)),
            b'#' if spreadsheet(text, at).is_some() => spreadsheet(text, at).map(|end| (end, Kind::Sheet)),
            b'.' => gaps::dots(text, at).map(|end| (end, Kind::Gap)),
            0xc2 if text.is_char_boundary(at) && bytes.get(at + 1) == Some(&0xab) => notes::merge_field(text, at).map(|end| (end, Kind::Field)),
            b'?' | b'#' if at == 0 || bytes[at - 1] != byte => gaps::marks(text, at).map(|end| (end, Kind::Gap)),
            b'_' if is_start && bookmark(text, at).is_some() => bookmark(text, at).map(|end| (end, Kind::Field)),
            b'_' if at == 0 || bytes[at - 1] != b'_' => {
                let end = dates::pattern(text, at).or_else(|| gaps::low_lines(text, at));
                end.map(|end| (end, Kind::Gap))
            }
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80.. if is_start && text.is_char_boundary(at) => {
                let date = || dates::pattern(text, at).map(|end| (end, Kind::Word));
                let blank = || gaps::blank(text, at).or_else(|| gaps::dots(text, at)).map(|end| (end, Kind::Gap));
                phrase(text, at).or_else(date).or_else(blank)
            }
            _ => None,
        };
        match found {
            Some((end, kind)) => {
                see(gaps::with_currency(text, at)..end, kind);
                at = end.max(at + 1);
            }
            // Nothing begins inside a word.
            None => at += bytes[at..].iter().take_while(|byte| continues_word(**byte)).count().max(1),
        }
    }
}

/// Whether a byte belongs to the word that the next byte may continue. Characters that are not ASCII may be letters or symbols.
fn continues_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn phrase(text: &str, at: usize) -> Option<(usize, Kind)> {
    let (phrases, forms) = &*KNOWN;
    let bytes = text.as_bytes();
    if !phrases.may_begin(&bytes[at..]) {
        return None;
    }
    let (nth, end) = phrases.at(bytes, at..bytes.len())?;
    match forms[nth] {
        Form::Error => error_message(text, at, end),
        Form::Anywhere(kind) => is_whole(text, at, end).then_some((end, kind)),
        Form::Exact(kind) => (is_whole(text, at, end) && is_as_written(&text[at..end])).then_some((end, kind)),
    }
}

fn is_as_written(words: &str) -> bool {
    PHRASES.iter().any(|(phrase, _)| *phrase == words)
}

/// Whether a phrase is whole words, and not part of a hyphenated name, an address or a path.
fn is_whole(text: &str, at: usize, end: usize) -> bool {
    let is_joint = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '@' | '\\');
    let (before, after) = (&text[..at], &text[end..]);
    let next = after.chars().next().is_some_and(is_joint);
    !next && !before.ends_with(is_joint) && !before.ends_with('.') && !is_in_address(text, at, end)
}

/// Whether `at..end` is part of a web or e-mail address, or of a path.
fn is_in_address(text: &str, at: usize, end: usize) -> bool {
    const LONGEST: usize = 300;
    let before = &text[text.ceil_char_boundary(at.saturating_sub(LONGEST))..at];
    let before = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let after = &text[end..text.floor_char_boundary((end + LONGEST).min(text.len()))];
    let after = after.split(char::is_whitespace).next().unwrap_or("");
    let is_file = after.split_once('.').is_some_and(|(_, ending)| ending.starts_with(char::is_alphanumeric));
    is_file || before.contains("://") || before.starts_with("www.") || before.contains('@') || after.contains('@')
}

/// An error message of Word: "Error!" and a sentence. French has a no-break space before the mark.
fn error_message(text: &str, at: usize, end: usize) -> Option<(usize, Kind)> {
    if !text[at..].starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let after = text[end..].trim_start_matches([' ', '\u{a0}', '\u{202f}']).strip_prefix('!')?;
    let message = after.trim_start_matches(|c: char| c.is_whitespace());
    if message.len() == after.len() || !message.starts_with(char::is_uppercase) {
        return None;
    }
    let start = text.len() - message.len();
    let length = message.find(['.', '!', '?', '|', '"', '\n']).map_or(message.len(), |stop| stop + 1);
    Some((start + message[..length].trim_end_matches(['|', '"', '\n', ' ']).len(), Kind::Field))
}

/// A field code of Word, `{ PAGEREF _Toc1 \h }`, or a name for a program to fill in, `{{name}}`.
fn braces(text: &str, at: usize) -> Option<(usize, Kind)> {
    const LONGEST: usize = 200;
    let rest = &text[at..text.floor_char_boundary(text.len().min(at + LONGEST))];
    if let Some(inside) = rest.strip_prefix("{{") {
        let (name, _) = inside.split_once("}}")?;
        let is_name = !name.trim().is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.'));
        return is_name.then_some((at + name.len() + 4, Kind::Gap));
    }
    let inside = &rest[1..];
    let word = inside.trim_start().split(|c: char| !c.is_ascii_uppercase()).next()?;
    let code = inside.trim_start().get(word.len()..)?;
    if let Some(end) = notes::enclosed(text, at, '}').filter(|_| !FIELDS.split(", ").any(|field| field == word)) {
        return Some((end, Kind::Word));
    }
    let is_field = FIELDS.split(", ").any(|field| field == word) && code.starts_with([' ', '}', '\u{a0}']);
    is_field.then(|| (at + 1 + inside.find('}').map_or(inside.trim_end().len(), |close| close + 1), Kind::Field))
}

/// Elements of HTML that texts about them name.
const ELEMENTS: &str = "\
    a, b, br, blockquote, body, center, code, del, div, em, font, head, hr, html, i, img, ins, kbd, li, mark, ol, p, pre, s, script, small, span, \
    strike, strong, style, sub, sup, table, tbody, td, th, thead, tr, u, ul";

/// `<insert name>`, `<<Name>>`, in a text that shows the brackets.
fn angle(text: &str, at: usize) -> Option<usize> {
    // The longest name has ten letters.
    let rest = &text.as_bytes()[at + 1..];
    let length = rest.iter().take(11).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if matches!(rest.get(length), Some(b'>' | b'/' | b' ') | None) && ELEMENTS.split(", ").any(|element| element.as_bytes() == &rest[..length]) {
        return None;
    }
    let end = if text[at..].starts_with("<<") { notes::enclosed(text, at + 1, '>')? } else { return notes::enclosed(text, at, '>') };
    text[end..].starts_with('>').then_some(end + 1)
}

/// An error value of a spreadsheet, or a number too wide for its cell, shown as `#####`.
fn spreadsheet(text: &str, at: usize) -> Option<usize> {
    const ERRORS: [&str; 8] = ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"];
    let rest = &text[at..];
    let signs = rest.bytes().take_while(|byte| *byte == b'#').count();
    let end = ERRORS.iter().find(|error| rest.starts_with(**error)).map(|error| at + error.len()).or((signs > 4).then_some(at + signs))?;
    let is_apart = |c: char| c.is_alphanumeric() || matches!(c, '#' | '/' | '&');
    (!text[..at].ends_with(is_apart) && !text[end..].starts_with(char::is_alphanumeric)).then_some(end)
}

/// A bookmark that Word made: `_Toc12345678` or `_Ref12345678`.
fn bookmark(text: &str, at: usize) -> Option<usize> {
    let name = ["_Toc", "_Ref", "_Hlk"].into_iter().find(|name| text[at..].starts_with(name))?;
    let digits = text[at + name.len()..].bytes().take_while(u8::is_ascii_digit).count();
    (digits >= 5).then_some(at + name.len() + digits)
}
