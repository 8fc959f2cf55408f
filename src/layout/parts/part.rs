//! A part of an edition under construction: its shared input, and its mutable state.

use super::strips::{Panel, Strip};
use crate::diag::Diagnostic;
use crate::layout::paged::print_size::ChangeBars;
use crate::layout::paged::tags::{LinkTarget, TagId, TagLink, TagRole, TagTree};
use crate::layout::paged::units::Pt;
use crate::layout::pictures::picture::Pictures;
use crate::layout::style::measures::Measures;
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::destinations::{DestKey, Lead, is_printed};
use crate::layout::text::shaper::{Missing, Shaper};
use crate::model::{Document, Footnote, Mark, PageId, Target};
use crate::span::Span;
use crate::theme::Strings;

/// Shared input of all parts of an edition.
#[derive(Clone, Copy)]
pub(in crate::layout) struct EditionContext<'d> {
    pub(in crate::layout) document: &'d Document,
    pub(in crate::layout) strings: &'d Strings,
    pub(in crate::layout) measures: &'d Measures,
    pub(in crate::layout) pictures: &'d Pictures,
    /// Treatment of changes.
    pub(in crate::layout) changes: ShownChanges<'d>,
}

impl EditionContext<'_> {
    /// Whether the document is a redline.
    pub(in crate::layout) fn is_redline(&self) -> bool {
        matches!(self.changes, ShownChanges::Labelled)
    }

    /// The words in place of a removed picture.
    pub(in crate::layout) fn past_picture(&self, alternative: &str) -> String {
        self.strings.fill("change_past_image", &[("alternative", alternative)])
    }
}

/// Treatment of changes in an edition.
#[derive(Clone, Copy)]
pub(in crate::layout) enum ShownChanges<'d> {
    /// Nothing.
    Unmarked,
    /// A bar beside each block that differs.
    Bars(&'d ChangeBars),
    /// Everything: the document is a redline.
    Labelled,
}

/// A part under construction.
pub(in crate::layout) struct PartDraft<'d> {
    /// The page of the site whose text this is.
    pub(in crate::layout) page: PageId,
    /// Footnotes of that page.
    pub(in crate::layout) footnotes: &'d [Footnote<Target>],
    /// The index of the page's first note among the part's.
    pub(in crate::layout) first_note: u32,
    pub(in crate::layout) tags: TagTree,
    pub(in crate::layout) strips: Vec<Strip>,
    pub(in crate::layout) notes: Vec<Vec<Strip>>,
    /// Whether each note has been set.
    pub(in crate::layout) set_notes: Vec<bool>,
    pub(in crate::layout) panels: Vec<Panel>,
    /// The innermost open panel.
    pub(in crate::layout) panel: Option<u32>,
    pub(in crate::layout) headings: Vec<(u8, String, TagId)>,
    links: Vec<(TagId, DestKey)>,
    pub(in crate::layout) diagnostics: Vec<Diagnostic>,
    /// Width of the room for "(page 188)", by text size.
    mark_widths: Vec<(Pt, Pt)>,
    /// The number of the next paragraph.
    pub(in crate::layout) number: Option<Box<str>>,
    /// The number to be shown before the next caption or title, and where its block is in the source.
    pub(in crate::layout) caption_number: Option<(String, Span)>,
    /// The change mark of the words being set.
    pub(in crate::layout) marking: Marking,
    /// How many labelled changes are open.
    pub(in crate::layout) open_changes: u32,
    /// Whether the last change was a part of a split paragraph.
    pub(in crate::layout) in_division: bool,
}

/// Change mark of the words being built; only in a redline.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::layout) struct Marking {
    /// Added, removed or unchanged.
    pub(in crate::layout) mark: Mark,
    /// Whether a label around the whole block says so; otherwise each line of text does.
    pub(in crate::layout) is_labelled: bool,
}

impl<'d> PartDraft<'d> {
    pub(in crate::layout) fn new(role: TagRole) -> Self {
        Self {
            page: PageId::Home,
            footnotes: &[],
            first_note: 0,
            tags: TagTree::new(role),
            strips: Vec::new(),
            notes: Vec::new(),
            set_notes: Vec::new(),
            panels: Vec::new(),
            panel: None,
            headings: Vec::new(),
            links: Vec::new(),
            diagnostics: Vec::new(),
            mark_widths: Vec::new(),
            number: None,
            caption_number: None,
            marking: Marking::default(),
            open_changes: 0,
            in_division: false,
        }
    }

