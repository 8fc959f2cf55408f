//! Compares the parts of two blocks.

use std::ops::Range;

use super::super::align::SIMILAR;
use super::super::sequence::{Slot, gaps, in_order, merged};
use super::division::{Paragraph, as_paragraph};
use super::pairing::{Pairs, Part, by_name_or_move};
use super::redliner::{Compared, List, Redliner, Scope};
use super::values;
use crate::model::{
    Action, Block, BlockKind, Callout, Card, Definition, Field, Heading, Item, Label, List as ListBlock, Mark, Quotation, Transcript, Video,
    plain_text,
};

/// A block as its node and its kind.
pub(super) type KindAt<'a> = (usize, &'a BlockKind<Label>);

impl<'a> Redliner<'a> {
    /// Compares two blocks.
    pub(super) fn kind(&self, scope: &Scope, (before, old): KindAt<'a>, (now, new): KindAt<'a>) -> Compared {
        let mut differs = false;
        let mut replaced = None;
        let old_lists = Self::lists_of(&self.old, old, before);
        let new_lists = Self::lists_of(&self.new, new, now);
        let body = |differs: &mut bool| {
            let (blocks, is_changed) = self.list(scope, old_lists[0], new_lists[0]);
            *differs |= is_changed;
            blocks
        };
        let kind = match (old, new) {
            (BlockKind::Heading(was), BlockKind::Heading(now)) => {
                replaced = values::differing([values::value(Field::Level, was.level, now.level)]);
                let content = self.line(scope, &was.content, &now.content, &mut differs);
                BlockKind::Heading(Heading { content, ..now.clone() })
            }
            (BlockKind::Paragraph(was), BlockKind::Paragraph(now)) => BlockKind::Paragraph(self.line(scope, was, now, &mut differs)),
            (BlockKind::List(was), BlockKind::List(now)) => {
                replaced = values::differing([values::maybe(Field::Start, was.start, now.start)]);
                let items = self.items(scope, &old_lists, &new_lists, &mut differs);
                BlockKind::List(ListBlock { start: now.start, tight: now.tight, items })
            }
            (BlockKind::DefinitionList(was), BlockKind::DefinitionList(now)) => {
                BlockKind::DefinitionList(self.definitions(scope, (was, &old_lists), (now, &new_lists), &mut differs))
            }
            (BlockKind::Table(was), BlockKind::Table(now)) => {
                let table = self.table(scope, was, now, &mut differs);
                replaced = table.is_none().then(Vec::new);
                BlockKind::Table(table.map_or_else(|| now.clone(), Box::new))
            }
            (BlockKind::Figure(was, old_caption), BlockKind::Figure(now, caption)) => {
                let present = |path: &str| self.present_path(path).into_owned();
                replaced = values::image(was, now, self.is_repainted(now), present);
                BlockKind::Figure(now.clone(), self.line(scope, old_caption, caption, &mut differs))
            }
            (BlockKind::BlockQuote(_), BlockKind::BlockQuote(_)) => BlockKind::BlockQuote(body(&mut differs)),
            (BlockKind::Quotation(was), BlockKind::Quotation(now)) => {
                let body = body(&mut differs);
                BlockKind::Quotation(Quotation { body, attribution: self.line(scope, &was.attribution, &now.attribution, &mut differs) })
            }
            (BlockKind::Callout(was), BlockKind::Callout(now)) => {
                replaced = values::differing([values::value(Field::Kind, was.kind.name(), now.kind.name())]);
                let title = self.line(scope, &was.title, &now.title, &mut differs);
                BlockKind::Callout(Callout { kind: now.kind, title, level: now.level, anchor: now.anchor.clone(), body: body(&mut differs) })
            }
            (BlockKind::Cards(was), BlockKind::Cards(now)) => BlockKind::Cards(self.cards(scope, (was, &old_lists), (now, &new_lists), &mut differs)),
            (BlockKind::Statistics(was), BlockKind::Statistics(now)) => {
                let (statistics, values) = self.statistics(scope, was, now, &mut differs);
                replaced = values;
                BlockKind::Statistics(statistics)
            }
            (BlockKind::Timeline(was), BlockKind::Timeline(now)) => {
                let (moments, values) = self.timeline(scope, was, now, &mut differs);
                replaced = values;
                BlockKind::Timeline(moments)
            }
            (BlockKind::Video(was), BlockKind::Video(now)) => {
                replaced = values::video(was, now);
                let transcript = match (&was.transcript, &now.transcript) {
                    (Transcript::Blocks(_), Transcript::Blocks(_)) => Transcript::Blocks(body(&mut differs)),
                    (_, transcript) => transcript.clone(),
                };
                BlockKind::Video(Box::new(Video { title: now.title.clone(), url: now.url.clone(), transcript }))
            }
            (BlockKind::Chart(was, old_source), BlockKind::Chart(now, source)) => {
                replaced = values::chart((was, old_source), (now, source));
                BlockKind::Chart(now.clone(), source.clone())
            }
            (BlockKind::Survey(was), BlockKind::Survey(now)) => {
                replaced = values::survey(was, now);
                BlockKind::Survey(now.clone())
            }
            (BlockKind::Action(was), BlockKind::Action(now)) => {
                replaced = values::action(was, now);
                let what = self.line(scope, &was.what, &now.what, &mut differs);
                BlockKind::Action(Box::new(Action { what, ..(**now).clone() }))
            }
            (BlockKind::ThematicBreak, BlockKind::ThematicBreak) | (BlockKind::VersionHistory, BlockKind::VersionHistory) => new.clone(),
            (BlockKind::Code(was), BlockKind::Code(now)) => {
                replaced = (was != now).then(Vec::new);
                new.clone()
            }
            (BlockKind::RawHtml(was), BlockKind::RawHtml(now)) => {
                replaced = (was != now).then(Vec::new);
                new.clone()
            }
            // Aligned blocks have the same kind, so that this is only for completeness.
            (_, new) => {
                replaced = Some(Vec::new());
                new.clone()
            }
        };
        let differs = differs || replaced.is_some();
        Compared { kind, replaced, differs }
    }

