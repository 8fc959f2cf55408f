//! Command-line arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use greenpaper::model::Version;
use jiff::civil::Date;

pub(crate) use comments::{CommentsCommand, RegisterColumns, RoundName, Status};
pub(crate) use common::{Format, Source};
use common::{in_folder, version, words};
pub(crate) use export::Export;
pub(crate) use hosts::WebHost;
pub(crate) use import::{ChangesChoice, Import};

mod comments;
mod common;
mod examples;
mod export;
mod hosts;
mod import;

/// Turns a strategy, written in Markdown with a glossary, into an accessible website and PDF.
#[derive(Debug, Parser)]
#[command(name = "greenpaper", version = env!("GREENPAPER_VERSION"), after_help = examples::EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site and the printed editions into the output folder
    ///
    /// If there are errors, nothing is published and the output folder is unchanged. Warnings do not stop a build.
    Build(Build),
    /// Preview the strategy in a browser, updated on every save
    ///
    /// Pages are built in memory and can only be seen on this machine. While a draft has errors, the last good pages stay, and a panel
    /// lists the errors with file and line. Press Ctrl-C to stop.
    #[cfg(feature = "preview")]
    Serve(Serve),
    /// Report problems without changing anything; with --fix, fix what can be fixed automatically
    ///
    /// The human format goes to standard error, like all messages to people. All other formats go to standard output; with json, sarif
    /// and gitlab, nothing else is printed there: `greenpaper check --report json > report.json`.
    Check(Check),
    /// Explain a rule: what it checks, why, and what to do instead
    Explain {
        /// The rule, as shown in square brackets in reports; leave it out to list all rules
        rule: Option<String>,
    },
    /// List every glossary link in context
    Glossary {
        #[command(flatten)]
        source: Source,
        /// The output format
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Report word counts, reading times, terms, the longest sentences and the changes since the last version
    ///
    /// All of this is information: none of it makes a check fail. Reading ages are calculated for English only.
    Stats {
        #[command(flatten)]
        source: Source,
        /// The output format
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// List the versions with their dates, audiences and comments, and say which are archived
    Versions {
        #[command(flatten)]
        source: Source,
        /// The output format
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Show what changed between two versions, passage by passage
    ///
    /// You can name the version being written and those in archive/. The report starts with a line for each chapter, then shows each
    /// passage that changed: `[-words-]` were removed, `{+words+}` were added, and `{~words=>**words**~}` were reformatted. The mark before
    /// a passage says that it was added (`+`), removed (`-`), edited (`~`), moved here (`>`) or moved away (`<`). The exit code does
    /// not depend on whether anything changed.
    Redline {
        /// The version to compare, such as 3.2
        #[arg(value_parser = version)]
        old: Version,
        /// The version to compare it with
        #[arg(value_parser = version)]
        new: Version,
        #[command(flatten)]
        source: Source,
        /// The output format
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
        /// Also show where only quotation marks or dashes differ
        #[arg(long)]
        formatting: bool,
        /// Write the comparison to a tagged PDF instead
        #[arg(long, value_name = "FILE", conflicts_with = "format")]
        pdf: Option<PathBuf>,
    },
    /// Draw all printed pages on one sheet, small, with large holes and divided boxes marked
    ///
    /// Writes a web page to look at before you publish. Links in it lead to the pages with a mark.
    Proof {
        /// The file to write
        #[arg(default_value = "proof.html", value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        source: Source,
    },
    /// Release the version being written, and keep its sources in archive/
    ///
    /// Sets the date and comments in its row of strategy.yaml; the rest of that file is unchanged. The sources are copied into
    /// archive/VERSION/, together with identity.json, which identifies every paragraph in later versions. If the sources have errors
    /// or placeholders, nothing is changed.
    Release(Release),
    /// Open the next version by adding its row to strategy.yaml
    Draft(OpenVersion),
    /// Check that a published site is what was built
    ///
    /// Compares every file with manifest.json. Names files that are missing or changed, which make the command fail, and those that
    /// greenpaper did not write.
    Verify {
        /// The published folder
        #[arg(default_value_os_t = in_folder("output", "../output"), value_name = "DIR")]
        output: PathBuf,
        /// Also fail if there are files that greenpaper did not write
        #[arg(long)]
        strict: bool,
    },
    /// Put the published site and its sources into one zip archive, for the record
    ///
    /// The same site gives the same bytes on every machine, so that the archive can be signed and compared. Prints its SHA-256.
    Seal(Seal),
    /// Make a pack for readers who comment on a version: one zip archive that needs no server
    ///
    /// It contains the site in review mode, where readers write comments and save them to a file, the printed editions with numbered
    /// paragraphs, response forms to print, and a guide. The same sources give the same bytes.
    Pack {
        /// The archive to write, such as readers-panel.zip
        file: PathBuf,
        /// Who the pack is for, as the guide says
        #[arg(long, value_name = "TEXT", value_parser = words)]
        audience: Option<String>,
        /// A version in the archive; the one being written by default
        #[arg(long, value_name = "VERSION", value_parser = version)]
        version: Option<Version>,
        #[command(flatten)]
        source: Source,
    },
    /// Write the strategy as a Word document, for people who comment in Word
    ///
    /// Every paragraph has a bookmark with its identity, and changes are tracked from the first. When the document comes back,
    /// `greenpaper comments collate FILE.docx` puts comments and changes on their passages. The same sources give the same bytes.
    Export(Export),
    /// Collect, answer and count comments that people sent back
    Comments {
        #[command(subcommand)]
        command: CommentsCommand,
    },
    /// Start a new strategy, small but complete
    Init {
        /// A new or empty folder; with --ci, it can also be an existing strategy
        #[arg(default_value = "strategy")]
        dir: PathBuf,
        /// Also add a workflow that checks every change and publishes the strategy
        #[arg(long, value_enum, value_name = "HOST")]
        ci: Option<CodeHost>,
    },
    /// Make a strategy from a Word document, from several, one a chapter, or from a folder of Markdown
    ///
    /// Writes chapters, the glossary, pictures and strategy.yaml into a new folder, and reports everything that was left out, replaced or
    /// is doubtful, with its words. The whole report is also kept in .import/report.txt in that folder. The documents are not changed.
    Import(Import),
    /// Add a chapter, or a term in the glossary
    New {
        #[command(subcommand)]
        command: NewCommand,
    },
    /// Print a JSON Schema of strategy.yaml or front matter, for use in editors, or of redlines as JSON
    Schema {
        /// The kind of file or output to describe
        #[arg(value_enum, default_value_t = SchemaKind::Settings)]
        kind: SchemaKind,
        /// Write all schemas into the folder .schema beside strategy.yaml instead
        #[arg(long, conflicts_with = "kind")]
        write: bool,
        #[command(flatten)]
        source: Source,
    },
    /// Create a theme
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
    /// Print a shell completion script
    Completions {
        /// Your shell
        shell: clap_complete::Shell,
    },
    /// Write the manual pages, one for each command, into a folder
    Man {
        /// The folder, made if it is missing
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Only report problems in these files or folders
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) source: Source,
    /// Only report problems of this rule, and all of them; can be repeated
    #[arg(long = "rule", value_name = "RULE")]
    pub(crate) rules: Vec<String>,
    /// Only report errors, and problems in lines that have changed since this version
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub(crate) since: Option<Version>,
    /// Only report problems that are new since the file .baseline.txt was written; writes it if there is none yet
    #[arg(long, value_enum, value_name = "write", num_args = 0..=1, require_equals = true, default_missing_value = "use")]
    pub(crate) baseline: Option<BaselineUse>,
    /// Also fail on warnings
    #[arg(long)]
    pub(crate) strict: bool,
    /// The format of the report
    #[arg(long, value_enum, default_value_t = ReportForm::Human, value_name = "FORM")]
    pub(crate) report: ReportForm,
    /// First fix what can be fixed automatically (spaces, quotes, thousands, ranges, dates, times and so on), and show each change
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix: show the changes without writing them
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
}

/// What to do with a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BaselineUse {
    /// Report what is not in it
    Use,
    /// Write it again, with all problems that there are now
    Write,
}

/// The format of a report of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    /// The lines of text, with the problems marked
    Human,
    /// Sentences, for screen readers and email
    Plain,
    /// A line for each problem (file:line:column: warning: …), for editors
    Lines,
    /// JSON, for programs
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// Annotations, for GitHub workflows
    Github,
    /// A code quality report, for GitLab pipelines
    Gitlab,
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) source: Source,
    /// The folder to publish into; files that greenpaper did not write are never changed
    #[arg(long, default_value_os_t = in_folder("output", "../output"), value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// The name or folder of a theme to use instead of the one in strategy.yaml
    #[arg(long, value_name = "NAME|DIR")]
    pub(crate) theme: Option<String>,
    /// What to build
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html,pdf", value_name = "FORMATS")]
    pub(crate) formats: Vec<OutputFormat>,
    /// Do not publish if there are warnings
    #[arg(long)]
    pub(crate) strict: bool,
    /// The format of the report; all formats but human go to standard output
    #[arg(long, value_enum, default_value_t = ReportForm::Human, value_name = "FORM")]
    pub(crate) report: ReportForm,
    /// Also compare the newest version with this one; can be repeated
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub(crate) since: Vec<Version>,
    /// Add files that tell a web host about headers, redirects and robots
    #[arg(long, value_enum, value_name = "HOST")]
    pub(crate) host: Option<WebHost>,
    /// Print how long each step took
    #[arg(long)]
    pub(crate) timings: bool,
}

