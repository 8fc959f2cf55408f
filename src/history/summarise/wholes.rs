//! Texts that moved as a whole, such as a chapter that became a section, and sections that are new or gone as a whole.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Block, BlockKind, Change, Chapter, How, Label, Mark, MoveEnd, NodeId, SummaryPart, Thing};

/// Old and new paths of texts all of whose blocks moved to one other text, or from one.
pub(super) struct Wholes {
    /// For each text that is gone, where all of it is.
    to: BTreeMap<String, String>,
    /// For each new text, where all of it was.
    from: BTreeMap<String, String>,
}

impl Wholes {
    /// Finds them among `texts`; `ends` are the old and the new path of each moved block.
    pub(super) fn of<'r>(texts: impl Iterator<Item = (String, &'r Chapter<Label>)>, ends: &HashMap<NodeId, (String, String)>) -> Self {
        let mut wholes = Self { to: BTreeMap::new(), from: BTreeMap::new() };
        for (path, text) in texts {
            let end = match text.change.as_deref().map(|change| change.mark) {
                Some(Mark::Removed) => MoveEnd::Old,
                Some(Mark::Added) => MoveEnd::New,
                Some(Mark::Unchanged | Mark::MovedHere | Mark::MovedAway | Mark::Split | Mark::Joined) | None => continue,
            };
            let other = |(from, to): &(String, String)| if end == MoveEnd::Old { to.clone() } else { from.clone() };
            let mut others = text.body.iter().map(|block| {
                let has_moved = block.change.as_deref().and_then(Change::move_end) == Some(end);
                ends.get(&block.id).filter(|_| has_moved).map(other)
            });
            if let Some(Some(first)) = others.next().filter(|first| others.all(|next| next == *first)) {
                if end == MoveEnd::Old { &mut wholes.to } else { &mut wholes.from }.insert(path, first);
            }
        }
        wholes
    }

    /// Makes one change of those of a text that moved as a whole, at either end. `title` names the text at a path.
    pub(super) fn merge(&self, path: &str, parts: Vec<SummaryPart>, title: impl Fn(&str) -> String) -> Vec<SummaryPart> {
        let gone = self.to.get(path).map(|to| How::MovedTo(title(to)));
        let came = self.from.get(path).into_iter().chain(self.to.iter().filter(|(_, to)| *to == path).map(|(from, _)| from));
        let mut parts = parts;
        for how in gone.into_iter().chain(came.map(|from| How::MovedFrom(title(from)))) {
            let Some(first) = parts.iter().position(|part| part.how == how) else { continue };
            let (same, mut rest): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.how == how);
            let inside = same.into_iter().flat_map(|part| part.inside).collect();
            let (names, former) = (Vec::new(), Vec::new());
            rest.insert(first.min(rest.len()), SummaryPart { thing: Thing::Whole, how, count: 1, names, former, inside });
            parts = rest;
        }
        parts
    }
}

/// The number of blocks of a section, its heading included, all of which are new or all of which are gone.
pub(super) fn whole_section(list: &[Block<Label>], change: &Change<Label>) -> Option<usize> {
    let level = |block: &Block<Label>| if let BlockKind::Heading(heading) = &block.kind { Some(heading.level) } else { None };
    let own = level(list.first()?)?;
    let is_new = matches!(change, Change::Added);
    // Only the other version has these here.
    let is_elsewhere = |block: &Block<Label>| match block.change.as_deref() {
        Some(other) if is_new => other.is_past(),
        Some(other) => matches!(other, Change::Added) || other.move_end() == Some(MoveEnd::New),
        None => false,
    };
    let end = (1..list.len()).find(|at| !is_elsewhere(&list[*at]) && level(&list[*at]).is_some_and(|level| level <= own)).unwrap_or(list.len());
    let is_alike = |block: &&Block<Label>| block.change.as_deref() == Some(change);
    let run = list[1..end].iter().take_while(is_alike).count();
    let all = list[1..end].iter().filter(|block| !is_elsewhere(block)).count();
    (run > 0 && run == all).then_some(run + 1)
}
