//! Reads `theme.yaml`, for both outputs.

use std::collections::BTreeMap;

use super::contrast::{self, ContrastPair, Palette, Swatch};
use super::print::PrintTokens;
use crate::diag::Diagnostic;
use crate::span::FileId;
use crate::yaml::{self, Fields, Origin, Value};

/// The tokens of a theme.
#[derive(Debug, Clone, Default)]
pub struct DesignTokens {
    /// The theme's name.
    pub name: String,
    /// Colours by name, as `#rrggbb`; those that the theme does not set are the built-in theme's.
    pub colours: Schemes,
    /// Contrasts beyond those that every theme is held to: foreground, background, least ratio (WCAG 2.2, 1.4.6 and 1.4.11).
    pub contrast: Vec<(String, String, f64)>,
    /// Font files of the theme's folder for print, in the order in which they are searched for a character; `default` means
    /// the embedded ones.
    pub fonts: Vec<String>,
    /// Measurements of print.
    pub print: PrintTokens,
}

/// Colours for light and dark screens.
#[derive(Debug, Clone, Default)]
pub struct Schemes {
    /// Dark text on a light background, also for print.
    pub light: BTreeMap<String, String>,
    /// Light text on a dark background.
    pub dark: BTreeMap<String, String>,
}

/// Reads the text of a theme.yaml. Missing and faulty values are those of `base`, except for contrasts and fonts.
pub(super) fn read(text: &str, file: FileId, base: DesignTokens, diagnostics: &mut Vec<Diagnostic>) -> DesignTokens {
    let Some(node) = yaml::parse(text, Origin::At(file, 0), diagnostics) else { return base };
    let mut fields = Fields::new(node, diagnostics);
    let name = fields.required("name", "name: mine").map_or(base.name, |word| word.text);
    let example = "colours: {light: {ink: \"#1b1f23\"}, dark: {ink: \"#e9edeb\"}}";
    let (mut light, mut dark) = (palette(&base.colours.light), palette(&base.colours.dark));
    fields.or_missing("colours", example, |fields| {
        let mut schemes = fields.mapping("colours")?;
        for (key, palette) in [("light", &mut light), ("dark", &mut dark)] {
            let example = format!("{key}: {{ink: \"#1b1f23\"}}");
            let own = schemes.or_missing(key, &example, |schemes| Some(colours(schemes.mapping(key)?)));
            palette.extend(own.into_iter().flatten());
        }
        schemes.finish();
        Some(())
    });
    let pairs: Vec<ContrastPair> = fields.list("contrast").into_iter().filter_map(|item| ContrastPair::read(item, fields.diagnostics())).collect();
    contrast::check([("light", &light), ("dark", &dark)], &pairs, fields.diagnostics());
    let colours = Schemes { light: values(light, base.colours.light), dark: values(dark, base.colours.dark) };
    let contrast = pairs.into_iter().map(|pair| (pair.front.text, pair.back.text, pair.least)).collect();
    let fonts = fields.texts("fonts").into_iter().map(|word| word.text).collect();
    let print = fields.mapping("print").map_or(base.print, PrintTokens::read);
    fields.finish();
    DesignTokens { name, colours, contrast, fonts, print }
}

/// The built-in theme's colours, which have no place in a theme.yaml.
fn palette(base: &BTreeMap<String, String>) -> Palette {
    base.iter().map(|(name, hex)| (name.clone(), Swatch { hex: Some(hex.clone()), span: None })).collect()
}

/// The values of a palette, and those of `base` for colours that could not be read.
fn values(palette: Palette, mut base: BTreeMap<String, String>) -> BTreeMap<String, String> {
    palette.into_iter().filter_map(|(name, swatch)| swatch.hex.or_else(|| base.remove(&name)).map(|hex| (name, hex))).collect()
}

/// The colours that a scheme sets. One that cannot be read is reported, and its name is kept, so that it is not reported as unknown too.
fn colours(mut fields: Fields<'_>) -> Palette {
    let mut colours = Palette::new();
    for (name, node) in fields.rest() {
        if !name.text.starts_with(|c: char| c.is_ascii_lowercase()) || !name.text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_')) {
            let finding = Diagnostic::error("wrong-value", name.span, format!("a colour cannot be named `{}`", name.text));
            fields.diagnostics().push(finding.hint("use only small letters from a to z, digits and `_`, and start with a letter"));
            continue;
        }
        let finding = match &node.value {
            Value::Scalar(hex) if contrast::luminance(hex).is_some() => {
                colours.insert(name.text, Swatch { hex: Some(hex.clone()), span: Some(node.span) });
                continue;
            }
            Value::Null => {
                Diagnostic::error("wrong-value", name.span, format!("the colour `{}` is empty: without quotes, # begins a comment", name.text))
            }
            Value::Scalar(text) => Diagnostic::error("wrong-value", node.span, format!("the colour `{}` cannot be `{text}`", name.text)),
            Value::Sequence(_) | Value::Mapping(_) => {
                let message = format!("the colour `{}` takes one value, not {}", name.text, node.value.kind());
                Diagnostic::error("wrong-type", node.span, message)
            }
        };
        fields.diagnostics().push(finding.hint("write it in quotes, with # and six digits or letters from a to f: `\"#1b1f23\"`"));
        colours.insert(name.text, Swatch { hex: None, span: Some(node.span) });
    }
    colours
}
