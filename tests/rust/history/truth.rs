//! No mark says of a container what its name contradicts: a list, box, table, section, chart or question whose lead-in, title or caption is
//! word for word in both versions is neither new nor renamed, and what moved has another order.

use std::collections::{HashMap, HashSet};

use greenpaper::history::{accept, redline, reject};
use greenpaper::model::{Block, BlockKind, Change, Draft, Field, Inline, InlineChange, Label, MoveEnd, NodeId, plain_text};
use proptest::prelude::*;

use super::generated::{Chapter, Chapters};
use super::version;

/// Names of containers. The kind of each is its position.
const NAMES: [&str; 12] = [
    "What we will do by 2027",
    "What we will do by 2030",
    "Places and people",
    "Money and staff",
    "For families and carers",
    "For people who work",
    "Homes and heating",
    "Buses for young people",
    "People in each place",
    "What matters to you most",
    "Clinics and hospitals",
    "Late buses in the valleys",
];
const ITEMS: [&str; 12] = [
    "open a warm room in every library and keep it open all winter",
    "ask every family what it needs before the winter comes",
    "mend the sea wall at the harbour with stone from the quarry",
    "pay for two more nurses on the islands and in the valleys",
    "publish bus times in large print and in three languages",
    "build two health centres with a pharmacy and a garden",
    "run a late bus to every village on Friday and Saturday",
    "tell residents each spring what was spent, and on what",
    "buses",
    "warm homes",
    "a walk-in clinic",
    "People say that they cannot find anybody to follow them.",
];

/// A container: the index of its name, and those of its contents.
type Container = (usize, Vec<usize>);

fn markdown((name, items): &Container) -> Vec<String> {
    let (at, kind, name) = (*name, name % 8, NAMES[*name]);
    let lines: Vec<&str> = items.iter().map(|item| ITEMS[*item]).collect();
    let list = || lines.iter().map(|line| format!("- {line}\n")).collect::<String>();
    match kind {
        0 => vec![format!("{name}:"), list()],
        1 => vec![format!("> [!note] {name}\n{}", lines.iter().map(|line| format!("> {line}\n>\n")).collect::<String>())],
        2 => {
            let rows: String = lines.iter().enumerate().map(|(at, line)| format!("| {line} | {at} |\n")).collect();
            vec![format!("Table: {name}\n\n| Task | Number |\n|---|---|\n{rows}")]
        }
        3 => std::iter::once(format!("## {name}")).chain(lines.iter().map(|line| (*line).to_owned())).collect(),
        4 => {
            let data: String = lines.iter().enumerate().map(|(at, line)| format!("  \"{line}\": {at}\n")).collect();
            vec![format!("```chart\nkind: bar\ntitle: {name}\nsummary: S\ndata:\n{data}```")]
        }
        5 => {
            let rows: String = lines.iter().enumerate().map(|(at, line)| format!("  - [{line:?}, {at}]\n")).collect();
            vec![format!("```table\ncaption: {name}\ncolumns: [{{name: Task}}, {{name: Number}}]\nrows:\n{rows}```")]
        }
        6 => vec![format!("```action\nid: act{at}\nwhat: {name}\nowner: {}\nby: 2027\n```", lines[0])],
        _ => vec![format!(
            "```survey\nquestion: {name}\nkind: choose\noptions: [{}]\n```",
            lines.iter().map(|line| format!("{line:?}")).collect::<Vec<_>>().join(", ")
        )],
    }
}

fn chapters() -> impl Strategy<Value = Vec<Vec<Container>>> {
    let contents = || proptest::sample::subsequence((0..ITEMS.len()).collect::<Vec<_>>(), 2..6).prop_shuffle();
    let containers = proptest::sample::subsequence((0..NAMES.len()).collect::<Vec<_>>(), 2..9).prop_shuffle();
    (containers, proptest::collection::vec(contents(), 9), any::<proptest::sample::Index>()).prop_map(|(names, contents, at)| {
        let mut first: Vec<Container> = names.into_iter().zip(contents).collect();
        let second = first.split_off(at.index(first.len()));
        vec![first, second]
    })
}

/// Two versions: the newer one is another, or the older one with containers and contents moved.
fn versions() -> impl Strategy<Value = (Vec<Vec<Container>>, Vec<Vec<Container>>)> {
    let swaps = proptest::collection::vec((any::<usize>(), any::<usize>(), any::<bool>()), 1..6);
    let edited = (chapters(), swaps).prop_map(|(old, swaps)| {
        let mut new = old.clone();
        for (one, other, of_names) in swaps {
            let mut all: Vec<&mut Container> = new.iter_mut().flatten().collect();
            let (one, other) = (one % all.len(), other % all.len());
            if of_names {
                let (name, other_name) = (all[one].0, all[other].0);
                (all[one].0, all[other].0) = (other_name, name);
            } else if let Some(item) = Some(&mut all[one].1).filter(|items| items.len() > 1).and_then(Vec::pop) {
                all[other].1.insert(0, item);
            }
        }
        (old, new)
    });
    prop_oneof![2 => edited, 1 => (chapters(), chapters())]
}

