//! Papers beside the document: forms to write on, papers for a meeting. Each is Markdown in memory, read and set like a chapter.

mod folder;

use jiff::civil::Date;

use crate::diag::{Diagnostic, Severity};
use crate::error::Error;
use crate::html::{Others, Site};
use crate::layout::{self, PrintSize};
use crate::model::{Document, PageSize, Settings};
use crate::pdf;
use crate::pipeline::{self, Cache, Checked, Inputs, Options};
use crate::theme::Themes;
use crate::yaml;

use folder::Folder;

/// What is on a paper.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// Its title: plain text.
    pub title: &'a str,
    /// Everything below the title, in Markdown.
    pub body: &'a str,
}

/// A paper, ready to be printed.
#[derive(Debug)]
pub struct Paper(Checked);

impl Paper {
    /// Reads `text`. Publisher, language, theme, version and paper size are those of the strategy that it is about.
    ///
    /// ```
    /// use greenpaper::paper::{Paper, Text};
    /// use greenpaper::pipeline::{self, StrategyFolder};
    ///
    /// let folder = StrategyFolder::open("strategy".as_ref())?;
    /// let inputs = folder.inputs();
    /// let newest = pipeline::versions(&inputs)?.newest;
    /// let text = Text { title: "Notes", body: "Write here:\n\n| What | Why |\n|---|---|\n| <br><br> | <br><br> |\n" };
    /// let paper = Paper::new(&text, &newest.settings, inputs.themes, inputs.project.today())?;
    /// let (pdf, _) = paper.pdf(true);
    /// assert!(pdf.is_some_and(|bytes| bytes.starts_with(b"%PDF")));
    /// # Ok::<(), greenpaper::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the theme cannot be read.
    pub fn new(text: &Text<'_>, about: &Settings, themes: &dyn Themes, today: Date) -> Result<Self, Error> {
        let title = yaml::scalar(text.title);
        // Room to write matters more than the size of the document.
        let size = if about.print.paper == PageSize::A5 { PageSize::A4 } else { about.print.paper };
        let current = about.current();
        let settings = format!(
            "title: {title}\npublisher: {}\nlanguage: {}\ntheme: {}\nstatus: final\nprint: {{paper: {}}}\nversions:\n  - {{version: \"{}\", date: {}}}\n",
            yaml::scalar(&about.publisher),
            yaml::scalar(&about.language),
            yaml::scalar(&about.theme),
            size.name(),
            current.version.as_str(),
            current.date
        );
        let chapter = format!("---\ntitle: {title}\nnumber: none\n---\n\n{}", text.body);
        let folder = Folder::new(settings, chapter, today);
        let inputs = Inputs { project: &folder, archive: &folder, themes };
        Ok(Self(pipeline::run(&inputs, &Options::default(), &mut Cache::default())?))
    }

    /// The paper as a tagged PDF, in large print or standard print, without cover and contents; none if a finding is an error. Findings
    /// have no places, because nobody can open what they are about.
    #[must_use]
    pub fn pdf(&self, large: bool) -> (Option<Vec<u8>>, Vec<Diagnostic>) {
        let (paged, mut findings) = layout::lay_out_paper(self.document(), &self.0.theme, &PrintSize { large });
        for finding in &mut findings {
            finding.span = None;
            finding.labels.clear();
        }
        let is_sound = findings.iter().all(|finding| finding.severity != Severity::Error);
        (is_sound.then(|| pdf::render(&paged)), findings)
    }

    /// The paper as one file of HTML with its stylesheet inside, in large print if asked.
    ///
    /// # Errors
    /// A template of the theme that cannot be compiled.
    pub fn html(&self, large: bool) -> Result<String, Diagnostic> {
        let site = Site::new(self.document(), &self.0.theme, Others::default())?;
        Ok(site.page_alone(include_str!("paper/paper.css"), if large { "large" } else { "standard" }))
    }

    fn document(&self) -> &Document {
        &self.0.document
    }
}
