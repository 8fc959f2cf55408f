//! The Markdown writer: what it writes is read back as the same blocks.

use std::sync::Arc;

use greenpaper::Severity;
use greenpaper::markdown;
use greenpaper::model::{Block, BlockKind, Chapter, Inline, Label};
use greenpaper::parse;
use greenpaper::read::{FsProject, Project};
use proptest::prelude::*;
use regex_lite::Regex;

use crate::cases;
use crate::project::MemoryProject;

/// Neighbouring texts are one: the parser divides them at escapes.
fn joined(line: &mut Vec<Inline<Label>>) {
    let mut out: Vec<Inline<Label>> = Vec::new();
    for mut inline in std::mem::take(line) {
        match &mut inline {
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Strikethrough(content)
            | Inline::Shifted(_, content)
            | Inline::Language(_, content) => {
                joined(content);
            }
            Inline::Link(link) => joined(&mut link.content),
            _ => {}
        }
        match (out.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(next)) | (Some(Inline::Code(last)), Inline::Code(next)) => {
                last.text = format!("{}{}", last.text, next.text).into()
            }
            (_, inline) => out.push(inline),
        }
    }
    // A comment at the end of a line leaves a space that Markdown drops.
    if let Some(Inline::Text(last)) = out.last_mut() {
        last.text = last.text.trim_end().into();
    }
    *line = out;
}

fn all_joined(blocks: &mut Vec<Block<Label>>) {
    for block in blocks {
        block.kind.each_line_mut(&mut joined);
        // Nothing in a list of one paragraph says whether it is tight.
        if let BlockKind::List(list) = &mut block.kind
            && list.items.iter().map(|item| item.body.len()).sum::<usize>() <= 1
        {
            list.tight = true;
        }
        block.kind.each_list_mut(&mut all_joined);
    }
}

/// The blocks of a chapter and its notes as text, without places in the source.
fn shown(chapter: &Chapter<Label>) -> String {
    let (mut body, mut notes) = (chapter.body.clone(), chapter.footnotes.clone());
    all_joined(&mut body);
    notes.iter_mut().for_each(|note| all_joined(&mut note.body));
    let places = Regex::new(r"Span \{\s*file: FileId\(\s*\d+,?\s*\),\s*start: \d+,\s*end: \d+,?\s*\}").expect("the pattern is valid");
    places.replace_all(&format!("{body:#?}\n{notes:#?}"), "_").into_owned()
}

/// Charts from CSV files have what a block cannot say.
fn is_from_file(blocks: &[Block<Label>]) -> bool {
    blocks.iter().any(|block| {
        let mut found = matches!(&block.kind, BlockKind::Chart(chart, _) if chart.label_heading.is_some() || chart.series.iter().any(|series| !series.intervals.is_empty()));
        block.kind.each_list(&mut |blocks| found |= is_from_file(blocks));
        found
    })
}

/// The chapters of a project whose files have no errors.
fn chapters(project: &dyn Project) -> Vec<(String, Arc<Chapter<Label>>)> {
    let mut loaded = parse::load(project).expect("the project can be read");
    let errors: Vec<_> = loaded
        .diagnostics
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .flat_map(|finding| finding.files().collect::<Vec<_>>())
        .collect();
    loaded.draft.chapters.retain(|chapter| !errors.contains(&chapter.file));
    let named = |chapter: &Arc<Chapter<Label>>| (loaded.sources.map.file(chapter.file).path.clone(), Arc::clone(chapter));
    let sections = loaded.draft.chapters.iter().flat_map(|chapter| chapter.sections.iter().map(|section| Arc::new(section.clone())));
    loaded.draft.chapters.iter().map(named).chain(sections.collect::<Vec<_>>().iter().map(named)).collect()
}

