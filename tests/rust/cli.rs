//! The program, run as its users run it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn greenpaper(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).output().expect("the program starts")
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("the program exits")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A new, empty folder for one test.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a scratch folder");
    folder
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("a path of this machine")
}

fn start(folder: &Path) -> (PathBuf, PathBuf) {
    let (source, output) = (folder.join("strategy"), folder.join("output"));
    assert_eq!(code(&greenpaper(&["init", text(&source)])), 0);
    (source, output)
}

fn build(source: &Path, output: &Path) -> Output {
    greenpaper(&["build", "--source", text(source), "--output", text(output)])
}

#[test]
fn a_new_strategy_builds_without_warnings() {
    let folder = scratch("init");
    let (source, output) = start(&folder);
    let built = build(&source, &output);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    assert!(stderr(&built).starts_with("no errors, no warnings"), "{}", stderr(&built));
    assert!(output.join("introduction.html").is_file());
    let guide = fs::read_to_string(source.join("README.md")).expect("the author's guide");
    assert!(guide.starts_with("# Writing this strategy") && !guide.contains("Sample text"), "{guide}");
    assert_eq!(code(&greenpaper(&["init", text(&source)])), 2, "a folder that is not empty is refused");
}

#[test]
fn errors_leave_the_published_site_unchanged() {
    let folder = scratch("errors");
    let (source, output) = start(&folder);
    assert_eq!(code(&build(&source, &output)), 0);
    let before = fs::read(output.join("index.html")).expect("the home page");
    fs::write(source.join("strategy.yaml"), "title: Only a title\n").expect("written");
    let built = build(&source, &output);
    assert_eq!(code(&built), 1);
    assert!(stderr(&built).contains("Nothing was published"));
    assert_eq!(fs::read(output.join("index.html")).expect("still there"), before);
}

#[test]
fn old_pages_are_removed_and_foreign_files_kept() {
    let folder = scratch("stale");
    let (source, output) = start(&folder);
    assert_eq!(code(&build(&source, &output)), 0);
    fs::write(output.join("CNAME"), "example.org").expect("written");
    fs::remove_file(source.join("chapters/02-our-priorities.md")).expect("removed");
    assert_eq!(code(&build(&source, &output)), 0);
    assert!(!output.join("our-priorities.html").exists());
    assert!(output.join("CNAME").exists());
}

#[test]
fn unchanged_pages_are_not_touched_and_edited_ones_are_restored() {
    let folder = scratch("unchanged");
    let (source, output) = start(&folder);
    assert_eq!(code(&build(&source, &output)), 0);
    let (page, other) = (output.join("index.html"), output.join("glossary.html"));
    let built = fs::read(&page).expect("built");
    let (day, old) = (std::time::Duration::from_secs(86_400), fs::metadata(&other).and_then(|data| data.modified()).expect("a date"));
    fs::File::options().write(true).open(&other).and_then(|file| file.set_modified(old - day)).expect("dated back");
    fs::write(&page, "changed by hand").expect("written");
    let again = build(&source, &output);
    assert!(stderr(&again).contains("of them unchanged"), "{}", stderr(&again));
    assert_eq!(fs::read(&page).expect("built again"), built);
    assert_eq!(fs::metadata(&other).and_then(|data| data.modified()).expect("a date"), old - day);
}

