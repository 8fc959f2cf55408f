//! The document as an e-book: EPUB 3.3, with the accessibility that EPUB Accessibility 1.1 asks for and the page numbers of the printed
//! edition.

mod pages;

use std::fmt::Write as _;

use pages::PageNumber;

use crate::html::{Book, BookText, Download, Site, escaped};
use crate::layout::PageStart;
use crate::model::{Document, is_right_to_left};
use crate::publish;
use crate::theme::{Strings, Theme};

/// Path of the e-book from the output folder.
pub const PATH: &str = "downloads/document.epub";

/// Reads a picture of the strategy by its path.
pub type ReadPicture<'r> = dyn Fn(&str) -> Option<Vec<u8>> + Sync + 'r;

/// The e-book of a site. `starts` are the first words of each printed page, if there is a printed edition. None if it is too large for its form.
///
/// ```
/// use greenpaper::epub;
/// use greenpaper::html::{Others, Site};
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let inputs = folder.inputs();
/// let checked = pipeline::run(&inputs, &Options::default(), &mut Cache::default())?;
/// let site = Site::new(&checked.document, &checked.theme, Others::default()).expect("templates that compile");
/// let read = |path: &str| inputs.project.read(path, u64::MAX).ok();
/// let book = epub::epub(&checked.document, &checked.theme, &site, &[], &read);
/// assert!(book.is_some_and(|bytes| bytes.starts_with(b"PK")));
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn epub(document: &Document, theme: &Theme, site: &Site<'_>, starts: &[PageStart], read: &ReadPicture<'_>) -> Option<Vec<u8>> {
    let mut book = site.book();
    let numbers = pages::place(&mut book.texts, starts);
    let pictures = document.pictures.iter().filter(|picture| picture.shown);
    let pictures: Vec<(String, Vec<u8>)> = pictures.filter_map(|picture| Some((picture.path.clone(), read(&picture.path)?))).collect();
    let own = Epub { document, theme, book: &book, numbers: &numbers };
    let mut files: Vec<(String, Vec<u8>)> = vec![
        // Readers look for these bytes at a fixed place.
        ("mimetype".into(), b"application/epub+zip".to_vec()),
        ("META-INF/container.xml".into(), CONTAINER.into()),
        ("EPUB/package.opf".into(), own.package(&pictures).into()),
        ("EPUB/nav.xhtml".into(), own.navigation().into()),
        ("EPUB/title.xhtml".into(), own.title_page().into()),
        ("EPUB/book.css".into(), book.style.clone()),
    ];
    files.extend(book.texts.iter().map(|text| (format!("EPUB/{}", decoded(&text.path)), text.xhtml.clone().into_bytes())));
    files.extend(pictures.iter().map(|(path, bytes)| (format!("EPUB/{path}"), bytes.clone())));
    publish::zip(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
}

/// Its entry in lists of downloads.
#[must_use]
pub fn download(book: &[u8], strings: &Strings) -> Download {
    Download { path: PATH.into(), label: strings.fill("download_epub", &[("size", &strings.file_size(book.len()))]) }
}

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles><rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>\n</container>\n";

struct Epub<'e> {
    document: &'e Document,
    theme: &'e Theme,
    book: &'e Book,
    numbers: &'e [PageNumber],
}

