//! Workflows for code hosts: runs their commands on a new strategy and on the sample.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use greenpaper::edit::{CodeHost, Install};
use serde_json::Value;

use crate::cli::{code, files, scratch, stderr, text};

const PROGRAM: &str = env!("CARGO_BIN_EXE_greenpaper");

fn init(arguments: &[&str], folder: &Path) -> Output {
    Command::new(PROGRAM).arg("init").args(arguments).current_dir(folder).output().expect("the program starts")
}

/// A separate repository, so that the one around these tests is not found.
fn repository(name: &str) -> PathBuf {
    let folder = scratch(name);
    fs::create_dir(folder.join(".git")).expect("made");
    folder
}

fn read(path: &Path) -> Value {
    serde_saphyr::from_str(&fs::read_to_string(path).expect("a workflow")).expect("a workflow is YAML")
}

/// All strings with this key, in order, including those in lists.
fn texts<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                match value {
                    Value::String(text) if name == key => found.push(text),
                    Value::Array(items) if name == key => found.extend(items.iter().filter_map(Value::as_str)),
                    value => texts(value, key, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, key, found)),
        _ => {}
    }
}

/// Runs the commands of a workflow in `folder` as the host does, with greenpaper cached from an earlier run.
fn run(commands: &[&str], folder: &Path, strategy: &str) {
    let kept = folder.join("home/.cargo/bin");
    for bin in [&kept, &folder.join(".greenpaper/bin")] {
        fs::create_dir_all(bin).expect("made");
        let _ = fs::remove_file(bin.join("greenpaper"));
        fs::hard_link(PROGRAM, bin.join("greenpaper")).or_else(|_| fs::copy(PROGRAM, bin.join("greenpaper")).map(drop)).expect("a program");
    }
    let script = format!("set -e\n{}\n", commands.join("\n"));
    let path = format!("{}:{}", kept.display(), std::env::var("PATH").expect("a path"));
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(folder).env("PATH", path).env("HOME", folder.join("home")).env("STRATEGY", strategy);
    command.env("RUNNER_TEMP", folder.join("temp")).env("CI_PROJECT_DIR", folder).env("CI_BUILDS_DIR", folder.join("temp"));
    let output = command.output().expect("a shell");
    assert!(output.status.success(), "{script}{}{}", String::from_utf8_lossy(&output.stdout), stderr(&output));
}

#[test]
fn the_workflow_for_github_checks_and_builds() {
    let folder = repository("ci-github");
    let made = init(&["--ci", "github", "our strategy"], &folder);
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    let workflow = read(&folder.join(".github/workflows/strategy.yml"));
    assert_eq!(workflow["env"]["STRATEGY"], "our strategy");
    let mut commands = Vec::new();
    texts(&workflow["jobs"]["build"]["steps"], "run", &mut commands);
    assert_eq!(commands.len(), 3, "{commands:?}");
    run(&commands, &folder, "our strategy");
    assert!(folder.join("temp/site/index.html").is_file() && folder.join("temp/site/downloads").is_dir());
}

#[test]
fn the_workflow_for_gitlab_checks_and_builds() {
    let folder = repository("ci-gitlab");
    assert_eq!(code(&init(&["--ci", "gitlab"], &folder)), 0);
    let workflow = read(&folder.join(".gitlab-ci.yml"));
    assert_eq!(workflow["variables"]["STRATEGY"], "strategy");
    for (job, made) in [("check", "gl-code-quality-report.json"), ("preview", "site/index.html"), ("pages", "public/index.html")] {
        let mut commands = Vec::new();
        texts(&workflow["default"], "before_script", &mut commands);
        texts(&workflow[job], "script", &mut commands);
        assert!(commands.len() > 3, "{commands:?}");
        run(&commands, &folder, "strategy");
        assert!(folder.join(made).is_file(), "{made}");
    }
    let report: Value = serde_json::from_slice(&fs::read(folder.join("gl-code-quality-report.json")).expect("a report")).expect("JSON");
    assert_eq!(report, serde_json::json!([]), "a new strategy has no findings");
}

