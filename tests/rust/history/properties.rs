//! Laws that hold for any two versions.

use std::collections::{BTreeMap, HashSet};

use greenpaper::history::{Identity, accept, changes, identify, redline, reject};
use greenpaper::model::{Block, BlockKind, Change, Draft, Inline, InlineChange, Label, Mark, MoveEnd, NodeId, Walk, WalkContext, plain_text};
use proptest::prelude::*;

use super::generated::{Chapters, cases, edit, text};
use super::version;

use crate::show::show;

fn versions() -> impl Strategy<Value = (Chapters, Chapters)> {
    let edited = (text(), proptest::collection::vec(edit(), 1..12)).prop_map(|(old, edits)| {
        let mut new = old.clone();
        edits.into_iter().for_each(|edit| new.edit(edit));
        (old, new)
    });
    prop_oneof![4 => edited, 1 => (text(), text())]
}

/// Every block, with its descendants.
pub(super) fn each(draft: &Draft, see: &mut dyn FnMut(&Block<Label>)) {
    fn blocks(list: &[Block<Label>], see: &mut dyn FnMut(&Block<Label>)) {
        for block in list {
            see(block);
            block.kind.each_list(&mut |list| blocks(list, see));
        }
    }
    let texts = draft.chapters.iter().flat_map(|chapter| std::iter::once(&**chapter).chain(&chapter.sections)).chain(&draft.pages);
    for text in texts {
        blocks(&text.body, see);
        text.footnotes.iter().for_each(|note| blocks(&note.body, see));
    }
    draft.terms.iter().for_each(|term| blocks(&term.definition, see));
}

pub(super) fn ids(draft: &Draft) -> Vec<NodeId> {
    let mut ids = Vec::new();
    each(draft, &mut |block| ids.push(block.id));
    ids
}

/// Every move has both ends, once each.
fn moves_are_whole(redline: &Draft) {
    let mut ends: BTreeMap<NodeId, (u32, u32)> = BTreeMap::new();
    each(redline, &mut |block| match block.change.as_deref().and_then(Change::move_end) {
        Some(MoveEnd::New) => ends.entry(block.id).or_default().0 += 1,
        Some(MoveEnd::Old) => ends.entry(block.id).or_default().1 += 1,
        None => {}
    });
    for (id, ends) in ends {
        assert_eq!(ends, (1, 1), "{id} moved");
    }
}

/// The plain text of every line, in order.
fn lines(draft: &Draft) -> String {
    struct Lines(String);
    impl Walk<Label> for Lines {
        fn line(&mut self, line: &[Inline<Label>], _: WalkContext) {
            self.0.push_str(&plain_text(line));
            self.0.push('\n');
        }
    }
    let mut lines = Lines(String::new());
    let texts = draft.chapters.iter().flat_map(|chapter| std::iter::once(&**chapter).chain(&chapter.sections)).chain(&draft.pages);
    texts.for_each(|text| lines.chapter(text));
    draft.terms.iter().for_each(|term| lines.blocks(&term.definition));
    lines.0
}

/// Sentences and rows that are said to have moved are in both versions.
fn what_moved_is_in_both(made: &Draft, old: &Draft, new: &Draft) {
    let (before, now) = (lines(old), lines(new));
    each(made, &mut |block| {
        if let BlockKind::Table(table) = &block.kind {
            for row in table.rows.iter().filter(|row| matches!(row.mark, Mark::MovedHere | Mark::MovedAway)) {
                let name = row.cells.iter().map(|cell| plain_text(&cell.content)).find(|text| !text.is_empty()).unwrap_or_default();
                assert!(before.contains(&name) && now.contains(&name), "row {name:?} moved");
            }
        }
        block.kind.clone().each_line_mut(&mut |line| {
            for inline in line {
                let Inline::Changed(change) = inline else { continue };
                let (words, other) = match &**change {
                    InlineChange::MovedHere(words) => (words, &before),
                    InlineChange::MovedAway(words) => (words, &now),
                    _ => continue,
                };
                // Sentences that are beside each other now may have come from different places, and may have been edited on the way.
                for words in plain_text(words).split_inclusive(['.', '!', '?']).map(|words| words.split_whitespace().collect::<Vec<_>>()) {
                    let has_most = |line: &str| words.iter().filter(|word| line.contains(**word)).count() * 10 >= words.len() * 7;
                    assert!(other.lines().any(has_most), "{words:?} moved");
                }
            }
        });
    });
}

