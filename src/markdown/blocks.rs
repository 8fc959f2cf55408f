//! Block-level elements.

use std::collections::HashSet;

use super::data;
use super::escape::guarded;
use super::line::{self, markdown};
use super::place::Place;
use super::tables;
use crate::model::{
    Alignment, Block, BlockKind, CalloutKind, CodeBlock, Definition, Heading, Inline, Joined, Label, List, Table, TableSetting, Transcript,
    plain_text, slug,
};

/// Writes the blocks of one text.
#[derive(Default)]
pub(super) struct Writer {
    /// Anchors so far, to know which one the parser gives to a heading.
    anchors: HashSet<String>,
}

/// An anchor that every page uses itself.
const RESERVED: &str = "main";

impl Writer {
    /// Blocks with an empty line between them.
    pub(super) fn blocks(&mut self, blocks: &[Block<Label>]) -> String {
        self.anchors.insert(RESERVED.to_owned());
        self.joined(blocks, "\n")
    }

    fn joined(&mut self, blocks: &[Block<Label>], between: &str) -> String {
        let mut out = String::new();
        let mut is_second_list = false;
        for (at, block) in blocks.iter().enumerate() {
            // Lists beside each other would be one, so their marks differ.
            let before = at.checked_sub(1).and_then(|before| blocks.get(before)).map(|block| &block.kind);
            is_second_list = if let (Some(BlockKind::List(one)), BlockKind::List(other)) = (before, &block.kind) {
                one.start.is_some() == other.start.is_some() && !is_second_list
            } else {
                false
            };
            let mut text = self.block(block, is_second_list);
            if let Some(name) = block.label.as_ref().and_then(|label| label.name.as_deref()) {
                name_block(&mut text, name, &block.kind);
            }
            if text.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push_str(between);
            }
            out.push_str(&text);
        }
        out
    }

    /// One block, which ends with a line break.
    fn block(&mut self, block: &Block<Label>, is_second_list: bool) -> String {
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(heading),
            BlockKind::Paragraph(line) => guarded(&markdown(line, Place::Text)) + "\n",
            BlockKind::List(list) => self.list(list, is_second_list),
            BlockKind::DefinitionList(definitions) => self.definitions(definitions),
            BlockKind::Table(table) if is_simple(table) => self::table(table),
            BlockKind::Table(table) => tables::table(table),
            BlockKind::Figure(image, caption) => {
                let caption = if caption.iter().all(|inline| matches!(inline, Inline::Text(_))) && !has_markup(&plain_text(caption)) {
                    plain_text(caption)
                } else {
                    guarded(&markdown(caption, Place::Title))
                };
                line::picture(image, Some(&caption), Place::Text) + "\n"
            }
            BlockKind::BlockQuote(body) => quoted(&self.joined(body, "\n")),
            BlockKind::Quotation(quotation) => self.panel("quote", &quotation.attribution, &quotation.body),
            BlockKind::Callout(callout) => {
                if callout.kind == CalloutKind::CaseStudy {
                    let words = plain_text(&callout.title);
                    self.anchor(if words.is_empty() { "case-study" } else { &words });
                }
                self.panel(callout.kind.name(), &callout.title, &callout.body)
            }
            BlockKind::Cards(cards) => {
                let cards: Vec<String> = cards.iter().map(|card| self.panel("card", &card.title, &card.body)).collect();
                cards.join("\n")
            }
            BlockKind::Code(code) => self::code(code),
            BlockKind::ThematicBreak => "---\n".to_owned(),
            BlockKind::Statistics(statistics) => data::statistics(statistics),
            BlockKind::Chart(chart, source) => data::chart(chart, source),
            BlockKind::Timeline(moments) => data::timeline(moments),
            BlockKind::Video(video) => {
                let text = match &video.transcript {
                    Transcript::Blocks(blocks) => Self::default().blocks(blocks),
                    Transcript::File(..) => String::new(),
                };
                data::video(video, &text)
            }
            BlockKind::VersionHistory => data::fenced("version-history", ""),
            BlockKind::Gallery(gallery) => data::gallery(gallery),
            BlockKind::ListOf(kind) => data::fenced("list-of", &format!("kind: {}\n", kind.plural())),
            BlockKind::Survey(survey) => data::survey(survey),
            BlockKind::Action(action) => {
                self.anchors.insert(action.name.to_string());
                data::action(action)
            }
            BlockKind::RawHtml(html) => format!("{}\n", html.trim_end_matches('\n')),
        }
    }

    fn heading(&mut self, heading: &Heading<Label>) -> String {
        let words = plain_text(&heading.content);
        let own = self.anchor(&words);
        let mut text = markdown(&heading.content, Place::Title);
        // Hashes at the end close a heading, and curly brackets are an anchor.
        if text.ends_with('#') || text.ends_with('}') {
            text.insert(text.len() - 1, '\\');
        }
        let anchor = if own == *heading.anchor {
            String::new()
        } else {
            self.anchors.remove(&own);
            self.anchors.insert(heading.anchor.to_string());
            format!(" {{#{}}}", heading.anchor)
        };
        format!("{} {text}{anchor}\n", "#".repeat(heading.level.into()))
    }

    /// The anchor that `parse` gives to these words.
    fn anchor(&mut self, words: &str) -> String {
        let base = Some(slug(words)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "section".into());
        let mut anchor = base.clone();
        let mut count = 1;
        while !self.anchors.insert(anchor.clone()) {
            count += 1;
            anchor = format!("{base}-{count}");
        }
        anchor
    }

    fn list(&mut self, list: &List<Label>, is_second: bool) -> String {
        let mut out = String::new();
        let between = if list.tight { "" } else { "\n" };
        for (at, item) in list.items.iter().enumerate() {
            let mark = match (list.start, is_second) {
                (None, false) => "- ".to_owned(),
                (None, true) => "* ".to_owned(),
                (Some(start), false) => format!("{}. ", start.saturating_add(at as u64)),
                (Some(start), true) => format!("{}) ", start.saturating_add(at as u64)),
            };
            if at > 0 {
                out.push_str(between);
            }
            let body = self.joined(&item.body, between);
            out.push_str(&hanging(&body, &mark, &" ".repeat(mark.len())));
        }
        out
    }

    fn definitions(&mut self, definitions: &[Definition<Label>]) -> String {
        let mut out = String::new();
        for (at, definition) in definitions.iter().enumerate() {
            if at > 0 {
                out.push('\n');
            }
            out.push_str(&guarded(&markdown(&definition.term, Place::Title)));
            out.push('\n');
            for description in &definition.descriptions {
                let body = self.joined(description, "\n");
                out.push_str(&hanging(&body, ": ", "  "));
            }
        }
        out
    }

    /// A block quote with a kind and a title.
    fn panel(&mut self, kind: &str, title: &[Inline<Label>], body: &[Block<Label>]) -> String {
        let title = markdown(title, Place::Title);
        let mut text = format!("[!{kind}]{}{title}\n", if title.is_empty() { "" } else { " " });
        let inside = self.joined(body, "\n");
        // A paragraph may follow on the next line.
        if !matches!(body.first().map(|block| &block.kind), Some(BlockKind::Paragraph(_)) | None) {
            text.push('\n');
        }
        text.push_str(&inside);
        quoted(&text)
    }
}

