//! A draft as text for tests: every word, every mark, one block a line.
//!
//! ```text
//! === chapter introduction: Introduction
//!   heading 2: Why [-now-]{+here+}
//! ~ paragraph: Two {+more+} words, {~one=>**one**~} in bold
//! + paragraph: new
//! - paragraph: gone
//! > paragraph: moved here (#1)
//! < paragraph: moved away (#1)
//! >> heading 2: moved here with its section (#2)
//! >. paragraph: of that section (#3)
//! = list (start: 1 => none)
//! ```
//!
//! What `resolve` derives (numbers, anchors, levels of panels), source positions and cell alignment are left out: two drafts
//! with the same output are the same to a reader.

use std::collections::HashMap;
use std::fmt::Write;

use greenpaper::model::{
    Block, BlockKind, Break, Cell, Change, Chapter, ChapterChange, Draft, Forms, FrontMatter, GlossaryTerm, Image, ImageSource, Inline, InlineChange,
    Joined, Label, Mark, MoveEnd, NodeId, Number, TermChange, Transcript, ValueChange, plain_text,
};

/// The texts and terms of `draft` with their marks, but without its settings and pictures.
pub(crate) fn show(draft: &Draft) -> String {
    let mut shown = Shown { out: String::new(), moves: HashMap::new(), notes: Vec::new() };
    for chapter in &draft.chapters {
        shown.chapter("chapter", chapter);
        chapter.sections.iter().for_each(|section| shown.chapter("section", section));
    }
    draft.pages.iter().for_each(|page| shown.chapter("page", page));
    draft.home.iter().for_each(|page| shown.chapter("home", page));
    draft.statement.iter().for_each(|page| shown.chapter("statement", page));
    draft.transcripts.iter().for_each(|page| shown.chapter("transcript", page));
    draft.terms.iter().for_each(|term| shown.term(term));
    shown.out
}

struct Shown {
    out: String,
    moves: HashMap<NodeId, usize>,
    /// Footnotes of this text in the order in which they are referenced.
    notes: Vec<u32>,
}

fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Unchanged => "",
        Mark::Added => "+ ",
        Mark::Removed => "- ",
        Mark::MovedHere => "> ",
        Mark::MovedAway => "< ",
        Mark::Split => "/ ",
        Mark::Joined => "\\ ",
    }
}

impl Shown {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn chapter(&mut self, kind: &str, chapter: &Chapter<Label>) {
        self.notes.clear();
        let _ = write!(self.out, "=== {kind} {}", front(&chapter.slug, &chapter.front));
        if let Some(change) = &chapter.change {
            let ChapterChange { mark, is_reordered, is_edited, was, .. } = &**change;
            self.marks(&[(*mark == Mark::Added, "added"), (*mark == Mark::Removed, "removed"), (*is_reordered, "reordered"), (*is_edited, "edited")]);
            if let Some(was) = was {
                let _ = write!(self.out, " (was {})", front(&was.slug, &was.front));
            }
        }
        self.put("\n");
        self.blocks(&chapter.body, 1);
        // Footnotes may reference footnotes: those are added on the way.
        let mut at = 0;
        loop {
            let next = self.notes.get(at).copied();
            let Some(place) = next.or_else(|| (0..chapter.footnotes.len() as u32).find(|place| !self.notes.contains(place))) else { break };
            if next.is_none() {
                self.notes.push(place);
            }
            at += 1;
            if let Some(note) = chapter.footnotes.get(place as usize) {
                let _ = writeln!(self.out, "  {}note {at}:", sign(note.mark));
                self.blocks(&note.body, 2);
            }
        }
    }

    fn marks(&mut self, marks: &[(bool, &str)]) {
        let names: Vec<&str> = marks.iter().filter(|(is_set, _)| *is_set).map(|(_, name)| *name).collect();
        if !names.is_empty() {
            let _ = write!(self.out, " [{}]", names.join(", "));
        }
    }

