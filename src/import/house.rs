//! `import.yaml`: what the styles of a house are for.

use std::collections::HashMap;

use super::role::Role;
use crate::diag::Diagnostic;
use crate::model::CalloutKind;
use crate::span::{FileId, Span};
use crate::yaml::{self, Origin, Value};

/// What styles are for, by their names in lower case.
#[derive(Debug, Clone, Default)]
pub(super) struct HouseStyles {
    roles: HashMap<String, Role>,
}

const NAMES: [&str; 12] =
    ["heading 1", "heading 2", "heading 3", "heading 4", "title", "subtitle", "caption", "quote", "list", "numbered list", "paragraph", "leave out"];

impl HouseStyles {
    /// Reads the text of the file: a mapping of names of styles to what they are for.
    pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut house = Self::default();
        let Some(root) = yaml::parse(text, Origin::At(file, 0), diagnostics) else { return house };
        let Value::Mapping(pairs) = root.value else {
            let finding = Diagnostic::error("import-styles", Span::new(file, 0..0), "this file does not say what styles are for");
            diagnostics.push(finding.hint("write the name of a style, a colon and what it is for on each line: `BC Recommendation: action`"));
            return house;
        };
        for (key, node) in pairs {
            let role = if let Value::Scalar(word) = &node.value { named(&word.to_lowercase()) } else { None };
            match role {
                Some(role) => {
                    house.roles.insert(key.name.to_lowercase(), role);
                }
                None => {
                    let all: Vec<&str> = NAMES.into_iter().chain(CalloutKind::ALL.into_iter().map(CalloutKind::name)).collect();
                    let written = if let Value::Scalar(word) = &node.value { word.as_str() } else { "" };
                    let finding = Diagnostic::error("import-styles", node.span, format!("`{}` cannot be imported as this", key.name));
                    diagnostics.push(finding.nearest(written, all.iter().copied()).hint(format!("use one of: {}", all.join(", "))));
                }
            }
        }
        house
    }

    pub(super) fn role(&self, style: &str) -> Option<Role> {
        if self.roles.is_empty() { None } else { self.roles.get(&style.to_lowercase()).copied() }
    }
}

fn named(name: &str) -> Option<Role> {
    if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok()) {
        return (1..=6).contains(&level).then_some(Role::Heading(level));
    }
    Some(match name {
        "title" => Role::Title,
        "subtitle" => Role::Subtitle,
        "caption" => Role::Caption,
        "quote" => Role::Quote,
        "list" => Role::Bullet,
        "numbered list" => Role::Numbered,
        "paragraph" => Role::Body,
        "leave out" => Role::LeftOut,
        _ => return CalloutKind::ALL.into_iter().find(|kind| kind.name() == name).map(Role::Callout),
    })
}
