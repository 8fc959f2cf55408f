//! What to do with a file that is no part of a strategy.

use crate::diag::nearest;

const FOLDERS: &str = "a strategy has strategy.yaml and the folders chapters/, glossary/, pages/, images/, data/ and progress/; Markdown files end in `.md`, data files in `.csv`, reports on progress in `.yaml`, and images in `.svg`, `.png`, `.jpg`, `.gif`, `.webp` or `.avif`";

const KNOWN: [&str; 8] = ["chapters", "glossary", "pages", "images", "data", "progress", "strategy.yaml", "README.md"];

/// Hints for the unknown file `path`, most useful first.
pub(super) fn hints(path: &str) -> Vec<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let top = path.split('/').next().unwrap_or(path);
    let is_text = matches!(top, "chapters" | "glossary" | "pages");
    let hint = match ending.to_lowercase().as_str() {
        "md" if is_text && ending == "md" => {
            let mut folders = folder.split('/');
            let kept = if top == "glossary" { 1 } else { 2 };
            let kept: Vec<&str> = folders.by_ref().take(kept).collect();
            format!("move it to `{}/{name}`: this folder is inside too many others", kept.join("/"))
        }
        "md" | "markdown" | "mdown" | "txt" if is_text => format!("rename it to `{folder}/{stem}.md`"),
        "doc" | "docx" | "odt" | "rtf" | "pages" | "pdf" if is_text => {
            format!("paste its text into a new file, `{folder}/{stem}.md`, with a line `---`, a line `title: …` and another line `---` at its top")
        }
        "svg" | "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" if top != "images" => format!("move it to `images/{name}`"),
        "tif" | "tiff" | "heic" | "heif" | "bmp" | "eps" | "ai" | "psd" | "emf" | "wmf" => {
            format!("browsers do not show `.{ending}` files: save the picture as `images/{stem}.png`, a photograph as `images/{stem}.jpg`")
        }
        "csv" if top != "data" => format!("move it to `data/{name}`"),
        "xls" | "xlsx" | "ods" | "numbers" => format!("save the sheet as \"CSV UTF-8\" in `data/{stem}.csv` (in Excel: Save as)"),
        "tsv" => format!("save it with commas between its columns, as `data/{stem}.csv`"),
        "yml" if folder.is_empty() && nearest(stem, ["strategy"]).is_some() || path == "strategy.yml" => "rename it to `strategy.yaml`".into(),
        "yml" if top == "progress" => format!("rename it to `{folder}/{stem}.yaml`"),
        "md" if folder.is_empty() && nearest(stem, ["README"]).is_some() => "rename it to `README.md`".into(),
        "md" if folder.is_empty() => format!("move it to `chapters/{name}`; or to `pages/{name}`, if it is not a chapter"),
        _ => return nearest(top, KNOWN).map(|near| format!("did you mean `{near}`?")).into_iter().chain([FOLDERS.to_owned()]).collect(),
    };
    vec![hint]
}

#[cfg(test)]
mod tests {
    use super::hints;

    #[test]
    fn each_kind_of_file_has_its_own_remedy() {
        for (path, remedy) in [
            ("chapters/02-two.docx", "`chapters/02-two.md`"),
            ("chapters/02-two.MD", "rename it to `chapters/02-two.md`"),
            ("chapters/map.svg", "`images/map.svg`"),
            ("images/map.tiff", "`images/map.png`"),
            ("data/homes.xlsx", "`data/homes.csv`"),
            ("homes.csv", "`data/homes.csv`"),
            ("strategy.yml", "`strategy.yaml`"),
            ("01-one.md", "`chapters/01-one.md`"),
            ("readme.md", "`README.md`"),
            ("chapters/one/two/deep.md", "`chapters/one/deep.md`"),
            ("glossary/nhs/icb.md", "`glossary/icb.md`"),
            ("chapter/01-one.md", "did you mean `chapters`?"),
            ("thing.xyz", "a strategy has"),
        ] {
            assert!(hints(path)[0].contains(remedy), "{path}: {:?}", hints(path));
        }
    }
}
