//! The orientation that cameras record in picture files (Exif 2.3, 4.5 and 4.6).

use crate::layout::paged::pages::Orientation;

/// The tag of the orientation.
const ORIENTATION: u16 = 0x0112;

/// The orientation of a JPEG file; upright if the file does not state one.
pub(in crate::layout) fn orientation(jpeg: &[u8]) -> Orientation {
    exif_segment(jpeg).and_then(of_tiff).unwrap_or(Orientation::UPRIGHT)
}

/// The orientation in the Exif metadata of a PNG or WebP file, which some programs write as in JPEG files.
pub(in crate::layout) fn of_metadata(exif: &[u8]) -> Orientation {
    of_tiff(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif)).unwrap_or(Orientation::UPRIGHT)
}

/// The TIFF structure in the APP1 segment, which comes before the frame.
fn exif_segment(jpeg: &[u8]) -> Option<&[u8]> {
    let mut rest = jpeg.get(2..)?;
    loop {
        let (marker, length) = (rest.get(..2)?, usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?])));
        if marker[0] != 0xff || marker[1] == 0xda {
            return None;
        }
        if marker[1] == 0xff {
            rest = &rest[1..];
            continue;
        }
        let segment = rest.get(4..2 + length)?;
        if let Some(tiff) = segment.strip_prefix(b"Exif\0\0").filter(|_| marker[1] == 0xe1) {
            return Some(tiff);
        }
        rest = &rest[2 + length..];
    }
}

fn of_tiff(tiff: &[u8]) -> Option<Orientation> {
    let is_little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let (first, second) = if is_little { (short(4)?, short(6)?) } else { (short(6)?, short(4)?) };
    let directory = usize::from(first) | usize::from(second) << 16;
    let count = usize::from(short(directory)?);
    let entry = (0..count).map(|nth| directory + 2 + nth * 12).find(|at| short(*at) == Some(ORIENTATION))?;
    let value = u8::try_from(short(entry + 8)?).ok()?;
    (1..=8).contains(&value).then_some(Orientation(value))
}

#[cfg(test)]
mod tests {
    use super::orientation;

    /// The start of a JPEG file with an orientation, in either byte order.
    fn jpeg(value: u8, is_little: bool) -> Vec<u8> {
        let mut tiff: Vec<u8> = if is_little {
            b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec()
        } else {
            b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec()
        };
        tiff.extend(if is_little { [value, 0, 0, 0] } else { [0, value, 0, 0] });
        let app0 = [0xff, 0xe0, 0, 4, 1, 2];
        [&[0xff, 0xd8][..], &app0, &[0xff, 0xe1, 0, tiff.len() as u8 + 8], b"Exif\0\0", &tiff].concat()
    }

    #[test]
    fn the_orientation_is_found_in_both_byte_orders() {
        for value in 1..=8 {
            for is_little in [false, true] {
                assert_eq!(orientation(&jpeg(value, is_little)).0, value);
            }
        }
    }

    #[test]
    fn truncated_and_invalid_orientations_are_upright() {
        let whole = jpeg(6, true);
        (0..whole.len()).for_each(|end| assert!(matches!(orientation(&whole[..end]).0, 1 | 6)));
        assert_eq!(orientation(&jpeg(9, false)).0, 1);
        assert_eq!(orientation(b"").0, 1);
    }
}