    fn term(&mut self, term: &GlossaryTerm<Label>) {
        self.notes.clear();
        let _ = write!(self.out, "=== term {}", forms(&Forms::of(term)));
        if let Some(change) = &term.change {
            let TermChange { mark, is_reworded, was, .. } = &**change;
            self.marks(&[(*mark == Mark::Added, "added"), (*mark == Mark::Removed, "removed"), (*is_reworded, "reworded")]);
            if let Some(was) = was {
                let _ = write!(self.out, " (was {})", forms(was));
            }
        }
        self.put("\n");
        self.blocks(&term.definition, 1);
    }

    fn blocks(&mut self, blocks: &[Block<Label>], depth: usize) {
        blocks.iter().for_each(|block| self.block(block, depth));
    }

    fn row(&mut self, depth: usize, sign: &str) {
        let indent = "  ".repeat(depth);
        let indent = indent.get(sign.len()..).unwrap_or("");
        let _ = write!(self.out, "{indent}{sign}");
    }

    fn block(&mut self, block: &Block<Label>, depth: usize) {
        let change = block.change.as_deref();
        let sign = match change {
            None => "",
            Some(Change::Added) => "+ ",
            Some(Change::Removed) => "- ",
            Some(Change::MovedHere(_)) => "> ",
            Some(Change::MovedAway) => "< ",
            Some(Change::Section(MoveEnd::New)) => ">> ",
            Some(Change::Section(MoveEnd::Old)) => "<< ",
            Some(Change::Led(MoveEnd::New)) => ">. ",
            Some(Change::Led(MoveEnd::Old)) => "<. ",
            Some(Change::Edited) => "~ ",
            Some(Change::Replaced(_)) => "= ",
            Some(Change::Split(_)) => "/ ",
            Some(Change::Joined(_)) => "& ",
            Some(Change::JoinedAway) => "\\ ",
        };
        self.row(depth, sign);
        let note = match change {
            Some(change) if change.move_end().is_some() => {
                let next = self.moves.len() + 1;
                format!(" (#{})", self.moves.entry(block.id).or_insert(next))
            }
            Some(Change::Replaced(replacement)) => format!(" ({})", values(&replacement.values)),
            Some(Change::Split(division)) => format!(" (part {} of {})", division.part, division.parts),
            Some(Change::Joined(division)) => format!(" (of {})", division.parts),
            _ => String::new(),
        };
        self.kind(&block.kind, depth, &note);
        if let Some(Change::Replaced(replacement)) = change
            && replacement.values.is_empty()
        {
            self.row(depth + 1, "- ");
            self.put("was ");
            self.kind(&replacement.was.kind, depth + 1, "");
        }
    }

