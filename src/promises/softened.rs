//! Promises that a newer version made weaker: a later date, a lower target, "will" that became "aim to", an action dropped.

use std::collections::HashMap;

use super::{each_action, wording};
use crate::model::{Action, Block, Chapter, Draft, Label, NodeId, Softening, Weaker, plain_text};
use crate::text::words;

/// Figures below this may be numbers of things rather than amounts.
const LEAST_AMOUNT: f64 = 10.0;

/// Words that show that a lower figure is the better one.
const FALLING: [&str; 14] =
    ["reduce", "reduced", "reducing", "reduction", "cut", "fewer", "lower", "less", "decrease", "halve", "eliminate", "within", "waiting", "deaths"];

/// What `new` promises less than `old`, in the order of the older actions. Both have identities.
///
/// Actions are matched by the identity of their blocks, and by their names. The words that are looked for are English.
#[must_use]
pub fn softened(old: &Draft, new: &Draft) -> Vec<Softening> {
    let mut by_id: HashMap<NodeId, &Action<Label>> = HashMap::new();
    let mut by_name: HashMap<&str, &Action<Label>> = HashMap::new();
    in_order(new, &mut |_, block, action| {
        by_id.insert(block.id, action);
        by_name.entry(&action.name).or_insert(action);
    });
    let mut softened = Vec::new();
    in_order(old, &mut |chapter, block, was| {
        let is_english = chapter.front.language.as_ref().unwrap_or(&new.settings.language).starts_with("en");
        let now = by_name.get(&*was.name).or_else(|| by_id.get(&block.id)).copied();
        let how = now.map_or_else(|| vec![Weaker::Dropped], |now| weaker(was, now, is_english));
        if !how.is_empty() {
            let action = now.map_or_else(|| was.name.clone(), |now| now.name.clone());
            softened.push(Softening { action, what: plain_text(&now.unwrap_or(was).what), how });
        }
    });
    softened
}

fn in_order<'a>(draft: &'a Draft, see: &mut dyn FnMut(&'a Chapter<Label>, &'a Block<Label>, &'a Action<Label>)) {
    let chapters = draft.chapters.iter().flat_map(|chapter| std::iter::once(&**chapter).chain(&chapter.sections));
    let texts: Vec<&Chapter<Label>> = draft.home.iter().chain(chapters).chain(&draft.pages).chain(&draft.statement).collect();
    texts.into_iter().for_each(|text| each_action(&text.body, &mut |block, action| see(text, block, action)));
}

fn weaker(was: &Action<Label>, now: &Action<Label>, is_english: bool) -> Vec<Weaker> {
    let mut how = Vec::new();
    match (was.due, now.due) {
        (Some(before), Some(after)) if after.last_day() > before.last_day() => how.push(Weaker::Later(before, after)),
        (Some(before), None) => how.push(Weaker::NoDate(before)),
        _ => {}
    }
    let (before, after) = (plain_text(&was.what), plain_text(&now.what));
    let falls = is_english && FALLING.iter().any(|word| has(&format!("{before} {}", was.measure.as_deref().unwrap_or("")), word));
    match (&was.target, &now.target) {
        (Some(old), Some(new)) if is_lower(old, new, was.baseline.as_deref(), falls) => how.push(Weaker::Target(old.clone(), new.clone())),
        (Some(old), None) => how.push(Weaker::NoTarget(old.clone())),
        _ => {}
    }
    if was.owner.is_some() && now.owner.is_none() {
        how.push(Weaker::NoOwner(was.owner.clone().unwrap_or_default()));
    }
    if before != after {
        let (old, new) = (figures(&in_digits(&before)), figures(&in_digits(&after)));
        let is_less = |(old, new): (&Figure, &Figure)| match (old.is_year, new.is_year) {
            (true, true) => new.value > old.value,
            (false, false) => old.unit == new.unit && if falls && !new.is_change { new.value > old.value } else { new.value < old.value },
            _ => false,
        };
        // "Goal 3" may well become "the third goal"; an amount that goes is another matter.
        let is_gone = new.is_empty() && old.iter().any(|figure| figure.value >= LEAST_AMOUNT);
        let is_lower = is_gone || old.len() == new.len() && old.iter().zip(&new).any(is_less);
        if is_lower || is_english && wording::is_weaker(&before, &after) {
            how.push(Weaker::Words(before, after));
        }
    }
    how
}

/// Whether `text` has the words of `phrase` beside each other.
fn has(text: &str, phrase: &str) -> bool {
    let text: Vec<String> = words::words(text).map(str::to_lowercase).collect();
    let phrase: Vec<&str> = phrase.split(' ').collect();
    text.windows(phrase.len()).any(|window| window.iter().zip(&phrase).all(|(word, wanted)| word == wanted))
}

/// Whether the target `new` asks for less than `old`: it is nearer to the baseline, or without one, the figure is lower.
fn is_lower(old: &str, new: &str, baseline: Option<&str>, falls: bool) -> bool {
    let first = |text: &str| figures(text).first().map(|figure| figure.value);
    let (Some(before), Some(after)) = (first(old), first(new)) else { return false };
    let falls = baseline.and_then(first).map_or(falls, |start| before < start);
    if falls { after > before } else { after < before }
}

/// Numbers in words, from two: "one" is often no number.
const NUMBERS: [&str; 11] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// A text with its numbers in digits.
fn in_digits(text: &str) -> String {
    let digits = |word: &str| NUMBERS.iter().position(|number| word.eq_ignore_ascii_case(number)).map(|at| (at + 2).to_string());
    let pieces = text.split_inclusive(|c: char| !c.is_alphabetic()).map(|piece| {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        digits(word).map_or_else(|| piece.to_owned(), |digits| format!("{digits}{}", &piece[word.len()..]))
    });
    pieces.collect()
}

/// A number in a text, with the sign beside it.
struct Figure {
    value: f64,
    unit: &'static str,
    /// Whether it says by how much something changes: "by 40%".
    is_change: bool,
    /// Whether it is written like a year: `2027`, not `2,027`.
    is_year: bool,
}

/// The numbers of a text in order, with £ and %: the word after a number changes more easily.
fn figures(text: &str) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[start..].find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).map_or(rest.len(), |length| start + length);
        let written = rest[start..end].trim_end_matches([',', '.']);
        let sign = if rest[..start].ends_with('£') { "£" } else { "" };
        let after = &rest[start + written.len()..];
        let unit = if after.starts_with('%') { "%" } else { sign };
        if let Ok(value) = written.replace(',', "").parse() {
            let is_year = unit.is_empty() && written.len() == 4 && (written.starts_with("19") || written.starts_with("20"));
            figures.push(Figure { value, unit, is_change: rest[..start].trim_end_matches([' ', '£']).ends_with(" by"), is_year });
        }
        rest = &rest[end..];
    }
    figures
}
