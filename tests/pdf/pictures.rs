//! Pictures: bitmaps and drawings of every kind, and what is said about those that print cannot show as they are.

use greenpaper::diag::Severity;
use greenpaper::layout::{BitmapData, Paint, PathStep, Shape};
use greenpaper::pdf;

use crate::faults::runs;
use crate::project::{Files, SETTINGS, print};
use crate::properties::hold;

#[test]
fn files_that_are_not_pictures_are_reported() {
    let body = "![A picture](../images/a.png)\n\n![Another](../images/b.jpg)\n\n![A drawing](../images/c.svg)\n\n![A program](../images/d.svg)\n";
    let mut files = Files::chapter(SETTINGS, body);
    files.add("images/a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x4e\x20\0\0\x4e\x20\x08\x06\0\0\0 truncated");
    files.add("images/b.jpg", b"this is no picture");
    files.add("images/c.svg", "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'><image xlink:href='passwords.png' width='9' height='9'/><rect width='9' height='9'/></svg>");
    files.add(
        "images/d.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>alert(1)</script><rect width='9' height='9'/></svg>",
    );
    let print = print(&files, false);
    let faults: Vec<&str> = print.faults.iter().filter(|fault| fault.rule == "picture").map(|fault| fault.message.as_str()).collect();
    assert_eq!(faults.len(), 4, "{faults:?}");
    assert!(faults[2].contains("a picture inside it is left out") && faults[3].contains("it has a program in it (`<script>`, line"), "{faults:?}");
    assert!(print.paged.pages.iter().flat_map(|page| &page.content).any(|(_, item)| matches!(item.shape, Shape::Group(_))), "the drawing is shown");
    hold(&print.paged);
}

#[test]
fn very_large_pictures_are_downsampled() {
    // Squares of four pixels, of which two can be seen.
    let row = [200, 255, 0, 0].repeat(3500);
    let other = [0, 0, 200, 255].repeat(3500);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 7000, 1800);
    encoder.set_color(png::ColorType::GrayscaleAlpha);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&[row, other].concat().repeat(900)).expect("pixels");
    writer.finish().expect("a picture");
    let mut files = Files::chapter(SETTINGS, "![A picture](../images/a.png)\n");
    files.add("images/a.png", bytes);
    let print = print(&files, false);
    assert!(print.faults.is_empty(), "{:?}", print.faults);
    let [bitmap] = &print.paged.bitmaps[..] else { panic!("{} pictures", print.paged.bitmaps.len()) };
    assert_eq!((bitmap.width, bitmap.height), (3500, 900));
    let BitmapData::Raw { samples, channels: 1, alpha: Some(alpha) } = &bitmap.data else { panic!("no pixels") };
    assert!(samples.len() == 3500 * 900 && samples.iter().all(|sample| *sample == 200), "{:?}", &samples[..9]);
    assert!(alpha.len() == 3500 * 900 && alpha.iter().all(|share| *share == 127), "{:?}", &alpha[..9]);
}

#[test]
fn large_interlaced_pictures_are_refused() {
    let mut files = Files::chapter(SETTINGS, "![A picture](../images/a.png)\n");
    // The beginning of an interlaced picture, 4000 by 4000.
    files.add("images/a.png", b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x0f\xa0\x00\x00\x0f\xa0\x08\x06\x00\x00\x01\x99\x78\xd3\x94\x00\x00\x00\x09\x49\x44\x41\x54");
    let print = print(&files, false);
    let [fault] = &print.faults[..] else { panic!("{:?}", print.faults) };
    assert!(fault.message.contains("4000 by 4000 pixels: save it smaller"), "{fault:?}");
}

/// A strategy that shows one of the pictures in `tests/pdf/pictures`: 24 by 16, red, blue at the top left.
fn showing(name: &str) -> crate::project::Print {
    let mut files = Files::chapter(SETTINGS, &format!("![A picture](../images/{name})\n"));
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/pictures").join(name);
    files.add(&format!("images/{name}"), std::fs::read(path).expect("a picture"));
    print(&files, false)
}

#[test]
fn pictures_of_many_formats_are_printed() {
    for name in ["cmyk.jpg", "plain.webp", "two.gif", "turned.png"] {
        let print = showing(name);
        assert!(print.faults.iter().all(|fault| fault.rule == "picture-resolution"), "{name}: {:?}", print.faults);
        let [bitmap] = &print.paged.bitmaps[..] else { panic!("{name}: one bitmap") };
        assert_eq!((bitmap.width, bitmap.height), (24, 16), "{name}");
        let BitmapData::Raw { samples, channels: 3, alpha: None } = &bitmap.data else { panic!("{name}: three channels") };
        let pixel = |at: usize| [samples[at * 3], samples[at * 3 + 1], samples[at * 3 + 2]];
        let is_near = |found: [u8; 3], wanted: [u8; 3]| found.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(wanted) < 40);
        assert!(is_near(pixel(24 * 2 + 2), [30, 60, 160]) && is_near(pixel(24 * 14 + 20), [170, 51, 51]), "{name}: {:?}", pixel(50));
        let placed = print.paged.pages.iter().flat_map(|page| &page.content).find_map(|(_, item)| match &item.shape {
            Shape::Bitmap(_, size, orientation) => Some((size.width.0, orientation.0)),
            _ => None,
        });
        assert_eq!(placed, Some(if name == "turned.png" { (12.0, 6) } else { (18.0, 1) }), "{name}");
        assert!(pdf::render(&print.paged).starts_with(b"%PDF"));
    }
}

