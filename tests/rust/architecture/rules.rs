//! What the architecture forbids. Each rule returns its offences, one a line.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{File, PROGRAM, Sources, circles, room};

/// A row of the table of rooms.
#[derive(Debug, Default)]
struct Row {
    uses: BTreeSet<String>,
    crates: BTreeSet<String>,
    touches: BTreeSet<String>,
}

/// The table of rooms: what each may use, which crates only it names, what of the machine it touches.
#[derive(Debug)]
pub(crate) struct Table(BTreeMap<String, Row>);

impl Table {
    /// Reads the table in a Markdown document: the rows whose first cell is one word in backticks.
    pub(crate) fn parse(text: &str) -> Self {
        let words = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
        let row = |line: &str| {
            let cells: Vec<&str> = line.split('|').collect();
            let [_, name, uses, crates, touches, ..] = cells[..] else { return None };
            let touches = touches.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
            Some((words(name).into_iter().next()?, Row { uses: words(uses), crates: words(crates), touches }))
        };
        let rows: BTreeMap<String, Row> = text.lines().filter(|line| line.starts_with("| `")).filter_map(row).collect();
        assert!(!rows.is_empty(), "there is a table of rooms");
        Self(rows)
    }

    fn may_use(&self, from: &str, to: &str) -> bool {
        self.0.get(from).is_some_and(|row| row.uses.contains(to))
    }
}

/// Rooms that use others without leave, and rooms that the table does not know.
pub(crate) fn arrows(sources: &Sources, table: &Table) -> Vec<String> {
    let rooms: BTreeSet<&str> = sources.files.iter().map(|file| room(&file.path)).collect();
    let unknown = rooms.iter().filter(|room| !table.0.contains_key(**room)).map(|room| format!("the room {room} is not in the table"));
    // The library's root only declares its rooms and passes on their names.
    let found = sources.room_arrows().into_iter().filter(|((from, _), _)| from != "lib");
    let stray = found.filter(|((from, to), _)| !table.may_use(from, to)).map(|((from, to), place)| format!("{place}: {from} uses {to}"));
    unknown.chain(stray).collect()
}

/// Entries of the table that no code needs.
pub(crate) fn idle(sources: &Sources, table: &Table) -> Vec<String> {
    let arrows = sources.room_arrows();
    let mut idle = Vec::new();
    for (name, row) in &table.0 {
        let unused = row.uses.iter().filter(|to| !arrows.contains_key(&(name.clone(), (*to).clone())));
        idle.extend(unused.map(|to| format!("{name} no longer uses {to}")));
        let files: Vec<&File> = sources.files.iter().filter(|file| room(&file.path) == name).collect();
        let is_named = |krate: &str| files.iter().any(|file| file.names.iter().any(|named| named.segments[0] == krate));
        idle.extend(row.crates.iter().filter(|krate| !is_named(krate)).map(|krate| format!("{name} no longer names {krate}")));
        let touched: BTreeSet<&str> = files.iter().flat_map(|file| touched(file)).map(|(what, _)| what).collect();
        idle.extend(row.touches.iter().filter(|what| !touched.contains(what.as_str())).map(|what| format!("{name} no longer touches {what}")));
        if files.is_empty() {
            idle.push(format!("there is no room {name}"));
        }
    }
    idle
}

/// Files that use each other, and files of a room below that use a room above through another.
pub(crate) fn circles_of_files(sources: &Sources) -> Vec<String> {
    let name = |file: &usize| sources.files[*file].path.as_str();
    let arrows = sources.arrows();
    let describe = |circle: Vec<usize>| {
        let inside = arrows.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to));
        let inside: Vec<String> = inside.map(|((from, to), line)| format!("{}:{line} uses {}", name(from), name(to))).collect();
        format!("a circle of files:\n  {}", inside.join("\n  "))
    };
    circles(arrows.keys().copied()).into_iter().map(describe).collect()
}

/// Rooms that use each other.
pub(crate) fn circles_of_rooms(sources: &Sources) -> Vec<String> {
    circles(sources.room_arrows().into_keys()).into_iter().map(|circle| format!("a circle of rooms: {}", circle.join(", "))).collect()
}

/// Folders of one room, or files beside them, that use each other. A file at the top of a room and the folder of its name are one.
pub(crate) fn circles_of_folders(sources: &Sources) -> Vec<String> {
    let folder = |file: usize| {
        let path = sources.files[file].path.trim_end_matches(".rs");
        path.match_indices('/').nth(1).map_or(path, |(end, _)| &path[..end])
    };
    let arrows = sources.arrows().into_keys().map(|(from, to)| (folder(from), folder(to)));
    circles(arrows.filter(|(from, to)| from != to && room(from) == room(to)))
        .into_iter()
        .map(|circle| format!("a circle of folders: {}", circle.join(", ")))
        .collect()
}

/// Crates named outside the rooms that may.
pub(crate) fn crates(sources: &Sources, table: &Table) -> Vec<String> {
    let owners = |krate: &str| table.0.iter().filter(|(_, row)| row.crates.contains(krate)).map(|(name, _)| name.as_str()).collect::<Vec<_>>();
    let mut offences = Vec::new();
    for file in &sources.files {
        for named in &file.names {
            let owners = owners(&named.segments[0]);
            if !owners.is_empty() && !owners.contains(&room(&file.path)) {
                offences.push(format!("{}:{} names {}, which belongs to {}", file.path, named.line, named.segments[0], owners.join(", ")));
            }
        }
    }
    offences.dedup();
    offences
}

/// What a file touches of the machine, with the lines.
fn touched(file: &File) -> Vec<(&'static str, usize)> {
    let what = |segments: &[String]| -> Option<&'static str> {
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        match names[..] {
            ["std", "fs", ..] => Some("disk"),
            ["std", "time", "SystemTime" | "Instant", ..] | ["jiff", "Timestamp" | "Zoned", "now"] => Some("clock"),
            ["std", "env", ..] => Some("environment"),
            _ => None,
        }
    };
    file.names.iter().filter_map(|named| Some((what(&named.segments)?, named.line))).collect()
}

/// Files that touch disk, clock or environment where the table does not say so.
pub(crate) fn touches(sources: &Sources, table: &Table) -> Vec<String> {
    let mut offences = Vec::new();
    for file in &sources.files {
        let allowed = table.0.get(room(&file.path)).map(|row| &row.touches);
        let stray = touched(file).into_iter().filter(|(what, _)| !allowed.is_some_and(|allowed| allowed.contains(*what)));
        offences.extend(stray.map(|(what, line)| format!("{}:{line} touches the {what}", file.path)));
        // Methods of paths that ask the disk are banned by .clippy.toml: a file that lifts the ban must be one that may.
        let lifts = file.allows.contains("clippy::disallowed_methods") && !PROGRAM.contains(&room(&file.path));
        if lifts && allowed.is_none_or(BTreeSet::is_empty) {
            offences.push(format!("{} lifts the ban on disk, clock and environment", file.path));
        }
    }
    offences.dedup();
    offences
}

/// Matches on the kinds of blocks and inlines with a `_` arm: a new kind would compile without being shown.
pub(crate) fn wildcards(sources: &Sources) -> Vec<String> {
    let of_file = |file: &File| file.wildcards.iter().map(|line| format!("{}:{line}: list the kinds", file.path)).collect::<Vec<_>>();
    sources.files.iter().flat_map(of_file).collect()
}
