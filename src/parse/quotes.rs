//! Quotation marks of languages.

/// The double quotation marks of a language, before and after the words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotes(pub(super) &'static str, pub(super) &'static str);

impl Quotes {
    /// The marks of the language with this tag; English ones if it has no others.
    ///
    /// Source: Unicode CLDR 46, delimiters.
    pub(super) fn of(tag: &str) -> Self {
        match tag.split('-').next().unwrap_or("").to_ascii_lowercase().as_str() {
            "de" | "cs" | "sk" | "bg" | "et" | "lt" | "is" | "sl" | "mk" => Self("\u{201e}", "\u{201c}"),
            "pl" | "ro" | "hu" | "hr" | "sr" | "bs" => Self("\u{201e}", "\u{201d}"),
            // With a narrow no-break space inside.
            "fr" => Self("\u{ab}\u{202f}", "\u{202f}\u{bb}"),
            "ru" | "uk" | "be" | "el" | "nb" | "nn" | "no" | "es" | "it" | "ca" => Self("\u{ab}", "\u{bb}"),
            "sv" | "fi" => Self("\u{201d}", "\u{201d}"),
            _ => Self("\u{201c}", "\u{201d}"),
        }
    }

    /// The mark of this language for one that the Markdown parser made.
    pub(super) fn in_place_of(self, mark: &str) -> Option<&'static str> {
        match mark {
            "\u{201c}" => Some(self.0),
            "\u{201d}" => Some(self.1),
            _ => None,
        }
    }
}
