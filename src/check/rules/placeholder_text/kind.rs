//! What a placeholder is, and what the modules that find it share.

/// What a placeholder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An error message, a code or a prompt that Word or a mail merge left in the text.
    Field,
    /// An error value of a spreadsheet.
    Sheet,
    /// What an email program left in place of a picture.
    Picture,
    /// Marks something that is still to be written or decided.
    Gap,
    /// The same, unless it is in quotation marks: a text may mention the word, or leave out somebody's name.
    Word,
    /// A sentence that says that a text is still being written.
    Unwritten,
}

/// How far to look for the start of a word, in bytes.
const LONGEST_WORD: usize = 40;

/// Whether `word` is in a list whose items are separated by commas.
pub(super) fn is_in(list: &str, word: &str) -> bool {
    list.split(", ").any(|item| item == word)
}

/// The last word of `before`, or the end of a very long one.
pub(super) fn last_word(before: &str) -> &str {
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_WORD))..];
    near.trim_end().rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("")
}
