//! From folders to text: which files a strategy has, and what each is for.
//!
//! The only reader of the disk and of the clock. Everything behind it works on [`Sources`].

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this room reads the disk, the clock and the environment for all others")]

mod archive;
mod overlay;
mod picture;
mod text;

use std::fs;
use std::hash::Hash as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;
use walkdir::WalkDir;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

pub use archive::{ARCHIVE, Archive, FolderArchive, IDENTITY};
pub(crate) use archive::{READY, STAGING};
pub use overlay::Overlay;
use text::{Fault, LARGEST_TEXT, text_of};
pub(crate) use text::{composed, plain_text};

use crate::diag::Diagnostic;
use crate::error::Error;
use crate::model::{Picture, slug};
use crate::span::{FileId, SourceMap, Span};

/// A strategy's folder, wherever it is.
pub trait Project: Send + Sync {
    /// All files below the folder, sorted by path; folders and files whose name starts with a dot are left out, and so
    /// are earlier versions, which an [`Archive`] keeps.
    ///
    /// # Errors
    /// When the folder itself cannot be read.
    fn list(&self) -> Result<Vec<Entry>, Error>;
    /// A file's bytes, at most `limit` of them.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error>;
    /// What reports put before paths: empty, or ending in a slash.
    fn name(&self) -> String;
    /// The day of the build.
    fn today(&self) -> Date;
}

/// A file of a [`Project`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// From the project's folder, with forward slashes.
    pub path: String,
    /// Why it cannot be used: a link that leads out of the folder, say.
    pub fault: Option<&'static str>,
}

/// A strategy in a folder of the file system.
#[derive(Debug)]
pub struct FsProject {
    root: PathBuf,
}

/// What is no file has no end: reading it could wait for ever.
const NO_FILE: &str = "it is no file, but a pipe, a socket or a device through which programs talk to each other";

impl FsProject {
    /// The project in `root`.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn open(root: &Path) -> Result<Self, Error> {
        if root.is_dir() {
            return Ok(Self { root: root.to_owned() });
        }
        Err(Error::NoSource { path: root.to_owned(), is_file: root.exists() })
    }

    fn fault_of(&self, entry: &walkdir::DirEntry) -> Option<&'static str> {
        if entry.path().to_str().is_none() {
            return Some("its name is not valid text: rename it");
        }
        if !entry.path_is_symlink() {
            return (!entry.file_type().is_file()).then_some(NO_FILE);
        }
        let target = || -> std::io::Result<_> {
            let target = fs::canonicalize(entry.path())?;
            Ok((target.starts_with(fs::canonicalize(&self.root)?), fs::metadata(target)?.file_type()))
        };
        match target() {
            Ok((true, kind)) if kind.is_file() => None,
            Ok((_, kind)) if kind.is_dir() => Some("it is a link to a folder: copy the folder here instead"),
            Ok((true, _)) => Some(NO_FILE),
            _ => Some("it is a link that leads out of the strategy's folder, or nowhere: copy the file here instead"),
        }
    }
}

impl Project for FsProject {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        let is_hidden = |entry: &walkdir::DirEntry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() > 0 && name.starts_with('.') || entry.depth() == 1 && name == ARCHIVE && entry.file_type().is_dir()
        };
        let mut entries = Vec::new();
        for entry in WalkDir::new(&self.root).into_iter().filter_entry(|entry| !is_hidden(entry)) {
            let entry = entry.map_err(|cause| {
                let path = cause.path().unwrap_or(&self.root).to_owned();
                Error::Io { action: "read", path, cause: cause.into() }
            })?;
            // The folder itself may be a link.
            if entry.file_type().is_dir() || entry.depth() == 0 {
                continue;
            }
            let relative = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
            let path = relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            entries.push(Entry { path, fault: self.fault_of(&entry) });
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let full = self.root.join(path);
        let mut bytes = Vec::new();
        let open = fs::File::open(&full).and_then(|file| {
            bytes.reserve(file.metadata().map_or(0, |data| data.len().min(limit) as usize));
            file.take(limit).read_to_end(&mut bytes)
        });
        open.map_err(Error::io("read", full)).map(|_| bytes)
    }

    fn name(&self) -> String {
        let name = self.root.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if name == "." { String::new() } else { format!("{}/", name.trim_end_matches('/')) }
    }

    fn today(&self) -> Date {
        today()
    }
}

