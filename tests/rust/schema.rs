//! The schemas for editors have exactly the keys and values that the program accepts.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use greenpaper::diag::Diagnostic;
use greenpaper::parse::{self, ParseCache};
use greenpaper::schema::{FOLDER, Kind};
use greenpaper::{check, read};
use serde_json::{Value, json};

use crate::project::MemoryProject;

/// A step from a mapping to a nested one: a key, and whether its value is a list of mappings.
type Step<'s> = (&'s str, bool);

/// Collects every mapping of a schema, with its path.
fn mappings<'s>(schema: &'s Value, way: &[Step<'s>], found: &mut Vec<(Vec<Step<'s>>, &'s Value)>) {
    let Some(properties) = schema["properties"].as_object() else { return };
    found.push((way.to_vec(), schema));
    for (key, property) in properties {
        mappings(property, &[way, &[(key, false)]].concat(), found);
        mappings(&property["items"], &[way, &[(key, true)]].concat(), found);
    }
}

/// Example values for a mapping's required keys.
fn required(schema: &Value) -> Value {
    let keys = schema["required"].as_array().into_iter().flatten().map(|key| key.as_str().expect("a name"));
    Value::Object(keys.map(|key| (key.to_owned(), example(&schema["properties"][key]))).collect())
}

fn example(property: &Value) -> Value {
    let first = |name: &str| property[name].as_array().and_then(|values| values.first()).cloned();
    first("examples").or_else(|| first("enum")).unwrap_or_else(|| panic!("no example: {property}"))
}

