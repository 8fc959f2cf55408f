//! Picture files: bitmaps ready for the page, drawings as paths.

use std::sync::Arc;

use rayon::prelude::*;

use super::drawing::{Gradient, Group, Paint};
use super::exif;
use super::paged::{Bitmap, BitmapData, Orientation, Shape};
use super::svg::{self, SmallestText, SvgFonts};
use super::units::{Pt, Size};
use crate::model::Picture as PictureFile;

/// More pixels than this are refused: merely reading them takes seconds.
const MOST_PIXELS: u64 = 120_000_000;
/// More pixels than this are not kept: 3,464 along each side of a square are 300 to the inch on any page.
const MOST_KEPT: u64 = 12_000_000;

/// Words of a drawing at least this large are legible at any size that it is printed at: it is never shrunk to a fifth.
const SURELY_LEGIBLE: Pt = Pt(45.0);

/// Reads a picture file by its path from the strategy's folder.
pub type ReadPicture<'r> = dyn Fn(&str) -> Option<Vec<u8>> + Sync + 'r;

/// All pictures of a document, by their numbers.
#[derive(Debug)]
pub(super) struct Pictures {
    pictures: Vec<Result<LoadedPicture, String>>,
    /// Bitmaps by their numbers in the laid-out document.
    pub(super) bitmaps: Vec<Arc<Bitmap>>,
    /// Gradients by their numbers in the laid-out document.
    pub(super) gradients: Vec<Gradient>,
}

/// A picture.
#[derive(Debug, Clone)]
pub(super) enum LoadedPicture {
    /// Pixels: number, and width and height of the upright picture.
    Bitmap(u32, u32, u32, Orientation),
    /// Paths, the features that print drops, and the smallest text.
    Drawing(Arc<Group>, Vec<String>, Option<SmallestText>),
}

enum Decoded {
    Bitmap(Bitmap, Orientation),
    Drawing(svg::Drawing),
}

impl Pictures {
    /// Reads and decodes the pictures that the document shows; the words of drawings are set in the given font files.
    pub(super) fn read(files: &[PictureFile], read: &ReadPicture<'_>, fonts: &SvgFonts) -> Self {
        let decoded: Vec<Result<Decoded, String>> =
            files.par_iter().map(|file| if file.shown { decode(&file.path, read, fonts) } else { Err(String::new()) }).collect();
        let (mut bitmaps, mut gradients) = (Vec::new(), Vec::new());
        let pictures = decoded.into_iter().map(|decoded| decoded.map(|decoded| number(decoded, &mut bitmaps, &mut gradients))).collect();
        Self { pictures, bitmaps, gradients }
    }

    /// Adds a picture that is not the document's.
    pub(super) fn include(&mut self, name: &str, bytes: Vec<u8>, fonts: &SvgFonts) -> Result<LoadedPicture, String> {
        Ok(number(decode_bytes(name, bytes, fonts)?, &mut self.bitmaps, &mut self.gradients))
    }

    /// The picture, if it could be decoded.
    pub(super) fn get(&self, number: u32) -> Option<&LoadedPicture> {
        self.pictures.get(number as usize)?.as_ref().ok()
    }

    /// Whether every picture that the document shows can be set without loss.
    pub(super) fn are_whole(&self, files: &[PictureFile]) -> bool {
        let is_whole = |picture: &Result<LoadedPicture, String>| match picture {
            Ok(LoadedPicture::Bitmap(..)) => true,
            Ok(LoadedPicture::Drawing(_, lost, smallest)) => lost.is_empty() && smallest.as_ref().is_none_or(|text| text.size >= SURELY_LEGIBLE),
            Err(_) => false,
        };
        self.pictures.iter().zip(files).all(|(picture, file)| !file.shown || is_whole(picture))
    }

    /// Why a picture could not be decoded.
    pub(super) fn fault(&self, number: u32) -> Option<&str> {
        self.pictures.get(number as usize)?.as_ref().err().map(String::as_str)
    }
}

