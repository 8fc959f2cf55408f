//! # no-strategy
//!
//! There is no strategy.yaml.
//!
//! It says who publishes the strategy and which version it is. `greenpaper init DIR` starts a strategy with one.
//!
//! # unusable-file
//!
//! A file cannot be used: it is too large, a link that leads out of the folder or to another folder, or no file at all.
//!
//! Put a copy of the file into the folder, or make it smaller.
//!
//! # not-utf-8
//!
//! A text file is not in UTF-8.
//!
//! Letters with accents would come out wrong. Choose "Save with encoding: UTF-8" in your editor.
//!
//! # unseen-character
//!
//! A text has a character that cannot be seen.
//!
//! It is a command to some machine, which no page may have and no printer can print. It came in with words that were copied from
//! elsewhere: delete the words around it and type them again.
//!
//! # unknown-file
//!
//! A file has no place in a strategy.
//!
//! It is left out, and somebody may miss it. Chapters go into chapters/, pictures into images/, figures into data/.
//!
//! # file-name
//!
//! The name of a file has no words for an address, or a character that cannot be seen.
//!
//! The address of a page is made of the name of its file.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-!.md
//! ---
//! title: Plan
//! ---
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan.
//! ```
//!
//! # no-index
//!
//! A chapter that is a folder has no index.md.
//!
//! index.md holds its title and what stands before the first section.
//!
//! # no-chapters
//!
//! The strategy has no chapters.
//!
//! Put Markdown files into chapters/, such as chapters/01-introduction.md.
//!
//! # no-front-matter
//!
//! A file does not begin with front matter, or the front matter does not end.
//!
//! It is the part between two lines `---` at the very top, and holds the title.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan.
//! ```
//!
//! # yaml
//!
//! YAML that cannot be read.
//!
//! The usual reasons are a colon in a value without quotes, a bracket that is not closed, and lines that are not indented alike.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: "Plan
//! ---
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: "Plan: what we do"
//! ---
//! We plan.
//! ```
//!
//! # yaml-comment
//!
//! A part of a value that YAML takes for a comment.
//!
//! From a space and `#` on, a line of YAML is a comment. Without a space behind the `#`, it is more likely a number or a name. Quotes
//! keep the value together.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-homes.md
//! ---
//! title: Priority #1 homes
//! ---
//! We build.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-homes.md
//! ---
//! title: "Priority #1 homes"
//! ---
//! We build.
//! ```
//!
//! # missing-key
//!
//! A key that is needed is not there.
//!
//! The message names the key and shows how it is written.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! summary: What we do
//! ---
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! summary: What we do
//! ---
//! We plan.
//! ```
//!
//! # unknown-key
//!
//! A key that does not exist, often misspelt.
//!
//! What it says would have no effect.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! sumary: What we do
//! ---
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan.
//! ```
//!
//! # duplicate-key
//!
//! A key is given twice.
//!
//! Only one of the two can hold: remove the other.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! title: Strategy
//! ---
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan.
//! ```
//!
//! # wrong-type
//!
//! A value is of the wrong kind, such as a text where a list is needed.
//!
//! The message says what is expected.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: [Plan, Strategy]
//! ---
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan.
//! ```
//!
//! # wrong-value
//!
//! A value is not one of those that are possible.
//!
//! The message names them.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! status: ready
//! ---
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! status: agreed
//! ---
//! We plan.
//! ```
//!
//! # bad-date
//!
//! A date that there is not, or a consultation that closes before it opens.
//!
//! Write dates as year, month, day: 2023-03-03.
//!
//! # bad-version
//!
//! A version that is not made of numbers with full stops between.
//!
//! Versions are put in order by their numbers.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! version: v1
//! ---
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! version: "1.0"
//! ---
//! We plan.
//! ```
//!
//! # version-order
//!
//! A version is lower or older than the one above it.
//!
//! The oldest stands first; 3.10 is higher than 3.9.
//!
//! # no-contact
//!
//! The strategy names nobody to ask for another format.
//!
//! Some readers need large print, easy read or braille. `contact` in strategy.yaml takes an email address, a telephone number or a postal
//! address.
//!
//! # unknown-version
//!
//! A chapter or a setting names a version that the version history does not have.
//!
//! `versions` in strategy.yaml lists them.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! version: "9.9"
//! ---
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! version: "1.0"
//! ---
//! We plan.
//! ```
//!
//! # redundant-version
//!
//! `changes_since` names the version before the newest, which is compared with the newest in any case.
//!
//! It does no harm, and comes of use when there are later versions.
//!
//! Bad:
//!
//! ```text
//! === strategy.yaml
//! title: Plan
//! publisher: Body
//! language: en-GB
//! status: draft
//! contact: {email: plan@example.org}
//! versions:
//!   - {version: "1.0", date: 2023-01-31, comments: First draft}
//!   - {version: "1.1", date: 2023-02-28, comments: Second draft}
//! site: {changes_since: ["1.0"]}
//! ```
//!
//! Good:
//!
//! ```text
//! === strategy.yaml
//! title: Plan
//! publisher: Body
//! language: en-GB
//! status: draft
//! contact: {email: plan@example.org}
//! versions:
//!   - {version: "1.0", date: 2023-01-31, comments: First draft}
//!   - {version: "1.1", date: 2023-02-28, comments: Second draft}
//! ```
//!
//! # unknown-rule
//!
//! `check:` or a comment names a rule that there is not, or one that cannot be set.
//!
//! `greenpaper explain` lists all rules.
//!
//! Bad:
//!
//! ```text
//! <!-- greenpaper: allow long-sentences: they are quoted -->
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! We plan.
//! ```

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules of the room that reads files and YAML.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("files.rs"),
    rules: &[
        ("no-strategy", Some(Severity::Error)),
        ("unusable-file", Some(Severity::Error)),
        ("not-utf-8", Some(Severity::Error)),
        ("unseen-character", Some(Severity::Error)),
        ("unknown-file", Some(Severity::Warning)),
        ("file-name", Some(Severity::Error)),
        ("no-index", Some(Severity::Error)),
        ("no-chapters", Some(Severity::Warning)),
        ("no-front-matter", Some(Severity::Error)),
        ("yaml", Some(Severity::Error)),
        ("yaml-comment", Some(Severity::Warning)),
        ("missing-key", Some(Severity::Error)),
        ("unknown-key", Some(Severity::Error)),
        ("duplicate-key", Some(Severity::Error)),
        ("wrong-type", Some(Severity::Error)),
        ("wrong-value", Some(Severity::Error)),
        ("bad-date", Some(Severity::Error)),
        ("bad-version", Some(Severity::Error)),
        ("version-order", Some(Severity::Error)),
        ("no-contact", Some(Severity::Warning)),
        ("unknown-version", Some(Severity::Error)),
        ("redundant-version", Some(Severity::Info)),
        ("unknown-rule", Some(Severity::Error)),
    ],
    visit: Visit::Never,
};
