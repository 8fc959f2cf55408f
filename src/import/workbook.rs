//! Tables of spreadsheets: the first sheet of a workbook that anyone can see, as CSV (ECMA-376, part 1: SpreadsheetML).

use std::collections::HashMap;

use super::package::{Package, Refused, damaged};
use super::xml;

/// The most columns of a table; cells beyond are left out.
const MOST_COLUMNS: usize = 200;

/// A workbook, as far as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// The values of its first visible sheet with any, as CSV: a line for each row that has cells. Formulas count as their last result.
    pub csv: String,
    /// The names of other sheets that have cells, or are hidden. They were not read.
    pub left_out: Vec<String>,
}

/// The workbook in `bytes`; `None` if they are no archive, or the archive has no workbook in it.
pub(super) fn read(bytes: &[u8]) -> Option<Result<Workbook, Refused>> {
    let package = Package::any(bytes)?;
    let text = match package.text("xl/workbook.xml") {
        Ok(text) => text?,
        Err(refused) => return Some(Err(refused)),
    };
    Some(sheets(&package, &text))
}

fn sheets(package: &Package<'_>, workbook: &str) -> Result<Workbook, Refused> {
    let document = xml::parse(workbook).ok_or_else(damaged)?;
    let related = package.relationships("xl/workbook.xml")?;
    let shared = shared_strings(package)?;
    let mut read = Workbook { csv: String::new(), left_out: Vec::new() };
    for sheet in document.descendants().filter(|node| name(*node) == "sheet") {
        let name = xml::attribute(sheet, "name").unwrap_or("").to_owned();
        let is_visible = xml::attribute(sheet, "state").is_none_or(|state| state == "visible");
        let part = xml::attribute(sheet, "id").and_then(|id| related.get(id)).filter(|part| !part.is_outside);
        let text = match part {
            Some(part) if is_visible && read.csv.is_empty() => package.text(&part.target)?,
            _ => None,
        };
        match text {
            Some(text) => read.csv = table(&text, &shared)?,
            None => read.left_out.push(name),
        }
    }
    Ok(read)
}

/// The texts that cells refer to by number.
fn shared_strings(package: &Package<'_>) -> Result<Vec<String>, Refused> {
    let Some(text) = package.text("xl/sharedStrings.xml")? else { return Ok(Vec::new()) };
    let document = xml::parse(&text).ok_or_else(damaged)?;
    Ok(document.root_element().children().filter(|node| name(*node) == "si").map(|item| words(item)).collect())
}

/// The text of a cell or a shared text: its runs, without what is said about its pronunciation.
fn words(node: roxmltree::Node<'_, '_>) -> String {
    let is_spoken = |text: &roxmltree::Node<'_, '_>| text.ancestors().any(|above| name(above) == "rPh");
    node.descendants().filter(|text| name(*text) == "t" && !is_spoken(text)).filter_map(|text| text.text()).collect()
}

fn table(sheet: &str, shared: &[String]) -> Result<String, Refused> {
    let document = xml::parse(sheet).ok_or_else(damaged)?;
    let mut out = String::new();
    for row in document.descendants().filter(|node| name(*node) == "row") {
        let mut cells: HashMap<usize, String> = HashMap::new();
        let mut next = 0;
        for cell in row.children().filter(|node| name(*node) == "c") {
            let at = xml::attribute(cell, "r").and_then(column).unwrap_or(next);
            next = at + 1;
            let value = value(cell, shared);
            if at < MOST_COLUMNS && !value.is_empty() {
                cells.insert(at, value);
            }
        }
        let Some(last) = cells.keys().max() else { continue };
        let line: Vec<String> =
            (0..=*last).map(|at| format!("\"{}\"", cells.get(&at).map_or_else(String::new, |text| text.replace('"', "\"\"")))).collect();
        out.push_str(&line.join(","));
        out.push('\n');
    }
    Ok(out)
}

fn value(cell: roxmltree::Node<'_, '_>, shared: &[String]) -> String {
    let stored = || cell.children().find(|child| name(*child) == "v").and_then(|value| value.text()).unwrap_or("").trim().to_owned();
    match xml::attribute(cell, "t").unwrap_or("n") {
        "s" => stored().parse::<usize>().ok().and_then(|at| shared.get(at)).cloned().unwrap_or_default(),
        "inlineStr" => words(cell),
        // 4.1 is stored as 4.0999999999999996.
        "n" => stored().parse::<f64>().map_or_else(|_| stored(), |number| number.to_string()),
        _ => stored(),
    }
}

/// The name of an element without its prefix; empty for any other node.
fn name<'a>(node: roxmltree::Node<'a, '_>) -> &'a str {
    if node.is_element() { node.tag_name().name() } else { "" }
}

/// The column of a cell such as `AB12`, from 0.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.take(4).fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
    column.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn columns_have_letters() {
        assert_eq!(["A1", "Z9", "AA1", "XFD1048576", "1"].map(column), [Some(0), Some(25), Some(26), Some(16_383), None]);
    }
}
