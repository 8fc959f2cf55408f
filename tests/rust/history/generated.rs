//! Random versions of a strategy, and random edits between two of them.

use proptest::prelude::*;

use crate::project::MemoryProject;

/// Chapters with their blocks, as Markdown.
#[derive(Debug, Clone)]
pub(super) struct Chapters(pub(super) Vec<Chapter>);

#[derive(Debug, Clone)]
pub(super) struct Chapter {
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) blocks: Vec<String>,
}

/// An edit; its numbers select among what exists.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    Insert(usize, usize, String),
    Remove(usize, usize),
    Move(usize, usize, usize, usize),
    Word(usize, usize, usize, String),
    Split(usize, usize, usize),
    Join(usize, usize),
    SplitItem(usize, usize, usize),
    JoinItem(usize, usize, usize),
    SwapSentences(usize, usize, usize),
    /// Its chapter, block and position, and those to which it goes.
    MoveSentence([usize; 3], [usize; 3]),
    MoveRow([usize; 3], [usize; 3]),
    SwapChapters(usize, usize),
    Rename(usize, String),
    AddChapter(String),
    RemoveChapter(usize),
}

fn word() -> impl Strategy<Value = String> {
    let words = "people health care place plan **board** *must* [link](https://a.example) `code` £1,180 (13%) year. work, [^1] [^2] \
                 [**bold** link](b.md) ![x](y.png) local long-term neighbourhood partners together respond community 🙂 <span\u{a0}lang=\"cy\">lle</span>";
    let words: Vec<String> = words.split(' ').map(|word| word.replace('\u{a0}', " ")).collect();
    proptest::sample::select(words)
}

fn words(range: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(word(), range).prop_map(|words| words.join(" "))
}

const SENTENCES: [&str; 10] = [
    "Every library will open a warm room in winter.",
    "Buses stop at six in the evening in most of the valleys!",
    "We know what this costs.",
    "Young people cannot reach a college course after work.",
    "Every library will open a **warm** room in winter and in spring.",
    "Who will follow them?",
    "Two more nurses will work on the islands from 1 May 2027.",
    "Yes.",
    "The council pays £1.2 million a year for late buses on Fridays.",
    "The council pays £1.4 million a year for late buses on Saturdays.",
];

/// Blocks with parts that have names, and parts that move.
fn rich_block() -> impl Strategy<Value = String> {
    let sentence = || proptest::sample::select(SENTENCES.to_vec());
    let some = |range| proptest::collection::vec(sentence(), range);
    let nested = (words(1..4), some(1..4), any::<bool>()).prop_map(|(first, inner, is_loose)| {
        let gap = if is_loose { "\n" } else { "" };
        format!("- {first}\n{gap}{}{gap}- last", inner.iter().map(|item| format!("  - {item}\n")).collect::<String>())
    });
    let action = (0..6u32, sentence(), 2026..2031u32, any::<bool>()).prop_map(|(id, what, by, has_target)| {
        let target = if has_target { "target: 40 homes\n" } else { "" };
        format!("```action\nid: act{id}\nwhat: {what:?}\nowner: Team\nby: {by}\n{target}```")
    });
    let survey = (words(1..4), some(1..4)).prop_map(|(question, options)| {
        let options = options.iter().map(|option| format!("{option:?}")).collect::<Vec<_>>().join(", ");
        format!("```survey\nquestion: {question:?}\nkind: choose\noptions: [{options}]\n```")
    });
    let table = (1..40u32, 0..3usize, 0..3u32).prop_map(|(number, second, order)| {
        let mut rows = vec![format!("[Preston, Homes, {number}]"), "[Leyland, Roads, 3]".to_owned(), "[Colne, Parks, 9]".to_owned()];
        rows.rotate_left(order as usize);
        if let Some(row) = ["[^, Buses, 4]", "[Barton, Buses, 4]"].get(second) {
            rows.insert(1, (*row).to_owned());
        }
        let rows: String = rows.iter().map(|row| format!("  - {row}\n")).collect();
        format!(
            "```table\ncaption: Spending\ncolumns:\n  - {{name: Place}}\n  - {{name: Work}}\n  - {{name: \"2024\", type: number}}\nrows:\n{rows}```"
        )
    });
    let row = proptest::sample::select(vec!["| Barton | 1,200 | 440 |", "| Colne | 900 | 310 |", "| Derwent | 800 | 340 |", "| Colne | 950 | 310 |"]);
    let rows = (proptest::collection::vec(row, 1..4), 0..2u32)
        .prop_map(|(rows, name)| format!("Table: Places {name}\n\n| Place | People | Homes |\n|---|---|---|\n{}\n", rows.join("\n")));
    prop_oneof![
        6 => some(1..5).prop_map(|sentences| sentences.join(" ")),
        2 => nested,
        1 => action,
        1 => survey,
        2 => table,
        2 => rows,
        1 => (some(1..3), words(1..3)).prop_map(|(body, who)| format!("> {}\n>\n> — {who}", body.join(" "))),
        1 => (words(1..4), some(1..3)).prop_map(|(title, body)| format!("> [!recommendation] {title}\n> {}", body.join("\n>\n> "))),
        1 => some(1..4).prop_map(|items| items.iter().map(|item| format!("- {item}\n")).collect()),
        1 => (1..4u32, 1..4u32).prop_map(|(one, other)| {
            let picture = |at| format!("- {{file: ../images/{at}.png, alt: A map, caption: \"The map {at}\"}}\n");
            format!("```pictures\n{}{}```", picture(one), picture(other))
        }),
        1 => (0..3u32, words(1..4)).prop_map(|(at, text)| {
            let year = 2025 + at;
            format!("```roadmap\ncaption: Plan\nheading: Theme\ntimes: [\"2025\", \"2026\", \"2027\"]\nlanes:\n  - name: Homes\n    items:\n      - {{from: \"{year}\", text: {text:?}}}\n```")
        }),
    ]
}

