//! The action plan, what was reported about it, and both as data.

use std::collections::{BTreeMap, HashMap};

use super::address;
use super::frame::PageFrame;
use super::markup::actions::status_key;
use super::output::{Emit, SiteFile};
use super::site::Site;
use super::writer::View;
use crate::diag::Diagnostic;
use crate::model::{ActionStatus, PageId};
use crate::promises::{self, Order, Promise, Report, facts};
use crate::wording;

/// The action plan in the order of owners.
const BY_OWNER: &str = "actions-by-owner.html";
/// The action plan in the order of dates.
const BY_DATE: &str = "actions-by-date.html";
/// The action plan as data (RFC 4180).
const DATA: &str = "data/actions.csv";
/// What its columns mean (Frictionless Table Schema).
const SCHEMA: &str = "data/actions.schema.json";

/// The columns of tables, by the interface texts that name them.
const COLUMNS: [&str; 3] = ["action_owner", "action_due", "action_target"];

impl Site<'_> {
    /// Whether what was reported is published.
    pub(super) fn has_progress(&self) -> bool {
        self.document.settings.site.progress && self.document.progress.iter().any(|report| !report.entries.is_empty())
    }

    /// The action plan in its three orders, and as data; nothing for a document without actions.
    pub(super) fn action_pages(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let all = promises::gather(self.document);
        if all.is_empty() {
            return Ok(());
        }
        let reports = if self.has_progress() { promises::reports(self.document) } else { HashMap::new() };
        self.action_data(&all, &reports, emit);
        let own = self.own("actions", "action_plan", PageId::Actions);
        let orders = [
            (Order::Document, own.path.clone(), "actions_by_chapter"),
            (Order::Owner, BY_OWNER.into(), "actions_by_owner"),
            (Order::Due, BY_DATE.into(), "actions_by_date"),
        ];
        for (order, path, key) in &orders {
            let mut sorted = all.clone();
            promises::sort(&mut sorted, *order);
            let page = (*order == Order::Document).then_some(PageId::Actions);
            let title = if page.is_some() { own.title.clone() } else { self.theme.strings.text(key).to_owned() };
            let frame = PageFrame { kind: "actions", title, path: path.clone(), page, has_contents: false };
            let mut page = self.page(&frame);
            page.description = self.words("actions_intro");
            let mut writer = self.writer(View::Elsewhere, &page.root);
            writer.raw("<ul class=action-orders>");
            for (_, other, key) in &orders {
                writer.raw("<li>");
                writer.choice(other, self.theme.strings.text(key), other == path);
                writer.raw("</li>");
            }
            writer.raw("<li>");
            writer.choice(DATA, self.theme.strings.text("actions_data"), false);
            writer.raw("</li></ul>");
            for (heading, group) in self.groups(&sorted, *order) {
                let columns: Vec<&str> = COLUMNS.into_iter().filter(|key| *order != Order::Owner || *key != "action_owner").collect();
                writer.action_table(&heading, group, &columns, &|name| Some(self.status_line(reports.get(name)?.last()?)));
            }
            page.body = page.pieces.mark(writer.out);
            self.finish("actions.html", &page, path, emit)?;
        }
        Ok(())
    }

    /// Neighbouring promises that share a chapter or an owner, each group with its heading.
    fn groups<'p, 'd>(&self, promises: &'p [Promise<'d>], order: Order) -> Vec<(String, &'p [Promise<'d>])> {
        let strings = &self.theme.strings;
        let groups = promises.chunk_by(|one, other| match order {
            Order::Document => one.page == other.page,
            Order::Owner => {
                one.action.owner.as_ref().map(|owner| owner.to_lowercase()) == other.action.owner.as_ref().map(|owner| owner.to_lowercase())
            }
            Order::Due => true,
        });
        let heading = |promise: &Promise<'_>| match order {
            Order::Document => self.document.chapter(promise.page).map_or_else(String::new, |chapter| chapter.front.title.clone()),
            Order::Owner => promise.action.owner.clone().unwrap_or_else(|| strings.text("actions_no_owner").to_owned()),
            Order::Due => strings.text("actions_by_date").to_owned(),
        };
        groups.filter_map(|group| Some((heading(group.first()?), group))).collect()
    }

    /// The newest status of an action, with its time: "On track (January to March 2027)".
    fn status_line(&self, Report { period, entry }: &Report<'_>) -> String {
        let strings = &self.theme.strings;
        format!("{} ({})", strings.text(status_key(entry.status)), wording::period(*period, strings))
    }

    /// What was said and what happened: dropped and late actions first.
    pub(super) fn progress_page(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        if !self.has_progress() {
            return Ok(());
        }
        let strings = &self.theme.strings;
        let frame = self.own("progress", "progress", PageId::Progress);
        let mut page = self.page(&frame);
        page.description = self.words("progress_intro");
        let reports = promises::reports(self.document);
        let mut by_status: BTreeMap<ActionStatus, Vec<Promise<'_>>> = BTreeMap::new();
        let mut silent = Vec::new();
        let all = promises::gather(self.document);
        for promise in &all {
            match reports.get(&*promise.action.name).and_then(|reports| reports.last()) {
                Some(report) => by_status.entry(report.entry.status).or_default().push(*promise),
                None => silent.push(*promise),
            }
        }
        let mut writer = self.writer(View::Elsewhere, &page.root);
        writer.raw("<ul class=progress-counts>");
        let counts = by_status.iter().map(|(status, promises)| (status_key(*status), promises.len()));
        for (key, count) in counts.chain((!silent.is_empty()).then_some(("status_unreported", silent.len()))) {
            let percent = (count as f64 * 100.0 / all.len() as f64).round();
            let values = [("status", strings.text(key)), ("count", &strings.number(count as f64)), ("all", &strings.number(all.len() as f64))];
            let line = format!("{} ({}%)", strings.fill("progress_count", &values), strings.number(percent));
            writer.element("li", "progress-count", &line);
        }
        writer.raw("</ul>");
        let measured: Vec<(&Promise<'_>, &[Report<'_>])> = all
            .iter()
            .filter_map(|promise| Some((promise, reports.get(&*promise.action.name)?.as_slice())))
            .filter(|(_, reports)| reports.iter().any(|report| report.entry.value.is_some()))
            .collect();
        if !measured.is_empty() {
            writer.measures(&measured);
        }
        for (status, promises) in &by_status {
            writer.raw("<h2>");
            writer.text(strings.text(status_key(*status)));
            writer.raw("</h2>");
            for promise in promises {
                writer.action_reports(promise, reports.get(&*promise.action.name).map_or(&[], Vec::as_slice));
            }
        }
        if !silent.is_empty() {
            writer.action_table(strings.text("status_unreported"), &silent, &COLUMNS, &|_| None);
        }
        page.body = page.pieces.mark(writer.out);
        self.finish("actions.html", &page, &frame.path, emit)
    }

    fn action_data(&self, all: &[Promise<'_>], reports: &HashMap<&str, Vec<Report<'_>>>, emit: Emit<'_>) {
        let mut table = String::from("id,number,action,owner,due,measure,baseline,target,money,page,status,reported\r\n");
        for promise in all {
            let action = promise.action;
            let facts = facts(action, action.due.map(|due| due.to_string()));
            let of = |key: &str| facts.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone());
            let report = reports.get(&*action.name).and_then(|reports| reports.last());
            let values = [
                Some(action.name.to_string()),
                action.number.map(|number| number.to_string()),
                Some(crate::model::plain_text(&action.what)),
                of("action_owner"),
                of("action_due"),
                of("action_measure"),
                of("action_baseline"),
                of("action_target"),
                of("action_money"),
                Some(format!("{}#{}", address::path(self.document, promise.page), action.name)),
                report.map(|report| report.entry.status.name().to_owned()),
                report.map(|report| report.period.to_string()),
            ];
            let cells: Vec<String> = values.into_iter().map(|value| cell(&value.unwrap_or_default())).collect();
            table.push_str(&cells.join(","));
            table.push_str("\r\n");
        }
        emit(SiteFile { path: DATA.into(), bytes: table.into_bytes() });
        emit(SiteFile { path: SCHEMA.into(), bytes: schema().into_bytes() });
    }
}

