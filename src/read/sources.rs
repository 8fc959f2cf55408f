//! Reads a strategy's files and sorts them by what they are for.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::fault::Fault;
use super::picture;
use super::project::{Entry, Files, Project};
use super::role::{Role, reading_order};
use super::text::{LARGEST_TEXT, text_of};
use super::unknown;
use crate::diag::{Diagnostic, Unseen, printable};
use crate::error::Error;
use crate::model::{Picture, is_invisible, slug};
use crate::span::{FileId, SourceMap, Span};

/// The contents of a strategy's folder, sorted by purpose.
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
    /// Texts in folders of `pages/`, which other pages embed.
    pub transcripts: Vec<TextSource>,
    /// `data/`.
    pub data: Vec<FileId>,
    /// `progress/`.
    pub progress: Vec<FileId>,
    /// `images/`.
    pub pictures: Vec<Picture>,
    /// Paths of the files of comments, which are not read here: they are no part of the document.
    pub comments: Vec<String>,
}

/// A Markdown file and its slug.
#[derive(Debug, Clone)]
pub struct TextSource {
    /// The file.
    pub file: FileId,
    /// Its name without the number prefix and extension.
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

/// How much of a picture is searched for its size, in bytes.
const PICTURE_HEAD: usize = 1 << 18;

/// Reads all files of a project.
///
/// Returns the sources, and findings about the files themselves (unknown, misplaced, not text), in no particular order.
///
/// # Errors
/// If a listed file cannot be read.
///
/// ```
/// use greenpaper::read::{self, FsProject};
///
/// let (sources, findings) = read::read(&FsProject::open("strategy".as_ref())?)?;
/// assert!(sources.strategy.is_some() && findings.is_empty());
/// # Ok::<(), greenpaper::Error>(())
/// ```
pub fn read(project: &dyn Project) -> Result<(Sources, Vec<Diagnostic>), Error> {
    let entries = project.list()?;
    let contents: Vec<Result<Content, Error>> = entries
        .par_iter()
        .map(|entry| match (entry.fault, Role::of(&entry.path)) {
            (None, Role::Picture) => project.read(&entry.path, u64::MAX).map(picture_of),
            (None, role) if role.is_text() => project.read(&entry.path, LARGEST_TEXT + 1).map(|bytes| Content::Text(text_of(bytes))),
            _ => Ok(Content::Nothing),
        })
        .collect();

    let mut files: Vec<(Role, Entry, Content)> = Vec::with_capacity(entries.len());
    for (entry, content) in entries.into_iter().zip(contents) {
        files.push((Role::of(&entry.path), entry, content?));
    }
    // The order of reports: settings, chapters, glossary, the rest.
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

/// The contents of all files that belong to a version, in path order: what an archive keeps. Unknown files, the author's guide and
/// earlier versions are left out.
///
/// # Errors
/// If one of them cannot be read.
pub fn read_version(project: &dyn Project) -> Result<Files, Error> {
    let entries = project.list()?;
    let is_part = |entry: &Entry| entry.fault.is_none() && !matches!(Role::of(&entry.path), Role::Comments | Role::Ignored | Role::Unknown);
    let parts = entries.into_par_iter().filter(is_part);
    parts.map(|entry| Ok((entry.path.clone(), project.read(&entry.path, u64::MAX)?))).collect()
}

/// The content of a file, as far as it is read.
enum Content {
    Nothing,
    /// The first bytes, which contain its size, and a hash of all.
    Picture(Vec<u8>, u64),
    /// The result of [`text_of`].
    Text((String, Vec<Fault>)),
}

fn picture_of(mut bytes: Vec<u8>) -> Content {
    let content = xxh3_64(&bytes);
    bytes.truncate(PICTURE_HEAD);
    Content::Picture(bytes, content)
}

/// What to say about a name that has characters which readers and authors cannot see. Joiners and selectors are part of emoji.
fn odd_name(path: &str) -> Option<(String, &'static str)> {
    let is_odd = |c: char| is_invisible(c) && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    let odd = path.chars().find(|c| is_odd(*c))?;
    let shown = path.replace(is_odd, "");
    let message = format!("the name `{shown}` has an invisible character (U+{:04X}), so links that are typed do not find it", u32::from(odd));
    Some((message, "rename the file: letters, digits and hyphens are safe everywhere"))
}

impl Sources {
    fn take_in(&mut self, role: Role, entry: Entry, content: Content, diagnostics: &mut Vec<Diagnostic>) {
        let Entry { path, fault } = entry;
        if Unseen::is_in(&path) || path.contains(['\n', '\t']) {
            // A terminal would interpret it.
            let path = printable(&path).replace(['\n', '\t'], "\u{fffd}");
            diagnostics.push(
                Diagnostic::error("file-name", self.empty(path.clone()), format!("the name `{path}` has an invisible character"))
                    .hint("rename the file: letters, digits and hyphens are safe everywhere"),
            );
            return;
        }
        if let Some(fault) = fault {
            diagnostics.push(
                Diagnostic::error("unusable-file", self.empty(path.clone()), format!("`{path}` cannot be used: {fault}"))
                    .hint("replace it with a copy of the file you want, or remove it"),
            );
            return;
        }
        let Content::Text((text, faults)) = content else {
            match (role, content) {
                (Role::Picture, Content::Picture(head, content)) => {
                    if let Some((message, hint)) = odd_name(&path) {
                        diagnostics.push(Diagnostic::warning("file-name", self.empty(path.clone()), message).hint(hint));
                    }
                    let size = picture::size(&path, &head);
                    self.pictures.push(Picture { path, size, content, shown: false });
                }
                (Role::Unknown, _) => {
                    let message = format!("`{path}` is not part of a strategy and is left out");
                    let finding = Diagnostic::warning("unknown-file", self.empty(path.clone()), message);
                    diagnostics.push(unknown::hints(&path).into_iter().fold(finding, Diagnostic::hint));
                }
                (Role::Comments, _) => self.comments.push(path),
                _ => {}
            }
            return;
        };
        let file = self.map.add(path.clone(), text);
        if let Some((message, hint)) = odd_name(&path) {
            diagnostics.push(Diagnostic::warning("file-name", Span::new(file, 0..0), message).hint(hint));
        }
        for Fault { rule, severity, place, message, hint, is_certain } in faults {
            let span = Span::new(file, place.clone());
            let finding = Diagnostic::new(severity, rule, span, message).hint(hint);
            let written = || self.map.file(file).text[place].to_owned();
            diagnostics.push(if is_certain { finding.suggest(span, written()) } else { finding });
        }
        match role {
            Role::Strategy => self.strategy = Some(file),
            Role::Chapter => self.chapter(file, &path, diagnostics),
            Role::Glossary => self.glossary.push(file),
            Role::Page => self.pages.extend(text_source(file, &path, diagnostics)),
            Role::Transcript => self.transcripts.extend(text_source(file, &path, diagnostics)),
            Role::Data => self.data.push(file),
            Role::Progress => self.progress.push(file),
            Role::Picture | Role::Translation | Role::Comments | Role::Ignored | Role::Unknown => {}
        }
    }

    /// An empty span in a new, empty file, so that reports can name its path.
    fn empty(&mut self, path: String) -> Span {
        Span::new(self.map.add(path, String::new()), 0..0)
    }

    fn chapter(&mut self, file: FileId, path: &str, diagnostics: &mut Vec<Diagnostic>) {
        let parts: Vec<&str> = path.split('/').collect();
        let [_, folder, name] = parts[..] else {
            self.chapters.extend(text_source(file, path, diagnostics).map(|text| ChapterSource { text, sections: Vec::new() }));
            return;
        };
        // The files of a folder are consecutive, with `index.md` anywhere among them; the first one opens the chapter.
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
                // A placeholder until index.md comes; folders without one are reported at the end.
                let placeholder = TextSource { file, slug: slug(without_number(folder)) };
                self.chapters.push(ChapterSource { text: placeholder, sections: Vec::new() });
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
                        .hint("a chapter that is a folder needs an index.md, with its title and the text before the first section"),
                );
            }
            is_whole
        });
    }
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
            Diagnostic::error("file-name", Span::new(file, 0..0), format!("the name `{name}` cannot be turned into a web address"))
                .hint("use a name like `02-geography.md`: a number for the order, then words with hyphens"),
        );
        return None;
    }
    Some(slug)
}

/// The name without its leading number and separator: `02-geography` becomes `geography`.
fn without_number(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let words = rest.trim_start_matches(['-', '_', '.', ' ']);
    if rest.len() < name.len() && words.len() < rest.len() { words } else { name }
}
