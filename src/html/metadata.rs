//! What search engines, catalogues and link previews read: schema.org, Open Graph, Highwire and Dublin Core.

use serde_json::{Map, Value, json};

use super::address::{self, term_id};
use super::context::MetaContext;
use super::output::{COVER_PICTURE, Download};
use super::site::Site;
use crate::model::{Block, BlockKind, PageId, Target, plain_text};

/// How many terms of a glossary are described.
const MOST_TERMS: usize = 1000;

impl Site<'_> {
    /// The properties of every page for previews of links.
    pub(super) fn open_graph(&self, is_home: bool) -> Vec<MetaContext> {
        let settings = &self.document.settings;
        let kind = if is_home { "website" } else { "article" };
        [("og:type", kind.to_owned()), ("og:site_name", settings.full_title()), ("og:locale", settings.language.replace('-', "_"))]
            .map(|(name, content)| MetaContext { attribute: "property", name, content })
            .into()
    }

    /// The picture that previews of links show: the cover, if it is printed.
    pub(super) fn cover_picture(&self, downloads: &[Download]) -> Vec<MetaContext> {
        let is_printed = downloads.iter().any(|download| download.path.ends_with(".pdf") && !download.path.contains("large-print"));
        let Some(url) = self.published_at(COVER_PICTURE).filter(|_| is_printed) else { return Vec::new() };
        [
            ("og:image", url),
            ("og:image:width", "1200".into()),
            ("og:image:height", "630".into()),
            ("og:image:alt", self.document.settings.full_title()),
        ]
        .map(|(name, content)| MetaContext { attribute: "property", name, content })
        .into()
    }

    /// Whole addresses are needed by whoever reads these from elsewhere.
    fn published_at(&self, path: &str) -> Option<String> {
        self.document.settings.base_url.as_ref().map(|base| format!("{base}{path}"))
    }

    /// Who published the document, when, and in which version: names of Highwire Press, which reference managers read, and of Dublin Core.
    pub(super) fn citation(&self, downloads: &[Download]) -> Vec<MetaContext> {
        let settings = &self.document.settings;
        let current = settings.current();
        let date = current.date.to_string();
        let pdf = downloads.iter().find(|download| download.path.ends_with(".pdf"));
        let all = [
            ("citation_title", Some(settings.full_title())),
            ("citation_author", Some(settings.publisher.clone())),
            ("citation_publication_date", Some(date.replace('-', "/"))),
            ("citation_language", Some(settings.language.clone())),
            ("citation_technical_report_institution", Some(settings.publisher.clone())),
            ("citation_technical_report_number", Some(current.version.to_string())),
            ("citation_fulltext_html_url", self.published_at(address::ONE_PAGE).filter(|_| self.has_one_page)),
            ("citation_pdf_url", pdf.and_then(|pdf| self.published_at(&address::encode(&pdf.path)))),
            ("DC.title", Some(settings.full_title())),
            ("DC.creator", Some(settings.publisher.clone())),
            ("DC.publisher", Some(settings.publisher.clone())),
            ("DC.date", Some(date)),
            ("DC.language", Some(settings.language.clone())),
            ("DC.type", Some("Text".to_owned())),
            ("DC.identifier", settings.base_url.clone()),
        ];
        all.into_iter().filter_map(|(name, content)| Some(MetaContext { attribute: "name", name, content: content? })).collect()
    }

    /// The document as a schema.org `Report`, as an element: a block of data, which no browser runs.
    pub(super) fn report_data(&self, description: Option<&str>) -> String {
        let settings = &self.document.settings;
        let parts: Vec<Value> = self
            .document
            .chapter_pages()
            .filter(|(id, _)| matches!(id, PageId::Chapter(_)))
            .map(|(id, chapter)| {
                let url = self.published_at(&address::path(self.document, id));
                object([("@type", json!("Chapter")), ("name", json!(chapter.front.title)), ("position", json!(chapter.number)), ("url", json!(url))])
            })
            .collect();
        let status = if self.is_draft() { "Draft" } else { "Published" };
        data(&object([
            ("@context", json!("https://schema.org")),
            ("@type", json!("Report")),
            ("name", json!(settings.full_title())),
            ("description", json!(description)),
            ("url", json!(settings.base_url)),
            ("inLanguage", json!(settings.language)),
            ("version", json!(settings.current().version.as_str())),
            ("datePublished", json!(settings.current().date.to_string())),
            ("creativeWorkStatus", json!(status)),
            ("publisher", json!({"@type": "Organization", "name": settings.publisher})),
            ("isAccessibleForFree", json!(true)),
            ("accessMode", json!(["textual", "visual"])),
            ("accessModeSufficient", json!(["textual"])),
            ("hasPart", json!(parts)),
        ]))
    }

    /// The glossary as a schema.org `DefinedTermSet`, as an element.
    pub(super) fn term_set_data(&self) -> String {
        let document = self.document;
        let glossary = address::path(document, PageId::Glossary);
        let terms: Vec<Value> = document
            .glossary
            .alphabetical
            .iter()
            .take(MOST_TERMS)
            .map(|id| {
                let term = document.glossary.term(*id);
                let anchor = address::encode(&term_id(document, *id)).into_owned();
                object([
                    ("@type", json!("DefinedTerm")),
                    ("@id", json!(format!("#{anchor}"))),
                    ("name", json!(term.term)),
                    ("alternateName", json!(term.abbreviation.iter().chain(&term.also).collect::<Vec<_>>())),
                    ("description", json!(definition(&term.definition))),
                    ("url", json!(self.published_at(&format!("{glossary}#{anchor}")))),
                ])
            })
            .collect();
        let name = format!("{}: {}", document.settings.full_title(), self.theme.strings.text("glossary"));
        data(&object([
            ("@context", json!("https://schema.org")),
            ("@type", json!("DefinedTermSet")),
            ("name", json!(name)),
            ("url", json!(self.published_at(&glossary))),
            ("inLanguage", json!(document.settings.language)),
            ("hasDefinedTerm", json!(terms)),
        ]))
    }
}

/// The first paragraph of a definition.
fn definition(blocks: &[Block<Target>]) -> Option<String> {
    blocks.iter().find_map(|block| if let BlockKind::Paragraph(line) = &block.kind { Some(plain_text(line)) } else { None })
}

/// An object without the keys that have no value.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let has_value = |value: &Value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
    Value::Object(entries.into_iter().filter(|(_, value)| has_value(value)).map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}

/// Nothing in it can end the element: every `<` is written as an escape of JSON.
fn data(value: &Value) -> String {
    format!("<script type=\"application/ld+json\">{}</script>", value.to_string().replace('<', "\\u003c"))
}
