//! Picture files: bitmaps ready for the page, drawings as paths.

use std::sync::Arc;

use rayon::prelude::*;

use super::drawing::{Gradient, Group, Paint};
use super::paged::{Bitmap, BitmapData, Shape};
use super::svg;
use super::units::{Pt, Size};
use crate::model::Picture as File;

/// More pixels than this are refused: they would take the memory of the whole build.
const MOST_PIXELS: u64 = 120_000_000;

/// Reads a picture file by its path from the strategy's folder.
pub type ReadPicture<'r> = dyn Fn(&str) -> Option<Vec<u8>> + Sync + 'r;

/// All pictures of a document, by their numbers.
#[derive(Debug)]
pub(super) struct Pictures {
    pictures: Vec<Result<Picture, String>>,
    /// Bitmaps by their numbers in the laid-out document.
    pub(super) bitmaps: Vec<Arc<Bitmap>>,
    /// Gradients by their numbers in the laid-out document.
    pub(super) gradients: Vec<Gradient>,
}

/// A picture.
#[derive(Debug, Clone)]
pub(super) enum Picture {
    /// Pixels: number and size.
    Bitmap(u32, u32, u32),
    /// Paths, and what is lost of the drawing.
    Drawing(Arc<Group>, Vec<&'static str>),
}

enum Decoded {
    Bitmap(Bitmap),
    Drawing(svg::Drawing),
}

impl Pictures {
    /// Reads and decodes the pictures that the document shows; the words of drawings are set in the given font files.
    pub(super) fn read(files: &[File], read: &ReadPicture<'_>, fonts: &svg::Fonts) -> Self {
        let decoded: Vec<Result<Decoded, String>> =
            files.par_iter().map(|file| if file.shown { decode(&file.path, read, fonts) } else { Err(String::new()) }).collect();
        let (mut bitmaps, mut gradients) = (Vec::new(), Vec::new());
        let number = |decoded| match decoded {
            Decoded::Bitmap(bitmap) => {
                let picture = Picture::Bitmap(bitmaps.len() as u32, bitmap.width, bitmap.height);
                bitmaps.push(Arc::new(bitmap));
                picture
            }
            Decoded::Drawing(svg::Drawing { mut group, gradients: own, lost }) => {
                let first = gradients.len() as u32;
                for path in &mut group.paths {
                    if let Some(Paint::Gradient(number, _)) = &mut path.fill {
                        *number += first;
                    }
                }
                gradients.extend(own);
                Picture::Drawing(Arc::new(group), lost)
            }
        };
        let mut number = number;
        let pictures = decoded.into_iter().map(|decoded| decoded.map(&mut number)).collect();
        Self { pictures, bitmaps, gradients }
    }

    /// The picture, if it could be decoded.
    pub(super) fn get(&self, number: u32) -> Option<&Picture> {
        self.pictures.get(number as usize)?.as_ref().ok()
    }

    /// Whether every picture that the document shows can be set, and nothing of it is lost.
    pub(super) fn are_whole(&self, files: &[File]) -> bool {
        let is_whole = |picture: &Result<Picture, String>| match picture {
            Ok(Picture::Bitmap(..)) => true,
            Ok(Picture::Drawing(_, lost)) => lost.is_empty(),
            Err(_) => false,
        };
        self.pictures.iter().zip(files).all(|(picture, file)| !file.shown || is_whole(picture))
    }

