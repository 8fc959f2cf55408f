//! Versions of a strategy.

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::Date;

use crate::span::Span;

/// A version number as the author writes it: text, so that `3.10` keeps its zero and comes after `3.9`.
///
/// ```
/// use greenpaper::model::Version;
/// let version = |text| Version::parse(text).expect("a version");
/// assert!(version("3.9") < version("3.10"));
/// assert_eq!(version("3.9").successor(), version("3.10"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Version(String);

impl Version {
    /// Parses a version: numbers separated by dots, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_number = |part: &str| !part.is_empty() && part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit());
        (!text.is_empty() && text.split('.').all(is_number)).then(|| Self(text.to_owned()))
    }

    /// The version as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The next version, with its last part incremented: 3.10 after 3.9.
    #[must_use]
    pub fn successor(&self) -> Self {
        let (start, last) = self.0.rsplit_once('.').map_or(("", &*self.0), |(start, last)| (&self.0[..=start.len()], last));
        Self(format!("{start}{}", last.parse::<u64>().unwrap_or(0) + 1))
    }

    fn parts(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.split('.').map(|part| part.parse().unwrap_or(u32::MAX))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Part by part, as numbers; versions with equal parts (`3.1` and `3.01`) compare as text.
impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(other.parts()).then_with(|| self.0.cmp(&other.0))
    }
}

/// A row of the version history.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VersionRow {
    /// The version.
    pub version: Version,
    /// Date of the version.
    pub date: Date,
    /// The author's comments on it.
    pub comments: Option<String>,
    /// Who it was for.
    pub audience: Option<String>,
    /// The row in the source.
    pub span: Span,
}

/// The property of a Word document that says which version it shows.
pub const WORD_VERSION: &str = "greenpaper version";

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_compare_as_numbers() {
        let version = |text| Version::parse(text).expect("a version");
        assert!(version("3.9") < version("3.10"));
        assert!(version("3") < version("3.0"));
        assert_eq!(version("3.10").as_str(), "3.10");
        assert_eq!(version("3.9").successor(), version("3.10"));
        assert_eq!(version("4").successor(), version("5"));
        for bad in ["", "3.", ".1", "v3", "3.1-draft", "3..1"] {
            assert_eq!(Version::parse(bad), None, "{bad:?}");
        }
    }
}
