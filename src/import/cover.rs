//! The cover: title, date, status and versions.

use jiff::civil::Date;

use super::flow::{Grid, Item, Paragraph};
use super::report::Findings;
use super::role::Role;
use crate::model::{Version, plain_text};
use crate::span::Span;

/// What strategy.yaml says of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Cover {
    pub(super) title: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) status: Option<&'static str>,
    pub(super) date: Option<Date>,
    pub(super) version: Option<String>,
    pub(super) rows: Vec<VersionEntry>,
}

/// A row of the version history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VersionEntry {
    pub(super) version: String,
    pub(super) date: Date,
    pub(super) comments: Option<String>,
    pub(super) audience: Option<String>,
}

/// The longest line of a cover that is read for a date or a version, in bytes.
const LONGEST: usize = 90;

/// Reads the cover, the items before the first chapter, and leaves the rest of them.
pub(super) fn read(items: Vec<Item>, findings: &mut Findings) -> (Cover, Vec<Item>) {
    let mut cover = Cover::default();
    let mut rest = Vec::new();
    for item in items {
        match item {
            Item::Paragraph(paragraph) if !paragraph.is_empty() => {
                if let Some(paragraph) = line(paragraph, &mut cover, findings) {
                    rest.push(Item::Paragraph(paragraph));
                }
            }
            Item::Table(grid) => {
                if !(cover.rows.is_empty() && versions(&grid, &mut cover, findings)) {
                    rest.push(Item::Table(grid));
                }
            }
            other => rest.push(other),
        }
    }
    (cover, rest)
}

