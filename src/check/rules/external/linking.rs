//! # broken-link
//!
//! A link leads nowhere.
//!
//! The message says what is missing. Inside `[[…]]`, write a glossary term or the title of a page.
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
//! A link names a heading that does not exist.
//!
//! The anchor of a heading is its words in lower case, joined by hyphens.
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
//! A link or an image names a file that does not exist.
//!
//! Paths are relative to the file in which they are written.
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
//! A path leads out of the strategy's folder, or is not relative.
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
//! An image is on another website.
//!
//! Images cannot be loaded from other websites. Put the file in images/.
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
//! A link could run a program, or its address has a space.
//!
//! Links may lead to files of the strategy and to https:, http:, mailto: and tel: addresses.
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
//! Readers cannot see it or follow it.
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
//! Two files have the same web address.
//!
//! Rename one of them.
//!
//! # duplicate-title
//!
//! Two pages have the same title.
//!
//! Readers tell pages apart by their titles.
//!
//! # alias
//!
//! A former address is not valid, or belongs to another page.
//!
//! Each address can lead to only one page.
//!
//! # term-conflict
//!
//! Two glossary terms have the same form.
//!
//! It is not clear which one is meant.
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
//! `skip` or `see_also` names a term that is not in the glossary.
//!
//! It is often misspelt. In `see_also` it is an error.
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
//! An image is not used on any page.
//!
//! It is not published. Use it, or remove the file.
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
//! A text in a subfolder of pages/ is not the transcript of any video.
//!
//! Name it under `transcript:`, or move it to pages/.

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules about links, names and terms.
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
