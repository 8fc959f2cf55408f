//! The published stylesheet: custom properties for the theme's colours, then `static/site.css`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::tokens::Schemes;
use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

/// Name of the stylesheet in `static/`.
pub const STYLESHEET: &str = "site.css";

/// The published stylesheet: custom properties for `colours`, then `css`. Dark colours apply to screens only, so print is light.
pub(super) fn published(colours: &Schemes, css: &[u8]) -> Vec<u8> {
    let mut head = String::from("/* The colours of theme.yaml */\n\n:root {\n");
    declare(&mut head, "  ", &colours.light);
    // Where a reader has chosen colours, the device's do not count. Every rule is as specific as `:root`, so that later ones win.
    let dark = [
        ("screen and (prefers-color-scheme: dark)", ":root:where(:not([data-colours=light], [data-colours=contrast]))"),
        ("screen", ":root:where([data-colours=dark])"),
    ];
    for (medium, selector) in dark {
        head.push_str(&format!("}}\n\n@media {medium} {{\n  {selector} {{\n"));
        declare(&mut head, "    ", &colours.dark);
        head.push_str("  }\n");
    }
    head.push_str("}\n\n");
    let mut published = head.into_bytes();
    published.extend_from_slice(css);
    published
}

fn declare(css: &mut String, indent: &str, colours: &BTreeMap<String, String>) {
    for (name, hex) in colours {
        // Writing to a string cannot fail.
        let _ = writeln!(css, "{indent}{}: {hex};", property(name));
    }
}

/// The custom property of a colour: `accent_tint` is `--accent-tint`.
fn property(name: &str) -> String {
    format!("--{}", name.replace('_', "-"))
}

/// Reports a theme's own stylesheet if it sets colours on `:root` again, so that those of `theme.yaml` have no effect.
pub(super) fn check(css: &str, file: FileId, colours: &Schemes, diagnostics: &mut Vec<Diagnostic>) {
    let mut again = colours.light.keys().filter_map(|name| Some((set_on_root(css, &property(name))?, name)));
    let first = again.by_ref().min();
    let Some((at, name)) = first else { return };
    let property = property(name);
    let message = format!("`{property}` is set again here, so `{name}` in theme.yaml has no effect on the site");
    let finding = Diagnostic::warning("theme", Span::new(file, at..at + property.len()), message);
    diagnostics.push(finding.hint("delete the colours from the stylesheet: they are taken from theme.yaml"));
}

/// Byte offset at which a rule for `:root` sets `property` to a value other than another property.
fn set_on_root(css: &str, property: &str) -> Option<usize> {
    let is_set = |at: &usize| {
        let value = css[at + property.len()..].trim_start().strip_prefix(':').map(str::trim_start);
        let selector = css[..*at].rsplit_once('{').map_or("", |(before, _)| before);
        let is_open = !css[selector.len()..*at].contains('}');
        is_open && selector.trim_end().ends_with(":root") && value.is_some_and(|value| !value.starts_with("var("))
    };
    css.match_indices(property).map(|(at, _)| at).find(is_set)
}
