//! # survey-without-address
//!
//! A survey has no web address, so nobody can answer it.
//!
//! The page shows the question but does not say where to answer it.
//!
//! Bad:
//!
//! ```text
//! === strategy.yaml
//! title: Plan
//! publisher: Body
//! language: en-GB
//! status: draft
//! versions: [{version: "1.0", date: 2023-03-03}]
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! ~~~survey
//! question: What matters most to you?
//! kind: text
//! ~~~
//! ```
//!
//! Good:
//!
//! ```text
//! === strategy.yaml
//! title: Plan
//! publisher: Body
//! language: en-GB
//! status: draft
//! versions: [{version: "1.0", date: 2023-03-03}]
//! consultation: {closes: 2023-05-29, survey_url: "https://example.org/survey"}
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! ~~~survey
//! question: What matters most to you?
//! kind: text
//! ~~~
//! ```

use crate::check::visit::{Family, Findings, Gathered, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, BlockKind, Document, Target, Walk};

const NAME: &str = "survey-without-address";

pub(super) const FAMILY: Family =
    Family { text: include_str!("surveys.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Document(find) };

fn find(document: &Document, _: &Gathered, findings: &mut Findings) {
    if document.settings.consultation.as_ref().is_some_and(|consultation| consultation.survey_url.is_some()) {
        return;
    }
    let mut surveys = Surveys { findings };
    document.texts().for_each(|(_, text)| surveys.chapter(text));
}

struct Surveys<'f> {
    findings: &'f mut Findings,
}

impl Walk<Target> for Surveys<'_> {
    fn block(&mut self, block: &Block<Target>) {
        if matches!(block.kind, BlockKind::Survey(_)) {
            let finding = Diagnostic::warning(NAME, block.span, "nobody can answer this survey: it has no web address");
            self.findings.push(finding.hint("add `consultation: {closes: …, survey_url: https://…}` to strategy.yaml"));
        }
    }
}