/// The number of cases, unless `PROPTEST_CASES` asks for another. 256 is what it is without.
pub(super) fn cases(usual: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    ProptestConfig { cases: if asked.cases == 256 { usual } else { asked.cases }, failure_persistence: None, ..asked }
}

pub(super) fn block() -> impl Strategy<Value = String> {
    prop_oneof![2 => plain_block(), 1 => rich_block()]
}

fn plain_block() -> impl Strategy<Value = String> {
    let cells = || words(0..3).prop_map(|cell| cell.replace('|', ""));
    let rows = proptest::collection::vec((cells(), cells()), 1..4);
    let table = (cells(), rows, any::<bool>()).prop_map(|(head, rows, has_caption)| {
        let rows: String = rows.into_iter().map(|(a, b)| format!("| {a} | {b} |\n")).collect();
        let caption = if has_caption { "Table: Caption\n\n" } else { "" };
        format!("{caption}| Head | {head} |\n|---|---|\n{rows}")
    });
    let list = (proptest::collection::vec(words(1..6), 1..5), any::<bool>()).prop_map(|(items, is_numbered)| {
        let sign = if is_numbered { "3." } else { "-" };
        items.into_iter().map(|item| format!("{sign} {item}\n")).collect()
    });
    prop_oneof![
        6 => words(1..25),
        2 => words(1..4).prop_map(|words| format!("## {}", words.replace("[^1]", "").replace("[^2]", ""))),
        2 => list,
        1 => table,
        1 => (words(1..4), words(1..8)).prop_map(|(title, body)| format!("> [!note] {title}\n> {body}")),
        1 => (words(1..4), words(1..8)).prop_map(|(title, body)| format!("> [!card] {title}\n> {body}\n\n> [!card] Other\n> {body}")),
        1 => (words(1..3), words(1..8)).prop_map(|(term, text)| format!("{term}\n: {text}\n\nOther term\n: {text}")),
        1 => words(1..8).prop_map(|text| format!("> {text}")),
        1 => words(1..8).prop_map(|text| format!("[^1]: {text}")),
        1 => Just("[^2]: A note.".to_owned()),
        1 => Just("---".to_owned()),
        1 => (0..30u32).prop_map(|n| format!("```chart\nkind: bar\ntitle: T\nsummary: S\ndata: {{a: {n}, b: 2}}\n```")),
        1 => (0..30u32).prop_map(|n| format!("```stats\n- {{value: {n}%, label: of people}}\n- {{value: 7, label: boards}}\n```")),
        1 => (1..28u32, words(1..5)).prop_map(|(day, text)| format!("```timeline\n- {{date: 2022-07-{day:02}, text: {text:?}}}\n```")),
        1 => words(1..5).prop_map(|text| format!("```\n{text}\n```")),
        1 => (1..4u32).prop_map(|n| format!("![A map](images/{n}.png \"The map\")")),
    ]
}

