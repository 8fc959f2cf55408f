//! What may be written in strategy.yaml and in front matter, for editors: JSON Schema, draft 7, which is what they read.
//!
//! The files say in an author's words what `parse` knows; tests hold the two together, key by key and value by value.

use std::fmt::Write as _;

use crate::check;

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// strategy.yaml.
    Settings,
    /// Front matter of a chapter or a section.
    Chapter,
    /// Front matter of a page that is no chapter.
    Page,
    /// Front matter in the glossary.
    Glossary,
}

/// The folder beside strategy.yaml that holds schemas. Its dot keeps it out of the strategy.
pub const FOLDER: &str = ".schema";

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Settings, Self::Chapter, Self::Page, Self::Glossary];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Chapter => "chapter",
            Self::Page => "page",
            Self::Glossary => "glossary",
        }
    }

    /// Its schema, as JSON.
    #[must_use]
    pub fn schema(self) -> String {
        match self {
            Self::Settings => include_str!("schema/settings.json").replace("\"@rules\"", &rules()),
            Self::Chapter => include_str!("schema/chapter.json").to_owned(),
            // One room of `parse` reads both.
            Self::Page => include_str!("schema/chapter.json").replace("Front matter of a chapter", "Front matter of a page"),
            Self::Glossary => include_str!("schema/glossary.json").to_owned(),
        }
    }
}

/// The rules whose level a strategy may set.
fn rules() -> String {
    let mut rules: Vec<_> = check::rules().filter(check::Rule::is_settable).collect();
    rules.sort_by_key(|rule| rule.name);
    let mut text = String::from("{");
    for (at, rule) in rules.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let summary = serde_json::Value::from(rule.help().summary);
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "{comma}\n        \"{}\": {{\n          \"description\": {summary},\n          \"enum\": [\"off\", \"info\", \"warning\", \"error\"]\n        }}",
            rule.name
        );
    }
    text + "\n      }"
}
