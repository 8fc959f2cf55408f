//! The pages that compare versions: a list of what is different, and the changed texts.

use std::iter;

use rayon::prelude::*;

use super::address::{self, one_page_slug};
use super::change_pages::{ChangePage, ChangePages};
use super::context::{ChangesContext, KindContext, ListEntry, PageContext, PageLink, SofteningContext};
use super::frame::PageFrame;
use super::language::language_attributes;
use super::output::Emit;
use super::past::PastVersion;
use super::redline_text::TERMS;
use super::site::Site;
use super::writer::{ChangeKind, Moves, Noted, RedlineState, View, Writer};
use crate::diag::Diagnostic;
use crate::model::{PageId, Redline, Weaker};
use crate::wording;

/// A page of changes. The link from its last change to the next one, on a later page, is still missing.
struct Written {
    at: usize,
    html: String,
    /// Where that link belongs.
    next_at: Option<usize>,
    noted: Vec<Noted>,
}

impl Site<'_> {
    /// The pages that compare versions.
    pub(super) fn redline_pages(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        self.others.redlines.par_iter().try_for_each(|redline| self.pages_of_redline(redline, emit))
    }

    /// The pages of the redline to which the path `wanted` belongs, if there is one.
    pub(super) fn redline_at(&self, wanted: &str, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let mut redlines = self.others.redlines.iter().filter(|redline| ChangePages::may_have(redline, wanted));
        redlines.try_for_each(|redline| self.pages_of_redline(redline, emit))
    }

    /// Writes the pages one after the other, because changes are numbered throughout. Each waits for the page with the next change, to which
    /// its last change has a link.
    fn pages_of_redline(&self, redline: &Redline, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let pages = ChangePages::of(redline);
        let ends = pages.ends(redline);
        let paths: Vec<String> = pages.pages.iter().map(|page| address::encode(file_name(&page.path)).into_owned()).collect();
        let (mut state, mut before) = (RedlineState::default(), None);
        let mut waiting: Option<Written> = None;
        let mut anchors = Vec::new();
        for (at, page) in pages.pages.iter().enumerate() {
            let known = state.count;
            let (written, after) = self.changes(redline, page, (state, before), Moves { ends: &ends, paths: &paths, page: at });
            state = after;
            anchors.push(self.anchors(redline, page, &written));
            if state.count == known {
                self.finish_changes(redline, &pages, written, emit)?;
                continue;
            }
            before = Some(&*paths[at]);
            if let Some(mut done) = waiting.replace(written) {
                if let Some(place) = done.next_at {
                    let mut writer = Writer::new(&redline.document, &self.theme.strings, View::Elsewhere, "");
                    writer.change_link(&paths[at], known + 1, "change_next");
                    done.html.insert_str(place, &writer.out);
                }
                self.finish_changes(redline, &pages, done, emit)?;
            }
        }
        if let Some(last) = waiting {
            self.finish_changes(redline, &pages, last, emit)?;
        }
        if pages.has_index() {
            self.index_of_changes(redline, &pages, anchors, emit)?;
        }
        self.former_parts(redline, &pages, emit)
    }

    /// Pages at the addresses of parts that a longer form of this redline had. They lead to the index or the only page.
    fn former_parts(&self, redline: &Redline, pages: &ChangePages, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let versions = &self.document.settings.versions;
        let is_next = versions.windows(2).any(|rows| rows[0].version == redline.from.version && rows[1].version == redline.to.version);
        pages.former(redline, is_next).into_iter().try_for_each(|(path, id)| {
            let title = self.title_of_changes(redline);
            let mut page = self.page(&PageFrame { kind: "redirect", title: title.clone(), path: path.clone(), page: None, has_contents: false });
            (page.noindex, page.canonical) = (true, None);
            let id = id.map_or_else(String::new, |id| format!("#{}", address::encode(&id)));
            let href = format!("../{}{id}", address::encode(file_name(&pages.path)));
            page.next = Some(PageLink { href, label: title, current: false, language: String::new() });
            self.finish("redirect.html", &page, &path, emit)
        })
    }

    /// The changes on a page, and how many there are up to its end. `before` is the address of the page with the change before.
    fn changes(
        &self, redline: &Redline, page: &ChangePage, (state, before): (RedlineState, Option<&str>), moves: Moves<'_>,
    ) -> (Written, RedlineState) {
        let (document, strings) = (&redline.document, &self.theme.strings);
        let own_root = address::root_of(&page.path);
        // Links lead to the newer version's own pages.
        let is_current = redline.to.version == self.document.settings.current().version;
        let root = if is_current { own_root.clone() } else { format!("{own_root}{}", PastVersion::folder(&redline.to.version)) };
        let past = self.others.past.iter().any(|past| past.version == redline.from.version);
        let mut writer = Writer::new(document, strings, View::Elsewhere, &root);
        writer.past_root = past.then(|| format!("{own_root}{}", PastVersion::folder(&redline.from.version)));
        writer.changes = state;
        writer.moves = Some(moves);
        writer.before = before.map(str::to_owned);
        let is_part = page.is_part();
        let mut shown: Option<u32> = None;
        for touched in &page.texts {
            let Some(chapter) = document.chapter(touched.page) else { continue };
            if let PageId::Section(at, _) = touched.page
                && shown != Some(at)
                && !is_part
                && let Some(parent) = document.chapter(PageId::Chapter(at))
            {
                // A section has its chapter's title above it, whether or not the chapter changed too.
                writer.raw("<h2 class=redline-parent");
                writer.raw(&language_attributes(parent));
                writer.raw(">");
                writer.text(&parent.front.title);
                writer.raw("</h2>");
            }
            if let PageId::Chapter(at) | PageId::Section(at, _) = touched.page {
                shown = Some(at);
            }
            let is_section = matches!(touched.page, PageId::Section(..));
            let lower = u8::from(!is_part) + u8::from(is_section);
            writer.show(View::Redline(touched.page, lower));
            let title = self.title_of(touched.page, chapter);
            // The page of a chapter has its title.
            writer.redline_text(chapter, Some(&*title).filter(|_| !is_part || is_section), lower, touched.page);
        }
        writer.show(View::Elsewhere);
        if page.has_terms {
            writer.redline_terms(redline, !is_part);
        }
        let next_at = writer.next_at.take();
        if writer.changes.count > state.count {
            writer.end_of_changes(if is_part { "change_end_here" } else { "change_end" });
        }
        let state = writer.changes;
        (Written { at: moves.page, html: writer.out, next_at, noted: writer.noted }, state)
    }

    fn finish_changes(&self, redline: &Redline, pages: &ChangePages, written: Written, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let Some(own) = pages.pages.get(written.at) else { return Ok(()) };
        let mut page = if own.is_part() { self.page_of_part(redline, pages, written.at) } else { self.first_page(redline, pages) };
        page.body = page.pieces.mark(written.html);
        if let Some(changes) = &mut page.changes {
            changes.kinds = self.kinds(&written.noted);
        }
        self.finish("redline.html", &page, &own.path, emit)
    }

    /// The index of a redline on several pages. It has all ids of the same redline on one page, so that links to those arrive.
    fn index_of_changes(&self, redline: &Redline, pages: &ChangePages, anchors: Vec<String>, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let mut page = self.first_page(redline, pages);
        for (entry, anchors) in page.chapters.iter_mut().zip(anchors) {
            entry.anchors = page.pieces.mark(anchors);
        }
        self.finish("redline.html", &page, &pages.path, emit)
    }

    /// An empty element for each id of a page.
    fn anchors(&self, redline: &Redline, page: &ChangePage, written: &Written) -> String {
        let mut writer = Writer::new(&redline.document, &self.theme.strings, View::Elsewhere, "");
        let texts = page.texts.iter().map(|touched| one_page_slug(&redline.document, touched.page));
        let own = page.owner().map_or_else(|| TERMS.to_owned(), |owner| one_page_slug(&redline.document, owner));
        let mut ids: Vec<String> = iter::once(own).chain(texts).collect();
        ids.dedup();
        for id in ids.iter().chain(written.noted.iter().flat_map(|noted| &noted.ids)) {
            writer.raw("<span");
            writer.id(id);
            writer.raw("></span>");
        }
        writer.out
    }

    /// The index, or all changes if they are on one page.
    fn first_page(&self, redline: &Redline, pages: &ChangePages) -> PageContext {
        let strings = &self.theme.strings;
        let (from, to) = (&redline.from, &redline.to);
        let mut page = self.page_of_changes(redline, pages, &pages.path, self.title_of_changes(redline));
        let dates = [("from_date", strings.date(from.date)), ("to_date", strings.date(to.date))];
        let names = [("from", from.version.as_str()), ("to", to.version.as_str()), (dates[0].0, &dates[0].1), (dates[1].0, &dates[1].1)];
        page.description = Some(strings.fill("changes_intro", &names));
        page.chapters = if pages.has_index() { self.parts_of(redline, pages) } else { self.texts_of(redline, &pages.pages[0], "") };
        let first = pages.pages.first().filter(|page| page.is_part()).map_or_else(String::new, |page| inside(&page.path));
        page.changes = Some(ChangesContext { first: Some(format!("{first}#change_1")), ..ChangesContext::default() });
        let sentence = |weaker: &Weaker| {
            let (kind, was, now) = weaker.parts(|period| strings.days(period.first_day(), period.last_day()));
            strings.fill(&format!("softened_{kind}"), &[("was", &was), ("now", &now)])
        };
        let softened = redline.softened.iter();
        page.figures = self.figures(redline, pages, None);
        page.softened =
            softened.map(|action| SofteningContext { what: action.what.clone(), how: action.how.iter().map(sentence).collect() }).collect();
        page
    }

    /// The page of one chapter, of another text or of the glossary.
    fn page_of_part(&self, redline: &Redline, pages: &ChangePages, at: usize) -> PageContext {
        let strings = &self.theme.strings;
        let own = &pages.pages[at];
        let name = self.name_of(redline, own);
        let (from, to) = (redline.from.version.as_str(), redline.to.version.as_str());
        let title = strings.fill("changes_title_of", &[("title", &name), ("from", from), ("to", to)]);
        let mut page = self.page_of_changes(redline, pages, &own.path, title);
        page.title = strings.fill("changes_in", &[("title", &name)]);
        page.description = Some(sentence(&self.said_of(redline, own)));
        page.figures = self.figures(redline, pages, Some(own));
        let owner = own.owner();
        page.chapters = self.texts_of(redline, own, "");
        // The page itself, and the glossary, need no entry.
        page.chapters.drain(..usize::from(own.has_terms || own.texts.first().is_some_and(|touched| Some(touched.page) == owner)));
        page.changes = Some(ChangesContext {
            id: Some(owner.map_or_else(|| TERMS.to_owned(), |owner| one_page_slug(&redline.document, owner))),
            index: Some(PageLink {
                href: format!("../{}", address::encode(file_name(&pages.path))),
                label: self.title_of_changes(redline),
                current: false,
                language: String::new(),
            }),
            ..ChangesContext::default()
        });
        let link = |at: usize| {
            let page = pages.pages.get(at)?;
            Some(PageLink {
                href: address::encode(file_name(&page.path)).into_owned(),
                label: self.name_of(redline, page),
                current: false,
                language: String::new(),
            })
        };
        page.previous = at.checked_sub(1).and_then(link);
        page.next = link(at + 1);
        page
    }

    fn page_of_changes(&self, redline: &Redline, pages: &ChangePages, path: &str, title: String) -> PageContext {
        let mut page = self.page(&PageFrame { kind: "redline", title, path: path.to_owned(), page: None, has_contents: false });
        page.noindex = true;
        page.comparison = Some(self.comparison(redline, pages));
        page
    }

    /// "Changes from version 3.2 to version 3.3".
    fn title_of_changes(&self, redline: &Redline) -> String {
        let names = [("from", redline.from.version.as_str()), ("to", redline.to.version.as_str())];
        self.theme.strings.fill("changes_title", &names)
    }

    /// An entry for each page of a redline, with links from its index.
    fn parts_of(&self, redline: &Redline, pages: &ChangePages) -> Vec<ListEntry> {
        let entry = |page: &ChangePage| {
            let href = inside(&page.path);
            let texts = self.texts_of(redline, page, &href);
            let has_sections = page.texts.iter().any(|touched| matches!(touched.page, PageId::Section(..)));
            let sections = texts.into_iter().zip(&page.texts).filter(|(_, touched)| has_sections && matches!(touched.page, PageId::Section(..)));
            ListEntry {
                sections: sections.map(|(entry, _)| entry).collect(),
                href,
                title: self.name_of(redline, page),
                language: page.owner().and_then(|owner| redline.document.chapter(owner)).map(language_attributes).unwrap_or_default(),
                summary: Some(self.said_of(redline, page)),
                ..ListEntry::default()
            }
        };
        pages.pages.iter().map(entry).collect()
    }

    /// An entry for each text on a page, and for the glossary, with links that begin with `page`.
    fn texts_of(&self, redline: &Redline, own: &ChangePage, page: &str) -> Vec<ListEntry> {
        let document = &redline.document;
        let texts = own.texts.iter().filter_map(|touched| {
            let href = format!("{page}#{}", address::encode(&one_page_slug(document, touched.page)));
            Some(self.entry(redline, *touched, document.chapter(touched.page)?, href))
        });
        let terms = own.has_terms.then(|| ListEntry {
            href: format!("{page}#{TERMS}"),
            title: self.theme.strings.text("glossary").to_owned(),
            summary: Some(wording::parts(&redline.summary.terms, &self.theme.strings)),
            ..ListEntry::default()
        });
        texts.chain(terms).collect()
    }

    /// What changed in a page's chapter itself; if only its sections changed, how many changes there are.
    fn said_of(&self, redline: &Redline, page: &ChangePage) -> String {
        if page.has_terms {
            return wording::parts(&redline.summary.terms, &self.theme.strings);
        }
        let summary = page.owner().and_then(|owner| redline.summary_of(owner));
        summary.map_or_else(|| self.counted(redline, page), |summary| wording::text(summary, &self.theme.strings))
    }

    /// The title of a page's chapter.
    fn name_of(&self, redline: &Redline, page: &ChangePage) -> String {
        let chapter = page.owner().and_then(|owner| Some((owner, redline.document.chapter(owner)?)));
        chapter.map_or_else(|| self.theme.strings.text("glossary").to_owned(), |(owner, chapter)| self.title_of(owner, chapter))
    }

    /// "3 changes", or that its chapter is new or was removed.
    fn counted(&self, redline: &Redline, page: &ChangePage) -> String {
        let whole = page.texts.first().filter(|touched| Some(touched.page) == page.owner());
        let whole = whole.and_then(|touched| self.whole(redline.document.chapter(touched.page)?));
        let terms = if page.has_terms { redline.changed_terms().count() } else { 0 };
        let (changes, formatting) =
            page.texts.iter().fold((terms, 0), |(changes, formatting), touched| (changes + touched.changes, formatting + touched.formatting));
        whole.unwrap_or_else(|| self.counts(changes, formatting))
    }

    /// The changes by kind, if there are several kinds.
    fn kinds(&self, noted: &[Noted]) -> Vec<KindContext> {
        let kinds = [(ChangeKind::Words, "kind_words"), (ChangeKind::Move, "kind_moves"), (ChangeKind::Formatting, "kind_formatting")];
        let kind = |(kind, key): (ChangeKind, &str)| {
            let noted: Vec<&Noted> = noted.iter().filter(|noted| noted.kind == kind).collect();
            let count = noted.iter().map(|noted| noted.count).sum::<usize>().to_string();
            let link =
                |noted: &&Noted| PageLink { href: format!("#{}", noted.ids[0]), label: noted.label.clone(), current: false, language: String::new() };
            KindContext { label: self.theme.strings.fill(key, &[("count", &count)]), changes: noted.iter().map(link).collect() }
        };
        let kinds: Vec<KindContext> = kinds.into_iter().map(kind).filter(|kind| !kind.changes.is_empty()).collect();
        if kinds.len() > 1 { kinds } else { Vec::new() }
    }
}

/// The last part of a path.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The address of a page from the folder of all redlines, in which their indexes are.
fn inside(path: &str) -> String {
    address::encode(path.trim_start_matches("changes/")).into_owned()
}

/// A line that begins with a capital.
fn sentence(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
