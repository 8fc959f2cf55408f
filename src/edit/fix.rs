//! Automatic fixes: applies the suggestions of diagnostics to files that are unchanged since they were checked.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::release::MARK;
use crate::diag::{Diagnostic, RuleName};
use crate::disk;
use crate::error::Error;
use crate::pipeline::{Checked, Inputs};
use crate::read::{ARCHIVE, certain_text, is_from_windows, path_on_disk, plain_text, readable, unrepaired};
use crate::span::{FileId, SourceMap};

/// How many words to show on either side of a change.
const WORDS_AROUND: usize = 5;

/// All automatic fixes, file by file, in the order of reports.
#[derive(Debug, Clone, Default)]
pub struct Fixes {
    /// The files that have fixes.
    pub files: Vec<FileFixes>,
}

/// The fixes for one file.
#[derive(Debug, Clone)]
pub struct FileFixes {
    /// The path of the file.
    pub path: PathBuf,
    /// The path shown in reports.
    pub name: String,
    /// In text order, without overlaps.
    pub fixes: Vec<Fix>,
    /// The text that was checked, with `\n` line ends.
    text: String,
}

/// A change that needs no judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The rule that suggests it.
    pub rule: RuleName,
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// The text before the change, with some context.
    pub before: String,
    /// The text after the change, with the same context.
    pub after: String,
    range: Range<usize>,
    replacement: String,
}

/// A file that was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The path shown in reports.
    pub name: String,
    /// Why, to complete "the file was not changed: …".
    pub why: &'static str,
}

/// What can be fixed automatically in the `checked` strategy of `inputs`, whose folder is `source`. Nothing is written yet.
#[must_use]
pub fn fixes(inputs: &Inputs<'_>, checked: &Checked, source: &Path) -> Fixes {
    Fixes::of(&checked.diagnostics, &checked.sources, source, &inputs.project.name())
}

impl Fixes {
    /// The suggestions of `diagnostics` for the strategy in `folder`, whose paths begin with `name` in reports. Other files and earlier
    /// versions are skipped, and so is a suggestion that overlaps an earlier one.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic], sources: &SourceMap, folder: &Path, name: &str) -> Self {
        let mut by_file: BTreeMap<FileId, Vec<Fix>> = BTreeMap::new();
        for diagnostic in diagnostics {
            let Some(suggestion) = &diagnostic.suggestion else { continue };
            let file = sources.file(suggestion.span.file);
            let is_own = *file.root == *name && !file.path.starts_with(&format!("{ARCHIVE}/"));
            if is_own {
                let range = suggestion.span.range();
                let line = file.location(suggestion.span.start).line;
                let fix = Fix::new(diagnostic.rule, line, &file.text, range, suggestion.replacement.clone());
                by_file.entry(suggestion.span.file).or_default().push(fix);
            }
        }
        let files = by_file.into_iter().map(|(id, mut fixes)| {
            let file = sources.file(id);
            fixes.sort_by_key(|fix| (fix.range.start, fix.range.end));
            let mut end = None;
            fixes.retain(|fix| {
                let is_free = end.is_none_or(|end| fix.range.start > end);
                end = if is_free { Some(fix.range.end) } else { end };
                is_free
            });
            FileFixes { path: path_on_disk(folder, &file.path), name: format!("{}{}", file.root, file.path), fixes, text: file.text.clone() }
        });
        Self { files: files.collect() }
    }

    /// The number of changes.
    #[must_use]
    pub fn count(&self) -> usize {
        self.files.iter().map(|file| file.fixes.len()).sum()
    }

    /// Rewrites every file, each one atomically. Returns the files that were not changed.
    ///
    /// # Errors
    /// If the system refuses. Files before that one have then been written.
    pub fn carry_out(&self) -> Result<Vec<Left>, Error> {
        let mut left = Vec::new();
        for file in &self.files {
            left.extend(file.carry_out()?.map(|why| Left { name: file.name.clone(), why }));
        }
        Ok(left)
    }
}