    fn items(&self, scope: &Scope, old: &[List<'a>], new: &[List<'a>], differs: &mut bool) -> Vec<Item<Label>> {
        let pairs = in_order(&self.by_content(old, new));
        // An item of one paragraph may be split into others, too.
        let paragraph = |(list, start): &List<'a>| match list {
            [one] => as_paragraph((*start, one)),
            _ => None,
        };
        let (olds, news): (Vec<_>, Vec<_>) = (old.iter().map(paragraph).collect(), new.iter().map(paragraph).collect());
        let mut divisions = self.divisions(scope, &pairs, (&olds, &news), (&|_| false, &|_| false));
        // Short items are no blocks that could be shown as moved, but they are the same items.
        let words = |item: &Paragraph<'a>| item.map_or_else(String::new, |(_, block)| first_line(block));
        let (old_words, new_words): (Vec<String>, Vec<String>) = (olds.iter().map(words).collect(), news.iter().map(words).collect());
        let mut moves = Pairs { stay: pairs.clone(), ..Pairs::default() };
        moves.add_moves(&old_words, &new_words, |words| !words.is_empty());
        moves.from.retain(|n, o| self.is_short(olds[*o], news[*n]));
        moves.to.retain(|o, n| self.is_short(olds[*o], news[*n]));
        let item = |slot| match slot {
            Slot::New(n) if moves.from.contains_key(&n) => {
                *differs = true;
                Item { body: self.fresh_list(new[n].0, new[n].1), mark: Mark::MovedHere }
            }
            Slot::Old(o) if moves.to.contains_key(&o) => {
                *differs = true;
                let (scope, mark) = within(scope, Part::MovedAway(o));
                Item { body: self.past_list(&scope, old[o].0, old[o].1), mark }
            }
            Slot::Both(_, n) | Slot::New(n) if divisions.made.contains_key(&n) => {
                *differs = true;
                let mark = if matches!(slot, Slot::New(_)) { Mark::Split } else { Mark::Unchanged };
                Item { body: divisions.made.remove(&n).into_iter().collect(), mark }
            }
            Slot::Both(o, n) => {
                let (body, is_changed) = self.list(scope, old[o], new[n]);
                *differs |= is_changed;
                Item { body, mark: Mark::Unchanged }
            }
            Slot::Old(o) if divisions.away.contains(&o) => {
                *differs = true;
                Item { body: olds[o].map(|old| self.joined_away(scope, old)).into_iter().collect(), mark: Mark::Joined }
            }
            Slot::Old(o) => {
                *differs = true;
                Item { body: self.past_list(scope, old[o].0, old[o].1), mark: Mark::Removed }
            }
            Slot::New(n) => {
                *differs = true;
                Item { body: self.fresh_list(new[n].0, new[n].1), mark: Mark::Added }
            }
        };
        merged(&pairs, old.len(), new.len()).into_iter().map(item).collect()
    }

    /// Pairs lists that share a block, in the order of the new ones.
    fn by_content(&self, old: &[List<'a>], new: &[List<'a>]) -> Vec<(usize, usize)> {
        let ranges: Vec<Range<usize>> = old.iter().map(|(list, start)| *start..self.old.end_of(list, *start)).collect();
        let mut taken = vec![false; old.len()];
        let mut pairs = Vec::new();
        for (at, (list, start)) in new.iter().enumerate() {
            let partners = self.new.list(list, *start).into_iter().filter_map(|(now, _)| self.alignment.old_of(now));
            let places = partners.filter_map(|before| {
                let place = ranges.partition_point(|range| range.end <= before);
                ranges.get(place).is_some_and(|range| range.contains(&before)).then_some(place)
            });
            let mut places = places.filter(|place| !taken[*place]).collect::<Vec<_>>().into_iter();
            if let Some(place) = places.next() {
                taken[place] = true;
                pairs.push((place, at));
            }
        }
        // Empty items are equal.
        let pairs_in_order = in_order(&pairs);
        let empty: Vec<_> = gaps(&pairs_in_order, old.len(), new.len())
            .flat_map(|(olds, news)| {
                let olds = olds.filter(|at| old[*at].0.is_empty()).collect::<Vec<_>>();
                olds.into_iter().zip(news.filter(|at| new[*at].0.is_empty()))
            })
            .collect();
        pairs.extend(empty);
        pairs.sort_unstable_by_key(|(_, at)| *at);
        pairs
    }

    fn definitions(
        &self, scope: &Scope, (old, old_lists): (&'a [Definition<Label>], &[List<'a>]), (new, new_lists): (&'a [Definition<Label>], &[List<'a>]),
        differs: &mut bool,
    ) -> Vec<Definition<Label>> {
        let counts = |definitions: &[Definition<Label>]| definitions.iter().map(|definition| definition.descriptions.len()).collect::<Vec<_>>();
        let (olds, news) = (parted(old_lists, &counts(old)), parted(new_lists, &counts(new)));
        let terms = |definitions: &[Definition<Label>]| definitions.iter().map(|definition| plain_text(&definition.term)).collect::<Vec<_>>();
        let mut pairs = by_name_or_move(&terms(old), &terms(new));
        let texts = |definitions: &[Definition<Label>]| definitions.iter().map(text_of).collect::<Vec<_>>();
        pairs.add_alike(&texts(old), &texts(new), SIMILAR);
        let definition = |part| match part {
            Part::Both(o, n) | Part::MovedHere(o, n) => {
                let (scope, mark) = &within(scope, part);
                *differs |= *mark != Mark::Unchanged;
                let descriptions = self.descriptions(scope, olds[o], news[n], differs);
                let term = self.line(scope, &old[o].term, &new[n].term, differs);
                Definition { term, descriptions, span: new[n].span, mark: *mark }
            }
            Part::Old(o) | Part::MovedAway(o) => {
                *differs = true;
                let (scope, mark) = &within(scope, part);
                let mut term = old[o].term.clone();
                super::notes::call_notes(&mut term, &scope.notes);
                let descriptions = olds[o].iter().map(|(list, start)| self.past_list(scope, list, *start)).collect();
                Definition { term, descriptions, span: old[o].span, mark: *mark }
            }
            Part::New(n) => {
                *differs = true;
                let descriptions = news[n].iter().map(|(list, start)| self.fresh_list(list, *start)).collect();
                Definition { term: new[n].term.clone(), descriptions, span: new[n].span, mark: Mark::Added }
            }
        };
        pairs.parts(old.len(), new.len()).into_iter().map(definition).collect()
    }

    /// The descriptions of a term. One that only one version has is a list of blocks that were added or removed.
    fn descriptions(&self, scope: &Scope, olds: &[List<'a>], news: &[List<'a>], differs: &mut bool) -> Vec<Vec<Block<Label>>> {
        let pairs = match olds.len() == news.len() {
            true => (0..olds.len()).map(|at| (at, at)).collect(),
            false => in_order(&self.by_content(olds, news)),
        };
        let describe = |slot| {
            let (was, now) = match slot {
                Slot::Both(o, n) => (olds[o], news[n]),
                Slot::Old(o) => (olds[o], (&[][..], 0)),
                Slot::New(n) => ((&[][..], 0), news[n]),
            };
            let (body, is_changed) = self.list(scope, was, now);
            *differs |= is_changed;
            body
        };
        merged(&pairs, olds.len(), news.len()).into_iter().map(describe).collect()
    }

    fn cards(
        &self, scope: &Scope, (old, olds): (&'a [Card<Label>], &[List<'a>]), (new, news): (&'a [Card<Label>], &[List<'a>]), differs: &mut bool,
    ) -> Vec<Card<Label>> {
        let titles = |cards: &[Card<Label>]| cards.iter().map(|card| plain_text(&card.title)).collect::<Vec<_>>();
        let mut pairs = by_name_or_move(&titles(old), &titles(new));
        // A card with another title may have the same text.
        let same: Vec<_> = self.by_content(olds, news).into_iter().filter(|(o, n)| pairs.are_free(*o, *n)).collect();
        pairs.settle(same);
        pairs.add_alike(&titles(old), &titles(new), SIMILAR);
        let card = |part| match part {
            Part::Both(o, n) | Part::MovedHere(o, n) => {
                let (scope, mark) = &within(scope, part);
                *differs |= *mark != Mark::Unchanged;
                let title = self.line(scope, &old[o].title, &new[n].title, differs);
                let (body, is_changed) = self.list(scope, olds[o], news[n]);
                *differs |= is_changed;
                Card { title, level: new[n].level, body, span: new[n].span, mark: *mark }
            }
            Part::Old(o) | Part::MovedAway(o) => {
                *differs = true;
                let (scope, mark) = &within(scope, part);
                let mut title = old[o].title.clone();
                super::notes::call_notes(&mut title, &scope.notes);
                let body = self.past_list(scope, olds[o].0, olds[o].1);
                Card { title, level: old[o].level, body, span: old[o].span, mark: *mark }
            }
            Part::New(n) => {
                *differs = true;
                let body = self.fresh_list(news[n].0, news[n].1);
                Card { title: new[n].title.clone(), level: new[n].level, body, span: new[n].span, mark: Mark::Added }
            }
        };
        pairs.parts(old.len(), new.len()).into_iter().map(card).collect()
    }
}

