//! # foreign-markup
//!
//! The text has markup of another tool, which has no meaning here.
//!
//! Readers would see its characters. The message says what to write instead. To show such characters on purpose, put a backslash before
//! the first: `\==`.
//!
//! Bad:
//!
//! ```text
//! ::: note
//! We ==plan== this.^[In 2024.]
//! :::
//! ```
//!
//! Good:
//!
//! ```text
//! > [!note] Plans
//! > We **plan** this.[^1]
//!
//! [^1]: In 2024.
//! ```

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::Diagnostic;
use crate::diag::Severity;
use crate::text::line::{Line, Role};

const NAME: &str = "foreign-markup";
/// A private note is worse than a stray character.
const COMMENT: &str = "exposed-comment";

pub(super) const FAMILY: Family =
    Family { text: include_str!("foreign_markup.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Line(find) };

/// How far apart two characters may be that belong together, in bytes.
const LONGEST: usize = 2000;
/// Macros of wikis: `{code}`.
const MACROS: [&str; 6] = ["code", "noformat", "quote", "panel", "color", "expand"];
/// How many signs of a formula are looked at in a line.
const MOST_SIGNS: usize = 20;
/// The longest list of attributes, in bytes.
const LONGEST_ATTRIBUTES: usize = 100;

const BOX: &str = "for a box write `> [!note] Title` on a line of its own, and start each line that belongs to it with `>`";
const TEMPLATE: &str = "remove it; pictures, boxes and figures are written as the guide for authors shows";
const FORMULA: &str = "write the formula in words, or put in a picture of it with alt text";
const TOC: &str = "remove it: the list of contents is made automatically";
const EDITED: &str = "keep the words that are right, and remove the rest: versions are compared automatically";

const BLOCK: &str = "begin and end a block of data with a line of three backticks, which are on the key above Tab on most keyboards";

const HEADING: &str = "for a heading write `## Heading`";
const TABLE: &str = "write each row as `| cell | cell |`, and below the first row one of dashes: `|---|---|`";

/// What begins a line, and what to do instead.
const STARTS: [(&str, &str); 33] = [
    (":::", BOX),
    ("!!! ", BOX),
    ("??? ", BOX),
    ("???+ ", BOX),
    (".. note::", BOX),
    (".. warning::", BOX),
    ("== ", HEADING),
    ("=== ", HEADING),
    ("h1. ", HEADING),
    ("h2. ", HEADING),
    ("h3. ", HEADING),
    ("bq. ", "for a quotation start each of its lines with `>`"),
    ("{|", TABLE),
    ("|===", TABLE),
    ("image::", TEMPLATE),
    ("include::", TEMPLATE),
    (".. figure::", TEMPLATE),
    (".. image::", TEMPLATE),
    (".. include::", TEMPLATE),
    ("--8<--", TEMPLATE),
    ("!include ", TEMPLATE),
    ("@import ", TEMPLATE),
    ("\\newpage", "remove it: each chapter begins on a new page"),
    ("\\pagebreak", "remove it: each chapter begins on a new page"),
    ("\'\'\'stats", BLOCK),
    ("\'\'\'chart", BLOCK),
    ("\'\'\'timeline", BLOCK),
    ("\'\'\'video", BLOCK),
    ("\'\'\'survey", BLOCK),
    ("\"\"\"", BLOCK),
    ("\u{b4}\u{b4}\u{b4}", BLOCK),
    ("\u{2018}\u{2018}\u{2018}", BLOCK),
    ("\u{2019}\u{2019}\u{2019}", BLOCK),
];

/// A pair of characters, whether they touch the words between them, and what to do instead.
const PAIRS: [(&str, &str, bool, &str); 14] = [
    ("==", "==", true, "for words that matter write `**words**`"),
    ("++", "++", true, "write the words alone: underlined words look like links"),
    ("^[", "]", true, "write `[^1]` here, and the note on a line of its own: `[^1]: Its words.`"),
    ("{{<", ">}}", false, TEMPLATE),
    ("{{%", "%}}", false, TEMPLATE),
    ("{%", "%}", false, TEMPLATE),
    ("$$", "$$", false, FORMULA),
    ("{++", "++}", false, EDITED),
    ("{--", "--}", false, EDITED),
    ("{~~", "~~}", false, EDITED),
    ("^^", "^^", true, "write the words alone, or `m^2^` for a raised figure"),
    ("||", "||", true, "write the words alone: what readers are not meant to see must not be in the text"),
    ("'''", "'''", true, "for words that matter write `**words**`"),
    ("[@", "]", true, "write `[^1]` here, and the source on a line of its own: `[^1]: Its words.`"),
];

/// Comments of other tools.
const COMMENTS: [(&str, &str); 9] = [
    ("%%", "%%"),
    ("{>>", "<<}"),
    ("{# ", "#}"),
    ("{/*", "*/}"),
    ("{{!--", "--}}"),
    ("<%--", "--%>"),
    ("/* ", "*/"),
    ("(* ", "*)"),
    // From character references: `&lt;!--`.
    ("<!--", "-->"),
];

/// Comments of other tools that go to the end of their line, or the end of a comment alone.
const LINE_COMMENTS: [&str; 4] = ["// ", "////", "[//]: ", "-->"];

fn find(line: &Line<'_>, findings: &mut Findings) {
    if line.role == Role::Title {
        return;
    }
    let seen = Seen::of(line.text);
    starts(line, findings);
    whole(line, findings);
    if seen.begins("@") {
        references(line, findings);
    }
    for (open, close) in COMMENTS.into_iter().filter(|(open, _)| seen.begins(open)) {
        pairs(line, open, close, false, |range| {
            let message = "this comment of another tool is not read as one, so readers would see it";
            findings.push(Diagnostic::error(COMMENT, line.span(range.0, range.1), message).hint("write `<!-- note -->`, or delete it"));
        });
    }
    escaped_comments(line, findings);
    for (open, close, touches, hint) in PAIRS.into_iter().filter(|(open, ..)| seen.begins(open)) {
        // Rows of a table are reported as such.
        if open == "||" && line.text.starts_with(open) {
            continue;
        }
        pairs(line, open, close, touches, |range| push(line, range, hint, findings));
    }
    if seen.begins("]") {
        codes(line, findings);
    }
    braces(line, findings);
    colons(line, findings);
    formulas(line, findings);
}

/// The ASCII characters of a text, a bit each. Most lines have none that begins a pair, and need not be searched for each.
struct Seen(u128);

impl Seen {
    fn of(text: &str) -> Self {
        Self(text.bytes().filter(u8::is_ascii).fold(0, |seen, byte| seen | 1 << byte))
    }

    /// Whether the text has the first character of `sign`, which is ASCII.
    fn begins(&self, sign: &str) -> bool {
        sign.bytes().next().is_some_and(|byte| byte.is_ascii() && self.0 >> byte & 1 == 1)
    }
}

/// Reports `range`, unless a backslash says that it is meant.
fn push(line: &Line<'_>, (start, end): (usize, usize), hint: &str, findings: &mut Findings) {
    if line.is_escaped(start) {
        return;
    }
    let shown = line.text[start..end].split('\n').next().unwrap_or("");
    let shown = &shown[..shown.floor_char_boundary(40)];
    let finding = Diagnostic::warning(NAME, line.span(start, end), format!("`{shown}` has no meaning here, so readers see these characters"));
    findings.push(finding.hint(hint));
}

fn starts(line: &Line<'_>, findings: &mut Findings) {
    let mut at = 0;
    for words in line.text.split('\n') {
        if let Some((sign, hint)) = STARTS.iter().find(|(sign, _)| words.starts_with(sign)) {
            let end = if *hint == BOX { words.trim_end().len() } else { sign.trim_end().len() };
            push(line, (at, at + end), hint, findings);
        }
        if LINE_COMMENTS.iter().any(|sign| words.starts_with(sign)) && line.exact(at, at + 2).is_some() && !line.is_escaped(at) {
            let message = "this comment of another tool is not read as one, so readers would see it";
            findings.push(Diagnostic::error(COMMENT, line.span(at, at + words.len()), message).hint("write `<!-- note -->`, or delete it"));
        }
        let name = || words.trim().trim_matches(['[', ']', '{', '}', ':', '_', '\\']);
        let is_contents = matches!(words.trim_start().as_bytes().first(), Some(b'[' | b'{'))
            && ["toc", "tableofcontents"].iter().any(|contents| name().eq_ignore_ascii_case(contents));
        if is_contents {
            push(line, (at, at + words.trim_end().len()), TOC, findings);
        }
        if is_of_contents(words) {
            push(line, (at, at + words.trim_end().len()), TOC, findings);
        }
        if let Some(name) = words.rsplit_once(" ^").map(|(_, name)| name).filter(|name| is_block_name(name)) {
            let end = at + words.len();
            push(line, (end - name.len() - 1, end), "remove it: each passage has an address of its own", findings);
        }
        at += words.len() + 1;
    }
}

/// What is the whole of a paragraph: statements of MDX, numbers of pages, headings of AsciiDoc, and captions after a colon.
fn whole(line: &Line<'_>, findings: &mut Findings) {
    let text = line.text.trim_end();
    if line.role != Role::Paragraph || !line.opens_block {
        return;
    }
    let first = text.split('\n').next().unwrap_or("");
    let is_import = first.starts_with("import ") && (first.contains(" from '") || first.contains(" from \""));
    if is_import || first.starts_with("export const ") || first.starts_with("export default ") {
        push(line, (0, first.len()), TEMPLATE, findings);
    }
    if first.starts_with("= ") && first.len() == text.len() && first[2..].starts_with(char::is_alphabetic) {
        push(line, (0, first.len()), HEADING, findings);
    }
    let page = text.strip_prefix("Page ").map(|numbers| numbers.split(" of "));
    if page.is_some_and(|mut numbers| numbers.all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))) {
        push(line, (0, text.len()), "remove it: pages are numbered automatically", findings);
    }
    if let Some(hint) = of_asciidoc(first).filter(|_| first.len() < text.len() || first.starts_with('[')) {
        push(line, (0, first.len()), hint, findings);
    }
    let is_title = |text: &str| {
        text.starts_with('.')
            && text[1..].starts_with(char::is_uppercase)
            && text.chars().nth(2).is_some_and(|c| !c.is_uppercase())
            && text.contains(' ')
            && !text.contains(". ")
    };
    if first.len() == text.len() && is_title(text) && !text.ends_with('.') && line.exact(0, text.len()).is_some() {
        push(
            line,
            (0, 1),
            "for the caption of a table write `Table: …` before it, with an empty line between; for a box, `> [!note] Title`",
            findings,
        );
    }
    if text.starts_with("| ") && text.split('\n').all(|row| row.starts_with("| ") && !row[1..].contains('|')) {
        push(line, (0, 1), "remove the `|` before each line, and end each line but the last with a backslash, `\\`", findings);
    }
    if text.starts_with(": ")
        && let Some(span) = line.exact(0, 1)
    {
        let finding = Diagnostic::warning("stray-markup", span, "no words are above this `:`, so it is shown");
        findings.push(finding.hint(
            "for the caption of a table write `Table: …` before the table, with an empty line between; for a meaning, write its words on the line above, without an empty line",
        ));
    }
}

