//! The words of the interface: `strings/` of a theme.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::plural::{PluralCategory, plural_categories, plural_category};
use crate::diag::{Diagnostic, Severity};
use crate::span::{FileId, SourceMap};
use crate::yaml::{self, Fields, Node, Origin, Value};

/// The words of the interface in one language.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Strings {
    pub(super) words: BTreeMap<String, String>,
    /// The language whose plurals they have (BCP 47).
    language: String,
}

impl Strings {
    /// The text named `key`, or the key itself if there is no such text.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// The text named `key` with `{name}` replaced by each value.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.text(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// The text named `key`, before and after its `{name}`.
    #[must_use]
    pub fn around<'s>(&'s self, key: &'s str, name: &str) -> (&'s str, &'s str) {
        self.text(key).split_once(&format!("{{{name}}}")).unwrap_or((self.text(key), ""))
    }

    /// The text named `key` for `count` things: that of the language's plural category (`key_few`), with `{count}` replaced.
    #[must_use]
    pub fn count(&self, key: &str, count: usize) -> String {
        let category = plural_category(&self.language, count);
        let form = self.form(key, count);
        // "a paragraph" is right for one alone, even if none or eleven take the same category.
        let is_right = count == 1 || category == PluralCategory::Two && count == 2 || self.text(&form).contains("{count}");
        self.fill(if is_right { &form } else { key }, &[("count", &self.number(count as f64))])
    }

    /// The key of the text for `count` things: `key_few`, or `key` itself if there is no such text.
    #[must_use]
    pub fn form(&self, key: &str, count: usize) -> String {
        let form = format!("{key}{}", plural_category(&self.language, count).ending());
        if self.words.contains_key(&form) { form } else { key.to_owned() }
    }

    /// A date in the language's own form: `3 March 2023`.
    #[must_use]
    pub fn date(&self, date: jiff::civil::Date) -> String {
        let month = self.nth("months", date.month() as usize);
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let key = if date.day() == 1 && self.words.contains_key("date_first") { "date_first" } else { "date" };
        self.fill(key, &[("day", &day), ("month", month), ("year", &year)])
    }

    /// An item of a list with commas, counted from one.
    fn nth<'s>(&'s self, key: &'s str, nth: usize) -> &'s str {
        self.text(key).split(',').nth(nth - 1).unwrap_or("").trim()
    }

    /// The time from one day to another, both included, as short as it can be said: a day, `March 2027`, `2027`, `2026/27`
    /// for April to March, or `January to March 2027`.
    #[must_use]
    pub fn days(&self, first: jiff::civil::Date, last: jiff::civil::Date) -> String {
        let months = if self.words.contains_key("months_alone") { "months_alone" } else { "months" };
        let month = |date: jiff::civil::Date| self.nth(months, date.month() as usize);
        let is_whole = first.day() == 1 && last == last.last_of_month();
        let (start, end, year) = (first.month(), last.month(), last.year().to_string());
        match (is_whole, last.year() - first.year()) {
            (true, 0) if start == end => self.fill("month_and_year", &[("month", month(first)), ("year", &year)]),
            (true, 0) if (start, end) == (1, 12) => year,
            (true, 0) => self.fill("months_and_year", &[("first", month(first)), ("last", month(last)), ("year", &year)]),
            (true, 1) if (start, end) == (4, 3) => format!("{}/{:02}", first.year(), last.year() % 100),
            _ if first == last => self.date(first),
            _ => self.fill("from_to", &[("from", &self.date(first)), ("to", &self.date(last))]),
        }
    }

    /// The size of a file: kilobytes rounded to whole ones, megabytes to two decimals (NHS service manual, "Formatting").
    #[must_use]
    pub fn file_size(&self, bytes: usize) -> String {
        if bytes < 1_000_000 { format!("{}KB", self.number(bytes.div_ceil(1000) as f64)) } else { format!("{}MB", self.number(bytes as f64 / 1e6)) }
    }

    /// A number with the language's separators and at most two decimals.
    ///
    /// ```
    /// use greenpaper::{SourceMap, theme};
    ///
    /// let (theme, _) = theme::load(None, "", "en-GB", &mut SourceMap::default());
    /// assert_eq!(theme.strings.number(1234.5), "1,234.5");
    /// ```
    #[must_use]
    pub fn number(&self, number: f64) -> String {
        let text = format!("{number:.2}");
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let decimals = decimals.trim_end_matches('0');
        self.digits(if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }.as_str())
    }

    /// Digits with a full stop before the decimals, in the language's own form: no digit is added or left out.
    ///
    /// ```
    /// # let (theme, _) = greenpaper::theme::load(None, "", "en-GB", &mut greenpaper::SourceMap::default());
    /// assert_eq!(theme.strings.digits("-12000.50"), "\u{2212}12,000.50");
    /// ```
    #[must_use]
    pub fn digits(&self, number: &str) -> String {
        let text = number.trim_start_matches('-');
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let mut grouped = String::new();
        let is_grouped = whole.len() >= self.text("digits_grouped_from").parse().unwrap_or(4);
        for (at, digit) in whole.char_indices() {
            if is_grouped && at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push_str(self.text("thousands_separator"));
            }
            grouped.push(digit);
        }
        let sign = if number.starts_with('-') && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "\u{2212}" } else { "" };
        let point = if decimals.is_empty() { "" } else { self.text("decimal_point") };
        format!("{sign}{grouped}{point}{decimals}")
    }

    /// All texts by key.
    #[must_use]
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.words
    }
}

