//! The files of a site.

/// A file of the site.
#[derive(Debug)]
pub struct SiteFile {
    /// Path from the output folder, with forward slashes.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A document that readers can download.
#[derive(Debug, Clone)]
pub struct Download {
    /// Path from the output folder.
    pub path: String,
    /// Text of the link: title, type, pages, size.
    pub label: String,
}

/// Path of the picture of the cover that previews of links show, from the output folder.
pub const COVER_PICTURE: &str = "downloads/cover.png";

/// Receives finished files. Called from several threads, in no particular order.
pub type Emit<'a> = &'a (dyn Fn(SiteFile) + Sync);
