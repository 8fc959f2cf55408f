//! Where what moved came from and went to.

use std::collections::HashMap;

use super::super::moved_parts::MovedParts;
use crate::model::{How, MoveEnd, NodeId};

/// Where moved blocks come from and go to.
pub(super) struct Sources<'r> {
    /// The old and the new path of each moved block.
    pub(super) ends: &'r HashMap<NodeId, (String, String)>,
    pub(super) titles: &'r HashMap<String, &'r str>,
    /// Sentences and rows that moved to another block.
    pub(super) parts: MovedParts,
}

impl Sources<'_> {
    /// How something moved, seen from one end of its move in the text at `path`.
    pub(super) fn how(&self, ends: Option<&(String, String)>, path: &str, end: MoveEnd) -> How {
        match (ends, end) {
            (Some((from, _)), MoveEnd::New) if from != path => How::MovedFrom(self.title(from)),
            (Some((_, to)), MoveEnd::Old) if to != path => How::MovedTo(self.title(to)),
            _ => How::Moved,
        }
    }

    /// The title of the text at a path.
    pub(super) fn title(&self, path: &str) -> String {
        self.titles.get(path).map_or_else(|| path.to_owned(), |title| (*title).to_owned())
    }
}