    /// One block's line, with `note` at its end, and its contents.
    fn kind(&mut self, kind: &BlockKind<Label>, depth: usize, note: &str) {
        match kind {
            BlockKind::Heading(heading) => {
                let _ = write!(self.out, "heading {}: ", heading.level);
                self.line(&heading.content, note);
            }
            BlockKind::Paragraph(line) => {
                self.put("paragraph: ");
                self.line(line, note);
            }
            BlockKind::List(list) => {
                let start = list.start.map_or_else(String::new, |start| format!(" from {start}"));
                let _ = writeln!(self.out, "list{start}{note}");
                for item in &list.items {
                    self.row(depth + 1, sign(item.mark));
                    self.put("item\n");
                    self.blocks(&item.body, depth + 2);
                }
            }
            BlockKind::DefinitionList(definitions) => {
                let _ = writeln!(self.out, "definitions{note}");
                for definition in definitions {
                    self.row(depth + 1, sign(definition.mark));
                    self.put("term: ");
                    self.line(&definition.term, "");
                    for description in &definition.descriptions {
                        self.row(depth + 2, "");
                        self.put("description\n");
                        self.blocks(description, depth + 3);
                    }
                }
            }
            BlockKind::Table(table) => {
                self.put("table: ");
                self.line(table.caption.as_deref().unwrap_or(&[]), note);
                self.row(depth + 1, "");
                let signs: Vec<&str> = table.columns.iter().map(|column| sign(column.mark)).collect();
                if !table.groups.is_empty() {
                    self.cells(&table.groups, &[]);
                    self.row(depth + 1, "");
                }
                self.cells(&table.head, &signs);
                for row in &table.rows {
                    self.row(depth + 1, sign(row.mark));
                    self.cells(&row.cells, &[]);
                }
                if !table.notes.is_empty() {
                    self.row(depth + 1, "");
                    self.put("notes: ");
                    self.line(&table.notes, "");
                }
            }
            BlockKind::Figure(image, caption) => {
                let _ = write!(self.out, "figure {}: ", picture(image));
                self.line(caption, note);
            }
            BlockKind::BlockQuote(body) => {
                let _ = writeln!(self.out, "block quote{note}");
                self.blocks(body, depth + 1);
            }
            BlockKind::Quotation(quotation) => {
                self.put("quote by ");
                self.line(&quotation.attribution, note);
                self.blocks(&quotation.body, depth + 1);
            }
            BlockKind::Callout(callout) => {
                let _ = write!(self.out, "callout {}: ", callout.kind.name());
                self.line(&callout.title, note);
                self.blocks(&callout.body, depth + 1);
            }
            BlockKind::Cards(cards) => {
                let _ = writeln!(self.out, "cards{note}");
                for card in cards {
                    self.row(depth + 1, sign(card.mark));
                    self.put("card: ");
                    self.line(&card.title, "");
                    self.blocks(&card.body, depth + 2);
                }
            }
            BlockKind::Code(code) => {
                let _ = writeln!(self.out, "code {}: {:?}{note}", code.language.as_deref().unwrap_or("-"), code.text);
            }
            BlockKind::ThematicBreak => {
                let _ = writeln!(self.out, "break{note}");
            }
            BlockKind::Statistics(statistics) => {
                let _ = writeln!(self.out, "stats{note}");
                for statistic in statistics {
                    self.row(depth + 1, sign(statistic.mark));
                    let compare = statistic.compare.as_ref().map(|compare| format!(", {} {}", compare.label, compare.value)).unwrap_or_default();
                    let source = plain_text(&statistic.source);
                    let source = if source.is_empty() { source } else { format!(", from {source}") };
                    let _ = write!(self.out, "{}{compare}{source}: ", statistic.value);
                    self.line(&statistic.label, "");
                }
            }
            BlockKind::Chart(chart, source) => {
                let _ = writeln!(self.out, "chart {:?}: {}{note}", chart.kind, chart.title);
                self.row(depth + 1, "");
                let _ = writeln!(self.out, "{}; {:?} {:?} {:?}", chart.summary, chart.unit, plain_text(source), chart.label_heading);
                for series in &chart.series {
                    self.row(depth + 1, "");
                    let shown = |number: &Option<Number>| number.map_or_else(|| "no data".to_owned(), |number| number.value.to_string());
                    let figures: Vec<String> =
                        chart.labels.iter().zip(&series.values).map(|(label, value)| format!("{label}: {}", shown(value))).collect();
                    let _ = writeln!(self.out, "{}: {}", series.name, figures.join(", "));
                }
            }
            BlockKind::Timeline(moments) => {
                let _ = writeln!(self.out, "timeline{note}");
                for moment in moments {
                    self.row(depth + 1, sign(moment.mark));
                    let _ = write!(self.out, "{}: ", moment.date);
                    self.line(&moment.text, "");
                }
            }
            BlockKind::Video(video) => {
                let _ = writeln!(self.out, "video {}: {}{note}", video.url, video.title);
                match &video.transcript {
                    Transcript::File(path, _) => {
                        self.row(depth + 1, "");
                        let _ = writeln!(self.out, "transcript {path}");
                    }
                    Transcript::Blocks(blocks) => self.blocks(blocks, depth + 1),
                }
            }
            BlockKind::VersionHistory => {
                let _ = writeln!(self.out, "version history{note}");
            }
            BlockKind::Gallery(gallery) => {
                let _ = writeln!(self.out, "{}{note}", gallery.kind.name());
                for item in &gallery.items {
                    self.row(depth + 1, "");
                    let picture = picture(&item.image);
                    let _ = write!(self.out, "{picture}: ");
                    self.line(&item.caption, "");
                }
            }
            BlockKind::ListOf(kind) => {
                let _ = writeln!(self.out, "list of {}{note}", kind.plural());
            }
            BlockKind::Survey(survey) => {
                let _ = writeln!(self.out, "survey {:?}: {} {:?}{note}", survey.kind, survey.question, survey.options);
            }
            BlockKind::Action(action) => {
                let _ = write!(self.out, "action {}{note}: ", action.name);
                self.line(&action.what, "");
                let due = action.due.map(|due| due.to_string());
                let facts = greenpaper::promises::facts(action, due);
                if !facts.is_empty() {
                    self.row(depth + 1, "");
                    let facts: Vec<String> = facts.iter().map(|(key, value)| format!("{} {value}", key.trim_start_matches("action_"))).collect();
                    let _ = writeln!(self.out, "{}", facts.join("; "));
                }
            }
            BlockKind::RawHtml(html) => {
                let _ = writeln!(self.out, "html: {html:?}{note}");
            }
        }
    }

