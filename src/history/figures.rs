//! Figures that changed, in passages of both versions alone: what is new or gone as a whole has no figure that became another.

mod line;
mod numbers;

use super::summary::every;
use crate::model::{
    Block, BlockKind, Change, Chapter, Draft, Field, FigureChange, FigureValue, Inline, Label, Mark, MoveEnd, NodeId, Period, Replacement, Table,
    ValueChange, plain_text,
};

/// The figures that changed, in the order of the redline; those of the glossary come last.
pub(super) fn changes(redline: &Draft) -> Vec<FigureChange> {
    let mut figures = Figures::default();
    for (path, chapter) in every(redline) {
        figures.text(path, chapter);
    }
    for term in &redline.terms {
        if term.change.as_deref().is_some_and(|change| change.is_reworded) {
            (figures.path, figures.title) = (String::new(), term.term.clone());
            figures.list(&term.definition);
        }
    }
    figures.found
}

#[derive(Default)]
struct Figures {
    found: Vec<FigureChange>,
    path: String,
    title: String,
    under: Option<String>,
    /// The outermost changed block.
    block: Option<NodeId>,
    /// What the next figures are in, from the outside in.
    of: Vec<String>,
}

impl Figures {
    fn text(&mut self, path: String, chapter: &Chapter<Label>) {
        if !chapter.change.as_deref().is_some_and(|change| change.is_edited && change.mark == Mark::Unchanged) {
            return;
        }
        (self.path, self.title) = (path, chapter.front.title.clone());
        self.list(&chapter.body);
        self.under = None;
        for note in chapter.footnotes.iter().filter(|note| note.mark == Mark::Unchanged) {
            let first = self.found.len();
            self.list(&note.body);
            self.found[first..].iter_mut().for_each(|figure| figure.block = None);
        }
    }

    fn list(&mut self, list: &[Block<Label>]) {
        for block in list {
            let outer = self.block;
            let is_changed = block.change.as_deref().is_some_and(|change| !change.is_past() && !matches!(change, Change::Added));
            self.block = outer.or(is_changed.then_some(block.id));
            match block.change.as_deref() {
                Some(Change::Added | Change::Removed | Change::JoinedAway) => {}
                Some(change) if change.move_end() == Some(MoveEnd::Old) => {}
                None if self.block.is_none() => {}
                Some(Change::Replaced(replacement) | Change::MovedHere(Some(replacement))) => {
                    self.values(&block.kind, replacement);
                    self.kind(&block.kind);
                }
                _ => self.kind(&block.kind),
            }
            self.block = outer;
            if let BlockKind::Heading(heading) = &block.kind
                && !block.change.as_deref().is_some_and(Change::is_past)
            {
                self.under = Some(plain_text(&heading.content));
            }
        }
    }

    fn within(&mut self, name: String, work: impl FnOnce(&mut Self)) {
        let is_named = !name.is_empty();
        if is_named {
            self.of.push(name);
        }
        work(self);
        if is_named {
            self.of.pop();
        }
    }

    fn put(&mut self, was: FigureValue, now: FigureValue, quote: Option<String>) {
        let (path, title, of, under) = (self.path.clone(), self.title.clone(), self.of.clone(), self.under.clone());
        self.found.push(FigureChange { was, now, of, quote, path, title, under, block: self.block });
    }

    fn line(&mut self, line: &[Inline<Label>]) {
        for line::Pair { was, now, quote } in line::pairs(line) {
            self.put(FigureValue::Text(was), FigureValue::Text(now), quote);
        }
    }

