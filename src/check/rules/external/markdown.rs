//! # heading-1
//!
//! A heading has a single `#`.
//!
//! A page has one main heading, its title. Headings in the text start with `##`.
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
//! A heading or card has no words.
//!
//! People who listen cannot know what follows.
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
//! An anchor is already in use, or has characters other than lower-case letters, digits and hyphens.
//!
//! Links refer to a heading by its anchor.
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
//! Lists or quotations are nested too deeply.
//!
//! Readers lose their place after three or four levels.
//!
//! # image-alternative
//!
//! An image has no alt text.
//!
//! People who cannot see it miss it. For an image that is only decoration, write `![decorative](…)`.
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
//! The text contains HTML.
//!
//! It is shown as text, because it has no meaning in print. The one exception is `<span lang="cy">`. To keep HTML on the website, set
//! `raw_html: allow`.
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
//! A `<span lang>` is not closed.
//!
//! The rest of the paragraph is treated as that language. Write `</span>` after the last word in it.
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
//! A block that starts with a row of backticks is not closed.
//!
//! Everything that follows, to the end of the file, becomes part of the block.
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
//! A callout has an unknown kind.
//!
//! It is shown as a note. The message lists the kinds.
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
//! A paragraph is written as a table caption, but no table follows.
//!
//! Leave one empty line between the caption and the table, and nothing else.
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
//! The extra cells would be lost.
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
//! # row-headers
//!
//! Nearly all cells of a first column are bold, but not all.
//!
//! If every cell is bold, screen readers announce it with the cells of its row. One cell that is not turns this off for the whole column.
//!
//! Bad:
//!
//! ```text
//! Table: Homes in each town
//!
//! | Town | Homes |
//! |---|---|
//! | **Ash** | 120 |
//! | **Elm** | 90 |
//! | Oak | 80 |
//! ```
//!
//! Good:
//!
//! ```text
//! Table: Homes in each town
//!
//! | Town | Homes |
//! |---|---|
//! | **Ash** | 120 |
//! | **Elm** | 90 |
//! | **Oak** | 80 |
//! ```
//!
//! # table-spans
//!
//! Joined cells overlap, or leave doubt about their headers.
//!
//! A screen reader names the headers of every cell. Cells that are joined must make a rectangle, and a header may reach over rows, but
//! over columns only if it heads the whole row.
//!
//! Bad:
//!
//! ````text
//! ```table
//! caption: Homes
//! columns: [Place, "2024", "2025"]
//! rows:
//!   - [Preston, <, 3]
//!   - [Leyland, 2, 4]
//! ```
//! ````
//!
//! Good:
//!
//! ````text
//! ```table
//! caption: Homes
//! columns: [Place, "2024", "2025"]
//! rows:
//!   - [Preston, 3, <]
//!   - [Leyland, 2, 4]
//! ```
//! ````
//!
//! # stale-figure
//!
//! A figure differs from the cell of the data file that it is taken from.
//!
//! Figures are copied into sentences, and then the data change. `as` says how a figure from a file is shown, and is compared with it.
//!
//! # data-block
//!
//! A data block has something that has no effect, or has no figures.
//!
//! Missing or unreadable values are errors. The author's guide shows each kind of block.
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
//! A mark `[^name]` has no footnote, or a footnote is in a place where none is possible.
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
//! A line of the form `[words]: address` is not used by any link.
//!
//! Markdown treats it as a link definition and does not show it. To show it as text, put a backslash before the bracket.
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
//! # undefined-reference
//!
//! A link has a label instead of an address, and no line gives the address of that label.
//!
//! Readers would see the square brackets. A number in square brackets, as other programs write it, is not a footnote here: write `[^1]`.
//!
//! Bad:
//!
//! ```text
//! Read [our plan][plan].
//! ```
//!
//! Good:
//!
//! ```text
//! Read [our plan][plan].
//!
//! [plan]: https://example.org/plan
//! ```
//!
//! # unused-footnote
//!
//! A footnote is not referred to, or has the same name as another.
//!
//! It is not shown.
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
//! A comment for greenpaper allows nothing.
//!
//! It gives no reason, is in the wrong place, or nothing below it breaks the rule. Such a comment could hide a later mistake.
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
//! A glossary term has no definition.
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
//! Text in a list of terms does not belong to any term.
//!
//! It is not published.

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules about Markdown.
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
        ("row-headers", Some(Severity::Warning)),
        ("table-spans", Some(Severity::Error)),
        ("stale-figure", Some(Severity::Error)),
        ("data-block", Some(Severity::Warning)),
        ("no-footnote", Some(Severity::Error)),
        ("unused-definition", Some(Severity::Warning)),
        ("undefined-reference", Some(Severity::Warning)),
        ("unused-footnote", Some(Severity::Warning)),
        ("allow-comment", Some(Severity::Warning)),
        ("no-definition", Some(Severity::Error)),
        ("glossary-text", Some(Severity::Warning)),
    ],
    visit: Visit::Never,
};
