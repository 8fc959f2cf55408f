//! The text of a file of another tool as our Markdown: headings, boxes, links.

use super::links::{Fate, rewritten};
use crate::diag::Diagnostic;
use crate::model::slug;
use crate::span::{FileId, Span};

/// Kinds of boxes of MkDocs and Docusaurus, and ours.
const KINDS: [(&str, &str); 16] = [
    ("note", "note"),
    ("info", "note"),
    ("abstract", "note"),
    ("seealso", "note"),
    ("question", "note"),
    ("quote", "note"),
    ("example", "case-study"),
    ("tip", "tip"),
    ("hint", "tip"),
    ("success", "tip"),
    ("important", "important"),
    ("warning", "warning"),
    ("attention", "warning"),
    ("danger", "warning"),
    ("failure", "warning"),
    ("caution", "caution"),
];

/// A file, read.
pub(super) struct Written {
    pub(super) body: String,
    /// The first heading of level 1, which is the title.
    pub(super) title: Option<String>,
}

/// Anchors of the headings of a text, as other tools make them. That of its title is the text itself.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    pub(super) title: Option<String>,
    pub(super) others: Vec<String>,
}

impl Anchors {
    pub(super) fn of(text: &str) -> Self {
        let mut anchors = Self::default();
        let mut code = Code::default();
        for line in text.lines().filter(|line| !code.is_in(line)) {
            let words = line.trim_start_matches('#');
            if words.len() == line.len() || !words.starts_with(' ') {
                continue;
            }
            let name = match words.trim().rsplit_once("{#") {
                Some((_, name)) => name.trim_end_matches('}').to_owned(),
                None => slug(words.trim()),
            };
            let is_title = line.len() - words.len() == 1 && anchors.title.is_none() && anchors.others.is_empty();
            if is_title {
                anchors.title = Some(name);
            } else {
                anchors.others.push(name);
            }
        }
        anchors
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.others.iter().any(|other| other == name)
    }
}

/// Which lines are code.
#[derive(Default)]
struct Code(Option<(char, usize)>);

impl Code {
    /// Whether a line belongs to a block of code.
    fn is_in(&mut self, line: &str) -> bool {
        let rest = line.trim_start().trim_start_matches('>').trim_start();
        let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| rest.len() - rest.trim_start_matches(mark).len());
        match (self.0, mark) {
            (None, Some(mark)) if length >= 3 => {
                self.0 = Some((mark, length));
                true
            }
            (None, _) => false,
            (Some((open, least)), Some(mark)) if open == mark && length >= least && rest.trim_end().len() == length => {
                self.0 = None;
                true
            }
            (Some(_), _) => true,
        }
    }
}

/// Says what becomes of a link or, if so, a picture on the line with this span.
pub(super) type Decide<'d> = dyn FnMut(&str, bool, Span, &mut Vec<Diagnostic>) -> Fate + 'd;

