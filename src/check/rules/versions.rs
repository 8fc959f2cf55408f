//! # final-with-drafts
//!
//! The strategy is final, but a chapter is still a draft or in review.
//!
//! Readers rely on everything in a final document.
//!
//! Bad:
//!
//! ```text
//! === strategy.yaml
//! title: Plan
//! publisher: Body
//! language: en-GB
//! status: final
//! versions: [{version: "1.0", date: 2023-03-03}]
//! === chapters/01-plan.md
//! ---
//! title: Plan for everyone
//! status: draft
//! ---
//! We will plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === strategy.yaml
//! title: Plan
//! publisher: Body
//! language: en-GB
//! status: final
//! versions: [{version: "1.0", date: 2023-03-03}]
//! === chapters/01-plan.md
//! ---
//! title: Plan for everyone
//! status: agreed
//! ---
//! We will plan.
//! ```
//!
//! # consultation-dates
//!
//! The dates of the consultation do not match the status of the strategy.
//!
//! People need to know whether they can still respond. A strategy in consultation needs a closing date, after the date of its version.
//!
//! Bad:
//!
//! ```text
//! === strategy.yaml
//! title: Plan
//! publisher: Body
//! language: en-GB
//! status: consultation
//! versions: [{version: "1.0", date: 2023-03-03}]
//! consultation: {opens: 2022-10-07, closes: 2022-10-24}
//! ```
//!
//! Good:
//!
//! ```text
//! === strategy.yaml
//! title: Plan
//! publisher: Body
//! language: en-GB
//! status: consultation
//! versions: [{version: "1.0", date: 2023-03-03}]
//! consultation: {opens: 2023-03-06, closes: 2023-05-29}
//! ```
//!
//! Source: Cabinet Office, "Consultation principles" (2018).
//!
//! # version-without-comment
//!
//! A row of the version history does not say what changed.
//!
//! A short note tells readers of the previous version whether they need to read this one. The version that is being written needs
//! it only when it is released.
//!
//! Bad:
//!
//! ```text
//! === strategy.yaml
//! title: Plan
//! publisher: Body
//! language: en-GB
//! status: draft
//! versions:
//!   - {version: "1.0", date: 2023-03-03, comments: First draft}
//!   - {version: "1.1", date: 2023-04-03}
//!   - {version: "1.2", date: 2023-05-03, comments: For the board}
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
//! versions:
//!   - {version: "1.0", date: 2023-03-03, comments: First draft}
//!   - {version: "1.1", date: 2023-04-03, comments: New chapter on housing}
//!   - {version: "1.2", date: 2023-05-03, comments: For the board}
//! ```

use jiff::civil::Date;

use crate::check::visit::{Family, Findings, Gathered, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{ChapterStatus, Document, Settings, Status};

const DRAFTS: &str = "final-with-drafts";
const DATES: &str = "consultation-dates";

pub(super) const FAMILY: Family = Family {
    text: include_str!("versions.rs"),
    rules: &[
        (DRAFTS, Some(Severity::Warning)),
        (DATES, Some(Severity::Warning)),
        // Found when the archive is read, which knows what has been released.
        ("version-without-comment", Some(Severity::Warning)),
    ],
    visit: Visit::Document(find),
};

fn find(document: &Document, _: &Gathered, findings: &mut Findings) {
    let settings = &document.settings;
    if settings.status == Status::Final {
        for (_, text) in document.texts() {
            let status = match text.front.status {
                Some(ChapterStatus::Draft) => "a draft",
                Some(ChapterStatus::Review) => "in review",
                Some(ChapterStatus::Agreed) | None => continue,
            };
            let finding =
                Diagnostic::warning(DRAFTS, text.front.title_span, format!("the strategy is final, but \"{}\" is still {status}", text.front.title));
            findings.push(finding.hint("set `status: agreed` here, or change the status of the strategy in strategy.yaml"));
        }
    }
    consultation(settings, findings);
}

fn consultation(settings: &Settings, findings: &mut Findings) {
    let version = settings.current();
    // The placeholder for versions that could not be read has an empty range.
    if version.span.range().is_empty() {
        return;
    }
    let closes: Option<Date> = settings.consultation.as_ref().and_then(|consultation| consultation.closes);
    let (message, hint) = match (settings.status, closes) {
        (Status::Consultation, None) => (
            "the strategy is in consultation, but has no closing date".to_owned(),
            "add `consultation: {opens: …, closes: …, survey_url: …}` to strategy.yaml",
        ),
        (Status::Consultation, Some(closes)) if closes < version.date => (
            format!("the strategy is in consultation, but it closed on {closes}, before version {} ({})", version.version, version.date),
            "set a new date in `consultation: {closes: …}`, or change the `status`",
        ),
        (Status::Final, Some(closes)) if closes > version.date => (
            format!("the strategy has been final since {}, but people can comment until {closes}", version.date),
            "wait until the consultation has closed, or set `status: consultation`",
        ),
        (Status::Draft | Status::Consultation | Status::Final, _) => return,
    };
    findings.push(Diagnostic::warning(DATES, version.span, message).hint(hint));
}
