//! Web and e-mail addresses in running text, as GitHub Flavored Markdown finds them ("autolinks", an extension of CommonMark).

use std::ops::Range;

/// An address in a text.
pub(super) struct Address {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// Where it leads, with its scheme.
    pub(super) target: String,
}

/// The next address of `text` at or after byte `from`.
///
/// It starts at the start of a word, has a name with a full stop, and ends before white space, `<`, and punctuation that belongs to the
/// sentence. Time grows with the text.
pub(super) fn next(text: &str, from: usize) -> Option<Address> {
    let bytes = text.as_bytes();
    let mut least = from;
    memchr::memchr3_iter(b':', b'@', b'w', &bytes[from..]).map(|at| from + at).find_map(|at| {
        let found = match bytes[at] {
            b':' => web(text, least, at),
            b'@' => email(text, least, at),
            _ if text[at..].starts_with("www.") && begins(text, at) => {
                let range = at..end_of(text, at, at)?;
                let target = format!("http://{}", &text[range.clone()]);
                Some(Address { range, target })
            }
            _ => None,
        };
        if bytes[at] == b'@' {
            least = at + 1;
        }
        found
    })
}

/// The address whose scheme ends before the colon at `at`.
fn web(text: &str, least: usize, at: usize) -> Option<Address> {
    let host = at + "://".len();
    let start = ["https", "http"].iter().find_map(|scheme| {
        let start = at.checked_sub(scheme.len()).filter(|start| *start >= least)?;
        text.get(start..at).filter(|found| found.eq_ignore_ascii_case(scheme)).map(|_| start)
    })?;
    if !text[at..].starts_with("://") || !begins(text, start) {
        return None;
    }
    let range = start..end_of(text, start, host)?;
    let target = text[range.clone()].to_owned();
    Some(Address { range, target })
}

/// The e-mail address around the sign at `at`.
fn email(text: &str, least: usize, at: usize) -> Option<Address> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let local = text[least..at].trim_end_matches(is_local).len();
    let start = least + local;
    let name = text[start..at].trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let start = at - name.len();
    let host = at + 1;
    let end = host + host_length(&text[host..])?;
    let has_place = !name.is_empty() && begins(text, start) && !text[end..].starts_with(['@', '/', ':']);
    has_place.then(|| Address { range: start..end, target: format!("mailto:{}", &text[start..end]) })
}

/// Whether a word may begin at `at`.
fn begins(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | ':' | '@' | '.' | '-' | '_' | '=' | '?' | '&' | '`'))
}

/// The length of a host name with a full stop.
fn host_length(text: &str) -> Option<usize> {
    let name = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '.' | '_')).next()?.trim_end_matches(['.', '-', '_']);
    let has_parts = name.split('.').count() > 1 && name.split('.').all(|part| !part.is_empty());
    has_parts.then_some(name.len())
}

/// The end of the address that starts at `start`, with a host at `host`.
fn end_of(text: &str, start: usize, host: usize) -> Option<usize> {
    let least = host + host_length(&text[host..])?;
    let is_end = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\u{201c}' | '\u{201d}' | '`' | '|');
    let end = text[least..].find(is_end).map_or(text.len(), |length| least + length);
    let mut open: isize = text[start..end].bytes().map(|byte| isize::from(byte == b'(') - isize::from(byte == b')')).sum();
    let mut words = &text[start..end];
    while let Some(last) = words.chars().next_back() {
        match last {
            ')' if open < 0 => open += 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '*' | '_' | '~' | '\'' | '\u{2018}' | '\u{2019}' | ']' | '}' | '\u{2026}' => {}
            _ => break,
        }
        words = &words[..words.len() - last.len_utf8()];
    }
    Some((start + words.len()).max(least))
}

#[cfg(test)]
mod tests {
    use super::next;

    fn all(text: &str) -> Vec<String> {
        let (mut at, mut found) = (0, Vec::new());
        while let Some(address) = next(text, at) {
            at = address.range.end;
            found.push(address.target);
        }
        found
    }

    #[test]
    fn addresses_end_with_their_words() {
        let text = "See https://a.org/b_(c)), www.b.org. (http://c.org/d?e=f&g=h.) HTTPS://D.org; https://e.org/~f/#g!";
        assert_eq!(all(text), ["https://a.org/b_(c)", "http://www.b.org", "http://c.org/d?e=f&g=h", "HTTPS://D.org", "https://e.org/~f/#g"]);
        assert_eq!(all("ask a.b+c@d-e.org, or <x@y.org>."), ["mailto:a.b+c@d-e.org", "mailto:x@y.org"]);
    }

    #[test]
    fn other_words_are_no_addresses() {
        for text in [
            "http://localhost",
            "https://",
            "www.",
            "x@y",
            "@name.org",
            "ftp://a.org",
            "xhttp://a.org",
            "a@b@c.org",
            "e.g. a:b",
            "w",
            "@",
            "://",
            "é@",
        ] {
            assert_eq!(all(text), [""; 0], "{text}");
        }
    }
}
