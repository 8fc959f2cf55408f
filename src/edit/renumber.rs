//! Makes room for a file between numbered ones: plans new numbers for those after it, and keeps links to them.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::disk;
use crate::error::{Error, Refusal};
use crate::model::join_path;
use crate::read::{Entry, Project, path_on_disk};

/// A name of a file or folder in two parts: `05` and `-our-vision.md`.
fn split(name: &str) -> Option<(u64, usize, &str)> {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    Some((name[..digits].parse().ok()?, digits, &name[digits..]))
}

/// The number for a new file before `names[at]`, zero-padded like theirs, and the names after it that need a new number, each with its new
/// name. `None` if not all have numbers.
///
/// The names are in reading order. Gaps between numbers are used before anything is renamed.
pub(super) fn make_room(names: &[String], at: usize) -> Option<(String, Vec<(String, String)>)> {
    let parts: Vec<(u64, usize, &str)> = names.iter().map(|name| split(name)).collect::<Option<_>>()?;
    let width = parts.iter().map(|(_, digits, _)| *digits).max().unwrap_or(2);
    let number = match (at.checked_sub(1).and_then(|before| parts.get(before)), parts.get(at)) {
        (Some((before, ..)), _) => before.saturating_add(1),
        (None, Some((next, ..))) => next.saturating_sub(1),
        (None, None) => 1,
    };
    let mut last = number;
    let mut renames = Vec::new();
    for (name, (number, _, rest)) in names.iter().zip(&parts).skip(at) {
        if *number > last {
            break;
        }
        last = last.saturating_add(1);
        renames.push((name.clone(), format!("{last:0width$}{rest}")));
    }
    Some((format!("{number:0width$}"), renames))
}

/// New names of files or folders, and the texts whose links lead to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Renumbering {
    /// Old and new paths from the strategy's folder, in reading order.
    pub(super) renames: Vec<(String, String)>,
    /// Files with links to them, by their old paths: the old and the new text.
    pub(super) edits: Vec<(String, String, String)>,
}

impl Renumbering {
    /// Plans `renames` and the edits that they need.
    ///
    /// # Errors
    /// If a new name is taken, or a file cannot be read.
    pub(super) fn plan(project: &dyn Project, renames: Vec<(String, String)>) -> Result<Self, Error> {
        if renames.is_empty() {
            return Ok(Self::default());
        }
        let paths: Vec<String> = project.list()?.into_iter().filter(|entry| entry.fault.is_none()).map(|entry| entry.path).collect();
        let mut edits = Vec::new();
        for path in paths.into_iter().filter(|path| path.ends_with(".md")) {
            // What is not text has no links.
            let Ok(before) = String::from_utf8(project.read(&path, u64::MAX)?) else { continue };
            let after = relinked(&before, &path, &renames);
            if after != before {
                edits.push((path, before, after));
            }
        }
        Ok(Self { renames, edits })
    }

    /// The path that a file has afterwards.
    pub(super) fn new_path(&self, path: &str) -> String {
        self.renames.iter().find_map(|(old, new)| moved(path, old, new)).unwrap_or_else(|| path.to_owned())
    }

    /// Renames and edits the files in the strategy's folder `source`; if something fails, undoes what was done.
    ///
    /// Renames start with the last, so that the order of the texts is the same after each.
    ///
    /// # Errors
    /// If a file has changed in the meantime, a new name is taken, or the system refuses.
    pub(super) fn carry_out(&self, source: &Path) -> Result<Done, Error> {
        let mut done = Done::default();
        match self.try_all(source, &mut done) {
            Ok(()) => Ok(done),
            Err(fault) => {
                done.undo();
                Err(fault)
            }
        }
    }

