//! The command line: what can be asked for, and how.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use greenpaper::model::Version;
use greenpaper::read;
use jiff::civil::Date;

const EXAMPLES: &str = r#"Examples:
  greenpaper init strategy       start a strategy in the folder strategy/
  greenpaper new chapter "Our money"
                                 start a chapter
  greenpaper new term "Primary Care Network" --abbreviation PCN
                                 add a term to the glossary
  greenpaper serve --open        show strategy/ in your browser, and follow every save
  greenpaper init --ci github    also check and publish every change on GitHub
  greenpaper build               build strategy/ into output/
  greenpaper check               say what is wrong, and write nothing
  greenpaper check --fix         mend what is certain, show it, and say what is left
  greenpaper check --report plain > report.txt
                                 the same in sentences, to send by e-mail
  greenpaper explain RULE        say why a rule is there, with an example
  greenpaper glossary            show every glossary link with the words around it
  greenpaper stats               count words, find the longest sentences
  greenpaper versions            list the versions, and which of them are archived
  greenpaper redline 3.2 3.3     show what changed from 3.2 to 3.3
  greenpaper release --comments "Agreed by the board" --next 3.4
                                 close the version being written, and open 3.4

Exit codes: 0 clean, 1 the strategy has errors (or, with --strict, warnings), 2 the command could not run."#;

/// Turns a strategy, written in Markdown with a glossary, into an accessible website and PDF.
#[derive(Debug, Parser)]
#[command(name = "greenpaper", version, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site and the printed editions into the output folder
    ///
    /// With an error anywhere, nothing is written and what was published before stays. Warnings do not stop a build.
    Build(Build),
    /// Show the strategy in a browser, and follow every save
    ///
    /// Pages are made in memory and shown on this machine alone. While a draft has errors, the last good pages stay and a panel
    /// says what is wrong, with file and line. Ctrl-C ends it.
    #[cfg(feature = "preview")]
    Serve(Serve),
    /// Say what is wrong, and write nothing; with --fix, mend what is certain
    ///
    /// The report for people goes to the error output, where all that is said to people goes. Every other form goes to the
    /// standard output, json, sarif and gitlab with nothing else beside them: `greenpaper check --report json > report.json`.
    Check(Check),
    /// Say what a rule is about, why, and how to do better
    Explain {
        /// The rule, as a report names it in square brackets; without one, all rules are listed
        rule: Option<String>,
    },
    /// Show every glossary link with the words around it
    Glossary {
        #[command(flatten)]
        source: Source,
        /// For people or for programs
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Count words, reading time and terms, find the longest sentences, and say what changed since the last version
    ///
    /// All of it is information: nothing here makes a strategy fail. Reading ages are reckoned for English only.
    Stats {
        #[command(flatten)]
        source: Source,
        /// For people or for programs
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// List the versions: dates, audiences, comments, and which are archived
    Versions {
        #[command(flatten)]
        source: Source,
        /// For people or for programs
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Show what differs between two versions, passage by passage
    ///
    /// The version that is being written counts as one; the others are read from archive/. First stands a line for each
    /// chapter, then each passage that differs: `[-words-]` are gone, `{+words+}` are new, `{~words=>**words**~}` look
    /// different. Before a passage, `+` says that all of it is new, `-` gone, `~` edited, `>` moved here and `<` moved away.
    /// Whether anything differs does not change the exit code.
    Redline {
        /// The version to compare, such as 3.2
        #[arg(value_parser = version)]
        old: Version,
        /// The version to compare it with
        #[arg(value_parser = version)]
        new: Version,
        #[command(flatten)]
        source: Source,
        /// For people or for programs
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
        /// Print it: write a tagged PDF instead
        #[arg(long, value_name = "FILE", conflicts_with = "format")]
        pdf: Option<PathBuf>,
    },
    /// Close the version that is being written, and keep its sources in archive/
    ///
    /// Its row in strategy.yaml gets the date and the comments; all else in that file stays as it is. The sources are
    /// copied into archive/VERSION/, with identity.json, which says which paragraph is which. Nothing is changed if the
    /// sources have errors.
    Release(Release),
    /// Open the next version: add its row to strategy.yaml
    Draft(OpenVersion),
    /// Start a strategy: a small one that builds as it is
    Init {
        /// A new or empty folder; with --ci, also one that holds a strategy
        #[arg(default_value = "strategy")]
        dir: PathBuf,
        /// Also write a workflow that checks every change and publishes the strategy
        #[arg(long, value_enum, value_name = "HOST")]
        ci: Option<CodeHost>,
    },
    /// Start a chapter, or add a term to the glossary
    New {
        #[command(subcommand)]
        command: NewCommand,
    },
    /// Print what may be written in strategy.yaml and in front matter, for editors: JSON Schema
    Schema {
        /// Of which kind of file
        #[arg(value_enum, default_value_t = SchemaKind::Settings)]
        kind: SchemaKind,
        /// Write all of them into the folder .schema beside strategy.yaml instead
        #[arg(long, conflicts_with = "kind")]
        write: bool,
        #[command(flatten)]
        source: Source,
    },
    /// Make a theme of your own
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
    /// Print a script that lets a shell complete commands
    Completions {
        /// Your shell
        shell: clap_complete::Shell,
    },
}

/// `usual`, as seen from the folder that holds the strategy; `inside`, as seen from within the strategy.
fn in_folder(usual: &str, inside: &str) -> PathBuf {
    let is_inside = !read::exists(Path::new("strategy")) && read::exists(Path::new(read::SETTINGS));
    if is_inside { inside.into() } else { usual.into() }
}

#[derive(Debug, Args)]
pub(crate) struct Source {
    /// The folder with strategy.yaml
    #[arg(long, default_value_os_t = in_folder("strategy", "."), value_name = "DIR")]
    pub(crate) source: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Fail on warnings, too
    #[arg(long)]
    pub(crate) strict: bool,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = ReportForm::Human, value_name = "FORM")]
    pub(crate) report: ReportForm,
    /// First mend what is certain, and show each change: spaces, quotes, thousands, ranges, dates, times and the like
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix: show the changes, and write nothing
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
}

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    /// The lines themselves, with what is wrong below them
    Human,
    /// Sentences: for screen readers, and to send by e-mail
    Plain,
    /// For programs
    Json,
    /// For code hosts and editors: SARIF 2.1.0
    Sarif,
    /// For a GitHub workflow: annotates the lines of a change
    Github,
    /// For a GitLab pipeline: a code quality report
    Gitlab,
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) source: Source,
    /// The folder to publish into; files that greenpaper did not write are never touched
    #[arg(long, default_value_os_t = in_folder("output", "../output"), value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// A theme's name or folder, in place of the one that strategy.yaml names
    #[arg(long, value_name = "NAME|DIR")]
    pub(crate) theme: Option<String>,
    /// What to build
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html,pdf", value_name = "FORMATS")]
    pub(crate) formats: Vec<OutputFormat>,
    /// Publish nothing while there are warnings
    #[arg(long)]
    pub(crate) strict: bool,
    /// The form of the report of what is wrong; all but the one for people go to the standard output
    #[arg(long, value_enum, default_value_t = ReportForm::Human, value_name = "FORM")]
    pub(crate) report: ReportForm,
    /// Also compare the newest version with this one; may be given more than once
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub(crate) since: Vec<Version>,
    /// Say how long each step took
    #[arg(long)]
    pub(crate) timings: bool,
}

