//! From inlines to pieces of text, each with its leaf and style.

use std::borrow::Cow;

use super::part::{EditionContext, Marking, PartDraft};
use crate::layout::paged::tags::{LeafId, LinkTarget, TagId, TagRole};
use crate::layout::paged::units::{Pt, Size};
use crate::layout::style::measures::Measures;
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::break_points;
use crate::layout::text::characters;
use crate::layout::text::destinations::{DestKey, Lead};
use crate::layout::text::shaper::{InlineKind, InlineThing, RichText, Shaper, TextPiece};
use crate::model::{Image, Inline, InlineChange, Link, Mark, Target, continues_move, plain_text};
use crate::span::Span;
use crate::wording;

/// Gathers pieces of one paragraph.
pub(in crate::layout) struct InlineComposer<'b, 'd> {
    context: EditionContext<'d>,
    shaper: &'b mut Shaper,
    part: &'b mut PartDraft<'d>,
    text: RichText,
    /// The open leaf, with its owner.
    open: Option<(TagId, LeafId)>,
    notes: Vec<u32>,
    /// Whether no line may end inside.
    is_whole: bool,
    /// Whether no line may end between a day and its month.
    keeps_dates: bool,
}

/// Style and owner of an inline's characters.
#[derive(Clone, Copy)]
struct Hand {
    owner: TagId,
    style: TextStyle,
    link: Option<TagId>,
    struck: bool,
    raised: Pt,
    note: Option<u32>,
    mark: Mark,
}

impl<'b, 'd> InlineComposer<'b, 'd> {
    pub(in crate::layout) fn new(context: EditionContext<'d>, shaper: &'b mut Shaper, part: &'b mut PartDraft<'d>) -> Self {
        Self { context, shaper, part, text: RichText::default(), open: None, notes: Vec::new(), is_whole: false, keeps_dates: true }
    }

    /// On one line, whatever its width, if it is a figure.
    pub(in crate::layout) fn keeping_figures(mut self, words: &str) -> Self {
        self.is_whole = break_points::is_figure(words);
        self
    }

    /// With lines that may end in a date, so that a column of dates may be narrow.
    pub(in crate::layout) fn dividing_dates(mut self) -> Self {
        self.keeps_dates = false;
        self
    }

    /// The pieces of `inlines` in the tag `owner`, after their number if they have one, and the footnotes that they reference for
    /// the first time.
    pub(in crate::layout) fn compose(
        mut self, owner: TagId, style: TextStyle, number: Option<&str>, inlines: &[Inline<Target>],
    ) -> (RichText, Vec<u32>) {
        let hand = Hand::new(owner, style);
        if let Some(number) = number {
            self.characters(hand, &format!("{number}\u{2002}"), None);
        }
        match self.part.marking {
            _ if inlines.is_empty() => {}
            // Part of what was added or removed as a whole has moved: its words have marks of their own.
            Marking { mark: Mark::Added | Mark::Removed, .. } if inlines.iter().any(|inline| matches!(inline, Inline::Changed(_))) => {
                self.inlines(hand, inlines);
            }
            Marking { mark, is_labelled: false } => self.marked(hand, mark, |composer, hand| composer.inlines(hand, inlines)),
            Marking { mark, is_labelled: true } => self.inlines(Hand { mark, ..hand }, inlines),
        }
        (self.text, self.notes)
    }

    /// The pieces of plain words in the tag `owner`.
    pub(in crate::layout) fn compose_words(mut self, owner: TagId, style: TextStyle, words: &str) -> RichText {
        let hand = Hand::new(owner, style);
        // Words of an interface in another language keep their order in a document that reads from right to left: "2 May", "(this version)".
        let isolated = (self.context.measures.right_to_left && reads_from_left(words)).then(|| format!("\u{2066}{words}\u{2069}"));
        let words = isolated.as_deref().unwrap_or(words);
        match self.part.marking {
            Marking { mark, is_labelled: false } => self.marked(hand, mark, |composer, hand| composer.characters(hand, words, None)),
            Marking { mark, is_labelled: true } => self.characters(Hand { mark, ..hand }, words, None),
        }
        self.text
    }

