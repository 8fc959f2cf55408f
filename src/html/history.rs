//! The version history: every version with its site and what it changed.

use super::context::{ComparisonContext, PageLink, VersionContext};
use super::past::{PastVersion, UP};
use super::site::Site;

impl Site<'_> {
    /// Every version, newest first, with the comparison to the version before it.
    pub(super) fn history(&self, comparisons: &[ComparisonContext]) -> Vec<VersionContext> {
        let strings = &self.theme.strings;
        let rows = &self.document.settings.versions;
        let up = if self.others.successor.is_some() { UP } else { "" };
        let last = rows.len().saturating_sub(1);
        let row = |(at, row): (usize, &crate::model::VersionRow)| {
            let before = at.checked_sub(1).map(|before| &rows[before].version);
            let comparison = comparisons
                .iter()
                .find(|comparison| comparison.to == row.version.as_str() && before.is_some_and(|before| comparison.from == before.as_str()));
            VersionContext {
                version: row.version.to_string(),
                date: strings.date(row.date),
                date_iso: row.date.to_string(),
                comments: row.comments.clone(),
                audience: row.audience.clone(),
                is_current: at == last,
                site: self
                    .others
                    .past
                    .iter()
                    .any(|past| past.version == row.version && at != last)
                    .then(|| format!("{up}{}index.html", PastVersion::folder(&row.version))),
                changes: comparison.map(|comparison| PageLink {
                    href: comparison.href.clone(),
                    label: strings.fill("changes_since_short", &[("from", &comparison.from)]),
                    current: false,
                    language: String::new(),
                }),
            }
        };
        rows.iter().enumerate().rev().map(row).collect()
    }
}
