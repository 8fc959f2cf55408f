//! Reads a theme from the files of its folder.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::Xxh3;

use super::built_in::built_in_files;
use super::strings::{self, Strings};
use super::stylesheet::{self, STYLESHEET};
use super::tokens::{self, DesignTokens};
use crate::diag::Diagnostic;
use crate::span::{FileId, SourceMap};
use crate::yaml;

/// A template, as its author wrote it.
#[derive(Debug)]
pub struct Template {
    /// The file's name below `templates/`.
    pub name: String,
    /// The text.
    pub text: String,
    /// The file in reports; none for built-in templates.
    pub file: Option<FileId>,
}

/// A theme, read and checked.
#[derive(Debug)]
pub struct Theme {
    /// The files of `templates/`, by name.
    pub templates: Vec<Template>,
    /// The files of `static/`, by name. The stylesheet begins with the theme's colours.
    pub assets: Vec<(String, Vec<u8>)>,
    /// The words of the interface.
    pub strings: Strings,
    /// Colours and sizes.
    pub tokens: DesignTokens,
    /// The files of `fonts/` and the cover's picture: path from the theme's folder, and bytes.
    pub print_files: Vec<(String, Vec<u8>)>,
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
        self.templates.iter().for_each(|template| [&template.name, &template.text].iter().for_each(|text| take(text.as_bytes())));
        self.assets.iter().for_each(|(name, bytes)| [name.as_bytes(), bytes].iter().for_each(|bytes| take(bytes)));
        self.strings.words.iter().for_each(|(key, text)| [key, text].iter().for_each(|text| take(text.as_bytes())));
        format!("{:032x}", hasher.digest128())
    }
}

/// Reads a theme from the files of its folder (`None` for the built-in one), for a document in `language` (BCP 47).
///
/// `origin` is the folder's name in reports. Parts that are faulty or missing come from the built-in theme; faults are also
/// returned as diagnostics.
///
/// ```
/// use greenpaper::{SourceMap, theme};
///
/// let (theme, diagnostics) = theme::load(None, "", "cy-GB", &mut SourceMap::default());
/// // Nothing is wrong, but no native speaker has read the words yet.
/// assert!(diagnostics.iter().all(|finding| finding.rule == "unread-words"));
/// assert_eq!(theme.strings.text("contents"), "Cynnwys");
/// ```
#[must_use]
pub fn load(files: Option<Vec<(String, Vec<u8>)>>, origin: &str, language: &str, map: &mut SourceMap) -> (Theme, Vec<Diagnostic>) {
    let mut own: BTreeMap<String, Vec<u8>> = files.into_iter().flatten().collect();
    let mut diagnostics = Vec::new();
    map.set_root(origin);
    let built_in = built_in_files();
    let mut tokens = built_in_tokens(&built_in);
    if let Some(bytes) = own.remove("theme.yaml") {
        let text = yaml::plain(&bytes);
        let file = map.add("theme.yaml".to_owned(), text.clone());
        tokens = tokens::read(&text, file, tokens, &mut diagnostics);
    }
    let path = format!("static/{STYLESHEET}");
    if let Some(bytes) = own.get(&path) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let file = map.add(path, text.clone());
        stylesheet::check(&text, file, &tokens.colours, &mut diagnostics);
    }
    let strings = strings::read(&mut own, &built_in, language, map, &mut diagnostics);

    let mut templates: BTreeMap<String, Template> = BTreeMap::new();
    let mut assets: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut print_files = Vec::new();
    let from_built_in = built_in.iter().map(|(path, bytes)| (path.clone(), bytes.to_vec(), false));
    for (path, bytes, is_own) in from_built_in.chain(own.into_iter().map(|(path, bytes)| (path, bytes, true))) {
        if let Some(name) = path.strip_prefix("templates/") {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let file = is_own.then(|| map.add(path.clone(), text.clone()));
            templates.insert(name.to_owned(), Template { name: name.to_owned(), text, file });
        } else if let Some(name) = path.strip_prefix("static/") {
            let is_stylesheet = name == STYLESHEET;
            assets.insert(name.to_owned(), if is_stylesheet { stylesheet::published(&tokens.colours, &bytes) } else { bytes });
        } else if path.starts_with("fonts/") || [&tokens.print.cover_picture, &tokens.print.logo].contains(&&Some(path.clone())) {
            print_files.push((path, bytes));
        }
    }
    let theme = Theme { templates: templates.into_values().collect(), assets: assets.into_iter().collect(), strings, tokens, print_files };
    (theme, diagnostics)
}

/// The built-in theme's tokens.
///
/// Panics if they have findings, which tests rule out.
fn built_in_tokens(files: &BTreeMap<String, &'static [u8]>) -> DesignTokens {
    let text = yaml::plain(files.get("theme.yaml").copied().unwrap_or_default());
    let mut findings = Vec::new();
    let tokens = tokens::read(&text, FileId(0), DesignTokens::default(), &mut findings);
    assert!(findings.is_empty(), "the built-in theme.yaml is faulty: {findings:?}");
    tokens
}
