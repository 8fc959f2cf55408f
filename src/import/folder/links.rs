//! Links and pictures in a line of Markdown.

/// What becomes of a link or a picture.
pub(super) enum Fate {
    Keep,
    To(String),
    /// Its words stay.
    Words,
}

/// `line` with its links and pictures as `fate` says, which is given their targets and whether they are pictures. Code is left alone.
pub(super) fn rewritten(line: &str, fate: &mut dyn FnMut(&str, bool) -> Fate) -> String {
    if let Some((start, target, rest)) = definition(line) {
        return match fate(target, false) {
            Fate::To(new) => format!("{start}{new}{rest}"),
            Fate::Keep | Fate::Words => line.to_owned(),
        };
    }
    let mut out = String::with_capacity(line.len());
    // Where brackets are open in `out`, and whether each is that of a picture.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut rest = line;
    // The ends of what may be open are sought once a line: a line of a million brackets is read in proportion.
    let (last_page, last_link) = (line.rfind("]]"), line.rfind(')'));
    let mut unclosed: Vec<usize> = Vec::new();
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            let fence = &rest[..ticks];
            let is_known = unclosed.contains(&ticks);
            let end = if is_known { None } else { rest[ticks..].find(fence) };
            if end.is_none() && !is_known {
                unclosed.push(ticks);
            }
            let length = end.map_or(ticks, |end| ticks + end + ticks);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        if c == '\\' {
            let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let at = line.len() - rest.len();
        if let Some((inside, after)) = rest.strip_prefix("[[").filter(|_| last_page > Some(at)).and_then(|rest| rest.split_once("]]")) {
            let is_picture = out.ends_with('!');
            let (name, words) = inside.split_once('|').unwrap_or((inside, inside));
            if is_picture {
                out.pop();
            }
            match fate(name.trim(), is_picture) {
                Fate::To(new) if is_picture => out.push_str(&format!("![{}]({new})", words.trim())),
                Fate::To(new) => out.push_str(&format!("[{}]({new})", words.trim())),
                Fate::Keep | Fate::Words => out.push_str(words.trim()),
            }
            rest = after;
            continue;
        }
        if c == '[' {
            open.push((out.len(), out.ends_with('!')));
        } else if let Some((target, title, after)) = rest.strip_prefix("](").filter(|_| last_link > Some(at)).and_then(destination)
            && let Some((start, is_picture)) = open.pop()
        {
            match fate(target, is_picture) {
                Fate::Keep => out.push_str(&rest[..rest.len() - after.len()]),
                Fate::To(new) => out.push_str(&format!("]({new}{title})")),
                Fate::Words => {
                    let words = out.split_off(start);
                    if is_picture {
                        out.pop();
                    }
                    out.push_str(&words[1..]);
                }
            }
            rest = after;
            continue;
        } else if c == ']' {
            open.pop();
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// The target of a link, its title with the space before it, and what follows the link.
fn destination(rest: &str) -> Option<(&str, &str, &str)> {
    if let Some(rest) = rest.trim_start().strip_prefix('<') {
        let (target, rest) = rest.split_once('>')?;
        let (title, after) = rest.split_once(')')?;
        return Some((target, title, after));
    }
    let mut depth = 0_usize;
    let mut end = None;
    // Calls of templates may have spaces and brackets.
    let template = ["{{", "{%"].iter().find(|mark| rest.starts_with(**mark)).and_then(|mark| rest.find(if *mark == "{{" { "}}" } else { "%}" }));
    let from = template.map_or(0, |end| end + 2);
    for (at, c) in rest.char_indices().filter(|(at, _)| *at >= from) {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                end = Some(at);
                break;
            }
            ')' => depth -= 1,
            ' ' | '\t' => break,
            _ => {}
        }
    }
    match end {
        Some(end) => Some((&rest[..end], "", &rest[end + 1..])),
        None => {
            let space = from + rest[from..].find([' ', '\t'])?;
            let title = &rest[space..];
            let close = title.find(['"', '\'']).and_then(|open| {
                let quote = title[open..].chars().next()?;
                let close = title[open + 1..].find(quote)?;
                title[open + close + 2..].find(')').map(|end| open + close + 2 + end)
            });
            let close = close.or_else(|| title.find(')'))?;
            Some((&rest[..space], title[..close].trim_end(), &title[close + 1..]))
        }
    }
}

/// A definition of a link: what comes before its target, the target, and what follows.
fn definition(line: &str) -> Option<(&str, &str, &str)> {
    let trimmed = line.trim_start();
    let label = trimmed.strip_prefix('[')?.split_once("]:")?.0;
    if line.len() - trimmed.len() > 3 || label.starts_with('^') || label.contains(']') {
        return None;
    }
    let start = line.find("]:")? + 2;
    let target = line[start..].trim_start();
    let from = line.len() - target.len();
    let end = from + target.find(char::is_whitespace).unwrap_or(target.len());
    let bare = line[from..end].trim_start_matches('<').trim_end_matches('>');
    Some((&line[..from], bare, &line[end..]))
}

#[cfg(test)]
mod tests {
    use super::{Fate, rewritten};

    #[test]
    fn what_is_never_closed_is_sought_once() {
        for mark in ["[[", "[a](b ", "`", "[", "](", "``` "] {
            let line = mark.repeat(200_000);
            assert_eq!(rewritten(&line, &mut |_, _| Fate::Words), line);
        }
    }

    #[test]
    fn targets_change_and_words_stay() {
        let mut seen = Vec::new();
        let mut fate = |target: &str, is_picture: bool| {
            seen.push((target.to_owned(), is_picture));
            match target {
                "gone.md" => Fate::Words,
                target if target.starts_with("http") => Fate::Keep,
                target => Fate::To(format!("new/{target}")),
            }
        };
        for (line, expected) in [
            ("a [b](c.md) d", "a [b](new/c.md) d"),
            ("![p](i.png \"T (x)\")!", "![p](new/i.png \"T (x)\")!"),
            ("[![p](i.png)](c.md)", "[![p](new/i.png)](new/c.md)"),
            ("see [**b** c](gone.md).", "see **b** c."),
            ("![p](gone.md)", "p"),
            ("`[b](c.md)` \\[b](c.md)", "`[b](c.md)` \\[b](c.md)"),
            ("[x]: c.md \"T\"", "[x]: new/c.md \"T\""),
            ("[^1]: c.md", "[^1]: c.md"),
            ("[[Page|words]] ![[i.png]]", "[words](new/Page) ![i.png](new/i.png)"),
            ("[b](https://a.example/x_(y))", "[b](https://a.example/x_(y))"),
            ("[b]({{< ref \"c.md\" >}})", "[b](new/{{< ref \"c.md\" >}})"),
            ("[unclosed](", "[unclosed]("),
        ] {
            assert_eq!(rewritten(line, &mut fate), expected);
        }
    }
}
