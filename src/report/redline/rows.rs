//! Turns the blocks of a redline into a list of passages that differ.

use std::collections::HashMap;

use super::line::{differ, words};
use super::passage::{MoveEnds, Passage, PassageChange, WordMark, Words};
use crate::history::{self, MovedParts};
use crate::model::{
    Block, BlockKind, Change, Chapter, ChapterStatus, Field, Forms, FrontMatter, GlossaryTerm, Inline, Label, Mark, MoveEnd, NodeId, Numbered,
    Replacement, Table, TermChange, Transcript, ValueChange, plain_text,
};

/// How many words of a moved passage are shown.
const OPENING: usize = 12;

/// Collects passages, one text at a time.
pub(super) struct Rows<'r> {
    ends: &'r HashMap<NodeId, (String, String)>,
    parts: &'r MovedParts,
    titles: &'r HashMap<String, &'r str>,
    path: String,
    under: Option<String>,
    /// The table or callout that contains the next passages.
    within: Option<String>,
    rows: Vec<Passage>,
    /// Whether other quotation marks or dashes are a difference.
    formatting: bool,
}

/// Differences in front matter that readers can see.
pub(super) fn above(was: (&str, &FrontMatter), now: (&str, &FrontMatter)) -> Vec<Passage> {
    fn said((slug, front): (&str, &FrontMatter)) -> [(&'static str, String); 6] {
        let author = |author: &crate::model::Author| match &author.role {
            Some(role) => format!("{}, {role}", author.name),
            None => author.name.clone(),
        };
        let number = match &front.numbered {
            Numbered::Counted => "counted",
            Numbered::Given(number) => number,
            Numbered::Unnumbered => "none",
        };
        let status = front.status.map_or("", |status| match status {
            ChapterStatus::Draft => "draft",
            ChapterStatus::Review => "review",
            ChapterStatus::Agreed => "agreed",
        });
        [
            ("title", front.title.clone()),
            ("address", slug.to_owned()),
            ("number", number.to_owned()),
            ("summary", front.summary.clone().unwrap_or_default()),
            ("authors", front.authors.iter().map(author).collect::<Vec<_>>().join("; ")),
            ("status", status.to_owned()),
        ]
    }
    let values = said(was).into_iter().zip(said(now)).filter(|(was, now)| was != now).map(|((what, was), (_, now))| value(None, what, &was, &now));
    values.filter(|value| value.change != PassageChange::Edited || differ(&value.words)).collect()
}

/// A value that differs, word by word; an empty value counts as absent.
fn value(under: Option<String>, what: impl Into<String>, was: &str, now: &str) -> Passage {
    let (change, words) = match (was, now) {
        ("", now) => (PassageChange::Added, vec![Words::new(WordMark::Plain, now)]),
        (was, "") => (PassageChange::Removed, vec![Words::new(WordMark::Plain, was)]),
        _ => (PassageChange::Edited, words(&history::words(was, now), false)),
    };
    Passage::new(under, Some(what.into()), change, words)
}

fn whole(mark: Mark) -> Option<PassageChange> {
    match mark {
        // What was split or joined has marks of its own.
        Mark::Unchanged | Mark::Split | Mark::Joined => None,
        Mark::MovedHere | Mark::MovedAway => Some(PassageChange::Moved),
        Mark::Added => Some(PassageChange::Added),
        Mark::Removed => Some(PassageChange::Removed),
    }
}

impl<'r> Rows<'r> {
    /// `ends` maps each moved block to its old and new paths, as `parts` does sentences and rows; `titles` maps paths to the titles of texts.
    pub(super) fn new(
        ends: &'r HashMap<NodeId, (String, String)>, parts: &'r MovedParts, titles: &'r HashMap<String, &'r str>, formatting: bool,
    ) -> Self {
        Self { ends, parts, titles, path: String::new(), under: None, within: None, rows: Vec::new(), formatting }
    }

    fn take(&mut self) -> Vec<Passage> {
        (self.under, self.within) = (None, None);
        std::mem::take(&mut self.rows)
    }

    /// The passages of a text that differ, with footnotes last.
    pub(super) fn chapter(&mut self, path: &str, chapter: &Chapter<Label>, mark: Mark) -> Vec<Passage> {
        path.clone_into(&mut self.path);
        self.blocks(&chapter.body, whole(mark));
        self.under = None;
        for note in &chapter.footnotes {
            self.inside("note", |rows| rows.blocks(&note.body, whole(mark).or(whole(note.mark))));
        }
        self.take()
    }

    /// The differences in a term: its forms, then its definition.
    pub(super) fn term(&mut self, term: &GlossaryTerm<Label>, change: &TermChange) -> Vec<Passage> {
        self.path.clear();
        if let Some(was) = &change.was {
            let said = |forms: &Forms| {
                let see_also: Vec<&str> = forms.see_also.iter().map(|(name, _)| name.as_str()).collect();
                let abbreviation = forms.abbreviation.clone().unwrap_or_default();
                [("term", forms.term.clone()), ("abbreviation", abbreviation), ("also", forms.also.join(", ")), ("see also", see_also.join(", "))]
            };
            let pairs = said(was).into_iter().zip(said(&Forms::of(term))).filter(|(was, now)| was != now);
            self.rows.extend(pairs.map(|((what, was), (_, now))| value(None, what, &was, &now)));
        }
        self.blocks(&term.definition, whole(change.mark));
        self.take()
    }

    /// Collects passages inside a named container.
    fn inside(&mut self, name: &str, work: impl FnOnce(&mut Self)) {
        let outer = self.within.clone();
        if !name.is_empty() {
            self.within = Some(self.what(name));
        }
        work(self);
        self.within = outer;
    }

    /// The name of a passage, with that of its container.
    fn what(&self, name: &str) -> String {
        match &self.within {
            Some(within) => format!("{within}, {name}"),
            None => name.to_owned(),
        }
    }

    fn put(&mut self, what: &str, change: PassageChange, words: Vec<Words>) {
        let what = if what.is_empty() { self.within.clone() } else { Some(self.what(what)) };
        self.rows.push(Passage::new(self.under.clone(), what, change, words));
    }

    /// Adds a line if all of it changed, as `of` says, or if some of its words did.
    fn line(&mut self, what: &str, line: &[Inline<Label>], of: Option<PassageChange>) {
        if let (Some(PassageChange::Added | PassageChange::Removed), [first, ..]) = (of, line)
            && let Some((_, end)) = history::moved_words(first).filter(|_| line.iter().all(|inline| history::moved_words(inline).is_some()))
        {
            let words = line.iter().filter_map(history::moved_words).flat_map(|(content, _)| words(content, self.formatting)).collect();
            let ends = history::moved_words(first).and_then(|(words, _)| self.parts.words(words));
            return self.put_moved(what, end, ends, words);
        }
        let words = words(line, self.formatting);
        match of {
            Some(change) if !words.is_empty() => self.put(what, change, words),
            None if differ(&words) => self.put(what, PassageChange::Edited, words),
            _ => {}
        }
    }

    /// Adds a line or a row that moved to another block.
    fn put_moved(&mut self, what: &str, end: MoveEnd, ends: Option<&'r (String, String)>, words: Vec<Words>) {
        let change = if end == MoveEnd::New { PassageChange::MovedHere } else { PassageChange::MovedAway };
        self.put(what, change, words);
        let (other, moved) = (self.other_end(ends, change), ends.map(|(from, to)| MoveEnds { from: from.clone(), to: to.clone() }));
        if let Some(last) = self.rows.last_mut() {
            (last.other_end, last.ends) = (other, moved);
        }
    }

    /// The title of the text at the other end of a move; none within one text.
    fn other_end(&self, ends: Option<&(String, String)>, change: PassageChange) -> Option<String> {
        let other = ends.map(|(from, to)| if change.is_new_end() { from } else { to }).filter(|path| **path != self.path)?;
        Some(self.titles.get(other).map_or_else(|| other.clone(), |title| (*title).to_owned()))
    }

    /// Adds text without inline changes.
    fn text(&mut self, what: &str, text: &str, of: Option<PassageChange>) {
        if let Some(change) = of {
            self.put(what, change, vec![Words::new(WordMark::Plain, text.trim_end())]);
        }
    }

    fn blocks(&mut self, blocks: &[Block<Label>], of: Option<PassageChange>) {
        for block in blocks {
            let first = self.rows.len();
            match block.change.as_deref() {
                None => self.kind(&block.kind, of),
                Some(Change::Added) => self.kind(&block.kind, Some(PassageChange::Added)),
                Some(Change::Removed) => self.kind(&block.kind, Some(PassageChange::Removed)),
                Some(Change::MovedHere(replacement)) => {
                    self.moved(block, PassageChange::MovedHere);
                    match replacement {
                        Some(replacement) => self.replaced(&block.kind, replacement),
                        None => self.kind(&block.kind, None),
                    }
                }
                Some(Change::MovedAway) => self.moved(block, PassageChange::MovedAway),
                Some(Change::Section(MoveEnd::New)) => {
                    self.moved(block, PassageChange::SectionHere);
                    self.kind(&block.kind, None);
                }
                Some(Change::Section(MoveEnd::Old)) => self.moved(block, PassageChange::SectionAway),
                Some(Change::Led(MoveEnd::New)) => self.kind(&block.kind, None),
                Some(Change::Led(MoveEnd::Old)) => {}
                Some(Change::Edited) => self.kind(&block.kind, None),
                Some(Change::Split(division)) => self.split(block, division.part),
                Some(Change::Joined(_)) => self.divided(block, PassageChange::Joined),
                Some(Change::JoinedAway) => {}
                Some(Change::Replaced(replacement)) => self.replaced(&block.kind, replacement),
            }
            // Blocks inside this one have been here before.
            self.rows[first..].iter_mut().filter(|row| row.id.is_none()).for_each(|row| row.id = Some(block.id.to_string()));
        }
    }

    /// A part of a split paragraph: the first begins a passage, the others continue it after a `¶`.
    fn split(&mut self, block: &Block<Label>, part: u32) {
        let BlockKind::Paragraph(line) = &block.kind else { return };
        match self.rows.iter_mut().rfind(|row| row.change == PassageChange::Split).filter(|_| part > 1) {
            Some(first) => {
                first.words.push(Words::new(WordMark::Added, "¶"));
                first.words.push(Words::new(WordMark::Plain, " "));
                first.words.extend(words(line, self.formatting));
                let (under, what) = (first.under.take(), first.what.take());
                *first = Passage { id: first.id.take(), ..Passage::new(under, what, PassageChange::Split, std::mem::take(&mut first.words)) };
            }
            None => self.divided(block, PassageChange::Split),
        }
    }

    fn divided(&mut self, block: &Block<Label>, change: PassageChange) {
        let BlockKind::Paragraph(line) = &block.kind else { return };
        self.put("", change, words(line, self.formatting));
    }

    fn moved(&mut self, block: &Block<Label>, change: PassageChange) {
        let rows = |block: &Block<Label>| {
            let mut found = Rows::new(self.ends, self.parts, self.titles, false);
            found.kind(&block.kind, Some(change));
            found.rows
        };
        let side = |end: MoveEnd| {
            let texts: Vec<String> = rows(&history::block_of(block, end)).into_iter().filter_map(|row| row.new.or(row.old)).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        };
        let (old, new) = (side(MoveEnd::Old), side(MoveEnd::New).filter(|_| change.is_new_end()));
        let first = rows(block).into_iter().next();
        let (what, words) = first.map_or_else(Default::default, |first| (first.what, first.words));
        let text: String = words.iter().filter(|words| words.mark != WordMark::Removed).map(|words| words.text.as_str()).collect();
        let mut opening = text.split_whitespace().take(OPENING).collect::<Vec<_>>().join(" ");
        if text.split_whitespace().nth(OPENING).is_some() {
            opening.push_str(" …");
        }
        // The label calls it a section.
        let what = what.filter(|_| !matches!(change, PassageChange::SectionHere | PassageChange::SectionAway));
        let ends = self.ends.get(&block.id);
        let other_end = self.other_end(ends, change);
        let words = vec![Words::new(WordMark::Plain, opening)];
        let ends = ends.map(|(from, to)| MoveEnds { from: from.clone(), to: to.clone() });
        let passage = Passage::new(self.under.clone(), what, change, words);
        self.rows.push(Passage { other_end, ends, old, new, ..passage });
    }

    fn replaced(&mut self, kind: &BlockKind<Label>, replacement: &Replacement<Label>) {
        if replacement.values.is_empty() {
            self.kind(&replacement.was.kind, Some(PassageChange::Removed));
            self.kind(kind, Some(PassageChange::Added));
            return;
        }
        let name = match kind {
            BlockKind::Chart(chart, _) => format!("chart {}", chart.title),
            BlockKind::Video(video) => format!("video {}", video.title),
            BlockKind::Survey(survey) => format!("survey {}", survey.question),
            BlockKind::Action(action) => format!("action {}", action.name),
            BlockKind::Callout(callout) => plain_text(&callout.title),
            BlockKind::Figure(..) => "image".to_owned(),
            BlockKind::List(_) => "list".to_owned(),
            BlockKind::Heading(heading) => format!("heading {}", plain_text(&heading.content)),
            BlockKind::Paragraph(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Table(_)
            | BlockKind::BlockQuote(_)
            | BlockKind::Quotation(_)
            | BlockKind::Cards(_)
            | BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::Statistics(_)
            | BlockKind::Timeline(_)
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
            | BlockKind::RawHtml(_) => String::new(),
        };
        self.inside(&name, |rows| {
            for ValueChange { field, was, now } in &replacement.values {
                let what = match field {
                    Field::Figure(name) | Field::Comparison(name) | Field::Day(name) => name.clone(),
                    Field::Position(name) => format!("{name}, moved from position"),
                    other => other.name().replace('_', " "),
                };
                let (was, now) = (was.as_deref().unwrap_or(""), now.as_deref().unwrap_or(""));
                if let Some(sentence) = sentence(field, was, now) {
                    rows.put("", PassageChange::Edited, vec![Words::new(WordMark::Plain, sentence)]);
                    // The words speak about both versions; neither has them.
                    rows.rows.iter_mut().next_back().into_iter().for_each(|row| (row.old, row.new) = (None, None));
                    continue;
                }
                rows.rows.push(value(rows.under.clone(), rows.what(&what), was, now));
            }
        });
        self.kind(kind, None);
    }

    /// Adds all passages of a block if `of` says how it changed as a whole, otherwise those that differ.
    fn kind(&mut self, kind: &BlockKind<Label>, of: Option<PassageChange>) {
        match kind {
            BlockKind::Heading(heading) => {
                if of != Some(PassageChange::Removed) {
                    self.under = Some(plain_text(&heading.content));
                }
                self.line("heading", &heading.content, of);
            }
            BlockKind::Paragraph(line) => self.line("", line, of),
            BlockKind::List(list) => {
                for item in list.items.iter().filter(|item| item.mark != Mark::MovedAway) {
                    self.inside("item", |rows| rows.blocks(&item.body, of.or(whole(item.mark))));
                }
            }
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions.iter().filter(|definition| definition.mark != Mark::MovedAway) {
                    let of = of.or(whole(definition.mark));
                    self.line("term", &definition.term, of);
                    let of = of.filter(|of| *of != PassageChange::Moved);
                    self.inside(&plain_text(&definition.term), |rows| definition.descriptions.iter().for_each(|body| rows.blocks(body, of)));
                }
            }
            BlockKind::Table(table) => self.table(table, of),
            BlockKind::Figure(image, caption) => {
                self.text("image", image.alternative.as_deref().unwrap_or("decorative"), of);
                self.line("caption", caption, of);
            }
            BlockKind::BlockQuote(body) => self.inside("quotation", |rows| rows.blocks(body, of)),
            BlockKind::Quotation(quotation) => {
                self.inside("quotation", |rows| {
                    rows.blocks(&quotation.body, of);
                    rows.line("by", &quotation.attribution, of);
                });
            }
            BlockKind::Callout(callout) => {
                self.line(callout.kind.name(), &callout.title, of);
                let title = plain_text(&callout.title);
                self.inside(if title.is_empty() { callout.kind.name() } else { &title }, |rows| rows.blocks(&callout.body, of));
            }
            BlockKind::Cards(cards) => {
                for card in cards.iter().filter(|card| card.mark != Mark::MovedAway) {
                    let of = of.or(whole(card.mark));
                    self.line("card", &card.title, of);
                    let of = of.filter(|of| *of != PassageChange::Moved);
                    self.inside(&plain_text(&card.title), |rows| rows.blocks(&card.body, of));
                }
            }
            BlockKind::Code(code) => self.text("code", &code.text, of),
            BlockKind::ThematicBreak => self.text("break", "", of),
            BlockKind::Statistics(statistics) => {
                for statistic in statistics.iter().filter(|statistic| statistic.mark != Mark::MovedAway) {
                    let of = of.or(whole(statistic.mark));
                    self.line(&statistic.value, &statistic.label, of);
                }
            }
            BlockKind::Chart(chart, _) => self.text("chart", &chart.title, of),
            BlockKind::Timeline(moments) => {
                for moment in moments.iter().filter(|moment| moment.mark != Mark::MovedAway) {
                    self.line(&moment.date.to_string(), &moment.text, of.or(whole(moment.mark)));
                }
            }
            BlockKind::Video(video) => {
                self.text("video", &video.title, of);
                if let Transcript::Blocks(blocks) = &video.transcript {
                    self.inside("transcript", |rows| rows.blocks(blocks, of));
                }
            }
            BlockKind::VersionHistory => self.text("version table", "", of),
            BlockKind::ListOf(kind) => self.text("list of", kind.plural(), of),
            BlockKind::Gallery(gallery) => gallery.items.iter().for_each(|item| self.line("picture", &item.caption, of)),
            BlockKind::Survey(survey) => self.text("survey", &survey.question, of),
            BlockKind::Action(action) => self.line("action", &action.what, of),
            BlockKind::RawHtml(html) => self.text("HTML", html, of),
        }
    }

    fn table(&mut self, table: &Table<Label>, of: Option<PassageChange>) {
        let caption = table.caption.as_deref().unwrap_or(&[]);
        self.line("table", caption, of);
        let title = plain_text(caption);
        self.inside(if title.is_empty() { "table" } else { &title }, |rows| rows.cells(table, of));
    }

    /// Adds columns that were added or removed, with their cells, then rows, then cells.
    fn cells(&mut self, table: &Table<Label>, of: Option<PassageChange>) {
        let mark = |at: usize| table.columns.get(at).map_or(Mark::Unchanged, |column| column.mark);
        if of.is_some() {
            self.text("columns", &joined(table.head.iter().map(|cell| &cell.content)), of);
        }
        for (at, head) in table.head.iter().enumerate().filter(|_| of.is_none()) {
            match whole(mark(at)) {
                None => self.line("column", &head.content, None),
                Some(PassageChange::Moved) if mark(at) == Mark::MovedAway => {}
                Some(PassageChange::Moved) => self.line("column", &head.content, Some(PassageChange::Moved)),
                change => {
                    let same = table.rows.iter().filter(|row| row.mark == Mark::Unchanged);
                    let cells = same.filter_map(|row| row.cells.get(at)).map(|cell| &cell.content);
                    self.text("column", &joined(std::iter::once(&head.content).chain(cells)), change);
                }
            }
        }
        for (at, group) in table.groups.iter().enumerate().filter(|(at, _)| of.is_none() && mark(*at) == Mark::Unchanged) {
            self.line(&format!("group of column {}", at + 1), &group.content, None);
        }
        self.line("notes", &table.notes, of);
        for row in &table.rows {
            let elsewhere = if matches!(row.mark, Mark::MovedHere | Mark::MovedAway) { self.parts.row(&row.cells) } else { None };
            if let Some(ends) = elsewhere {
                let end = if row.mark.is_past() { MoveEnd::Old } else { MoveEnd::New };
                let cells = row.cells.iter().enumerate().filter(|(at, _)| !mark(*at).is_past() || row.mark.is_past());
                self.put_moved("row", end, Some(ends), vec![Words::new(WordMark::Plain, joined(cells.map(|(_, cell)| &cell.content)))]);
            }
            if row.mark == Mark::MovedAway {
                continue;
            }
            let change = of.or(whole(row.mark));
            if change.is_some() && elsewhere.is_none() {
                // A row has a cell in both positions of a column that moved.
                let other = if row.mark.is_past() { Mark::MovedHere } else { Mark::MovedAway };
                let cells = row.cells.iter().enumerate().filter(|(at, _)| mark(*at) != other);
                self.text("row", &joined(cells.map(|(_, cell)| &cell.content)), change);
            }
            if change.is_some_and(|change| change != PassageChange::Moved) {
                continue;
            }
            let name = row.cells.first().map_or_else(String::new, |cell| plain_text(&cell.content));
            for (at, cell) in row.cells.iter().enumerate().filter(|(at, _)| matches!(mark(*at), Mark::Unchanged | Mark::MovedHere)) {
                let column = table.head.get(at).map_or_else(String::new, |cell| plain_text(&cell.content));
                self.line(&format!("row {name}, column {column}"), &cell.content, None);
            }
        }
    }
}

/// A changed value in a sentence, where the values alone would say little.
fn sentence(field: &Field, was: &str, now: &str) -> Option<String> {
    match (field, was, now) {
        (Field::Picture, ..) => Some("another picture, in a file of the same name".to_owned()),
        (Field::Start, "", _) => Some("now numbered, before with bullet points".to_owned()),
        (Field::Start, _, "") => Some("now with bullet points, before numbered".to_owned()),
        (Field::Level, was, now) => Some(format!("now a level {}, {now}, before {was}", if was < now { "lower" } else { "higher" })),
        _ => None,
    }
}

fn joined<'l>(cells: impl Iterator<Item = &'l Vec<Inline<Label>>>) -> String {
    cells.map(|cell| plain_text(cell)).collect::<Vec<_>>().join(" | ")
}
