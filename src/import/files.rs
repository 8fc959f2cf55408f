//! The files of an imported strategy.

use std::collections::HashSet;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::chapters::Text;
use super::cover::Cover;
use super::glossary::Term;
use super::outline::Outline;
use crate::markdown;
use crate::model::{Inline, Label, short_slug};
use crate::yaml::scalar;

/// The longest name of a file that is made from a title, in bytes.
const LONGEST: usize = 60;
/// Names that pages of the site have.
pub(super) const TAKEN: [&str; 11] =
    ["index", "contents", "document", "glossary", "versions", "downloads", "accessibility", "search", "404", "actions", "progress"];

/// The paths of texts, in their order, from the strategy's folder.
pub(super) fn paths(texts: &[Text]) -> Vec<String> {
    let mut taken: HashSet<String> = TAKEN.iter().map(|name| (*name).to_owned()).collect();
    let width = texts.len().to_string().len().max(2);
    let mut number = 0;
    let mut paths = Vec::with_capacity(texts.len());
    for text in texts {
        if text.is_home {
            paths.push("pages/index.md".to_owned());
            continue;
        }
        number += 1;
        let slug = unique(&mut taken, &text.title, "chapter");
        paths.push(format!("chapters/{number:0width$}-{slug}.md"));
    }
    paths
}

fn unique(taken: &mut HashSet<String>, title: &str, other: &str) -> String {
    let base = Some(short_slug(title, LONGEST)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| other.to_owned());
    let mut slug = base.clone();
    let mut count = 1;
    while !taken.insert(slug.clone()) {
        count += 1;
        slug = format!("{base}-{count}");
    }
    slug
}

/// The file of a chapter or of the home page.
pub(super) fn text(text: &Text, outline: Outline) -> String {
    let mut front = format!("---\ntitle: {}\n", scalar(&text.title));
    if let Some(summary) = text.summary.as_ref().filter(|_| !text.is_home) {
        // Writing to a string cannot fail.
        let _ = writeln!(front, "summary: {}", scalar(summary));
    }
    if outline.chapters && text.is_unnumbered && !text.is_home {
        front.push_str("number: none\n");
    }
    if !text.is_home {
        front.push_str("status: draft\n");
    }
    let body = markdown::body(&text.blocks, &text.notes);
    let gap = if body.is_empty() { "" } else { "\n" };
    format!("{front}---\n{gap}{body}")
}

/// The files of glossary terms.
pub(super) fn terms(terms: &[(Term, Vec<Vec<Inline<Label>>>)]) -> Vec<(String, String)> {
    let mut taken = HashSet::new();
    let files = terms.iter().map(|(term, more)| {
        let slug = unique(&mut taken, &term.name, "term");
        let mut file = format!("---\nterm: {}\n", scalar(&term.name));
        if let Some(short) = &term.abbreviation {
            // Writing to a string cannot fail.
            let _ = writeln!(file, "abbreviation: {}", scalar(short));
        }
        file.push_str("---\n");
        file.push_str(&markdown::line(&term.meaning));
        file.push('\n');
        for meaning in more {
            let _ = writeln!(file, "\n{}", markdown::line(meaning));
        }
        (format!("glossary/{slug}.md"), file)
    });
    files.collect()
}

/// What strategy.yaml needs besides the cover.
pub(super) struct Settings<'a> {
    pub(super) cover: &'a Cover,
    pub(super) title: &'a str,
    pub(super) publisher: Option<&'a str>,
    pub(super) language: &'a str,
    pub(super) outline: Outline,
    pub(super) numbers_paragraphs: bool,
    pub(super) has_broken_references: bool,
    pub(super) names: &'a str,
    pub(super) today: Date,
}

/// strategy.yaml.
pub(super) fn settings(settings: &Settings<'_>) -> String {
    let Settings { cover, title, publisher, language, outline, numbers_paragraphs, has_broken_references, names, today } = settings;
    let mut yaml = String::from("# yaml-language-server: $schema=.schema/settings.json\n");
    let _ = writeln!(yaml, "title: {}", scalar(title));
    if let Some(subtitle) = &cover.subtitle {
        let _ = writeln!(yaml, "subtitle: {}", scalar(subtitle));
    }
    let _ = writeln!(yaml, "publisher: {}", scalar(publisher.unwrap_or("Name of the public body")));
    let _ = writeln!(yaml, "language: {language}\nstatus: {}", cover.status.unwrap_or("draft"));
    yaml.push_str("versions:                     # oldest first; the last one is being written\n");
    let quoted = |text: &str| scalar(text);
    for row in &cover.rows {
        let _ = write!(yaml, "  - version: \"{}\"\n    date: {}\n", row.version, row.date);
        for (key, value) in [("comments", &row.comments), ("audience", &row.audience)] {
            if let Some(value) = value {
                let _ = writeln!(yaml, "    {key}: {}", quoted(value));
            }
        }
    }
    let last = cover.rows.last();
    let current = cover.version.as_deref().filter(|version| last.is_none_or(|row| is_newer(version, &row.version)));
    if last.is_none() || current.is_some() {
        let date = cover.date.filter(|date| last.is_none_or(|row| *date >= row.date)).or(last.map(|row| row.date)).unwrap_or(*today);
        let version = current.unwrap_or("0.1");
        let _ = write!(yaml, "  - version: \"{version}\"\n    date: {date}\n    comments: {}\n", quoted(&format!("Imported from {names}")));
    }
    if !outline.chapters || outline.sections || *numbers_paragraphs {
        let _ = writeln!(yaml, "numbering: {{chapters: {}, sections: {}, paragraphs: {numbers_paragraphs}}}", outline.chapters, outline.sections);
    }
    if *has_broken_references {
        yaml.push_str("check:\n  placeholder-text: warning   # Word left broken cross-references: remove this line when they are links\n");
    }
    yaml
}

fn is_newer(version: &str, other: &str) -> bool {
    crate::model::Version::parse(version) > crate::model::Version::parse(other)
}
