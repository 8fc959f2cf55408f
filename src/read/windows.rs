//! The encoding Windows-1252.

/// What the bytes 0x80 to 0x9f mean in Windows-1252 (WHATWG Encoding Standard, index windows-1252), from which they were copied as control
/// characters; five of them mean nothing there.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}',
    '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// Whether `c` is what a control character of Windows-1252 means.
pub(crate) fn is_from_windows(c: char) -> bool {
    !c.is_control() && WINDOWS_1252.contains(&c)
}

/// The character that a control character of Windows-1252 means; `c` itself, if it is none.
pub(super) fn from_windows(c: char) -> char {
    (c as usize).checked_sub(0x80).and_then(|at| WINDOWS_1252.get(at)).copied().unwrap_or(c)
}

/// The byte that means `c` in Windows-1252, if it is not ASCII; the five that mean nothing there are control characters.
pub(super) fn byte_of_windows(c: char) -> Option<u8> {
    let code = u8::try_from(u32::from(c)).ok().filter(|byte| *byte >= 0x80);
    code.or_else(|| WINDOWS_1252.iter().position(|known| *known == c).map(|at| at as u8 + 0x80))
}
