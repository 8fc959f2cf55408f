//! Notes to the author, in brackets or alone on a line: `[NAME to confirm]`, `<insert name>`, `Text to follow.`
//!
//! Citations, omissions, boxes to be ticked and words that complete a quotation look similar, and are left alone.

use super::gaps::{CURRENCIES, unit};
use super::kind::{Kind, is_in, last_word};
use crate::text::line::OBJECT;

/// The longest note in square brackets, in bytes.
const LONGEST: usize = 300;
/// The longest other note, in bytes.
const LONGEST_NAME: usize = 80;

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
    name, names, surname, firstname, lastname, date, dates, day, month, year, number, amount, figure, figures, percentage, percent, \
    title, subtitle, heading, address, email, phone, telephone, url, link, ref, reference, signature, photo, photograph, picture, \
    image, logo, caption";
/// What may be beside such a thing: `[Council name]`, `[first name]`, `[start date]`.
const ATTRIBUTES: &str = "\
    first, last, full, job, your, our, local, web, phone, email, start, end, total, council, trust, team, organisation, organization, \
    company, partner, author, document, place, area, town, project, street, contact, postal, the, and";
/// Types of values in descriptions of programs.
const TYPES: &str = "any, array, boolean, buffer, error, function, integer, number, object, promise, string, this";
/// Bullets that lawyers put in brackets where something is missing.
const BULLETS: [char; 5] = ['\u{2022}', '\u{25cf}', '\u{25cb}', '\u{25a0}', '\u{b7}'];

/// What is a note if it is alone, or comes after what is missing.
const ALONE: &str = "\
    to follow, to be confirmed, to be added, to be agreed, to be decided, to be determined, to be supplied, to be inserted, \
    to be written, to come, i'w gadarnhau, i\u{2019}w gadarnhau, i ddilyn, à confirmer, à compléter";
/// What is missing.
const CONTENT: &str = "\
    text, copy, content, details, photo, photograph, picture, image, map, chart, graph, diagram, figures, data, foreword, quote, \
    caption, logo, date, dates, name, names, title, wording";
/// Notes that mean nothing else if they are alone.
const BARE: &str = "\
    placeholder, placeholder text, dummy text, text here, add text, insert text, enter text, type here, coming soon, awaiting data, \
    awaiting text, awaiting figures, under construction";

/// What programs put in brackets in place of a picture: first words, and last words.
const PICTURES: [&str; 3] = ["cid:", "image: ", "Image removed by sender"];
const DESCRIBED: [&str; 2] = ["Description automatically generated", "AI-generated content may be incorrect"];

/// A note to the author in square brackets at `at`. Returns its exclusive end.
pub(super) fn bracket(text: &str, at: usize) -> Option<(usize, Kind)> {
    let rest = reach(text, at + 1, LONGEST);
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
    if text[end..].starts_with(['(', '[']) {
        return None;
    }
    if PICTURES.iter().any(|words| inside.starts_with(words)) || DESCRIBED.iter().any(|words| inside.trim_end_matches('.').ends_with(words)) {
        return Some((end, Kind::Picture));
    }
    if is_thing(&inside.to_lowercase()) {
        return Some((end, Kind::Word));
    }
    let unit = if text[..at].ends_with(CURRENCIES) { unit(&text[end..]) } else { 0 };
    is_note(text, at, end, inside).then_some((end + unit, Kind::Gap))
}

fn reach(text: &str, from: usize, longest: usize) -> &str {
    &text[from..text.floor_char_boundary(text.len().min(from + longest))]
}

/// Whether `words`, in lower case, name what is missing and nothing else.
fn is_thing(words: &str) -> bool {
    let mut words = words.split_whitespace();
    let known: Vec<bool> =
        words.by_ref().take(4).map_while(|word| is_in(THINGS, word).then_some(true).or(is_in(ATTRIBUTES, word).then_some(false))).collect();
    // A word that is not known ends the list early.
    known.contains(&true) && words.next().is_none()
}

/// Whether a note begins with the initials of its author: `[AB: is this right?]`.
fn is_initials(inside: &str) -> bool {
    inside.split_once(": ").is_some_and(|(name, _)| matches!(name.len(), 2 | 3) && name.bytes().all(|byte| byte.is_ascii_uppercase()) && name != "NB")
}

