//! Comments on a strategy: read from returned files, placed on their passages, carried to the present version, answered.
//!
//! Nothing that was returned is dropped: what cannot be placed is kept, and reported. Names and contact details go to a file of
//! their own, which nothing public reads.

mod annotation;
mod answers;
mod board;
mod carry;
mod collate;
mod findings;
mod incoming;
mod json;
mod markdown;
mod open;
mod passages;
mod private;
mod register;
mod round;
mod sheet;
mod survey;
mod table;

pub use answers::{AnswersPage, answers, publishable};
pub use board::board_paper;
pub use carry::{Fate, Fates};
pub use collate::{Collated, Input, collate};
pub use incoming::Kind;
pub(crate) use open::open_comments;
pub use passages::{Passage, Passages};
pub(crate) use private::known_details;
pub use register::{Group, Stats, Waiting, human_list, show, stats, waiting};
pub use round::{Answer, Entry, Round, Standing, answer};
pub use table::{Columns, register_csv, register_workbook};

/// The folder of names and contact details, in [`read::COMMENTS`](crate::read::COMMENTS).
pub const PRIVATE: &str = "private";