impl Epub<'_> {
    fn text(&self, key: &str) -> String {
        escaped(self.theme.strings.text(key))
    }

    fn page(&self, title: &str, body: &str) -> String {
        let language = &self.document.settings.language;
        let direction = if is_right_to_left(language) { "rtl" } else { "ltr" };
        crate::html::xhtml_page(title, language, direction, 0, body)
    }

    fn title_page(&self) -> String {
        let (settings, strings) = (&self.document.settings, &self.theme.strings);
        let current = settings.current();
        let version = strings.fill("version_line", &[("version", current.version.as_str()), ("date", &strings.date(current.date))]);
        let subtitle = settings.subtitle.as_ref().map_or_else(String::new, |subtitle| format!("<p class=\"subtitle\">{}</p>", escaped(subtitle)));
        let draft = match settings.status {
            crate::model::Status::Draft => format!("<p class=\"status\">{}</p>", self.text("status_draft")),
            crate::model::Status::Consultation => format!("<p class=\"status\">{}</p>", self.text("status_consultation")),
            crate::model::Status::Final => String::new(),
        };
        let body = format!(
            "<section class=\"title-page\" epub:type=\"titlepage\"><h1>{}</h1>{subtitle}<p>{}</p><p>{}</p>{draft}</section>",
            escaped(&settings.title),
            escaped(&settings.publisher),
            escaped(&version)
        );
        self.page(&settings.full_title(), &body)
    }

    fn navigation(&self) -> String {
        let mut list = String::from("<ol>");
        let mut is_in_section = false;
        let mut open = false;
        for text in &self.book.texts {
            match (text.is_section, is_in_section) {
                (true, false) => list.push_str("<ol>"),
                (false, true) => list.push_str("</ol>"),
                (true, true) | (false, false) => {}
            }
            if !text.is_section && open {
                list.push_str("</li>");
            }
            is_in_section = text.is_section;
            list.push_str(&entry(text));
            if text.is_section {
                list.push_str("</li>");
            } else {
                open = true;
            }
        }
        list.push_str(if is_in_section {
            "</ol></li></ol>"
        } else if open {
            "</li></ol>"
        } else {
            "</ol>"
        });
        let contents = self.text("contents");
        let title = format!("<li><a href=\"title.xhtml\">{}</a></li>", escaped(&self.document.settings.full_title()));
        let list = list.replacen("<ol>", &format!("<ol>{title}"), 1);
        let mut body = format!("<nav epub:type=\"toc\" role=\"doc-toc\" aria-labelledby=\"toc\"><h1 id=\"toc\">{contents}</h1>{list}</nav>");
        if !self.numbers.is_empty() {
            let numbers: String =
                self.numbers.iter().map(|number| format!("<li><a href=\"{}\">{}</a></li>", number.href, escaped(&number.label))).collect();
            let heading = self.text("page_list");
            let _ = write!(
                body,
                "<nav epub:type=\"page-list\" role=\"doc-pagelist\" aria-labelledby=\"pages\" hidden=\"hidden\"><h2 id=\"pages\">{heading}</h2><ol>{numbers}</ol></nav>"
            );
        }
        let first = self.book.texts.first().map_or_else(String::new, |text| {
            format!("<li><a epub:type=\"bodymatter\" href=\"{}\">{}</a></li>", text.path, self.text("start_of_text"))
        });
        let _ = write!(
            body,
            "<nav epub:type=\"landmarks\" aria-labelledby=\"landmarks\" hidden=\"hidden\"><h2 id=\"landmarks\">{}</h2><ol><li><a epub:type=\"toc\" href=\"nav.xhtml\">{contents}</a></li>{first}</ol></nav>",
            self.text("landmarks")
        );
        self.page(self.theme.strings.text("contents"), &body)
    }

    fn package(&self, pictures: &[(String, Vec<u8>)]) -> String {
        let settings = &self.document.settings;
        let current = settings.current();
        let version = current.version.as_str();
        let identifier = match &settings.base_url {
            Some(base) => format!("{base}#v{version}"),
            None => format!("urn:greenpaper:{}:{version}", crate::model::slug(&settings.full_title())),
        };
        let mut meta = String::new();
        let elements = [
            ("dc:identifier id=\"id\"", identifier.as_str()),
            ("dc:title", &settings.full_title()),
            ("dc:language", &settings.language),
            ("dc:creator", &settings.publisher),
            ("dc:publisher", &settings.publisher),
            ("dc:date", &current.date.to_string()),
        ];
        for (name, value) in elements {
            let end = name.split(' ').next().unwrap_or(name);
            let _ = writeln!(meta, "<{name}>{}</{end}>", escaped(value));
        }
        let visual = !pictures.is_empty();
        let modes: &[&str] = if visual { &["textual", "visual"] } else { &["textual"] };
        let mut properties: Vec<(&str, String)> = vec![("dcterms:modified", format!("{}T00:00:00Z", current.date))];
        properties.extend(modes.iter().map(|mode| ("schema:accessMode", (*mode).to_owned())));
        properties.push(("schema:accessModeSufficient", "textual".into()));
        let features = ["tableOfContents", "structuralNavigation", "alternativeText", "readingOrder", "displayTransformability"];
        properties.extend(features.iter().map(|feature| ("schema:accessibilityFeature", (*feature).to_owned())));
        if !self.numbers.is_empty() {
            properties.extend(["pageBreakMarkers", "pageNavigation"].map(|feature| ("schema:accessibilityFeature", feature.to_owned())));
            properties.push(("pageBreakSource", format!("{} (PDF), {version}", settings.full_title())));
        }
        properties.push(("schema:accessibilityHazard", "none".into()));
        properties.push(("schema:accessibilitySummary", self.theme.strings.text("book_accessibility").to_owned()));
        for (name, value) in properties {
            let _ = writeln!(meta, "<meta property=\"{name}\">{}</meta>", escaped(&value));
        }
        let mut manifest = String::from(
            "<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n<item id=\"title\" href=\"title.xhtml\" media-type=\"application/xhtml+xml\"/>\n<item id=\"style\" href=\"book.css\" media-type=\"text/css\"/>\n",
        );
        let mut spine = String::from("<itemref idref=\"title\"/>\n<itemref idref=\"nav\"/>\n");
        for (at, text) in self.book.texts.iter().enumerate() {
            let _ = writeln!(manifest, "<item id=\"text{at}\" href=\"{}\" media-type=\"application/xhtml+xml\"/>", escaped(&text.path));
            let _ = writeln!(spine, "<itemref idref=\"text{at}\"/>");
        }
        for (at, (path, _)) in pictures.iter().enumerate() {
            let _ = writeln!(manifest, "<item id=\"picture{at}\" href=\"{}\" media-type=\"{}\"/>", escaped(path), media_type(path));
        }
        let direction = if is_right_to_left(&settings.language) { " page-progression-direction=\"rtl\"" } else { "" };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{}\">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n{meta}</metadata>\n<manifest>\n{manifest}</manifest>\n<spine{direction}>\n{spine}</spine>\n</package>\n",
            escaped(&settings.language)
        )
    }
}

/// A text and its main headings in the contents.
fn entry(text: &BookText) -> String {
    let mut out = format!("<li><a href=\"{}\">{}</a>", text.path, escaped(&text.title));
    if !text.headings.is_empty() && text.is_section {
        out.push_str("<ol>");
        for (anchor, title) in &text.headings {
            let _ = write!(out, "<li><a href=\"{}#{}\">{}</a></li>", text.path, escaped(anchor), escaped(title));
        }
        out.push_str("</ol>");
    }
    out
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("").to_ascii_lowercase().as_str() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        _ => "image/jpeg",
    }
}

/// The file name for a percent-encoded path.
fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}
