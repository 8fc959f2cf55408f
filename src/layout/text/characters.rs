//! Substitutes characters that no face has.
//!
//! An equivalent is set if there is one: a smaller digit for `₂`, a letter for a full-width one, a light line for a heavy one. Otherwise
//! the name is set in brackets, and the character is reported. The text layer keeps the author's characters, without invisible ones.

use icu_normalizer::ComposingNormalizerBorrowed;
use unicode_script::{Script, UnicodeScript};

use super::fonts::Fonts;
use super::invisible::is_unprintable;
use super::rich_text::{Missing, Replaced, RichText, TextPiece};
use crate::layout::paged::units::Pt;
use crate::layout::style::text_style::TextStyle;
use crate::model::Shift;
use crate::model::is_invisible;

/// Size of raised and lowered characters, by that of the text.
const SMALL: f32 = 0.75;

/// Pieces of a paragraph beyond this get no small characters: parley counts them in 16 bits.
const MOST_PIECES: usize = 30_000;

/// The style of raised or lowered text, which is not made smaller than `least`, and how far it is raised.
pub(in crate::layout) fn shifted(style: TextStyle, shift: Shift, least: Pt) -> (TextStyle, Pt) {
    let by = match shift {
        Shift::Superscript => 0.34,
        Shift::Subscript => -0.14,
    };
    (TextStyle { size: (style.size * SMALL).max(least.min(style.size)), ..style }, style.size * by)
}

/// Replaces the characters that cannot be set as they are, in all pieces of `text`; small ones are not smaller than `least`.
pub(in crate::layout) fn set(text: RichText, fonts: &Fonts, least: Pt, missing: &mut Vec<Missing>) -> RichText {
    if text.buffer.chars().all(|c| fonts.is_plain(c)) {
        return text;
    }
    let RichText { buffer, pieces, things, .. } = text;
    let mut setter = Setter { fonts, least, missing, out: RichText::default() };
    setter.out.things = things;
    let mut things = 0;
    for piece in &pieces {
        setter.piece(&buffer, piece, &mut things);
    }
    let end = setter.out.buffer.len();
    setter.out.things[things..].iter_mut().for_each(|thing| thing.at = end);
    setter.out
}

struct Setter<'s> {
    fonts: &'s Fonts,
    least: Pt,
    missing: &'s mut Vec<Missing>,
    out: RichText,
}

