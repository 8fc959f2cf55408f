//! A text as plain text: a line for each paragraph, item and row, so that it wraps wherever it is read.

use super::tokens::{Tag, Token, tokens, unescaped};

/// What is said elsewhere in the text, or only drawn.
const LEFT_OUT: [&str; 9] =
    ["visually-hidden", "chart-csv", "bars", "legend", "multiples", "chart-drawing", "word-back", "footnote-back", "survey-link"];

/// `html` as plain text.
pub(super) fn plain(html: &str) -> String {
    let mut out = Lines::default();
    // For each open element whether its content is left out, and the marker of its items.
    let mut open: Vec<Open<'_>> = Vec::new();
    for token in tokens(html) {
        match token {
            Token::Text(text) => {
                if open.last().is_none_or(|open| open.is_shown) {
                    out.words(&unescaped(text));
                }
            }
            Token::Start(tag) if tag.is_empty() => match tag.name {
                "br" => out.end_line(),
                "img" if open.last().is_none_or(|open| open.is_shown) => out.words(&unescaped(tag.attribute("alt").unwrap_or(""))),
                _ => {}
            },
            Token::Start(tag) => {
                let is_shown = open.last().is_none_or(|open| open.is_shown) && tag.name != "svg" && !tag.has_class(&LEFT_OUT);
                if is_shown {
                    begin(&tag, &mut open, &mut out);
                }
                let count = tag.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                let address = tag.attribute("href").filter(|href| href.starts_with("http"));
                open.push(Open { name: tag.name, is_shown, count, address });
            }
            Token::End(_) => {
                let Some(closed) = open.pop() else { continue };
                if closed.is_shown {
                    end(&closed, &mut out);
                }
            }
        }
    }
    out.end_block();
    out.text
}

struct Open<'h> {
    name: &'h str,
    is_shown: bool,
    /// Number of the next item of a list.
    count: u64,
    /// Where a link leads outside the site.
    address: Option<&'h str>,
}

fn begin(tag: &Tag<'_>, open: &mut [Open<'_>], out: &mut Lines) {
    match tag.name {
        "li" => {
            out.end_line();
            let depth = open.iter().filter(|open| matches!(open.name, "ul" | "ol")).count().saturating_sub(1);
            let marker = match open.last_mut() {
                Some(list) if list.name == "ol" => {
                    list.count += 1;
                    format!("{}. ", list.count - 1)
                }
                _ => "- ".to_owned(),
            };
            out.marker = format!("{}{marker}", "   ".repeat(depth));
            out.indent = out.marker.len();
            out.items += 1;
        }
        "td" | "th" if !out.line.is_empty() => out.line.push_str(" | "),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "figure" | "blockquote" | "dl" => out.end_block(),
        name if is_block(name) => out.end_line(),
        _ => {}
    }
}

fn end(closed: &Open<'_>, out: &mut Lines) {
    match closed.name {
        "h1" => out.underline('='),
        "h2" => out.underline('-'),
        "h3" | "h4" | "h5" | "h6" | "table" | "figure" | "blockquote" | "dl" => out.end_block(),
        "li" => {
            out.end_line();
            out.items -= 1;
            out.marker.clear();
        }
        // Paragraphs of an item follow each other.
        "p" | "ul" | "ol" if out.items > 0 => out.end_line(),
        "p" | "ul" | "ol" => out.end_block(),
        "a" => {
            if let Some(address) = closed.address.map(unescaped).filter(|address| !out.line.ends_with(address.as_ref())) {
                out.line.push_str(&format!(" <{address}>"));
            }
        }
        "td" | "th" => {}
        name if is_block(name) => out.end_line(),
        _ => {}
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div" | "ul" | "ol" | "dt" | "dd" | "tr" | "caption" | "figcaption" | "section" | "details" | "summary" | "pre" | "address" | "header"
    )
}

#[derive(Default)]
struct Lines {
    text: String,
    line: String,
    /// What the next line begins with.
    marker: String,
    /// Width of the marker of the last item: its further lines are below its words.
    indent: usize,
    /// How many items are open.
    items: usize,
}

impl Lines {
    /// Adds words, with single spaces between them.
    fn words(&mut self, text: &str) {
        let mut text = text;
        if self.line.is_empty() || self.line.ends_with(' ') {
            text = text.trim_start();
        }
        let mut was_space = false;
        for c in text.chars() {
            let is_space = c.is_ascii_whitespace();
            if !(is_space && was_space) {
                self.line.push(if is_space { ' ' } else { c });
            }
            was_space = is_space;
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim_end();
        if line.is_empty() {
            return;
        }
        let marker = std::mem::take(&mut self.marker);
        match (marker.is_empty(), self.items) {
            (true, 1..) => self.text.extend(std::iter::repeat_n(' ', self.indent)),
            _ => self.text.push_str(&marker),
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn end_block(&mut self) {
        self.end_line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn underline(&mut self, with: char) {
        let length = self.line.trim().chars().count();
        self.end_line();
        self.text.extend(std::iter::repeat_n(with, length));
        self.text.push_str("\n\n");
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn each_paragraph_item_and_row_is_a_line() {
        let html = "<h2 id=a>Title</h2><p>One &amp;\ntwo <a href=https://a.example/>there</a>.</p><ul><li>First<ol start=3><li>Third</ol></li><li><p>Second</p><p>again</p></li></ul>\
            <table><caption>Years</caption><thead><tr><th>A<th>B</tr></thead></table><p>End<svg><text>no</text></svg></p>";
        let html = html.replace("Third</ol>", "Third</li></ol>").replace("<th>A<th>B</tr>", "<th>A</th><th>B</th></tr>");
        let wanted = "Title\n-----\n\nOne & two there <https://a.example/>.\n\n- First\n   3. Third\n- Second\n  again\n\nYears\nA | B\n\nEnd\n\n";
        assert_eq!(plain(&html), wanted);
    }
}
