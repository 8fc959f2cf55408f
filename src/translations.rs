//! Editions in other languages: which of their passages say what the original says, and which no longer do.
//!
//! Passages of a translation have the identities of those that they translate. A chapter names the version that it was translated from, and
//! the archive has the original of that version: a passage is out of date if its original, found by identity, has changed since.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::archive::Archived;
use crate::diag::{Diagnostic, Severity};
use crate::history::{self, Pair, Pairs, Unpaired};
use crate::model::{Chapter, Document, Draft, EditionSettings, FrontMatter, Label, NodeId, Translation, Version, language_name};
use crate::read::Edition;
use crate::span::{FileId, SourceMap, Span};

/// The original of an edition: its text, its files and its earlier versions.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    /// The text of the version being written, with identities.
    pub draft: &'a Draft,
    /// Its files.
    pub files: &'a SourceMap,
    /// Earlier versions.
    pub archived: &'a [Arc<Archived>],
}

/// Turns `draft`, as it was parsed, into that of `edition`: it gets the edition's settings, and texts that nobody has translated keep the
/// language of the original. Returns the files of these texts.
pub fn adapt(draft: &mut Draft, map: &SourceMap, edition: &EditionSettings, files: &Edition<'_>, original: &str) -> Vec<FileId> {
    draft.settings = draft.settings.of_edition(edition);
    mark_untranslated(draft, original, |text| files.own_path(&map.file(text.file).path).is_none())
}

/// Gives texts of the edition `draft` that nobody has translated the language `original`. Returns their files.
fn mark_untranslated(draft: &mut Draft, original: &str, is_untranslated: impl Fn(&Chapter<Label>) -> bool) -> Vec<FileId> {
    let mut untranslated = Vec::new();
    let mut mark = |text: &mut Chapter<Label>| {
        if is_untranslated(text) {
            text.front.language.get_or_insert_with(|| original.to_owned());
            untranslated.push(text.file);
        }
    };
    for chapter in &mut draft.chapters {
        let chapter = Arc::make_mut(chapter);
        mark(chapter);
        chapter.sections.iter_mut().for_each(&mut mark);
    }
    draft.pages.iter_mut().for_each(&mut mark);
    untranslated
}

/// As [`adapt`], for an earlier version, with the text of its original.
fn adapt_earlier(version: &mut Archived, earlier: &Archived, edition: &EditionSettings) {
    let settings = &mut version.draft.settings;
    let then = settings.editions.iter().find(|other| other.language == edition.language).unwrap_or(edition).clone();
    let original = settings.language.clone();
    *settings = settings.of_edition(&then);
    let texts: HashMap<&str, &str> = earlier.sources.iter().map(|(_, file)| (file.path.as_str(), file.text.as_str())).collect();
    let files = &version.sources;
    mark_untranslated(&mut version.draft, &original, |text| {
        let file = files.file(text.file);
        texts.get(file.path.as_str()) == Some(&file.text.as_str())
    });
}

