//! Tables as data: those with joined cells, lists in cells, groups of columns or notes.

use super::data::{entry, fenced, words};
use super::escape::guarded;
use super::line::markdown;
use super::place::Place;
use crate::model::{Alignment, Break, Cell, Inline, Joined, Label, Table, TableSetting, plain_text};
use crate::yaml::{in_double_quotes, scalar};

pub(super) fn table(table: &Table<Label>) -> String {
    let mut yaml = String::new();
    if let Some(caption) = &table.caption {
        entry(&mut yaml, "", "caption", &words(caption));
    }
    yaml.push_str("columns:\n");
    let mut group: Option<&Cell<Label>> = None;
    for (at, column) in table.columns.iter().enumerate() {
        let name = table.head.get(at).map_or_else(String::new, |head| words(&head.content));
        group = match table.groups.get(at) {
            Some(cell) if cell.joined == Joined::Left => group,
            other => other.filter(|cell| !cell.content.is_empty()),
        };
        entry(&mut yaml, "  ", "- name", &name);
        if let Some(group) = group {
            entry(&mut yaml, "    ", "group", &words(&group.content));
        }
        if let Some(width) = column.width {
            entry(&mut yaml, "    ", "width", &format!("{width}%"));
        }
        // Columns of numbers end together unless the author says otherwise.
        let mut texts =
            table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| plain_text(&cell.content)).filter(|text| !text.is_empty()).peekable();
        let may_be_numbers = texts.peek().is_some() && texts.all(|text| !text.trim_start().starts_with(char::is_alphabetic));
        match column.alignment {
            Alignment::Start if may_be_numbers => entry(&mut yaml, "    ", "align", "start"),
            Alignment::Start => {}
            Alignment::Center => entry(&mut yaml, "    ", "align", "center"),
            Alignment::End => entry(&mut yaml, "    ", "align", "end"),
        }
    }
    if !table.row_headers {
        entry(&mut yaml, "", "row_headers", "false");
    }
    let setting = match table.setting {
        TableSetting::Auto => None,
        TableSetting::Upright => Some("upright"),
        TableSetting::Landscape => Some("landscape"),
        TableSetting::List => Some("list"),
    };
    if let Some(setting) = setting {
        entry(&mut yaml, "", "orientation", setting);
    }
    if !table.notes.is_empty() {
        yaml.push_str("notes:\n");
        let is_end = |inline: &Inline<Label>| matches!(inline, Inline::LineBreak(_));
        table.notes.split(is_end).for_each(|note| yaml.push_str(&format!("  - {}\n", words(note))));
    }
    yaml.push_str("rows:\n");
    for row in &table.rows {
        for (at, cell) in row.cells.iter().enumerate() {
            yaml.push_str(if at == 0 { "  - - " } else { "    - " });
            yaml.push_str(&self::cell(cell));
            yaml.push('\n');
        }
    }
    fenced("table", &yaml)
}

/// The text of a cell in which a line is empty, which paragraphs cannot be.
fn with_empty_lines(content: &[Inline<Label>]) -> Option<String> {
    let is_break = |inline: &Inline<Label>| matches!(inline, Inline::LineBreak(_));
    let is_plain = content.iter().all(|inline| !is_break(inline) || matches!(inline, Inline::LineBreak(Break::Line)));
    let lines: Vec<&[Inline<Label>]> = content.split(is_break).collect();
    if !is_plain || lines.len() < 2 || lines.iter().all(|line| !line.is_empty()) {
        return None;
    }
    let text = lines.iter().map(|line| guarded(&markdown(line, Place::Text))).collect::<Vec<_>>().join("<br>");
    (!text.contains('`')).then_some(text)
}

/// A cell: `^` and `<` join it to a neighbour.
fn cell(cell: &Cell<Label>) -> String {
    match cell.joined {
        Joined::Left => return "\"<\"".to_owned(),
        Joined::Above => return "\"^\"".to_owned(),
        Joined::No => {}
    }
    let plain = plain_text(&cell.content);
    if !plain.contains(char::is_alphanumeric)
        && !plain.contains(char::is_whitespace)
        && cell.content.iter().all(|inline| matches!(inline, Inline::Text(_)))
    {
        return scalar(match plain.as_str() {
            "<" => "\\<",
            "^" => "\\^",
            other => other,
        });
    }
    if let Some(text) = with_empty_lines(&cell.content) {
        return scalar(&text);
    }
    let mut text = String::new();
    let mut line: Vec<Inline<Label>> = Vec::new();
    let mut of = Break::Line;
    let mut add = |of: Break, line: &[Inline<Label>]| {
        let words = guarded(&markdown(line, Place::Text));
        let is_item = of != Break::Line;
        if !text.is_empty() {
            text.push_str(if is_item && text.rsplit('\n').next().is_some_and(is_list_line) { "\n" } else { "\n\n" });
        }
        match of {
            Break::Line => text.push_str(&words),
            Break::Bullet => text.extend(["- ", &words]),
            Break::Number(number) => text.push_str(&format!("{number}. {words}")),
        }
    };
    for inline in &cell.content {
        if let Inline::LineBreak(next) = inline {
            if !line.is_empty() {
                add(of, &line);
            }
            of = *next;
            line.clear();
        } else {
            line.push(inline.clone());
        }
    }
    if !line.is_empty() {
        add(of, &line);
    }
    // A list alone is a list of its items.
    let items: Vec<&str> = text.split('\n').filter_map(|line| line.strip_prefix("- ")).collect();
    if matches!(cell.content.first(), Some(Inline::LineBreak(Break::Bullet))) && items.len() == text.split('\n').count() {
        let items: Vec<String> = items.into_iter().map(in_double_quotes).collect();
        return format!("[{}]", items.join(", "));
    }
    scalar(&text)
}

fn is_list_line(line: &str) -> bool {
    line.starts_with("- ") || line.split_once(". ").is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
