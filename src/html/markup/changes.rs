//! Marks of changes in a redline.
//!
//! Every change is said in words, for screen readers too; underlining, striking through and colour only repeat them.
//! HTML 4.7 (`ins`, `del`); the words are needed because few screen readers announce these elements.

use crate::html::address::{block_id, encode};
use crate::html::writer::{ChangeKind, Noted, Writer};
use crate::model::{
    Block, BlockKind, Change, Image, ImageSource, Inline, InlineChange, Mark, MoveEnd, NodeId, PageId, Target, first_words, plain_text,
};

/// Id of the label of the change with this number.
fn change_id(count: u32) -> String {
    format!("change_{count}")
}

/// Id of the label of a moved block, at its new place (`is_here`) or its old one.
fn moved_id(id: NodeId, is_here: bool) -> String {
    format!("{}_{id}", if is_here { "moved" } else { "from" })
}

/// Whether a block, or one in it, moved here or away.
fn has_move(block: &Block<Target>) -> bool {
    let mut found = block.change.as_deref().and_then(Change::move_end).is_some() || block.has_marked_parts();
    block.kind.each_list(&mut |list| found = found || list.iter().any(has_move));
    found
}

/// What readers know a block by: its first words, its title, or the first words of what is in it.
pub(in crate::html) fn words_in(block: &Block<Target>) -> Option<String> {
    let mut words = first_words(block);
    if let BlockKind::Chart(chart, _) = &block.kind {
        words = Some(chart.title.clone());
    } else if let BlockKind::Survey(survey) = &block.kind {
        words = Some(survey.question.clone());
    } else if let BlockKind::Statistics(statistics) = &block.kind {
        words = statistics.first().map(|statistic| format!("{} {}", statistic.value, plain_text(&statistic.label)));
    } else if let BlockKind::Figure(image, caption) = &block.kind {
        words = Some(plain_text(caption)).filter(|words| !words.is_empty()).or_else(|| image.alternative.as_deref().map(str::to_owned));
    } else if let BlockKind::Timeline(moments) = &block.kind {
        words = moments.iter().find(|moment| moment.mark != Mark::Unchanged).or(moments.first()).map(|moment| plain_text(&moment.text));
    } else if let BlockKind::DefinitionList(definitions) = &block.kind {
        words = definitions.first().map(|definition| plain_text(&definition.term));
    }
    block.kind.each_list(&mut |list| words = words.take().or_else(|| list.iter().find_map(words_in)));
    words
}

/// The label of a change.
pub(in crate::html) struct ChangeLabel<'k> {
    pub(in crate::html) class: &'k str,
    /// Of the words that say what changed.
    pub(in crate::html) key: &'k str,
    /// The block's, if it is in the newer version: that version's pages link to it.
    pub(in crate::html) id: Option<NodeId>,
    /// What the change is about, for lists of changes.
    pub(in crate::html) words: Option<String>,
}