/// The day, in UTC.
///
/// `SOURCE_DATE_EPOCH` (reproducible-builds.org) stands in for the clock where a build must be repeatable.
#[must_use]
pub fn today() -> Date {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| jiff::Timestamp::from_second(seconds.parse().ok()?).ok());
    fixed.unwrap_or_else(jiff::Timestamp::now).to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// All that a strategy's folder holds, sorted out.
#[derive(Debug, Default)]
pub struct Sources {
    /// Every text file.
    pub map: SourceMap,
    /// `strategy.yaml`.
    pub strategy: Option<FileId>,
    /// `chapters/`, in reading order.
    pub chapters: Vec<ChapterSource>,
    /// `glossary/`.
    pub glossary: Vec<FileId>,
    /// `pages/`.
    pub pages: Vec<TextSource>,
    /// Texts below a folder of `pages/`: shown where another page asks for them.
    pub transcripts: Vec<TextSource>,
    /// `data/`.
    pub data: Vec<FileId>,
    /// `images/`.
    pub pictures: Vec<Picture>,
}

/// A Markdown file and the address its name gives.
#[derive(Debug, Clone)]
pub struct TextSource {
    /// The file.
    pub file: FileId,
    /// Its name without number prefix and ending.
    pub slug: String,
}

/// A chapter: a file, or a folder with sections.
#[derive(Debug)]
pub struct ChapterSource {
    /// The file, or the folder's `index.md`.
    pub text: TextSource,
    /// The folder's other files.
    pub sections: Vec<TextSource>,
}

/// The file that every strategy has.
pub const SETTINGS: &str = "strategy.yaml";
/// Enough of a picture to find its size in.
const PICTURE_HEAD: u64 = 1 << 18;

/// Reads all of a project.
///
/// Returns the sources and what is wrong with files as such (unknown, unreadable as text, misplaced), unsorted.
///
/// # Errors
/// When a file that is listed cannot be read.
pub fn read(project: &dyn Project) -> Result<(Sources, Vec<Diagnostic>), Error> {
    let entries = project.list()?;
    let contents: Vec<Result<Content, Error>> = entries
        .par_iter()
        .map(|entry| match (entry.fault, Role::of(&entry.path)) {
            (None, Role::Picture) => project.read(&entry.path, PICTURE_HEAD).map(Content::Picture),
            (None, role) if role.is_text() => project.read(&entry.path, LARGEST_TEXT + 1).map(|bytes| Content::Text(text_of(bytes))),
            _ => Ok(Content::Nothing),
        })
        .collect();

    let mut files: Vec<(Role, Entry, Content)> = Vec::with_capacity(entries.len());
    for (entry, content) in entries.into_iter().zip(contents) {
        files.push((Role::of(&entry.path), entry, content?));
    }
    // Reports follow the order in which an author thinks of the files: settings, chapters, glossary, the rest.
    files.sort_by_cached_key(|(role, entry, _)| (*role, reading_order(&entry.path)));

    let mut sources = Sources::default();
    sources.map.set_root(&project.name());
    let mut diagnostics = Vec::new();
    for (role, entry, content) in files {
        sources.take_in(role, entry, content, &mut diagnostics);
    }
    sources.drop_folders_without_index(&mut diagnostics);
    Ok((sources, diagnostics))
}

/// Files by path from their folder.
pub type Files = Vec<(String, Vec<u8>)>;

/// The bytes of every file that a version is made of, in the order of their paths: what an archive keeps. Unknown
/// files, the guide and earlier versions are no part of it.
///
/// # Errors
/// When one of them cannot be read.
pub fn read_version(project: &dyn Project) -> Result<Files, Error> {
    let entries = project.list()?;
    let is_part = |entry: &Entry| entry.fault.is_none() && !matches!(Role::of(&entry.path), Role::Ignored | Role::Unknown);
    let parts = entries.into_par_iter().filter(is_part);
    parts.map(|entry| Ok((entry.path.clone(), project.read(&entry.path, u64::MAX)?))).collect()
}

