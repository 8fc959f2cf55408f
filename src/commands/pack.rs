//! `pack`: everything that a reader needs to comment on a draft.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use greenpaper::model::Version;
use greenpaper::pipeline::{self, StrategyFolder};
use greenpaper::{disk, publish, read};

use crate::terminal::{AUTHOR_ERRORS, Failure, kilobytes, print_errors, totals, with_progress};

pub(crate) fn pack(file: &Path, audience: Option<&str>, version: Option<&Version>, source: &Path) -> Result<ExitCode, Failure> {
    let newest = StrategyFolder::open(source)?;
    let folder = match version {
        Some(version) if read::is_folder(&source.join(read::ARCHIVE).join(version.as_str())) => StrategyFolder::earlier(source, version)?,
        Some(version) => {
            let is_current = pipeline::versions(&newest.inputs())?.is_newest(version);
            if !is_current {
                return Err(Failure::Usage(format!("version {version} is not in archive/, and it is not the one being written")));
            }
            newest
        }
        None => newest,
    };
    let (checked, bytes) = with_progress(|| greenpaper::pack::pack(&folder.inputs(), audience))?;
    let Some(bytes) = bytes else {
        print_errors(&checked)?;
        writeln!(io::stderr(), "{}. No pack was made.", totals(&checked))?;
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    };
    disk::replace_same_kind(file, &bytes, publish::ZIP)?;
    writeln!(io::stdout(), "{} ({}): readers unpack it and open start-here.html", file.display(), kilobytes(bytes.len() as u64))?;
    Ok(ExitCode::SUCCESS)
}
