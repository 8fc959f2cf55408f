//! Problems with the bytes and characters of text files.

use std::ops::Range;

use crate::diag::Severity;

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
    pub(super) fn encoding(place: Range<usize>, message: String) -> Self {
        let hint = "in your editor, choose \"Save with encoding: UTF-8\"; in Notepad, \"Save as\" and \"Encoding: UTF-8\"; in Excel, the file type \"CSV UTF-8\"";
        Self { rule: "not-utf-8", severity: Severity::Error, place, message, hint, is_certain: false }
    }

    /// The same, if it is certain what the bytes mean.
    pub(super) fn certain(self, is_certain: bool) -> Self {
        let hint = if is_certain { "run `greenpaper check --fix` to save it as UTF-8, or do so in your editor" } else { self.hint };
        Self { hint, is_certain, ..self }
    }
}

pub(super) fn others(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => ", and there is another further down".to_owned(),
        many => format!(", and there are {many} others further down"),
    }
}
