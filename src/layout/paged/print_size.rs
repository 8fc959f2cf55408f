//! The editions of a document, and the names of their files.

use std::collections::HashSet;

use crate::model::{Document, Mark, NodeId, Redline, Version, print_file};

/// An edition of the printed document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintSize {
    /// Whether it is in large print: reflowed, not enlarged (UKAAF G003).
    pub large: bool,
}

/// The blocks of an edition that carry a bar in the margin.
#[derive(Debug)]
pub struct ChangeBars {
    /// The version that the document is compared with.
    pub since: Version,
    /// The blocks that are new or changed since.
    pub blocks: HashSet<NodeId>,
}

impl ChangeBars {
    /// The blocks that the newer version of `redline` added or changed, those of notes and definitions included.
    #[must_use]
    pub fn of(redline: &Redline) -> Self {
        let mut blocks = redline.changed_blocks();
        let is_new = |mark: Option<Mark>| mark == Some(Mark::Added);
        let new = redline.document.texts().filter(|(_, text)| is_new(text.change.as_ref().map(|change| change.mark)));
        blocks.extend(new.flat_map(|(_, text)| &text.body).map(|block| block.id));
        let notes = redline.document.texts().flat_map(|(_, text)| &text.footnotes).filter(|note| note.is_changed()).flat_map(|note| &note.body);
        let definitions = redline.changed_terms().flat_map(|term| &term.definition);
        blocks.extend(notes.chain(definitions).map(|block| block.id));
        Self { since: redline.from.version.clone(), blocks }
    }
}

impl PrintSize {
    /// The file's name with the version: `integrated-care-strategy-v3.3.pdf`.
    #[must_use]
    pub fn file_name(self, document: &Document) -> String {
        print_file(&document.settings.print_name(), Some(&document.settings.current().version), self.large)
    }

    /// The name under which the newest version is always found: `integrated-care-strategy.pdf`.
    #[must_use]
    pub fn stable_name(self, document: &Document) -> String {
        self.stable_name_for(&document.settings.print_name())
    }

    /// The same for a document with this name: a former one leads to the newest version, too.
    #[must_use]
    pub fn stable_name_for(self, name: &str) -> String {
        print_file(name, None, self.large)
    }
}

/// The editions that `print: sizes` asks for, standard print first.
#[must_use]
pub fn print_sizes(document: &Document) -> Vec<PrintSize> {
    let print = &document.settings.print;
    let standard = print.standard.then_some(PrintSize { large: false });
    let large = print.large.then_some(PrintSize { large: true });
    standard.into_iter().chain(large).collect()
}
