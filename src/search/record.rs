//! What a search finds.

/// Something that a search can find: a section of a text, or an entry of the glossary.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// Its address from the output folder, with an anchor.
    pub(crate) href: String,
    /// Its heading.
    pub(crate) title: String,
    /// Where it is: the chapter's number and title; empty for the start of a chapter.
    pub(crate) place: String,
    /// Other words by which it should be found.
    pub(crate) forms: String,
    /// Whether it is in another language than the document, so that its words keep their endings.
    pub(crate) is_foreign: bool,
    /// Its words: a line for each paragraph, item or row.
    pub(crate) text: String,
}
