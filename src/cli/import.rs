//! Arguments of `greenpaper import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The documents (.docx), in the order of the chapters, or one folder of Markdown
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The folder to write into, new or empty
    #[arg(long, default_value = "strategy", value_name = "DIR")]
    pub(crate) into: PathBuf,
    /// What becomes of tracked changes; without this, you are asked
    #[arg(long, value_enum, value_name = "CHOICE")]
    pub(crate) changes: Option<ChangesChoice>,
    /// A file that says what the styles of your house are for: a line such as `BC Recommendation: action` for each
    #[arg(long, value_name = "FILE")]
    pub(crate) styles: Option<PathBuf>,
    /// Show what would be written, and the report, without writing anything
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// What becomes of tracked changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChangesChoice {
    /// The text as it is with all of them
    Accept,
    /// The text as it was without them
    Reject,
    /// Ask on the terminal
    Ask,
}
