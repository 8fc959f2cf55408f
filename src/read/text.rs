//! What bytes of a file say, and what of them is no text.

use std::borrow::Cow;
use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;

/// Larger text files are refused: byte offsets are 32 bits wide.
pub(super) const LARGEST_TEXT: u64 = 1 << 30;

/// What is wrong with the bytes of a text file.
pub(super) struct Fault {
    pub(super) rule: &'static str,
    /// In the text, as it is kept.
    pub(super) place: Range<usize>,
    pub(super) message: String,
    pub(super) hint: &'static str,
}

impl Fault {
    fn encoding(at: usize, message: &str) -> Self {
        Self { rule: "not-utf-8", place: at..at, message: message.into(), hint: "in your editor, choose \"Save with encoding: UTF-8\"" }
    }
}

/// The text of a file, with `\n` line ends and without a byte order mark; and what is wrong with it.
pub(super) fn text_of(bytes: Vec<u8>) -> (String, Option<Fault>) {
    if bytes.len() as u64 > LARGEST_TEXT {
        return (String::new(), Some(Fault::encoding(0, "this file is larger than 1 GiB")));
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = plain_text(text);
            let fault = unseen(&text);
            (text, fault)
        }
        Err(error) => {
            let (whole, at) = (error.as_bytes(), error.utf8_error().valid_up_to());
            let text = |bytes: &[u8]| plain_text(String::from_utf8_lossy(bytes).into_owned());
            (text(whole), Some(Fault::encoding(text(&whole[..at]).len(), "from here on this file is not UTF-8 text")))
        }
    }
}

/// Composed, with `\n` line ends and without a byte order mark.
pub(crate) fn plain_text(text: String) -> String {
    let mut text = composed(text);
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// With every letter and its accents as one character where there is one (Unicode normalisation form C, UAX 15), so that words are
/// the same wherever they were copied from.
pub(crate) fn composed(text: String) -> String {
    // The first combining mark begins with this byte: most text has none.
    if text.is_ascii() || text.as_bytes().iter().all(|byte| *byte < 0xcc) {
        return text;
    }
    match ComposingNormalizerBorrowed::new_nfc().normalize(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(composed) => composed,
    }
}

/// The first control character: a command to some machine, which HTML may not have (HTML standard, 13.1.3) and paper cannot show.
fn unseen(text: &str) -> Option<Fault> {
    // C1 controls are two bytes, of which this is the first.
    let may_be = |byte: &u8| *byte < b' ' && !matches!(*byte, b'\n' | b'\t') || matches!(*byte, 0x7f | 0xc2);
    // Nearly every file has none, which is known soonest without asking where.
    if text.as_bytes().chunks(1 << 12).all(|bytes| !bytes.iter().fold(false, |found, byte| found | may_be(byte))) {
        return None;
    }
    let mut all = text.char_indices().filter(|(_, c)| c.is_control() && !matches!(c, '\n' | '\t'));
    let (at, first) = all.next()?;
    let others = match all.count() {
        0 => String::new(),
        1 => ", and another one further down".to_owned(),
        many => format!(", and {many} others further down"),
    };
    Some(Fault {
        rule: "unseen-character",
        place: at..at + first.len_utf8(),
        message: format!("there is a character here that cannot be seen (U+{:04X}){others}", u32::from(first)),
        hint: "it came in with words that were copied from elsewhere: delete the words around it and type them again",
    })
}