    /// Added and removed text is in brackets, which are read aloud as words.
    fn marked(&mut self, hand: Hand, mark: Mark, compose: impl FnOnce(&mut Self, Hand)) {
        let (start, end) = match mark {
            // What moved may have been edited on the way.
            _ if !matches!(hand.mark, Mark::Unchanged | Mark::MovedHere) => return compose(self, hand),
            Mark::Unchanged | Mark::Split | Mark::Joined => return compose(self, hand),
            // A label above the paragraph says it.
            Mark::MovedHere if hand.mark == mark => return compose(self, hand),
            Mark::MovedHere | Mark::MovedAway => return self.moved(hand, mark, compose),
            Mark::Added => ("change_start_added", "change_end_added"),
            Mark::Removed => ("change_start_removed", "change_end_removed"),
        };
        let strings = self.context.strings;
        self.bracket(hand, "[", format!("{} ", strings.text(start)));
        compose(self, Hand { mark, ..hand });
        self.bracket(hand, "]", format!(" {}", strings.text(end)));
    }

    /// Text that moved, after a note in brackets that says so.
    fn moved(&mut self, hand: Hand, mark: Mark, compose: impl FnOnce(&mut Self, Hand)) {
        let key = if mark == Mark::MovedHere { "change_part_moved" } else { "change_part_from" };
        let note = Hand { style: TextStyle { weight: 400.0, colour: self.context.measures.neutral, ..hand.style }, ..hand };
        if self.text.buffer.ends_with(|c: char| !c.is_whitespace()) {
            self.characters(hand, " ", None);
        }
        self.characters(note, &format!("[{}:] ", self.context.strings.text(key)), None);
        compose(self, Hand { mark, ..hand });
    }

    fn bracket(&mut self, hand: Hand, shown: &str, spoken: String) {
        let owner = self.part.tags.add(hand.owner, TagRole::Span);
        self.part.tags.details(owner).spoken = Some(spoken.clone().into());
        let style = TextStyle { weight: 400.0, colour: self.context.measures.neutral, ..hand.style };
        self.characters(Hand::new(owner, style), shown, None);
        if let Some(piece) = self.text.pieces.last_mut() {
            piece.spoken = Some(spoken.into());
        }
        self.open = None;
    }

