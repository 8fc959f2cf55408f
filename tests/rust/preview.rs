//! `greenpaper serve` over HTTP, with the requests of browsers and of attackers.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::cli::{scratch, text};

/// A timeout: a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A preview of a strategy that `init` wrote, with the chapter `chapters/01-introduction.md`.
struct Preview {
    child: Child,
    port: u16,
    source: PathBuf,
    said: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status line, headers and body of an answer.
struct Answer {
    head: String,
    body: String,
}

impl Answer {
    fn status(&self) -> u16 {
        self.head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Preview {
    fn of(name: &str) -> Self {
        let source = scratch(&format!("preview-{name}")).join("strategy");
        let made = Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(["init", text(&source)]).output().expect("the program starts");
        assert!(made.status.success());
        Self::at(&source, 0)
    }

    fn at(source: &Path, port: u16) -> Self {
        let arguments = ["serve", "--source", text(source), "--port", &port.to_string()];
        let mut child = Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its messages")).lines();
        let mut said = String::new();
        let port = loop {
            let line = lines.next().expect("a line with the address").expect("text");
            said.push_str(&format!("{line}\n"));
            if let Some(address) = line.strip_prefix("Preview: http://127.0.0.1:") {
                break address.trim_end_matches('/').parse().expect("a port");
            }
        };
        // The program would block on a full pipe that nobody reads.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port, source: source.to_owned(), said }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        let mut stream = self.connect();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let answer = String::from_utf8_lossy(&bytes);
        let (head, body) = answer.split_once("\r\n\r\n").expect("headers, then a body");
        Answer { head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port))
    }

    /// Waits until the page at `path` satisfies `is_so`.
    fn wait(&self, path: &str, is_so: impl Fn(&Answer) -> bool) -> Answer {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if is_so(&answer) {
                return answer;
            }
            assert!(start.elapsed() < PATIENCE, "{path} stays: {}\n{}", answer.head, answer.body);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn chapter(&self) -> PathBuf {
        self.source.join("chapters/01-introduction.md")
    }

    /// Adds a paragraph to the chapter.
    fn write(&self, words: &str) {
        let before = fs::read_to_string(self.chapter()).expect("a chapter");
        fs::write(self.chapter(), format!("{before}\n{words}\n")).expect("written");
    }

    /// The stream of events, after its headers.
    fn events(&self) -> BufReader<TcpStream> {
        let mut stream = self.connect();
        write!(stream, "GET /_greenpaper/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).expect("sent");
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line).expect("headers");
        }
        reader
    }
}

/// The number in the next event.
fn next(events: &mut BufReader<TcpStream>) -> u64 {
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).expect("an event") > 0, "the stream ended");
        if let Some(number) = line.trim_end().strip_prefix("data: ") {
            return number.parse().expect("a number");
        }
    }
}

const PAGE: &str = "/introduction.html";