#[test]
fn an_existing_strategy_gets_only_its_workflow() {
    let folder = repository("ci-existing");
    assert_eq!(code(&init(&["plans/health"], &folder)), 0);
    let before = files(&folder.join("plans"));
    assert_eq!(code(&init(&["--ci", "github", "plans/health"], &folder)), 0);
    assert_eq!(files(&folder.join("plans")), before);
    let workflow = folder.join(".github/workflows/strategy.yml");
    assert_eq!(read(&workflow)["env"]["STRATEGY"], "plans/health");
    fs::write(&workflow, "mine").expect("written");
    for dir in ["plans/health", "plans/another"] {
        let again = init(&["--ci", "github", dir], &folder);
        assert!(code(&again) == 2 && stderr(&again).contains("already exists and was not changed"), "{}", stderr(&again));
    }
    assert_eq!(fs::read_to_string(&workflow).expect("a workflow"), "mine");
    assert!(!folder.join("plans/another").exists(), "nothing is written if the workflow cannot be");
    fs::write(folder.join("notes.txt"), "mine").expect("written");
    let other = init(&["--ci", "gitlab", "."], &folder);
    assert!(code(&other) == 2 && !folder.join(".gitlab-ci.yml").exists(), "a folder with other files is not a strategy");
}

#[test]
fn a_strategy_can_be_a_repository_of_its_own() {
    let folder = repository("ci-root").join("ours");
    fs::create_dir_all(&folder).expect("made");
    assert_eq!(code(&init(&["."], &folder)), 0);
    fs::create_dir(folder.join(".git")).expect("made");
    assert_eq!(code(&init(&["--ci", "github", "."], &folder)), 0);
    assert_eq!(read(&folder.join(".github/workflows/strategy.yml"))["env"]["STRATEGY"], ".");
}

#[test]
fn actions_are_pinned_and_have_few_permissions() {
    let text = CodeHost::Github.workflow("strategy", Install::Repository);
    for place in ["{strategy}", "{setup}", "{key}", "{environment}", "{install}"] {
        assert!(!text.contains(place), "{place} is not filled");
    }
    let uses: Vec<&str> = text.lines().filter_map(|line| line.split_once("uses: ")).map(|(_, action)| action).collect();
    assert_eq!(uses.len(), 5);
    for action in uses {
        let (commit, version) = action.split_once('@').and_then(|(_, pin)| pin.split_once(" # v")).expect("a commit and its version");
        assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()) && version.contains('.'), "{action}");
    }
    let workflow: Value = serde_saphyr::from_str(&text).expect("YAML");
    assert_eq!(workflow["permissions"], serde_json::json!({"contents": "read"}));
    assert_eq!(workflow["jobs"]["build"].get("permissions"), None);
    assert_eq!(workflow["jobs"]["publish"]["permissions"], serde_json::json!({"pages": "write", "id-token": "write"}));
    assert!(workflow["jobs"]["publish"]["if"].as_str().is_some_and(|when| when.contains("!= 'pull_request'")));
    assert_eq!(workflow["concurrency"]["cancel-in-progress"], "${{ github.event_name == 'pull_request' }}");
}

#[test]
fn this_repository_publishes_the_sample_with_the_same_workflow() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(CodeHost::Github.path());
    let expected = CodeHost::Github.workflow("strategy", Install::Sources);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).and_then(|()| fs::write(&path, &expected)).expect("written");
    }
    assert!(fs::read_to_string(&path).unwrap_or_default() == expected, "{} differs: update it with UPDATE=1", path.display());
    let folder = repository("ci-sample");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategy");
    let mut commands = Vec::new();
    let workflow = read(&path);
    texts(&workflow["jobs"]["build"]["steps"], "run", &mut commands);
    run(&commands, &folder, text(&sample));
    let pages: Vec<_> = files(&folder.join("temp/site")).into_iter().filter(|(name, _)| name.ends_with(".html")).collect();
    assert!(pages.len() > 100, "the sample has earlier versions too");
    for (name, bytes) in pages {
        let page = String::from_utf8(bytes).expect("text");
        assert!(page.contains("<meta content=noindex name=robots>"), "{name} of a draft may be found");
    }
}