impl Writer<'_> {
    /// A changed block, with a label above it that says what changed.
    pub(super) fn changed_block(&mut self, block: &Block<Target>, change: &Change<Target>) {
        if matches!(change, Change::JoinedAway | Change::Led(MoveEnd::Old)) {
            return;
        }
        let is_next_part = std::mem::replace(&mut self.changes.in_division, matches!(change, Change::Split(_)));
        let (class, key) = match change {
            Change::JoinedAway | Change::Led(MoveEnd::Old) => return,
            Change::Split(division) if division.part > 1 && is_next_part => return self.continued(block, "edited"),
            Change::Split(division) if division.part > 1 => ("edited", "change_split_rest"),
            Change::Led(MoveEnd::New) => return self.continued(block, "moved"),
            Change::Split(division) if division.parts == 2 => ("edited", "change_split_two"),
            Change::Split(_) => ("edited", "change_split"),
            Change::Joined(_) => ("edited", "change_joined"),
            Change::Added if block.holds_only_moved(MoveEnd::New) => ("moved", "change_added_of_moved"),
            Change::Removed if block.holds_only_moved(MoveEnd::Old) => ("moved-away", "change_removed_of_moved"),
            Change::Added if block.is_moved_line(MoveEnd::New) => ("moved", "change_moved_here"),
            Change::Removed if block.is_moved_line(MoveEnd::Old) => ("moved-away", "change_moved_away"),
            Change::Added => ("added", "change_added"),
            Change::Removed => ("removed", "change_removed"),
            Change::MovedHere(_) => ("moved", "change_moved_here"),
            Change::MovedAway => ("moved-away", "change_moved_away"),
            Change::Section(MoveEnd::New) => ("moved", "change_section_here"),
            Change::Section(MoveEnd::Old) => ("moved-away", "change_section_away"),
            Change::Edited | Change::Replaced(_) => ("edited", "change_edited"),
        };
        // Inside a labelled change, marks on words are enough.
        if self.changes.open > 0 && matches!(change, Change::Edited) {
            self.kind(&block.kind);
            return;
        }
        let label = ChangeLabel { class, key, id: (!change.is_past()).then_some(block.id), words: words_in(block) };
        self.open_change(label, |writer| match change {
            Change::MovedHere(_) | Change::Section(MoveEnd::New) => writer.move_link(block, true, "change_old_place"),
            Change::MovedAway | Change::Section(MoveEnd::Old) => writer.move_link(block, false, "change_new_place"),
            _ => {}
        });
        if let Some(end) = change.move_end() {
            self.note_move(block, key, end == MoveEnd::New);
        }
        match change {
            // The label says it already.
            Change::Added | Change::Removed => {
                self.changes.is_said = true;
                self.marked_kind(if matches!(change, Change::Added) { Mark::Added } else { Mark::Removed }, block);
                self.changes.is_said = false;
            }
            Change::MovedHere(None) | Change::Section(MoveEnd::New) | Change::Edited | Change::Split(_) | Change::Joined(_) => self.kind(&block.kind),
            Change::JoinedAway | Change::Led(_) => {}
            // The section is at its new position.
            Change::Section(MoveEnd::Old) => self.element("p", "section-away", &first_words(block).unwrap_or_default()),
            Change::MovedAway => {
                self.raw("<details><summary>");
                self.text(self.strings.text("change_moved_text"));
                if let Some(words) = first_words(block) {
                    self.text(&format!(": {words}"));
                }
                self.raw("</summary>");
                self.in_past(|writer| writer.kind(&block.kind));
                self.raw("</details>");
            }
            Change::Replaced(replacement) | Change::MovedHere(Some(replacement)) => self.replaced(block, replacement),
        }
        self.close_change();
    }

    /// A later part of a split paragraph or of a section that moved, below the label of the first.
    fn continued(&mut self, block: &Block<Target>, class: &str) {
        self.raw("<div class=\"change change-");
        self.raw(class);
        self.raw("\"");
        let id = block_id(block.id);
        self.attribute("id", &id);
        self.raw(">");
        if let Some(noted) = self.noted.last_mut() {
            noted.ids.push(id);
        }
        self.kind(&block.kind);
        self.raw("</div>");
    }

    /// Opens a change and labels it; the outermost has a number and links to the next and previous change.
    pub(in crate::html) fn open_change(&mut self, label: ChangeLabel<'_>, more: impl FnOnce(&mut Self)) {
        let is_outermost = self.changes.open == 0;
        self.changes.open += 1;
        if is_outermost {
            self.next_change();
        }
        self.raw("<div class=\"change change-");
        self.raw(label.class);
        self.raw("\"><p class=change-label");
        if is_outermost {
            self.attribute("id", &change_id(self.changes.count));
        }
        self.raw(">");
        let strings = self.strings;
        let kind = strings.text(label.key);
        if is_outermost {
            let number = format!("{}. ", self.changes.count);
            self.element("span", "change-number", &number);
        }
        self.raw("<strong class=change-kind");
        if let Some(id) = label.id {
            self.attribute("id", &block_id(id));
        }
        self.raw(">");
        self.text(kind);
        self.raw("</strong>");
        more(self);
        if is_outermost {
            // The link to the next one comes first, so that keyboard users going from change to change reach it at once.
            let at = self.changes.count;
            self.next_at = Some(self.out.len());
            if let Some(before) = self.before.take() {
                self.change_link(&before, at - 1, "change_previous");
            } else if at > 1 {
                self.change_link("", at - 1, "change_previous");
            }
            let kind_of = if label.class.starts_with("moved") { ChangeKind::Move } else { ChangeKind::Words };
            let words = label.words.map_or_else(String::new, |words| format!(": {words}"));
            let ids = std::iter::once(change_id(at)).chain(label.id.map(block_id)).collect();
            self.noted.push(Noted { kind: kind_of, count: 1, label: format!("{at}. {kind}{words}"), ids });
        } else if let Some((noted, id)) = self.noted.last_mut().zip(label.id) {
            noted.ids.push(block_id(id));
        }
        self.raw("</p>");
    }

    /// Lists a move that is part of another change on its own.
    fn note_move(&mut self, block: &Block<Target>, key: &str, is_here: bool) {
        let id = moved_id(block.id, is_here);
        if self.changes.open > 1 {
            let words = words_in(block).map_or_else(String::new, |words| format!(": {words}"));
            let label = format!("{}{words}", self.strings.text(key));
            self.noted.push(Noted { kind: ChangeKind::Move, count: 1, label, ids: vec![id] });
        } else if let Some(noted) = self.noted.last_mut() {
            noted.ids.push(id);
        }
    }

    /// Counts a change, to which the one before gets a link now.
    fn next_change(&mut self) {
        self.changes.count += 1;
        if let Some(place) = self.next_at.take() {
            let end = self.out.len();
            self.change_link("", self.changes.count, "change_next");
            let link = self.out.split_off(end);
            self.out.insert_str(place, &link);
        }
    }

    pub(in crate::html) fn close_change(&mut self) {
        self.changes.open -= 1;
        self.raw("</div>");
    }

    /// The end of the changes on a page, with a link back to its top.
    pub(in crate::html) fn end_of_changes(&mut self, key: &str) {
        self.raw("<p class=change-end>");
        self.text(self.strings.text(key));
        self.raw(" <a");
        self.attribute("href", "#main");
        self.raw(">");
        self.text(self.strings.text("change_top"));
        self.raw("</a></p>");
    }

    /// A link to a change on this page, or on the one at `page`.
    pub(in crate::html) fn change_link(&mut self, page: &str, to: u32, key: &str) {
        self.raw(" <a");
        self.attribute("href", &format!("{page}#{}", change_id(to)));
        self.raw(">");
        self.text(self.strings.text(key));
        // Links on one page that lead to different places need different names.
        let number = self.strings.fill("change_number", &[("number", &to.to_string())]);
        self.hidden(&format!(" {number}"));
        self.raw("</a>");
    }

    /// A link from one place of a moved block to the other.
    fn move_link(&mut self, block: &Block<Target>, is_here: bool, key: &str) {
        self.raw(" <a");
        self.attribute("id", &moved_id(block.id, is_here));
        let page =
            self.moves.and_then(|moves| moves.ends.get(&(block.id, !is_here)).filter(|page| **page != moves.page).map(|page| &*moves.paths[*page]));
        self.attribute("href", &format!("{}#{}", page.unwrap_or(""), moved_id(block.id, !is_here)));
        self.raw(">");
        self.text(self.strings.text(key));
        let name = first_words(block).map_or_else(|| format!(" ({})", self.changes.count), |words| format!(": {words}"));
        self.hidden(&name);
        self.raw("</a>");
    }

    /// The mark of a part of a block: that of the block around it, if it has none of its own.
    pub(super) fn own_or_spread(&self, mark: Mark) -> Mark {
        if mark == Mark::Unchanged { self.changes.spread } else { mark }
    }

    /// Blocks that were added or removed together. What moved in or out is not part of the mark, and neither are labels.
    pub(in crate::html) fn marked_blocks(&mut self, mark: Mark, blocks: &[Block<Target>], is_tight: bool) {
        let mark = self.own_or_spread(mark);
        // The part says that it moved: its first line, its term or its title.
        if matches!(mark, Mark::MovedHere | Mark::MovedAway | Mark::Split) {
            return self.unlabelled(mark, |writer| writer.item(blocks, is_tight));
        }
        if mark == Mark::Unchanged || !blocks.iter().any(has_move) {
            let outer = std::mem::take(&mut self.changes.spread);
            self.marked(mark, |writer| writer.item(blocks, is_tight));
            self.changes.spread = outer;
            return;
        }
        self.changes.is_said = false;
        let outer = std::mem::take(&mut self.changes.spread);
        for block in blocks {
            match block.change {
                None if !block.has_marked_parts() => self.marked_kind(mark, block),
                None | Some(_) => self.item(std::slice::from_ref(block), is_tight),
            }
        }
        self.changes.spread = outer;
    }

    /// A block that was added or removed, without its change mark.
    fn marked_kind(&mut self, mark: Mark, block: &Block<Target>) {
        let mut moved = block.has_marked_parts();
        block.kind.each_list(&mut |list| moved |= list.iter().any(has_move));
        let outer = std::mem::take(&mut self.changes.spread);
        if moved {
            // What moved among it is not new: each part says what it is.
            self.changes.is_said &= block.is_moved_line(MoveEnd::New) || block.is_moved_line(MoveEnd::Old);
            self.changes.spread = mark;
            self.kind(&block.kind);
        } else {
            self.marked(mark, |writer| writer.kind(&block.kind));
        }
        self.changes.spread = outer;
    }

    /// Marks what `write` writes as added or removed.
    pub(in crate::html) fn marked(&mut self, mark: Mark, write: impl FnOnce(&mut Self)) {
        let (tag, start, end) = match mark {
            Mark::Unchanged | Mark::Split => return write(self),
            Mark::Joined => return,
            Mark::MovedHere | Mark::MovedAway => return self.moved_part(mark, write),
            Mark::Added => ("ins", "change_start_added", "change_end_added"),
            Mark::Removed => ("del", "change_start_removed", "change_end_removed"),
        };
        let strings = self.strings;
        let is_said = std::mem::take(&mut self.changes.is_said);
        self.raw("<");
        self.raw(tag);
        // Screen readers that announce these elements would say each mark twice: the words say it in all of them.
        self.raw(" role=none>");
        if !is_said {
            self.hidden(&format!("{} ", strings.text(start)));
        }
        if mark == Mark::Removed {
            self.in_past(write);
        } else {
            write(self);
        }
        if !is_said {
            self.hidden(&format!(" {}", strings.text(end)));
        }
        self.raw("</");
        self.raw(tag);
        self.raw(">");
    }

    /// The rest of a part that moved, without a note.
    pub(in crate::html) fn unlabelled(&mut self, mark: Mark, write: impl FnOnce(&mut Self)) {
        match mark {
            Mark::MovedAway => self.in_past(write),
            _ => write(self),
        }
    }

    /// Says that a part is at its new or old position.
    pub(in crate::html) fn move_note(&mut self, mark: Mark) {
        let key = match mark {
            Mark::MovedHere => "change_part_moved",
            Mark::MovedAway => "change_part_from",
            Mark::Unchanged | Mark::Added | Mark::Removed | Mark::Split | Mark::Joined => return,
        };
        self.element("span", "change-note", self.strings.text(key));
        self.raw(" ");
    }

    /// A part or a sentence that moved, after a note that says so.
    fn moved_part(&mut self, mark: Mark, write: impl FnOnce(&mut Self)) {
        if !std::mem::take(&mut self.changes.is_said) {
            self.move_note(mark);
        }
        self.moved_words(mark, write);
    }

    pub(super) fn moved_words(&mut self, mark: Mark, write: impl FnOnce(&mut Self)) {
        let class = if mark == Mark::MovedHere { "part-moved" } else { "part-from" };
        self.raw("<span");
        self.attribute("class", class);
        self.raw(">");
        if mark == Mark::MovedAway {
            self.in_past(write)
        } else {
            write(self)
        }
        self.raw("</span>");
    }

    /// Text of the older version: nothing links to it, and it links nowhere.
    fn in_past(&mut self, write: impl FnOnce(&mut Self)) {
        self.changes.removed += 1;
        // It may have the same ids as text that is still there.
        let prefix = format!("was_{}--{}", self.next_id("part"), self.prefix);
        let outer = std::mem::replace(&mut self.prefix, prefix);
        write(self);
        self.prefix = outer;
        self.changes.removed -= 1;
    }

    /// Words that changed. `is_rest` says that they go on with a sentence that moved, after an edit in it.
    pub(super) fn changed(&mut self, change: &InlineChange<Target>, is_rest: bool) {
        match change {
            InlineChange::MovedHere(now) if is_rest => self.moved_words(Mark::MovedHere, |writer| writer.line(now)),
            InlineChange::MovedAway(was) if is_rest => self.moved_words(Mark::MovedAway, |writer| writer.line(was)),
            InlineChange::Added(now) => self.marked(Mark::Added, |writer| writer.line(now)),
            InlineChange::Removed(was) => self.marked(Mark::Removed, |writer| writer.line(was)),
            InlineChange::MovedHere(words) | InlineChange::MovedAway(words) => {
                // The note is between the words around it.
                if plain_text(words).starts_with(char::is_whitespace) {
                    self.raw(" ");
                }
                let mark = if matches!(change, InlineChange::MovedHere(_)) { Mark::MovedHere } else { Mark::MovedAway };
                self.marked(mark, |writer| writer.line(words));
            }
            InlineChange::Respelled { now, .. } => self.line(now),
            InlineChange::Reformatted { was, now } => {
                self.raw("<span class=reformatted>");
                self.line(now);
                match self.address_of(was).zip(self.address_of(now)).filter(|(was, now)| was != now) {
                    Some((was, now)) => {
                        let words = self.strings.fill("change_address", &[("was", &was), ("now", &now)]);
                        self.raw(" <span class=change-note>");
                        self.text(&words);
                        self.raw("</span>");
                    }
                    None => self.hidden(&format!(" {}", self.strings.text("change_reformatted"))),
                }
                self.raw("</span>");
            }
        }
    }

    /// What readers know the target of the first link by: a web address, a file, or the title of a page.
    fn address_of(&self, line: &[Inline<Target>]) -> Option<String> {
        line.iter().find_map(|inline| match inline {
            Inline::Link(link) => match &link.target {
                Target::External(address) => Some(address.to_string()),
                Target::File(path) => Some(path.to_string()),
                Target::Place(place) => {
                    let title = self.document.chapter(place.page)?.front.title.clone();
                    Some(place.anchor.as_ref().map_or_else(|| title.clone(), |anchor| format!("{title} (#{anchor})")))
                }
                Target::Term(_) => None,
            },
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Shifted(_, content)
            | Inline::Language(_, content) => self.address_of(content),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Expanded(..)
            | Inline::Image(_)
            | Inline::FootnoteReference(..)
            | Inline::LineBreak(_)
            | Inline::RawHtml(_)
            | Inline::Changed(_) => None,
        })
    }

    /// Whether a link is written as one: links in removed text, and links to removed pages and terms, are not.
    pub(super) fn is_followed(&self, target: &Target) -> bool {
        let leads_to_past = |page: PageId| self.document.chapter(page).is_some_and(|chapter| chapter.is_removed());
        match target {
            _ if self.changes.is_removed() => false,
            Target::Place(place) => !leads_to_past(place.page),
            Target::Term(link) => !self.document.glossary.term(link.term).is_removed(),
            Target::External(_) | Target::File(_) => true,
        }
    }

    /// A removed picture: from the site of its version, or in words if there is none.
    pub(super) fn past_image(&mut self, image: &Image) {
        if let (Some(root), ImageSource::Picture(at)) = (&self.past_root, &image.source)
            && let Some(picture) = self.document.pictures.get(*at as usize)
        {
            let address = format!("{root}{}", encode(&picture.path));
            self.raw("<img");
            self.attribute("src", &address);
            self.attribute("alt", image.alternative.as_deref().unwrap_or(""));
            self.raw(" loading=lazy decoding=async>");
            return;
        }
        let alternative = image.alternative.as_deref().unwrap_or("");
        let words = self.strings.fill("change_past_image", &[("alternative", alternative)]);
        self.text(&words);
    }
}
