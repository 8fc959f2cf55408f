//! Comments in Markdown that are not read as comments, so that readers would see them.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr_iter;
use pulldown_cmark::Event;

use crate::diag::Diagnostic;
use crate::model::is_odd_space;
use crate::yaml::Origin;

const RULE: &str = "exposed-comment";

/// How much of a comment to underline, in bytes.
const LONGEST_PLACE: usize = 80;

/// How far to look for what an author took for the end of a comment, in bytes.
const FARTHEST_END: usize = 2000;

/// The places in a text where a comment or a declaration seems to open, and which of them are read as such, or are code.
pub(super) struct Comments {
    openers: Vec<(usize, bool)>,
}

impl Comments {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let opens = |at: &usize| {
            let rest = &bytes[at + 1..];
            let slashes = bytes[..*at].iter().rev().take_while(|byte| **byte == b'\\').count();
            slashes.is_multiple_of(2)
                && match rest.first() {
                    Some(b'!') => {
                        rest.get(1).is_some_and(|next| !next.is_ascii_digit() && (!next.is_ascii_whitespace() || rest[2..].starts_with(b"--")))
                    }
                    Some(b'?') => rest.get(1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'='),
                    Some(b' ') => rest.starts_with(b" !-"),
                    Some(0xc2..) => text[at + 1..].trim_start_matches(is_odd_space).starts_with("!-"),
                    _ => false,
                }
        };
        Self { openers: memchr_iter(b'<', bytes).filter(opens).map(|at| (at, false)).collect() }
    }

    /// Records what is read as a comment or shown as code on purpose.
    pub(super) fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            _ if self.openers.is_empty() => {}
            Event::Code(_) => self.read(range),
            Event::InlineHtml(html) if html.starts_with("<!") && !is_abrupt(html) || html.starts_with("<?") => self.read(range),
            _ => {}
        }
    }

    /// Everything in `range` is read as it is meant.
    pub(super) fn read(&mut self, range: &Range<usize>) {
        self.within(range).iter_mut().for_each(|(_, is_read)| *is_read = true);
    }

    /// In the block of HTML at `range`, everything before its opener number `nth` is read.
    pub(super) fn read_before(&mut self, range: &Range<usize>, nth: usize) {
        self.within(range).iter_mut().take(nth).for_each(|(_, is_read)| *is_read = true);
    }

    /// Takes nothing that may open a comment for one.
    pub(super) fn distrust(&mut self) {
        self.openers.iter_mut().for_each(|(_, is_read)| *is_read = false);
    }

    fn within(&mut self, range: &Range<usize>) -> &mut [(usize, bool)] {
        let from = self.openers.partition_point(|(at, _)| *at < range.start);
        let to = self.openers.partition_point(|(at, _)| *at < range.end);
        &mut self.openers[from..to.max(from)]
    }

    /// Reports what readers would see, and returns the text without it; offsets stay the same. `None` if there is nothing to report.
    pub(super) fn report(self, text: &str, origin: Origin, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        let mut blank: Option<Vec<u8>> = None;
        let mut done = 0;
        for (at, _) in self.openers.into_iter().filter(|(_, is_read)| !is_read) {
            if at < done {
                continue;
            }
            let rest = &text[at..];
            // Only the comment itself is left out where its end is certain.
            let end = if is_abrupt(rest) { None } else { rest.find("-->").map(|end| at + end + 3) }.unwrap_or(text.len());
            done = end;
            let reach = &rest[..rest.floor_char_boundary(LONGEST_PLACE)];
            let line = reach.split('\n').next().unwrap_or("").trim_end();
            let (message, hint) = what(text, at, end < text.len());
            diagnostics.push(Diagnostic::error(RULE, origin.span(at..at + line.len()), message).hint(hint));
            let blank = blank.get_or_insert_with(|| text.as_bytes().to_vec());
            // Without the end of its title, a picture would be reported, too.
            let kept = if end == text.len() { end_of_title(text, at) } else { at..at };
            blank[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
            blank[kept.clone()].copy_from_slice(text[kept].as_bytes());
        }
        blank.and_then(|blank| String::from_utf8(blank).ok())
    }
}

/// The end `")` of the title of a link or picture in which a comment begins at byte `at`; empty if it is in none.
fn end_of_title(text: &str, at: usize) -> Range<usize> {
    let from = text.floor_char_boundary(at.saturating_sub(FARTHEST_END));
    let before = text[from..at].rsplit('\n').next().unwrap_or("");
    let Some((_, address)) = before.rsplit_once("](") else { return at..at };
    let rest = text[at..text.floor_char_boundary(at + FARTHEST_END)].split('\n').next().unwrap_or("");
    let quote = address.chars().find(|c| matches!(c, '"' | '\'')).filter(|quote| address.matches(*quote).count() == 1);
    let end = quote.and_then(|quote| rest.find(&format!("{quote})")));
    end.map_or(at..at, |end| at + end..at + end + 2)
}

/// `<!-->` and `<!--->` end where they begin.
pub(super) fn is_abrupt(html: &str) -> bool {
    html.starts_with("<!-->") || html.starts_with("<!--->")
}

/// How authors and word processors end a comment that then does not end.
const NEARLY_CLOSED: [&str; 6] = ["--!>", "\u{2014}>", "\u{2013}>", "\u{2192}", "-- >", "->"];

fn what(text: &str, at: usize, is_closed: bool) -> (Cow<'static, str>, Cow<'static, str>) {
    let rest = &text[at..];
    let indented = &text[text.floor_char_boundary(at.saturating_sub(LONGEST_PLACE))..at];
    let indented = indented.rsplit('\n').next().unwrap_or("");
    if !rest.starts_with("<!--") {
        let word: String = rest.chars().take_while(|c| *c != '\n').take(12).collect();
        let word = word
            .split_inclusive(' ')
            .find(|word| word.trim().len() > 1)
            .map_or(word.as_str(), |part| &word[..word.find(part).unwrap_or(0) + part.trim_end().len()]);
        return (
            format!("`{word}` does not open a comment, so readers would see what follows").into(),
            "write a private note as `<!-- note -->`, or delete it; to show the character `<`, write `\\<`".into(),
        );
    }
    if is_abrupt(rest) {
        return ("this comment ends where it begins, so readers would see what follows".into(), "write `<!-- note -->`, or delete it".into());
    }
    if indented.len() >= 4 && indented.bytes().all(|byte| byte == b' ') || indented.contains('\t') {
        return ("this comment is indented so far that it is shown as code".into(), "remove the spaces before it".into());
    }
    if is_closed {
        return (
            "this comment is not read as one, so readers would see it".into(),
            "put it on lines of its own, from `<!--` to `-->`, with an empty line before and after; inside a paragraph or a table cell it must end there".into(),
        );
    }
    let paragraph = &rest[..rest.floor_char_boundary(FARTHEST_END)];
    let paragraph = paragraph.split("\n\n").next().unwrap_or("");
    match NEARLY_CLOSED.iter().find(|end| paragraph[4..].contains(**end)) {
        Some(end) => (
            format!("this comment is not closed: `{end}` does not end it, so everything after it would be lost or shown").into(),
            format!("write `-->` instead of `{end}`").into(),
        ),
        None => (
            "this comment is not closed, so everything after it would be lost or shown to readers".into(),
            "write `-->` after its last word, or delete it".into(),
        ),
    }
}
