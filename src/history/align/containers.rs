//! Containers: a list, a table or a callout is known by its lead-in, title or caption before its contents.
//!
//! When the longest item of a list moves to another list, both lists stay what they were.

use std::collections::HashMap;
use std::hash::Hash;

use super::super::tree::{Node, Tree};
use super::alignment::{Alignment, NONE, whole};
use super::likeness::{SIMILAR, likeness, same_kind, sorted_words, words_of};
use crate::model::{BlockKind, Inline, Label, Row, plain_text};

/// The least share of words of a container that follows a text that does not announce it.
const RELATED: f32 = 0.2;
/// Titles with fewer letters and digits are shared by chance in other texts: "Note", "Aims".
const TELLING: usize = 8;

/// Pairs free containers whose title, caption or terms occur once in their text, then those whose title occurs once in each
/// version.
pub(super) fn by_name<'a>(old: &Tree<'a>, new: &Tree<'a>, alignment: &Alignment) {
    let kinds = |kind: &BlockKind<Label>| name(kind).map(|name| (std::mem::discriminant(kind), name));
    let in_texts = |tree: &Tree<'a>, at: usize| kinds(&tree.nodes[at].block.kind).map(|name| (tree.text_of(at), name));
    for_unique(old, new, alignment, in_texts, |before, now| pair(old, new, alignment, before, now));
    // The id of an action is unique, however short.
    let is_known = |kind: &BlockKind<Label>, name: &str| matches!(kind, BlockKind::Action(_)) || is_telling(name);
    let anywhere = |tree: &Tree<'a>, at: usize| {
        let kind = &tree.nodes[at].block.kind;
        kinds(kind).filter(|(_, name)| is_known(kind, name))
    };
    for_unique(old, new, alignment, anywhere, |before, now| pair(old, new, alignment, before, now));
    // A table with another caption has its columns and the names of its rows, and a chart its labels and series.
    let parts = |tree: &Tree<'a>, at: usize| parts_of(&tree.nodes[at].block.kind);
    for_unique(old, new, alignment, parts, |before, now| pair(old, new, alignment, before, now));
    // An action whose id changed has its words.
    let promises = |tree: &Tree<'a>, at: usize| {
        let BlockKind::Action(action) = &tree.nodes[at].block.kind else { return None };
        Some(plain_text(&action.what)).filter(|what| is_telling(what))
    };
    for_unique(old, new, alignment, promises, |before, now| pair(old, new, alignment, before, now));
}

/// Pairs free containers that words announce which are the same in both versions, wherever they are.
pub(super) fn after_lead_ins<'a>(old: &Tree<'a>, new: &Tree<'a>, alignment: &Alignment) {
    // A lead-in may be too short to be sought by its words alone.
    let words = |tree: &Tree<'_>, at: usize| {
        let BlockKind::Paragraph(line) = &tree.nodes[at].block.kind else { return None };
        announces(&tree.nodes[at].block.kind).then(|| plain_text(line))
    };
    let in_texts = |tree: &Tree<'a>, at: usize| words(tree, at).map(|words| (tree.text_of(at), words));
    for_unique(old, new, alignment, in_texts, |before, now| alignment.pair(before, now));
    let anywhere = |tree: &Tree<'a>, at: usize| words(tree, at).filter(|words| is_telling(words));
    for_unique(old, new, alignment, anywhere, |before, now| alignment.pair(before, now));
    for now in 0..new.nodes.len() {
        let Some(before) = alignment.old_of(now) else { continue };
        let (Some(old_next), Some(new_next)) = (next(old, before), next(new, now)) else { continue };
        if announces(&new.nodes[now].block.kind) && alignment.are_free(old_next, new_next) && follow(old, new, (before, old_next), (now, new_next)) {
            pair(old, new, alignment, old_next, new_next);
        }
    }
}

/// Pairs free headings that have the same words: those with a block of their section in common, then those that are the only ones with
/// these words in both versions.
pub(super) fn headings(old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment) {
    let above = headings_above(old);
    for root in &new.roots {
        let mut open: Option<(usize, String)> = None;
        let mut at = root.start;
        while at < root.notes {
            let node = &new.nodes[at];
            if let BlockKind::Heading(heading) = &node.block.kind {
                open = alignment.old_of(at).is_none().then(|| (at, plain_text(&heading.content)));
            } else if let Some((now, words)) = &open
                && let Some(before) = alignment.old_of(at).and_then(|before| above.get(&before)).copied()
                && alignment.are_free(before, *now)
                && matches!(&old.nodes[before].block.kind, BlockKind::Heading(heading) if plain_text(&heading.content) == *words)
            {
                alignment.pair(before, *now);
                open = None;
            }
            at += node.size as usize;
        }
    }
    let words = |tree: &Tree<'_>, at: usize| {
        if let BlockKind::Heading(heading) = &tree.nodes[at].block.kind { Some(plain_text(&heading.content)) } else { None }
    };
    for_unique(old, new, alignment, words, |before, now| alignment.pair(before, now));
    renamed(old, new, alignment);
}

