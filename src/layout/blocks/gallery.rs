//! Pictures beside each other.

use crate::layout::paged::tags::TagRole;
use crate::layout::paged::units::{Point, Pt};
use crate::layout::parts::builder::Frame;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::strips::Strip;
use crate::model::{Gallery, GalleryKind, Target};

impl PartBuilder<'_> {
    /// As many pictures to a row as have room; each row is one strip.
    pub(in crate::layout) fn gallery(&mut self, frame: Frame, gallery: &Gallery<Target>) {
        let measures = self.context.measures;
        let (most, height) = match (gallery.kind, measures.large) {
            (GalleryKind::Pictures, false) => (2, measures.height * 0.3),
            (GalleryKind::Pictures, true) => (1, measures.height * 0.5),
            (GalleryKind::Logos, false) => (4, Pt(54.0)),
            (GalleryKind::Logos, true) => (2, Pt(80.0)),
            (GalleryKind::Signature, _) => (1, Pt(90.0)),
        };
        let columns = gallery.items.len().clamp(1, most);
        let gutter = measures.body.size;
        let width = (frame.width - gutter * (columns as f32 - 1.0)) / columns as f32;
        for row in gallery.items.chunks(columns) {
            let mut built: Vec<Vec<Strip>> = Vec::new();
            for item in row {
                let tag = self.part.tags.add(frame.tag, TagRole::Div);
                let inner = Frame { width, ..frame.within(tag) };
                built.push(self.apart(|builder| builder.figure_within(inner, height, &item.image, &item.caption)));
            }
            if columns == 1 {
                built.into_iter().for_each(|strips| self.push(measures.gap, strips));
                continue;
            }
            let height_of = |strips: &Vec<Strip>| strips.iter().map(|strip| strip.gap + strip.height).sum::<Pt>();
            let mut strip = Strip { height: built.iter().map(height_of).fold(Pt::ZERO, Pt::max), ..Strip::default() };
            for (at, strips) in built.into_iter().enumerate() {
                let x = (width + gutter) * at as f32;
                let mut y = Pt::ZERO;
                for part in strips {
                    y += part.gap;
                    let height = part.height;
                    strip.absorb(part, Point::new(if measures.right_to_left { -x } else { x }, y));
                    y += height;
                }
            }
            self.push(measures.gap, vec![strip]);
        }
    }
}
