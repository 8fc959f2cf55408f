//! Everything that can be linked to, by name.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use percent_encoding::percent_decode_str;

use super::addresses::{RESERVED, Slugs, Texts};
use super::aliases;
use super::anchors::collect_anchors;
use super::lookup::Broken;
use super::missing;
use super::numbering::NamedNumbers;
use super::terms::Forms;
use super::titles::title_key;
use crate::diag::Diagnostic;
use crate::model::{
    Chapter, GlossaryTerm, Label, NodeId, PageId, Picture, Place, Target, TermId, composed, is_web_address, join_path, relative_path,
};
use crate::span::{FileId, SourceMap, Span};

/// Everything that can be linked to.
pub(super) struct Index<'a> {
    by_path: HashMap<String, PageId>,
    /// By [`title_key`]; `None` if two pages share it.
    by_title: HashMap<String, (Option<PageId>, Span)>,
    anchors: HashMap<PageId, HashSet<Box<str>>>,
    /// The blocks of each page, if any text links to a passage by its identity.
    passages: Option<HashMap<PageId, HashSet<NodeId>>>,
    /// Blocks and headings by the names that authors gave them; `None` if two pages have the name.
    names: HashMap<Box<str>, Option<Named>>,
    /// Numbers of blocks by name.
    numbers: NamedNumbers,
    titles: Vec<String>,
    pictures: HashMap<&'a str, u32>,
    picture_used: Vec<(&'a str, AtomicBool)>,
    files: HashMap<&'a str, AtomicBool>,
    term_files: HashMap<String, Option<TermId>>,
    transcripts: HashMap<String, (Chapter<Label>, AtomicBool)>,
    forms: &'a Forms,
    /// Every path that a link may name, sorted; computed for the first broken link.
    known: OnceLock<Vec<String>>,
}

/// Something with a name.
struct Named {
    page: PageId,
    /// Its caption, its title or its first words.
    words: Box<str>,
}

impl<'a> Index<'a> {
    #[expect(clippy::too_many_arguments, reason = "it is the index of everything")]
    pub(super) fn new(
        texts: &Texts<'_>, numbers: NamedNumbers, transcripts: Vec<Chapter<Label>>, pictures: &'a [Picture], files: &'a [String], forms: &'a Forms,
        terms: &[GlossaryTerm<Label>], map: &SourceMap, diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let path = |file: FileId| map.file(file).path.clone();
        let mut index = Self {
            by_path: HashMap::new(),
            by_title: HashMap::new(),
            anchors: HashMap::new(),
            passages: map.iter().any(|(_, file)| file.text.contains("#p_")).then(HashMap::new),
            names: HashMap::new(),
            numbers,
            titles: Vec::new(),
            pictures: pictures.iter().zip(0..).map(|(picture, at)| (picture.path.as_str(), at)).collect(),
            picture_used: pictures.iter().map(|picture| (picture.path.as_str(), AtomicBool::new(false))).collect(),
            files: files.iter().map(|path| (path.as_str(), AtomicBool::new(false))).collect(),
            term_files: HashMap::new(),
            transcripts: transcripts.into_iter().map(|text| (path(text.file), (text, AtomicBool::new(false)))).collect(),
            forms,
            known: OnceLock::new(),
        };
        let mut slugs = Slugs::default();
        for (chapter, at) in texts.chapters.iter().zip(0..) {
            index.add(PageId::Chapter(at), chapter, map, diagnostics);
            slugs.claim(&chapter.slug, chapter, map, diagnostics);
            let mut section_slugs = Slugs::default();
            for (section, place) in chapter.sections.iter().zip(0..) {
                index.add(PageId::Section(at, place), section, map, diagnostics);
                section_slugs.claim_below(&format!("{}/{}", chapter.slug, section.slug), section, map, diagnostics);
            }
        }
        for (page, at) in texts.pages.iter().zip(0..) {
            index.add(PageId::Page(at), page, map, diagnostics);
            slugs.claim(&page.slug, page, map, diagnostics);
        }
        if let Some(home) = texts.home {
            index.add(PageId::Home, home, map, diagnostics);
        }
        if let Some(statement) = texts.statement {
            index.add(PageId::Statement, statement, map, diagnostics);
        }
        aliases::report(texts, diagnostics);
        for (term, at) in terms.iter().zip(0..) {
            index.term_files.entry(path(term.span.file)).and_modify(|known| *known = None).or_insert(Some(TermId(at)));
        }
        index
    }