    /// The finished part, with the characters that no face has.
    pub(in crate::layout) fn finish(self, missing: Vec<Missing>, running: String) -> DocumentPart {
        let Self { tags, strips, notes, panels, headings, links, diagnostics, .. } = self;
        DocumentPart { tags, strips, notes, panels, headings, links, diagnostics, missing, running }
    }

    /// Continues with the text of another page of the site.
    pub(in crate::layout) fn turn_to(&mut self, page: PageId, footnotes: &'d [Footnote<Target>]) {
        self.page = page;
        self.footnotes = footnotes;
        self.first_note = self.notes.len() as u32;
        self.notes.resize_with(self.notes.len() + footnotes.len(), Vec::new);
        self.set_notes.resize(self.notes.len(), false);
    }

    /// The target of a link on paper; `None` if it has none.
    pub(in crate::layout) fn lead(&self, context: EditionContext<'_>, target: &Target) -> Option<Lead> {
        // A redline leaves out most of the text, and removed links have no target.
        if context.is_redline() && !matches!(target, Target::External(_)) || self.marking.mark.is_past() {
            return None;
        }
        let on_site = |path: &str| {
            let base = context.document.settings.base_url.as_deref()?;
            Some(Lead::Outside(format!("{base}{path}").into()))
        };
        match target {
            Target::External(address) => Some(Lead::Outside(address.clone())),
            Target::Term(term) => Some(Lead::Inside(DestKey::Term(term.term))),
            Target::File(path) => on_site(path),
            Target::Place(place) if is_printed(place.page) => Some(Lead::Inside(DestKey::Place(place.page, place.anchor.clone()))),
            Target::Place(place) => {
                let name = match place.page {
                    PageId::Page(_) | PageId::Statement | PageId::Downloads | PageId::Progress => context.document.address(place.page),
                    PageId::Home
                    | PageId::Chapter(_)
                    | PageId::Section(..)
                    | PageId::Glossary
                    | PageId::Versions
                    | PageId::Contents
                    | PageId::Actions => String::new(),
                };
                let anchor = place.anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                on_site(&(name + &anchor))
            }
        }
    }

    pub(in crate::layout) fn link(&mut self, tag: TagId, target: LinkTarget, contents: String) {
        self.tags.details(tag).link = Some(TagLink { target, contents: contents.into() });
    }

    /// A link whose destination is resolved when all parts are set.
    pub(in crate::layout) fn link_inside(&mut self, tag: TagId, key: DestKey, contents: String) {
        self.link(tag, LinkTarget::Inside(u32::MAX), contents);
        self.links.push((tag, key));
    }

    /// Width of the room for "(page 188)".
    pub(in crate::layout) fn page_mark_width(&mut self, context: EditionContext<'_>, shaper: &mut Shaper, style: TextStyle) -> Pt {
        if let Some((_, width)) = self.mark_widths.iter().find(|(size, _)| *size == style.size) {
            return *width;
        }
        // The room is closed up when the number is known, so it may be generous but not too narrow: a block is rarely a page.
        let blocks: usize = context.document.texts().map(|(_, text)| text.body.len()).sum();
        let digits = "8".repeat((blocks + 100).ilog10() as usize + 1);
        let words = context.strings.fill("print_page_mark", &[("page", &digits)]);
        let width = shaper.line(&words, style).width;
        self.mark_widths.push((style.size, width));
        width
    }
}

/// A part of the document that starts on a new page: the contents, a chapter, the glossary.
#[derive(Debug)]
pub(in crate::layout) struct DocumentPart {
    /// Its tags; the root is the part.
    pub(in crate::layout) tags: TagTree,
    /// Its text, from top to bottom.
    pub(in crate::layout) strips: Vec<Strip>,
    /// Its footnotes.
    pub(in crate::layout) notes: Vec<Vec<Strip>>,
    /// Its panels, in paint order.
    pub(in crate::layout) panels: Vec<Panel>,
    /// Its headings: level, words, tag.
    pub(in crate::layout) headings: Vec<(u8, String, TagId)>,
    /// Links into the document.
    pub(in crate::layout) links: Vec<(TagId, DestKey)>,
    /// Findings.
    pub(in crate::layout) diagnostics: Vec<Diagnostic>,
    /// Characters that no face has.
    pub(in crate::layout) missing: Vec<Missing>,
    /// The name in its running head.
    pub(in crate::layout) running: String,
}
