//! JSON Schemas for strategy.yaml and front matter, in draft 7, which editors support, and for what programs read.
//!
//! Tests compare them with `parse`, for each key and value.

use std::fmt::Write as _;

use crate::check;

/// A kind of file or output with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// strategy.yaml.
    Settings,
    /// Front matter of a chapter or a section.
    Chapter,
    /// Front matter of a page other than a chapter.
    Page,
    /// Front matter of a glossary file.
    Glossary,
    /// What `greenpaper redline --format json` prints.
    Redline,
    /// The document for programs, `data/document.json` of a site.
    Document,
}

/// The folder for schemas, next to strategy.yaml. The dot excludes it from the strategy.
pub const FOLDER: &str = ".schema";

impl Kind {
    /// The kinds that authors write.
    pub const ALL: [Self; 4] = [Self::Settings, Self::Chapter, Self::Page, Self::Glossary];

    /// Its name, as in file names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Chapter => "chapter",
            Self::Page => "page",
            Self::Glossary => "glossary",
            Self::Redline => "redline",
            Self::Document => "document",
        }
    }

    /// Its schema, as JSON.
    ///
    /// ```
    /// let schema = greenpaper::schema::Kind::Chapter.schema();
    /// assert!(schema.contains("\"title\": \"Front matter of a chapter\""));
    /// ```
    #[must_use]
    pub fn schema(self) -> String {
        match self {
            Self::Settings => include_str!("schema/settings.json").replace("\"@rules\"", &rules()),
            Self::Chapter => include_str!("schema/chapter.json").to_owned(),
            // Pages have the same keys as chapters.
            Self::Page => include_str!("schema/chapter.json").replace("Front matter of a chapter", "Front matter of a page"),
            Self::Glossary => include_str!("schema/glossary.json").to_owned(),
            Self::Redline => include_str!("schema/redline.json").to_owned(),
            Self::Document => include_str!("schema/document.json").to_owned(),
        }
    }
}

/// The rules that a strategy may set, as the properties of an object.
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
