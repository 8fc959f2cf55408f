//! # empty-list-of
//!
//! A list of tables, figures or the like has nothing to list.
//!
//! Only what is numbered is listed, and the block shows nothing else.
//!
//! Bad:
//!
//! ````text
//! ```list-of
//! kind: actions
//! ```
//! ````
//!
//! Good:
//!
//! ````text
//! ```action
//! id: warm-homes
//! what: We will insulate 2,000 homes.
//! owner: The council
//! by: 2027
//! ```
//!
//! ```list-of
//! kind: actions
//! ```
//! ````

use crate::check::visit::{Family, Findings, Gathered, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, BlockKind, Document, NumberedKind, Target, Walk};
use crate::span::Span;

const NAME: &str = "empty-list-of";

pub(super) const FAMILY: Family =
    Family { text: include_str!("empty_list_of.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Document(find) };

/// The lists of a document, and the kinds that have numbers.
#[derive(Default)]
struct Lists {
    lists: Vec<(NumberedKind, Span)>,
    numbered: Vec<NumberedKind>,
}

impl Walk<Target> for Lists {
    fn block(&mut self, block: &Block<Target>) {
        if let BlockKind::ListOf(kind) = &block.kind {
            self.lists.push((*kind, block.span));
        }
        let action = matches!(block.kind, BlockKind::Action(_)).then_some(NumberedKind::Action);
        let labelled = block.label.as_ref().and_then(|label| label.number.as_ref()).map(|number| number.kind);
        if let Some(kind) = action.or(labelled)
            && !self.numbered.contains(&kind)
        {
            self.numbered.push(kind);
        }
    }
}

fn find(document: &Document, _: &Gathered, findings: &mut Findings) {
    let mut lists = Lists::default();
    document.texts().for_each(|(_, text)| lists.chapter(text));
    for (kind, span) in lists.lists.iter().filter(|(kind, _)| !lists.numbered.contains(kind)) {
        let plural = kind.plural();
        let finding = Diagnostic::warning(NAME, *span, format!("no {plural} are numbered, so this list is empty"));
        findings.push(match kind {
            NumberedKind::Action => finding.hint("write an `action` block, or remove this list"),
            NumberedKind::Figure | NumberedKind::Chart | NumberedKind::Table | NumberedKind::Box | NumberedKind::Recommendation => {
                finding.hint(format!("write `numbering: {{{plural}: throughout}}` in strategy.yaml, or remove this list"))
            }
        });
    }
}
