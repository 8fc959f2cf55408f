//! Decodes text files, and finds bytes that are not text.

use std::borrow::Cow;
use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::diag::{Severity, Unseen, unseen};

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
}

impl Fault {
    fn encoding(at: usize, message: &str) -> Self {
        Self {
            rule: "not-utf-8",
            severity: Severity::Error,
            place: at..at,
            message: message.into(),
            hint: "in your editor, choose \"Save with encoding: UTF-8\"",
        }
    }
}

/// The text of a file, with `\n` line ends and no byte order mark, and the first problem with it.
pub(super) fn text_of(bytes: Vec<u8>) -> (String, Option<Fault>) {
    if bytes.len() as u64 > LARGEST_TEXT {
        return (String::new(), Some(Fault::encoding(0, "this file is larger than 1 GiB")));
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = plain_text(text);
            let fault = first_unseen(&text);
            (text, fault)
        }
        Err(error) => {
            let (whole, at) = (error.as_bytes(), error.utf8_error().valid_up_to());
            let text = |bytes: &[u8]| plain_text(String::from_utf8_lossy(bytes).into_owned());
            (text(whole), Some(Fault::encoding(text(&whole[..at]).len(), "from here on, this file is not UTF-8 text")))
        }
    }
}

/// `text` in normalisation form C, with `\n` line ends and no byte order mark.
pub(crate) fn plain_text(text: String) -> String {
    let mut text = composed(text);
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// `text` in Unicode normalisation form C (UAX 15): letters with accents become single characters where possible, so that words
/// match wherever they were copied from.
pub(crate) fn composed(text: String) -> String {
    // All combining marks begin with a higher byte, and most text has none.
    if text.is_ascii() || text.as_bytes().iter().all(|byte| *byte < 0xcc) {
        return text;
    }
    match ComposingNormalizerBorrowed::new_nfc().normalize(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(composed) => composed,
    }
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
    let others = match worst.count() {
        0 => String::new(),
        1 => ", and there is another further down".to_owned(),
        many => format!(", and there are {many} others further down"),
    };
    Some(Fault {
        rule: "unseen-character",
        severity: if has_control { Severity::Error } else { Severity::Warning },
        place: at..at + first.len_utf8(),
        message: kind.in_words(first) + &others,
        hint: "it probably came with text copied from elsewhere: delete the words around it and type them again",
    })
}
