//! The values that templates receive. themes/README.md describes them to theme makers: keep the two in step.

use serde::Serialize;

use super::past::Others;
use crate::model::{Document, Status, is_right_to_left, slug};
use crate::theme::{Strings, Theme};

/// `site`: the same on every page.
#[derive(Debug, Serialize)]
pub(super) struct SiteContext {
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    pub(super) full_title: String,
    pub(super) publisher: String,
    pub(super) language: String,
    /// `ltr` or `rtl`.
    pub(super) direction: &'static str,
    /// `draft`, `consultation` or `final`.
    pub(super) status: &'static str,
    pub(super) status_label: String,
    pub(super) is_draft: bool,
    /// Text of the banner; none on a final document.
    pub(super) banner: Option<String>,
    pub(super) version: String,
    pub(super) date: String,
    pub(super) date_iso: String,
    /// On the site of an earlier version: the number of the current one.
    pub(super) replaced_by: Option<String>,
    pub(super) contact: Option<ContactContext>,
    pub(super) consultation: Option<ConsultationContext>,
    pub(super) statement: StatementContext,
    /// The document's title as a slug: distinguishes what a browser remembers about several documents.
    pub(super) publication: String,
    #[serde(flatten)]
    pub(super) files: SiteFiles,
    /// In a pack for readers: what review mode needs.
    pub(super) review: Option<ReviewContext>,
    /// Whether there is a page with the whole document.
    pub(super) has_one_page: bool,
    pub(super) has_glossary: bool,
    /// Whether any version says whom it is for.
    pub(super) has_audience: bool,
}

impl SiteContext {
    /// The context of the site of `document` in `theme`.
    pub(super) fn of(document: &Document, theme: &Theme, others: Others<'_>, files: SiteFiles, has_one_page: bool) -> Self {
        let (settings, strings) = (&document.settings, &theme.strings);
        let current = settings.current();
        let (status, label) = match settings.status {
            Status::Draft => ("draft", "status_draft"),
            Status::Consultation => ("consultation", "status_consultation"),
            Status::Final => ("final", "status_final"),
        };
        let date = strings.date(current.date);
        let consultation = settings.consultation.as_ref();
        let closes = consultation.and_then(|consultation| consultation.closes).map(|date| strings.date(date));
        let of = [("version", current.version.as_str()), ("date", date.as_str())];
        let banner = match (settings.status, &closes) {
            (Status::Draft, _) => Some(strings.fill("banner_draft", &of)),
            (Status::Consultation, Some(closes)) => Some(strings.fill("banner_consultation_until", &[of[0], of[1], ("closes", closes)])),
            (Status::Consultation, None) => Some(strings.fill("banner_consultation", &of)),
            (Status::Final, _) => None,
        };
        Self {
            title: settings.title.clone(),
            subtitle: settings.subtitle.clone(),
            full_title: settings.full_title(),
            publisher: settings.publisher.clone(),
            language: settings.language.clone(),
            direction: if is_right_to_left(&settings.language) { "rtl" } else { "ltr" },
            status,
            status_label: strings.text(label).to_owned(),
            is_draft: settings.status == Status::Draft,
            banner,
            version: current.version.to_string(),
            date,
            date_iso: current.date.to_string(),
            replaced_by: others.successor.map(|successor| successor.version().to_string()),
            contact: settings.contact.clone().map(|contact| ContactContext {
                name: contact.name,
                email: contact.email,
                phone: contact.phone,
                address: contact.address.iter().flat_map(|address| address.lines()).map(|line| line.trim().to_owned()).collect(),
            }),
            consultation: consultation.map(|consultation| ConsultationContext {
                opens: consultation.opens.map(|date| strings.date(date)),
                closes,
                is_over: consultation.is_over(current.date),
                survey_url: consultation.survey_url.clone(),
            }),
            statement: StatementContext {
                prepared: settings.accessibility.prepared.map(|date| strings.date(date)),
                tested_by: settings.accessibility.tested_by.clone(),
                known_issues: settings.accessibility.known_issues.clone(),
                uk_enforcement: settings.accessibility.uk_enforcement,
            },
            publication: slug(&settings.full_title()),
            files,
            review: None,
            has_one_page,
            has_glossary: !document.glossary.terms.is_empty(),
            has_audience: settings.versions.iter().any(|row| row.audience.is_some()),
        }
    }
}

