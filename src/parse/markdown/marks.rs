//! The marks that word processors put before the items of lists.

use super::ordinals::{Ordinal, ordinal};
use crate::model::is_odd_space;

/// What a line begins with, if it may be an item of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    kind: Kind,
    /// In bytes, with the white space after it.
    length: usize,
    /// Its place in its list, if that is known.
    number: Option<u32>,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// A character that is a bullet here.
    Bullet(char),
    /// A character that is also used otherwise: one alone may be meant.
    Likely(char),
    /// The box of a task, and whether it is ticked.
    Box(bool),
    /// A sign in place of a number: `#.`, `(@)`.
    Automatic,
    /// Another symbol, which may say something: a green or a red circle.
    Symbol,
    /// Bold words with a colon.
    Words,
    /// A letter or a number, with what is around it: `()`, `.`, `[]`.
    Ordinal(Ordinal, String),
    /// The parts of a number such as `1.2`.
    Decimal(Vec<u32>),
    /// A number after a word or letters, with what follows it: `Step 1:`, `R1`.
    Named(String, u32),
}

/// How the author can write an item.
pub(super) enum Remedy {
    /// In place of its mark.
    Write(String),
    /// With this before its mark, which stays.
    Before(&'static str),
    /// As a list, or with numbers that are made automatically.
    Numbered,
    /// As a list, or as the text of a footnote.
    ListOrNote(u32),
    /// As a list, or as a paragraph.
    Apart,
}

/// Bullets of Word, Outlook, Pages and Google Docs.
const BULLETS: &str = "\u{2022}\u{b7}\u{2219}\u{22c5}\u{30fb}\u{25e6}\u{2023}\u{2043}\u{25aa}\u{25ab}\u{25a0}\u{25a1}\u{25cf}\u{25cb}\u{25c6}\u{25c7}\u{25ba}\u{25b6}\u{25b8}\u{25b9}\u{27a2}\u{27a4}\u{2756}\u{2666}\u{2726}\u{2727}\u{25fe}\u{25fc}\u{25fb}\u{2b29}";

/// Dashes, arrows, ticks, and the letters that stand for bullets of the fonts Symbol and Wingdings.
const LIKELY: &str = "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{2192}\u{21d2}\u{2794}\u{27a1}\u{2713}\u{2714}\u{2605}\u{2606}\u{2705}\u{2717}\u{2718}\u{2b50}\u{1f539}\u{1f538}\u{1f537}\u{1f536}\u{1f449}\u{1f4cc}\u{bb}\u{203a}\u{a7}\u{a8}\u{d8}\u{fc}\u{f0}\u{e0}\u{178}\u{a1}~=ovqlnuw";

/// Bullets as character references.
const ENTITIES: [&str; 4] = ["&bull;", "&middot;", "&#8226;", "&#x2022;"];

/// Letters among these that begin no word and no sentence.
const NO_WORDS: [char; 3] = ['\u{d8}', '\u{fc}', '\u{f0}'];

/// The mark at the start of a line, as it is written.
pub(super) fn mark(line: &str) -> Option<Mark> {
    plain(line, false).or_else(|| escaped(line)).or_else(|| emphasised(line))
}

/// The mark at the start of a line, one of Markdown included.
pub(super) fn any_mark(line: &str) -> Option<Mark> {
    plain(line, true)
}

/// `o` and one space, which is a bullet only below others.
pub(super) fn small_o(line: &str) -> Option<Mark> {
    (line.len() > 2 && line.starts_with("o ")).then_some(Mark { kind: Kind::Bullet('o'), length: 2, number: None })
}

/// The mark at the start of a line. If it `is_escaped`, those of Markdown are included.
fn plain(line: &str, is_escaped: bool) -> Option<Mark> {
    let first = line.chars().next()?;
    let width = if line.starts_with("--") { line.len() - line.trim_start_matches('-').len() } else { first.len_utf8() };
    let gap = blank(&line[width..]);
    let length = width + gap;
    let has_words = line.len() > length;
    let made = |kind| Some(Mark { kind, length, number: None });
    // Bullets of the fonts Symbol and Wingdings, as Word copies them.
    if (BULLETS.contains(first) || matches!(first, '\u{f020}'..='\u{f0ff}')) && has_words {
        return made(Kind::Bullet(first));
    }
    if let Some(sign) = ENTITIES.iter().find(|sign| line.starts_with(**sign)) {
        let length = sign.len() + blank(&line[sign.len()..]);
        return (line.len() > length).then_some(Mark { kind: Kind::Bullet('\u{2022}'), length, number: None });
    }
    if let Some(sign) = ["#. ", "(@) "].iter().find(|sign| line.starts_with(**sign)) {
        let length = sign.len() + blank(&line[sign.len()..]);
        return (line.len() > length).then_some(Mark { kind: Kind::Automatic, length, number: None });
    }
    if let '\u{2610}'..='\u{2612}' = first
        && has_words
    {
        return made(Kind::Box(first != '\u{2610}'));
    }
    let is_dash = first == '-' && (is_escaped || matches!(width, 2 | 3));
    if (LIKELY.contains(first) || is_dash || is_escaped && matches!(first, '*' | '+')) && gap > 0 && has_words {
        let gap = &line[width..length];
        let is_wide = gap.len() > 1 || gap == "\t";
        if !first.is_alphanumeric() || is_wide || NO_WORDS.contains(&first) {
            return made(if gap.contains('\t') { Kind::Bullet(first) } else { Kind::Likely(first) });
        }
    }
    numbered(line, is_escaped).or_else(|| decimal(line)).or_else(|| named(line)).or_else(|| symbol(line))
}

fn blank(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| matches!(c, ' ' | '\t') || is_odd_space(c)).len()
}

