//! Sums up the changed blocks of a text.

use super::super::moved_parts::moved_sentences;
use super::line::{self, LineChange, older_text};
use super::naming::{named, paragraph_of, title};
use super::sources::Sources;
use super::tally::Tally;
use super::wholes::whole_section;
use crate::model::{
    Block, BlockKind, Card, Change, Definition, Field, Footnote, How, Inline, Item, Label, Mark, Moment, MoveEnd, NodeId, Period, Replacement, Row,
    Statistic, SummaryPart, Table, Thing, ValueChange, plain_text,
};
use crate::text::sentences;

/// Counts the changes of one text.
pub(super) struct Blocks<'r> {
    sources: &'r Sources<'r>,
    path: &'r str,
    tally: Tally,
    formatting: u32,
    /// What a paragraph is here: a list item, a note, part of a quotation.
    paragraph: Thing,
    /// How the last section moved that moved here.
    section: How,
    known_notes: &'r [Footnote<Label>],
    /// Whether words changed in the last paragraph that was split or joined.
    is_division_reworded: bool,
}

impl<'r> Blocks<'r> {
    pub(super) fn new(sources: &'r Sources<'r>, path: &'r str, known_notes: &'r [Footnote<Label>], tally: Tally) -> Self {
        Self { sources, path, tally, formatting: 0, paragraph: Thing::Paragraph, section: How::Moved, known_notes, is_division_reworded: false }
    }

    /// The changes, and the number of places in which only the formatting changed.
    pub(super) fn finish(self) -> (Vec<SummaryPart>, u32) {
        (self.tally.finish(), self.formatting)
    }

    pub(super) fn notes(&mut self, notes: &[Footnote<Label>]) {
        for note in notes {
            match how(note.mark) {
                Some(how) => self.tally.add(Thing::Note, how),
                None => self.within(Thing::Note, |blocks| blocks.list(&note.body)),
            }
        }
    }

    /// Only what moved into or out of blocks that are new or gone as a whole.
    pub(super) fn moves(&mut self, list: &[Block<Label>]) {
        for block in list {
            match block.change.as_deref() {
                Some(change) if change.move_end().is_some() => self.block(block, change),
                _ if matches!(&block.kind, BlockKind::Paragraph(line) if self.sentences(line)) => {}
                _ => self.within(paragraph_of(&block.kind, self.paragraph), |blocks| block.kind.each_list(&mut |inner| blocks.moves(inner))),
            }
        }
    }

    /// Changed blocks of a list of siblings, and changes inside them.
    pub(super) fn list(&mut self, list: &[Block<Label>]) {
        let mut at = 0;
        while let Some(block) = list.get(at) {
            at += match block.change.as_deref() {
                Some(change @ (Change::Added | Change::Removed)) if whole_section(&list[at..], change).is_some() => {
                    let how = if matches!(change, Change::Added) { How::Added } else { How::Removed };
                    self.tally.name(Thing::Section, how, title(block));
                    let count = whole_section(&list[at..], change).unwrap_or(1);
                    self.moves(&list[at..at + count]);
                    count
                }
                Some(change) => {
                    self.block(block, change);
                    1
                }
                None => 1,
            };
        }
    }

    fn block(&mut self, block: &Block<Label>, change: &Change<Label>) {
        match change {
            // What came into something that was there is no more than itself: a paragraph of a card, not a card.
            Change::Added => self.within(Thing::Paragraph, |blocks| blocks.came(block, How::Added)),
            Change::Removed => self.within(Thing::Paragraph, |blocks| blocks.came(block, How::Removed)),
            Change::MovedHere(replacement) => {
                let how = self.moved(block.id, MoveEnd::New);
                self.count(block, how.clone());
                if let Some(replacement) = replacement {
                    self.values(&block.kind, replacement);
                }
                self.inside(named(&block.kind, self.paragraph).0, how, &block.kind);
            }
            Change::MovedAway => {
                if let how @ How::MovedTo(_) = self.moved(block.id, MoveEnd::Old) {
                    self.count(block, how);
                }
            }
            Change::Section(MoveEnd::New) => {
                let how = self.moved(block.id, MoveEnd::New);
                self.tally.name(Thing::Section, how.clone(), title(block));
                self.inside(Thing::Section, how.clone(), &block.kind);
                self.section = how;
            }
            Change::Section(MoveEnd::Old) => {
                if let how @ How::MovedTo(_) = self.moved(block.id, MoveEnd::Old) {
                    self.tally.name(Thing::Section, how, title(block));
                }
            }
            Change::Led(MoveEnd::New) => self.inside(Thing::Section, self.section.clone(), &block.kind),
            Change::Led(MoveEnd::Old) | Change::JoinedAway => {}
            Change::Edited => self.kind(&block.kind),
            Change::Replaced(replacement) => {
                self.values(&block.kind, replacement);
                self.kind(&block.kind);
            }
            Change::Split(division) => self.divided(&block.kind, How::Split, division.part == 1),
            Change::Joined(_) => self.divided(&block.kind, How::Joined, true),
        }
    }