/// Takes a decoded picture into the lists of the laid-out document.
fn number(decoded: Decoded, bitmaps: &mut Vec<Arc<Bitmap>>, gradients: &mut Vec<Gradient>) -> LoadedPicture {
    match decoded {
        Decoded::Bitmap(bitmap, orientation) => {
            let picture = LoadedPicture::of_bitmap(bitmaps.len() as u32, &bitmap, orientation);
            bitmaps.push(Arc::new(bitmap));
            picture
        }
        Decoded::Drawing(svg::Drawing { mut group, gradients: own, lost, smallest }) => {
            let first = gradients.len() as u32;
            for path in &mut group.paths {
                if let Some(Paint::Gradient(number, _)) = &mut path.fill {
                    *number += first;
                }
            }
            gradients.extend(own);
            LoadedPicture::Drawing(Arc::new(group), lost, smallest)
        }
    }
}

impl LoadedPicture {
    /// The bitmap of this number in the laid-out document.
    pub(super) fn of_bitmap(number: u32, bitmap: &Bitmap, orientation: Orientation) -> Self {
        let (width, height) = if orientation.swaps_sides() { (bitmap.height, bitmap.width) } else { (bitmap.width, bitmap.height) };
        Self::Bitmap(number, width, height, orientation)
    }

    /// The picture as large as the room allows, and not larger than its pixels at 96 to the inch.
    pub(super) fn fit(&self, room: Size) -> (Shape, Size) {
        // A drawing may grow somewhat: its lines stay sharp.
        self.scaled(room, if matches!(self, Self::Drawing(..)) { 1.25 } else { 1.0 })
    }

    /// The picture as large as the room allows, however small its file says that a drawing is.
    pub(super) fn fill(&self, room: Size) -> (Shape, Size) {
        self.scaled(room, if matches!(self, Self::Drawing(..)) { f32::INFINITY } else { 1.0 })
    }

    fn scaled(&self, room: Size, most: f32) -> (Shape, Size) {
        let natural = match self {
            Self::Bitmap(_, width, height, _) => Size { width: Pt(*width as f32 * 0.75), height: Pt(*height as f32 * 0.75) },
            Self::Drawing(group, ..) => group.size,
        };
        let scale = (room.width / natural.width).min(room.height / natural.height).min(most).max(1e-6);
        let size = Size { width: natural.width * scale, height: natural.height * scale };
        let shape = match self {
            Self::Bitmap(number, _, _, orientation) => Shape::Bitmap(*number, size, *orientation),
            Self::Drawing(group, ..) => {
                let scale = (group.scale.0 * scale, group.scale.1 * scale);
                Shape::Group(Box::new(Group { paths: group.paths.clone(), scale, size }))
            }
        };
        (shape, size)
    }
}

fn decode(path: &str, read: &ReadPicture<'_>, fonts: &SvgFonts) -> Result<Decoded, String> {
    decode_bytes(path, read(path).ok_or("it cannot be read")?, fonts)
}

fn decode_bytes(path: &str, bytes: Vec<u8>, fonts: &SvgFonts) -> Result<Decoded, String> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(&bytes).map(|bitmap| Decoded::Bitmap(bitmap, Orientation::UPRIGHT))
    } else if bytes.starts_with(b"\xff\xd8") {
        let orientation = exif::orientation(&bytes);
        jpeg(bytes).map(|bitmap| Decoded::Bitmap(bitmap, orientation))
    } else if path.to_lowercase().ends_with(".svg") {
        svg::read(&bytes, fonts).map(Decoded::Drawing)
    } else {
        Err("print takes PNG, JPEG and SVG pictures; its bytes are none of these, whatever its name says".to_owned())
    }
}

