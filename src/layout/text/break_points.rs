//! Where lines may end inside addresses and long codes, and where they may not: inside a figure.

/// A word of fewer bytes has a line of its own anywhere.
const LONG: usize = 20;
/// The fewest characters between two places where a line may end.
const APART: usize = 3;

/// Marks the end of a line that is allowed: zero width space.
const ALLOWED: char = '\u{200B}';
/// Keeps a line from ending: word joiner.
const FORBIDDEN: char = '\u{2060}';

/// Adds words to a buffer, with places where long ones may be broken: after a slash or a hyphen, before other marks, as addresses are
/// divided in print (The Chicago Manual of Style, 7.46). Such marks are never seen, read or copied.
///
/// A line does not end between a word such as "Table" and its number, nor, with `keep_dates`, between the day and the month of a date.
pub(in crate::layout) fn push(buffer: &mut String, words: &str, keep_dates: bool) {
    let mut numbers = memchr::memchr_iter(b' ', words.as_bytes()).filter(|at| words.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit));
    let is_plain = !words.split(' ').any(|word| word.len() >= LONG);
    if is_plain && !numbers.any(|at| is_reference(&words[..at]) || keep_dates && is_year(&words[at + 1..])) {
        buffer.push_str(words);
        return;
    }
    let mut start = 0;
    for word in words.split_inclusive([' ', '\n']) {
        let begins_with_digit = word.starts_with(|c: char| c.is_ascii_digit());
        let before = words[..start].strip_suffix(' ');
        let is_kept = |before| begins_with_digit && is_reference(before) || keep_dates && is_day(before) && is_month_and_year(&words[start..]);
        if before.is_some_and(is_kept) {
            buffer.push(FORBIDDEN);
        }
        start += word.len();
        if word.len() >= LONG && word.bytes().any(|byte| byte.is_ascii_alphabetic()) { long(buffer, word) } else { buffer.push_str(word) }
    }
}

/// Whether `before` ends in the number of a day: `3`, `21`, `1st`, `1er`, `3.`.
fn is_day(before: &str) -> bool {
    let word = before.rsplit([' ', '\n', '(']).next().unwrap_or("");
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let ending = &word[digits..];
    (1..=2).contains(&digits) && ending.len() <= 2 && ending.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | 'º'))
}

/// Whether words begin with a name and a year.
fn is_month_and_year(words: &str) -> bool {
    words.split_once(' ').is_some_and(|(month, rest)| !month.is_empty() && month.chars().all(|c| c.is_alphabetic() || c == '.') && is_year(rest))
}

/// Whether words begin with a year.
fn is_year(words: &str) -> bool {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && matches!(words.as_bytes()[0], b'1' | b'2')
}

fn long(buffer: &mut String, word: &str) {
    let mut since = 0;
    let mut before = ' ';
    let mut rest = word.chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next().unwrap_or(' ');
        let is_before = matches!(c, '.' | '_' | '@' | '?' | '&' | '=' | '#' | '%' | '~') && before.is_alphanumeric() && next.is_alphanumeric();
        if since >= APART && is_before && rest.clone().take(APART).count() == APART {
            buffer.push(ALLOWED);
            since = 0;
        }
        buffer.push(c);
        since += 1;
        if since >= APART && matches!(c, '/' | '-' | '\\') && next.is_alphanumeric() && rest.clone().take(APART).count() == APART {
            buffer.push(ALLOWED);
            since = 0;
        }
        before = c;
    }
}

/// Words that are followed by the number of what they refer to, in the languages that strategies are written in most: English, Welsh,
/// Scottish Gaelic, Irish, French, German, Spanish, Portuguese, Italian, Dutch, Polish and Romanian.
#[rustfmt::skip]
const REFERENCES: [&str; 102] = [
    "table", "tables", "figure", "figures", "fig", "chart", "box", "map", "section", "sections", "chapter", "chapters", "annex", "appendix",
    "part", "page", "pages", "paragraph", "paragraphs", "para", "action", "priority", "goal", "objective", "recommendation", "no", "p", "pp",
    "tabl", "ffigur", "siart", "adran", "pennod", "atodiad", "rhan", "tudalen", "paragraff", "blwch", "cam",
    "clàr", "figear", "earrann", "caibideil", "duilleag", "pàipear",
    "tábla", "fíor", "cuid", "caibidil", "aguisín", "leathanach", "lch", "alt",
    "tableau", "graphique", "carte", "chapitre", "partie", "annexe", "paragraphe", "encadré", "n°", "nº",
    "tabelle", "abbildung", "abb", "tab", "abschnitt", "kapitel", "anhang", "anlage", "seite", "seiten", "s", "nr", "absatz", "teil", "ziffer",
    "tabla", "figura", "gráfico", "sección", "capítulo", "anexo", "página", "apartado",
    "tabela", "gráfica", "seção", "secção", "tabella", "sezione", "capitolo", "allegato", "pagina",
    "tabel", "figuur", "hoofdstuk", "bijlage", "rysunek", "rozdział", "strona",
];

