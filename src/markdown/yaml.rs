//! Values in YAML.

/// `value` as a YAML scalar on one line: plain if it is read back as the same text, or else in double quotes.
///
/// ```
/// use greenpaper::markdown::scalar;
/// assert_eq!(scalar("Our money"), "Our money");
/// assert_eq!(scalar("Money: where it goes"), "\"Money: where it goes\"");
/// ```
#[must_use]
pub fn scalar(value: &str) -> String {
    let has_syntax = value.contains(": ") || value.contains(" #") || value.contains(char::is_control) || value.ends_with([':', ' ']);
    let is_other =
        value.parse::<f64>().is_ok() || ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&value.to_lowercase().as_str());
    let is_date = value.starts_with(|c: char| c.is_ascii_digit()) && value.bytes().all(|byte| byte.is_ascii_digit() || b"-:/._".contains(&byte));
    let is_plain = value.starts_with(char::is_alphanumeric) && !has_syntax && !is_other && !is_date;
    if is_plain { value.to_owned() } else { in_double_quotes(value) }
}

pub(super) fn in_double_quotes(value: &str) -> String {
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