/// A draft as its readers see it: the names of actions are for links alone.
fn seen(draft: &Draft) -> String {
    let line = |line: &str| match line.split_once("action ").and_then(|(before, rest)| Some((before, rest.split_once(": ")?.1))) {
        Some((before, words)) if before.trim().is_empty() => format!("{before}action: {words}\n"),
        _ => format!("{line}\n"),
    };
    show(draft).lines().map(line).collect()
}

fn holds_for(old: &Draft, new: &Draft) {
    assert_eq!(seen(&accept(redline(old, new))), seen(new), "accepted");
    assert_eq!(seen(&reject(redline(old, new))), seen(old), "rejected");
    let made = redline(old, new);
    moves_are_whole(&made);
    what_moved_is_in_both(&made, old, new);
    let differ = seen(old) != seen(new);
    let summary = changes(&made);
    assert!(differ || (summary.texts.is_empty() && summary.terms.is_empty()), "what is the same has no change:\n{}", show(&made));
    assert!(!differ || !summary.texts.is_empty() || !summary.terms.is_empty() || show(old).len() == show(new).len(), "a change is counted");
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn accepted_it_is_the_new_version_and_rejected_the_old_one((old, new) in versions()) {
        let ((mut old, map), (mut new, _)) = (version(&old.project()), version(&new.project()));
        holds_for(&old, &new);
        identify(&mut old, &[]);
        let identity = Identity::of(&old, &map, None);
        prop_assert!(identity.retired.is_empty());
        identify(&mut new, &[(&old, &identity)]);
        holds_for(&old, &new);
    }

    #[test]
    fn a_version_beside_itself_has_no_marks(text in text()) {
        let (old, new) = (version(&text.project()).0, version(&text.project()).0);
        let made = redline(&old, &new);
        each(&made, &mut |block| assert!(block.change.is_none(), "{:?}", block.change));
        prop_assert!(changes(&made).texts.is_empty() && changes(&made).terms.is_empty());
    }

    #[test]
    fn identities_are_unique_and_never_reused(start in text(), edits in proptest::collection::vec(proptest::collection::vec(edit(), 0..6), 1..5)) {
        let mut text = start;
        let (mut old, map) = version(&text.project());
        identify(&mut old, &[]);
        let mut identity = Identity::of(&old, &map, None);
        let mut gone: HashSet<NodeId> = HashSet::new();
        for edits in edits {
            edits.into_iter().for_each(|edit| text.edit(edit));
            let (mut new, map) = version(&text.project());
            identify(&mut new, &[(&old, &identity)]);
            let (before, now) = (ids(&old), ids(&new));
            let distinct: HashSet<NodeId> = now.iter().copied().collect();
            prop_assert_eq!(distinct.len(), now.len());
            prop_assert!(now.iter().all(|id| id.is_some() && !gone.contains(id)));
            gone.extend(before.into_iter().filter(|id| !distinct.contains(id)));
            let next = Identity::of(&new, &map, Some(&identity));
            // Serialised identities can be read, and restore those of an archived version.
            let read: Identity = serde_json::from_str(&serde_json::to_string(&next).expect("JSON")).expect("an identity");
            prop_assert_eq!(&read, &next);
            let (mut archived, map) = version(&text.project());
            prop_assert!(read.apply(&mut archived, &map).is_empty());
            prop_assert_eq!(ids(&archived), now);
            (old, identity) = (new, next);
        }
    }
}
