//! What a site hands out.

/// A file of the site: path from the output folder, and content.
#[derive(Debug)]
pub struct SiteFile {
    /// With forward slashes.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A document that readers can take with them.
#[derive(Debug, Clone)]
pub struct Download {
    /// Path from the output folder.
    pub path: String,
    /// What the link says: title, type, pages, size.
    pub label: String,
}

/// Where finished files go. Called from several threads, in no particular order.
pub type Emit<'a> = &'a (dyn Fn(SiteFile) + Sync);