/// `\- a`, `1\. a`: a mark that the export of another tool escaped.
fn escaped(line: &str) -> Option<Mark> {
    let head = line.bytes().take(4).position(|byte| byte == b'\\')?;
    let is_head = line[..head].bytes().all(|byte| byte.is_ascii_alphanumeric()) || matches!(&line[..head], "(" | "[");
    let clean = is_head.then(|| [&line[..head], &line[head + 1..]].concat().replacen('\\', "", usize::from(line.starts_with(['\\', '[']))))?;
    let mark = plain(&clean, true)?;
    let removed = line.len() - clean.len();
    Some(Mark { length: mark.length + removed, ..mark })
}

/// `**a)** a`, `*(i)* a`: a mark in bold or emphasised; and bold words with a colon.
fn emphasised(line: &str) -> Option<Mark> {
    const LONGEST_MARK: usize = 12;
    const LONGEST_WORDS: usize = 60;
    let sign = line.chars().next().filter(|c| matches!(c, '*' | '_'))?;
    let width = line.len() - line.trim_start_matches(sign).len();
    let signs = &line[..width];
    let inner = &line[width..];
    let close = inner.find(signs).filter(|_| width < 4)?;
    let after = &inner[close + width..];
    if close <= LONGEST_MARK {
        let clean = [&inner[..close], after].concat();
        let found = plain(&clean, true).filter(|mark| !matches!(mark.kind, Kind::Likely(_) | Kind::Bullet(_) | Kind::Symbol) && mark.length >= close);
        if let Some(mark) = found {
            return Some(Mark { length: mark.length + 2 * width, ..mark });
        }
    }
    let has_colon = inner[..close].trim_end().ends_with(':') || after.starts_with(':');
    let length = 2 * width + close + usize::from(after.starts_with(':'));
    let fits = has_colon && width > 1 && close <= LONGEST_WORDS && line[length..].starts_with([' ', '\u{a0}']);
    fits.then_some(Mark { kind: Kind::Words, length, number: None })
}

/// `a)`, `a.`, `(a)`, `[1]`, `1.)`, `1/`, `①`, `1 - `. `1.` and `1)` are Markdown, unless they are escaped.
fn numbered(line: &str, is_escaped: bool) -> Option<Mark> {
    let open = line.chars().next().filter(|c| matches!(c, '(' | '[' | '{' | '\u{ff08}'));
    let start = open.map_or(0, char::len_utf8);
    let word = ordinal(&line[start..])?;
    let mut at = start + word.length;
    let mut style: String = open.into_iter().collect();
    let mut take = |wanted: &[char]| {
        let sign = line[at..].chars().next().filter(|c| wanted.contains(c))?;
        at += sign.len_utf8();
        style.push(sign);
        Some(sign)
    };
    let close = match open {
        Some(open) => {
            take(&['.']);
            let wanted = match open {
                '[' => ']',
                '{' => '}',
                '\u{ff08}' => '\u{ff09}',
                _ => ')',
            };
            Some(take(&[wanted])?)
        }
        None if word.is_enclosed => None,
        None => take(&[')', ']', '}', '.', ':', '/', '\u{b0}', '\u{ba}', '\u{ff09}', '\u{ff0e}', '\u{3001}']),
    };
    if matches!(close, Some(')' | ']' | '}' | '.')) {
        take(&['.', ')', ':', '-']);
    } else if close.is_none() && !word.is_enclosed {
        // `1 - words`, with white space before the dash.
        let gap = blank(&line[at..]);
        at += gap;
        let sign = line[at..].chars().next().filter(|c| gap > 0 && matches!(c, '-' | '\u{2013}' | '\u{2014}'))?;
        at += sign.len_utf8();
        style.push('-');
    }
    let gap = blank(&line[at..]);
    let is_wide = close.is_some_and(|c| !c.is_ascii()) && !matches!(close, Some('\u{b0}' | '\u{ba}'));
    let is_bracket = matches!(close, Some(')' | ']' | '}')) && (open.is_some() || !word.is_ascii_number());
    let is_near = is_wide || word.is_enclosed || is_bracket && line[at..].starts_with(char::is_alphabetic) && open != Some('[');
    let is_markdown = !is_escaped && word.is_ascii_number() && matches!(style.as_str(), "." | ")");
    let fits = (gap > 0 || is_near) && line.len() > at + gap && !is_markdown;
    fits.then(|| Mark { kind: Kind::Ordinal(word, style), length: at + gap, number: None })
}

