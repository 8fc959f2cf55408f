//! Every kind of block, as strips.

use std::borrow::Cow;

use crate::layout::paged::tags::{ListNumbering, TagRole};
use crate::layout::paged::units::{Point, Pt};
use crate::layout::parts::builder::Frame;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::part::ShownChanges;
use crate::layout::parts::strips::{Keep, Strip};
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::destinations::DestKey;
use crate::model::{
    Block, BlockKind, Callout, CalloutKind, CodeBlock, Definition, Heading, Image, Inline, List, Mark, NumberedKind, Quotation, Target, Text,
    language_name, plain_text,
};
use crate::span::Span;
use crate::wording;

impl PartBuilder<'_> {
    /// Sets blocks below each other.
    pub(in crate::layout) fn blocks(&mut self, frame: Frame, blocks: &[Block<Target>]) {
        self.numbered_blocks(frame, blocks, &[]);
    }

    /// Sets blocks below each other, paragraphs after their numbers.
    pub(in crate::layout) fn numbered_blocks(&mut self, frame: Frame, blocks: &[Block<Target>], numbers: &[Option<Box<str>>]) {
        for (at, block) in blocks.iter().enumerate() {
            self.part.number = numbers.get(at).cloned().flatten();
            self.block(frame, block);
            self.part.number = None;
            self.stale_note(frame, block);
            // "We will:" stays with its list.
            if at + 1 < blocks.len() && leads_in(block) {
                self.keep_last();
            }
        }
    }

    /// After a passage of which the original has changed since it was translated.
    fn stale_note(&mut self, frame: Frame, block: &Block<Target>) {
        let Some(translation) = self.context.document.translation.as_ref().filter(|translation| translation.stale_in(block).is_some()) else {
            return;
        };
        self.keep_last();
        let note = format!("{} {}.", self.strings().text("stale_translation"), language_name(&translation.of));
        let style = TextStyle { colour: self.context.measures.neutral, ..frame.style };
        self.words(frame, TagRole::P, style, self.context.measures.gap * 0.4, &note);
    }

    pub(in crate::layout) fn block(&mut self, frame: Frame, block: &Block<Target>) {
        let start = self.part.strips.len();
        self.part.caption_number = wording::caption_number(block.label.as_deref(), self.strings()).map(|number| (number, block.span));
        self.unlabelled_block(frame, block);
        // Blocks inside this one have set their own.
        self.part.strips[start..].iter_mut().for_each(|strip| strip.source = strip.source.or(Some(block.span)));
        let name = block.label.as_ref().and_then(|label| label.name.clone());
        let is_past = block.change.as_ref().is_some_and(|change| change.is_past()) || self.part.marking.mark.is_past();
        if let (Some(name), Some(tag)) = (name.filter(|_| !is_past), self.part.tags.last_of(frame.tag))
            && let Some(first) = self.part.strips.get_mut(start)
        {
            first.anchors.push((tag, Some(DestKey::Place(self.part.page, Some(name)))));
        }
    }

    /// A caption or a title, after its number.
    pub(in crate::layout) fn with_number<'c>(&mut self, caption: &'c [Inline<Target>]) -> Cow<'c, [Inline<Target>]> {
        let Some((number, span)) = self.part.caption_number.take() else { return Cow::Borrowed(caption) };
        let text = Inline::Text(Text { text: format!("{number} ").into(), span: Span { end: span.start, ..span } });
        Cow::Owned(std::iter::once(text).chain(caption.iter().cloned()).collect())
    }

    /// All numbered blocks of a kind, with their pages.
    fn list_of(&mut self, frame: Frame, kind: NumberedKind) {
        let list = self.part.tags.add(frame.tag, TagRole::L);
        self.part.tags.details(list).numbering = Some(ListNumbering::None);
        let gap = self.context.measures.gap * 0.4;
        for line in wording::list_of(kind, self.context.document, self.context.strings) {
            let item = self.part.tags.add(list, TagRole::LI);
            self.paragraph(frame.within(item), TagRole::LBody, frame.style, gap, &line);
        }
    }

    fn unlabelled_block(&mut self, frame: Frame, block: &Block<Target>) {
        match &block.change {
            Some(change) => self.changed_block(frame, block, change),
            None => {
                let start = self.part.strips.len();
                self.kind(frame, block);
                if let ShownChanges::Bars(bars) = self.context.changes
                    && bars.blocks.contains(&block.id)
                {
                    self.bars_from(start);
                }
            }
        }
    }

    /// A change bar beside all strips from `start` on.
    pub(in crate::layout) fn bars_from(&mut self, start: usize) {
        self.part.strips[start..].iter_mut().for_each(|strip| strip.bar = true);
    }

    /// A block, whatever its change mark.
    pub(in crate::layout) fn kind(&mut self, frame: Frame, block: &Block<Target>) {
        let gap = self.context.measures.gap;
        match &block.kind {
            BlockKind::Heading(heading) => self.author_heading(frame, heading),
            BlockKind::Paragraph(content) => match self.part.number.take() {
                Some(number) => self.numbered_paragraph(frame, &number, content),
                None => {
                    self.paragraph(frame, TagRole::P, frame.style, gap, content);
                }
            },
            BlockKind::List(list) => self.list(frame, list),
            BlockKind::DefinitionList(definitions) => self.definitions(frame, definitions),
            BlockKind::Table(table) => self.floating(frame, |builder| builder.table(frame, table, block.span)),
            BlockKind::Figure(image, caption) => self.floating(frame, |builder| builder.figure(frame, image, caption)),
            BlockKind::BlockQuote(body) => self.block_quote(frame, body),
            BlockKind::Quotation(quotation) => self.quotation(frame, quotation),
            BlockKind::Callout(callout) => self.floating(frame, |builder| builder.callout(frame, callout)),
            BlockKind::Cards(cards) => self.cards(frame, cards),
            BlockKind::Code(code) => self.code(frame, code),
            BlockKind::ThematicBreak => self.thematic_break(frame),
            BlockKind::Statistics(statistics) => self.floating(frame, |builder| builder.statistics(frame, statistics)),
            BlockKind::Chart(chart, source) => self.floating(frame, |builder| builder.chart(frame, chart, source)),
            BlockKind::Timeline(moments) => self.timeline(frame, moments),
            BlockKind::Video(video) => self.video(frame, video),
            BlockKind::VersionHistory => self.version_history(frame, Some(self.strings().text("version_history"))),
            BlockKind::ListOf(kind) => self.list_of(frame, *kind),
            BlockKind::Gallery(gallery) => self.gallery(frame, gallery),
            BlockKind::Survey(survey) => self.survey(frame, survey),
            BlockKind::Action(action) => self.action(frame, action),
            // HTML is for the site alone; the author was warned.
            BlockKind::RawHtml(_) => {}
        }
    }

    fn author_heading(&mut self, frame: Frame, heading: &Heading<Target>) {
        let key = DestKey::Place(self.part.page, Some(heading.anchor.clone()));
        self.heading(frame, heading.level + frame.lowered, Some(key), heading.number.as_deref(), &heading.content);
    }

    fn list(&mut self, frame: Frame, list: &List<Target>) {
        let tag = self.part.tags.add(frame.tag, TagRole::L);
        self.part.tags.details(tag).numbering = Some(if list.start.is_some() { ListNumbering::Decimal } else { ListNumbering::Disc });
        let gap = if list.tight { self.context.measures.gap * 0.45 } else { self.context.measures.gap * 0.8 };
        let size = frame.style.size;
        let widest = list.start.map_or(1, |start| start.saturating_add(list.items.len() as u64).to_string().len());
        let indent = if list.start.is_some() { size * (0.62 * widest as f32 + 0.9) } else { size * 1.4 };
        let style = TextStyle { weight: if list.start.is_some() { frame.style.weight } else { 700.0 }, ..frame.style };
        self.together(0.2, |builder| {
            let mut next = list.start;
            for (at, item) in list.items.iter().filter(|item| item.mark != Mark::Joined).enumerate() {
                let label = match &mut next {
                    // Removed items are not counted.
                    Some(_) if item.mark.is_past() => "\u{2013}".to_owned(),
                    Some(number) => format!("{}.", std::mem::replace(number, number.saturating_add(1))),
                    None => "\u{2022}".to_owned(),
                };
                let gap = if at == 0 { builder.context.measures.gap * 0.7 } else { gap };
                builder.list_item(frame.within(tag), indent, &label, style, gap, |builder, frame| {
                    builder.marked(item.mark, |builder| builder.blocks(frame, &item.body));
                });
            }
        });
    }

    /// An item: its label at the left of its first line, its body indented.
    pub(in crate::layout) fn list_item(
        &mut self, frame: Frame, indent: Pt, label: &str, label_look: TextStyle, gap: Pt, build: impl FnOnce(&mut Self, Frame),
    ) {
        let item = self.part.tags.add(frame.tag, TagRole::LI);
        let label_tag = self.part.tags.add(item, TagRole::Lbl);
        let body = self.part.tags.add(item, TagRole::LBody);
        let width = indent.max(label_look.size * 1.5);
        let mark = self.unmarked(|builder| builder.word_lines(width, label_tag, label_look, label)).into_iter().next();
        let start = self.part.strips.len();
        build(self, frame.inset(indent, Pt::ZERO).within(body));
        if self.part.strips.len() == start {
            self.push(gap, vec![Strip { height: frame.style.leading, ..Strip::default() }]);
        }
        let first = &mut self.part.strips[start];
        first.gap = gap;
        if let Some(mark) = mark {
            first.take(mark, Point::new(frame.x, Pt::ZERO));
        }
    }

    fn definitions(&mut self, frame: Frame, definitions: &[Definition<Target>]) {
        let tag = self.part.tags.add(frame.tag, TagRole::L);
        self.part.tags.details(tag).numbering = Some(ListNumbering::None);
        let term_look = TextStyle { weight: 700.0, ..frame.style };
        for definition in definitions {
            let item = self.part.tags.add(tag, TagRole::LI);
            let term = self.part.tags.add(item, TagRole::Lbl);
            let mut strips = self.marked(definition.mark, |builder| builder.inlines(frame.within(item), term, term_look, &definition.term));
            strips.iter_mut().for_each(|strip| strip.keep = Keep::WithNext);
            self.push(self.context.measures.gap, strips);
            let body = self.part.tags.add(item, TagRole::LBody);
            let inner = frame.inset(frame.style.size * 1.4, Pt::ZERO).within(body);
            for description in &definition.descriptions {
                let start = self.part.strips.len();
                self.marked(definition.mark, |builder| builder.blocks(inner, description));
                if let Some(first) = self.part.strips.get_mut(start) {
                    first.gap = self.context.measures.gap * 0.2;
                }
            }
        }
    }

    fn figure(&mut self, frame: Frame, image: &Image, caption: &[Inline<Target>]) {
        let height = self.context.measures.height * if self.context.measures.large { 0.6 } else { 0.46 };
        self.figure_within(frame, height, image, caption);
    }

    /// A picture at most `height` high, with its caption.
    pub(in crate::layout) fn figure_within(&mut self, frame: Frame, height: Pt, image: &Image, caption: &[Inline<Target>]) {
        if self.part.marking.mark.is_past() {
            let words = self.context.past_picture(image.alternative.as_deref().unwrap_or(""));
            self.words(frame, TagRole::P, frame.style, self.context.measures.gap, &words);
            self.caption(frame, caption);
            return;
        }
        let Some((size, item)) = self.picture(image, frame.width, height) else {
            // The alt text takes the place of a picture that cannot be shown; the fault has been reported.
            if let Some(alternative) = &image.alternative {
                self.words(frame, TagRole::P, frame.style, self.context.measures.gap, alternative);
            }
            self.caption(frame, caption);
            return;
        };
        let mut strip = Strip { height: size.height, ..Strip::default() };
        let item = item.moved(Point::new(self.context.measures.at_start(frame.x, size.width), Pt::ZERO));
        match &image.alternative {
            Some(alternative) => {
                let figure = self.part.tags.add(frame.tag, TagRole::Figure);
                self.part.tags.details(figure).alternative = Some(alternative.clone());
                let leaf = self.part.tags.leaf(figure);
                strip.areas.push((figure, crate::layout::paged::units::Rect { at: item.at, size }));
                strip.items.push((leaf, item));
            }
            None => strip.artifacts.push(item),
        }
        if !caption.is_empty() {
            strip.keep = Keep::WithNext;
        }
        self.push(self.context.measures.gap * 1.4, vec![strip]);
        self.caption(frame, caption);
    }

    fn caption(&mut self, frame: Frame, caption: &[Inline<Target>]) {
        let caption = &*self.with_number(caption);
        if !caption.is_empty() {
            let style = TextStyle { colour: self.context.measures.neutral, ..self.context.measures.small };
            self.paragraph(frame, TagRole::P, style, self.context.measures.gap * 0.6, caption);
        }
    }

    fn block_quote(&mut self, frame: Frame, body: &[Block<Target>]) {
        let tag = self.part.tags.add(frame.tag, TagRole::BlockQuote);
        self.barred(frame, |builder, inner| builder.blocks(inner.within(tag), body));
    }

    /// A bar along the left of the strips that `build` adds.
    fn barred(&mut self, frame: Frame, build: impl FnOnce(&mut Self, Frame)) {
        let start = self.part.strips.len();
        let gap = self.context.measures.gap * 1.3;
        self.together(1.0, |builder| build(builder, frame.inset(frame.style.size * 1.4, frame.style.size)));
        let colour = self.context.measures.accent;
        for at in start..self.part.strips.len() {
            let above = if at == start { Pt::ZERO } else { self.part.strips[at].gap };
            let rule = self.rule(frame.x, -above, Pt(2.5), self.part.strips[at].height + above, colour);
            self.part.strips[at].artifacts.push(rule);
        }
        if let Some(first) = self.part.strips.get_mut(start) {
            first.gap = gap;
        }
    }

    fn quotation(&mut self, frame: Frame, quotation: &Quotation<Target>) {
        let tag = self.part.tags.add(frame.tag, TagRole::BlockQuote);
        let size = frame.style.size * 1.15;
        let style = TextStyle { size, leading: size * 1.4, ..frame.style };
        self.barred(frame, |builder, inner| {
            let inner = Frame { style, ..inner.within(tag) };
            builder.blocks(inner, &quotation.body);
            if !quotation.attribution.is_empty() {
                if let Some(last) = builder.part.strips.last_mut() {
                    last.keep = Keep::WithNext;
                }
                let style = TextStyle { colour: builder.context.measures.neutral, ..builder.context.measures.small };
                builder.paragraph(inner, TagRole::P, style, builder.context.measures.gap * 0.5, &quotation.attribution);
            }
        });
    }

    fn callout(&mut self, frame: Frame, callout: &Callout<Target>) {
        let measures = self.context.measures;
        let (ground, bar) = match callout.kind {
            CalloutKind::Note | CalloutKind::Transcript | CalloutKind::Box => (measures.field, None),
            CalloutKind::Tip | CalloutKind::CaseStudy | CalloutKind::Vision | CalloutKind::Pledge | CalloutKind::PullQuote => (measures.tint, None),
            CalloutKind::Important | CalloutKind::Action | CalloutKind::Recommendation => (measures.tint, Some(measures.accent)),
            CalloutKind::Warning | CalloutKind::Caution => (measures.warning, Some(measures.warning_edge)),
        };
        let tag = self.part.tags.add(frame.tag, TagRole::Sect);
        // As on the site: a title needs no label, but a warning is labelled as one.
        let is_titled = matches!(
            callout.kind,
            CalloutKind::Note | CalloutKind::Tip | CalloutKind::Important | CalloutKind::Action | CalloutKind::Box | CalloutKind::Recommendation
        );
        let kind = kind_words(callout.kind).filter(|_| !is_titled || callout.title.is_empty()).map(|key| self.strings().text(key).to_owned());
        let title = self.with_number(&callout.title);
        let key = DestKey::Place(self.part.page, Some(callout.anchor.clone()));
        let start = self.part.strips.len();
        self.together(1.0, |builder| {
            builder.panel(frame.within(tag), ground, bar, measures.gap * 1.5, |builder, inner| {
                let label = TextStyle { weight: 700.0, colour: builder.context.measures.accent, ..builder.context.measures.small };
                if let Some(kind) = &kind {
                    builder.words(inner, TagRole::P, label, Pt::ZERO, kind);
                    builder.keep_last();
                }
                if !callout.title.is_empty() {
                    if callout.kind == CalloutKind::CaseStudy {
                        builder.heading(inner, callout.level + frame.lowered, Some(key.clone()), None, &title);
                    } else {
                        let style = TextStyle { weight: 700.0, ..frame.style };
                        builder.paragraph(inner, TagRole::P, style, Pt::ZERO, &title);
                    }
                    let at = builder.part.strips.len();
                    builder.keep_last();
                    builder.blocks(inner, &callout.body);
                    if let Some(first) = builder.part.strips.get_mut(at) {
                        first.gap = first.gap.min(measures.gap * 0.5);
                    }
                } else {
                    builder.blocks(inner, &callout.body);
                }
            });
        });
        if callout.kind != CalloutKind::CaseStudy
            && !self.part.marking.mark.is_past()
            && let Some(first) = self.part.strips.get_mut(start)
        {
            first.anchors.push((tag, Some(key)));
        }
    }

    pub(in crate::layout) fn keep_last(&mut self) {
        if let Some(last) = self.part.strips.last_mut() {
            last.keep = Keep::WithNext;
        }
    }

    fn code(&mut self, frame: Frame, code: &CodeBlock) {
        let style = self.context.measures.small;
        let tag = self.part.tags.add(frame.tag, TagRole::Code);
        let text = without_tabs(code.text.trim_end_matches('\n'));
        self.panel(frame.within(tag), self.context.measures.field, None, self.context.measures.gap, |builder, inner| {
            let strips = builder.word_strips(inner, tag, style, &text);
            builder.push(Pt::ZERO, strips);
        });
    }

    fn thematic_break(&mut self, frame: Frame) {
        let width = frame.width * 0.25;
        let rule = self.rule(frame.x, Pt::ZERO, width, Pt(1.0), self.context.measures.edge);
        let strip = Strip { height: Pt(1.0), artifacts: vec![rule], ..Strip::default() };
        self.push(self.context.measures.gap * 1.6, vec![strip]);
    }
}

