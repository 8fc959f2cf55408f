//! What every part of a redline works with.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::align::Alignment;
use super::super::tree::Tree;
use super::links::Links;
use super::words::Notes;
use crate::model::{Block, BlockKind, Image, ImageSource, Inline, Label, Picture, ValueChange, Walk, WalkContext};

/// Two versions and how their blocks are aligned. Its methods, one file a concern, compare texts, lists, blocks and lines.
pub(super) struct Redliner<'a> {
    pub(super) old: Tree<'a>,
    pub(super) new: Tree<'a>,
    pub(super) alignment: Alignment,
    /// Whether blocks have identities; otherwise they get some for this redline alone.
    pub(super) has_ids: bool,
    pub(super) links: Links<'a>,
    /// Paths of pictures whose files differ.
    repainted: HashSet<&'a str>,
    /// The new path of each picture whose file has another name now, by its old path.
    renamed: HashMap<&'a str, &'a str>,
}

impl<'a> Redliner<'a> {
    pub(super) fn new(old: Tree<'a>, new: Tree<'a>, alignment: Alignment, pictures: (&'a [Picture], &'a [Picture])) -> Self {
        let before: HashMap<&str, u64> = pictures.0.iter().map(|picture| (picture.path.as_str(), picture.content)).collect();
        let differs = |picture: &&Picture| before.get(picture.path.as_str()).is_some_and(|content| *content != picture.content);
        let repainted = pictures.1.iter().filter(differs).map(|picture| picture.path.as_str()).collect();
        let has_ids = old.nodes.iter().chain(&new.nodes).all(|node| node.block.id.is_some());
        let links = Links::new(&old, &new, &alignment.roots, |before| alignment.new_of(before));
        Self { old, new, alignment, has_ids, links, repainted, renamed: renamed(pictures) }
    }

    /// The path of a picture of the older version, as written, with the name that its file has now.
    pub(super) fn present_path<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let (folder, name) = path.split_at(path.len() - below(path).len());
        self.renamed.get(name).map_or(Cow::Borrowed(path), |now| Cow::Owned(format!("{folder}{now}")))
    }

    /// Whether the file of a picture has another content now, under the same name.
    pub(super) fn is_repainted(&self, image: &Image) -> bool {
        let ImageSource::Path(path) = &image.source else { return false };
        self.repainted.contains(below(path))
    }

    /// Whether a picture in one of these new blocks is [repainted](Self::is_repainted).
    pub(super) fn shows_repainted(&self, nodes: Range<usize>) -> bool {
        struct Sought<'s, 'a>(&'s Redliner<'a>, bool);
        impl Walk<Label> for Sought<'_, '_> {
            fn line(&mut self, line: &[Inline<Label>], _: WalkContext) {
                self.1 |= self.0.has_repainted(line);
            }
            fn figure(&mut self, image: &Image) {
                self.1 |= self.0.is_repainted(image);
            }
        }
        let mut sought = Sought(self, false);
        if let Some(first) = self.new.nodes.get(nodes.start).filter(|_| !self.repainted.is_empty()) {
            sought.blocks(std::slice::from_ref(first.block));
        }
        sought.1
    }

    /// Whether a line shows a picture that is [repainted](Self::is_repainted), or one whose file has another name now.
    fn has_repainted(&self, line: &[Inline<Label>]) -> bool {
        line.iter().any(|inline| {
            let is_one = matches!(inline, Inline::Image(image) if self.is_repainted(image) || self.is_renamed(image));
            is_one || self.has_repainted(inline.content())
        })
    }

    fn is_renamed(&self, image: &Image) -> bool {
        matches!(&image.source, ImageSource::Path(path) if self.renamed.contains_key(below(path)))
    }

    /// An old line in which repainted pictures have another path to the same file, so that they differ from the new ones, and pictures
    /// whose file has another name now have that name.
    pub(super) fn repainted_line<'l>(&self, line: &'l [Inline<Label>]) -> Cow<'l, [Inline<Label>]> {
        if self.repainted.is_empty() && self.renamed.is_empty() || !self.has_repainted(line) {
            return Cow::Borrowed(line);
        }
        let mut line = line.to_vec();
        for inline in &mut line {
            if let Inline::Image(image) = inline {
                let is_repainted = self.is_repainted(image);
                if let ImageSource::Path(path) = &mut image.source {
                    *path = if is_repainted { format!("./{path}") } else { self.present_path(path).into_owned() }.into();
                }
            } else if let Some(content) = inline.content_mut() {
                *content = self.repainted_line(content).into_owned();
            }
        }
        Cow::Owned(line)
    }
}

/// A path from the folder of pictures: as written, it begins at the file of its text.
fn below(path: &str) -> &str {
    path.trim_start_matches("./").trim_start_matches("../")
}

/// The new path of each old picture whose content has another name now, and only that.
fn renamed<'a>((old, new): (&'a [Picture], &'a [Picture])) -> HashMap<&'a str, &'a str> {
    let names = |pictures: &'a [Picture]| pictures.iter().map(|picture| picture.path.as_str()).collect::<HashSet<_>>();
    let (before, now) = (names(old), names(new));
    let mut by_content: HashMap<u64, &str> = HashMap::new();
    for picture in new.iter().rev().filter(|picture| !before.contains(picture.path.as_str())) {
        by_content.insert(picture.content, &picture.path);
    }
    let gone = old.iter().filter(|picture| !now.contains(picture.path.as_str()));
    gone.filter_map(|picture| Some((picture.path.as_str(), *by_content.get(&picture.content)?))).collect()
}

/// The text in which two versions are compared.
pub(super) struct Scope {
    /// The number of each of the old text's footnotes in the redline.
    pub(super) notes: Notes,
    /// Inside a block that moved: the nodes of the old block, whose words are shown at their old position.
    pub(super) moved: Option<Range<usize>>,
    /// The old and the new text, if both have one.
    pub(super) roots: Option<(usize, usize)>,
}

impl Scope {
    /// A text without a counterpart, which has this many footnotes.
    pub(super) fn own(notes: usize) -> Self {
        Self { notes: (0..notes as u32).map(Some).collect(), moved: None, roots: None }
    }
}

/// A list of blocks, and the node of its first block.
pub(super) type List<'a> = (&'a [Block<Label>], usize);

/// A block with change marks, what else differs, and whether anything does.
pub(super) struct Compared {
    pub(super) kind: BlockKind<Label>,
    /// Values that marks cannot show, so that the old block must be shown as a whole.
    pub(super) replaced: Option<Vec<ValueChange>>,
    pub(super) differs: bool,
}
