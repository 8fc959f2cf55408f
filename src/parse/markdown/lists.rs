//! Lists and paragraphs that are indented too little or too much.

use super::BodyBuilder;
use super::open::Element;
use crate::diag::Diagnostic;
use crate::model::{Block, BlockKind, Inline, Item, Label};
use crate::span::Span;
use crate::yaml::Origin;

const RULE: &str = "list-indent";

impl BodyBuilder<'_> {
    /// Reports a list that directly follows a numbered item and is indented, but too little to be part of it, so that it ends the list.
    pub(super) fn report_shallow_list(&mut self, span: Span) {
        let Some(Block { kind: BlockKind::List(list), span: before, .. }) = self.block_before() else { return };
        if list.start.is_none() {
            return;
        }
        let text = self.file.text;
        let start = span.range().start;
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let indent = text[line..].len() - text[line..].trim_start_matches(' ').len();
        let is_next_line = before.end <= span.start && !text[..line].ends_with("\n\n");
        let is_indented = indent > 0 && line + indent >= start;
        if !matches!(self.origin, Origin::At(..)) || !is_next_line || !is_indented {
            return;
        }
        // As wide as the number of the last item, its full stop and a space.
        let number = |line: &str| line.bytes().take_while(u8::is_ascii_digit).count();
        let width = text[before.range().start..line].rsplit('\n').map(number).find(|digits| *digits > 0).unwrap_or(1) + 2;
        let start = line + indent;
        let written = text[start..span.range().end].trim_end_matches('\n');
        let missing = " ".repeat(width.saturating_sub(indent));
        let moved = written.lines().map(|line| if line.trim().is_empty() { String::new() } else { format!("{missing}{line}") });
        let message = "this list is indented too little to be part of the numbered item above, so it ends the numbered list";
        let end = |length: usize| Span { start: start as u32, end: (start + length) as u32, ..span };
        self.diagnostics.push(
            Diagnostic::warning(RULE, end(written.split('\n').next().unwrap_or("").len()), message)
                .hint(format!("indent each of its lines by {width} spaces"))
                .suggest(end(written.len()), moved.collect::<Vec<_>>().join("\n")),
        );
    }

    /// Reports a paragraph that follows a list after one empty line and is indented, but too little to be part of its last item.
    pub(super) fn report_shallow_paragraph(&mut self, span: Span) {
        let Some(Block { kind: BlockKind::List(list), span: before, .. }) = self.block_before() else { return };
        let width = if list.start.is_some() { 3 } else { 2 };
        let text = self.file.text;
        let start = span.range().start;
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let indent = start - line;
        let is_near = before.range().end <= start && !text[..line].ends_with("\n\n\n");
        if !matches!(self.origin, Origin::At(..)) || !is_near || indent == 0 || indent >= width || !text[line..start].bytes().all(|byte| byte == b' ')
        {
            return;
        }
        let message = "this paragraph is indented too little to be part of the list item above, so it ends the list";
        let words = text[span.range()].split('\n').next().unwrap_or("").len();
        let hint = format!("indent each of its lines by {width} spaces, or remove the spaces if it does not belong to the item");
        self.diagnostics.push(Diagnostic::warning(RULE, span.part(0, words), message).hint(hint));
    }

    /// Reports the item at `span` if its typed number is greater than its place in the list, whose number readers see.
    pub(super) fn report_skipped_number(&mut self, span: Span) {
        let written = self.file.text.get(span.range()).filter(|_| matches!(self.origin, Origin::At(..))).unwrap_or("");
        let digits = written.bytes().take_while(u8::is_ascii_digit).count();
        let Element::List { start: Some(start), items, skipped, .. } = &mut self.top().element else { return };
        let (Ok(typed), shown) = (written[..digits].parse::<u64>(), *start + items.len() as u64) else { return };
        let Some(more) = typed.checked_sub(shown).filter(|more| more > skipped) else { return };
        *skipped = more;
        let message = format!("this item is number {typed} here, but readers see {shown}: items are counted one by one");
        let hint =
            format!("write {shown}; to begin a new list with {typed}, put a line `<!-- new list -->` above it, with an empty line before and after");
        self.diagnostics.push(Diagnostic::warning(RULE, span.part(0, digits), message).hint(hint));
    }

    /// Reports boxes at the start of items that are not read as those of tasks: `[]`, `[x]words`, and `[-]`, `[>]` of other tools.
    pub(super) fn report_boxes(&mut self, items: &[Item<Label>]) {
        for item in items {
            let Some(Block { kind: BlockKind::Paragraph(line), .. }) = item.body.first() else { continue };
            let Some(Inline::Text(text)) = line.first() else { continue };
            let Some((inside, rest)) = text.text.strip_prefix('[').and_then(|rest| rest.split_once(']')) else { continue };
            // Odd spaces in a box are reported as such.
            let is_blank = inside.chars().all(|c| matches!(c, ' ' | '\t'));
            let is_other = inside.len() == 1 && inside.contains(['-', '>', '<', '/', '!', '?', '*', '~']);
            let is_box = is_blank || is_other || matches!(inside, "x" | "X");
            let is_near = rest.starts_with([' ', '\t']) || rest.starts_with(char::is_alphabetic) && !inside.is_empty() && !is_other;
            let is_written = self.file.text[..text.span.range().start.min(self.file.text.len())].ends_with(' ');
            if !is_box || !is_near || !is_written || !matches!(self.origin, Origin::At(..)) {
                continue;
            }
            let mark = if inside.eq_ignore_ascii_case("x") { "[x]" } else { "[ ]" };
            let message = format!("`[{inside}]` is not read as the box of a task here");
            let hint = format!("write `{mark} words`, with a space inside the empty box and after the brackets; other boxes say more in words");
            self.diagnostics.push(Diagnostic::warning("stray-markup", text.span.part(0, inside.len() + 2), message).hint(hint));
        }
    }

    /// Reports a bullet that is one space deeper than the one above: that makes no list inside the item.
    pub(super) fn report_equal_items(&mut self, whole: Span) {
        let file = self.file.text;
        let is_outermost = matches!(self.origin, Origin::At(..)) && (whole.start == 0 || file[..whole.range().start].ends_with('\n'));
        let text = file.get(whole.range()).filter(|_| is_outermost).unwrap_or("");
        let mut before = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = line.len() - line.trim_start_matches(' ').len();
            let is_item = line[start..].starts_with(['-', '*', '+']) && line[start + 1..].starts_with(' ');
            if is_item && start == 1 && before == Some(0) {
                let message = "this is indented by one space, so it is an item like the one above, not one inside it";
                let place = whole.part(at + start, at + start + 1);
                let hint = "indent it by two spaces to put it inside the item above, or remove the space";
                self.diagnostics.push(Diagnostic::warning(RULE, place, message).hint(hint));
                return;
            }
            if is_item {
                before = Some(start);
            }
            at += line.len();
        }
    }

    /// Reports a paragraph that is shown as code because it is indented.
    pub(super) fn report_indented_text(&mut self, span: Span) {
        let message = "this is indented by four spaces or a tab, so it is shown as program code";
        let hint = "remove the spaces before it; for a new line in a list item, indent it as far as the words of the item; for code, put a line of three backticks before and after it";
        self.diagnostics.push(Diagnostic::warning("indented-text", span, message).hint(hint));
    }
}