/// `1.1`, `2.3.4`.
fn decimal(line: &str) -> Option<Mark> {
    let number = &line[..line.find(|c: char| !c.is_ascii_digit() && c != '.')?];
    let gap = blank(&line[number.len()..]);
    let parts: Option<Vec<u32>> = number.trim_end_matches('.').split('.').map(|part| part.parse().ok()).collect();
    let parts = parts.filter(|parts| parts.len() > 1 && gap > 0)?;
    Some(Mark { kind: Kind::Decimal(parts), length: number.len() + gap, number: None })
}

/// `Step 1: `, `No. 1 `, `R1 `, `#1 `, `1 `: a number after letters or a sign, or alone.
fn named(line: &str) -> Option<Mark> {
    const LONGEST: usize = 16;
    let head = line.find(|c: char| c.is_ascii_digit()).filter(|at| *at <= LONGEST)?;
    let name = &line[..head];
    let digits = line[head..].bytes().take_while(u8::is_ascii_digit).count();
    let value: u32 = line[head..head + digits].parse().ok().filter(|_| digits <= 2)?;
    let after = &line[head + digits..];
    let close = after.chars().next().filter(|c| matches!(c, ':' | '.' | ')'));
    let length = head + digits + close.map_or(0, char::len_utf8);
    let gap = blank(&line[length..]);
    let is_short = name.len() <= 3 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_sign = matches!(name, "#" | "No. " | "No " | "Nr. ");
    let is_word = name.ends_with(' ') && name.trim_end().chars().all(char::is_alphabetic) && name.starts_with(char::is_uppercase);
    let has_dash = after[blank(after)..].starts_with(['-', '\u{2013}', '\u{2014}']);
    let fits = is_short || is_sign || is_word && (close.is_some() || has_dash);
    let goes_on = gap > 0 && line[length + gap..].starts_with(|c: char| !c.is_ascii_digit());
    // Markdown's own numbers.
    let is_markdown = name.is_empty() && close.is_some();
    let style = format!("{name}{}", close.unwrap_or(' '));
    (fits && goes_on && !is_markdown).then_some(Mark { kind: Kind::Named(style, value), length: length + gap, number: None })
}

/// A symbol, such as an emoji.
fn symbol(line: &str) -> Option<Mark> {
    let first = line.chars().next()?;
    let is_symbol = matches!(first, '\u{2190}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}') && !first.is_alphanumeric();
    let rest = line[first.len_utf8()..].trim_start_matches(['\u{fe0e}', '\u{fe0f}']);
    let gap = blank(rest);
    let fits = is_symbol && rest[gap..].starts_with(char::is_alphanumeric);
    fits.then(|| Mark { kind: Kind::Symbol, length: line.len() - rest.len() + gap, number: None })
}

impl Mark {
    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn numbered(self, number: Option<u32>) -> Self {
        Self { number, ..self }
    }

    /// Whether its place in its list is known.
    pub(super) fn has_number(&self) -> bool {
        self.number.is_some()
    }

    /// Whether it is an item even if no other follows.
    pub(super) fn is_certain(&self) -> bool {
        matches!(self.kind, Kind::Bullet(_))
    }

    /// Whether a next item in another paragraph says nothing about it.
    pub(super) fn is_only_in_paragraph(&self) -> bool {
        matches!(self.kind, Kind::Symbol | Kind::Words | Kind::Named(..))
    }