#[test]
fn earlier_versions_stay_online_and_are_built_once() {
    let folder = scratch("earlier");
    let (source, output) = start(&folder);
    let settings = fs::read_to_string(source.join("strategy.yaml")).expect("settings");
    fs::write(source.join("strategy.yaml"), format!("base_url: https://example.org/plan/\n{settings}")).expect("written");
    let source_text = source.to_str().expect("a name");
    let released = greenpaper(&["release", "--source", source_text, "--comments", "The first", "--next", "0.2"]);
    assert_eq!(code(&released), 0, "{}", stderr(&released));
    let gone = source.join("chapters/02-our-priorities.md");
    let text = fs::read_to_string(&gone).expect("a chapter");
    fs::write(source.join("chapters/03-our-plans.md"), text.replace("0.1", "0.2") + "\nOne more sentence.\n").expect("written");
    fs::remove_file(gone).expect("removed");
    let built = build(&source, &output);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    let read = |path: &str| fs::read_to_string(output.join(path)).expect("a page");
    assert!(read("changes/0.1-0.2.html").contains("One more sentence."));
    let earlier = read("versions/0.1/our-priorities.html");
    assert!(earlier.contains("noindex"), "search engines list only the newest version");
    assert!(earlier.contains("href=https://example.org/plan/index.html rel=canonical"), "a removed page links to the home page: {earlier}");
    assert!(earlier.contains("../../index.html"));
    assert!(read("versions/0.1/glossary.html").contains("href=https://example.org/plan/glossary.html rel=canonical"));
    let again = build(&source, &output);
    assert!(stderr(&again).contains("of them unchanged"), "{}", stderr(&again));
    assert_eq!(read("versions/0.1/our-priorities.html"), earlier);
    fs::remove_file(output.join("versions/0.1/our-priorities.html")).expect("removed");
    assert_eq!(code(&build(&source, &output)), 0);
    assert_eq!(read("versions/0.1/our-priorities.html"), earlier, "missing pages are built again");
    let archived = source.join("archive/0.1/chapters/02-our-priorities.md");
    let text = fs::read_to_string(&archived).expect("an archived chapter");
    fs::write(&archived, text + "\nWritten in by hand.\n").expect("written");
    assert_eq!(code(&build(&source, &output)), 0);
    assert!(read("versions/0.1/our-priorities.html").contains("Written in by hand."), "kept pages match their sources");
}

#[test]
fn a_folder_in_place_of_a_page_is_not_replaced() {
    let folder = scratch("folder-for-page");
    let (source, output) = start(&folder);
    assert_eq!(code(&build(&source, &output)), 0);
    let before = fs::read(output.join("index.html")).expect("the home page");
    for page in ["glossary.html", "our-priorities.html"] {
        fs::remove_file(output.join(page)).expect("removed");
        fs::create_dir(output.join(page)).expect("a folder");
    }
    let settings = fs::read_to_string(source.join("strategy.yaml")).expect("settings");
    fs::write(source.join("strategy.yaml"), settings.replace("title: ", "title: Another ")).expect("written");
    let built = build(&source, &output);
    assert_eq!(code(&built), 2);
    assert!(stderr(&built).contains("which greenpaper did not write"), "{}", stderr(&built));
    assert_eq!(fs::read(output.join("index.html")).expect("still there"), before, "nothing was moved");
    // A folder where no page goes is not in the way.
    fs::remove_dir(output.join("glossary.html")).expect("removed");
    fs::remove_file(source.join("chapters/02-our-priorities.md")).expect("removed");
    let built = build(&source, &output);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    assert!(output.join("our-priorities.html").is_dir());
}

#[test]
fn broken_and_active_pictures_also_stop_a_site() {
    let folder = scratch("broken-pictures");
    let (source, output) = start(&folder);
    fs::create_dir_all(source.join("images")).expect("a folder");
    let drawing = |inside: &str, root: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"{root}>{inside}<path d=\"M0 0h9v9z\"/></svg>")
    };
    let pictures = [
        ("plain.svg", drawing("", "")),
        ("cut.png", "not a picture".to_owned()),
        ("script.svg", drawing("<script>alert(1)</script>", "")),
        ("event.svg", drawing("", " onload=\"alert(1)\"")),
        ("link.svg", drawing("<a href=\"javascript:alert(1)\"><path d=\"M0 0h1v1z\"/></a>", "")),
    ];
    let mut body = String::new();
    for (name, content) in &pictures {
        fs::write(source.join("images").join(name), content).expect("a picture");
        body.push_str(&format!("\nSee ![a drawing of it](../images/{name}) here.\n"));
    }
    let chapter = source.join("chapters/02-our-priorities.md");
    let words = fs::read_to_string(&chapter).expect("a chapter");
    // Browsers support formats that print does not.
    fs::write(source.join("images/moving.gif"), b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;")
        .expect("a picture");
    fs::write(&chapter, format!("{words}\nSee ![a drawing of it](../images/moving.gif) here.\n")).expect("written");
    let built = greenpaper(&["build", "--source", text(&source), "--output", text(&output), "--formats", "html"]);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    fs::write(&chapter, words + &body).expect("written");
    for formats in ["html", "html,pdf"] {
        let built = greenpaper(&["build", "--source", text(&source), "--output", text(&output), "--formats", formats]);
        let said = stderr(&built);
        assert_eq!((code(&built), said.matches("error[picture]").count()), (1, 4), "{formats}: {said}");
        assert!(!said.contains("plain.svg` cannot"), "{said}");
    }
}

