//! Language tags, and the editions in other languages that strategy.yaml names.

use super::values::{required_text, text};
use crate::diag::Diagnostic;
use crate::model::EditionSettings;
use crate::yaml::{Fields, Value, Word};

/// The language of the strategy.
pub(super) fn language(fields: &mut Fields<'_>) -> String {
    let Some(word) = fields.required("language", "language: en-GB") else { return "en-GB".into() };
    language_tag(word, fields).unwrap_or_else(|| "en-GB".into())
}

/// Names of languages that authors may write in place of their tags (BCP 47).
const LANGUAGES: [(&str, &str); 14] = [
    ("english", "en-GB"),
    ("british english", "en-GB"),
    ("welsh", "cy"),
    ("cymraeg", "cy"),
    ("irish", "ga"),
    ("gaeilge", "ga"),
    ("gaelic", "gd"),
    ("scots", "sco"),
    ("polish", "pl"),
    ("urdu", "ur"),
    ("arabic", "ar"),
    ("french", "fr"),
    ("german", "de"),
    ("deutsch", "de"),
];

/// `word`, if it has the form of a language tag (BCP 47); otherwise it is reported.
pub(super) fn language_tag(word: Word, fields: &mut Fields<'_>) -> Option<String> {
    let is_tag = word.text.split('-').enumerate().all(|(at, part)| {
        let letters = at > 0 || (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
        letters && (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    if !is_tag {
        let finding = Diagnostic::error("wrong-value", word.span, format!("`{}` is not a language tag", word.text));
        let tag = word.text.replace('_', "-");
        let named = LANGUAGES.iter().find(|(name, _)| *name == word.text.to_lowercase()).map(|(_, tag)| *tag);
        fields.diagnostics().push(match named.or((tag != word.text && tag.is_ascii()).then_some(&tag)) {
            Some(tag) => finding.hint(format!("write `{tag}`")),
            None => finding.hint("write a tag such as `en-GB` or `cy`"),
        });
        return None;
    }
    Some(word.text)
}

/// Editions in other languages than `original`, by their language tags.
pub(super) fn editions(mut fields: Fields<'_>, original: &str) -> Vec<EditionSettings> {
    let mut editions: Vec<EditionSettings> = Vec::new();
    for (tag, node) in fields.rest() {
        let span = tag.span;
        let Some(language) = language_tag(tag, &mut fields) else { continue };
        let is_same = |other: &str| other.eq_ignore_ascii_case(&language);
        if is_same(original) || editions.iter().any(|edition| is_same(&edition.language)) {
            let finding = Diagnostic::error("edition", span, format!("there is already an edition in `{language}`"));
            let hint = if is_same(original) { "it is the `language` of the strategy: remove it from `editions`" } else { "remove one of the two" };
            fields.diagnostics().push(finding.hint(hint));
            continue;
        }
        if !matches!(node.value, Value::Mapping(_)) {
            let finding = Diagnostic::error("wrong-type", node.span, format!("the edition `{language}` needs its title"));
            fields.diagnostics().push(finding.hint(format!("write `{language}: {{title: The title in that language}}`")));
            continue;
        }
        let mut own = Fields::new(node, fields.diagnostics());
        let title = required_text(&mut own, "title", "title: The title in that language");
        let (subtitle, publisher) = (text(&mut own, "subtitle"), text(&mut own, "publisher"));
        own.finish();
        editions.push(EditionSettings { language, span, title, subtitle, publisher });
    }
    editions
}
