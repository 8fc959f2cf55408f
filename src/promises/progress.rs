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

/// What was reported about each action, by the action's name, oldest first.
#[must_use]
pub fn reports(document: &Document) -> HashMap<&str, Vec<Report<'_>>> {
    let mut reports: HashMap<&str, Vec<Report<'_>>> = HashMap::new();
    for (period, entry) in document.progress.iter().flat_map(|report| report.entries.iter().map(|entry| (report.period, entry))) {
        reports.entry(&entry.action).or_default().push(Report { period, entry });
    }
    reports
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
