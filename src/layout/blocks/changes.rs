//! Change marks of a redline.
//!
//! Every change is stated in words: by a label above the block, or by brackets around the words, which have spoken text.
//! Underlining, striking out and bars only repeat them. A block that moved is printed at its new position; at the old one,
//! its first words identify it.

use crate::layout::paged::tags::{ListNumbering, TagRole};
use crate::layout::paged::units::{Pt, Size};
use crate::layout::parts::builder::Frame;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::part::Marking;
use crate::layout::parts::strips::{Keep, Strip};
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::destinations::DestKey;
use crate::layout::text::shaper::{InlineKind, InlineThing, RichText, TextPiece};
use crate::model::{
    Block, BlockKind, Change, Field, Inline, InlineChange, Mark, MoveEnd, NodeId, Replacement, Target, Text, Time, ValueChange, first_words,
};
use crate::span::Span;
use crate::wording;

impl PartBuilder<'_> {
    /// Marks what `build` builds as added or removed, in each line of text.
    pub(in crate::layout) fn marked<T>(&mut self, mark: Mark, build: impl FnOnce(&mut Self) -> T) -> T {
        if matches!(mark, Mark::Unchanged | Mark::Split) {
            return build(self);
        }
        self.with(Marking { mark, is_labelled: false }, build)
    }

    /// Builds words whose mark something else says.
    pub(in crate::layout) fn quietly<T>(&mut self, mark: Mark, build: impl FnOnce(&mut Self) -> T) -> T {
        self.with(Marking { mark, is_labelled: true }, build)
    }

    /// Runs `build` without any change mark.
    pub(in crate::layout) fn unmarked<T>(&mut self, build: impl FnOnce(&mut Self) -> T) -> T {
        self.with(Marking::default(), build)
    }

    fn with<T>(&mut self, marking: Marking, build: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.part.marking, marking);
        let built = build(self);
        self.part.marking = outer;
        built
    }

    /// Blocks that were added or removed as a whole, with a label at their end.
    pub(in crate::layout) fn labelled(&mut self, frame: Frame, mark: Mark, build: impl FnOnce(&mut Self)) {
        let end = match mark {
            Mark::Unchanged | Mark::Split => return build(self),
            Mark::Joined => return,
            Mark::MovedHere => "change_part_moved",
            Mark::MovedAway => "change_part_from",
            Mark::Added => "change_end_added",
            Mark::Removed => "change_end_removed",
        };
        self.with(Marking { mark, is_labelled: true }, build);
        self.keep_last();
        let style = TextStyle { colour: self.context.measures.neutral, ..self.context.measures.small };
        let words = self.strings().text(end).to_owned();
        self.unmarked(|builder| builder.words(frame, TagRole::P, style, builder.context.measures.gap * 0.4, &words));
    }

    /// A changed block, with a label above it.
    pub(in crate::layout) fn changed_block(&mut self, frame: Frame, block: &Block<Target>, change: &Change<Target>) {
        // Inside a labelled change, marks on words are enough.
        if self.part.open_changes > 0 && matches!(change, Change::Edited) {
            return self.kind(frame, block);
        }
        if matches!(change, Change::JoinedAway | Change::Led(MoveEnd::Old)) {
            return;
        }
        let is_next_part = std::mem::replace(&mut self.part.in_division, matches!(change, Change::Split(_)));
        let key = match change {
            Change::JoinedAway | Change::Led(MoveEnd::Old) => return,
            // The first part of a split paragraph says so for those right after it.
            Change::Split(division) if division.part > 1 && is_next_part => return self.continued(frame, block),
            Change::Split(division) if division.part > 1 => "change_split_rest",
            // So does the heading of a section that moved.
            Change::Led(MoveEnd::New) => return self.continued(frame, block),
            Change::Split(division) if division.parts == 2 => "change_split_two",
            Change::Split(_) => "change_split",
            Change::Joined(_) => "change_joined",
            Change::Added if block.holds_only_moved(MoveEnd::New) => "change_added_of_moved",
            Change::Removed if block.holds_only_moved(MoveEnd::Old) => "change_removed_of_moved",
            Change::Added if block.is_moved_line(MoveEnd::New) => "change_moved_here",
            Change::Removed if block.is_moved_line(MoveEnd::Old) => "change_moved_away",
            Change::Added => "change_added",
            Change::Removed => "change_removed",
            Change::MovedHere(_) => "change_moved_here",
            Change::MovedAway => "change_moved_away",
            Change::Section(MoveEnd::New) => "change_section_here",
            Change::Section(MoveEnd::Old) => "change_section_away",
            Change::Edited | Change::Replaced(_) => "change_edited",
        };
        let start = self.part.strips.len();
        self.change_label(
            frame,
            key,
            match change {
                Change::MovedHere(_) | Change::Section(MoveEnd::New) => Some((block.id, true)),
                Change::MovedAway | Change::Section(MoveEnd::Old) => Some((block.id, false)),
                _ => None,
            },
        );
        self.below_label(|builder| match change {
            Change::Added => builder.whole_block(frame, Mark::Added, block),
            Change::Removed => builder.whole_block(frame, Mark::Removed, block),
            Change::MovedHere(Some(replacement)) => builder.unmarked(|builder| builder.replaced(frame, block, replacement)),
            Change::MovedHere(None) | Change::Section(MoveEnd::New) => builder.unmarked(|builder| builder.kind(frame, block)),
            Change::Edited | Change::Split(_) | Change::Joined(_) => builder.kind(frame, block),
            Change::JoinedAway | Change::Led(_) => {}
            Change::MovedAway | Change::Section(MoveEnd::Old) => builder.moved_away(frame, block),
            Change::Replaced(replacement) => builder.replaced(frame, block, replacement),
        });
        // Where words are marked, only a bar is added.
        if !matches!(change, Change::Edited | Change::Replaced(_)) {
            self.bars_from(start);
        }
    }

    /// A later part of a split paragraph, or a block that moved with the heading above it: below the label of the first.
    fn continued(&mut self, frame: Frame, block: &Block<Target>) {
        let start = self.part.strips.len();
        self.part.open_changes += 1;
        self.unmarked(|builder| builder.kind(frame, block));
        self.part.open_changes -= 1;
        self.bars_from(start);
    }

    /// Runs `build`, close below a label.
    pub(in crate::layout) fn below_label(&mut self, build: impl FnOnce(&mut Self)) {
        let start = self.part.strips.len();
        self.part.open_changes += 1;
        build(self);
        self.part.open_changes -= 1;
        let gap = self.context.measures.gap * 0.3;
        if let Some(first) = self.part.strips.get_mut(start) {
            first.gap = first.gap.min(gap);
        }
    }

    /// An added or removed block.
    fn whole_block(&mut self, frame: Frame, mark: Mark, block: &Block<Target>) {
        if block.is_moved_line(MoveEnd::New) {
            self.quietly(Mark::MovedHere, |builder| builder.kind(frame, block));
        } else if block.is_moved_line(MoveEnd::Old) {
            self.quietly(Mark::MovedAway, |builder| builder.kind(frame, block));
        } else if block.has_marked_parts() {
            self.unmarked(|builder| builder.kind(frame, block));
        } else if matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Heading(_)) {
            self.marked(mark, |builder| builder.kind(frame, block));
        } else {
            self.labelled(frame, mark, |builder| builder.kind(frame, block));
        }
    }

    /// The old position of a block that moved: its first words, or all of it if blocks inside it have marks of their own.
    fn moved_away(&mut self, frame: Frame, block: &Block<Target>) {
        match first_words(block).filter(|_| !has_changes(block)) {
            Some(words) => {
                self.marked(Mark::Removed, |builder| builder.words(frame, TagRole::P, frame.style, builder.context.measures.gap, &words));
            }
            None if has_changes(block) => self.labelled(frame, Mark::Removed, |builder| builder.kind(frame, block)),
            None => {}
        }
    }

    /// A block whose values differ: the values in words, or both blocks where words cannot express the difference.
    fn replaced(&mut self, frame: Frame, block: &Block<Target>, replacement: &Replacement<Target>) {
        if replacement.values.is_empty() {
            self.labelled(frame, Mark::Removed, |builder| builder.kind(frame, &replacement.was));
            self.labelled(frame, Mark::Added, |builder| builder.kind(frame, block));
            return;
        }
        let is_chart = matches!(block.kind, BlockKind::Chart(..));
        let values: Vec<_> = replacement.values.iter().map(|value| self.value(value, is_chart)).collect();
        let values: Vec<_> = values.iter().map(|(name, was, now)| (name.clone(), was.as_deref(), now.as_deref())).collect();
        self.values(frame, block.span, &values);
        self.keep_last();
        self.kind(frame, block);
    }

    fn value(&self, value: &ValueChange, is_chart: bool) -> (String, Option<String>, Option<String>) {
        if let Some(key) = value.sentence() {
            let sides = [("was", value.was.as_deref().unwrap_or("")), ("now", value.now.as_deref().unwrap_or(""))];
            return (self.strings().fill(key, &sides), None, None);
        }
        let name = match &value.field {
            Field::Figure(name) | Field::Comparison(name) | Field::Day(name) => name.clone(),
            Field::Position(name) => format!("{name}: {}", self.strings().text("field_position")),
            field => self.strings().text(&format!("field_{}", field.name())).to_owned(),
        };
        let in_words = |text: &String| match Time::parse(text).filter(|_| matches!(value.field, Field::Due | Field::Day(_))) {
            Some(time) => wording::time(time, self.strings()),
            None if is_chart && matches!(value.field, Field::Figure(_)) => self.strings().digits(text),
            None => text.clone(),
        };
        (name, value.was.as_ref().map(in_words), value.now.as_ref().map(in_words))
    }

    /// A list of values, each with its name, the old and the new one.
    pub(in crate::layout) fn values(&mut self, frame: Frame, span: Span, values: &[(String, Option<&str>, Option<&str>)]) {
        let list = self.part.tags.add(frame.tag, TagRole::L);
        self.part.tags.details(list).numbering = Some(ListNumbering::Disc);
        let bold = TextStyle { weight: 700.0, ..frame.style };
        let words = |text: &str| Inline::Text(Text { text: text.into(), span });
        for (name, was, now) in values {
            let has_values = was.is_some() || now.is_some();
            let mut line = vec![words(&format!("{name}{}", if has_values { ":" } else { "" }))];
            let is_said = |text: &&&str| !text.is_empty();
            if let Some(was) = was.as_ref().filter(is_said) {
                line.extend([words(" "), Inline::Changed(Box::new(InlineChange::Removed(vec![words(was)])))]);
            }
            if let Some(now) = now.as_ref().filter(is_said) {
                line.extend([words(" "), Inline::Changed(Box::new(InlineChange::Added(vec![words(now)])))]);
            }
            self.list_item(frame.within(list), frame.style.size * 1.4, "\u{2022}", bold, self.context.measures.gap * 0.4, |builder, frame| {
                builder.paragraph(frame, TagRole::P, frame.style, Pt::ZERO, &line);
            });
        }
    }

    /// The label above a changed block. That of a move links to the other position and gives its page.
    pub(in crate::layout) fn change_label(&mut self, frame: Frame, key: &str, end: Option<(NodeId, bool)>) {
        let measures = self.context.measures;
        let tag = self.part.tags.add(frame.tag, TagRole::P);
        let style = TextStyle { weight: 700.0, colour: measures.accent, ..measures.small };
        let mut words = self.strings().text(key).to_owned();
        if end.is_some() {
            words.push_str(". ");
        }
        let mut text: RichText = self.unmarked(|builder| builder.composer().compose_words(tag, style, &words));
        if let Some((id, is_here)) = end {
            let other = DestKey::Moved(id, !is_here);
            let words = self.strings().text(if is_here { "change_old_place" } else { "change_new_place" }).to_owned();
            let link = self.part.tags.add(tag, TagRole::Link);
            let leaf = self.part.tags.leaf(link);
            let linked = TextStyle { colour: measures.link, weight: 400.0, ..style };
            let plain = TextStyle { weight: 400.0, colour: measures.ink, ..style };
            text.add(&words, |range| TextPiece { link: Some(link), ..TextPiece::plain(range, leaf, linked) });
            let leaf = self.part.tags.continued(tag);
            text.add("\u{a0}", |range| TextPiece::plain(range, leaf, plain));
            let width = self.part.page_mark_width(self.context, &mut self.shaper, plain);
            let kind = InlineKind::Number { leaf, link: None, key: other.clone(), style: plain };
            text.things.push(InlineThing { at: text.buffer.len(), size: Size { width, height: plain.size * 0.7 }, kind });
            self.part.link_inside(link, other, words);
        }
        let shaped = self.shaper.shape(text);
        let lines = self.shaper.lines(shaped, frame.width);
        let mut strips = self.stack(lines, frame.x);
        strips.iter_mut().for_each(|strip: &mut Strip| strip.keep = Keep::WithNext);
        if let (Some((id, is_here)), Some(first)) = (end, strips.first_mut()) {
            first.anchors.push((tag, Some(DestKey::Moved(id, is_here))));
        }
        self.push(measures.gap * 1.8, strips);
    }
}

impl RichText {
    /// Appends words, as the piece that `piece` makes of their byte range.
    fn add(&mut self, words: &str, piece: impl FnOnce(std::ops::Range<usize>) -> TextPiece) {
        let start = self.buffer.len();
        self.buffer.push_str(words);
        self.pieces.push(piece(start..self.buffer.len()));
    }
}

/// Whether something inside a block carries a mark.
fn has_changes(block: &Block<Target>) -> bool {
    let mut found = false;
    block.kind.each_list(&mut |blocks| found |= blocks.iter().any(|block| block.change.is_some() || has_changes(block)));
    found
}