/// Pairs free headings most of whose blocks are the same: sections that were renamed, wherever they are.
fn renamed(old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment) {
    let above = headings_above(old);
    let mut sizes: HashMap<usize, usize> = HashMap::new();
    above.values().for_each(|heading| *sizes.entry(*heading).or_default() += 1);
    for now in (0..new.nodes.len()).filter(|at| matches!(new.nodes[*at].block.kind, BlockKind::Heading(_)) && alignment.old_of(*at).is_none()) {
        let below: Vec<usize> = below(new, now).collect();
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for heading in below.iter().filter_map(|at| above.get(&alignment.old_of(*at)?)) {
            *shared.entry(*heading).or_default() += 1;
        }
        let is_most = |(before, count): &(usize, usize)| count * 2 > below.len().max(sizes.get(before).copied().unwrap_or_default());
        if let Some((before, _)) = shared.into_iter().find(is_most).filter(|(before, _)| alignment.are_free(*before, now)) {
            alignment.pair(before, now);
        }
    }
}

/// The blocks below a heading, as far as the next heading.
fn below<'t>(tree: &'t Tree<'_>, heading: usize) -> impl Iterator<Item = usize> + 't {
    let blocks = std::iter::successors(next(tree, heading), |at| next(tree, *at));
    blocks.take_while(|at| !matches!(tree.nodes[*at].block.kind, BlockKind::Heading(_)))
}

/// Pairs identical blocks in cards and definitions of the same title, however short: readers know them by it.
pub(super) fn same_parts(old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment, before: usize, now: usize) {
    let (olds, news) = (titled(old, before), titled(new, now));
    let mut seen: HashMap<&str, [u32; 2]> = HashMap::new();
    olds.iter().for_each(|(title, _)| seen.entry(title).or_default()[0] += 1);
    news.iter().for_each(|(title, _)| seen.entry(title).or_default()[1] += 1);
    let places: HashMap<&str, &Vec<usize>> = olds.iter().map(|(title, nodes)| (title.as_str(), nodes)).collect();
    for (title, nodes) in news.iter().filter(|(title, _)| seen.get(title.as_str()) == Some(&[1, 1])) {
        for (before, now) in places.get(title.as_str()).into_iter().flat_map(|olds| olds.iter().zip(nodes)) {
            if old.nodes[*before].hash == new.nodes[*now].hash && alignment.are_free(*before, *now) {
                whole(old, new, alignment, *before, *now);
            }
        }
    }
}

/// The title of the card, or the term, that a block is directly in.
fn title_above(tree: &Tree<'_>, at: usize) -> Option<String> {
    let parent = Some(tree.nodes[at].parent).filter(|parent| *parent != Node::TOP)?;
    let start = tree.roots[tree.root_of(at)].start;
    let parent = start + parent as usize;
    let kind = &tree.nodes[parent].block.kind;
    // Which of its lists the block is in.
    let (mut place, mut list, mut nth) = (parent + 1, None, 0);
    kind.each_list(&mut |blocks| {
        place = tree.end_of(blocks, place);
        list = list.or((at < place).then_some(nth));
        nth += 1;
    });
    let line = if let BlockKind::Cards(cards) = kind {
        &cards.get(list?)?.title
    } else if let BlockKind::DefinitionList(definitions) = kind {
        &definitions.iter().flat_map(|definition| definition.descriptions.iter().map(move |_| definition)).nth(list?)?.term
    } else {
        return None;
    };
    Some(plain_text(line))
}

