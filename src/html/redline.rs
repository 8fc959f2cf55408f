//! Redlines: a list of changes, then the changed texts with unchanged passages folded away.

use rayon::prelude::*;

use super::address::{self, one_page_slug};
use super::changed::path;
use super::context::{ComparisonContext, ListEntry, PageContext, SofteningContext};
use super::frame::PageFrame;
use super::output::Emit;
use super::past::PastVersion;
use super::site::Site;
use super::writer::{RedlineState, View, Writer};
use crate::diag::Diagnostic;
use crate::model::{Author, Block, Chapter, Document, GlossaryTerm, Mark, PageId, Redline, Target, Touched, Weaker, first_words, shown_blocks};

impl Site<'_> {
    /// The pages that compare versions.
    pub(super) fn redline_pages(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        self.others.redlines.par_iter().try_for_each(|redline| self.redline_page(redline, emit))
    }

    /// The redline at the path `wanted`, if there is one.
    pub(super) fn redline_at(&self, wanted: &str, emit: Emit<'_>) -> Result<(), Diagnostic> {
        self.others.redlines.iter().filter(|redline| path(redline) == wanted).try_for_each(|redline| self.redline_page(redline, emit))
    }

    fn redline_page(&self, redline: &Redline, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let strings = &self.theme.strings;
        let (from, to) = (&redline.from, &redline.to);
        let title = strings.fill("changes_title", &[("from", from.version.as_str()), ("to", to.version.as_str())]);
        let frame = PageFrame { kind: "redline", title, path: path(redline), page: None, has_contents: false };
        let mut page = self.page(&frame);
        page.noindex = true;
        let dates = [("from_date", strings.date(from.date)), ("to_date", strings.date(to.date))];
        let names = [("from", from.version.as_str()), ("to", to.version.as_str()), (dates[0].0, &dates[0].1), (dates[1].0, &dates[1].1)];
        page.description = Some(strings.fill("changes_intro", &names));
        let touched = redline.touched();
        let (body, entries) = self.redline_body(redline, &touched, &page);
        page.chapters = entries;
        page.body = page.pieces.mark(body);
        page.comparison = Some(self.comparison(redline, &touched));
        let sentence = |weaker: &Weaker| {
            let (kind, was, now) = weaker.parts(|period| strings.days(period.first_day(), period.last_day()));
            strings.fill(&format!("softened_{kind}"), &[("was", &was), ("now", &now)])
        };
        let softened = redline.softened.iter();
        page.softened =
            softened.map(|action| SofteningContext { what: action.what.clone(), how: action.how.iter().map(sentence).collect() }).collect();
        self.finish("redline.html", &page, &frame.path, emit)
    }

    /// All comparisons, newest versions first.
    pub(super) fn comparisons(&self) -> Vec<ComparisonContext> {
        let mut redlines: Vec<&Redline> = self.others.redlines.iter().map(|redline| &**redline).collect();
        redlines.sort_by_key(|redline| std::cmp::Reverse((&redline.to.version, &redline.from.version)));
        redlines.into_iter().map(|redline| self.comparison(redline, &redline.touched())).collect()
    }

    /// The values that templates receive about a comparison.
    fn comparison(&self, redline: &Redline, touched: &[Touched]) -> ComparisonContext {
        let strings = &self.theme.strings;
        let names = |predicate: &dyn Fn(&GlossaryTerm<Target>) -> bool| {
            redline.changed_terms().filter(|term| predicate(term)).map(GlossaryTerm::full_name).collect::<Vec<_>>().join(", ")
        };
        let marked = |mark: Mark| move |term: &GlossaryTerm<Target>| term.change.as_ref().is_some_and(|change| change.mark == mark);
        let document = &redline.document;
        let chapters = touched.iter().filter_map(|touched| Some(self.entry(document, *touched, document.chapter(touched.page)?, &path(redline))));
        ComparisonContext {
            from: redline.from.version.to_string(),
            to: redline.to.version.to_string(),
            from_date: strings.date(redline.from.date),
            from_audience: redline.from.audience.clone(),
            to_date: strings.date(redline.to.date),
            comments: redline.to.comments.clone(),
            href: address::encode(&path(redline)).into_owned(),
            chapters: chapters.collect(),
            terms_added: names(&marked(Mark::Added)),
            terms_removed: names(&marked(Mark::Removed)),
            terms_changed: names(&marked(Mark::Unchanged)),
        }
    }

    fn entry(&self, document: &Document, touched: Touched, chapter: &Chapter<Target>, page: &str) -> ListEntry {
        let strings = &self.theme.strings;
        let summary = match chapter.change.as_ref().map(|change| change.mark) {
            Some(Mark::Added) => strings.text("chapter_added").to_owned(),
            Some(Mark::Removed) => strings.text("chapter_removed").to_owned(),
            _ => {
                let counts = [("changes", touched.changes), ("formatting", touched.formatting)];
                let shown = counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| strings.count(key, count));
                shown.collect::<Vec<_>>().join(", ")
            }
        };
        ListEntry {
            href: format!("{}#{}", address::encode(page), address::encode(&one_page_slug(document, touched.page))),
            title: self.title_of(touched.page, chapter),
            number: None,
            label: None,
            summary: Some(summary),
            ..ListEntry::default()
        }
    }

    fn title_of(&self, page: PageId, chapter: &Chapter<Target>) -> String {
        match page {
            PageId::Home => self.theme.strings.text("home").to_owned(),
            _ => chapter.front.title.clone(),
        }
    }

    /// The changed texts with unchanged passages folded away, and the list of links to them.
    fn redline_body(&self, redline: &Redline, touched: &[Touched], page: &PageContext) -> (String, Vec<ListEntry>) {
        let (document, strings) = (&redline.document, &self.theme.strings);
        // Links lead to the newer version's own pages.
        let is_current = redline.to.version == self.document.settings.current().version;
        let root = if is_current { page.root.clone() } else { format!("{}versions/{}/", page.root, redline.to.version) };
        let past = self.others.past.iter().any(|past| past.version == redline.from.version);
        let past_root = past.then(|| format!("{}{}", page.root, PastVersion::folder(&redline.from.version)));
        let mut state = RedlineState::default();
        let (mut html, mut entries) = (String::new(), Vec::new());
        let mut shown: Option<u32> = None;
        for touched in touched {
            if let PageId::Section(chapter, _) = touched.page
                && shown != Some(chapter)
                && let Some(parent) = document.chapter(PageId::Chapter(chapter))
            {
                // A section has its chapter's title above it, whether or not the chapter changed too.
                let mut writer = Writer::new(document, strings, View::Redline(PageId::Chapter(chapter), 1), &root);
                writer.element("h2", "redline-parent", &parent.front.title);
                html.push_str(&writer.out);
            }
            if let PageId::Chapter(at) | PageId::Section(at, _) = touched.page {
                shown = Some(at);
            }
            let Some(chapter) = document.chapter(touched.page) else { continue };
            let lower = if matches!(touched.page, PageId::Section(..)) { 2 } else { 1 };
            let mut writer = Writer::new(document, strings, View::Redline(touched.page, lower), &root);
            writer.changes = state;
            writer.past_root.clone_from(&past_root);
            writer.redline_text(chapter, &self.title_of(touched.page, chapter), lower, touched.page);
            state = writer.changes;
            html.push_str(&writer.out);
            entries.push(ListEntry {
                href: format!("#{}", address::encode(&one_page_slug(document, touched.page))),
                ..self.entry(document, *touched, chapter, "")
            });
        }
        let mut writer = Writer::new(document, strings, View::Elsewhere, &root);
        writer.changes = state;
        let terms: Vec<_> = redline.changed_terms().collect();
        if !terms.is_empty() {
            writer.redline_terms(&terms);
            entries.push(ListEntry {
                href: "#changed_terms".into(),
                title: strings.text("glossary").to_owned(),
                summary: Some(strings.count("changes", terms.len())),
                ..ListEntry::default()
            });
        }
        if writer.changes.count > 0 {
            // The last change has no next one.
            let next = writer.next_change_link();
            if let Some(at) = html.rfind(&next) {
                html.replace_range(at..at + next.len(), "");
            } else if let Some(at) = writer.out.rfind(&next) {
                writer.out.replace_range(at..at + next.len(), "");
            }
            writer.end_of_changes("#main");
        }
        html.push_str(&writer.out);
        (html, entries)
    }
}