/// Whether `before` ends in a word, perhaps with a full stop, after which a number belongs.
fn is_reference(before: &str) -> bool {
    let before = before.strip_suffix('.').unwrap_or(before);
    let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '°').next().unwrap_or("");
    word.len() <= 20 && !word.is_empty() && REFERENCES.contains(&word.to_lowercase().as_str())
}

/// The share of its text that the longest word takes up, if there is a place where that may be divided.
pub(in crate::layout) fn longest(text: &str) -> Option<f32> {
    let words = text.split(' ').filter(|word| word.contains(ALLOWED));
    words.map(str::len).max().map(|length| length as f32 / text.len() as f32)
}

/// Adds words without any place where a line may end.
pub(in crate::layout) fn push_whole(buffer: &mut String, words: &str) {
    for c in words.chars() {
        buffer.push(c);
        if c == ' ' || c == '-' {
            buffer.push(FORBIDDEN);
        }
    }
}

/// Whether words are one figure, such as `£1 400 000`, `12.5 %`, `£1.2m`, `3 km` or a telephone number.
pub(in crate::layout) fn is_figure(words: &str) -> bool {
    let number = words.trim_end_matches(char::is_alphabetic);
    // Brackets enclose a negative figure with its unit.
    let number = if number.len() == words.len() { words.strip_suffix(')').unwrap_or(words).trim_end_matches(char::is_alphabetic) } else { number };
    let unit = words[number.len()..].chars().filter(|c| c.is_alphabetic()).count();
    let is_part = |c: char| c.is_ascii_digit() || " \u{a0}\u{202f}+-\u{2013}\u{2212}().,/%£€$:±<>°".contains(c);
    words.len() <= 30 && unit <= 3 && number.bytes().any(|byte| byte.is_ascii_digit()) && number.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::{is_figure, push};

    fn divided(words: &str) -> String {
        let mut buffer = String::new();
        push(&mut buffer, words, true);
        buffer.replace('\u{200B}', "|")
    }

    #[test]
    fn addresses_and_codes_break_at_their_marks() {
        assert_eq!(divided("a plain word"), "a plain word");
        assert_eq!(divided("See https://www.example.org/help/me_now?id=12345."), "See https://|www|.example|.org/|help/|me_now|?id|=12345.");
        assert_eq!(divided("first.last.name@department.example.org"), "first|.last|.name|@department|.example|.org");
        assert_eq!(divided("PLAN/2024-0345/B_annex_17"), "PLAN/|2024-|0345/|B_annex_17");
        assert_eq!(divided("1,234,567,890,123,456,789"), "1,234,567,890,123,456,789");
    }

    #[test]
    fn numbers_stay_with_the_words_before_them() {
        let kept = |words: &str| {
            let mut buffer = String::new();
            push(&mut buffer, words, true);
            buffer.contains('\u{2060}')
        };
        for words in ["(Table 2", "see Figures 3 and 4", "on p. 12", "SECTION 4.1", "gweler Tabl 2", "siehe Abb. 3", "voir le tableau 2", "No. 5"] {
            assert!(kept(words), "{words}");
        }
        for words in ["at the table", "stable 2", "homes 2", "in 2025", "A4 page", "e. 2"] {
            assert!(!kept(words), "{words}");
        }
    }

    #[test]
    fn a_day_stays_with_its_month() {
        let kept = |words: &str| {
            let mut buffer = String::new();
            push(&mut buffer, words, true);
            buffer.contains('\u{2060}')
        };
        for words in ["on 3 March 2023", "13 February 2023.", "(1 May 2024)", "le 1er mars 2024", "3. Mai 2025", "2 January\n2024, 5 June 2025"] {
            assert!(kept(words), "{words}");
        }
        for words in ["March 2023", "130 homes 2024", "3 homes", "from 2023 to 2028", "3 March 23"] {
            assert!(!kept(words), "{words}");
        }
    }

    #[test]
    fn figures_are_recognised() {
        assert!(["£1 400 000", "12.5 %", "01632 960001", "+44 (0)1632 960 001", "£1.2m", "(1.5 bn)", "3 km", "20 °C"].into_iter().all(is_figure));
        assert!(["12 homes", "--", "", "2024 to 2028", "A4", "km"].into_iter().all(|words| !is_figure(words)));
    }
}