    /// Its place in its list, if it begins one.
    pub(super) fn first(&self) -> Option<u32> {
        let is_first = match &self.kind {
            Kind::Bullet(_) | Kind::Likely(_) | Kind::Box(_) | Kind::Automatic | Kind::Symbol | Kind::Words | Kind::Decimal(_) | Kind::Named(..) => {
                true
            }
            Kind::Ordinal(word, _) => word.is(1),
        };
        is_first.then_some(1)
    }

    /// The number that it says, which need not be its place in its list.
    pub(super) fn value(&self) -> Option<u32> {
        let Kind::Ordinal(word, _) = &self.kind else { return None };
        word.values[0].or(word.values[1])
    }

    /// Whether it is a first letter or number with a bracket, such as `a)`, `(i)`, or a small letter with a full stop, but no initial.
    pub(super) fn is_letter(&self) -> bool {
        let Kind::Ordinal(word, style) = &self.kind else { return false };
        word.is(1) && (matches!(style.as_str(), ")" | "()" | "[]" | "{}" | "]") || style == "." && word.script == 'a')
    }

    /// Its place in its list, if it is the item after `last`.
    pub(super) fn follows(&self, last: &Self) -> Option<u32> {
        let next = last.number.map(|number| number + 1);
        match (&self.kind, &last.kind) {
            (Kind::Bullet(sign), Kind::Bullet(before)) => next.filter(|_| sign == before),
            (Kind::Box(_), Kind::Box(_)) | (Kind::Symbol, Kind::Symbol) | (Kind::Words, Kind::Words) => next,
            (Kind::Automatic, Kind::Automatic) => next,
            (Kind::Likely(sign), Kind::Likely(before)) => next.filter(|_| sign == before),
            (Kind::Ordinal(word, style), Kind::Ordinal(before, before_style)) => {
                if style != before_style || word.script != before.script {
                    return None;
                }
                match last.number {
                    None => word.directly_after(before),
                    // Authors skip a letter.
                    Some(number) => (1..4).any(|more| word.is(number + more) && (more == 1 || number > 1)).then_some(number + 1),
                }
            }
            (Kind::Decimal(parts), Kind::Decimal(before)) => match (parts.split_last(), before.split_last()) {
                (Some((part, head)), Some((before, before_head))) if head == before_head && *part == before + 1 => next,
                _ => None,
            },
            (Kind::Named(name, value), Kind::Named(before, last)) => next.filter(|_| name == before && *value == last + 1),
            _ => None,
        }
    }

    /// Whether it may be of the same list as `last`, which is on the same level.
    pub(super) fn continues(&self, last: &Self) -> bool {
        match (&self.kind, &last.kind) {
            (Kind::Bullet(sign) | Kind::Likely(sign), Kind::Bullet(before) | Kind::Likely(before)) => sign == before,
            (Kind::Ordinal(word, style), Kind::Ordinal(before, last)) => style == last && word.script == before.script && self.is_of(before),
            (Kind::Decimal(parts), Kind::Decimal(before)) => parts.len() == before.len(),
            (Kind::Named(name, _), Kind::Named(before, _)) => name == before,
            (Kind::Box(_), Kind::Box(_)) | (Kind::Symbol, Kind::Symbol) | (Kind::Words, Kind::Words) | (Kind::Automatic, Kind::Automatic) => true,
            _ => false,
        }
    }

    /// Whether an item may be of the list in which `before` is: `(i)` is not of that of `(a)`.
    fn is_of(&self, before: &Ordinal) -> bool {
        let Kind::Ordinal(word, _) = &self.kind else { return false };
        word.directly_after(before).is_some() || !(word.is(1) && word.is_roman() && !before.is_roman())
    }

    /// How deep word processors use the bullet: they write a dot, then `o`, then a square.
    pub(super) fn rank(&self) -> Option<u8> {
        let (Kind::Bullet(sign) | Kind::Likely(sign)) = self.kind else { return None };
        match sign {
            '\u{2022}' | '\u{b7}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' | '\u{25cf}' | '\u{f0b7}' | '*' => Some(0),
            'o' | '\u{25cb}' | '\u{25e6}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '-' => Some(1),
            '\u{a7}' | '\u{25a0}' | '\u{25a1}' | '\u{25aa}' | '\u{25ab}' | '\u{f0a7}' => Some(2),
            _ => None,
        }
    }

    pub(super) fn is_bullet(&self) -> bool {
        matches!(self.kind, Kind::Bullet(_) | Kind::Likely(_))
    }

    /// Whether its list has numbers once it is Markdown.
    pub(super) fn is_counted(&self) -> bool {
        matches!(self.kind, Kind::Ordinal(..) | Kind::Automatic)
    }