#[test]
fn a_build_of_pdfs_never_removes_a_site() {
    let folder = scratch("pdfs-alone");
    let (source, output) = start(&folder);
    assert_eq!(code(&build(&source, &output)), 0);
    let alone = ["build", "--source", text(&source), "--output", text(&output), "--formats", "pdf"];
    let built = greenpaper(&alone);
    assert_eq!(code(&built), 2, "{}", stderr(&built));
    assert!(stderr(&built).contains("contains a website") && output.join("index.html").is_file());
}

#[test]
fn commands_find_the_strategy_in_the_current_folder() {
    let folder = scratch("inside");
    let (source, _) = start(&folder);
    let run = |command: &str| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_greenpaper"));
        program.arg(command).current_dir(&source).output().expect("it runs")
    };
    assert_eq!(code(&run("check")), 0);
    let built = run("build");
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    assert!(folder.join("output/index.html").is_file());
}

#[test]
fn characters_without_a_font_are_located_everywhere() {
    let folder = scratch("no-glyph");
    let (source, output) = start(&folder);
    let settings = fs::read_to_string(source.join("strategy.yaml")).expect("settings");
    fs::write(source.join("strategy.yaml"), settings.replace("title: ", "title: \u{13000} ")).expect("written");
    let chapter = source.join("chapters/02-our-priorities.md");
    let words = fs::read_to_string(&chapter).expect("a chapter");
    let figures = "\n```stats\n- {value: \"1 \u{13001}\", label: of people}\n```\n\nIn the text: \u{13002}.\n";
    fs::write(&chapter, words.replace("title: ", "title: \u{6c49} ") + figures).expect("written");
    let built = build(&source, &output);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    assert!(output.join("index.html").is_file());
    let said = stderr(&built);
    for (place, line) in
        [("strategy.yaml:", "title: \u{13000}"), ("02-our-priorities.md:2:8", "title: \u{6c49}"), ("02-our-priorities.md:", "1 \u{13001}")]
    {
        assert!(said.contains(place) && said.contains(&format!("| {line}")) || said.contains(&format!("{line}\"")), "{place} {line}: {said}");
    }
    assert_eq!(said.matches("warning[no-glyph]").count(), 4, "{said}");
    assert_eq!(said.matches(" --> ").count(), 4, "each is located: {said}");
}

#[test]
fn foreign_output_folders_are_refused() {
    let folder = scratch("foreign");
    let (source, output) = start(&folder);
    fs::create_dir_all(&output).expect("made");
    fs::write(output.join("index.html"), "mine").expect("written");
    let built = build(&source, &output);
    assert_eq!(code(&built), 2, "{}", stderr(&built));
    assert_eq!(fs::read_to_string(output.join("index.html")).expect("still there"), "mine");
    assert_eq!(fs::read_dir(&output).expect("a folder").count(), 1, "nothing else is left");
    for inside in [source.join("site"), source.clone(), folder.clone()] {
        let built = build(&source, &inside);
        assert_eq!(code(&built), 2, "{}: {}", inside.display(), stderr(&built));
    }
    fs::write(output.join("manifest.json"), "{}").expect("written");
    assert_eq!(code(&build(&source, &output)), 2);
    assert_eq!(fs::read_dir(&output).expect("a folder").count(), 2, "nothing else is left next to a foreign manifest");
    fs::write(folder.join("file"), "").expect("written");
    for (place, words) in [("file", "is a file"), ("file/output", "output cannot be created, because")] {
        let built = build(&source, &folder.join(place));
        assert_eq!(code(&built), 2);
        assert!(stderr(&built).contains(words), "{}", stderr(&built));
    }
}