/// Whether a caption is read as Markdown.
fn has_markup(caption: &str) -> bool {
    caption.contains(['[', '*', '_', '`', '^', '~', '<', '\\'])
}

/// Text whose first line begins with a mark, and whose other lines are indented.
pub(super) fn hanging(text: &str, mark: &str, indent: &str) -> String {
    let mut out = String::with_capacity(text.len() + mark.len());
    for (at, line) in text.lines().enumerate() {
        if at == 0 {
            out.push_str(mark);
        } else if !line.is_empty() {
            out.push_str(indent);
        }
        out.push_str(line);
        out.push('\n');
    }
    if out.is_empty() {
        out.push_str(mark.trim_end());
        out.push('\n');
    }
    out
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for line in text.lines() {
        out.push('>');
        if !line.is_empty() {
            out.push(' ');
            out.push_str(line);
        }
        out.push('\n');
    }
    if out.is_empty() { ">\n".to_owned() } else { out }
}

/// Whether a table can be written with bars.
fn is_simple(table: &Table<Label>) -> bool {
    let is_line = |content: &[Inline<Label>]| !plain_text(content).contains('\n');
    table.groups.is_empty()
        && table.notes.is_empty()
        && table.columns.iter().all(|column| column.width.is_none())
        && table.cells().all(|cell| cell.joined == Joined::No && is_line(&cell.content))
}

