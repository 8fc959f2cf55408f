//! `pack` and `export`: what readers need to comment on a version.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use greenpaper::model::Version;
use greenpaper::pipeline::{self, Checked, StrategyFolder};
use greenpaper::{disk, publish, read, word};

use crate::cli::Export;
use crate::terminal::{AUTHOR_ERRORS, Failure, from, kilobytes, print_errors, quoted, totals, with_progress};

pub(crate) fn pack(file: &Path, audience: Option<&str>, version: Option<&Version>, source: &Path) -> Result<ExitCode, Failure> {
    let folder = folder_of(version, source)?;
    let (checked, bytes) = with_progress(|| greenpaper::pack::pack(&folder.inputs(), audience))?;
    let Some(bytes) = bytes else { return not_made(&checked, "No pack was made.") };
    disk::replace_same_kind(file, &bytes, publish::ZIP)?;
    writeln!(io::stdout(), "{} ({}): readers unpack it and open start-here.html", file.display(), kilobytes(bytes.len() as u64))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn export(arguments: &Export) -> Result<ExitCode, Failure> {
    let (file, source) = (&arguments.docx, &arguments.source.source);
    let folder = folder_of(arguments.version.as_ref(), source)?;
    let (checked, bytes) = with_progress(|| word::word(&folder.inputs()))?;
    let Some(bytes) = bytes else { return not_made(&checked, "No document was written.") };
    disk::replace_same_kind(file, &bytes, publish::ZIP)?;
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{} ({}): changes in it are tracked", file.display(), kilobytes(bytes.len() as u64))?;
    writeln!(
        stdout,
        "When it comes back, collect its comments with: greenpaper comments collate {}{}",
        quoted(&file.to_string_lossy()),
        from(source)
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Reads the version being written, or one in the archive.
fn folder_of(version: Option<&Version>, source: &Path) -> Result<StrategyFolder, Failure> {
    let newest = StrategyFolder::open(source)?;
    match version {
        Some(version) if read::is_folder(&source.join(read::ARCHIVE).join(version.as_str())) => Ok(StrategyFolder::earlier(source, version)?),
        Some(version) if !pipeline::versions(&newest.inputs())?.is_newest(version) => {
            Err(Failure::Usage(format!("version {version} is not in archive/, and it is not the one being written")))
        }
        Some(_) | None => Ok(newest),
    }
}

/// Prints why nothing was made.
fn not_made(checked: &Checked, outcome: &str) -> Result<ExitCode, Failure> {
    print_errors(checked)?;
    writeln!(io::stderr(), "{}. {outcome}", totals(checked))?;
    Ok(ExitCode::from(AUTHOR_ERRORS))
}
