//! Checks the contrast of every pair of colours that the site uses together.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::span::Span;
use crate::yaml::{Node, Value, Word};

/// Colours of one scheme by name: those that theme.yaml sets, and the built-in theme's for the rest.
pub(super) type Palette = BTreeMap<String, Swatch>;

/// A colour and where it is written.
#[derive(Debug, Clone)]
pub(super) struct Swatch {
    /// As `#rrggbb`; none if it could not be read, which has been reported.
    pub(super) hex: Option<String>,
    /// Place in theme.yaml; none for a colour of the built-in theme.
    pub(super) span: Option<Span>,
}

/// Both schemes of a theme, with their names in messages.
pub(super) type Palettes<'a> = [(&'static str, &'a Palette); 2];

/// Backgrounds of the site on which text and drawings appear.
const BACKGROUNDS: &[&str] = &["paper", "field", "accent_tint", "status_tint"];

/// Colours that the stylesheet sets on backgrounds.
struct Use {
    colours: &'static [&'static str],
    backgrounds: &'static [&'static str],
    /// Least ratio.
    least: f64,
    /// What it is used for, in messages.
    what: &'static str,
    /// Success criterion of WCAG 2.2.
    criterion: &'static str,
}

const fn text(colours: &'static [&'static str], backgrounds: &'static [&'static str]) -> Use {
    Use { colours, backgrounds, least: 4.5, what: "text", criterion: "1.4.3" }
}

const fn shapes(colours: &'static [&'static str], backgrounds: &'static [&'static str], what: &'static str) -> Use {
    Use { colours, backgrounds, least: 3.0, what, criterion: "1.4.11" }
}

/// Every meaningful use of colour in static/site.css. `line` only separates, and `status` only is the background of its word.
const USES: &[Use] = &[
    text(&["ink", "neutral", "link", "visited"], BACKGROUNDS),
    text(&["on_accent"], &["accent"]),
    text(&["status_ink"], &["status"]),
    // Figures of statistics are large text, which needs only 3:1; the rest are bars, lines, edges and buttons.
    shapes(&["accent"], BACKGROUNDS, "large figures, charts and edges"),
    shapes(&["mark"], BACKGROUNDS, "charts"),
    shapes(&["edge"], BACKGROUNDS, "edges"),
    shapes(&["status_edge"], BACKGROUNDS, "the edge of a warning"),
    shapes(&["focus"], BACKGROUNDS, "the focus ring"),
    shapes(&["focus_halo"], &["focus"], "the outer focus ring"),
];

/// A pair of colours that the theme lists, with the least ratio that it asks for.
pub(super) struct ContrastPair {
    pub(super) front: Word,
    pub(super) back: Word,
    pub(super) least: f64,
    span: Span,
}

impl ContrastPair {
    /// Reads an item of `contrast:`.
    pub(super) fn read(node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
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
            Some(Self { front, back, least, span })
        });
        if pair.is_none() {
            let finding = Diagnostic::error("wrong-type", span, "this is not a pair of colours with a contrast ratio");
            diagnostics.push(finding.hint("write two names of colours and a number from 1 to 21, such as `- [ink, paper, 7]`"));
        }
        pair
    }

    /// Whether it asks for at least this ratio of these colours.
    fn covers(&self, front: &str, back: &str, least: f64) -> bool {
        let names = (self.front.text.as_str(), self.back.text.as_str());
        (names == (front, back) || names == (back, front)) && self.least >= least
    }

    /// Reports a name that is not a colour, and a contrast that is too low, in either scheme.
    fn check(&self, palettes: Palettes<'_>, diagnostics: &mut Vec<Diagnostic>) {
        for (scheme, palette) in palettes {
            for word in [&self.front, &self.back] {
                if !palette.contains_key(&word.text) {
                    let finding = Diagnostic::error("theme", word.span, format!("there is no {scheme} colour `{}`", word.text));
                    let finding = finding.nearest(&word.text, palette.keys().map(String::as_str));
                    diagnostics.push(finding.hint(format!("name a colour of `{scheme}:` above")));
                }
            }
            let (front, back) = (&self.front.text, &self.back.text);
            if let Some(ratio) = ratio(palette, front, back).filter(|ratio| *ratio < self.least) {
                let message = too_low(scheme, front, back, ratio, &format!("this line asks for at least {}:1", self.least));
                diagnostics.push(Diagnostic::error("theme", self.span, message).hint("make one of the two darker or lighter"));
            }
        }
    }
}

