//! Arguments of `greenpaper comments`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use greenpaper::model::Version;

use super::common::{Format, Source, version, words};

#[derive(Debug, Args)]
pub(crate) struct RoundName {
    /// The round: the name of its file in comments/, without .yaml; needed if there are several
    #[arg(long, value_name = "NAME", value_parser = file_name)]
    pub(crate) round: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CommentsCommand {
    /// Add the comments of returned files to comments/ROUND.yaml, each with what happened to its passage since
    ///
    /// Reads files that were saved in review mode (JSON), CSV files with the columns paragraph and comment (and, if you like, version,
    /// kind, group, name, contact and receipt), workbooks (.xlsx), W3C Web Annotations, and Word documents (.docx): their comments and
    /// tracked changes, on the passages of a document that `greenpaper export` wrote. What you wrote into the round's file is kept, and a file that
    /// is collated twice adds nothing. Names and contact details go to comments/private/, which Git ignores.
    Collate {
        /// The returned files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The version that comments are about, if their file does not say; the one being written by default
        #[arg(long, value_name = "VERSION", value_parser = version)]
        version: Option<Version>,
        /// The name of the round; the version by default
        #[arg(long, value_name = "NAME", value_parser = file_name)]
        round: Option<String>,
        #[command(flatten)]
        source: Source,
    },
    /// Make the page "You said, we did" from a round that has been answered
    ///
    /// Writes a page in Markdown, which you can reword: what was said and what you did, by chapter, with links to the passages and to what
    /// each version changed. It refuses comments with names, addresses or telephone numbers, and so does every build of the page.
    Publish {
        #[command(flatten)]
        round: RoundName,
        /// The page to write, from the strategy's folder
        #[arg(long, value_name = "FILE", default_value = "pages/you-said-we-did.md", value_parser = words)]
        into: String,
        /// Groups with fewer comments are counted together
        #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
        threshold: u16,
        /// Replace the page, with everything that was changed in it by hand
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        source: Source,
    },
    /// List comments, a line for each: status, where its passage is now, what happened to it
    List {
        #[command(flatten)]
        round: RoundName,
        /// Only comments with this status
        #[arg(long, value_enum)]
        status: Option<Status>,
        #[command(flatten)]
        source: Source,
    },
    /// Show everything about one comment
    Show {
        /// The comment, as listed by `greenpaper comments list`
        id: String,
        #[command(flatten)]
        round: RoundName,
        #[command(flatten)]
        source: Source,
    },
    /// Answer a comment
    Answer {
        /// The comment, as listed by `greenpaper comments list`
        id: String,
        /// What was decided
        #[arg(long, value_enum)]
        status: Status,
        /// The person or role who read it
        #[arg(long, value_name = "WHO", value_parser = words)]
        read_by: String,
        /// What you reply; it can be published
        #[arg(long, value_name = "TEXT", value_parser = words)]
        response: Option<String>,
        /// The version that acted on it
        #[arg(long, value_name = "VERSION", value_parser = version)]
        acted_in: Option<Version>,
        /// What the comment is about, across chapters
        #[arg(long, value_name = "TEXT", value_parser = words)]
        theme: Option<String>,
        #[command(flatten)]
        round: RoundName,
        #[command(flatten)]
        source: Source,
    },
    /// Count comments by status, kind, group and what happened to their passages
    Stats {
        #[command(flatten)]
        round: RoundName,
        /// The output format
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
        #[command(flatten)]
        source: Source,
    },
    /// Write a paper for the meeting that decides: what was said, what is proposed, and what is still open, without names
    Paper {
        #[command(flatten)]
        round: RoundName,
        /// The file: a tagged PDF if its name ends in .pdf, or a page if it ends in .html
        #[arg(long, value_name = "FILE", default_value = "board-paper.pdf")]
        into: PathBuf,
        /// Set it in large print
        #[arg(long)]
        large_print: bool,
        /// Groups with fewer comments are counted together, so that nobody can be recognised
        #[arg(long, value_name = "NUMBER", default_value_t = 5)]
        threshold: u16,
        #[command(flatten)]
        source: Source,
    },
    /// Print the register as CSV, or write it as a workbook for spreadsheets: without names and contact details
    Register {
        #[command(flatten)]
        round: RoundName,
        /// The columns: everything, or the eight of the commenting template of ISO and CEN
        #[arg(long, value_enum, default_value_t = RegisterColumns::All)]
        columns: RegisterColumns,
        /// Write this file in place of printing; one that ends in .xlsx becomes a workbook
        #[arg(long, value_name = "FILE")]
        into: Option<PathBuf>,
        #[command(flatten)]
        source: Source,
    },
}

/// The columns of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RegisterColumns {
    /// Everything that is known and not private
    All,
    /// Those of ISO, CEN and CENELEC
    Cen,
}

/// What was decided about a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Status {
    /// Not answered yet
    Open,
    /// The text was changed as suggested
    Accepted,
    /// The text was changed in part
    Partly,
    /// The text was not changed
    Declined,
    /// Read, and nothing is to be done
    Noted,
}

fn file_name(text: &str) -> Result<String, &'static str> {
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) && !text.starts_with('.');
    if is_plain && !text.is_empty() { Ok(text.to_owned()) } else { Err("use letters, digits, dots and hyphens, such as readers-panel or 2.0") }
}
