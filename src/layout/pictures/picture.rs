//! Picture files: bitmaps ready for the page, drawings as paths.

use std::sync::Arc;

use rayon::prelude::*;

use super::bitmaps;
use super::svg::{self, SmallestText, SvgFonts};
use crate::layout::paged::drawing::{Gradient, Group, Paint};
use crate::layout::paged::pages::{Bitmap, Orientation, Shape};
use crate::layout::paged::units::{Pt, Size};
use crate::model::Picture as PictureFile;

/// Words of a drawing at least this large are legible at any size that it is printed at: it is never shrunk to a fifth.
const SURELY_LEGIBLE: Pt = Pt(45.0);

/// Bitmaps are printed at no fewer pixels per inch than screens show: they are never enlarged.
const FEWEST_PER_INCH: f32 = 96.0;
/// Below this many pixels per inch, the printed picture looks coarse.
const ENOUGH_PER_INCH: f32 = 150.0;
/// Points per inch.
const INCH: f32 = 72.0;

/// The printed resolution of a bitmap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::layout) struct Resolution {
    /// Pixels per inch.
    pub(in crate::layout) per_inch: f32,
    /// How many pixels wide it would have to be in the same room; `None` if it is fine enough.
    pub(in crate::layout) least_width: Option<u32>,
}

/// The resolution of a bitmap of these pixels in a room.
pub(in crate::layout) fn resolution((width, height): (u32, u32), room: Size) -> Resolution {
    let per_inch = (width as f32 * INCH / room.width.0).max(height as f32 * INCH / room.height.0).max(FEWEST_PER_INCH);
    // It fills the room before it is fine enough, so that what counts is the side that does.
    let share = (room.width.0 / width as f32).min(room.height.0 / height as f32);
    let least_width = (per_inch < ENOUGH_PER_INCH).then(|| (width as f32 * share * ENOUGH_PER_INCH / INCH).ceil() as u32);
    Resolution { per_inch, least_width }
}

/// Reads a picture file by its path from the strategy's folder.
pub type ReadPicture<'r> = dyn Fn(&str) -> Option<Vec<u8>> + Sync + 'r;

/// All pictures of a document, by their numbers.
#[derive(Debug)]
pub(in crate::layout) struct Pictures {
    pictures: Vec<Result<LoadedPicture, String>>,
    /// Bitmaps by their numbers in the laid-out document.
    pub(in crate::layout) bitmaps: Vec<Arc<Bitmap>>,
    /// Gradients by their numbers in the laid-out document.
    pub(in crate::layout) gradients: Vec<Gradient>,
}

/// A picture.
#[derive(Debug, Clone)]
pub(in crate::layout) enum LoadedPicture {
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
    pub(in crate::layout) fn read(files: &[PictureFile], read: &ReadPicture<'_>, fonts: &SvgFonts) -> Self {
        let decoded: Vec<Result<Decoded, String>> =
            files.par_iter().map(|file| if file.shown { decode(&file.path, read, fonts) } else { Err(String::new()) }).collect();
        let (mut bitmaps, mut gradients) = (Vec::new(), Vec::new());
        let pictures = decoded.into_iter().map(|decoded| decoded.map(|decoded| number(decoded, &mut bitmaps, &mut gradients))).collect();
        Self { pictures, bitmaps, gradients }
    }

    /// Adds a picture that is not the document's.
    pub(in crate::layout) fn include(&mut self, name: &str, bytes: Vec<u8>, fonts: &SvgFonts) -> Result<LoadedPicture, String> {
        Ok(number(decode_bytes(name, bytes, fonts)?, &mut self.bitmaps, &mut self.gradients))
    }

    /// The picture, if it could be decoded.
    pub(in crate::layout) fn get(&self, number: u32) -> Option<&LoadedPicture> {
        self.pictures.get(number as usize)?.as_ref().ok()
    }

    /// Whether every picture that the document shows can be set without loss.
    pub(in crate::layout) fn are_whole(&self, files: &[PictureFile]) -> bool {
        let is_whole = |picture: &Result<LoadedPicture, String>| match picture {
            Ok(LoadedPicture::Bitmap(..)) => true,
            Ok(LoadedPicture::Drawing(_, lost, smallest)) => lost.is_empty() && smallest.as_ref().is_none_or(|text| text.size >= SURELY_LEGIBLE),
            Err(_) => false,
        };
        self.pictures.iter().zip(files).all(|(picture, file)| !file.shown || is_whole(picture))
    }

    /// Whether a picture may have too few pixels somewhere, if no room is larger than this one.
    pub(in crate::layout) fn may_be_coarse(&self, number: u32, largest: Size) -> bool {
        match self.get(number) {
            Some(LoadedPicture::Bitmap(_, width, height, _)) => resolution((*width, *height), largest).least_width.is_some(),
            Some(LoadedPicture::Drawing(..)) | None => false,
        }
    }

    /// Why a picture could not be decoded.
    pub(in crate::layout) fn fault(&self, number: u32) -> Option<&str> {
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
    pub(in crate::layout) fn of_bitmap(number: u32, bitmap: &Bitmap, orientation: Orientation) -> Self {
        let (width, height) = if orientation.swaps_sides() { (bitmap.height, bitmap.width) } else { (bitmap.width, bitmap.height) };
        Self::Bitmap(number, width, height, orientation)
    }

    /// The picture as large as the room allows, and not larger than its pixels at 96 to the inch.
    pub(in crate::layout) fn fit(&self, room: Size) -> (Shape, Size) {
        // A drawing may grow somewhat: its lines stay sharp.
        self.scaled(room, if matches!(self, Self::Drawing(..)) { 1.25 } else { 1.0 })
    }

    /// The picture as large as the room allows, however small its file says that a drawing is.
    pub(in crate::layout) fn fill(&self, room: Size) -> (Shape, Size) {
        self.scaled(room, if matches!(self, Self::Drawing(..)) { f32::INFINITY } else { 1.0 })
    }

    fn scaled(&self, room: Size, most: f32) -> (Shape, Size) {
        let natural = match self {
            Self::Bitmap(_, width, height, _) => {
                Size { width: Pt(*width as f32 * INCH / FEWEST_PER_INCH), height: Pt(*height as f32 * INCH / FEWEST_PER_INCH) }
            }
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
    if path.to_lowercase().ends_with(".svg") && !bitmaps::is_bitmap(&bytes) {
        return svg::read(&bytes, fonts).map(Decoded::Drawing);
    }
    bitmaps::decode(bytes).map(|(bitmap, orientation)| Decoded::Bitmap(bitmap, orientation))
}
