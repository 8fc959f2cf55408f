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

pub(super) fn block() -> impl Strategy<Value = String> {
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