/// Rewrites a text that begins at `start` of its file; `fate` says what becomes of links.
pub(super) fn written(file: FileId, text: &str, start: usize, has_title: bool, diagnostics: &mut Vec<Diagnostic>, fate: &mut Decide<'_>) -> Written {
    let body = text.get(start..).unwrap_or("");
    let mut code = Code::default();
    let first_level: Vec<&str> = body.lines().filter(|line| !code.is_in(line) && line.starts_with("# ")).collect();
    let starts_with_title = body.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| line.starts_with("# "));
    let title = first_level.first().filter(|_| starts_with_title || !has_title).map(|line| plain(&line[2..]));
    // A page has one title: other headings of its level are below it.
    let lower = first_level.len() > usize::from(title.is_some());
    let mut out = String::with_capacity(body.len());
    let mut code = Code::default();
    let mut taken = title.is_none();
    // Boxes by fences (`:::`), and whether one by indentation (`!!!`) is open.
    let (mut fenced, mut indented) = (0_usize, false);
    // Empty lines that may be in it, or after it.
    let mut gaps = 0_usize;
    let mut at = start;
    for line in body.split_inclusive('\n') {
        let place = Span::new(file, at..at + line.trim_end().len());
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        let mut prefix = "> ".repeat(fenced);
        let mut line = line;
        if indented {
            match line.strip_prefix("    ").or_else(|| line.strip_prefix('\t')) {
                Some(inside) => {
                    prefix.push_str("> ");
                    line = inside;
                    (0..std::mem::take(&mut gaps)).for_each(|_| push(&mut out, &prefix, ""));
                }
                None if line.trim().is_empty() => {
                    gaps += 1;
                    continue;
                }
                None => {
                    indented = false;
                    (0..std::mem::take(&mut gaps)).for_each(|_| push(&mut out, &prefix, ""));
                }
            }
        }
        if code.is_in(line) {
            push(&mut out, &prefix, line);
            continue;
        }
        if !taken && line.starts_with("# ") {
            taken = true;
            continue;
        }
        if let Some(rest) = line.trim_start().strip_prefix(":::") {
            let rest = rest.trim_start_matches(':').trim();
            if rest.is_empty() {
                let end = format!("\n{}\n", prefix.trim_end());
                while fenced > 0 && out.ends_with(&end) {
                    out.truncate(out.len() - end.len() + 1);
                }
                fenced = fenced.saturating_sub(1);
                continue;
            }
            let prefix = "> ".repeat(fenced);
            fenced += 1;
            let (kind, title) = rest.split_once([' ', '[', '{']).unwrap_or((rest, ""));
            begin_box(&mut out, &prefix, kind, title.trim_end_matches([']', '}']), place, diagnostics);
            continue;
        }
        if let Some(rest) = line.strip_prefix("!!! ").or_else(|| line.strip_prefix("??? ")).or_else(|| line.strip_prefix("???+ ")) {
            let (kind, title) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
            begin_box(
                &mut out,
                &prefix,
                kind,
                super::front::unquoted(title).trim_start_matches("inline").trim_matches(['"', ' ']),
                place,
                diagnostics,
            );
            indented = true;
            continue;
        }
        if line.trim_start().starts_with("{:") && line.trim_end().ends_with('}') {
            diagnostics.push(
                Diagnostic::new(
                    crate::diag::Severity::Info,
                    "import-replaced",
                    place,
                    "attributes such as classes have no meaning here, so this line is left out",
                )
                .hint("no action is needed, unless it was the name of a passage that links lead to"),
            );
            continue;
        }
        let is_script = (line.starts_with("import ") && line.contains(" from ")) || line.starts_with("export const ");
        if is_script {
            diagnostics.push(
                Diagnostic::warning("import-loss", place, "this line is a program of MDX, so it is left out")
                    .hint("write what it shows as text, a table or a picture"),
            );
            continue;
        }
        let heading = line.len() - line.trim_start_matches('#').len();
        let line = if lower && (1..6).contains(&heading) && line[heading..].starts_with(' ') { format!("#{line}") } else { line.to_owned() };
        let line = rewritten(&figure(&line), &mut |target, is_picture| fate(target, is_picture, place, diagnostics));
        if let Some(found) = ["{{<", "{{%", "{%", "{{ "].iter().find_map(|mark| line.find(mark)) {
            let words: String = line[found..].chars().take(40).collect();
            diagnostics.push(
                Diagnostic::warning("import-loss", place, format!("`{words}` is a call of another tool, which readers would see as it is"))
                    .hint("write what it shows there: text, a picture, a table"),
            );
        }
        push(&mut out, &prefix, &line);
    }
    Written { body: format!("{}\n", out.trim_matches('\n')), title }
}

fn push(out: &mut String, prefix: &str, line: &str) {
    out.push_str(format!("{prefix}{line}").trim_end());
    // Two spaces at the end are a line break.
    if line.ends_with("  ") && !line.trim().is_empty() {
        out.push_str("  ");
    }
    out.push('\n');
}

fn begin_box(out: &mut String, prefix: &str, kind: &str, title: &str, place: Span, diagnostics: &mut Vec<Diagnostic>) {
    let known = KINDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind)).map(|(_, own)| *own);
    if known.is_none() {
        diagnostics.push(
            Diagnostic::new(crate::diag::Severity::Info, "import-doubt", place, format!("there is no box of the kind `{kind}` here, so it is a box"))
                .hint("change `[!box]` to another kind, or write its text in the paragraphs around it"),
        );
    }
    let title = if title.trim().is_empty() && known.is_none_or(|known| known == "case-study") { kind } else { title.trim() };
    if !out.is_empty() && !out.ends_with("\n\n") {
        push(out, prefix, "");
    }
    push(out, prefix, format!("> [!{}] {title}", known.unwrap_or("box")).trim_end());
}

/// `{{< figure src="a.png" alt="b" >}}` of Hugo as a picture.
fn figure(line: &str) -> String {
    let Some((before, rest)) = line.split_once("{{< figure ") else { return line.to_owned() };
    let Some((inside, after)) = rest.split_once(">}}") else { return line.to_owned() };
    let value = |name: &str| {
        let from = inside.find(&format!("{name}=\""))? + name.len() + 2;
        inside[from..].split('"').next()
    };
    let Some(source) = value("src") else { return line.to_owned() };
    let alternative = value("alt").or_else(|| value("caption")).or_else(|| value("title")).unwrap_or("");
    let caption = value("caption").filter(|caption| *caption != alternative).map_or_else(String::new, |caption| format!(" \"{caption}\""));
    format!("{before}![{alternative}]({source}{caption}){after}")
}

/// A title without marks of bold, code and links.
fn plain(words: &str) -> String {
    let words = words.split("{#").next().unwrap_or(words).trim().trim_end_matches('#').trim();
    rewritten(words, &mut |_, _| Fate::Words).replace(['*', '`'], "")
}
