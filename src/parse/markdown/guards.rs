//! Characters that pulldown-cmark would take for markup, hidden from it and put back into its events.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

use super::super::addresses;

/// A hidden character and what replaces it meanwhile: a control character of the same length, which no text may contain.
const GUARDS: [(u8, u8); 4] = [(b':', 1), (b'_', 2), (b'*', 3), (b'~', 4)];

/// The text with such characters hidden; `None` if it has none:
///
/// - A colon at the start of a line without a space after it. The paragraph before would become a term, and the colon would be lost.
/// - A single tilde: `~5 to 10~` strikes out nothing, and `H~2~O` is read later.
/// - `_` and `*` inside a bare address.
pub(super) fn guarded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut guarded: Option<Vec<u8>> = None;
    let mut hide = |at: usize| {
        if let Some((_, guard)) = GUARDS.iter().find(|(hidden, _)| *hidden == bytes[at]) {
            guarded.get_or_insert_with(|| bytes.to_vec())[at] = *guard;
        }
    };
    memchr::memchr_iter(b':', bytes).filter(|at| is_lone_colon(bytes, *at)).for_each(&mut hide);
    if memchr::memchr(b'~', bytes).is_some() {
        tildes(bytes, &mut hide);
    }
    if memchr::memchr2(b'_', b'*', bytes).is_some() {
        let mut from = 0;
        while let Some(address) = addresses::next(text, from) {
            let start = address.range.start;
            let end = start + length_outside_brackets(&text[address.range.clone()]);
            let is_target = ["](", "<", "]: "].iter().any(|before| text[..start].ends_with(before));
            (start..end).filter(|at| !is_target && matches!(bytes[*at], b'_' | b'*')).for_each(&mut hide);
            from = address.range.end;
        }
    }
    guarded.and_then(|guarded| String::from_utf8(guarded).ok())
}

/// Hides single tildes, but for those in the target of a link, where no control character may be.
fn tildes(bytes: &[u8], hide: &mut impl FnMut(usize)) {
    let mut is_target = false;
    for (at, byte) in bytes.iter().enumerate() {
        let before = &bytes[..at];
        match byte {
            b' ' | b'\n' | b'\t' => is_target = before.ends_with(b"]:"),
            b'(' if before.ends_with(b"]") => is_target = true,
            b'<' => is_target = true,
            b'>' | b')' => is_target = false,
            b'~' if !is_target && bytes.get(at + 1) != Some(&b'~') && !before.ends_with(b"~") && !before.ends_with(b"\\") => hide(at),
            _ => {}
        }
    }
}

/// Whether the colon at `at` begins a line, but no definition.
fn is_lone_colon(bytes: &[u8], at: usize) -> bool {
    let begins_line = bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'>')).is_none_or(|byte| *byte == b'\n');
    let is_marker = bytes.get(at + 1).is_some_and(|next| matches!(next, b' ' | b'\t'));
    begins_line && !is_marker && !is_delimiter_row(&bytes[at..])
}

/// Whether a line is the row of dashes below the head of a table: `:---|---:`.
fn is_delimiter_row(line: &[u8]) -> bool {
    line.iter().take_while(|byte| **byte != b'\n').all(|byte| matches!(byte, b':' | b'-' | b'|' | b' ' | b'\t')) && line.get(1) == Some(&b'-')
}

/// The length of an address up to a bracket that was opened before it, as in `[words](address)`.
fn length_outside_brackets(address: &str) -> usize {
    let mut open = 0_usize;
    for (at, byte) in address.bytes().enumerate() {
        match byte {
            b'(' | b'[' => open += 1,
            b')' | b']' if open == 0 => return at,
            b')' | b']' => open -= 1,
            _ => {}
        }
    }
    address.len()
}

/// An event with its characters put back.
pub(super) fn restored(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(whole(text)),
        Event::Code(text) => Event::Code(whole(text)),
        Event::Html(text) => Event::Html(whole(text)),
        Event::InlineHtml(text) => Event::InlineHtml(whole(text)),
        Event::FootnoteReference(name) => Event::FootnoteReference(whole(name)),
        Event::Start(Tag::FootnoteDefinition(name)) => Event::Start(Tag::FootnoteDefinition(whole(name))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: whole(dest_url), title: whole(title), id: whole(id) })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: whole(dest_url), title: whole(title), id: whole(id) })
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(whole(info)))),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            let classes = classes.into_iter().map(whole).collect();
            let attrs = attrs.into_iter().map(|(name, value)| (whole(name), value.map(whole))).collect();
            Event::Start(Tag::Heading { level, id: id.map(whole), classes, attrs })
        }
        other => other,
    }
}

fn whole(text: CowStr<'_>) -> CowStr<'_> {
    match text.bytes().any(|byte| GUARDS.iter().any(|(_, guard)| *guard == byte)) {
        true => restored_text(&text).into(),
        false => text,
    }
}

/// A text with its characters put back.
pub(super) fn restored_text(text: &str) -> String {
    let put_back = |c: char| GUARDS.iter().find(|(_, guard)| char::from(*guard) == c).map_or(c, |(hidden, _)| char::from(*hidden));
    text.chars().map(put_back).collect()
}
