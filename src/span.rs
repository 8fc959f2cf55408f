//! Source files, byte ranges, and lines and columns.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Index of a file in the [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A range of bytes in one file; `start <= end`, both on character boundaries.
///
/// ```
/// use greenpaper::span::{SourceMap, Span};
/// let mut sources = SourceMap::default();
/// let file = sources.add("chapters/01.md".into(), "One\nTwo\n".into());
/// let span = Span::new(file, 4..7);
/// assert_eq!(sources.text(span), "Two");
/// assert_eq!(sources.file(file).location(span.start).line, 2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Start of the range.
    pub start: u32,
    /// End of the range, exclusive.
    pub end: u32,
}

impl Span {
    /// The span of `range` in `file`. `read` refuses files of 4 GiB or more.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` is entirely inside this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The bytes `start..end` of this span, counted from its start.
    #[must_use]
    pub fn part(self, start: usize, end: usize) -> Self {
        let range = self.range();
        let clamp = |at: usize| (range.start + at).min(range.end);
        Self::new(self.file, clamp(start)..clamp(end))
    }
}

/// A text file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path from its folder, with forward slashes.
    pub path: String,
    /// The folder as shown in reports: a prefix of `path`, empty or ending in a slash.
    pub root: Arc<str>,
    /// The text, with `\n` line endings.
    pub text: String,
    line_starts: OnceLock<Vec<u32>>,
}

/// Line and column, counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl SourceFile {
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let after_newline = self.text.match_indices('\n').map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(after_newline).collect()
        })
    }

    /// Line and column of byte `at`.
    #[must_use]
    pub fn location(&self, at: u32) -> Location {
        let line = self.line_starts().partition_point(|start| *start <= at);
        let start = self.line_starts()[line - 1] as usize;
        let end = self.text.floor_char_boundary(at as usize);
        Location { line, column: self.text[start..end.max(start)].chars().count() + 1 }
    }

    /// The byte range of all lines that `span` touches, without the last line ending.
    #[must_use]
    pub fn lines_of(&self, span: Span) -> Range<usize> {
        let starts = self.line_starts();
        let first = starts.partition_point(|start| *start <= span.start) - 1;
        let last_byte = if span.end > span.start { span.end - 1 } else { span.start };
        let after = starts.partition_point(|start| *start <= last_byte);
        let end = starts.get(after).map_or(self.text.len(), |next| *next as usize - 1);
        starts[first] as usize..end
    }
}

/// All source files, in the order in which they were added, which is the order of reports.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
    root: Arc<str>,
}

impl SourceMap {
    /// Sets the folder of files added from now on: empty, or ending in a slash.
    pub fn set_root(&mut self, root: &str) {
        self.root = root.into();
    }

    /// Adds a file and returns its id.
    pub fn add(&mut self, path: String, text: String) -> FileId {
        self.files.push(SourceFile { path, root: Arc::clone(&self.root), text, line_starts: OnceLock::new() });
        FileId(self.files.len() as u32 - 1)
    }

    /// Adds the files of `other`, in their order, and returns how many were here before: ids from `other` grow by that. `rename` gives a file
    /// another path, if it has one.
    pub fn append(&mut self, other: &Self, rename: impl Fn(&str) -> Option<String>) -> u32 {
        let before = self.files.len() as u32;
        self.files.extend(other.files.iter().cloned().map(|file| SourceFile { path: rename(&file.path).unwrap_or(file.path), ..file }));
        before
    }

    /// The file with this id.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(at, file)| (FileId(at as u32), file))
    }

    /// Frees the text of every file that is not needed. Lines and columns in such a file are no longer known.
    pub fn forget_texts(&mut self, is_needed: impl Fn(FileId) -> bool) {
        let forgotten = self.files.iter_mut().zip(0..).filter(|(_, at)| !is_needed(FileId(*at)));
        forgotten.for_each(|(file, _)| file.text = String::new());
    }

    /// Replaces the characters in `ranges` of a file by asterisks, so that no report shows them. Lines and offsets stay as they are, columns
    /// after a character of several bytes do not.
    pub fn conceal(&mut self, id: FileId, ranges: impl IntoIterator<Item = Range<usize>>) {
        let text = &mut self.files[id.0 as usize].text;
        for range in ranges {
            let Some(concealed) = text.get(range.clone()) else { continue };
            let stars: String = concealed.bytes().map(|byte| if byte == b'\n' { '\n' } else { '*' }).collect();
            text.replace_range(range, &stars);
        }
    }

    /// The text that `span` covers.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.range()).unwrap_or("")
    }
}
