//! Where terms are linked that are linked once in the document.

use std::collections::HashSet;
use std::sync::Arc;

use super::super::index::Index;
use super::super::matcher::{Folded, Matcher};
use crate::model::{Chapter, Inline, InlineChange, Label, LinkPolicy, PageId, TermId, Walk, WalkContext};

/// The first chapter, section or page whose running text contains each term that is linked once in the document.
pub(in crate::resolve) fn first_pages(
    chapters: &[Arc<Chapter<Label>>], pages: &[Chapter<Label>], policies: &[LinkPolicy], matcher: &Matcher, index: &Index<'_>,
) -> Vec<Option<PageId>> {
    let mut owners = vec![None; policies.len()];
    let mut open = policies.iter().filter(|policy| **policy == LinkPolicy::FirstInDocument).count();
    let mut folded = Folded::default();
    let sections =
        |at: u32, chapter: &'_ Chapter<Label>| (0..chapter.sections.len() as u32).map(move |place| PageId::Section(at, place)).collect::<Vec<_>>();
    let order = chapters.iter().zip(0..).flat_map(|(chapter, at)| std::iter::once(PageId::Chapter(at)).chain(sections(at, chapter)));
    for page in order.chain((0..pages.len() as u32).map(PageId::Page)) {
        if open == 0 {
            break;
        }
        let text: &Chapter<Label> = match page {
            PageId::Chapter(at) => &chapters[at as usize],
            PageId::Section(at, place) => &chapters[at as usize].sections[place as usize],
            PageId::Page(at) => &pages[at as usize],
            _ => continue,
        };
        let mut scan = Scan { matcher, folded: std::mem::take(&mut folded), found: HashSet::new() };
        scan.chapter(text);
        folded = scan.folded;
        for (name, _) in &text.front.skip {
            index.term(name).map(|term| scan.found.remove(&term));
        }
        let mut found: Vec<TermId> = scan.found.into_iter().collect();
        found.sort_unstable();
        for term in found {
            let at = term.0 as usize;
            if policies[at] == LinkPolicy::FirstInDocument && owners[at].is_none() {
                owners[at] = Some(page);
                open -= 1;
            }
        }
    }
    owners
}

/// Finds terms in running text.
struct Scan<'a> {
    matcher: &'a Matcher,
    folded: Folded,
    found: HashSet<TermId>,
}

impl Walk<Label> for Scan<'_> {
    fn line(&mut self, line: &[Inline<Label>], context: WalkContext) {
        if context == WalkContext::Prose {
            self.inlines(line);
        }
    }
}

impl Scan<'_> {
    fn inlines(&mut self, line: &[Inline<Label>]) {
        for inline in line {
            match inline {
                Inline::Text(text) => self.matcher.find(&text.text, &mut self.folded, |hit| {
                    self.found.insert(hit.term);
                }),
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) | Inline::Shifted(_, content) => {
                    self.inlines(content)
                }
                Inline::Changed(change) => match &**change {
                    InlineChange::Added(now)
                    | InlineChange::MovedHere(now)
                    | InlineChange::Reformatted { now, .. }
                    | InlineChange::Respelled { now, .. } => self.inlines(now),
                    InlineChange::Removed(_) | InlineChange::MovedAway(_) => {}
                },
                Inline::Code(_)
                | Inline::Link(_)
                | Inline::Expanded(..)
                | Inline::Image(_)
                | Inline::Language(..)
                | Inline::FootnoteReference(..)
                | Inline::LineBreak(_)
                | Inline::RawHtml(_) => {}
            }
        }
    }
}
