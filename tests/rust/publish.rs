//! Publishing: the old site or the new one, whatever fails and whenever the process ends; and nothing of anybody else is touched.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use greenpaper::Error;
use greenpaper::publish::{Disk, Publication, Storage, Summary};

use crate::cli::scratch;

/// How a change to the disk fails.
#[derive(Debug, Clone, Copy)]
enum Fault {
    /// The process ends: neither this change nor any later one is made.
    Kill,
    /// This change fails, later ones do not.
    Once(ErrorKind),
    /// This change and all later ones that need room fail.
    Full,
}

/// A disk that fails at the change with number `at`.
#[derive(Debug)]
struct Faulty {
    fault: Fault,
    at: usize,
    count: Arc<AtomicUsize>,
    can_exchange: bool,
    can_link: bool,
    /// Whether folders can be given to the owner and group of others.
    can_resemble: bool,
}

impl Faulty {
    fn change(&self, needs_room: bool) -> io::Result<()> {
        let now = self.count.fetch_add(1, Ordering::Relaxed);
        match self.fault {
            Fault::Kill if now >= self.at => Err(ErrorKind::Other.into()),
            Fault::Once(kind) if now == self.at => Err(kind.into()),
            Fault::Full if now >= self.at && needs_room => Err(ErrorKind::StorageFull.into()),
            Fault::Kill | Fault::Once(_) | Fault::Full => Ok(()),
        }
    }
}

/// A disk without faults.
fn sound() -> Box<dyn Storage> {
    Box::new(Faulty { fault: Fault::Kill, at: usize::MAX, count: Arc::default(), can_exchange: true, can_link: true, can_resemble: true })
}

impl Storage for Faulty {
    fn create_folder(&mut self, path: &Path, like: Option<&Path>) -> io::Result<()> {
        self.change(true)?;
        if like.is_some() && !self.can_resemble {
            Disk.create_folder(path, None).and(Err(ErrorKind::PermissionDenied.into()))
        } else {
            Disk.create_folder(path, like)
        }
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        // A write that fails may have written a part.
        self.change(true).inspect_err(|_| drop(fs::write(path, &bytes[..bytes.len() / 2]))).and_then(|()| Disk.write(path, bytes))
    }

    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(true)?;
        if self.can_link { Disk.link(from, to) } else { Err(ErrorKind::PermissionDenied.into()) }
    }

    fn copy(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(true).and_then(|()| Disk.copy(from, to))
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(false).and_then(|()| Disk.rename(from, to))
    }

    fn exchange(&mut self, one: &Path, other: &Path) -> io::Result<()> {
        self.change(false)?;
        if self.can_exchange { Disk.exchange(one, other) } else { Err(ErrorKind::CrossesDevices.into()) }
    }

    fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        self.change(false).and_then(|()| Disk.remove_file(path))
    }

    fn remove_folder(&mut self, path: &Path) -> io::Result<()> {
        match self.fault {
            // An empty folder that stays because of a fault is harmless.
            Fault::Once(_) | Fault::Full => Disk.remove_folder(path),
            Fault::Kill => self.change(false).and_then(|()| Disk.remove_folder(path)),
        }
    }

    fn sync(&mut self, _: &Path) -> io::Result<()> {
        // Waiting for the disk would take most of the time of these tests.
        self.change(true)
    }
}

type Files = BTreeMap<String, String>;

/// Every file in `folder`, except in a staging folder; a link's content is where it leads.
fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(this) = open.pop() {
        for entry in fs::read_dir(&this).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
            if path.is_symlink() {
                found.insert(name, fs::read_link(&path).expect("a link").to_string_lossy().into_owned());
            } else if path.is_dir() {
                if name != ".greenpaper-staging" {
                    found.insert(name + "/", String::new());
                    open.push(path);
                }
            } else {
                found.insert(name, fs::read_to_string(&path).expect("a file"));
            }
        }
    }
    found
}

const OLD: [(&str, &str); 7] = [
    ("a.html", "same"),
    ("b.html", "old"),
    ("gone/c.html", "old"),
    ("p/d.html", "old"),
    ("versions/1/e.html", "kept"),
    // A file that becomes a folder, and the reverse.
    ("x.pdf", "old"),
    ("y.csv/index.html", "old"),
];
const NEW: [(&str, &str); 6] =
    [("a.html", "same"), ("b.html", "new"), ("n/m/f.html", "new"), ("p/d.html", "new"), ("x.pdf/index.html", "new"), ("y.csv", "new")];

/// A folder with a source and an output folder, in which the old site and files of somebody else are.
fn site(name: &str) -> PathBuf {
    let folder = scratch(name);
    fs::create_dir_all(folder.join("source")).expect("made");
    publish(&folder, &OLD, sound()).expect("published");
    let output = folder.join("output");
    fs::write(output.join("CNAME"), "example.org").expect("written");
    fs::create_dir_all(output.join(".git/objects")).expect("made");
    fs::write(output.join(".git/config"), "config").expect("written");
    fs::write(output.join("versions/1/note.txt"), "note").expect("written");
    symlink("../elsewhere", output.join("link")).expect("linked");
    fs::set_permissions(output.join("p"), fs::Permissions::from_mode(0o750)).expect("set");
    folder
}

