//! Bookmarks that name passages of a strategy, in documents that `export` wrote.

use roxmltree::Node;

use super::xml::attribute;

/// More open passages than this are no nesting of a text.
const MOST: usize = 64;

/// The passages that are open.
#[derive(Debug, Default)]
pub(super) struct Passages {
    /// Identifier and name of each bookmark, and the start of the paragraph in which it begins.
    open: Vec<(String, String, usize)>,
    /// The last one that began.
    pub(super) last: Option<String>,
}

impl Passages {
    pub(super) fn begin(&mut self, node: Node<'_, '_>, paragraph: usize) {
        let (Some(id), Some(name)) = (attribute(node, "id"), attribute(node, "name")) else { return };
        if name.starts_with("p_") && self.open.len() < MOST {
            self.open.push((id.to_owned(), name.to_owned(), paragraph));
            self.last = Some(name.to_owned());
        }
    }

    pub(super) fn end(&mut self, node: Node<'_, '_>) {
        let id = attribute(node, "id");
        self.open.retain(|(open, ..)| Some(open.as_str()) != id);
    }

    /// The bookmarks of a paragraph, and the passages around it, the innermost first. In one paragraph, the innermost begins first.
    pub(super) fn around(&self, own: &[String]) -> Vec<String> {
        let mut around: Vec<&(String, String, usize)> = self.open.iter().filter(|(_, name, _)| !own.contains(name)).collect();
        around.sort_by_key(|(_, _, paragraph)| std::cmp::Reverse(*paragraph));
        own.iter().cloned().chain(around.into_iter().map(|(_, name, _)| name.clone())).collect()
    }
}
