//! Bitmap files as pixels ready for the page.

use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::exif;
use super::jpeg::{self, Frame};
use crate::layout::paged::pages::{Bitmap, BitmapData, Orientation};

/// More pixels than this are refused: merely reading them takes seconds.
const MOST_PIXELS: u64 = 120_000_000;
/// More pixels than this are not kept: 3,464 along each side of a square are 300 to the inch on any page.
const MOST_KEPT: u64 = 12_000_000;

/// The fault of a format that browsers show and print does not.
pub(in crate::layout) const ONLY_BROWSERS: &str = "print cannot show AVIF pictures";

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8";

/// Whether a file is a bitmap, whatever its name says.
pub(in crate::layout) fn is_bitmap(bytes: &[u8]) -> bool {
    bytes.starts_with(PNG) || bytes.starts_with(JPEG) || bytes.starts_with(b"GIF8") || bytes.get(8..12) == Some(b"WEBP")
}

/// The pixels of a PNG, JPEG, WebP or GIF file, with their orientation; or its fault.
pub(in crate::layout) fn decode(bytes: Vec<u8>) -> Result<(Bitmap, Orientation), String> {
    if bytes.starts_with(PNG) {
        png(&bytes)
    } else if bytes.starts_with(JPEG) {
        let orientation = exif::orientation(&bytes);
        Ok((jpeg(bytes)?, orientation))
    } else if bytes.starts_with(b"GIF8") {
        gif(&bytes).map(|bitmap| (bitmap, Orientation::UPRIGHT))
    } else if bytes.get(8..12) == Some(b"WEBP") {
        webp(&bytes)
    } else if bytes.get(4..8) == Some(b"ftyp") && matches!(bytes.get(8..12), Some(b"avif" | b"avis")) {
        Err(ONLY_BROWSERS.to_owned())
    } else {
        Err("print takes PNG, JPEG, WebP, GIF and SVG pictures; its bytes are none of these, whatever its name says".to_owned())
    }
}

fn png(bytes: &[u8]) -> Result<(Bitmap, Orientation), String> {
    let faulty = |error: png::DecodingError| format!("it is no whole PNG picture ({error})");
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(faulty)?;
    let (width, height) = (reader.info().width, reader.info().height);
    let is_interlaced = reader.info().interlaced;
    let orientation = reader.info().exif_metadata.as_deref().map_or(Orientation::UPRIGHT, exif::of_metadata);
    // Interlaced rows come in no order, and could be made fewer only when all of them are there.
    let side = shrinking(width, height, is_interlaced)?;
    let (channels, has_alpha) = match reader.output_color_type().0 {
        png::ColorType::Grayscale => (1, false),
        png::ColorType::GrayscaleAlpha => (1, true),
        png::ColorType::Rgba => (3, true),
        _ => (3, false),
    };
    let mut rows = SampleRows::new(width, height, side, channels, has_alpha);
    if is_interlaced {
        let mut pixels = vec![0; reader.output_buffer_size().ok_or("it is too large")?];
        let info = reader.next_frame(&mut pixels).map_err(faulty)?;
        pixels[..info.buffer_size()].chunks_exact(info.line_size).for_each(|row| rows.take(row));
    } else {
        while let Some(row) = reader.next_row().map_err(faulty)? {
            rows.take(row.data());
        }
    }
    Ok((rows.finish(), orientation))
}

/// The side of the squares that a bitmap is averaged over, so that it is not larger than it has to be.
fn shrinking(width: u32, height: u32, is_fixed: bool) -> Result<u32, String> {
    let count = u64::from(width) * u64::from(height);
    let side = (1..).find(|side| count / (side * side) <= MOST_KEPT).unwrap_or(1);
    if count > MOST_PIXELS || side > 1 && (is_fixed || side > u64::from(width.min(height))) {
        return Err(format!("it is {width} by {height} pixels: save it smaller, 2,500 pixels wide are enough for a page"));
    }
    Ok(side as u32)
}

/// A bitmap of pixels that are all there, each of three channels, or four with opacity.
fn whole(pixels: &[u8], width: u32, height: u32, side: u32, has_alpha: bool) -> Bitmap {
    let mut rows = SampleRows::new(width, height, side, 3, has_alpha);
    let length = width as usize * if has_alpha { 4 } else { 3 };
    pixels.chunks_exact(length).for_each(|row| rows.take(row));
    rows.finish()
}

/// A still picture, or the first of a moving one.
fn webp(bytes: &[u8]) -> Result<(Bitmap, Orientation), String> {
    let faulty = |error: DecodingError| format!("it is no whole WebP picture ({error})");
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(faulty)?;
    let ((width, height), has_alpha) = (decoder.dimensions(), decoder.has_alpha());
    let side = shrinking(width, height, false)?;
    let mut pixels = vec![0; decoder.output_buffer_size().ok_or("it is too large")?];
    decoder.read_image(&mut pixels).map_err(faulty)?;
    let orientation = decoder.exif_metadata().ok().flatten().map_or(Orientation::UPRIGHT, |exif| exif::of_metadata(&exif));
    Ok((whole(&pixels, width, height, side, has_alpha), orientation))
}

/// The first frame.
fn gif(bytes: &[u8]) -> Result<Bitmap, String> {
    let faulty = |error: gif::DecodingError| format!("it is no whole GIF picture ({error})");
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(faulty)?;
    let (width, height) = (decoder.width(), decoder.height());
    let side = shrinking(width.into(), height.into(), false)?;
    let frame = decoder.read_next_frame().map_err(faulty)?.ok_or("it has no frame")?;
    let (left, top, length) = (usize::from(frame.left) * 4, usize::from(frame.top), usize::from(frame.width) * 4);
    let row_length = usize::from(width) * 4;
    let mut pixels = vec![0; row_length * usize::from(height)];
    for (at, row) in frame.buffer.chunks_exact(length.max(4)).enumerate() {
        let start = (top + at) * row_length + left;
        if let Some(place) = pixels.get_mut(start..start + length).filter(|_| left + length <= row_length) {
            place.copy_from_slice(row);
        }
    }
    Ok(whole(&pixels, width.into(), height.into(), side, true))
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

/// A JPEG file: embedded as it is, unless its colours are those of a printing press.
fn jpeg(mut bytes: Vec<u8>) -> Result<Bitmap, String> {
    let Frame { width, height, channels, end } = jpeg::frame(&bytes)?;
    // Cameras add previews, and films of the moment before.
    bytes.truncate(end);
    if channels == 1 || channels == 3 {
        return Ok(Bitmap { width, height, data: BitmapData::Jpeg(bytes, channels) });
    }
    // Colours for a printing press: the document is in RGB.
    let side = shrinking(width, height, false)?;
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
    let pixels = JpegDecoder::new_with_options(ZCursor::new(&bytes), options).decode().map_err(|_| jpeg::BROKEN)?;
    Ok(whole(&pixels, width, height, side, false))
}
