//! Syllable counts for English words.

/// Estimates the number of syllables in an English word; at least one.
///
/// Parts of a compound are counted separately, an abbreviation in capitals is spelled out, and a number counts as one. The rules are
/// heuristics; tests/README.md gives their accuracy.
pub(super) fn syllables(word: &str) -> u32 {
    let parts = word.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '\u{2019}'));
    parts.filter(|part| part.contains(char::is_alphanumeric)).map(of_word).sum::<u32>().max(1)
}

fn of_word(word: &str) -> u32 {
    if word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        // "W" alone has three.
        return word.bytes().map(|byte| if byte == b'W' { 3 } else { 1 }).sum();
    }
    let lower = word.to_lowercase().replace('\u{2019}', "'");
    let stem = lower.strip_suffix("'s").unwrap_or(&lower).trim_matches('\'');
    let letters: Vec<char> = stem.chars().collect();
    (groups(&letters) + apart(&letters)).saturating_sub(silent(stem)).max(1)
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || !c.is_ascii() && c.is_alphabetic()
}

fn is_consonant(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphabetic() && !is_vowel(c))
}

/// Counts runs of vowels. A `u` after `q` is not a vowel, nor is a `y` before a vowel: "quite", "beyond".
fn groups(letters: &[char]) -> u32 {
    let is_spoken = |at: usize| match letters[at] {
        'y' => !letters.get(at + 1).copied().is_some_and(is_vowel),
        'u' => at == 0 || letters[at - 1] != 'q',
        c => is_vowel(c),
    };
    (0..letters.len()).filter(|at| is_spoken(*at) && (*at == 0 || !is_spoken(at - 1))).count() as u32
}

/// Counts adjacent vowels that form two syllables: "area", "being", "science", but not "social", "people", "believe".
fn apart(letters: &[char]) -> u32 {
    let are_apart = |at: usize| {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after = &letters[(at + 2).min(letters.len())..];
        let is_soft = before.is_some_and(|c| matches!(c, 'c' | 't' | 's' | 'g' | 'x'));
        match (letters[at], letters[at + 1]) {
            ('i', 'a') => !after.starts_with(&['g', 'e']) && (!is_soft || after.starts_with(&['t'])),
            ('i', 'o') => !(is_soft || before == Some('l') && after.starts_with(&['n'])),
            ('i', 'u') => true,
            ('i', 'e') => match after {
                ['t', ..] | ['n', 't' | 'c', ..] => !is_soft,
                _ => matches!(after, ['r'] | ['r', 's'] | ['s', 't']),
            },
            ('e', 'o') => !matches!(after, ['p' | 'u', ..] | ['n']),
            ('e', 'a') => {
                at > 1 && matches!(after, [] | ['s']) || before == Some('r') && (at > 1 && letters[at - 2] == 'c' || matches!(after, ['l', 'i', ..]))
            }
            ('e', 'u') => after.starts_with(&['m']),
            ('e' | 'o', 'i') => after.starts_with(&['n', 'g']),
            ('u', 'a') => !before.is_some_and(|c| matches!(c, 'g' | 'q' | 's')),
            ('u', 'o') => before != Some('q') && after.starts_with(&['u']),
            ('u', 'e') => before != Some('q') && matches!(after, ['n' | 'l', _, ..] | ['l']),
            ('y', 'a' | 'e' | 'i' | 'o' | 'u') => is_consonant(before),
            _ => false,
        }
    };
    (1..letters.len()).filter(|at| are_apart(at - 1)).count() as u32
}

/// Endings before which the `e` of the stem is silent.
const ENDINGS: [&str; 16] =
    ["ment", "ments", "ly", "ful", "fully", "less", "ness", "where", "one", "thing", "body", "time", "times", "day", "word", "work"];

/// Counts silent `e`s: "care", "joined", "statement", "everyone".
fn silent(word: &str) -> u32 {
    let ends_silent = |stem: &str| is_consonant(stem.chars().next_back()) || ["ay", "ey", "oy"].iter().any(|end| stem.ends_with(end));
    let last = if let Some(stem) = word.strip_suffix('e') {
        let speaks =
            stem.ends_with('l') && is_consonant(stem.chars().nth_back(1)) && !stem.ends_with("ll") || stem.ends_with("tr") || stem.ends_with("br");
        ends_silent(stem) && !speaks
    } else if let Some(stem) = word.strip_suffix("es") {
        let speaks = stem.ends_with(['s', 'c', 'z', 'x', 'g']) || stem.ends_with("ch") || stem.ends_with("sh") || is_syllabic_l(stem);
        ends_silent(stem) && !speaks
    } else if let Some(stem) = word.strip_suffix("ed") {
        ends_silent(stem) && !stem.ends_with(['t', 'd']) && !is_syllabic_l(stem)
    } else {
        false
    };
    let inner = ENDINGS.iter().any(|ending| word.strip_suffix(ending).and_then(|stem| stem.strip_suffix('e')).is_some_and(ends_silent));
    let every = word.starts_with("every") && word.len() > 5;
    u32::from(last) + u32::from(inner || every)
}

/// Whether the `l` is syllabic, with or without its `e`: "table", "people".
fn is_syllabic_l(stem: &str) -> bool {
    stem.ends_with('l') && !stem.ends_with("ll") && is_consonant(stem.chars().nth_back(1))
}

#[cfg(test)]
mod tests {
    use super::syllables;

    #[test]
    fn syllables_of_english_words() {
        let words = [
            (
                1,
                "care cares joined played eyes place school through years 2022 13% straight views lives help planned warm worked boards quite tea piece",
            ),
            (2, "people table tables patient social region nations lately careful between being doing centre million statement's"),
            (3, "services enabled area areas ICP easier audience studying period various video everyone"),
            (4, "community geography material long-established equality's"),
        ];
        for (expected, words) in words {
            let counted: Vec<(&str, u32)> = words.split(' ').map(|word| (word, syllables(word))).collect();
            assert!(counted.iter().all(|(_, count)| *count == expected), "{expected}: {counted:?}");
        }
    }
}
