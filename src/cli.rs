//! The command line: what can be asked for, and how.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  greenpaper init strategy       start a strategy in the folder strategy/
  greenpaper build               build strategy/ into output/
  greenpaper check               say what is wrong, and write nothing
  greenpaper glossary            show every glossary link with the words around it

Exit codes: 0 clean, 1 the strategy has errors, 2 the command could not run.";

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
    /// Say what is wrong, and write nothing
    Check(Source),
    /// Show every glossary link with the words around it
    Glossary {
        #[command(flatten)]
        source: Source,
        /// For people or for programs
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Start a strategy: a small one that builds as it is
    Init {
        /// A new or empty folder
        dir: PathBuf,
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

#[derive(Debug, Args)]
pub(crate) struct Source {
    /// The folder with strategy.yaml
    #[arg(long, default_value = "strategy", value_name = "DIR")]
    pub(crate) source: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) source: Source,
    /// The folder to publish into; files that greenpaper did not write are never touched
    #[arg(long, default_value = "output", value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// A theme's name or folder, in place of the one that strategy.yaml names
    #[arg(long, value_name = "NAME|DIR")]
    pub(crate) theme: Option<String>,
    /// What to build
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html,pdf", value_name = "FORMATS")]
    pub(crate) formats: Vec<OutputFormat>,
    /// Say how long each step took
    #[arg(long)]
    pub(crate) timings: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// The website
    Html,
    /// The printed editions
    Pdf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text
    Human,
    /// JSON
    Json,
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