    /// How a block moved, seen from one end of its move.
    fn moved(&self, id: NodeId, end: MoveEnd) -> How {
        self.sources.how(self.sources.ends.get(&id), self.path, end)
    }

    /// A block that is new or gone; what moved into or out of it has only moved.
    fn came(&mut self, block: &Block<Label>, how: How) {
        let mut has_moves = false;
        let has_moved = |block: &Block<Label>| block.change.is_some() || block.is_moved_line(MoveEnd::New) || block.is_moved_line(MoveEnd::Old);
        block.kind.each_list(&mut |list| has_moves |= list.iter().any(has_moved));
        if let BlockKind::Paragraph(line) = &block.kind {
            self.sentences(line);
            if block.is_moved_line(MoveEnd::New) || block.is_moved_line(MoveEnd::Old) {
                return;
            }
        }
        if let BlockKind::Table(table) = &block.kind {
            table.rows.iter().filter(|row| matches!(row.mark, Mark::MovedHere | Mark::MovedAway)).for_each(|row| self.row(row));
        }
        // A list of nothing but items that moved is not worth a word of its own.
        if !has_moves || !matches!(block.kind, BlockKind::List(_)) {
            self.count(block, how);
        }
        // What moved into a new quotation was none before.
        let is_quotation = matches!(block.kind, BlockKind::BlockQuote(_) | BlockKind::Quotation(_));
        let paragraph = if is_quotation { self.paragraph } else { paragraph_of(&block.kind, self.paragraph) };
        self.within(paragraph, |blocks| block.kind.each_list(&mut |list| blocks.moves(list)));
    }

    /// Counts a block as a whole; cards and the like, which have no name together, one by one.
    fn count(&mut self, block: &Block<Label>, how: How) {
        let names: Vec<String> = if let BlockKind::Cards(cards) = &block.kind {
            cards.iter().map(|card| plain_text(&card.title)).collect()
        } else if let BlockKind::DefinitionList(definitions) = &block.kind {
            definitions.iter().map(|definition| plain_text(&definition.term)).collect()
        } else if let BlockKind::Statistics(statistics) = &block.kind {
            statistics.iter().map(|statistic| plain_text(&statistic.label)).collect()
        } else {
            Vec::new()
        };
        match named(&block.kind, self.paragraph) {
            (thing, _) if !names.is_empty() => names.into_iter().for_each(|name| self.tally.name(thing, how.clone(), name)),
            (thing, Some(name)) => self.tally.name(thing, how, name),
            (thing, None) => self.tally.add(thing, how),
        }
    }

    fn divided(&mut self, kind: &BlockKind<Label>, how: How, is_first: bool) {
        if is_first {
            self.tally.add(self.paragraph, how.clone());
            self.is_division_reworded = false;
        }
        if let BlockKind::Paragraph(line) = kind
            && line::change(line) == LineChange::Words
        {
            self.sentences(line);
            // All parts are one paragraph.
            if !std::mem::replace(&mut self.is_division_reworded, true) {
                let mut reworded = Tally::default();
                reworded.add(self.paragraph, How::Reworded);
                self.tally.inside(self.paragraph, how, reworded.finish());
            }
        } else {
            self.kind(kind);
        }
    }

    /// What changed inside something that moved, and that is counted already.
    fn inside(&mut self, thing: Thing, how: How, kind: &BlockKind<Label>) {
        let outer = std::mem::take(&mut self.tally);
        self.kind(kind);
        let inside = std::mem::replace(&mut self.tally, outer).finish();
        if !inside.is_empty() {
            self.tally.inside(thing, how, inside);
        }
    }

