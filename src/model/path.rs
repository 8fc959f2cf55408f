//! Paths as authors write them: relative to the file they stand in, with forward slashes.

/// The path from the strategy's folder that `path`, written in the file `from`, leads to.
///
/// `None` when it leaves the folder, or is absolute.
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

#[cfg(test)]
mod tests {
    use super::join_path;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(join_path("chapters/06-priorities/index.md", "../../images/map.svg").as_deref(), Some("images/map.svg"));
        assert_eq!(join_path("chapters/01.md", "./02.md").as_deref(), Some("chapters/02.md"));
        assert_eq!(join_path("chapters/01.md", "../../etc/passwd"), None);
        assert_eq!(join_path("chapters/01.md", "/etc/passwd"), None);
    }
}
