//! Lines of text: resolves links and finds terms.

use super::piece::{joins, piece_of};
use super::{Converter, Gap, Linking, OBJECT, Trail};
use crate::diag::Diagnostic;
use crate::model::{Image, ImageSource, Inline, InlineChange, Label, Link, PageId, Place, Target, TermUse, Text};
use crate::resolve::lookup::{Answer, Broken, Question};
use crate::span::Span;

impl Converter<'_> {
    pub(super) fn line(&mut self, line: Vec<Inline<Label>>, linking: Linking) -> Vec<Inline<Target>> {
        let linking = if self.is_past { Linking::Off } else { linking };
        // A nested line finds no buffers, and allocates its own.
        let mut room = std::mem::take(&mut self.room);
        let mut rest = line.into_iter().peekable();
        while let Some(inline) = rest.next() {
            match piece_of(inline) {
                Ok(piece) => room.run.push(piece),
                Err(other) => self.inline(other, linking, &mut room.line),
            }
            if !room.run.is_empty() && !rest.peek().is_some_and(joins) {
                self.text(&mut room, linking);
            }
        }
        // Lines of every page are held until the end: none has spare capacity.
        let line = room.line.drain(..).collect();
        self.room = room;
        line
    }

    fn inline(&mut self, inline: Inline<Label>, linking: Linking, out: &mut Vec<Inline<Target>>) {
        let marked = if linking == Linking::Prose { Linking::Marked } else { linking };
        if matches!(inline, Inline::Code(_) | Inline::Image(_) | Inline::RawHtml(_)) {
            self.pass(OBJECT.encode_utf8(&mut [0; 4]));
        }
        match inline {
            Inline::Text(text) => out.push(Inline::Text(text)),
            Inline::Expanded(term, text) => out.push(Inline::Expanded(term, text)),
            Inline::Emphasis(content) => out.push(Inline::Emphasis(self.line(content, linking))),
            Inline::Strong(content) => out.push(Inline::Strong(self.line(content, marked))),
            Inline::Strikethrough(content) => out.push(Inline::Strikethrough(self.line(content, linking))),
            Inline::Shifted(shift, content) => out.push(Inline::Shifted(shift, self.line(content, linking))),
            Inline::Code(text) => out.push(Inline::Code(text)),
            // Terms belong to the document's language.
            Inline::Language(tag, content) => out.push(Inline::Language(tag, self.line(content, Linking::Off))),
            Inline::LineBreak(of) => out.push(Inline::LineBreak(of)),
            Inline::RawHtml(html) => out.push(Inline::RawHtml(html)),
            Inline::Changed(change) => out.push(Inline::Changed(Box::new(self.inline_change(*change, linking)))),
            Inline::FootnoteReference(note, nth) => {
                if !self.is_embedded {
                    out.push(Inline::FootnoteReference(note, nth));
                }
            }
            Inline::Image(image) => out.extend(self.image(*image).map(|image| Inline::Image(Box::new(image)))),
            Inline::Link(link) if matches!(&link.target, Label::Name { name, .. } if name.starts_with('#')) => self.reference(*link, out),
            Inline::Link(link) => {
                let Link { target, content, span } = *link;
                let content = self.line(content, Linking::Off);
                match self.target(target, span, &content) {
                    Some(target) => out.push(Inline::Link(Box::new(Link { target, content, span }))),
                    None => out.extend(content),
                }
            }
        }
    }

    fn inline_change(&mut self, change: InlineChange<Label>, linking: Linking) -> InlineChange<Target> {
        match change {
            InlineChange::Added(now) => InlineChange::Added(self.line(now, linking)),
            InlineChange::Removed(was) => InlineChange::Removed(self.in_past(true, |this| this.line(was, linking))),
            InlineChange::MovedHere(now) => InlineChange::MovedHere(self.line(now, linking)),
            InlineChange::MovedAway(was) => InlineChange::MovedAway(self.in_past(true, |this| this.line(was, linking))),
            InlineChange::Respelled { was, now } => {
                InlineChange::Respelled { was: self.in_past(true, |this| this.line(was, linking)), now: self.line(now, linking) }
            }
            InlineChange::Reformatted { was, now } => {
                InlineChange::Reformatted { was: self.in_past(true, |this| this.line(was, linking)), now: self.line(now, linking) }
            }
        }
    }

    /// `[[#name]]`: a link whose words are the number of a block, or its caption or title if it has none.
    fn reference(&mut self, link: Link<Label>, out: &mut Vec<Inline<Target>>) {
        let Link { target: Label::Name { name, has_text }, content, span } = link else { return };
        let name = name.trim_start_matches('#').trim();
        let found = self.rules.index.named(name);
        self.note(|_, _| (Question::Name(name.into()), Answer::Name(found.clone())));
        let content = self.line(content, Linking::Off);
        match found {
            Ok((place, words)) => {
                let content = match (has_text, &place.number) {
                    (true, _) => content,
                    // Renderers write the number in the words of the language.
                    (false, Some(_)) => Vec::new(),
                    (false, None) => vec![Inline::Text(Text { text: words, span })],
                };
                out.push(Inline::Link(Box::new(Link { target: Target::Place(place), content, span })));
            }
            Err(broken) => {
                self.report(broken, span);
                out.extend(content);
            }
        }
    }

    pub(super) fn target(&mut self, label: Label, span: Span, content: &[Inline<Target>]) -> Option<Target> {
        let target = match label {
            Label::Path(dest) if dest.starts_with("version:") => self.version(&dest["version:".len()..]),
            // Headings of an embedded text are not part of the page.
            Label::Path(dest) => {
                let target = self.rules.index.path(&dest, self.from, self.page.filter(|_| !self.is_embedded));
                self.note(|from, page| (Question::Path(dest.as_ref().into(), from.into(), page), Answer::Target(target.clone())));
                target
            }
            Label::Name { name, .. } => match self.rules.index.term(&name) {
                Some(term) => Ok(Target::Term(TermUse { term, nth: 0, expand: false })),
                None => {
                    let page = self.rules.index.title(&name);
                    self.note(|_, _| (Question::Title(name.as_ref().into()), Answer::Page(page.clone())));
                    page.map(|page| Target::Place(Place::new(page, None)))
                }
            },
        };
        if !has_words(content) {
            let fault = Diagnostic::error("empty-link", span, "this link has no text");
            self.diagnostics.push(fault.hint("write its words between the square brackets"));
            return None;
        }
        match target {
            Ok(Target::Term(link)) => {
                let seen = self.seen.entry(link.term.0).or_default();
                seen.count += 1;
                seen.links += 1;
                seen.linked_in = self.section;
                self.trail = Some(Trail { term: link.term, is_abbreviation: false, gap: Gap::default() });
                Some(Target::Term(TermUse { nth: seen.links, ..link }))
            }
            Ok(target) => Some(target),
            Err(broken) => {
                self.report(broken, span);
                None
            }
        }
    }

    /// The row of a version in the version history, which leads to what it changed.
    fn version(&self, named: &str) -> Result<Target, Broken> {
        let versions = &self.rules.settings.versions;
        if versions.iter().any(|row| row.version.as_str() == named) {
            return Ok(Target::Place(Place::new(PageId::Versions, Some(format!("version_{named}").into()))));
        }
        let known: Vec<&str> = versions.iter().map(|row| row.version.as_str()).collect();
        Err(Broken::new(format!("there is no version `{named}`")).hint(format!("versions are: {}", known.join(", "))))
    }

    pub(super) fn image(&mut self, image: Image) -> Option<Image> {
        let ImageSource::Path(path) = &image.source else { return Some(image) };
        let picture = self.rules.index.picture(path, self.from);
        self.note(|from, _| (Question::Picture(path.as_ref().into(), from.into()), Answer::Picture(picture.clone())));
        match picture {
            Ok(at) => Some(Image { source: ImageSource::Picture(at), ..image }),
            Err(broken) => {
                self.report(broken, image.span);
                None
            }
        }
    }
}

/// Whether a link has text that can be read aloud.
fn has_words(line: &[Inline<Target>]) -> bool {
    line.iter().any(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) | Inline::Expanded(_, text) => !text.text.trim().is_empty(),
        // A picture without alt text is reported itself.
        Inline::Image(_) | Inline::RawHtml(_) => true,
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Shifted(_, content)
        | Inline::Language(_, content) => has_words(content),
        Inline::Link(link) => has_words(&link.content),
        Inline::Changed(change) => match &**change {
            InlineChange::Added(content)
            | InlineChange::Removed(content)
            | InlineChange::MovedHere(content)
            | InlineChange::MovedAway(content)
            | InlineChange::Reformatted { now: content, .. }
            | InlineChange::Respelled { now: content, .. } => has_words(content),
        },
        Inline::FootnoteReference(..) | Inline::LineBreak(_) => false,
    })
}