/// A cell of a CSV file. A value that a spreadsheet would calculate begins with an apostrophe instead.
fn cell(value: &str) -> String {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if guard.is_empty() && !value.contains(['"', ',', '\n', '\r']) {
        return value.to_owned();
    }
    format!("\"{guard}{}\"", value.replace('"', "\"\""))
}

fn schema() -> String {
    let fields = [
        ("id", "Name of the action, the same in every version"),
        ("number", "Number of the action in this version"),
        ("action", "What will be done"),
        ("owner", "Who is responsible"),
        ("due", "When it is due: a day, a month, a quarter, a year, or a financial year"),
        ("measure", "What is counted"),
        ("baseline", "The figure that it starts from"),
        ("target", "The figure to reach"),
        ("money", "What it costs"),
        ("page", "The place in the document"),
        ("status", "The newest status: not started, on track, late, done or dropped"),
        ("reported", "The time that the newest report is about"),
    ];
    let field = |(name, description): &(&str, &str)| {
        let kind = if *name == "number" { "integer" } else { "string" };
        let constraints = if *name == "id" { ", \"constraints\": {\"required\": true, \"unique\": true}" } else { "" };
        format!("    {{\"name\": \"{name}\", \"type\": \"{kind}\", \"description\": \"{description}\"{constraints}}}")
    };
    let fields: Vec<String> = fields.iter().map(field).collect();
    format!("{{\n  \"fields\": [\n{}\n  ],\n  \"primaryKey\": \"id\"\n}}\n", fields.join(",\n"))
}
