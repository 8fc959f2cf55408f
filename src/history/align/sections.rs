//! Sections whose headings correspond, wherever they are: what is left in them is sought there.

use super::super::tree::Tree;
use super::alignment::Alignment;
use crate::model::BlockKind;

/// The blocks below each pair of headings, as far as their sections go, where both have some without a partner.
pub(super) fn open(old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment) -> Vec<(Vec<usize>, Vec<usize>)> {
    let is_heading = |at: &usize| matches!(new.nodes[*at].block.kind, BlockKind::Heading(_));
    let pairs = (0..new.nodes.len()).filter(is_heading).filter_map(|now| Some((alignment.old_of(now)?, now)));
    let open = |(before, now): (usize, usize)| {
        let (olds, news) = (below(old, before), below(new, now));
        let has_open = olds.iter().any(|at| alignment.new_of(*at).is_none()) && news.iter().any(|at| alignment.old_of(*at).is_none());
        has_open.then_some((olds, news))
    };
    pairs.filter_map(open).collect()
}

/// The siblings below a heading, as far as the next one that is not below it.
fn below(tree: &Tree<'_>, heading: usize) -> Vec<usize> {
    let level = |at: usize| if let BlockKind::Heading(heading) = &tree.nodes[at].block.kind { Some(heading.level) } else { None };
    let (own, parent) = (level(heading), tree.nodes[heading].parent);
    let root = &tree.roots[tree.root_of(heading)];
    let end = if heading < root.notes { root.notes } else { root.end };
    let siblings = std::iter::successors(Some(heading + 1), |at| Some(at + tree.nodes.get(*at)?.size as usize));
    siblings.take_while(|at| *at < end && tree.nodes[*at].parent == parent && level(*at).is_none_or(|level| Some(level) > own)).collect()
}