/// Gives passages of the edition `draft`, and of its earlier versions, the identities of what they translate. Returns what the edition's pages
/// need to know, and findings in its files.
pub fn compare(
    draft: &mut Draft, map: &SourceMap, archived: &mut [Arc<Archived>], edition: &EditionSettings, original: Original<'_>, untranslated: Vec<FileId>,
) -> (Translation, Vec<Diagnostic>) {
    for version in archived.iter_mut().filter_map(Arc::get_mut) {
        if let Some(earlier) = original.archived.iter().find(|earlier| earlier.version == version.version) {
            adapt_earlier(version, earlier, edition);
            history::pair(&mut version.draft, &version.sources, &earlier.draft, &earlier.sources);
        }
    }
    let Pairs { texts, unpaired } = history::pair(draft, map, original.draft, original.files);
    let language = language_name(&original.draft.settings.language).to_owned();
    let mut findings: Vec<Diagnostic> = unpaired.iter().map(|unpaired| mismatch(unpaired, &language, original.files)).collect();
    let mut changes = Changes::of(original);
    let mut translation =
        Translation { of: original.draft.settings.language.clone(), untranslated: untranslated.into_iter().collect(), stale: HashSet::new() };
    let fronts: HashMap<FileId, &FrontMatter> = draft.texts().map(|text| (text.file, &text.front)).collect();
    for (file, pairs) in texts.iter().filter(|(file, _)| !translation.untranslated.contains(file)) {
        let Some(front) = fronts.get(file) else { continue };
        let Some((version, _)) = &front.translates else {
            if !original.archived.is_empty() {
                findings.push(undated(front.title_span, &language, &original.draft.settings.current().version));
            }
            continue;
        };
        if let Some(changed) = changes.since(version) {
            for pair in outermost(pairs, changed) {
                translation.stale.insert(pair.id);
                findings.push(stale(pair, version, &language, original.files));
            }
        }
    }
    (translation, findings)
}

/// What changed in the original since each version, worked out once.
struct Changes<'a> {
    original: Original<'a>,
    now: HashMap<NodeId, u64>,
    since: BTreeMap<String, HashSet<NodeId>>,
}

impl<'a> Changes<'a> {
    fn of(original: Original<'a>) -> Self {
        Self { original, now: history::passages(original.draft), since: BTreeMap::new() }
    }

    /// Identities of passages that `version` had otherwise, or not at all; none if it is not in the archive, such as the one being written.
    fn since(&mut self, version: &Version) -> Option<&HashSet<NodeId>> {
        if self.original.draft.settings.current().version == *version {
            return None;
        }
        let earlier = self.original.archived.iter().find(|earlier| earlier.version == *version)?;
        let now = &self.now;
        Some(self.since.entry(version.to_string()).or_insert_with(|| {
            let then = history::passages(&earlier.draft);
            now.iter().filter(|(id, hash)| then.get(id) != Some(hash)).map(|(id, _)| *id).collect()
        }))
    }
}

/// Changed passages, without those that only contain a changed one.
fn outermost<'p>(pairs: &'p [Pair], changed: &HashSet<NodeId>) -> Vec<&'p Pair> {
    let is_changed = |pair: &Pair| changed.contains(&pair.id);
    let contains_change = |(at, pair): &(usize, &Pair)| pairs[at - pair.inside..*at].iter().any(is_changed);
    pairs.iter().enumerate().filter(|(_, pair)| is_changed(pair)).filter(|entry| !contains_change(entry)).map(|(_, pair)| pair).collect()
}

/// `chapters/01-one.md, line 12`.
fn place(span: Span, files: &SourceMap) -> String {
    let file = files.file(span.file);
    format!("{}, line {}", file.path, file.location(span.start).line)
}

fn stale(pair: &Pair, version: &Version, language: &str, files: &SourceMap) -> Diagnostic {
    let message = format!("the {language} of this passage has changed since version {version}, which this text translates");
    Diagnostic::warning("stale-translation", pair.span, message)
        .hint(format!("compare it with {}; once the whole file is up to date, name the newer version in `translates`", place(pair.original, files)))
}

fn mismatch(unpaired: &Unpaired, language: &str, files: &SourceMap) -> Diagnostic {
    let [own, other] = unpaired.counts;
    let there = place(unpaired.original, files);
    let message = if own == other {
        format!("the passages from here on are of other kinds than those of the {language}")
    } else {
        let passages = if own == 1 { "passage" } else { "passages" };
        format!("this part has {own} {passages}, but the {language} has {other}")
    };
    Diagnostic::warning("translation-pairs", unpaired.span, message).hint(format!(
        "translate each paragraph, list and table as one of its own, in the order of {there}: only then do links lead to the same passage"
    ))
}

