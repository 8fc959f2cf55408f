//! Addresses of pages: the texts that have one, reserved names, conflicts.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::model::{Chapter, Label};
use crate::span::{FileId, SourceMap, Span};

/// All texts that can be linked to.
pub(super) struct Texts<'a> {
    pub(super) chapters: &'a [Arc<Chapter<Label>>],
    pub(super) pages: &'a [Chapter<Label>],
    pub(super) home: Option<&'a Chapter<Label>>,
    pub(super) statement: Option<&'a Chapter<Label>>,
}

/// Addresses of generated pages, and of the folders of the site.
pub(super) const RESERVED: [&str; 19] = [
    "main",
    "feed",
    "index",
    "contents",
    "document",
    "glossary",
    "versions",
    "downloads",
    "actions",
    "progress",
    "accessibility",
    "search",
    "reading-settings",
    "404",
    "assets",
    "images",
    "data",
    "changes",
    "manifest",
];

/// The longest name of a page, in bytes: file systems allow 255, with the ending.
pub(super) const LONGEST_NAME: usize = 200;

/// Addresses in use.
#[derive(Default)]
pub(super) struct Slugs {
    taken: HashMap<String, FileId>,
}

impl Slugs {
    pub(super) fn claim(&mut self, slug: &str, text: &Chapter<Label>, map: &SourceMap, diagnostics: &mut Vec<Diagnostic>) {
        if RESERVED.contains(&slug) {
            diagnostics.push(
                Diagnostic::error("duplicate-slug", Span::new(text.file, 0..0), format!("the address `{slug}` belongs to the site itself"))
                    .hint("give the file another name"),
            );
        }
        self.claim_below(slug, text, map, diagnostics);
    }

    pub(super) fn claim_below(&mut self, slug: &str, text: &Chapter<Label>, map: &SourceMap, diagnostics: &mut Vec<Diagnostic>) {
        if text.slug.len() > LONGEST_NAME {
            diagnostics.push(
                Diagnostic::error("file-name", Span::new(text.file, 0..0), "this file's name is too long for a web address")
                    .hint("give the file a shorter name: a few words with hyphens"),
            );
        }
        if let Some(other) = self.taken.get(slug) {
            let other = &map.file(*other).path;
            diagnostics.push(
                Diagnostic::error(
                    "duplicate-slug",
                    Span::new(text.file, 0..0),
                    format!("this file and `{other}` have the same address: {slug}.html"),
                )
                .hint("an address is the file's name without its number: rename one of the two"),
            );
        } else {
            self.taken.insert(slug.to_owned(), text.file);
        }
    }
}
