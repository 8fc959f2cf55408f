//! Links from each page to the same page of the editions in other languages.

use super::address::block_id;
use super::context::{AlternateContext, PageLink};
use super::past::Sibling;
use super::site::Site;
use super::writer::Writer;
use crate::model::{Block, PageId, Target, is_right_to_left, language_name};

/// The attributes of a link to a page in `language` whose words are in that language.
fn attributes(language: &str) -> String {
    let direction = if is_right_to_left(language) { "rtl" } else { "ltr" };
    format!(" hreflang=\"{language}\" lang=\"{language}\" dir=\"{direction}\"")
}

impl Site<'_> {
    /// The page at `path`, or the home page, in other languages. `root` leads to this site's folder.
    pub(super) fn languages(&self, path: &str, root: &str) -> Vec<PageLink> {
        let link = |sibling: &Sibling| PageLink {
            href: format!("{root}{}{}", sibling.folder, sibling.page(path)),
            label: language_name(&sibling.language).to_owned(),
            current: false,
            language: attributes(&sibling.language),
        };
        self.others.siblings.iter().map(link).collect()
    }

    /// The page at `path` in all languages in which it exists, for search engines: full addresses, none if the site's own is unknown.
    pub(super) fn alternates(&self, path: &str) -> Vec<AlternateContext> {
        let own = self.document.settings.base_url.as_ref().map(|base| (base, &self.document.settings.language));
        let others = self.others.siblings.iter().filter(|sibling| sibling.pages.contains(path));
        let others: Vec<_> = others.filter_map(|sibling| Some((sibling.base_url.as_ref()?, &sibling.language))).collect();
        let all = own.into_iter().filter(|_| !others.is_empty()).chain(others.iter().copied());
        all.map(|(base, language)| AlternateContext { language: language.clone(), href: format!("{base}{path}") }).collect()
    }

    /// Full addresses of pages of editions in other languages, for the sitemap.
    pub(super) fn sibling_addresses(&self) -> impl Iterator<Item = String> + '_ {
        self.others.siblings.iter().filter(|sibling| !sibling.folder.starts_with("..")).flat_map(|sibling| {
            let mut pages: Vec<&String> = sibling.pages.iter().collect();
            pages.sort_unstable();
            pages.into_iter().filter_map(|page| Some(format!("{}{page}", sibling.base_url.as_ref()?)))
        })
    }

    /// The words above a text that nobody has translated yet.
    pub(super) fn untranslated(&self, id: PageId) -> Option<String> {
        let translation = self.document.translation.as_ref()?;
        let is_untranslated = translation.untranslated.contains(&self.document.chapter(id)?.file);
        is_untranslated.then(|| self.theme.strings.fill("not_translated", &[("language", language_name(&translation.of))]))
    }

    /// After a passage of which the original has changed since it was translated: a note with a link to the original.
    pub(super) fn stale_note(&self, writer: &mut Writer<'_>, block: &Block<Target>, path: &str, root: &str) {
        let Some(translation) = &self.document.translation else { return };
        let Some(original) = self.others.siblings.iter().find(|sibling| sibling.language == translation.of) else { return };
        let Some(block) = translation.stale_in(block) else { return };
        writer.raw("<p class=stale-note>");
        writer.text(self.theme.strings.text("stale_translation"));
        writer.raw(" <a");
        writer.raw(&attributes(&original.language));
        let anchor = if block.has_own_anchor() { format!("#{}", block_id(block.id)) } else { String::new() };
        writer.attribute("href", &format!("{root}{}{}{anchor}", original.folder, original.page(path)));
        writer.raw(">");
        writer.text(language_name(&original.language));
        writer.raw("</a></p>");
    }
}