/// What to write in place of a line that says what follows, such as `[quote, Author]`.
fn of_asciidoc(line: &str) -> Option<&'static str> {
    let inside = line.strip_prefix('[')?.strip_suffix(']')?;
    let name = inside.split([',', '.', '%', '#', '=']).next()?.trim();
    let is_list = inside.len() > name.len();
    Some(match name {
        "quote" | "verse" if is_list => "for a quotation write `> [!quote] Who says it`, and start each of its lines with `>`",
        "source" | "listing" => "for program text put a line of three backticks before and after it",
        "cols" | "options" if inside.contains('=') => TABLE,
        "example" | "sidebar" | "abstract" => BOX,
        _ => return None,
    })
}

/// Whether a line is of a list of contents, with dots and a page number at its end.
fn is_of_contents(words: &str) -> bool {
    let words = words.trim_end();
    let before = words.trim_end_matches(|c: char| c.is_ascii_digit());
    let dots = before.trim_end_matches(' ');
    let leader = dots.len() - dots.trim_end_matches(['.', ' ', '\u{2026}']).len();
    before.len() < words.len() && leader > 4 && dots.ends_with(['.', '\u{2026}'])
}

/// The name of a passage in Obsidian, at the end of a line: `^plan-1`.
fn is_block_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `@fig-plan`, `[-@fig-plan]`: references of Quarto.
fn references(line: &Line<'_>, findings: &mut Findings) {
    for (at, _) in line.text.match_indices('@') {
        let rest = &line.text[at + 1..];
        let is_known = ["fig-", "tbl-", "sec-", "eq-", "lst-"].iter().any(|kind| rest.starts_with(kind));
        if is_known && !line.text[..at].ends_with(char::is_alphanumeric) && !line.text[..at].ends_with("[@") {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(rest.len());
            let hint = "write `{#name}` at the end of the caption, and `[[#name]]` here";
            push(line, (at, at + 1 + end), hint, findings);
        }
    }
}

