//! Which files of a folder are texts, in which order, and what their links lead to.

use std::collections::{HashMap, HashSet};

use super::text::Anchors;
use crate::model::slug;

/// Folders of tools, not of authors.
const TOOLS: [&str; 11] =
    ["node_modules", "_site", "_includes", "_layouts", "_sass", "themes", "archetypes", "vendor", "layouts", "i18n", "blog/tags"];
/// Folders whose content is at the top of a site.
const ROOTS: [&str; 8] = ["", "docs/", "content/", "static/", "source/", "src/", "public/", "assets/"];
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif"];

fn ending(path: &str) -> String {
    path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}

pub(super) fn is_text(path: &str) -> bool {
    let is_tool = path.split('/').rev().skip(1).any(|part| TOOLS.contains(&part));
    matches!(ending(path).as_str(), "md" | "markdown" | "mdx") && !is_tool
}

pub(super) fn is_picture(path: &str) -> bool {
    PICTURES.contains(&ending(path).as_str())
}

/// Texts for those who edit the folder, and lists of contents.
pub(super) fn is_about_the_folder(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    ["license.md", "contributing.md", "code_of_conduct.md", "changelog.md", "security.md", "summary.md"].contains(&name.as_str())
        && !path.contains('/')
        || name == "summary.md"
}

/// Whether a text is the home page: the index at the top.
pub(super) fn is_home(path: &str) -> bool {
    let inside = ["docs/", "content/", "src/", "source/"].iter().find_map(|folder| path.strip_prefix(folder)).unwrap_or(path);
    let stem = inside.rsplit_once('.').map_or(inside, |(stem, _)| stem);
    matches!(stem.to_lowercase().as_str(), "index" | "_index" | "readme")
}

/// A title for a text that has none.
pub(super) fn title_of(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = if matches!(stem.to_lowercase().as_str(), "index" | "_index" | "readme") { parts.next().unwrap_or("Welcome") } else { stem };
    let words = stem.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | ' ' | '.')).replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(|| "Chapter".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// What the folder says about itself.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    /// Places of texts in a list of contents.
    listed: HashMap<String, usize>,
    /// Weights of folders.
    weights: HashMap<String, i64>,
}

/// A key by which texts are sorted: listed ones first, then folder by folder.
type Order = (usize, Vec<(i64, u64, String)>);

impl Tree {
    pub(super) fn of(files: &[(String, Vec<u8>)]) -> Self {
        let mut tree = Self::default();
        let read = |bytes: &[u8]| String::from_utf8_lossy(&bytes[..bytes.len().min(1 << 20)]).into_owned();
        for (path, bytes) in files {
            let name = path.rsplit('/').next().unwrap_or(path);
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            match name {
                "mkdocs.yml"
                | "mkdocs.yaml"
                | "_config.yml"
                | "_config.yaml"
                | "hugo.toml"
                | "config.toml"
                | "hugo.yaml"
                | "docusaurus.config.js"
                | "docusaurus.config.ts"
                | "book.toml"
                    if folder.is_empty() =>
                {
                    let text = read(bytes);
                    let value = |keys: &[&str]| text.lines().find_map(|line| setting(line, keys));
                    tree.title = tree.title.take().or_else(|| value(&["site_name", "title"]));
                    tree.language = tree.language.take().or_else(|| value(&["languageCode", "defaultLocale", "lang", "language", "locale"]));
                    if name.starts_with("mkdocs") {
                        tree.list(&text, "docs/");
                    }
                }
                "SUMMARY.md" => tree.list(&read(bytes), &if folder.is_empty() { String::new() } else { format!("{folder}/") }),
                "_category_.json" | "_category_.yml" => {
                    let text = read(bytes);
                    let position = text.split("position").nth(1).map(|rest| rest.trim_start_matches(['"', ':', ' ']));
                    let digits: String = position.unwrap_or("").chars().take_while(char::is_ascii_digit).collect();
                    if let Ok(weight) = digits.parse::<i64>() {
                        tree.weights.insert(folder.to_owned(), weight * 1000);
                    }
                }
                "_index.md" => {
                    let weight = read(bytes).lines().skip(1).take(30).find_map(|line| setting(line, &["weight"]));
                    if let Some(weight) = weight.and_then(|weight| weight.parse::<i64>().ok()) {
                        tree.weights.insert(folder.to_owned(), weight * 1000);
                    }
                }
                _ => {}
            }
        }
        tree
    }

