//! `explain`, `schema`, `glossary`, `stats`, `versions`, `redline` and `proof`: the commands that only read the strategy.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use greenpaper::diag::{self, Severity};
use greenpaper::model::Version;
use greenpaper::pipeline::{self, StrategyFolder};
use greenpaper::{SourceMap, check, disk, editions, history, promises, report, schema, theme};

use super::check::no_such_rule;
use crate::cli::{Format, SchemaKind};
use crate::terminal::{AUTHOR_ERRORS, Failure, checked_in, kilobytes, print_errors, print_report, style, with_progress};

pub(crate) fn glossary(source: &Path, format: Format) -> Result<ExitCode, Failure> {
    let checked = checked_in(source)?;
    let report = report::glossary(&checked.document, &checked.sources);
    print_report(&checked, &report, format, report::GlossaryReport::human)
}

pub(crate) fn stats(source: &Path, format: Format) -> Result<ExitCode, Failure> {
    let (checked, report) = report::count(&StrategyFolder::open(source)?.inputs())?;
    print_report(&checked, &report, format, report::StatsReport::human)
}

pub(crate) fn versions(source: &Path, format: Format) -> Result<ExitCode, Failure> {
    let (checked, report) = report::list_versions(&StrategyFolder::open(source)?.inputs())?;
    print_report(&checked, &report, format, report::VersionsReport::human)
}

pub(crate) fn redline(old: &Version, new: &Version, source: &Path, format: Format, formatting: bool) -> Result<ExitCode, Failure> {
    let folder = StrategyFolder::open(source)?;
    let versions = pipeline::versions(&folder.inputs())?;
    let faults = versions.faults(&[old, new]);
    io::stderr().write_all(diag::render(&faults, &versions.sources, style()).as_bytes())?;
    if diag::count(&faults, Severity::Error) > 0 {
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    }
    let (before, after) = (versions.side(old)?.0, versions.side(new)?.0);
    let redline = history::redline(before, after);
    let summary = history::summarise(&redline, versions.described(old)?, versions.described(new)?);
    let softened = promises::softened(before, after);
    let (theme, _) =
        theme::find(folder.inputs().themes, &versions.newest.settings.theme, &versions.newest.settings.language, &mut SourceMap::default())?;
    let report = report::redline(&redline, &summary, &softened, (old.as_str(), new.as_str()), &theme.strings, formatting);
    // The process is about to end: see `build`.
    let _kept = std::mem::ManuallyDrop::new((versions, redline));
    let text = match format {
        Format::Human => report.human(&theme.strings, io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()),
        Format::Json => diag::printable_json(serde_json::to_string_pretty(&report).map_err(io::Error::from)? + "\n"),
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn print_redline(old: &Version, new: &Version, source: &Path, pdf: &Path) -> Result<ExitCode, Failure> {
    let (printed, faults, versions) = with_progress(|| editions::print_redline(&StrategyFolder::open(source)?.inputs(), old, new))?;
    io::stderr().write_all(diag::render(&faults, &versions.sources, style()).as_bytes())?;
    let Some(bytes) = printed else { return Ok(ExitCode::from(AUTHOR_ERRORS)) };
    disk::replace_same_kind(pdf, &bytes, b"%PDF")?;
    writeln!(io::stderr(), "{} ({})", pdf.display(), kilobytes(bytes.len() as u64))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn proof(file: &Path, source: &Path) -> Result<ExitCode, Failure> {
    let folder = StrategyFolder::open(source)?;
    let checked = checked_in(source)?;
    let made = with_progress(|| {
        let inputs = folder.inputs();
        editions::proof(&checked.document, &checked.theme, &|path| inputs.project.read(path, u64::MAX).ok())
    });
    print_errors(&checked)?;
    if checked.has_errors() {
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    }
    let page = made.page(&checked.sources);
    disk::replace_same_kind(file, page.as_bytes(), editions::Proof::START.as_bytes())?;
    writeln!(io::stderr(), "{} ({})\n{}", file.display(), kilobytes(page.len() as u64), made.summary().join("\n"))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn explain(rule: Option<&str>) -> Result<ExitCode, Failure> {
    let text = match rule {
        None => check::overview(),
        Some(name) => match check::rule(name) {
            Some(rule) => rule.explain(),
            None => return Err(Failure::Usage(no_such_rule(name))),
        },
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn schema(kind: SchemaKind) -> Result<ExitCode, Failure> {
    let kind = match kind {
        SchemaKind::Settings => schema::Kind::Settings,
        SchemaKind::Chapter => schema::Kind::Chapter,
        SchemaKind::Page => schema::Kind::Page,
        SchemaKind::Glossary => schema::Kind::Glossary,
        SchemaKind::Redline => schema::Kind::Redline,
        SchemaKind::Document => schema::Kind::Document,
    };
    io::stdout().write_all(kind.schema().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