#[cfg(unix)]
#[test]
fn an_output_folder_without_write_permission_is_reported_and_unchanged() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = scratch("closed");
    let (source, output) = start(&folder);
    assert_eq!(code(&build(&source, &output)), 0);
    let before = files(&output);
    fs::remove_file(source.join("chapters/02-our-priorities.md")).expect("removed");
    fs::set_permissions(&output, fs::Permissions::from_mode(0o555)).expect("closed");
    // Permissions do not restrict root, which tests in a container may run as.
    let is_closed = fs::write(output.join("probe"), "").is_err();
    let built = build(&source, &output);
    fs::set_permissions(&output, fs::Permissions::from_mode(0o755)).expect("opened");
    if is_closed {
        assert_eq!(code(&built), 2, "{}", stderr(&built));
        assert!(stderr(&built).contains("you do not have permission"), "{}", stderr(&built));
        assert_eq!(files(&output), before);
    }
}

/// Uses a limit on file sizes instead of a full disk, because that needs no special rights.
#[cfg(unix)]
#[test]
fn a_failed_write_leaves_the_published_site_unchanged() {
    let folder = scratch("full");
    let (source, output) = start(&folder);
    assert_eq!(code(&build(&source, &output)), 0);
    let before = files(&output);
    fs::remove_file(source.join("chapters/02-our-priorities.md")).expect("removed");
    let limited = "trap '' XFSZ; ulimit -f 4; exec \"$0\" build --source \"$1\" --output \"$2\"";
    let built = Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_greenpaper"), text(&source), text(&output)])
        .output()
        .expect("the program starts");
    assert_eq!(code(&built), 2, "{}", stderr(&built));
    assert!(stderr(&built).contains("the file would be larger than this disk"), "{}", stderr(&built));
    assert_eq!(files(&output), before);
}

#[test]
fn builds_are_reproducible() {
    let folder = scratch("twice");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategy");
    let builds = ["a", "b"].map(|name| {
        let output = folder.join(name);
        let built = build(&sample, &output);
        assert_eq!(code(&built), 0, "{}", stderr(&built));
        files(&output)
    });
    assert!(builds[0].len() > 20);
    assert_eq!(builds[0], builds[1]);
}