/// The content of a file with `key: value` in the mapping at the path `way`.
fn with(schema: &Value, way: &[Step<'_>], key: &str, value: Value) -> Value {
    let mut content = required(schema);
    match way {
        [] => content[key] = value,
        [(name, is_list), rest @ ..] => {
            let property = &schema["properties"][*name];
            let inner = with(if *is_list { &property["items"] } else { property }, rest, key, value);
            content[*name] = if *is_list { json!([inner]) } else { inner };
        }
    }
    content
}

/// Checks a file of the given kind.
fn diagnostics(kind: Kind, content: &Value) -> Vec<Diagnostic> {
    // JSON is also YAML.
    let front = format!("---\n{content}\n---\nA definition.\n");
    let chapter = "---\ntitle: A chapter\n---\nText.\n";
    let settings = content.to_string();
    let files: Vec<(&str, &str)> = match kind {
        Kind::Settings => vec![("strategy.yaml", &settings), ("chapters/01-a.md", chapter)],
        Kind::Chapter => vec![("chapters/01-a.md", &front)],
        Kind::Page => vec![("chapters/01-a.md", chapter), ("pages/b.md", &front)],
        Kind::Glossary => vec![("chapters/01-a.md", chapter), ("glossary/a.md", &front)],
        Kind::Redline | Kind::Document => unreachable!("authors do not write it"),
    };
    let project = MemoryProject::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let sources = read::read(&project).expect("a project in memory can be read").0;
    let (draft, faults) = parse::parse(&sources, &mut ParseCache::default());
    let faults = check::apply_levels(faults, &draft.settings.check, &draft.allowances);
    let rules = ["yaml", "unknown-key", "duplicate-key", "missing-key", "wrong-type", "wrong-value", "bad-date", "bad-version", "unknown-rule"];
    faults.into_iter().filter(|fault| rules.contains(&fault.rule.as_str())).collect()
}

fn schema(kind: Kind) -> Value {
    let mut schema: Value = serde_json::from_str(&kind.schema()).expect("a schema is JSON");
    // Required for a single term; a list of terms has no `term`.
    if kind == Kind::Glossary {
        schema["required"] = json!(["term"]);
    }
    schema
}

/// The names in a hint such as `it is one of: draft, final`.
fn names(fault: &Diagnostic) -> BTreeSet<&str> {
    let list = fault.hints.iter().filter_map(|hint| hint.split_once(": ")).map(|(_, names)| names).next_back();
    list.unwrap_or_else(|| panic!("no names: {fault:?}")).split(", ").collect()
}

/// Calls `check_mapping` with each mapping of each kind of file.
fn each_mapping(check_mapping: impl Fn(Kind, &Value, &[Step<'_>], &Value)) {
    for kind in Kind::ALL {
        let schema = schema(kind);
        let mut found = Vec::new();
        mappings(&schema, &[], &mut found);
        for (way, mapping) in found {
            check_mapping(kind, &schema, &way, mapping);
        }
    }
}

#[test]
fn schemas_have_the_keys_that_are_read() {
    each_mapping(|kind, schema, way, mapping| {
        assert_eq!(mapping["additionalProperties"], false, "{way:?}");
        let faults = diagnostics(kind, &with(schema, way, "zzqqx", json!(1)));
        let known: BTreeSet<&str> = mapping["properties"].as_object().expect("keys").keys().map(String::as_str).collect();
        if way == [("check", false)] {
            assert!(faults.iter().any(|fault| fault.rule == "unknown-rule" || fault.rule == "wrong-value"), "{faults:?}");
            let all = known.iter().map(|rule| ((*rule).to_owned(), json!("off"))).collect();
            let mut content = required(schema);
            content["check"] = Value::Object(all);
            assert_eq!(diagnostics(kind, &content), [], "every rule can be set");
            return;
        }
        let fault = faults.iter().find(|fault| fault.message.contains("zzqqx")).unwrap_or_else(|| panic!("{way:?}: {faults:?}"));
        assert_eq!(names(fault), known, "keys of {} {way:?}", kind.name());
    });
}

#[test]
fn schemas_have_the_values_that_are_read() {
    each_mapping(|kind, schema, way, mapping| {
        for (key, property) in mapping["properties"].as_object().expect("keys") {
            let inner = property["anyOf"].get(0).unwrap_or(property);
            let try_it = |value: &Value| diagnostics(kind, &with(schema, way, key, value.clone()));
            let good = ["examples", "enum"].iter().filter_map(|name| property[*name].as_array()).flatten().chain(property.get("default"));
            for value in good.chain(inner["enum"].as_array().into_iter().flatten()) {
                assert_eq!(try_it(value), [], "{way:?} {key}: {value} is refused");
            }
            if let Some(options) = inner["enum"].as_array() {
                let faults = try_it(&json!("zzqqx"));
                let known = options.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect::<BTreeSet<_>>();
                let named: BTreeSet<String> = names(faults.first().expect("a fault")).into_iter().map(str::to_owned).collect();
                assert_eq!(named, known, "values of {way:?} {key}");
            }
            assert!(!try_it(&json!({"zzqqx": {"zzqqx": 1}})).is_empty(), "{way:?} {key} accepts anything");
            assert!(property["description"].as_str().is_some_and(|text| text.len() > 8 && text.ends_with('.')), "{way:?} {key} has no description");
        }
    });
}

#[test]
fn schemas_require_the_keys_that_are_required() {
    each_mapping(|kind, schema, way, mapping| {
        let needed: BTreeSet<&str> = mapping["required"].as_array().into_iter().flatten().map(|key| key.as_str().expect("a name")).collect();
        for key in mapping["properties"].as_object().expect("keys").keys() {
            // An empty value counts as missing.
            let is_missed = diagnostics(kind, &with(schema, way, key, Value::Null)).iter().any(|fault| fault.rule == "missing-key");
            assert_eq!(is_missed, needed.contains(&**key), "{way:?} {key}");
        }
    });
}

#[test]
fn sample_has_current_schemas() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategy").join(FOLDER);
    for kind in Kind::ALL {
        let written = fs::read_to_string(folder.join(kind.name()).with_extension("json")).expect("a schema");
        assert!(written == kind.schema(), "run `cargo run -- schema --write`");
    }
    assert_eq!(fs::read_dir(folder).expect("schemas").count(), Kind::ALL.len());
}
