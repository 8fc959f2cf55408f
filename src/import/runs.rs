//! Runs: words with one look, and what is between them.

use roxmltree::Node;

use super::changes::Changes;
use super::fields::{self, Leads};
use super::flow::{BOOKMARK, Tracked};
use super::pieces::{Look, Piece, PieceKind};
use super::reader::{Mark, Reader, Run, is_prompt};
use super::styles::RunLook;
use super::symbols;
use super::xml::{self, Kind, attribute, child, kind, name, value};

/// The deepest nesting of hyperlinks, controls and changes; XML is bounded, too.
const DEEPEST: usize = 100;

impl<'p> Reader<'p> {
    /// Reads the runs in a paragraph, or in what encloses some of them.
    pub(super) fn runs(&mut self, parent: Node<'p, 'p>, run: &Run) {
        if self.now.depth > DEEPEST {
            return;
        }
        self.now.depth += 1;
        for node in parent.children().filter(Node::is_element) {
            match name(node) {
                "r" => self.run(node, run),
                "hyperlink" => self.hyperlink(node, run),
                "fldSimple" => {
                    self.fields.begin();
                    self.fields.instruct(attribute(node, "instr").unwrap_or(""));
                    self.start_result();
                    self.runs(node, run);
                    self.fields.end();
                }
                "ins" | "moveTo" => self.change(node, true, run),
                "del" | "moveFrom" => self.change(node, false, run),
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        let start = self.words.len();
                        let before = self.now.pieces.len();
                        self.runs(content, run);
                        if is_prompt(node) && self.words.len() > start {
                            self.now.pieces.truncate(before);
                            let place = self.span(start);
                            self.findings.loss(
                                place,
                                "these words ask for something to be filled in, so they are left out",
                                "write what is asked for",
                            );
                        }
                    }
                }
                "bookmarkStart" => {
                    self.passages.begin(node, self.now.start);
                    let bookmark = attribute(node, "name").filter(|name| *name != "_GoBack").map(str::to_owned);
                    self.now.bookmarks.extend(bookmark);
                }
                "commentRangeStart" | "commentRangeEnd" => self.comment_mark(node),
                "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "smartTagPr" | "customXmlPr" | "proofErr" => {}
                "bookmarkEnd" => self.passages.end(node),
                "" => self.foreign(node, run),
                _ => self.runs(node, run),
            }
        }
        self.now.depth -= 1;
    }

    /// Reads what is in a paragraph and not of its text: formulas, alternatives.
    fn foreign(&mut self, node: Node<'p, 'p>, run: &Run) {
        match kind(node) {
            Kind::Compatibility => {
                if let Some(chosen) = xml::chosen(node) {
                    self.runs(chosen, run);
                }
            }
            Kind::Formula => {
                let words: String = node
                    .descendants()
                    .filter(|node| kind(*node) == Kind::Formula && node.tag_name().name() == "t")
                    .filter_map(|node| node.text())
                    .collect();
                let start = self.words.len();
                self.text(&words, &run.look.clone());
                let place = self.span(start);
                self.findings.doubt(place, "this formula is now plain text", "check it, or put a picture of it in its place");
            }
            Kind::Word | Kind::Drawing | Kind::Shape | Kind::Vector | Kind::Other => self.runs(node, run),
        }
    }

    fn hyperlink(&mut self, node: Node<'p, 'p>, run: &Run) {
        let outside =
            attribute(node, "id").and_then(|id| self.related.get(id)).filter(|related| related.is_outside).map(|related| related.target.clone());
        let anchor = attribute(node, "anchor").filter(|anchor| !anchor.is_empty());
        let target = match (outside, anchor) {
            (Some(address), Some(anchor)) if !address.contains('#') => Some(Leads::To(format!("{address}#{anchor}"))),
            (Some(address), _) => Some(Leads::To(address)),
            (None, anchor) => anchor.map(|anchor| Leads::ToBookmark(anchor.to_owned())),
        };
        let before = self.now.link.take();
        self.now.link = target.and_then(|target| self.linked(target));
        self.runs(node, run);
        self.now.link = before;
    }

    /// A new link to this target; none if it is not a place that readers can go to.
    fn linked(&mut self, target: Leads) -> Option<(usize, String)> {
        self.links += 1;
        let address = match target {
            Leads::ToBookmark(bookmark) => {
                format!("{BOOKMARK}{bookmark}")
            }
            Leads::To(address) => {
                let address = address.trim().replace(' ', "%20");
                let scheme = address.split(':').next().unwrap_or("").to_lowercase();
                let is_web = matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel");
                let address = if address.starts_with("www.") { format!("https://{address}") } else { address };
                if !is_web && !address.starts_with("https://") {
                    let start = self.words.len();
                    let place = self.span(start.saturating_sub(1));
                    let message = format!("this link leads to `{address}`, which readers cannot open, so its words are kept without it");
                    self.findings.doubt(place, message, "publish the file somewhere, and link to its web address");
                    return None;
                }
                address
            }
        };
        Some((self.links, address))
    }

    /// The result of the innermost field begins.
    fn start_result(&mut self) {
        let target = self.fields.0.last().and_then(|field| fields::target(&field.instruction));
        let link = target.and_then(|target| self.linked(target));
        if let Some(field) = self.fields.0.last_mut() {
            field.has_result = true;
            field.link = link;
        }
        if self.fields.is_contents() {
            self.now.is_contents = true;
        }
    }

    fn change(&mut self, node: Node<'p, 'p>, is_insertion: bool, run: &Run) {
        let is_kept = is_insertion == (self.changes == Changes::Accept);
        let mark = Mark { is_kept };
        let before = self.now.change.clone();
        // What is deleted in an insertion is not there either way.
        if before.as_ref().is_none_or(|before| before.is_kept) {
            self.now.change = Some(mark);
        }
        let start = self.words.len();
        self.runs(node, run);
        self.now.change = before;
        if self.words.len() > start {
            let words = self.words[start..].to_owned();
            let span = self.span(start);
            let author = attribute(node, "author").unwrap_or("").to_owned();
            match self.tracked.last_mut() {
                Some(last) if last.span.end == span.start && last.is_insertion == is_insertion && last.author == author => {
                    last.words.push_str(&words);
                    last.span.end = span.end;
                }
                _ => {
                    let mut bookmarks = self.passages.around(&self.now.bookmarks);
                    if is_insertion && bookmarks.is_empty() {
                        // A new paragraph belongs to the passage that it follows.
                        bookmarks.extend(self.passages.last.clone());
                    }
                    self.tracked.push(Tracked { is_insertion, author, words, bookmarks, span });
                }
            }
        }
    }

    fn run(&mut self, node: Node<'p, 'p>, around: &Run) {
        let mut look = around.look.clone();
        if let Some(properties) = child(node, "rPr") {
            let styled = value(properties, "rStyle").map(|id| self.styles.character(id)).unwrap_or_default();
            if child(properties, "highlight").is_some() {
                self.findings.highlighted += 1;
            }
            look = RunLook::read(properties).over(&styled).over(&around.look);
        }
        self.run_content(node, &look);
    }

    fn run_content(&mut self, node: Node<'p, 'p>, look: &RunLook) {
        for node in node.children().filter(Node::is_element) {
            match name(node) {
                "t" | "delText" => self.text(node.text().unwrap_or(""), look),
                "tab" | "ptab" => self.text("\t", look),
                "noBreakHyphen" => self.text("\u{2011}", look),
                "softHyphen" => self.text("\u{ad}", look),
                "br" | "cr" => {
                    if matches!(attribute(node, "type"), Some("page" | "column")) {
                        self.text(" ", look)
                    } else {
                        self.line_break()
                    }
                }
                "sym" => {
                    let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
                    let font = attribute(node, "font").unwrap_or("");
                    let start = self.words.len();
                    match symbols::character(font, code) {
                        Some(symbol) => self.text(&symbol.to_string(), look),
                        None => {
                            self.text("\u{25a1}", look);
                            let place = self.span(start);
                            self.findings.doubt(
                                place,
                                format!("character {code:X} of the font {font} is not known, so it is shown as a box"),
                                "type the character that belongs here",
                            );
                        }
                    }
                }
                "fldChar" => match attribute(node, "fldCharType") {
                    Some("begin") => self.fields.begin(),
                    Some("separate") => self.start_result(),
                    Some("end") => self.fields.end(),
                    _ => {}
                },
                "instrText" => self.fields.instruct(node.text().unwrap_or("")),
                "footnoteReference" => self.note('f', node),
                "endnoteReference" => self.note('e', node),
                "commentReference" => self.comment_mark(node),
                "drawing" | "pict" | "object" => self.drawing(node),
                "ruby" => {
                    for part in ["rubyBase", "rt"] {
                        if let Some(part) = child(node, part) {
                            self.runs(part, &Run { look: look.clone() });
                        }
                    }
                }
                "rPr"
                | "lastRenderedPageBreak"
                | "footnoteRef"
                | "endnoteRef"
                | "annotationRef"
                | "separator"
                | "continuationSeparator"
                | "delInstrText" => {}
                "" if kind(node) == Kind::Compatibility => {
                    if let Some(chosen) = xml::chosen(node) {
                        self.run_content(chosen, look);
                    }
                }
                _ => self.run_content(node, look),
            }
        }
    }

    fn line_break(&mut self) {
        self.words.push(' ');
        if self.is_shown() {
            self.now.pieces.push(Piece { kind: PieceKind::Break, look: Look::default() });
        }
    }

    /// Whether what is read now is part of the text.
    pub(super) fn is_shown(&self) -> bool {
        !self.fields.is_instruction() && self.now.change.as_ref().is_none_or(|change| change.is_kept)
    }

    /// Adds words.
    pub(super) fn text(&mut self, text: &str, look: &RunLook) {
        if text.is_empty() || self.fields.is_instruction() {
            return;
        }
        let start = self.words.len();
        // The words are one paragraph a line.
        self.words.extend(text.chars().map(|c| if c == '\n' || c == '\r' { ' ' } else { c }));
        let span = self.span(start);
        if look.hidden == Some(true) && !self.fields.is_contents() {
            if !text.trim().is_empty() && self.is_shown() {
                self.findings.hidden(span);
            }
            return;
        }
        if look.is_number && self.is_shown() {
            self.findings.numbers.push(span);
            return;
        }
        if !self.is_shown() {
            return;
        }
        let text = symbols::without_private(text);
        let base = &self.styles.default_look;
        let style = self.now.style.as_ref().map(|style| style.look.clone()).unwrap_or_default();
        let language = look.language.as_deref().or(style.language.as_deref()).or(base.language.as_deref());
        if let Some(language) = language {
            self.findings.count_language(language, text.len());
        }
        let look = Look {
            link: self.now.link.clone().or_else(|| self.fields.link().cloned()),
            language: language.filter(|tag| self.is_foreign(tag)).map(str::to_owned),
            bold: look.bold == Some(true),
            italic: look.italic == Some(true),
            strike: look.strike == Some(true),
            code: look.code,
            shift: look.shift.flatten(),
        };
        self.now.pieces.push(Piece { kind: PieceKind::Text(text, span), look });
    }

    /// Whether a language is another one than that of the document. Word names the language of the keyboard, so that regions do not count.
    fn is_foreign(&self, tag: &str) -> bool {
        let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_lowercase();
        !self.language.is_empty() && !tag.is_empty() && tag.len() <= 12 && primary(tag) != primary(&self.language) && primary(tag) != "x"
    }

    fn note(&mut self, family: char, node: Node<'_, '_>) {
        let Some(id) = attribute(node, "id").filter(|_| self.is_shown()) else { return };
        let key = (family, id.to_owned());
        let at = *self.note_index.entry(key.clone()).or_insert_with(|| {
            self.notes.push(key);
            self.notes.len() as u32 - 1
        });
        self.now.pieces.push(Piece { kind: PieceKind::Note(at), look: Look::default() });
    }
}
