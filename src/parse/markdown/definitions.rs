//! Link reference definitions, `[words]: address`: unused, repeated and missing ones are reported.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{BrokenLinkCallback, Event, LinkType, Parser, Tag};

use super::guards::restored_text;
use super::notes::label_key;
use crate::diag::Diagnostic;
use crate::model::is_odd_space;
use crate::yaml::Origin;

/// How long the words before a label may be, in bytes.
const LONGEST_WORDS: usize = 300;

/// A link or a footnote reference without a definition: its range, its type and its label.
pub(super) type Broken = (Range<usize>, LinkType, String);

/// The link reference definitions of a text, and those used so far.
pub(super) struct Definitions {
    all: Vec<(String, Range<usize>)>,
    used: HashSet<String>,
    /// Offsets of lines that look like a definition but are none that counts, and whether they are shown.
    others: Vec<(usize, bool)>,
    /// Links such as `[words] [label]`, of which only `[label]` is a link.
    apart: Vec<Range<usize>>,
}

impl Definitions {
    pub(super) fn of<'t, F: BrokenLinkCallback<'t>>(parser: &Parser<'t, F>, text: &str) -> Self {
        let mut all: Vec<_> =
            parser.reference_definitions().iter().map(|(label, definition)| (restored_text(label), definition.span.clone())).collect();
        all.sort_by_key(|(_, range)| range.start);
        // Without a first definition there is no second one.
        let others = if all.is_empty() { Vec::new() } else { lines_like_definitions(text, &all) };
        Self { all, used: HashSet::new(), others, apart: Vec::new() }
    }