/// The language that has every word, shown wherever another language lacks one.
const FIRST_LANGUAGE: &str = "en";

/// The key in a file of words that no native speaker has read.
const UNREAD: &str = "read_by_native_speaker";

/// How many missing words are listed by name; the rest are counted.
const MOST_MISSING: usize = 10;

/// Takes the interface words for `language` out of a theme's `own` files: those of `strings/fr.yaml`, with what differs in
/// `strings/fr-CA.yaml`, else English. A theme's own file takes the place of the built-in one.
pub(super) fn read(
    own: &mut BTreeMap<String, Vec<u8>>, built_in: &BTreeMap<String, &'static [u8]>, language: &str, map: &mut SourceMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> Strings {
    let english = built_in_words(built_in, &strings_path(FIRST_LANGUAGE)).unwrap_or_default();
    let short = language.split('-').next().unwrap_or(language).to_lowercase();
    let mut take = |tag: &str| {
        let path = strings_path(tag);
        let text = yaml::plain(&own.remove(&path)?);
        let file = map.add(path, text.clone());
        Some(words_of(&text, file, diagnostics))
    };
    let (general, regional) = (take(&short), take(language));
    // What a region says otherwise than the built-in words is not said of a theme's own.
    let regional = regional.or_else(|| if general.is_none() { built_in_words(built_in, &strings_path(language)) } else { None });
    let general = general.or_else(|| built_in_words(built_in, &strings_path(&short)));
    let found = match (general, regional) {
        (Some(general), Some(regional)) => Some(general.into_iter().chain(regional).collect()),
        (general, regional) => general.or(regional),
    };
    let Some::<BTreeMap<String, String>>(mut words) = found else {
        diagnostics.push(
            Diagnostic::warning("no-strings", None, format!("the interface is in English: this theme has no words for the language `{language}`"))
                .hint(format!("run `greenpaper theme new NAME` to copy the theme, and translate its strings/en.yaml into strings/{short}.yaml")),
        );
        return Strings { words: english, language: FIRST_LANGUAGE.to_owned() };
    };
    if words.remove(UNREAD).is_some() {
        let message = format!("no native speaker has read the interface words for `{language}` yet");
        let finding = Diagnostic { severity: Severity::Info, ..Diagnostic::warning("unread-words", None, message) };
        diagnostics.push(finding.hint("ask a fluent speaker to read the pages before you publish them"));
    }
    let keys: BTreeSet<String> = keys_of(&english, language).collect();
    let missing: Vec<&str> = keys.iter().filter(|key| !words.contains_key(*key)).map(String::as_str).collect();
    if !missing.is_empty() {
        let more = missing.len().saturating_sub(MOST_MISSING);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let named = missing.iter().take(MOST_MISSING).copied().collect::<Vec<_>>().join(", ");
        let message = format!("interface words for `{language}` are missing: {named}{more}");
        diagnostics.push(Diagnostic::warning("no-strings", None, message).hint("they are shown in English until you translate them"));
    }
    for (key, text) in english {
        if keys.contains(&key) {
            words.entry(key).or_insert(text);
        }
    }
    Strings { words, language: language.to_owned() }
}

/// The keys that the words of `language` need: those of `english`, with the endings for plurals that the language has.
fn keys_of<'e>(english: &'e BTreeMap<String, String>, language: &'e str) -> impl Iterator<Item = String> + 'e {
    let one = PluralCategory::One.ending().to_owned();
    let ending = one.clone();
    let is_form = move |key: &str| key.strip_suffix(ending.as_str()).is_some_and(|base| english.contains_key(base));
    english.keys().filter(move |key| !is_form(key)).flat_map(move |key| {
        let has_forms = english.contains_key(&format!("{key}{one}"));
        let forms = if has_forms { plural_categories(language) } else { &[] };
        let forms = forms.iter().filter(|form| **form != PluralCategory::Other);
        std::iter::once(key.clone()).chain(forms.map(move |form| format!("{key}{}", form.ending())))
    })
}

fn strings_path(language: &str) -> String {
    format!("strings/{language}.yaml")
}

fn built_in_words(files: &BTreeMap<String, &'static [u8]>, path: &str) -> Option<BTreeMap<String, String>> {
    let mut findings = Vec::new();
    let words = words_of(&yaml::plain(files.get(path)?), FileId(0), &mut findings);
    assert!(findings.is_empty(), "the built-in {path} is faulty: {findings:?}");
    Some(words)
}

/// Interface words by key, untrimmed: a space may be the thousands separator.
fn words_of(text: &str, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let Some(node) = yaml::parse(text, Origin::At(file, 0), diagnostics) else { return BTreeMap::new() };
    let entries = Fields::new(node, diagnostics).rest();
    let word = |node: Node, diagnostics: &mut Vec<Diagnostic>| match node.value {
        Value::Scalar(text) => Some(text),
        Value::Null => Some(String::new()),
        other => {
            let finding = Diagnostic::error("wrong-type", node.span, format!("text is expected here, not {}", other.kind()));
            diagnostics.push(finding.hint("write `key: words`, one on each line"));
            None
        }
    };
    entries.into_iter().filter_map(|(key, node)| Some((key.text, word(node, diagnostics)?))).collect()
}