#[cfg(feature = "preview")]
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) source: Source,
    /// The name or folder of a theme to use instead of the one in strategy.yaml
    #[arg(long, value_name = "NAME|DIR")]
    pub(crate) theme: Option<String>,
    /// Open the preview in your browser
    #[arg(long)]
    pub(crate) open: bool,
    /// The port to listen on, or the next free one if it is in use
    #[arg(long, value_name = "PORT", default_value_t = 8000)]
    pub(crate) port: u16,
}

#[derive(Debug, Args)]
pub(crate) struct Release {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Comments for the version's row; by default, they are unchanged
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(crate) comments: Option<String>,
    /// The date of the release, as year-month-day; today by default
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,
    /// Also open this version
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub(crate) next: Option<Version>,
    /// Release the version although it has placeholders, such as "TBC", or texts that are still to be written
    #[arg(long)]
    pub(crate) allow_placeholders: bool,
    /// Refuse, and list them, while comments in comments/ are not read or answered
    #[arg(long)]
    pub(crate) consultation: bool,
    /// Take the last release back, if nothing newer was written
    #[arg(long, conflicts_with_all = ["comments", "date", "next", "allow_placeholders", "consultation"])]
    pub(crate) undo: bool,
    /// Show what would change without writing anything
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Seal {
    /// The archive to write, such as strategy-3.2.zip
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) source: Source,
    /// The folder that the site was published into
    #[arg(long, default_value_os_t = in_folder("output", "../output"), value_name = "DIR")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct OpenVersion {
    /// The new version, higher than all earlier ones, such as 3.4
    #[arg(value_parser = version)]
    pub(crate) version: Version,
    #[command(flatten)]
    pub(crate) source: Source,
    /// Comments for the version's row
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(crate) comments: Option<String>,
    /// Who the version is for
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(crate) audience: Option<String>,
    /// The date, as year-month-day; today by default, and updated when the version is released
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,
    /// Show what would change without writing anything
    #[arg(long)]
    pub(crate) dry_run: bool,
}

