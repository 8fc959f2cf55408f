//! Syntax errors in words for people who have never heard of YAML.

/// What is wrong, where, and what to do.
pub(super) struct Explained {
    /// Byte offset of the fault, which may be before the place where the parser noticed it.
    pub(super) at: usize,
    pub(super) message: &'static str,
    pub(super) hint: String,
}

/// How many lines before the place of an error are looked at.
const FARTHEST: usize = 12;

/// How long a value may be to be repeated in a hint, in bytes.
const LONGEST_SHOWN: usize = 80;

/// Explains the error `info` of the parser at byte `at` of `text`.
pub(super) fn explain(info: &str, text: &str, at: usize) -> Explained {
    let info = info.to_lowercase();
    let general = |(message, hint): (&'static str, &'static str)| Explained { at, message, hint: hint.into() };
    if info.contains("tab") {
        return general(("there is a tab here instead of spaces", "delete the tab, or write spaces instead where the line belongs to the one above"));
    }
    likely(text, at).unwrap_or_else(|| general(in_plain_words(&info, text, at)))
}

/// The fault in the line of byte `at`, or in one shortly before it.
fn likely(text: &str, at: usize) -> Option<Explained> {
    let mut end = at + text[at..].find('\n').unwrap_or(text.len() - at);
    for _ in 0..FARTHEST {
        let start = text[..end].rfind('\n').map_or(0, |line| line + 1);
        if let Some(fault) = fault(&text[start..end], &text[start..]) {
            return Some(Explained { at: start + fault.at, ..fault });
        }
        end = start.checked_sub(1)?;
    }
    None
}

/// The fault in one line, with its offset there; `rest` is the text from its beginning.
fn fault(line: &str, rest: &str) -> Option<Explained> {
    let bare = line.trim_start_matches([' ', '-']);
    if bare.starts_with('#') {
        return None;
    }
    let (key, written) = bare.split_once(':')?;
    if key.is_empty() || key.contains(['"', '\'', '{', '[', '#']) {
        return None;
    }
    let value = written.trim();
    let at = line.len() - written.trim_start().len();
    let first = value.chars().next()?;
    if !written.starts_with(' ') {
        return None;
    }
    let found = |message, hint: String| Some(Explained { at, message, hint });
    let example = |value: &str| format!("`{key}: {}`", quoted(value));
    match first {
        '"' | '\'' => {
            let inside = &value[1..];
            let Some(close) = closing(inside, first) else {
                // A value may go on in the next lines, and ends at the end of one.
                let below = &rest[at + 1..];
                let end = closing(below, first).map(|end| below[end + 1..].split('\n').next().unwrap_or("").trim());
                let is_closed = end.is_some_and(|after| after.is_empty() || after.starts_with(['#', ',', '}', ']']));
                let hint = format!("close them at the end of the value: {}", example(inside.trim_end()));
                return if is_closed { None } else { found("the quotes that begin here are not closed", hint) };
            };
            let after = inside[close + 1..].trim_start();
            let is_whole = after.is_empty() || after.starts_with(['#', ',', '}', ']']);
            let all = inside.strip_suffix(first).unwrap_or(inside);
            if is_whole { None } else { found("the quotes end before the value does", format!("put quotes round all of it: {}", example(all))) }
        }
        '\u{201c}' | '\u{201e}' if value.contains(": ") => found(
            "YAML does not read curly quotes",
            format!("use straight ones: {}", example(value.trim_matches(['\u{201c}', '\u{201d}', '\u{201e}']))),
        ),
        '%' | '@' | '`' | '*' | ',' | '&' | '!' | ']' | '}' => {
            found("a value cannot begin with this character", format!("put quotes round it: {}", example(value)))
        }
        '[' => {
            let after = value.split_once(']').map_or("", |(_, after)| after.trim());
            let is_text = !after.is_empty() && !after.starts_with(['#', ',', ']', '}']) && !value.contains(", ");
            if is_text { found("a value that begins with `[` is read as a list", format!("put quotes round it: {}", example(value))) } else { None }
        }
        '-' if value.starts_with("- ") => {
            let hint = format!("begin the list on the next line; if this is text, put quotes round it: {}", example(value));
            found("a list cannot begin on the line of its key", hint)
        }
        '{' => None,
        _ if value.contains(": ") || value.ends_with(':') => {
            let colon = at + value.find(": ").unwrap_or(value.len() - 1);
            let hint = format!("put quotes round a value that contains a colon: {}", example(value));
            Some(Explained { at: colon, message: "this line has one colon too many", hint })
        }
        _ => None,
    }
}

