//! Folders of Markdown of other tools: Jekyll, Hugo, MkDocs, Docusaurus, GitBook, Obsidian.
//!
//! Texts stay as they are written: only their front matter, boxes and links are rewritten. What has no meaning here is a finding.

mod front;
mod links;
mod paths;
mod text;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use super::{Imported, document, is_tag};
use crate::diag::{self, Diagnostic, Severity};
use crate::model::short_slug;
use crate::span::{FileId, Span};
use crate::yaml::scalar;
use front::Front;
use links::Fate;
use paths::{Place, Tree, is_outside, is_picture, is_text};
use text::Anchors;

/// The longest name of a file that is made from a title, in bytes.
const LONGEST: usize = 60;
/// The largest text that is read, in bytes.
const LARGEST: usize = 8 << 20;

/// A text of the folder.
struct Page<'a> {
    path: &'a str,
    file: FileId,
    text: String,
    front: Front,
    title: String,
    /// Its new path.
    to: String,
}

/// Imports a folder of Markdown as a strategy. `name` is that of the folder; `files` are all files in it, sorted by their paths,
/// with forward slashes.
#[must_use]
pub fn import_folder(name: &str, files: &[(String, Vec<u8>)], today: Date) -> Imported {
    let mut imported = Imported::default();
    let tree = Tree::of(files);
    let mut pages: Vec<Page<'_>> = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, bytes)| is_text(path) && bytes.len() <= LARGEST) {
        let text = crate::yaml::plain(bytes).replace("\r\n", "\n");
        let file = imported.sources.add(format!("{name}/{path}"), text.clone());
        if paths::is_about_the_folder(path) {
            imported.lost.push(Span::new(file, 0..text.len()));
            let message = match path.to_lowercase().ends_with("summary.md") {
                true => "this list of contents is left out, and its order is that of the chapters",
                false => "this file is about the folder, not part of the text, so it is left out",
            };
            let finding = Diagnostic::new(Severity::Info, "import-replaced", Span::new(file, 0..0), message);
            imported.diagnostics.push(finding.hint("if it belongs to the text, copy it into a chapter"));
            continue;
        }
        let front = front::read(file, &text, &mut imported.diagnostics);
        pages.push(Page { path, file, text, front, title: String::new(), to: String::new() });
    }
    if pages.is_empty() {
        let file = imported.sources.add(name.to_owned(), String::new());
        let finding = Diagnostic::error("import-file", Span::new(file, 0..0), "this folder has no Markdown files");
        imported.diagnostics.push(finding.hint("name the folder with the texts, such as docs/ or content/, or Word documents"));
        return imported;
    }
    pages.sort_by_cached_key(|page| tree.order(page.path, page.front.weight));
    name_pages(&mut pages);
    let mut assets = Assets::default();
    let places: Vec<Place<'_>> = pages
        .iter()
        .map(|page| Place { path: page.path, title: &page.title, addresses: &page.front.addresses, anchors: Anchors::of(&page.text) })
        .collect();
    let known = paths::Known::of(&places, files.iter().map(|(path, _)| path.as_str()));
    let mut others: BTreeMap<String, (usize, Span)> = BTreeMap::new();
    for (own, page) in pages.iter().enumerate() {
        let folder = page.to.split('/').next().unwrap_or("");
        let mut fate = |target: &str, is_picture_link: bool, place: Span, diagnostics: &mut Vec<Diagnostic>| {
            let target = paths::bare(target);
            let is_here = target.is_empty() || target.starts_with('#');
            if is_outside(&target) || is_here && (target.len() < 2 || places[own].anchors.has(&target[1..])) {
                return Fate::Keep;
            }
            if let Some((at, anchor)) = known.page(page.path, &target).filter(|_| !is_here) {
                let to = paths::between(folder, &pages[at].to);
                let anchor = anchor.filter(|anchor| places[at].anchors.title.as_ref() != Some(anchor));
                let has_anchor = anchor.as_ref().is_none_or(|anchor| places[at].anchors.has(anchor));
                if !has_anchor {
                    diagnostics.push(
                        Diagnostic::new(
                            Severity::Info,
                            "import-doubt",
                            place,
                            format!("`{target}` names a heading that its file does not have, so the link leads to the whole text"),
                        )
                        .hint("link to the heading that is meant"),
                    );
                }
                return Fate::To(match anchor.filter(|_| has_anchor) {
                    Some(anchor) => format!("{to}#{anchor}"),
                    None => to,
                });
            }
            if let Some(path) = known.file(page.path, &target).filter(|_| !is_here) {
                if is_picture(path) {
                    return Fate::To(format!("../{}", assets.add(path)));
                }
                diagnostics.push(
                    Diagnostic::warning(
                        "import-loss",
                        place,
                        format!("`{target}` is no picture, and other files are not part of a strategy, so only its words are kept"),
                    )
                    .hint("put the file on a website, and write its address there"),
                );
                return Fate::Words;
            }
            let what = if is_picture_link { "picture" } else { "link" };
            diagnostics.push(
                Diagnostic::warning(
                    "import-loss",
                    place,
                    format!("this {what} leads to `{target}`, which is not in the folder, so only its words are kept"),
                )
                .hint("import the whole folder of the site, or write the link again"),
            );
            Fate::Words
        };
        let has_title = page.front.title.is_some();
        let written = text::written(page.file, &page.text, page.front.end, has_title, &mut imported.diagnostics, &mut fate);
        for (key, span) in &page.front.others {
            others.entry(key.clone()).or_insert((0, *span)).0 += 1;
            imported.lost.push(*span);
        }
        let mut head = format!("---\ntitle: {}\n", scalar(&page.title));
        if let Some(summary) = &page.front.summary {
            head.push_str(&format!("summary: {}\n", scalar(summary)));
        }
        if let Some(language) = page.front.language.as_ref().filter(|tag| is_tag(tag)) {
            head.push_str(&format!("language: {language}\n"));
        }
        if folder == "chapters" {
            head.push_str("status: draft\n");
        }
        imported.files.push((page.to.clone(), format!("{head}---\n\n{}", written.body).into_bytes()));
    }
    for (key, (count, span)) in others {
        let message = format!("`{key}` in front matter has no meaning here, so it is left out (texts: {count})");
        imported.diagnostics.push(
            Diagnostic::new(Severity::Info, "import-replaced", span, message)
                .hint("if readers should know it, write it in the text; chapters have `title`, `summary`, `authors` and `status`"),
        );
    }
    imported.counts.chapters = pages.iter().filter(|page| page.to.starts_with("chapters/")).count();
    imported.counts.pictures = assets.list.len();
    for (path, to) in &assets.list {
        if let Ok(at) = files.binary_search_by(|(other, _)| other.as_str().cmp(path)) {
            imported.files.push((to.clone(), files[at].1.clone()));
        }
    }
    let title = tree.title.clone().unwrap_or_else(|| name.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or("Strategy").to_owned());
    let language = tree.language.as_deref().filter(|tag| is_tag(tag)).map_or_else(|| document::USUAL_LANGUAGE.to_owned(), with_region);
    imported.files.insert(0, ("strategy.yaml".to_owned(), settings(&title, &language, name, today).into_bytes()));
    let finding = Diagnostic::new(Severity::Info, "import-doubt", None, "the folder does not say who publishes it");
    imported.diagnostics.push(finding.hint("write the name of your organisation after `publisher:` in strategy.yaml"));
    diag::align(&mut imported.diagnostics, &imported.sources);
    diag::sort(&mut imported.diagnostics);
    imported
}

