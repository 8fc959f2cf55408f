//! What a typesetter would count on the pages of an edition.

use std::collections::HashMap;

use greenpaper::layout::{FlawKind, LeafId, Paged, Shape, TagId};

/// Counts over all pages.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Measured {
    pub(crate) pages: usize,
    /// Pages of which more than a quarter is empty, although their chapter goes on.
    pub(crate) holes: usize,
    /// Boxes that go on on the next page.
    pub(crate) divided: usize,
    /// First or last lines of a paragraph that are alone on a page.
    pub(crate) stranded: usize,
    /// Last pages of a part with less than four lines.
    pub(crate) tails: usize,
}

pub(crate) fn measure(paged: &Paged) -> Measured {
    let of_kind = |is: fn(&FlawKind) -> bool| paged.pages.iter().flat_map(|page| &page.flaws).filter(|flaw| is(&flaw.kind)).count();
    Measured {
        pages: paged.pages.len(),
        holes: of_kind(|kind| matches!(kind, FlawKind::Hole(_))),
        divided: of_kind(|kind| *kind == FlawKind::DividedBox),
        stranded: stranded(paged),
        tails: tails(paged),
    }
}

/// The paragraph that a leaf belongs to.
fn paragraph(paged: &Paged, leaf: LeafId) -> Option<TagId> {
    let mut next = paged.tags.leaves.get(leaf.0 as usize).copied();
    while let Some(tag) = next {
        match paged.tags.tag(tag).role.name() {
            "P" | "LBody" => return Some(tag),
            "TD" | "TH" | "Note" | "Figure" | "TOCI" => return None,
            _ => next = paged.tags.tag(tag).parent,
        }
    }
    None
}

/// The heights, in tenths of a point, at which each paragraph has lines on a page.
fn lines(paged: &Paged, page: usize) -> HashMap<TagId, Vec<i32>> {
    let mut lines: HashMap<TagId, Vec<i32>> = HashMap::new();
    for (leaf, item) in &paged.pages[page].content {
        if let (Shape::Text(_), Some(tag)) = (&item.shape, paragraph(paged, *leaf)) {
            let heights = lines.entry(tag).or_default();
            let height = (item.at.y.0 * 10.0) as i32;
            if heights.iter().all(|other| (other - height).abs() > 60) {
                heights.push(height);
            }
        }
    }
    lines
}

fn stranded(paged: &Paged) -> usize {
    let pages: Vec<_> = (0..paged.pages.len()).map(|page| lines(paged, page)).collect();
    let alone = |pair: &[HashMap<TagId, Vec<i32>>]| {
        let both = pair[0].iter().filter_map(|(tag, before)| Some((before, pair[1].get(tag)?)));
        both.filter(|(before, after)| before.len() == 1 || after.len() == 1).count()
    };
    pages.windows(2).map(alone).sum()
}

fn tails(paged: &Paged) -> usize {
    let openings: Vec<usize> =
        paged.outline.iter().filter(|entry| entry.level == 1).map(|entry| paged.destinations[entry.destination as usize].page as usize).collect();
    let is_tail = |page: &usize| {
        let lines = lines(paged, *page);
        let content = &paged.pages[*page].content;
        let only_text = content.iter().all(|(leaf, _)| paragraph(paged, *leaf).is_some());
        !openings.contains(page) && only_text && !content.is_empty() && lines.values().map(Vec::len).sum::<usize>() < 4
    };
    openings.iter().copied().chain([paged.pages.len()]).filter_map(|opening| opening.checked_sub(1)).filter(is_tail).count()
}
