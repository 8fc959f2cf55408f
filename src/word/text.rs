//! The texts of the document, as the e-book has them.

use std::collections::HashMap;

use roxmltree::{Document as Xml, Node, ParsingOptions};

use crate::html::BookText;
use crate::model::{Block, BlockKind, Document, NodeId, PageId, Target, Walk};

/// The files are our own, so that a document type is no danger.
pub(super) fn parsed(xhtml: &str) -> Option<Xml<'_>> {
    Xml::parse_with_options(xhtml, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).ok()
}

/// A text of the document.
pub(super) struct Text<'x> {
    pub(super) about: &'x BookText,
    pub(super) body: Node<'x, 'x>,
    pub(super) language: Option<&'x str>,
    /// Anchors of headings and actions, which have identities, too.
    pub(super) identities: HashMap<Box<str>, NodeId>,
}

impl<'x> Text<'x> {
    pub(super) fn new(document: &Document, file: &'x Xml<'x>, about: &'x BookText) -> Option<Self> {
        let root = file.root_element();
        let body = root.children().find(|node| node.tag_name().name() == "body")?;
        let mut identities = Identities::default();
        if let Some(text) = document.chapter(about.id) {
            identities.blocks(&text.body);
        }
        Some(Self { about, body, language: root.attribute("lang"), identities: identities.0 })
    }

    pub(super) fn is_glossary(&self) -> bool {
        self.about.id == PageId::Glossary
    }
}

/// Blocks whose anchor is not made from their identity.
#[derive(Default)]
struct Identities(HashMap<Box<str>, NodeId>);

impl Walk<Target> for Identities {
    fn block(&mut self, block: &Block<Target>) {
        if let BlockKind::Heading(heading) = &block.kind {
            self.0.insert(heading.anchor.clone(), block.id);
        } else if let BlockKind::Action(action) = &block.kind {
            self.0.insert(action.name.clone(), block.id);
        }
    }
}