/// Stands for every file of `project` with all its bytes, whatever it is for.
///
/// # Errors
/// When one of them cannot be read.
pub fn digest(project: &dyn Project) -> Result<u128, Error> {
    let of_file = |entry: Entry| {
        let mut hasher = Xxh3::new();
        entry.hash(&mut hasher);
        if entry.fault.is_none() {
            hasher.update(&project.read(&entry.path, u64::MAX)?);
        }
        Ok(hasher.digest128())
    };
    let digests: Vec<u128> = project.list()?.into_par_iter().map(of_file).collect::<Result<_, Error>>()?;
    Ok(xxh3_128(&digests.into_iter().flat_map(u128::to_le_bytes).collect::<Vec<u8>>()))
}

/// What a file is for, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Strategy,
    Chapter,
    Glossary,
    Page,
    Transcript,
    Data,
    Picture,
    Ignored,
    Unknown,
}

impl Role {
    fn of(path: &str) -> Self {
        let mut parts = path.split('/');
        let (first, depth) = (parts.next().unwrap_or(""), parts.count());
        let is_markdown = path.ends_with(".md");
        match (first, depth) {
            (SETTINGS, 0) => Self::Strategy,
            ("README.md" | IDENTITY, 0) | (ARCHIVE, 1..) => Self::Ignored,
            ("chapters", 1 | 2) if is_markdown => Self::Chapter,
            ("glossary", 1) if is_markdown => Self::Glossary,
            ("pages", 1) if is_markdown => Self::Page,
            ("pages", 2) if is_markdown => Self::Transcript,
            ("data", 1) if path.ends_with(".csv") => Self::Data,
            ("images", 1..) if picture::is_picture(path) => Self::Picture,
            _ => Self::Unknown,
        }
    }

    fn is_text(self) -> bool {
        matches!(self, Self::Strategy | Self::Chapter | Self::Glossary | Self::Page | Self::Transcript | Self::Data)
    }
}

const FOLDERS: &str = "a strategy has strategy.yaml, chapters/, glossary/, pages/, images/ and data/; Markdown files end in `.md`, data files in `.csv`, pictures in `.svg`, `.png`, `.jpg`, `.gif`, `.webp` or `.avif`";

impl Sources {
    fn take_in(&mut self, role: Role, entry: Entry, content: Content, diagnostics: &mut Vec<Diagnostic>) {
        let Entry { path, fault } = entry;
        if path.contains(char::is_control) {
            // Reports are printed on terminals, which would obey it.
            let path = path.replace(char::is_control, "\u{fffd}");
            diagnostics.push(
                Diagnostic::error("file-name", self.empty(path.clone()), format!("the name `{path}` has a character that cannot be seen"))
                    .hint("rename the file: letters, digits and hyphens are safe everywhere"),
            );
            return;
        }
        if let Some(fault) = fault {
            diagnostics.push(
                Diagnostic::error("unusable-file", self.empty(path.clone()), format!("`{path}` cannot be used: {fault}"))
                    .hint("put a copy of what is meant in its place, or remove it"),
            );
            return;
        }
        let Content::Text((text, fault)) = content else {
            match (role, content) {
                (Role::Picture, Content::Picture(head)) => {
                    let size = picture::size(&path, &head);
                    self.pictures.push(Picture { path, size, shown: false });
                }
                (Role::Unknown, _) => diagnostics.push(
                    Diagnostic::warning("unknown-file", self.empty(path.clone()), format!("`{path}` has no place in a strategy and is left out"))
                        .nearest(
                            path.split('/').next().unwrap_or(&path),
                            ["chapters", "glossary", "pages", "images", "data", "strategy.yaml", "README.md"],
                        )
                        .hint(FOLDERS),
                ),
                _ => {}
            }
            return;
        };
        let file = self.map.add(path.clone(), text);
        if let Some(Fault { rule, place, message, hint }) = fault {
            diagnostics.push(Diagnostic::error(rule, Span::new(file, place), message).hint(hint));
        }
        match role {
            Role::Strategy => self.strategy = Some(file),
            Role::Chapter => self.chapter(file, &path, diagnostics),
            Role::Glossary => self.glossary.push(file),
            Role::Page => self.pages.extend(text_source(file, &path, diagnostics)),
            Role::Transcript => self.transcripts.extend(text_source(file, &path, diagnostics)),
            Role::Data => self.data.push(file),
            Role::Picture | Role::Ignored | Role::Unknown => {}
        }
    }

