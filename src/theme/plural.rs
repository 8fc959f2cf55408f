//! Plural categories of languages, for whole numbers (Unicode CLDR 47, `plurals.xml`).
//!
//! The category `many` of French, Italian, Portuguese and Spanish is for whole millions, which no count of a document reaches: it is left out.

/// Which form of a text a number asks for. The names are those of CLDR, and the endings of keys in `strings/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PluralCategory {
    /// None, in Arabic and Welsh.
    Zero,
    /// One, and in some languages none.
    One,
    /// Two.
    Two,
    /// A small number, as the language defines it.
    Few,
    /// A larger number, as the language defines it.
    Many,
    /// Every other number: the text whose key has no ending.
    Other,
}

use PluralCategory::{Few, Many, One, Other, Two, Zero};

impl PluralCategory {
    /// All categories, the one without an ending last.
    pub const ALL: [Self; 6] = [Zero, One, Two, Few, Many, Other];

    /// The ending of the key of a text for this category: `_few`.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Zero => "_zero",
            One => "_one",
            Two => "_two",
            Few => "_few",
            Many => "_many",
            Other => "",
        }
    }
}

/// The categories that `language` (BCP 47) has for whole numbers.
#[must_use]
pub fn plural_categories(language: &str) -> &'static [PluralCategory] {
    match primary(language).as_str() {
        "ar" | "cy" => &[Zero, One, Two, Few, Many, Other],
        "ga" => &[One, Two, Few, Many, Other],
        "gd" => &[One, Two, Few, Other],
        "he" => &[One, Two, Other],
        "pl" => &[One, Few, Many],
        "id" | "ja" | "ko" | "ms" | "th" | "vi" | "zh" => &[Other],
        _ => &[One, Other],
    }
}

/// The category of `count` in `language` (BCP 47).
///
/// ```
/// use greenpaper::theme::{PluralCategory, plural_category};
///
/// assert_eq!(plural_category("pl", 22), PluralCategory::Few);
/// assert_eq!(plural_category("fr-CA", 0), PluralCategory::One);
/// ```
#[must_use]
pub fn plural_category(language: &str, count: usize) -> PluralCategory {
    let (tens, hundreds) = (count % 10, count % 100);
    match (primary(language).as_str(), count) {
        ("id" | "ja" | "ko" | "ms" | "th" | "vi" | "zh", _) => Other,
        ("ar" | "cy", 0) => Zero,
        ("fr", 0) => One,
        ("pt", 0) if !language.eq_ignore_ascii_case("pt-PT") => One,
        (_, 1) | ("gd", 11) => One,
        ("ar" | "cy" | "ga" | "gd" | "he", 2) | ("gd", 12) => Two,
        ("cy", 3) | ("ga", 3..=6) | ("gd", 3..=10 | 13..=19) => Few,
        ("cy", 6) | ("ga", 7..=10) => Many,
        ("ar", _) if (3..=10).contains(&hundreds) => Few,
        ("ar", _) if hundreds >= 11 => Many,
        ("pl", _) if (2..=4).contains(&tens) && !(12..=14).contains(&hundreds) => Few,
        ("pl", _) => Many,
        _ => Other,
    }
}

/// The language of a tag, without script and region.
fn primary(language: &str) -> String {
    language.split('-').next().unwrap_or(language).to_ascii_lowercase()
}
