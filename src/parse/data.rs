//! Data blocks: YAML in a fenced code block.

mod action;
mod cell_value;
mod chart;
mod csv_file;
mod figures;
mod gallery;
mod number;
mod reader;
mod roadmap;
mod table;

use super::source::File;
use super::values;
use crate::diag::Diagnostic;
use crate::model::{
    BlockKind, Comparison, Inline, Label, Mark, Moment, NumberedKind, Period, Statistic, Survey, SurveyKind, Time, Transcript, Video,
};
use crate::span::Span;
use crate::yaml::{self, Fields, Node, Origin, Word};
pub(super) use action::period;
pub(super) use csv_file::without_comments;
use reader::{ParseBlocks, Reader, items};

/// Names of data blocks.
const KINDS: [&str; 13] =
    ["stats", "chart", "table", "list-of", "roadmap", "pictures", "logos", "signature", "timeline", "video", "survey", "action", "version-history"];

/// Whether `name` is the name of a data block.
pub(super) fn is_block(name: &str) -> bool {
    KINDS.contains(&name)
}

/// Reads the data block `name`.
///
/// `None` if `name` is not the name of a data block; `Some(None)` if the block has errors, which are reported.
pub(super) fn parse(
    file: File<'_>, parse_blocks: ParseBlocks, name: &str, text: &str, origin: Origin, span: Span, diagnostics: &mut Vec<Diagnostic>,
) -> Option<Option<BlockKind<Label>>> {
    let read = match name {
        "stats" => statistics,
        "chart" => chart::read,
        "table" => table::read,
        "list-of" => list_of,
        "roadmap" => roadmap::read,
        "pictures" => gallery::pictures,
        "logos" => gallery::logos,
        "signature" => gallery::signature,
        "timeline" => timeline,
        "video" => video,
        "survey" => survey,
        "action" => action::read,
        "version-history" => {
            if !text.trim().is_empty() {
                let finding = Diagnostic::warning("data-block", span, "the version history takes no settings, so these are ignored");
                diagnostics.push(finding.hint("leave this block empty: it shows the `versions` of strategy.yaml"));
            }
            return Some(Some(BlockKind::VersionHistory));
        }
        _ => {
            if name.len() > 3
                && let Some(near) = crate::diag::nearest(name, KINDS)
            {
                let finding = Diagnostic::warning("data-block", span, format!("there is no data block `{name}`, so this is shown as code"));
                diagnostics.push(finding.hint(format!("did you mean `{near}`?")));
            }
            return None;
        }
    };
    let before = diagnostics.len();
    let Some(node) = yaml::parse(text, origin, diagnostics) else {
        if diagnostics.len() == before {
            let finding = Diagnostic::error("data-block", span, format!("this `{name}` block is empty"));
            diagnostics.push(finding.hint("the author's guide shows what to write in it"));
        }
        return Some(None);
    };
    values::report_markdown(&node, &values::READ_IN_BLOCKS, diagnostics);
    Some(read(Reader { file, parse_blocks, origin, span }, node, diagnostics))
}

/// Reads a line of Markdown from a YAML file.
pub(super) fn line(file: File<'_>, parse_blocks: ParseBlocks, word: &Word, diagnostics: &mut Vec<Diagnostic>) -> Vec<Inline<Label>> {
    Reader { file, parse_blocks, origin: Origin::At(file.id, 0), span: word.span }.line(word, diagnostics)
}

fn statistics(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let example = "- {value: 13%, label: of households live in fuel poverty}";
    let statistics = items(node, diagnostics, example, |mut fields| {
        let value = fields.or_missing("value", "value: 13%", |fields| cell_value::take(reader, fields, "value"));
        let label = fields.required("label", "label: of households live in fuel poverty");
        let compare = fields.mapping("compare").and_then(|mut compare| {
            let value = compare.required("value", "value: 10.6%");
            let label = compare.required("label", "label: England average");
            compare.finish();
            Some(Comparison { value: reader.file.plain(&value?.text), label: reader.file.plain(&label?.text) })
        });
        let source = fields.text("source").map(|source| reader.source(&source, fields.diagnostics())).unwrap_or_default();
        let label = label.map(|label| reader.line(&label, fields.diagnostics()));
        fields.finish();
        Some(Statistic { value: value?, label: label?, compare, source, mark: Mark::Unchanged })
    });
    (!statistics.is_empty()).then_some(BlockKind::Statistics(statistics))
}

