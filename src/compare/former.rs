//! Where the passages of earlier versions are now.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::published;
use crate::archive::Archived;
use crate::history::shares_most_words;
use crate::model::{
    Block, BlockKind, Chapter, Document, Draft, Ends, Former, FormerAnchor, FormerFile, FormerPage, Inline, Label, NodeId, PageId, Version,
    first_words, page_address, plain_text, section_address,
};

/// A passage as it was last published.
struct Seen {
    id: NodeId,
    words: Option<String>,
    version: usize,
}

/// The page of each block, and its anchor there.
type Places = HashMap<NodeId, (PageId, String)>;
/// What the document has now.
struct Now<'a> {
    joined: &'a HashMap<NodeId, NodeId>,
    places: &'a Places,
    /// All anchors of each page.
    present: &'a HashMap<PageId, HashSet<String>>,
}

/// The pages of earlier versions by their addresses: the last title, the last version, and all anchors.
type Known = BTreeMap<String, (String, usize, BTreeMap<String, Seen>)>;

/// What earlier versions published under addresses and anchors that `document` does not have.
#[must_use]
pub fn former(document: &Document, archived: &[Arc<Archived>]) -> Former {
    let current = &document.settings.current().version;
    let earlier: Vec<&Archived> = archived.iter().map(|version| &**version).filter(|version| version.version != *current).collect();
    if earlier.is_empty() {
        return Former::default();
    }
    let versions: Vec<&Version> = earlier.iter().map(|version| &version.version).chain([current]).collect();
    let ends = |last: usize| Ends { last: versions[last].clone(), removed_in: versions[last + 1].clone() };

    let mut places = Places::new();
    let mut present: HashMap<PageId, HashSet<String>> = HashMap::new();
    let mut pages: HashMap<String, PageId> = document.texts().map(|(page, _)| (document.address(page), page)).collect();
    let is_there = published::present(document);
    let contents: HashSet<String> = published::contents(document.chapters.len()).into_iter().collect();
    if !document.glossary.terms.is_empty() {
        pages.insert(published::GLOSSARY.to_owned(), PageId::Glossary);
        present.insert(PageId::Glossary, document.glossary.terms.iter().map(|term| format!("term_{}", term.slug)).collect());
    }
    for (page, chapter) in document.texts() {
        let here = present.entry(page).or_default();
        each(chapter, &mut |block| {
            for anchor in anchors_of(block) {
                here.insert(anchor.clone());
                places.insert(block.id, (page, anchor));
            }
        });
    }

    // The last version overwrites what earlier ones said.
    let mut known = Known::new();
    for (at, version) in earlier.iter().enumerate() {
        for (address, chapter) in addressed(&version.draft) {
            let (title, last, anchors) = known.entry(address).or_insert_with(|| (String::new(), at, BTreeMap::new()));
            (*title, *last) = (chapter.front.title.clone(), at);
            each(chapter, &mut |block| {
                for anchor in anchors_of(block) {
                    anchors.insert(anchor, Seen { id: block.id, words: first_words(block), version: at });
                }
            });
        }
        for address in published::pages(&version.draft) {
            let (_, last, anchors) = known.entry(address.clone()).or_insert_with(|| (String::new(), at, BTreeMap::new()));
            *last = at;
            if address == published::GLOSSARY {
                let terms = published::terms(&version.draft).into_iter();
                anchors.extend(terms.map(|(anchor, term)| (anchor, Seen { id: NodeId::NONE, words: Some(term), version: at })));
            }
        }
    }

    let joined = joined(document, &earlier, &places);
    let mut former =
        Former { one_page: one_page(document, &known, &Now { joined: &joined, places: &places, present: &present }, &ends), ..Former::default() };
    let aliases: HashMap<&str, PageId> =
        document.texts().flat_map(|(page, text)| text.front.aliases.iter().map(move |(alias, _)| (alias.as_str(), page))).collect();
    for (address, (title, last, seen)) in known {
        if (is_there.contains(address.as_str()) || contents.contains(&address)) && address != published::GLOSSARY {
            continue;
        }
        if address.starts_with("contents/") && title.is_empty() {
            let (page, successor, anchors) = (None, Some(PageId::Contents), Vec::new());
            former.pages.push(FormerPage { address, title, ends: ends(last), page, successor, anchors });
            continue;
        }
        // A link to an alias arrives at its page, with its fragment where the host redirects.
        let page = pages.get(&address).or_else(|| aliases.get(address.as_str())).copied();
        let mut took: BTreeMap<PageId, usize> = BTreeMap::new();
        let mut anchors = Vec::new();
        for (anchor, Seen { id, words, version }) in seen {
            let id = joined.get(&id).copied().unwrap_or(id);
            let now = places.get(&id).cloned();
            if let Some((page, _)) = &now {
                *took.entry(*page).or_default() += 1;
            }
            // Two former pages may lead to one page: the first has the anchor.
            if page.is_some_and(|page| !present.entry(page).or_default().insert(anchor.clone())) {
                continue;
            }
            match now {
                Some((now, _)) if Some(now) == page => former.renamed.entry(id).or_default().push(anchor),
                now => anchors.push(FormerAnchor { anchor, words, now, ends: ends(version) }),
            }
        }
        let successor = took.into_iter().max_by_key(|(page, count)| (*count, std::cmp::Reverse(*page))).map(|(page, _)| page);
        let successor = successor.filter(|_| page.is_none());
        if page.is_none() || !anchors.is_empty() {
            former.pages.push(FormerPage { address, title, ends: ends(last), page, successor, anchors });
        }
    }
    let gone = published::gone(&earlier, &is_there).into_iter().map(|(path, last)| FormerFile { path, ends: ends(last), is_kept: true });
    let print = &document.settings.print;
    let made = [print.standard, print.large];
    let prints = earlier.iter().enumerate().flat_map(|(at, version)| published::prints(version, made).into_iter().map(move |path| (path, at)));
    let prints = prints.map(|(path, last)| FormerFile { path, ends: ends(last), is_kept: false });
    let files: BTreeMap<String, FormerFile> = gone.chain(prints).map(|file| (file.path.clone(), file)).collect();
    former.files = files.into_values().collect();
    let (own, names) = (document.settings.print_name(), earlier.iter().map(|version| version.draft.settings.print_name()));
    former.print_names = names.filter(|name| *name != own).collect::<BTreeSet<_>>().into_iter().collect();
    former
}

