//! The first words of each printed page, by which other formats show where it begins.

use std::collections::HashSet;

use super::pages::{Paged, Shape};
use super::tags::{TagId, TagRole};

/// What begins on a printed page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageStart {
    /// The number of the page as it is printed.
    pub label: String,
    /// The first words of the first block that begins on it.
    pub words: String,
}

/// How many bytes of words are collected.
const MOST: usize = 120;

/// What begins on each page of the text, in order. Pages on which nothing begins are left out, and so is the table of contents.
#[must_use]
pub fn page_starts(paged: &Paged) -> Vec<PageStart> {
    let mut begun: HashSet<TagId> = HashSet::new();
    let mut starts = Vec::new();
    for (at, page) in (0_u32..).zip(&paged.pages) {
        let mut first: Option<(TagId, String)> = None;
        let mut here = Vec::new();
        for (leaf, item) in &page.content {
            let Some(block) = paged.tags.leaves.get(leaf.0 as usize).and_then(|owner| block(paged, *owner)) else { continue };
            here.push(block);
            let Shape::Text(run) = &item.shape else { continue };
            match &mut first {
                None if !begun.contains(&block) => first = Some((block, run.text.to_string())),
                Some((own, words)) if *own == block && words.len() < MOST => words.push_str(&run.text),
                _ => {}
            }
        }
        begun.extend(here);
        let range = paged.labels.iter().rev().find(|range| range.from <= at);
        if let Some((_, words)) = first {
            let label = range.map_or_else(|| (at + 1).to_string(), |range| range.style.write(at - range.from + 1));
            starts.push(PageStart { label, words });
        }
    }
    starts
}

/// The heading, paragraph or cell that a tag belongs to; none in the table of contents.
fn block(paged: &Paged, tag: TagId) -> Option<TagId> {
    let mut block = None;
    let mut next = Some(tag);
    while let Some(id) = next {
        let tag = paged.tags.tag(id);
        match tag.role {
            TagRole::Toc => return None,
            TagRole::P | TagRole::H(_) | TagRole::LBody | TagRole::TH | TagRole::TD | TagRole::Caption if block.is_none() => block = Some(id),
            _ => {}
        }
        next = tag.parent;
    }
    block
}