/// `\<!-- note --\>`: comments that the export of another tool has escaped on both sides.
fn escaped_comments(line: &Line<'_>, findings: &mut Findings) {
    let Some(start) = line.text.find("<!--").filter(|start| line.is_escaped(*start)) else { return };
    let Some(end) = line.text[start..].find("-->").map(|end| start + end + 3).filter(|end| line.is_escaped(end - 1)) else { return };
    let message = "this comment is escaped, so readers would see it";
    findings.push(Diagnostic::error(COMMENT, line.span(start, end), message).hint("write `<!-- note -->`, or delete it"));
}

/// Calls `found` for each pair.
fn pairs(line: &Line<'_>, open: &str, close: &str, touches: bool, mut found: impl FnMut((usize, usize))) {
    let text = line.text;
    // Nothing is open after the last closing sign, so that time grows with the text.
    let Some(last) = text.rfind(close) else { return };
    let mut at = 0;
    while let Some(start) = text[at..last].find(open).map(|next| at + next) {
        let inside = start + open.len();
        let reach = &text[inside..text.floor_char_boundary((inside + LONGEST).min(text.len()))];
        let Some(length) = reach.find(close) else {
            at = inside;
            if at > last {
                return;
            }
            continue;
        };
        let words = &reach[..length];
        let end = inside + length + close.len();
        let is_word_before = text[..start].ends_with(|c: char| c.is_alphanumeric() || open.ends_with(c)) && !open.starts_with(['^', '{']);
        let is_tight = !words.is_empty() && !words.starts_with(char::is_whitespace) && !words.ends_with(char::is_whitespace);
        let is_run = text[inside..].starts_with(['=', '+', '%', '|', '^']) && !open.starts_with('{');
        let is_skipped = is_word_before || text[..start].ends_with('{') || is_run || touches && !is_tight || line.is_escaped(start);
        at = if is_skipped { inside } else { end };
        if !is_skipped {
            found((start, end));
        }
        if at > last {
            return;
        }
    }
}

