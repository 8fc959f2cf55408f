//! Arguments of `greenpaper export`.

use std::path::PathBuf;

use clap::Args;
use greenpaper::model::Version;

use super::common::{Source, version};

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The Word document to write, such as strategy.docx
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) docx: PathBuf,
    /// A version in the archive; the one being written by default
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub(crate) version: Option<Version>,
    #[command(flatten)]
    pub(crate) source: Source,
}