/// Reports every pair of colours with too little contrast: those that the theme lists, then those that the site uses.
pub(super) fn check(palettes: Palettes<'_>, pairs: &[ContrastPair], diagnostics: &mut Vec<Diagnostic>) {
    pairs.iter().for_each(|pair| pair.check(palettes, diagnostics));
    for used in USES {
        let all = used.colours.iter().flat_map(|front| used.backgrounds.iter().map(move |back| (*front, *back)));
        for (front, back) in all.filter(|(front, back)| !pairs.iter().any(|pair| pair.covers(front, back, used.least))) {
            diagnostics.extend(palettes.into_iter().filter_map(|(scheme, palette)| used.finding(scheme, palette, front, back)));
        }
    }
}

impl Use {
    /// The finding for `front` on `back`, placed where the theme sets one of them; none if the contrast is high enough.
    fn finding(&self, scheme: &str, palette: &Palette, front: &str, back: &str) -> Option<Diagnostic> {
        let ratio = ratio(palette, front, back).filter(|ratio| *ratio < self.least)?;
        let verb = if self.what.ends_with('s') { "need" } else { "needs" };
        let message = too_low(scheme, front, back, ratio, &format!("{} {verb} at least {}:1", self.what, self.least));
        let span = |name: &str| palette.get(name).and_then(|swatch| swatch.span);
        let place = span(front).or(span(back));
        let mut finding = Diagnostic::error("theme", place, message);
        if let (Some(_), Some(back_place)) = (span(front), span(back)) {
            finding = finding.label(back_place, "on this");
        }
        Some(finding.hint(format!("make one of the two darker or lighter (WCAG 2.2, success criterion {})", self.criterion)))
    }
}

fn too_low(scheme: &str, front: &str, back: &str, ratio: f64, needed: &str) -> String {
    // Round down, so that 4.499 is not shown as 4.5.
    let ratio = (ratio * 100.0).floor() / 100.0;
    format!("the {scheme} colours `{front}` and `{back}` have a contrast of {ratio:.2}:1; {needed}")
}

/// Contrast ratio of two colours, with a tolerance for rounding errors; none if one of them is unknown.
fn ratio(palette: &Palette, front: &str, back: &str) -> Option<f64> {
    let luminance = |name: &str| luminance(palette.get(name)?.hex.as_deref()?);
    Some(contrast(luminance(front)?, luminance(back)?) + 1e-9)
}

/// Relative luminance of `#rrggbb` (WCAG 2.2, definition "relative luminance").
pub(super) fn luminance(hex: &str) -> Option<f64> {
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

#[cfg(test)]
mod tests {
    use super::USES;

    /// Colours that only separate or decorate.
    const DECORATION: [&str; 2] = ["line", "status"];

    /// Every colour that the built-in stylesheet uses, by property.
    fn used(properties: &[&str]) -> Vec<String> {
        let css = include_str!("../../themes/default/static/site.css");
        let names =
            |value: &str| value.split("var(--").skip(1).map(|rest| rest.split(')').next().unwrap_or("").replace('-', "_")).collect::<Vec<_>>();
        let declarations = css.split(['{', '}', ';']).filter_map(|text| text.rsplit_once("*/").map_or(text, |(_, after)| after).split_once(':'));
        declarations
            .filter(|(key, _)| properties.iter().any(|property| key.trim().starts_with(property)))
            .flat_map(|(_, value)| names(value))
            .collect()
    }

    /// Names of colours of the built-in theme.
    fn colours() -> Vec<String> {
        crate::theme::load(None, "", "en-GB", &mut crate::span::SourceMap::default()).0.tokens.colours.light.into_keys().collect()
    }

    #[test]
    fn every_colour_of_the_stylesheet_is_held_to_a_contrast() {
        let colours = colours();
        let front = used(&["color", "fill", "stroke", "border", "outline"]);
        let back = used(&["background"]);
        assert!(front.len() > 50 && back.len() > 20, "the stylesheet was not understood");
        for name in front.iter().filter(|name| colours.contains(*name)) {
            let is_known = USES.iter().any(|used| used.colours.contains(&name.as_str()) || used.backgrounds.contains(&name.as_str()));
            assert!(is_known || DECORATION.contains(&name.as_str()), "{name} is set on nothing");
        }
        for name in back.iter().filter(|name| colours.contains(*name)) {
            assert!(USES.iter().any(|used| used.backgrounds.contains(&name.as_str())), "nothing is set on {name}");
        }
    }
}
