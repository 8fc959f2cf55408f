//! The document model as Markdown, as authors write it: the inverse of `parse`.
//!
//! What a text contains never becomes markup by accident: characters that would be read as some are escaped, and no others.

mod blocks;
mod data;
mod escape;
mod line;
mod place;
mod tables;

use crate::model::{Block, Footnote, Inline, Label, Text};
use crate::span::{FileId, Span};

/// The Markdown of a chapter's body: blocks, then its footnotes. Ends with a line break unless it is empty.
///
/// Parsed again, it gives the same blocks, except for their positions. A chart that was read from a CSV file is written with its
/// figures.
#[must_use]
pub fn body(blocks: &[Block<Label>], footnotes: &[Footnote<Label>]) -> String {
    let mut writer = blocks::Writer::default();
    let mut text = writer.blocks(blocks);
    for (footnote, number) in footnotes.iter().zip(1..) {
        let note = writer.blocks(&footnote.body);
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&blocks::hanging(&note, &format!("[^{number}]: "), "    "));
    }
    text
}

/// The Markdown of a line.
///
/// ```
/// use greenpaper::markdown;
/// use greenpaper::model::{Inline, Text};
/// use greenpaper::span::{FileId, Span};
/// let text = Text { text: "5 * 3 [sic]".into(), span: Span::new(FileId(0), 0..0) };
/// assert_eq!(markdown::line(&[Inline::Text(text)]), "5 \\* 3 \\[sic]");
/// ```
#[must_use]
pub fn line(line: &[Inline<Label>]) -> String {
    escape::guarded(&line::markdown(line, place::Place::Text))
}

/// `text` as it is, on one line: nothing in it is markup.
///
/// ```
/// assert_eq!(greenpaper::markdown::plain("5 * 3\n[sic]"), "5 \\* 3 \\[sic]");
/// ```
#[must_use]
pub fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    line(&[Inline::Text(Text { text: words.join(" ").into(), span: Span::new(FileId(0), 0..0) })])
}