    fn try_all(&self, source: &Path, done: &mut Done) -> Result<(), Error> {
        for (path, before, _) in &self.edits {
            let place = path_on_disk(source, path);
            if fs::read(&place).map_err(Error::io("read", &place))? != before.as_bytes() {
                return Err(Refusal::FileChanged(place).into());
            }
        }
        for (old, new) in self.renames.iter().rev() {
            let (from, to) = (path_on_disk(source, old), source.join(new));
            if to.symlink_metadata().is_ok() {
                return Err(Refusal::NameTaken(to).into());
            }
            fs::rename(&from, &to).map_err(Error::io("rename", &from))?;
            done.renamed.push((from, to));
        }
        for (path, before, after) in &self.edits {
            let place = path_on_disk(source, &self.new_path(path));
            disk::replace(&place, after.as_bytes())?;
            done.edited.push((place, before.clone()));
        }
        Ok(())
    }
}

/// What has been done on disk.
#[derive(Debug, Default)]
pub(super) struct Done {
    renamed: Vec<(PathBuf, PathBuf)>,
    edited: Vec<(PathBuf, String)>,
}

impl Done {
    /// Restores names and texts as far as the system allows.
    pub(super) fn undo(&self) {
        for (place, before) in self.edited.iter().rev() {
            let _ = disk::replace(place, before.as_bytes());
        }
        for (from, to) in self.renamed.iter().rev() {
            let _ = fs::rename(to, from);
        }
    }
}

/// `path` after `old` became `new`, if it is that file or in that folder.
fn moved(path: &str, old: &str, new: &str) -> Option<String> {
    let rest = path.strip_prefix(old)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| format!("{new}{rest}"))
}

/// The text of the file `path`, with the new names in the addresses of its links.
fn relinked(text: &str, path: &str, renames: &[(String, String)]) -> String {
    let mut text = text.to_owned();
    // Last first: a new name may be the old name of the next.
    for (old, new) in renames.iter().rev() {
        let (old_name, new_name) = (old.rsplit('/').next().unwrap_or(old), new.rsplit('/').next().unwrap_or(new));
        text = replaced(&text, path, (old, old_name), new_name);
        if old_name.contains(' ') {
            text = replaced(&text, path, (old, &old_name.replace(' ', "%20")), &new_name.replace(' ', "%20"));
        }
    }
    text
}

fn replaced(text: &str, path: &str, (old, old_name): (&str, &str), new_name: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, _) in text.match_indices(old_name) {
        if is_address(text, path, at, old, old_name) {
            result.push_str(&text[copied..at]);
            result.push_str(new_name);
            copied = at + old_name.len();
        }
    }
    result + &text[copied..]
}

/// Whether the name at byte `at` is part of a link's address in the file `path`, and that address leads to `old`.
fn is_address(text: &str, path: &str, at: usize, old: &str, name: &str) -> bool {
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | '%' | '~');
    let start = at - text[..at].chars().rev().take_while(|c| is_path(*c)).map(char::len_utf8).sum::<usize>();
    let before = text[..start].trim_end_matches([' ', '\t']);
    // `](address`, `](<address`, `href="address`, `[label]: address`
    let opens = before.len() == start && before.ends_with(['(', '<', '"', '\'']) || before.ends_with("]:");
    let ends = text[at + name.len()..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '>' | '"' | '\'' | '#' | '?' | '/'));
    let written = text[start..at + name.len()].replace("%20", " ");
    opens && ends && join_path(path, &written).as_deref() == Some(old)
}

/// A project after a renumbering, without its edits.
pub(super) struct Renumbered<'a> {
    pub(super) project: &'a dyn Project,
    pub(super) renumbering: &'a Renumbering,
}

impl Project for Renumbered<'_> {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        let entries = self.project.list()?.into_iter();
        let mut entries: Vec<Entry> = entries.map(|entry| Entry { path: self.renumbering.new_path(&entry.path), ..entry }).collect();
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let old = self.renumbering.renames.iter().find_map(|(old, new)| moved(path, new, old));
        self.project.read(old.as_deref().unwrap_or(path), limit)
    }

    fn name(&self) -> String {
        self.project.name()
    }

    fn today(&self) -> Date {
        self.project.today()
    }
}
