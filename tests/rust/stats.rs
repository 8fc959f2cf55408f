//! Statistics, compared with manual counts and with the other reports.

use std::path::{Path, PathBuf};
use std::process::Command;

use greenpaper::report;
use serde_json::Value;

use crate::cases::{each_case, files};
use crate::project::{MemoryProject, draft};

#[test]
fn stats() {
    each_case("stats", |text| {
        let files = files(text);
        let built = draft(&MemoryProject::new(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))));
        let report = report::stats(&built.document, &built.sources, None);
        let json = serde_json::to_string_pretty(&report).expect("statistics are JSON");
        format!("=== human\n{}=== json\n{json}\n", report.human())
    });
}

fn sample(arguments: &[&str]) -> Value {
    let sample: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategy");
    let mut command = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    let output = command.args(arguments).arg("--source").arg(sample).args(["--format", "json"]).output().expect("the program starts");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn changes_match_the_redline() {
    let (stats, redline) = (sample(&["stats"]), sample(&["redline", "3.2", "3.3"]));
    assert_eq!(stats["since"]["version"], "3.2");
    let texts = |report: &Value| -> Vec<Value> { report.as_array().expect("texts").clone() };
    let (here, there) = (texts(&stats["since"]["texts"]), texts(&redline["texts"]));
    assert_eq!(here.len(), there.len());
    for (here, there) in here.iter().zip(&there) {
        assert_eq!((&here["path"], &here["title"], &here["state"]), (&there["path"], &there["title"], &there["state"]));
        for count in ["added", "removed", "edited", "moved_here", "moved_away", "words_added", "words_removed"] {
            assert_eq!(here[count], there["counts"][count], "{count} of {}", here["path"]);
        }
    }
}

#[test]
fn terms_match_the_glossary_report() {
    let (stats, glossary) = (sample(&["stats"]), sample(&["glossary"]));
    let terms = glossary["terms"].as_array().expect("terms");
    let texts = stats["texts"].as_array().expect("texts");
    assert!(terms.len() > 25);
    for term in terms {
        let name = term["abbreviation"].as_str().map_or_else(
            || term["term"].as_str().expect("a name").to_owned(),
            |short| format!("{} ({short})", term["term"].as_str().expect("a name")),
        );
        let counts = texts.iter().flat_map(|text| text["terms"].as_array().expect("terms")).filter(|count| count["term"] == *name);
        let (uses, links) = counts
            .fold((0, 0), |(uses, links), count| (uses + count["uses"].as_u64().expect("uses"), links + count["links"].as_u64().expect("links")));
        assert_eq!((Some(uses), links as usize), (term["uses"].as_u64(), term["links"].as_array().expect("links").len()), "{name}");
    }
}

#[test]
fn totals_are_sums_over_texts() {
    let stats = sample(&["stats"]);
    for (sum, kinds) in [("chapters", &["chapter", "section"][..]), ("pages", &["page"])] {
        let texts = stats["texts"].as_array().expect("texts").iter();
        let own: Vec<&Value> = texts.filter(|text| kinds.contains(&text["kind"].as_str().expect("a kind"))).collect();
        for what in ["words", "sentences"] {
            let all: u64 = own.iter().map(|text| text[what].as_u64().expect("a number")).sum();
            assert_eq!(Some(all), stats[sum][what].as_u64(), "{what} of {sum}");
        }
        assert_eq!(Some(own.len() as u64), stats[sum]["count"].as_u64());
    }
}