impl Setter<'_> {
    fn piece(&mut self, buffer: &str, piece: &TextPiece, things: &mut usize) {
        let words = buffer.get(piece.range.clone()).unwrap_or("");
        let mut open = Open { position: None, start: self.out.buffer.len(), is_first: true };
        let mut before = None;
        let mut at = 0;
        while let Some(c) = words[at..].chars().next() {
            while let Some(thing) = self.out.things.get_mut(*things).filter(|thing| thing.at <= piece.range.start + at) {
                thing.at = self.out.buffer.len();
                *things += 1;
            }
            let length = self.character(words, at, before, piece, &mut open);
            before = Some(c);
            at += length;
        }
        self.close(piece, &mut open);
    }

    /// Sets the character or sequence at `at` in `words`; returns its length in bytes.
    fn character(&mut self, words: &str, at: usize, before: Option<char>, piece: &TextPiece, open: &mut Open) -> usize {
        let rest = &words[at..];
        let Some(c) = rest.chars().next() else { return rest.len().max(1) };
        let length = c.len_utf8();
        if let Some((set, keycap)) = keycap(rest, c).filter(|(set, _)| self.fonts.has(*set)) {
            self.turn(None, piece, open);
            self.replace(&set.to_string(), &rest[..keycap]);
            return keycap;
        }
        let position = script_position(c);
        if position.is_some() && !self.fonts.is_plain(c) {
            let base = nfkc(c);
            if base.chars().all(|c| self.fonts.is_plain(c)) && self.out.pieces.len() < MOST_PIECES {
                self.turn(position, piece, open);
                self.replace(&base, &rest[..length]);
                return length;
            }
        }
        self.turn(None, piece, open);
        match c {
            '\t' | '\u{2028}' | '\u{2029}' => self.out.buffer.push(' '),
            // Searched for and copied as the hyphen of the keyboard.
            '\u{2010}' => self.out.buffer.push('-'),
            '\u{2011}' => {
                self.replace("\u{2060}", "");
                self.out.buffer.push('-');
                self.replace("\u{2060}", "");
            }
            _ if is_invisible(c) => {
                let joins = |c: char| !matches!(c.script(), Script::Latin | Script::Greek | Script::Cyrillic | Script::Common | Script::Inherited);
                match c {
                    '\u{200C}' | '\u{200D}' if before.is_some_and(joins) => self.out.buffer.push(c),
                    // They say where lines may end, and in which direction words are written.
                    '\u{200B}' | '\u{2060}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                        self.replace(c.encode_utf8(&mut [0; 4]), "");
                    }
                    _ => {}
                }
            }
            '\u{1F3FB}'..='\u{1F3FF}' if before.is_some() => {}
            _ if c == '\n' || !is_unprintable(c) && self.fonts.has(c) => self.out.buffer.push(c),
            _ => {
                let equal = equal(c);
                if !is_unprintable(c) && equal.chars().ne([c]) && !equal.is_empty() && equal.chars().all(|c| self.fonts.has(c)) {
                    self.replace(&equal, &rest[..length]);
                } else {
                    return self.absent(rest, c, words.len(), piece);
                }
            }
        }
        length
    }

    /// Sets a character as its name in brackets, several letters of a script as the name of that.
    fn absent(&mut self, rest: &str, c: char, whole: usize, piece: &TextPiece) -> usize {
        // Where the text is as it is in the source, so are its offsets.
        let exact = piece.span.filter(|span| span.range().len() == whole);
        let place = |length: usize| exact.map(|span| span.part(whole - rest.len(), whole - rest.len() + length)).or(piece.span);
        let script = c.script();
        let belongs =
            |other: char| (other.script() == script || other.script() == Script::Inherited) && !self.fonts.has(other) && !is_invisible(other);
        let length = match is_script(c) {
            true => rest.find(|c: char| !belongs(c)).unwrap_or(rest.len()),
            false => c.len_utf8(),
        };
        let letters = &rest[..length];
        self.missing.extend(letters.chars().map(|character| Missing { character, span: piece.span, place: place(length) }));
        let name = name_of(letters);
        // A private-use code means nothing to those who hear or copy it.
        let is_meaningless = is_unprintable(c) || script == Script::Unknown;
        self.replace(&name, if is_meaningless { &name } else { letters });
        length
    }

    /// Sets `set`, which is read as `said`.
    fn replace(&mut self, set: &str, said: &str) {
        let start = self.out.buffer.len();
        self.out.buffer.push_str(set);
        self.out.replaced.push(Replaced { range: start..self.out.buffer.len(), said: said.into() });
    }

    fn turn(&mut self, position: Option<Shift>, piece: &TextPiece, open: &mut Open) {
        if open.position != position {
            self.close(piece, open);
            open.position = position;
        }
    }

    fn close(&mut self, piece: &TextPiece, open: &mut Open) {
        let end = self.out.buffer.len();
        let range = std::mem::replace(&mut open.start, end)..end;
        if range.is_empty() {
            return;
        }
        let mut part = TextPiece { range, ..piece.clone() };
        if let Some(shift) = open.position {
            let (style, by) = shifted(part.style, shift, self.least);
            part.style = style;
            part.raised += by;
        }
        if !std::mem::take(&mut open.is_first) {
            part.note = None;
        }
        self.out.pieces.push(part);
    }
}

/// The piece that is being set.
struct Open {
    position: Option<Shift>,
    start: usize,
    is_first: bool,
}

/// `text` of a drawing with characters that some face has. Markup stays markup.
pub(in crate::layout) fn equal_words(text: &str, fonts: &Fonts) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if fonts.has(c) || c.is_whitespace() || is_invisible(c) {
            out.push(c);
        } else if has_equal(c, fonts) {
            out.push_str(&equal(c));
        } else {
            out.push_str(&name_of(c.encode_utf8(&mut [0; 4])));
        }
    }
    out
}

/// Whether characters that some face has say the same as `c` in a drawing.
pub(in crate::layout) fn has_equal(c: char, fonts: &Fonts) -> bool {
    equal(c).chars().all(|c| fonts.has(c) && !matches!(c, '<' | '>' | '&' | '"' | '\''))
}

/// What says the same as `c`, with characters that more faces have; `c` itself if nothing does.
fn equal(c: char) -> String {
    letter_of_flag(c).or_else(|| light_line(c)).map_or_else(|| nfkc(c), String::from)
}