/// Runs three processes, with dates decades apart.
#[test]
fn print_does_not_depend_on_the_date() {
    let folder = scratch("days");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategy");
    let processes = [Some("86400"), Some("4000000000"), None].map(|day| {
        let output = folder.join(day.unwrap_or("today"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
        command.args(["build", "--source", text(&sample), "--formats", "pdf", "--output", text(&output)]).env_remove("SOURCE_DATE_EPOCH");
        (command.envs(day.map(|day| ("SOURCE_DATE_EPOCH", day))).spawn().expect("the program starts"), output)
    });
    let builds = processes.map(|(mut process, output)| {
        assert!(process.wait().expect("an end").success());
        files(&output)
    });
    assert_eq!(builds[0].iter().filter(|(name, _)| name.ends_with(".pdf")).count(), 4);
    assert!(builds[0] == builds[1] && builds[1] == builds[2], "print depends on the date");
}

pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(this) = open.pop() {
        for entry in fs::read_dir(&this).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
                found.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_sample_has_no_findings() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategy");
    let checked = greenpaper(&["check", "--source", text(&sample)]);
    assert_eq!((code(&checked), stderr(&checked).as_str()), (0, "no errors, no warnings\n"));
}

#[test]
fn missing_folders_are_reported() {
    let checked = greenpaper(&["check", "--source", "no/such/folder"]);
    assert_eq!(code(&checked), 2);
    assert!(stderr(&checked).contains("greenpaper init"), "{}", stderr(&checked));
    let empty = scratch("empty");
    let checked = greenpaper(&["check", "--source", text(&empty)]);
    assert_eq!(code(&checked), 1);
    assert!(stderr(&checked).contains("there is no strategy.yaml here"), "{}", stderr(&checked));
}

#[test]
fn custom_themes_build_and_their_errors_are_reported() {
    let folder = scratch("theme");
    let (source, output) = start(&folder);
    let themes = folder.join("themes");
    assert_eq!(code(&greenpaper(&["theme", "new", "mine", "--themes", text(&themes)])), 0);
    let themed = |name: &str| greenpaper(&["build", "--source", text(&source), "--output", text(&output), "--theme", name]);
    assert_eq!(code(&themed("mine")), 0);
    fs::write(themes.join("mine/templates/chapter.html"), "{% extends \"base.html\" %}\n{% block main %}{{ page.nothing.here }}{% endblock main %}")
        .expect("written");
    let built = themed("mine");
    assert_eq!(code(&built), 1, "{}", stderr(&built));
    assert!(stderr(&built).contains("themes/mine/templates/chapter.html:2:25"), "{}", stderr(&built));
    let built = themed("yours");
    assert_eq!(code(&built), 1);
    assert!(stderr(&built).contains("there is no theme `yours`"), "{}", stderr(&built));
}

#[test]
fn glossary_links_are_listed_for_people_and_programs() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategy");
    let human = greenpaper(&["glossary", "--source", text(&sample)]);
    assert_eq!(code(&human), 0);
    assert!(String::from_utf8_lossy(&human.stdout).contains("[places]"));
    let json = greenpaper(&["glossary", "--source", text(&sample), "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert!(report["terms"].as_array().is_some_and(|terms| terms.len() > 25));
}

#[test]
fn versions_link_only_to_pages_that_exist() {
    let folder = scratch("versions-without-a-glossary");
    let (source, output) = start(&folder);
    assert_eq!(code(&greenpaper(&["release", "--source", text(&source), "--comments", "The first", "--next", "0.2"])), 0);
    fs::remove_dir_all(source.join("glossary")).expect("removed");
    let chapters = fs::read_dir(source.join("chapters")).expect("chapters");
    for chapter in chapters.map(|entry| entry.expect("a chapter").path()) {
        let words = fs::read_to_string(&chapter).expect("text");
        fs::write(&chapter, words.replace("[[", "").replace("]]", "")).expect("written");
    }
    let built = build(&source, &output);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    let read = |path: &str| fs::read_to_string(output.join(path)).expect("a page");
    let former = read("glossary.html");
    assert!(former.contains("This part was removed in version 0.2.") && former.contains("versions/0.1/glossary.html>Read it in version 0.1</a>"));
    let earlier = read("versions/0.1/glossary.html");
    assert!(earlier.contains("<a href=../../index.html>Read version 0.2</a>") && !earlier.contains("../../glossary.html"), "{earlier}");
    assert!(read("versions/0.1/document.html").contains("<a href=../../document.html>Read this page in version 0.2</a>"));
}

#[test]
fn long_titles_give_short_file_names() {
    let folder = scratch("long-title");
    let (source, output) = start(&folder);
    let settings = fs::read_to_string(source.join("strategy.yaml")).expect("settings");
    let own = settings.lines().find(|line| line.starts_with("title:")).expect("a title");
    fs::write(source.join("strategy.yaml"), settings.replace(own, &format!("title: {}", "A very long title ".repeat(30)))).expect("written");
    let built = greenpaper(&["build", "--source", text(&source), "--output", text(&output)]);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    let names = fs::read_dir(output.join("downloads")).expect("downloads").map(|entry| entry.expect("a file").file_name());
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    // The whole text in other formats has the same names in every strategy.
    let is_fixed = |name: &&String| name.starts_with("document.");
    assert!(
        names.len() >= 2 && names.iter().filter(|name| !is_fixed(name)).all(|name| name.len() < 160 && name.starts_with("a-very-long-title-")),
        "{names:?}"
    );
}

#[test]
fn help_and_completions_are_printed() {
    let help = greenpaper(&["--help"]);
    assert_eq!(code(&help), 0);
    assert!(String::from_utf8_lossy(&help.stdout).contains("Exit codes"));
    for shell in ["bash", "zsh", "fish"] {
        let script = greenpaper(&["completions", shell]);
        assert!(code(&script) == 0 && !script.stdout.is_empty(), "{shell}");
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_folder_are_refused() {
    let folder = scratch("symlink");
    let (source, output) = start(&folder);
    fs::create_dir_all(source.join("images")).expect("made");
    std::os::unix::fs::symlink("/etc/passwd", source.join("images/map.png")).expect("linked");
    let built = build(&source, &output);
    assert_eq!(code(&built), 1);
    assert!(stderr(&built).contains("leads out of the strategy's folder"), "{}", stderr(&built));
}

#[cfg(unix)]
#[test]
fn pipes_and_sockets_are_reported_and_never_read() {
    let folder = scratch("no-files");
    let (source, output) = start(&folder);
    fs::create_dir_all(source.join("images")).expect("made");
    for path in ["chapters/02-pipe.md", "images/pipe.svg"] {
        assert!(std::process::Command::new("mkfifo").arg(source.join(path)).status().expect("run").success());
    }
    let _socket = std::os::unix::net::UnixListener::bind(source.join("images/socket.png")).expect("bound");
    std::os::unix::fs::symlink("pipe.svg", source.join("images/to-pipe.svg")).expect("linked");
    std::os::unix::fs::symlink("../images", source.join("chapters/03-more")).expect("linked");
    let built = build(&source, &output);
    assert_eq!(code(&built), 1);
    let said = stderr(&built);
    for path in ["chapters/02-pipe.md", "images/pipe.svg", "images/socket.png", "images/to-pipe.svg"] {
        assert!(said.contains(&format!("`{path}` cannot be used: it is not a regular file but a pipe")), "{path}: {said}");
    }
    assert!(said.contains("`chapters/03-more` cannot be used: it is a link to a folder: copy the folder here instead"), "{said}");
}

#[test]
fn rules_are_explained_and_misspelt_names_are_corrected() {
    let all = greenpaper(&["explain"]);
    assert_eq!(code(&all), 0);
    assert!(String::from_utf8_lossy(&all.stdout).contains("link-text"));
    let one = greenpaper(&["explain", "link-text"]);
    let text = String::from_utf8_lossy(&one.stdout).into_owned();
    assert!(text.starts_with("link-text (warning)\n") && text.contains("click here") && text.contains("Source: "), "{text}");
    let none = greenpaper(&["explain", "link-txt"]);
    assert_eq!(code(&none), 2);
    assert!(stderr(&none).contains("did you mean `link-text`?"), "{}", stderr(&none));
}

#[test]
fn strict_builds_publish_nothing_if_there_are_warnings() {
    let folder = scratch("strict");
    let (source, output) = start(&folder);
    let strict = |command: &str| {
        let mut arguments = vec![command, "--strict", "--source", text(&source)];
        if command == "build" {
            arguments.extend(["--output", text(&output)]);
        }
        greenpaper(&arguments)
    };
    assert_eq!((code(&strict("check")), code(&strict("build"))), (0, 0));
    let before = files(&output);
    fs::write(source.join("chapters/09-more.md"), "---\ntitle: More\n---\nBoards and/or councils may agree.\n").expect("written");
    let built = strict("build");
    assert_eq!((code(&strict("check")), code(&built)), (1, 1));
    assert!(stderr(&built).contains("1 warning. Nothing was published"), "{}", stderr(&built));
    assert_eq!(files(&output), before);
    assert_eq!(code(&build(&source, &output)), 0, "without --strict, warnings do not stop a build");
}