/// The titles of the cards or terms of a block, each with the nodes below it.
fn titled(tree: &Tree<'_>, at: usize) -> Vec<(String, Vec<usize>)> {
    let kind = &tree.nodes[at].block.kind;
    let titles: Vec<String> = if let BlockKind::Cards(cards) = kind {
        cards.iter().map(|card| plain_text(&card.title)).collect()
    } else if let BlockKind::DefinitionList(definitions) = kind {
        definitions.iter().flat_map(|definition| definition.descriptions.iter().map(|_| plain_text(&definition.term))).collect()
    } else {
        return Vec::new();
    };
    let (mut place, mut lists) = (at + 1, Vec::new());
    kind.each_list(&mut |list| {
        let mut nodes = Vec::with_capacity(list.len());
        for _ in list {
            nodes.push(place);
            place += tree.nodes[place].size as usize;
        }
        lists.push(nodes);
    });
    titles.into_iter().zip(lists).collect()
}

/// Calls `found` with pairs of free blocks to which `key` gives the same key, once in each version, in the order of the new blocks.
fn for_unique<'a, K: Hash + Eq>(
    old: &Tree<'a>, new: &Tree<'a>, alignment: &Alignment, key: impl Fn(&Tree<'a>, usize) -> Option<K>, mut found: impl FnMut(usize, usize),
) {
    let places = |tree: &Tree<'a>| {
        let mut places: HashMap<K, u32> = HashMap::new();
        for at in 0..tree.nodes.len() {
            if let Some(key) = key(tree, at) {
                places.entry(key).and_modify(|place| *place = NONE).or_insert(at as u32);
            }
        }
        places.retain(|_, place| *place != NONE);
        places
    };
    let olds = places(old);
    // One pair may take what another could have had, so the order must be the same each time.
    let mut pairs: Vec<(u32, u32)> = places(new).into_iter().filter_map(|(key, now)| Some((*olds.get(&key)?, now))).collect();
    pairs.sort_unstable_by_key(|(_, now)| *now);
    for (before, now) in pairs {
        if alignment.are_free(before as usize, now as usize) {
            found(before as usize, now as usize);
        }
    }
}

/// Whether a block may be another one written anew in its place. Something below two headings is the same, or nothing is below one of
/// them; the text of a card or a definition has the same title, or a similar one. True of anything else.
pub(super) fn may_be_rewritten(old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment, before: usize, now: usize) -> bool {
    if !matches!(new.nodes[now].block.kind, BlockKind::Heading(_)) {
        return match (title_above(old, before), title_above(new, now)) {
            (Some(was), Some(now)) => was == now || likeness(&sorted_words(&was), &sorted_words(&now)) >= SIMILAR,
            _ => true,
        };
    }
    let (olds, news): (Vec<usize>, Vec<usize>) = (below(old, before).collect(), below(new, now).collect());
    olds.is_empty() || news.is_empty() || news.iter().any(|at| alignment.old_of(*at).is_some_and(|before| olds.binary_search(&before).is_ok()))
}

/// The heading above each block of the texts themselves, if there is one.
fn headings_above(tree: &Tree<'_>) -> HashMap<usize, usize> {
    let mut above = HashMap::new();
    for root in &tree.roots {
        let (mut at, mut heading) = (root.start, None);
        while at < root.notes {
            let node = &tree.nodes[at];
            if matches!(node.block.kind, BlockKind::Heading(_)) {
                heading = Some(at);
            } else if let Some(heading) = heading {
                above.insert(at, heading);
            }
            at += node.size as usize;
        }
    }
    above
}

/// Pairs two containers; their contents only if they are identical.
fn pair(old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment, before: usize, now: usize) {
    if old.nodes[before].hash == new.nodes[now].hash {
        whole(old, new, alignment, before, now);
    } else {
        alignment.pair(before, now);
    }
}

/// Whether two containers correspond because of what they follow: pairs of a lead-in and its next sibling.
pub(super) fn follow(old: &Tree<'_>, new: &Tree<'_>, before: (usize, usize), now: (usize, usize)) -> bool {
    let (old_lead, new_lead) = (&old.nodes[before.0], &new.nodes[now.0]);
    let (old_next, new_next) = (&old.nodes[before.1], &new.nodes[now.1]);
    if old_lead.hash != new_lead.hash || !same_kind(old_next, new_next) || !is_container(&new_next.block.kind) {
        return false;
    }
    let is_lead_in = matches!(&new_lead.block.kind, BlockKind::Paragraph(_) | BlockKind::Heading(_));
    let names = (name(&old_next.block.kind), name(&new_next.block.kind));
    is_lead_in
        && (announces(&new_lead.block.kind)
            || names.0.is_some() && names.0 == names.1
            || likeness(&words_of(old, before.1), &words_of(new, now.1)) >= RELATED)
}