pub(super) fn text() -> impl Strategy<Value = Chapters> {
    let chapter = proptest::collection::vec(block(), 0..8);
    proptest::collection::vec(chapter, 1..4).prop_map(|chapters| {
        let chapter = |(at, blocks)| Chapter { slug: format!("{}-c{at}", 10 + at), title: format!("Chapter {at}"), blocks };
        Chapters(chapters.into_iter().enumerate().map(chapter).collect())
    })
}

pub(super) fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<usize>;
    prop_oneof![
        3 => (at(), at(), block()).prop_map(|(chapter, place, block)| Edit::Insert(chapter, place, block)),
        3 => (at(), at()).prop_map(|(chapter, place)| Edit::Remove(chapter, place)),
        3 => (at(), at(), at(), at()).prop_map(|(from, place, to, there)| Edit::Move(from, place, to, there)),
        6 => (at(), at(), at(), word()).prop_map(|(chapter, place, nth, word)| Edit::Word(chapter, place, nth, word)),
        4 => (at(), at(), at()).prop_map(|(chapter, place, nth)| Edit::Split(chapter, place, nth)),
        3 => (at(), at()).prop_map(|(chapter, place)| Edit::Join(chapter, place)),
        2 => (at(), at(), at()).prop_map(|(chapter, place, nth)| Edit::SplitItem(chapter, place, nth)),
        2 => (at(), at(), at()).prop_map(|(chapter, place, nth)| Edit::JoinItem(chapter, place, nth)),
        2 => (at(), at(), at()).prop_map(|(chapter, place, nth)| Edit::SwapSentences(chapter, place, nth)),
        3 => ([at(), at(), at()], [at(), at(), at()]).prop_map(|(from, to)| Edit::MoveSentence(from, to)),
        2 => ([at(), at(), at()], [at(), at(), at()]).prop_map(|(from, to)| Edit::MoveRow(from, to)),
        1 => (at(), at()).prop_map(|(one, other)| Edit::SwapChapters(one, other)),
        1 => (at(), words(1..3)).prop_map(|(chapter, title)| Edit::Rename(chapter, title)),
        1 => words(1..3).prop_map(Edit::AddChapter),
        1 => at().prop_map(Edit::RemoveChapter),
    ]
}

impl Chapters {
    fn block(&mut self, chapter: usize, place: usize) -> Option<(usize, usize)> {
        let chapter = chapter.checked_rem(self.0.len())?;
        Some((chapter, place.checked_rem(self.0[chapter].blocks.len())?))
    }

    /// Takes one of the parts between separators out of a block and puts it into another; of tables, only rows.
    fn move_part(&mut self, [chapter, place, nth]: [usize; 3], to: [usize; 3], separator: &str, may_have: fn(&str) -> bool) {
        const HEAD: usize = 4;
        let places = |chapters: &Self| -> Vec<(usize, usize)> {
            let blocks = chapters.0.iter().enumerate();
            let all = blocks.flat_map(|(at, chapter)| chapter.blocks.iter().enumerate().map(move |(place, block)| (at, place, block)));
            all.filter(|(.., block)| may_have(block)).map(|(at, place, _)| (at, place)).collect()
        };
        let first = if separator == "\n" { HEAD } else { 0 };
        let places = places(self);
        let (Some(from), Some(into)) = (chapter.wrapping_add(place).checked_rem(places.len()), to[0].wrapping_add(to[1]).checked_rem(places.len()))
        else {
            return;
        };
        let take = |block: &str| block.trim_end().split(separator).map(str::to_owned).collect::<Vec<_>>();
        let ((from, place), (into, there)) = (places[from], places[into]);
        let mut parts = take(&self.0[from].blocks[place]);
        if parts.len() <= first + 1 {
            return;
        }
        let part = parts.remove(first + nth % (parts.len() - first));
        self.0[from].blocks[place] = parts.join(separator);
        let mut parts = take(&self.0[into].blocks[there]);
        let at = first.min(parts.len()) + to[2] % (parts.len().saturating_sub(first) + 1);
        parts.insert(at, part);
        self.0[into].blocks[there] = parts.join(separator);
    }

    /// Replaces one of the occurrences of `was` in a list.
    fn replace_in(&mut self, chapter: usize, place: usize, nth: usize, was: &str, now: &str) {
        let Some((chapter, place)) = self.block(chapter, place) else { return };
        let block = &mut self.0[chapter].blocks[place];
        let places: Vec<usize> = block.match_indices(was).map(|(at, _)| at).filter(|at| *at > 1).collect();
        if let Some(nth) = nth.checked_rem(places.len()).filter(|_| block.starts_with("- ")) {
            block.replace_range(places[nth]..places[nth] + was.len(), now);
        }
    }