    fn within(&mut self, paragraph: Thing, work: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.paragraph, paragraph);
        work(self);
        self.paragraph = outer;
    }

    /// Counts the sentences of a line that moved to or from another one, where they came to, or where they left for another text. Whether
    /// there were any.
    fn sentences(&mut self, line: &[Inline<Label>]) -> bool {
        let moved = moved_sentences(line).into_iter().filter_map(|(words, end)| Some((self.sources.parts.words(words)?, words, end)));
        let moved: Vec<_> = moved.collect();
        for (ends, words, end) in &moved {
            let how = self.sources.how(Some(ends), self.path, *end);
            if *end == MoveEnd::Old && how == How::Moved {
                continue;
            }
            let starts = sentences::starts(&plain_text(words)).into_iter().filter(|start| *start > 0);
            (0..=starts.count()).for_each(|_| self.tally.add(Thing::Sentence, how.clone()));
        }
        !moved.is_empty()
    }

    /// Counts what changed in a line of something.
    fn line(&mut self, thing: Thing, line: &[Inline<Label>], how: How) {
        let is_counted = self.sentences(line);
        match line::change(line) {
            LineChange::Moved if is_counted => {}
            LineChange::Words => self.tally.add(thing, how),
            LineChange::Moved => self.tally.add(Thing::Sentence, How::Moved),
            LineChange::Picture => self.tally.add(Thing::Picture, How::Changed),
            LineChange::Link => self.tally.add(Thing::Link, How::Changed),
            // A new note is counted where it is.
            LineChange::Note => {
                let is_known = |note: &u32| self.known_notes.get(*note as usize).is_some_and(|note| note.mark == Mark::Unchanged);
                let count = line::new_notes(line).iter().filter(|note| is_known(note)).count();
                (0..count).for_each(|_| self.tally.add(Thing::Note, How::Moved));
            }
            LineChange::Formatting => self.formatting += 1,
            LineChange::Nothing => {}
        }
    }

    /// Counts a title that changed, with both.
    fn title(&mut self, thing: Thing, title: &[Inline<Label>]) {
        match line::change(title) {
            LineChange::Words => self.tally.rename(thing, &older_text(title), &plain_text(title)),
            LineChange::Nothing | LineChange::Formatting | LineChange::Note | LineChange::Link | LineChange::Moved | LineChange::Picture => {
                self.line(thing, title, How::Renamed)
            }
        }
    }

    /// What changed inside a block of both versions.
    fn kind(&mut self, kind: &BlockKind<Label>) {
        match kind {
            BlockKind::Heading(heading) => self.title(Thing::Section, &heading.content),
            BlockKind::Paragraph(line) => self.line(self.paragraph, line, How::Reworded),
            BlockKind::List(list) => self.within(Thing::Item, |blocks| list.items.iter().for_each(|item| blocks.item(item))),
            BlockKind::DefinitionList(definitions) => {
                self.within(Thing::Definition, |blocks| definitions.iter().for_each(|definition| blocks.definition(definition)));
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(_, caption) => self.line(Thing::Caption, caption, How::Reworded),
            BlockKind::BlockQuote(body) => self.within(Thing::Quotation, |blocks| blocks.list(body)),
            BlockKind::Quotation(quotation) => {
                self.within(Thing::Quotation, |blocks| blocks.list(&quotation.body));
                self.line(Thing::Quotation, &quotation.attribution, How::Changed);
            }
            BlockKind::Callout(callout) => {
                self.title(Thing::Box, &callout.title);
                self.list(&callout.body);
            }
            BlockKind::Cards(cards) => cards.iter().for_each(|card| self.card(card)),
            BlockKind::Statistics(statistics) => statistics.iter().for_each(|statistic| self.statistic(statistic)),
            BlockKind::Timeline(moments) => moments.iter().for_each(|moment| self.moment(moment)),
            BlockKind::Video(_) => kind.each_list(&mut |list| self.list(list)),
            BlockKind::Action(action) => self.line(Thing::Action, &action.what, How::Reworded),
            BlockKind::Chart(..)
            | BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
            | BlockKind::Survey(_)
            | BlockKind::RawHtml(_) => {}
        }
    }

    fn item(&mut self, item: &Item<Label>) {
        // An item whose text moved is not new, whatever holds it now.
        let has_moved = item.body.iter().any(|block| block.change.as_deref().and_then(Change::move_end).is_some());
        match (item.mark, how(item.mark)) {
            (Mark::MovedAway, _) => {}
            (_, Some(how @ (How::Added | How::Removed))) if !has_moved => match &item.body[..] {
                [only] if only.has_marked_parts() => self.came(only, how),
                _ => {
                    self.tally.add(Thing::Item, how);
                    self.moves(&item.body);
                }
            },
            (_, Some(How::Moved)) => {
                self.tally.add(Thing::Item, How::Moved);
                self.list(&item.body);
            }
            (_, Some(_)) => self.moves(&item.body),
            (_, None) => self.list(&item.body),
        }
    }

    fn definition(&mut self, definition: &Definition<Label>) {
        match how(definition.mark) {
            _ if definition.mark == Mark::MovedAway => return,
            Some(how) => self.tally.name(Thing::Definition, how, plain_text(&definition.term)),
            None => {}
        }
        if matches!(definition.mark, Mark::Unchanged | Mark::MovedHere) {
            self.title(Thing::Definition, &definition.term);
            definition.descriptions.iter().for_each(|list| self.list(list));
        }
    }

    fn card(&mut self, card: &Card<Label>) {
        match how(card.mark) {
            _ if card.mark == Mark::MovedAway => return,
            Some(how) => self.tally.name(Thing::Card, how, plain_text(&card.title)),
            None => {}
        }
        if matches!(card.mark, Mark::Unchanged | Mark::MovedHere) {
            self.title(Thing::Card, &card.title);
            self.within(Thing::Card, |blocks| blocks.list(&card.body));
        }
    }

    fn statistic(&mut self, statistic: &Statistic<Label>) {
        match how(statistic.mark) {
            _ if statistic.mark == Mark::MovedAway => {}
            Some(how) => self.tally.name(Thing::KeyFigure, how, plain_text(&statistic.label)),
            None => self.line(Thing::KeyFigure, &statistic.label, How::Reworded),
        }
    }

    fn moment(&mut self, moment: &Moment<Label>) {
        match how(moment.mark).filter(|how| *how != How::Moved) {
            // That it moved is a value that changed.
            _ if moment.mark == Mark::MovedAway => {}
            Some(how) => self.tally.add(Thing::Date, how),
            None => self.line(Thing::Date, &moment.text, How::Reworded),
        }
    }

    fn table(&mut self, table: &Table<Label>) {
        self.line(Thing::Caption, table.caption.as_deref().unwrap_or(&[]), How::Reworded);
        let column = |at: usize| table.columns.get(at).map_or(Mark::Unchanged, |column| column.mark);
        for (at, head) in table.head.iter().enumerate().filter(|(at, _)| column(*at) != Mark::MovedAway) {
            match how(column(at)) {
                Some(how) => self.tally.name(Thing::Column, how, plain_text(&head.content)),
                None => self.title(Thing::Column, &head.content),
            }
        }
        table
            .groups
            .iter()
            .enumerate()
            .filter(|(at, _)| column(*at) == Mark::Unchanged)
            .for_each(|(_, group)| self.title(Thing::ColumnGroup, &group.content));
        self.line(Thing::Note, &table.notes, How::Reworded);
        for row in &table.rows {
            self.row(row);
            if !matches!(row.mark, Mark::Unchanged | Mark::MovedHere) {
                continue;
            }
            let name = name_of(row);
            let kept = row.cells.iter().enumerate().filter(|(at, _)| matches!(column(*at), Mark::Unchanged | Mark::MovedHere));
            for (_, cell) in kept {
                match line::change(&cell.content) {
                    LineChange::Words => self.tally.name(Thing::Cell, How::Changed, name.clone()),
                    LineChange::Nothing | LineChange::Formatting | LineChange::Note | LineChange::Link | LineChange::Moved | LineChange::Picture => {
                        self.line(Thing::Cell, &cell.content, How::Changed);
                    }
                }
            }
        }
    }

    /// A row that came, went or moved; within one text, a move counts once.
    fn row(&mut self, row: &Row<Label>) {
        let end = if row.mark.is_past() { MoveEnd::Old } else { MoveEnd::New };
        let how = how(row.mark).map(|how| match how {
            How::Moved => self.sources.how(self.sources.parts.row(&row.cells), self.path, end),
            how => how,
        });
        if let Some(how) = how.filter(|how| row.mark != Mark::MovedAway || *how != How::Moved) {
            self.tally.name(Thing::Row, how, name_of(row));
        }
    }

    /// Values that changed, which no mark inside the block shows.
    fn values(&mut self, kind: &BlockKind<Label>, replacement: &Replacement<Label>) {
        let values = &replacement.values;
        let has = |wanted: fn(&Field) -> bool| values.iter().any(|value| wanted(&value.field));
        match kind {
            BlockKind::Heading(heading) => {
                let is_lower = matches!(&replacement.was.kind, BlockKind::Heading(was) if was.level < heading.level);
                let how = if is_lower { How::Lower } else { How::Higher };
                self.tally.name(Thing::Section, how, plain_text(&heading.content));
            }
            BlockKind::List(_) => {
                let how = |value: &ValueChange| match (&value.was, &value.now) {
                    (None, Some(_)) => How::Numbered,
                    (Some(_), None) => How::Bulleted,
                    _ => How::Changed,
                };
                values.iter().map(how).for_each(|how| self.tally.add(Thing::List, how));
            }
            BlockKind::Figure(..) => {
                if values.is_empty() || has(|field| matches!(field, Field::Picture | Field::File)) {
                    self.tally.add(Thing::Picture, How::Changed);
                }
                if has(|field| matches!(field, Field::Alternative)) {
                    self.tally.add(Thing::AltText, How::Changed);
                }
            }
            BlockKind::Chart(chart, _) => {
                let is_figure = |value: &&ValueChange| matches!(value.field, Field::Figure(_));
                values.iter().filter(is_figure).for_each(|_| self.tally.add(Thing::ChartFigure, How::Changed));
                if !values.iter().all(|value| is_figure(&value)) || values.is_empty() {
                    self.tally.name(Thing::Chart, How::Changed, chart.title.clone());
                }
            }
            BlockKind::Statistics(_) => values.iter().for_each(|value| match &value.field {
                Field::Figure(label) => self.tally.name(Thing::KeyFigure, How::Changed, label.clone()),
                _ => self.tally.add(Thing::KeyFigure, How::Changed),
            }),
            BlockKind::Timeline(_) => values.iter().for_each(|_| self.tally.add(Thing::Date, How::Changed)),
            BlockKind::Action(_) => self.action(values),
            BlockKind::Paragraph(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Table(_)
            | BlockKind::BlockQuote(_)
            | BlockKind::Quotation(_)
            | BlockKind::Callout(_)
            | BlockKind::Cards(_)
            | BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::Video(_)
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
            | BlockKind::Survey(_)
            | BlockKind::RawHtml(_) => {
                let (thing, name) = named(kind, self.paragraph);
                match name {
                    Some(name) => self.tally.name(thing, How::Changed, name),
                    None => self.tally.add(thing, How::Changed),
                }
            }
        }
    }

    fn action(&mut self, values: &[ValueChange]) {
        for value in values {
            let days = |text: &Option<String>| text.as_deref().and_then(Period::parse).map(|period| (period.last_day(), period.first_day()));
            let how = match (&value.field, days(&value.was), days(&value.now)) {
                (Field::Due, Some(was), Some(now)) if now > was => How::Later,
                (Field::Due, Some(was), Some(now)) if now < was => How::Earlier,
                _ => continue,
            };
            self.tally.add(Thing::Action, how);
        }
        let is_more = |value: &&ValueChange| value.field != Field::Due || value.was.is_none() || value.now.is_none();
        if values.iter().any(|value| is_more(&value)) {
            self.tally.add(Thing::Action, How::Changed);
        }
    }
}

/// A row's first cell.
fn name_of(row: &Row<Label>) -> String {
    row.cells.first().map_or_else(String::new, |cell| plain_text(&cell.content))
}

/// How a part of a block changed as a whole; none for parts of both versions, and for those that blocks inside them speak for.
fn how(mark: Mark) -> Option<How> {
    match mark {
        Mark::Added => Some(How::Added),
        Mark::Removed => Some(How::Removed),
        Mark::MovedHere | Mark::MovedAway => Some(How::Moved),
        Mark::Unchanged | Mark::Split | Mark::Joined => None,
    }
}
