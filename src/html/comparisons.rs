//! What versions changed in others, in lists.

use std::collections::HashMap;

use super::address::{self, block_id, one_page_slug};
use super::change_pages::{ChangePage, ChangePages};
use super::context::{ComparisonContext, FigureContext, ListEntry};
use super::language::language_attributes;
use super::redline_text::TERMS;
use super::site::Site;
use crate::model::{Chapter, FigureChange, GlossaryTerm, Mark, PageId, Redline, Target, Touched};
use crate::wording;

impl Site<'_> {
    /// All comparisons, newest versions first.
    pub(super) fn comparisons(&self) -> Vec<ComparisonContext> {
        self.comparisons_of(|_| true)
    }

    /// Those of the newest version.
    pub(super) fn newest_comparisons(&self) -> Vec<ComparisonContext> {
        self.comparisons_of(|redline| redline.to.version == self.document.settings.current().version)
    }

    fn comparisons_of(&self, is_wanted: impl Fn(&Redline) -> bool) -> Vec<ComparisonContext> {
        let mut redlines: Vec<&Redline> = self.others.redlines.iter().map(|redline| &**redline).filter(|redline| is_wanted(redline)).collect();
        redlines.sort_by_key(|redline| std::cmp::Reverse((&redline.to.version, &redline.from.version)));
        redlines.into_iter().map(|redline| self.comparison(redline, &ChangePages::of(redline))).collect()
    }

    /// The values that templates receive about a comparison.
    pub(super) fn comparison(&self, redline: &Redline, pages: &ChangePages) -> ComparisonContext {
        let strings = &self.theme.strings;
        let names = |predicate: &dyn Fn(&GlossaryTerm<Target>) -> bool| {
            redline.changed_terms().filter(|term| predicate(term)).map(GlossaryTerm::full_name).collect::<Vec<_>>().join(", ")
        };
        let marked = |mark: Mark| move |term: &GlossaryTerm<Target>| term.change.as_ref().is_some_and(|change| change.mark == mark);
        let document = &redline.document;
        let texts = pages.pages.iter().flat_map(|page| page.texts.iter().map(move |touched| (page, touched)));
        let chapters = texts.filter_map(|(page, touched)| {
            let href = format!("{}#{}", address::encode(&page.path), address::encode(&one_page_slug(document, touched.page)));
            Some(self.entry(redline, *touched, document.chapter(touched.page)?, href))
        });
        ComparisonContext {
            from: redline.from.version.to_string(),
            to: redline.to.version.to_string(),
            from_date: strings.date(redline.from.date),
            from_audience: redline.from.audience.clone(),
            to_date: strings.date(redline.to.date),
            comments: redline.to.comments.clone(),
            href: address::encode(&pages.path).into_owned(),
            chapters: chapters.collect(),
            terms: format!("{}#{TERMS}", address::encode(pages.of_terms())),
            terms_added: names(&marked(Mark::Added)),
            terms_removed: names(&marked(Mark::Removed)),
            terms_changed: names(&marked(Mark::Unchanged)),
            settings: redline.summary.settings.iter().map(|change| wording::setting(change, strings)).collect(),
            figures: Some(redline.summary.figures.len()).filter(|count| *count > 0).map(|count| strings.count("figures_count", count)),
        }
    }

    /// Figures that changed on a page of a redline, or on all of them, with links from the output folder.
    pub(super) fn figures(&self, redline: &Redline, pages: &ChangePages, own: Option<&ChangePage>) -> Vec<FigureContext> {
        let document = &redline.document;
        let texts = own.map_or(&pages.pages[..], std::slice::from_ref).iter().flat_map(|page| &page.texts);
        let places: HashMap<String, PageId> = texts.map(|touched| (redline.path_of(touched.page), touched.page)).collect();
        let has_terms = own.is_none_or(|page| page.has_terms);
        let figure = |change: &FigureChange| {
            let wording::Figure { was, now, of, place } = wording::figure(change, &self.theme.strings);
            let page = places.get(&change.path);
            let path = page.map_or_else(|| pages.of_terms(), |page| pages.of_text(*page));
            let anchor = match (change.block, page) {
                (Some(block), Some(_)) => block_id(block),
                (None, Some(page)) => one_page_slug(document, *page),
                (_, None) => TERMS.to_owned(),
            };
            FigureContext { was, now, of, place, href: format!("{}#{}", address::encode(path), address::encode(&anchor)) }
        };
        let is_here = |change: &&FigureChange| if change.path.is_empty() { has_terms } else { places.contains_key(&change.path) };
        redline.summary.figures.iter().filter(is_here).map(figure).collect()
    }

    /// The entry of a changed text, with what changed in it.
    pub(super) fn entry(&self, redline: &Redline, touched: Touched, chapter: &Chapter<Target>, href: String) -> ListEntry {
        let summary = redline.summary_of(touched.page).map(|summary| wording::text(summary, &self.theme.strings));
        let summary = summary.or_else(|| self.whole(chapter)).unwrap_or_else(|| self.counts(touched.changes, touched.formatting));
        let language = language_attributes(chapter);
        ListEntry { href, title: self.title_of(touched.page, chapter), language, summary: Some(summary), ..ListEntry::default() }
    }

    /// That a text is new or was removed.
    pub(super) fn whole(&self, chapter: &Chapter<Target>) -> Option<String> {
        let key = match chapter.change.as_ref()?.mark {
            Mark::Added => "chapter_added",
            Mark::Removed => "chapter_removed",
            Mark::Unchanged | Mark::MovedHere | Mark::MovedAway | Mark::Split | Mark::Joined => return None,
        };
        Some(self.theme.strings.text(key).to_owned())
    }

    /// "3 changes, 1 change of formatting".
    pub(super) fn counts(&self, changes: usize, formatting: usize) -> String {
        let counts = [("changes", changes), ("formatting", formatting)];
        let shown = counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| self.theme.strings.count(key, count));
        shown.collect::<Vec<_>>().join(", ")
    }

    pub(super) fn title_of(&self, page: PageId, chapter: &Chapter<Target>) -> String {
        match page {
            PageId::Home => self.theme.strings.text("home").to_owned(),
            _ => chapter.front.title.clone(),
        }
    }
}
