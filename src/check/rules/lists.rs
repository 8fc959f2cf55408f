//! # list-lead-in
//!
//! A sentence leads into a list without a colon.
//!
//! The colon announces the list. Without it, people who listen wait for the end of the sentence.
//!
//! Bad:
//!
//! ```text
//! We will
//!
//! - help people early
//! - join up services
//! ```
//!
//! Good:
//!
//! ```text
//! We will:
//!
//! - help people early
//! - join up services
//! ```
//!
//! Source: NHS service manual, "Formatting".
//!
//! # list-length
//!
//! A list has more than 12 items.
//!
//! Readers lose track of so many. Group them under headings, or use a table.
//!
//! Bad:
//!
//! ```text
//! We work in:
//!
//! - Barrow
//! - Blackburn
//! - Blackpool
//! - Burnley
//! - Chorley
//! - Fylde
//! - Hyndburn
//! - Lancaster
//! - Pendle
//! - Preston
//! - Rossendale
//! - Wyre
//! - Ulverston
//! ```
//!
//! Good:
//!
//! ```text
//! On the coast we work in:
//!
//! - Barrow
//! - Blackpool
//! - Fylde
//! ```
//!
//! Source: NHS service manual, "Formatting" (which aims for 6).
//!
//! # list-punctuation
//!
//! A list item ends in a semicolon or a comma.
//!
//! Each item has its own line, so nothing else needs to separate them.
//!
//! Bad:
//!
//! ```text
//! We will:
//!
//! - help people early;
//! - join up services.
//! ```
//!
//! Good:
//!
//! ```text
//! We will:
//!
//! - help people early
//! - join up services
//! ```
//!
//! Source: NHS service manual, "Formatting".

use crate::check::visit::{Family, Findings, Inside, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, BlockKind, Inline, Item, List, Target, Text};

const LEAD_IN: &str = "list-lead-in";
const LENGTH: &str = "list-length";
const PUNCTUATION: &str = "list-punctuation";
const MOST_ITEMS: usize = 12;

pub(super) const FAMILY: Family = Family {
    text: include_str!("lists.rs"),
    rules: &[(LEAD_IN, Some(Severity::Warning)), (LENGTH, Some(Severity::Info)), (PUNCTUATION, Some(Severity::Warning))],
    visit: Visit::Blocks(find),
};

fn find(blocks: &[Block<Target>], inside: Inside, findings: &mut Findings) {
    if inside == Inside::Quotation {
        return;
    }
    for (at, block) in blocks.iter().enumerate() {
        let BlockKind::List(list) = &block.kind else { continue };
        if let Some(Block { kind: BlockKind::Paragraph(line), .. }) = at.checked_sub(1).map(|at| &blocks[at])
            && inside != Inside::Item
        {
            lead_in(line, findings);
        }
        if list.items.len() > MOST_ITEMS {
            let finding = Diagnostic::warning(LENGTH, block.span.part(0, 1), format!("this list has {} items", list.items.len()));
            findings.push(finding.hint("aim for 6: group them under headings, or use a table"));
        }
        punctuation(list, findings);
    }
}

/// A line without final punctuation continues in the list.
fn lead_in(line: &[Inline<Target>], findings: &mut Findings) {
    let Some(Inline::Text(last)) = line.last() else { return };
    let text = last.text.trim_end();
    if text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '\u{2013}')) {
        let (start, end) = last_word(text);
        let finding = Diagnostic::warning(LEAD_IN, last.span.part(start, end), "this line leads into a list but does not end in a colon");
        findings.push(finding.hint("end it with a colon, or with a full stop if the list does not complete the sentence"));
    }
}

fn punctuation(list: &List<Target>, findings: &mut Findings) {
    let ending = |item: &Item<Target>| -> Option<Text> {
        let [Block { kind: BlockKind::Paragraph(line), .. }] = item.body.as_slice() else { return None };
        let Some(Inline::Text(last)) = line.last() else { return None };
        let text = last.text.trim_end();
        let text = text.strip_suffix(" and").or_else(|| text.strip_suffix(" or")).unwrap_or(text);
        text.ends_with([';', ',']).then(|| last.clone())
    };
    let faulty: Vec<Text> = list.items.iter().filter_map(ending).collect();
    if let Some(first) = faulty.first() {
        let (start, end) = last_word(first.text.trim_end());
        let message = match faulty.len() {
            1 => "this list item ends in punctuation that it does not need".to_owned(),
            2 => "this list item and one other end in punctuation that they do not need".to_owned(),
            count => format!("this list item and {} others end in punctuation that they do not need", count - 1),
        };
        findings.push(
            Diagnostic::warning(PUNCTUATION, first.span.part(start, end), message)
                .hint("remove the semicolon or comma, and any \"and\" or \"or\" after it"),
        );
    }
}

fn last_word(text: &str) -> (usize, usize) {
    let start = text.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
    (start, text.len())
}
