//! Patterns of dates that were never filled in: `DD/MM/YYYY`, `xx/xx/2024`, `XX Month 2024`.

use super::gaps::MONTHS;
use super::kind::last_word;

/// The longest pattern, in bytes.
const LONGEST: usize = 40;

/// The exclusive end of such a pattern, which begins at `at`, the start of a word.
pub(super) fn pattern(text: &str, at: usize) -> Option<usize> {
    let end = numbers(text, at).or_else(|| words(text, at))?;
    // A form may say how a date is to be written.
    if text[..at].ends_with(['(', '/', '-', '.', '@', '\\', ':']) || matches!(last_word(&text[..at]), "format" | "form" | "as" | "like") {
        return None;
    }
    let after = &text[end..];
    let goes_on = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '@')) || after.trim_start().starts_with("format");
    (!goes_on).then_some(end)
}

/// `DD/MM/YYYY`, `xx.xx.2024`, `YYYY-MM-DD`, `00/00/0000`.
fn numbers(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut end, mut gaps, mut letters, mut longest) = (at, 0, 0, 0);
    let mut sign = None;
    for nth in 0..3 {
        if nth > 0 {
            let byte = *bytes.get(end).filter(|byte| matches!(byte, b'/' | b'-' | b'.') && sign.is_none_or(|sign| sign == **byte))?;
            sign = Some(byte);
            end += 1;
        }
        let length = bytes[end..].iter().take(5).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'?')).count();
        let part = text.get(end..end + length)?;
        let is_digits = part.bytes().all(|byte| byte.is_ascii_digit());
        let is_gap = is_blank(part) || part.len() == 4 && part.starts_with("20") && is_blank(&part[2..]);
        if !(1..=4).contains(&length) || !is_digits && !is_gap {
            return None;
        }
        gaps += usize::from(is_gap);
        letters += if is_gap { length } else { 0 };
        longest = longest.max(length);
        end += length;
    }
    (gaps > 1 && letters > 3 && longest > 1).then_some(end)
}

/// One sign, repeated: `dd`, `XX`, `00`, `__`.
fn is_blank(part: &str) -> bool {
    let first = part.bytes().next().unwrap_or(b' ').to_ascii_lowercase();
    matches!(first, b'd' | b'm' | b'y' | b'x' | b'0' | b'_' | b'?') && part.bytes().all(|byte| byte.eq_ignore_ascii_case(&first))
}

/// `DD Month YYYY`, `XX Month 2024`, `dd March 2025`.
fn words(text: &str, at: usize) -> Option<usize> {
    let reach = &text[at..text.floor_char_boundary((at + LONGEST).min(text.len()))];
    let mut words = reach.split([' ', '\u{a0}', '\n']);
    let day = words.next().filter(|day| matches!(*day, "DD" | "dd" | "XX" | "xx" | "X" | "D" | "d" | "__" | "??"))?;
    let month = words.next()?;
    let bare = month.trim_end_matches([',', '.', ';']);
    let is_pattern = matches!(bare, "Month" | "month" | "MONTH" | "MMM" | "MMMM" | "mmm" | "mmmm");
    let is_date = is_pattern || matches!(day, "DD" | "dd") && MONTHS.contains(&bare);
    if !is_date {
        return None;
    }
    let year = words.next().map_or("", |year| year.trim_end_matches([',', '.', ';', ')', ':']));
    let is_year =
        bare == month && year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'X' | b'x' | b'Y' | b'y' | b'_'));
    // Separators are of one byte, but for a no-break space.
    let length = |parts: &[&str]| {
        let mut end = at;
        for part in parts {
            end += text[end..].find(part).unwrap_or(0) + part.len();
        }
        end
    };
    Some(if is_year { length(&[day, month, year]) } else { length(&[day, bare]) })
}
