//! Reports on actions: `progress/2027-q1.yaml`.

use super::source::{File, Parsed};
use super::{data, markdown};
use crate::diag::Diagnostic;
use crate::model::{ActionStatus, Label, Period, ProgressEntry, ProgressReport};
use crate::span::Span;
use crate::yaml::{self, Fields, Origin, Word};

/// Example of a report, for messages.
const EXAMPLE: &str = "actions:\n  warm-homes: {status: on track, what: We have insulated 300 homes.}";

/// Parses a report. Its file's name is the time that it is about.
pub(super) fn parse(file: File<'_>) -> Parsed<Option<ProgressReport<Label>>> {
    let mut diagnostics = Vec::new();
    let value = report(file, &mut diagnostics);
    Parsed { value, diagnostics, allowances: Vec::new() }
}

fn report(file: File<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<ProgressReport<Label>> {
    let start = Span::new(file.id, 0..0);
    let name = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".yaml")).unwrap_or_default();
    let before = diagnostics.len();
    let Some(node) = yaml::parse(file.text, Origin::At(file.id, 0), diagnostics) else {
        if diagnostics.len() == before {
            diagnostics.push(Diagnostic::error("missing-key", start, "this report is empty").hint(format!("write, for example:\n{EXAMPLE}")));
        }
        return None;
    };
    let mut fields = Fields::new(node, diagnostics);
    // A slash cannot be part of a file's name.
    let period = if fields.has("period") { data::period(&mut fields, "period") } else { named(name, start, fields.diagnostics()) };
    let mut entries = Vec::new();
    if fields.has("actions") {
        if let Some(mut actions) = fields.mapping("actions") {
            for (action, node) in actions.rest() {
                let mut fields = Fields::new(node, actions.diagnostics());
                entries.extend(entry(file, action, &mut fields));
                fields.finish();
            }
        }
    } else {
        fields.missing("actions", EXAMPLE);
    }
    fields.finish();
    Some(ProgressReport { period: period?, file: file.id, entries })
}

fn named(name: &str, start: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Period> {
    let period = Period::parse(name);
    if period.is_none() {
        let finding = Diagnostic::error("bad-date", start, format!("the name `{name}` does not say what time this report is about"));
        diagnostics.push(finding.hint("call the file `2027-q1.yaml`, for instance, or write the time in it: `period: 2026/27`"));
    }
    period
}

fn entry(file: File<'_>, action: Word, fields: &mut Fields<'_>) -> Option<ProgressEntry<Label>> {
    let statuses = ActionStatus::ALL.map(|status| (status.name(), status));
    let status = fields.required_choice("status", "status: on track", &statuses);
    let what = fields.text("what").map(|what| data::line(file, markdown::parse_blocks, &what, fields.diagnostics())).unwrap_or_default();
    let value = fields.text("value").map(|value| file.plain(&value.text));
    let evidence = fields.text("evidence").filter(|word| {
        let is_address = crate::model::is_web_address(&word.text);
        if !is_address {
            let finding = Diagnostic::error("wrong-value", word.span, "`evidence` is not a web address");
            fields.diagnostics().push(finding.hint("write a full address that starts with https:// and has no spaces"));
        }
        is_address
    });
    let evidence = evidence.map(|word| word.text);
    Some(ProgressEntry { action: action.text, span: action.span, status: status?, what, evidence, value })
}