fn publish(folder: &Path, site: &[(&str, &str)], storage: Box<dyn Storage>) -> Result<Summary, Error> {
    let mut publication = Publication::with(&folder.join("output"), &folder.join("source"), storage)?;
    publication.keep("versions/1/", "the same");
    for (path, text) in site {
        publication.add(path, text.as_bytes())?;
    }
    publication.commit()
}

/// The output folder before and after, without any fault.
fn both(name: &str) -> (Files, Files) {
    let folder = site(name);
    let old = files(&folder.join("output"));
    publish(&folder, &NEW, sound()).expect("published");
    let new = files(&folder.join("output"));
    assert!(old.keys().chain(new.keys()).all(|path| !path.contains("greenpaper")));
    assert_eq!(new.get("CNAME").map(String::as_str), Some("example.org"));
    assert!(!new.contains_key("gone/"), "an empty folder is left");
    (old, new)
}

/// Lets the publication fail at every change to the disk. `inspect` gets the folder, what was published before and would be after, and
/// the result.
fn at_every_change(name: &str, [can_exchange, can_link]: [bool; 2], fault: Fault, inspect: impl Fn(&Path, &Files, &Files, Result<Summary, Error>)) {
    let (old, new) = both(name);
    for at in 0.. {
        let folder = site(name);
        let count = Arc::new(AtomicUsize::new(0));
        let storage = Faulty { fault, at, count: Arc::clone(&count), can_exchange, can_link, can_resemble: true };
        let result = publish(&folder, &NEW, Box::new(storage));
        let is_over = count.load(Ordering::Relaxed) <= at;
        inspect(&folder, &old, &new, result);
        publish(&folder, &NEW, sound()).expect("the next build publishes");
        assert_eq!(files(&folder.join("output")), new, "after the next build, fault at {at}");
        assert_eq!(fs::metadata(folder.join("output/p")).expect("a folder").permissions().mode() & 0o777, 0o750);
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2, "nothing is left beside the output folder, fault at {at}");
        assert!(!folder.join("output/.greenpaper-staging").exists(), "nothing is left inside, fault at {at}");
        if is_over {
            assert!(at > 10, "there were only {at} changes");
            break;
        }
    }
}

#[test]
fn a_kill_leaves_the_old_site_or_the_new() {
    at_every_change("publish-kill", [true, true], Fault::Kill, |folder, old, new, _| {
        let now = files(&folder.join("output"));
        assert!(now == *old || now == *new, "a mixture: {:?}", now.keys());
    });
}

#[test]
fn without_an_exchange_the_next_build_completes_or_undoes_what_a_kill_left() {
    for (name, can_link) in [("publish-kill-inside", true), ("publish-kill-copies", false)] {
        at_every_change(name, [false, can_link], Fault::Kill, |folder, old, new, _| {
            // The next build begins, and is then given up.
            drop(Publication::begin(&folder.join("output"), &folder.join("source")).expect("begun"));
            let now = files(&folder.join("output"));
            assert!(now == *old || now == *new, "a mixture: {:?}", now.keys());
        });
    }
}

#[test]
fn a_refused_change_leaves_the_old_site_or_does_not_matter() {
    for (name, can) in [("publish-refused", [true, true]), ("publish-refused-inside", [false, true]), ("publish-refused-copies", [false, false])] {
        for kind in [ErrorKind::PermissionDenied, ErrorKind::CrossesDevices, ErrorKind::StorageFull] {
            at_every_change(name, can, Fault::Once(kind), |folder, old, new, result| {
                assert_eq!(files(&folder.join("output")), *if result.is_ok() { new } else { old }, "{result:?}");
            });
        }
    }
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    for (name, can_exchange) in [("publish-full", true), ("publish-full-inside", false)] {
        at_every_change(name, [can_exchange, true], Fault::Full, |folder, old, new, result| {
            assert_eq!(files(&folder.join("output")), *if result.is_ok() { new } else { old }, "{result:?}");
        });
    }
}

#[test]
fn a_site_of_a_group_that_is_not_ours_is_written() {
    let (old, new) = both("publish-group");
    let folder = site("publish-group");
    assert_eq!(files(&folder.join("output")), old);
    let storage = Faulty { fault: Fault::Kill, at: usize::MAX, count: Arc::default(), can_exchange: true, can_link: true, can_resemble: false };
    publish(&folder, &NEW, Box::new(storage)).expect("published");
    assert_eq!(files(&folder.join("output")), new);
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2, "nothing is left");
}