    /// Why a picture could not be decoded.
    pub(super) fn fault(&self, number: u32) -> Option<&str> {
        self.pictures.get(number as usize)?.as_ref().err().map(String::as_str)
    }
}

impl Picture {
    /// The picture as large as the room allows, and not larger than its pixels at 96 to the inch.
    pub(super) fn fit(&self, room: Size) -> (Shape, Size) {
        let natural = match self {
            Self::Bitmap(_, width, height) => Size { width: Pt(*width as f32 * 0.75), height: Pt(*height as f32 * 0.75) },
            Self::Drawing(group, _) => group.size,
        };
        let is_drawing = matches!(self, Self::Drawing(..));
        let scale = (room.width / natural.width).min(room.height / natural.height);
        // A drawing may grow somewhat: its lines stay sharp.
        let scale = scale.min(if is_drawing { 1.25 } else { 1.0 }).max(1e-6);
        let size = Size { width: natural.width * scale, height: natural.height * scale };
        let shape = match self {
            Self::Bitmap(number, ..) => Shape::Bitmap(*number, size),
            Self::Drawing(group, _) => {
                let scale = (group.scale.0 * scale, group.scale.1 * scale);
                Shape::Group(Box::new(Group { paths: group.paths.clone(), scale, size }))
            }
        };
        (shape, size)
    }
}

fn decode(path: &str, read: &ReadPicture<'_>, fonts: &svg::Fonts) -> Result<Decoded, String> {
    let bytes = read(path).ok_or("it cannot be read")?;
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(&bytes).map(Decoded::Bitmap)
    } else if bytes.starts_with(b"\xff\xd8") {
        jpeg(bytes).map(Decoded::Bitmap)
    } else if path.to_lowercase().ends_with(".svg") {
        svg::read(&bytes, fonts).map(Decoded::Drawing)
    } else {
        Err("print takes PNG, JPEG and SVG pictures; its bytes are none of these, whatever its name says".to_owned())
    }
}

/// Decodes a PNG picture of the theme or an author.
pub(super) fn bitmap(bytes: Vec<u8>) -> Result<Bitmap, String> {
    if bytes.starts_with(b"\xff\xd8") { jpeg(bytes) } else { png(&bytes) }
}

fn png(bytes: &[u8]) -> Result<Bitmap, String> {
    let faulty = |error: png::DecodingError| format!("it is no whole PNG picture ({error})");
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(faulty)?;
    let (width, height) = (reader.info().width, reader.info().height);
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(format!("it is {width} by {height} pixels: save it smaller, 2,500 pixels wide are enough for a page"));
    }
    let mut pixels = vec![0; reader.output_buffer_size().ok_or("it is too large")?];
    let info = reader.next_frame(&mut pixels).map_err(faulty)?;
    pixels.truncate(info.buffer_size());
    let (channels, has_alpha) = match info.color_type {
        png::ColorType::Grayscale => (1, false),
        png::ColorType::GrayscaleAlpha => (1, true),
        png::ColorType::Rgba => (3, true),
        _ => (3, false),
    };
    let (samples, alpha) = if has_alpha {
        let mut samples = Vec::with_capacity(pixels.len());
        let mut alpha = Vec::with_capacity(pixels.len() / (channels + 1));
        for pixel in pixels.chunks_exact(channels + 1) {
            samples.extend_from_slice(&pixel[..channels]);
            alpha.push(pixel[channels]);
        }
        let is_opaque = alpha.iter().all(|share| *share == 255);
        (samples, (!is_opaque).then_some(alpha))
    } else {
        (pixels, None)
    };
    Ok(Bitmap { width, height, data: BitmapData::Raw { samples, channels: channels as u8, alpha } })
}

/// Finds a JPEG's size and channels and sees that it is whole; the file itself goes into the document.
fn jpeg(bytes: Vec<u8>) -> Result<Bitmap, String> {
    let broken = || "it is no whole JPEG picture".to_owned();
    let mut at = 2;
    let (width, height, channels) = loop {
        let marker = bytes.get(at..at + 4).ok_or_else(broken)?;
        if marker[0] != 0xff {
            return Err(broken());
        }
        if marker[1] == 0xff {
            at += 1;
            continue;
        }
        // Frame headers, but not the tables DHT, JPG and DAC among them (ITU-T T.81, table B.1).
        if matches!(marker[1], 0xc0..=0xcf) && !matches!(marker[1], 0xc4 | 0xc8 | 0xcc) {
            let frame = bytes.get(at + 4..at + 10).ok_or_else(broken)?;
            let number = |high: u8, low: u8| u32::from(high) << 8 | u32::from(low);
            break (number(frame[3], frame[4]), number(frame[1], frame[2]), frame[5]);
        }
        at += 2 + (usize::from(marker[2]) << 8 | usize::from(marker[3]));
    };
    let tail = &bytes[bytes.len().saturating_sub(64)..];
    if width == 0 || height == 0 || !tail.windows(2).any(|pair| pair == [0xff, 0xd9]) {
        return Err(broken());
    }
    if channels != 1 && channels != 3 {
        return Err("its colours are for a printing press (CMYK): save it as RGB".to_owned());
    }
    Ok(Bitmap { width, height, data: BitmapData::Jpeg(bytes, channels) })
}