/// A term with its descriptions.
fn text_of(definition: &Definition<Label>) -> String {
    let lines = definition.descriptions.iter().flatten().map(first_line);
    std::iter::once(plain_text(&definition.term)).chain(lines).collect::<Vec<_>>().join(" ")
}

/// The words of a paragraph.
fn first_line(block: &Block<Label>) -> String {
    if let BlockKind::Paragraph(line) = &block.kind { plain_text(line) } else { String::new() }
}

/// The scope in which a part of both versions or of the old one is compared, and its mark. What moved with its part has no mark.
fn within(scope: &Scope, part: Part) -> (Scope, Mark) {
    let mark = match part {
        Part::Both(..) => Mark::Unchanged,
        Part::Old(_) => Mark::Removed,
        Part::New(_) => Mark::Added,
        Part::MovedHere(..) => Mark::MovedHere,
        Part::MovedAway(_) => Mark::MovedAway,
    };
    let moved = if matches!(mark, Mark::MovedHere | Mark::MovedAway) { Some(0..usize::MAX) } else { scope.moved.clone() };
    (Scope { notes: scope.notes.clone(), moved, roots: scope.roots }, mark)
}

/// Divides a list of lists into groups of these sizes.
fn parted<'l, T>(lists: &'l [T], counts: &[usize]) -> Vec<&'l [T]> {
    let mut rest = lists;
    let part = |count: &usize| {
        let (part, after) = rest.split_at((*count).min(rest.len()));
        rest = after;
        part
    };
    counts.iter().map(part).collect()
}
