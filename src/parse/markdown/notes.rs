//! Footnotes: definitions, references, and what is wrong with either.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::super::inline;
use crate::diag::Diagnostic;
use crate::model::{Block, Footnote, Label, Mark, is_invisible};
use crate::span::Span;

/// The footnotes of a text.
#[derive(Default)]
pub(super) struct Notes {
    /// By [`label_key`]: the label as written, the note and its span.
    defined: HashMap<String, (String, Vec<Block<Label>>, Span)>,
    /// The notes in the order of their first references.
    referred: Vec<Reference>,
    /// Index in `referred`, by [`label_key`].
    numbers: HashMap<String, usize>,
}

struct Reference {
    key: String,
    label: String,
    /// The number of references.
    count: u32,
    first: Span,
}

impl Notes {
    /// Records a definition; of two with one label, the first counts.
    pub(super) fn define(&mut self, label: &str, body: Vec<Block<Label>>, span: Span, diagnostics: &mut Vec<Diagnostic>) {
        match self.defined.entry(label_key(label)) {
            Entry::Vacant(place) => {
                place.insert((label.to_owned(), body, span));
            }
            Entry::Occupied(place) => {
                let message = format!("there is already a footnote `{}`, so this one is left out", place.get().0);
                let finding = Diagnostic::warning("unused-footnote", span, message).label(place.get().2, "the first one");
                diagnostics.push(finding.hint("give one of them another name; capitals make no difference"));
            }
        }
    }

    /// Records a reference. Returns the index of its note, and which reference to it this is, from 1.
    pub(super) fn refer(&mut self, label: &str, span: Span) -> (u32, u32) {
        let key = label_key(label);
        let at = self.numbers.get(&key).copied().unwrap_or_else(|| {
            self.numbers.insert(key.clone(), self.referred.len());
            self.referred.push(Reference { key, label: label.to_owned(), count: 0, first: span });
            self.referred.len() - 1
        });
        self.referred[at].count += 1;
        (at as u32, self.referred[at].count)
    }

    /// The notes in the order of their first references.
    pub(super) fn finish(mut self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Footnote<Label>> {
        let mut notes = Vec::with_capacity(self.referred.len());
        for Reference { key, label, count, first } in self.referred {
            let (body, span) = match self.defined.remove(&key) {
                Some((_, body, span)) if !body.is_empty() => (body, span),
                Some((label, _, span)) => {
                    let finding = Diagnostic::error("no-footnote", span, format!("the footnote `{label}` has no words"));
                    diagnostics.push(finding.hint(format!("write them after the colon: `[^{label}]: …`")));
                    (Vec::new(), span)
                }
                None => {
                    diagnostics.push(inline::missing_note(&label, first));
                    (Vec::new(), first)
                }
            };
            notes.push(Footnote { body, marks: count, span, mark: Mark::Unchanged });
        }
        let mut unused: Vec<_> = self.defined.into_values().collect();
        unused.sort_by_key(|(_, _, span)| *span);
        for (label, _, span) in unused {
            let hint = format!("write `[^{label}]` where it belongs, or remove the footnote");
            diagnostics.push(Diagnostic::warning("unused-footnote", span, format!("nothing refers to the footnote `{label}`")).hint(hint));
        }
        notes
    }
}

/// What two labels that match have in common: case is folded, and white space is one space (CommonMark 0.31, section 4.7). Invisible
/// characters make no difference.
pub(super) fn label_key(label: &str) -> String {
    let words = label.replace(is_invisible, "").split_whitespace().collect::<Vec<_>>().join(" ");
    // Folds `ẞ`, `ß` and `SS`, and both kinds of small sigma.
    words.to_lowercase().to_uppercase().to_lowercase()
}