    fn add(&mut self, page: PageId, text: &Chapter<Label>, map: &SourceMap, diagnostics: &mut Vec<Diagnostic>) {
        self.by_path.insert(map.file(text.file).path.clone(), page);
        self.titles.push(text.front.title.clone());
        let title = title_key(&text.front.title);
        match self.by_title.get_mut(&title) {
            None => {
                self.by_title.insert(title, (Some(page), text.front.title_span));
            }
            Some((known, first)) => {
                *known = None;
                let message = format!("`{}` has the title \"{}\" too", map.file(first.file).path, text.front.title);
                diagnostics.push(
                    Diagnostic::warning("duplicate-title", text.front.title_span, message)
                        .label(*first, "also the title of this page")
                        .hint("readers tell pages apart by their titles: reword one of the two"),
                );
            }
        }
        let mut anchors = Vec::new();
        collect_anchors(&text.body, &mut anchors);
        for (name, words) in &anchors {
            let named = Named { page, words: words.clone() };
            self.names.entry(name.clone()).and_modify(|known| *known = None).or_insert(Some(named));
        }
        self.anchors.insert(page, anchors.into_iter().map(|(name, _)| name).collect());
        if let Some(passages) = &mut self.passages {
            passages.insert(page, text.body.iter().filter(|block| block.has_own_anchor()).map(|block| block.id).collect());
        }
    }

    /// Resolves `dest`, which is written in the file `from` on `page`.
    pub(super) fn path(&self, dest: &str, from: &str, page: Option<PageId>) -> Result<Target, Broken> {
        if let Some(scheme) = scheme_of(dest) {
            return external(dest, scheme);
        }
        if dest.starts_with("//") {
            return Err(Broken::new(format!("the address `{dest}` has no scheme")).hint("write https:// before it"));
        }
        let (path, fragment) = dest.split_once('#').map_or((dest, None), |(path, fragment)| (path, Some(fragment)));
        let fragment = fragment.map(decoded).filter(|fragment| !fragment.is_empty());
        let path = decoded(path.split('?').next().unwrap_or(path));
        if path.is_empty() && fragment.is_none() {
            return Err(Broken::new("this link leads nowhere".into()).hint("write the file, the heading or the address in the round brackets"));
        }
        if path.starts_with('/') {
            let hint = "paths start from the file they are in: `../images/map.svg`, `02-geography.md`";
            return Err(Broken { rule: "outside-path".into(), ..Broken::new(format!("`{path}` does not start from this file")) }.hint(hint));
        }
        if path.is_empty() {
            return match (page, fragment) {
                (Some(page), Some(name)) if !self.has_anchor(page, &name) && self.names.contains_key(&*name) => {
                    self.named(&name).map(|(place, _)| Target::Place(place))
                }
                (Some(page), fragment) => self.place(page, fragment, "this page"),
                (None, _) => {
                    Err(Broken::new("a text that is embedded in other pages has no headings to link to".into()).hint("name the file of a chapter"))
                }
            };
        }
        let Some(joined) = join_path(from, &path) else {
            return Err(Broken { rule: "outside-path".into(), ..Broken::new(format!("`{path}` leads out of the strategy's folder")) }
                .hint("only files in the strategy can be published: copy the file into images/ or data/"));
        };
        if let Some(page) = self.by_path.get(&joined) {
            return self.place(*page, fragment, &format!("`{path}`"));
        }
        if let Some(term) = self.term_files.get(&joined) {
            return Ok(match term {
                Some(term) => Target::Term(crate::model::TermUse { term: *term, nth: 0, expand: false }),
                None => Target::Place(Place::new(PageId::Glossary, None)),
            });
        }
        if let Some(linked) = self.files.get(joined.as_str()) {
            linked.store(true, Ordering::Relaxed);
            return Ok(Target::File(joined.into()));
        }
        if self.pictures.contains_key(joined.as_str()) {
            self.mark_picture(&joined);
            return Ok(Target::File(joined.into()));
        }
        Err(self.missing(&joined, &path, from))
    }

