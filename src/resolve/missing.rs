//! What to do about files that are linked to and do not exist.

/// What to do about the missing file `path`, which is called `name`.
pub(super) fn remedy(path: &str, name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    match ending.as_str() {
        "svg" | "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" if !path.contains("images/") => {
            format!("put the picture into `images/` and write its path from here, such as `../images/{name}`")
        }
        "pdf" | "doc" | "docx" | "ppt" | "pptx" | "xls" | "xlsx" | "odt" | "ods" => {
            format!("documents are no part of a strategy: put it on a website and write its address there, such as `https://example.org/{name}`")
        }
        _ if path.starts_with("../") || path.contains('/') || ending == "md" => {
            "check its name and folder; paths start from the file they are in: `../images/map.svg`, `02-geography.md`".to_owned()
        }
        _ => "paths start from the file they are in: `../images/map.svg`, `02-geography.md`".to_owned(),
    }
}
