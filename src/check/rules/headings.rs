//! # heading-skips-level
//!
//! A heading is more than one level below the heading before it.
//!
//! Screen reader users move through a page by its headings. A missing level suggests that part of the page is missing.
//!
//! Bad:
//!
//! ```text
//! ## The four places
//!
//! #### Blackpool
//! ```
//!
//! Good:
//!
//! ```text
//! ## The four places
//!
//! ### Blackpool
//! ```
//!
//! Source: NHS service manual, "Formatting" and "Accessibility"; WCAG 2.2, 1.3.1.
//!
//! # heading-too-deep
//!
//! A heading is at level 5 or 6.
//!
//! Readers cannot keep track of so many levels. Split the chapter, or use a list.
//!
//! Bad:
//!
//! ```text
//! ## Health
//!
//! ### Children
//!
//! #### Schools
//!
//! ##### Meals
//! ```
//!
//! Good:
//!
//! ```text
//! ## Children's health
//!
//! ### School meals
//! ```
//!
//! Source: NHS service manual, "Formatting".
//!
//! # heading-length
//!
//! A title has more than 65 characters, or a heading more than 100.
//!
//! Long titles are cut off in search results and browser tabs, and long headings cannot be taken in at a glance.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: How the members of the partnership will plan and pay for services together
//! ---
//! We will plan together.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: How we plan and pay for services
//! ---
//! We will plan together.
//! ```
//!
//! Source: NHS service manual, "Formatting".
//!
//! # heading-full-stop
//!
//! A heading ends in a full stop.
//!
//! A heading is a label, not a sentence.
//!
//! Bad:
//!
//! ```text
//! ## Our vision.
//! ```
//!
//! Good:
//!
//! ```text
//! ## Our vision
//! ```
//!
//! Source: NHS service manual, "Punctuation".
//!
//! # heading-question
//!
//! A heading is a question.
//!
//! People scan for keywords, and a question puts them near the end. This rule is off by default.
//!
//! Bad:
//!
//! ```text
//! ## How do I take part?
//! ```
//!
//! Good:
//!
//! ```text
//! ## Taking part
//! ```
//!
//! Source: NHS service manual, "Formatting"; GOV.UK, "Writing for GOV.UK".
//!
//! # bold-as-heading
//!
//! A paragraph in bold is used as a heading.
//!
//! It looks like a heading, but screen readers do not treat it as one, and it is missing from the contents.
//!
//! Bad:
//!
//! ```text
//! **Our next steps**
//!
//! We will meet in May.
//! ```
//!
//! Good:
//!
//! ```text
//! ## Our next steps
//!
//! We will meet in May.
//! ```
//!
//! Source: NHS service manual, "Accessibility"; WCAG 2.2, 1.3.1.

use crate::check::visit::{Family, Findings, Inside, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, BlockKind, Inline, Target, plain_text};
use crate::text::line::{Line, Role};

const SKIPS: &str = "heading-skips-level";
const DEEP: &str = "heading-too-deep";
const BOLD: &str = "bold-as-heading";
const LENGTH: &str = "heading-length";
const STOP: &str = "heading-full-stop";
const QUESTION: &str = "heading-question";

/// The levels of headings.
pub(super) const LEVELS: Family = Family {
    text: include_str!("headings.rs"),
    rules: &[(SKIPS, Some(Severity::Error)), (DEEP, Some(Severity::Warning)), (BOLD, Some(Severity::Warning))],
    visit: Visit::Blocks(find_levels),
};

/// The wording of headings.
pub(super) const WORDING: Family = Family {
    text: include_str!("headings.rs"),
    rules: &[(LENGTH, Some(Severity::Warning)), (STOP, Some(Severity::Warning)), (QUESTION, None)],
    visit: Visit::Line(find_wording),
};

const DEEPEST: u8 = 4;
const LONGEST_TITLE: usize = 65;
const LONGEST_HEADING: usize = 100;
/// A bold paragraph of more words is emphasis, not a heading.
const MOST_BOLD_WORDS: usize = 12;

fn find_levels(blocks: &[Block<Target>], inside: Inside, findings: &mut Findings) {
    if inside == Inside::Body {
        let mut level = 1;
        for block in blocks {
            let BlockKind::Heading(heading) = &block.kind else { continue };
            if heading.level > level + 1 {
                let (hashes, fewer) = ("#".repeat(heading.level.into()), "#".repeat((level + 1).into()));
                let message = if level == 1 {
                    format!("the first heading on a page starts with `##`, not `{hashes}`")
                } else {
                    format!("this heading skips a level: after `{}` comes `{fewer}`, not `{hashes}`", "#".repeat(level.into()))
                };
                findings.push(Diagnostic::error(SKIPS, block.span, message).hint(format!("write `{fewer} {}`", plain_text(&heading.content))));
            }
            if heading.level > DEEPEST {
                let finding = Diagnostic::warning(DEEP, block.span, format!("this heading is at level {}", heading.level));
                findings.push(finding.hint("readers lose their place below level 4: split the chapter, or use a list"));
            }
            level = heading.level;
        }
    }
    if matches!(inside, Inside::Body | Inside::Panel) {
        for pair in blocks.windows(2) {
            let BlockKind::Paragraph(line) = &pair[0].kind else { continue };
            // A heading needs content after it.
            let leads = matches!(pair[1].kind, BlockKind::Paragraph(_) | BlockKind::List(_) | BlockKind::Table(_));
            if leads && is_bold_heading(line) {
                let finding = Diagnostic::warning(BOLD, pair[0].span, format!("\"{}\" looks like a heading but is not one", plain_text(line)));
                findings.push(finding.hint("make it a heading: put `##` or `###` before it instead of the asterisks"));
            }
        }
    }
}

fn is_bold_heading(line: &[Inline<Target>]) -> bool {
    let [Inline::Strong(content)] = line else { return false };
    let words = plain_text(content);
    // A sentence in bold is emphasis, and a line that ends in a colon introduces what follows.
    words.split_whitespace().count() <= MOST_BOLD_WORDS && !words.ends_with(['.', '!', ';', ',', ':'])
}

fn find_wording(line: &Line<'_>, findings: &mut Findings) {
    let longest = match line.role {
        Role::Title => LONGEST_TITLE,
        Role::Heading => LONGEST_HEADING,
        Role::Paragraph | Role::Item | Role::Cell | Role::ColumnHead | Role::Caption | Role::Attribution | Role::Term | Role::Data => return,
    };
    let (Some(first), Some(last)) = (line.chunks.first(), line.chunks.last()) else { return };
    let what = if line.role == Role::Title { "title" } else { "heading" };
    let length = line.text.chars().count();
    if length > longest {
        let finding = Diagnostic::warning(LENGTH, line.span(first.start, last.end), format!("this {what} has {length} characters"));
        findings.push(finding.hint(format!("keep it to {longest}: start with the word that people look for")));
    }
    let end = line.span(last.start, last.end);
    let text = line.text.trim_end();
    let word = line.chunk(*last);
    let is_abbreviation = word.len() <= 4 || word.trim_end_matches('.').contains('.');
    if text.ends_with('.') && !text.ends_with("..") && !is_abbreviation {
        let finding = Diagnostic::warning(STOP, end, format!("this {what} ends in a full stop")).hint("remove the full stop");
        findings.push(line.suggest(finding, text.len() - 1, text.len(), ""));
    } else if text.ends_with('?') && line.is_style {
        findings.push(Diagnostic::warning(QUESTION, end, format!("this {what} is a question")).hint("start with the word that people look for"));
    }
}
