//! Actions, and what reports in `progress/` say about them.

use super::cell_value;
use super::reader::Reader;
use crate::diag::Diagnostic;
use crate::model::{Action, BlockKind, Label, Period, slug};
use crate::yaml::{Fields, Node, Word};

/// Example of an action, for messages.
const WHAT: &str = "what: We will insulate 2,000 homes.";

/// Reads an `action` block.
pub(super) fn read(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let name = fields.required("id", "id: warm-homes").filter(|word| is_name(word, &mut fields));
    let what = fields.required("what", WHAT);
    let what = what.map(|what| reader.line(&what, fields.diagnostics()));
    let due = period(&mut fields, "by");
    let mut plain = |key| fields.text(key).map(|word| reader.file.plain(&word.text));
    let (owner, measure) = (plain("owner"), plain("measure"));
    let mut figure = |key| cell_value::take(reader, &mut fields, key);
    let (baseline, target, money) = (figure("baseline"), figure("target"), figure("money"));
    fields.finish();
    let action = Action { name: name?.text.into(), number: None, what: what?, owner, due, measure, baseline, target, money };
    Some(BlockKind::Action(Box::new(action)))
}

fn is_name(word: &Word, fields: &mut Fields<'_>) -> bool {
    let clean = slug(&word.text);
    if clean == word.text {
        return true;
    }
    let example = if clean.is_empty() { "warm-homes" } else { &clean };
    let finding = Diagnostic::error("wrong-value", word.span, format!("`{}` cannot be the id of an action", word.text));
    fields.diagnostics().push(finding.hint(format!("use lower-case words with hyphens, such as `id: {example}`")));
    false
}

/// A time by which something is due, or that a report is about.
pub(in super::super) fn period(fields: &mut Fields<'_>, key: &'static str) -> Option<Period> {
    let word = fields.text(key)?;
    let period = Period::parse(&word.text);
    if period.is_none() {
        let finding = Diagnostic::error("bad-date", word.span, format!("`{}` is not a date", word.text));
        fields.diagnostics().push(finding.hint(format!("write {}: a day, a month, a quarter, a year or a financial year", Period::FORMS)));
    }
    period
}
