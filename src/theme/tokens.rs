//! What both outputs read of `theme.yaml`, key by key.

use std::collections::{BTreeMap, HashMap};

use super::print::PrintTokens;
use crate::diag::Diagnostic;
use crate::span::{FileId, Span};
use crate::yaml::{self, Fields, Node, Origin, Value, Word};

/// The tokens of a theme.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    /// The theme's name.
    pub name: String,
    /// Colours by name, as `#rrggbb`.
    pub colours: Schemes,
    /// Pairs that must be told apart: foreground, background, least contrast (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11).
    pub contrast: Vec<(String, String, f64)>,
    /// Font files of the theme's folder for print, in the order in which they are asked for a character; `default` stands
    /// for the embedded ones.
    pub fonts: Vec<String>,
    /// Paper.
    pub print: PrintTokens,
}

/// Colours for light and dark screens.
#[derive(Debug, Clone, Default)]
pub struct Schemes {
    /// Dark on light; also for print.
    pub light: BTreeMap<String, String>,
    /// Light on dark.
    pub dark: BTreeMap<String, String>,
}

/// Reads the text of a theme.yaml. What it lacks, or has wrong, is as in `base`; contrasts and fonts are never taken from it.
pub(super) fn read(text: &str, file: FileId, base: Tokens, diagnostics: &mut Vec<Diagnostic>) -> Tokens {
    let Some(node) = yaml::parse(text, Origin::At(file, 0), diagnostics) else { return base };
    let mut fields = Fields::new(node, diagnostics);
    let name = fields.required("name", "name: mine").map_or(base.name, |word| word.text);
    let example = "colours: {light: {ink: \"#1b1f23\"}, dark: {ink: \"#e9edeb\"}}";
    let colours = fields.or_missing("colours", example, |fields| {
        let mut schemes = fields.mapping("colours")?;
        let mut scheme = |key, base: &BTreeMap<String, String>| {
            let colours = schemes.or_missing(key, &format!("{key}: {{ink: \"#1b1f23\"}}"), |schemes| Some(colours(schemes.mapping(key)?)));
            colours.unwrap_or_else(|| base.clone())
        };
        let colours = Schemes { light: scheme("light", &base.colours.light), dark: scheme("dark", &base.colours.dark) };
        schemes.finish();
        Some(colours)
    });
    let colours = colours.unwrap_or(base.colours);
    let pairs: Vec<Pair> = fields.list("contrast").into_iter().filter_map(|item| pair(item, fields.diagnostics())).collect();
    pairs.iter().for_each(|pair| pair.check(&colours, fields.diagnostics()));
    let contrast = pairs.into_iter().map(|pair| (pair.front.text, pair.back.text, pair.least)).collect();
    let fonts = fields.texts("fonts").into_iter().map(|word| word.text).collect();
    let print = fields.mapping("print").map_or(base.print, PrintTokens::read);
    fields.finish();
    Tokens { name, colours, contrast, fonts, print }
}

/// The colours of a scheme; one that is none is reported.
fn colours(mut fields: Fields<'_>) -> BTreeMap<String, String> {
    let mut colours = BTreeMap::new();
    for (name, node) in fields.rest() {
        let hex = if let Value::Scalar(hex) = &node.value { hex.clone() } else { String::new() };
        if luminance(&hex).is_none() {
            let fault = match &node.value {
                Value::Null => {
                    Diagnostic::error("wrong-value", name.span, format!("the colour `{}` is empty: without quotes, # begins a comment", name.text))
                }
                Value::Scalar(text) => Diagnostic::error("wrong-value", node.span, format!("the colour `{}` cannot be `{text}`", name.text)),
                other => Diagnostic::error("wrong-type", node.span, format!("the colour `{}` takes one value, not {}", name.text, other.kind())),
            };
            fields.diagnostics().push(fault.hint("write it in quotes, with # and six digits or letters from a to f: `\"#1b1f23\"`"));
        }
        // What is no colour is known by its name all the same: one fault is enough.
        colours.insert(name.text, hex);
    }
    colours
}

/// Two colours that must be told apart, as written.
struct Pair {
    front: Word,
    back: Word,
    least: f64,
    span: Span,
}

fn pair(node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Pair> {
    let span = node.span;
    let words: Vec<Word> = match node.value {
        Value::Sequence(items) => items
            .into_iter()
            .filter_map(|item| match item.value {
                Value::Scalar(text) => Some(Word { text, span: item.span }),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let pair = <[Word; 3]>::try_from(words).ok().and_then(|[front, back, least]| {
        let least = least.text.parse().ok().filter(|least| (1.0..=21.0).contains(least))?;
        Some(Pair { front, back, least, span })
    });
    if pair.is_none() {
        let fault = Diagnostic::error("wrong-type", span, "this is no pair of colours with the contrast that they need");
        diagnostics.push(fault.hint("write two names of colours and a number from 1 to 21, such as `- [ink, paper, 7]`"));
    }
    pair
}

impl Pair {
    /// Reports a colour that there is not, and a contrast that is too low, in either scheme.
    fn check(&self, colours: &Schemes, diagnostics: &mut Vec<Diagnostic>) {
        for (scheme, colours) in [("light", &colours.light), ("dark", &colours.dark)] {
            let luminance: HashMap<&str, f64> = colours.iter().filter_map(|(name, hex)| Some((name.as_str(), luminance(hex)?))).collect();
            let find = |word: &Word| luminance.get(word.text.as_str()).copied();
            let (front, back) = (find(&self.front), find(&self.back));
            for (word, found) in [(&self.front, front), (&self.back, back)] {
                if found.is_none() && !colours.contains_key(&word.text) {
                    let fault = Diagnostic::error("theme", word.span, format!("there is no {scheme} colour `{}`", word.text));
                    diagnostics
                        .push(fault.nearest(&word.text, colours.keys().map(String::as_str)).hint(format!("name a colour of `{scheme}:` above")));
                }
            }
            let (Some(front), Some(back)) = (front, back) else { continue };
            let ratio = contrast(front, back);
            if ratio + 1e-9 < self.least {
                let (front, back, least) = (&self.front.text, &self.back.text, self.least);
                let message = format!("{scheme}: `{front}` on `{back}` has a contrast of {ratio:.2}, less than {least}");
                diagnostics.push(Diagnostic::error("theme", self.span, message).hint("make one of the two darker or lighter"));
            }
        }
    }
}

/// Relative luminance of `#rrggbb` (WCAG 2.2, definition "relative luminance").
fn luminance(hex: &str) -> Option<f64> {
    let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let rgb = u32::from_str_radix(digits, 16).ok()?;
    let linear = |shift: u32| {
        let channel = f64::from(rgb >> shift & 0xff) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0))
}

/// WCAG 2.2, definition "contrast ratio".
fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