#[test]
fn only_this_machine_may_send_requests_and_only_to_read() {
    let preview = Preview::of("refused");
    let port = preview.port;
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}"), format!("LOCALHOST:{port}")] {
        assert_eq!(preview.ask("GET", "/", &host).status(), 200, "{host}");
    }
    let foreign =
        ["example.org".into(), format!("example.org:{port}"), "localhost".into(), "localhost:1".into(), format!("localhost.example.org:{port}")];
    for host in foreign.iter().chain([&String::new()]) {
        for path in ["/", "/_greenpaper/events", "/_greenpaper/source/strategy.yaml"] {
            assert_eq!(preview.ask("GET", path, host).status(), 403, "{host} {path}");
        }
    }
    let ours = format!("127.0.0.1:{port}");
    assert_eq!(preview.ask("GET", &format!("http://example.org:{port}/"), &ours).status(), 403);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let answer = preview.ask(method, "/", &ours);
        assert_eq!((answer.status(), answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    let (mut got, headed) = (preview.get("/"), preview.ask("HEAD", "/", &ours));
    assert_eq!((headed.status(), headed.body.as_str()), (200, ""));
    // The findings may reach the page between the two.
    let is_alike = (0..5).any(|_| {
        got = preview.get("/");
        preview.ask("HEAD", "/", &ours).header("content-length") == got.header("content-length")
    });
    assert!(is_alike, "HEAD names another length than GET");
    assert!(got.header("content-security-policy").is_some_and(|policy| policy.contains("default-src 'none'") && !policy.contains("unsafe")));
    for path in ["/../strategy/strategy.yaml", "/%2e%2e/strategy.yaml", "/..%5cstrategy.yaml", "/a/%2e%2e/%2e%2e/x", "/%00", "/%ff"] {
        assert_eq!(preview.get(path).status(), 400, "{path}");
    }
    let absent =
        ["/strategy.yaml", "/chapters/01-introduction.md", "//etc/passwd", "/_greenpaper/source/../strategy.yaml", "/_greenpaper/source//etc/passwd"];
    for path in absent {
        let answer = preview.get(path);
        assert!([400, 404].contains(&answer.status()) && !answer.body.contains("publisher:"), "{path}: {}", answer.body);
    }
}

#[test]
fn a_save_is_announced_and_shown() {
    let preview = Preview::of("save");
    let mut events = preview.events();
    next(&mut events);
    preview.write("A sentence that is new.");
    next(&mut events);
    preview.wait(PAGE, |answer| answer.body.contains("A sentence that is new."));
    // Many editors write a new file and rename it.
    let beside = preview.source.join("chapters/.01-introduction.md.new");
    let text = fs::read_to_string(preview.chapter()).expect("a chapter").replace("that is new", "by renaming");
    fs::write(&beside, text).expect("written");
    fs::rename(beside, preview.chapter()).expect("renamed");
    next(&mut events);
    preview.wait(PAGE, |answer| answer.body.contains("A sentence by renaming."));
    // And once more: the new file is watched like the old one.
    preview.write("And one more.");
    preview.wait(PAGE, |answer| answer.body.contains("And one more."));
}

#[test]
fn a_broken_draft_keeps_the_last_good_page_and_locates_the_error() {
    let preview = Preview::of("broken");
    let good = preview.get(PAGE).body;
    assert!(good.contains("id=greenpaper-preview"), "the panel is there: {good}");
    preview.write("This leads [nowhere](nowhere.md).\n\n<script>alert(1)</script>");
    let broken = preview.wait(PAGE, |answer| answer.body.contains("data-bad"));
    assert_eq!(broken.status(), 200);
    let before_panel = |page: &str| page.split("<section id=greenpaper-preview").next().expect("a page").to_owned();
    assert_eq!(before_panel(&broken.body), before_panel(&good));
    let line = fs::read_to_string(preview.chapter()).expect("a chapter").lines().position(|line| line.contains("nowhere")).expect("a line") + 1;
    assert!(broken.body.contains(&format!("strategy/chapters/01-introduction.md:{line}</code>")), "{}", broken.body);
    let link = format!("/_greenpaper/source/chapters%2F01%2Dintroduction%2Emd#L{line}");
    assert!(broken.body.contains(&link), "{}", broken.body);
    let source = preview.get(link.split('#').next().expect("a path"));
    assert_eq!(source.status(), 200);
    assert!(source.body.contains(&format!("id=L{line}")) && source.body.contains("&lt;script&gt;alert(1)"), "{}", source.body);
    let text = fs::read_to_string(preview.chapter())
        .expect("a chapter")
        .replace("[nowhere](nowhere.md)", "somewhere")
        .replace("<script>alert(1)</script>", "");
    fs::write(preview.chapter(), text).expect("written");
    preview.wait(PAGE, |answer| answer.body.contains("This leads somewhere.") && !answer.body.contains("data-bad"));
}

#[test]
fn a_draft_broken_from_the_start_is_shown_once_it_is_fixed() {
    let source = scratch("preview-start").join("strategy");
    fs::create_dir_all(source.join("chapters")).expect("a folder");
    fs::write(source.join("strategy.yaml"), "title: A plan\n").expect("written");
    let preview = Preview::at(&source, 0);
    let answer = preview.get("/");
    assert_eq!(answer.status(), 503);
    assert!(answer.body.contains("strategy/strategy.yaml:1"), "{}", answer.body);
    fs::write(source.join("strategy.yaml"), crate::project::SETTINGS).expect("written");
    preview.wait("/", |answer| answer.status() == 200);
}

#[test]
fn folders_may_disappear_return_and_be_renamed() {
    let preview = Preview::of("folders");
    let (away, source) = (preview.source.with_file_name("away"), preview.source.clone());
    fs::rename(&source, &away).expect("moved away");
    preview.wait(PAGE, |answer| answer.status() == 200 && answer.body.contains("data-bad"));
    fs::rename(&away, &source).expect("moved back");
    preview.wait(PAGE, |answer| !answer.body.contains("data-bad"));
    preview.write("Back again.");
    preview.wait(PAGE, |answer| answer.body.contains("Back again."));
    // Another folder in its place.
    fs::remove_dir_all(&source).expect("removed");
    let made = Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(["init", text(&source)]).output().expect("the program starts");
    assert!(made.status.success());
    preview.wait(PAGE, |answer| !answer.body.contains("data-bad") && !answer.body.contains("Back again."));
    preview.write("Another folder.");
    preview.wait(PAGE, |answer| answer.body.contains("Another folder."));
    // A folder inside it is renamed, and a file saved there afterwards.
    fs::create_dir(source.join("chapters/03-more")).expect("a folder");
    let chapter = fs::read_to_string(preview.chapter()).expect("a chapter").replace("title: Introduction", "title: More");
    fs::write(source.join("chapters/03-more/index.md"), &chapter).expect("written");
    preview.wait("/more.html", |answer| answer.status() == 200);
    fs::rename(source.join("chapters/03-more"), source.join("chapters/03-further")).expect("renamed");
    preview.wait("/further.html", |answer| answer.status() == 200);
    assert_eq!(preview.wait("/more.html", |answer| answer.status() != 200).status(), 404);
    fs::write(source.join("chapters/03-further/index.md"), format!("{chapter}\nUnder a new name.\n")).expect("written");
    preview.wait("/further.html", |answer| answer.body.contains("Under a new name."));
}

#[test]
fn a_client_that_never_reads_delays_nobody() {
    let preview = Preview::of("idle");
    let mut idle: Vec<TcpStream> = (0..200).map(|_| preview.connect()).collect();
    for stream in &mut idle {
        write!(stream, "GET /_greenpaper/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).expect("sent");
    }
    for turn in 0..20 {
        preview.write(&format!("Turn {turn}."));
        preview.wait(PAGE, |answer| answer.body.contains(&format!("Turn {turn}.")));
    }
    // All but the first were told to retry; once they are gone, there is room.
    drop(idle);
    let start = Instant::now();
    while preview.ask("HEAD", "/_greenpaper/events", &format!("localhost:{}", preview.port)).status() != 200 {
        assert!(start.elapsed() < PATIENCE, "no stream is released");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn few_large_pages_wait_for_slow_readers() {
    let preview = Preview::of("large");
    // Ten megabytes in one page: more than the buffers of connections hold.
    let text = fs::read_to_string(preview.chapter()).expect("a chapter");
    fs::write(preview.chapter(), format!("{text}\n```\n{}```\n\nThe end of it.\n", "A line of a program.\n".repeat(600_000))).expect("written");
    preview.wait(PAGE, |answer| answer.body.contains("The end of it."));
    let mut idle: Vec<TcpStream> = (0..40).map(|_| preview.connect()).collect();
    for stream in &mut idle {
        write!(stream, "GET {PAGE} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).expect("sent");
    }
    let host = format!("localhost:{}", preview.port);
    let start = Instant::now();
    while preview.ask("GET", PAGE, &host).status() != 503 {
        assert!(start.elapsed() < PATIENCE, "every reader has a page in memory");
    }
    // Others are served meanwhile.
    assert_eq!(preview.ask("GET", "/versions.html", &host).status(), 200);
}

#[test]
fn after_many_saves_the_last_one_is_shown() {
    let preview = Preview::of("storm");
    let text = fs::read_to_string(preview.chapter()).expect("a chapter");
    for turn in 0..2_000 {
        fs::write(preview.chapter(), format!("{text}\nSave {turn}.\n")).expect("written");
    }
    preview.wait(PAGE, |answer| answer.body.contains("Save 1999."));
}

#[test]
fn two_previews_of_one_folder_have_two_ports() {
    let first = Preview::of("twice");
    let second = Preview::at(&first.source, first.port);
    assert_ne!(first.port, second.port);
    assert!(second.said.contains(&format!("Port {} is in use", first.port)), "{}", second.said);
    first.write("Seen twice.");
    for preview in [&first, &second] {
        preview.wait(PAGE, |answer| answer.body.contains("Seen twice."));
    }
}

#[test]
fn the_printed_edition_follows_the_pages() {
    let preview = Preview::of("print");
    let page = preview.wait("/downloads.html", |answer| answer.body.contains(".pdf"));
    let path = page.body.split("href=").find_map(|rest| rest.strip_prefix("downloads/")?.split(['>', ' ']).next()).expect("a link to the edition");
    let printed = |words: &str| {
        preview.write(words);
        preview.wait(PAGE, |answer| answer.body.contains(words));
        let answer = preview.get(&format!("/downloads/{path}"));
        assert_eq!((answer.status(), answer.header("content-type")), (200, Some("application/pdf")));
        answer.body
    };
    let (first, second) = (printed("One sentence."), printed("Another sentence, and a longer one."));
    assert!(first.starts_with("%PDF") && second.starts_with("%PDF"));
    assert_ne!(first, second, "a download waits for the edition of the newest pages");
}

#[test]
fn the_contact_sheet_follows_the_pages() {
    let preview = Preview::of("proof");
    const SHEET: &str = "/_greenpaper/proof";
    let page = preview.wait(PAGE, |answer| answer.body.contains("href=\"/_greenpaper/proof\""));
    assert_eq!(page.status(), 200);
    preview.write("A sentence seen in print.");
    let sheet = preview.wait(SHEET, |answer| answer.body.contains("A sentence seen in print."));
    assert_eq!((sheet.status(), sheet.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(sheet.body.contains("Standard print") && sheet.body.contains("Large print"));
    let pictures = sheet.body.matches("<svg ").count();
    assert!(pictures > 4 && sheet.body.matches("role=\"img\" aria-label=\"Page ").count() == pictures, "every page has its words");
    // The policy of the preview lets no styles in pages through.
    assert!(!sheet.body.contains("<style") && preview.get("/_greenpaper/preview.css").body.contains(".proof .hole"));
    preview.write("[broken](nowhere.md)");
    let stale = preview.wait(SHEET, |answer| answer.body.contains("data-bad"));
    assert!(stale.status() == 200 && stale.body.contains("A sentence seen in print."), "the last good pages stay");
}

#[test]
fn a_missing_folder_is_an_error() {
    let output = Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(["serve", "--source", "no-such-folder"]).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("does not exist"));
}

#[cfg(unix)]
#[test]
fn an_interrupt_stops_it_cleanly() {
    for signal in ["INT", "TERM"] {
        let mut preview = Preview::of(&format!("interrupt-{signal}"));
        let _events = preview.events();
        let sent = Command::new("kill").args([&format!("-{signal}"), &preview.child.id().to_string()]).status().expect("kill");
        assert!(sent.success());
        assert_eq!(preview.child.wait().expect("it ends").code(), Some(0), "{signal}");
    }
}