    /// Records the definition that a link or picture uses, and what is shown.
    pub(super) fn see(&mut self, text: &str, event: &Event<'_>, range: &Range<usize>) {
        if self.all.is_empty() {
            return;
        }
        match event {
            Event::Start(Tag::Link { id, link_type, .. } | Tag::Image { id, link_type, .. }) => {
                self.used.insert(label_key(id));
                if *link_type == LinkType::Shortcut && text[..range.start].ends_with("] ") {
                    self.apart.push(range.clone());
                }
            }
            Event::Text(_) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::FootnoteDefinition(_)) => {
                let from = self.others.partition_point(|(at, _)| *at < range.start);
                // A footnote is only its first line here: its text has its own events.
                let end = if matches!(event, Event::Start(_)) { range.start + 1 } else { range.end };
                self.others[from..].iter_mut().take_while(|(at, _)| *at < end).for_each(|(_, is_shown)| *is_shown = true);
            }
            _ => {}
        }
    }

    /// Reports definitions that nothing uses or that repeat another, and links in `broken`, which have none.
    pub(super) fn report(mut self, text: &str, origin: Origin, broken: &[Broken], diagnostics: &mut Vec<Diagnostic>) {
        // A label with an invisible character is reported itself.
        let nearly = broken.iter().filter(|(_, _, label)| label.contains(is_odd_space)).map(|(_, _, label)| label_key(label));
        self.used.extend(nearly);
        for (label, range) in self.all.iter().filter(|(label, _)| !self.used.contains(&label_key(label))) {
            let line = text[range.clone()].trim_end();
            let finding = Diagnostic::warning(
                "unused-definition",
                origin.span(range.start..range.start + line.len()),
                format!("this line is not shown: it sets the address for links written `[{label}]`, and there are none"),
            );
            diagnostics.push(match label.strip_prefix('!') {
                Some(kind) => finding.hint(format!("for a callout, remove the colon: `> [!{kind}] Title`")),
                None => finding.hint(format!("to show it, put a backslash before it: `\\[{label}]: …`; otherwise remove it")),
            });
        }
        let first: HashMap<String, &Range<usize>> = self.all.iter().map(|(label, range)| (label_key(label), range)).collect();
        for at in self.others.iter().filter(|(_, is_shown)| !is_shown).map(|(at, _)| *at) {
            let line = text[at..].split('\n').next().unwrap_or("").trim_end();
            let label = label_of(line).unwrap_or("");
            let Some(known) = first.get(&label_key(label)) else { continue };
            let message = format!("`{label}` already has an address, so this line is left out");
            let finding = Diagnostic::warning("unused-definition", origin.span(at..at + line.len()), message);
            let whole = text[known.start..].split('\n').next().unwrap_or("").trim_end().len();
            diagnostics.push(
                finding
                    .label(origin.span(known.start..known.start + whole), "the address that counts")
                    .hint("give one of them another name, or remove it"),
            );
        }
        for label in self.apart {
            let before = text[..label.start].trim_end();
            let from = before.floor_char_boundary(before.len().saturating_sub(LONGEST_WORDS));
            let Some(open) = before[from..].rfind('[').map(|at| from + at) else { continue };
            let words = &before[open..];
            let is_other = broken.binary_search_by_key(&open, |(range, ..)| range.start).is_ok();
            if is_other {
                let message = format!("a space keeps `{words}` from being part of the link after it");
                let finding = Diagnostic::warning("stray-markup", origin.span(open..label.end), message);
                let hint = format!("remove the space: `{words}{}`; to show the brackets, put a backslash before the first `[`", &text[label]);
                diagnostics.push(finding.hint(hint));
            }
        }
        let keys: HashSet<String> = first.into_keys().collect();
        let mut last_end = usize::MAX;
        for (range, kind, label) in broken {
            // `[words] [label]`, which some tools read as a link.
            let is_word = label.len() > 1 && label.starts_with(|c: char| c.is_ascii_lowercase()) && !label.contains(char::is_whitespace);
            let is_apart = is_word && text.get(last_end..range.start) == Some(" ");
            last_end = range.end;
            let shown = text.get(range.clone()).unwrap_or("");
            let place = origin.span(range.clone());
            let is_number = !label.is_empty() && label.len() <= 3 && label.bytes().all(|byte| byte.is_ascii_digit());
            let clean = shown.replace(is_odd_space, "");
            if clean.len() < shown.len() && matches!(kind, LinkType::Reference | LinkType::Collapsed) && keys.contains(&label_key(label)) {
                let message = "there is an invisible character in this link, so that its address is not found";
                let finding = Diagnostic::warning("undefined-reference", place, message).hint(format!("type it again: `{clean}`"));
                diagnostics.push(if matches!(origin, Origin::At(..)) { finding.suggest(place, clean) } else { finding });
                continue;
            }
            let (message, hint) = match kind {
                LinkType::Shortcut if is_apart => (
                    format!("there is no address for `{label}`, so readers see the square brackets"),
                    "write `[words](02-plan.md)`, with the address in round brackets; to show the brackets, put a backslash before each `[`"
                        .to_owned(),
                ),
                LinkType::Reference | LinkType::Collapsed => (
                    format!("there is no address for `{label}`, so readers see the square brackets"),
                    format!(
                        "write the address in round brackets, as in `[words](02-plan.md)`, or add a line `[{label}]: 02-plan.md`; to show the brackets, put a backslash before each `[`"
                    ),
                ),
                LinkType::Shortcut if is_number => (
                    format!("`{shown}` is neither a link nor a footnote, so readers see only the number in its brackets"),
                    format!(
                        "for a footnote write `[^{label}]` here, and its words on a line that starts with `[^{label}]: `; to show the brackets, write `\\[{label}]`"
                    ),
                ),
                _ => continue,
            };
            diagnostics.push(Diagnostic::warning("undefined-reference", place, message).hint(hint));
        }
    }
}

/// Offsets of the lines of `text` that look like a definition of a label in `all`, apart from those definitions themselves.
fn lines_like_definitions(text: &str, all: &[(String, Range<usize>)]) -> Vec<(usize, bool)> {
    let starts: HashSet<usize> = all.iter().map(|(_, range)| range.start).collect();
    let keys: HashSet<String> = all.iter().map(|(label, _)| label_key(label)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start_matches([' ', '>', '\t']).len();
        at += line.len();
        let is_repeat = label_of(&text[start..at]).is_some_and(|label| !starts.contains(&start) && keys.contains(&label_key(label)));
        if is_repeat {
            found.push((start, false));
        }
    }
    found
}

/// The label of a line `[label]: address`.
fn label_of(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('[').filter(|rest| !rest.starts_with('^'))?;
    let (label, _) = rest.split_once("]:")?;
    (!label.contains(['[', ']'])).then_some(label)
}
