//! Gaps that authors leave for a number or a name: `£XXm`, `20XX`, `____`, `??`.
//!
//! Roman numerals, sizes, chromosomes and formulas look similar, and are left alone.

use super::kind::{is_in, last_word};

/// Currency symbols, before a number.
pub(super) const CURRENCIES: [char; 3] = ['£', '$', '€'];

/// What may come right after a number: `£XXm`, `XXk`.
const UNITS: [&str; 8] = ["", "m", "bn", "k", "p", "M", "K", "million"];

/// The length of a unit at the start of `after`, as a whole word; 0 if there is none.
pub(super) fn unit(after: &str) -> usize {
    let word = after.find(|c: char| !c.is_alphanumeric()).map_or(after, |end| &after[..end]);
    if UNITS.contains(&word) { word.len() } else { 0 }
}

/// The start of a gap at `at`, with the sign of money before it.
pub(super) fn with_currency(text: &str, at: usize) -> usize {
    text[..at].strip_suffix(CURRENCIES).map_or(at, str::len)
}

/// Most groups of one letter.
const MOST_GROUPS: usize = 6;

/// The letters of a gap: one letter, repeated, perhaps in groups (`X,XXX`, `XX/XX/XXXX`).
struct Blank<'t> {
    letters: usize,
    has_groups: bool,
    letter: u8,
    before: &'t str,
    after: &'t str,
    end: usize,
}

impl<'t> Blank<'t> {
    fn at(text: &'t str, at: usize) -> Option<Self> {
        let letter = *text.as_bytes().get(at)?;
        let run = |from: usize| text.as_bytes()[from..].iter().take_while(|byte| **byte == letter).count();
        let mut letters = run(at);
        let mut end = at + letters;
        let mut groups = 1;
        while groups < MOST_GROUPS && text.as_bytes().get(end).is_some_and(|byte| matches!(byte, b',' | b'.' | b'/' | b'-')) && run(end + 1) > 0 {
            let more = run(end + 1);
            groups += 1;
            letters += more;
            end += 1 + more;
        }
        Some(Self { letters, has_groups: groups > 1, letter, before: &text[..at], after: &text[end..], end })
    }
}

/// A gap that begins with the letter or digit at `at`, the start of a word. Returns its exclusive end.
pub(super) fn blank(text: &str, at: usize) -> Option<usize> {
    let first = *text.as_bytes().get(at)?;
    if first.is_ascii_digit() {
        return year(text, at);
    }
    if !matches!(first, b'X' | b'x' | b'N' | b'n') {
        return None;
    }
    let blank = Blank::at(text, at)?;
    let has_currency = blank.before.ends_with(CURRENCIES);
    // `$x$` is a formula.
    let is_formula = blank.before.ends_with('$') && (blank.letter.is_ascii_lowercase() || blank.after.starts_with('$'));
    let is_x = first.eq_ignore_ascii_case(&b'x');
    let fewest = if is_x { 1 } else { 2 };
    let word = blank.after.find(|c: char| !c.is_alphanumeric()).map_or(blank.after, |end| &blank.after[..end]);
    if has_currency && !is_formula && blank.letters >= fewest && UNITS.contains(&word) {
        return Some(blank.end + word.len());
    }
    if !word.is_empty() || blank.before.ends_with(['-', '_', '\\', '@', '/', '.']) {
        return None;
    }
    if blank.letters >= fewest
        && let Some(per_cent) = per_cent(blank.after)
    {
        return Some(blank.end + per_cent);
    }
    if first == b'X' && text[at..blank.end] == *"X.X" {
        return Some(blank.end);
    }
    let is_gap = is_x && !blank.after.starts_with(['-', '_', '@', '/', '\'', '\u{2019}']) && is_gap(&blank);
    is_gap.then_some(blank.end)
}

/// The length of "%" or "per cent" at the start of `after`.
fn per_cent(after: &str) -> Option<usize> {
    let word = after.trim_start_matches([' ', '\u{a0}', '\n']);
    let sign = ["%", "per cent", "percent"].into_iter().find(|sign| word.starts_with(sign))?;
    Some(after.len() - word.len() + sign.len())
}

/// Words before or after a Roman numeral.
const BEFORE_ROMAN: &str = "\
    chapter, section, part, annex, appendix, article, title, volume, vol, book, schedule, act, scene, phase, no, bowl, class, \
    the";
const AFTER_ROMAN: [&str; 8] = ["century", "centuries", "chromosome", "chromosomes", "and", "or", "of", "to"];

/// Whether a run of X without a sign beside it is a placeholder for a number or a name.
fn is_gap(blank: &Blank<'_>) -> bool {
    let is_number = blank.has_groups && blank.letters >= 4;
    if is_number || blank.letters >= 4 {
        return true;
    }
    if blank.has_groups {
        return false;
    }
    if blank.letters < 2 {
        return is_single_gap(blank);
    }
    if blank.before.trim().is_empty() && blank.after.trim().is_empty() {
        return true;
    }
    let last = last_word(blank.before);
    let next = blank.after.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    if next.eq_ignore_ascii_case("chromosome") || next.eq_ignore_ascii_case("chromosomes") {
        return false;
    }
    if MONTHS.contains(&next) || last == "page" || last == "pages" {
        return true;
    }
    let is_name = last.starts_with(char::is_uppercase) && !is_sentence_start(blank.before, last);
    let before = last.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_roman = is_name || is_in(BEFORE_ROMAN, &before) || AFTER_ROMAN.contains(&next);
    blank.after.starts_with([' ', '\u{a0}', '\n']) && next.starts_with(char::is_lowercase) && !is_roman
}