    fn has_anchor(&self, page: PageId, name: &str) -> bool {
        self.anchors.get(&page).is_some_and(|anchors| anchors.contains(name))
    }

    fn numbered(&self, page: PageId, anchor: Box<str>) -> Place {
        let number = self.numbers.get(&anchor).cloned().map(Box::new);
        Place { number, ..Place::new(page, Some(anchor)) }
    }

    /// The block or heading with the author's name `name`, and its words: a caption, a title.
    pub(super) fn named(&self, name: &str) -> Result<(Place, Box<str>), Broken> {
        match self.names.get(name) {
            Some(Some(named)) => Ok((self.numbered(named.page, name.into()), named.words.clone())),
            Some(None) => Err(Broken { rule: "broken-anchor".into(), ..Broken::new(format!("several pages have something named `#{name}`")) }
                .hint("give all but one another name, or link to the file: `[words](file.md#name)`")),
            None => {
                let mut known: Vec<&str> = self.names.keys().map(AsRef::as_ref).collect();
                known.sort_unstable();
                let broken = Broken { rule: "broken-anchor".into(), ..Broken::new(format!("nothing has the name `#{name}`")) };
                Err(broken
                    .nearest(name, known)
                    .hint("a table, figure, chart, box or heading gets a name at the end of its caption or title: `{#name}`"))
            }
        }
    }

