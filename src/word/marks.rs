//! Bookmarks, and where links lead.

use std::collections::{HashMap, HashSet};

use percent_encoding::percent_decode_str;
use roxmltree::Node;

use super::text::Text;

/// Bookmarks of the cover and of the contents.
pub(super) const COVER: &str = "cover";
pub(super) const CONTENTS: &str = "contents";
/// The longest name that Word takes, without room to tell equal ones apart.
const LONGEST: usize = 34;

/// Names of bookmarks.
pub(super) struct Marks {
    /// By text and anchor; the anchor of a whole text is empty.
    names: HashMap<(usize, String), String>,
    /// Texts by their paths, as links have them.
    paths: HashMap<String, usize>,
    folders: Vec<String>,
    glossary: Option<usize>,
}

/// Where a link leads.
pub(super) enum Leads<'m> {
    To(String),
    ToBookmark(&'m str),
}

impl Marks {
    /// Names for every passage with an identity, every term, and whatever else a link leads to.
    pub(super) fn of(texts: &[Text<'_>]) -> Self {
        let paths = texts.iter().enumerate().map(|(at, text)| (text.about.path.clone(), at)).collect();
        let folder = |text: &Text<'_>| text.about.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let glossary = texts.iter().position(Text::is_glossary);
        let mut marks = Self { names: HashMap::new(), paths, folders: texts.iter().map(folder).collect(), glossary };
        let mut linked: HashSet<(usize, String)> = HashSet::new();
        for (at, text) in texts.iter().enumerate() {
            let links = text.body.descendants().filter_map(|node| node.attribute("href"));
            linked.extend(links.filter_map(|href| marks.place(at, href)));
        }
        let mut used: HashSet<String> = [COVER, CONTENTS].map(str::to_owned).into();
        for (at, text) in texts.iter().enumerate() {
            marks.names.insert((at, String::new()), unique(&text.about.path.replace(".xhtml", ""), &mut used));
            for id in text.body.descendants().filter_map(|node| node.attribute("id")) {
                let key = (at, id.to_owned());
                let name = match text.identities.get(id).filter(|identity| identity.is_some()) {
                    Some(identity) => format!("p_{identity}"),
                    None if id.starts_with("p_") => id.to_owned(),
                    None if linked.contains(&key) || text.is_glossary() && id.starts_with("term_") => unique(id, &mut used),
                    None => continue,
                };
                if !name.starts_with("p_") || used.insert(name.clone()) {
                    marks.names.insert(key, name);
                }
            }
        }
        marks
    }

    /// The bookmark of an element of the text with this index.
    pub(super) fn of_element(&self, text: usize, node: Node<'_, '_>) -> Option<&str> {
        self.name(text, node.attribute("id")?)
    }

    /// The bookmark of a whole text.
    pub(super) fn of_text(&self, text: usize) -> Option<&str> {
        self.name(text, "")
    }

    fn name(&self, text: usize, anchor: &str) -> Option<&str> {
        self.names.get(&(text, anchor.to_owned())).map(String::as_str)
    }

    /// Where a link of a text leads; none if it leads nowhere.
    pub(super) fn leads(&self, text: usize, href: &str) -> Option<Leads<'_>> {
        if is_outside(href) {
            return Some(Leads::To(href.to_owned()));
        }
        match href.rsplit('/').next() {
            Some("title.xhtml") => return Some(Leads::ToBookmark(COVER)),
            Some("nav.xhtml") => return Some(Leads::ToBookmark(CONTENTS)),
            _ => {}
        }
        let (text, anchor) = self.place(text, href)?;
        self.name(text, &anchor).or_else(|| self.name(text, "")).map(Leads::ToBookmark)
    }

    /// The text and the anchor that a link leads to. Words of a list are the terms of the glossary.
    fn place(&self, text: usize, href: &str) -> Option<(usize, String)> {
        if is_outside(href) {
            return None;
        }
        let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
        let anchor = percent_decode_str(anchor).decode_utf8_lossy().into_owned();
        if let (Some(term), Some(glossary), true) = (anchor.strip_prefix("word_"), self.glossary, path.is_empty()) {
            return Some((glossary, format!("term_{term}")));
        }
        if path.is_empty() {
            return Some((text, anchor));
        }
        let mut folder = self.folders.get(text)?.as_str();
        let mut path = path;
        while let Some(rest) = path.strip_prefix("../") {
            folder = folder.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
            path = rest;
        }
        let slash = if folder.is_empty() || folder.ends_with('/') { "" } else { "/" };
        self.paths.get(&format!("{folder}{slash}{path}")).map(|text| (*text, anchor))
    }
}

fn is_outside(href: &str) -> bool {
    ["http:", "https:", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme))
}

/// A name that Word accepts, with letters, digits and underscores alone, for words that may have others.
fn unique(words: &str, used: &mut HashSet<String>) -> String {
    let mut base: String = percent_decode_str(words).decode_utf8_lossy().chars().take(LONGEST).collect();
    base = base.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    // Names in `p_` are identities, and those that begin with an underscore are hidden.
    if !base.starts_with(char::is_alphabetic) || base.starts_with("p_") {
        base.insert_str(0, "to_");
    }
    let mut name = base.clone();
    let mut count = 1;
    while !used.insert(name.clone()) {
        count += 1;
        name = format!("{base}_{count}");
    }
    name
}
