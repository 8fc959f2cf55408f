//! Each kind of page: the values that its template receives.

use rayon::prelude::*;

use super::address::{self, one_page_slug};
use super::context::{ChapterContext, ListEntry, PageLink};
use super::frame::PageFrame;
use super::language::language_attributes;
use super::lists::{self, Lister};
use super::output::{Download, Emit};
use super::site::Site;
use super::words;
use super::writer::{View, Writer};
use crate::diag::Diagnostic;
use crate::model::{Block, Chapter, PageId, Status, Target, contents_address};
use crate::wording;

impl Site<'_> {
    /// A chapter, a section, another page, or the author's own accessibility statement.
    pub(super) fn text_page(&self, id: PageId, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let (document, strings) = (self.document, &self.theme.strings);
        let Some(chapter) = document.chapter(id) else { return Ok(()) };
        let is_chapter = matches!(id, PageId::Chapter(_) | PageId::Section(..));
        let path = address::path(document, id);
        let kind = if is_chapter { "chapter" } else { "page" };
        let frame = PageFrame { kind, title: chapter.front.title.clone(), path: path.clone(), page: Some(id), has_contents: is_chapter };
        let mut page = self.page(&frame);
        page.description.clone_from(&chapter.front.summary);

        page.plain_text =
            self.others.successor.is_none().then(|| format!("{}{}", page.root, address::encode(&address::plain_text(&document.address(id)))));
        page.reading = if is_chapter { self.reading(id, chapter) } else { None };

        let root = page.root.clone();
        page.headings = page.pieces.mark(self.lister(&root, Some(id)).headings_html(chapter));
        let mut writer = self.writer(View::Page(id), &root);
        writer.language = language_attributes(chapter);
        self.body(&mut writer, chapter, &document.address(id), &path);
        writer.signatures(chapter);
        page.body = page.pieces.mark(std::mem::take(&mut writer.out));
        writer.words(chapter, strings.text(if is_chapter { "words_in_chapter" } else { "words_on_page" }), &self.entries);
        writer.footnotes(&chapter.footnotes, 2);
        self.former_anchors(&mut writer, id, &root);
        page.after = page.pieces.mark(writer.out);

        let lister = self.lister(&root, Some(id));
        let changed = chapter.front.version.as_ref().map(|version| strings.fill("changed_in", &[("version", version.as_str())]));
        let changes = self.changed.as_ref().and_then(|changed| changed.of_text(&document.address(id)));
        let changed = changed.filter(|_| is_chapter).or_else(|| changes.as_ref().map(|(label, _)| (*label).to_owned()));
        let status = chapter.front.status.filter(|_| document.settings.status != Status::Final);
        page.chapter = Some(ChapterContext {
            number: lists::chapter_label(strings, id, chapter),
            summary: chapter.front.summary.clone(),
            language: language_attributes(chapter),
            untranslated: self.untranslated(id),
            changed,
            changes: changes.map(|(_, href)| format!("{root}{href}")),
            status: status.map(|status| {
                let text = if matches!(id, PageId::Section(..)) { "section" } else { "chapter" };
                strings.text(&format!("{text}_status_{status:?}").to_lowercase()).to_owned()
            }),
            parent: match id {
                PageId::Section(at, _) => lister.link(PageId::Chapter(at)),
                _ => None,
            },
            sections: match id {
                PageId::Chapter(at) => lister.sections(at),
                _ => Vec::new(),
            },
        });
        (page.previous, page.next) = self.neighbours(id, &lister);
        self.finish("chapter.html", &page, &decoded(&frame.path), emit)?;
        self.redirects(chapter.front.aliases.iter().map(|(alias, _)| alias.as_str()), &frame, emit)
    }

    /// The text of a page, with links from its blocks to other versions.
    fn body(&self, writer: &mut Writer<'_>, chapter: &Chapter<Target>, address: &str, path: &str) {
        let root = address::root_of(path);
        let mut marks = self.changed.as_ref().map(|changed| changed.marks(address));
        numbered(
            writer,
            chapter,
            |writer, block| {
                if let Some(marks) = &mut marks {
                    marks.before(writer, block);
                }
            },
            |writer, block| {
                self.stale_note(writer, block, path, &root);
                if let Some(successor) = self.others.successor {
                    writer.successor_link(block, successor);
                }
            },
        );
    }

    fn neighbours(&self, id: PageId, lister: &Lister<'_>) -> (Option<PageLink>, Option<PageLink>) {
        let chapters = &self.document.chapters;
        let last_of = |chapter: u32| match chapters[chapter as usize].sections.len() as u32 {
            0 => PageId::Chapter(chapter),
            sections => PageId::Section(chapter, sections - 1),
        };
        let after = |chapter: u32| if (chapter as usize) + 1 < chapters.len() { Some(PageId::Chapter(chapter + 1)) } else { None };
        let end = (!self.document.glossary.terms.is_empty()).then(|| PageLink {
            href: lister.href(PageId::Glossary),
            label: self.theme.strings.text("glossary").to_owned(),
            current: false,
            language: String::new(),
        });
        let (before, next) = match id {
            PageId::Chapter(at) => {
                let has_sections = !chapters[at as usize].sections.is_empty();
                (at.checked_sub(1).map(last_of), if has_sections { Some(PageId::Section(at, 0)) } else { after(at) })
            }
            PageId::Section(chapter, at) => {
                let before = at.checked_sub(1).map_or(PageId::Chapter(chapter), |before| PageId::Section(chapter, before));
                let has_next = (at as usize) + 1 < chapters[chapter as usize].sections.len();
                (Some(before), if has_next { Some(PageId::Section(chapter, at + 1)) } else { after(chapter) })
            }
            _ => return (None, None),
        };
        (before.and_then(|page| lister.link(page)), next.and_then(|page| lister.link(page)).or(end))
    }

    fn redirects<'p>(&self, aliases: impl Iterator<Item = &'p str>, to: &PageFrame, emit: Emit<'_>) -> Result<(), Diagnostic> {
        // Former addresses always lead to the current version.
        for alias in aliases.filter(|_| self.others.successor.is_none()) {
            let frame = PageFrame { kind: "redirect", path: alias.to_owned(), page: None, has_contents: false, title: to.title.clone() };
            let mut page = self.page(&frame);
            page.canonical = self.document.settings.base_url.as_ref().map(|base| format!("{base}{}", to.path));
            page.next =
                Some(PageLink { href: format!("{}{}", page.root, to.path), label: to.title.clone(), current: false, language: String::new() });
            page.noindex = true;
            self.finish("redirect.html", &page, alias, emit)?;
        }
        Ok(())
    }

    /// The contents page, and for a very large document one page for each part.
    pub(super) fn contents_pages(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let frame = self.own("contents", "contents", PageId::Contents);
        let mut page = self.page(&frame);
        page.description = self.words("contents_intro");
        let root = page.root.clone();
        let lister = self.lister(&root, frame.page);
        page.chapters = lister.full_overview();
        page.pages = lister.pages();
        page.comparisons = self.newest_comparisons();
        self.finish("contents.html", &page, &frame.path, emit)?;
        for part in self.parts.parts() {
            let path = contents_address(part);
            let title = lister.part_title(part);
            let frame = PageFrame { kind: "contents", title, path: path.clone(), page: None, has_contents: false };
            let mut page = self.page(&frame);
            let root = page.root.clone();
            page.chapters = self.lister(&root, None).full_chapters(part.clone());
            self.finish("contents.html", &page, &path, emit)?;
        }
        Ok(())
    }

    pub(super) fn glossary_page(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        if self.document.glossary.terms.is_empty() {
            return Ok(());
        }
        let mut frame = self.own("glossary", "glossary", PageId::Glossary);
        frame.has_contents = true;
        let mut page = self.page(&frame);
        page.description = self.words("glossary_intro");
        page.data = page.pieces.mark(self.term_set_data());
        page.letters = words::marked_letters(self.document, &self.theme.strings, &page.root, &mut page.pieces);
        let mut writer = Writer::new(self.document, &self.theme.strings, View::Elsewhere, "");
        self.former_anchors(&mut writer, PageId::Glossary, "");
        page.after = page.pieces.mark(writer.out);
        let last = self.document.chapter_pages().last().map(|(id, _)| id);
        page.previous = last.and_then(|id| self.lister(&page.root, None).link(id));
        self.finish("glossary.html", &page, &frame.path, emit)
    }

    pub(super) fn versions_page(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let frame = self.own("versions", "version_history", PageId::Versions);
        let mut page = self.page(&frame);
        page.description = self.words("versions_intro");
        page.comparisons = self.comparisons();
        page.history = self.history(&page.comparisons);
        self.finish("versions.html", &page, &frame.path, emit)
    }

    fn version_table(&self, root: &str) -> String {
        let mut writer = self.writer(View::Elsewhere, root);
        writer.version_table();
        writer.out
    }

    /// The whole document on one page.
    pub(super) fn one_page(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        if !self.has_one_page {
            return Ok(());
        }
        let title = self.theme.strings.text("one_page").to_owned();
        let frame = PageFrame { kind: "document", title, path: address::ONE_PAGE.into(), page: None, has_contents: false };
        let mut page = self.page(&frame);
        page.description = self.words("one_page_hint");
        page.versions = Some(page.pieces.mark(self.version_table(&page.root)));
        let chapters: Vec<_> = self.document.chapter_pages().collect();
        let chapters: Vec<(String, ListEntry)> = chapters.par_iter().map(|(id, chapter)| self.one_page_chapter(*id, chapter)).collect();
        let (bodies, entries): (Vec<String>, Vec<ListEntry>) = chapters.into_iter().unzip();
        page.chapters = entries;
        page.body = page.pieces.mark(bodies.concat());
        page.letters = words::marked_letters(self.document, &self.theme.strings, "", &mut page.pieces);
        page.after = page.pieces.mark(self.former_anchors_of_one_page());
        self.finish("document.html", &page, &frame.path, emit)
    }

    /// A chapter or section on the page with the whole document, and its entry in the contents there.
    fn one_page_chapter(&self, id: PageId, chapter: &Chapter<Target>) -> (String, ListEntry) {
        let lower = if matches!(id, PageId::Section(..)) { 2 } else { 1 };
        let mut writer = self.writer(View::OnePage(id, lower), "");
        let slug = one_page_slug(self.document, id);
        let tag = format!("h{}", lower + 1);
        writer.raw("<section class=document-chapter");
        writer.attribute("aria-labelledby", &slug);
        writer.raw(&language_attributes(chapter));
        writer.raw(&format!("><{tag}"));
        writer.attribute("id", &slug);
        writer.raw(">");
        if let Some(number) = &chapter.number {
            let number = wording::before_title(number, &self.theme.strings);
            writer.element("span", "number", &number);
            writer.raw(" ");
        }
        writer.text(&chapter.front.title);
        writer.raw(&format!("</{tag}>"));
        if let Some(summary) = &chapter.front.summary {
            writer.element("p", "chapter-summary", summary);
        }
        numbered(&mut writer, chapter, |_, _| {}, |_, _| {});
        writer.signatures(chapter);
        writer.footnotes(&chapter.footnotes, 2);
        writer.raw("</section>");
        let entry = ListEntry {
            href: format!("#{}", address::encode(&slug)),
            title: chapter.front.title.clone(),
            language: language_attributes(chapter),
            number: chapter.number.as_deref().map(|number| wording::before_title(number, &self.theme.strings)),
            label: lists::chapter_label(&self.theme.strings, id, chapter),
            ..ListEntry::default()
        };
        (writer.out, entry)
    }

    /// The generated accessibility statement, the page for unknown addresses, sitemap and feed.
    pub(super) fn small_pages(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        if self.document.statement.is_none() {
            let frame = self.own("accessibility", "accessibility_statement", PageId::Statement);
            let mut page = self.page(&frame);
            page.description = Some(self.theme.strings.fill("statement_applies", &[("title", &self.document.settings.full_title())]));
            self.finish("accessibility.html", &page, &frame.path, emit)?;
        }
        let title = self.theme.strings.text("not_found").to_owned();
        let frame = PageFrame { kind: "not-found", title, path: "404.html".into(), page: None, has_contents: false };
        let mut page = self.page(&frame);
        // A server shows this page at any address, on preview hosts, too: its links must begin with the path of the site.
        if let Some(base) = self.document.settings.served_path() {
            base.clone_into(&mut page.root);
            for link in page.navigation.iter_mut().chain(&mut page.languages) {
                link.href.insert_str(0, base);
            }
        }
        page.noindex = true;
        page.canonical = None;
        self.finish("404.html", &page, &frame.path, emit)?;
        self.former_pages(emit)?;
        self.sitemap(emit);
        self.feed(emit);
        Ok(())
    }

    pub(super) fn home_page(&self, downloads: &[Download], emit: Emit<'_>) -> Result<(), Diagnostic> {
        let mut frame = self.own("home", "home", PageId::Home);
        frame.title = self.document.settings.full_title();
        let mut page = self.page(&frame);
        let root = page.root.clone();
        if let Some(home) = &self.document.home {
            page.description.clone_from(&home.front.summary);
            let mut writer = self.writer(View::Page(PageId::Home), &root);
            writer.blocks(&home.body);
            page.body = page.pieces.mark(std::mem::take(&mut writer.out));
            writer.words(home, self.theme.strings.text("words_on_page"), &self.entries);
            writer.footnotes(&home.footnotes, 2);
            self.former_anchors(&mut writer, PageId::Home, &root);
            page.after = page.pieces.mark(writer.out);
        }
        let lister = self.lister(&root, frame.page);
        page.chapters = lister.overview();
        page.pages = lister.pages();
        page.meta.extend(self.cover_picture(downloads));
        page.meta.extend(self.citation(downloads));
        page.data = page.pieces.mark(self.report_data(page.description.as_deref()));
        page.downloads = download_links(downloads.iter().filter(|download| download.path.ends_with(".pdf")));
        page.next = self.document.chapter_pages().next().and_then(|(first, _)| lister.link(first));
        page.comparisons = self.newest_comparisons();
        self.finish("home.html", &page, &frame.path, emit)?;
        let aliases = self.document.home.iter().flat_map(|home| &home.front.aliases);
        self.redirects(aliases.map(|(alias, _)| alias.as_str()), &frame, emit)
    }

    pub(super) fn downloads_page(&self, downloads: &[Download], emit: Emit<'_>) -> Result<(), Diagnostic> {
        let frame = self.own("downloads", "downloads", PageId::Downloads);
        let mut page = self.page(&frame);
        page.description = self.words("downloads_intro");
        page.downloads = download_links(downloads.iter());
        for (key, path, size) in self.data_sizes() {
            let label = self.theme.strings.fill(key, &[("size", &self.theme.strings.file_size(size))]);
            page.downloads.push(PageLink { href: path.to_owned(), label, current: false, language: String::new() });
        }
        if self.others.successor.is_none() {
            page.chapters = self.lister("", frame.page).plain_texts();
        }
        self.finish("downloads.html", &page, &frame.path, emit)
    }
}

/// Blocks with their numbers; `before` and `after` write what comes before and after each.
pub(super) fn numbered<'w>(
    writer: &mut Writer<'w>, chapter: &Chapter<Target>, mut before: impl FnMut(&mut Writer<'w>, &Block<Target>),
    after: impl Fn(&mut Writer<'w>, &Block<Target>),
) {
    for (at, block) in chapter.body.iter().enumerate() {
        before(writer, block);
        writer.number = chapter.paragraph_numbers.get(at).and_then(Clone::clone);
        writer.blocks(std::slice::from_ref(block));
        after(writer, block);
    }
}

fn download_links<'d>(downloads: impl Iterator<Item = &'d Download>) -> Vec<PageLink> {
    let link = |Download { path, label }: &Download| PageLink {
        href: address::encode(path).into_owned(),
        label: label.clone(),
        current: false,
        language: String::new(),
    };
    downloads.map(link).collect()
}

/// The file name for a percent-encoded path.
fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}
