//! Curly punctuation, and raised and lowered characters, for plain text: titles, summaries, names.
//!
//! The Markdown parser applies it to running text; plain text in YAML gets it here.

use super::quotes::Quotes;
use super::shifted::as_characters;
use super::source::File;
use crate::model::{Punctuation, Settings};

impl File<'_> {
    /// Plain text for readers, with the punctuation that the settings ask for.
    pub(crate) fn plain(self, text: &str) -> String {
        let text = as_characters(text);
        match self.settings.punctuation {
            Punctuation::AsWritten => text.into_owned(),
            Punctuation::Curly => curly(&text, self.quotes),
        }
    }
}

/// Applies the punctuation that the settings ask for to their own texts.
pub(super) fn apply(settings: &mut Settings) {
    let is_curly = settings.punctuation == Punctuation::Curly;
    let quotes = Quotes::of(&settings.language);
    let accessibility = &mut settings.accessibility;
    let rows = settings.versions.iter_mut().flat_map(|row| row.comments.iter_mut().chain(&mut row.audience));
    let contact = settings.contact.iter_mut().flat_map(|contact| contact.name.iter_mut().chain(&mut contact.address));
    let said = [&mut settings.title, &mut settings.publisher].into_iter().chain(&mut settings.subtitle);
    let stated = accessibility.tested_by.iter_mut().chain(&mut accessibility.known_issues);
    for text in said.chain(rows).chain(contact).chain(stated) {
        let read = as_characters(text);
        *text = if is_curly { curly(&read, quotes) } else { read.into_owned() };
    }
}

/// Double quotes of the language, curly single ones and apostrophes, dashes for `--` and `---`, an ellipsis for `...`.
fn curly(text: &str, quotes: Quotes) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let (replacement, length) = match c {
            '"' => {
                let mark = if opens(before, rest) { quotes.0 } else { quotes.1 };
                out.push_str(mark);
                before = mark.chars().next_back();
                rest = &rest[1..];
                continue;
            }
            '-' if rest.starts_with("---") => ('\u{2014}', 3),
            '-' if rest.starts_with("--") => ('\u{2013}', 2),
            '.' if rest.starts_with("...") => ('\u{2026}', 3),
            // An apostrophe before a year, or if nothing closes the quote: the '90s.
            '\'' if opens(before, rest) && !rest[1..].starts_with(|c: char| c.is_ascii_digit()) && closes_later(&rest[1..]) => ('\u{2018}', 1),
            '\'' => ('\u{2019}', 1),
            other => (other, other.len_utf8()),
        };
        out.push(replacement);
        before = Some(replacement);
        rest = &rest[length..];
    }
    out
}

/// Whether the quote at the start of `rest` is before a word and not after one.
fn opens(before: Option<char>, rest: &str) -> bool {
    let next = rest.chars().nth(1);
    next.is_some_and(|c| !c.is_whitespace()) && before.is_none_or(|c| !c.is_alphanumeric() && !".,;:!?)]}\u{201d}\u{2019}%".contains(c))
}

/// Whether `rest` has a single quote that is after a word and not before one.
fn closes_later(rest: &str) -> bool {
    let mut before = ' ';
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' && !before.is_whitespace() && chars.peek().is_none_or(|next| !next.is_alphanumeric()) {
            return true;
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Quotes, curly};

    #[test]
    fn quotes_open_and_close() {
        assert_eq!(curly("The \"plan\" -- it's 'here'...", Quotes::of("en-GB")), "The “plan” – it’s ‘here’…");
        assert_eq!(curly("(\"So\", they said.) 'Yes,' --- \"'no'\"", Quotes::of("en-GB")), "(“So”, they said.) ‘Yes,’ — “‘no’”");
        assert_eq!(
            curly("The '90s, the boards' and children's *own* [words]", Quotes::of("en-GB")),
            "The ’90s, the boards’ and children’s *own* [words]"
        );
        assert_eq!(curly("Der \"Plan\"", Quotes::of("de")), "Der „Plan“");
        assert_eq!(curly("Le \"plan\"", Quotes::of("fr-CA")), "Le «\u{202f}plan\u{202f}»");
        assert_eq!(curly("2. It's 5 - 7", Quotes::of("en-GB")), "2. It’s 5 - 7");
    }
}
