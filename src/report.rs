//! Reports about a document, for people and programs.

mod glossary;
mod overview;
mod redline;
mod stats;
mod versions;

pub use glossary::{GlossaryReport, LinkReport, TermReport, glossary};
pub use overview::{count, list_versions};
pub use redline::{
    ChangedFigure, ChangedTerm, FORMAT as REDLINE_FORMAT, MoveEnds, Passage, PassageChange, RedlineReport, TextReport, TextState, WordMark, Words,
    redline,
};
pub use stats::{Figures, LongSentence, Method, Since, StatsReport, TermCount, TextKind, TextSince, TextStats, Total, WORDS_A_MINUTE, stats};
pub use versions::{State, VersionReport, VersionsReport, versions};
