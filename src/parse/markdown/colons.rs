//! Colons that begin a line but no definition.

use pulldown_cmark::{CowStr, Event};

/// Stands for a colon that begins a line but no definition: a control character, which no text may have. It is as long as a colon.
const COLON: &str = "\u{1}";

/// The text without colons that begin a line and have no space after them: pulldown-cmark would take the paragraph before for a term, and
/// drop the colon. `None` if there are none.
pub(super) fn guarded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut guarded: Option<Vec<u8>> = None;
    for at in memchr::memchr_iter(b':', bytes) {
        let begins_line = bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'>')).is_none_or(|byte| *byte == b'\n');
        let is_marker = bytes.get(at + 1).is_some_and(|next| matches!(next, b' ' | b'\t'));
        if begins_line && !is_marker && !is_delimiter_row(&bytes[at..]) {
            guarded.get_or_insert_with(|| bytes.to_vec())[at] = COLON.as_bytes()[0];
        }
    }
    guarded.and_then(|guarded| String::from_utf8(guarded).ok())
}

/// Whether a line is the row of dashes below the head of a table: `:---|---:`.
fn is_delimiter_row(line: &[u8]) -> bool {
    line.iter().take_while(|byte| **byte != b'\n').all(|byte| matches!(byte, b':' | b'-' | b'|' | b' ' | b'\t')) && line.get(1) == Some(&b'-')
}

/// An event with its colons.
pub(super) fn restored(event: Event<'_>) -> Event<'_> {
    let whole = |text: CowStr<'_>| CowStr::from(text.replace(COLON, ":"));
    match event {
        Event::Text(text) if text.contains(COLON) => Event::Text(whole(text)),
        Event::Code(text) if text.contains(COLON) => Event::Code(whole(text)),
        Event::Html(text) if text.contains(COLON) => Event::Html(whole(text)),
        Event::InlineHtml(text) if text.contains(COLON) => Event::InlineHtml(whole(text)),
        other => other,
    }
}