    /// Remembers the order in which a list of contents names texts.
    fn list(&mut self, text: &str, folder: &str) {
        let is_end = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '\'' | '<' | '>' | '[' | ']' | ',');
        for word in text.split(is_end).filter(|word| is_text(word)) {
            let count = self.listed.len();
            self.listed.entry(normal(folder, word.trim_start_matches("./"))).or_insert(count);
        }
    }

    /// Where a text belongs.
    pub(super) fn order(&self, path: &str, weight: Option<i64>) -> Order {
        let listed = self.listed.get(path).copied().unwrap_or(usize::MAX);
        let mut key = Vec::new();
        let mut folder = String::new();
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            if !folder.is_empty() {
                folder.push('/');
            }
            folder.push_str(part);
            let is_last = parts.peek().is_none();
            let stem = part.rsplit_once('.').filter(|_| is_last).map_or(part, |(stem, _)| stem).to_lowercase();
            let is_index = is_last && matches!(stem.as_str(), "index" | "_index" | "readme");
            let own = if is_last { weight } else { self.weights.get(&folder).copied() };
            let digits: String = stem.chars().take_while(char::is_ascii_digit).collect();
            let number = digits.parse().unwrap_or(u64::MAX);
            key.push((if is_index { i64::MIN } else { own.unwrap_or(i64::MAX) }, number, stem));
        }
        (listed, key)
    }
}

/// The value of a setting on a line of its own, in YAML, TOML or JavaScript.
fn setting(line: &str, keys: &[&str]) -> Option<String> {
    let (key, value) = line.split_once([':', '='])?;
    if line.starts_with(' ') && !line.trim_end().ends_with(',') || !keys.contains(&key.trim().trim_matches(['"', '\''])) {
        return None;
    }
    let value = super::front::unquoted(value.trim().trim_end_matches(','));
    (!value.is_empty() && !value.contains(['{', '['])).then_some(value)
}

/// A text that links may lead to.
pub(super) struct Place<'a> {
    pub(super) path: &'a str,
    pub(super) title: &'a str,
    pub(super) addresses: &'a [String],
    pub(super) anchors: Anchors,
}

/// Everything that links may lead to.
pub(super) struct Known<'a> {
    pages: HashMap<String, usize>,
    names: HashMap<String, usize>,
    files: HashSet<&'a str>,
    by_name: HashMap<&'a str, &'a str>,
}

impl<'a> Known<'a> {
    pub(super) fn of(places: &[Place<'_>], files: impl Iterator<Item = &'a str>) -> Self {
        let (mut pages, mut names) = (HashMap::new(), HashMap::new());
        for (at, place) in places.iter().enumerate() {
            pages.entry(place.path.to_owned()).or_insert(at);
            let stem = place.path.rsplit_once('.').map_or(place.path, |(stem, _)| stem);
            pages.entry(stem.to_owned()).or_insert(at);
            let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
            if matches!(name.to_lowercase().as_str(), "index" | "_index" | "readme") {
                pages.entry(folder.to_owned()).or_insert(at);
            }
            // Posts of Jekyll have their date in the name, not in the address.
            let undated =
                name.get(11..).filter(|_| name.as_bytes().first().is_some_and(u8::is_ascii_digit) && name.as_bytes().get(10) == Some(&b'-'));
            // Numbers before names are no part of the address in Docusaurus.
            let bare = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_', '.']);
            for name in undated.into_iter().chain([bare]) {
                pages.entry(if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }).or_insert(at);
                names.entry(slug(name)).or_insert(at);
            }
            names.entry(slug(place.title)).or_insert(at);
            names.entry(slug(name)).or_insert(at);
            for address in place.addresses {
                pages.entry(address.trim_matches('/').trim_end_matches(".html").to_owned()).or_insert(at);
            }
        }
        let files: HashSet<&str> = files.collect();
        let by_name = files.iter().map(|path| (path.rsplit('/').next().unwrap_or(path), *path)).collect();
        Self { pages, names, files, by_name }
    }

