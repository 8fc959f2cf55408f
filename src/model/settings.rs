//! Settings of a strategy.

use jiff::civil::Date;

use super::{Counting, LinkPolicy, Version, VersionRow, short_slug};
use crate::diag::Severity;
use crate::span::Span;

/// The content of `strategy.yaml`, with defaults filled in.
#[derive(Debug, Clone, Hash)]
pub struct Settings {
    /// Title of the strategy.
    pub title: String,
    /// Subtitle.
    pub subtitle: Option<String>,
    /// Name of the public body.
    pub publisher: String,
    /// Language of the strategy, as a BCP 47 tag.
    pub language: String,
    /// Editions in other languages, in the order of strategy.yaml.
    pub editions: Vec<EditionSettings>,
    /// Address at which the site will be published; ends in a slash.
    pub base_url: Option<String>,
    /// The web host, or the program that serves the site, for which files with headers and redirects are added.
    pub hosting: Option<Host>,
    /// Editorial status.
    pub status: Status,
    /// Name of a built-in theme or of a folder in `themes/`.
    pub theme: String,
    /// Version history, oldest first, never empty; the last row is the version being written.
    pub versions: Vec<VersionRow>,
    /// Whom readers can contact.
    pub contact: Option<Contact>,
    /// Dates and survey of a consultation.
    pub consultation: Option<Consultation>,
    /// Content of the accessibility statement.
    pub accessibility: Accessibility,
    /// How glossary terms are linked.
    pub glossary: GlossarySettings,
    /// Which parts are numbered.
    pub numbering: Numbering,
    /// How quotes and apostrophes are set.
    pub punctuation: Punctuation,
    /// How HTML in Markdown is treated.
    pub raw_html: RawHtml,
    /// Printed editions.
    pub print: PrintSettings,
    /// Options of the site.
    pub site: SiteSettings,
    /// Levels of rules: name, span of the name, level.
    pub check: Vec<(String, Span, RuleLevel)>,
}

impl Settings {
    /// The path of the home page on its host, such as `/` or `/plan/`; `None` if the site has no address yet.
    #[must_use]
    pub fn base_path(&self) -> Option<&str> {
        let url = self.base_url.as_deref()?;
        let host = url.find("://")? + "://".len();
        Some(&url[host + url[host..].find('/')?..])
    }

    /// As [`Settings::base_path`]; a site whose host is known, but not its address, is taken to be at the top of its host.
    #[must_use]
    pub fn served_path(&self) -> Option<&str> {
        self.base_path().or_else(|| self.hosting.map(|_| "/"))
    }

    /// The settings of the edition in another language that `edition` describes.
    #[must_use]
    pub fn of_edition(&self, edition: &EditionSettings) -> Self {
        let base_url = self.base_url.as_ref().map(|base| format!("{base}{}", edition.folder()));
        Self {
            title: edition.title.clone(),
            subtitle: edition.subtitle.clone(),
            publisher: edition.publisher.clone().unwrap_or_else(|| self.publisher.clone()),
            language: edition.language.clone(),
            editions: Vec::new(),
            hosting: None,
            base_url,
            ..self.clone()
        }
    }

    /// The version being written.
    ///
    /// # Panics
    /// If `versions` is empty, which `parse` never returns.
    #[must_use]
    pub fn current(&self) -> &VersionRow {
        self.versions.last().expect("parse refuses a strategy without versions")
    }

    /// Title and subtitle on one line.
    #[must_use]
    pub fn full_title(&self) -> String {
        match &self.subtitle {
            Some(subtitle) => format!("{}: {subtitle}", self.title),
            None => self.title.clone(),
        }
    }

    /// Whether the site of a document with this many chapters has a page with the whole document.
    #[must_use]
    pub fn has_one_page(&self, chapters: usize) -> bool {
        match self.site.single_page {
            SinglePage::Always => true,
            SinglePage::Never => false,
            SinglePage::Auto => chapters <= MOST_FOR_ONE_PAGE,
        }
    }

