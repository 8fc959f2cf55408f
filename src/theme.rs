//! How it looks: tokens, templates, stylesheet, and the words of the interface.
//!
//! A theme is a folder; what it lacks comes from the built-in one.

mod contrast;
mod find;
mod print;
mod stylesheet;
mod tokens;

pub use find::{BuiltInTheme, FolderThemes, Themes, find};
pub use print::{EditionTokens, Margins, NumberStyle, NumberStyles, PrintTokens};
pub use stylesheet::STYLESHEET;
pub use tokens::{Schemes, Tokens};

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use crate::diag::Diagnostic;
use crate::span::{FileId, SourceMap};
use crate::yaml::{self, Fields, Node, Origin, Value};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The name of the built-in theme.
pub const BUILT_IN_NAME: &str = "default";

/// The folder, beside a strategy's, in which its own themes stand.
pub const FOLDER: &str = "themes";

/// What the folder of a theme has, all or some of it.
pub const FILES: [&str; 4] = ["theme.yaml", "templates", "static", "strings"];

/// Language of the words that every other language's file is measured by.
const FIRST_LANGUAGE: &str = "en";

/// More missing words than this are counted, not named.
const MOST_MISSING: usize = 10;

/// A theme, read and checked.
#[derive(Debug)]
pub struct Theme {
    /// Templates: name from `templates/` and text.
    pub templates: Vec<(String, String)>,
    /// The files of `static/`, by name. The stylesheet begins with the theme's colours.
    pub assets: Vec<(String, Vec<u8>)>,
    /// The words of the interface.
    pub strings: Strings,
    /// Colours and sizes.
    pub tokens: Tokens,
    /// What stands in `fonts/`, and the cover's picture: path from the theme's folder, and bytes.
    pub print_files: Vec<(String, Vec<u8>)>,
    /// Where templates come from, for reports.
    pub origin: String,
}

impl Theme {
    /// A hash of everything that the site takes from the theme, colours included; the same on every machine.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = Xxh3::new();
        let mut take = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        self.templates.iter().for_each(|(name, text)| [name, text].iter().for_each(|text| take(text.as_bytes())));
        self.assets.iter().for_each(|(name, bytes)| [name.as_bytes(), bytes].iter().for_each(|bytes| take(bytes)));
        self.strings.words.iter().for_each(|(key, text)| [key, text].iter().for_each(|text| take(text.as_bytes())));
        format!("{:032x}", hasher.digest128())
    }
}

/// The words of the interface in one language.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Strings {
    words: BTreeMap<String, String>,
}

impl Strings {
    /// The text named `key`; the key itself where there is none, which [`load`] has reported.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// The text named `key` with `{name}` replaced by each value.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.text(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// The text named `key`, or `key_one` where `count` is one, with `{count}` replaced.
    #[must_use]
    pub fn count(&self, key: &str, count: usize) -> String {
        let one = format!("{key}_one");
        let key = if count == 1 && self.words.contains_key(&one) { &one } else { key };
        self.fill(key, &[("count", &self.number(count as f64))])
    }

    /// A date as the language writes it: `3 March 2023`.
    #[must_use]
    pub fn date(&self, date: jiff::civil::Date) -> String {
        let months = self.text("months");
        let month = months.split(',').nth(date.month() as usize - 1).unwrap_or("").trim();
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.fill("date", &[("day", &day), ("month", month), ("year", &year)])
    }

    /// A number with the language's separators, at most two decimals.
    #[must_use]
    pub fn number(&self, number: f64) -> String {
        let text = format!("{:.2}", number.abs());
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let decimals = decimals.trim_end_matches('0');
        let mut grouped = String::new();
        for (at, digit) in whole.char_indices() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push_str(self.text("thousands_separator"));
            }
            grouped.push(digit);
        }
        let sign = if number < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "\u{2212}" } else { "" };
        let point = if decimals.is_empty() { "" } else { self.text("decimal_point") };
        format!("{sign}{grouped}{point}{decimals}")
    }

    /// All texts by key.
    #[must_use]
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.words
    }
}

/// Reads a theme from the files of its folder (`None` for the built-in one), for a document in `language` (BCP 47).
///
/// `origin` is the folder's name in reports. Faults are returned beside the theme, whose faulty parts come from the
/// built-in one.
#[must_use]
pub fn load(files: Option<Vec<(String, Vec<u8>)>>, origin: &str, language: &str, map: &mut SourceMap) -> (Theme, Vec<Diagnostic>) {
    let mut own: BTreeMap<String, Vec<u8>> = files.into_iter().flatten().collect();
    let mut diagnostics = Vec::new();
    map.set_root(origin);
    let mut loader = Loader { map, diagnostics: &mut diagnostics };

    let built_in = built_in_files();
    let tokens = built_in_tokens(&built_in);
    let tokens = match own.remove("theme.yaml") {
        Some(bytes) => {
            let (file, text) = loader.add("theme.yaml", bytes);
            tokens::read(&text, file, tokens, loader.diagnostics)
        }
        None => tokens,
    };
    let path = format!("static/{STYLESHEET}");
    if let Some(bytes) = own.get(&path) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let file = loader.map.add(path, text.clone());
        stylesheet::check(&text, file, &tokens.colours, loader.diagnostics);
    }
    let strings = loader.strings(&mut own, &built_in, language);

    let mut templates: BTreeMap<String, String> = BTreeMap::new();
    let mut assets: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut print_files = Vec::new();
    let from_built_in = built_in.iter().map(|(path, bytes)| (path.clone(), bytes.to_vec()));
    for (path, bytes) in from_built_in.chain(own) {
        if let Some(name) = path.strip_prefix("templates/") {
            templates.insert(name.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
        } else if let Some(name) = path.strip_prefix("static/") {
            let is_stylesheet = name == STYLESHEET;
            assets.insert(name.to_owned(), if is_stylesheet { stylesheet::published(&tokens.colours, &bytes) } else { bytes });
        } else if path.starts_with("fonts/") || tokens.print.cover_picture.as_ref() == Some(&path) {
            print_files.push((path, bytes));
        }
    }
    let theme = Theme {
        templates: templates.into_iter().collect(),
        assets: assets.into_iter().collect(),
        strings,
        tokens,
        print_files,
        origin: origin.to_owned(),
    };
    (theme, diagnostics)
}

