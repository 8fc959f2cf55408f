//! Returned files into a round.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::carry::{Fate, Fates};
use super::incoming::{Incoming, Kind};
use super::passages::{Passage, Passages, numbered};
use super::round::{Entry, Round, Standing, value_text};
use super::survey::{Questions, chosen};
use super::{json, sheet};
use crate::compare::{Side, Versions};
use crate::diag::{self, Diagnostic, Severity};
use crate::model::{Document, Version};
use crate::span::{SourceMap, Span};

/// The largest returned file that is read: 32 MB.
pub(crate) const LARGEST: usize = 32 << 20;

/// A returned file. A file that was cut at a limit counts as too large.
#[derive(Debug)]
pub struct Input {
    /// Its path, for messages.
    pub path: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

impl Input {
    /// How many bytes of a file are worth reading: more than are accepted.
    pub const LIMIT: u64 = LARGEST as u64 + 1;
}

/// What [`collate`] made of returned files.
#[derive(Debug)]
pub struct Collated {
    /// The round with everything; none if its file cannot be read or edited.
    pub round: Option<Round>,
    /// The contents of the private file.
    pub private: String,
    /// The number of comments that are new.
    pub added: usize,
    /// The number of comments that were there already.
    pub known: usize,
    /// How many comments of the round there are of each fate.
    pub fates: BTreeMap<Fate, usize>,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that findings refer to.
    pub sources: SourceMap,
}

/// Reads returned files and adds their comments to a round, each on its passage in the version that it was written on and with what
/// happened to that passage since. Comments of the round are carried again, and nothing else in it is changed.
///
/// `round` and `private` are the paths and present texts of the two files. `version` is the version of comments that name none; the
/// newest by default.
#[must_use]
pub fn collate(versions: &Versions, files: &[Input], round: (&str, &str), private: &str, version: Option<&Version>) -> Collated {
    let mut sources = SourceMap::default();
    let mut diagnostics = Vec::new();
    let round_file = sources.add(round.0.to_owned(), round.1.to_owned());
    let before = Round::read(round.1, round_file, &mut diagnostics);
    let mut private = Private::read(private);
    let newest = numbered((&versions.newest, &versions.sources));
    let mut carrier = Carrier { versions, known: HashMap::new(), passages: Passages::of(&newest), newest };
    let default = version.unwrap_or(&versions.newest.settings.current().version).clone();
    let mut known: HashSet<String> = before.iter().flat_map(|round| &round.entries).map(|entry| entry.id.clone()).collect();
    let (mut new, mut seen): (Vec<Entry>, usize) = (Vec::new(), 0);
    let mut chosen_again: HashMap<String, (String, Span)> = HashMap::new();
    for input in files {
        let incoming = read(input, &mut sources, &mut diagnostics);
        let mut equal: HashMap<String, usize> = HashMap::new();
        for mut comment in incoming {
            let version = comment.version.clone().unwrap_or_else(|| default.clone());
            if matches!(comment.kind, Kind::Answer | Kind::Choice) {
                carrier.recognise(&mut comment, &version, &mut diagnostics);
            }
            let nth = equal.entry(comment.id(version.as_str(), 0)).or_default();
            // The same file lists a comment with a receipt only once.
            *nth += usize::from(comment.sender.receipt.is_none());
            let id = comment.id(version.as_str(), *nth);
            private.add(&id, &comment.sender);
            if known.insert(id.clone()) {
                new.push(carrier.entry(id, comment, &version, &mut diagnostics));
            } else {
                seen += 1;
                if comment.kind == Kind::Choice {
                    chosen_again.insert(id, (comment.text, comment.span));
                }
            }
        }
    }
    let added = new.len();
    for entry in &mut new {
        if let Some((text, _)) = chosen_again.remove(&entry.id) {
            entry.text = text;
        }
    }
    let round = before.and_then(|round| {
        let mut changes = carrier.carried(&round);
        changes.extend(replaced(&round, &chosen_again, &mut diagnostics));
        round.edited(&changes, &new).map_err(|fault| diagnostics.push(*fault)).ok()
    });
    let mut fates = BTreeMap::new();
    for entry in round.iter().flat_map(|round| &round.entries) {
        *fates.entry(entry.fate).or_default() += 1;
    }
    diag::align(&mut diagnostics, &sources);
    diag::sort(&mut diagnostics);
    Collated { round, private: private.text(), added, known: seen, fates, diagnostics, sources }
}

/// Answers of `round` that were chosen anew in a response that was saved again, unless somebody has dealt with them.
fn replaced(round: &Round, chosen: &HashMap<String, (String, Span)>, diagnostics: &mut Vec<Diagnostic>) -> Vec<(usize, &'static str, String)> {
    let mut changes = Vec::new();
    for (at, entry) in round.entries.iter().enumerate() {
        let Some((text, span)) = chosen.get(&entry.id) else { continue };
        if entry.text != *text && entry.standing == Standing::Noted && entry.reader.is_none() {
            diagnostics.push(
                Diagnostic::new(Severity::Info, "comments-answer", *span, "this answer replaces an earlier one of the same response")
                    .hint("if the other file is the newer one, collate that one again"),
            );
            changes.push((at, "text", text.clone()));
        }
    }
    changes
}

fn read(input: &Input, sources: &mut SourceMap, diagnostics: &mut Vec<Diagnostic>) -> Vec<Incoming> {
    let is_too_large = input.bytes.len() > LARGEST;
    let is_binary = input.bytes.starts_with(b"PK\x03\x04") || input.bytes.iter().take(1024).any(|byte| *byte == 0);
    let text = if is_too_large || is_binary { String::new() } else { crate::yaml::plain(&input.bytes) };
    let file = sources.add(input.path.clone(), text);
    let text = sources.file(file).text.clone();
    let refuse = |message: &str, hint: &str| vec![Diagnostic::error("comments-file", Span::new(file, 0..0), message).hint(hint)];
    let refusal = if is_too_large {
        refuse("this file is larger than 32 MB, so it was not read", "split it into several files, or ask for the comments alone")
    } else if is_binary {
        refuse(
            "this file is a spreadsheet or another program's file, which cannot be read",
            "open it in a spreadsheet and save it as CSV (UTF-8), then collate that file",
        )
    } else if text.trim().is_empty() {
        refuse("this file is empty", "ask for it again")
    } else {
        Vec::new()
    };
    if !refusal.is_empty() {
        diagnostics.extend(refusal);
        return Vec::new();
    }
    let comments = if is_json(&text) { json::read(file, &text, diagnostics) } else { sheet::read(file, &text, diagnostics) };
    sources.conceal(file, private_parts(&text, &comments));
    comments
}

/// Where the lines of comments name their senders or how to reach them: findings show these lines.
fn private_parts(text: &str, comments: &[Incoming]) -> Vec<std::ops::Range<usize>> {
    let mut seen = HashSet::new();
    let mut parts = Vec::new();
    for comment in comments {
        let span = comment.span.range();
        let start = text[..span.start.min(text.len())].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.end.min(text.len())..].find('\n').map_or(text.len(), |at| span.end + at);
        if comment.is_torn {
            parts.push(start..end);
            continue;
        }
        // A response may be one line with all comments of its sender.
        for value in [&comment.sender.name, &comment.sender.contact].into_iter().flatten().filter(|value| seen.insert((start, value.as_str()))) {
            parts.extend(text[start..end].match_indices(value.as_str()).map(|(at, found)| start + at..start + at + found.len()));
        }
    }
    parts
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// A version that comments were written on.
struct Commented {
    passages: Passages,
    fates: Fates,
    questions: Questions,
}

impl Commented {
    /// The passage that a comment names by its identity, else by its number, else by its words.
    fn passage(&self, comment: &Incoming) -> Option<&Passage> {
        let by_id = comment.passage.and_then(|id| self.passages.get(id));
        let by_number = || comment.paragraph.as_deref().and_then(|number| self.passages.numbered(number));
        let by_words = || comment.quoted.as_deref().and_then(|words| self.passages.quoting(words).or_else(|| self.passages.after_number(words)));
        by_id.or_else(by_number).or_else(by_words)
    }
}

/// Places comments in the version that they were written on, and carries them to the newest.
struct Carrier<'a> {
    versions: &'a Versions,
    known: HashMap<Version, Option<Commented>>,
    newest: Document,
    passages: Passages,
}

