//! # alternative-length
//!
//! The alternative of a picture has more than 125 characters.
//!
//! It is spoken in one go: nobody can stop in it or go back. Say the point of the picture, and put the rest into the text.
//!
//! Bad:
//!
//! ```text
//! === images/map.svg
//! <svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
//! === chapters/01-places.md
//! ---
//! title: Places
//! ---
//! ![Map of the area, with South Cumbria in the north, Lancashire below it, Blackpool on the coast and Blackburn with Darwen in the south, near the moors](../images/map.svg)
//! ```
//!
//! Good:
//!
//! ```text
//! === images/map.svg
//! <svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
//! === chapters/01-places.md
//! ---
//! title: Places
//! ---
//! ![Map of the four places, from South Cumbria to Blackburn with Darwen](../images/map.svg)
//! ```
//!
//! Source: NHS service manual, "Accessibility".
//!
//! # alternative-wording
//!
//! The alternative of a picture begins with "image of" or the like.
//!
//! Screen readers say that it is a picture. "Map of", "photograph of" and "diagram of" are fine where the kind matters.
//!
//! Bad:
//!
//! ```text
//! === images/map.svg
//! <svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
//! === chapters/01-places.md
//! ---
//! title: Places
//! ---
//! ![Image of a nurse at a bus stop](../images/map.svg)
//! ```
//!
//! Good:
//!
//! ```text
//! === images/map.svg
//! <svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
//! === chapters/01-places.md
//! ---
//! title: Places
//! ---
//! ![A nurse at a bus stop](../images/map.svg)
//! ```
//!
//! Source: NHS service manual, "Accessibility".
//!
//! # alternative-file-name
//!
//! The alternative of a picture is the name of a file.
//!
//! Nobody can see anything in "IMG_2041.jpg". Programs put it there when nobody wrote an alternative.
//!
//! Bad:
//!
//! ```text
//! === images/map.svg
//! <svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
//! === chapters/01-places.md
//! ---
//! title: Places
//! ---
//! ![map-final_2.svg](../images/map.svg)
//! ```
//!
//! Good:
//!
//! ```text
//! === images/map.svg
//! <svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
//! === chapters/01-places.md
//! ---
//! title: Places
//! ---
//! ![Map of the four places](../images/map.svg)
//! ```
//!
//! Source: WCAG 2.2, failure F30.

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::Image;

const LENGTH: &str = "alternative-length";
const WORDING: &str = "alternative-wording";
const FILE: &str = "alternative-file-name";

pub(super) const FAMILY: Family = Family {
    text: include_str!("images.rs"),
    rules: &[(LENGTH, Some(Severity::Warning)), (WORDING, Some(Severity::Warning)), (FILE, Some(Severity::Warning))],
    visit: Visit::Image(find),
};

const LONGEST: usize = 125;
const OPENINGS: [&str; 12] = [
    "image of",
    "an image of",
    "the image of",
    "image showing",
    "picture of",
    "a picture of",
    "the picture of",
    "picture showing",
    "graphic of",
    "a graphic of",
    "image:",
    "picture:",
];
const ENDINGS: [&str; 7] = ["svg", "png", "jpg", "jpeg", "gif", "webp", "avif"];

fn find(image: &Image, findings: &mut Findings) {
    let Some(alternative) = image.alternative.as_deref() else { return };
    let words = alternative.to_lowercase();
    let length = alternative.chars().count();
    if length > LONGEST {
        let fault = Diagnostic::warning(LENGTH, image.span, format!("this alternative has {length} characters, and is spoken in one go"));
        findings.push(fault.hint(format!("say the point of the picture in {LONGEST}, and put the rest into the text")));
    }
    if let Some(opening) = OPENINGS.iter().find(|opening| words.starts_with(*opening)) {
        let fault = Diagnostic::warning(WORDING, image.span, format!("\"{opening}\" says what screen readers say anyway"));
        findings.push(fault.hint("begin with what can be seen"));
    }
    let is_name = words.rsplit_once('.').is_some_and(|(name, ending)| !name.contains(' ') && ENDINGS.contains(&ending));
    let is_number = words.starts_with("img_") || words.starts_with("dsc_") || words.starts_with("image_");
    if is_name || is_number {
        let fault = Diagnostic::warning(FILE, image.span, format!("\"{alternative}\" is the name of a file, and no alternative"));
        findings.push(fault.hint("say in a sentence what the picture shows"));
    }
}
