//! The history of a strategy: the identity of every block, and the redline of any two versions.
//!
//! Runs between `parse` and `resolve`: labels of links are the same in every version, page indexes are not. A
//! redline is a [`Draft`](crate::model::Draft) with marks on it, and is resolved and rendered like any other.

mod align;
mod figures;
mod identity;
mod line_text;
mod moved_parts;
mod pair;
mod redline;
mod sequence;
mod sides;
mod source;
mod summarise;
mod summary;
mod tree;

pub use align::shares_most_words;
pub use identity::{BlockIdentity, Hashes, Identity, Written, identify, identify_cached};
pub(crate) use moved_parts::{MovedParts, moved_words};
pub use pair::{Pair, Pairs, Unpaired, pair, passages};
pub use redline::{redline, words};
pub(crate) use sides::block_of;
pub use sides::{accept, reject};
pub use summarise::{Described, summarise};
pub(crate) use summary::every;
pub use summary::{ChapterSummary, Counts, Summary, TermSummary, changes, moves, respellings};
