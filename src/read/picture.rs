//! Formats and sizes of pictures, from their names and first bytes.

/// Whether the file has the extension of a format that browsers support.
pub(super) fn is_picture(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(ending.as_str(), "svg" | "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif")
}

/// Width and height in pixels, from the start of the file.
pub(super) fn size(path: &str, head: &[u8]) -> Option<(u32, u32)> {
    if path.to_ascii_lowercase().ends_with(".svg") {
        return svg_size(head);
    }
    let size = imagesize::blob_size(head).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// Width and height of an SVG: those of its `viewBox`, which sets its proportions, or else its attributes.
fn svg_size(head: &[u8]) -> Option<(u32, u32)> {
    let text = String::from_utf8_lossy(head);
    let root = text.split_once("<svg")?.1.split('>').next()?;
    let value = |name: &str| {
        let rest = root.split_once(&format!(" {name}="))?.1;
        let quote = rest.chars().next()?;
        rest[quote.len_utf8()..].split(quote).next()
    };
    let numbers = |text: &str| text.split([' ', ',']).filter_map(|n| n.trim_end_matches("px").parse().ok()).collect::<Vec<f32>>();
    let own = || Some(vec![0.0, 0.0, *numbers(value("width")?).first()?, *numbers(value("height")?).first()?]);
    match value("viewBox").map(numbers).or_else(own)?[..] {
        [_, _, width, height] if width >= 1.0 && height >= 1.0 => Some((width as u32, height as u32)),
        _ => None,
    }
}