    /// Whether it is an item if it comes below a bullet.
    pub(super) fn may_be_inside(&self) -> bool {
        matches!(self.kind, Kind::Likely(_) | Kind::Box(_)) || self.is_letter()
    }

    /// How many columns its mark takes in Markdown, with the space after it; none if it cannot be replaced.
    pub(super) fn width(&self) -> usize {
        match self.remedy(self.number.unwrap_or(1), false) {
            Remedy::Write(mark) if self.is_counted() => mark.len(),
            Remedy::Write(_) | Remedy::Before(_) => 2,
            Remedy::Numbered | Remedy::ListOrNote(_) | Remedy::Apart => 0,
        }
    }

    /// How to write the item that is number `number` of its list; `is_second` if another list of the same kind is right above.
    pub(super) fn remedy(&self, number: u32, is_second: bool) -> Remedy {
        let bullet = if is_second { "*" } else { "-" };
        let close = if is_second { ")" } else { "." };
        match &self.kind {
            Kind::Bullet(_) | Kind::Likely(_) => Remedy::Write(format!("{bullet} ")),
            Kind::Box(is_ticked) => Remedy::Write(format!("{bullet} [{}] ", if *is_ticked { 'x' } else { ' ' })),
            Kind::Symbol | Kind::Named(..) => Remedy::Before(if is_second { "* " } else { "- " }),
            Kind::Words => Remedy::Apart,
            Kind::Ordinal(word, style) if word.is_raised() || style.starts_with("[]") && word.is_of_notes() => Remedy::ListOrNote(number),
            Kind::Ordinal(..) | Kind::Automatic => Remedy::Write(format!("{number}{close} ")),
            Kind::Decimal(_) => Remedy::Numbered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn items_of_word_processors_are_found() {
        for line in [
            "\u{2022} a",
            "\u{b7}\ta",
            "\u{f0b7}\ta",
            "\u{f0a7} a",
            "o\ta",
            "o  a",
            "\u{a7}\ta",
            "\u{2013} a",
            "a) a",
            "a. a",
            "(i) a",
            "(1) a",
            "1.1 a",
            "\u{2022}a",
        ] {
            assert!(mark(line).is_some(), "{line:?}");
        }
        for line in ["o a", "\u{a7}5", "\u{2013}5", "1. a", "1) a", "a", "(see) a", "so) a", "1.5", "e.g. a", "\u{2022}", "vol. 3", ""] {
            assert!(mark(line).is_none_or(|mark| mark.first().is_none()), "{line:?}: {:?}", mark(line));
        }
    }

    #[test]
    fn two_lines_make_a_list() {
        let pairs = [
            ("[a] a", "[b] a"),
            ("[1] a", "[2] a"),
            ("{a} a", "{b} a"),
            ("a] a", "b] a"),
            ("a: a", "b: a"),
            ("A \u{2013} a", "B \u{2013} a"),
            ("(a)a", "(b)a"),
            ("1/ a", "2/ a"),
            ("1.) a", "2.) a"),
            ("(1.) a", "(2.) a"),
            ("1.- a", "2.- a"),
            ("**a)** a", "**b)** a"),
            ("*(i)* a", "*(ii)* a"),
            ("**1.** a", "**2.** a"),
            ("1\\) a", "2\\) a"),
            ("\\[1\\] a", "\\[2\\] a"),
            ("\\- a", "\\- b"),
            ("-- a", "-- b"),
            ("\u{2610} a", "\u{2611} a"),
            ("\u{1f7e2} a", "\u{1f534} a"),
            ("Step 1: a", "Step 2: a"),
            ("R1 a", "R2 a"),
            ("1 a", "2 a"),
            ("**Aim:** a", "**Owner**: a"),
            ("c) a", "d) a"),
        ];
        for (first, second) in pairs {
            let first = mark(first).map(|mark| {
                let number = mark.first();
                mark.numbered(number)
            });
            let next = first.as_ref().and_then(|first| mark(second)?.follows(first));
            assert!(next.is_some(), "{first:?} {second}");
        }
        for (first, second) in
            [("a) a", "c) a"), ("a) a", "b. a"), ("2020 a", "2021 a"), ("R1 a", "S2 a"), ("In 1 a", "In 2 a"), ("\u{a3}1 a", "\u{a3}2 a")]
        {
            let first = mark(first).map(|mark| {
                let number = mark.first();
                mark.numbered(number)
            });
            assert_eq!(first.and_then(|first| mark(second)?.follows(&first)), None, "{second}");
        }
    }
}