fn png(bytes: &[u8]) -> Result<Bitmap, String> {
    let faulty = |error: png::DecodingError| format!("it is no whole PNG picture ({error})");
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(faulty)?;
    let (width, height) = (reader.info().width, reader.info().height);
    let (count, is_interlaced) = (u64::from(width) * u64::from(height), reader.info().interlaced);
    let side = (1..).find(|side| count / (side * side) <= MOST_KEPT).unwrap_or(1);
    // Interlaced rows come in no order, and could be made fewer only when all of them are there.
    if count > MOST_PIXELS || side > 1 && (is_interlaced || side > u64::from(width.min(height))) {
        return Err(format!("it is {width} by {height} pixels: save it smaller, 2,500 pixels wide are enough for a page"));
    }
    let (channels, has_alpha) = match reader.output_color_type().0 {
        png::ColorType::Grayscale => (1, false),
        png::ColorType::GrayscaleAlpha => (1, true),
        png::ColorType::Rgba => (3, true),
        _ => (3, false),
    };
    let mut rows = SampleRows::new(width, height, side as u32, channels, has_alpha);
    if is_interlaced {
        let mut pixels = vec![0; reader.output_buffer_size().ok_or("it is too large")?];
        let info = reader.next_frame(&mut pixels).map_err(faulty)?;
        pixels[..info.buffer_size()].chunks_exact(info.line_size).for_each(|row| rows.take(row));
    } else {
        while let Some(row) = reader.next_row().map_err(faulty)? {
            rows.take(row.data());
        }
    }
    Ok(rows.finish())
}

/// Takes the rows of a bitmap, from top to bottom; of a very large one it keeps a pixel for each square of them.
struct SampleRows {
    /// Width of the kept bitmap.
    width: u32,
    height: u32,
    /// Side of each averaged square, in pixels.
    side: usize,
    channels: usize,
    has_alpha: bool,
    /// Sums of the current row of squares: each channel weighted by opacity, then the opacity.
    sums: Vec<u32>,
    /// Rows summed so far.
    open: usize,
    samples: Vec<u8>,
    alpha: Vec<u8>,
}

impl SampleRows {
    fn new(width: u32, height: u32, side: u32, channels: usize, has_alpha: bool) -> Self {
        let (width, height) = (width / side, height / side);
        let (sums, count) = (vec![0; width as usize * (channels + 1)], width as usize * height as usize);
        let alpha = Vec::with_capacity(if has_alpha { count } else { 0 });
        Self { width, height, side: side as usize, channels, has_alpha, sums, open: 0, samples: Vec::with_capacity(count * channels), alpha }
    }

    fn take(&mut self, row: &[u8]) {
        let (channels, depth) = (self.channels, self.channels + usize::from(self.has_alpha));
        if self.side == 1 {
            for pixel in row.chunks_exact(depth) {
                self.samples.extend_from_slice(&pixel[..channels]);
                self.alpha.extend_from_slice(&pixel[channels..]);
            }
            return;
        }
        for (square, sums) in row.chunks_exact(depth * self.side).zip(self.sums.chunks_exact_mut(channels + 1)) {
            for pixel in square.chunks_exact(depth) {
                let opacity = pixel.get(channels).map_or(255, |share| u32::from(*share));
                sums.iter_mut().zip(&pixel[..channels]).for_each(|(sum, sample)| *sum += u32::from(*sample) * opacity);
                sums[channels] += opacity;
            }
        }
        self.open += 1;
        if self.open == self.side {
            self.close();
        }
    }

    /// Keeps a pixel for each open square.
    fn close(&mut self) {
        let count = (self.side * self.side) as u32;
        for sums in self.sums.chunks_exact(self.channels + 1) {
            let (opacity, sums) = (sums[self.channels], &sums[..self.channels]);
            // Fully transparent pixels are white, as the paper is.
            self.samples.extend(sums.iter().map(|sum| (sum + opacity / 2).checked_div(opacity).unwrap_or(255) as u8));
            if self.has_alpha {
                self.alpha.push((opacity / count) as u8);
            }
        }
        self.sums.fill(0);
        self.open = 0;
    }

    fn finish(self) -> Bitmap {
        let Self { width, height, channels, has_alpha, samples, alpha, .. } = self;
        let is_opaque = alpha.iter().all(|share| *share == 255);
        let alpha = (has_alpha && !is_opaque).then_some(alpha);
        Bitmap { width, height, data: BitmapData::Raw { samples, channels: channels as u8, alpha } }
    }
}

/// The size and channels of a JPEG file, if it is complete; the file itself is embedded.
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
