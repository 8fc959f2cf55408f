//! Targets of links as written.

use pulldown_cmark::LinkType;

use super::super::shifted::as_characters;
use crate::model::Label;

/// The target of a link, and whether its text is the target itself: an address or a name.
pub(super) fn label(kind: LinkType, target: &str) -> (Label, bool) {
    let label = match kind {
        // In a table the bar between name and text is written `\|`, and its backslash stays with the name.
        LinkType::WikiLink { has_pothole } => Label::Name { name: as_characters(target.trim_end_matches('\\')).into(), has_text: has_pothole },
        LinkType::Email => Label::Path(format!("mailto:{target}").into()),
        _ => Label::Path(target.into()),
    };
    let has_own_words =
        matches!(kind, LinkType::Inline | LinkType::Reference | LinkType::ReferenceUnknown | LinkType::WikiLink { has_pothole: true });
    (label, !has_own_words)
}