impl Carrier<'_> {
    fn version(&mut self, version: &Version) -> Option<&Commented> {
        let newest: Side<'_> = (&self.versions.newest, &self.versions.sources);
        let versions = self.versions;
        let load = || {
            let side = versions.side(version).ok()?;
            let document = numbered(side);
            Some(Commented { passages: Passages::of(&document), fates: Fates::of(side, newest), questions: Questions::of(&document) })
        };
        self.known.entry(version.clone()).or_insert_with(load).as_ref()
    }

    /// Tells an answer in words from one that was chosen among options, whose text becomes the options, one a line.
    fn recognise(&mut self, comment: &mut Incoming, version: &Version, diagnostics: &mut Vec<Diagnostic>) {
        let survey = self.version(version).and_then(|read| read.questions.get(read.passage(comment)?.id));
        let text = survey.map(|survey| chosen(survey, &comment.text).map(|options| options.join("\n")));
        match text {
            Some(Some(text)) => (comment.kind, comment.text) = (Kind::Choice, text),
            Some(None) => {
                comment.kind = Kind::Answer;
                diagnostics.push(
                    Diagnostic::warning("comments-answer", comment.span, "this answer names none of the options, or something beside them")
                        .hint("it was kept as an answer in words; to have it counted, write the options as the question has them, one a line"),
                );
            }
            None => comment.kind = Kind::Answer,
        }
    }

    fn entry(&mut self, id: String, comment: Incoming, version: &Version, diagnostics: &mut Vec<Diagnostic>) -> Entry {
        let found = self.version(version).map(|read| {
            read.passage(&comment).map(|passage| {
                let (fate, place) = (read.fates.get(passage.id), read.fates.place(passage.id));
                (passage.id, passage.number.as_deref().map(str::to_owned), passage.words.clone(), fate, place)
            })
        });
        if found.is_none() {
            diagnostics.push(
                Diagnostic::warning("comments-version", comment.span, format!("version {version}, which this comment is about, is not known here"))
                    .hint("the comment was kept: put that version back into archive/, or correct `version` in the round's file, and collate again"),
            );
        } else if found == Some(None) && (comment.passage.is_some() || comment.paragraph.is_some() || comment.quoted.is_some()) {
            let named = comment.paragraph.clone().or(comment.passage.map(|id| id.to_string())).or(comment.quoted.clone()).unwrap_or_default();
            diagnostics.push(
                Diagnostic::warning("comments-place", comment.span, format!("version {version} has no passage `{named}`"))
                    .hint("the comment was kept: correct `paragraph` in the round's file, and collate again"),
            );
        }
        let passage = found.flatten();
        let (fate, now, was) = match &passage {
            Some((_, _, words, fate, place)) => (*fate, self.now(*place), changed_words(*fate, words)),
            None => (Fate::Unplaced, None, None),
        };
        let (id_of_passage, number) = passage.map_or((comment.passage, None), |(id, number, ..)| (Some(id), number));
        let Incoming { paragraph, kind, text, sender, .. } = comment;
        Entry {
            id,
            receipt: sender.receipt,
            version: version.to_string(),
            paragraph: number.or(paragraph),
            passage: id_of_passage,
            fate,
            now,
            was,
            kind,
            group: sender.group,
            text,
            standing: if kind == Kind::Choice { Standing::Noted } else { Standing::Open },
            reader: None,
            response: None,
            acted_in: None,
            theme: None,
        }
    }

    /// Where a passage is in the newest version.
    fn now(&self, id: crate::model::NodeId) -> Option<String> {
        let address = |passage: &Passage| format!("{}#p_{id}", self.newest.address(passage.text));
        self.passages.get(id).map(|passage| passage.number.as_deref().map_or_else(|| address(passage), str::to_owned))
    }

    /// What differs in the entries of a round after carrying them again.
    fn carried(&mut self, round: &Round) -> Vec<(usize, &'static str, String)> {
        let mut changes = Vec::new();
        for (at, entry) in round.entries.iter().enumerate() {
            let Some(version) = Version::parse(&entry.version) else { continue };
            let found = self.version(&version).and_then(|read| {
                let passage = entry.passage.and_then(|id| read.passages.get(id));
                let passage = passage.or_else(|| read.passages.numbered(entry.paragraph.as_deref()?))?;
                Some((passage.id, passage.words.clone(), read.fates.get(passage.id), read.fates.place(passage.id)))
            });
            let Some((id, words, fate, place)) = found else { continue };
            let mut set = |key, before: Option<&str>, now: Option<String>| {
                if let Some(now) = now.filter(|now| before != Some(now)) {
                    changes.push((at, key, now));
                }
            };
            set("passage", entry.passage.map(|id| id.to_string()).as_deref(), Some(id.to_string()));
            set("state", Some(entry.fate.name()).filter(|_| entry.fate != Fate::Unplaced), Some(fate.name().to_owned()));
            set("now", entry.now.as_deref(), Some(self.now(place).unwrap_or_default()).filter(|now| !now.is_empty() || entry.now.is_some()));
            set("was", entry.was.as_deref(), changed_words(fate, &words));
        }
        changes
    }
}

