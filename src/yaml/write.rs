//! Values as YAML: what the program writes into authors' files.

/// Words that other parsers read as something else than text.
const OTHER: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// `value` on one line: plain if every parser reads it back as the same text, or else in double quotes.
pub(crate) fn scalar(value: &str) -> String {
    let is_date = value.starts_with(|c: char| c.is_ascii_digit()) && value.bytes().all(|byte| byte.is_ascii_digit() || b"-:/._".contains(&byte));
    if is_plain(value) && !is_date { value.to_owned() } else { in_double_quotes(value) }
}

/// Whether `value` can be written without quotes outside lists in brackets. A date can: what it means is for its reader to say.
pub(crate) fn is_plain(value: &str) -> bool {
    let has_syntax = value.contains(": ") || value.contains(" #") || value.contains(char::is_control) || value.ends_with([':', ' ']);
    let is_other = value.parse::<f64>().is_ok() || OTHER.contains(&value.to_lowercase().as_str());
    value.starts_with(char::is_alphanumeric) && !has_syntax && !is_other
}

/// `value` in double quotes, with escapes for what cannot be written there.
pub(crate) fn in_double_quotes(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text + "\""
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn what_has_another_meaning_is_in_quotes() {
        assert_eq!(scalar("Our money"), "Our money");
        for (value, written) in
            [("Money: where", "\"Money: where\""), ("3.10", "\"3.10\""), ("2023-03-03", "\"2023-03-03\""), ("No", "\"No\""), ("a\n", "\"a\\n\"")]
        {
            assert_eq!(scalar(value), written);
        }
    }
}