/// The columns at which tabs of program text stop.
const TAB_STOPS: usize = 4;

/// Program text with spaces up to the next stop in place of each tab.
fn without_tabs(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        let width = if c == '\t' { TAB_STOPS - column % TAB_STOPS } else { 1 };
        column = if c == '\n' { 0 } else { column + width };
        if c == '\t' { spaced.extend(std::iter::repeat_n(' ', width)) } else { spaced.push(c) }
    }
    spaced
}

/// The interface word for a kind of callout; statements need none.
fn kind_words(kind: CalloutKind) -> Option<&'static str> {
    Some(match kind {
        CalloutKind::Note => "callout_note",
        CalloutKind::Tip => "callout_tip",
        CalloutKind::Important => "callout_important",
        CalloutKind::Warning => "callout_warning",
        CalloutKind::Caution => "callout_caution",
        CalloutKind::CaseStudy => "callout_case_study",
        CalloutKind::Action => "callout_action",
        CalloutKind::Transcript => "callout_transcript",
        CalloutKind::Recommendation => "callout_recommendation",
        CalloutKind::Vision | CalloutKind::Pledge | CalloutKind::PullQuote | CalloutKind::Box => return None,
    })
}

/// Whether a paragraph ends in a colon: what follows belongs to it.
pub(in crate::layout) fn leads_in(block: &Block<Target>) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if plain_text(content).ends_with(':'))
}
