//! The JSON of a redline: exactly what its schema says, with whole texts that lead from one version to the other.

use std::collections::BTreeSet;

use greenpaper::model::Draft;
use greenpaper::{SourceMap, history, pipeline, promises, report, schema, theme};
use serde_json::Value;

use crate::cases::{each_input, project, release};
use crate::project::inputs;

/// Checks a value against a schema of draft 7, as far as ours need it, and notes every property and every enumerated value that occurs.
fn check(schema: &Value, value: &Value, root: &Value, path: &str, seen: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/definitions/").expect("a definition");
        return check(&root["definitions"][name], value, root, name, seen);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is_kind = |wanted: &Value| wanted.as_str() == Some(kind) || wanted.as_array().is_some_and(|kinds| kinds.iter().any(|wanted| wanted == kind));
    assert!(schema["type"].is_null() || is_kind(&schema["type"]), "{path} is {value}");
    assert!(schema["const"].is_null() || schema["const"] == *value, "{path} is {value}");
    if let Some(values) = schema["enum"].as_array() {
        assert!(values.contains(value), "{path} is {value}");
        seen.insert(format!("{path} = {value}"));
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        check(&schema["items"], item, root, &format!("{path}[]"), seen);
        assert!(!schema["items"].is_null(), "{path}[{at}] is undocumented");
    }
    let Some(object) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(object.contains_key(name.as_str().expect("a name")), "{path} lacks {name}");
    }
    for (name, value) in object {
        let property = &schema["properties"][name];
        assert!(!property.is_null(), "{path}.{name} is undocumented");
        if !value.is_null() && value.as_array().is_none_or(|array| !array.is_empty()) {
            seen.insert(format!("{path}.{name}"));
        }
        check(property, value, root, &format!("{path}.{name}"), seen);
    }
}

/// Every property and every enumerated value of a schema, as `check` notes them.
fn all(schema: &Value, path: &str, found: &mut BTreeSet<String>) {
    found.extend(schema["enum"].as_array().into_iter().flatten().map(|value| format!("{path} = {value}")));
    all_in(&schema["items"], &format!("{path}[]"), found);
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        found.insert(format!("{path}.{name}"));
        all_in(property, &format!("{path}.{name}"), found);
    }
    for (name, definition) in schema["definitions"].as_object().into_iter().flatten() {
        all(definition, name, found);
    }
}

fn all_in(schema: &Value, path: &str, found: &mut BTreeSet<String>) {
    if schema["$ref"].is_null() && !schema.is_null() {
        all(schema, path, found);
    }
}

/// The text of every paragraph, heading, cell and so on, without spaces.
fn everything(draft: &Draft) -> String {
    crate::show::show(draft).split_whitespace().collect()
}

#[test]
fn reports_are_as_their_schema_says() {
    let schema: Value = serde_json::from_str(&schema::Kind::Redline.schema()).expect("JSON");
    assert_eq!(schema["properties"]["format"]["const"], report::REDLINE_FORMAT);
    let strings = theme::load(None, "", "en-GB", &mut SourceMap::default()).0.strings;
    let mut seen = BTreeSet::new();
    each_input("differences", |text| {
        let mut project = project(text);
        release(&mut project, text);
        let versions = pipeline::versions(&inputs(&project)).expect("a project in memory can be read");
        let current = versions.newest.settings.current().version.clone();
        let first = versions.archived.first().map_or_else(|| current.clone(), |first| first.version.clone());
        for (old, new) in [(&first, &current), (&current, &first)] {
            let (before, after) = (versions.side(old).expect("a version").0, versions.side(new).expect("a version").0);
            let described = |version| versions.described(version).expect("a version");
            let redline = history::redline(before, after);
            let summary = history::summarise(&redline, described(old), described(new));
            let softened = promises::softened(before, after);
            let report = report::redline(&redline, &summary, &softened, (old.as_str(), new.as_str()), &strings, true);
            check(&schema, &serde_json::to_value(&report).expect("JSON"), &schema, "", &mut seen);
            let (olds, news) = (everything(before), everything(after));
            // Pictures and formatting are written in another way.
            let is_plain = |part: &str| !part.starts_with("(image:");
            let has = |whole: &str, part: &str| part.split_whitespace().all(|word| word.contains(['*', '[', '`']) || whole.contains(word));
            for passage in report.texts.iter().flat_map(|text| &text.passages) {
                let is_row = passage.what.as_ref().is_some_and(|what| what.contains("row") || what.contains("column"));
                for (whole, part) in [(&olds, &passage.old), (&news, &passage.new)].into_iter().filter(|_| !is_row) {
                    assert!(part.as_ref().is_none_or(|part| !is_plain(part) || has(whole, part)), "{part:?} is not in that version: {passage:?}");
                }
                let is_move = matches!(
                    passage.change,
                    report::PassageChange::MovedHere
                        | report::PassageChange::MovedAway
                        | report::PassageChange::SectionHere
                        | report::PassageChange::SectionAway
                );
                assert_eq!(is_move, passage.ends.is_some(), "{passage:?}");
                assert!(passage.id.is_some(), "{passage:?}");
            }
        }
    });
    let mut wanted = BTreeSet::new();
    all(&schema, "", &mut wanted);
    let missing: Vec<&String> = wanted.difference(&seen).collect();
    assert!(missing.is_empty(), "no case has {missing:?}");
}
