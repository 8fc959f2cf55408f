//! Reading a mapping key by key, so that all its problems are reported at once.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::hints::{example, is_synonym, meant_date, takes_group};
use super::{Node, Value};
use crate::diag::Diagnostic;
use crate::model::{Version, is_invisible, odd_space_name};
use crate::span::Span;

/// A mapping whose keys are being read. [`Fields::finish`] reports the keys that were not.
pub(crate) struct Fields<'d> {
    entries: Vec<(String, Span, Option<Node>)>,
    asked: Vec<&'static str>,
    /// Keys without a value whose next key is on the line below: its two spaces may be missing.
    empty: Vec<(String, String)>,
    /// Keys without a value after one with a text: a comma in the text may have divided it.
    cut: Vec<(String, String)>,
    span: Span,
    /// Whether the value is not a mapping: reported once, without missing keys.
    is_odd: bool,
    diagnostics: &'d mut Vec<Diagnostic>,
}

/// Maximum number of unknown keys to report for a mapping.
const MOST_UNKNOWN: usize = 50;

/// A text value and its span.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// Whether a key as written is `key`, apart from invisible characters.
fn is_named(written: &str, key: &str) -> bool {
    written == key || !written.is_ascii() && written.replace(is_invisible, "") == key
}

impl Word {
    /// The value without invisible characters, which mean nothing in a date, a number or a choice.
    fn seen(&self) -> Self {
        Self { text: self.text.replace(is_invisible, "").trim().to_owned(), span: self.span }
    }
}

impl<'d> Fields<'d> {
    /// Starts reading the mapping `node`. Any other value is reported and treated as an empty mapping; of duplicate keys, which are
    /// reported, the first counts.
    pub(crate) fn new(node: Node, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        let span = node.span;
        let mut is_odd = false;
        let mut entries: Vec<(String, Span, Option<Node>)> = Vec::new();
        let (mut empty, mut cut) = (Vec::new(), Vec::new());
        match node.value {
            Value::Mapping(mapping) => {
                let mut first = std::collections::HashMap::with_capacity(mapping.len());
                for (key, value) in mapping {
                    // A comma may have cut it off a number: `{Leeds: 1,200, York: 2,200}`.
                    let is_rest = matches!(value.value, Value::Null) && key.name.bytes().all(|byte| byte.is_ascii_digit());
                    if let Some(&earlier) = first.get(&key.name).filter(|_| !is_rest) {
                        diagnostics.push(
                            Diagnostic::error("duplicate-key", key.span, format!("the key `{}` appears twice", key.name))
                                .label(earlier, "first here")
                                .hint("keep one of them"),
                        );
                        continue;
                    }
                    first.insert(key.name.clone(), key.span);
                    if let Some((before, _, Some(Node { value: Value::Null, .. }))) = entries.last()
                        && takes_group(before)
                    {
                        empty.push((key.name.clone(), before.clone()));
                    }
                    if let (Value::Null, Some((.., Some(Node { value: Value::Scalar(text), .. })))) = (&value.value, entries.last()) {
                        cut.push((key.name.clone(), text.clone()));
                    }
                    entries.push((key.name, key.span, Some(value)));
                }
            }
            Value::Null => {}
            other => {
                is_odd = true;
                let hint = match &other {
                    Value::Scalar(text) if text.contains(" = ") => "write a colon in place of the equals sign: `title: Our plan`",
                    Value::Scalar(text) if crate::model::is_web_address(text) => "write `url: ` before the address",
                    _ => "write one `key: value` a line, or `{key: value}` for an item of a list",
                };
                let message = format!("this should be keys with values, not {}", other.kind());
                diagnostics.push(Diagnostic::error("wrong-type", span, message).hint(hint));
            }
        }
        Self { entries, asked: Vec::new(), empty, cut, span, is_odd, diagnostics }
    }

    /// The list to which findings are added.
    pub(crate) fn diagnostics(&mut self) -> &mut Vec<Diagnostic> {
        self.diagnostics
    }