    /// The text and the anchor that a link in the text at `from` leads to.
    pub(super) fn page(&self, from: &str, target: &str) -> Option<(usize, Option<String>)> {
        let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor.to_owned())));
        let path = decoded(path.split('?').next().unwrap_or(path));
        let by_path = candidates(from, &path).into_iter().find_map(|path| {
            let stem = path.trim_end_matches('/');
            let bare = stem.strip_suffix(".html").or_else(|| stem.strip_suffix(".md")).or_else(|| stem.strip_suffix(".mdx")).unwrap_or(stem);
            self.pages.get(stem).or_else(|| self.pages.get(bare)).copied()
        });
        let is_name = !path.contains('/') && !is_picture(&path);
        let at = by_path.or_else(|| self.names.get(&slug(path.trim_end_matches(".md"))).copied().filter(|_| is_name))?;
        Some((at, anchor.filter(|anchor| !anchor.is_empty())))
    }

    /// The file that a link in the text at `from` leads to.
    pub(super) fn file(&self, from: &str, target: &str) -> Option<&'a str> {
        let path = decoded(target.split(['#', '?']).next().unwrap_or(target));
        let found = candidates(from, &path).into_iter().find_map(|path| self.files.get(path.as_str()).copied());
        // Obsidian names files alone.
        found.or_else(|| self.by_name.get(path.as_str()).copied().filter(|_| !path.contains('/')))
    }
}

/// Paths from the top of the folder that a target may mean: beside its file, as the address of its page, or from the top of the site.
fn candidates(from: &str, target: &str) -> Vec<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let page = from.rsplit_once('.').map_or(from, |(stem, _)| stem);
    if let Some(target) = target.strip_prefix('/') {
        return ROOTS.iter().map(|root| normal(root, target)).collect();
    }
    [folder, page].iter().map(|base| normal(&format!("{base}/"), target)).chain(ROOTS.iter().map(|root| normal(root, target))).collect()
}

/// A path without `.` and `..`.
fn normal(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

pub(super) fn is_outside(target: &str) -> bool {
    target.starts_with("//")
        || target.split_once(':').is_some_and(|(scheme, _)| scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A target without the calls by which Jekyll, Hugo and Docusaurus write it.
pub(super) fn bare(target: &str) -> String {
    let target = target.trim();
    for (start, end) in
        [("{{< ref ", ">}}"), ("{{< relref ", ">}}"), ("{{% ref ", "%}}"), ("{{% relref ", "%}}"), ("{% link ", "%}"), ("{% post_url ", "%}")]
    {
        if let Some((_, rest)) = target.split_once(start) {
            return super::front::unquoted(rest.split(end).next().unwrap_or(rest));
        }
    }
    let mut bare = target.to_owned();
    for call in ["{{ site.baseurl }}", "{{site.baseurl}}", "{{ site.url }}", "{{site.url}}"] {
        bare = bare.replace(call, "");
    }
    if let Some(inside) = bare.strip_prefix("{{").and_then(|rest| rest.split_once('|')).map(|(inside, _)| super::front::unquoted(inside)) {
        return inside;
    }
    bare.strip_prefix("@site/").map(|rest| format!("/{rest}")).unwrap_or(bare)
}

/// The path from a folder at the top of the strategy to a file.
pub(super) fn between(folder: &str, to: &str) -> String {
    match to.split_once('/') {
        Some((other, file)) if other == folder => file.to_owned(),
        _ => format!("../{to}"),
    }
}
