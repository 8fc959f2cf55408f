//! # placeholder-text
//!
//! A placeholder marks text that has not been written yet.
//!
//! Readers of a published strategy will remember the "TBC". Write the text, or say when and where it will be available. The rule knows
//! "TBC", "£XXm", "XX%", "20XX", "DD/MM/YYYY", "____", "[NAME to confirm]", "{name}" and "??", in text, front matter, charts
//! and data. What Word, Excel and Outlook leave behind, such as "Error! Reference source not found." and "#REF!", is an error, unless you set
//! the level of this rule. `greenpaper release` refuses
//! a version with placeholders, unless you add `--allow-placeholders`.
//!
//! Bad:
//!
//! ```text
//! The next meeting is in March, date TBC.
//! ```
//!
//! Good:
//!
//! ```text
//! The next meeting is in March. We will publish the date in February.
//! ```
//!
//! # unwritten-text
//!
//! A text says that it is still being written, as those started with `greenpaper new` do.
//!
//! This is a reminder, not an error: a draft may have such texts. `greenpaper release` refuses them, unless you add
//! `--allow-placeholders`.
//!
//! Bad:
//!
//! ```text
//! We are still writing this chapter.
//! ```
//!
//! Good:
//!
//! ```text
//! This chapter says how we share the money.
//! ```

mod dates;
mod gaps;
mod kind;
mod notes;
mod scan;

use std::cell::OnceCell;
use std::ops::Range;

use crate::check::visit::{Family, Findings, Visit, Written};
use crate::diag::{Diagnostic, Severity};
use crate::model::Image;
use crate::span::Span;
use crate::text::line::{Line, Role};
use kind::Kind;
use scan::scan;

const NAME: &str = "placeholder-text";
const UNWRITTEN: &str = "unwritten-text";
const TEXT: &str = include_str!("placeholder_text.rs");

/// The rules of this family, whose findings keep a version from being released.
pub(in crate::check) const PLACEHOLDERS: [&str; 2] = [NAME, UNWRITTEN];

pub(super) const IN_LINES: Family =
    Family { text: TEXT, rules: &[(NAME, Some(Severity::Warning)), (UNWRITTEN, Some(Severity::Info))], visit: Visit::Line(in_line) };
pub(super) const IN_VALUES: Family = Family { text: TEXT, rules: &[], visit: Visit::Written(in_values) };
pub(super) const IN_IMAGES: Family = Family { text: TEXT, rules: &[], visit: Visit::Image(in_image) };

fn in_line(line: &Line<'_>, findings: &mut Findings) {
    // Values are checked as written: they may have escapes.
    if line.is_value {
        return;
    }
    if matches!(line.role, Role::Paragraph | Role::Item | Role::Cell)
        && let Some(end) = notes::whole_line(line.text)
    {
        findings.push(finding(Kind::Gap, &line.text[..end], "", line.span(0, end)));
        return;
    }
    scan(
        line.text,
        // Curly brackets in a caption say how its table is printed.
        |at| line.role == Role::Caption && line.text[at..].starts_with('{'),
        |range, kind| {
            if !matches!(kind, Kind::Word | Kind::Unwritten) || !line.is_quoted(range.start) {
                findings.push(finding(kind, &line.text[range.clone()], line.text[range.end..].trim_start(), line.span(range.start, range.end)));
            }
        },
    );
}

fn in_values(written: &Written<'_>, findings: &mut Findings) {
    let text = written.text;
    let opens_list = |at: usize| {
        let before = text[..at].trim_end_matches(' ');
        before.is_empty() || before.ends_with([':', ',', '[', '{', '\n', '-'])
    };
    let comments = OnceCell::new();
    scan(text, opens_list, |range, kind| {
        if !is_within(comments.get_or_init(|| written.comments()), range.start) {
            findings.push(finding(kind, &text[range.clone()], text[range.end..].trim_start(), written.span.part(range.start, range.end)));
        }
    });
}

/// Whether byte `at` is in one of the ranges, which are in order.
fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.start <= at);
    next.checked_sub(1).is_some_and(|last| at < ranges[last].end)
}

fn in_image(image: &Image, findings: &mut Findings) {
    let text = image.alternative.as_deref().unwrap_or("");
    scan(text, |_| false, |range, kind| findings.push(finding(kind, &text[range.clone()], text[range.end..].trim_start(), image.span)));
}

fn finding(kind: Kind, words: &str, after: &str, span: Span) -> Diagnostic {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match kind {
        Kind::Gap | Kind::Word => Diagnostic::warning(NAME, span, format!("\"{words}\" is a placeholder for text that is not written yet"))
            .hint("write the text, or say when it will be available"),
        Kind::Unwritten => {
            let what = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            Diagnostic::new(Severity::Info, UNWRITTEN, span, format!("this {what} is still to be written"))
                .hint("replace this sentence with the text")
        }
        Kind::Sheet => Diagnostic::error(NAME, span, format!("a spreadsheet left \"{words}\" here in place of a number"))
            .hint("write the number, or \"no data\""),
        Kind::Picture => Diagnostic::error(NAME, span, format!("an email program left \"{words}\" here in place of a picture"))
            .hint("save the picture in `images/` and write `![what it shows](../images/name.png)`, or remove these words"),
        Kind::Field => Diagnostic::error(NAME, span, format!("Word left \"{words}\" here in place of text"))
            .hint("write what should be here, such as a link to a chapter, `[[Its title]]`, or to a heading, `[its words](file.md#its-words)`; or remove these words"),
    }
}
