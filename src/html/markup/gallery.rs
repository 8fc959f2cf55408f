//! Pictures beside each other.

use super::super::writer::Writer;
use crate::model::{Gallery, GalleryKind, Target};

impl Writer<'_> {
    /// A list of pictures; a signature is a group, because its parts belong to one person.
    pub(super) fn gallery(&mut self, gallery: &Gallery<Target>) {
        let (list, item) = match gallery.kind {
            GalleryKind::Pictures | GalleryKind::Logos => ("ul", "li"),
            GalleryKind::Signature => ("div", "div"),
        };
        self.raw(&format!("<{list} class=\"gallery gallery-{}\"", gallery.kind.name()));
        self.own_id();
        self.raw(">");
        for one in &gallery.items {
            self.raw(&format!("<{item} class=gallery-item>"));
            self.image(&one.image);
            if !one.caption.is_empty() {
                self.raw("<p class=gallery-caption>");
                self.line(&one.caption);
                self.raw("</p>");
            }
            self.raw(&format!("</{item}>"));
        }
        self.raw(&format!("</{list}>"));
    }
}
