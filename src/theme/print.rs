//! What a theme says of paper: `print:` in `theme.yaml`.

use serde::Deserialize;

/// Tokens of the printed document. Lengths are millimetres, sizes are points.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrintTokens {
    /// The edition in standard print.
    pub standard: EditionTokens,
    /// The edition in large print.
    #[serde(deserialize_with = "large")]
    pub large: EditionTokens,
    /// How pages are numbered.
    pub page_numbers: NumberStyles,
    /// Whether a link into the document is followed by its page number.
    pub link_pages: bool,
    /// Whether a link out of the document is followed by its address.
    pub link_addresses: bool,
    /// A PNG or JPEG file of the theme's folder, on the cover below the title.
    pub cover_picture: Option<String>,
}

/// Measures of an edition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EditionTokens {
    /// For A4; smaller paper has smaller ones.
    pub margins: Margins,
    /// Whether even pages are mirrored.
    pub mirrored: bool,
    /// Running text.
    pub body: f32,
    /// Captions, notes, sources, tables.
    pub small: f32,
    /// From baseline to baseline, by the size of the letters.
    pub leading: f32,
    /// Headings from level 1; the last stands for those below.
    pub headings: Vec<f32>,
}

/// Margins.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Margins {
    /// At the spine.
    pub inner: f32,
    /// At the outer edge.
    pub outer: f32,
    /// Above.
    pub top: f32,
    /// Below.
    pub bottom: f32,
}

/// How pages are numbered.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NumberStyles {
    /// Before the first chapter.
    pub front: NumberStyle,
    /// From the first chapter on.
    pub text: NumberStyle,
}

/// How a page number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberStyle {
    /// i, ii, iii.
    Roman,
    /// 1, 2, 3.
    Arabic,
}

impl Default for PrintTokens {
    fn default() -> Self {
        Self {
            standard: EditionTokens::default(),
            large: EditionTokens::large(),
            page_numbers: NumberStyles::default(),
            link_pages: true,
            link_addresses: true,
            cover_picture: None,
        }
    }
}

impl Default for NumberStyles {
    fn default() -> Self {
        Self { front: NumberStyle::Roman, text: NumberStyle::Arabic }
    }
}

impl Default for EditionTokens {
    fn default() -> Self {
        Self {
            margins: Margins { inner: 24.0, outer: 36.0, top: 26.0, bottom: 24.0 },
            mirrored: true,
            body: 12.0,
            small: 10.5,
            leading: 1.4,
            headings: vec![27.0, 17.0, 14.0, 12.5],
        }
    }
}

impl EditionTokens {
    fn large() -> Self {
        Self {
            margins: Margins { inner: 20.0, outer: 20.0, top: 28.0, bottom: 25.0 },
            mirrored: false,
            body: 18.0,
            small: 18.0,
            leading: 1.4,
            headings: vec![30.0, 25.0, 21.0, 19.0],
        }
    }

    /// What is wrong with them, for an edition whose letters are `least` points large or more.
    fn faults(&self, name: &str, least: f32, faults: &mut Vec<String>) {
        let mut check = |is_right: bool, fault: String| {
            if !is_right {
                faults.push(format!("print: {name}: {fault}"));
            }
        };
        check((least..=48.0).contains(&self.body), format!("`body` is {}: it must lie between {least} and 48 points", self.body));
        let small = if least >= 16.0 { least } else { 9.0 };
        check((small..=self.body).contains(&self.small), format!("`small` is {}: it must lie between {small} points and `body`", self.small));
        check((1.0..=3.0).contains(&self.leading), format!("`leading` is {}: it must lie between 1 and 3", self.leading));
        let sizes = self.headings.iter().all(|size| (self.body.min(12.0)..=96.0).contains(size));
        check(sizes && !self.headings.is_empty(), "`headings` must be sizes between the body's and 96 points".to_owned());
        let Margins { inner, outer, top, bottom } = self.margins;
        check(
            [inner, outer, top, bottom].iter().all(|margin| (5.0..=80.0).contains(margin)),
            "`margins` must lie between 5 and 80 millimetres".to_owned(),
        );
    }
}

/// Keys that a theme does not give come from large print, not from standard print.
fn large<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<EditionTokens, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        margins: Option<Margins>,
        mirrored: Option<bool>,
        body: Option<f32>,
        small: Option<f32>,
        leading: Option<f32>,
        headings: Option<Vec<f32>>,
    }
    let given = Given::deserialize(deserializer)?;
    let own = EditionTokens::large();
    Ok(EditionTokens {
        margins: given.margins.unwrap_or(own.margins),
        mirrored: given.mirrored.unwrap_or(own.mirrored),
        body: given.body.unwrap_or(own.body),
        small: given.small.unwrap_or(own.small),
        leading: given.leading.unwrap_or(own.leading),
        headings: given.headings.unwrap_or(own.headings),
    })
}

impl PrintTokens {
    /// What is wrong, each in a sentence. Standard print has letters of 12 points, large print of 16 (UKAAF G003).
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        self.standard.faults("standard", 12.0, &mut faults);
        self.large.faults("large", 16.0, &mut faults);
        faults
    }
}
