//! Bitmaps as image objects; transparent ones have a soft mask (ISO 32000-1, 11.6.5.3).

use lopdf::{Dictionary, Stream, dictionary};

use super::file::PdfFile;
use crate::layout::{BitmapData, Paged, Shape};

/// Adds the bitmaps that pages show, named `I` and their number.
pub(super) fn add(file: &mut PdfFile, paged: &Paged) -> Dictionary {
    let mut shown = vec![false; paged.bitmaps.len()];
    for page in &paged.pages {
        let artifacts = page.artifacts.iter().flat_map(|artifact| &artifact.items);
        for item in page.content.iter().map(|(_, item)| item).chain(artifacts) {
            if let Shape::Bitmap(number, ..) = item.shape
                && let Some(shown) = shown.get_mut(number as usize)
            {
                *shown = true;
            }
        }
    }
    let mut names = Dictionary::new();
    for (number, bitmap) in paged.bitmaps.iter().enumerate().filter(|(number, _)| shown[*number]) {
        let base = |channels: u8| {
            dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(bitmap.width), "Height" => i64::from(bitmap.height),
                "BitsPerComponent" => 8, "ColorSpace" => if channels == 1 { "DeviceGray" } else { "DeviceRGB" },
            }
        };
        let stream = match &bitmap.data {
            BitmapData::Jpeg(bytes, channels) => {
                let mut dictionary = base(*channels);
                dictionary.set("Filter", "DCTDecode");
                Stream::new(dictionary, bytes.clone()).with_compression(false)
            }
            BitmapData::Raw { samples, channels, alpha } => {
                let mut dictionary = base(*channels);
                if let Some(alpha) = alpha {
                    dictionary.set("SMask", file.add(Stream::new(base(1), alpha.clone())));
                }
                Stream::new(dictionary, samples.clone())
            }
        };
        names.set(format!("I{number}"), file.add(stream));
    }
    names
}