    /// Whether the value is a mapping or empty.
    pub(crate) fn is_mapping(&self) -> bool {
        !self.is_odd
    }

    /// Span of the whole mapping.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Takes the value of `key`; `None` if the key is missing or has no value. Invisible characters in the key are reported.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Node> {
        self.asked.push(key);
        let entry = self.entries.iter_mut().find(|(name, ..)| is_named(name, key))?;
        if let Some(odd) = entry.0.chars().find(|c| is_invisible(*c)) {
            let finding = Diagnostic::warning("odd-space", entry.1, format!("there is {} in this key", odd_space_name(odd)));
            self.diagnostics.push(finding.hint(format!("type the key again: `{key}`")));
        }
        entry.2.take().filter(|node| !matches!(node.value, Value::Null))
    }

    /// Span of the value of `key`, if it has one that is not taken.
    pub(crate) fn span_of(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, ..)| is_named(name, key))?.2.as_ref().map(|node| node.span)
    }

    /// Whether the value of `key` is a mapping that is not taken.
    pub(crate) fn is_mapping_at(&self, key: &str) -> bool {
        let entry = self.entries.iter().find(|(name, ..)| name == key);
        entry.and_then(|(.., node)| node.as_ref()).is_some_and(|node| matches!(node.value, Value::Mapping(_)))
    }

    /// Whether the mapping has `key`, taken or not.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, ..)| is_named(name, key))
    }

    /// Takes one value as text.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<Word> {
        let node = self.take(key)?;
        self.as_text(key, node)
    }

    fn as_text(&mut self, key: &str, node: Node) -> Option<Word> {
        match node.value {
            Value::Scalar(text) if !text.trim().is_empty() => Some(Word { text: text.trim().to_owned(), span: node.span }),
            Value::Scalar(_) | Value::Null => {
                self.wrong(node.span, format!("`{key}` is empty"), "write its text after the colon, or remove the line");
                None
            }
            other => {
                self.wrong(node.span, format!("`{key}` takes one value, not {}", other.kind()), &format!("write `{key}: text`"));
                None
            }
        }
    }

    /// Takes one value as text and reports a missing one; `example` shows how to write it.
    pub(crate) fn required(&mut self, key: &'static str, example: &str) -> Option<Word> {
        self.or_missing(key, example, |fields| fields.text(key))
    }

    /// Calls `take`, and reports `key` as missing if that returns nothing and reports nothing.
    pub(crate) fn or_missing<T>(&mut self, key: &str, example: &str, take: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.diagnostics.len();
        let taken = take(self);
        if taken.is_none() && self.diagnostics.len() == before {
            self.missing(key, example);
        }
        taken
    }

    /// Reports that `key` is missing or has no value: at the key, at a key that is probably a misspelling of it, or at the start of the
    /// mapping.
    pub(crate) fn missing(&mut self, key: &str, example: &str) {
        if self.is_odd {
            return;
        }
        if let Some((_, place, _)) = self.entries.iter().find(|(name, ..)| is_named(name, key)) {
            let finding = Diagnostic::error("missing-key", *place, format!("`{key}` is empty"));
            let has_lines_below = self.empty.iter().any(|(_, group)| group == key);
            self.diagnostics.push(match has_lines_below {
                true => finding.hint(format!("put two spaces before each of the lines that belong to `{key}`")),
                false => finding.hint(format!("write its value after the colon, as in `{example}`")),
            });
            return;
        }
        // `- 2022-07-01: Something happened`
        let is_date = |name: &str| name.len() == 10 && name.parse::<Date>().is_ok();
        if let Some((name, place, value)) = self.entries.iter_mut().find(|(name, ..)| key == "date" && is_date(name)) {
            let text = value.take().map_or_else(|| "…".to_owned(), |node| if let Value::Scalar(text) = node.value { text } else { "…".into() });
            let finding = Diagnostic::error("missing-key", *place, "a date alone is not a key");
            self.diagnostics.push(finding.hint(format!("write `date: {name}` and, on the next line, `text: {text}`")));
            self.is_odd = true;
            return;
        }
        let is_meant = |name: &str| crate::diag::nearest(key, [name]).is_some() || is_synonym(name, key);
        let untaken = self.entries.iter_mut().filter(|(name, _, value)| value.is_some() && is_meant(name));
        let finding = match untaken.last() {
            Some((name, span, value)) => {
                *value = None;
                Diagnostic::error("missing-key", *span, format!("`{key}` is missing, and there is no key `{name}`"))
                    .hint(format!("did you mean `{key}`?"))
            }
            None => {
                let start = Span { end: self.span.start, ..self.span };
                Diagnostic::error("missing-key", start, format!("`{key}` is missing")).hint(format!("add `{example}`"))
            }
        };
        self.diagnostics.push(finding);
    }

    /// Takes `true` or `false`.
    pub(crate) fn boolean(&mut self, key: &'static str) -> Option<bool> {
        self.choice(key, &[("true", true), ("false", false)])
    }

    /// Takes one of the named values.
    pub(crate) fn choice<T: Copy>(&mut self, key: &'static str, options: &[(&str, T)]) -> Option<T> {
        let word = self.text(key)?;
        self.one_of(key, &word, options)
    }

    /// Takes one of the named values and reports a missing one.
    pub(crate) fn required_choice<T: Copy>(&mut self, key: &'static str, example: &str, options: &[(&str, T)]) -> Option<T> {
        let word = self.required(key, example)?;
        self.one_of(key, &word, options)
    }

    fn one_of<T: Copy>(&mut self, key: &str, word: &Word, options: &[(&str, T)]) -> Option<T> {
        let word = &word.seen();
        if let Some((_, value)) = options.iter().find(|(name, _)| *name == word.text) {
            return Some(*value);
        }
        let names: Vec<&str> = options.iter().map(|(name, _)| *name).collect();
        let finding = Diagnostic::error("wrong-value", word.span, format!("`{key}` cannot be `{}`", word.text));
        self.diagnostics.push(finding.nearest(&word.text, names.iter().copied()).hint(format!("use one of: {}", names.join(", "))));
        None
    }

    /// Takes a date.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<Date> {
        let word = self.text(key)?.seen();
        let date = word.text.parse().ok().filter(|_| word.text.len() == 10);
        if date.is_none() {
            let message = format!("`{}` is not a date", word.text);
            self.diagnostics.push(Diagnostic::error("bad-date", word.span, message).hint(match meant_date(&word.text) {
                Some(meant) => format!("write {meant}: the year, the month and the day"),
                None => "write year-month-day, such as 2023-03-03".to_owned(),
            }));
        }
        date
    }

    /// Takes a version.
    pub(crate) fn version(&mut self, key: &'static str) -> Option<(Version, Span)> {
        let word = self.text(key)?;
        self.as_version(&word)
    }

    /// Takes a list of versions, with their spans.
    pub(crate) fn versions(&mut self, key: &'static str) -> Vec<(Version, Span)> {
        self.texts(key).iter().filter_map(|word| self.as_version(word)).collect()
    }

    fn as_version(&mut self, word: &Word) -> Option<(Version, Span)> {
        let word = word.seen();
        let version = Version::parse(&word.text);
        if version.is_none() {
            let message = format!("`{}` is not a version", word.text);
            let digits = word.text.trim_start_matches(|c: char| !c.is_ascii_digit()).trim_end_matches(|c: char| !c.is_ascii_digit());
            self.diagnostics.push(Diagnostic::error("bad-version", word.span, message).hint(match Version::parse(digits) {
                Some(_) => format!("write `\"{digits}\"`: numbers separated by dots, without letters"),
                None => "write numbers separated by dots, such as 3.3 or 3.10".to_owned(),
            }));
        }
        version.map(|version| (version, word.span))
    }

    /// Takes a whole number.
    pub(crate) fn number(&mut self, key: &'static str) -> Option<usize> {
        let word = self.text(key)?.seen();
        let number = word.text.parse().ok();
        if number.is_none() {
            self.wrong(word.span, format!("`{key}` must be a whole number, not `{}`", word.text), "write digits only, such as 50");
        }
        number
    }

    /// Takes a number within `range`; `what` describes it in the hint.
    pub(crate) fn decimal(&mut self, key: &'static str, range: RangeInclusive<f32>, what: &str) -> Option<f32> {
        let word = self.text(key)?;
        self.as_decimal(key, &word, &range, what)
    }

    /// Takes a list of numbers within `range`; one number alone counts as a list of one.
    pub(crate) fn decimals(&mut self, key: &'static str, range: RangeInclusive<f32>, what: &str) -> Vec<f32> {
        self.texts(key).iter().filter_map(|word| self.as_decimal(key, word, &range, what)).collect()
    }

    fn as_decimal(&mut self, key: &str, word: &Word, range: &RangeInclusive<f32>, what: &str) -> Option<f32> {
        let word = word.seen();
        let number = word.text.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let finding = Diagnostic::error("wrong-value", word.span, format!("`{key}` cannot be `{}`", word.text));
            self.diagnostics.push(finding.hint(format!("write {what} from {} to {}", range.start(), range.end())));
        }
        number
    }

    /// Takes a list of any values.
    pub(crate) fn list(&mut self, key: &'static str) -> Vec<Node> {
        let Some(node) = self.take(key) else { return Vec::new() };
        match node.value {
            Value::Sequence(items) => items,
            other => {
                let hint = match &other {
                    Value::Scalar(text) if key == "authors" && text.len() < 60 => format!("write `{key}: [{{name: {text}}}]`"),
                    _ => format!("below `{key}:`, start each item on a line of its own with `- `"),
                };
                self.wrong(node.span, format!("`{key}` takes a list, not {}", other.kind()), &hint);
                Vec::new()
            }
        }
    }

    /// Takes a list of texts; one text alone counts as a list of one.
    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<Word> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let items = match node.value {
            Value::Sequence(items) => items,
            Value::Mapping(_) => {
                let message = format!("`{key}` takes a list, not {}", node.value.kind());
                self.wrong(node.span, message, &format!("write `{key}: [first, second]`, in square brackets"));
                return Vec::new();
            }
            _ => vec![node],
        };
        items.into_iter().filter_map(|item| self.as_text(key, item)).collect()
    }

    /// Takes a list of words or names. One value with commas is reported, and read as the list that it is meant to be.
    pub(crate) fn words(&mut self, key: &'static str) -> Vec<Word> {
        let is_one = self
            .entries
            .iter()
            .any(|(name, _, value)| is_named(name, key) && value.as_ref().is_some_and(|node| matches!(node.value, Value::Scalar(_))));
        let words = self.texts(key);
        let (true, [Word { text, span }]) = (is_one, words.as_slice()) else { return words };
        let parts: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() < 2 {
            return words;
        }
        let finding = Diagnostic::warning("list-as-text", *span, format!("`{key}` is one value with commas, so it is read as a list"));
        self.diagnostics.push(finding.hint(format!("write a list, in square brackets: `{key}: [{}]`", parts.join(", "))));
        parts.into_iter().map(|part| Word { text: part.to_owned(), span: *span }).collect()
    }

    /// Takes a list of mappings, in order.
    pub(crate) fn mappings<T>(&mut self, key: &'static str, mut read: impl FnMut(Fields<'_>) -> Option<T>) -> Vec<T> {
        let mut mappings = Vec::new();
        for item in self.list(key) {
            if let Value::Scalar(text) = &item.value {
                let message = format!("this item of `{key}` needs keys with values, not only a text");
                let short = if text.len() < 60 { text.as_str() } else { "…" };
                self.wrong(item.span, message, &format!("write `- {{{}}}`", example(key).replace("TEXT", short)));
                continue;
            }
            mappings.extend(read(Fields::new(item, self.diagnostics)));
        }
        mappings
    }

    /// Takes a mapping.
    pub(crate) fn mapping(&mut self, key: &'static str) -> Option<Fields<'_>> {
        let node = self.take(key)?;
        if !matches!(node.value, Value::Mapping(_)) {
            let message = format!("`{key}` takes keys with values, not {}", node.value.kind());
            let example = if key == "glossary" && matches!(node.value, Value::Sequence(_)) { "skip: [place]" } else { example(key) };
            self.wrong(node.span, message, &format!("write `{key}: {{{}}}`, or each `key: value` on a line of its own, two spaces in", example));
            return None;
        }
        Some(Fields::new(node, self.diagnostics))
    }

    /// Takes all remaining keys with their values: for mappings whose keys are the author's own words.
    pub(crate) fn rest(&mut self) -> Vec<(Word, Node)> {
        let entries = self.entries.iter_mut();
        entries.filter_map(|(name, span, value)| Some((Word { text: name.clone(), span: *span }, value.take()?))).collect()
    }

    fn wrong(&mut self, span: Span, message: String, hint: &str) {
        self.diagnostics.push(Diagnostic::error("wrong-type", span, message).hint(hint));
    }

    /// Reports the keys that were not read.
    pub(crate) fn finish(self) {
        let is_known = |name: &str| self.asked.contains(&name);
        // The key without a value to which the keys below it seem to belong.
        let mut group: Option<&str> = None;
        let mut count = 0;
        for (at, (name, span, value)) in self.entries.iter().enumerate() {
            let below = self.empty.iter().take(MOST_UNKNOWN).find(|(key, _)| key == name).map(|(_, group)| group.as_str());
            let continued = group.take();
            let Some(value) = value.as_ref().filter(|_| !is_known(name)) else { continue };
            count += 1;
            if count > MOST_UNKNOWN {
                break;
            }
            group = below.filter(|group| is_known(group)).or(continued);
            if continued.is_some() && group == continued {
                // One report covers all lines of the group.
                continue;
            }
            let finding = Diagnostic::error("unknown-key", *span, format!("there is no key `{name}` here"));
            let before = at.checked_sub(1).and_then(|at| self.entries.get(at)).map(|(name, ..)| name.as_str());
            let cut = self.cut.iter().take(MOST_UNKNOWN).find(|(rest, _)| rest == name).map(|(_, text)| text);
            let free = |asked: &&&str| !self.entries.iter().any(|(name, ..)| name == **asked);
            let longer = || self.asked.iter().find(|asked| name.len() > 3 && asked.len() > name.len() && asked.starts_with(name.as_str()));
            let meant = self.asked.iter().filter(free).find(|asked| is_synonym(name, asked));
            self.diagnostics.push(match (group, cut, before, meant) {
                (Some(group), ..) => finding.hint(format!("put two spaces before it, and before each line that belongs to `{group}`")),
                (_, Some(text), Some(before), _) if matches!(value.value, Value::Null) => {
                    finding.hint(format!("a value with a comma needs quotes here: `{before}: \"{text}, {name}\"`"))
                }
                _ if name == "definition" && is_known("term") => {
                    finding.hint("write the definition below the front matter, after the second line `---`")
                }
                (.., Some(meant)) => finding.hint(format!("did you mean `{meant}`?")),
                _ => {
                    let finding = finding.nearest(name, self.asked.iter().copied());
                    match (finding.hints.is_empty(), longer()) {
                        (false, _) => finding,
                        // `abbr` for `abbreviation`.
                        (true, Some(longer)) => finding.hint(format!("did you mean `{longer}`?")),
                        (true, None) => finding.hint(format!("the keys here are: {}", self.asked.join(", "))),
                    }
                }
            });
        }
    }
}
