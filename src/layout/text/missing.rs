//! Findings about characters that no face has.

use std::collections::{HashMap, HashSet};

use unicode_script::{Script, UnicodeScript};

use super::characters::name_of;
use super::invisible::is_unprintable;
use super::rich_text::Missing;
use crate::diag::{Diagnostic, unseen};
use crate::span::Span;

/// How many characters of a script are named before the rest is counted.
const MOST_NAMED: usize = 3;
/// In how many places a script without a font is reported. If there are more, there is one finding for all.
const MOST_PLACES: usize = 3;

/// Characters of a script that no face has.
struct Lacking {
    place: Option<Span>,
    script: Script,
    characters: Vec<char>,
    /// Further places where there are such characters.
    others: usize,
}

/// Reports characters that no face has, those of one script in one place together, and those that no face can have. A script that is
/// missing throughout is reported once.
pub(in crate::layout) fn missing_characters(missing: Vec<Missing>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut places: HashMap<(Option<Span>, Script), usize> = HashMap::new();
    let mut found: Vec<Lacking> = Vec::new();
    let mut scripts: Vec<Script> = missing.iter().map(|missing| missing.character.script()).filter(|script| is_written(*script)).collect();
    scripts.sort_by_key(|script| script.short_name());
    scripts.dedup();
    let mut faults = Vec::new();
    for Missing { character, span, place } in missing {
        if !seen.insert((character, span)) {
            continue;
        }
        if unseen(character).is_some() {
            // Reported wherever text is read.
        } else if is_unprintable(character) {
            faults.push(unprintable(character, place));
        } else {
            let script = script_of(character, &scripts);
            let at = *places.entry((span, script)).or_insert(found.len());
            if at == found.len() {
                found.push(Lacking { place, script, characters: Vec::new(), others: 0 });
            }
            found[at].characters.push(character);
        }
    }
    for lacking in merged(found) {
        // Titles, settings and figures no longer have spans. Their characters are searched for one by one, if they are few.
        let is_sought = lacking.place.is_none() && lacking.others == 0 && lacking.characters.len() <= MOST_NAMED;
        if is_sought {
            faults.extend(lacking.characters.iter().map(|one| missing_of(&Lacking { characters: vec![*one], ..lacking })));
        } else {
            faults.push(missing_of(&lacking));
        }
    }
    faults
}

/// Whether a character means what a font says (Unicode 16.0, general category Co).
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Whether a script is that of a language.
fn is_written(script: Script) -> bool {
    !matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

/// The script of a character; for punctuation of few scripts, one of those that are missing.
fn script_of(character: char, missing: &[Script]) -> Script {
    let (script, extension) = (character.script(), character.script_extension());
    if is_written(script) || extension.is_common() || extension.is_inherited() {
        return script;
    }
    missing.iter().copied().find(|script| extension.contains_script(*script)).unwrap_or(script)
}

/// Joins what is found of each script that is missing in many places, at the first of them.
fn merged(found: Vec<Lacking>) -> Vec<Lacking> {
    let mut places: HashMap<Script, usize> = HashMap::new();
    found.iter().filter(|lacking| is_written(lacking.script)).for_each(|lacking| *places.entry(lacking.script).or_default() += 1);
    let mut firsts: HashMap<Script, usize> = HashMap::new();
    let mut merged: Vec<Lacking> = Vec::new();
    for lacking in found {
        let count = places.get(&lacking.script).copied().unwrap_or(0);
        match firsts.get(&lacking.script) {
            Some(first) if count > MOST_PLACES => {
                let first = &mut merged[*first];
                let new: Vec<char> = lacking.characters.into_iter().filter(|one| !first.characters.contains(one)).collect();
                first.characters.extend(new);
            }
            _ => {
                firsts.insert(lacking.script, merged.len());
                merged.push(Lacking { others: if count > MOST_PLACES { count - 1 } else { 0 }, ..lacking });
            }
        }
    }
    merged
}

fn unprintable(character: char, span: Option<Span>) -> Diagnostic {
    let message = format!("there is a character here that cannot be seen (U+{:04X}), so its code is printed", u32::from(character));
    absent(span, Some(character), message)
        .hint("it came in with words that were copied from elsewhere: delete the words around it and type them again")
}

fn missing_of(lacking: &Lacking) -> Diagnostic {
    let Lacking { place: span, script, characters, others: other_places } = lacking;
    let (span, script) = (*span, *script);
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
        Script::Unknown if characters.iter().all(|c| is_private(*c)) => ", which only some fonts know,".to_owned(),
        Script::Unknown => ", which Unicode does not define,".to_owned(),
        script => format!(" of the script {}", script.full_name().replace('_', " ")),
    };
    let instead = match &characters[..] {
        [one] => format!("`{}`", name_of(one.encode_utf8(&mut [0; 4]))),
        _ if script == Script::Unknown => "their codes".to_owned(),
        _ => "names in brackets".to_owned(),
    };
    let comma = if kind.ends_with(',') { "" } else { "," };
    let places = if *other_places > 0 { format!(" here and in {other_places} other places{comma}") } else { comma.to_owned() };
    let message = format!("no font has the {noun} {}{others}{kind}{places} so print shows {instead}", named.join(", "));
    absent(span, characters.first().copied(), message).hint(match script {
        Script::Unknown if characters.iter().all(|c| is_private(*c)) => {
            "delete it, or type what was meant: it is often a bullet or an icon from a word processor".to_owned()
        }
        Script::Unknown => "delete it, or type what was meant".to_owned(),
        script if is_written(script) && *other_places > 0 => {
            let name = script.full_name().replace('_', " ");
            format!("add a font for {name} to the theme, such as Noto Sans {name}: `theme.yaml` lists the files under `fonts`")
        }
        _ => format!("add a font that has {all} to the theme (`theme.yaml: fonts`), or write it in other words"),
    })
}

fn absent(span: Option<Span>, sought: Option<char>, message: String) -> Diagnostic {
    Diagnostic { sought, ..Diagnostic::warning("no-glyph", span, message) }
}