impl FileFixes {
    /// `raw` with the fixes, in Unicode normalisation form C and without control characters of Windows-1252 and ligatures, with its own line ends and byte order mark. `None` if it is not the text
    /// that was checked.
    #[must_use]
    pub fn fixed(&self, raw: &str) -> Option<String> {
        if plain_text(raw.to_owned()) != self.text {
            return None;
        }
        let raw = readable(raw.to_owned());
        let ends = self.fixes.iter().flat_map(|fix| [fix.range.start, fix.range.end]);
        let places = raw_places(&raw, ends);
        let mut fixed = String::with_capacity(raw.len());
        let mut done = 0;
        for (fix, place) in self.fixes.iter().zip(places.chunks(2)) {
            fixed.push_str(&raw[done..place[0]]);
            fixed.push_str(&fix.replacement);
            done = place[1];
        }
        fixed.push_str(&raw[done..]);
        Some(fixed)
    }

    /// Rewrites the file. Returns the reason if it was not changed.
    fn carry_out(&self) -> Result<Option<&'static str>, Error> {
        let path = &self.path;
        if fs::symlink_metadata(path).map_err(Error::io("read", path))?.is_symlink() {
            return Ok(Some("it is a link to another file; change that file instead"));
        }
        let raw = fs::read(path).map_err(Error::io("read", path))?;
        let Some(raw) = certain_text(raw) else { return Ok(Some("its encoding is not certain; save it as UTF-8 in your editor")) };
        let Some(fixed) = self.fixed(&raw) else { return Ok(Some("it was edited in the meantime; run the command again")) };
        disk::replace(path, fixed.as_bytes())?;
        Ok(None)
    }
}

/// Converts byte offsets in the text to byte offsets in the file, which may have a byte order mark and two-byte line ends. `places` are
/// in ascending order.
fn raw_places(raw: &str, places: impl Iterator<Item = usize>) -> Vec<usize> {
    let bytes = raw.as_bytes();
    let mut at = if raw.starts_with(MARK) { MARK.len() } else { 0 };
    let mut seen = 0;
    let mut found = Vec::new();
    for place in places {
        while seen < place {
            at += if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
            seen += 1;
        }
        found.push(at);
    }
    found
}

impl Fix {
    fn new(rule: RuleName, line: usize, text: &str, range: Range<usize>, replacement: String) -> Self {
        let before = text[..range.start].rsplit('\n').next().unwrap_or("");
        let after = text[range.end..].split('\n').next().unwrap_or("");
        let starts = before.char_indices().rev().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
        let start = starts.clone().nth(WORDS_AROUND).unwrap_or(0);
        let end = after.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).nth(WORDS_AROUND).unwrap_or(after.len());
        let lead = if start > 0 { "\u{2026} " } else { "" };
        let tail = if end < after.len() { " \u{2026}" } else { "" };
        let shown = |words: &str| {
            let text = format!("{lead}{}{words}{}{tail}", &before[start..], &after[..end]).replace('\n', " ");
            // Control characters in a file must not reach the terminal.
            text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>()
        };
        // A character that is decoded differently is the same in the text that was checked.
        let is_decoded = replacement == text[range.clone()];
        let read = &text[range.clone()];
        let written = match is_decoded {
            true if read.contains(is_from_windows) => read.replace(is_from_windows, "\u{fffd}"),
            true => unrepaired(read),
            false => read.to_owned(),
        };
        Self { rule, line, before: shown(&written), after: shown(&replacement), range, replacement }
    }
}

/// Shows each change as the line before and after it.
impl fmt::Display for Fixes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in &self.files {
            for fix in &file.fixes {
                writeln!(f, "{}, line {} ({}):\n- {}\n+ {}\n", file.name, fix.line, fix.rule, fix.before, fix.after)?;
            }
        }
        Ok(())
    }
}