    fn cells(&mut self, cells: &[Cell<Label>], signs: &[&str]) {
        let mut texts = Vec::with_capacity(cells.len());
        for (at, cell) in cells.iter().enumerate() {
            let joined = match cell.joined {
                Joined::No => "",
                Joined::Left => "<",
                Joined::Above => "^",
            };
            texts.push(format!("{}{joined}{}", signs.get(at).unwrap_or(&""), self.text(&cell.content)));
        }
        let _ = writeln!(self.out, "| {} |", texts.join(" | "));
    }

    fn line(&mut self, line: &[Inline<Label>], note: &str) {
        let text = self.text(line);
        let _ = writeln!(self.out, "{text}{note}");
    }

    fn text(&mut self, line: &[Inline<Label>]) -> String {
        let mut text = LineText { out: String::new(), closed: Vec::new(), notes: &mut self.notes };
        text.inlines(line);
        text.out
    }
}

fn words(list: &[(String, greenpaper::span::Span)]) -> String {
    list.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(", ")
}

fn front(slug: &str, front: &FrontMatter) -> String {
    let FrontMatter {
        title,
        title_span: _,
        numbered,
        version,
        version_span: _,
        summary,
        authors,
        status,
        language,
        translates,
        skip,
        aliases,
        round,
    } = front;
    let mut text = format!("{slug}: {title}");
    let authors: Vec<String> = authors.iter().map(|author| format!("{} ({})", author.name, author.role.as_deref().unwrap_or(""))).collect();
    let parts = [
        (
            "number",
            match numbered {
                greenpaper::model::Numbered::Counted => String::new(),
                other => format!("{other:?}"),
            },
        ),
        ("version", version.as_ref().map_or_else(String::new, ToString::to_string)),
        ("summary", summary.clone().unwrap_or_default()),
        ("authors", authors.join(", ")),
        ("status", status.map_or_else(String::new, |status| format!("{status:?}"))),
        ("language", language.clone().unwrap_or_default()),
        ("translates", translates.as_ref().map_or_else(String::new, |(version, _)| version.to_string())),
        ("skip", words(skip)),
        ("aliases", words(aliases)),
        ("round", round.clone().unwrap_or_default()),
    ];
    for (name, value) in parts.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(text, "; {name} {value}");
    }
    text
}

fn forms(forms: &Forms) -> String {
    let Forms { slug: _, term, abbreviation, also, link, see_also } = forms;
    let mut text = term.clone();
    if let Some(abbreviation) = abbreviation {
        let _ = write!(text, " ({abbreviation})");
    }
    if !also.is_empty() {
        let _ = write!(text, ", {}", also.join(", "));
    }
    if let Some(link) = link {
        let _ = write!(text, "; link {link:?}");
    }
    if !see_also.is_empty() {
        let _ = write!(text, "; see {}", words(see_also));
    }
    text
}

