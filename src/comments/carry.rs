//! How passages changed between the version that a comment was written on and the present one.

use std::collections::{HashMap, HashSet};

use crate::compare::Side;
use crate::history::{self, Identity};
use crate::model::{Block, Change, Chapter, Draft, Label, MoveEnd, NodeId};
use crate::span::SourceMap;

/// What happened to a passage since a comment was written on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// It is the same.
    Same,
    /// Its words changed.
    Edited,
    /// It is in another position.
    Moved,
    /// It is in another position, and its words changed.
    MovedAndEdited,
    /// It was divided into several paragraphs.
    Split,
    /// It became part of a paragraph with others.
    Joined,
    /// It was removed.
    Removed,
    /// It was not found in the version that the comment names.
    Unplaced,
}

impl Fate {
    /// Every fate, in order.
    pub const ALL: [Self; 8] =
        [Self::Same, Self::Edited, Self::Moved, Self::MovedAndEdited, Self::Split, Self::Joined, Self::Removed, Self::Unplaced];

    /// Its name in files and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Edited => "edited",
            Self::Moved => "moved",
            Self::MovedAndEdited => "moved and edited",
            Self::Split => "split",
            Self::Joined => "joined",
            Self::Removed => "removed",
            Self::Unplaced => "unplaced",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.name() == name)
    }
}

/// How the blocks of an older version fared up to the present one.
#[derive(Debug)]
pub struct Fates {
    old: HashMap<NodeId, u64>,
    new: HashMap<NodeId, u64>,
    moved: HashSet<NodeId>,
    divided: HashMap<NodeId, Divided>,
}

/// A paragraph that was split or joined.
#[derive(Debug, Clone, Copy)]
enum Divided {
    /// Into several, of which the one with its identity goes first.
    Split,
    /// Into the paragraph with this identity.
    Joined(NodeId),
}

impl Fates {
    /// From `old` to `new`, each with its files. Their blocks have identities.
    #[must_use]
    pub fn of((old, old_files): Side<'_>, (new, new_files): Side<'_>) -> Self {
        let (mut moved, mut divided) = (HashSet::new(), HashMap::new());
        // A version that is compared with itself has no moves, even if two of its chapters have the same name.
        if !std::ptr::eq(old, new) {
            let redline = history::redline(old, new);
            each_text(&redline, &mut |chapter| moves(chapter, &mut moved, &mut divided));
        }
        Self { old: hashes(old, old_files), new: hashes(new, new_files), moved, divided }
    }

    /// What happened to the block with this identity.
    #[must_use]
    pub fn get(&self, id: NodeId) -> Fate {
        match self.divided.get(&id) {
            Some(Divided::Split) => return Fate::Split,
            Some(Divided::Joined(_)) => return Fate::Joined,
            None => {}
        }
        match (self.old.get(&id), self.new.get(&id)) {
            (None, _) => Fate::Unplaced,

            (Some(_), None) => Fate::Removed,
            (Some(old), Some(new)) => match (self.moved.contains(&id), old != new) {
                (false, false) => Fate::Same,
                (false, true) => Fate::Edited,
                (true, false) => Fate::Moved,
                (true, true) => Fate::MovedAndEdited,
            },
        }
    }

    /// The block in which the words of the block with this identity are now, if they are anywhere.
    #[must_use]
    pub fn place(&self, id: NodeId) -> NodeId {
        match self.divided.get(&id) {
            Some(Divided::Joined(whole)) => *whole,
            Some(Divided::Split) | None => id,
        }
    }
}

/// Hashes of the words and contents of every block.
fn hashes(draft: &Draft, files: &SourceMap) -> HashMap<NodeId, u64> {
    Identity::of(draft, files, None).blocks.into_values().flatten().map(|block| (block.id, block.hash)).collect()
}

fn each_text(draft: &Draft, see: &mut dyn FnMut(&Chapter<Label>)) {
    for chapter in &draft.chapters {
        see(chapter);
        chapter.sections.iter().for_each(&mut *see);
    }
    draft.pages.iter().chain(&draft.home).chain(&draft.statement).chain(&draft.transcripts).for_each(see);
}

/// Adds every block of `chapter` that moved, with what is inside it, and every paragraph that was split or joined.
fn moves(chapter: &Chapter<Label>, moved: &mut HashSet<NodeId>, divided: &mut HashMap<NodeId, Divided>) {
    fn blocks(list: &[Block<Label>], has_moved: bool, moved: &mut HashSet<NodeId>, divided: &mut HashMap<NodeId, Divided>) {
        let joined: Vec<(usize, NodeId)> = (0..)
            .zip(list)
            .filter(|(_, block)| matches!(block.change.as_deref(), Some(Change::Joined(_))))
            .map(|(at, block)| (at, block.id))
            .collect();
        for (at, block) in list.iter().enumerate() {
            let end = block.change.as_deref().and_then(Change::move_end);
            let has_moved = has_moved || end == Some(MoveEnd::New);
            // Within something else that moved, only the place that it left may be marked.
            if has_moved || end == Some(MoveEnd::Old) {
                moved.insert(block.id);
            }
            match block.change.as_deref() {
                Some(Change::Split(division)) if division.was.is_some() => {
                    divided.insert(block.id, Divided::Split);
                }
                Some(Change::Joined(_)) => {
                    divided.insert(block.id, Divided::Joined(block.id));
                }
                Some(Change::JoinedAway) => {
                    // The parts of a whole are beside it.
                    let next = joined.partition_point(|(place, _)| *place < at);
                    let near = joined[next.saturating_sub(1)..joined.len().min(next + 1)].iter().min_by_key(|(place, _)| place.abs_diff(at));
                    divided.extend(near.map(|(_, whole)| (block.id, Divided::Joined(*whole))));
                }
                _ => {}
            }
            block.kind.each_list(&mut |inner| blocks(inner, has_moved, moved, divided));
        }
    }
    blocks(&chapter.body, false, moved, divided);
    chapter.footnotes.iter().for_each(|note| blocks(&note.body, false, moved, divided));
}