/// Paths, from the output folder, of files that pages load.
#[derive(Debug, Serialize)]
pub(super) struct SiteFiles {
    pub(super) stylesheet: String,
    /// The script of every page.
    pub(super) reader_script: String,
    /// The script of the search page.
    pub(super) search_script: String,
    /// The icon of the site in tabs and bookmarks; empty if the theme has none.
    pub(super) icon: String,
    /// The publisher's logo for light and for dark screens; empty if the theme has none.
    pub(super) logo: String,
    pub(super) logo_dark: String,
}

/// Review mode, in which readers comment on passages.
#[derive(Debug, Serialize)]
pub(super) struct ReviewContext {
    /// Path of the script from the output folder.
    pub(super) script: String,
    /// Path of the stylesheet from the output folder.
    pub(super) stylesheet: String,
    /// The words of the script as JSON, by key without `review_`.
    pub(super) words: String,
}

impl ReviewContext {
    /// The context with the paths of both files.
    pub(super) fn of(script: String, stylesheet: String, strings: &Strings) -> Self {
        let words = strings.all().iter().filter_map(|(key, text)| {
            let key = if key == "review" { key } else { key.strip_prefix("review_")? };
            Some((key.to_owned(), serde_json::Value::from(text.as_str())))
        });
        Self { script, stylesheet, words: serde_json::Value::Object(words.collect()).to_string() }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct ContactContext {
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) address: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct ConsultationContext {
    pub(super) opens: Option<String>,
    pub(super) closes: Option<String>,
    /// Whether it closed before the date of this version.
    pub(super) is_over: bool,
    pub(super) survey_url: Option<String>,
}

/// Values of the accessibility statement.
#[derive(Debug, Serialize)]
pub(super) struct StatementContext {
    pub(super) prepared: Option<String>,
    pub(super) tested_by: Option<String>,
    pub(super) known_issues: Vec<String>,
    pub(super) uk_enforcement: bool,
}

/// A promise that became weaker.
#[derive(Debug, Serialize)]
pub(super) struct SofteningContext {
    pub(super) what: String,
    /// How it became weaker, in sentences.
    pub(super) how: Vec<String>,
}

/// The parts of a page that are already HTML. Templates receive a placeholder for each, which is replaced after rendering.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    html: Vec<String>,
}

/// Noncharacters (Unicode 23.7): they do not occur in text, and templates and minifying leave them unchanged.
const PLACEHOLDER_START: char = '\u{fdd0}';
const PLACEHOLDER_END: char = '\u{fdd1}';

impl Pieces {
    /// Stores `html` and returns its placeholder; an empty string for an empty one.
    pub(super) fn mark(&mut self, html: String) -> String {
        if html.is_empty() {
            return String::new();
        }
        self.html.push(html);
        format!("{PLACEHOLDER_START}{}{PLACEHOLDER_END}", self.html.len() - 1)
    }