/// Adds the name of a block: after its first line if that is a title or the start of a fence, and at its end otherwise.
fn name_block(text: &mut String, name: &str, kind: &BlockKind<Label>) {
    let place = match kind {
        BlockKind::Paragraph(_) | BlockKind::Figure(..) => text.trim_end().len(),
        BlockKind::Heading(_) => return,
        BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Table(_)
        | BlockKind::BlockQuote(_)
        | BlockKind::Quotation(_)
        | BlockKind::Callout(_)
        | BlockKind::Cards(_)
        | BlockKind::Code(_)
        | BlockKind::ThematicBreak
        | BlockKind::Statistics(_)
        | BlockKind::Chart(..)
        | BlockKind::Timeline(_)
        | BlockKind::Video(_)
        | BlockKind::VersionHistory
        | BlockKind::ListOf(_)
        | BlockKind::Gallery(_)
        | BlockKind::Survey(_)
        | BlockKind::Action(_)
        | BlockKind::RawHtml(_) => text.find('\n').unwrap_or(text.len()),
    };
    text.insert_str(place, &format!(" {{#{name}}}"));
}

fn code(code: &CodeBlock) -> String {
    let longest = code.text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    let text = &code.text;
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{}\n{text}{end}{fence}\n", code.language.as_deref().unwrap_or(""))
}

fn table(table: &Table<Label>) -> String {
    let mut out = String::new();
    let setting = match table.setting {
        TableSetting::Auto => "",
        TableSetting::Upright => "{upright}",
        TableSetting::Landscape => "{landscape}",
        TableSetting::List => "{list}",
    };
    if table.caption.is_some() || !setting.is_empty() {
        let caption = markdown(table.caption.as_deref().unwrap_or_default(), Place::Title);
        out.push_str([&*format!("Table: {caption}"), setting].join(" ").trim_end());
        out.push_str("\n\n");
    }
    let row = |cells: &mut dyn Iterator<Item = String>| {
        let mut line = String::from("|");
        for cell in cells {
            line.push(' ');
            line.push_str(&cell);
            line.push_str(if cell.is_empty() { "|" } else { " |" });
        }
        line + "\n"
    };
    let cell = |content: &[Inline<Label>]| markdown(content, Place::Cell).trim().to_owned();
    out.push_str(&row(&mut table.head.iter().map(|head| cell(&head.content))));
    let rules = table.columns.iter().map(|column| match column.alignment {
        Alignment::Start => "---|",
        Alignment::Center => ":---:|",
        Alignment::End => "---:|",
    });
    out.push('|');
    out.extend(rules);
    out.push('\n');
    for cells in &table.rows {
        let mut cells = cells.cells.iter().enumerate().map(|(at, one)| {
            if at == 0 && table.row_headers { markdown(&[Inline::Strong(one.content.clone())], Place::Cell) } else { cell(&one.content) }
        });
        out.push_str(&row(&mut cells));
    }
    out
}
