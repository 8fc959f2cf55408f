//! What authors probably meant by a value or a key that is not understood.

use jiff::civil::Date;

/// Keys that authors write in place of others.
const SYNONYMS: [(&str, &str); 29] = [
    ("type", "kind"),
    ("description", "summary"),
    ("alt", "summary"),
    ("intro", "summary"),
    ("name", "title"),
    ("heading", "title"),
    ("caption", "title"),
    ("title", "term"),
    ("name", "term"),
    ("word", "term"),
    ("number", "value"),
    ("figure", "value"),
    ("text", "label"),
    ("description", "label"),
    ("event", "text"),
    ("what", "text"),
    ("label", "text"),
    ("when", "date"),
    ("day", "date"),
    ("lang", "language"),
    ("telephone", "phone"),
    ("tel", "phone"),
    ("mail", "email"),
    ("acronym", "abbreviation"),
    ("synonyms", "also"),
    ("link", "url"),
    ("address", "url"),
    ("author", "authors"),
    ("organisation", "publisher"),
];

/// Whether authors write `written` in place of `key`.
pub(super) fn is_synonym(written: &str, key: &str) -> bool {
    SYNONYMS.iter().any(|(other, known)| *known == key && written.eq_ignore_ascii_case(other))
}

/// The date that `text` says in another order, day before month: `3 March 2023`, `3rd March 2023`, `03/03/2023`, `3.3.2023`.
pub(super) fn meant_date(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let parts: Vec<&str> = text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ',')).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return None };
    let (year, month, day) = if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    let month = month.parse().ok().or_else(|| {
        let month = month.to_lowercase();
        MONTHS.iter().position(|name| month.starts_with(name)).map(|at| at as i8 + 1)
    })?;
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    Date::new(year, month, day).ok()
}

/// Whether the value of `key` is a group of keys, which lines below may be meant to belong to.
pub(super) fn takes_group(key: &str) -> bool {
    example(key) != "key: value" || matches!(key, "data" | "compare" | "target" | "transcript")
}

/// Keys and values that a group or the items of a list with the key `key` may have, as an example.
pub(super) fn example(key: &str) -> &'static str {
    match key {
        "contact" => "email: team@example.org",
        "consultation" => "opens: 2024-05-01, closes: 2024-06-12",
        "accessibility" => "tested_by: Our own team",
        "glossary" => "link: first-in-chapter",
        "numbering" => "paragraphs: true",
        "print" => "sizes: [standard, large]",
        "site" => "single_page: auto",
        "editions" => "cy: {title: …}",
        "check" => "sentence-length: off",
        "versions" => "version: \"1.0\", date: 2024-03-03",
        "authors" => "name: TEXT, role: …",
        _ => "key: value",
    }
}
