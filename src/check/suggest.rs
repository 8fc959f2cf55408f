//! Automatic fixes.

use crate::diag::Diagnostic;
use crate::model::slug;
use crate::text::line::{Line, Role};

/// How far before and after a word an address is looked for, in bytes.
const LONGEST_ADDRESS: usize = 1000;

impl Line<'_> {
    /// Adds `instead` as a fix for `start..end` where only words would change. Where an address, an anchor or YAML might change, the
    /// finding has no fix.
    pub(crate) fn suggest(&self, finding: Diagnostic, start: usize, end: usize, instead: &str) -> Diagnostic {
        match self.exact(start, end) {
            Some(span) if !self.is_value && !self.is_address(start, end) && self.keeps_anchor(start, end, instead) => finding.suggest(span, instead),
            _ => finding,
        }
    }

    /// Whether `start..end` is within an address that is not a link.
    fn is_address(&self, start: usize, end: usize) -> bool {
        let from = self.text.ceil_char_boundary(start.saturating_sub(LONGEST_ADDRESS));
        let to = self.text.floor_char_boundary((end + LONGEST_ADDRESS).min(self.text.len()));
        let before = self.text[from..start].rsplit(char::is_whitespace).next().unwrap_or("");
        let after = self.text[end..to].split(char::is_whitespace).next().unwrap_or("");
        let around = [before, &self.text[start..end], after].concat();
        around.contains("://") || around.contains("www.") || around.contains('@')
    }

    /// Whether a heading would keep its anchor, which may be linked to.
    fn keeps_anchor(&self, start: usize, end: usize, instead: &str) -> bool {
        let has_anchor = matches!(self.role, Role::Title | Role::Heading | Role::Term);
        !has_anchor || slug(self.text) == slug(&[&self.text[..start], instead, &self.text[end..]].concat())
    }
}
