//! # alternative-length
//!
//! The alt text of an image has more than 125 characters.
//!
//! Screen readers read it in one go, without a way to pause or go back. Say what matters in the image, and put the rest in the text.
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
//! The alt text of an image begins with "image of" or similar.
//!
//! Screen readers already announce an image. "Map of", "photograph of" and "diagram of" are fine where the kind matters.
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
//! The alt text of an image is a file name.
//!
//! "IMG_2041.jpg" says nothing about the image. Programs insert the file name when no alt text was written.
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
        let finding =
            Diagnostic::warning(LENGTH, image.span, format!("this alt text has {length} characters, which a screen reader reads in one go"));
        findings.push(finding.hint(format!("say what matters in the image in {LONGEST} characters, and put the rest in the text")));
    }
    if let Some(opening) = OPENINGS.iter().find(|opening| words.starts_with(*opening)) {
        let finding = Diagnostic::warning(WORDING, image.span, format!("\"{opening}\" repeats what screen readers announce"));
        findings.push(finding.hint("start with what the image shows"));
    }
    let is_name = words.rsplit_once('.').is_some_and(|(name, ending)| !name.contains(' ') && ENDINGS.contains(&ending));
    let is_number = words.starts_with("img_") || words.starts_with("dsc_") || words.starts_with("image_");
    if is_name || is_number {
        let finding = Diagnostic::warning(FILE, image.span, format!("\"{alternative}\" is a file name, not alt text"));
        findings.push(finding.hint("say in one sentence what the image shows"));
    }
}