/// Reads a line of the cover; gives it back if it is text.
fn line(paragraph: Paragraph, cover: &mut Cover, findings: &mut Findings) -> Option<Paragraph> {
    let words = plain_text(&paragraph.line).split_whitespace().collect::<Vec<_>>().join(" ");
    match paragraph.role {
        Role::Title => {
            match (&mut cover.title, &mut cover.subtitle) {
                (None, _) => cover.title = Some(words),
                // A title is often divided into lines.
                (Some(title), None) => *title = format!("{title} {words}"),
                (Some(_), Some(_)) => return Some(Paragraph { role: Role::Body, ..paragraph }),
            }
            return None;
        }
        Role::Subtitle if cover.subtitle.is_none() => {
            cover.subtitle = Some(words);
            return None;
        }
        _ => {}
    }
    if words.len() > LONGEST || paragraph.mark.is_some() {
        return Some(paragraph);
    }
    let lower = words.to_lowercase();
    // Every word must be understood, or the line stays.
    let mut left: Vec<String> = Vec::new();
    let mut version = None;
    let tokens: Vec<&str> = lower.split([' ', ',', '|', ':', '(', ')', '–', '-', '\u{a0}']).filter(|token| !token.is_empty()).collect();
    for token in tokens {
        let number = token.strip_prefix('v').unwrap_or(token);
        match token {
            "version" | "draft" | "final" | "date" | "published" | "status" | "for" | "consultation" | "of" | "dated" | "issue" | "issued"
            | "updated" | "last" => {}
            _ if version.is_none()
                && Version::parse(number).is_some()
                && (number.contains('.') || token.len() > number.len() || lower.contains("version"))
                && number.len() < 9
                && !is_year(number) =>
            {
                version = Some(number.to_owned());
            }
            _ => left.push(token.to_owned()),
        }
    }
    let date = if left.is_empty() { None } else { date(&left.join(" ")) };
    if !left.is_empty() && date.is_none() {
        return Some(paragraph);
    }
    let is_status = lower.contains("draft") || lower.contains("consultation") || lower.contains("final");
    if version.is_none() && date.is_none() && !is_status {
        return Some(paragraph);
    }
    cover.version = cover.version.take().or(version);
    cover.date = cover.date.or(date);
    if is_status && cover.status.is_none() {
        cover.status = Some(if lower.contains("final") && !lower.contains("draft") { "final" } else { "draft" });
    }
    findings.replaced(paragraph.span, format!("\"{words}\" is in strategy.yaml now"), "check `status` and `versions` there");
    None
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// Reads a table of versions; false if it is none.
pub(super) fn versions(grid: &Grid, cover: &mut Cover, findings: &mut Findings) -> bool {
    let text = |items: &[Item]| {
        let words = items.iter().filter_map(|item| if let Item::Paragraph(paragraph) = item { Some(plain_text(&paragraph.line)) } else { None });
        words.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let Some(at) = grid.rows.iter().take(3).position(|row| {
        row.cells.iter().any(|cell| text(&cell.items).to_lowercase().contains("version") || text(&cell.items).eq_ignore_ascii_case("issue"))
    }) else {
        return false;
    };
    let heads: Vec<String> = grid.rows[at].cells.iter().map(|cell| text(&cell.items).to_lowercase()).collect();
    let column = |words: &[&str]| heads.iter().position(|head| words.iter().any(|word| head.contains(word)));
    let (Some(version), Some(date_at)) = (column(&["version", "issue"]), column(&["date"])) else { return false };
    let audience = column(&["audience", "circulat", "distribut", "shared with", "issued to"]);
    let comments = heads
        .iter()
        .position(|head| ["comment", "change", "description", "summary", "detail", "amend", "reason", "note"].iter().any(|word| head.contains(word)));
    let mut rows: Vec<VersionEntry> = Vec::new();
    let mut is_whole = at == 0 && heads.len() == 2 + usize::from(audience.is_some()) + usize::from(comments.is_some());
    for row in &grid.rows[at + 1..] {
        let cell = |at: usize| row.cells.get(at).map(|cell| text(&cell.items)).unwrap_or_default();
        let number = cell(version).to_lowercase();
        let number = number.trim_start_matches("version").trim().trim_start_matches('v').split_whitespace().next().unwrap_or("").to_owned();
        let given = |at: Option<usize>| at.map(cell).filter(|text| !text.is_empty());
        let Some(date) = date(&cell(date_at)).filter(|_| Version::parse(&number).is_some()) else {
            is_whole &= row.cells.iter().all(|cell| text(&cell.items).is_empty());
            continue;
        };
        rows.push(VersionEntry { version: number, date, comments: given(comments), audience: given(audience) });
    }
    // Many tables have the newest version first.
    if rows.len() > 1 && Version::parse(&rows[0].version) > Version::parse(&rows[rows.len() - 1].version) {
        rows.reverse();
    }
    let before = rows.len();
    let mut last: Option<(Version, Date)> = None;
    rows.retain(|row| {
        let Some(version) = Version::parse(&row.version) else { return false };
        let rises = last.as_ref().is_none_or(|(other, date)| version > *other && row.date >= *date);
        if rises {
            last = Some((version, row.date));
        }
        rises
    });
    is_whole &= rows.len() == before;
    if rows.is_empty() {
        return false;
    }
    findings.replaced(grid.span, format!("this table is `versions` in strategy.yaml now ({} rows)", rows.len()), "check the rows there");
    if !is_whole {
        findings.loss(
            grid.span,
            "some rows or columns of the version table have no place in strategy.yaml",
            "compare both, and add what is missing to `comments`",
        );
    }
    cover.rows = rows;
    true
}

/// A date as it is written in Britain: `3 March 2023`, `3rd Mar 2023`, `March 2023`, `03/03/2023`, `2023-03-03`.
pub(super) fn date(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.trim().to_lowercase();
    let month = |word: &str| {
        MONTHS.iter().position(|month| word.len() >= 3 && word.starts_with(month) && word.chars().all(char::is_alphabetic)).map(|at| at as i8 + 1)
    };
    let year = |word: &str| match word.len() {
        4 => word.parse::<i16>().ok().filter(|year| (1900..2200).contains(year)),
        2 => word.parse::<i16>().ok().map(|year| 2000 + year),
        _ => None,
    };
    let numbers: Vec<&str> = text.split(['/', '.', '-']).collect();
    if let [first, second, third] = numbers[..]
        && numbers.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let (year_word, day) = if first.len() == 4 { (first, third) } else { (third, first) };
        return Date::new(year(year_word)?, second.parse().ok()?, day.parse().ok()?).ok();
    }
    let words: Vec<&str> = text.split([' ', ',', '-', '/', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    match words[..] {
        [day, name, of] => Date::new(year(of)?, month(name)?, day.trim_end_matches(char::is_alphabetic).parse().ok()?).ok(),
        [_, day, name, of] => Date::new(year(of)?, month(name)?, day.trim_end_matches(char::is_alphabetic).parse().ok()?).ok(),
        [name, of] => Date::new(year(of)?, month(name)?, 1).ok(),
        _ => None,
    }
}

/// Whether a heading is that of a table of versions.
pub(super) fn is_version_heading(title: &str) -> bool {
    let title = title.to_lowercase();
    ["version history", "version control", "document control", "document history", "revision history", "amendment history", "change history"]
        .iter()
        .any(|words| title.contains(words))
}

/// The first short paragraph, as the title of a document that has no other.
pub(super) fn title_in(items: &mut Vec<Item>) -> Option<(String, Span)> {
    let at = items.iter().position(|item| matches!(item, Item::Paragraph(paragraph) if !paragraph.is_empty()))?;
    let Item::Paragraph(paragraph) = &items[at] else { return None };
    let words = plain_text(&paragraph.line).split_whitespace().collect::<Vec<_>>().join(" ");
    let is_title = words.len() <= 120 && !words.ends_with('.') && words.contains(char::is_alphabetic) && paragraph.mark.is_none();
    let found = is_title.then_some((words, paragraph.span));
    if found.is_some() {
        items.remove(at);
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::date;

    #[test]
    fn dates_of_covers() {
        for text in ["3 March 2023", "3rd Mar 2023", "03/03/2023", "2023-03-03", "3.3.23", "Friday 3 March 2023", "3-Mar-23"] {
            assert_eq!(date(text), Some(day(2023, 3, 3)), "{text}");
        }
        assert_eq!(date("March 2023"), Some(day(2023, 3, 1)));
        for text in ["", "31 February 2023", "Marching 2023x", "v2.0", "13/13/2023"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
