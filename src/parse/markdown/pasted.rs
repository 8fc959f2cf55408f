//! Lists and tables pasted from word processors, which Markdown reads as running text.

use super::BodyBuilder;
use super::marks::{Mark, Pasted, mark};
use crate::diag::Diagnostic;
use crate::model::{Block, BlockKind, Inline, Label};
use crate::span::Span;
use crate::yaml::Origin;

const LIST: &str = "pasted-list";
const TABLE: &str = "pasted-table";

impl BodyBuilder<'_> {
    /// Reports the lines of a paragraph that are items of a pasted list, or rows of a pasted table.
    pub(super) fn report_pasted(&mut self, span: Span) {
        if !matches!(self.origin, Origin::At(..)) {
            return;
        }
        let text = self.file.text;
        let Some(written) = text.get(span.range()) else { return };
        let goes_on = matches!(self.block_before(), Some(Block { kind: BlockKind::Paragraph(_), span, .. })
            if self.pasted.last.as_ref().is_some_and(|(_, last)| span.contains(*last)));
        if !goes_on {
            self.pasted = Pasted::default();
        }
        let mut at = 0;
        let mut has_items = false;
        for line in written.split_inclusive('\n') {
            let start = at + line.len() - line.trim_start_matches([' ', '>']).len();
            at += line.len();
            if let Some(mark) = mark(written[start..at].trim_end()) {
                has_items = true;
                self.pasted_item(mark, span.part(start, at));
            }
        }
        if !has_items && written.contains('\t') {
            self.pasted_table(written, span);
        }
    }

    fn pasted_item(&mut self, mark: Mark, line: Span) {
        let follows = self.pasted.last.as_ref().and_then(|(last, _)| mark.follows(last));
        let number = if follows.is_some() { follows } else { mark.is_first().then_some(1) };
        let finding = self.item_finding(&mark, number, line);
        let waiting = self.pasted.waiting.take();
        if follows.is_some() {
            self.diagnostics.extend(waiting);
        }
        match finding {
            Some(finding) if follows.is_some() || mark.is_certain() => self.diagnostics.push(finding),
            other => self.pasted.waiting = other,
        }
        self.pasted.last = Some((mark.numbered(number), line));
    }

    /// The finding for an item; `number` is its place in its list, if that is known.
    fn item_finding(&self, mark: &Mark, number: Option<u32>, line: Span) -> Option<Diagnostic> {
        let place = line.part(0, mark.length());
        let shown = &self.file.text[place.range()];
        let finding = Diagnostic::warning(LIST, place, format!("`{}` does not make a list item, so the lines run together", shown.trim()));
        Some(match mark.replacement(number?) {
            Some(replacement) => finding.hint(format!("write `{replacement}` instead")).suggest(place, replacement),
            None => finding.hint("write `1. ` and indent the lines below it by three spaces, or leave the numbers out: `numbering: {paragraphs: true}` numbers paragraphs"),
        })
    }

    /// Reports a bullet at the start of an item, which has one already.
    pub(super) fn report_second_bullet(&mut self, line: &[Inline<Label>]) {
        let Some(Inline::Text(text)) = line.first() else { return };
        let Some(mark) = mark(text.text.split('\n').next().unwrap_or("")) else { return };
        if mark.is_certain() && text.span.range().len() == text.text.len() {
            let place = text.span.part(0, mark.length());
            let message = format!("this list item has a second bullet, `{}`", self.file.text[place.range()].trim());
            self.diagnostics.push(Diagnostic::warning(LIST, place, message).hint("remove it").suggest(place, ""));
        }
    }

    fn pasted_table(&mut self, written: &str, span: Span) {
        let rows: Vec<Vec<&str>> = written.trim_end().lines().map(|line| line.trim_matches(' ').split('\t').collect()).collect();
        let columns = rows[0].len();
        let is_table = rows.len() > 1 && rows.iter().all(|row| row.len() > 1) || rows.len() == 1 && columns > 2;
        if !is_table {
            return;
        }
        let finding = Diagnostic::warning(TABLE, span, "this looks like a table with tabs between its cells, but is shown as a paragraph");
        let finding = finding.hint("write each row as `| cell | cell |`, and below the first row one of dashes: `|---|---|`");
        let is_even = rows.len() > 1 && rows.iter().all(|row| row.len() == columns) && !written.contains("\n>");
        if !is_even {
            self.diagnostics.push(finding);
            return;
        }
        let row = |cells: &Vec<&str>| format!("| {} |", cells.iter().map(|cell| cell.trim().replace('|', "\\|")).collect::<Vec<_>>().join(" | "));
        let mut lines: Vec<String> = rows.iter().map(row).collect();
        lines.insert(1, format!("|{}", "---|".repeat(columns)));
        let place = span.part(0, written.trim_end().len());
        self.diagnostics.push(finding.suggest(place, lines.join("\n")));
    }
}