    fn missing(&self, joined: &str, path: &str, from: &str) -> Broken {
        let broken = Broken { rule: "missing-file".into(), ..Broken::new(format!("there is no file `{path}`")) };
        if self.transcripts.contains_key(joined) {
            let broken =
                Broken { rule: "missing-file".into(), ..Broken::new(format!("`{path}` has no page of its own: it is shown with its video")) };
            return broken.hint("link to the page that shows it");
        }
        if path.contains('@') && !path.contains('/') {
            return broken.hint(format!("for an email address write mailto: before it: `mailto:{path}`"));
        }
        if path.len() > 5 && path.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')')) {
            let number: String = path.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            return broken.hint(format!("for a telephone number write tel: before it, without spaces: `tel:{number}`"));
        }
        if path.starts_with("www.") || is_host(path.split('/').next().unwrap_or(path)) {
            return broken.hint(format!("for an address on the web write https:// before it: `https://{path}`"));
        }
        if path.contains('\\') {
            self.mark_picture(&join_path(from, &path.replace('\\', "/")).unwrap_or_default());
            return broken.hint(format!("write `/` between folders and file: `{}`", path.replace('\\', "/")));
        }
        if let Some(stem) = path.strip_suffix(".html") {
            let slug = stem.rsplit('/').next().unwrap_or(stem);
            if RESERVED.contains(&slug) {
                return broken.hint("generated pages are linked from every page: remove the link");
            }
            let broken = broken.hint("link to the source file, which ends in `.md`: it becomes the page's address automatically");
            let mut known: Vec<(&str, &str)> = self.by_path.keys().map(|path| (address_word(path), path.as_str())).collect();
            known.sort_unstable();
            let near = crate::diag::nearest(slug, known.iter().map(|(word, _)| *word));
            return match known.iter().find(|(word, _)| *word == slug).or_else(|| known.iter().find(|(word, _)| Some(*word) == near)) {
                Some((_, near)) => broken.hint(format!("did you mean `{}`?", relative_path(from, near))),
                None => broken,
            };
        }
        let known = || {
            let all = self.known.get_or_init(|| self.all_paths()).iter().map(String::as_str);
            all.filter(|path| *path != from && (!joined.starts_with("images/") || path.starts_with("images/")))
        };
        match known().find(|known| name_of(known) == name_of(joined)).or_else(|| crate::diag::nearest(joined, known())) {
            Some(near) if near != joined => {
                // It is wanted, so it is not reported as unused.
                self.mark_picture(near);
                broken.hint(format!("did you mean `{}`?", relative_path(from, near)))
            }
            _ => broken.hint(missing::remedy(path, name_of(joined))),
        }
    }

    /// Sorted, because maps have no order and of two equally near names the choice must be deterministic.
    fn all_paths(&self) -> Vec<String> {
        let known = self.by_path.keys().map(String::as_str).chain(self.pictures.keys().copied()).chain(self.files.keys().copied());
        let mut known: Vec<String> = known.map(str::to_owned).collect();
        known.sort_unstable();
        known
    }

    fn place(&self, page: PageId, fragment: Option<String>, named: &str) -> Result<Target, Broken> {
        let Some(fragment) = fragment else { return Ok(Target::Place(Place::new(page, None))) };
        let anchors = self.anchors.get(&page);
        if anchors.is_some_and(|anchors| anchors.contains(fragment.as_str())) {
            return Ok(Target::Place(self.numbered(page, fragment.into())));
        }
        if let Some(id) = fragment.strip_prefix("p_") {
            // Before `history` has run, no block has an identity, and any may be meant.
            let has_passage = |id: NodeId| {
                self.passages.as_ref().and_then(|passages| passages.get(&page)).is_some_and(|ids| ids.contains(&id) || ids.contains(&NodeId::NONE))
            };
            return match NodeId::parse(id).filter(|id| has_passage(*id)) {
                Some(_) => Ok(Target::Place(Place::new(page, Some(fragment.into())))),
                None => {
                    let broken = Broken { rule: "broken-anchor".into(), ..Broken::new(format!("{named} has no passage `#{fragment}`")) };
                    Err(broken.hint("it was removed, or is elsewhere: link to a heading, or copy the link of the passage on the site"))
                }
            };
        }
        let mut known: Vec<&str> = anchors.into_iter().flatten().map(AsRef::as_ref).collect();
        known.sort_unstable();
        let broken = Broken { rule: "broken-anchor".into(), ..Broken::new(format!("{named} has nothing with the name `#{fragment}`")) };
        Err(if known.is_empty() {
            broken.hint(format!(
                "remove the part after `#`, or give what you mean this name, at the end of its heading, caption or title: `{{#{fragment}}}`"
            ))
        } else {
            let more = known.len().saturating_sub(MOST_LISTED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let listed = &known[..known.len().min(MOST_LISTED)];
            broken.nearest(&fragment, known.iter().copied()).hint(format!("its names are: #{}{more}", listed.join(", #")))
        })
    }

    /// The page with the title `name`.
    pub(super) fn title(&self, name: &str) -> Result<PageId, Broken> {
        match self.by_title.get(&title_key(name)) {
            Some((Some(page), _)) => Ok(*page),
            Some((None, _)) => Err(Broken::new(format!("two pages have the title \"{name}\"")).hint("link to the file instead: `[words](file.md)`")),
            None => Err(self.unnamed(name)),
        }
    }

    /// The fault of a link in double brackets that names nothing.
    fn unnamed(&self, name: &str) -> Broken {
        let is_known = |name: &str| self.term(name).is_some() || self.by_title.contains_key(&title_key(name));
        let broken = Broken::new(format!("there is no term and no page \"{name}\""));
        let bare = name.replace(['*', '`', '~'], "");
        let bare = bare.trim().trim_matches('_');
        let is_contents = ["toc", "tableofcontents"].iter().any(|contents| bare.eq_ignore_ascii_case(contents));
        let page = name.split('#').next().unwrap_or("").trim();
        let is_file =
            || self.by_path.keys().any(|path| path.rsplit('/').next().is_some_and(|file| file == page || file.strip_suffix(".md") == Some(page)));
        match () {
            () if is_contents => broken.hint("remove it: the list of contents is made automatically"),
            () if bare != name && is_known(bare) => {
                broken.hint(format!("write only the name between the brackets: `[[{bare}]]`; for bold, put them inside: `**[[{bare}]]**`"))
            }
            () if page != name && is_known(page) => {
                broken.hint(format!("write `[[{page}]]`, or link to the heading in its file: `[words](file.md#its-heading)`"))
            }
            () if is_file() => broken.hint("write the title of the page, or link to its file: `[words](file.md)`"),
            () => broken
                .nearest(name, self.titles.iter().map(String::as_str).chain(self.forms.all.iter().map(|form| form.text.as_str())))
                .hint("write a glossary term in any of its forms, or the title of a chapter or page, between `[[` and `]]`"),
        }
    }

    /// The term that `name` names.
    pub(super) fn term(&self, name: &str) -> Option<TermId> {
        self.forms.term(name)
    }

    /// Resolves the path of a picture, written in the file `from`.
    pub(super) fn picture(&self, path: &str, from: &str) -> Result<u32, Broken> {
        if path.as_bytes().get(1) == Some(&b':') {
            return Err(Broken { rule: "outside-path".into(), ..Broken::new(format!("`{path}` is a path on your own computer")) }
                .hint("copy the picture into `images/` and write its path from here, such as `../images/map.svg`"));
        }
        if scheme_of(path).is_some() || path.starts_with("//") {
            return Err(Broken { rule: "outside-image".into(), ..Broken::new("images cannot be loaded from other websites".into()) }
                .hint("put the file into `images/`"));
        }
        let decoded = decoded(path);
        if decoded.is_empty() {
            return Err(Broken { rule: "missing-file".into(), ..Broken::new("this picture has no file".into()) }
                .hint("write its path: `![what it shows](../images/map.svg)`"));
        }
        let Some(joined) = join_path(from, &decoded) else {
            self.mark_picture(decoded.trim_start_matches('/'));
            let what = if decoded.starts_with('/') { "does not start from this file" } else { "leads out of the strategy's folder" };
            return Err(Broken { rule: "outside-path".into(), ..Broken::new(format!("`{decoded}` {what}")) }
                .hint("copy the picture into `images/` and write its path from here, such as `../images/map.svg`"));
        };
        match self.pictures.get(joined.as_str()) {
            Some(at) => {
                self.mark_picture(&joined);
                Ok(*at)
            }
            None if joined.starts_with("images/")
                && [".pdf", ".doc", ".docx", ".ppt", ".pptx", ".tif", ".tiff", ".bmp", ".heic"].iter().any(|ending| joined.ends_with(ending)) =>
            {
                Err(self
                    .missing(&joined, &decoded, from)
                    .hint("browsers show `.svg`, `.png`, `.jpg`, `.gif`, `.webp` and `.avif`: save the picture as one of these"))
            }
            None if joined.starts_with("images/") || self.pictures.is_empty() => Err(self.missing(&joined, &decoded, from)),
            None if self.files.contains_key(joined.as_str()) || self.by_path.contains_key(&joined) => {
                Err(Broken { rule: "missing-file".into(), ..Broken::new(format!("`{decoded}` is not a picture")) }.hint("put images in `images/`"))
            }
            None => Err(self.missing(&joined, &decoded, from).hint("put images in `images/`")),
        }
    }

    fn mark_picture(&self, path: &str) {
        if let Some(at) = self.pictures.get(path) {
            self.picture_used[*at as usize].1.store(true, Ordering::Relaxed);
        }
    }

    /// The text of a transcript's file.
    pub(super) fn transcript(&self, path: &str, from: &str) -> Result<&Chapter<Label>, Broken> {
        let joined = join_path(from, path).unwrap_or_default();
        match self.transcripts.get(&joined) {
            Some((text, used)) => {
                used.store(true, Ordering::Relaxed);
                Ok(text)
            }
            None => {
                let mut known: Vec<&str> = self.transcripts.keys().map(String::as_str).collect();
                known.sort_unstable();
                let broken = Broken { rule: "missing-file".into(), ..Broken::new(format!("there is no transcript `{path}`")) };
                Err(match crate::diag::nearest(&joined, known.iter().copied()) {
                    Some(near) => broken.hint(format!("did you mean `{}`?", relative_path(from, near))),
                    None => broken.hint("transcripts are Markdown files in a folder of pages/, such as pages/transcripts/"),
                })
            }
        }
    }

    /// Reports unused pictures and transcripts, once all texts are resolved.
    pub(super) fn report_unused(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (path, used) in &self.picture_used {
            if !used.load(Ordering::Relaxed) {
                diagnostics.push(
                    Diagnostic::warning("unused-image", None, format!("no page shows the picture `{path}`, so it is not published"))
                        .hint("show it with `![what it shows](…)`, or remove the file"),
                );
            }
        }
        let mut transcripts: Vec<_> = self.transcripts.values().collect();
        transcripts.sort_by_key(|(text, _)| text.file);
        for (text, used) in transcripts {
            if !used.load(Ordering::Relaxed) {
                let place = Span::new(text.file, 0..0);
                diagnostics.push(
                    Diagnostic::warning("unused-transcript", place, "no page shows this text")
                        .hint("name it in a video's `transcript:`, or move it into pages/ itself"),
                );
            }
        }
    }

    /// For each picture, whether a page shows it or links to it.
    pub(super) fn shown_pictures(&self) -> Vec<bool> {
        self.picture_used.iter().map(|(_, used)| used.load(Ordering::Relaxed)).collect()
    }

    /// The files that pages link to, in order.
    pub(super) fn linked_files(&self) -> Vec<String> {
        let linked = self.files.iter().filter(|(_, linked)| linked.load(Ordering::Relaxed));
        let mut linked: Vec<String> = linked.map(|(path, _)| (*path).to_owned()).collect();
        linked.sort_unstable();
        linked
    }
}