fn draft(chapters: &[Vec<Container>]) -> Draft {
    let chapter = |(at, containers): (usize, &Vec<Container>)| Chapter {
        slug: format!("{}-c{at}", 10 + at),
        title: format!("Chapter {at}"),
        blocks: containers.iter().flat_map(markdown).collect(),
    };
    version(&Chapters(chapters.iter().enumerate().map(chapter).collect()).project()).0
}

/// The name of a container in one version.
fn name(block: &Block<Label>, end: MoveEnd) -> Option<String> {
    let line = |line: &[Inline<Label>]| text(line, end);
    let named = match &block.kind {
        BlockKind::Heading(heading) => line(&heading.content),
        BlockKind::Callout(callout) => line(&callout.title),
        BlockKind::Table(table) => line(table.caption.as_deref()?),
        BlockKind::Chart(chart, _) => chart.title.clone(),
        BlockKind::Survey(survey) => survey.question.clone(),
        BlockKind::Action(action) => line(&action.what),
        _ => return None,
    };
    let was = |field: &Field| *field == Field::Title;
    match block.change.as_deref() {
        Some(Change::Replaced(replacement)) if end == MoveEnd::Old => {
            let title = replacement.values.iter().find(|value| was(&value.field)).and_then(|value| value.was.clone());
            title.or(Some(named))
        }
        _ => Some(named),
    }
}

fn text(line: &[Inline<Label>], end: MoveEnd) -> String {
    let one = |inline: &Inline<Label>| {
        let Inline::Changed(change) = inline else {
            return if inline.content().is_empty() { plain_text(std::slice::from_ref(inline)) } else { text(inline.content(), end) };
        };
        match (&**change, end) {
            (InlineChange::Added(words) | InlineChange::MovedHere(words), MoveEnd::New)
            | (InlineChange::Removed(words) | InlineChange::MovedAway(words), MoveEnd::Old) => plain_text(words),
            (InlineChange::Reformatted { now, .. } | InlineChange::Respelled { now, .. }, MoveEnd::New) => plain_text(now),
            (InlineChange::Reformatted { was, .. } | InlineChange::Respelled { was, .. }, MoveEnd::Old) => plain_text(was),
            _ => String::new(),
        }
    };
    line.iter().map(one).collect()
}

/// The names in a version, and the lead-ins of lists.
fn names(chapters: &[Vec<Container>]) -> HashSet<&'static str> {
    chapters.iter().flatten().map(|(name, _)| NAMES[*name]).collect()
}

fn holds_for(old: &[Vec<Container>], new: &[Vec<Container>]) {
    let (before, after) = (names(old), names(new));
    let marked = redline(&draft(old), &draft(new));
    for chapter in &marked.chapters {
        let mut lead_in: Option<String> = None;
        for block in &chapter.body {
            let change = block.change.as_deref();
            let is_new = matches!(change, Some(Change::Added));
            let is_gone = matches!(change, Some(Change::Removed));
            let (was, now) = (name(block, MoveEnd::Old), name(block, MoveEnd::New));
            if let (Some(was), Some(now)) = (&was, &now) {
                assert!(!is_new || !before.contains(now.as_str()), "{now:?} is called new");
                assert!(!is_gone || !after.contains(was.as_str()), "{was:?} is called gone");
                if was != now {
                    assert!(!after.contains(was.as_str()), "{was:?} is called {now:?}");
                    assert!(!before.contains(now.as_str()), "{was:?} is called {now:?}");
                }
            }
            if let (BlockKind::List(_), Some(lead_in)) = (&block.kind, &lead_in) {
                assert!(!is_new || !before.contains(lead_in.as_str()), "the list of {lead_in:?} is called new");
                assert!(!is_gone || !after.contains(lead_in.as_str()), "the list of {lead_in:?} is called gone");
            }
            lead_in = if let BlockKind::Paragraph(line) = &block.kind {
                Some(text(line, if change.is_some_and(Change::is_past) { MoveEnd::Old } else { MoveEnd::New }).trim_end_matches(':').to_owned())
            } else {
                None
            };
        }
    }
    order_changed(&marked);
}

/// What moved within a list of siblings has another order among them.
fn order_changed(marked: &Draft) {
    let (old, new) = (reject(marked.clone()), accept(marked.clone()));
    let places = |draft: &Draft| -> HashMap<NodeId, (String, usize)> {
        let bodies = draft.chapters.iter().map(|chapter| (&chapter.slug, &chapter.body));
        bodies.flat_map(|(slug, body)| body.iter().enumerate().map(|(at, block)| (block.id, (slug.clone(), at)))).collect()
    };
    let (olds, news) = (places(&old), places(&new));
    for block in marked.chapters.iter().flat_map(|chapter| &chapter.body) {
        if !matches!(block.change.as_deref(), Some(Change::MovedHere(_) | Change::Section(MoveEnd::New))) {
            continue;
        }
        let (Some((from, was)), Some((to, now))) = (olds.get(&block.id), news.get(&block.id)) else { continue };
        let is_passed = |(id, (slug, at)): (&NodeId, &(String, usize))| {
            slug == from && news.get(id).is_some_and(|(other, there)| other == to && (at < was) != (there < now) && id != &block.id)
        };
        assert!(from != to || olds.iter().any(is_passed), "{block:?} has moved, but nothing passed it");
    }
}

proptest! {
    #[test]
    fn marks_say_nothing_untrue_of_named_containers((old, new) in versions()) {
        holds_for(&old, &new);
    }
}
