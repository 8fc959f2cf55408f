//! Which editions a document has, and what their files are called.

use crate::model::{Document, slug};

/// An edition of the printed document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// Whether it is in large print: reflowed, not enlarged (UKAAF G003).
    pub large: bool,
}

impl Edition {
    /// The file's name with the version: `integrated-care-strategy-v3.3.pdf`.
    #[must_use]
    pub fn file_name(self, document: &Document) -> String {
        let version = &document.settings.current().version;
        format!("{}-v{version}{}.pdf", slug(&document.settings.title), self.ending())
    }

    /// The name under which the newest version is always found: `integrated-care-strategy.pdf`.
    #[must_use]
    pub fn stable_name(self, document: &Document) -> String {
        format!("{}{}.pdf", slug(&document.settings.title), self.ending())
    }

    fn ending(self) -> &'static str {
        if self.large { "-large-print" } else { "" }
    }
}

/// The editions that `print: sizes` asks for, standard print first.
#[must_use]
pub fn editions(document: &Document) -> Vec<Edition> {
    let print = &document.settings.print;
    let standard = print.standard.then_some(Edition { large: false });
    let large = print.large.then_some(Edition { large: true });
    standard.into_iter().chain(large).collect()
}