/// What is counted: `X people`, `X out of 10`.
const COUNTED: &str = "\
    people, residents, homes, households, families, children, adults, patients, carers, members, partners, organisations, schools, \
    jobs, places, sites, groups, meetings, events, responses, respondents, thousand, million, billion, hours, days, weeks, months, \
    years, out, in";
/// What is numbered, but not with Roman numerals.
const NUMBERED: &str = "page, pages, figure, table, paragraph, para";
/// What is also numbered with Roman numerals, in capitals.
const ROMAN: &str = "section, chapter, annex, appendix, part";

/// Whether one X is a placeholder for a number: `X people`, `page X`, `section x`.
fn is_single_gap(blank: &Blank<'_>) -> bool {
    let before = blank.before.trim_end();
    let last = last_word(before);
    let next = blank.after.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let name = last.to_lowercase();
    if is_in(NUMBERED, &name) || blank.letter == b'x' && is_in(ROMAN, &name) {
        return blank.after.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ')' | ':'));
    }
    let is_name = last.starts_with(char::is_uppercase);
    let is_factor = before.ends_with(|c: char| c.is_ascii_digit() || c == ')');
    // "X in 10", but not "the X in the name".
    let is_share = !matches!(next, "in" | "out") || blank.after.split_whitespace().nth(if next == "out" { 2 } else { 1 }).is_some_and(is_number);
    blank.after.starts_with([' ', '\u{a0}', '\n']) && is_in(COUNTED, next) && is_share && !is_name && !is_factor
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit()) || matches!(word, "X" | "Y" | "x" | "y")
}

pub(super) const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Whether `last`, the last word of `before`, begins a sentence, so that its capital means nothing.
fn is_sentence_start(before: &str, last: &str) -> bool {
    let earlier = before.trim_end().strip_suffix(last).unwrap_or("").trim_end();
    earlier.is_empty() || earlier.ends_with(['.', '!', '?', ':', '|'])
}

/// A year with a gap: `20XX`, `202X`, `20__`, `20??`. Returns its exclusive end.
fn year(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let word = &rest[..rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '?')).unwrap_or(rest.len())];
    let digits = word.trim_end_matches(['X', 'x', 'Y', 'y', '_', '?']);
    // "Is it 202?" is a question.
    let has_letters = digits.len() == 2 || digits.len() == 3 && !word.ends_with('?');
    let is_year = word.len() == 4 && word.starts_with(['1', '2']) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_century = word.starts_with("20") || word.starts_with("19");
    let is_part = text[..at].ends_with(['-', '_', '/', '.', ',', '@']);
    (is_year && is_century && has_letters && !is_part).then_some(at + word.len())
}

/// A run of three or more low lines, to be filled in: `____`, `£___m`. Returns its exclusive end.
pub(super) fn low_lines(text: &str, at: usize) -> Option<usize> {
    let length = text[at..].bytes().take_while(|byte| *byte == b'_').count();
    let (before, after) = (&text[..at], &text[at + length..]);
    let unit = if before.ends_with(CURRENCIES) { unit(after) } else { 0 };
    let is_name = before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric) || before.ends_with('\\');
    (length > 2 && (unit > 0 || !is_name)).then_some(at + length + unit)
}

/// A currency without its number: `£…`, `£...m`. Returns the exclusive end of the dots and the unit.
pub(super) fn dots(text: &str, at: usize) -> Option<usize> {
    let after = text[at..].strip_prefix('\u{2026}').or_else(|| text[at..].strip_prefix("..."))?;
    text[..at].ends_with(CURRENCIES).then(|| text.len() - after.len() + unit(after))
}

/// Question marks or number signs in place of something missing: `?? homes`, `£??`, `##%`.
pub(super) fn marks(text: &str, at: usize) -> Option<usize> {
    let blank = Blank::at(text, at)?;
    let before = blank.before.strip_suffix(['"', '\'']).unwrap_or(blank.before);
    let starts = before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '|' | ':'));
    let ends = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '"' | '\'' | ',' | ';' | '|' | ':' | '.');
    if blank.before.ends_with(CURRENCIES) {
        let word = blank.after.find(|c: char| !c.is_alphanumeric()).map_or(blank.after, |end| &blank.after[..end]);
        return (UNITS.contains(&word) && (blank.letter == b'?' || blank.letters > 1)).then_some(blank.end + word.len());
    }
    if starts && blank.after.starts_with('%') && (blank.letter == b'?' || blank.letters > 1) {
        return Some(blank.end + 1);
    }
    // "Really ??" at the end of a line is a question.
    let is_question = blank.after.trim().is_empty() && !matches!(before.trim_end().chars().next_back(), None | Some(':' | '|'));
    let is_gap = blank.letter == b'?' && blank.letters > 1 && !blank.has_groups && starts && blank.after.chars().next().is_none_or(ends);
    (is_gap && !is_question).then_some(blank.end)
}
