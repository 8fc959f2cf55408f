//! What the script of every page needs to remember what a reader has read, and the page on which readers choose how pages look.

use super::address;
use super::context::ReadingContext;
use super::digest::digest;
use super::frame::PageFrame;
use super::output::Emit;
use super::site::Site;
use crate::diag::Diagnostic;
use crate::model::{Chapter, PageId, Target};

impl Site<'_> {
    /// The page with the reader's settings.
    pub(super) fn settings_page(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let title = self.theme.strings.text("reading_settings").to_owned();
        let frame = PageFrame { kind: "settings", title, path: address::READING_SETTINGS.into(), page: None, has_contents: false };
        let mut page = self.page(&frame);
        page.description = self.words("settings_intro");
        self.finish("settings.html", &page, &frame.path, emit)
    }

    /// What is remembered about the text `id`: nothing on the sites of earlier versions, which do not change.
    pub(super) fn reading(&self, id: PageId, text: &Chapter<Target>) -> Option<ReadingContext> {
        let title = &text.front.title;
        self.others.successor.is_none().then(|| ReadingContext {
            page: self.document.address(id),
            digest: digest(text, &self.theme.strings),
            name: text.number.as_ref().map_or_else(|| title.clone(), |number| format!("{number} {title}")),
        })
    }
}