/// `[b]words[/b]`, `[url=address]words[/url]`: codes of bulletin boards.
fn codes(line: &Line<'_>, findings: &mut Findings) {
    let text = line.text;
    let mut from = 0;
    for (at, _) in text.match_indices("[/") {
        let Some(name) = text[at + 2..].split(']').next().filter(|name| (1..=10).contains(&name.len())) else { continue };
        let end = at + name.len() + 3;
        if !name.bytes().all(|byte| byte.is_ascii_alphabetic()) || end > text.len() {
            continue;
        }
        let least = text.floor_char_boundary(at.saturating_sub(LONGEST).max(from));
        let Some(open) = text[least..at].rfind(&format!("[{name}")).map(|open| least + open) else { continue };
        let hint = match name {
            "url" => "write `[words](https://example.org)`",
            "img" => "write `![what it shows](../images/map.svg)`",
            "quote" => "start each line of the quotation with `>`",
            "i" => "write `*words*`",
            "b" => "write `**words**`",
            _ => "write the words alone",
        };
        push(line, (open, end), hint, findings);
        from = end;
    }
}

/// `{.class}`, `{: .class}`, `{width=50%}`: attributes, which only headings can have.
fn braces(line: &Line<'_>, findings: &mut Findings) {
    for at in memchr::memchr_iter(b'{', line.text.as_bytes()) {
        let rest = &line.text[at + 1..line.text.floor_char_boundary((at + LONGEST_ATTRIBUTES).min(line.text.len()))];
        let Some(inside) = rest.split_once('}').map(|(inside, _)| inside) else { continue };
        // The line of a box is reported as a whole.
        if line.text[..at].rsplit('\n').next().is_some_and(|before| before.starts_with(":::")) {
            continue;
        }
        if inside.starts_with('=') && inside.len() > 1 && inside[1..].bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            push(line, (at, at + inside.len() + 2), "remove it, and write the words in Markdown", findings);
            continue;
        }
        let name = inside.trim_start_matches([':', ' ']).trim_start_matches(['.', '#']);
        let has_sign = inside.trim_start_matches([':', ' ']).starts_with(['.', '#']);
        let letters = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
        let is_attribute = letters > 0
            && !inside.contains('\n')
            && (MACROS.contains(&&name[..letters]) && (letters == name.len() || name[letters..].starts_with(':'))
                || has_sign && letters == name.len()
                || name[letters..].starts_with('=')
                || has_sign && name.contains(['.', '#', '=']));
        if is_attribute {
            let hint = match has_sign || name[letters..].starts_with('=') {
                true => {
                    "remove it: a name goes at the end of a heading, a caption or a title, as in `## Heading {#name}`, and the theme decides the look"
                }
                false => TEMPLATE,
            };
            push(line, (at, at + inside.len() + 2), hint, findings);
        }
    }
}

