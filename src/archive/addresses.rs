//! Addresses of the last released version that the version being written lacks, each with the page that took over.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::version::Archived;
use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, Chapter, Draft, Label, NodeId, Version, page_address, section_address};
use crate::span::{SourceMap, Span};

/// Pages of `earlier` whose addresses are neither pages nor `aliases` of `draft`. If another page has most of its passages, or
/// is new and has its title, an alias is suggested there; otherwise the author is told at the row of the version.
pub(super) fn check(earlier: &Archived, draft: &Draft, map: &SourceMap) -> Vec<Diagnostic> {
    let known: HashMap<String, &Chapter<Label>> = addressed(&earlier.draft).collect();
    let now: BTreeMap<String, &Chapter<Label>> = addressed(draft).collect();
    let others = draft.home.iter().chain(&draft.statement);
    let claimed: HashSet<&str> = now.values().copied().chain(others).flat_map(|text| &text.front.aliases).map(|(alias, _)| alias.as_str()).collect();
    let is_gone = |address: &str| !now.contains_key(address) && !claimed.contains(address);
    let gone: BTreeMap<&str, &Chapter<Label>> =
        known.iter().filter(|(address, _)| is_gone(address)).map(|(address, text)| (address.as_str(), *text)).collect();
    let former = known.iter().flat_map(|(address, text)| text.front.aliases.iter().map(move |(alias, _)| (alias.as_str(), address.as_str())));
    let dropped = former.filter(|(alias, _)| is_gone(alias) && !known.contains_key(*alias));
    if gone.is_empty() && dropped.clone().next().is_none() {
        return Vec::new();
    }

    let mut places: HashMap<NodeId, &str> = HashMap::new();
    for (address, text) in &now {
        each(&text.body, &mut |block| {
            places.insert(block.id, address);
        });
    }
    let mut moved: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut lost = Vec::new();
    for (address, text) in &gone {
        let successor = successor(text, &places).or_else(|| {
            let mut same = now.iter().filter(|(there, new)| !known.contains_key(*there) && new.front.title == text.front.title);
            same.next().filter(|_| same.next().is_none()).map(|(there, _)| there.as_str())
        });
        match successor {
            Some(successor) => moved.entry(successor).or_default().push(address),
            None => lost.push((*address, &*text.front.title)),
        }
    }
    // An alias that was published belongs to whatever its page is now.
    for (alias, address) in dropped {
        let page = if now.contains_key(address) { Some(address) } else { known.get(address).and_then(|text| successor(text, &places)) };
        if let Some(page) = page {
            moved.entry(page).or_default().push(alias);
        }
    }
    let version = &earlier.version;
    let moved = moved.into_iter().filter_map(|(page, mut old)| {
        old.sort_unstable();
        Some(proposal(now.get(page)?, &old, version, map))
    });
    let current = draft.settings.current();
    let lost = lost.into_iter().map(|(address, title)| {
        let message = format!("the page \u{201c}{title}\u{201d} (`{address}`) of version {version} is gone");
        Diagnostic::new(Severity::Info, "former-address", current.span, message)
            .hint(format!("if another page has taken its place, add `aliases: [{address}]` to the front matter of that page"))
            .hint("otherwise nothing needs to be done: old links lead to a page that says it was removed")
    });
    moved.chain(lost).collect()
}

/// Chapters, sections and pages, by address.
fn addressed(draft: &Draft) -> impl Iterator<Item = (String, &Chapter<Label>)> {
    let chapters = draft.chapters.iter().flat_map(|chapter| {
        let sections = chapter.sections.iter().map(|section| (section_address(&chapter.slug, &section.slug), section));
        std::iter::once((page_address(&chapter.slug), &**chapter)).chain(sections)
    });
    chapters.chain(draft.pages.iter().map(|page| (page_address(&page.slug), page)))
}

/// The address of the page that has more than half of the blocks of `text`.
fn successor<'a>(text: &Chapter<Label>, places: &HashMap<NodeId, &'a str>) -> Option<&'a str> {
    let mut took: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = 0;
    each(&text.body, &mut |block| {
        all += 1;
        if let Some(place) = places.get(&block.id) {
            *took.entry(place).or_default() += 1;
        }
    });
    took.into_iter().find(|(_, count)| count * 2 > all).map(|(place, _)| place)
}

fn each(blocks: &[Block<Label>], see: &mut dyn FnMut(&Block<Label>)) {
    for block in blocks {
        see(block);
        block.kind.each_list(&mut |list| each(list, see));
    }
}

/// Proposes the addresses `old` as aliases of `page`.
fn proposal(page: &Chapter<Label>, old: &[&str], version: &Version, map: &SourceMap) -> Diagnostic {
    let list = old.join(", ");
    let quoted: Vec<String> = old.iter().map(|address| format!("`{address}`")).collect();
    let message = match &*quoted {
        [one] => format!("this page was {one} in version {version}, and nothing here says so"),
        many => format!("the pages {} of version {version} are part of this page now, and nothing here says so", many.join(", ")),
    };
    let file = map.file(page.file);
    let finding = Diagnostic::warning("former-address", page.front.title_span, message);
    let Some(front) = front_matter(&file.text) else {
        return finding.hint(format!("add `{list}` to `aliases` in its front matter: old links then lead here"));
    };
    let at = |at: usize, text: String| (Span::new(page.file, at..at), text);
    let suggestion = match page.front.aliases.last() {
        None => (!front.lines().any(|line| line.trim_start().starts_with("aliases"))).then(|| at(4 + front.len(), format!("aliases: [{list}]\n"))),
        Some((_, span)) => {
            let (start, end) = (span.range().start, span.range().end);
            let line = file.text[..start].rsplit('\n').next().unwrap_or("");
            let lead = line.trim_end_matches(['"', '\'']);
            let is_item = lead.trim_start() == "- ";
            let rest = file.text[end..].trim_start_matches(['"', '\'']);
            let end = file.text.len() - rest.len();
            let closes = rest.trim_start().starts_with([']', ',']);
            if is_item {
                Some(at(end, old.iter().map(|address| format!("\n{lead}{address}")).collect()))
            } else {
                closes.then(|| at(end, format!(", {list}")))
            }
        }
    };
    let hint = match page.front.aliases.is_empty() {
        true => format!("write `aliases: [{list}]` in its front matter: old links then lead here"),
        false => format!("add `{list}` to `aliases` in its front matter: old links then lead here"),
    };
    match suggestion {
        Some((span, text)) => finding.hint(hint).suggest(span, text),
        None => finding.hint(hint),
    }
}

/// The lines between `---` and `---`, if they are a block mapping.
fn front_matter(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("---\n")?;
    let length: usize = rest.split_inclusive('\n').take_while(|line| !matches!(line.trim_end(), "---" | "...")).map(str::len).sum();
    let front = &rest[..length];
    let is_closed = length < rest.len();
    (is_closed && !front.trim_start().starts_with('{')).then_some(front)
}
