//! # list-lead-in
//!
//! A sentence runs on into a list without a colon.
//!
//! The colon says that a list comes. Without it, whoever listens waits for the end of the sentence.
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
//! Nobody keeps so many apart. Group them below headings, or make a table.
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
//! An item of a list ends in a semicolon or a comma.
//!
//! Each item stands on a line of its own: nothing needs to divide them.
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
            let fault = Diagnostic::warning(LENGTH, block.span.part(0, 1), format!("this list has {} items", list.items.len()));
            findings.push(fault.hint("aim for 6: group them below headings, or make a table"));
        }
        punctuation(list, findings);
    }
}

/// A line that ends without any mark goes on in the list.
fn lead_in(line: &[Inline<Target>], findings: &mut Findings) {
    let Some(Inline::Text(last)) = line.last() else { return };
    let text = last.text.trim_end();
    if text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '\u{2013}')) {
        let (start, end) = last_word(text);
        let fault = Diagnostic::warning(LEAD_IN, last.span.part(start, end), "a list follows, but this line does not end in a colon");
        findings.push(fault.hint("end it with a colon, or with a full stop if the list stands by itself"));
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
            1 => "this item of a list ends in a mark that it does not need".to_owned(),
            2 => "this item of a list and another one end in marks that they do not need".to_owned(),
            count => format!("this item of a list and {} others end in marks that they do not need", count - 1),
        };
        findings.push(
            Diagnostic::warning(PUNCTUATION, first.span.part(start, end), message)
                .hint("leave out the semicolon or comma, and an \"and\" or \"or\" behind it"),
        );
    }
}

fn last_word(text: &str) -> (usize, usize) {
    let start = text.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
    (start, text.len())
}