    /// The title as the name of a file: `integrated-care-strategy`.
    #[must_use]
    pub fn print_name(&self) -> String {
        Some(short_slug(&self.title, LONGEST_TITLE)).filter(|name| !name.is_empty()).unwrap_or_else(|| "strategy".into())
    }
}

/// An edition of the strategy in another language, which is published in a folder of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EditionSettings {
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// The tag in strategy.yaml.
    pub span: Span,
    /// Title of the strategy.
    pub title: String,
    /// Subtitle.
    pub subtitle: Option<String>,
    /// Name of the public body, if it has another one.
    pub publisher: Option<String>,
}

impl EditionSettings {
    /// The folder of its site, below that of the original's; ends in a slash.
    #[must_use]
    pub fn folder(&self) -> String {
        format!("{}/", self.language)
    }
}

/// Above this many chapters, `single_page: auto` makes no page with the whole document.
const MOST_FOR_ONE_PAGE: usize = 100;
/// The longest title in a file name, in bytes: file systems allow 255, version and extension included.
const LONGEST_TITLE: usize = 120;

/// Name of a printed edition of the document with this name: with its version, `integrated-care-strategy-v3.3.pdf`, or without, which always
/// leads to the newest.
#[must_use]
pub fn print_file(name: &str, version: Option<&Version>, is_large: bool) -> String {
    let version = version.map_or_else(String::new, |version| format!("-v{version}"));
    format!("{name}{version}{}.pdf", if is_large { "-large-print" } else { "" })
}

/// A web host, or the program that serves the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "names of services and programs")]
pub enum Host {
    Netlify,
    Cloudflare,
    Github,
    Gitlab,
    S3,
    Azure,
    Iis,
    Nginx,
    Apache,
    Caddy,
}

/// Editorial status of a strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Work in progress, hidden from search engines.
    Draft,
    /// Open for comments.
    Consultation,
    /// Final.
    Final,
}

/// Whom readers can contact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Contact {
    /// Person or team.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Postal address, with lines separated by `\n`.
    pub address: Option<String>,
}

/// Dates and survey of a consultation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Consultation {
    /// First day.
    pub opens: Option<Date>,
    /// Last day.
    pub closes: Option<Date>,
    /// Address of the survey.
    pub survey_url: Option<String>,
}

impl Consultation {
    /// Whether it was over on `date`, the date of a version. The clock is not read, so that builds can be reproduced.
    #[must_use]
    pub fn is_over(&self, date: Date) -> bool {
        self.closes.is_some_and(|closes| closes < date)
    }
}

/// Content of the accessibility statement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Accessibility {
    /// When the statement was prepared.
    pub prepared: Option<Date>,
    /// Who tested the site.
    pub tested_by: Option<String>,
    /// Known accessibility issues.
    pub known_issues: Vec<String>,
    /// Whether the statement names the bodies that enforce accessibility in the UK.
    pub uk_enforcement: bool,
}

/// How glossary terms are linked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GlossarySettings {
    /// Policy for terms without one of their own.
    pub link: LinkPolicy,
    /// Whether renderers spell out an abbreviation at its first use.
    pub expand_abbreviations: bool,
    /// Abbreviations that every reader knows, besides those of the rule `undefined-abbreviation`.
    pub known_abbreviations: Vec<String>,
}

/// Which parts are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Numbering {
    /// Chapters: `4`.
    pub chapters: bool,
    /// Sections: `4.1`.
    pub sections: bool,
    /// Paragraphs: `4.12`.
    pub paragraphs: bool,
    /// Pictures with captions, and charts if those are not counted on their own.
    pub figures: Counting,
    /// Charts.
    pub charts: Counting,
    /// Tables with captions.
    pub tables: Counting,
    /// Boxes and case studies with titles.
    pub boxes: Counting,
    /// Recommendations.
    pub recommendations: Counting,
}

/// How quotes and apostrophes are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Punctuation {
    /// As the author typed them.
    AsWritten,
    /// Straight ones become curly, `--` becomes a dash, `...` an ellipsis.
    Curly,
}

/// How HTML in Markdown is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Shown as text, with a warning.
    Report,
    /// Kept on the site, left out of print.
    Allow,
}