/// `:warning:`, and `:words` where a definition was meant.
fn colons(line: &Line<'_>, findings: &mut Findings) {
    let text = line.text;
    let mut last = None;
    for at in memchr::memchr_iter(b':', text.as_bytes()) {
        let before = text[..at].chars().next_back();
        if let Some(open) = last.replace(at) {
            let name = &text[open + 1..at];
            let is_name = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '+')
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-'));
            let is_apart = !text[..open].ends_with(|c: char| c.is_alphanumeric() || c == ':')
                && !text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == ':');
            if is_name && is_apart {
                push(line, (open, at + 1), "write it in words; a symbol can be typed or pasted", findings);
                last = None;
                continue;
            }
        }
        let is_definition = before == Some('\n')
            && text[at + 1..].starts_with(char::is_alphabetic)
            && !text[at + 1..].split(char::is_whitespace).next().unwrap_or("").contains(':');
        if is_definition && let Some(span) = line.exact(at, at + 1) {
            let finding = Diagnostic::warning("stray-markup", span, "without a space after `:` this is not the meaning of the words above");
            findings.push(line.suggest(finding.hint("put a space after `:`"), at, at + 1, ": "));
        }
    }
}

/// `$\frac{a}{b}$`, and other commands of LaTeX; `$x^2$`.
fn formulas(line: &Line<'_>, findings: &mut Findings) {
    let text = line.text;
    let command = memchr::memchr_iter(b'\\', text.as_bytes()).find_map(|at| {
        let name = text[at + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        (name > 1 && text[at + 1 + name..].starts_with('{')).then_some((at, at + 1 + name))
    });
    if let Some(range) = command {
        push(line, range, FORMULA, findings);
    }
    let signs: Vec<usize> = memchr::memchr_iter(b'$', text.as_bytes()).take(MOST_SIGNS).collect();
    let formula = signs.iter().zip(signs.iter().skip(1)).map(|(open, close)| (*open, close + 1)).find(|(open, end)| {
        let inside = &text[open + 1..end - 1];
        inside.contains(['^', '_', '\\']) && !inside.contains(char::is_whitespace)
    });
    if let Some(range) = formula {
        push(line, range, FORMULA, findings);
    }
}