impl Writer<'_> {
    /// One text of a redline.
    fn redline_text(&mut self, chapter: &Chapter<Target>, title: &str, lower: u8, page: PageId) {
        let slug = one_page_slug(self.document, page);
        let mark = chapter.change.as_ref().map_or(Mark::Unchanged, |change| change.mark);
        self.raw("<section class=document-chapter");
        self.attribute("aria-labelledby", &slug);
        self.raw(&format!("><h{}", lower + 1));
        self.attribute("id", &slug);
        self.raw(">");
        self.text(title);
        self.raw(&format!("</h{}>", lower + 1));
        if mark != Mark::Unchanged {
            let (class, key) = if mark == Mark::Added { ("added", "chapter_added") } else { ("removed", "chapter_removed") };
            self.open_change(class, key, None, |_| {});
            self.changes.is_said = true;
            self.marked_blocks(mark, &chapter.body, false);
            self.changes.is_said = false;
            self.close_change();
            self.raw("</section>");
            return;
        }
        if chapter.is_front_changed() {
            self.redline_front(chapter);
        }
        self.folded(&chapter.body);
        self.redline_notes(chapter);
        self.raw("</section>");
    }

    /// Changes of a text's front matter: title, summary, signatures, position.
    fn redline_front(&mut self, chapter: &Chapter<Target>) {
        let Some(change) = &chapter.change else { return };
        self.open_change("edited", if change.is_reordered { "chapter_moved" } else { "change_edited" }, None, |_| {});
        if let Some(was) = &change.was {
            let names = |authors: &[Author]| authors.iter().map(|author| author.name.clone()).collect::<Vec<_>>().join(", ");
            let lines = [
                ("field_title", Some(was.front.title.clone()), Some(chapter.front.title.clone())),
                ("field_summary", was.front.summary.clone(), chapter.front.summary.clone()),
                ("field_authors", Some(names(&was.front.authors)), Some(names(&chapter.front.authors))),
            ];
            self.raw("<ul class=values>");
            for (key, was, now) in lines.into_iter().filter(|(_, was, now)| was != now) {
                self.changed_value(self.strings.text(key), was.as_deref(), now.as_deref());
            }
            self.raw("</ul>");
        }
        self.close_change();
    }

    /// Blocks, with unchanged runs in a disclosure.
    fn folded(&mut self, blocks: &[Block<Target>]) {
        let is_shown = shown_blocks(blocks);
        let mut at = 0;
        while at < blocks.len() {
            let reformatted = blocks[at..].iter().take_while(|block| block.is_reformatted()).count();
            if reformatted > 0 {
                self.reformatted(&blocks[at..at + reformatted]);
                at += reformatted;
                continue;
            }
            let run = is_shown[at..].iter().take_while(|is_shown| !**is_shown).count();
            if run == 0 {
                self.blocks(&blocks[at..=at]);
                at += 1;
                continue;
            }
            let hidden = &blocks[at..at + run];
            self.raw("<details class=unchanged><summary>");
            let count = self.strings.count("unchanged", run);
            self.text(&count);
            if let Some(words) = hidden.iter().find_map(first_words) {
                self.text(&format!(": {words}"));
            }
            self.raw("</summary>");
            self.blocks(hidden);
            self.raw("</details>");
            at += run;
        }
    }

    /// Blocks in which only the formatting changed, in a disclosure.
    fn reformatted(&mut self, blocks: &[Block<Target>]) {
        self.raw("<details class=\"unchanged formatting\"><summary>");
        let count = self.strings.count("formatting", blocks.len());
        self.text(&count);
        if let Some(words) = blocks.iter().find_map(first_words) {
            self.text(&format!(": {words}"));
        }
        self.raw("</summary>");
        // The summary is their label.
        self.changes.open += 1;
        self.blocks(blocks);
        self.changes.open -= 1;
        self.raw("</details>");
    }

    fn redline_notes(&mut self, chapter: &Chapter<Target>) {
        if chapter.changed_notes() > 0 {
            self.footnotes(&chapter.footnotes, 2);
        } else if !chapter.footnotes.is_empty() {
            self.raw("<details class=unchanged><summary>");
            let count = self.strings.count("unchanged_notes", chapter.footnotes.len());
            self.text(&count);
            self.raw("</summary>");
            self.footnotes(&chapter.footnotes, 2);
            self.raw("</details>");
        }
    }

    fn redline_terms(&mut self, terms: &[&GlossaryTerm<Target>]) {
        self.raw("<section class=document-chapter aria-labelledby=changed_terms><h2 id=changed_terms>");
        self.text(self.strings.text("glossary"));
        self.raw("</h2>");
        for (at, term) in terms.iter().enumerate() {
            let Some(change) = &term.change else { continue };
            let (class, key) = match change.mark {
                Mark::Added => ("added", "term_added"),
                Mark::Removed => ("removed", "term_removed"),
                Mark::Unchanged | Mark::MovedHere | Mark::MovedAway | Mark::Split | Mark::Joined => ("edited", "term_edited"),
            };
            self.open_change(class, key, None, |_| {});
            self.prefix = format!("changed_{}--", at + 1);
            self.marked(change.mark, |writer| {
                writer.element("p", "changed-term", &term.full_name());
                writer.blocks(&term.definition);
            });
            if let Some(was) = change.was.as_ref().filter(|was| was.term != term.term || was.abbreviation != term.abbreviation) {
                let before = was.abbreviation.as_ref().map_or_else(|| was.term.clone(), |abbreviation| format!("{} ({abbreviation})", was.term));
                self.raw("<ul class=values>");
                self.changed_value(self.strings.text("field_term"), Some(&before), Some(&term.full_name()));
                self.raw("</ul>");
            }
            self.prefix.clear();
            self.close_change();
        }
        self.raw("</section>");
    }
}