    fn kind(&mut self, kind: &BlockKind<Label>) {
        match kind {
            BlockKind::Heading(heading) => self.line(&heading.content),
            BlockKind::Paragraph(line) | BlockKind::Figure(_, line) => self.line(line),
            BlockKind::List(list) => list.items.iter().filter(|item| is_in_both(item.mark)).for_each(|item| self.list(&item.body)),
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions.iter().filter(|definition| is_in_both(definition.mark)) {
                    self.within(plain_text(&definition.term), |figures| definition.descriptions.iter().for_each(|list| figures.list(list)));
                }
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::BlockQuote(body) => self.list(body),
            BlockKind::Quotation(quotation) => self.list(&quotation.body),
            BlockKind::Callout(callout) => {
                self.line(&callout.title);
                self.within(plain_text(&callout.title), |figures| figures.list(&callout.body));
            }
            BlockKind::Cards(cards) => {
                for card in cards.iter().filter(|card| is_in_both(card.mark)) {
                    self.line(&card.title);
                    self.within(plain_text(&card.title), |figures| figures.list(&card.body));
                }
            }
            BlockKind::Statistics(statistics) => {
                statistics.iter().filter(|statistic| is_in_both(statistic.mark)).for_each(|statistic| self.line(&statistic.label));
            }
            BlockKind::Timeline(moments) => moments.iter().filter(|moment| is_in_both(moment.mark)).for_each(|moment| self.line(&moment.text)),
            BlockKind::Video(_) => kind.each_list(&mut |list| self.list(list)),
            BlockKind::Action(action) => self.line(&action.what),
            BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::Chart(..)
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
            | BlockKind::Survey(_)
            | BlockKind::RawHtml(_) => {}
        }
    }

    fn table(&mut self, table: &Table<Label>) {
        let caption = table.caption.as_deref().unwrap_or(&[]);
        self.line(caption);
        let column = |at: usize| table.columns.get(at).map_or(Mark::Unchanged, |column| column.mark);
        self.line(&table.notes);
        self.within(plain_text(caption), |figures| {
            for (_, head) in table.head.iter().enumerate().filter(|(at, _)| is_in_both(column(*at))) {
                figures.line(&head.content);
            }
            for row in table.rows.iter().filter(|row| is_in_both(row.mark)) {
                let name = row.cells.first().map_or_else(String::new, |cell| plain_text(&cell.content));
                for (at, cell) in row.cells.iter().enumerate().filter(|(at, _)| is_in_both(column(*at))) {
                    let head = table.head.get(at).map_or_else(String::new, |head| plain_text(&head.content));
                    let row = if at == 0 { String::new() } else { name.clone() };
                    figures.within(row, |figures| figures.within(head, |figures| figures.line(&cell.content)));
                }
            }
        });
    }

    /// Figures among the values that changed: of charts and statistics, and of actions.
    fn values(&mut self, kind: &BlockKind<Label>, replacement: &Replacement<Label>) {
        let (name, unit) = if let (BlockKind::Chart(chart, _), BlockKind::Chart(was, _)) = (kind, &replacement.was.kind) {
            // Another unit changes what all figures mean, not the figures.
            if chart.unit != was.unit {
                return;
            }
            (chart.title.clone(), chart.unit.clone())
        } else if let BlockKind::Action(action) = kind {
            (plain_text(&action.what), None)
        } else {
            (String::new(), None)
        };
        let is_chart = matches!(kind, BlockKind::Chart(..));
        self.within(name, |figures| {
            for ValueChange { field, was, now } in &replacement.values {
                let of = match field {
                    Field::Figure(label) | Field::Comparison(label) | Field::Day(label) => label.clone(),
                    Field::Due | Field::Target | Field::Baseline | Field::Money => String::new(),
                    _ => continue,
                };
                let value = |text: &Option<String>| match text {
                    None => FigureValue::None,
                    Some(text) if is_chart => FigureValue::Digits(text.clone(), unit.clone()),
                    Some(text) if matches!(field, Field::Due | Field::Day(_)) => {
                        Period::parse(text).map_or_else(|| FigureValue::Text(text.clone()), FigureValue::Due)
                    }
                    Some(text) => FigureValue::Text(text.clone()),
                };
                let has_digits = |text: &Option<String>| text.as_ref().is_none_or(|text| text.contains(|c: char| c.is_ascii_digit()));
                if has_digits(was) && has_digits(now) && was.is_some() && (now.is_some() || is_chart) {
                    figures.within(of, |figures| figures.put(value(was), value(now), None));
                }
            }
        });
    }
}

/// Whether both versions have a part, seen at its position in the newer one.
fn is_in_both(mark: Mark) -> bool {
    matches!(mark, Mark::Unchanged | Mark::MovedHere | Mark::Split)
}