    pub(super) fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Insert(chapter, place, block) => {
                let Some(chapter) = chapter.checked_rem(self.0.len()) else { return };
                let blocks = &mut self.0[chapter].blocks;
                blocks.insert(place % (blocks.len() + 1), block);
            }
            Edit::Remove(chapter, place) => {
                let Some((chapter, place)) = self.block(chapter, place) else { return };
                self.0[chapter].blocks.remove(place);
            }
            Edit::Move(from, place, to, there) => {
                let Some((from, place)) = self.block(from, place) else { return };
                let block = self.0[from].blocks.remove(place);
                self.edit(Edit::Insert(to, there, block));
            }
            Edit::Word(chapter, place, nth, word) => {
                let Some((chapter, place)) = self.block(chapter, place) else { return };
                let block = &mut self.0[chapter].blocks[place];
                let spaces: Vec<usize> = block.match_indices(' ').map(|(at, _)| at).collect();
                if let Some(nth) = nth.checked_rem(spaces.len()) {
                    block.insert_str(spaces[nth], &format!(" {word}"));
                }
            }
            Edit::Split(chapter, place, nth) => {
                let Some((chapter, place)) = self.block(chapter, place) else { return };
                let blocks = &mut self.0[chapter].blocks;
                let spaces: Vec<usize> = blocks[place].match_indices(' ').map(|(at, _)| at).collect();
                if let Some(nth) = nth.checked_rem(spaces.len()) {
                    let rest = blocks[place].split_off(spaces[nth]);
                    blocks.insert(place + 1, rest.trim_start().to_owned());
                }
            }
            Edit::Join(chapter, place) => {
                let Some((chapter, place)) = self.block(chapter, place) else { return };
                let blocks = &mut self.0[chapter].blocks;
                if place + 1 < blocks.len() {
                    let next = blocks.remove(place + 1);
                    blocks[place] = format!("{} {next}", blocks[place].trim_end());
                }
            }
            Edit::SplitItem(chapter, place, nth) => self.replace_in(chapter, place, nth, " ", "\n- "),
            Edit::JoinItem(chapter, place, nth) => self.replace_in(chapter, place, nth, "\n- ", " "),
            Edit::SwapSentences(chapter, place, nth) => {
                let Some((chapter, place)) = self.block(chapter, place) else { return };
                let block = &mut self.0[chapter].blocks[place];
                let mut sentences: Vec<&str> = block.split_inclusive(". ").collect();
                let Some(nth) = nth.checked_rem(sentences.len()) else { return };
                sentences.rotate_left(nth);
                *block = sentences.iter().map(|sentence| sentence.trim()).collect::<Vec<_>>().join(" ");
            }
            Edit::MoveSentence(from, to) => self.move_part(from, to, ". ", |block| block.contains(". ") && !block.contains('\n')),
            Edit::MoveRow(from, to) => self.move_part(from, to, "\n", |block| block.starts_with("Table: Places")),
            Edit::SwapChapters(one, other) => {
                let (Some(one), Some(other)) = (one.checked_rem(self.0.len()), other.checked_rem(self.0.len())) else { return };
                self.0.swap(one, other);
            }
            Edit::Rename(chapter, title) => {
                let Some(chapter) = chapter.checked_rem(self.0.len()) else { return };
                self.0[chapter].title = title;
            }
            Edit::AddChapter(title) => self.0.push(Chapter { slug: format!("new{}", self.0.len()), title, blocks: Vec::new() }),
            Edit::RemoveChapter(chapter) => {
                if let Some(chapter) = chapter.checked_rem(self.0.len()) {
                    self.0.remove(chapter);
                }
            }
        }
    }

    /// The files. A chapter's position is the number in front of its name.
    pub(super) fn project(&self) -> MemoryProject {
        let files: Vec<(String, String)> = self
            .0
            .iter()
            .enumerate()
            .map(|(at, chapter)| {
                let slug = chapter.slug.split_once('-').map_or(chapter.slug.as_str(), |(_, slug)| slug);
                let body = chapter.blocks.join("\n\n");
                (format!("chapters/{:02}-{slug}.md", at + 1), format!("---\ntitle: {:?}\n---\n{body}\n", chapter.title))
            })
            .collect();
        let glossary = self.0.first().map_or_else(String::new, |chapter| format!("Place\n: {}\n\n{}\n: A title.\n", chapter.title, chapter.title));
        let files = files.into_iter().chain([("glossary/terms.md".to_owned(), glossary)]).collect::<Vec<_>>();
        MemoryProject::new(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())))
    }
}
