//! Pictures in the formats that Word shows: PNG, JPEG and GIF.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use crate::html::escaped;

/// English metric units in a pixel of 1/96 inch.
const PIXEL: u64 = 9525;
/// The largest picture: 159 by 215 mm, in English metric units.
const WIDEST: u64 = 5_724_000;
const HIGHEST: u64 = 7_740_000;

/// Reads a picture of the strategy by its path.
pub(super) type ReadPicture<'r> = dyn Fn(&str) -> Option<Vec<u8>> + 'r;

/// A picture in the document.
pub(super) struct Picture {
    /// Its path in the package, from the folder of the text.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

/// All pictures.
pub(super) struct Pictures<'r> {
    read: &'r ReadPicture<'r>,
    /// By path; those that Word cannot show have no index.
    known: HashMap<String, Option<usize>>,
    pub(super) list: Vec<Picture>,
    drawings: u32,
}

impl<'r> Pictures<'r> {
    pub(super) fn new(read: &'r ReadPicture<'r>) -> Self {
        Self { read, known: HashMap::new(), list: Vec::new(), drawings: 0 }
    }

    /// The index of the picture that an address from a text leads to, and its size on the page; none if Word cannot show it.
    pub(super) fn add(&mut self, source: &str, pixels: Option<(u32, u32)>) -> Option<(usize, (u64, u64))> {
        let path = percent_decode_str(source.trim_start_matches("../")).decode_utf8_lossy().into_owned();
        let at = match self.known.get(&path) {
            Some(at) => (*at)?,
            None => {
                let found = (self.read)(&path).and_then(|bytes| Some((ending(&bytes)?, bytes)));
                let at = found.map(|(ending, bytes)| {
                    let path = format!("media/picture{}.{ending}", self.list.len() + 1);
                    self.list.push(Picture { path, bytes });
                    self.list.len() - 1
                });
                self.known.insert(path, at);
                at?
            }
        };
        Some((at, fitted(pixels)))
    }

    /// A picture in a line.
    pub(super) fn drawing(&mut self, at: usize, (width, height): (u64, u64), alternative: &str) -> String {
        self.drawings += 1;
        let number = self.drawings;
        let named = |tag: &str, extension: &str| {
            let end = if extension.is_empty() { "/>".to_owned() } else { format!(">{extension}</{tag}>") };
            format!("<{tag} id=\"{number}\" name=\"Picture {number}\" descr=\"{}\"{end}", escaped(alternative))
        };
        // Screen readers pass over pictures that are said to be decoration.
        let decorative = if alternative.is_empty() {
            "<a:extLst><a:ext uri=\"{C183D7F6-B498-43B3-948B-1728B52AA6E4}\"><adec:decorative val=\"1\"/></a:ext></a:extLst>"
        } else {
            ""
        };
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>{}\
             <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>{}<pic:cNvPicPr/>\
             </pic:nvPicPr><pic:blipFill><a:blip r:embed=\"picture{}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>\
             </a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
            named("wp:docPr", decorative),
            named("pic:cNvPr", ""),
            at + 1
        )
    }
}

/// The size on the page, no larger than the text.
fn fitted(pixels: Option<(u32, u32)>) -> (u64, u64) {
    let (width, height) = pixels.filter(|(width, height)| *width > 0 && *height > 0).unwrap_or((400, 300));
    let (width, height) = (u64::from(width) * PIXEL, u64::from(height) * PIXEL);
    let (width, height) = if width > WIDEST { (WIDEST, height * WIDEST / width) } else { (width, height) };
    let (width, height) = if height > HIGHEST { (width * HIGHEST / height, HIGHEST) } else { (width, height) };
    (width.max(1), height.max(1))
}

/// The ending of a format that Word shows, by the first bytes of a file.
fn ending(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        _ => None,
    }
}
