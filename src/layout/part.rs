//! What the blocks of one part are built into.

use super::destinations::DestKey;
use super::measures::Measures;
use super::paged::Item;
use super::picture::{Picture, Pictures};
use super::print_size::ChangeBars;
use super::strips::{Panel, Part, Strip};
use super::style::TextLook;
use super::tags::{Link, LinkTarget, Role, TagId, TagTree};
use super::text::Shaper;
use super::units::{Point, Pt, Size};
use crate::diag::Diagnostic;
use crate::model::{Document, Footnote, Image, ImageSource, Mark, PageId, Target};
use crate::theme::Strings;

/// What an edition is built from, shared by all its parts.
#[derive(Clone, Copy)]
pub(super) struct Sources<'d> {
    pub(super) document: &'d Document,
    pub(super) strings: &'d Strings,
    pub(super) measures: &'d Measures,
    pub(super) pictures: &'d Pictures,
    /// What becomes of changes.
    pub(super) changes: Changes<'d>,
}

/// What an edition shows of changes.
#[derive(Clone, Copy)]
pub(super) enum Changes<'d> {
    /// Nothing.
    Unmarked,
    /// A bar beside each block that differs.
    Bars(&'d ChangeBars),
    /// Everything: the document is a redline.
    Told,
}

/// Where blocks are set: a column within the text, and the tag that holds them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// The left edge, from the column's.
    pub(super) x: Pt,
    /// How wide.
    pub(super) width: Pt,
    /// What holds the blocks.
    pub(super) tag: TagId,
    /// How paragraphs look.
    pub(super) look: TextLook,
    /// How many levels headings are lowered by.
    pub(super) lowered: u8,
}

impl Frame {
    /// The frame without `left` at its left and `right` at its right; as it is where no words would fit any more.
    pub(super) fn inset(self, left: Pt, right: Pt) -> Self {
        let width = self.width - left - right;
        if width < self.look.size * 5.0 { self } else { Self { x: self.x + left, width, ..self } }
    }

    /// The frame for blocks within another tag.
    pub(super) fn within(self, tag: TagId) -> Self {
        Self { tag, ..self }
    }
}

/// Builds one part.
pub(super) struct Builder<'d> {
    pub(super) document: &'d Document,
    pub(super) strings: &'d Strings,
    pub(super) measures: &'d Measures,
    pub(super) pictures: &'d Pictures,
    pub(super) changes: Changes<'d>,
    pub(super) shaper: Shaper,
    /// The page of the site whose text this is.
    pub(super) page: PageId,
    pub(super) tags: TagTree,
    pub(super) strips: Vec<Strip>,
    pub(super) notes: Vec<Vec<Strip>>,
    /// Whether each note has been built.
    pub(super) set_notes: Vec<bool>,
    pub(super) panels: Vec<Panel>,
    pub(super) panel: Option<u32>,
    pub(super) headings: Vec<(u8, String, TagId)>,
    pub(super) links: Vec<(TagId, DestKey)>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Footnotes of the page that is being built.
    pub(super) footnotes: &'d [Footnote<Target>],
    /// The number of the page's first note among the part's.
    pub(super) first_note: u32,
    /// How wide "(page 188)" is, by size.
    pub(super) mark_widths: Vec<(Pt, Pt)>,
    /// The number of the paragraph that is to be built.
    pub(super) number: Option<Box<str>>,
    /// What becomes of the words that are built.
    pub(super) marking: Marking,
    /// How many labelled changes are open.
    pub(super) open_changes: u32,
}

/// Whether the words that are built are new or gone; only in a redline.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marking {
    /// What becomes of them.
    pub(super) mark: Mark,
    /// Whether that is said around a whole block; else each line of text says it.
    pub(super) is_told: bool,
}

/// Where a link leads that is shown on paper.
pub(super) enum Lead {
    /// Into this document.
    Inside(DestKey),
    /// Out of it.
    Outside(Box<str>),
}

impl<'d> Builder<'d> {
    pub(super) fn new(sources: Sources<'d>, shaper: Shaper, role: Role) -> Self {
        let Sources { document, strings, measures, pictures, changes } = sources;
        Self {
            document,
            strings,
            measures,
            pictures,
            changes,
            shaper,
            page: PageId::Home,
            tags: TagTree::new(role),
            strips: Vec::new(),
            notes: Vec::new(),
            set_notes: Vec::new(),
            panels: Vec::new(),
            panel: None,
            headings: Vec::new(),
            links: Vec::new(),
            diagnostics: Vec::new(),
            footnotes: &[],
            first_note: 0,
            mark_widths: Vec::new(),
            number: None,
            marking: Marking::default(),
            open_changes: 0,
        }
    }

    /// What was built; the shaper can be used again.
    pub(super) fn finish(mut self, running: String) -> (Part, Shaper) {
        let missing = std::mem::take(&mut self.shaper.missing);
        let Self { tags, strips, notes, panels, headings, links, diagnostics, shaper, .. } = self;
        (Part { tags, strips, notes, panels, headings, links, diagnostics, missing, running }, shaper)
    }

