//! `verify` and `seal`: whether a published site is what was built, and one archive of it for the record.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use greenpaper::diag::printable;
use greenpaper::pipeline::StrategyFolder;
use greenpaper::{build, disk, publish};

use crate::cli;
use crate::terminal::{AUTHOR_ERRORS, Failure, kilobytes};

pub(crate) fn verify(output: &Path, strict: bool) -> Result<ExitCode, Failure> {
    let found = publish::verify(output)?;
    let mut stdout = io::stdout().lock();
    for (what, paths) in [("missing", &found.missing), ("changed", &found.changed), ("foreign", &found.foreign)] {
        for path in paths {
            writeln!(stdout, "{what}  {}", printable(path))?;
        }
    }
    let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    let clauses = [(&found.missing, "missing"), (&found.changed, "changed"), (&found.foreign, "not from greenpaper")];
    let counts: Vec<String> = clauses.iter().filter(|(paths, _)| !paths.is_empty()).map(|(paths, what)| format!("{} {what}", paths.len())).collect();
    let others = if counts.is_empty() { String::new() } else { format!("; {}", counts.join(", ")) };
    writeln!(stdout, "{}: {} as built{others}", output.display(), files(found.intact))?;
    let is_fine = found.is_intact() && (!strict || found.foreign.is_empty());
    Ok(if is_fine { ExitCode::SUCCESS } else { ExitCode::from(AUTHOR_ERRORS) })
}

pub(crate) fn seal(arguments: &cli::Seal) -> Result<ExitCode, Failure> {
    let sources = build::sources(&StrategyFolder::open(&arguments.source.source)?.inputs())?;
    let bytes = publish::seal(&arguments.output, &sources, &build::digest(&sources))?;
    disk::replace_same_kind(&arguments.file, &bytes, publish::ZIP)?;
    writeln!(io::stdout(), "{}  {} ({})", publish::sha256(&bytes), arguments.file.display(), kilobytes(bytes.len() as u64))?;
    Ok(ExitCode::SUCCESS)
}
