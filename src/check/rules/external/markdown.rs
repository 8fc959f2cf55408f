//! # heading-1
//!
//! A heading with a single `#`.
//!
//! A page has one main heading, its title. The text begins with `##`.
//!
//! Bad:
//!
//! ```text
//! # Our plan
//!
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! ## Our plan
//!
//! We plan.
//! ```
//!
//! # empty-heading
//!
//! A heading or card without words.
//!
//! Nobody who listens could tell what follows.
//!
//! Bad:
//!
//! ```text
//! ##
//!
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! ## Our plan
//!
//! We plan.
//! ```
//!
//! # anchor
//!
//! An anchor that is taken already, or has other signs than small letters, digits and hyphens.
//!
//! Links find a heading by its anchor.
//!
//! Bad:
//!
//! ```text
//! ## Plan {#Our_Plan}
//!
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! ## Plan {#our-plan}
//!
//! We plan.
//! ```
//!
//! # nested-too-deep
//!
//! Lists or quotations stand too deep inside each other.
//!
//! Readers lose their place after three or four levels.
//!
//! # image-alternative
//!
//! A picture has no alternative.
//!
//! Who cannot see it learns nothing. A picture that says nothing is `![decorative](…)`.
//!
//! Bad:
//!
//! ```text
//! === images/map.svg
//! <svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! ![](../images/map.svg)
//! ```
//!
//! Good:
//!
//! ```text
//! === images/map.svg
//! <svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! ![Map of the four places](../images/map.svg)
//! ```
//!
//! # raw-html
//!
//! HTML in the text.
//!
//! It is shown as text, because it has no meaning in print. `<span lang="cy">` is the one exception; `raw_html: allow` keeps it on the website.
//!
//! Bad:
//!
//! ```text
//! We <b>plan</b>.
//! ```
//!
//! Good:
//!
//! ```text
//! We **plan**.
//! ```
//!
//! # unclosed-language
//!
//! A `<span lang>` that is not closed.
//!
//! The language ends with the paragraph then. Write `</span>` behind the last word in it.
//!
//! Bad:
//!
//! ```text
//! We say <span lang="cy">bore da to all.
//! ```
//!
//! Good:
//!
//! ```text
//! We say <span lang="cy">bore da</span> to all.
//! ```
//!
//! # unclosed-block
//!
//! A block between rows of backticks without its second row.
//!
//! All that follows, to the end of the file, is taken for a part of it and does not look like text any more.
//!
//! Bad:
//!
//! ````text
//! ```text
//! The address of our office
//!
//! The next paragraph.
//! ````
//!
//! Good:
//!
//! ````text
//! ```text
//! The address of our office
//! ```
//!
//! The next paragraph.
//! ````
//!
//! # unknown-callout
//!
//! A callout of a kind that there is not.
//!
//! It is set as a note. The message names the kinds.
//!
//! Bad:
//!
//! ```text
//! > [!hint] Try this
//! > Ask first.
//! ```
//!
//! Good:
//!
//! ```text
//! > [!tip] Try this
//! > Ask first.
//! ```
//!
//! # table-caption
//!
//! A paragraph is written as the caption of a table, and no table follows.
//!
//! Leave one empty line between caption and table, and nothing else.
//!
//! Bad:
//!
//! ```text
//! Table: People by place
//!
//! We have no table yet.
//! ```
//!
//! Good:
//!
//! ```text
//! We have no table yet.
//! ```
//!
//! # table-row
//!
//! A row of a table has more cells than the header row.
//!
//! The cells at the end would be lost.
//!
//! Bad:
//!
//! ```text
//! Table: People
//!
//! | Place | People |
//! |---|---|
//! | Blackpool | 140,000 | 10 |
//! | Lancashire | 1,250,000 |
//! ```
//!
//! Good:
//!
//! ```text
//! Table: People
//!
//! | Place | People | Wards |
//! |---|---|---|
//! | Blackpool | 140,000 | 10 |
//! | Lancashire | 1,250,000 | 84 |
//! ```
//!
//! # data-block
//!
//! A data block says something that has no effect, or lacks its figures.
//!
//! What is missing or cannot be read is an error; the author's guide shows each kind of block.
//!
//! Bad:
//!
//! ````text
//! ```version-history
//! last: 3
//! ```
//! ````
//!
//! Good:
//!
//! ````text
//! ```version-history
//! ```
//! ````
//!
//! # no-footnote
//!
//! A mark `[^name]` without a footnote, or a footnote where there can be none.
//!
//! Write the footnote on a line of its own: `[^name]: …`.
//!
//! Bad:
//!
//! ```text
//! We plan.[^act]
//! ```
//!
//! Good:
//!
//! ```text
//! We plan.[^act]
//!
//! [^act]: The Act is of 2022.
//! ```
//!
//! # unused-definition
//!
//! A line of the form `[words]: address` that no link uses.
//!
//! It gives links with those words their address, and is itself shown nowhere. Who meant it to be read finds it missing.
//!
//! Bad:
//!
//! ```text
//! [Draft]: confidential
//! ```
//!
//! Good:
//!
//! ```text
//! \[Draft]: confidential. See [our plan][plan].
//!
//! [plan]: https://example.org/plan
//! ```
//!
//! # unused-footnote
//!
//! A footnote that nothing refers to, or a second one of the same name.
//!
//! It is not shown anywhere.
//!
//! Bad:
//!
//! ```text
//! We plan.
//!
//! [^act]: The Act is of 2022.
//! ```
//!
//! Good:
//!
//! ```text
//! We plan.[^act]
//!
//! [^act]: The Act is of 2022.
//! ```
//!
//! # allow-comment
//!
//! A comment to greenpaper that allows nothing.
//!
//! It has no reason, stands in the wrong place, or what it allows does not happen below it. Such a comment would hide a later mistake.
//!
//! Bad:
//!
//! ```text
//! <!-- greenpaper: allow sentence-length: these are the words of the Act -->
//! We plan.
//! ```
//!
//! Good:
//!
//! ```text
//! We plan.
//! ```
//!
//! # no-definition
//!
//! A term of the glossary has no definition.
//!
//! The first paragraph below the front matter is the short definition.
//!
//! Bad:
//!
//! ```text
//! === glossary/place.md
//! ---
//! term: Place
//! ---
//! ```
//!
//! Good:
//!
//! ```text
//! === glossary/place.md
//! ---
//! term: Place
//! ---
//! An area that people know.
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan for each place.
//! ```
//!
//! # glossary-text
//!
//! Text in a list of terms that belongs to no term.
//!
//! It is left out.

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules of the room that reads Markdown.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("markdown.rs"),
    rules: &[
        ("heading-1", Some(Severity::Error)),
        ("empty-heading", Some(Severity::Error)),
        ("anchor", Some(Severity::Warning)),
        ("nested-too-deep", Some(Severity::Error)),
        ("image-alternative", Some(Severity::Error)),
        ("raw-html", Some(Severity::Warning)),
        ("unclosed-language", Some(Severity::Warning)),
        ("unclosed-block", Some(Severity::Warning)),
        ("unknown-callout", Some(Severity::Warning)),
        ("table-caption", Some(Severity::Warning)),
        ("table-row", Some(Severity::Warning)),
        ("data-block", Some(Severity::Warning)),
        ("no-footnote", Some(Severity::Error)),
        ("unused-definition", Some(Severity::Warning)),
        ("unused-footnote", Some(Severity::Warning)),
        ("allow-comment", Some(Severity::Warning)),
        ("no-definition", Some(Severity::Error)),
        ("glossary-text", Some(Severity::Warning)),
    ],
    visit: Visit::Never,
};
