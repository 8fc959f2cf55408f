//! Lists and tables pasted from word processors, which Markdown reads as running text.

use super::BodyBuilder;
use super::levels::{Pasted, Spot};
use super::marks::{Mark, Remedy, any_mark, mark, small_o};
use super::open::Element;
use crate::diag::Diagnostic;
use crate::model::{Block, BlockKind, Inline, Item, Label};
use crate::span::Span;
use crate::yaml::Origin;

const LIST: &str = "pasted-list";
const TABLE: &str = "pasted-table";
const LINES: &str = "lines-run-together";
const INDENT: &str = "list-indent";

/// The longest cell of a table that is set with spaces, in bytes.
const LONGEST_CELL: usize = 40;

impl BodyBuilder<'_> {
    /// Reports the lines of a tight item or description that are items of a pasted list; those of an item without its first line.
    pub(super) fn report_pasted_in(&mut self, line: &[Inline<Label>], whole: Span, is_item: bool) {
        let Some(Inline::Text(first)) = line.first() else { return };
        let Some(written) = self.file.text.get(first.span.range().start..whole.range().end).filter(|_| first.span.file == whole.file) else { return };
        // What is nested in the item has lines of its own.
        let own = line.iter().rev().find_map(|inline| if let Inline::Text(text) = inline { Some(text.span.end) } else { None });
        let end = own.map_or(0, |end| end.saturating_sub(first.span.start) as usize).min(written.len());
        if written.get(..end).is_some_and(|own| !is_item || own.contains('\n')) {
            self.report_pasted(Span { end: first.span.start + end as u32, ..first.span }, is_item.then_some(whole));
        }
    }

    /// Reports the lines of a paragraph that are items of a pasted list, or rows of a pasted table. The first line of `item` has a mark of its own.
    pub(super) fn report_pasted(&mut self, span: Span, item: Option<Span>) {
        if !matches!(self.origin, Origin::At(..)) {
            return;
        }
        let text = self.file.text;
        let Some(written) = text.get(span.range()) else { return };
        self.begin_pasted(span, item);
        let mut at = 0;
        let mut has_items = false;
        let findings = self.diagnostics.len();
        for line in written.split_inclusive('\n') {
            // Of the first line the paragraph has only the words.
            let lead = if at == 0 { 0 } else { quoted(line) };
            let start = line.len() - line[lead..].trim_start_matches([' ', '\t']).len();
            let is_first = at == 0 && item.is_some();
            let words = line[start..].trim_end();
            // A row of a table may begin with an empty cell.
            let found = mark(words).filter(|mark| mark.is_certain() || self.pasted.has_bullets() || !line[lead..start].contains('\t'));
            let found = found.or_else(|| if self.pasted.has_bullets() { small_o(words) } else { None });
            if let Some(mark) = found.filter(|_| !is_first) {
                has_items = true;
                let indent = if at == 0 { self.column(span.range().start) } else { width(&line[lead..start]) };
                self.pasted_item(&mark, indent, start - lead, span.part(at + lead, at + line.len()));
            }
            at += line.len();
        }
        self.report_deep_items(written, span);
        let is_table = !has_items && self.pasted_table(written, span);
        if !has_items {
            self.report_numbers_within(written, span);
        }
        // One line alone may begin like an item: "12 High Street".
        if !is_table && self.diagnostics.len() == findings && are_lines_apart(written) {
            let message = "these short lines run together into one";
            let hint = "end each but the last with a backslash, `\\`, to keep the lines; or begin each with `- ` to make a list";
            self.diagnostics.push(Diagnostic::warning(LINES, span.part(0, written.trim_end().len()), message).hint(hint));
        }
    }

    /// Goes on with the pasted list above, or begins another.
    fn begin_pasted(&mut self, span: Span, item: Option<Span>) {
        let last = self.pasted.end;
        let end = span.start + self.file.text[span.range()].trim_end().len() as u32;
        let block = self.block_before();
        let follows = block.is_some_and(|block| matches!(block.kind, BlockKind::Paragraph(_)) && block.span.start <= last && last <= block.span.end);
        let is_of_paragraph = self.pasted.is_open() && !self.pasted.is_in_item;
        if is_of_paragraph && self.is_right_below(span) {
            self.pasted.end = end;
            return;
        }
        if follows && self.pasted.goes_on() {
            self.pasted.begin_paragraph();
            self.pasted.end = end;
            return;
        }
        let above = block.filter(|block| matches!(block.kind, BlockKind::List(_))).map(|block| self.file.text[block.span.range()].trim_start());
        let above = above.map(|list| {
            let digits = list.bytes().take_while(u8::is_ascii_digit).count();
            (digits > 0, list[digits..].starts_with(['*', ')']))
        });
        let base = match item {
            // An item with a bullet is like one with another bullet, not above it.
            Some(item) if !self.file.text[item.range()].starts_with(|c: char| c.is_ascii_digit()) && self.is_below_as_bullet(span) => {
                self.column(item.range().start)
            }
            _ => self.column(span.range().start),
        };
        self.pasted = Pasted::starting(base, item.is_some(), above);
        self.pasted.end = end;
    }

    /// Whether the second line of an item begins with a bullet of the outermost level, and is not indented.
    fn is_below_as_bullet(&self, span: Span) -> bool {
        let second = self.file.text[span.range()].split('\n').nth(1).unwrap_or("");
        let start = quoted(second);
        !second[start..].starts_with([' ', '\t']) && mark(second[start..].trim()).is_some_and(|mark| mark.rank() == Some(0))
    }

    /// Whether only items of lists are between the end of the last pasted item and `span`.
    fn is_right_below(&self, span: Span) -> bool {
        let between = self.file.text.get(self.pasted.end as usize..span.range().start).unwrap_or("\n\n");
        // An empty line is none of them.
        between.starts_with('\n')
            && between[1..].lines().all(|line| line.trim_start().starts_with(|c: char| matches!(c, '-' | '*' | '+') || c.is_ascii_digit()))
    }

    /// The column of byte `at` of the file, from 0, without signs of quotations before it.
    fn column(&self, at: usize) -> usize {
        let text = self.file.text;
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = &text[start..at];
        width(&line[quoted(line)..])
    }

    /// Begins a Markdown list that may belong to the pasted item directly above.
    pub(super) fn begin_list_below_item(&mut self, span: Span) {
        let is_outermost = !matches!(self.top().element, Element::Item);
        let is_below = is_outermost && self.pasted.is_open() && !self.pasted.is_in_item && matches!(self.origin, Origin::At(..));
        if is_outermost {
            let column = self.pasted.inside().filter(|_| is_below && self.is_right_below(span));
            self.pasted.inner = column.map(|column| (self.open.len() + 1, column));
        }
    }

    /// Reports an item of a Markdown list that belongs to the pasted item above, but is not indented; `blocks` is how many blocks it has.
    pub(super) fn report_item_below(&mut self, span: Span, blocks: usize) {
        let Some((_, column)) = self.pasted.inner.filter(|(depth, _)| *depth == self.open.len()) else { return };
        let indent = self.column(span.range().start);
        let sign = self.file.text[span.range()].split([' ', '\t']).next().unwrap_or("");
        let finding = Diagnostic::warning(INDENT, span.part(0, sign.len()), format!("`{sign}` is not indented, so it is not part of the item above"));
        let finding = finding.hint(format!("put {column} spaces before it, or an empty line above the list"));
        let replacement = format!("{}{sign}", " ".repeat(column.saturating_sub(indent)));
        let finding = if blocks < 2 { finding.suggest(span.part(0, sign.len()), replacement) } else { finding };
        self.pasted.wait(finding);
        if self.pasted.is_certain() {
            let settled = self.pasted.settled();
            self.diagnostics.extend(settled);
        }
    }

    /// Reports the lines of an indented paragraph if all are items of a pasted list, as Pages and Notes copy it. Returns whether they are.
    pub(super) fn report_pasted_code(&mut self, span: Span) -> bool {
        let Some(written) = self.file.text.get(span.range()).filter(|_| matches!(self.origin, Origin::At(..)) && self.open.len() == 1) else {
            return false;
        };
        let is_item = |line: &str| line.trim().is_empty() || any_mark(line.trim()).is_some_and(|mark| mark.is_certain() || mark.is_counted());
        // A tab comes after each mark, which keeps figures and the code of programs from being taken for lists.
        if !written.lines().all(is_item) || !written.lines().any(|line| line.trim().contains('\t')) {
            return false;
        }
        self.pasted = Pasted::starting(0, false, None);
        self.pasted.end = span.end;
        let mut at = self.file.text[..span.range().start].rfind('\n').map_or(0, |end| end + 1);
        for line in self.file.text[at..span.range().end].split_inclusive('\n') {
            let start = line.len() - line.trim_start_matches([' ', '\t']).len();
            if let Some(mark) = any_mark(line.trim()) {
                let place = Span { start: at as u32, end: (at + line.len()) as u32, ..span };
                self.pasted_item(&mark, width(&line[..start]), start, place);
            }
            at += line.len();
        }
        true
    }

    /// Reports lines of a paragraph that begin like items of a list, but are indented so far that they are none.
    fn report_deep_items(&mut self, written: &str, span: Span) {
        let is_outermost = self.open.len() == 1;
        let mut at = 0;
        for line in written.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let rest = line.trim_start_matches([' ', '\t']);
            let indent = line.len() - rest.len();
            let is_deep = indent > 3 || line[..indent].contains('\t');
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let is_number = (1..=2).contains(&digits) && (rest[digits..].starts_with(". ") || rest[digits..].starts_with(") "));
            if !is_deep || !is_number && !["- ", "* ", "+ "].iter().any(|sign| rest.starts_with(sign)) {
                continue;
            }
            let sign = rest.split(' ').next().unwrap_or("");
            let finding = Diagnostic::warning(
                "list-indent",
                span.part(start + indent, start + indent + sign.len()),
                format!("`{sign}` is indented so far that it does not begin a list item, so the lines run together"),
            );
            let finding = finding.hint("remove the spaces before it, or indent it only as far as the words of the item above");
            let certain = is_outermost && !is_number;
            self.diagnostics.push(if certain { finding.suggest(span.part(start, start + indent + sign.len()), sign) } else { finding });
        }
    }

    /// Reports the item of `line`, of which `lead` bytes are white space before its mark, `indent` columns wide.
    fn pasted_item(&mut self, mark: &Mark, indent: usize, lead: usize, line: Span) {
        let spot = self.pasted.add(mark, indent);
        let finding = self.item(mark, &spot, lead, line);
        self.pasted.wait(finding);
        if spot.is_certain {
            let settled = self.pasted.settled();
            self.diagnostics.extend(settled);
        }
    }

    /// The finding about an item, and how to write it.
    fn item(&self, mark: &Mark, spot: &Spot, lead: usize, line: Span) -> Diagnostic {
        let written = &self.file.text[line.part(lead, lead + mark.length()).range()];
        // White space before the first line of a paragraph is no part of it.
        let before = if lead == 0 { self.column(line.range().start) } else { 0 };
        let indent = " ".repeat(spot.column.saturating_sub(before));
        let is_as_indented = self.file.text[line.part(0, lead).range()] == *indent;
        let (place, indent) =
            if is_as_indented { (line.part(lead, lead + mark.length()), String::new()) } else { (line.part(0, lead + mark.length()), indent) };
        let finding = Diagnostic::warning(LIST, place, format!("{} does not make a list item, so the lines run together", shown(written)));
        let spaces = match spot.column {
            0 => String::new(),
            column => format!(", with {column} spaces before it"),
        };
        match mark.remedy(spot.number, spot.is_second) {
            Remedy::Write(instead) => finding.hint(format!("write `{instead}` instead{spaces}")).suggest(place, format!("{indent}{instead}")),
            Remedy::Before(sign) => {
                finding.hint(format!("write `{sign}` before it, at the start of the line")).suggest(place, format!("{indent}{sign}{written}"))
            }
            Remedy::Numbered => finding.hint("write `1. ` and indent the lines below it by three spaces, or leave the numbers out: `numbering: {paragraphs: true}` numbers paragraphs"),
            Remedy::ListOrNote(number) => finding.hint(format!(
                "for a list write `{number}. ` instead; for a footnote write `[^{number}]: ` instead, and `[^{number}]` in the text where it belongs"
            )),
            Remedy::Apart => finding.hint("put an empty line above it, or write `- ` before it"),
        }
    }

    /// Reports bullets, letters and numbers at the start of items, which have a mark already: `- • words`, `1. a) words`.
    pub(super) fn report_second_marks(&mut self, items: &[Item<Label>]) {
        let mut last: Option<Mark> = None;
        for item in items {
            let Some(Block { kind: BlockKind::Paragraph(line), .. }) = item.body.first() else { continue };
            let Some(Inline::Text(text)) = line.first() else { continue };
            let found = mark(text.text.split('\n').next().unwrap_or("")).filter(|_| text.span.range().len() == text.text.len());
            let Some(mark) = found else { continue };
            let before = last.as_ref().filter(|last| last.has_number());
            let number = before.and_then(|last| mark.follows(last)).filter(|_| !mark.is_only_in_paragraph()).or(mark.is_letter().then_some(1));
            if mark.is_certain() || number.is_some() {
                let place = text.span.part(0, mark.length());
                let what = if mark.is_certain() { "bullet" } else { "letter or number" };
                let message = format!("this list item has a second {what}, {}", shown(&self.file.text[place.range()]));
                self.diagnostics.push(Diagnostic::warning(LIST, place, message).hint("remove it").suggest(place, ""));
            }
            last = Some(mark.numbered(number));
        }
    }

    /// Reports lines such as `2. words` in a paragraph: a list that starts with another number than 1 needs an empty line above it.
    fn report_numbers_within(&mut self, written: &str, span: Span) {
        let number = |line: &str| {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let is_item = (1..=2).contains(&digits) && line[digits..].starts_with([')', '.']) && line[digits + 1..].starts_with(' ');
            line[..digits].parse::<u32>().ok().filter(|_| is_item)
        };
        let after_list = matches!(self.block_before(), Some(Block { kind: BlockKind::List(_), .. }));
        let (mut at, mut found) = (0, None);
        for line in written.split_inclusive('\n') {
            let start = at + line.len() - line.trim_start_matches([' ', '>']).len();
            let this = number(&written[start..at + line.len()]).filter(|_| at > 0);
            match (found, this) {
                (None, Some(this)) => found = Some((start, this, after_list)),
                (Some((start, before, false)), Some(this)) if this == before + 1 => found = Some((start, before, true)),
                _ => {}
            }
            at += line.len();
        }
        let Some((start, first, true)) = found else { return };
        let end = start + written[start..].split(' ').next().unwrap_or("").len();
        let finding =
            Diagnostic::warning("list-indent", span.part(start, end), "this number is inside a paragraph, so it does not start a list item");
        let finding = finding
            .hint(format!("put an empty line above the line that starts with {first}, or indent the paragraph so that it is part of the item above"));
        let is_plain = !written.contains('>') && !after_list && written[..start].ends_with('\n');
        self.diagnostics.push(if is_plain { finding.suggest(span.part(start, end), format!("\n{}", &written[start..end])) } else { finding });
    }

    /// Reports a pasted table. Returns whether the paragraph is one.
    fn pasted_table(&mut self, written: &str, span: Span) -> bool {
        const HINT: &str = "write each row as `| cell | cell |`, and below the first row one of dashes: `|---|---|`";
        if written.starts_with("+-") && written.lines().next().is_some_and(|line| line.trim_end().ends_with("-+")) {
            let message = "this looks like a table drawn with characters, but is shown as a paragraph";
            self.diagnostics.push(Diagnostic::warning(TABLE, span, message).hint(HINT));
            return true;
        }
        let sign = if written.contains('\t') { Some('\t') } else { separator(written) };
        let cells = |line| sign.map_or_else(|| columns(line), |sign| str::split(line, sign).map(str::to_owned).collect());
        let rows: Vec<Vec<String>> = written.trim_end().lines().map(|line| line.trim_matches(' ')).map(cells).collect();
        let columns = rows.first().map_or(0, Vec::len);
        let is_table = match written.contains('\t') {
            true => rows.len() > 1 && rows.iter().all(|row| row.len() > 1) || rows.len() == 1 && columns > 2,
            false => {
                rows.len() > 1 && columns > 1 && rows.iter().all(|row| row.len() == columns && row.iter().all(|cell| cell.len() <= LONGEST_CELL))
            }
        };
        if !is_table && !matches!(sign, Some(',' | ';')) {
            return false;
        }
        let what = match sign {
            Some('\t') => "tabs",
            Some(',') => "commas",
            Some(_) => "semicolons",
            None => "spaces",
        };
        let finding = Diagnostic::warning(TABLE, span, format!("this looks like a table with {what} between its cells, but is shown as a paragraph"));
        let finding = finding.hint(HINT);
        let is_even = rows.len() > 1 && rows.iter().all(|row| row.len() == columns) && !written.contains("\n>");
        if !is_even {
            self.diagnostics.push(finding);
            return true;
        }
        let row = |cells: &Vec<String>| format!("| {} |", cells.iter().map(|cell| cell.trim().replace('|', "\\|")).collect::<Vec<_>>().join(" | "));
        let mut lines: Vec<String> = rows.iter().map(row).collect();
        lines.insert(1, format!("|{}", "---|".repeat(columns)));
        let place = span.part(0, written.trim_end().len());
        self.diagnostics.push(finding.suggest(place, lines.join("\n")));
        true
    }
}