fn values(values: &[ValueChange]) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let one = |value: &ValueChange| {
        let name = match &value.field {
            greenpaper::model::Field::Figure(name) | greenpaper::model::Field::Comparison(name) | greenpaper::model::Field::Position(name) => {
                name.clone()
            }
            other => other.name().to_owned(),
        };
        format!("{name}: {} => {}", text(&value.was), text(&value.now))
    };
    values.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn picture(image: &Image) -> String {
    let path = match &image.source {
        ImageSource::Path(path) => path.to_string(),
        ImageSource::Picture(at) => at.to_string(),
    };
    format!("![{}]({path} {:?})", image.alternative.as_deref().unwrap_or("decorative"), image.caption)
}

/// A line being written. Adjacent equal elements are joined.
struct LineText<'n> {
    out: String,
    /// Where elements were last closed, from the outermost: the length before, and their delimiters.
    closed: Vec<(usize, usize, String)>,
    notes: &'n mut Vec<u32>,
}

impl LineText<'_> {
    fn put(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push_str(text);
        }
    }

    fn wrapped(&mut self, open: &str, content: &[Inline<Label>], close: &str) {
        let name = format!("{open}{close}");
        match self.closed.last() {
            Some((before, after, known)) if *after == self.out.len() && *known == name => {
                self.out.truncate(*before);
                self.closed.pop();
            }
            _ => self.put(open),
        }
        self.inlines(content);
        let before = self.out.len();
        self.put(close);
        self.closed.retain(|(_, after, _)| *after == before);
        self.closed.push((before, self.out.len(), name));
    }

    fn inlines(&mut self, line: &[Inline<Label>]) {
        for inline in line {
            match inline {
                Inline::Text(text) => {
                    for c in text.text.chars() {
                        if !matches!(c, ' ' | '\n' | '\t') {
                            self.out.push(c);
                        } else if !self.out.ends_with(' ') {
                            self.out.push(' ');
                        }
                    }
                }
                Inline::Emphasis(content) => self.wrapped("*", content, "*"),
                Inline::Strong(content) => self.wrapped("**", content, "**"),
                Inline::Strikethrough(content) => self.wrapped("~~", content, "~~"),
                Inline::Shifted(shift, content) => self.wrapped(shift.names().1, content, shift.names().1),
                Inline::Language(tag, content) => self.wrapped(&format!("<{tag}>"), content, &format!("</{tag}>")),
                Inline::Code(text) | Inline::Expanded(_, text) => {
                    self.put("`");
                    self.put(&text.text);
                    self.put("`");
                }
                Inline::Link(link) => match &link.target {
                    Label::Path(path) => self.wrapped("[", &link.content, &format!("]({path})")),
                    Label::Name { name, has_text: true } => self.wrapped(&format!("[[{name}|"), &link.content, "]]"),
                    Label::Name { name, .. } => self.wrapped(&format!("[[{name}="), &link.content, "]]"),
                },
                Inline::Image(image) => self.put(&picture(image)),
                Inline::FootnoteReference(note, _) => {
                    if !self.notes.contains(note) {
                        self.notes.push(*note);
                    }
                    let number = self.notes.iter().position(|known| known == note).unwrap_or(0) + 1;
                    self.put(&format!("[^{number}]"));
                }
                Inline::LineBreak(Break::Line) => self.put("\\\\"),
                Inline::LineBreak(Break::Bullet) => self.put("\\- "),
                Inline::LineBreak(Break::Number(number)) => self.put(&format!("\\{number}. ")),
                Inline::RawHtml(html) => self.put(html),
                Inline::Changed(change) => match &**change {
                    InlineChange::Added(words) => self.changed("{+", words, "+}"),
                    InlineChange::Removed(words) => self.changed("[-", words, "-]"),
                    InlineChange::MovedHere(words) => self.changed("{>", words, ">}"),
                    InlineChange::MovedAway(words) => self.changed("{<", words, "<}"),
                    InlineChange::Reformatted { was, now } | InlineChange::Respelled { was, now } => {
                        self.changed("{~", was, "=>");
                        self.changed("", now, "~}");
                    }
                },
            }
        }
    }

    fn changed(&mut self, open: &str, content: &[Inline<Label>], close: &str) {
        self.put(open);
        self.inlines(content);
        self.put(close);
    }
}