    /// A span in a file that has no text of its own, so that reports can name it.
    fn empty(&mut self, path: String) -> Span {
        Span::new(self.map.add(path, String::new()), 0..0)
    }

    fn chapter(&mut self, file: FileId, path: &str, diagnostics: &mut Vec<Diagnostic>) {
        let parts: Vec<&str> = path.split('/').collect();
        let [_, folder, name] = parts[..] else {
            self.chapters.extend(text_source(file, path, diagnostics).map(|text| ChapterSource { text, sections: Vec::new() }));
            return;
        };
        // Files of a folder stand together, `index.md` anywhere among them; the folder is a chapter from its first file on.
        let is_open = self.chapters.last().is_some_and(|chapter| self.folder_of(chapter.text.file) == Some(folder));
        if name == "index.md" {
            let Some(slug) = slug_of(folder, file, diagnostics) else { return };
            let text = TextSource { file, slug };
            if is_open && let Some(chapter) = self.chapters.last_mut() {
                chapter.text = text;
            } else {
                self.chapters.push(ChapterSource { text, sections: Vec::new() });
            }
        } else if let Some(section) = text_source(file, path, diagnostics) {
            if !is_open {
                // Stands in until index.md is met; what is left of it is reported in the end.
                let stand_in = TextSource { file, slug: slug(without_number(folder)) };
                self.chapters.push(ChapterSource { text: stand_in, sections: Vec::new() });
            }
            if let Some(chapter) = self.chapters.last_mut() {
                chapter.sections.push(section);
            }
        }
    }

    fn folder_of(&self, file: FileId) -> Option<&str> {
        let path = &self.map.file(file).path;
        path.strip_prefix("chapters/")?.split_once('/').map(|(folder, _)| folder)
    }

    fn drop_folders_without_index(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let map = &self.map;
        self.chapters.retain(|chapter| {
            let path = &map.file(chapter.text.file).path;
            let is_whole = chapter.sections.is_empty() || path.ends_with("/index.md");
            if !is_whole {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                diagnostics.push(
                    Diagnostic::error("no-index", Span::new(chapter.text.file, 0..0), format!("the folder `{folder}` has no index.md"))
                        .hint("a chapter that is a folder opens with index.md: its title, and what stands before the first section"),
                );
            }
            is_whole
        });
    }
}

/// Sorts `9-x` before `10-x`: the number at the start of each part of the path counts as a number.
fn reading_order(path: &str) -> Vec<(u64, String)> {
    let key = |part: &str| {
        let words = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = part[..part.len() - words.len()].parse().unwrap_or(u64::MAX);
        (number, words.to_owned())
    };
    path.split('/').map(key).collect()
}

fn text_source(file: FileId, path: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<TextSource> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let slug = slug_of(name.strip_suffix(".md").unwrap_or(name), file, diagnostics)?;
    Some(TextSource { file, slug })
}

fn slug_of(name: &str, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let slug = slug(without_number(name));
    if slug.is_empty() {
        diagnostics.push(
            Diagnostic::error("file-name", Span::new(file, 0..0), format!("the name `{name}` has no words for an address"))
                .hint("name it like `02-geography.md`: a number for the order, then words with hyphens"),
        );
        return None;
    }
    Some(slug)
}

/// The name without a leading number and what divides it from the words: `02-geography` is `geography`.
fn without_number(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let words = rest.trim_start_matches(['-', '_', '.', ' ']);
    if rest.len() < name.len() && words.len() < rest.len() { words } else { name }
}

/// What a file holds, as far as it is read.
enum Content {
    Nothing,
    /// As much as tells its size.
    Picture(Vec<u8>),
    /// What [`text_of`] makes of it.
    Text((String, Option<Fault>)),
}

/// All files of a theme's folder, by path from it.
///
/// # Errors
/// When one of them cannot be read.
pub fn read_folder(root: &Path) -> Result<Files, Error> {
    let project = FsProject::open(root)?;
    let entries = project.list()?;
    entries
        .into_iter()
        .filter(|entry| entry.fault.is_none())
        .map(|entry| Ok((entry.path.clone(), project.read(&entry.path, LARGEST_TEXT)?)))
        .collect()
}
