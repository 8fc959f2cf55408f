//! Sources of figures as plain text, for hashes and for lists of what changed.

use crate::model::{Inline, Label, plain_text};

/// A source as plain text, with the addresses of its links in brackets; `None` if it is empty.
pub(super) fn words_of_source(line: &[Inline<Label>]) -> Option<String> {
    let words = line.iter().map(|inline| {
        let words = plain_text(std::slice::from_ref(inline));
        let Inline::Link(link) = inline else { return words };
        let Label::Path(address) = &link.target else { return words };
        // A bare address is a link to itself.
        let is_bare = ["", "mailto:", "http://"].iter().any(|scheme| address.strip_prefix(scheme) == Some(&words));
        if is_bare { words } else { format!("{words} ({address})") }
    });
    (!line.is_empty()).then(|| words.collect())
}
