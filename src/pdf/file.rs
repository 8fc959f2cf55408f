//! Objects to bytes (ISO 32000-1, 7.5). Objects are written as they arrive and are not kept; those other than streams
//! share object streams, which are compressed in parallel.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};
use rayon::prelude::*;

/// How many objects share a stream: few enough to reach one quickly, many enough to compress well.
const SHARING: usize = 200;

/// A file under construction.
#[derive(Default)]
pub(super) struct PdfFile {
    /// The last object number assigned.
    last: u32,
    /// Objects for the next object stream.
    open: OpenObjects,
    full: Vec<Packed>,
    streams: Vec<(ObjectId, Stream)>,
}

/// Objects of one object stream (ISO 32000-1, 7.5.7).
#[derive(Default)]
pub(super) struct OpenObjects {
    /// Numbers, and where each object starts.
    index: Vec<(u32, usize)>,
    bytes: Vec<u8>,
}

/// An object stream, compressed.
pub(super) struct Packed {
    numbers: Vec<u32>,
    /// Where the first object starts.
    first: usize,
    content: Vec<u8>,
}

/// An object's position in the file.
#[derive(Clone, Copy, Default)]
enum ObjectSlot {
    #[default]
    Free,
    At(u32),
    Within(u32, u16),
}

impl PdfFile {
    /// A number for an object that is set later.
    pub(super) fn reserve(&mut self) -> ObjectId {
        self.last += 1;
        (self.last, 0)
    }

    /// Numbers in a row for as many objects, which are set later; returns the first.
    pub(super) fn reserve_row(&mut self, count: usize) -> u32 {
        let first = self.last + 1;
        self.last += count as u32;
        first
    }

    pub(super) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve();
        self.set(id, object);
        id
    }

    pub(super) fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        match object.into() {
            Object::Stream(stream) => self.streams.push((id, stream)),
            object => {
                self.open.put(id, &object);
                if self.open.index.len() == SHARING {
                    self.full.push(std::mem::take(&mut self.open).packed());
                }
            }
        }
    }

    /// Sets `count` objects in a row from `first` on, made on all cores. None may be a stream.
    pub(super) fn set_row(&mut self, first: u32, count: usize, make: impl Fn(usize) -> Object + Sync) {
        let starts: Vec<usize> = (0..count).step_by(SHARING).collect();
        self.full.par_extend(starts.into_par_iter().map(|start| {
            let mut gathered = OpenObjects::default();
            for at in start..count.min(start + SHARING) {
                gathered.put((first + at as u32, 0), &make(at));
            }
            gathered.packed()
        }));
    }

    /// The file's bytes, whose identifier is a hash of its content (ISO 32000-1, 14.4).
    pub(super) fn close(mut self, root: ObjectId, info: ObjectId) -> Vec<u8> {
        if !self.open.index.is_empty() {
            self.full.push(std::mem::take(&mut self.open).packed());
        }
        self.streams.par_iter_mut().for_each(|(_, stream)| {
            if stream.allows_compression && !stream.dict.has(b"Filter") {
                stream.dict.set("Filter", "FlateDecode");
                stream.content = deflated(&stream.content);
            }
        });
        let count = self.last as usize + self.full.len() + 2;
        let mut places = vec![ObjectSlot::Free; count];
        let size: usize = self.streams.iter().map(|(_, stream)| stream.content.len() + 200).sum();
        let mut out = Vec::with_capacity(size + self.full.iter().map(|packed| packed.content.len() + 200).sum::<usize>() + count * 2);
        // The second line says that the file is not text (ISO 19005-2, 6.1.2).
        out.extend_from_slice(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
        for (id, stream) in self.streams {
            places[id.0 as usize] = ObjectSlot::At(out.len() as u32);
            write_stream(&mut out, id.0, stream.dict, &stream.content);
        }
        for packed in self.full {
            self.last += 1;
            let shared = packed.numbers.iter().zip(0..);
            shared.for_each(|(number, at)| places[*number as usize] = ObjectSlot::Within(self.last, at));
            places[self.last as usize] = ObjectSlot::At(out.len() as u32);
            let dictionary =
                dictionary! { "Type" => "ObjStm", "N" => packed.numbers.len() as i64, "First" => packed.first as i64, "Filter" => "FlateDecode" };
            write_stream(&mut out, self.last, dictionary, &packed.content);
        }
        let start = out.len();
        self.last += 1;
        places[self.last as usize] = ObjectSlot::At(start as u32);
        let name = Object::String(xxhash_rust::xxh3::xxh3_128(&out).to_be_bytes().to_vec(), StringFormat::Hexadecimal);
        let dictionary = dictionary! {
            "Type" => "XRef", "Size" => count as i64, "W" => vec![1.into(), 4.into(), 2.into()], "Root" => root, "Info" => info,
            "ID" => vec![name.clone(), name], "Filter" => "FlateDecode",
            "DecodeParms" => dictionary! { "Predictor" => 12, "Columns" => 7 },
        };
        write_stream(&mut out, self.last, dictionary, &deflated(&table(&places)));
        out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        out
    }
}