fn timeline(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let moments = items(node, diagnostics, "- {date: 2022-07-01, text: What happened}", |mut fields| {
        let date = fields.or_missing("date", "date: 2022-07-01", time);
        let text = fields.required("text", "text: What happened");
        let text = text.map(|text| reader.line(&text, fields.diagnostics()));
        fields.finish();
        Some(Moment { date: date?, text: text?, mark: Mark::Unchanged })
    });
    (!moments.is_empty()).then_some(BlockKind::Timeline(moments))
}

/// When something on a timeline happens.
fn time(fields: &mut Fields<'_>) -> Option<Time> {
    let word = fields.text("date")?;
    let time = Time::parse(&word.text);
    if time.is_none() {
        let finding = Diagnostic::error("bad-date", word.span, format!("`{}` is not a date", word.text));
        let hint = format!("write {}, or two of them: `2025 to 2028`", Period::FORMS);
        fields.diagnostics().push(finding.hint(hint));
    }
    time
}

fn video(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let title = fields.required("title", "title: What the video shows");
    let url = fields.required("url", "url: https://…");
    let transcript = fields.required("transcript", "transcript: ../pages/transcripts/name.md");
    let url = url.filter(|url| {
        let is_address = crate::model::is_web_address(&url.text);
        if !is_address {
            let finding = Diagnostic::error("wrong-value", url.span, "`url` is not a web address");
            fields.diagnostics().push(finding.hint(whole_address(&url.text)));
        }
        is_address
    });
    let transcript = transcript.map(|word| {
        let is_path = word.text.ends_with(".md") && !word.text.contains(char::is_whitespace);
        match is_path {
            true => Transcript::File(word.text.as_str().into(), word.span),
            false => {
                let origin = reader.origin_of(&word);
                Transcript::Blocks((reader.parse_blocks)(reader.file, &word.text, origin, fields.diagnostics()))
            }
        }
    });
    fields.finish();
    Some(BlockKind::Video(Box::new(Video { title: reader.file.plain(&title?.text), url: url?.text, transcript: transcript? })))
}

fn list_of(_: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let kinds = NumberedKind::ALL.map(|kind| (kind.plural(), kind));
    let kind = fields.required_choice("kind", "kind: tables", &kinds);
    fields.finish();
    Some(BlockKind::ListOf(kind?))
}

/// What to write in place of what is no web address.
pub(super) fn whole_address(text: &str) -> String {
    let whole = format!("https://{}", text.trim_start_matches("//"));
    let is_host = text.contains('.') && !text.contains("://") && crate::model::is_web_address(&whole);
    if is_host { format!("write https:// before it: `{whole}`") } else { "write a full address that starts with https:// and has no spaces".into() }
}

fn survey(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let question = fields.required("question", "question: What matters most to you?");
    let kinds = [("rank", SurveyKind::Rank), ("choose", SurveyKind::Choose), ("text", SurveyKind::Text)];
    let kind = fields.required_choice("kind", "kind: choose", &kinds);
    let written = fields.words("options");
    let options: Vec<String> = written.iter().map(|option| reader.file.plain(&option.text)).collect();
    if kind.is_some_and(|kind| kind != SurveyKind::Text) && options.is_empty() {
        fields.missing("options", "options: [First answer, Second answer]");
    }
    if kind == Some(SurveyKind::Text)
        && let Some(first) = written.first()
    {
        let finding = Diagnostic::error("data-block", first.span, "`kind: text` asks for a free-text answer, so it has no options");
        fields.diagnostics().push(finding.hint("remove `options`, or use `kind: choose`"));
    }
    fields.finish();
    Some(BlockKind::Survey(Box::new(Survey { question: reader.file.plain(&question?.text), kind: kind?, options })))
}
