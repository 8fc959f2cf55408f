//! greenpaper turns a strategy, written as versioned chapters and a glossary in Markdown, into an accessible static
//! site and a tagged PDF.
//!
//! It works like a compiler, in stages. Each stage takes the result of the one before; there is no global state.
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`read::read`] | a [`Project`](read::Project) | [`Sources`](read::Sources): every file, sorted by what it is for |
//! | [`parse::parse`] | `Sources` | a [`Draft`](model::Draft): the document model, with links as written |
//! | [`archive::look_back`] | earlier versions | the draft with an identity for every block |
//! | [`compare::all`] | drafts of two versions | [`Redline`](model::Redline)s: documents that show what changed |
//! | [`resolve::resolve`] | a draft | a [`Document`]: numbers, anchors, links and glossary links resolved |
//! | [`check::check`] | a document | [`Diagnostic`]s: findings with file, line, column and a hint |
//! | [`theme::find`] | a theme's name | a [`Theme`]: templates, stylesheet, tokens, interface text |
//! | [`html::Site`] | a document and a theme | pages |
//! | [`layout::lay_out`] | a document and a theme | positioned items and a tag tree, page by page |
//! | [`pdf::render`] | laid out pages | a tagged PDF |
//! | [`epub::epub`], [`export::json`] | a document | an e-book; data for programs |
//! | [`publish::Publication`] | finished files | the output folder, all or nothing |
//!
//! [`pipeline::run`] runs the stages up to the diagnostics and is the only place that puts them together; [`build::build`]
//! runs the rest. Everything else starts from the pipeline:
//!
//! - [`live_site::LiveSite`] is what a build would publish, a page at a time;
//! - [`edit`] changes authors' files: new chapters and terms, releases, fixes;
//! - [`import`] makes a strategy from Word documents, and [`word`] a Word document from a strategy; [`markdown`] writes the model as authors do;
//! - [`wording`] says what changed in sentences;
//! - [`report`] counts and lists; [`compare::Versions`] compares any two versions; [`editions`] prints;
//! - [`paper`] prints what is beside the document: forms, papers for a meeting;
//! - [`select`] chooses what a report of findings shows;
//! - [`schema`] describes the files to editors.
//!
//! ```
//! use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
//!
//! let folder = StrategyFolder::open("strategy".as_ref())?;
//! let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default())?;
//! for diagnostic in &checked.diagnostics {
//!     eprintln!("{}", diagnostic.message);
//! }
//! # Ok::<(), greenpaper::Error>(())
//! ```
//!
//! `src/README.md` lists the rooms, what each of them may use, and the design decisions.

pub mod archive;
pub mod build;
pub mod cache;
pub mod chart;
pub mod check;
pub mod comments;
pub mod compare;
pub mod diag;
pub mod disk;
pub mod edit;
pub mod editions;
pub mod epub;
pub mod error;
pub mod export;
pub mod history;
pub mod html;
pub mod import;
pub mod layout;
mod limits;
pub mod live_site;
pub mod markdown;
pub mod model;
pub mod pack;
pub mod paper;
pub mod parse;
pub mod pdf;
pub mod pipeline;
pub mod promises;
pub mod publish;
pub mod read;
pub mod report;
pub mod resolve;
pub mod schema;
mod search;
pub mod select;
pub mod span;
mod text;
pub mod theme;
pub mod translations;
pub mod word;
pub mod wording;
mod yaml;

pub use diag::{Diagnostic, Severity};
pub use error::Error;
pub use model::Document;
pub use span::SourceMap;
pub use theme::Theme;