    fn inlines(&mut self, hand: Hand, inlines: &[Inline<Target>]) {
        for (at, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) => self.characters(hand, &text.text, Some(text.span)),
                Inline::Emphasis(content) => self.inlines(hand.weighing(600.0), content),
                Inline::Strong(content) => self.inlines(hand.weighing(700.0), content),
                Inline::Strikethrough(content) => {
                    let owner = self.part.tags.add(hand.owner, TagRole::Span);
                    self.inlines(Hand { owner, struck: true, ..hand }, content);
                }
                Inline::Shifted(shift, content) => {
                    let (style, by) = characters::shifted(hand.style, *shift, self.context.measures.least_size());
                    self.inlines(Hand { style, raised: hand.raised + by, ..hand }, content);
                }
                Inline::Code(text) => {
                    let owner = self.part.tags.add(hand.owner, TagRole::Code);
                    self.characters(Hand { owner, ..hand }, &text.text, Some(text.span));
                }
                Inline::Link(link) => self.link(hand, link),
                Inline::Expanded(term, text) => {
                    let full = format!("{} (", self.context.document.glossary.term(*term).term);
                    self.characters(hand, &full, None);
                    self.characters(hand, &text.text, Some(text.span));
                    self.characters(hand, ")", None);
                }
                Inline::Image(image) => self.image(hand, image),
                Inline::Language(language, content) => {
                    let owner = self.part.tags.add(hand.owner, TagRole::Span);
                    self.part.tags.details(owner).language = Some(language.clone());
                    self.inlines(Hand { owner, ..hand }, content);
                }
                Inline::FootnoteReference(note, mark) => self.note_mark(hand, *note, *mark),
                // The space separates the words when they are read aloud or copied; at the end of a line it is invisible.
                Inline::LineBreak(_) => self.characters(hand, " \n", None),
                // HTML is for the site alone; the author was warned.
                Inline::RawHtml(_) => {}
                Inline::Changed(change) => match &**change {
                    // The note before the first part is for all of the sentence.
                    InlineChange::MovedHere(words) if continues_move(inlines, at) => self.inlines(Hand { mark: Mark::MovedHere, ..hand }, words),
                    InlineChange::MovedAway(words) if continues_move(inlines, at) => self.inlines(Hand { mark: Mark::MovedAway, ..hand }, words),
                    InlineChange::Added(words) => self.marked(hand, Mark::Added, |composer, hand| composer.inlines(hand, words)),
                    InlineChange::Removed(words) => self.marked(hand, Mark::Removed, |composer, hand| composer.inlines(hand, words)),
                    InlineChange::MovedHere(words) => self.marked(hand, Mark::MovedHere, |composer, hand| composer.inlines(hand, words)),
                    InlineChange::MovedAway(words) => self.marked(hand, Mark::MovedAway, |composer, hand| composer.inlines(hand, words)),
                    InlineChange::Reformatted { now, .. } => self.reformatted(hand, now),
                    InlineChange::Respelled { now, .. } => self.inlines(hand, now),
                },
            }
        }
    }

    /// Words of which only the formatting changed: no rule shows that, so a note after them does.
    fn reformatted(&mut self, hand: Hand, words: &[Inline<Target>]) {
        self.inlines(hand, words);
        let note = format!(" {}", self.context.strings.text("change_reformatted"));
        let Measures { small, neutral, .. } = *self.context.measures;
        let style = TextStyle { size: small.size.min(hand.style.size), leading: hand.style.leading, weight: 400.0, colour: neutral };
        let owner = self.part.tags.add(hand.owner, TagRole::Span);
        self.characters(Hand::new(owner, style), &note, None);
    }

    /// Adds characters; a soft line break of the source is a space on paper.
    fn characters(&mut self, hand: Hand, characters: &str, span: Option<Span>) {
        let start = self.text.buffer.len();
        let words = if span.is_some() && characters.contains('\n') { Cow::Owned(characters.replace('\n', " ")) } else { Cow::Borrowed(characters) };
        if self.is_whole {
            break_points::push_whole(&mut self.text.buffer, &words);
        } else {
            break_points::push(&mut self.text.buffer, &words, self.keeps_dates);
        }
        let range = start..self.text.buffer.len();
        if range.is_empty() {
            return;
        }
        let leaf = self.leaf(hand.owner);
        let Hand { style, link, struck, raised, note, mark, .. } = hand;
        self.text.pieces.push(TextPiece { link, struck, raised, note, span, mark, ..TextPiece::plain(range, leaf, style) });
    }

    fn leaf(&mut self, owner: TagId) -> LeafId {
        if let Some((open, leaf)) = self.open
            && open == owner
        {
            return leaf;
        }
        let leaf = self.part.tags.continued(owner);
        self.open = Some((owner, leaf));
        leaf
    }

    fn link(&mut self, hand: Hand, link: &Link<Target>) {
        let lead = if hand.link.is_some() || hand.mark.is_past() { None } else { self.part.lead(self.context, &link.target) };
        if let Target::Term(term) = &link.target
            && term.expand
        {
            let full = format!("{} (", self.context.document.glossary.term(term.term).term);
            self.characters(hand, &full, None);
            self.linked(hand, link, lead);
            self.characters(hand, ")", None);
            return;
        }
        self.linked(hand, link, lead);
    }

    fn linked(&mut self, hand: Hand, link: &Link<Target>, lead: Option<Lead>) {
        let reference = wording::reference(link, self.context.strings);
        let Some(lead) = lead else {
            match &reference {
                Some(words) => self.characters(hand, words, None),
                None => self.inlines(hand, &link.content),
            }
            return;
        };
        let owner = self.part.tags.add(hand.owner, TagRole::Link);
        let mut inner = Hand { owner, link: Some(owner), ..hand };
        inner.style.colour = self.context.measures.link;
        let words = match reference {
            Some(words) => {
                self.characters(inner, &words, None);
                words
            }
            None => {
                self.inlines(inner, &link.content);
                plain_text(&link.content)
            }
        };
        let tokens = &self.context.measures.tokens;
        match lead {
            Lead::Outside(address) => {
                let shown = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:")).unwrap_or(&address).to_owned();
                if tokens.link_addresses && !same_address(&words, &shown) {
                    self.characters(inner, &format!(" ({shown})"), None);
                }
                let contents = if same_address(&words, &shown) { words } else { format!("{words} ({shown})") };
                self.part.link(owner, LinkTarget::Outside(address), contents);
            }
            Lead::Inside(key) => {
                if tokens.link_pages && matches!(key, DestKey::Place(..)) {
                    // The number is filled in last, and so needs a leaf that ends with it.
                    self.open = None;
                    self.characters(hand, "\u{a0}", None);
                    let style = TextStyle { weight: 400.0, ..hand.style };
                    let leaf = self.leaf(hand.owner);
                    let width = self.part.page_mark_width(self.context, self.shaper, style);
                    let kind = InlineKind::Number { leaf, link: None, key: key.clone(), style };
                    self.text.things.push(InlineThing { at: self.text.buffer.len(), size: Size { width, height: style.size * 0.7 }, kind });
                    self.open = None;
                }
                self.part.link_inside(owner, key, words);
            }
        }
    }

    fn image(&mut self, hand: Hand, image: &Image) {
        let Some(alternative) = &image.alternative else { return };
        if hand.mark.is_past() {
            let words = self.context.past_picture(alternative);
            self.characters(hand, &words, None);
            return;
        }
        let height = hand.style.size * 1.1;
        let Some((mut size, item)) = self.part.picture(self.context, image, self.context.measures.column, height) else {
            self.characters(hand, alternative, Some(image.span));
            return;
        };
        size.width = size.width.min(self.context.measures.column * 0.5);
        let figure = self.part.tags.add(hand.owner, TagRole::Figure);
        self.part.tags.details(figure).alternative = Some(alternative.clone());
        let leaf = self.part.tags.leaf(figure);
        self.open = None;
        let kind = InlineKind::Picture(leaf, figure, Box::new(item));
        self.text.things.push(InlineThing { at: self.text.buffer.len(), size, kind });
    }

    fn note_mark(&mut self, hand: Hand, note: u32, mark: u32) {
        // A removed reference links to its note only if that was removed too: otherwise the note belongs to another reference.
        let is_gone = self.part.footnotes.get(note as usize).is_some_and(|note| note.mark == Mark::Removed);
        if hand.mark.is_past() && !is_gone {
            let style = TextStyle { size: hand.style.size * 0.72, ..hand.style };
            self.characters(Hand { style, raised: hand.style.size * 0.35, ..hand }, &(note + 1).to_string(), None);
            return;
        }
        let reference = self.part.tags.add(hand.owner, TagRole::Reference);
        let owner = self.part.tags.add(reference, TagRole::Link);
        let Measures { large, link: colour, .. } = *self.context.measures;
        let number = (note + 1).to_string();
        let mut style = TextStyle { colour, ..hand.style };
        // Large print has nothing small or raised: the reference is in brackets.
        let (shown, raised) = if large { (format!("[{number}]"), Pt::ZERO) } else { (number.clone(), style.size * 0.35) };
        if !large {
            style.size = style.size * 0.72;
        }
        let first = mark <= 1;
        self.characters(Hand { owner, style, raised, note: first.then_some(note), ..hand }, &shown, None);
        if first {
            self.notes.push(note);
        }
        let page = self.part.page;
        let contents = self.context.strings.fill("print_note_contents", &[("number", &number)]);
        // The area of the mark belongs to the link without underlining it: it is found again by its tag.
        if let Some(piece) = self.text.pieces.last_mut() {
            piece.link = Some(owner);
        }
        self.part.link_inside(owner, DestKey::Note(page, note), contents);
    }
}

impl Hand {
    fn new(owner: TagId, style: TextStyle) -> Self {
        Self { owner, style, link: None, struck: false, raised: Pt::ZERO, note: None, mark: Mark::Unchanged }
    }

    fn weighing(mut self, weight: f32) -> Self {
        self.style.weight = self.style.weight.max(weight);
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

/// Whether words have letters, and none of a script that reads from right to left (Unicode, DerivedBidiClass: blocks of R and AL).
fn reads_from_left(words: &str) -> bool {
    let is_from_right = |c: char| matches!(c as u32, 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefe | 0x10800..=0x10fff | 0x1e800..=0x1efff);
    words.chars().any(char::is_alphabetic) && !words.chars().any(is_from_right)
}
