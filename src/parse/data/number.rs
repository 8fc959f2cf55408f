//! Numbers as authors write them in charts.

use crate::diag::Diagnostic;
use crate::model::{Number, Symbol};
use crate::span::Span;
use crate::yaml::{Node, Value};

/// Reads the number of a YAML value, or a gap, and reports anything else.
pub(super) fn number_of(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Number> {
    let number = match &node.value {
        Value::Scalar(text) => number(text),
        _ => None,
    };
    let is_gap = matches!(&node.value, Value::Scalar(text) if !text.trim().is_empty() && is_gap(text));
    if number.is_none() && !is_gap {
        let written = match &node.value {
            Value::Scalar(text) => text.as_str(),
            Value::Null => "",
            other => other.kind(),
        };
        diagnostics.push(not_a_number(node.span, written));
    }
    number
}

/// A figure with what is said about it, or the reason why there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Cell {
    pub(super) number: Option<Number>,
    pub(super) symbol: Option<Symbol>,
}

/// Reads a figure with or without a symbol from a YAML value, and reports anything else.
pub(super) fn cell_of(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Cell {
    let symbol = match &node.value {
        // YAML takes `[c]` for a list.
        Value::Sequence(items) => match items.as_slice() {
            [Node { value: Value::Scalar(text), .. }] => Symbol::parse(text).filter(|symbol| stands_alone(*symbol)),
            _ => None,
        },
        Value::Scalar(text) if !text.trim().is_empty() => match cell(text) {
            Some(cell) => return cell,
            None => None,
        },
        _ => None,
    };
    match symbol {
        Some(_) => Cell { number: None, symbol },
        None => Cell { number: number_of(node, diagnostics), symbol: None },
    }
}

/// Reads `12.5`, `12.5 [p]`, `[c]` or a gap; `None` for anything else.
pub(super) fn cell(text: &str) -> Option<Cell> {
    if is_gap(text) {
        return Some(Cell::default());
    }
    let Some((before, letters)) = text.trim().strip_suffix(']').and_then(|text| text.rsplit_once('[')) else {
        return number(text).map(|number| Cell { number: Some(number), symbol: None });
    };
    let symbol = Symbol::parse(letters.trim())?;
    let is_reason = matches!(symbol, Symbol::Confidential | Symbol::NoneRecorded | Symbol::NotAvailable | Symbol::NotApplicable);
    match before.trim() {
        "" => stands_alone(symbol).then_some(Cell { number: None, symbol: Some(symbol) }),
        _ if is_reason => None,
        written => number(written).map(|number| Cell { number: Some(number), symbol: Some(symbol) }),
    }
}

/// Whether a symbol can be in the place of a figure.
fn stands_alone(symbol: Symbol) -> bool {
    match symbol {
        Symbol::Confidential | Symbol::Low | Symbol::NoneRecorded | Symbol::NotAvailable | Symbol::NotApplicable => true,
        Symbol::Break | Symbol::Estimated | Symbol::Forecast | Symbol::Provisional | Symbol::Revised | Symbol::Unreliable => false,
    }
}

/// Parses a finite number, with or without commas between thousands. A percent sign belongs in `unit`.
pub(super) fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let digits = if text.contains(',') { text.replace(',', "") } else { text.to_owned() };
    let number = digits.parse().ok().filter(|number: &f64| number.is_finite() && number.abs() < 1e15);
    let value = number.filter(|_| !text.contains(',') || has_thousands(text))?;
    // Figures with an exponent have the digits of the number they stand for.
    let written = if text.contains(['e', 'E']) { value.to_string() } else { digits };
    let decimals = written.split_once('.').map_or(0, |(_, decimals)| decimals.trim_end().len().min(MOST_DECIMALS));
    Some(Number { value, decimals: decimals as u8 })
}

/// More digits than a number of double precision has after its point.
const MOST_DECIMALS: usize = 15;

/// Whether a cell says that there are no data: it is empty, or has one of the usual symbols.
pub(super) fn is_gap(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "" | ".." | "n/a" | "na" | "no data" | "not available")
}

/// Whether the commas of a number separate thousands, as in 1,234,567.8. In `0,125` the comma is meant as a decimal point.
fn has_thousands(text: &str) -> bool {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches(['+', '-']).split(',');
    let first = groups.next().unwrap_or_default();
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(is_group) && !decimals.contains(',')
}

/// The finding for `written`, which is not a number.
pub(super) fn not_a_number(span: Span, written: &str) -> Diagnostic {
    let written = written.trim();
    if written.is_empty() {
        return Diagnostic::error("data-block", span, "a figure is missing here").hint("add it, or write `no data`");
    }
    let finding = Diagnostic::error("data-block", span, format!("`{written}` is not a number"));
    if written.contains(',') && written.bytes().all(|byte| byte.is_ascii_digit() || b",.+-".contains(&byte)) {
        return finding.hint("use commas only between thousands, as in 14,500, and a full stop for decimals, as in 12.5");
    }
    if let Some((before, letters)) = written.strip_suffix(']').and_then(|written| written.rsplit_once('[')) {
        return finding.hint(match (Symbol::parse(letters.trim()), before.trim()) {
            (Some(_), "") => "write the figure before the symbol: `12.5 [p]`".to_owned(),
            (Some(symbol), _) => format!("[{}] says why there is no figure: remove one of them", symbol.letters()),
            (None, _) => {
                let known: Vec<String> = Symbol::ALL.iter().map(|(letters, ..)| format!("[{letters}]")).collect();
                format!("the symbols that may follow a figure or be in its place are: {}", known.join(", "))
            }
        });
    }
    finding.hint("write digits, such as 330000 or 12.5, or `no data`; put a unit or a percent sign in `unit`: `unit: \"%\"`")
}
