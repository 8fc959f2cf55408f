//! What is written, and what has been written so far.

use std::collections::{BTreeSet, HashMap};

use super::flow::Flow;
use super::marks::Marks;
use super::pictures::Pictures;
use crate::model::Document;
use crate::theme::Theme;

/// Writes the texts as WordprocessingML.
pub(super) struct Writer<'w> {
    pub(super) document: &'w Document,
    pub(super) theme: &'w Theme,
    pub(super) marks: &'w Marks,
    /// The part that is being written.
    pub(super) flow: Flow,
    /// Level, bookmark and words of each heading of the contents.
    pub(super) headings: Vec<(u8, String, String)>,
    pub(super) notes: Notes,
    /// The first number and the level of each numbered list.
    pub(super) lists: Vec<(u64, usize)>,
    /// Kinds of boxes that there are.
    pub(super) boxes: BTreeSet<&'static str>,
    pub(super) pictures: Pictures<'w>,
    /// The index of the text that is being written.
    pub(super) text: usize,
}

/// The notes of all texts, numbered through the document.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) numbers: HashMap<(usize, String), usize>,
    /// Text and anchor of each.
    pub(super) list: Vec<(usize, String)>,
}
