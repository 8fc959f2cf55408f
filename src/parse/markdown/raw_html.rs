//! Reads a piece of HTML as far as is needed to know what a browser would show of it (HTML standard, 13.2.5).

use crate::diag::Diagnostic;
use crate::span::Span;

/// How many open elements an end tag may close.
const MOST_OPEN: usize = 48;

/// What is in a piece of HTML.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Html<'a> {
    /// The HTML without comments and declarations.
    pub(super) shown: String,
    /// The texts of its comments.
    pub(super) comments: Vec<&'a str>,
    /// Its tags, in order.
    pub(super) tags: Vec<HtmlTag>,
    /// Whether there are letters or digits outside tags and comments.
    pub(super) has_words: bool,
    /// Whether a declaration or a processing instruction was left out.
    pub(super) has_declarations: bool,
    /// The first thing that is not closed.
    pub(super) unclosed: Option<Unclosed>,
}

/// A tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HtmlTag {
    /// In lower case.
    pub(super) name: String,
    pub(super) is_end: bool,
    /// Whether it ends in `/>`.
    pub(super) closes_itself: bool,
}

/// Something in HTML that is not closed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unclosed {
    /// A comment or a declaration, and how many there are before it.
    Comment(usize),
    /// A tag without `>`, or a tag such as `<script>` whose content ends only at its end tag; its name.
    Tag(String),
}

/// Elements whose content is not HTML: it ends only with the end tag.
const RAW_TEXT: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];

/// Elements without an end tag.
const VOID: [&str; 13] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements whose end tag may be left out.
const OPTIONAL_END: [&str; 16] =
    ["p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "caption", "option", "optgroup", "rt", "rp"];

impl HtmlTag {
    /// Whether an element stays open until its end tag.
    pub(super) fn needs_end(&self) -> bool {
        let name = self.name.as_str();
        let may_end = VOID.contains(&name) || OPTIONAL_END.contains(&name) || self.closes_itself && !RAW_TEXT.contains(&name);
        !self.is_end && !may_end
    }
}

/// Reads `html`, up to the first thing that is not closed.
pub(super) fn read(html: &str) -> Html<'_> {
    let mut found = Html::default();
    let mut declarations = 0;
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &html.as_bytes()[at..]).map(|next| at + next) {
        found.show(&html[at..open]);
        let rest = &html[open..];
        let next = rest.as_bytes().get(1).copied().unwrap_or(0);
        at = if matches!(next, b'!' | b'?') {
            let (skip, end) = match rest {
                _ if super::comments::is_abrupt(rest) => (rest.len(), ""),
                _ if rest.starts_with("<!--") => (4, "-->"),
                _ if rest.starts_with("<![CDATA[") => (9, "]]>"),
                _ if next == b'?' => (2, "?>"),
                _ => (2, ">"),
            };
            let Some(length) = rest[skip..].find(end).filter(|_| !end.is_empty()) else {
                found.unclosed = Some(Unclosed::Comment(declarations));
                return found;
            };
            declarations += 1;
            match rest.starts_with("<!--") {
                true => found.comments.push(&rest[4..skip + length]),
                false => found.has_declarations = true,
            }
            open + skip + length + end.len()
        } else if next.is_ascii_alphabetic() || next == b'/' && rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) {
            let Some(length) = tag_end(rest) else {
                found.unclosed = Some(Unclosed::Tag(tag(rest).name));
                return found;
            };
            let tag = tag(&rest[..length]);
            let mut end = open + length;
            if !tag.is_end && RAW_TEXT.contains(&tag.name.as_str()) {
                let Some(content) = raw_end(&html[end..], &tag.name) else {
                    found.unclosed = Some(Unclosed::Tag(tag.name));
                    return found;
                };
                end += content;
            }
            found.shown.push_str(&html[open..end]);
            found.tags.push(tag);
            end
        } else {
            found.shown.push('<');
            open + 1
        };
    }
    found.show(&html[at..]);
    found
}

impl Html<'_> {
    fn show(&mut self, text: &str) {
        self.has_words |= text.contains(char::is_alphanumeric);
        self.shown.push_str(text);
    }
}

/// The tag at the start of `html`.
pub(super) fn tag(html: &str) -> HtmlTag {
    let rest = html.trim_start_matches('<');
    let is_end = rest.starts_with('/');
    let name = rest.trim_start_matches('/').split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or("");
    HtmlTag { name: name.to_ascii_lowercase(), is_end, closes_itself: html.ends_with("/>") }
}

