//! Leftovers of a merge: the lines that Git writes round two versions of a passage.

use memchr::memmem;

use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

/// Markers are runs of at least this many equal characters (git-merge, "How conflicts are presented").
const SHORTEST: usize = 7;

/// A line that Git or another version control system writes at a conflict.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// `<<<<<<< ours`
    Start,
    /// `||||||| base`, `=======`, and Jujutsu's `%%%%%%%`, `+++++++`, `-------`
    Middle,
    /// `=======` after an empty line: not the underline of a heading
    Loose,
    /// `>>>>>>> theirs`
    End,
}

/// Reports conflicts in the text of a file, and returns the text with their marker lines blanked; `None` if there are none.
///
/// Offsets stay the same.
pub(super) fn blanked(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let may_have = ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|run| memmem::find(text.as_bytes(), run.as_bytes()).is_some());
    if !may_have {
        return None;
    }
    let mut found = Vec::new();
    let mut is_open = false;
    let (mut at, mut before) = (0, "");
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        match marker(words, before.trim().is_empty()) {
            Some(Marker::Start) => {
                is_open = true;
                found.push((at, words.len(), Marker::Start));
            }
            Some(Marker::End) => {
                found.push((at, words.len(), if is_open { Marker::Middle } else { Marker::End }));
                is_open = false;
            }
            Some(marker) if is_open || marker == Marker::Loose => found.push((at, words.len(), if is_open { Marker::Middle } else { marker })),
            Some(_) | None => {}
        }
        at += line.len();
        before = line;
    }
    let mut blank = text.as_bytes().to_vec();
    for (start, length, marker) in &found {
        let message = match marker {
            Marker::Start => "here Git left two versions of the text, because two people changed it (a merge conflict)",
            Marker::Loose | Marker::End => "this line is left over from a Git conflict",
            Marker::Middle => "",
        };
        if !message.is_empty() {
            let finding = Diagnostic::error("merge-conflict", Span::new(file, *start..start + length), message);
            diagnostics
                .push(finding.hint("keep the version that is right, and delete the other one and the lines of `<<<<<<<`, `=======` and `>>>>>>>`"));
        }
        blank[*start..start + length].fill(b' ');
    }
    // Whole lines became spaces, so this is still text.
    if found.is_empty() { None } else { String::from_utf8(blank).ok() }
}

/// The marker that `line` is. Whether the others are markers depends on what is above.
fn marker(line: &str, is_after_empty_line: bool) -> Option<Marker> {
    let first = *line.as_bytes().first().filter(|byte| byte.is_ascii())?;
    let run = line.bytes().take_while(|byte| *byte == first).count();
    let rest = &line[run..];
    if run < SHORTEST || !(rest.is_empty() || rest.starts_with(' ')) {
        return None;
    }
    match first {
        b'<' => Some(Marker::Start),
        b'>' => Some(Marker::End),
        b'=' if rest.is_empty() && run == SHORTEST && is_after_empty_line => Some(Marker::Loose),
        b'=' | b'|' | b'%' | b'+' | b'-' => Some(Marker::Middle),
        _ => None,
    }
}
