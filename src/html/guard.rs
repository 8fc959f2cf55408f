//! Templates that others wrote are rendered within limits: a call that checks them is put into every loop and component, after every value
//! that is kept, and after whatever else can be repeated to take a while.

use std::sync::Arc;

use tera::{Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::limits::{LARGEST_VALUE, Limits};

/// The function that checks limits.
const CHECK: &str = "_within_limits";
/// After how many expressions the limits are checked.
const EXPRESSIONS: usize = 50;
/// How deep values may contain each other: they are shown and dropped by functions that call themselves.
const DEEPEST_VALUE: usize = 32;
/// The most parts of a value, counted as often as they are shown.
const MOST_PARTS: usize = 1_000_000;
/// The largest page, in bytes.
pub(super) const LARGEST_PAGE: usize = 1 << 29;

/// A template with calls in it.
pub(super) struct Guarded {
    pub(super) text: String,
    /// Where calls were put, from the start of `text`, with their lengths.
    calls: Vec<(usize, usize)>,
}

impl Guarded {
    pub(super) fn new(template: &str) -> Self {
        let mut guarded = Self { text: String::with_capacity(template.len() + 256), calls: Vec::new() };
        // Names of values that are being set by what follows, up to `endset`.
        let mut open: Vec<&str> = Vec::new();
        let mut expressions = 0;
        let mut rest = template;
        while let Some((before, mark)) = next_mark(rest) {
            let end = match mark {
                "{#" => rest[before..].find("#}").map(|at| before + at + 2),
                _ => end_of_tag(rest, before),
            };
            let Some(end) = end else { break };
            let tag = &rest[before..end];
            guarded.text.push_str(&rest[..end]);
            rest = &rest[end..];
            let mut words =
                tag[2..].trim_start_matches(['-', ' ', '\t', '\n', '\r']).split(|c: char| c.is_whitespace() || matches!(c, '=' | '-' | '%'));
            let kind = if mark == "{%" { words.next().unwrap_or("") } else { "" };
            let name = words.find(|word| !word.is_empty()).unwrap_or("");
            let is_block = !tag.contains('=');
            match kind {
                "raw" => {
                    let end = end_of_raw(rest);
                    guarded.text.push_str(&rest[..end]);
                    rest = &rest[end..];
                }
                "for" | "include" | "component" | "endif" | "endfilter" => guarded.call(tag, ""),
                "set" | "set_global" if is_block => open.push(name),
                "set" | "set_global" => guarded.call(tag, name),
                "endset" => guarded.call(tag, open.pop().unwrap_or("")),
                _ if mark == "{{" => {
                    expressions += 1;
                    if expressions % EXPRESSIONS == 0 {
                        guarded.call(tag, "");
                    }
                }
                _ => {}
            }
        }
        guarded.text.push_str(rest);
        guarded
    }

    fn call(&mut self, tag: &str, value: &str) {
        let is_name = !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || c == '_');
        let argument = if is_name { format!("value={value}") } else { String::new() };
        // A tag that takes the white space after it still does.
        let end = if tag.ends_with("-%}") || tag.ends_with("-}}") { "-}}" } else { "}}" };
        let call = format!("{{{{ {CHECK}({argument}) {end}");
        self.calls.push((self.text.len(), call.len()));
        self.text.push_str(&call);
    }

    /// The place in the template as its author wrote it.
    pub(super) fn original(&self, at: usize) -> usize {
        let before = self.calls.iter().take_while(|(start, _)| *start < at);
        before.fold(at, |original, (start, length)| original - (*length).min(at - start))
    }
}

/// The next comment, expression or tag.
fn next_mark(text: &str) -> Option<(usize, &str)> {
    text.match_indices('{')
        .map(|(at, _)| at)
        .find_map(|at| text.get(at..at + 2).filter(|mark| matches!(*mark, "{#" | "{%" | "{{")).map(|mark| (at, mark)))
}