/// Paper sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageSize {
    /// 210 by 297 mm.
    A4,
    /// 148 by 210 mm.
    A5,
    /// 8.5 by 11 inches.
    Letter,
}

impl PageSize {
    /// Its name, as in strategy.yaml.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::A5 => "A5",
            Self::Letter => "Letter",
        }
    }
}

/// How the strategy is printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PrintSettings {
    /// Paper size.
    pub paper: PageSize,
    /// Whether there is a standard-print edition.
    pub standard: bool,
    /// Whether there is a large-print edition.
    pub large: bool,
    /// Whether changed passages have a bar in the margin.
    pub change_bars: bool,
    /// Which pages chapters begin on.
    pub openings: Openings,
    /// Whether both sides of a sheet are printed, so that margins are mirrored; the theme decides if nothing is said.
    pub duplex: Option<bool>,
    /// How far colour at the edge of the paper goes beyond the cut, in tenths of a millimetre. If not 0, pages have crop marks.
    pub bleed: u16,
}

/// Which pages chapters begin on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Openings {
    /// The next one.
    Any,
    /// The next right-hand one, so that some pages stay empty.
    Right,
}

/// Whether the site has a page with the whole document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SinglePage {
    /// If there are at most 100 chapters.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Options of the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SiteSettings {
    /// Whether there is a page with the whole document.
    pub single_page: SinglePage,
    /// Maximum number of pages that a glossary entry lists.
    pub where_used_limit: usize,
    /// Whether passages that the current version changed are marked.
    pub change_marks: bool,
    /// Whether earlier versions have sites of their own.
    pub past_versions: bool,
    /// Whether what was reported about actions is published.
    pub progress: bool,
    /// Earlier versions to compare with the current one, in addition to the one before it, with their spans.
    pub changes_since: Vec<(Version, Span)>,
}

/// Level of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleLevel {
    /// Not reported.
    Off,
    /// Reported with this severity.
    At(Severity),
}

/// The name of a language in that language; its tag if it is not known here. From CLDR.
///
/// ```
/// assert_eq!(greenpaper::model::language_name("cy"), "Cymraeg");
/// assert_eq!(greenpaper::model::language_name("en-GB"), "English");
/// ```
#[must_use]
pub fn language_name(tag: &str) -> &str {
    match tag.split('-').next().unwrap_or(tag).to_lowercase().as_str() {
        "ar" => "العربية",
        "bn" => "বাংলা",
        "cy" => "Cymraeg",
        "de" => "Deutsch",
        "en" => "English",
        "es" => "Español",
        "fa" => "فارسی",
        "fr" => "Français",
        "ga" => "Gaeilge",
        "gd" => "Gàidhlig",
        "gv" => "Gaelg",
        "hi" => "हिन्दी",
        "it" => "Italiano",
        "kw" => "Kernewek",
        "nl" => "Nederlands",
        "pa" => "ਪੰਜਾਬੀ",
        "pl" => "Polski",
        "pt" => "Português",
        "ro" => "Română",
        "sco" => "Scots",
        "so" => "Soomaali",
        "uk" => "Українська",
        "ur" => "اردو",
        "zh" => "中文",
        _ => tag,
    }
}

/// Whether a language, by its BCP 47 tag, is written from right to left.
///
/// ```
/// assert!(greenpaper::model::is_right_to_left("ar-EG") && greenpaper::model::is_right_to_left("pa-Arab"));
/// assert!(!greenpaper::model::is_right_to_left("en-GB") && !greenpaper::model::is_right_to_left("az-Latn"));
/// ```
#[must_use]
pub fn is_right_to_left(language: &str) -> bool {
    let mut subtags = language.split('-').map(str::to_lowercase);
    let primary = subtags.next().unwrap_or_default();
    match subtags.find(|subtag| subtag.len() == 4).as_deref() {
        Some("arab" | "hebr" | "syrc" | "thaa" | "nkoo") => true,
        Some(_) => false,
        None => matches!(primary.as_str(), "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ks" | "nqo" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi"),
    }
}
