//! What `strategy.yaml` says.

use jiff::civil::Date;

use super::{LinkPolicy, Version, VersionRow};
use crate::diag::Severity;
use crate::span::Span;

/// All of `strategy.yaml`, with defaults filled in.
#[derive(Debug, Clone, Hash)]
pub struct Settings {
    /// The strategy's title.
    pub title: String,
    /// Said below the title.
    pub subtitle: Option<String>,
    /// The public body.
    pub publisher: String,
    /// BCP 47 tag.
    pub language: String,
    /// Where the site will stand; ends in a slash.
    pub base_url: Option<String>,
    /// Whether it is final.
    pub status: Status,
    /// A built-in theme's name or a folder of `themes/`.
    pub theme: String,
    /// Oldest first, never empty; the last is the version now being written.
    pub versions: Vec<VersionRow>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// When and where to answer.
    pub consultation: Option<Consultation>,
    /// What the accessibility statement says.
    pub accessibility: Accessibility,
    /// How terms are linked.
    pub glossary: GlossarySettings,
    /// What is numbered.
    pub numbering: Numbering,
    /// Quotes and apostrophes.
    pub punctuation: Punctuation,
    /// What happens to HTML in Markdown.
    pub raw_html: RawHtml,
    /// Paper.
    pub print: PrintSettings,
    /// The site's limits.
    pub site: SiteSettings,
    /// Levels of rules: name, place of the name, level.
    pub check: Vec<(String, Span, RuleLevel)>,
}

impl Settings {
    /// The version now being written.
    ///
    /// # Panics
    /// Never: `versions` is not empty in settings that left `parse`.
    #[must_use]
    pub fn current(&self) -> &VersionRow {
        self.versions.last().expect("parse refuses a strategy without versions")
    }

    /// Title and subtitle in one line.
    #[must_use]
    pub fn full_title(&self) -> String {
        match &self.subtitle {
            Some(subtitle) => format!("{}: {subtitle}", self.title),
            None => self.title.clone(),
        }
    }
}

/// How far the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Not to be relied on yet; kept out of search engines.
    Draft,
    /// Open for comments.
    Consultation,
    /// Agreed.
    Final,
}

/// Whom a reader may ask.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Contact {
    /// A person or team.
    pub name: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
    /// A postal address; lines by `\n`.
    pub address: Option<String>,
}

/// A consultation's days and survey.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Consultation {
    /// First day.
    pub opens: Option<Date>,
    /// Last day.
    pub closes: Option<Date>,
    /// Where to answer.
    pub survey_url: Option<String>,
}

impl Consultation {
    /// Whether it was over when a version of `date` was made: no clock is asked, so that a build can be repeated.
    #[must_use]
    pub fn is_over(&self, date: Date) -> bool {
        self.closes.is_some_and(|closes| closes < date)
    }
}

/// What the accessibility statement is filled with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Accessibility {
    /// When the statement was prepared.
    pub prepared: Option<Date>,
    /// Who tested the site.
    pub tested_by: Option<String>,
    /// What does not meet the guidelines.
    pub known_issues: Vec<String>,
    /// Whether UK law names the body to complain to.
    pub uk_enforcement: bool,
}

/// How terms are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GlossarySettings {
    /// Unless a term says otherwise.
    pub link: LinkPolicy,
    /// Whether renderers spell an abbreviation out at its first use.
    pub expand_abbreviations: bool,
}

/// What is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Numbering {
    /// Chapters: 4.
    pub chapters: bool,
    /// Sections: 4.1.
    pub sections: bool,
    /// Paragraphs: 4.12.
    pub paragraphs: bool,
}

/// Quotes and apostrophes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Punctuation {
    /// Left alone.
    AsWritten,
    /// Straight ones become curly.
    Curly,
}

/// What happens to HTML in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Shown as text, and warned of.
    Report,
    /// Kept in HTML, lost in print.
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

/// How the strategy is printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PrintSettings {
    /// The paper.
    pub paper: PageSize,
    /// Whether there is an edition in standard print.
    pub standard: bool,
    /// Whether there is one in large print.
    pub large: bool,
    /// Whether changed passages carry a bar.
    pub change_bars: bool,
}

/// Whether the whole document is also one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SinglePage {
    /// Up to 100 chapters.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The site's limits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SiteSettings {
    /// The one-page edition.
    pub single_page: SinglePage,
    /// How many places a glossary entry lists.
    pub where_used_limit: usize,
    /// Whether a passage that the current version has changed says so.
    pub change_marks: bool,
    /// Whether earlier versions have sites of their own.
    pub past_versions: bool,
    /// Earlier versions that the current one is compared with besides the one before it, with their places.
    pub changes_since: Vec<(Version, Span)>,
}

/// What becomes of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleLevel {
    /// Dropped.
    Off,
    /// Reported as this.
    At(Severity),
}