/// The sibling after a block.
fn next(tree: &Tree<'_>, at: usize) -> Option<usize> {
    let node = &tree.nodes[at];
    let after = at + node.size as usize;
    let is_sibling = |next: &usize| tree.nodes.get(*next).is_some_and(|next| next.parent == node.parent);
    let root = &tree.roots[tree.root_of(at)];
    Some(after).filter(|after| *after < root.end && *after != root.notes).filter(is_sibling)
}

/// Whether a paragraph ends in a colon: what follows belongs to it.
fn announces(kind: &BlockKind<Label>) -> bool {
    let BlockKind::Paragraph(content) = kind else { return false };
    plain_text(content).trim_end().ends_with(':')
}

/// Whether readers know a block by its title or its lead-in, however short it is.
pub(in crate::history) fn has_name(kind: &BlockKind<Label>) -> bool {
    is_container(kind) || announces(kind) || matches!(kind, BlockKind::Heading(_))
}

/// Whether a block has parts that may come, go and move.
fn is_container(kind: &BlockKind<Label>) -> bool {
    match kind {
        BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Table(_)
        | BlockKind::BlockQuote(_)
        | BlockKind::Quotation(_)
        | BlockKind::Callout(_)
        | BlockKind::Cards(_)
        | BlockKind::Statistics(_)
        | BlockKind::Chart(..)
        | BlockKind::Timeline(_)
        | BlockKind::Survey(_)
        | BlockKind::Action(_) => true,
        BlockKind::Heading(_)
        | BlockKind::Paragraph(_)
        | BlockKind::Figure(..)
        | BlockKind::Code(_)
        | BlockKind::ThematicBreak
        | BlockKind::Video(_)
        | BlockKind::VersionHistory
        | BlockKind::ListOf(_)
        | BlockKind::Gallery(_)
        | BlockKind::RawHtml(_) => false,
    }
}

/// What readers call a container: its title, caption, question or terms.
fn name(kind: &BlockKind<Label>) -> Option<String> {
    let all = |lines: &mut dyn Iterator<Item = &Vec<Inline<Label>>>| lines.map(|line| plain_text(line)).collect::<Vec<_>>().join("\n");
    let name = match kind {
        BlockKind::Callout(callout) => plain_text(&callout.title),
        BlockKind::Table(table) => plain_text(table.caption.as_deref()?),
        BlockKind::DefinitionList(definitions) => all(&mut definitions.iter().map(|definition| &definition.term)),
        BlockKind::Cards(cards) => all(&mut cards.iter().map(|card| &card.title)),
        BlockKind::Statistics(statistics) => all(&mut statistics.iter().map(|statistic| &statistic.label)),
        BlockKind::Chart(chart, _) => chart.title.clone(),
        BlockKind::Survey(survey) => survey.question.clone(),
        BlockKind::Action(action) => action.name.to_string(),
        BlockKind::Video(video) => video.title.clone(),
        BlockKind::Heading(_)
        | BlockKind::Paragraph(_)
        | BlockKind::List(_)
        | BlockKind::Figure(..)
        | BlockKind::BlockQuote(_)
        | BlockKind::Quotation(_)
        | BlockKind::Code(_)
        | BlockKind::ThematicBreak
        | BlockKind::Timeline(_)
        | BlockKind::VersionHistory
        | BlockKind::ListOf(_)
        | BlockKind::Gallery(_)
        | BlockKind::RawHtml(_) => return None,
    };
    (!name.trim().is_empty()).then_some(name)
}

/// The names of the parts of a table or a chart: its columns and rows, its series and labels. None for fewer than two rows or labels.
fn parts_of(kind: &BlockKind<Label>) -> Option<(bool, Vec<String>)> {
    let (is_table, columns, rows): (bool, Vec<String>, Vec<String>) = if let BlockKind::Table(table) = kind {
        let first = |row: &Row<Label>| row.cells.first().map(|cell| plain_text(&cell.content));
        (true, table.head.iter().map(|cell| plain_text(&cell.content)).collect(), table.rows.iter().filter_map(first).collect())
    } else if let BlockKind::Chart(chart, _) = kind {
        (false, chart.series.iter().map(|series| series.name.clone()).collect(), chart.labels.clone())
    } else {
        return None;
    };
    // Years and other figures are shared by chance.
    let is_named = rows.len() >= 2 && rows.iter().all(|row| row.chars().any(char::is_alphabetic));
    is_named.then(|| (is_table, columns.into_iter().chain(rows).collect()))
}

fn is_telling(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphanumeric()).count() >= TELLING
}
