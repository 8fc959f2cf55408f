//! From inlines to pieces of text: what is a leaf of its own, and how it looks.

use super::build::Builder;
use super::measures::Measures;
use super::strips::DestKey;
use super::tags::{LeafId, LinkTarget, Role, TagId};
use super::text::{InlineKind, InlineThing, Piece, Text, TextLook};
use super::units::{Pt, Size};
use crate::model::{Image, Inline, InlineChange, Link, PageId, Target, plain_text};
use crate::span::Span;

/// Where a link leads that is shown on paper.
pub(super) enum Lead {
    /// Into this document.
    Inside(DestKey),
    /// Out of it.
    Outside(Box<str>),
}

/// Gathers pieces of one paragraph.
pub(super) struct Composer<'b, 'd> {
    builder: &'b mut Builder<'d>,
    text: Text,
    /// The leaf that the next characters go on with, and its owner.
    open: Option<(TagId, LeafId)>,
    notes: Vec<u32>,
}

/// How the characters of an inline look and what holds them.
#[derive(Clone, Copy)]
struct Hand {
    owner: TagId,
    look: TextLook,
    link: Option<TagId>,
    struck: bool,
    raised: Pt,
    note: Option<u32>,
}

impl<'b, 'd> Composer<'b, 'd> {
    pub(super) fn new(builder: &'b mut Builder<'d>) -> Self {
        Self { builder, text: Text::default(), open: None, notes: Vec::new() }
    }

    /// The pieces of `inlines` in the tag `owner`, and the footnotes that they mark for the first time.
    pub(super) fn compose(mut self, owner: TagId, look: TextLook, inlines: &[Inline<Target>]) -> (Text, Vec<u32>) {
        let hand = Hand { owner, look, link: None, struck: false, raised: Pt::ZERO, note: None };
        self.inlines(hand, inlines);
        (self.text, self.notes)
    }

