//! greenpaper.
pub mod diag;
pub mod error;
pub mod layout;
pub mod model;
pub mod parse;
pub mod pdf;
pub mod publish;
pub mod read;
pub mod resolve;
pub mod span;
pub mod theme;
