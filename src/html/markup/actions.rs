//! Actions to HTML: where they are promised, in the action plan, and with what has been reported about them.

use super::super::address;
use super::super::writer::Writer;
use crate::model::{Action, ActionStatus, Period, Target};
use crate::promises::{Promise, Report, facts};
use crate::wording;

/// The interface text for a status.
pub(in super::super) fn status_key(status: ActionStatus) -> &'static str {
    match status {
        ActionStatus::Dropped => "status_dropped",
        ActionStatus::Late => "status_late",
        ActionStatus::NotStarted => "status_not_started",
        ActionStatus::OnTrack => "status_on_track",
        ActionStatus::Done => "status_done",
    }
}

impl Writer<'_> {
    /// An action among the text that promises it.
    pub(in super::super) fn action(&mut self, action: &Action<Target>) {
        let label = format!("{}-label", action.name);
        self.begun = crate::model::NodeId::NONE;
        self.raw("<section class=action");
        self.id(&action.name);
        self.labelled_by(&label);
        self.raw("><p class=action-label");
        self.id(&label);
        self.raw(">");
        let name = self.action_name(action);
        self.text(&name);
        self.raw("</p><p class=action-what>");
        self.line(&action.what);
        self.raw("</p>");
        let facts = facts(action, action.due.map(|due| self.period(due)));
        if !facts.is_empty() {
            self.raw("<dl class=action-facts>");
            for (key, value) in &facts {
                self.raw("<div>");
                let name = self.strings.text(key);
                self.raw("<dt>");
                self.text(name);
                self.raw("</dt><dd>");
                self.text(value);
                self.raw("</dd></div>");
            }
            self.raw("</dl>");
        }
        self.raw("</section>");
    }

    /// "Action 7", or "Action" for one without a number.
    pub(in super::super) fn action_name(&self, action: &Action<Target>) -> String {
        match action.number {
            Some(number) => self.strings.fill("action_number", &[("number", &number.to_string())]),
            None => self.strings.text("action").to_owned(),
        }
    }

    /// A time in words: "January to March 2027".
    pub(in super::super) fn period(&self, period: Period) -> String {
        wording::period(period, self.strings)
    }

    /// A table of promises under the heading `name`. `columns` says which facts have a column; those that no promise has are left
    /// out.
    pub(in super::super) fn action_table(&mut self, name: &str, promises: &[Promise<'_>], columns: &[&str], report: &dyn Fn(&str) -> Option<String>) {
        let rows: Vec<Vec<(&str, String)>> =
            promises.iter().map(|promise| facts(promise.action, promise.action.due.map(|due| self.period(due)))).collect();
        let has = |key: &str| rows.iter().flatten().any(|(name, _)| *name == key);
        let columns: Vec<&str> = columns.iter().copied().filter(|key| has(key)).collect();
        let reports: Vec<Option<String>> = promises.iter().map(|promise| report(&promise.action.name)).collect();
        let has_reports = reports.iter().any(Option::is_some);
        let id = self.next_id("actions");
        self.raw("<h2");
        self.id(&id);
        self.raw(">");
        self.text(name);
        self.raw("</h2><div class=table-scroll role=region tabindex=0");
        self.labelled_by(&id);
        self.raw("><table class=action-table");
        self.labelled_by(&id);
        self.raw("><thead><tr>");
        for key in ["action", "action_what"].iter().chain(&columns).chain(has_reports.then_some(&"action_status")) {
            self.raw("<th scope=col>");
            self.text(self.strings.text(key));
            self.raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
        for ((promise, row), report) in promises.iter().zip(&rows).zip(&reports) {
            self.raw("<tr><th scope=row>");
            self.action_link(promise);
            self.raw("</th><td>");
            self.line(&promise.action.what);
            self.raw("</td>");
            for key in &columns {
                self.raw("<td>");
                if let Some((_, value)) = row.iter().find(|(name, _)| name == key) {
                    self.text(value);
                }
                self.raw("</td>");
            }
            if has_reports {
                self.raw("<td>");
                self.text(report.as_deref().unwrap_or_default());
                self.raw("</td>");
            }
            self.raw("</tr>");
        }
        self.raw("</tbody></table></div>");
    }

    /// The name of an action as a link to the text that promises it.
    pub(in super::super) fn action_link(&mut self, promise: &Promise<'_>) {
        let path = address::path(self.document, promise.page);
        self.raw("<a");
        self.attribute("href", &format!("{}{path}#{}", self.root, address::encode(&promise.action.name)));
        self.raw(">");
        let name = self.action_name(promise.action);
        self.text(&name);
        self.raw("</a>");
    }

    /// A link to a page of the site from a list of choices.
    pub(in super::super) fn choice(&mut self, path: &str, name: &str, is_here: bool) {
        self.raw("<a");
        self.attribute("href", &format!("{}{path}", self.root));
        if is_here {
            self.raw(" aria-current=page");
        }
        self.raw(">");
        self.text(name);
        self.raw("</a>");
    }

    /// Everything that was reported about a promise, newest first.
    pub(in super::super) fn action_reports(&mut self, promise: &Promise<'_>, reports: &[Report<'_>]) {
        self.raw("<section class=progress-action><h3");
        self.id(&promise.action.name);
        self.raw(">");
        self.action_link(promise);
        self.raw("</h3><p class=action-what>");
        self.line(&promise.action.what);
        self.raw("</p>");
        let facts = facts(promise.action, promise.action.due.map(|due| self.period(due)));
        if !facts.is_empty() {
            let facts: Vec<String> = facts.iter().map(|(key, value)| format!("{}: {value}", self.strings.text(key))).collect();
            self.element("p", "progress-facts", &facts.join("; "));
        }
        self.raw("<ul class=progress-reports>");
        for report in reports.iter().rev() {
            self.raw("<li><p>");
            let period = self.period(report.period);
            self.element("strong", "progress-status", &format!("{}: {}", period, self.strings.text(status_key(report.entry.status))));
            self.raw("</p>");
            if let Some(value) = &report.entry.value {
                let value = self.strings.fill("progress_value", &[("value", value)]);
                self.raw("<p>");
                self.text(&value);
                self.raw("</p>");
            }
            if !report.entry.what.is_empty() {
                self.raw("<p>");
                self.line(&report.entry.what);
                self.raw("</p>");
            }
            if let Some(evidence) = &report.entry.evidence {
                self.raw("<p><a");
                self.attribute("href", evidence);
                self.raw(">");
                self.text(self.strings.text("progress_evidence"));
                let name = self.action_name(promise.action);
                self.hidden(&format!(": {name}, {period}"));
                self.raw("</a></p>");
            }
            self.raw("</li>");
        }
        self.raw("</ul></section>");
    }
}
