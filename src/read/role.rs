//! What each file of a strategy is for.

use super::edition;
use super::picture;
use super::project::{ARCHIVE, COMMENTS, IDENTITY, SETTINGS};

/// The purpose of a file, derived from its path. The order is that of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Strategy,
    Chapter,
    Glossary,
    Page,
    Transcript,
    Data,
    Progress,
    Picture,
    /// A file of an edition in another language, which [`Edition`](super::Edition) reads.
    Translation,
    /// Comments, also private details: no part of any version.
    Comments,
    Ignored,
    Unknown,
}

impl Role {
    pub(super) fn of(path: &str) -> Self {
        let mut parts = path.split('/');
        let (first, depth) = (parts.next().unwrap_or(""), parts.count());
        let is_markdown = path.ends_with(".md");
        match (first, depth) {
            (SETTINGS, 0) => Self::Strategy,
            ("README.md" | IDENTITY, 0) | (ARCHIVE, 1..) => Self::Ignored,
            (COMMENTS, 1..) => Self::Comments,
            ("chapters", 1 | 2) if is_markdown => Self::Chapter,
            ("glossary", 1) if is_markdown => Self::Glossary,
            ("pages", 1) if is_markdown => Self::Page,
            ("pages", 2) if is_markdown => Self::Transcript,
            ("data", 1) if path.ends_with(".csv") => Self::Data,
            ("progress", 1) if path.ends_with(".yaml") => Self::Progress,
            ("images", 1..) if picture::is_picture(path) => Self::Picture,
            _ if edition::translated(path).is_some_and(|(folder, _, rest)| Self::of(&format!("{folder}/{rest}")) != Self::Unknown) => {
                Self::Translation
            }
            _ => Self::Unknown,
        }
    }

    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Strategy | Self::Chapter | Self::Glossary | Self::Page | Self::Transcript | Self::Data | Self::Progress)
    }
}

/// A sort key that compares the leading number of each path component as a number, so that `9-x` comes before `10-x`.
pub(super) fn reading_order(path: &str) -> Vec<(u64, String)> {
    let key = |part: &str| {
        let words = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = part[..part.len() - words.len()].parse().unwrap_or(u64::MAX);
        (number, words.to_owned())
    };
    path.split('/').map(key).collect()
}