/// All files of the built-in theme, by path from its folder: what a new theme starts from.
#[must_use]
pub fn built_in_files() -> BTreeMap<String, &'static [u8]> {
    fn collect(dir: &Dir<'static>, into: &mut BTreeMap<String, &'static [u8]>) {
        for file in dir.files() {
            into.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents());
        }
        dir.dirs().for_each(|dir| collect(dir, into));
    }
    let mut files = BTreeMap::new();
    collect(&BUILT_IN, &mut files);
    files
}

struct Loader<'a> {
    map: &'a mut SourceMap,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Loader<'_> {
    fn add(&mut self, path: &str, bytes: Vec<u8>) -> (FileId, String) {
        let text = yaml::plain(&bytes);
        (self.map.add(path.to_owned(), text.clone()), text)
    }

    /// The words for `language`: `strings/cy-GB.yaml`, `strings/cy.yaml`, English.
    fn strings(&mut self, own: &mut BTreeMap<String, Vec<u8>>, built_in: &BTreeMap<String, &'static [u8]>, language: &str) -> Strings {
        let english = built_in_words(built_in, &strings_path(FIRST_LANGUAGE)).unwrap_or_default();
        let short = language.split('-').next().unwrap_or(language).to_lowercase();
        let mut words = None;
        for name in [language, &short] {
            let path = strings_path(name);
            words = match own.remove(&path) {
                Some(bytes) => {
                    let (file, text) = self.add(&path, bytes);
                    Some(words_of(&text, file, self.diagnostics))
                }
                None => built_in_words(built_in, &path),
            };
            if words.is_some() {
                break;
            }
        }
        let Some(mut words) = words else {
            self.diagnostics.push(
                Diagnostic::warning("no-strings", None, format!("there are no interface words for the language `{language}`: they are in English"))
                    .hint(format!("`greenpaper theme new NAME` copies the theme: translate its strings/en.yaml into strings/{short}.yaml")),
            );
            return Strings { words: english };
        };
        let missing: Vec<&str> = english.keys().filter(|key| !words.contains_key(*key)).map(String::as_str).collect();
        if !missing.is_empty() {
            let more = missing.len().saturating_sub(MOST_MISSING);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let named = missing.iter().take(MOST_MISSING).copied().collect::<Vec<_>>().join(", ");
            let message = format!("the interface words for `{language}` lack: {named}{more}");
            self.diagnostics.push(Diagnostic::warning("no-strings", None, message).hint("they are shown in English until they are translated"));
        }
        for (key, text) in english {
            words.entry(key).or_insert(text);
        }
        Strings { words }
    }
}

fn strings_path(language: &str) -> String {
    format!("strings/{language}.yaml")
}

/// The built-in theme's tokens. Its files are tested: they have no faults.
fn built_in_tokens(files: &BTreeMap<String, &'static [u8]>) -> Tokens {
    let text = yaml::plain(files.get("theme.yaml").copied().unwrap_or_default());
    let mut faults = Vec::new();
    let tokens = tokens::read(&text, FileId(0), Tokens::default(), &mut faults);
    assert!(faults.is_empty(), "the built-in theme.yaml is faulty: {faults:?}");
    tokens
}

fn built_in_words(files: &BTreeMap<String, &'static [u8]>, path: &str) -> Option<BTreeMap<String, String>> {
    let mut faults = Vec::new();
    let words = words_of(&yaml::plain(files.get(path)?), FileId(0), &mut faults);
    assert!(faults.is_empty(), "the built-in {path} is faulty: {faults:?}");
    Some(words)
}

/// Interface words by key, as written: a space may be the separator of thousands.
fn words_of(text: &str, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let Some(node) = yaml::parse(text, Origin::At(file, 0), diagnostics) else { return BTreeMap::new() };
    let entries = Fields::new(node, diagnostics).rest();
    let word = |node: Node, diagnostics: &mut Vec<Diagnostic>| match node.value {
        Value::Scalar(text) => Some(text),
        Value::Null => Some(String::new()),
        other => {
            let fault = Diagnostic::error("wrong-type", node.span, format!("a text is expected here, not {}", other.kind()));
            diagnostics.push(fault.hint("write `key: words`, each on a line of its own"));
            None
        }
    };
    entries.into_iter().filter_map(|(key, node)| Some((key.text, word(node, diagnostics)?))).collect()
}
