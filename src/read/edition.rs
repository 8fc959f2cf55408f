//! A strategy as its edition in another language sees it.
//!
//! Translations are in folders beside those of the original, named after their language: `chapters.cy/` beside `chapters/`. A translated
//! file has the name of its original and takes its place; everything else is shared.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::archive::Archive;
use super::project::{COMMENTS, Entry, IDENTITY, Project};
use crate::error::Error;

/// Folders of which an edition shows the original's files where it has none of its own.
const SHARED: [&str; 4] = ["chapters", "pages", "images", "data"];
/// Folders of which an edition shows only files of its own: they are words, and of no use in another language.
const OWN: [&str; 2] = ["glossary", "progress"];

/// Pages that the program writes where an edition has none of its own: better than one in another language.
const UNSHARED: [&str; 2] = ["pages/index.md", "pages/accessibility.md"];

/// Splits the path of a translated file: `chapters.cy/01-one.md` is `("chapters", "cy", "01-one.md")`.
pub(super) fn translated(path: &str) -> Option<(&str, &str, &str)> {
    let (top, rest) = path.split_once('/')?;
    let (folder, language) = top.split_once('.')?;
    let is_tag = language.split('-').enumerate().all(|(at, part)| {
        let is_long_enough = if at == 0 { (2..=3).contains(&part.len()) } else { (1..=8).contains(&part.len()) };
        is_long_enough && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    (is_tag && SHARED.iter().chain(&OWN).any(|known| *known == folder)).then_some((folder, language, rest))
}

/// The languages that folders of `project` are named after, each with the first of these folders.
///
/// # Errors
/// If the project cannot be listed.
pub fn translated_folders(project: &dyn Project) -> Result<BTreeMap<String, String>, Error> {
    let mut found = BTreeMap::new();
    for entry in project.list()? {
        if let Some((folder, language, _)) = translated(&entry.path) {
            found.entry(language.to_owned()).or_insert_with(|| format!("{folder}.{language}"));
        }
    }
    Ok(found)
}

/// An edition of a strategy in another language, as a project: translated files are at the paths of their originals.
pub struct Edition<'a> {
    project: Holder<'a>,
    entries: Vec<Entry>,
    /// The path on disk of each translated file, by the path of its original.
    own: HashMap<String, String>,
    /// Paths of files in shared folders that only this edition has.
    unmatched: BTreeSet<String>,
}

enum Holder<'a> {
    Borrowed(&'a dyn Project),
    Shared(Arc<dyn Project>),
    Own(Box<dyn Project>),
}

impl std::fmt::Debug for Edition<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Edition").field("project", &self.name()).field("own", &self.own).finish_non_exhaustive()
    }
}

impl<'a> Edition<'a> {
    /// The edition of `project` in `language`.
    ///
    /// # Errors
    /// If the project cannot be listed.
    pub fn new(project: &'a dyn Project, language: &str) -> Result<Self, Error> {
        Self::of(Holder::Borrowed(project), language)
    }

    /// As [`Edition::new`], for a project that nothing else uses.
    ///
    /// # Errors
    /// If the project cannot be listed.
    pub fn owning(project: Box<dyn Project>, language: &str) -> Result<Edition<'static>, Error> {
        Edition::of(Holder::Own(project), language)
    }

    /// As [`Edition::new`], for a project that others keep, too.
    ///
    /// # Errors
    /// If the project cannot be listed.
    pub fn shared(project: Arc<dyn Project>, language: &str) -> Result<Edition<'static>, Error> {
        Edition::of(Holder::Shared(project), language)
    }

    fn of(project: Holder<'a>, language: &str) -> Result<Self, Error> {
        let (mut shared, mut own) = (BTreeMap::new(), HashMap::new());
        let mut replacing = BTreeMap::new();
        for entry in project.get().list()? {
            match translated(&entry.path) {
                Some((folder, tag, rest)) if tag == language => {
                    let path = format!("{folder}/{rest}");
                    own.insert(path.clone(), entry.path);
                    replacing.insert(path.clone(), Entry { path, fault: entry.fault });
                }
                Some(_) => {}
                None => {
                    let top = entry.path.split('/').next().unwrap_or_default();
                    // Comments are on the original.
                    if !OWN.contains(&top) && top != COMMENTS && entry.path != IDENTITY && !UNSHARED.contains(&entry.path.as_str()) {
                        shared.insert(entry.path.clone(), entry);
                    }
                }
            }
        }
        let is_text = |path: &&String| path.starts_with("chapters/") || path.starts_with("pages/");
        let unmatched = replacing.keys().filter(is_text).filter(|path| !shared.contains_key(*path)).cloned().collect();
        shared.extend(replacing);
        Ok(Self { project, entries: shared.into_values().collect(), own, unmatched })
    }

    /// The path on disk of the translated file at `path`; none if the file is the original's.
    #[must_use]
    pub fn own_path(&self, path: &str) -> Option<&str> {
        self.own.get(path).map(String::as_str)
    }

    /// Whether any file is translated.
    #[must_use]
    pub fn is_translated(&self) -> bool {
        !self.own.is_empty()
    }

    /// Whether the translated chapter or page at `path` has no original.
    #[must_use]
    pub fn is_unmatched(&self, path: &str) -> bool {
        self.unmatched.contains(path)
    }
}

impl Holder<'_> {
    fn get(&self) -> &dyn Project {
        match self {
            Self::Borrowed(project) => *project,
            Self::Shared(project) => &**project,
            Self::Own(project) => &**project,
        }
    }
}

impl Project for Edition<'_> {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        Ok(self.entries.clone())
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        self.project.get().read(self.own.get(path).map_or(path, String::as_str), limit)
    }

    fn name(&self) -> String {
        self.project.get().name()
    }

    fn today(&self) -> Date {
        self.project.get().today()
    }
}

/// The earlier versions of an edition in another language: those that were translated.
pub struct EditionArchive<'a> {
    archive: &'a dyn Archive,
    language: &'a str,
}

impl std::fmt::Debug for EditionArchive<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EditionArchive").field("language", &self.language).finish_non_exhaustive()
    }
}

impl<'a> EditionArchive<'a> {
    /// The versions in `archive` with translations into `language`.
    #[must_use]
    pub fn new(archive: &'a dyn Archive, language: &'a str) -> Self {
        Self { archive, language }
    }
}

impl Archive for EditionArchive<'_> {
    fn list(&self) -> Result<Vec<String>, Error> {
        let is_translated = |version: &String| {
            self.archive.open(version).is_ok_and(|project| {
                project
                    .list()
                    .is_ok_and(|entries| entries.iter().any(|entry| translated(&entry.path).is_some_and(|(_, tag, _)| tag == self.language)))
            })
        };
        Ok(self.archive.list()?.into_iter().filter(is_translated).collect())
    }

    fn open(&self, version: &str) -> Result<Box<dyn Project>, Error> {
        Ok(Box::new(Edition::owning(self.archive.open(version)?, self.language)?))
    }
}
