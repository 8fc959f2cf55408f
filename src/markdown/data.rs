//! Data blocks: YAML in a fence.

use std::fmt::Write as _;

use super::escape::guarded;
use super::line::markdown;
use super::place::Place;
use crate::model::{
    Action, Block, BlockKind, Chart, ChartKind, Gallery, GalleryKind, Image, ImageSource, Inline, Label, Moment, Number, Series, Statistic, Survey,
    SurveyKind, Transcript, Video, plain_text,
};
use crate::yaml::{in_double_quotes, scalar};

/// A fenced block with YAML.
pub(super) fn fenced(name: &str, yaml: &str) -> String {
    let longest = yaml.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}{name}\n{yaml}{fence}\n")
}

/// A value that is Markdown.
pub(super) fn words(line: &[Inline<Label>]) -> String {
    // Values with several paragraphs are text, not Markdown.
    if let [Inline::Text(only)] = line
        && only.text.contains("\n\n")
    {
        return scalar(&only.text);
    }
    scalar(&guarded(&markdown(line, Place::Text)))
}

/// Adds `key: value` on a line of its own.
pub(super) fn entry(yaml: &mut String, indent: &str, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(yaml, "{indent}{key}: {value}");
}

fn optional(yaml: &mut String, indent: &str, key: &str, value: Option<&String>) {
    if let Some(value) = value {
        entry(yaml, indent, key, &scalar(value));
    }
}

pub(super) fn statistics(statistics: &[Statistic<Label>]) -> String {
    let mut yaml = String::new();
    for statistic in statistics {
        let _ = writeln!(yaml, "- value: {}", scalar(&statistic.value));
        entry(&mut yaml, "  ", "label", &words(&statistic.label));
        if let Some(compare) = &statistic.compare {
            entry(&mut yaml, "  ", "compare", &format!("{{value: {}, label: {}}}", in_flow(&compare.value), in_flow(&compare.label)));
        }
        if !statistic.source.is_empty() {
            entry(&mut yaml, "  ", "source", &words(&statistic.source));
        }
    }
    fenced("stats", &yaml)
}

/// Pictures beside each other, logos, or a signature.
pub(super) fn gallery(gallery: &Gallery<Label>) -> String {
    let file = |image: &Image| match &image.source {
        ImageSource::Path(path) => scalar(path),
        ImageSource::Picture(_) => String::new(),
    };
    let mut yaml = String::new();
    match gallery.kind {
        GalleryKind::Pictures => {
            for item in &gallery.items {
                let alternative = scalar(item.image.alternative.as_deref().unwrap_or("decorative"));
                yaml.push_str(&format!("- file: {}\n  alt: {alternative}\n", file(&item.image)));
                if !item.caption.is_empty() {
                    yaml.push_str(&format!("  caption: {}\n", words(&item.caption)));
                }
            }
        }
        GalleryKind::Logos => {
            for item in &gallery.items {
                yaml.push_str(&format!("- file: {}\n  name: {}\n", file(&item.image), scalar(&plain_text(&item.caption))));
                if let [Inline::Link(link)] = &item.caption[..]
                    && let Label::Path(address) = &link.target
                {
                    yaml.push_str(&format!("  url: {}\n", scalar(address)));
                }
            }
        }
        GalleryKind::Signature => {
            let caption = gallery.items.last().map(|item| plain_text(&item.caption)).unwrap_or_default();
            let (name, role) = caption.split_once('\n').unwrap_or((&caption, ""));
            yaml.push_str(&format!("name: {}\n", scalar(name)));
            if !role.is_empty() {
                yaml.push_str(&format!("role: {}\n", scalar(role)));
            }
            let keys = if gallery.items.len() > 1 { ["photo", "signature"] } else { ["signature", ""] };
            for (item, key) in gallery.items.iter().zip(keys) {
                yaml.push_str(&format!("{key}: {}\n", file(&item.image)));
            }
        }
    }
    fenced(gallery.kind.name(), &yaml)
}

pub(super) fn timeline(moments: &[Moment<Label>]) -> String {
    let mut yaml = String::new();
    for moment in moments {
        let _ = writeln!(yaml, "- date: {}", moment.date);
        entry(&mut yaml, "  ", "text", &words(&moment.text));
    }
    fenced("timeline", &yaml)
}

/// A video; `text` is the Markdown of its transcript.
pub(super) fn video(video: &Video<Label>, text: &str) -> String {
    let mut yaml = String::new();
    entry(&mut yaml, "", "title", &scalar(&video.title));
    entry(&mut yaml, "", "url", &scalar(&video.url));
    let transcript = match &video.transcript {
        Transcript::File(path, _) => scalar(path),
        Transcript::Blocks(blocks) => transcript(blocks, text),
    };
    entry(&mut yaml, "", "transcript", &transcript);
    fenced("video", &yaml)
}

