//! The redline edition: a summary of the changes, then every text that differs.
//!
//! Paper cannot unfold: passages that stayed the same are counted in a line. Headings above a change stay, so that
//! readers know where they are.

use super::front::ContentsEntry;
use crate::layout::blocks::kinds::leads_in;
use crate::layout::paged::tags::{ListNumbering, TagRole, TagTree};
use crate::layout::paged::units::Pt;
use crate::layout::parts::builder::Frame;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::strips::Keep;
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::destinations::DestKey;
use crate::model::{Author, Block, Chapter, FigureChange, Footnote, GlossaryTerm, Mark, PageId, Redline, Softening, Target, Touched, shown_blocks};
use crate::theme::Strings;
use crate::wording;

/// "Changes from version 3.2 to version 3.3".
pub(in crate::layout) fn title(redline: &Redline, strings: &Strings) -> String {
    strings.fill("changes_title", &[("from", redline.from.version.as_str()), ("to", redline.to.version.as_str())])
}

impl PartBuilder<'_> {
    /// The whole edition; returns the name in its running head.
    pub(in crate::layout) fn redline(&mut self, redline: &Redline) -> String {
        let strings = self.strings();
        let title = title(redline, strings);
        let touched = redline.touched();
        let terms: Vec<_> = redline.changed_terms().collect();
        self.opening_of_redline(redline, &title, &touched, &terms);
        let start = self.part.strips.len();
        let mut shown: Option<u32> = None;
        for Touched { page, .. } in &touched {
            if let PageId::Section(chapter, _) = *page
                && shown != Some(chapter)
                && let Some(parent) = self.context.document.chapter(PageId::Chapter(chapter))
            {
                // A section comes below its chapter, even if the chapter itself has no changes.
                self.name(2, None, parent.number.as_deref(), &parent.front.title);
            }
            if let PageId::Chapter(at) | PageId::Section(at, _) = *page {
                shown = Some(at);
            }
            if let Some(chapter) = self.context.document.chapter(*page) {
                self.part.turn_to(*page, &chapter.footnotes);
                self.changed_text(*page, chapter);
            }
        }
        if !terms.is_empty() {
            self.changed_terms(&terms);
        }
        if let Some(first) = self.part.strips.get_mut(start) {
            first.opens_page = true;
            let style = TextStyle { colour: self.context.measures.neutral, ..self.context.measures.body };
            self.words(self.column(), TagRole::P, style, self.context.measures.gap * 2.6, strings.text("change_end"));
        }
        title
    }

    /// The introduction: what this is, how to read it, and a list of the changes.
    fn opening_of_redline(&mut self, redline: &Redline, title: &str, touched: &[Touched], terms: &[&GlossaryTerm<Target>]) {
        let measures = self.context.measures;
        let strings = self.strings();
        let frame = self.column();
        let gap = measures.gap;
        self.title(frame, title, DestKey::Place(PageId::Versions, None));
        let size = measures.body.size * 1.3;
        let style = TextStyle { size, leading: size * 1.35, colour: measures.neutral, ..measures.body };
        self.words(frame, TagRole::P, style, gap * 0.8, &self.context.document.settings.full_title());
        let (from, to) = (&redline.from, &redline.to);
        let (from_date, to_date) = (strings.date(from.date), strings.date(to.date));
        let named = [("from", from.version.as_str()), ("to", to.version.as_str()), ("from_date", &from_date), ("to_date", &to_date)];
        self.words(frame, TagRole::P, frame.style, gap * 1.6, &strings.fill("changes_intro", &named));
        if let Some(comments) = &to.comments {
            self.words(frame, TagRole::P, frame.style, gap, &strings.fill("changes_comment", &[("comments", comments)]));
        }
        let has_texts = !touched.is_empty() || !terms.is_empty();
        if !has_texts && redline.summary.settings.is_empty() {
            self.words(frame, TagRole::P, frame.style, gap, strings.text("changes_none"));
            return;
        }
        if has_texts {
            self.name(2, None, None, strings.text("changes_contents"));
            let list = self.part.tags.add(TagTree::ROOT, TagRole::Toc);
            let entries = self.changed_entries(redline, touched, terms);
            for (at, entry) in entries.iter().enumerate() {
                self.contents_line(frame, list, entry, [Pt::ZERO; 2], gap * if at == 0 { 0.8 } else { 0.35 });
            }
        }
        if !redline.softened.is_empty() {
            self.softened(frame, &redline.softened);
        }
        if has_texts {
            self.key_of_redline(frame);
        }
        self.changed_settings(frame, redline);
        self.changed_figures(frame, redline);
    }

    /// How to read the pages.
    fn key_of_redline(&mut self, frame: Frame) {
        let (strings, gap) = (self.strings(), self.context.measures.gap);
        self.name(2, None, None, strings.text("print_changes_key"));
        let list = self.part.tags.add(TagTree::ROOT, TagRole::L);
        self.part.tags.details(list).numbering = Some(ListNumbering::Disc);
        let bold = TextStyle { weight: 700.0, ..frame.style };
        for key in ["changes_key_added", "changes_key_removed", "print_changes_signs", "print_changes_moved", "print_changes_same"] {
            self.list_item(frame.within(list), frame.style.size * 1.4, "\u{2022}", bold, gap * 0.4, |builder, frame| {
                builder.words(frame, TagRole::P, frame.style, Pt::ZERO, strings.text(key));
            });
        }
    }

    /// Settings that readers see, each in a sentence.
    fn changed_settings(&mut self, frame: Frame, redline: &Redline) {
        let strings = self.strings();
        let sentences = redline.summary.settings.iter().map(|change| vec![wording::setting(change, strings)]);
        let sentences: Vec<_> = sentences.collect();
        if !sentences.is_empty() {
            self.name(2, None, None, strings.text("settings_changed"));
            self.sentences(frame, &sentences);
        }
    }

    /// Figures that changed, each with what it is and where.
    fn changed_figures(&mut self, frame: Frame, redline: &Redline) {
        let strings = self.strings();
        let figure = |change: &FigureChange| {
            let wording::Figure { was, now, of, place } = wording::figure(change, strings);
            let line = strings.fill("figure_line", &[("was", &was), ("now", &now)]);
            let rest = if of.is_empty() { place } else { strings.fill("summary_names", &[("what", &of), ("names", &place)]) };
            vec![line, rest]
        };
        let sentences: Vec<Vec<String>> = redline.summary.figures.iter().map(figure).collect();
        if !sentences.is_empty() {
            self.name(2, None, None, strings.text("figures_changed"));
            self.words(frame, TagRole::P, frame.style, self.context.measures.gap * 0.6, strings.text("figures_intro"));
            self.keep_last();
            self.sentences(frame, &sentences);
        }
    }

    /// A list of items of one or several lines, the first of several in bold.
    fn sentences(&mut self, frame: Frame, items: &[Vec<String>]) {
        let gap = self.context.measures.gap;
        let list = self.part.tags.add(frame.tag, TagRole::L);
        self.part.tags.details(list).numbering = Some(ListNumbering::Disc);
        let bold = TextStyle { weight: 700.0, ..frame.style };
        for lines in items {
            self.list_item(frame.within(list), frame.style.size * 1.4, "\u{2022}", bold, gap * 0.4, |builder, frame| {
                for (at, line) in lines.iter().enumerate() {
                    if at > 0 {
                        builder.keep_last();
                    }
                    let style = if at == 0 && lines.len() > 1 { bold } else { frame.style };
                    builder.words(frame, TagRole::P, style, if at == 0 { Pt::ZERO } else { gap * 0.1 }, line);
                }
            });
        }
    }

    /// Promises that became weaker, each with what it promises less.
    fn softened(&mut self, frame: Frame, softened: &[Softening]) {
        let strings = self.strings();
        let gap = self.context.measures.gap;
        self.name(2, None, None, strings.text("softened"));
        self.words(frame, TagRole::P, frame.style, gap * 0.6, strings.text("softened_intro"));
        let list = self.part.tags.add(frame.tag, TagRole::L);
        self.part.tags.details(list).numbering = Some(ListNumbering::Disc);
        let bold = TextStyle { weight: 700.0, ..frame.style };
        for action in softened {
            self.list_item(frame.within(list), frame.style.size * 1.4, "\u{2022}", bold, gap * 0.6, |builder, frame| {
                builder.words(frame, TagRole::P, bold, Pt::ZERO, &action.what.replace('\n', " "));
                for weaker in &action.how {
                    let (kind, was, now) = weaker.parts(|period| strings.days(period.first_day(), period.last_day()));
                    let sentence = strings.fill(&format!("softened_{kind}"), &[("was", &was), ("now", &now)]);
                    builder.keep_last();
                    builder.words(frame, TagRole::P, frame.style, gap * 0.2, &sentence);
                }
            });
        }
    }

    fn changed_entries(&self, redline: &Redline, touched: &[Touched], terms: &[&GlossaryTerm<Target>]) -> Vec<ContentsEntry> {
        let strings = self.strings();
        let entry = |title: &str, count: String, page: PageId| ContentsEntry {
            language: self.context.document.chapter(page).and_then(|chapter| chapter.front.language.as_deref()).map(Into::into),
            level: 2,
            number: None,
            title: strings.fill("summary_of_text", &[("title", title), ("summary", &count)]),
            key: DestKey::Place(page, None),
        };
        let text = |touched: &Touched| {
            let chapter = self.context.document.chapter(touched.page)?;
            let count = match redline.summary_of(touched.page) {
                Some(summary) => wording::text(summary, strings),
                None => strings.count("changes", touched.changes),
            };
            let title = self.title_of(touched.page, chapter);
            let title = chapter.number.as_ref().map_or_else(|| title.to_owned(), |number| format!("{number} {title}"));
            Some(entry(&title, count, touched.page))
        };
        let glossary =
            (!terms.is_empty()).then(|| entry(strings.text("glossary"), wording::parts(&redline.summary.terms, strings), PageId::Glossary));
        touched.iter().filter_map(text).chain(glossary).collect()
    }

    fn title_of<'t>(&self, page: PageId, chapter: &'t Chapter<Target>) -> &'t str
    where
        Self: 't,
    {
        match page {
            PageId::Home => self.strings().text("home"),
            _ => &chapter.front.title,
        }
    }

    /// A heading in plain words.
    fn name(&mut self, level: u8, key: Option<DestKey>, number: Option<&str>, words: &str) {
        self.name_in(self.column(), level, key, number, words);
    }

    fn name_in(&mut self, frame: Frame, level: u8, key: Option<DestKey>, number: Option<&str>, words: &str) {
        let title = number.map_or_else(|| words.to_owned(), |number| format!("{number}\u{2002}{words}"));
        let tag = self.part.tags.add(frame.tag, TagRole::H(level));
        let style = self.context.measures.headings[usize::from(level) - 1];
        let mut strips = self.word_strips(frame, tag, style, &title);
        strips.iter_mut().for_each(|strip| strip.keep = Keep::WithNext);
        if let Some(first) = strips.first_mut() {
            first.anchors.push((tag, key));
        }
        self.push(self.context.measures.gap * 2.6, strips);
        self.part.headings.push((level, title.replace('\u{2002}', " "), tag));
    }

    fn changed_text(&mut self, page: PageId, chapter: &Chapter<Target>) {
        let level = if matches!(page, PageId::Section(..)) { 3 } else { 2 };
        let title = self.title_of(page, chapter).to_owned();
        let mut frame = self.column();
        if let Some(language) = &chapter.front.language {
            frame.tag = self.part.tags.add(frame.tag, TagRole::Div);
            self.part.tags.details(frame.tag).language = Some(language.as_str().into());
        }
        self.name_in(frame, level, Some(DestKey::Place(page, None)), chapter.number.as_deref(), &title);
        let frame = Frame { lowered: level - 1, ..frame };
        let key = match chapter.change.as_ref().map(|change| change.mark) {
            Some(Mark::Added) => Some(("chapter_added", Mark::Added)),
            Some(Mark::Removed) => Some(("chapter_removed", Mark::Removed)),
            _ => None,
        };
        if let Some((key, mark)) = key {
            let start = self.part.strips.len();
            self.change_label(frame, key, None);
            self.below_label(|builder| {
                builder.labelled(frame, mark, |builder| {
                    if let Some(summary) = &chapter.front.summary {
                        builder.words(frame, TagRole::P, frame.style, builder.context.measures.gap, summary);
                    }
                    builder.numbered_blocks(frame, &chapter.body, &chapter.paragraph_numbers);
                    builder.all_notes(frame, chapter);
                });
            });
            self.bars_from(start);
            return;
        }
        if chapter.is_front_changed() {
            self.changed_front(frame, chapter);
        }
        self.shortened_blocks(frame, &chapter.body, &chapter.paragraph_numbers);
        self.changed_notes(frame, chapter);
    }

    /// The opening of a text: title, summary, signatures, place.
    fn changed_front(&mut self, frame: Frame, chapter: &Chapter<Target>) {
        let Some(change) = &chapter.change else { return };
        self.change_label(frame, if change.is_reordered { "chapter_moved" } else { "change_edited" }, None);
        let Some(was) = &change.was else { return };
        let strings = self.strings();
        let names = |authors: &[Author]| authors.iter().map(|author| author.name.clone()).collect::<Vec<_>>().join(", ");
        let (authors_were, authors_are) = (names(&was.front.authors), names(&chapter.front.authors));
        let lines = [
            ("field_title", Some(was.front.title.as_str()), Some(chapter.front.title.as_str())),
            ("field_summary", was.front.summary.as_deref(), chapter.front.summary.as_deref()),
            ("field_authors", Some(authors_were.as_str()), Some(authors_are.as_str())),
        ];
        let lines = lines.into_iter().filter(|(_, was, now)| was != now).map(|(key, was, now)| (strings.text(key).to_owned(), was, now));
        let lines: Vec<_> = lines.collect();
        if !lines.is_empty() {
            self.below_label(|builder| builder.values(frame, chapter.front.title_span, &lines));
        }
    }

    /// Blocks that differ with the headings above them; the others are counted.
    fn shortened_blocks(&mut self, frame: Frame, blocks: &[Block<Target>], numbers: &[Option<Box<str>>]) {
        let is_shown = shown_blocks(blocks);
        let mut at = 0;
        while at < blocks.len() {
            let same = is_shown[at..].iter().take_while(|is_shown| !**is_shown).count();
            if same > 0 {
                self.count(frame, "unchanged", same);
                at += same;
                if at < blocks.len() {
                    self.keep_last();
                }
            } else {
                self.numbered_blocks(frame, &blocks[at..=at], numbers.get(at..=at).unwrap_or(&[]));
                if leads_in(&blocks[at]) && is_shown.get(at + 1).is_some_and(|is_shown| *is_shown) {
                    self.keep_last();
                }
                at += 1;
            }
        }
    }

    fn count(&mut self, frame: Frame, key: &str, count: usize) {
        let style = TextStyle { colour: self.context.measures.neutral, ..self.context.measures.small };
        let words = self.strings().count(key, count);
        self.words(frame, TagRole::P, style, self.context.measures.gap * 1.2, &words);
    }

    fn all_notes(&mut self, frame: Frame, chapter: &Chapter<Target>) {
        if !chapter.footnotes.is_empty() {
            self.notes_of(frame, chapter, |_| true);
        }
    }

    /// Changed notes, after their text; the others are counted.
    fn changed_notes(&mut self, frame: Frame, chapter: &Chapter<Target>) {
        let changed = chapter.changed_notes();
        if changed > 0 {
            self.notes_of(frame, chapter, Footnote::is_changed);
        }
        if changed < chapter.footnotes.len() {
            self.count(frame, "unchanged_notes", chapter.footnotes.len() - changed);
        }
    }

    fn notes_of(&mut self, frame: Frame, chapter: &Chapter<Target>, is_shown: impl Fn(&Footnote<Target>) -> bool) {
        let measures = self.context.measures;
        let style = TextStyle { weight: 700.0, ..frame.style };
        let words = self.strings().text("notes").to_owned();
        self.unmarked(|builder| builder.words(frame, TagRole::P, style, measures.gap * 1.6, &words));
        self.keep_last();
        let list = self.part.tags.add(frame.tag, TagRole::L);
        self.part.tags.details(list).numbering = Some(ListNumbering::Decimal);
        let small = Frame { style: measures.small, ..frame.within(list) };
        let bold = TextStyle { weight: 700.0, ..measures.small };
        for (note, number) in chapter.footnotes.iter().zip(0u32..).filter(|(note, _)| is_shown(note)) {
            let start = self.part.strips.len();
            self.list_item(small, small.style.size * 1.8, &(number + 1).to_string(), bold, measures.gap * 0.5, |builder, frame| {
                builder.marked(note.mark, |builder| builder.blocks(frame, &note.body));
            });
            let tag = self.part.tags.last_of(list);
            if let (Some(tag), Some(first)) = (tag, self.part.strips.get_mut(start)) {
                first.anchors.push((tag, Some(DestKey::Note(self.part.page, number))));
            }
        }
    }

    /// Terms that were added, removed or reworded.
    fn changed_terms(&mut self, terms: &[&GlossaryTerm<Target>]) {
        let title = self.strings().text("glossary");
        self.name(2, Some(DestKey::Place(PageId::Glossary, None)), None, title);
        self.part.turn_to(PageId::Glossary, &[]);
        let frame = Frame { lowered: 1, ..self.column() };
        for term in terms {
            let Some(change) = &term.change else { continue };
            let key = match change.mark {
                Mark::Added => "term_added",
                Mark::Removed => "term_removed",
                Mark::Unchanged | Mark::MovedHere | Mark::MovedAway | Mark::Split | Mark::Joined => "term_edited",
            };
            self.change_label(frame, key, None);
            self.below_label(|builder| {
                let bold = TextStyle { weight: 700.0, ..frame.style };
                builder.marked(change.mark, |builder| builder.words(frame, TagRole::P, bold, Pt::ZERO, &term.full_name()));
                builder.keep_last();
                let start = builder.part.strips.len();
                builder.marked(change.mark, |builder| builder.blocks(frame, &term.definition));
                if let Some(first) = builder.part.strips.get_mut(start) {
                    first.gap = Pt(1.0);
                }
                if let Some(was) = change.was.as_ref().filter(|was| was.term != term.term || was.abbreviation != term.abbreviation) {
                    let before = was.abbreviation.as_ref().map_or_else(|| was.term.clone(), |abbreviation| format!("{} ({abbreviation})", was.term));
                    let name = builder.strings().text("field_term").to_owned();
                    builder.values(frame, term.span, &[(name, Some(&before), Some(&term.full_name()))]);
                }
            });
        }
    }
}
