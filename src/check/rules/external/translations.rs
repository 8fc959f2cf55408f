//! # edition
//!
//! An edition in another language and its folders do not fit together.
//!
//! An edition needs its entry under `editions` in strategy.yaml and translated files in folders such as `chapters.cy/`. Each language has one
//! edition, and that of the strategy itself has none.
//!
//! # translation-pairs
//!
//! A translation has more or fewer passages than its original, passages of other kinds, or no original.
//!
//! Readers switch between languages in the middle of a page, and arrive at the same passage only if each paragraph, list and table is translated
//! as one of its own, in the same order. A translated file has the file name of its original.
//!
//! # translation-version
//!
//! A translated chapter does not say which version of the original it translates.
//!
//! Write the version as `translates` into its front matter. If a passage of the original changes later, its translation is reported, and readers
//! are told.
//!
//! # untranslated
//!
//! An edition in another language has chapters or pages that nobody has translated.
//!
//! Readers see the original, with a note. Nothing needs to be done if that is meant.
//!
//! # stale-translation
//!
//! The original of a passage has changed since it was translated.
//!
//! Compare the two and put the translation right. When the whole file is up to date, write the newer version as `translates` into its front matter.
//! Until then, readers are told below the passage that the original has changed.

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules about editions in other languages.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("translations.rs"),
    rules: &[
        ("edition", Some(Severity::Warning)),
        ("translation-pairs", Some(Severity::Warning)),
        ("translation-version", Some(Severity::Warning)),
        ("untranslated", Some(Severity::Info)),
        ("stale-translation", Some(Severity::Warning)),
    ],
    visit: Visit::Never,
};
