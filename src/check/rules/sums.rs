//! # table-sum
//!
//! The figures of a table do not add up to its total.
//!
//! Readers check totals, and one that is wrong makes them doubt the rest. Differences that come from rounding are left alone, and so are
//! percentages.
//!
//! Bad:
//!
//! ```text
//! Table: Homes
//!
//! | Place | Homes |
//! |---|---|
//! | Ash | 120 |
//! | Elm | 80 |
//! | Total | 210 |
//! ```
//!
//! Good:
//!
//! ```text
//! Table: Homes
//!
//! | Place | Homes |
//! |---|---|
//! | Ash | 120 |
//! | Elm | 80 |
//! | Total | 200 |
//! ```

use crate::check::visit::{Family, Findings, Inside, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, BlockKind, Cell, Joined, Table, Target, plain_text};

const NAME: &str = "table-sum";

pub(super) const FAMILY: Family = Family { text: include_str!("sums.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Blocks(find) };

/// A figure with the signs around it.
#[derive(Debug, Clone, PartialEq)]
struct Amount {
    value: f64,
    decimals: i32,
    before: String,
    after: String,
}

fn find(blocks: &[Block<Target>], _: Inside, findings: &mut Findings) {
    for block in blocks {
        if let BlockKind::Table(table) = &block.kind {
            check(table, findings);
        }
    }
}

fn check(table: &Table<Target>, findings: &mut Findings) {
    let names: Vec<String> = table.rows.iter().map(|row| row.cells.first().map_or_else(String::new, |cell| words(cell).to_lowercase())).collect();
    let is_total = |name: &str| name == "total" || name.starts_with("total ") || name.ends_with(" total") || name.starts_with("subtotal");
    if !names.iter().any(|name| is_total(name)) || names.iter().any(|name| name.contains("of which") || name.contains("including")) {
        return;
    }
    for column in 1..table.columns.len() {
        // Since the last total, since the start, and the totals before.
        let (mut part, mut all, mut totals): (Vec<Amount>, Vec<Amount>, Vec<Amount>) = (Vec::new(), Vec::new(), Vec::new());
        for (row, name) in table.rows.iter().zip(&names) {
            let Some(cell) = row.cells.get(column) else { continue };
            let read = amount(cell);
            if !is_total(name) {
                // Without one of the figures nothing can be added up.
                let Some(read) = read else { break };
                part.push(read.clone());
                all.push(read);
                continue;
            }
            let Some(total) = read else { break };
            let sums: Vec<f64> = [&part, &all, &totals].into_iter().filter(|amounts| is_sum(amounts, &total)).map(|amounts| sum(amounts)).collect();
            let allowance = 0.5 * 10_f64.powi(-total.decimals) * (all.len() + 1) as f64;
            if let Some(first) = sums.first()
                && sums.iter().all(|sum| (sum - total.value).abs() > allowance + 1e-9)
            {
                let written = words(cell);
                let figures = shown(*first, &total);
                let finding = Diagnostic::warning(NAME, cell.span, format!("this total is {written}, but the figures above it add up to {figures}"));
                findings.push(
                    finding.hint(format!("correct a figure, or write {figures}; if it is not their sum, call the row something other than a total")),
                );
            }
            totals.push(total);
            part.clear();
        }
    }
}

/// Whether figures can be added up to `total`: there are several, and all have the same signs.
fn is_sum(amounts: &[Amount], total: &Amount) -> bool {
    amounts.len() > 1 && !total.after.contains('%') && amounts.iter().all(|one| one.before == total.before && one.after == total.after)
}

fn sum(amounts: &[Amount]) -> f64 {
    amounts.iter().map(|amount| amount.value).sum()
}

/// A sum as the total is written.
fn shown(sum: f64, total: &Amount) -> String {
    let digits = format!("{:.*}", total.decimals.max(0) as usize, sum.abs());
    let (whole, rest) = digits.split_once('.').map_or((&*digits, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let mut grouped = String::new();
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(c);
    }
    let sign = if sum < 0.0 { "-" } else { "" };
    format!("{sign}{}{grouped}{rest}{}", total.before, total.after)
}

fn words(cell: &Cell<Target>) -> String {
    plain_text(&cell.content).trim().trim_end_matches(':').to_owned()
}

fn amount(cell: &Cell<Target>) -> Option<Amount> {
    if cell.joined != Joined::No {
        return None;
    }
    let text = words(cell);
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..].find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).unwrap_or(text.len() - start);
    let number = text[start..start + length].trim_end_matches(['.', ',']);
    let after = text[start + number.len()..].trim().to_owned();
    let before = text[..start].trim();
    let is_negative = before.contains(['-', '\u{2212}']);
    let before = before.trim_matches(['-', '\u{2212}', '+', ' ']).to_owned();
    // A year, a range or a sentence is no amount.
    if after.contains(|c: char| c.is_ascii_digit()) || before.chars().any(char::is_alphanumeric) || after.split_whitespace().count() > 1 {
        return None;
    }
    let value: f64 = number.replace(',', "").parse().ok()?;
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32);
    Some(Amount { value: if is_negative { -value } else { value }, decimals, before, after })
}