/// The anchors that the page with the whole document had and has not now. If there is no such page any more, only those of chapters and
/// headings, so that what takes its place does not grow with the document.
fn one_page(document: &Document, known: &Known, now: &Now<'_>, ends: &dyn Fn(usize) -> Ends) -> Vec<FormerAnchor> {
    let Now { joined, places, present } = now;
    if !known.contains_key(published::ONE_PAGE) {
        return Vec::new();
    }
    let has_one_page = document.settings.has_one_page(document.chapters.len());
    let slug = |address: &str| address.trim_end_matches(".html").replace('/', "--");
    let addresses: HashMap<String, PageId> = document.texts().map(|(page, _)| (document.address(page), page)).collect();
    let slugs: HashSet<String> = addresses.keys().map(|address| slug(address)).collect();
    let texts = present.iter().filter(|(page, _)| **page != PageId::Glossary);
    let anchors = texts.flat_map(|(page, anchors)| anchors.iter().map(|anchor| format!("{}--{anchor}", slug(&document.address(*page)))));
    let present: HashSet<String> = anchors.collect();
    let is_gone = |anchor: &String| !has_one_page || !(present.contains(anchor) || slugs.contains(anchor));
    let mut former = Vec::new();
    for (address, (title, last, seen)) in known.iter().filter(|(_, (title, ..))| !title.is_empty()) {
        let own = slug(address);
        let mut took: BTreeMap<PageId, usize> = BTreeMap::new();
        for (anchor, Seen { id, words, version }) in seen {
            let now = places.get(joined.get(id).unwrap_or(id)).cloned();
            if let Some((page, _)) = &now {
                *took.entry(*page).or_default() += 1;
            }
            // A block that is still on its page has its former anchors itself.
            let is_renamed = has_one_page && now.as_ref().is_some_and(|(page, _)| addresses.get(address) == Some(page));
            let anchor = format!("{own}--{anchor}");
            if !is_renamed && is_gone(&anchor) && (has_one_page || !anchor.contains("--p_")) {
                former.push(FormerAnchor { anchor, words: words.clone(), now, ends: ends(*version) });
            }
        }
        if is_gone(&own) {
            let most = took.into_iter().max_by_key(|(page, count)| (*count, std::cmp::Reverse(*page))).map(|(page, _)| page);
            let now = addresses.get(address).copied().or(most).map(|page| (page, String::new()));
            former.push(FormerAnchor { anchor: own, words: Some(title.clone()), now, ends: ends(*last) });
        }
    }
    let terms: HashSet<String> = document.glossary.terms.iter().map(|term| format!("term_{}", term.slug)).collect();
    for (anchor, seen) in known.get(published::GLOSSARY).iter().flat_map(|(_, _, seen)| seen) {
        let now = terms.contains(anchor).then(|| (PageId::Glossary, anchor.clone()));
        if !has_one_page || now.is_none() {
            former.push(FormerAnchor { anchor: anchor.clone(), words: seen.words.clone(), now, ends: ends(seen.version) });
        }
    }
    former.sort_by(|one, other| one.anchor.cmp(&other.anchor));
    former.dedup_by(|one, other| one.anchor == other.anchor);
    former
}

