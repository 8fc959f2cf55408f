//! The commands, one function each.

#![allow(clippy::disallowed_methods, reason = "prints timings and paths, and obeys NO_COLOR")]

mod build;
mod check;
mod comments;
mod edit;
mod import;
mod pack;
mod record;
mod show;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::CommandFactory as _;
use greenpaper::disk;
use greenpaper::edit::{NewChapter, NewTerm, Position};

use crate::cli::{Cli, Command, NewCommand, ThemeCommand};
use crate::terminal::Failure;

/// Runs a command.
pub(crate) fn run(cli: Cli) -> Result<ExitCode, Failure> {
    match cli.command {
        Command::Build(arguments) => build::build(arguments),
        #[cfg(feature = "preview")]
        Command::Serve(arguments) => crate::preview::serve(arguments),
        Command::Check(arguments) => check::check(&arguments),
        Command::Glossary { source, format } => show::glossary(&source.source, format),
        Command::Stats { source, format } => show::stats(&source.source, format),
        Command::Versions { source, format } => show::versions(&source.source, format),
        Command::Redline { old, new, source, format, formatting, pdf } => match pdf {
            Some(pdf) => show::print_redline(&old, &new, &source.source, &pdf),
            None => show::redline(&old, &new, &source.source, format, formatting),
        },
        Command::Proof { file, source } => show::proof(&file, &source.source),
        Command::Release(arguments) => edit::release(arguments),
        Command::Draft(arguments) => edit::open_version(arguments),
        Command::Pack { file, audience, version, source } => pack::pack(&file, audience.as_deref(), version.as_ref(), &source.source),
        Command::Export(arguments) => pack::export(&arguments),
        Command::Comments { command } => comments::run(command),
        Command::Explain { rule } => show::explain(rule.as_deref()),
        Command::Init { dir, ci } => edit::init(&dir, ci),
        Command::Import(arguments) => import::import(&arguments),
        Command::New { command: NewCommand::Chapter { title, summary, section_of, first, annex, after, source } } => {
            let position = match after {
                Some(name) => Position::After(name),
                None if first => Position::First,
                None if annex => Position::Annex,
                None => Position::Last,
            };
            edit::new_chapter(&source.source, &NewChapter { title: title.join(" "), summary, section_of, position })
        }
        Command::New { command: NewCommand::Term { term, abbreviation, definition, source } } => {
            edit::new_term(&source.source, &NewTerm { term: term.join(" "), abbreviation, definition })
        }
        Command::Verify { output, strict } => record::verify(&output, strict),
        Command::Seal(arguments) => record::seal(&arguments),
        Command::Schema { write: true, source, .. } => edit::write_schemas(&source.source),
        Command::Schema { kind, .. } => show::schema(kind),
        Command::Theme { command: ThemeCommand::New { name, themes } } => edit::new_theme(&name, &themes),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "greenpaper", &mut script);
            io::stdout().write_all(&script)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Man { folder } => {
            disk::create_folder(&folder)?;
            clap_mangen::generate_to(Cli::command(), &folder)
                .map_err(|error| Failure::Usage(format!("could not write the manual to {}: {error}", folder.display())))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
