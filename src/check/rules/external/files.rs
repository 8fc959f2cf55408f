//! # no-strategy
//!
//! There is no strategy.yaml.
//!
//! This file says who publishes the strategy and which version it is. `greenpaper init DIR` creates a strategy with one.
//!
//! # unusable-file
//!
//! A file cannot be used: it is too large, not a regular file, or a link to a folder or out of the strategy.
//!
//! Put a copy of the file in the folder, or make it smaller.
//!
//! # not-utf-8
//!
//! A text file is not in UTF-8.
//!
//! Accented letters would be shown wrongly. Save the file in your editor with the encoding UTF-8.
//!
//! # unseen-character
//!
//! A text has an invisible character, or a placeholder for a lost one.
//!
//! Web pages must not contain control characters, and readers cannot see them. U+FFFD and U+FFFC are what programs write in place of a
//! letter or a picture that they could not copy. They usually come with text copied from elsewhere: delete the words around it and type
//! them again.
//!
//! # windows-1252
//!
//! A text has quotation marks, dashes or other characters in an encoding of old versions of Windows, or UTF-8 that was read in it: `cafÃ©`.
//!
//! They are read as the characters that were meant. `greenpaper check --fix` corrects them.
//!
//! # unknown-file
//!
//! A file is in a place where greenpaper does not use it.
//!
//! It will not be published. Put chapters in chapters/, images in images/ and figures in data/.
//!
//! # file-name
//!
//! A file name cannot be turned into a web address, or has an invisible character.
//!
//! The address of a page comes from the name of its file.
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
//! index.md holds the chapter's title and the text before its first section.
//!
//! # no-chapters
//!
//! The strategy has no chapters.
//!
//! Put Markdown files in chapters/, such as chapters/01-introduction.md.
//!
//! # no-front-matter
//!
//! A file does not start with front matter, or the front matter is not closed.
//!
//! Front matter is the part between two `---` lines at the very top. It holds the title.
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
//! YAML cannot be read.
//!
//! The usual causes are a colon in a value without quotes, an unclosed bracket, and inconsistent indentation.
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
//! Part of a value is treated as a YAML comment.
//!
//! In YAML, a space and `#` start a comment. Without a space after the `#`, a number or a name was probably meant. Quotes keep the value
//! together.
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
//! A required key is missing.
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
//! A key does not exist. It is often misspelt.
//!
//! Its value would have no effect.
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
//! Only one value can apply: remove the other.
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
//! A value has the wrong type, such as text where a list is needed.
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
//! # list-as-text
//!
//! A list of words is written as one value.
//!
//! `also: carers, helpers` is one form for YAML, but is read as two, because no form has a comma in it. Square brackets make it a list.
//!
//! Bad:
//!
//! ```text
//! === glossary/carer.md
//! ---
//! term: Carer
//! also: carers, helpers
//! ---
//! Somebody who looks after a person.
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan with carers and helpers.
//! ```
//!
//! Good:
//!
//! ```text
//! === glossary/carer.md
//! ---
//! term: Carer
//! also: [carers, helpers]
//! ---
//! Somebody who looks after a person.
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan with carers and helpers.
//! ```
//!
//! # wrong-value
//!
//! A value is not one of those allowed.
//!
//! The message lists them.
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
//! A date does not exist, or a consultation closes before it opens.
//!
//! Write dates as year, month, day: 2023-03-03.
//!
//! # bad-version
//!
//! A version is not made of numbers separated by full stops.
//!
//! Versions are sorted by these numbers.
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
//! List the oldest first; 3.10 is higher than 3.9.
//!
//! # no-contact
//!
//! The strategy does not say whom to ask for another format.
//!
//! Some readers need large print, easy read or braille. Give an email address, a phone number or a postal address under `contact` in
//! strategy.yaml.
//!
//! # unknown-version
//!
//! A chapter or a setting names a version that is not in the version history.
//!
//! The version history is the list `versions` in strategy.yaml.
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
//! `changes_since` names the previous version, which is always compared.
//!
//! It does no harm, and will have an effect once there are later versions.
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
//! `check:` or a comment names a rule that does not exist or cannot be changed.
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

/// Rules about files and YAML.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("files.rs"),
    rules: &[
        ("no-strategy", Some(Severity::Error)),
        ("unusable-file", Some(Severity::Error)),
        ("not-utf-8", Some(Severity::Error)),
        ("unseen-character", Some(Severity::Error)),
        ("windows-1252", Some(Severity::Warning)),
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
        ("list-as-text", Some(Severity::Warning)),
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