/// Where the quotes of a value end, as an offset after the first of them.
fn closing(inside: &str, quote: char) -> Option<usize> {
    let mut rest = inside.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '\\' if quote == '"' => drop(rest.next()),
            '\'' if quote == '\'' && inside[at + 1..].starts_with('\'') => drop(rest.next()),
            _ if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// A value in quotes that it does not contain.
pub(super) fn quoted(value: &str) -> String {
    let shown = match value.len() > LONGEST_SHOWN {
        true => format!("{}…", &value[..value.floor_char_boundary(LONGEST_SHOWN)]),
        false => value.to_owned(),
    };
    match (shown.contains(['"', '\\']), shown.contains('\'')) {
        (false, _) => format!("\"{shown}\""),
        (true, false) => format!("'{shown}'"),
        (true, true) => format!("\"{}\"", shown.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// Message and hint for the most common other errors.
fn in_plain_words(info: &str, text: &str, at: usize) -> (&'static str, &'static str) {
    // `title:Our plan` is not a key, but the parser notices only at the next colon.
    let line = text[..at].rfind('\n').map_or("", |end| text[..end].lines().last().unwrap_or(""));
    let lacks_space = line.split_once(':').is_some_and(|(key, rest)| {
        !key.trim().is_empty() && !key.contains([' ', '"', '#']) && rest.starts_with(|c: char| !c.is_whitespace() && c != '/')
    });
    if info.contains("mapping value") && lacks_space {
        return ("the line above is not `key: value`", "on the line above, put a space after the colon: `title: Our plan`");
    }
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let own = text[start..].split('\n').next().unwrap_or("");
    // Neither is `title Our plan`, which goes on in this line for the parser.
    let has_one_colon = own.matches(": ").count() + usize::from(own.trim_end().ends_with(':')) == 1;
    if info.contains("mapping value") && has_one_colon && line.starts_with(|c: char| c.is_ascii_alphabetic()) && !line.contains(':') {
        return ("the line above is not `key: value`", "on the line above, put a colon and a space after the key: `title: Our plan`");
    }
    let is_words = own.starts_with(|c: char| c.is_alphanumeric()) && !own.contains(':') && !own.trim_start().starts_with('-');
    if start > 0 && is_words && !info.contains("flow") {
        const HINT: &str =
            "put two spaces before it if it goes on from the line above; otherwise write what it is before it, with a colon: `summary: …`";
        return ("this line is not `key: value`", HINT);
    }
    // Keys of one group begin in one column.
    let column = |line: &str| line.len() - line.trim_start().len();
    let is_key = |line: &str| line.trim_start().split_once(':').is_some_and(|(key, _)| !key.is_empty() && !key.contains([' ', '"', '{', '[']));
    if start > 0 && is_key(own) && is_key(line) && column(own) != column(line) && !line.trim_end().ends_with(':') {
        return (
            "this line does not begin in the same column as the one above",
            "begin both in the same column: remove spaces before one, or add them before the other",
        );
    }
    if info.contains("mapping value") {
        ("this line has one colon too many", "put quotes round a value that contains a colon: `title: \"Our plan: the next five years\"`")
    } else if ["quote", "scalar", "unexpected character", "anchor", "tag"].iter().any(|word| info.contains(word)) {
        (
            "this value cannot be understood: it starts with a special character, or its quotes are not closed",
            "close the quotes, or put quotes round a value that starts with a special character",
        )
    } else if ["illegal placement", "flow", "bracket", "}", "]"].iter().any(|word| info.contains(word)) {
        (
            "a bracket is not closed before this, or a comma is missing",
            "close every `[` with `]` and every `{` with `}`, and separate what is inside with commas, here and on the lines above",
        )
    } else {
        ("this cannot be understood as lines of `key: value`", "check the indentation, colons and quotes here and on the line above")
    }
}

#[cfg(test)]
mod tests {
    use super::explain;

    #[test]
    fn faults_are_found_where_they_are() {
        for (text, at, word, remedy) in [
            ("title: \"A plan\nx: y\n", 15, "not closed", "`title: \"A plan\"`"),
            ("title: 'Our residents' plan'\n", 23, "end before", "`title: \"Our residents' plan\"`"),
            ("title: %5 of homes\n", 7, "begin with", "`title: \"%5 of homes\"`"),
            ("title: [Draft] Plan\n", 15, "as a list", "`title: \"[Draft] Plan\"`"),
            ("title: Our plan: five years\n", 15, "colon too many", "`title: \"Our plan: five years\"`"),
            ("title: “Our plan: five years”\n", 15, "curly", "`title: \"Our plan: five years\"`"),
            ("title: Our plan\nfor all\n", 16, "not `key: value`", "two spaces"),
            ("title Our plan\nversion: 1\n", 22, "line above is not `key: value`", "colon and a space after the key"),
        ] {
            let found = explain("mapping values are not allowed", text, at);
            assert!(found.message.contains(word) && found.hint.contains(remedy), "{text}: {} / {}", found.message, found.hint);
        }
    }
}
