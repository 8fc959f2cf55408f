//! What nobody sees, and what few notice: invisible characters, spaces, quotation marks and dashes.

use std::borrow::Cow;

/// What readers take for a space, or do not see at all between words.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}')
}

/// Characters inside a word that do not divide it: a non-breaking hyphen, an invisible break opportunity.
pub(super) fn joins(c: char) -> bool {
    matches!(c, '\u{2011}' | '\u{200b}')
}

/// Joiners and variation selectors change the form of the character before them.
fn is_invisible(c: char) -> bool {
    crate::model::is_invisible(c) && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}

/// A word as readers see it: without invisible characters, and with the usual hyphen.
pub(super) fn visible(word: &str) -> Cow<'_, str> {
    if word.is_ascii() || !word.contains(|c| is_invisible(c) || c == '\u{2011}') {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.chars().filter(|c| !is_invisible(*c)).map(|c| if c == '\u{2011}' { '-' } else { c }).collect())
}

/// A word as it is compared: quotation marks, dashes and ellipses of every form are the same.
pub(super) fn folded(word: &str) -> Cow<'_, str> {
    match word {
        "-" | "--" | "---" => return Cow::Borrowed("\u{2013}"),
        "..." => return Cow::Borrowed("\u{2026}"),
        _ => {}
    }
    let word = visible(word);
    if word.is_ascii() {
        return word;
    }
    let fold = |c: char| match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2012}' | '\u{2014}' | '\u{2015}' => '\u{2013}',
        other => other,
    };
    if word.chars().any(|c| fold(c) != c) { Cow::Owned(word.chars().map(fold).collect()) } else { word }
}

#[cfg(test)]
mod tests {
    use super::{folded, visible};

    #[test]
    fn forms_of_one_character_are_equal() {
        for (one, other) in [("panel's", "panel\u{2019}s"), ("\"", "\u{201c}"), ("---", "\u{2014}"), ("-", "\u{2013}"), ("...", "\u{2026}")] {
            assert_eq!(folded(one), folded(other));
            assert_ne!(visible(one), visible(other));
        }
        assert_eq!(visible("co\u{2011}opera\u{ad}tion"), "co-operation");
        assert_ne!(folded("well"), folded("we'll"));
    }
}