fn is_note(text: &str, at: usize, end: usize, inside: &str) -> bool {
    let lower = inside.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let is_blank = |word: &str| !word.is_empty() && word.chars().all(|c| matches!(c, 'x' | '?' | '#' | '_') || BULLETS.contains(&c));
    let is_amount = text[..at].ends_with(CURRENCIES) || text[end..].starts_with('%');
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        // `£[ ]`, "we will spend [ ] on homes"
        return is_amount || is_within_words(text, at, end);
    };
    if words.len() == 1 && is_blank(first) {
        // `[x]` alone is a ticked box.
        return first.chars().count() > 1 || !matches!(*first, "x" | "#" | "_") || is_amount || is_within_words(text, at, end);
    }
    if words.len() == 1 && is_amount && matches!(*first, "..." | "\u{2026}" | "*" | "n" | "y") || inside.chars().all(|c| CURRENCIES.contains(&c)) {
        return true;
    }
    let first = first.trim_end_matches(|c: char| !c.is_alphanumeric());
    // "[to the council]" completes a quotation; "[to be confirmed]" does not.
    let is_instruction = is_in(VERBS, first) && (first != "to" || matches!(words.get(1), Some(&("be" | "follow" | "come" | "confirm" | "add"))));
    let ends = |ending: &str| lower.strip_suffix(ending).is_some_and(|before| before.is_empty() || before.ends_with([' ', ':', '-', '\u{2013}']));
    let names_thing = words.get(1) == Some(&"of") && is_in(THINGS, first);
    let is_loud = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !word.contains(char::is_lowercase);
    let is_capitals = words.len() > 1 && inside.split_whitespace().all(is_loud);
    is_instruction || ENDINGS.split(", ").any(ends) || names_thing || is_blank(last) && words.len() <= 4 || is_capitals || is_initials(inside)
}

/// Whether words in small letters are on both sides: a box to be ticked is not within a sentence.
fn is_within_words(text: &str, at: usize, end: usize) -> bool {
    let is_small = |word: &str| !word.is_empty() && word.chars().all(char::is_lowercase);
    let before = text[..at].strip_suffix(' ').map(last_word);
    let after = text[end..].strip_prefix(' ').and_then(|_| reach(text, end + 1, LONGEST_NAME).split(char::is_whitespace).next());
    before.is_some_and(is_small) && after.is_some_and(|word| is_small(word.trim_end_matches(['.', ',', ';'])))
}

/// An instruction in round brackets at `at`: `(to be confirmed)`, `(insert figure)`. Returns its exclusive end.
pub(super) fn round(text: &str, at: usize) -> Option<usize> {
    let inside = reach(text, at + 1, LONGEST_NAME).split_once(')')?.0;
    let lower = inside.trim().to_lowercase();
    let is_order = lower.strip_prefix("insert ").is_some_and(|thing| thing.split_whitespace().count() < 5);
    (is_order || is_in(ALONE, &lower)).then_some(at + inside.len() + 2)
}

/// A name for somebody to fill in, between angle brackets or braces: `<insert name>`, `{name}`. The opening one is at `at`. Returns its
/// exclusive end.
pub(super) fn enclosed(text: &str, at: usize, close: char) -> Option<usize> {
    let inside = reach(text, at + 1, LONGEST_NAME).split_once(close)?.0;
    let words = inside.trim_matches(' ');
    let is_name = |c: char| c.is_alphabetic() || matches!(c, ' ' | '_' | '-' | '\'' | '\u{2019}');
    let is_apart = !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ']' | '\\' | '#' | ')'));
    // Descriptions of programs name the types of values, `size` {number}, and other tools the kind of code: {doc}`name`.
    let is_type = close == '}'
        && (text[..at].trim_end_matches(' ').ends_with(OBJECT)
            || text[at + inside.len() + 2..].starts_with(OBJECT)
            || text[..at].ends_with("Returns: ")
            || is_in(TYPES, &words.to_lowercase()));
    let fits = !is_type && words.chars().filter(|c| c.is_alphabetic()).count() > 1 && words.chars().all(is_name) && words.split(' ').count() < 5;
    (is_apart && fits).then_some(at + inside.len() + 2)
}

/// The name of a field of a mail merge, `«First_Name»`, at `at`; other words in quotation marks of this kind are left alone. Returns its
/// exclusive end.
pub(super) fn merge_field(text: &str, at: usize) -> Option<usize> {
    let name = reach(text, at, LONGEST_NAME).strip_prefix('\u{ab}')?.split_once('\u{bb}')?.0;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_joined = name.contains('_') || name.contains(char::is_lowercase) && name.chars().skip(1).any(char::is_uppercase);
    (is_name && is_joined).then_some(at + name.len() + 4)
}

/// A line that says only that its text is missing: `Text to follow.`, `To be confirmed`. Returns the exclusive end of these words.
pub(super) fn whole_line(text: &str) -> Option<usize> {
    let words = text.trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    if words.len() > LONGEST_NAME || words.contains('\n') {
        return None;
    }
    let lower = words.to_lowercase();
    let is_content = lower.split_once(' ').is_some_and(|(first, rest)| is_in(CONTENT, first) && is_in(ALONE, rest));
    (is_content || is_in(ALONE, &lower) || is_in(BARE, &lower)).then_some(words.len())
}
