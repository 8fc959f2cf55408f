//! # table-header
//!
//! A column has no header.
//!
//! Screen readers read the header with each cell. Without one, people who listen cannot know what a figure means. Only the first cell,
//! above the row headers, may be empty.
//!
//! Bad:
//!
//! ```text
//! Table: People by place
//!
//! | Place | |
//! |---|---|
//! | **Blackpool** | 140,000 |
//! | **Lancashire** | 1,250,000 |
//! ```
//!
//! Good:
//!
//! ```text
//! Table: People by place
//!
//! | | People |
//! |---|---|
//! | **Blackpool** | 140,000 |
//! | **Lancashire** | 1,250,000 |
//! ```
//!
//! Source: GOV.UK, "Content design: tables"; WCAG 2.2, 1.3.1.
//!
//! # table-repeated-header
//!
//! Two columns have the same header.
//!
//! People who listen cannot tell the cells apart.
//!
//! Bad:
//!
//! ```text
//! Table: Children and adults by place
//!
//! | Place | People | People |
//! |---|---|---|
//! | **Blackpool** | 28,000 | 112,000 |
//! | **Lancashire** | 260,000 | 990,000 |
//! ```
//!
//! Good:
//!
//! ```text
//! Table: Children and adults by place
//!
//! | Place | Children | Adults |
//! |---|---|---|
//! | **Blackpool** | 28,000 | 112,000 |
//! | **Lancashire** | 260,000 | 990,000 |
//! ```
//!
//! Source: GOV.UK, "Content design: tables".
//!
//! # table-empty-cell
//!
//! A cell of a table is empty.
//!
//! Readers cannot know whether the value is zero, unknown or left out by mistake. Write "no data", "none" or "not applicable".
//!
//! Bad:
//!
//! ```text
//! Table: People by place
//!
//! | Place | People |
//! |---|---|
//! | **Blackpool** | 140,000 |
//! | **Lancashire** | |
//! ```
//!
//! Good:
//!
//! ```text
//! Table: People by place
//!
//! | Place | People |
//! |---|---|
//! | **Blackpool** | 140,000 |
//! | **Lancashire** | no data |
//! ```
//!
//! Source: GOV.UK, "Content design: tables".
//!
//! # table-without-caption
//!
//! A table has no caption.
//!
//! The caption says what the table shows, so that readers can decide whether to read it.
//!
//! Bad:
//!
//! ```text
//! | Place | People |
//! |---|---|
//! | **Blackpool** | 140,000 |
//! | **Lancashire** | 1,250,000 |
//! ```
//!
//! Good:
//!
//! ```text
//! Table: People by place
//!
//! | Place | People |
//! |---|---|
//! | **Blackpool** | 140,000 |
//! | **Lancashire** | 1,250,000 |
//! ```
//!
//! Source: NHS service manual, "Table"; WCAG technique H39.
//!
//! # table-too-small
//!
//! A table has only one column, or only one row below its header.
//!
//! A list or a sentence says the same and is easier to listen to.
//!
//! Bad:
//!
//! ```text
//! Table: Our places
//!
//! | Place |
//! |---|
//! | Blackpool |
//! | Lancashire |
//! ```
//!
//! Good:
//!
//! ```text
//! Our places are:
//!
//! - Blackpool
//! - Lancashire
//! ```
//!
//! Source: GOV.UK, "Content design: tables".

use std::collections::HashMap;

use crate::check::visit::{Family, Findings, Inside, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, BlockKind, Inline, Joined, Table, Target, plain_text};
use crate::span::Span;

const HEADER: &str = "table-header";
const REPEATED: &str = "table-repeated-header";
const EMPTY: &str = "table-empty-cell";
const CAPTION: &str = "table-without-caption";
const SMALL: &str = "table-too-small";

pub(super) const FAMILY: Family = Family {
    text: include_str!("tables.rs"),
    rules: &[
        (HEADER, Some(Severity::Error)),
        (REPEATED, Some(Severity::Warning)),
        (EMPTY, Some(Severity::Warning)),
        (CAPTION, Some(Severity::Warning)),
        (SMALL, Some(Severity::Info)),
    ],
    visit: Visit::Blocks(find),
};

fn find(blocks: &[Block<Target>], _: Inside, findings: &mut Findings) {
    for block in blocks {
        if let BlockKind::Table(table) = &block.kind {
            check_table(table, block.span, findings);
        }
    }
}

fn check_table(table: &Table<Target>, span: Span, findings: &mut Findings) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    let groups = table.group_spans();
    for (at, cell) in table.head.iter().enumerate() {
        // In another group it is another column.
        let group = table.groups.get(groups.cell_at(0, at).1).map_or_else(String::new, |group| plain_text(&group.content));
        let words = format!("{group}\n{}", plain_text(&cell.content).trim().to_lowercase());
        if !has_content(&cell.content) {
            if at > 0 {
                let finding = Diagnostic::error(HEADER, cell.span, format!("column {} of this table has no header", at + 1));
                findings.push(finding.hint("say in one or two words what the column holds"));
            }
        } else if let Some(first) = seen.get(&words) {
            let finding = Diagnostic::warning(REPEATED, cell.span, format!("two columns have the header \"{}\"", plain_text(&cell.content).trim()));
            findings.push(finding.label(*first, "the other column").hint("say in each what makes it different"));
        } else {
            seen.insert(words, cell.span);
        }
    }
    let empty: Vec<Span> = table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.joined == Joined::No && !has_content(&cell.content))
        .map(|cell| cell.span)
        .collect();
    if let Some(first) = empty.first() {
        let message = match empty.len() {
            1 => "this cell is empty".to_owned(),
            2 => "this cell is empty, and so is one other in this table".to_owned(),
            count => format!("this cell is empty, and so are {} others in this table", count - 1),
        };
        findings.push(Diagnostic::warning(EMPTY, *first, message).hint("write \"no data\", \"none\" or \"not applicable\""));
    }
    let first_line = span.part(0, 1);
    if table.caption.is_none() {
        let finding = Diagnostic::warning(CAPTION, first_line, "this table has no caption");
        findings.push(finding.hint("say what it shows: write `Table: …` before it, then leave an empty line"));
    }
    if table.columns.len() < 2 || table.rows.len() < 2 {
        let finding = Diagnostic::warning(SMALL, first_line, "this table has too little in it");
        findings.push(finding.hint("use a list or a sentence, which is easier to listen to"));
    }
}

fn has_content(line: &[Inline<Target>]) -> bool {
    line.iter().any(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) | Inline::Expanded(_, text) => !text.text.trim().is_empty(),
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Shifted(_, content)
        | Inline::Language(_, content) => has_content(content),
        Inline::Link(link) => has_content(&link.content),
        Inline::LineBreak(_) => false,
        Inline::Changed(_) | Inline::Image(_) | Inline::FootnoteReference(..) | Inline::RawHtml(_) => true,
    })
}