/// `en-gb` as `en-GB`.
fn with_region(tag: &str) -> String {
    match tag.split_once('-') {
        Some((language, region)) if region.len() == 2 => format!("{}-{}", language.to_lowercase(), region.to_uppercase()),
        _ => tag.to_owned(),
    }
}

/// Gives each text its title and its new path, in their order.
fn name_pages(pages: &mut [Page<'_>]) {
    let mut taken: HashSet<String> = super::files::TAKEN.iter().map(|name| (*name).to_owned()).collect();
    let width = pages.len().to_string().len().max(2);
    let mut number = 0;
    for page in pages {
        let heading = || {
            let mut unseen = Vec::new();
            text::written(page.file, &page.text, page.front.end, false, &mut unseen, &mut |_, _, _, _| Fate::Keep).title
        };
        page.title = page.front.title.clone().or_else(heading).unwrap_or_else(|| paths::title_of(page.path));
        if paths::is_home(page.path) {
            page.to = "pages/index.md".to_owned();
            continue;
        }
        number += 1;
        let base = Some(short_slug(&page.title, LONGEST)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "chapter".to_owned());
        let mut slug = base.clone();
        let mut count = 1;
        while !taken.insert(slug.clone()) {
            count += 1;
            slug = format!("{base}-{count}");
        }
        page.to = format!("chapters/{number:0width$}-{slug}.md");
    }
}

/// Pictures that texts show or link to.
#[derive(Default)]
struct Assets {
    known: HashMap<String, String>,
    taken: HashSet<String>,
    /// Old and new paths.
    list: Vec<(String, String)>,
}

impl Assets {
    /// The new path of a file.
    fn add(&mut self, path: &str) -> String {
        if let Some(known) = self.known.get(path) {
            return known.clone();
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let base = Some(short_slug(stem, LONGEST)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "picture".to_owned());
        let mut to = format!("images/{base}.{}", ending.to_lowercase());
        let mut count = 1;
        while !self.taken.insert(to.clone()) {
            count += 1;
            to = format!("images/{base}-{count}.{}", ending.to_lowercase());
        }
        self.known.insert(path.to_owned(), to.clone());
        self.list.push((path.to_owned(), to.clone()));
        to
    }
}

fn settings(title: &str, language: &str, name: &str, today: Date) -> String {
    format!(
        "# yaml-language-server: $schema=.schema/settings.json\ntitle: {}\npublisher: Name of the public body\nlanguage: {language}\nstatus: draft\n\
         versions:                     # oldest first; the last one is being written\n  - version: \"0.1\"\n    date: {today}\n    comments: {}\n",
        scalar(title),
        scalar(&format!("Imported from {name}"))
    )
}