/// The end of the tag or expression at `start`. Quoted texts may contain anything.
fn end_of_tag(text: &str, start: usize) -> Option<usize> {
    let close = if text[start..].starts_with("{%") { b"%}" } else { b"}}" };
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut at = start + 2;
    while at + 1 < bytes.len() {
        match (quote, bytes[at]) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if open == byte => quote = None,
            (None, byte @ (b'"' | b'\'' | b'`')) => quote = Some(byte),
            (None, _) if bytes[at..].starts_with(close) => return Some(at + 2),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The start of the tag that ends a raw passage.
fn end_of_raw(text: &str) -> usize {
    let is_end = |at: &usize| text[at + 2..].trim_start_matches(['-', ' ', '\t', '\n', '\r']).starts_with("endraw");
    text.match_indices("{%").map(|(at, _)| at).find(is_end).unwrap_or(text.len())
}

/// Adds the function that checks limits, and filters that cannot exceed them in one go.
pub(super) fn register(tera: &mut Tera, limits: &Arc<Limits>) {
    let limits = Arc::clone(limits);
    tera.register_function(CHECK, move |arguments: Kwargs, _: &State<'_>| {
        limits.check().map_err(tera::Error::message)?;
        if let Some(value) = arguments.get::<Value>("value")? {
            check_value(&value, 0, &mut 0)?;
        }
        Ok(Value::from(""))
    });
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
    tera.register_filter("indent", indent);
}

/// Refuses a value that is too large, or has too many parts; `parts` counts those before it.
fn check_value(value: &Value, depth: usize, parts: &mut usize) -> TeraResult<()> {
    *parts += 1;
    if value.as_str().is_some_and(|text| text.len() > LARGEST_VALUE) {
        return Err(tera::Error::message("a value is larger than 16 MB"));
    }
    if depth > DEEPEST_VALUE || *parts > MOST_PARTS {
        return Err(tera::Error::message("a value has too many values in it"));
    }
    if let Some(items) = value.as_array() {
        return items.iter().try_for_each(|item| check_value(item, depth + 1, parts));
    }
    value.as_map().map_or(Ok(()), |map| map.values().try_for_each(|item| check_value(item, depth + 1, parts)))
}

pub(super) fn within(size: usize, make: impl FnOnce() -> String) -> TeraResult<String> {
    if size > LARGEST_VALUE { Err(tera::Error::message("a value is larger than 16 MB")) } else { Ok(make()) }
}

/// As Tera's own: text is escaped if it becomes part of a text that is.
fn replace(text: StringInput<'_>, arguments: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let (from, to) = (arguments.must_get::<&str>("from")?, arguments.must_get::<StringInput<'_>>("to")?);
    let is_safe = state.autoescaping_enabled() && (text.is_safe() || to.is_safe());
    let (text, to) = if is_safe { (text.rendered(state)?, to.rendered(state)?) } else { (text.as_str().into(), to.as_str().into()) };
    let size = text.len().saturating_add(text.matches(from).count().saturating_mul(to.len()));
    within(size, || text.replace(from, &to)).map(|text| value(&text, is_safe))
}

/// As Tera's own.
fn join(items: &[Value], arguments: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let between = arguments.get::<StringInput<'_>>("sep")?;
    let has_safe = items.iter().any(|item| item.is_string() && item.is_safe()) || between.as_ref().is_some_and(StringInput::is_safe);
    let is_safe = state.autoescaping_enabled() && has_safe;
    let in_words = |item: &Value| match item {
        item if item.is_undefined() => Ok(String::new()),
        item if is_safe => state.escape_if_needed(item),
        item => Ok(item.to_string()),
    };
    let words: Vec<String> = items.iter().map(in_words).collect::<TeraResult<_>>()?;
    let between = match &between {
        Some(between) if is_safe => between.rendered(state)?,
        Some(between) => between.as_str().into(),
        None => "".into(),
    };
    let size = words.iter().map(|word| word.len().saturating_add(between.len())).fold(0, usize::saturating_add);
    within(size, || words.join(&between)).map(|text| value(&text, is_safe))
}

/// As Tera's own, with spaces alone.
fn indent(text: StringInput<'_>, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let width = arguments.get::<usize>("width")?.unwrap_or(4).min(1000);
    let (first, blank) = (arguments.get::<bool>("first")?.unwrap_or(false), arguments.get::<bool>("blank")?.unwrap_or(false));
    let (lines, space) = (text.as_str().split('\n'), " ".repeat(width));
    let size = text.as_str().len().saturating_add(lines.clone().count().saturating_mul(width));
    let indented =
        |(at, line): (usize, &str)| if at == 0 && !first || line.is_empty() && !blank { line.to_owned() } else { format!("{space}{line}") };
    within(size, || lines.enumerate().map(indented).collect::<Vec<_>>().join("\n")).map(|indented| text.inherit_safety(indented))
}

fn value(text: &str, is_safe: bool) -> Value {
    if is_safe { Value::safe_string(text) } else { Value::from(text) }
}

/// A page, as far as it is rendered.
pub(super) struct Page<'l> {
    pub(super) bytes: Vec<u8>,
    limits: &'l Limits,
    /// How many bytes there were when the limits were checked.
    checked: usize,
}

impl<'l> Page<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self { bytes: Vec::new(), limits, checked: 0 }
    }
}

impl std::io::Write for Page<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > LARGEST_PAGE {
            return Err(std::io::Error::other("a page is larger than 512 MB"));
        }
        if self.bytes.len() - self.checked > 1 << 20 {
            self.checked = self.bytes.len();
            self.limits.check().map_err(std::io::Error::other)?;
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
