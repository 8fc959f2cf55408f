//! JPEG files as far as print must know them (ITU-T T.81, annex B): the size of the picture, and where it ends.

/// The fault of a file that is cut off or is none.
pub(super) const BROKEN: &str = "it is no whole JPEG picture";

/// What a file says about its picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// In pixels, as they are stored.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) channels: u8,
    /// End of the picture in the file, exclusive.
    pub(super) end: usize,
}

/// Reads a file, or says why no PDF can show it.
pub(super) fn frame(bytes: &[u8]) -> Result<Frame, String> {
    let (mut at, mut found) = (2, None);
    while let Some([0xff, marker]) = bytes.get(at..at + 2) {
        match marker {
            // Padding, and markers without a length.
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xd9 => {
                let (width, height, channels) = found.ok_or(BROKEN)?;
                return Ok(Frame { width, height, channels, end: at + 2 });
            }
            _ => {
                let length = bytes.get(at + 2..at + 4).map(|length| usize::from(length[0]) << 8 | usize::from(length[1])).ok_or(BROKEN)?;
                let segment = bytes.get(at + 4..at + 2 + length.max(2)).ok_or(BROKEN)?;
                // Frame headers, but not the tables DHT, JPG and DAC among them (table B.1).
                if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                    found = Some(header(*marker, segment)?);
                }
                at += 2 + length.max(2);
                if *marker == 0xda {
                    at += scan_length(bytes.get(at..).unwrap_or_default());
                }
            }
        }
    }
    Err(BROKEN.to_owned())
}

/// Width, height and channels from a frame header (B.2.2).
fn header(marker: u8, segment: &[u8]) -> Result<(u32, u32, u8), String> {
    let [precision, y1, y0, x1, x0, channels, ..] = *segment else { return Err(BROKEN.to_owned()) };
    // PDF has no others (ISO 32000-1, 7.4.8).
    if precision != 8 || !matches!(marker, 0xc0..=0xc2) {
        return Err("it is a JPEG picture of a rare kind (lossless, arithmetic or of 12 bits), which print cannot show".to_owned());
    }
    let number = |high: u8, low: u8| u32::from(high) << 8 | u32::from(low);
    let (width, height) = (number(x1, x0), number(y1, y0));
    if width == 0 || height == 0 { Err(BROKEN.to_owned()) } else { Ok((width, height, channels)) }
}

/// The bytes of a scan, up to the next marker that is not part of it (B.1.1.5).
fn scan_length(bytes: &[u8]) -> usize {
    let ends = |at: &usize| bytes.get(at + 1).is_some_and(|next| !matches!(next, 0x00 | 0xd0..=0xd7));
    memchr::memchr_iter(0xff, bytes).find(ends).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::{Frame, frame};

    fn file(marker: u8, precision: u8) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 0xff, 0xd9, 0xff, marker, 0, 17, precision, 0, 16, 0, 24, 3];
        bytes.extend([0; 9]);
        bytes.extend([0xff, 0xda, 0, 4, 1, 2, 7, 0xff, 0x00, 8, 0xff, 0xd1, 9, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn a_picture_ends_where_its_last_scan_does() {
        let whole = file(0xc2, 8);
        let expected = Frame { width: 24, height: 16, channels: 3, end: whole.len() };
        assert_eq!(frame(&whole), Ok(Frame { ..expected }));
        let with_film = [whole.clone(), vec![0; 500]].concat();
        assert_eq!(frame(&with_film), Ok(expected));
        for length in 2..whole.len() {
            assert!(frame(&whole[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn kinds_that_pdf_does_not_have_are_refused() {
        for (marker, precision) in [(0xc1, 12), (0xc3, 8), (0xc9, 8)] {
            assert!(frame(&file(marker, precision)).is_err_and(|fault| fault.contains("rare kind")));
        }
    }
}
