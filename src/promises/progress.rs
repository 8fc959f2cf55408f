//! What has been reported about actions.

use std::collections::HashMap;

use crate::model::{Action, ActionStatus, Document, Period, ProgressEntry, Target};

/// What a report says about an action.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The time that the report is about.
    pub period: Period,
    /// What it says.
    pub entry: &'a ProgressEntry<Target>,
}

/// The newest report on each action, by the action's name.
#[must_use]
pub fn latest(document: &Document) -> HashMap<&str, Report<'_>> {
    // Reports are in order, so newer ones replace older ones.
    let reports = document.progress.iter().flat_map(|report| report.entries.iter().map(|entry| Report { period: report.period, entry }));
    reports.map(|report| (report.entry.action.as_str(), report)).collect()
}

/// All reports on the action `name`, oldest first.
pub fn reports<'a>(document: &'a Document, name: &'a str) -> impl Iterator<Item = Report<'a>> {
    document.progress.iter().flat_map(move |report| {
        let entries = report.entries.iter().filter(move |entry| entry.action == name);
        entries.map(|entry| Report { period: report.period, entry })
    })
}

/// Whether an action was due before the date of the newest version or before the end of the newest report, and nothing says
/// that it was done or dropped.
#[must_use]
pub fn is_overdue<L>(action: &Action<L>, report: Option<Report<'_>>, document: &Document) -> bool {
    let newest = document.progress.last().map(|report| report.period.last_day());
    let now = newest.into_iter().chain([document.settings.current().date]).max();
    let is_settled = report.is_some_and(|report| matches!(report.entry.status, ActionStatus::Done | ActionStatus::Dropped));
    action.due.is_some_and(|due| Some(due.last_day()) < now) && !is_settled
}