/// The YAML of a transcript's blocks: a line if it is one, or else lines below the key.
fn transcript(blocks: &[Block<Label>], text: &str) -> String {
    if let [Block { kind: BlockKind::Paragraph(line), .. }] = blocks
        && !markdown(line, Place::Text).contains('\n')
    {
        return words(line);
    }
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") });
    format!("|\n{}", lines.collect::<Vec<_>>().join("\n"))
}

pub(super) fn survey(survey: &Survey) -> String {
    let mut yaml = String::new();
    entry(&mut yaml, "", "question", &scalar(&survey.question));
    let kind = match survey.kind {
        SurveyKind::Rank => "rank",
        SurveyKind::Choose => "choose",
        SurveyKind::Text => "text",
    };
    entry(&mut yaml, "", "kind", kind);
    if !survey.options.is_empty() {
        yaml.push_str("options:\n");
        survey.options.iter().for_each(|option| {
            let _ = writeln!(yaml, "  - {}", scalar(option));
        });
    }
    fenced("survey", &yaml)
}

pub(super) fn action(action: &Action<Label>) -> String {
    let mut yaml = String::new();
    entry(&mut yaml, "", "id", &action.name);
    entry(&mut yaml, "", "what", &words(&action.what));
    optional(&mut yaml, "", "owner", action.owner.as_ref());
    if let Some(due) = action.due {
        entry(&mut yaml, "", "by", &due.to_string());
    }
    optional(&mut yaml, "", "measure", action.measure.as_ref());
    optional(&mut yaml, "", "baseline", action.baseline.as_ref());
    optional(&mut yaml, "", "target", action.target.as_ref());
    optional(&mut yaml, "", "money", action.money.as_ref());
    fenced("action", &yaml)
}

pub(super) fn chart(chart: &Chart, source: &[Inline<Label>]) -> String {
    let mut yaml = String::new();
    let kind = match chart.kind {
        ChartKind::Bar => "bar",
        ChartKind::Stacked => "stacked",
        ChartKind::Line => "line",
        ChartKind::Dot => "dot",
        ChartKind::Dumbbell => "dumbbell",
        ChartKind::Slope => "slope",
        ChartKind::Multiples => "multiples",
    };
    entry(&mut yaml, "", "kind", kind);
    entry(&mut yaml, "", "title", &scalar(&chart.title));
    entry(&mut yaml, "", "summary", &scalar(&chart.summary));
    optional(&mut yaml, "", "unit", chart.unit.as_ref());
    optional(&mut yaml, "", "period", chart.period.as_ref());
    if !source.is_empty() {
        entry(&mut yaml, "", "source", &words(source));
    }
    if !chart.highlight.is_empty() {
        yaml.push_str("highlight:\n");
        chart.highlight.iter().for_each(|name| {
            let _ = writeln!(yaml, "  - {}", scalar(name));
        });
    }
    if let Some(from) = chart.from {
        entry(&mut yaml, "", "from", &from.to_string());
    }
    match chart.references.as_slice() {
        [] => {}
        [only] if only.name.is_empty() => entry(&mut yaml, "", "target", &only.number.to_string()),
        references => {
            yaml.push_str("target:\n");
            references.iter().for_each(|reference| entry(&mut yaml, "  ", &scalar(&reference.name), &reference.number.to_string()));
        }
    }
    yaml.push_str("data:\n");
    for (at, label) in chart.labels.iter().enumerate() {
        match chart.series.as_slice() {
            [only] if only.name.is_empty() => entry(&mut yaml, "  ", &scalar(label), &figure(only, at)),
            series => {
                let _ = writeln!(yaml, "  {}:", scalar(label));
                series.iter().for_each(|series| entry(&mut yaml, "    ", &scalar(&series.name), &figure(series, at)));
            }
        }
    }
    fenced("chart", &yaml)
}

/// A figure of a series, with its symbol.
fn figure(series: &Series, at: usize) -> String {
    let number = series.values.get(at).copied().flatten().map(|number: Number| number.to_string());
    match (number, series.symbol(at)) {
        (Some(number), Some(symbol)) => format!("\"{number} [{}]\"", symbol.letters()),
        (Some(number), None) => number,
        (None, Some(symbol)) => format!("\"[{}]\"", symbol.letters()),
        (None, None) => "no data".to_owned(),
    }
}

/// A value between curly brackets.
fn in_flow(value: &str) -> String {
    let plain = scalar(value);
    if plain.starts_with('"') || !plain.contains([',', '[', ']', '{', '}']) { plain } else { in_double_quotes(value) }
}