fn undated(span: Span, language: &str, current: &Version) -> Diagnostic {
    let message = format!("this translation does not say which version of the {language} it is of");
    Diagnostic::warning("translation-version", span, message).hint(format!(
        "add `translates: \"{current}\"` to the front matter, with the version that was translated: you are told when its text changes"
    ))
}

/// How many untranslated texts are listed by name; the rest are counted.
const MOST_MISSING: usize = 20;

/// Which texts nobody has translated yet, in reading order.
fn missing(edition: &EditionSettings, document: &Document, map: &SourceMap) -> Option<Diagnostic> {
    let untranslated = &document.translation.as_ref()?.untranslated;
    let texts = document.texts().filter(|(_, text)| untranslated.contains(&text.file));
    let names: Vec<&str> = texts.map(|(_, text)| map.file(text.file).path.as_str()).collect();
    if names.is_empty() {
        return None;
    }
    let more = names.len().saturating_sub(MOST_MISSING);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let (language, listed) = (&edition.language, names.iter().take(MOST_MISSING).copied().collect::<Vec<_>>().join(", "));
    let texts = if names.len() == 1 { "1 text is".to_owned() } else { format!("{} texts are", names.len()) };
    let message = format!("{texts} not translated for the edition `{language}`: {listed}{more}");
    let hint = format!("their originals are shown, with a note; put translations under the same names into folders such as chapters.{language}/");
    let finding = Diagnostic { severity: Severity::Info, ..Diagnostic::warning("untranslated", edition.span, message) };
    Some(finding.hint(hint))
}

/// Findings about an edition as a whole, at its entry in strategy.yaml, and findings in its files about those without an original.
#[must_use]
pub fn extent(edition: &EditionSettings, files: &Edition<'_>, document: &Document, map: &SourceMap) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let language = &edition.language;
    let mut whole = Vec::new();
    if !files.is_translated() {
        let message = format!("the edition `{language}` has no translated texts yet, so all of it is in the language of the original");
        whole.push(Diagnostic::warning("edition", edition.span, message).hint(format!(
            "put translated chapters into chapters.{language}/, each under the file name of its original, such as chapters.{language}/01-introduction.md"
        )));
    } else {
        whole.extend(missing(edition, document, map));
    }
    for chapter in document.chapters.iter().filter(|chapter| chapter.slug == *language && !chapter.sections.is_empty()) {
        let message = format!("the chapter folder `{}` has the name of the folder in which the edition `{language}` is published", chapter.slug);
        let finding = Diagnostic::error("edition", edition.span, message);
        whole.push(finding.hint("give the chapter's folder a longer name, and add its former address to `aliases`"));
    }
    let extra = document.texts().map(|(_, text)| text).filter(|text| files.is_unmatched(&map.file(text.file).path)).map(|text| {
        let message = "no text of the original has this file name, so this one is in the translated edition alone";
        let finding = Diagnostic::warning("translation-pairs", text.front.title_span, message);
        finding.hint("give it the file name of the text that it translates, with the same number in front")
    });
    (whole, extra.collect())
}

/// Findings about folders of translations, by language, of which strategy.yaml names no edition.
#[must_use]
pub fn unnamed(folders: &BTreeMap<String, String>, editions: &[EditionSettings]) -> Vec<Diagnostic> {
    let named = |language: &String| editions.iter().any(|edition| edition.language == *language);
    let finding = |(language, folder): (&String, &String)| {
        let message = format!("{folder}/ is not used: strategy.yaml names no edition `{language}`");
        let same = editions.iter().find(|edition| edition.language.eq_ignore_ascii_case(language));
        let finding = Diagnostic::warning("edition", None, message);
        match same {
            Some(edition) => finding.hint(format!("rename the folder: strategy.yaml writes the language as `{}`", edition.language)),
            None => finding.hint(format!("add `editions: {{{language}: {{title: …}}}}` to strategy.yaml, with the title in that language")),
        }
    };
    folders.iter().filter(|(language, _)| !named(language)).map(finding).collect()
}
