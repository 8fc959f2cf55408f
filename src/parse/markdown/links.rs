//! Targets of links as written.

use std::borrow::Cow;

use pulldown_cmark::LinkType;

use super::super::shifted::as_characters;
use crate::model::{Label, is_odd_space};

/// The target of a link, and whether its text is the target itself: an address or a name.
pub(super) fn label(kind: LinkType, target: &str) -> (Label, bool) {
    let label = match kind {
        // In a table the bar between name and text is written `\|`, and its backslash stays with the name.
        LinkType::WikiLink { has_pothole } => {
            Label::Name { name: as_characters(&on_one_line(target.trim_end_matches('\\'))).into(), has_text: has_pothole }
        }
        LinkType::Email => Label::Path(format!("mailto:{}", visible(target)).into()),
        _ => Label::Path(visible(target).into()),
    };
    let has_own_words =
        matches!(kind, LinkType::Inline | LinkType::Reference | LinkType::ReferenceUnknown | LinkType::WikiLink { has_pothole: true });
    (label, !has_own_words)
}

/// An address without the odd spaces at its ends and the invisible characters in it, which come with copied addresses.
fn visible(target: &str) -> Cow<'_, str> {
    let target = target.trim_matches(|c: char| c.is_whitespace() || is_odd_space(c));
    let is_unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    if target.contains(is_unseen) { target.replace(is_unseen, "").into() } else { target.into() }
}

/// A name that goes on in the next line of a quotation, without the `>` of that line.
pub(super) fn on_one_line(name: &str) -> Cow<'_, str> {
    match name.split_once('\n') {
        Some((first, rest)) => {
            let rest = rest.split('\n').map(|line| line.trim_start_matches([' ', '>']));
            std::iter::once(first).chain(rest).collect::<Vec<_>>().join("\n").into()
        }
        None => name.into(),
    }
}
