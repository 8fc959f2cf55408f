//! Files for search engines and feed readers.

use pulldown_cmark_escape::escape_html;

use super::address;
use super::output::{Emit, SiteFile};
use super::past::PastVersion;
use super::site::Site;
use crate::model::{PageId, VersionRow};
use crate::wording;

/// How many lines of an entry of the feed say what changed.
const MOST_LINES: usize = 20;

impl Site<'_> {
    /// sitemaps.org, version 0.9. Only if search engines may index the site and its address is known.
    pub(super) fn sitemap(&self, emit: Emit<'_>) {
        let Some(base) = self.document.settings.base_url.as_ref().filter(|_| !self.is_draft()) else { return };
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        let own = [PageId::Contents, PageId::Glossary, PageId::Versions, PageId::Downloads, PageId::Statement];
        let texts = self.document.texts().map(|(page, _)| page).filter(|page| *page != PageId::Statement && *page != PageId::Home);
        let plan = self.has_actions.then_some(PageId::Actions).into_iter().chain(self.has_progress().then_some(PageId::Progress));
        for page in std::iter::once(PageId::Home).chain(texts).chain(own).chain(plan) {
            let mut place = String::new();
            let _ = escape_html(&mut place, &format!("{base}{}", address::path(self.document, page)));
            xml.push_str(&format!("<url><loc>{place}</loc></url>"));
        }
        for page in self.sibling_addresses() {
            let mut place = String::new();
            let _ = escape_html(&mut place, &page);
            xml.push_str(&format!("<url><loc>{place}</loc></url>"));
        }
        xml.push_str("</urlset>");
        emit(SiteFile { path: "sitemap.xml".into(), bytes: xml.into_bytes() });
    }

    /// What the publisher says about a version, and what it changed in the one before it.
    fn news(&self, row: &VersionRow) -> Option<String> {
        let (strings, rows) = (&self.theme.strings, &self.document.settings.versions);
        let at = rows.iter().position(|other| other.version == row.version)?;
        let before = at.checked_sub(1).map(|before| &rows[before].version);
        let redline = self.others.redlines.iter().find(|redline| redline.to.version == row.version && Some(&redline.from.version) == before);
        let mut lines = redline.map_or_else(Vec::new, |redline| wording::lines(&redline.summary, strings));
        if lines.is_empty() {
            return row.comments.clone();
        }
        let more = lines.len().saturating_sub(MOST_LINES);
        lines.truncate(MOST_LINES);
        if more > 0 {
            lines.push("…".to_owned());
        }
        let said = row.comments.as_ref().map(|comments| strings.fill("changes_comment", &[("comments", comments)]));
        Some(said.into_iter().chain([lines.join("\n")]).collect::<Vec<_>>().join("\n"))
    }

    /// RFC 4287: an entry for each version, newest first. Only if the site's address is known.
    pub(super) fn feed(&self, emit: Emit<'_>) {
        let settings = &self.document.settings;
        let Some(base) = &settings.base_url else { return };
        let escaped = |text: &str| {
            let mut out = String::new();
            let _ = escape_html(&mut out, text);
            out
        };
        let (base, title) = (escaped(base), escaped(&settings.full_title()));
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{title}</title>\n<id>{base}</id>\n<link href=\"{base}\"/>\n<link rel=\"self\" href=\"{base}feed.xml\"/>\n<updated>{}T00:00:00Z</updated>\n<author><name>{}</name></author>\n",
            escaped(&settings.language),
            settings.current().date,
            escaped(&settings.publisher),
        );
        for row in settings.versions.iter().rev() {
            let label = self.theme.strings.fill("version_line", &[("version", row.version.as_str()), ("date", &self.theme.strings.date(row.date))]);
            // The version itself, if it has pages.
            let place = match self.others.past.iter().find(|past| past.version == row.version) {
                Some(past) => PastVersion::folder(&past.version) + "index.html",
                None if row.version == settings.current().version => "index.html".to_owned(),
                None => "versions.html".to_owned(),
            };
            let summary = self.news(row).map_or_else(String::new, |news| format!("<summary>{}</summary>", escaped(&news)));
            xml.push_str(&format!(
                "<entry><title>{}</title><id>{base}versions.html#v{version}</id><link href=\"{base}{}\"/><updated>{}T00:00:00Z</updated>{summary}</entry>\n",
                escaped(&label),
                escaped(&place),
                row.date,
                version = escaped(row.version.as_str()),
            ));
        }
        xml.push_str("</feed>\n");
        emit(SiteFile { path: "feed.xml".into(), bytes: xml.into_bytes() });
    }
}
