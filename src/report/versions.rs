//! A list of the versions of a strategy.

use std::fmt::Write as _;

use serde::Serialize;

use crate::model::VersionRow;

/// Every version, oldest first.
#[derive(Debug, Serialize)]
pub struct VersionsReport {
    /// The versions, one per row.
    pub versions: Vec<VersionReport>,
}

/// A version.
#[derive(Debug, Serialize)]
pub struct VersionReport {
    /// The version as text, so that 3.10 keeps its zero.
    pub version: String,
    /// Its date, as year-month-day.
    pub date: String,
    /// Its audience.
    pub audience: Option<String>,
    /// The author's comments.
    pub comments: Option<String>,
    /// Its state.
    pub state: State,
}

/// State of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// In the archive.
    Archived,
    /// The last row, not yet released.
    BeingWritten,
    /// An earlier version that was not archived.
    NotArchived,
}

/// Lists `rows`; `is_archived` says which have been archived.
#[must_use]
pub fn versions(rows: &[VersionRow], is_archived: impl Fn(&VersionRow) -> bool) -> VersionsReport {
    let state = |at: usize, row: &VersionRow| match (is_archived(row), at + 1 == rows.len()) {
        (true, _) => State::Archived,
        (false, true) => State::BeingWritten,
        (false, false) => State::NotArchived,
    };
    let versions = rows.iter().enumerate().map(|(at, row)| VersionReport {
        version: row.version.to_string(),
        date: row.date.to_string(),
        audience: row.audience.clone(),
        comments: row.comments.clone(),
        state: state(at, row),
    });
    VersionsReport { versions: versions.collect() }
}

impl State {
    fn words(self) -> &'static str {
        match self {
            Self::Archived => "archived",
            Self::BeingWritten => "being written",
            Self::NotArchived => "not archived",
        }
    }
}

impl VersionsReport {
    /// Formats the report for people: one version per line, in columns.
    #[must_use]
    pub fn human(&self) -> String {
        let cells: Vec<[&str; 5]> = self
            .versions
            .iter()
            .map(|row| [&row.version, &row.date, row.state.words(), row.audience.as_deref().unwrap_or("-"), row.comments.as_deref().unwrap_or("-")])
            .collect();
        let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..5).map(width).collect();
        let mut text = String::new();
        for row in &cells {
            let line: String = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}  ")).collect();
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text
    }
}
