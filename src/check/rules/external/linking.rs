//! # broken-link
//!
//! A link leads nowhere.
//!
//! The message says what is missing. `[[…]]` takes a term of the glossary or the title of a page.
//!
//! Bad:
//!
//! ```text
//! See [[Our money]].
//! ```
//!
//! Good:
//!
//! ```text
//! We have no money.
//! ```
//!
//! # broken-anchor
//!
//! A link names a heading that is not there.
//!
//! The anchor of a heading is its words in small letters, joined with hyphens.
//!
//! Bad:
//!
//! ```text
//! See [how](#how-we-plan).
//! ```
//!
//! Good:
//!
//! ```text
//! See [how](#how-we-plan).
//!
//! ## How we plan
//!
//! Together.
//! ```
//!
//! # missing-file
//!
//! A link or a picture names a file that is not there.
//!
//! Paths start from the file that they stand in.
//!
//! Bad:
//!
//! ```text
//! See [the map](../images/map.svg).
//! ```
//!
//! Good:
//!
//! ```text
//! See the map.
//! ```
//!
//! # outside-path
//!
//! A path leads out of the strategy's folder, or does not start from its file.
//!
//! Only files inside the strategy can be published.
//!
//! Bad:
//!
//! ```text
//! See [the plan](../../plan.md).
//! ```
//!
//! Good:
//!
//! ```text
//! See the plan.
//! ```
//!
//! # outside-image
//!
//! A picture on another site.
//!
//! Readers' browsers must not have to ask somebody else. Put the file into images/.
//!
//! Bad:
//!
//! ```text
//! ![Map of the places](https://example.org/map.svg)
//! ```
//!
//! Good:
//!
//! ```text
//! Map of the places
//! ```
//!
//! # unsafe-link
//!
//! A link that could run a program, or an address with a space.
//!
//! Links lead to files of the strategy and to https:, http:, mailto: and tel: addresses.
//!
//! Bad:
//!
//! ```text
//! [The plan](javascript:alert)
//! ```
//!
//! Good:
//!
//! ```text
//! [The plan](https://example.org)
//! ```
//!
//! # empty-link
//!
//! A link has no words.
//!
//! Nobody could find it.
//!
//! Bad:
//!
//! ```text
//! [](https://example.org)
//! ```
//!
//! Good:
//!
//! ```text
//! [The plan](https://example.org)
//! ```
//!
//! # duplicate-slug
//!
//! Two files want the same address.
//!
//! Rename one of the two.
//!
//! # duplicate-title
//!
//! Two pages have the same title.
//!
//! Readers tell pages apart by their titles.
//!
//! # alias
//!
//! A former address that cannot be one, or belongs to another page.
//!
//! Each address can lead to one page only.
//!
//! # term-conflict
//!
//! Two terms of the glossary claim the same form.
//!
//! Nobody could say which of the two is meant.
//!
//! Bad:
//!
//! ```text
//! === glossary/a.md
//! ---
//! term: Place
//! ---
//! An area.
//! === glossary/b.md
//! ---
//! term: Area
//! also: [place]
//! ---
//! A place.
//! ```
//!
//! Good:
//!
//! ```text
//! === glossary/a.md
//! ---
//! term: Place
//! also: [area]
//! ---
//! A part of the county.
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! We plan for each place.
//! ```
//!
//! # unknown-term
//!
//! A word that the glossary does not have, in `skip` or `see_also`.
//!
//! Often it is misspelt. In `see_also` it is an error.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! glossary: {skip: [place]}
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
//! # unused-image
//!
//! A picture that no page shows.
//!
//! It is not published. Show it, or remove the file.
//!
//! Bad:
//!
//! ```text
//! === images/map.svg
//! <svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
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
//! # unused-transcript
//!
//! A text in a folder of pages/ that no video shows.
//!
//! Name it in `transcript:`, or move it right into pages/.

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules of the room that settles links, names and terms.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("linking.rs"),
    rules: &[
        ("broken-link", Some(Severity::Error)),
        ("broken-anchor", Some(Severity::Error)),
        ("missing-file", Some(Severity::Error)),
        ("outside-path", Some(Severity::Error)),
        ("outside-image", Some(Severity::Error)),
        ("unsafe-link", Some(Severity::Error)),
        ("empty-link", Some(Severity::Error)),
        ("duplicate-slug", Some(Severity::Error)),
        ("duplicate-title", Some(Severity::Warning)),
        ("alias", Some(Severity::Error)),
        ("term-conflict", Some(Severity::Error)),
        ("unknown-term", Some(Severity::Warning)),
        ("unused-image", Some(Severity::Warning)),
        ("unused-transcript", Some(Severity::Warning)),
    ],
    visit: Visit::Never,
};
