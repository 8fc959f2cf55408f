//! Values that several parts of a file share.

use lopdf::{Object, ObjectId, StringFormat};

use crate::layout::TagId;

/// Numbers of the objects that others refer to before they are written.
#[derive(Clone, Copy)]
pub(super) struct Ids {
    /// Of the first page; the others follow.
    pub(super) pages: u32,
    /// Of the element of the first tag; the others follow.
    pub(super) tags: u32,
}

impl Ids {
    pub(super) fn page(self, number: usize) -> ObjectId {
        (self.pages + number as u32, 0)
    }

    pub(super) fn tag(self, tag: TagId) -> ObjectId {
        (self.tags + tag.0, 0)
    }
}

/// A number with at most three decimals: more than any printer can show.
pub(super) fn real(number: f32) -> Object {
    Object::Real((number * 1000.0).round() / 1000.0)
}

/// Text outside of page content: UTF-16 with its mark (ISO 32000-1, 7.9.2.2).
pub(super) fn text(words: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    words.encode_utf16().for_each(|unit| bytes.extend(unit.to_be_bytes()));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A string of ASCII characters.
pub(super) fn ascii(words: &str) -> Object {
    Object::String(words.bytes().filter(u8::is_ascii).collect(), StringFormat::Literal)
}