#[test]
fn two_builds_at_once_are_refused() {
    let folder = site("publish-two");
    let (output, source) = (folder.join("output"), folder.join("source"));
    let first = Publication::begin(&output, &source).expect("begun");
    let second = Publication::begin(&output, &source).expect_err("busy").to_string();
    assert!(second.ends_with("output is being written by another build: wait until it has finished"), "{second}");
    drop(first);
    publish(&folder, &NEW, sound()).expect("published");
}

#[test]
fn two_builds_in_a_race_give_one_of_their_sites() {
    let folder = site("publish-race");
    for _ in 0..20 {
        let threads = [&OLD[..], &NEW[..]].map(|site| {
            let folder = folder.clone();
            std::thread::spawn(move || publish(&folder, site, sound()).is_ok())
        });
        let done = threads.map(|thread| thread.join().expect("no panic"));
        let b = fs::read_to_string(folder.join("output/b.html")).expect("a page");
        let d = fs::read_to_string(folder.join("output/p/d.html")).expect("a page");
        assert_eq!(b, d, "a mixture");
        assert!(done[0] || done[1] || !folder.join("output/n").exists() || b == "new");
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2, "nothing is left");
    }
}

#[test]
fn files_that_a_link_leads_to_are_never_touched() {
    for linked in ["gone", "p", "versions", "gone/c.html", "p/d.html"] {
        let folder = site("publish-links");
        let (output, other) = (folder.join("output"), folder.join("other"));
        // The same bytes as ours, so that only the link tells them apart.
        fs::rename(output.join(linked), &other).expect("moved");
        symlink(&other, output.join(linked)).expect("linked");
        let before = if other.is_dir() { files(&other) } else { Files::from([(String::new(), fs::read_to_string(&other).expect("a file"))]) };
        let result = publish(&folder, &NEW, sound());
        let after = if other.is_dir() { files(&other) } else { Files::from([(String::new(), fs::read_to_string(&other).expect("a file"))]) };
        assert_eq!(before, after, "{linked}");
        match (linked, result) {
            ("p", Err(refused)) => assert!(refused.to_string().ends_with("output/p is a link to another folder: remove it"), "{refused}"),
            ("p", Ok(_)) => panic!("a page was published through a link"),
            (_, Ok(_)) => assert_eq!(output.join(linked).is_symlink(), linked != "p/d.html", "{linked}"),
            (_, Err(error)) => panic!("{linked}: {error}"),
        }
    }
}

#[test]
fn a_page_that_somebody_changed_is_restored_or_left() {
    let folder = site("publish-changed");
    let output = folder.join("output");
    for path in ["a.html", "gone/c.html", "versions/1/e.html"] {
        // Of the same size.
        let text = fs::read_to_string(output.join(path)).expect("a page");
        fs::write(output.join(path), text.to_uppercase()).expect("written");
    }
    let mut publication = Publication::begin(&output, &folder.join("source")).expect("begun");
    assert!(!publication.keep("versions/1/", "the same"), "a damaged version is kept");
    publication.add("a.html", b"same").expect("staged");
    publication.add("versions/1/e.html", b"kept").expect("staged");
    assert_eq!(publication.commit().expect("published").removed, 4);
    let now = files(&output);
    assert_eq!([&now["a.html"], &now["versions/1/e.html"], &now["gone/c.html"]], ["same", "kept", "OLD"]);
}

#[test]
fn a_publication_that_is_dropped_leaves_nothing() {
    let folder = scratch("publish-dropped");
    fs::create_dir_all(folder.join("source")).expect("made");
    let mut publication = Publication::begin(&folder.join("output"), &folder.join("source")).expect("begun");
    publication.add("a.html", b"a").expect("staged");
    drop(publication);
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
}

#[test]
fn a_file_that_appears_during_a_build_is_kept() {
    let folder = site("publish-late");
    let output = folder.join("output");
    let mut publication = Publication::begin(&output, &folder.join("source")).expect("begun");
    publication.add("b.html", b"new").expect("staged");
    fs::create_dir_all(output.join("late/deep")).expect("made");
    fs::write(output.join("late/deep/file.txt"), "late").expect("written");
    fs::write(output.join("CNAME.new"), "example.com").expect("written");
    fs::rename(output.join("CNAME.new"), output.join("CNAME")).expect("replaced");
    publication.commit().expect("published");
    let now = files(&output);
    assert_eq!([&now["late/deep/file.txt"], &now["CNAME"]], ["late", "example.com"]);
}

#[test]
fn a_journal_that_leads_out_is_not_followed() {
    let folder = site("publish-journal");
    let (output, victim) = (folder.join("output"), folder.join("source/victim.txt"));
    fs::write(&victim, "mine").expect("written");
    let staging = output.join(".greenpaper-staging");
    fs::create_dir_all(staging.join("files")).expect("made");
    fs::write(staging.join("doing.json"), r#"{"changed": [], "removed": ["../source/victim.txt"]}"#).expect("written");
    publish(&folder, &NEW, sound()).expect("published");
    assert_eq!(fs::read_to_string(&victim).expect("still there"), "mine");
    assert!(!staging.exists());
}
