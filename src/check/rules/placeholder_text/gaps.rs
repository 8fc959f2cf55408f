//! Gaps that authors leave for a number, a name or a date: `£XXm`, `20XX`, `[NAME to confirm]`, `??`.
//!
//! Roman numerals, sizes, chromosomes, citations and notes in brackets look similar, and are left alone.

/// What a placeholder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An error message, a code or a prompt that Word or a mail merge left in the text.
    Field,
    /// Marks something that is still to be written or decided.
    Gap,
    /// The same, unless it is in quotation marks: a text may mention the word, or leave out somebody's name.
    Word,
    /// A sentence that says that a text is still being written.
    Unwritten,
}

/// Currency symbols, before a number.
const CURRENCIES: [char; 3] = ['£', '$', '€'];

/// What may come right after a number: `£XXm`, `XXk`.
const UNITS: [&str; 8] = ["", "m", "bn", "k", "p", "M", "K", "million"];

/// Whether `word` is in a list whose items are separated by commas.
fn is_in(list: &str, word: &str) -> bool {
    list.split(", ").any(|item| item == word)
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
    if blank.letters < 2 || blank.has_groups {
        return false;
    }
    if blank.before.trim().is_empty() && blank.after.trim().is_empty() {
        return true;
    }
    let last = blank.before.trim_end().rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
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

const MONTHS: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Whether `last`, the last word of `before`, begins a sentence, so that its capital means nothing.
fn is_sentence_start(before: &str, last: &str) -> bool {
    let earlier = before.trim_end().strip_suffix(last).unwrap_or("").trim_end();
    earlier.is_empty() || earlier.ends_with(['.', '!', '?', ':', '|'])
}

/// A year with a gap: `20XX`, `202X`, `20xx/xx`. Returns its exclusive end.
fn year(text: &str, at: usize) -> Option<usize> {
    let word = text[at..].find(|c: char| !c.is_alphanumeric()).map_or(&text[at..], |end| &text[at..at + end]);
    let digits = word.trim_end_matches(['X', 'x', 'Y', 'y']);
    let is_year = word.len() == 4 && word.starts_with("20") && matches!(digits.len(), 2 | 3) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_part = text[..at].ends_with(['-', '_', '/', '.', ',', '@']);
    (is_year && !is_part).then_some(at + word.len())
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

/// First words of an instruction to the author.
const VERBS: &str = "\
    insert, add, enter, include, provide, specify, type, describe, complete, delete, update, replace, confirm, check, choose, \
    select, your, tbc, tba, tbd, todo, placeholder, xx, to";
/// Ends of one.
const ENDINGS: &str = "\
    to confirm, to be confirmed, to be added, to be agreed, to be decided, to be completed, to be updated, to be inserted, \
    to follow, to come, to check, to add, to insert, to update, tbc, tba, tbd, here, needed, required, missing, i'w gadarnhau, \
    i\u{2019}w gadarnhau, i ddilyn, à compléter, à confirmer";
/// What such a gap is for, when nothing else is in the brackets.
const THINGS: &str = "\
    name, names, date, dates, day, month, year, number, amount, figure, figures, percentage, percent, title, subtitle, heading, \
    address, email, email address, phone, phone number, telephone, url, web address, organisation name, company name, \
    council name, author name, document title, document subtitle, place name";

/// A note to the author in square brackets at `at`. Returns its exclusive end.
pub(super) fn bracket(text: &str, at: usize) -> Option<(usize, Kind)> {
    const LONGEST: usize = 300;
    let rest = &text[at + 1..text.floor_char_boundary(text.len().min(at + LONGEST))];
    let length = rest.find(['[', ']']).filter(|close| rest[*close..].starts_with(']'));
    // An instruction whose bracket is never closed is marked as far as its first word.
    let (inside, end) = match length {
        Some(length) => (&rest[..length], at + length + 2),
        None => {
            let word = rest.split_whitespace().next().filter(|word| word.eq_ignore_ascii_case("insert"))?;
            return Some((at + 1 + rest.find(word)? + word.len(), Kind::Gap));
        }
    };
    let inside = inside.trim();
    let is_linked = text[end..].starts_with(['(', '[']);
    let kind = if is_in(THINGS, &inside.to_lowercase()) { Kind::Word } else { Kind::Gap };
    (!is_linked && (kind == Kind::Word || is_note(text, at, end, inside))).then_some((end, kind))
}

fn is_note(text: &str, at: usize, end: usize, inside: &str) -> bool {
    let lower = inside.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let is_blank = |word: &str| !word.is_empty() && word.chars().all(|c| matches!(c, 'x' | '?' | '#' | '_' | '\u{2022}' | '\u{25cf}'));
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        // `£[ ]`
        return text[..at].ends_with(CURRENCIES) || text[end..].starts_with('%');
    };
    if words.len() == 1 && is_blank(first) {
        // `[x]` alone is a ticked box.
        let is_amount = text[..at].ends_with(CURRENCIES) || text[end..].starts_with('%');
        return first.chars().count() > 1 || *first == "?" || is_amount;
    }
    let first = first.trim_end_matches(|c: char| !c.is_alphanumeric());
    // "[to the council]" completes a quotation; "[to be confirmed]" does not.
    let is_instruction = is_in(VERBS, first) && (first != "to" || matches!(words.get(1), Some(&("be" | "follow" | "come" | "confirm" | "add"))));
    let ends = |ending: &str| lower.strip_suffix(ending).is_some_and(|before| before.is_empty() || before.ends_with([' ', ':', '-', '\u{2013}']));
    let names_thing = words.get(1) == Some(&"of") && is_in(THINGS, first);
    let is_loud = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !word.contains(char::is_lowercase);
    let is_capitals = words.len() > 1 && inside.split_whitespace().all(is_loud);
    is_instruction || ENDINGS.split(", ").any(ends) || names_thing || is_blank(last) && words.len() <= 4 || is_capitals
}
