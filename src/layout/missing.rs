//! Findings about characters that no face has.

use std::collections::{HashMap, HashSet};

use unicode_script::{Script, UnicodeScript};

use super::characters::name_of;
use super::invisible::is_unprintable;
use super::rich_text::Missing;
use crate::diag::Diagnostic;
use crate::span::Span;

/// How many characters of a script are named before the rest is counted.
const MOST_NAMED: usize = 3;

/// Reports characters that no face has, those of one script in one place together, and those that no face can have.
pub(super) fn missing_characters(missing: Vec<Missing>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut places: HashMap<(Option<Span>, Script), usize> = HashMap::new();
    let mut found: Vec<(Option<Span>, Script, Vec<char>)> = Vec::new();
    let mut faults = Vec::new();
    for Missing { character, span, place } in missing {
        if !seen.insert((character, span)) {
            continue;
        }
        if is_unprintable(character) {
            faults.push(unprintable(character, place));
        } else {
            let script = character.script();
            let at = *places.entry((span, script)).or_insert(found.len());
            if at == found.len() {
                found.push((place, script, Vec::new()));
            }
            found[at].2.push(character);
        }
    }
    for (span, script, characters) in found {
        // Titles, settings and figures no longer have spans. Their characters are searched for one by one, if they are few.
        match &characters[..] {
            few if span.is_none() && few.len() <= MOST_NAMED => faults.extend(few.iter().map(|one| missing_of(script, &[*one], span))),
            all => faults.push(missing_of(script, all, span)),
        }
    }
    faults
}

fn unprintable(character: char, span: Option<Span>) -> Diagnostic {
    let message = format!("there is a character here that cannot be seen (U+{:04X}), so its code is printed", u32::from(character));
    absent(span, Some(character), message)
        .hint("it came in with words that were copied from elsewhere: delete the words around it and type them again")
}

fn missing_of(script: Script, characters: &[char], span: Option<Span>) -> Diagnostic {
    let one = |character: &char| match script {
        Script::Unknown => format!("U+{:04X}", u32::from(*character)),
        _ => format!("`{character}` (U+{:04X})", u32::from(*character)),
    };
    let named: Vec<String> = characters.iter().take(MOST_NAMED).map(one).collect();
    let others = match characters.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        1 => " and 1 other".to_owned(),
        many => format!(" and {many} others"),
    };
    let (noun, all) = if characters.len() == 1 { ("character", "it") } else { ("characters", "them") };
    let kind = match script {
        Script::Common | Script::Inherited => String::new(),
        Script::Unknown => ", which only some fonts know,".to_owned(),
        script => format!(" of the script {}", script.full_name().replace('_', " ")),
    };
    let instead = match characters {
        [one] => format!("`{}`", name_of(one.encode_utf8(&mut [0; 4]))),
        _ if script == Script::Unknown => "their codes".to_owned(),
        _ => "names in brackets".to_owned(),
    };
    let comma = if kind.ends_with(',') { "" } else { "," };
    let message = format!("no font has the {noun} {}{others}{kind}{comma} so print shows {instead}", named.join(", "));
    absent(span, characters.first().copied(), message).hint(match script {
        Script::Unknown => "delete it, or type what was meant: it is often a bullet or an icon from a word processor".to_owned(),
        _ => format!("add a font that has {all} to the theme (`theme.yaml: fonts`), or write it in other words"),
    })
}

fn absent(span: Option<Span>, sought: Option<char>, message: String) -> Diagnostic {
    Diagnostic { sought, ..Diagnostic::warning("no-glyph", span, message) }
}