    /// `frame` with every placeholder replaced, and a newline at the end.
    pub(super) fn put_into(&self, frame: &str) -> Vec<u8> {
        let mut page = String::with_capacity(frame.len() + self.html.iter().map(String::len).sum::<usize>() + 1);
        let mut rest = frame;
        while let Some((before, after)) = rest.split_once(PLACEHOLDER_START) {
            page.push_str(before);
            let piece = after.split_once(PLACEHOLDER_END).and_then(|(mark, after)| Some((self.html.get(mark.parse::<usize>().ok()?)?, after)));
            // A noncharacter that an author wrote is not a placeholder, and is not allowed in HTML: drop it.
            rest = piece.map_or(after, |(html, after)| {
                page.push_str(html);
                after
            });
        }
        page.push_str(rest);
        page.push('\n');
        page.into_bytes()
    }
}

/// Two versions, and what the newer one changed.
#[derive(Debug, Serialize)]
pub(super) struct ComparisonContext {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) from_date: String,
    /// Audience of the older version.
    pub(super) from_audience: Option<String>,
    pub(super) to_date: String,
    /// The author's comments on the newer version.
    pub(super) comments: Option<String>,
    /// Path of the redline from the output folder.
    pub(super) href: String,
    /// Chapters with changes; `summary` counts them.
    pub(super) chapters: Vec<ListEntry>,
    /// Path of the changes of the glossary from the output folder.
    pub(super) terms: String,
    /// Names separated by commas; empty if there are none.
    pub(super) terms_added: String,
    pub(super) terms_removed: String,
    pub(super) terms_changed: String,
    /// Settings that readers see and that differ, each in a sentence.
    pub(super) settings: Vec<String>,
    /// "3 figures changed"; none if none did.
    pub(super) figures: Option<String>,
}

/// A figure that changed in a passage of both versions.
#[derive(Debug, Serialize)]
pub(super) struct FigureContext {
    pub(super) was: String,
    pub(super) now: String,
    /// What it is a figure of, or the words around it.
    pub(super) of: String,
    /// The text and the heading above it.
    pub(super) place: String,
    /// Link to the change from the output folder.
    pub(super) href: String,
}

/// What is special about a page of changes.
#[derive(Debug, Default, Serialize)]
pub(super) struct ChangesContext {
    /// On the page of a chapter: the id of its title.
    pub(super) id: Option<String>,
    /// On the page of a chapter: the index of all changes.
    pub(super) index: Option<PageLink>,
    /// On the index: the address of the first change.
    pub(super) first: Option<String>,
    /// The changes on the page by kind, if there are several kinds.
    pub(super) kinds: Vec<KindContext>,
}

/// The changes of one kind.
#[derive(Debug, Serialize)]
pub(super) struct KindContext {
    pub(super) label: String,
    pub(super) changes: Vec<PageLink>,
}

/// A row of the version history.
#[derive(Debug, Serialize)]
pub(super) struct VersionContext {
    pub(super) version: String,
    pub(super) date: String,
    pub(super) date_iso: String,
    pub(super) comments: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) is_current: bool,
    /// Its site, if it has one.
    pub(super) site: Option<String>,
    /// What it changed in the version before.
    pub(super) changes: Option<PageLink>,
}

/// `page`: one page.
#[derive(Debug, Serialize)]
pub(super) struct PageContext {
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) html_title: String,
    pub(super) description: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) noindex: bool,
    /// On the site of an earlier version: a link to this page in the current one, or to its home page.
    pub(super) replaced: Option<PageLink>,
    /// This page in other versions, newest first.
    pub(super) editions: Vec<PageLink>,
    /// This page in other languages.
    pub(super) languages: Vec<PageLink>,
    /// Full addresses of this page in all languages, for search engines; none if the site's address is unknown.
    pub(super) alternates: Vec<AlternateContext>,
    /// Relative path to the output folder.
    pub(super) root: String,
    pub(super) navigation: Vec<PageLink>,
    /// The contents beside the page, as HTML; empty if there are none.
    pub(super) contents: String,
    /// Links to the page's own headings, as HTML; empty if it has few.
    pub(super) headings: String,
    /// The page's own text, as HTML.
    pub(super) body: String,
    /// Words used on the page, footnotes and the like, as HTML.
    pub(super) after: String,
    pub(super) chapter: Option<ChapterContext>,
    /// On chapters and sections: what a browser remembers.
    pub(super) reading: Option<ReadingContext>,
    /// Properties for search engines, catalogues and previews of links.
    pub(super) meta: Vec<MetaContext>,
    /// A block of data for search engines, as HTML.
    pub(super) data: String,
    /// Where the text is as plain text.
    pub(super) plain_text: Option<String>,
    pub(super) previous: Option<PageLink>,
    pub(super) next: Option<PageLink>,
    /// On the home page and the contents page: chapters or parts.
    pub(super) chapters: Vec<ListEntry>,
    pub(super) downloads: Vec<PageLink>,
    /// The table of versions, as HTML.
    pub(super) versions: Option<String>,
    /// On a redline: the versions that it compares, and what changed.
    pub(super) comparison: Option<ComparisonContext>,
    /// On the version history: what each version changed, newest first.
    pub(super) comparisons: Vec<ComparisonContext>,
    /// On the version history: every version, newest first.
    pub(super) history: Vec<VersionContext>,
    /// Pages that are not chapters.
    pub(super) pages: Vec<ListEntry>,
    pub(super) letters: Vec<Letter>,
    /// On a redline: promises that became weaker.
    pub(super) softened: Vec<SofteningContext>,
    /// Figures that changed, on pages of changes.
    pub(super) figures: Vec<FigureContext>,
    /// On a redline: its lists of changes, and where its index is.
    pub(super) changes: Option<ChangesContext>,
    #[serde(skip)]
    pub(super) pieces: Pieces,
}

