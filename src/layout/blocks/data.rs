//! Data blocks other than charts, and cards.

use crate::layout::paged::tags::{LinkTarget, ListNumbering, TagId, TagRole};
use crate::layout::paged::units::{Point, Pt};
use crate::layout::parts::builder::Frame;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::strips::{Keep, Strip};
use crate::layout::style::text_style::TextStyle;
use crate::layout::tables::grid::{CellText, Grid};
use crate::layout::text::shaper::{RichText, TextPiece};
use crate::model::{Alignment, Card, Inline, Moment, Statistic, Survey, SurveyKind, Target, Text, Transcript, Video};
use crate::span::{FileId, Span};
use crate::wording;

impl PartBuilder<'_> {
    /// Figures across the measure: the figure large at the left, the sentence beside it.
    pub(in crate::layout) fn statistics(&mut self, frame: Frame, statistics: &[Statistic<Target>]) {
        let measures = self.context.measures;
        let tag = self.part.tags.add(frame.tag, TagRole::L);
        self.part.tags.details(tag).numbering = Some(ListNumbering::None);
        let size = measures.body.size * if measures.large { 1.5 } else { 2.1 };
        let value_look = TextStyle { size, leading: size * 1.15, weight: 700.0, colour: measures.accent };
        let widest = statistics.iter().map(|one| self.shaper.line(&one.value, value_look).width).fold(Pt::ZERO, Pt::max);
        // Brackets of a redline need room too.
        let brackets = if self.is_redline() { size * 0.8 } else { Pt::ZERO };
        let beside = (widest + brackets + frame.style.size * 1.4).min(frame.width * 0.46);
        self.together(0.35, |builder| {
            for (at, one) in statistics.iter().enumerate() {
                let gap = if at == 0 { measures.gap * 1.5 } else { measures.gap };
                builder.marked(one.mark, |builder| builder.statistic(frame.within(tag), one, value_look, beside, gap));
            }
        });
    }

    fn statistic(&mut self, frame: Frame, one: &Statistic<Target>, value_look: TextStyle, beside: Pt, gap: Pt) {
        let measures = self.context.measures;
        let item = self.part.tags.add(frame.tag, TagRole::LI);
        let body = self.part.tags.add(item, TagRole::LBody);
        let value = self.part.tags.add(body, TagRole::P);
        // In large print, nothing is side by side.
        let inner = if measures.large { frame } else { frame.inset(beside, Pt::ZERO) }.within(body);
        let value_width = if measures.large { frame.width } else { beside - frame.style.size };
        let value_lines = self.word_lines(value_width, value, value_look, &one.value);
        let value_height: Pt = value_lines.iter().map(|line| line.height).sum();
        let parts = self.apart(|builder| {
            builder.paragraph(inner, TagRole::P, frame.style, Pt::ZERO, &one.label);
            let quiet = TextStyle { colour: measures.neutral, ..measures.small };
            if let Some(compare) = &one.compare {
                builder.words(inner, TagRole::P, quiet, measures.gap * 0.3, &format!("{}: {}", compare.label, compare.value));
            }
            builder.source(inner, quiet, measures.gap * 0.3, &one.source);
        });
        let mut strip = Strip::default();
        let mut y = Pt(6.0);
        for line in value_lines {
            let height = line.height;
            strip.take(line, Point::new(frame.x, y));
            y += height;
        }
        // The first line of the sentence is on the figure's baseline.
        let mut at = if measures.large { y } else { Pt(6.0) + (value_look.size - frame.style.size) * 0.75 };
        for part in parts {
            at += part.gap;
            let height = part.height;
            strip.absorb(part, Point::new(Pt::ZERO, at));
            at += height;
        }
        strip.height = at.max(value_height + Pt(6.0)) + Pt(2.0);
        let rule = self.rule(frame.x, Pt::ZERO, frame.width, Pt(0.8), measures.line);
        strip.artifacts.push(rule);
        self.push(gap, vec![strip]);
    }

    /// The source of figures, if it has words.
    pub(in crate::layout) fn source(&mut self, frame: Frame, style: TextStyle, gap: Pt, source: &[Inline<Target>]) {
        if source.is_empty() {
            return;
        }
        let (before, after) = self.strings().around("source", "source");
        let words = |text: &str| (!text.is_empty()).then(|| Inline::Text(Text { text: text.into(), span: Span::new(FileId(0), 0..0) }));
        let line: Vec<_> = words(before).into_iter().chain(source.iter().cloned()).chain(words(after)).collect();
        self.paragraph(frame, TagRole::P, style, gap, &line);
    }

    pub(in crate::layout) fn timeline(&mut self, frame: Frame, moments: &[Moment<Target>]) {
        let measures = self.context.measures;
        let tag = self.part.tags.add(frame.tag, TagRole::L);
        self.part.tags.details(tag).numbering = Some(ListNumbering::None);
        let style = TextStyle { weight: 700.0, ..frame.style };
        let dates: Vec<String> = moments.iter().map(|moment| unbroken(&wording::time(moment.date, self.strings()))).collect();
        let widest = dates.iter().map(|date| self.shaper.line(date, style).width).fold(Pt::ZERO, Pt::max);
        let stacked = measures.large || widest > frame.width * 0.4;
        let indent = if stacked { frame.style.size * 1.2 } else { widest + frame.style.size * 1.6 };
        self.together(0.25, |builder| {
            for (moment, date) in moments.iter().zip(&dates) {
                let start = builder.part.strips.len();
                if stacked {
                    let item = builder.part.tags.add(tag, TagRole::LI);
                    let label = builder.part.tags.add(item, TagRole::Lbl);
                    let strips = builder.marked(moment.mark, |builder| builder.word_strips(frame.inset(indent, Pt::ZERO), label, style, date));
                    builder.push(measures.gap, strips);
                    builder.keep_last();
                    let body = builder.part.tags.add(item, TagRole::LBody);
                    builder.marked(moment.mark, |builder| {
                        builder.paragraph(frame.inset(indent, Pt::ZERO).within(body), TagRole::P, frame.style, Pt::ZERO, &moment.text);
                    });
                } else {
                    builder.list_item(frame.within(tag), indent, date, style, measures.gap * 0.8, |builder, inner| {
                        builder.marked(moment.mark, |builder| builder.paragraph(inner, TagRole::P, frame.style, Pt::ZERO, &moment.text));
                    });
                }
                builder.thread(frame, start, if stacked { Pt(3.0) } else { indent - frame.style.size * 0.8 });
            }
        });
    }

    /// A thin line beside the moments of a timeline.
    fn thread(&mut self, frame: Frame, start: usize, x: Pt) {
        let colour = self.context.measures.line;
        for at in start..self.part.strips.len() {
            let above = self.part.strips[at].gap;
            let rule = self.rule(frame.x + x, -above, Pt(1.5), self.part.strips[at].height + above, colour);
            self.part.strips[at].artifacts.push(rule);
        }
    }

    pub(in crate::layout) fn video(&mut self, frame: Frame, video: &Video<Target>) {
        let measures = self.context.measures;
        let tag = self.part.tags.add(frame.tag, TagRole::Sect);
        self.panel(frame.within(tag), measures.field, None, measures.gap * 1.5, |builder, inner| {
            let label = TextStyle { weight: 700.0, colour: measures.accent, ..measures.small };
            let kind = builder.strings().text("print_video").to_owned();
            builder.words(inner, TagRole::P, label, Pt::ZERO, &kind);
            builder.keep_last();
            let bold = TextStyle { weight: 700.0, ..frame.style };
            builder.words(inner, TagRole::P, bold, Pt::ZERO, &video.title);
            builder.keep_last();
            builder.address(inner, frame.style, measures.gap * 0.3, "", &video.url, &video.url);
            if let Transcript::Blocks(blocks) = &video.transcript {
                let transcript = builder.strings().text("callout_transcript").to_owned();
                builder.words(inner, TagRole::P, bold, measures.gap, &transcript);
                builder.keep_last();
                builder.blocks(inner, blocks);
            }
        });
    }

    /// A line of words, then an address that is a link.
    pub(in crate::layout) fn address(&mut self, frame: Frame, style: TextStyle, gap: Pt, before: &str, shown: &str, address: &str) -> TagId {
        let tag = self.part.tags.add(frame.tag, TagRole::P);
        let mut text = RichText::default();
        if !before.is_empty() {
            let leaf = self.part.tags.leaf(tag);
            text.buffer.push_str(before);
            text.pieces.push(TextPiece::plain(0..before.len(), leaf, style));
        }
        if !shown.is_empty() {
            let link = self.part.tags.add(tag, TagRole::Link);
            let leaf = self.part.tags.leaf(link);
            let start = text.buffer.len();
            text.buffer.push_str(shown);
            let style = TextStyle { colour: self.context.measures.link, ..style };
            let range = start..text.buffer.len();
            text.pieces.push(TextPiece { link: Some(link), ..TextPiece::plain(range, leaf, style) });
            self.part.link(link, LinkTarget::Outside(address.into()), shown.to_owned());
        }
        if !text.buffer.is_empty() {
            let shaped = self.shaper.shape(text);
            let lines = self.shaper.lines(shaped, frame.width);
            let strips = self.stack(lines, frame.x);
            self.push(gap, strips);
        }
        tag
    }

    pub(in crate::layout) fn survey(&mut self, frame: Frame, survey: &Survey) {
        let tag = self.part.tags.add(frame.tag, TagRole::Sect);
        self.together(1.0, |builder| builder.survey_panel(frame.within(tag), survey));
    }

    fn survey_panel(&mut self, frame: Frame, survey: &Survey) {
        let measures = self.context.measures;
        self.panel(frame, measures.tint, Some(measures.accent), measures.gap * 1.5, |builder, inner| {
            let label = TextStyle { weight: 700.0, colour: measures.accent, ..measures.small };
            let kind = builder.strings().text("survey_label").to_owned();
            builder.words(inner, TagRole::P, label, Pt::ZERO, &kind);
            builder.keep_last();
            let bold = TextStyle { weight: 700.0, ..frame.style };
            builder.words(inner, TagRole::P, bold, Pt::ZERO, &survey.question);
            // A question is never parted from its options.
            builder.keep_last();
            let how = match survey.kind {
                SurveyKind::Rank => "survey_rank",
                SurveyKind::Choose => "survey_choose",
                SurveyKind::Text => "survey_text",
            };
            let how = builder.strings().text(how).to_owned();
            builder.words(inner, TagRole::P, frame.style, measures.gap * 0.4, &how);
            if !survey.options.is_empty() {
                builder.keep_last();
                let list = builder.part.tags.add(inner.tag, TagRole::L);
                builder.part.tags.details(list).numbering = Some(ListNumbering::Disc);
                for option in &survey.options {
                    let indent = frame.style.size * 1.4;
                    builder.list_item(inner.within(list), indent, "\u{2022}", bold, measures.gap * 0.4, |builder, inner| {
                        builder.words(inner, TagRole::P, frame.style, Pt::ZERO, option);
                    });
                }
            }
            let Some(consultation) = &builder.context.document.settings.consultation else { return };
            let is_over = consultation.is_over(builder.context.document.settings.current().date);
            if let Some(url) = consultation.survey_url.as_ref().filter(|_| !is_over) {
                let before = builder.strings().text("print_survey_answer").to_owned() + " ";
                builder.address(inner, frame.style, measures.gap * 0.6, &before, url, url);
            }
            if let Some(closes) = consultation.closes {
                let key = if is_over { "survey_closed" } else { "survey_closes" };
                let words = builder.strings().fill(key, &[("date", &builder.strings().date(closes))]);
                builder.words(inner, TagRole::P, frame.style, measures.gap * 0.4, &words);
            }
        });
    }

    /// The versions of this document, the current one marked in words.
    pub(in crate::layout) fn version_history(&mut self, frame: Frame, caption: Option<&str>) {
        let strings = self.strings();
        let settings = &self.context.document.settings;
        let (comments, audience) =
            (settings.versions.iter().any(|row| row.comments.is_some()), settings.versions.iter().any(|row| row.audience.is_some()));
        let mut head = vec!["version", "version_date"];
        head.extend(comments.then_some("comments"));
        head.extend(audience.then_some("audience"));
        let last = settings.versions.len().saturating_sub(1);
        // At the size of large print a whole date would leave the other columns no room.
        let large = self.context.measures.large;
        let row = |(at, row): (usize, &crate::model::VersionRow)| {
            let version = row.version.as_str();
            let version = if at == last { strings.fill("print_this_version", &[("version", version)]) } else { version.to_owned() };
            let date = strings.date(row.date);
            let mut cells = vec![version, if large { date } else { unbroken(&date) }];
            cells.extend(comments.then(|| row.comments.clone().unwrap_or_default()));
            cells.extend(audience.then(|| row.audience.clone().unwrap_or_default()));
            cells.into_iter().map(CellText::Words).collect()
        };
        let grid = Grid {
            caption: caption.map(|caption| CellText::Words(caption.to_owned())),
            alignments: vec![Alignment::Start; head.len()],
            head: head.into_iter().map(|key| CellText::Words(strings.text(key).to_owned())).collect(),
            rows: settings.versions.iter().enumerate().map(row).collect(),
            row_headers: true,
            ..Grid::default()
        };
        self.grid(frame, &grid);
    }

    /// Neighbouring cards: two to a row where there is room, below each other in large print.
    pub(in crate::layout) fn cards(&mut self, frame: Frame, cards: &[Card<Target>]) {
        let measures = self.context.measures;
        let gutter = measures.body.size;
        let columns = if measures.large || frame.width < Pt(320.0) || cards.len() < 2 { 1 } else { 2 };
        let width = (frame.width - gutter * (columns as f32 - 1.0)) / columns as f32;
        for row in cards.chunks(columns) {
            let mut built = Vec::new();
            for card in row {
                let tag = self.part.tags.add(frame.tag, TagRole::Sect);
                built.push(self.apart(|builder| builder.marked(card.mark, |builder| builder.card(Frame { width, ..frame.within(tag) }, card))));
            }
            let height_of = |strips: &Vec<Strip>| strips.iter().map(|strip| strip.gap + strip.height).sum::<Pt>();
            let height = built.iter().map(height_of).fold(Pt::ZERO, Pt::max);
            if height > measures.height * 0.8 || columns == 1 {
                for strips in built {
                    self.push(gutter, strips);
                }
                continue;
            }
            let mut strip = Strip { height, ..Strip::default() };
            for (at, strips) in built.into_iter().enumerate() {
                let x = (width + gutter) * at as f32;
                let mut y = Pt::ZERO;
                for part in strips {
                    y += part.gap;
                    let height = part.height;
                    strip.absorb(part, Point::new(if measures.right_to_left { -x } else { x }, y));
                    y += height;
                }
                let mut ground = self.rule(frame.x + x, Pt::ZERO, width, height, measures.field);
                ground.at.y = Pt::ZERO;
                strip.grounds.push(ground);
                let bar = self.rule(frame.x + x, Pt::ZERO, width, Pt(2.0), measures.accent);
                strip.grounds.push(bar);
            }
            self.push(gutter, vec![strip]);
        }
    }

    /// A card's own strips; the ground is the row's.
    fn card(&mut self, frame: Frame, card: &Card<Target>) {
        let measures = self.context.measures;
        let padding = measures.body.size * 0.9;
        let inner = frame.inset(padding, padding);
        self.push(Pt::ZERO, vec![Strip { height: padding * 0.8, keep: Keep::WithNext, ..Strip::default() }]);
        let at = self.part.strips.len();
        self.heading(inner, card.level + frame.lowered, None, None, &card.title);
        if let Some(first) = self.part.strips.get_mut(at) {
            first.gap = Pt::ZERO;
        }
        let at = self.part.strips.len();
        self.blocks(inner, &card.body);
        if let Some(first) = self.part.strips.get_mut(at) {
            first.gap = measures.gap * 0.4;
        }
        self.keep_last();
        self.push(Pt::ZERO, vec![Strip { height: padding, ..Strip::default() }]);
    }
}

/// Words that stay on one line: a date in a narrow column.
pub(in crate::layout) fn unbroken(words: &str) -> String {
    words.replace(' ', "\u{a0}")
}
