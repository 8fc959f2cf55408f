//! The measures of an edition: paper, margins, sizes and colours, worked out from the theme's tokens.

use super::text_style::TextStyle;
use crate::layout::paged::pages::PageNumbers;
use crate::layout::paged::units::{Colour, Pt, Size};
use crate::model::{Openings, PageSize, PrintSettings, is_right_to_left};
use crate::theme::{EditionTokens, PrintTokens, Theme};

/// An edition's measures.
#[derive(Debug)]
pub(in crate::layout) struct Measures {
    /// Paper.
    pub(in crate::layout) page: Size,
    /// Between spine and text.
    pub(in crate::layout) inner: Pt,
    /// Between text and the outer edge.
    pub(in crate::layout) outer: Pt,
    /// Above the text.
    pub(in crate::layout) top: Pt,
    /// Below the text.
    pub(in crate::layout) bottom: Pt,
    /// Whether even pages are mirrored, and page 1 is a right-hand page.
    pub(in crate::layout) mirrored: bool,
    /// Whether every chapter begins on a right-hand page.
    pub(in crate::layout) opens_right: bool,
    /// How far colour at the edge of the paper goes beyond the cut.
    pub(in crate::layout) bleed: Pt,
    /// Width of the text.
    pub(in crate::layout) column: Pt,
    /// Height of the text.
    pub(in crate::layout) height: Pt,
    /// Whether lines start at the right: what is placed from the left edge is mirrored, line by line.
    pub(in crate::layout) right_to_left: bool,
    /// Whether this is large print.
    pub(in crate::layout) large: bool,
    /// Running text.
    pub(in crate::layout) body: TextStyle,
    /// Captions, sources, tables.
    pub(in crate::layout) small: TextStyle,
    /// Notes and running heads.
    pub(in crate::layout) notes: TextStyle,
    /// Headings from level 1.
    pub(in crate::layout) headings: [TextStyle; 6],
    /// The space between paragraphs.
    pub(in crate::layout) gap: Pt,
    pub(in crate::layout) link: Colour,
    pub(in crate::layout) ink: Colour,
    pub(in crate::layout) paper: Colour,
    pub(in crate::layout) accent: Colour,
    pub(in crate::layout) on_accent: Colour,
    pub(in crate::layout) tint: Colour,
    pub(in crate::layout) field: Colour,
    pub(in crate::layout) neutral: Colour,
    pub(in crate::layout) mark: Colour,
    pub(in crate::layout) line: Colour,
    pub(in crate::layout) edge: Colour,
    pub(in crate::layout) warning: Colour,
    pub(in crate::layout) warning_edge: Colour,
    /// Page number formats of front matter and text.
    pub(in crate::layout) numbers: (PageNumbers, PageNumbers),
    /// The theme's print tokens.
    pub(in crate::layout) tokens: PrintTokens,
}

impl Measures {
    /// The measures of an edition with these settings.
    pub(in crate::layout) fn of(theme: &Theme, settings: &PrintSettings, large: bool, language: &str) -> Self {
        let tokens = theme.tokens.print.clone();
        let colours = &theme.tokens.colours.light;
        let colour = |name: &str| colours.get(name).and_then(|hex| Colour::parse(hex)).unwrap_or(Colour { r: 0x1b, g: 0x1f, b: 0x23 });
        let edition: &EditionTokens = if large { &tokens.large } else { &tokens.standard };
        let page = match settings.paper {
            PageSize::A4 => Size { width: Pt::mm(210.0), height: Pt::mm(297.0) },
            PageSize::A5 => Size { width: Pt::mm(148.0), height: Pt::mm(210.0) },
            PageSize::Letter => Size { width: Pt(612.0), height: Pt(792.0) },
        };
        // Margins are given for A4 and shrink with the paper.
        let scale = (page.width / Pt::mm(210.0)).min(page.height / Pt::mm(297.0)).min(1.0);
        let margin = |length: f32| Pt::mm(length) * scale;
        let (inner, outer) = (margin(edition.margins.inner), margin(edition.margins.outer));
        let (top, bottom) = (margin(edition.margins.top), margin(edition.margins.bottom));
        let ink = colour("ink");
        let body = TextStyle { size: Pt(edition.body), leading: Pt(edition.body * edition.leading), weight: 400.0, colour: ink };
        let small = TextStyle { size: Pt(edition.small), leading: Pt(edition.small * edition.leading), ..body };
        let notes = TextStyle { size: Pt(edition.notes), leading: Pt(edition.notes * edition.leading), ..body };
        let heading = |level: usize| {
            let size = edition.headings.get(level).or(edition.headings.last()).copied().unwrap_or(edition.body);
            TextStyle { size: Pt(size), leading: Pt(size * if level == 0 { 1.18 } else { 1.3 }), weight: 700.0, colour: ink }
        };
        Self {
            page,
            inner,
            outer,
            top,
            bottom,
            mirrored: settings.duplex.unwrap_or(edition.mirrored),
            opens_right: settings.openings == Openings::Right,
            bleed: Pt::mm(f32::from(settings.bleed) / 10.0),
            column: page.width - inner - outer,
            height: page.height - top - bottom,
            right_to_left: is_right_to_left(language),
            large,
            body,
            small,
            notes,
            headings: [0, 1, 2, 3, 4, 5].map(heading),
            gap: Pt(edition.body * 0.62),
            link: colour("link"),
            ink,
            paper: colour("paper"),
            accent: colour("accent"),
            on_accent: colour("on_accent"),
            tint: colour("accent_tint"),
            field: colour("field"),
            neutral: colour("neutral"),
            mark: colour("mark"),
            line: colour("line"),
            edge: colour("edge"),
            warning: colour("status_tint"),
            warning_edge: colour("status_edge"),
            numbers: (tokens.page_numbers.front.into(), tokens.page_numbers.text.into()),
            tokens,
        }
    }

    /// The smallest size that raised and lowered characters have: in large print nothing is small.
    pub(in crate::layout) fn least_size(&self) -> Pt {
        if self.large { self.body.size } else { Pt::ZERO }
    }

    /// Width of the text on a page in landscape.
    pub(in crate::layout) fn landscape_column(&self) -> Pt {
        self.page.height - self.inner - self.outer
    }

    /// Height of the text on a page in landscape.
    pub(in crate::layout) fn landscape_height(&self) -> Pt {
        self.page.width - self.top - self.bottom
    }

    /// The left edge of the text on a page, counted from 0.
    pub(in crate::layout) fn left(&self, page: usize) -> Pt {
        if self.is_left_hand(page) { self.outer } else { self.inner }
    }

    /// Whether the outer edge of a page is its left one. The first page is a right-hand one, or a left-hand one if the book opens from
    /// the right.
    pub(in crate::layout) fn is_left_hand(&self, page: usize) -> bool {
        (self.mirrored && page % 2 == 1) != self.right_to_left
    }

    /// The left edge of something that is placed `x` from where lines start.
    pub(in crate::layout) fn at_start(&self, x: Pt, width: Pt) -> Pt {
        if self.right_to_left { self.column - x - width } else { x }
    }
}

impl From<crate::theme::NumberStyle> for PageNumbers {
    fn from(style: crate::theme::NumberStyle) -> Self {
        match style {
            crate::theme::NumberStyle::Roman => Self::Roman,
            crate::theme::NumberStyle::Arabic => Self::Arabic,
        }
    }
}