/// The length of the signs of quotations before a line.
fn quoted(line: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = line[at..].trim_start_matches(' ').strip_prefix('>') {
        at = line.len() - rest.strip_prefix(' ').unwrap_or(rest).len();
    }
    at
}

/// How many columns `text`, which begins a line, takes.
fn width(text: &str) -> usize {
    text.chars().fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// The comma or semicolon between the cells of rows that were copied from a CSV file: no space comes after it, and every row has as many.
fn separator(written: &str) -> Option<char> {
    [',', ';'].into_iter().find(|sign| {
        let count = |line: &str| line.matches(*sign).count();
        let mut lines = written.trim_end().lines();
        let first = lines.next().map_or(0, count);
        let is_row = |line: &str| count(line) == first && !line.contains(&format!("{sign} "));
        first > 1 && written.trim_end().contains('\n') && written.trim_end().lines().all(is_row)
    })
}

/// Whether short lines were meant to stay apart: an address, a signature, the head of an email. Lines of a sentence are longer, or end and begin
/// in the middle of it.
fn are_lines_apart(written: &str) -> bool {
    const LONGEST_LINE: usize = 50;
    const LONGEST_LABEL: usize = 20;
    let lines = || written.trim_end().lines().map(|line| line.trim_start_matches([' ', '>'])).filter(|line| !line.starts_with("[!"));
    let count = lines().count();
    let is_begun = |line: &str| line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let has_label = |line: &str| line.split_once(": ").is_some_and(|(label, _)| label.len() <= LONGEST_LABEL && !label.contains('.'));
    let goes_on = |line: &str| line.ends_with(['.', '!', '?', ';', ':', '\\']) || line.ends_with("  ");
    let is_short = |line: &str| line.trim_end().chars().count() <= LONGEST_LINE && is_begun(line);
    let inner = count.saturating_sub(1);
    count > 1
        && lines().all(is_short)
        && !lines().take(inner).any(goes_on)
        && (count > 2 || lines().all(has_label))
        && !written.starts_with("Table: ")
}

/// The cells of a line that is divided by two or more spaces; a full stop before them ends a sentence.
fn columns(line: &str) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    for part in line.split("  ").map(str::trim).filter(|part| !part.is_empty()) {
        match cells.last_mut().filter(|last| last.ends_with(['.', '!', '?', ':'])) {
            Some(last) => last.extend([" ", part]),
            None => cells.push(part.to_owned()),
        }
    }
    cells
}

/// A mark in a message: private-use characters, which fonts for bullets have, by their codes.
fn shown(mark: &str) -> String {
    match mark.chars().next() {
        Some(c @ '\u{e000}'..='\u{f8ff}') => format!("a bullet of Word (U+{:04X})", u32::from(c)),
        _ => format!("`{}`", mark.trim()),
    }
}