#[cfg(feature = "preview")]
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) source: Source,
    /// A theme's name or folder, in place of the one that strategy.yaml names
    #[arg(long, value_name = "NAME|DIR")]
    pub(crate) theme: Option<String>,
    /// Open it in your browser
    #[arg(long)]
    pub(crate) open: bool,
    /// The port to listen on; if it is in use, the next that is free
    #[arg(long, value_name = "PORT", default_value_t = 8000)]
    pub(crate) port: u16,
}

#[derive(Debug, Args)]
pub(crate) struct Release {
    #[command(flatten)]
    pub(crate) source: Source,
    /// What this version was for; without it the row keeps the comments it has
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(crate) comments: Option<String>,
    /// The day of the release, as year-month-day; today by default
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,
    /// Open this version too
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub(crate) next: Option<Version>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct OpenVersion {
    /// Higher than all versions before it, such as 3.4
    #[arg(value_parser = version)]
    pub(crate) version: Version,
    #[command(flatten)]
    pub(crate) source: Source,
    /// What the version is for
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(crate) comments: Option<String>,
    /// Who is to read it
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(crate) audience: Option<String>,
    /// Its day, as year-month-day; today by default, and set anew when it is released
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

fn version(text: &str) -> Result<Version, &'static str> {
    Version::parse(text).ok_or("write numbers with dots between, such as 3.3 or 3.10")
}

fn date(text: &str) -> Result<Date, &'static str> {
    text.parse().ok().filter(|_| text.len() == 10).ok_or("write year-month-day, such as 2023-03-03")
}

fn words(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() { Err("write a few words, or leave it out") } else { Ok(text.to_owned()) }
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
pub(crate) enum Format {
    /// Text
    Human,
    /// JSON
    Json,
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
}

#[derive(Debug, Subcommand)]
pub(crate) enum NewCommand {
    /// Start a chapter: the last one, or the last section of a folder chapter
    Chapter {
        /// Its title; in quotes if it holds signs such as & or ?
        #[arg(value_parser = words, required = true)]
        title: Vec<String>,
        /// One sentence about it, for cards, search results and the feed
        #[arg(long, value_name = "TEXT", value_parser = words)]
        summary: Option<String>,
        /// Make it a section of this chapter: the name of its folder, without the number
        #[arg(long, value_name = "CHAPTER", value_parser = words)]
        section_of: Option<String>,
        #[command(flatten)]
        source: Source,
    },
    /// Add a term to the glossary: a file of its own, or an entry where the glossary is one list
    Term {
        /// The word or words; in quotes if they hold signs such as & or ?
        #[arg(value_parser = words, required = true)]
        term: Vec<String>,
        /// Its short form, such as PCN
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
    /// Copy the built-in theme into themes/NAME, to be changed
    New {
        /// Lower-case words with hyphens
        name: String,
        /// The folder that holds your themes
        #[arg(long, default_value = "themes", value_name = "DIR")]
        themes: PathBuf,
    },
}
