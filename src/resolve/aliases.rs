//! Former addresses of pages.

use std::collections::HashSet;

use super::addresses::{LONGEST_NAME, RESERVED, Texts};
use crate::diag::Diagnostic;
use crate::model::{Chapter, Label, page_address, section_address};

/// Folders of the site that never contain an author's page.
const OWN_FOLDERS: [&str; 9] = ["assets", "changes", "contents", "data", "downloads", "images", "search", "text", "versions"];

/// Reports former addresses that are invalid, or that belong to a page or to another former address.
pub(super) fn report(texts: &Texts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let sections = texts.chapters.iter().flat_map(|chapter| {
        let below = chapter.sections.iter().map(|section| (section_address(&chapter.slug, &section.slug), section));
        std::iter::once((page_address(&chapter.slug), &**chapter)).chain(below)
    });
    let pages = texts.pages.iter().map(|page| (page_address(&page.slug), page));
    let all: Vec<(String, &Chapter<Label>)> = sections.chain(pages).collect();
    let mut taken: HashSet<String> = all.iter().map(|(path, _)| path.clone()).collect();
    taken.extend(RESERVED.iter().map(|slug| page_address(slug)));
    let others = texts.home.iter().chain(&texts.statement).copied();
    for (alias, span) in all.iter().map(|(_, text)| *text).chain(others).flat_map(|text| &text.front.aliases) {
        let is_name = |part: &str| {
            let is_word = part.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
            is_word && !part.is_empty() && !part.starts_with('.') && part.len() <= LONGEST_NAME
        };
        // A page cannot be a folder, too.
        let is_folder = |part: &str| is_name(part) && !part.ends_with(".html");
        let (folder, name) = alias.rsplit_once('/').map_or((None, alias.as_str()), |(folder, name)| (Some(folder), name));
        let is_own = folder.is_some_and(|folder| folder.split('/').next().is_some_and(|first| OWN_FOLDERS.contains(&first)));
        let fault = if !alias.ends_with(".html") || !is_name(name) || !folder.is_none_or(|folder| folder.split('/').all(is_folder)) {
            format!("`{alias}` cannot be a former address of this page")
        } else if is_own || !taken.insert(alias.clone()) {
            format!("the address `{alias}` is already in use")
        } else {
            continue;
        };
        diagnostics.push(
            Diagnostic::error("alias", *span, fault).hint("write the old file name as it followed the site's address, such as `engagement.html`"),
        );
    }
}
