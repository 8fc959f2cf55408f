//! # vague-action
//!
//! An action has no owner or no date.
//!
//! Nobody can be asked about a promise that nobody makes, and nobody can say that it is late if it has no date.
//!
//! Bad:
//!
//! ```text
//! ~~~action
//! id: warm-homes
//! what: We will insulate 2,000 homes.
//! ~~~
//! ```
//!
//! Good:
//!
//! ```text
//! ~~~action
//! id: warm-homes
//! what: We will insulate 2,000 homes.
//! owner: Housing partnership
//! by: 2027-Q1
//! ~~~
//! ```
//!
//! # overdue-action
//!
//! An action was due, and nothing says that it was done or dropped.
//!
//! An action is overdue if it was due before the date of the newest version, or before the end of the newest report.
//!
//! Bad:
//!
//! ```text
//! ~~~action
//! id: warm-homes
//! what: We will insulate 2,000 homes.
//! owner: Housing partnership
//! by: 2019
//! ~~~
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! ~~~action
//! id: warm-homes
//! what: We will insulate 2,000 homes.
//! owner: Housing partnership
//! by: 2019
//! ~~~
//! === progress/2019.yaml
//! actions:
//!   warm-homes: {status: done, what: "All 2,000 homes are insulated."}
//! ```
//!
//! # unknown-action
//!
//! A report is about an action that the strategy does not have.
//!
//! What it says would be lost.
//!
//! Bad:
//!
//! ```text
//! === progress/2019.yaml
//! actions:
//!   warm-homes: {status: done}
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! ~~~action
//! id: warm-homes
//! what: We will insulate 2,000 homes.
//! owner: Housing partnership
//! by: 2019
//! ~~~
//! === progress/2019.yaml
//! actions:
//!   warm-homes: {status: done}
//! ```
//!
//! # duplicate-action
//!
//! Two actions have the same id.
//!
//! Reports and later versions know an action by its id.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! ~~~action
//! {id: homes, what: We will insulate homes., owner: Housing partnership, by: 2035}
//! ~~~
//! === chapters/02-more.md
//! ---
//! title: More
//! ---
//! ~~~action
//! {id: homes, what: We will build 300 homes., owner: Housing partnership, by: 2035}
//! ~~~
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! ~~~action
//! {id: warm-homes, what: We will insulate homes., owner: Housing partnership, by: 2035}
//! ~~~
//! === chapters/02-more.md
//! ---
//! title: More
//! ---
//! ~~~action
//! {id: new-homes, what: We will build 300 homes., owner: Housing partnership, by: 2035}
//! ~~~
//! ```

use std::collections::HashMap;

use crate::check::visit::{Family, Findings, Gathered, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::Document;
use crate::promises;
use crate::span::Span;

const VAGUE: &str = "vague-action";
const OVERDUE: &str = "overdue-action";
const UNKNOWN: &str = "unknown-action";
const DUPLICATE: &str = "duplicate-action";

pub(super) const FAMILY: Family = Family {
    text: include_str!("actions.rs"),
    rules: &[
        (VAGUE, Some(Severity::Warning)),
        (OVERDUE, Some(Severity::Warning)),
        (UNKNOWN, Some(Severity::Error)),
        (DUPLICATE, Some(Severity::Error)),
    ],
    visit: Visit::Document(find),
};

fn find(document: &Document, _: &Gathered, findings: &mut Findings) {
    let promises = promises::gather(document);
    let reports = promises::reports(document);
    let mut known: HashMap<&str, Span> = HashMap::new();
    for promise in &promises {
        let (action, span) = (promise.action, promise.span);
        if let Some(first) = known.get(&*action.name) {
            let finding = Diagnostic::error(DUPLICATE, span, format!("another action has the id `{}`", action.name));
            findings.push(finding.label(*first, "also the id of this action").hint("give one of the two another id"));
            continue;
        }
        known.insert(&action.name, span);
        let missing = match (&action.owner, &action.due) {
            (None, None) => Some(("neither an owner nor a date", "add `owner: Who is responsible` and `by: 2027-Q1`")),
            (None, Some(_)) => Some(("no owner", "add `owner: Who is responsible`")),
            (Some(_), None) => Some(("no date", "add `by: 2027-Q1`, or another time by which it will be done")),
            (Some(_), Some(_)) => None,
        };
        if let Some((what, hint)) = missing {
            findings.push(Diagnostic::warning(VAGUE, span, format!("this action has {what}")).hint(hint));
        }
        if let Some(due) = action.due
            && promises::is_overdue(action, reports.get(&*action.name).and_then(|reports| reports.last().copied()), document)
        {
            let finding = Diagnostic::warning(OVERDUE, span, format!("this action was due by {due}, and no report says that it was done"));
            let hint =
                format!("say in a file of progress/ what happened, such as `{}: {{status: late, what: …}}`, or give a later date", action.name);
            findings.push(finding.hint(hint));
        }
    }
    for entry in document.progress.iter().flat_map(|report| &report.entries) {
        if !known.contains_key(&*entry.action) {
            let finding = Diagnostic::error(UNKNOWN, entry.span, format!("the strategy has no action `{}`", entry.action));
            let finding = finding.nearest(&entry.action, known.keys().copied());
            findings.push(finding.hint("use the `id` of an action; an action that was dropped stays in the strategy until it has been reported"));
        }
    }
}