/// Whether a path begins with what is probably the name of a website.
fn is_host(first: &str) -> bool {
    const ENDINGS: [&str; 9] = ["uk", "org", "com", "net", "eu", "gov", "wales", "cymru", "scot"];
    first.rsplit_once('.').is_some_and(|(name, ending)| !name.is_empty() && ENDINGS.contains(&ending))
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The part of a source file's path that becomes its address: `geography` of `chapters/02-geography.md`.
fn address_word(path: &str) -> &str {
    let path = path.strip_suffix("/index.md").or_else(|| path.strip_suffix(".md")).unwrap_or(path);
    let name = path.rsplit('/').next().unwrap_or(path);
    name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_', '.', ' '])
}

/// A path or an anchor without percent encoding. A browser on macOS encodes accents that are apart from their letters.
fn decoded(text: &str) -> String {
    composed(percent_decode_str(text).decode_utf8_lossy().into_owned())
}

/// The scheme of an absolute address.
fn scheme_of(dest: &str) -> Option<&str> {
    let (scheme, _) = dest.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    is_scheme.then_some(scheme)
}

fn external(dest: &str, scheme: &str) -> Result<Target, Broken> {
    let unsafe_link = |message: String| Broken { rule: "unsafe-link".into(), ..Broken::new(message) };
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    if is_web || scheme.eq_ignore_ascii_case("mailto") || scheme.eq_ignore_ascii_case("tel") {
        if dest.contains(|c: char| c.is_whitespace() || c.is_control()) {
            let broken = unsafe_link(format!("there is a space in the address `{dest}`"));
            return Err(broken.hint("write `%20` for a space in a web address, and no spaces in a telephone number"));
        }
        let leads_somewhere = if is_web { is_web_address(dest) } else { dest.len() > scheme.len() + 1 };
        if !leads_somewhere {
            let broken = unsafe_link(format!("the address `{dest}` leads nowhere"));
            return Err(broken.hint("write the whole address, such as `https://example.org/page` or `mailto:name@example.org`"));
        }
        return Ok(Target::External(dest.into()));
    }
    let broken = unsafe_link(format!("a link cannot lead to a `{scheme}:` address"));
    Err(broken.hint("link to a file of the strategy, or to an https:, http:, mailto: or tel: address without spaces"))
}

/// How many anchors are listed when one does not exist.
const MOST_LISTED: usize = 20;