fn date(text: &str) -> Result<Date, &'static str> {
    text.parse().ok().filter(|_| text.len() == 10).ok_or("write a date as year-month-day, such as 2023-03-03")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// The website
    Html,
    /// The printed editions
    Pdf,
}

impl From<OutputFormat> for greenpaper::build::OutputFormat {
    fn from(format: OutputFormat) -> Self {
        match format {
            OutputFormat::Html => Self::Html,
            OutputFormat::Pdf => Self::Pdf,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodeHost {
    /// GitHub, with GitHub Pages
    Github,
    /// GitLab, with GitLab Pages
    Gitlab,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaKind {
    /// strategy.yaml
    Settings,
    /// Front matter of a chapter or a section
    Chapter,
    /// Front matter of a page
    Page,
    /// Front matter in the glossary
    Glossary,
    /// What `redline --format json` prints
    Redline,
    /// The document for programs, data/document.json of a site
    Document,
}

#[derive(Debug, Subcommand)]
pub(crate) enum NewCommand {
    /// Add a chapter, or a section of a chapter; it comes last unless you say where
    ///
    /// With --first or --after, files after it get new numbers if there is no room, and links to them are changed. Addresses of pages
    /// stay the same. Either everything is done or nothing.
    Chapter {
        /// Its title; use quotes around characters such as & or ?
        #[arg(value_parser = words, required = true)]
        title: Vec<String>,
        /// One sentence about it, for cards, search results and the feed
        #[arg(long, value_name = "TEXT", value_parser = words)]
        summary: Option<String>,
        /// Add a section to this chapter, given as the name of its folder without the number
        #[arg(long, value_name = "CHAPTER", value_parser = words)]
        section_of: Option<String>,
        /// Put it before all others
        #[arg(long, conflicts_with_all = ["annex", "after"])]
        first: bool,
        /// Put it after all others as an annex, with the next letter as its number
        #[arg(long, conflicts_with_all = ["after", "section_of"])]
        annex: bool,
        /// Put it after this one, given as its file name without number and ending, such as our-vision
        #[arg(long, value_name = "NAME", value_parser = words)]
        after: Option<String>,
        #[command(flatten)]
        source: Source,
    },
    /// Add a term to the glossary: a file of its own, or an entry if the glossary is one list
    Term {
        /// The term; use quotes around characters such as & or ?
        #[arg(value_parser = words, required = true)]
        term: Vec<String>,
        /// Its abbreviation, such as PCN
        #[arg(long, value_name = "SHORT", value_parser = words)]
        abbreviation: Option<String>,
        /// What it means, in one or two plain sentences
        #[arg(long, value_name = "TEXT", value_parser = words)]
        definition: Option<String>,
        #[command(flatten)]
        source: Source,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ThemeCommand {
    /// Copy the built-in theme to themes/NAME as a starting point
    New {
        /// The name of the theme: lower-case words with hyphens
        name: String,
        /// The folder that contains your themes
        #[arg(long, default_value = "themes", value_name = "DIR")]
        themes: PathBuf,
    },
}
