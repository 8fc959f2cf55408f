//! Characters of symbol fonts, which are letters of other fonts in the file.

/// The character of Unicode for a character of a symbol font; none if it is not known.
pub(super) fn character(font: &str, code: u32) -> Option<char> {
    // Word moves these fonts into the private use area.
    let code = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let known: &[(u32, char)] = match font.to_lowercase().as_str() {
        "wingdings" => &[
            (0x6c, '●'),
            (0x6e, '■'),
            (0x6f, '☐'),
            (0x71, '❑'),
            (0x72, '❒'),
            (0x75, '◆'),
            (0x76, '❖'),
            (0xa7, '▪'),
            (0xa8, '☐'),
            (0xd8, '➢'),
            (0xe0, '→'),
            (0xdf, '←'),
            (0xe8, '➔'),
            (0xf0, '⇨'),
            (0xfb, '✗'),
            (0xfc, '✓'),
            (0xfd, '☒'),
            (0xfe, '☑'),
            (0x28, '☎'),
            (0x2a, '✉'),
            (0x4a, '☺'),
            (0x46, '☞'),
            (0xab, '★'),
        ],
        "wingdings 2" => &[(0x50, '✓'), (0x4f, '✗'), (0x52, '☑'), (0x53, '☒'), (0xa3, '☐'), (0x97, '●')],
        "symbol" => &[
            (0xb7, '•'),
            (0xb0, '°'),
            (0xb1, '±'),
            (0xa3, '≤'),
            (0xb3, '≥'),
            (0xb4, '×'),
            (0xb8, '÷'),
            (0xb9, '≠'),
            (0xbb, '≈'),
            (0xae, '→'),
            (0xac, '←'),
            (0xad, '↑'),
            (0xaf, '↓'),
            (0xd4, '™'),
            (0xd2, '®'),
            (0xd3, '©'),
            (0x61, 'α'),
            (0x62, 'β'),
            (0x6d, 'µ'),
            (0x70, 'π'),
            (0x53, 'Σ'),
            (0x44, 'Δ'),
            (0x57, 'Ω'),
            (0xa5, '∞'),
            (0x2d, '\u{2212}'),
            (0xd6, '√'),
        ],
        _ => return char::from_u32(code).filter(|c| code >= 0x20 && !c.is_control() && !is_private(*c)),
    };
    known.iter().find(|(known, _)| *known == code).map(|(_, c)| *c)
}

fn is_private(c: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&c)
}

/// Text in which characters of symbol fonts are those of Unicode.
pub(super) fn without_private(text: &str) -> String {
    let replace =
        |c: char| if is_private(c) { character("symbol", c.into()).or_else(|| character("wingdings", c.into())).unwrap_or('\u{25a1}') } else { c };
    // What no text has is not passed on.
    text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).map(replace).collect()
}
