//! Lists: their formats, and the number of each item.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::xml::{attribute, child, children, value};
use crate::text::roman::roman;

/// How the items of a level are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Bullet,
    Decimal,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    /// Nothing is shown.
    None,
}

#[derive(Debug, Clone)]
struct Level {
    format: Format,
    start: u64,
    text: String,
    style: Option<String>,
}

/// The mark of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListMark {
    /// Which list it belongs to.
    pub(super) list: String,
    pub(super) level: u8,
    pub(super) format: Format,
    /// Its number on its level.
    pub(super) number: u64,
    /// The mark as Word shows it: `1.2`, `a)`.
    pub(super) shown: String,
    /// Whether the mark has the numbers of the levels above in it.
    pub(super) is_compound: bool,
}

#[derive(Debug, Clone, Default)]
struct Instance {
    list: String,
    starts: HashMap<u8, u64>,
    levels: HashMap<u8, Level>,
}

/// All lists of a document, with the numbers reached so far.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    levels: HashMap<String, Vec<Level>>,
    instances: HashMap<String, Instance>,
    counters: HashMap<String, [Option<u64>; 9]>,
    restarted: HashSet<(String, u8)>,
}

impl Numbering {
    /// Reads `w:numbering`.
    pub(super) fn read(root: Option<Node<'_, '_>>) -> Self {
        let mut numbering = Self::default();
        let Some(root) = root else { return numbering };
        let (mut linked, mut by_style) = (Vec::new(), HashMap::new());
        for node in children(root, "abstractNum") {
            let Some(id) = attribute(node, "abstractNumId") else { continue };
            if let Some(style) = value(node, "styleLink") {
                by_style.insert(style.to_owned(), id.to_owned());
            }
            if let Some(style) = value(node, "numStyleLink") {
                linked.push((id.to_owned(), style.to_owned()));
            }
            let mut levels: Vec<Level> = Vec::new();
            for level in children(node, "lvl").take(9) {
                levels.push(read_level(level));
            }
            numbering.levels.insert(id.to_owned(), levels);
        }
        for (id, style) in linked {
            if let Some(levels) = by_style.get(&style).and_then(|other| numbering.levels.get(other)).cloned() {
                numbering.levels.insert(id, levels);
            }
        }
        for node in children(root, "num") {
            let (Some(id), Some(list)) = (attribute(node, "numId"), value(node, "abstractNumId")) else { continue };
            let mut instance = Instance { list: list.to_owned(), ..Instance::default() };
            for change in children(node, "lvlOverride") {
                let Some(level) = attribute(change, "ilvl").and_then(|level| level.parse::<u8>().ok()).filter(|level| *level < 9) else { continue };
                if let Some(start) = value(change, "startOverride").and_then(|start| start.parse().ok()) {
                    instance.starts.insert(level, start);
                }
                if let Some(node) = child(change, "lvl") {
                    instance.levels.insert(level, read_level(node));
                }
            }
            numbering.instances.insert(id.to_owned(), instance);
        }
        numbering
    }

    fn level(&self, instance: &Instance, level: u8) -> Option<Level> {
        instance.levels.get(&level).or_else(|| self.levels.get(&instance.list)?.get(usize::from(level))).cloned()
    }

    /// Whether a heading style takes its numbers from this list.
    pub(super) fn is_for_headings(&self, list: &str) -> bool {
        let is_heading = |style: &String| style.to_lowercase().contains("heading");
        self.levels.get(list).is_some_and(|levels| levels.iter().any(|level| level.style.as_ref().is_some_and(is_heading)))
    }

    /// The mark of the next item of a list; none if there is no such list.
    pub(super) fn next(&mut self, id: &str, level: u8) -> Option<ListMark> {
        let level = level.min(8);
        let instance = self.instances.get(id)?.clone();
        let own = self.level(&instance, level)?;
        let starts: Vec<u64> = (0..=level).map(|at| self.level(&instance, at).map_or(1, |level| level.start)).collect();
        let is_new = self.restarted.insert((id.to_owned(), level));
        let counters = self.counters.entry(instance.list.clone()).or_default();
        let at = usize::from(level);
        let number = match (instance.starts.get(&level), counters[at]) {
            (Some(start), _) if is_new => *start,
            (_, Some(last)) => last.saturating_add(1),
            (_, None) => own.start,
        };
        counters[at] = Some(number);
        counters[at + 1..].fill(None);
        for above in 0..at {
            counters[above].get_or_insert(starts[above]);
        }
        let counters = *counters;
        let mut shown = own.text.clone();
        for (above, counter) in counters.iter().enumerate().take(at + 1) {
            let place = format!("%{}", above + 1);
            if shown.contains(&place) {
                let format = if above == at { own.format } else { self.level(&instance, above as u8).map_or(Format::Decimal, |level| level.format) };
                shown = shown.replace(&place, &written(counter.unwrap_or(1), format));
            }
        }
        let is_compound = own.text.matches('%').count() > 1;
        Some(ListMark { list: instance.list, level, format: own.format, number, shown, is_compound })
    }
}

fn read_level(node: Node<'_, '_>) -> Level {
    let format = match value(node, "numFmt").unwrap_or("decimal") {
        "bullet" => Format::Bullet,
        "none" => Format::None,
        "lowerLetter" => Format::LowerLetter,
        "upperLetter" => Format::UpperLetter,
        "lowerRoman" => Format::LowerRoman,
        "upperRoman" => Format::UpperRoman,
        _ => Format::Decimal,
    };
    Level {
        format,
        start: value(node, "start").and_then(|start| start.parse().ok()).unwrap_or(1),
        text: value(node, "lvlText").unwrap_or("").to_owned(),
        style: value(node, "pStyle").map(str::to_owned),
    }
}

/// A number in a format.
fn written(number: u64, format: Format) -> String {
    match format {
        Format::Decimal => number.to_string(),
        Format::LowerLetter => letters(number),
        Format::UpperLetter => letters(number).to_uppercase(),
        Format::LowerRoman => roman(number.min(3999) as u32),
        Format::UpperRoman => roman(number.min(3999) as u32).to_uppercase(),
        Format::Bullet | Format::None => String::new(),
    }
}

/// `a` to `z`, then `aa`, as Word counts.
fn letters(number: u64) -> String {
    let Some(at) = number.checked_sub(1) else { return "a".into() };
    let letter = char::from(b'a' + (at % 26) as u8);
    std::iter::repeat_n(letter, (at / 26).min(20) as usize + 1).collect()
}