/// The words that a comment is about, if readers of the newest version no longer find them.
fn changed_words(fate: Fate, words: &str) -> Option<String> {
    let is_other = match fate {
        Fate::Edited | Fate::MovedAndEdited | Fate::Split | Fate::Joined | Fate::Removed => true,
        Fate::Same | Fate::Moved | Fate::Unplaced => false,
    };
    (is_other && !words.is_empty()).then(|| words.to_owned())
}

/// Names and contact details of senders, by comment.
struct Private(BTreeMap<String, String>);

const PRIVATE_HEADER: &str = "# Names and contact details of people who sent comments. Do not share or publish this file.\n";

impl Private {
    /// The entries of the file: one line a comment. Lines that people changed are kept as they are.
    fn read(text: &str) -> Self {
        let entries = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'));
        Self(entries.map(|(id, rest)| (id.trim().to_owned(), rest.trim().to_owned())).collect())
    }

    fn add(&mut self, id: &str, sender: &super::incoming::Sender) {
        let values = [("name", &sender.name), ("contact", &sender.contact)];
        let values: Vec<String> = values.iter().filter_map(|(key, value)| Some(format!("{key}: {}", quoted(value.as_deref()?)))).collect();
        if !values.is_empty() {
            self.0.entry(id.to_owned()).or_insert_with(|| format!("{{{}}}", values.join(", ")));
        }
    }

    fn text(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let lines: String = self.0.iter().map(|(id, values)| format!("{id}: {values}\n")).collect();
        format!("{PRIVATE_HEADER}{lines}")
    }
}

/// A value in quotes, on one line.
fn quoted(value: &str) -> String {
    match value_text(value, "") {
        text if text.starts_with('"') => text,
        text => format!("\"{text}\""),
    }
}

impl Collated {
    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        diag::count(&self.diagnostics, Severity::Error) > 0
    }
}
