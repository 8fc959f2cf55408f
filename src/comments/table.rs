//! The register of a round, as a table for spreadsheets and for standards bodies: no names, no contact details, no formulas.

use std::fmt::Write as _;

use super::incoming::Kind;
use super::round::{Entry, Round, Standing};

/// The columns of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// Everything that is known and not private.
    All,
    /// The eight columns of the commenting template of ISO, CEN and CENELEC ("Template for comments and secretariat observations").
    Standards,
}

/// A table: its header row, then a row for each comment.
type Table = Vec<Vec<String>>;

fn table(round: &Round, columns: Columns) -> Table {
    let header: &[&str] = match columns {
        Columns::All => {
            &["comment", "version", "paragraph", "state", "now", "kind", "group", "text", "status", "read_by", "response", "acted_in", "theme"]
        }
        Columns::Standards => &[
            "Member body",
            "Line number",
            "Clause or subclause",
            "Paragraph, figure or table",
            "Type of comment",
            "Comments",
            "Proposed change",
            "Observations of the secretariat",
        ],
    };
    let header = header.iter().map(|name| (*name).to_owned()).collect();
    let row = |entry: &Entry| match columns {
        Columns::All => all(entry).into(),
        Columns::Standards => standards(entry).into(),
    };
    std::iter::once(header).chain(round.entries.iter().map(row)).collect()
}

fn or_empty(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

fn all(entry: &Entry) -> [String; 13] {
    [
        entry.id.clone(),
        entry.version.clone(),
        or_empty(entry.paragraph.as_ref()),
        entry.fate.name().to_owned(),
        or_empty(entry.now.as_ref()),
        entry.kind.name().to_owned(),
        or_empty(entry.group.as_ref()),
        entry.text.clone(),
        entry.standing.name().to_owned(),
        or_empty(entry.reader.as_ref()),
        or_empty(entry.response.as_ref()),
        or_empty(entry.acted_in.as_ref()),
        or_empty(entry.theme.as_ref()),
    ]
}

fn standards(entry: &Entry) -> [String; 8] {
    let paragraph = or_empty(entry.paragraph.as_ref());
    let chapter = paragraph.rsplit_once('.').map_or("", |(chapter, _)| chapter).to_owned();
    let is_proposal = entry.kind == Kind::Suggestion;
    let (comment, proposal) = if is_proposal { (String::new(), entry.text.clone()) } else { (entry.text.clone(), String::new()) };
    // General, technical, editorial.
    let kind = match entry.kind {
        Kind::Unclear => "ed",
        Kind::Wrong => "te",
        Kind::Question | Kind::Suggestion | Kind::Agree | Kind::Answer | Kind::Choice | Kind::Comment => "ge",
    };
    let decision = match entry.standing {
        Standing::Open => "",
        Standing::Accepted => "Accepted.",
        Standing::Partly => "Accepted in part.",
        Standing::Declined => "Not accepted.",
        Standing::Noted => "Noted.",
    };
    let observation = [decision, entry.response.as_deref().unwrap_or("")].join(" ").trim().to_owned();
    [or_empty(entry.group.as_ref()), String::new(), chapter, paragraph, kind.to_owned(), comment, proposal, observation]
}

/// The register of a round as CSV, with no cell that a spreadsheet would read as a formula.
#[must_use]
pub fn register_csv(round: &Round, columns: Columns) -> String {
    let mut out = String::new();
    for (at, row) in table(round, columns).iter().enumerate() {
        // The header is ours, and some programs do not expect quotes there.
        let cells: Vec<String> =
            if at == 0 { row.iter().map(|name| name.replace(',', "")).collect() } else { row.iter().map(|text| cell(text)).collect() };
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// A cell in quotes, with an apostrophe before what would be a formula (OWASP, "CSV Injection").
fn cell(text: &str) -> String {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    let lead = if is_formula { "'" } else { "" };
    format!("\"{lead}{}\"", text.replace('"', "\"\""))
}

/// The parts of a workbook with the register on its only sheet, by their paths in the archive (ECMA-376, part 1: SpreadsheetML). Every
/// cell is a text, so that none is a formula, and nothing is hidden.
#[must_use]
pub fn register_workbook(round: &Round, columns: Columns) -> Vec<(&'static str, String)> {
    const START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut rows = String::new();
    for row in table(round, columns) {
        rows.push_str("<row>");
        for text in row {
            let _ = write!(rows, "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(&text));
        }
        rows.push_str("</row>");
    }
    let relationship = |kind: &str, target: &str| {
        format!(
            "{START}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    vec![
        (
            "[Content_Types].xml",
            format!(
                "{START}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPE}.sheet.main+xml\"/>\
                 <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{TYPE}.worksheet+xml\"/></Types>"
            ),
        ),
        ("_rels/.rels", relationship("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relationship("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            format!(
                "{START}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Comments\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "{START}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" state=\"frozen\"/></sheetView></sheetViews><sheetData>{rows}</sheetData></worksheet>"
            ),
        ),
    ]
}

/// Text for XML; characters that XML cannot hold are left out, and a cell ends at 32,767 characters.
fn escaped(text: &str) -> String {
    const LONGEST: usize = 32_767;
    let mut out = String::with_capacity(text.len());
    for c in text.chars().take(LONGEST) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