#[test]
fn pictures_that_only_browsers_show_are_a_warning() {
    let print = showing("plain.avif");
    let [fault] = &print.faults[..] else { panic!("{:?}", print.faults) };
    assert!(fault.severity == Severity::Warning && fault.message.contains("print cannot show AVIF pictures"), "{fault:?}");
    assert!(runs(&print).iter().any(|run| run.contains("A picture")), "its alt text is in its place");
}

#[test]
fn truncated_pictures_are_reported() {
    for name in ["cmyk.jpg", "plain.webp", "two.gif", "turned.png"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/pictures").join(name);
        let whole = std::fs::read(path).expect("a picture");
        for end in (12..whole.len() - 1).step_by(whole.len() / 4) {
            let mut files = Files::chapter(SETTINGS, &format!("![A picture](../images/{name})\n"));
            files.add(&format!("images/{name}"), &whole[..end]);
            hold(&print(&files, false).paged);
        }
    }
}

/// A chapter that shows this drawing, laid out.
fn drawn(content: &str) -> crate::project::Print {
    let mut files = Files::chapter(SETTINGS, "![A drawing](../images/a.svg)\n");
    files.add("images/a.svg", format!("<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'>{content}</svg>"));
    print(&files, false)
}

#[test]
fn gradients_and_clips_of_drawings_are_drawn() {
    let print = drawn(
        "<defs><linearGradient id='a'><stop offset='.2' stop-color='red'/><stop offset='.2' stop-color='lime'/><stop offset='1' stop-color='blue'/></linearGradient>
        <radialGradient id='b'><stop offset='0' stop-color='white'/><stop offset='1' stop-color='black'/></radialGradient>
        <clipPath id='c'><circle cx='45' cy='30' r='20' transform='translate(5 0)'/></clipPath></defs>
        <rect width='45' height='60' fill='url(#a)'/><g clip-path='url(#c)'><rect x='45' width='45' height='60' fill='url(#b)'/></g>",
    );
    assert!(print.faults.is_empty(), "{:?}", print.faults);
    assert_eq!(print.paged.gradients.len(), 2);
    let group = print.paged.pages.iter().flat_map(|page| &page.content).find_map(|(_, item)| match &item.shape {
        Shape::Group(group) => Some(group),
        _ => None,
    });
    let [first, second] = &group.expect("a drawing").paths[..] else { panic!("{group:?}") };
    assert!(matches!(first.fill, Some(Paint::Gradient(0, _))) && first.clip.is_none());
    // The circle is moved: its rightmost point is the centre, the radius and the move.
    let clip = second.clip.as_ref().expect("a clip");
    let right = clip.segments.iter().map(|segment| if let PathStep::Cubic(.., x, _) = segment { *x } else { 0.0 }).fold(0.0, f32::max);
    assert!(matches!(second.fill, Some(Paint::Gradient(1, _))) && (right - 70.0).abs() < 0.1, "{right}");
    let bytes = pdf::render(&print.paged);
    let file = lopdf::Document::load_mem(&bytes).expect("a file");
    let shadings = file.objects.values().filter_map(|object| object.as_dict().ok()).filter(|dictionary| dictionary.has(b"ShadingType"));
    assert_eq!(shadings.count(), 2);
}

#[test]
fn drawings_with_huge_numbers_are_refused() {
    for content in [
        "<path d='M10 10 A 5 1e38 0 0 1 20 20 Z'/>",
        "<path d='M10 10A5-20000000000 0 0 1 20 20Z'/>",
        "<linearGradient id='g' gradientUnits='userSpaceOnUse' x1='1e38'><stop stop-color='red'/><stop offset='1'/></linearGradient><rect width='9' height='9' fill='url(#g)'/>",
        "<linearGradient id='g' gradientTransform='scale(1e9) scale(1e9)'><stop stop-color='red'/><stop offset='1'/></linearGradient><g transform='scale(1e9)'><g transform='scale(1e9)'><g transform='scale(1e9)'><rect width='9' height='9' fill='url(#g)'/></g></g></g>",
    ] {
        let print = drawn(content);
        let [fault] = &print.faults[..] else { panic!("{content}: {:?}", print.faults) };
        assert!(fault.severity == Severity::Error && fault.span.is_some() && fault.message.contains("larger than"), "{fault:?}");
    }
    // Not numbers, although they look like it.
    let print = drawn(
        "<linearGradient id='a1e99'><stop stop-color='#1e9999'/><stop offset='1'/></linearGradient><g id='1e99' data-name='12345678901'><path d='M1e1.5.5-1e-3 9em' fill='url(#a1e99)'/><rect width='9' height='9' fill='url(#a1e99)'/></g>",
    );
    assert!(print.faults.is_empty(), "{:?}", print.faults);
}