    fn inlines(&mut self, hand: Hand, inlines: &[Inline<Target>]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.characters(hand, &text.text, Some(text.span)),
                Inline::Emphasis(content) => self.inlines(hand.weighing(600.0), content),
                Inline::Strong(content) => self.inlines(hand.weighing(700.0), content),
                Inline::Strikethrough(content) => {
                    let owner = self.builder.tags.add(hand.owner, Role::Span);
                    self.inlines(Hand { owner, struck: true, ..hand }, content);
                }
                Inline::Code(text) => {
                    let owner = self.builder.tags.add(hand.owner, Role::Code);
                    self.characters(Hand { owner, ..hand }, &text.text, Some(text.span));
                }
                Inline::Link(link) => self.link(hand, link),
                Inline::Expanded(term, text) => {
                    let full = format!("{} (", self.builder.document.glossary.term(*term).term);
                    self.characters(hand, &full, None);
                    self.characters(hand, &text.text, Some(text.span));
                    self.characters(hand, ")", None);
                }
                Inline::Image(image) => self.image(hand, image),
                Inline::Language(language, content) => {
                    let owner = self.builder.tags.add(hand.owner, Role::Span);
                    self.builder.tags.details(owner).language = Some(language.clone());
                    self.inlines(Hand { owner, ..hand }, content);
                }
                Inline::FootnoteReference(note, mark) => self.note_mark(hand, *note, *mark),
                // The space keeps the words apart for those who hear or copy them; at a line's end it is not seen.
                Inline::LineBreak => self.characters(hand, " \n", None),
                // HTML is for the site alone; the author was warned.
                Inline::RawHtml(_) => {}
                Inline::Changed(change) => match &**change {
                    InlineChange::Added(words) | InlineChange::Removed(words) | InlineChange::Reformatted { now: words, .. } => {
                        self.inlines(hand, words)
                    }
                },
            }
        }
    }

    /// Adds characters; a soft line break of the source is a space on paper.
    fn characters(&mut self, hand: Hand, characters: &str, span: Option<Span>) {
        let start = self.text.buffer.len();
        if span.is_some() {
            self.text.buffer.extend(characters.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
        } else {
            self.text.buffer.push_str(characters);
        }
        let range = start..self.text.buffer.len();
        if range.is_empty() {
            return;
        }
        let leaf = self.leaf(hand.owner);
        let Hand { look, link, struck, raised, note, .. } = hand;
        self.text.pieces.push(Piece { range, leaf, look, link, struck, raised, note, span });
    }

    fn leaf(&mut self, owner: TagId) -> LeafId {
        if let Some((open, leaf)) = self.open
            && open == owner
        {
            return leaf;
        }
        let leaf = self.builder.tags.continued(owner);
        self.open = Some((owner, leaf));
        leaf
    }

    fn link(&mut self, hand: Hand, link: &Link<Target>) {
        let lead = if hand.link.is_some() { None } else { self.builder.lead(&link.target) };
        if let Target::Term(term) = &link.target
            && term.expand
        {
            let full = format!("{} (", self.builder.document.glossary.term(term.term).term);
            self.characters(hand, &full, None);
            self.linked(hand, link, lead);
            self.characters(hand, ")", None);
            return;
        }
        self.linked(hand, link, lead);
    }

    fn linked(&mut self, hand: Hand, link: &Link<Target>, lead: Option<Lead>) {
        let Some(lead) = lead else {
            self.inlines(hand, &link.content);
            return;
        };
        let owner = self.builder.tags.add(hand.owner, Role::Link);
        let mut inner = Hand { owner, link: Some(owner), ..hand };
        inner.look.colour = self.builder.measures.link;
        let words = plain_text(&link.content);
        self.inlines(inner, &link.content);
        let tokens = &self.builder.measures.tokens;
        match lead {
            Lead::Outside(address) => {
                let shown = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:")).unwrap_or(&address).to_owned();
                if tokens.link_addresses && !same_address(&words, &shown) {
                    self.characters(inner, &format!(" ({shown})"), None);
                }
                let contents = if same_address(&words, &shown) { words } else { format!("{words} ({shown})") };
                self.builder.link(owner, LinkTarget::Outside(address), contents);
            }
            Lead::Inside(key) => {
                if tokens.link_pages && matches!(key, DestKey::Place(..)) {
                    // The number is filled in last, and so needs a leaf that ends with it.
                    self.open = None;
                    self.characters(hand, "\u{a0}", None);
                    let look = TextLook { weight: 400.0, ..hand.look };
                    let leaf = self.leaf(hand.owner);
                    let width = self.builder.page_mark_width(look);
                    let kind = InlineKind::Number { leaf, link: None, key: key.clone(), look };
                    self.text.things.push(InlineThing { at: self.text.buffer.len(), size: Size { width, height: look.size * 0.7 }, kind });
                    self.open = None;
                }
                self.builder.link_inside(owner, key, words);
            }
        }
    }

    fn image(&mut self, hand: Hand, image: &Image) {
        let Some(alternative) = &image.alternative else { return };
        let height = hand.look.size * 1.1;
        let Some((mut size, item)) = self.builder.picture(image, self.builder.measures.column, height) else {
            self.characters(hand, alternative, Some(image.span));
            return;
        };
        size.width = size.width.min(self.builder.measures.column * 0.5);
        let figure = self.builder.tags.add(hand.owner, Role::Figure);
        self.builder.tags.details(figure).alternative = Some(alternative.clone());
        let leaf = self.builder.tags.leaf(figure);
        self.open = None;
        let kind = InlineKind::Picture(leaf, figure, Box::new(item));
        self.text.things.push(InlineThing { at: self.text.buffer.len(), size, kind });
    }

    fn note_mark(&mut self, hand: Hand, note: u32, mark: u32) {
        let reference = self.builder.tags.add(hand.owner, Role::Reference);
        let owner = self.builder.tags.add(reference, Role::Link);
        let Measures { large, link: colour, .. } = *self.builder.measures;
        let number = (note + 1).to_string();
        let mut look = TextLook { colour, ..hand.look };
        // Large print has nothing small or raised: the mark stands in brackets.
        let (shown, raised) = if large { (format!("[{number}]"), Pt::ZERO) } else { (number.clone(), look.size * 0.35) };
        if !large {
            look.size = look.size * 0.72;
        }
        let first = mark <= 1;
        self.characters(Hand { owner, look, raised, note: first.then_some(note), ..hand }, &shown, None);
        if first {
            self.notes.push(note);
        }
        let page = self.builder.page;
        let contents = self.builder.strings().fill("print_note_contents", &[("number", &number)]);
        // The area of the mark belongs to the link without underlining it: it is found again by its tag.
        if let Some(piece) = self.text.pieces.last_mut() {
            piece.link = Some(owner);
        }
        self.builder.link_inside(owner, DestKey::Note(page, note), contents);
    }
}

impl Hand {
    fn weighing(mut self, weight: f32) -> Self {
        self.look.weight = self.look.weight.max(weight);
        self
    }
}

/// Whether the words of a link are its address already.
fn same_address(words: &str, address: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim().trim_end_matches('/');
        let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
        text.replace(' ', "").to_lowercase()
    };
    bare(words) == bare(address)
}

/// Whether a page of the site is also a part of the printed document.
pub(super) fn is_printed(page: PageId) -> bool {
    matches!(page, PageId::Chapter(_) | PageId::Section(..) | PageId::Glossary | PageId::Versions | PageId::Contents)
}
