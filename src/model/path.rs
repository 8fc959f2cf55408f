//! Paths as authors write them: relative to the file that contains them, with forward slashes.

/// Resolves `path`, written in the file `from`, to a path from the strategy's folder.
///
/// `None` if it is absolute or leaves the folder.
///
/// ```
/// use greenpaper::model::join_path;
/// assert_eq!(join_path("chapters/06-priorities/index.md", "../../images/map.svg").as_deref(), Some("images/map.svg"));
/// assert_eq!(join_path("chapters/01.md", "../../elsewhere"), None);
/// ```
#[must_use]
pub fn join_path(from: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The relative path to `to`, as written in the file `from`; both are paths from the strategy's folder.
#[must_use]
pub fn relative_path(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from[..from.len() - 1].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = from.len() - 1 - shared;
    let parts: Vec<&str> = std::iter::repeat_n("..", up).chain(to[shared..].iter().copied()).collect();
    parts.join("/")
}

/// Whether `text` is an absolute web address: `http` or `https`, a host, no spaces.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let rest = text.split_once("://").filter(|(scheme, _)| scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"));
    rest.is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['))
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::{join_path, relative_path};

    #[test]
    fn paths_never_leave_the_folder() {
        assert_eq!(join_path("chapters/06-priorities/index.md", "../../images/map.svg").as_deref(), Some("images/map.svg"));
        assert_eq!(join_path("chapters/01.md", "./02.md").as_deref(), Some("chapters/02.md"));
        assert_eq!(join_path("chapters/01.md", "../../etc/passwd"), None);
        assert_eq!(join_path("chapters/01.md", "/etc/passwd"), None);
    }

    #[test]
    fn relative_paths_climb_to_the_shared_folder() {
        assert_eq!(relative_path("chapters/06-priorities/01-a.md", "data/people.csv"), "../../data/people.csv");
        assert_eq!(relative_path("chapters/01-a.md", "chapters/02-b.md"), "02-b.md");
        assert_eq!(relative_path("chapters/01-a.md", "chapters/06-c/index.md"), "06-c/index.md");
    }
}
