//! # personal-details
//!
//! A page about comments gives away who sent them.
//!
//! A page whose front matter has `round` is made from what people wrote. It must not contain email addresses, telephone numbers, postcodes,
//! National Insurance or NHS numbers, nor the names and contact details in `comments/private/`. What `contact` in strategy.yaml publishes
//! is allowed. Reword the passage: what was said matters, not who said it.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-answers.md
//! ---
//! title: You said, we did
//! round: "1.0"
//! ---
//! You said: please write to me at jo.bloggs@example.org about the bus.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-answers.md
//! ---
//! title: You said, we did
//! round: "1.0"
//! ---
//! You said: please tell me about the bus.
//! ```
//!
//! Source: UK GDPR, article 5(1)(c), data minimisation.

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::Document;
use crate::span::{SourceMap, Span};
use crate::text::personal::{KnownDetails, personal_details};

const NAME: &str = "personal-details";

pub(super) const FAMILY: Family =
    Family { text: include_str!("personal_details.rs"), rules: &[(NAME, Some(Severity::Error))], visit: Visit::Respondents(find) };

/// Texts are searched as they are written, so that nothing in front matter, data or addresses of links is missed.
fn find(document: &Document, sources: &SourceMap, known: &KnownDetails, findings: &mut Findings) {
    for (_, text) in document.texts().filter(|(_, text)| text.front.round.is_some()) {
        for (range, kind) in personal_details(&sources.file(text.file).text, known) {
            let finding =
                Diagnostic::error(NAME, Span::new(text.file, range), format!("this page is made from comments, and this is {}", kind.name()));
            findings.push(finding.hint("remove it, or say it without the detail: comments are published without their senders"));
        }
    }
}