/// Whether `html` is words in angle brackets, such as `<insert name>`, and no element of HTML.
pub(super) fn is_placeholder(html: &str) -> bool {
    let words = html.trim_matches(['<', '>']);
    let name = words.split([' ', '_', '-', '\'']).next().unwrap_or("").to_ascii_lowercase();
    let is_name = |c: char| c.is_alphabetic() || matches!(c, ' ' | '_' | '-' | '\'' | '\n');
    words.chars().all(is_name) && name.len() > 1 && !ELEMENTS.split_whitespace().any(|element| element == name)
}

/// Every element of HTML, including those that are obsolete (HTML standard, 3.2 and 16.2), and those of SVG and MathML that contain words.
const ELEMENTS: &str = "\
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button canvas \
    caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font \
    footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins isindex kbd keygen label legend li \
    link listing main map mark marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup \
    option output p param picture plaintext pre progress q rb rbc rp rt rtc ruby s samp script search section select slot small source \
    spacer span strike strong style sub summary sup svg table tbody td template text textarea tfoot th thead time title tr track tspan tt \
    u ul var video wbr xmp o";

impl HtmlTag {
    /// Whether it is `<br>`.
    pub(super) fn is_line_break(&self) -> bool {
        self.name == "br" && !self.is_end
    }
}

/// The length of the tag at the start of `html`; quotes may contain `>`.
fn tag_end(html: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            // A quotation mark inside a name or a bare value means nothing.
            (None, b'"' | b'\'') if before == b'=' || before.is_ascii_whitespace() => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        before = byte;
    }
    None
}

/// Where the content of the element `name` ends, at its end tag.
fn raw_end(html: &str, name: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    memchr::memmem::find_iter(bytes, b"</")
        .find(|at| bytes[at + 2..].get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes())))
}

/// The finding for a tag that is not closed.
pub(super) fn unclosed(name: &str, span: Span) -> Diagnostic {
    let message = format!("the HTML tag `<{name}>` is not closed, so it would swallow the text after it");
    Diagnostic::error("unclosed-html", span, message).hint(format!("write `</{name}>` after it, or write this in Markdown"))
}

/// The HTML elements that are open, where HTML is published as it is.
#[derive(Default)]
pub(super) struct OpenTags {
    open: Vec<(String, Span)>,
}

impl OpenTags {
    /// Records a tag.
    pub(super) fn see(&mut self, tag: &HtmlTag, span: Span) {
        if tag.needs_end() {
            self.open.push((tag.name.clone(), span));
        } else if tag.is_end
            // Ends are looked for among the innermost elements only, so that time grows with the text.
            && let Some(at) = self.open.iter().rev().take(MOST_OPEN).position(|(name, _)| *name == tag.name)
        {
            self.open.remove(self.open.len() - 1 - at);
        }
    }

    /// Reports elements that are not closed at the end of the text.
    pub(super) fn report(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.extend(self.open.iter().map(|(name, span)| unclosed(name, *span)));
    }
}

#[cfg(test)]
mod tests {
    use super::{Unclosed, read};

    #[test]
    fn comments_are_left_out() {
        let html = read("<div><!-- private --><b title='>'>x</b><? y ?></div>");
        assert_eq!(html.shown, "<div><b title='>'>x</b></div>");
        assert_eq!(html.comments, [" private "]);
        assert!(html.has_words && html.has_declarations && html.unclosed.is_none());
        assert!(!read("<div>\n<!-- words -->\n").has_words);
    }

    #[test]
    fn unclosed_html_is_found() {
        let unclosed = |html| read(html).unclosed;
        for html in ["a <!-- b", "<!--> b", "<!---> b", "<!-- b --!>", "<?b>", "<![CDATA[ b ]>", "<!b"] {
            assert_eq!(unclosed(html), Some(Unclosed::Comment(0)), "{html}");
        }
        assert_eq!(unclosed("<!-- a --><!-- b"), Some(Unclosed::Comment(1)));
        for html in ["<script", "<script>a", "<SCRIPT >a</scrip>"] {
            assert_eq!(unclosed(html), Some(Unclosed::Tag("script".into())), "{html}");
        }
        assert_eq!(unclosed("<a href=\"x>"), Some(Unclosed::Tag("a".into())));
        assert_eq!(unclosed("a < b > c <3 </ x"), None);
    }
}
