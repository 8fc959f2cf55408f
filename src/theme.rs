//! How it looks: tokens, templates, stylesheet, and the words of the interface.
//!
//! A theme is a folder; what it lacks comes from the built-in one.

mod print;

pub use print::{EditionTokens, Margins, NumberStyle, NumberStyles, PrintTokens};

use std::collections::{BTreeMap, HashMap};

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::diag::Diagnostic;
use crate::span::{SourceMap, Span};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The name of the built-in theme.
pub const BUILT_IN_NAME: &str = "default";

/// The folder, beside a strategy's, in which its own themes stand.
pub const FOLDER: &str = "themes";

/// Language of the words that every other language's file is measured by.
const FIRST_LANGUAGE: &str = "en";

/// A theme, read and checked.
#[derive(Debug)]
pub struct Theme {
    /// Templates: name from `templates/` and text.
    pub templates: Vec<(String, String)>,
    /// The stylesheet and whatever else stands in `static/`: name and bytes.
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
    /// Stands for all of the theme that the site is made of: the same on every machine.
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

/// What both outputs read of `theme.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// The theme's name.
    pub name: String,
    /// Colours by name, as `#rrggbb`.
    pub colours: Schemes,
    /// Pairs that must be told apart: foreground, background, least contrast (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11).
    #[serde(default)]
    pub contrast: Vec<(String, String, f64)>,
    /// Font files of the theme's folder for print, in the order in which they are asked for a character; `default` stands
    /// for the embedded ones.
    #[serde(default)]
    pub fonts: Vec<String>,
    /// Paper.
    #[serde(default)]
    pub print: PrintTokens,
}

/// Colours for light and dark screens.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schemes {
    /// Dark on light; also for print.
    pub light: BTreeMap<String, String>,
    /// Light on dark.
    pub dark: BTreeMap<String, String>,
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
    let tokens = own.remove("theme.yaml").and_then(|bytes| loader.yaml("theme.yaml", bytes));
    let tokens = tokens.unwrap_or_else(|| loader.built_in(&built_in, "theme.yaml"));
    loader.check_tokens(&tokens);
    let strings = loader.strings(&mut own, &built_in, language);

    let mut templates: BTreeMap<String, String> = BTreeMap::new();
    let mut assets: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut print_files = Vec::new();
    let from_built_in = built_in.iter().map(|(path, bytes)| (path.clone(), bytes.to_vec()));
    for (path, bytes) in from_built_in.chain(own) {
        if let Some(name) = path.strip_prefix("templates/") {
            templates.insert(name.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
        } else if let Some(name) = path.strip_prefix("static/") {
            assets.insert(name.to_owned(), bytes);
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
    fn yaml<T: for<'de> Deserialize<'de>>(&mut self, path: &str, bytes: Vec<u8>) -> Option<T> {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let read = serde_saphyr::from_str(&text);
        let length = text.len();
        let file = self.map.add(path.to_owned(), text);
        read.map_err(|error| {
            let at = error.location().and_then(|place| place.span().byte_offset()).map_or(0, |at| at as usize).min(length);
            let message = error.without_snippet().to_string();
            self.diagnostics.push(
                Diagnostic::error("theme", Span::new(file, at..at), format!("this theme file cannot be read: {message}"))
                    .hint("compare it with the same file of `greenpaper theme new NAME`"),
            );
        })
        .ok()
    }

    /// The built-in theme's files are tested: they can be read.
    fn built_in<T: for<'de> Deserialize<'de>>(&mut self, files: &BTreeMap<String, &'static [u8]>, path: &str) -> T {
        let text = String::from_utf8_lossy(files.get(path).copied().unwrap_or_default());
        serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("the built-in {path} is faulty: {error}"))
    }

    /// The words for `language`: `strings/cy-GB.yaml`, `strings/cy.yaml`, English.
    fn strings(&mut self, own: &mut BTreeMap<String, Vec<u8>>, built_in: &BTreeMap<String, &'static [u8]>, language: &str) -> Strings {
        let english: BTreeMap<String, String> = self.built_in(built_in, &strings_path(FIRST_LANGUAGE));
        let short = language.split('-').next().unwrap_or(language).to_lowercase();
        let mut words = None;
        for name in [language, &short] {
            let path = strings_path(name);
            words = match own.remove(&path) {
                Some(bytes) => self.yaml::<BTreeMap<String, String>>(&path, bytes),
                None => built_in.contains_key(&path).then(|| self.built_in(built_in, &path)),
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
            let message = format!("the interface words for `{language}` lack: {}", missing.join(", "));
            self.diagnostics.push(Diagnostic::warning("no-strings", None, message).hint("they are shown in English until they are translated"));
        }
        for (key, text) in english {
            words.entry(key).or_insert(text);
        }
        Strings { words }
    }

    fn check_tokens(&mut self, tokens: &Tokens) {
        for fault in tokens.print.faults() {
            self.fault(fault, "compare it with the theme.yaml of `greenpaper theme new NAME`");
        }
        for (scheme, colours) in [("light", &tokens.colours.light), ("dark", &tokens.colours.dark)] {
            let luminance: HashMap<&str, f64> = colours.iter().filter_map(|(name, hex)| Some((name.as_str(), luminance(hex)?))).collect();
            for (name, hex) in colours {
                if !luminance.contains_key(name.as_str()) {
                    self.fault(format!("the {scheme} colour `{name}` is `{hex}`"), "write it as `#rrggbb`");
                }
            }
            for (front, back, least) in &tokens.contrast {
                match (luminance.get(front.as_str()), luminance.get(back.as_str())) {
                    (Some(a), Some(b)) if contrast(*a, *b) + 1e-9 < *least => {
                        let message = format!("{scheme}: `{front}` on `{back}` has a contrast of {:.2}, less than {least}", contrast(*a, *b));
                        self.fault(message, "make one of the two darker or lighter");
                    }
                    (Some(_), Some(_)) => {}
                    _ => {
                        self.fault(format!("{scheme}: the pair `{front}` on `{back}` names a colour that there is not"), "name colours of theme.yaml")
                    }
                }
            }
        }
    }

    fn fault(&mut self, message: String, hint: &str) {
        self.diagnostics.push(Diagnostic::error("theme", None, format!("theme.yaml: {message}")).hint(hint));
    }
}

fn strings_path(language: &str) -> String {
    format!("strings/{language}.yaml")
}

/// Relative luminance of `#rrggbb` (WCAG 2.2, definition "relative luminance").
fn luminance(hex: &str) -> Option<f64> {
    let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let rgb = u32::from_str_radix(digits, 16).ok()?;
    let linear = |shift: u32| {
        let channel = f64::from(rgb >> shift & 0xff) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0))
}

/// WCAG 2.2, definition "contrast ratio".
fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