/// A property of a page for programs.
#[derive(Debug, Serialize)]
pub(super) struct MetaContext {
    /// The attribute with its name: `property` for Open Graph, and `name`.
    pub(super) attribute: &'static str,
    pub(super) name: &'static str,
    pub(super) content: String,
}

/// A text that a browser remembers as read.
#[derive(Debug, Serialize)]
pub(super) struct ReadingContext {
    /// Its address from the output folder.
    pub(super) page: String,
    /// Changes with its words.
    pub(super) digest: String,
    /// Its number and title.
    pub(super) name: String,
}

/// The header of a chapter.
#[derive(Debug, Serialize)]
pub(super) struct ChapterContext {
    /// "Chapter 4", or nothing.
    pub(super) number: Option<String>,
    pub(super) summary: Option<String>,
    /// The attributes `lang` and `dir`, if it has a language of its own.
    pub(super) language: String,
    /// In an edition in another language: that nobody has translated it yet.
    pub(super) untranslated: Option<String>,
    /// "Last changed in version 3.2."
    pub(super) changed: Option<String>,
    /// The address of its changes, if the current version changed it.
    pub(super) changes: Option<String>,
    /// Its own status, if it has one.
    pub(super) status: Option<String>,
    /// The chapter that a section belongs to.
    pub(super) parent: Option<PageLink>,
    pub(super) sections: Vec<ListEntry>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PageLink {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) current: bool,
    /// Attributes for a label in another language.
    pub(super) language: String,
}

/// A page in one of its languages.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AlternateContext {
    pub(super) language: String,
    pub(super) href: String,
}

/// A chapter, a section or a part in a list.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct ListEntry {
    pub(super) href: String,
    pub(super) title: String,
    /// Attributes for a title in another language.
    pub(super) language: String,
    pub(super) number: Option<String>,
    /// "Chapter 4", or nothing.
    pub(super) label: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) current: bool,
    /// Changes with the words of the text, if a browser remembers it.
    pub(super) digest: Option<String>,
    pub(super) sections: Vec<ListEntry>,
    /// On the contents page: links to its headings.
    pub(super) headings: Vec<PageLink>,
    /// On the index of a redline: an empty element for each id of its page, as HTML.
    pub(super) anchors: String,
}

/// The glossary's entries for one letter, as HTML.
#[derive(Debug, Serialize)]
pub(super) struct Letter {
    pub(super) letter: String,
    pub(super) id: String,
    pub(super) entries: String,
}

#[cfg(test)]
mod tests {
    use super::Pieces;

    #[test]
    fn noncharacters_that_authors_write_are_dropped() {
        let mut pieces = Pieces::default();
        let mark = pieces.mark("<p>text</p>".into());
        let frame = format!("<h1>a \u{fdd0} b \u{fdd0}7\u{fdd1}</h1>{mark}<i>end</i>");
        assert_eq!(pieces.put_into(&frame), "<h1>a  b 7\u{fdd1}</h1><p>text</p><i>end</i>\n".as_bytes());
    }
}
