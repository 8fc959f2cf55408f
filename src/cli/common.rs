//! Arguments that several commands share.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use greenpaper::diag::Unseen;
use greenpaper::model::Version;
use greenpaper::read;

/// `inside` if the current folder is a strategy, otherwise `usual`.
pub(super) fn in_folder(usual: &str, inside: &str) -> PathBuf {
    let is_inside = !read::exists(Path::new("strategy")) && read::exists(Path::new(read::SETTINGS));
    if is_inside { inside.into() } else { usual.into() }
}

#[derive(Debug, Args)]
pub(crate) struct Source {
    /// The folder that contains strategy.yaml
    #[arg(long, default_value_os_t = in_folder("strategy", "."), value_name = "DIR")]
    pub(crate) source: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text
    Human,
    /// JSON
    Json,
}

pub(super) fn version(text: &str) -> Result<Version, &'static str> {
    Version::parse(text).ok_or("write numbers separated by dots, such as 3.3 or 3.10")
}

pub(super) fn words(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        Err("write a few words, or leave out this option")
    } else if Unseen::is_in(text) {
        Err("there is an invisible character in it: type it again instead of pasting it")
    } else {
        Ok(text.to_owned())
    }
}
