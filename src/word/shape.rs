//! How paragraphs and words look.

use crate::html::escaped;
use crate::model::is_right_to_left;

/// What elements inherit from those around them.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The style of paragraphs.
    pub(super) style: String,
    pub(super) look: Look,
    /// How many lists are open.
    pub(super) depth: usize,
    /// By how many levels headings are lower.
    pub(super) lower: u8,
    /// The alignment of a cell.
    pub(super) alignment: Option<&'static str>,
    pub(super) is_right_to_left: bool,
    /// Whether it is in a box, whose style its paragraphs keep.
    pub(super) is_boxed: bool,
}

impl Place {
    /// Running text in the document's own language.
    pub(super) fn text(is_right_to_left: bool) -> Self {
        let look = Look { is_right_to_left, ..Look::default() };
        Self { style: String::new(), look, depth: 0, lower: 0, alignment: None, is_right_to_left, is_boxed: false }
    }

    /// The same in another style.
    pub(super) fn styled(&self, style: &str) -> Self {
        Self { style: style.to_owned(), ..self.clone() }
    }

    /// The same in another language.
    pub(super) fn in_language(&self, tag: &str) -> Self {
        let is_right_to_left = is_right_to_left(tag);
        let look = Look { language: Some(tag.to_owned()), is_right_to_left, ..self.look.clone() };
        Self { look, is_right_to_left, ..self.clone() }
    }
}

/// How words look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) style: Option<&'static str>,
    pub(super) is_bold: bool,
    pub(super) is_italic: bool,
    pub(super) is_struck: bool,
    /// `superscript` or `subscript`.
    pub(super) shift: Option<&'static str>,
    pub(super) is_right_to_left: bool,
    /// BCP 47 tag, if it is not the document's language.
    pub(super) language: Option<String>,
    /// Whether spaces and line ends are kept.
    pub(super) is_verbatim: bool,
}

impl Look {
    /// `w:rPr`, in the order of its schema; empty if there is nothing to say.
    pub(super) fn properties(&self) -> String {
        let mut out = String::new();
        if let Some(style) = self.style {
            out.push_str(&format!("<w:rStyle w:val=\"{style}\"/>"));
        }
        for (is_set, xml) in [(self.is_bold, "<w:b/><w:bCs/>"), (self.is_italic, "<w:i/><w:iCs/>"), (self.is_struck, "<w:strike/>")] {
            if is_set {
                out.push_str(xml);
            }
        }
        if let Some(shift) = self.shift {
            out.push_str(&format!("<w:vertAlign w:val=\"{shift}\"/>"));
        }
        if self.is_right_to_left {
            out.push_str("<w:rtl/>");
        }
        if let Some(language) = &self.language {
            out.push_str(&language_element(language));
        }
        if out.is_empty() { out } else { format!("<w:rPr>{out}</w:rPr>") }
    }
}

/// `w:lang`, which names languages by their script.
pub(super) fn language_element(tag: &str) -> String {
    let attribute = match tag.split('-').next().unwrap_or("").to_lowercase().as_str() {
        _ if is_right_to_left(tag) => "bidi",
        "zh" | "ja" | "ko" => "eastAsia",
        _ => "val",
    };
    format!("<w:lang w:{attribute}=\"{}\"/>", escaped(tag))
}
