//! Link reference definitions, `[words]: address`: unused ones are reported, because they are not shown.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::diag::Diagnostic;
use crate::yaml::Origin;

/// The link reference definitions of a text, and those used so far.
pub(super) struct Definitions {
    all: Vec<(String, Range<usize>)>,
    used: HashSet<String>,
}

impl Definitions {
    pub(super) fn of(parser: &Parser<'_>) -> Self {
        let all = parser.reference_definitions().iter().map(|(label, definition)| (label.to_owned(), definition.span.clone()));
        Self { all: all.collect(), used: HashSet::new() }
    }

    /// Records the definition that a link or picture uses.
    pub(super) fn see(&mut self, event: &Event<'_>) {
        if self.all.is_empty() {
            return;
        }
        if let Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) = event {
            self.used.insert(key(id));
        }
    }

    pub(super) fn report_unused(mut self, text: &str, origin: Origin, diagnostics: &mut Vec<Diagnostic>) {
        self.all.sort_by_key(|(_, range)| range.start);
        for (label, range) in self.all.iter().filter(|(label, _)| !self.used.contains(&key(label))) {
            let line = text[range.clone()].trim_end();
            let finding = Diagnostic::warning(
                "unused-definition",
                origin.span(range.start..range.start + line.len()),
                format!("this line is not shown: it sets the address for links written `[{label}]`, and there are none"),
            );
            diagnostics.push(match label.strip_prefix('!') {
                Some(kind) => finding.hint(format!("for a callout, remove the colon: `> [!{kind}] Title`")),
                None => finding.hint(format!("to show it, put a backslash before it: `\\[{label}]: …`; otherwise remove it")),
            });
        }
    }
}

/// Labels match without regard to case and white space (CommonMark 0.31, section 4.7).
fn key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
