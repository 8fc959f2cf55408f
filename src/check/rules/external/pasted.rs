//! # odd-space
//!
//! A no-break space, a zero-width space or another odd space keeps a Markdown character from working.
//!
//! They look like an ordinary space, or like nothing, and come with text copied from elsewhere or with the Option or Alt key. `greenpaper
//! check --fix` replaces them.
//!
//! Bad:
//!
//! ```text
//! We will:
//!
//! -⟨U+00A0⟩help people early
//! ```
//!
//! Good:
//!
//! ```text
//! We will:
//!
//! - help people early
//! ```
//!
//! # ligature
//!
//! Two letters are one character, as fonts of PDFs have them: `ﬁ`, `ﬂ`.
//!
//! They come with text copied from a PDF. They are read as their letters, so that words are found by the search and by the glossary.
//! `greenpaper check --fix` writes the letters.
//!
//! Bad:
//!
//! ```text
//! Our oﬃce is open.
//! ```
//!
//! Good:
//!
//! ```text
//! Our office is open.
//! ```
//!
//! # pasted-list
//!
//! Lines begin with the bullets or letters of a word processor, which Markdown does not read as a list.
//!
//! The lines run together. `greenpaper check --fix` writes lists that are certain as Markdown; letters become numbers.
//!
//! Bad:
//!
//! ```text
//! We will:
//!
//! • help people early
//! • join up services
//! ```
//!
//! Good:
//!
//! ```text
//! We will:
//!
//! - help people early
//! - join up services
//! ```
//!
//! # pasted-table
//!
//! A table was pasted with tabs between its cells.
//!
//! Its cells run together. `greenpaper check --fix` writes it as Markdown if every row has as many cells; its first row becomes the head.
//!
//! Bad:
//!
//! ```text
//! Action⟨TAB⟩Date
//! Build homes⟨TAB⟩June 2025
//! Plant trees⟨TAB⟩July 2025
//! ```
//!
//! Good:
//!
//! ```text
//! Table: Actions
//!
//! | Action | Date |
//! |---|---|
//! | Build homes | June 2025 |
//! | Plant trees | July 2025 |
//! ```
//!
//! # lines-run-together
//!
//! Short lines, such as those of an address or a signature, become one line.
//!
//! In Markdown a new line in the source is only a space. A backslash at the end of a line keeps it; lists and tables keep their lines, too.
//!
//! Bad:
//!
//! ```text
//! 12 High Street
//! Preston
//! PR1 2AB
//! ```
//!
//! Good:
//!
//! ```text
//! 12 High Street\\
//! Preston\\
//! PR1 2AB
//! ```
//!
//! # list-indent
//!
//! A list or an item is not indented as far as it should be, or too far; or its number is not the one that readers see.
//!
//! A list inside a numbered list has to begin below the words of the item, three spaces in. Otherwise it ends the numbered list.
//!
//! Bad:
//!
//! ```text
//! 1. Ask people:
//!   - at work
//!   - at home
//! 2. Decide.
//! ```
//!
//! Good:
//!
//! ```text
//! 1. Ask people:
//!    - at work
//!    - at home
//! 2. Decide.
//! ```
//!
//! # indented-text
//!
//! A paragraph is shown as program code, because four spaces or a tab come before it.
//!
//! Begin paragraphs at the start of the line. Code is better put between lines of three backticks.
//!
//! Bad:
//!
//! ```text
//! We plan.
//!
//!     We build.
//! ```
//!
//! Good:
//!
//! ```text
//! We plan.
//!
//! We build.
//! ```

use crate::check::visit::{Family, Visit};
use crate::diag::Severity;

/// Rules about text that was pasted from elsewhere, and about white space.
pub(in crate::check::rules) const FAMILY: Family = Family {
    text: include_str!("pasted.rs"),
    rules: &[
        ("odd-space", Some(Severity::Warning)),
        ("ligature", Some(Severity::Warning)),
        ("pasted-list", Some(Severity::Warning)),
        ("pasted-table", Some(Severity::Warning)),
        ("lines-run-together", Some(Severity::Warning)),
        ("list-indent", Some(Severity::Warning)),
        ("indented-text", Some(Severity::Warning)),
    ],
    visit: Visit::Never,
};