#[test]
fn compressed_drawings_are_refused() {
    let mut files = Files::chapter(SETTINGS, "![A drawing](../images/a.svg)\n");
    files.add("images/a.svg", b"\x1f\x8b\x08\0\0\0\0\0\0\x03");
    let print = print(&files, false);
    let [fault] = &print.faults[..] else { panic!("{:?}", print.faults) };
    assert!(fault.severity == Severity::Error && fault.span.is_some() && fault.message.contains("save it as plain SVG"), "{fault:?}");
}

#[test]
fn features_of_a_drawing_that_are_lost_are_reported() {
    let rect = "<rect width='90' height='60'";
    for (content, lost) in [
        (format!("<mask id='m'>{rect} fill='white'/></mask>{rect} mask='url(#m)'/>"), "a mask"),
        (format!("<pattern id='p' width='9' height='9' patternUnits='userSpaceOnUse'>{rect}/></pattern>{rect} fill='url(#p)'/>"), "a pattern"),
        (format!("<filter id='f'><feGaussianBlur stdDeviation='2'/></filter>{rect} filter='url(#f)'/>"), "an effect"),
        (format!("{rect}/><image href='other.png' width='9' height='9'/>"), "a picture inside it"),
        (format!("{rect}/><image href='data:image/png;base64,iVBORw0KGgo=' width='9' height='9'/>"), "a picture inside it"),
        (format!("<g style='mix-blend-mode:multiply'>{rect}/></g>"), "mixed"),
    ] {
        let print = drawn(&content);
        let [fault] = &print.faults[..] else { panic!("{content}: {:?}", print.faults) };
        assert!(fault.severity == Severity::Warning && fault.span.is_some() && fault.message.contains("images/a.svg"), "{fault:?}");
        assert!(fault.message.contains(lost) && fault.message.contains("(line 1)") && !fault.hints.is_empty(), "{fault:?}");
    }
}

/// A chapter that shows a grey picture of this size.
fn grey(width: u32, height: u32, body: &str) -> Files {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&vec![90; (width * height) as usize]).expect("pixels");
    writer.finish().expect("a picture");
    let mut files = Files::chapter(SETTINGS, body);
    files.add("images/a.png", bytes);
    files
}

#[test]
fn pictures_with_too_few_pixels_say_how_wide_they_must_be() {
    let body = "![A picture](../images/a.png)\n";
    for (width, height) in [(20, 20), (300, 200), (700, 20), (40, 600), (601, 2)] {
        for large in [false, true] {
            let found = print(&grey(width, height, body), large);
            let [fault] = &found.faults[..] else { panic!("{width} by {height}: {:?}", found.faults) };
            assert!(fault.rule == "picture-resolution" && fault.severity == Severity::Warning && fault.span.is_some(), "{fault:?}");
            let hint = fault.hints.first().expect("a remedy");
            let least: u32 = hint.split_whitespace().find_map(|word| word.parse().ok()).expect("a width");
            assert!(least > width, "{hint}");
            let remedied = grey(least, (least as f32 * height as f32 / width as f32).ceil() as u32, body);
            assert!(print(&remedied, large).faults.is_empty(), "{width} by {height}: {hint}");
        }
    }
}

#[test]
fn a_coarse_picture_is_reported_wherever_it_is_shown() {
    let inside = "> [!note] A box\n>\n> ![A picture](../images/a.png)\n\n- An item ![A picture](../images/a.png) of text\n";
    let places = |files: &Files| print(files, false).faults.iter().filter(|fault| fault.rule == "picture-resolution").count();
    // The picture in the line is as high as its letters.
    assert_eq!(places(&grey(500, 300, inside)), 1);
    assert_eq!(places(&grey(30, 20, inside)), 2);
    let mut files = grey(500, 300, "Text on a place.\n");
    files.add("glossary/place.md", "---\nterm: Place\n---\nAn area.\n\n![A picture](../images/a.png)\n");
    assert_eq!(places(&files), 1);
}

#[test]
fn words_of_a_drawing_that_no_font_has_are_named() {
    let print = drawn("<text x='5' y='30' font-size='20'>Plain \u{6f22}\u{5b57} and \u{2082} and <tspan>\u{13000}x</tspan></text>");
    let [fault] = &print.faults[..] else { panic!("{:?}", print.faults) };
    assert!(fault.message.contains("\u{201c}\u{6f22}\u{5b57} \u{13000}x\u{201d}"), "{fault:?}");
}