/// What differs after a chapter was written and read again; none if nothing does.
fn difference(project: &MemoryProject, path: &str, chapter: &Chapter<Label>) -> Option<String> {
    let source = String::from_utf8(project.0.get(path)?.clone()).ok()?;
    let front = source.find("\n---").filter(|_| source.starts_with("---"))?;
    let end = source[front + 1..].find('\n').map_or(source.len(), |at| front + 2 + at);
    let written = markdown::body(&chapter.body, &chapter.footnotes);
    let mut again = project.clone();
    again.0.insert(path.to_owned(), format!("{}\n{written}", source[..end].trim_end()).into_bytes());
    let Some((_, chapter_again)) = chapters(&again).into_iter().find(|(other, _)| other == path) else {
        return Some(format!("{path} has errors now\n--- written\n{written}"));
    };
    let (before, after) = (shown(chapter), shown(&chapter_again));
    (before != after).then(|| {
        let line = before.lines().zip(after.lines()).position(|(one, other)| one != other).unwrap_or(0);
        let near = |text: &str| text.lines().skip(line.saturating_sub(3)).take(8).collect::<Vec<_>>().join("\n");
        format!("{path}\n--- written\n{written}\n--- before\n{}\n--- after\n{}", near(&before), near(&after))
    })
}

#[test]
fn cases_are_read_back() {
    let mut differing = Vec::new();
    let mut count = 0;
    for folder in ["reading", "glossary", "resolving", "check", "html", "sites"] {
        cases::each_input(folder, |text| {
            let project = cases::project(text);
            for (path, chapter) in chapters(&project) {
                if is_from_file(&chapter.body) {
                    continue;
                }
                count += 1;
                differing.extend(difference(&project, &path, &chapter).map(|difference| format!("{folder}: {difference}")));
            }
        });
    }
    assert!(count > 100, "there are cases: {count}");
    assert!(differing.is_empty(), "{} of {count} differ:\n{}", differing.len(), differing.join("\n=======\n"));
}

#[test]
fn the_sample_is_read_back() {
    let sample = FsProject::open(concat!(env!("CARGO_MANIFEST_DIR"), "/strategy").as_ref()).expect("the sample is there");
    let files = sample.list().expect("the sample can be listed");
    let files = files.into_iter().filter(|entry| !entry.path.starts_with("archive/")).map(|entry| {
        let path = entry.path;
        let bytes = sample.read(&path, u64::MAX).expect("the sample can be read");
        (path, bytes)
    });
    let project = MemoryProject(files.collect());
    let differing: Vec<String> = chapters(&project)
        .iter()
        .filter(|(_, chapter)| !is_from_file(&chapter.body))
        .filter_map(|(path, chapter)| difference(&project, path, chapter))
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n=======\n"));
}

proptest! {
    /// Any words in a paragraph, a heading, a cell and an item are read back, whatever markup they look like.
    #[test]
    fn any_words_are_read_back(words in r#"[a-c1 *_`\[\]<>()#&;:.!~^|\\/@"'{}=+-]{1,24}"#) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assume!(words.contains(|c: char| c.is_alphanumeric()));
        let project = MemoryProject::new([("chapters/01-a.md", "---\ntitle: A\n---\nWORDS\n\n## WORDS\n\n- WORDS\n\n| A | B |\n|---|---|\n| WORDS | b |\n| b | b |\n".as_bytes())]);
        let (path, chapter) = chapters(&project).remove(0);
        let mut chapter = (*chapter).clone();
        let place = |line: &mut Vec<Inline<Label>>| {
            for inline in line {
                if let Inline::Text(text) = inline && &*text.text == "WORDS" {
                    text.text = words.as_str().into();
                }
            }
        };
        fn each(blocks: &mut Vec<Block<Label>>, place: &dyn Fn(&mut Vec<Inline<Label>>)) {
            for block in blocks {
                block.kind.each_line_mut(&mut |line| place(line));
                block.kind.each_list_mut(&mut |blocks| each(blocks, place));
            }
        }
        each(&mut chapter.body, &place);
        // The anchor of the heading is that of other words.
        let difference = difference(&project, &path, &chapter);
        prop_assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    }
}