impl OpenObjects {
    fn put(&mut self, id: ObjectId, object: &Object) {
        self.index.push((id.0, self.bytes.len()));
        write(&mut self.bytes, object);
        self.bytes.push(b'\n');
    }

    fn packed(self) -> Packed {
        let mut content = Vec::with_capacity(self.bytes.len() + self.index.len() * 12);
        for (number, at) in &self.index {
            // Writing into memory cannot fail.
            write!(content, "{number} {at} ").unwrap_or_default();
        }
        let first = content.len();
        content.extend_from_slice(&self.bytes);
        Packed { numbers: self.index.into_iter().map(|(number, _)| number).collect(), first, content: deflated(&content) }
    }
}

/// The rows of a cross-reference stream, each less the one before it (ISO 32000-1, 7.5.8.3 and 7.4.4.4).
fn table(places: &[ObjectSlot]) -> Vec<u8> {
    let mut rows = Vec::with_capacity(places.len() * 8);
    let mut above = [0u8; 7];
    for place in places {
        let (kind, second, third) = match *place {
            ObjectSlot::Free => (0, 0, u16::MAX),
            ObjectSlot::At(offset) => (1, offset, 0),
            ObjectSlot::Within(stream, at) => (2, stream, at),
        };
        let [a, b, c, d] = second.to_be_bytes();
        let [e, f] = third.to_be_bytes();
        let row = [kind, a, b, c, d, e, f];
        // "Up", in the numbers of the PNG specification.
        rows.push(2);
        rows.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = row;
    }
    rows
}

/// Compresses bytes for the filter FlateDecode.
pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(5));
    // Writing into memory cannot fail.
    encoder.write_all(bytes).unwrap_or_default();
    encoder.finish().unwrap_or_default()
}

fn write_stream(out: &mut Vec<u8>, number: u32, mut dictionary: Dictionary, content: &[u8]) {
    dictionary.set("Length", content.len() as i64);
    writeln!(out, "{number} 0 obj").unwrap_or_default();
    write_dictionary(out, &dictionary);
    out.extend_from_slice(b"stream\n");
    out.extend_from_slice(content);
    out.extend_from_slice(b"\nendstream\nendobj\n");
}

/// Writes an object (ISO 32000-1, 7.3).
fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(number) => write!(out, "{number}").unwrap_or_default(),
        Object::Real(number) => write!(out, "{number}").unwrap_or_default(),
        Object::Name(name) => write_name(out, name),
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            push_hex(out, bytes);
            out.push(b'>');
        }
        Object::String(bytes, StringFormat::Literal) => {
            out.push(b'(');
            for byte in bytes {
                match byte {
                    b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
                    b'\r' => out.extend_from_slice(b"\\r"),
                    _ => out.push(*byte),
                }
            }
            out.push(b')');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b' ');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => write_dictionary(out, dictionary),
        Object::Reference((number, generation)) => write!(out, "{number} {generation} R").unwrap_or_default(),
        // Streams are separate objects and are referenced.
        Object::Stream(_) => out.extend_from_slice(b"null"),
    }
}

fn write_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        write_name(out, key);
        // Other objects begin with a character that ends a name.
        if matches!(value, Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_)) {
            out.push(b' ');
        }
        write(out, value);
    }
    out.extend_from_slice(b">>");
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.push(b'#');
            push_hex(out, &[*byte]);
        }
    }
}

fn push_hex(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in bytes {
        out.extend_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, StringFormat, dictionary};

    use super::PdfFile;

    /// The objects as lopdf reads the bytes.
    #[test]
    fn objects_are_read_as_they_were_written() {
        let mut file = PdfFile::default();
        let string = Object::String(b"a (b) \\ \r c".to_vec(), StringFormat::Literal);
        let ids: Vec<_> = (0..450).map(|number| file.add(vec![Object::Integer(number), string.clone(), Object::Real(-0.5)])).collect();
        let row = file.reserve_row(3);
        file.set_row(row, 3, |at| dictionary! { "A name (#1)" => at as i64, "B" => Object::Null }.into());
        let stream = file.add(lopdf::Stream::new(dictionary! {}, b"content".repeat(99)));
        let root = file.add(dictionary! { "Type" => "Catalog", "S" => stream });
        let info = file.add(dictionary! { "T" => Object::Name(b"n".to_vec()) });
        let bytes = file.close(root, info);
        let read = lopdf::Document::load_mem(&bytes).expect("a file");
        for (number, id) in ids.iter().enumerate() {
            let expected = vec![Object::Integer(number as i64), string.clone(), Object::Real(-0.5)];
            assert_eq!(read.get_object(*id).expect("an object"), &Object::Array(expected));
        }
        let last = read.get_dictionary((row + 2, 0)).expect("a dictionary");
        assert_eq!(last.get(b"A name (#1)").expect("a number"), &Object::Integer(2));
        let stream = read.get_object(stream).and_then(Object::as_stream).expect("a stream");
        assert_eq!(stream.decompressed_content().expect("content"), b"content".repeat(99));
        assert!(read.trailer.get(b"ID").is_ok() && read.trailer.get(b"Root").is_ok());
    }
}