/// The plain line for a heavy, dashed or rounded one of the block Box Drawing.
fn light_line(c: char) -> Option<char> {
    Some(match c {
        '\u{2501}' | '\u{2504}' | '\u{2505}' | '\u{2508}' | '\u{2509}' | '\u{254C}' | '\u{254D}' => '\u{2500}',
        '\u{2574}' | '\u{2576}' | '\u{2578}' | '\u{257A}' | '\u{257C}' | '\u{257E}' => '\u{2500}',
        '\u{2503}' | '\u{2506}' | '\u{2507}' | '\u{250A}' | '\u{250B}' | '\u{254E}' | '\u{254F}' => '\u{2502}',
        '\u{2575}' | '\u{2577}' | '\u{2579}' | '\u{257B}' | '\u{257D}' | '\u{257F}' => '\u{2502}',
        '\u{250D}'..='\u{250F}' | '\u{256D}' => '\u{250C}',
        '\u{2511}'..='\u{2513}' | '\u{256E}' => '\u{2510}',
        '\u{2515}'..='\u{2517}' | '\u{2570}' => '\u{2514}',
        '\u{2519}'..='\u{251B}' | '\u{256F}' => '\u{2518}',
        '\u{251D}'..='\u{2523}' => '\u{251C}',
        '\u{2525}'..='\u{252B}' => '\u{2524}',
        '\u{252D}'..='\u{2533}' => '\u{252C}',
        '\u{2535}'..='\u{253B}' => '\u{2534}',
        '\u{253D}'..='\u{254B}' => '\u{253C}',
        '\u{2573}' => '\u{D7}',
        _ => return None,
    })
}

/// Whether it is a letter of a script, and not a sign that all share.
fn is_script(c: char) -> bool {
    !is_unprintable(c) && !matches!(c.script(), Script::Common | Script::Inherited | Script::Unknown)
}

/// What is set for characters that no face has, in brackets: the Unicode name of one, the script of several letters, or a code for one
/// without a name.
pub(in crate::layout) fn name_of(letters: &str) -> String {
    let mut chars = letters.chars();
    let Some(first) = chars.next() else { return String::new() };
    let is_one = chars.next().is_none();
    // Names such as "CJK UNIFIED IDEOGRAPH-4E00" tell readers nothing.
    let named = unicode_names2::name(first).map(|name| name.to_string().to_lowercase()).filter(|name| is_one && !name.contains(is_digit));
    match named {
        Some(name) => format!("[{name}]"),
        None if is_script(first) => format!("[{}]", first.script().full_name().replace('_', " ")),
        None => format!("[U+{:04X}]", u32::from(first)),
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// The letter of a regional indicator: two of them are a flag.
fn letter_of_flag(c: char) -> Option<char> {
    let nth = u32::from(c).checked_sub(0x1F1E6).filter(|nth| *nth < 26)?;
    Some(char::from(b'A' + nth as u8))
}

/// The compatibility decomposition of `c`, if it is only another form of these characters.
fn nfkc(c: char) -> String {
    let mut equal = ComposingNormalizerBorrowed::new_nfkc().normalize(c.encode_utf8(&mut [0; 4])).into_owned();
    // Units such as `㎡`, whose exponent would become a plain digit.
    if matches!(c, '\u{3300}'..='\u{33FF}')
        && let Some(raised) = match equal.pop() {
            Some('2') => Some('\u{B2}'),
            Some('3') => Some('\u{B3}'),
            last => last,
        }
    {
        equal.push(raised);
    }
    equal
}

/// Superscript and subscript characters by their Unicode definition.
fn script_position(c: char) -> Option<Shift> {
    match c {
        '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}' | '\u{2071}' | '\u{2074}'..='\u{207F}' => Some(Shift::Superscript),
        '\u{2080}'..='\u{208E}' | '\u{2090}'..='\u{209C}' => Some(Shift::Subscript),
        _ => None,
    }
}

/// What a keycap (`1️⃣`, `#️⃣`) is set as, and its bytes: a digit in a circle, or the bare character.
fn keycap(rest: &str, c: char) -> Option<(char, usize)> {
    if !matches!(c, '0'..='9' | '#' | '*') {
        return None;
    }
    let after = rest[1..].trim_start_matches('\u{FE0F}').strip_prefix('\u{20E3}')?;
    let set = match c {
        '0' => '\u{24EA}',
        '1'..='9' => char::from_u32(0x2460 + u32::from(c) - u32::from('1')).unwrap_or(c),
        _ => c,
    };
    Some((set, rest.len() - after.len()))
}