    pub(super) fn strings(&self) -> &'d Strings {
        self.strings
    }

    /// The whole column.
    pub(super) fn column(&self) -> Frame {
        Frame { x: Pt::ZERO, width: self.measures.column, tag: TagTree::ROOT, look: self.measures.body, lowered: 0 }
    }

    /// Goes on with the text of another page of the site.
    pub(super) fn turn_to(&mut self, page: PageId, footnotes: &'d [Footnote<Target>]) {
        self.page = page;
        self.footnotes = footnotes;
        self.first_note = self.notes.len() as u32;
        self.notes.resize_with(self.notes.len() + footnotes.len(), Vec::new);
        self.set_notes.resize(self.notes.len(), false);
    }

    /// Where a link leads on paper; `None` where there is nothing to lead to.
    pub(super) fn lead(&self, target: &Target) -> Option<Lead> {
        // In a redline most of the text is left out, and what is gone leads nowhere.
        if self.is_redline() && !matches!(target, Target::External(_)) || self.marking.mark == Mark::Removed {
            return None;
        }
        let on_site = |path: &str| {
            let base = self.document.settings.base_url.as_deref()?;
            Some(Lead::Outside(format!("{base}{path}").into()))
        };
        match target {
            Target::External(address) => Some(Lead::Outside(address.clone())),
            Target::Term(term) => Some(Lead::Inside(DestKey::Term(term.term))),
            Target::File(path) => on_site(path),
            Target::Place(place) if is_printed(place.page) => Some(Lead::Inside(DestKey::Place(place.page, place.anchor.clone()))),
            Target::Place(place) => {
                let name = match place.page {
                    PageId::Page(_) | PageId::Statement | PageId::Downloads => self.document.address(place.page),
                    PageId::Home | PageId::Chapter(_) | PageId::Section(..) | PageId::Glossary | PageId::Versions | PageId::Contents => String::new(),
                };
                let anchor = place.anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                on_site(&(name + &anchor))
            }
        }
    }

    pub(super) fn link(&mut self, tag: TagId, target: LinkTarget, contents: String) {
        self.tags.details(tag).link = Some(Link { target, contents: contents.into() });
    }

    /// A link whose place is found when all parts are set.
    pub(super) fn link_inside(&mut self, tag: TagId, key: DestKey, contents: String) {
        self.link(tag, LinkTarget::Inside(u32::MAX), contents);
        self.links.push((tag, key));
    }

    /// The room that "(page 188)" takes.
    pub(super) fn page_mark_width(&mut self, look: TextLook) -> Pt {
        if let Some((_, width)) = self.mark_widths.iter().find(|(size, _)| *size == look.size) {
            return *width;
        }
        let digits = if self.document.chapters.len() > 60 { "8888" } else { "88" };
        let words = self.strings.fill("print_page_mark", &[("page", digits)]);
        let width = self.shaper.line(&words, look).width;
        self.mark_widths.push((look.size, width));
        width
    }

    /// A picture fit into a room, with its size; one that cannot be shown is reported.
    pub(super) fn picture(&mut self, image: &Image, width: Pt, height: Pt) -> Option<(Size, Item)> {
        let ImageSource::Picture(number) = image.source else { return None };
        let Some(picture) = self.pictures.get(number) else {
            let path = self.document.pictures.get(number as usize).map_or("", |file| &file.path);
            let fault = self.pictures.fault(number).unwrap_or_default();
            let message = format!("the picture `{path}` cannot be printed: {fault}");
            self.diagnostics
                .push(Diagnostic::error("picture", image.span, message).hint("open it in an image editor and save it again as PNG or JPEG"));
            return None;
        };
        if let Picture::Drawing(_, lost) = picture
            && !lost.is_empty()
        {
            let path = self.document.pictures.get(number as usize).map_or("", |file| &file.path);
            let message = format!("the drawing `{path}` is not printed as it is on the site: {}", lost.join("; "));
            self.diagnostics.push(
                Diagnostic::warning("picture", image.span, message)
                    .hint("draw it with plain colours, gradients and clips alone, or save it as PNG, 2,500 pixels wide"),
            );
        }
        let (shape, size) = picture.fit(Size { width, height });
        Some((size, Item { at: Point::default(), shape }))
    }

    // -- paragraphs

    pub(super) fn is_redline(&self) -> bool {
        matches!(self.changes, Changes::Told)
    }

    pub(super) fn first_note(&self) -> u32 {
        self.first_note
    }
}

/// Whether a page of the site is also a part of the printed document.
pub(super) fn is_printed(page: PageId) -> bool {
    matches!(page, PageId::Chapter(_) | PageId::Section(..) | PageId::Glossary | PageId::Versions | PageId::Contents)
}
