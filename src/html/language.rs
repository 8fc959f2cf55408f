//! Texts in another language than the document.

use crate::model::{Chapter, Target, is_right_to_left};

/// The attributes `lang` and `dir` of a text with a language of its own. A language tag has only letters, digits and hyphens.
pub(super) fn language_attributes(chapter: &Chapter<Target>) -> String {
    let attributes = |language: &String| {
        let direction = if is_right_to_left(language) { "rtl" } else { "ltr" };
        format!(" lang=\"{language}\" dir=\"{direction}\"")
    };
    chapter.front.language.as_ref().map(attributes).unwrap_or_default()
}
