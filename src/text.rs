//! Words, sentences and phrases of a text: one definition for rules, statistics and redlines. Roman numerals.

pub(crate) mod line;
pub(crate) mod personal;
pub(crate) mod phrases;
pub(crate) mod roman;
pub(crate) mod sentences;
pub(crate) mod words;