/// The paragraphs of earlier versions that are part of an adjacent one now, with the identity of that one.
fn joined(document: &Document, earlier: &[&Archived], places: &Places) -> HashMap<NodeId, NodeId> {
    const FARTHEST: usize = 8;
    type Wording = (NodeId, String);
    let mut lost: Vec<(Wording, Vec<Wording>)> = Vec::new();
    for version in earlier {
        for (_, chapter) in addressed(&version.draft) {
            let paragraphs = paragraphs(chapter);
            for (at, (id, text)) in paragraphs.iter().enumerate().filter(|(_, (id, _))| !places.contains_key(id)) {
                let before = paragraphs[at.saturating_sub(FARTHEST)..at].iter().rev().find(|(id, _)| places.contains_key(id));
                let after = paragraphs[at + 1..].iter().take(FARTHEST).find(|(id, _)| places.contains_key(id));
                let neighbours = before.into_iter().chain(after).map(|(id, text)| (*id, plain_text(text)));
                lost.push(((*id, plain_text(text)), neighbours.collect()));
            }
        }
    }
    let wanted: HashSet<NodeId> = lost.iter().flat_map(|(_, neighbours)| neighbours.iter().map(|(id, _)| *id)).collect();
    let texts = document.texts().filter(|_| !wanted.is_empty()).flat_map(|(_, chapter)| paragraphs(chapter));
    let present: HashMap<NodeId, String> = texts.filter(|(id, _)| wanted.contains(id)).map(|(id, text)| (id, plain_text(text))).collect();
    let found = lost.into_iter().filter_map(|((id, words), neighbours)| {
        let has_taken =
            |(other, was): &&Wording| present.get(other).is_some_and(|now| shares_most_words(&words, now)) && !shares_most_words(&words, was);
        Some((id, neighbours.iter().find(has_taken)?.0))
    });
    found.collect()
}

/// The paragraphs of a chapter, in reading order.
fn paragraphs<L>(chapter: &Chapter<L>) -> Vec<(NodeId, &[Inline<L>])> {
    fn blocks<'a, L>(list: &'a [Block<L>], found: &mut Vec<(NodeId, &'a [Inline<L>])>) {
        for block in list {
            if let BlockKind::Paragraph(line) = &block.kind {
                found.push((block.id, line));
            }
            block.kind.each_list(&mut |list| blocks(list, found));
        }
    }
    let mut found = Vec::new();
    blocks(&chapter.body, &mut found);
    found
}

/// The anchors of a block on its page: headings have their own, callouts both, others one by identity; rules and HTML have none.
fn anchors_of<L>(block: &Block<L>) -> Vec<String> {
    let own = format!("p_{}", block.id);
    match &block.kind {
        BlockKind::Heading(heading) => vec![heading.anchor.to_string()],
        BlockKind::Callout(callout) => vec![callout.anchor.to_string(), own],
        BlockKind::Action(action) => vec![action.name.to_string()],
        BlockKind::ThematicBreak | BlockKind::RawHtml(_) => Vec::new(),
        BlockKind::Paragraph(_)
        | BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(..)
        | BlockKind::BlockQuote(_)
        | BlockKind::Quotation(_)
        | BlockKind::Cards(_)
        | BlockKind::Code(_)
        | BlockKind::Statistics(_)
        | BlockKind::Chart(..)
        | BlockKind::Timeline(_)
        | BlockKind::Video(_)
        | BlockKind::VersionHistory
        | BlockKind::ListOf(_)
        | BlockKind::Gallery(_)
        | BlockKind::Survey(_) => vec![own],
    }
}

fn each<L>(chapter: &Chapter<L>, see: &mut dyn FnMut(&Block<L>)) {
    fn blocks<L>(list: &[Block<L>], see: &mut dyn FnMut(&Block<L>)) {
        for block in list {
            see(block);
            // A transcript is embedded in the page, without anchors.
            if matches!(block.kind, BlockKind::Video(_)) {
                continue;
            }
            block.kind.each_list(&mut |list| blocks(list, see));
        }
    }
    blocks(&chapter.body, see);
    chapter.footnotes.iter().for_each(|note| blocks(&note.body, see));
}

/// Chapters, sections, pages and the home page, by address.
fn addressed(draft: &Draft) -> impl Iterator<Item = (String, &Chapter<Label>)> {
    let chapters = draft.chapters.iter().flat_map(|chapter| {
        let sections = chapter.sections.iter().map(|section| (section_address(&chapter.slug, &section.slug), section));
        std::iter::once((page_address(&chapter.slug), &**chapter)).chain(sections)
    });
    let pages = draft.pages.iter().map(|page| (page_address(&page.slug), page));
    chapters.chain(pages).chain(draft.home.iter().map(|home| (page_address("index"), home)))
}
